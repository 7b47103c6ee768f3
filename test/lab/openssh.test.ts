import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onHost, sshConfig, until } from "../support/hosts";
import { createAll, deleteAll, expectConverged, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";
import { temporaryFolder } from "../support/temporary";

// OpenSSH's own client: a ProxyCommand, a user and a host with certificates, sudo, and Open vSwitch's database. OpenSSH's server with low limits.
const host = "h3";
const port = 2222;
const folder = temporaryFolder("openssh");
const path = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(path(name), "utf8");
const keygen = (...args: string[]) => execFileSync("ssh-keygen", ["-q", ...args], { cwd: folder });

/** Starts an SSH server on the host with these options beside its port. */
async function startServer(name: string, port: number, options: string[]): Promise<void> {
	const all = [`Port ${port}`, "ListenAddress 127.0.0.1", `PidFile /root/openssh/${name}.pid`, ...options];
	await onHost(
		host,
		`cd /root/openssh; printf '%s\\n' ${all.map((line) => `'${line}'`).join(" ")} >${name}
$(command -v sshd) -f /root/openssh/${name}`,
	);
	await until("the SSH server listens", () => onHost(host, `cat /root/openssh/${name}.pid 2>/dev/null || :`));
}

/**
 * An SSH server that shows a certificate, and accepts users with a certificate only; and one with the lowest limits and a banner, for
 * the client of the provider.
 */
async function startServers(): Promise<void> {
	for (const key of ["authority", "server", "user"]) keygen("-t", "ecdsa", "-N", "", "-f", key);
	keygen("-s", "authority", "-I", "server", "-h", "-n", "certified", "server.pub");
	keygen("-s", "authority", "-I", "user", "-n", "ops", "user.pub");
	const files = ["authority.pub", "server", "server.pub", "server-cert.pub", "user.pub"];
	await onHost(
		host,
		`mkdir -p -m 700 /root/openssh; cd /root/openssh; umask 077; echo '{ welcome' >banner
${files.map((file) => `cat >${file} <<'END'\n${text(file)}END`).join("\n")}`,
	);
	const key = "HostKey /root/openssh/server";
	await startServer("certified", port, [
		...[key, "HostCertificate /root/openssh/server-cert.pub"],
		...["TrustedUserCAKeys /root/openssh/authority.pub", "AuthorizedKeysFile none"],
	]);
	await startServer("narrow", port + 1, [
		...[key, "AuthorizedKeysFile /root/openssh/user.pub"],
		...["MaxSessions 1", "MaxStartups 1", "Banner /root/openssh/banner"],
	]);
	writeFileSync(path("known_hosts"), `@cert-authority certified ${text("authority.pub")}narrow ${text("server.pub")}`);
	writeFileSync(
		path("config"),
		`Include ${sshConfig()}
Host certified
  User ops
  ProxyCommand ssh -F ${sshConfig()} -W 127.0.0.1:${port} ${host}
  HostKeyAlias certified
  CertificateFile ${path("user-cert.pub")}
Host narrow
  User root
  HostName 127.0.0.1
  Port ${port + 1}
  ProxyJump ${host}
  HostKeyAlias narrow
Host certified narrow
  UserKnownHostsFile ${path("known_hosts")}
  IdentityFile ${path("user")}
  IdentitiesOnly yes
`,
	);
}

let before: string[];

beforeAll(async () => {
	await newRun();
	await cleanHost(host);
	before = await snapshot(host);
	await startServers();
});
afterAll(async () => {
	await newRun();
	await onHost(host, "kill $(cat /root/openssh/*.pid); rm -r /root/openssh");
	await cleanHost(host);
});

test.each<[string, string, Record<string, string>]>([
	[
		"a ProxyCommand and certificates",
		"certified",
		{ "ovs:hosts": '{"certified": {"become": true}}', "ovs:sshConfig": path("config") },
	],
	["the database over the stream of ssh", host, { "ovs:transport": "ovsdb" }],
	[
		"a server with one session, one login at a time and a banner, by the provider's own client",
		"narrow",
		{ "ovs:sshClient": "builtin", "ovs:sshConfig": path("config") },
	],
])("resources by SSH: %s", async (_what, name, more) => {
	const config = { "ovs:sshClient": "openssh", ...more };
	await newRun(config);
	const all = await createAll([
		["Bridge", { host: name, name: "br-ssh" }],
		["Port", { host: name, name: "tap-ssh", bridge: "br-ssh", type: "internal", tag: 7 }],
		["Namespace", { host: name, name: "ssh" }],
		["NftTable", { host: name, family: "inet", name: "ssh", chains: { one: { rules: ["accept"] } } }],
	]);
	expect(await onHost(host, "ovs-vsctl get Port tap-ssh tag; ip netns list; nft list table inet ssh | grep -c accept")).toMatch(
		/^7\nssh.*\n1$/,
	);
	await expectConverged(all, config);
	await deleteAll(all, config);
});

test("the host is as before", async () => {
	await newRun();
	expect(changed(before, await snapshot(host))).toEqual([]);
});
