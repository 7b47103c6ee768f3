import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// Tests of Pulumi's options and features with resources of this provider.
const host = "h3";
const p = new Project("program");
const uuidOf = (bridge: string) => onHost(host, `ovs-vsctl get Bridge ${bridge} _uuid`);

beforeAll(async () => {
	await cleanHost(host);
	await onHost(
		host,
		`ovs-vsctl add-br br-theirs -- set Bridge br-theirs external_ids:whose=theirs external_ids:shared=before other_config:hwaddr=02:00:00:00:aa:01 \
  -- add-port br-theirs tp -- set Interface tp type=internal -- set Port tp tag=5`,
	);
});

afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

test("an object of somebody else's is refused at up, by a message that names adopt", async () => {
	p.program(`new ovs.Bridge("taken", { host: "h3", name: "br-theirs", externalIds: { shared: "ours" } });`);
	const { code, output } = await p.tryUp();
	expect(code).not.toBe(0);
	expect(output).toMatch(/br-theirs\): it exists already and does not belong to this program .*Set adopt: true/);
	expect(await onHost(host, "ovs-vsctl get Bridge br-theirs external_ids")).toBe("{shared=before, whose=theirs}");
});

test("with adopt it is taken over, and at destroy released with its former settings", async () => {
	const before = await onHost(host, "ovs-vsctl list Bridge br-theirs; ovs-vsctl list Port br-theirs tp");
	p.program(
		`const args = { host: "h3", adopt: true };
new ovs.Bridge("taken", { ...args, name: "br-theirs", rstp: true, hwaddr: "02:00:00:00:aa:02", externalIds: { shared: "ours", more: "1" } });
new ovs.Port("tp", { ...args, bridge: "br-theirs", type: "internal", tag: 6 });`,
	);
	await p.up();
	expect(
		await onHost(
			host,
			"ovs-vsctl get Bridge br-theirs rstp_enable external_ids:shared external_ids:whose; ovs-vsctl get Port tp tag",
		),
	).toBe("true\nours\ntheirs\n6");
	expect((await p.drift()).code).toBe(0);
	await p.destroy();
	expect(await onHost(host, "ovs-vsctl list Bridge br-theirs; ovs-vsctl list Port br-theirs tp")).toBe(before);
});

test("get reads what it doesn't own, also what is not there yet at preview", async () => {
	p.program(
		`const theirs = ovs.Bridge.get("theirs", "h3/Bridge/br-theirs");
exports.hwaddr = theirs.hwaddr; exports.ids = theirs.externalIds; exports.uuid = theirs.uuid; exports.isOne = ovs.Bridge.isInstance(theirs);`,
	);
	await p.up();
	expect(p.outputs()).toMatchObject({
		hwaddr: "02:00:00:00:aa:01",
		ids: { whose: "theirs", shared: "before" },
		uuid: await uuidOf("br-theirs"),
		isOne: true,
	});
	await p.destroy();
	expect(await uuidOf("br-theirs")).toMatch(/-/);
});

test("outputs are inputs, secrets stay secret, components and dependsOn order the rest", async () => {
	const program = `
class Pair extends pulumi.ComponentResource {
	constructor(name, opts) {
		super("test:index:Pair", name, {}, opts);
		this.a = new ovs.Bridge(name + "-a", { host: "h3", externalIds: { token: pulumi.secret("hunter2") } }, { parent: this });
		this.b = new ovs.Port(name + "-p", { host: "h3", bridge: this.a.name, type: "internal", externalIds: { of: this.a.uuid, dp: this.a.datapathId } }, { parent: this });
		this.registerOutputs({});
	}
}
const pair = new Pair("pair");
const late = new ovs.Bridge("late", { host: "h3", externalIds: { port: pulumi.interpolate\`n\${pair.b.ofport}\` } }, { dependsOn: pair });
exports.port = pair.b.ofport;`;
	const preview = await p.program(program).preview();
	expect(preview.code).toBe(0);
	expect(preview.execs).toEqual([]);
	await p.up();
	const { port } = p.outputs();
	expect(
		await onHost(
			host,
			"ovs-vsctl get Interface pair-p external_ids:of; ovs-vsctl get Bridge late external_ids:port external_ids:pulumi-ovs; ovs-vsctl get Bridge pair-a external_ids:token",
		),
	).toBe(`"${await uuidOf("pair-a")}"\nn${port}\n"program/dev"\nhunter2`);
	expect(p.state()).not.toContain("hunter2");
	expect(p.resources().get("pair-a")?.urn).toContain("test:index:Pair$");
	expect((await p.up("--expect-no-changes")).execs).toEqual([]);
});

test("a change of what others take outputs from is no replacement of them", async () => {
	p.program(`
const a = new ovs.Bridge("br-a", { host: "h3", rstp: process.env.CHANGED === "1" });
new ovs.Port("pt", { host: "h3", bridge: a.name, type: "internal", externalIds: { uuid: a.uuid } });`);
	await p.up();
	const preview = await p.run(["preview", "--diff"], { CHANGED: "1" });
	expect(preview.steps.filter((s) => s.op.includes("replace"))).toEqual([]);
	const { changes } = await p.must(["up", "--yes", "--skip-preview"], { CHANGED: "1" });
	expect(changes["create-replacement"]).toBeUndefined();
});

