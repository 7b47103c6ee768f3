import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { offerPackages, withdrawPackages } from "../support/apt-source";
import { onHost, sshConfig } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// Each failure to reach a host, or on a host, has a message that says what to do, and does not affect other resources.
const p = new Project("errors", {}, {});
const folder = p.folder;
const known = join(folder, "known_hosts");

/** Writes an ssh_config with further names for hosts of the lab, each with one error. */
function writeHosts(downPort: string) {
	const lines = readFileSync(sshConfig(), "utf8").split("\n");
	const entry = (host: string) => {
		const at = lines.indexOf(`Host ${host}`);
		const end = lines.findIndex((line, i) => i > at && line.startsWith("Host "));
		return lines.slice(at + 1, end < 0 ? undefined : end);
	};
	const like = (host: string, name: string, other: Record<string, string> = {}) => {
		const rest = entry(host).filter((line) => !Object.keys(other).some((key) => line.trim().startsWith(`${key} `)));
		return [`Host ${name}`, ...rest, ...Object.entries(other).map(([k, v]) => `  ${k} ${v}`)].join("\n");
	};
	const port = (host: string) =>
		entry(host)
			.join("\n")
			.match(/Port (\d+)/)?.[1] ?? "";
	writeFileSync(
		known,
		readFileSync(`${sshConfig().replace(/ssh_config$/, "known_hosts")}`, "utf8").replace(
			/(:\d+ ecdsa-sha2-nistp256 )\S+/g,
			(all, head) =>
				all.includes(`:${port("h2")} `) ? `${head}${readFileSync(join(folder, "key.pub"), "utf8").split(" ")[1]}` : all,
		),
	);
	p.write({
		ssh_config: [
			like("h1", "good"),
			like("h3", "down", downPort ? { Port: downPort } : {}),
			like("h2", "changed", { UserKnownHostsFile: known }),
			like("h2", "stranger", { IdentityFile: join(folder, "key") }),
			like("h2", "guest", { User: "guest" }),
			like("h2", "plainops", { User: "ops" }),
			like("h2", "ops", { User: "ops" }),
			like("h3", "pat", { User: "pat" }),
			"",
		].join("\n"),
	});
}

const bridges = (...hosts: string[]) =>
	hosts.map((h) => `new ovs.Bridge("on-${h}", { host: "${h}", name: "br-${h}" });`).join("\n");

/** The messages of the engine for one resource. */
const said = (errors: { name: string; message: string }[], name: string) =>
	errors
		.filter((e) => e.name === name)
		.map((e) => e.message)
		.join("\n");

beforeAll(async () => {
	await Promise.all(["h1", "h2", "h3"].map(cleanHost));
	execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key")]);
	writeHosts("1");
	const become = { become: true };
	p.configure({
		"ovs:sshConfig": join(folder, "ssh_config"),
		"ovs:hosts": { guest: become, ops: become, pat: become, down: { dialErrorLimit: 1 } },
	});
	await p.must(["config", "set", "--path", "--secret", "ovs:hosts.pat.becomePassword", "lab-password"]);
});

afterAll(async () => {
	writeHosts("");
	p.remove();
	await Promise.all(["h1", "h2", "h3"].map(cleanHost));
});

// Without --continue-on-error, the engine starts no further resource after a failure.
test("each way to a host that fails has its message, and the other hosts' work is done", async () => {
	p.program(bridges("good", "down", "changed", "stranger", "guest", "plainops", "ops", "pat"));
	const { code, errors, changes } = await p.tryUp("--continue-on-error");
	expect(code).not.toBe(0);
	expect(said(errors, "on-down")).toMatch(/^on-down \(down\/Bridge\/br-down\): .*127\.0\.0\.1:1\b.*host is up/s);
	expect(said(errors, "on-changed")).toMatch(/key.*changed|another key|host key/is);
	expect(said(errors, "on-stranger")).toMatch(/refuse|log in|key/i);
	expect(said(errors, "on-guest")).toMatch(/guest.*sudo|sudo.*guest/is);
	expect(said(errors, "on-plainops")).toMatch(/become|root|permission/i);
	for (const name of ["on-good", "on-ops", "on-pat"]) expect(said(errors, name)).toBe("");
	const resources = p.resources();
	expect([...resources.keys()].filter((name) => name.startsWith("on-")).sort()).toEqual(["on-good", "on-ops", "on-pat"]);
	expect(changes.create).toBe(8);
	expect(await onHost("h1", "ovs-vsctl br-exists br-good && echo yes")).toBe("yes");
});

test("no password of a host is in the state", () => {
	expect(p.state()).not.toContain("lab-password");
});

test("when the host is back, the next up finishes the work", async () => {
	writeHosts("");
	const { changes } = await p.program(bridges("good", "down")).up();
	expect(changes).toEqual({ same: 1, create: 1, delete: 2 });
	expect(await onHost("h3", "ovs-vsctl list-br")).toBe("br-down");
});

