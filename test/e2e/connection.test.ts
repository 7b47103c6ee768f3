import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onHost, sshConfig } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// A host's connection changes: its password, its port, its entry in the stack configuration.
const host = "h2";
const p = new Project("connection");
const said = (errors: { message: string }[]) => errors.map((e) => e.message).join("\n");

/** What the lab's OpenSSH configuration says of the host. */
function option(keyword: string): string {
	const lines = readFileSync(sshConfig(), "utf8").split("\n");
	const at = lines.indexOf(`Host ${host}`);
	const line = lines.slice(at + 1).find((text) => text.trim().startsWith(`${keyword} `));
	if (!line) throw new Error(`${host} has no ${keyword} in ${sshConfig()}`);
	return line.trim().slice(keyword.length + 1);
}

/** A connection object of the host, with a key that is the project's own. */
const connection = (more: object = {}) => ({
	...{ name: "box", host: option("HostName"), port: Number(option("Port")), user: option("User") },
	...{ privateKeyPath: join(p.folder, "old"), knownHostsFile: option("UserKnownHostsFile"), dialErrorLimit: 1 },
	...more,
});

const program = (more: object = {}) =>
	p.program(`const host = ${JSON.stringify(connection(more))};
new ovs.Link("d0", { host, type: "dummy", up: true });
new ovs.Namespace("blue", { host });`);

/** Lets the host take just this key of the project, beside the lab's own. */
async function accept(key: string): Promise<void> {
	const text = readFileSync(join(p.folder, `${key}.pub`), "utf8").trim();
	await onHost(
		host,
		`mkdir -p -m 700 ~/.ssh; touch ~/.ssh/authorized_keys; sed -i '/pulumi-ovs-e2e/d' ~/.ssh/authorized_keys
echo '${text}' >> ~/.ssh/authorized_keys`,
	);
}

beforeAll(async () => {
	await cleanHost(host);
	for (const key of ["old", "new"])
		execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "pulumi-ovs-e2e", "-f", join(p.folder, key)]);
	await accept("old");
});

afterAll(async () => {
	p.remove();
	await onHost(host, "sed -i '/pulumi-ovs-e2e/d' ~/.ssh/authorized_keys");
	await cleanHost(host);
});

/** The resources of this provider in the state. */
const own = () => [...p.resources().values()].filter(({ type }) => type.startsWith("pulumi-nodejs:"));

const rotated = { privateKeyPath: join(p.folder, "new") };

test("a changed key is an update that changes nothing on the host, and refresh and destroy use it from then on", async () => {
	await program().up();
	await accept("new");
	// The state has the old key, and the program is not asked.
	const stale = await program(rotated).run(["up", "--yes", "--skip-preview", "--refresh"]);
	expect(stale.code).not.toBe(0);
	expect(said(stale.errors)).toMatch(/\(box\/.*the one in the state.*`pulumi up` without --refresh/s);

	const preview = await p.preview();
	expect([preview.code, preview.execs, preview.changes]).toEqual([0, [], { update: 2 }]);
	const before = await onHost(host, "ip -o link show d0; ls -i /run/netns/blue");
	const up = await p.up();
	expect(up.changes).toEqual({ update: 2 });
	expect(new Set(up.execs)).toEqual(new Set(["box"]));
	expect(await onHost(host, "ip -o link show d0; ls -i /run/netns/blue")).toBe(before);

	expect((await p.up("--refresh")).changes).toEqual({ same: 2 });
	await p.must(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
});

test("a new connection that does not work fails, with --refresh too, and the state keeps the one that does", async () => {
	program({ privateKeyPath: join(p.folder, "old") });
	for (const args of [[], ["--refresh"]]) {
		const { code, errors } = await p.tryUp(...args);
		expect(code).not.toBe(0);
		expect(said(errors)).toMatch(/\(box\//);
		expect(said(errors)).not.toMatch(/the one in the state/);
	}
	for (const { inputs } of own()) expect(inputs.host.privateKeyPath).toBe(rotated.privateKeyPath);
});

test("what leaves the program while the key changes is deleted by the new key, and Kind.get reads by it", async () => {
	await accept("old");
	p.program(`const host = ${JSON.stringify(connection())};
new ovs.Link("d0", { host, type: "dummy", up: true });
module.exports = { index: ovs.Link.get("read", "box/Link/d0", { host }).ifindex };`);
	expect((await p.up()).changes).toEqual({ update: 1, delete: 1 });
	expect(await onHost(host, "ip netns list")).toBe("");
	expect(p.outputs()).toEqual({ index: expect.any(Number) });
	await p.must(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
});

test("destroy goes by the connection in the state", async () => {
	await p.destroy();
	expect(await onHost(host, "ip -o link show type dummy; ip netns list")).toBe("");
});

test("with a name, refresh and destroy use the stack configuration of the last up, say so, and take today's with --run-program", async () => {
	const { name: _, dialErrorLimit: __, ...box } = connection();
	p.configure({ "ovs:hosts": { box } });
	await p.program('new ovs.Link("d0", { host: "box", type: "dummy" });').up();
	await accept("new");
	p.configure({ "ovs:hosts": { box: { ...box, ...rotated } } });
	const stale = await p.run(["refresh", "--yes", "--skip-preview"]);
	expect(stale.code).not.toBe(0);
	expect(said(stale.errors)).toMatch(/stack configuration of the last `pulumi up`.*--run-program/);
	await p.must(["refresh", "--yes", "--skip-preview", "--run-program"]);
	expect((await p.up()).execs).toEqual([]);
	await p.must(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
	await accept("old");
	p.configure({ "ovs:hosts": { box } });
	await p.must(["destroy", "--yes", "--skip-preview", "--run-program"]);
	expect(await onHost(host, "ip -o link show type dummy")).toBe("");
});