test("a renamed resource doesn't touch the host, with an alias and without", async () => {
	await p
		.program(`new ovs.Bridge("one", { host: "h3", name: "br-r" }); new ovs.Namespace("n1", { host: "h3", name: "rn" });`)
		.up();
	const uuid = await uuidOf("br-r");
	const inode = await onHost(host, "stat -c %i /run/netns/rn");
	const aliased = await p
		.program(
			`new ovs.Bridge("two", { host: "h3", name: "br-r" }, { aliases: [{ name: "one" }] }); new ovs.Namespace("n1", { host: "h3", name: "rn" });`,
		)
		.up();
	expect(aliased.changes).toEqual({ same: 2 });
	const renamed = await p
		.program(`new ovs.Bridge("three", { host: "h3", name: "br-r" }); new ovs.Namespace("n2", { host: "h3", name: "rn" });`)
		.up();
	expect(renamed.changes).toEqual({ create: 2, delete: 2 });
	expect(await uuidOf("br-r")).toBe(uuid);
	expect(await onHost(host, "stat -c %i /run/netns/rn")).toBe(inode);
	expect((await p.drift()).code).toBe(0);
});

test("ignoreChanges, protect and replaceOnChanges do what they do everywhere", async () => {
	const program = (rstp: boolean, tag: number, stp: boolean) => `
new ovs.Bridge("br-o", { host: "h3", rstp: ${rstp} }, { replaceOnChanges: ["rstp"] });
new ovs.Bridge("br-p", { host: "h3", stp: ${stp} }, { protect: true });
new ovs.Port("po", { host: "h3", bridge: "br-p", type: "internal", tag: ${tag} }, { ignoreChanges: ["tag"] });`;
	await p.program(program(false, 5, false)).up();
	const uuid = await uuidOf("br-o");
	const { changes } = await p.program(program(true, 6, true)).up();
	expect(changes).toMatchObject({ same: 1, update: 1, replace: 1 });
	expect(await uuidOf("br-o")).not.toBe(uuid);
	expect(await onHost(host, "ovs-vsctl get Port po tag; ovs-vsctl get Bridge br-p stp_enable")).toBe("5\ntrue");
	expect((await p.run(["destroy", "--yes", "--skip-preview"])).output).toMatch(/br-p.*protected/s);
	await p.must(["state", "unprotect", "--all", "--yes"]);
});

test("--target changes what it names alone", async () => {
	await p.program(`new ovs.Bridge("br-t1", { host: "h3", stp: true }); new ovs.Bridge("br-t2", { host: "h3", stp: true });`).up();
	p.program(`new ovs.Bridge("br-t1", { host: "h3" }); new ovs.Bridge("br-t2", { host: "h3" });`);
	await p.up("--target", "**br-t1");
	expect(await onHost(host, "ovs-vsctl get Bridge br-t1 stp_enable; ovs-vsctl get Bridge br-t2 stp_enable")).toBe("false\ntrue");
});

test("with retainOnDelete the object stays, is listed as an orphan, and is the program's own again", async () => {
	const bridge = `new ovs.Bridge("br-kept", { host: "h3" }, { retainOnDelete: true });`;
	await p.program(bridge).up();
	const uuid = await uuidOf("br-kept");
	await p.program("").up();
	expect(await uuidOf("br-kept")).toBe(uuid);
	const state = await p.must(["stack", "export", "--file", "state.json"]);
	expect(state.code).toBe(0);
	const command = [join(p.folder, "node_modules/pulumi-ovs/dist/cli/main.js"), "orphans", host, "--state", "state.json"];
	const { stdout } = spawnSync("node", command, { cwd: p.folder, env: p.env, encoding: "utf8" });
	expect(stdout).toMatch(/^ {2}program\/dev +h3\/Bridge\/br-kept +created by the program$/m);
	const { changes } = await p.program(bridge.replace("true", "false")).up();
	expect([changes, await uuidOf("br-kept")]).toEqual([{ create: 1 }, uuid]);
	await p.destroy();
	expect(await onHost(host, "ovs-vsctl list-br | grep -c br-kept || :")).toBe("0");
});

test("a bridge that two programs claim is the first one's, and the other's once that has destroyed it", async () => {
	const other = new Project("other");
	const claim = `new ovs.Bridge("br-both", { host: "h3" });`;
	try {
		for (const [first, second, owner] of [
			[p, other, "program/dev"],
			[other, p, "other/dev"],
		] as const) {
			await first.program(claim).up();
			const uuid = await uuidOf("br-both");
			const { code, output } = await second.program(claim).tryUp();
			expect([code === 0, output]).toEqual([
				false,
				expect.stringMatching(new RegExp(`br-both\\): it exists already and belongs to the program ${owner}`)),
			]);
			expect(await uuidOf("br-both")).toBe(uuid);
			await first.destroy();
		}
	} finally {
		other.remove();
	}
});
