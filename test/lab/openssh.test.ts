import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onHost, sshConfig, until } from "../support/hosts";
import { createAll, deleteAll, expectConverged, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";
import { temporaryFolder } from "../support/temporary";

// OpenSSH's own client: a ProxyCommand, a user and a host with certificates, sudo, and Open vSwitch's database.
const host = "h3";
const port = 2222;
const folder = temporaryFolder("openssh");
const path = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(path(name), "utf8");
const keygen = (...args: string[]) => execFileSync("ssh-keygen", ["-q", ...args], { cwd: folder });

/** An SSH server on the host that shows a certificate, and accepts users with a certificate only. */
async function startServer(): Promise<void> {
	for (const key of ["authority", "server", "user"]) keygen("-t", "ecdsa", "-N", "", "-f", key);
	keygen("-s", "authority", "-I", "server", "-h", "-n", "certified", "server.pub");
	keygen("-s", "authority", "-I", "user", "-n", "ops", "user.pub");
	const files = ["authority.pub", "server", "server.pub", "server-cert.pub"];
	const options = [
		...[
			`Port ${port}`,
			"ListenAddress 127.0.0.1",
			"HostKey /root/openssh/server",
			"HostCertificate /root/openssh/server-cert.pub",
		],
		...["TrustedUserCAKeys /root/openssh/authority.pub", "AuthorizedKeysFile none", "PidFile /root/openssh/pid"],
	];
	await onHost(
		host,
		`mkdir -p -m 700 /root/openssh; cd /root/openssh; umask 077
${files.map((file) => `cat >${file} <<'END'\n${text(file)}END`).join("\n")}
printf '%s\\n' ${options.map((line) => `'${line}'`).join(" ")} >config
$(command -v sshd) -f /root/openssh/config`,
	);
	await until("the SSH server listens", () => onHost(host, "cat /root/openssh/pid 2>/dev/null || :"));
	writeFileSync(path("known_hosts"), `@cert-authority certified ${text("authority.pub")}`);
	writeFileSync(
		path("config"),
		`Host certified
  User ops
  ProxyCommand ssh -F ${sshConfig()} -W 127.0.0.1:${port} ${host}
  HostKeyAlias certified
  UserKnownHostsFile ${path("known_hosts")}
  IdentityFile ${path("user")}
  CertificateFile ${path("user-cert.pub")}
  IdentitiesOnly yes
`,
	);
}

let before: string[];

beforeAll(async () => {
	await newRun();
	await cleanHost(host);
	before = await snapshot(host);
	await startServer();
});
afterAll(async () => {
	await newRun();
	await onHost(host, "kill $(cat /root/openssh/pid); rm -r /root/openssh");
	await cleanHost(host);
});

test.each<[string, string, Record<string, string>]>([
	[
		"a ProxyCommand and certificates",
		"certified",
		{ "ovs:hosts": '{"certified": {"become": true}}', "ovs:sshConfig": path("config") },
	],
	["the database over the stream of ssh", host, { "ovs:transport": "ovsdb" }],
])("resources by OpenSSH's client: %s", async (_what, name, more) => {
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