test("a plain password in the config is refused", async () => {
	const plain = new Project("plainsecret").program(bridges("h1"));
	plain.configure({ "ovs:hosts": { h1: { password: "x" } } });
	const { code, output } = await plain.preview();
	expect(code).not.toBe(0);
	expect(output).toMatch(/password of h1 is in plain text.*--secret/s);
	plain.remove();
});

test("on a host without Open vSwitch the message says what to install, and one up with a HostSetup does it all", async () => {
	const hidden = "/usr/bin/ovs-vsctl.hidden";
	await offerPackages("h1", { "lab-ovs-tools": `mv ${hidden} /usr/bin/ovs-vsctl` });
	await onHost("h1", `mv /usr/bin/ovs-vsctl ${hidden}`);
	try {
		const { code, errors } = await p.program(`${bridges("good", "down")} new ovs.Bridge("b2", { host: "good" });`).tryUp();
		expect(code).not.toBe(0);
		expect(said(errors, "b2")).toMatch(
			/ovs-vsctl is not installed on this host.*apt install openvswitch-switch.*HostSetup.*dependsOn/,
		);
		const { changes } = await p
			.program(`${bridges("good", "down")}
const setup = new ovs.HostSetup("setup", { host: "good", packages: ["lab-ovs-tools"] });
new ovs.Bridge("b2", { host: "good" }, { dependsOn: setup });`)
			.up();
		expect(changes).toEqual({ same: 2, create: 2 });
		expect(await onHost("h1", "ovs-vsctl br-exists b2 && dpkg --status lab-ovs-tools | grep ^Status")).toBe(
			"Status: install ok installed",
		);
	} finally {
		await onHost("h1", `[ ! -e ${hidden} ] || mv ${hidden} /usr/bin/ovs-vsctl`);
		await withdrawPackages("h1", ["lab-ovs-tools"]);
	}
});

test("a device that doesn't exist, a port of another bridge, a host's refusal: each fails alone, and a secret input is quoted to nobody", async () => {
	await onHost("h1", "ovs-vsctl add-br br-x -- add-port br-x px -- set Interface px type=internal");
	p.program(`${bridges("good", "down")}
new ovs.Port("nodev0", { host: "good", bridge: "br-good" });
new ovs.Port("nobridge", { host: "good", bridge: "br-none", type: "internal" });
new ovs.Port("px", { host: "good", bridge: "br-good", type: "internal" });
new ovs.Sysctl("nokey", { host: "good", key: "net.ipv4.no_such_key", value: 1 });
new ovs.Sysctl("novalue", { host: "good", key: "net.ipv4.ip_forward", value: "many" });
new ovs.Port("fine", { host: "good", bridge: "br-good", type: "internal" });
new ovs.Reachability("dead", { host: "good", to: "192.0.2.99", retries: 1 });
new ovs.NftTable("leak", { host: "good", family: "inet",
	chains: { c: { rules: [pulumi.secret('tcp dport 22 nosuchword_hunter2 accept'), "accept"] } } });
new ovs.Bridge("br-leak", { host: "good", externalIds: { token: pulumi.secret("hunter2-token") } });`);
	const { code, errors, output } = await p.tryUp();
	expect(code).not.toBe(0);
	expect(said(errors, "nodev0")).toMatch(/device nodev0.*not on this host/);
	expect(said(errors, "nobridge")).toMatch(/bridge br-none.*not on this host/);
	expect(said(errors, "px")).toMatch(/does not belong to this program/);
	expect(said(errors, "nokey")).toMatch(/it does not exist on this host/);
	expect(said(errors, "novalue")).toMatch(/value|Invalid argument/i);
	expect(said(errors, "dead")).toMatch(/192\.0\.2\.99 is unreachable/);
	expect(said(errors, "leak")).toMatch(/nft on this host refuses/);
	expect(output).not.toContain("hunter2");
	for (const name of ["fine", "br-leak"]) expect(said(errors, name)).toBe("");
	expect(
		await onHost(
			"h1",
			"ovs-vsctl port-to-br fine; ovs-vsctl port-to-br px; ovs-vsctl del-br br-x; cat /proc/sys/net/ipv4/ip_forward",
		),
	).toBe("br-good\nbr-x\n0");
});

test("what a host is at is told beside the stack, where it takes more than two seconds", async () => {
	p.program('new ovs.Reachability("far", { host: "good", to: "192.0.2.99", expect: "unreachable", retries: 4 });');
	expect((await p.up()).output).toMatch(/pulumi:pulumi:Stack errors-dev .*good: trying to reach 192\.0\.2\.99/);
	expect((await p.run(["refresh", "--yes", "--skip-preview"])).output).toMatch(/good: trying to reach 192\.0\.2\.99/);
});
