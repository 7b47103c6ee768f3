import { proposed } from "../support/events";
import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h1";
const p = new Project("localvlans");
let before: string[];

/** A program with a bridge, local VLANs, and a port in one of them. */
const program = (bridge: string, networks: string[], vlans = {}) => `
const bridge = new ovs.Bridge("bridge", { host: "${host}", name: "${bridge}" });
const local = new ovs.LocalVlans("local", { host: "${host}", bridge: bridge.name, networks: ${JSON.stringify(networks)}, vlans: ${JSON.stringify(vlans)} });
new ovs.Port("red0", { host: "${host}", bridge: bridge.name, type: "internal", tag: local.vlans.apply((vlans) => vlans.red) });
exports.vlans = local.vlans;
`;
const tag = () => onHost(host, "ovs-vsctl get Port red0 tag").then(Number);

beforeAll(async () => {
	await cleanHost(host);
	before = await snapshot(host);
});
afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

test("a preview knows the numbers, and up makes just these", async () => {
	const preview = await p.program(program("br-a", ["red"])).preview();
	expect(preview.steps.find((s) => s.name === "red0")?.new.tag).toBe(1);
	expect((await p.up()).changes).toEqual({ create: 3 });
	expect(await tag()).toBe(1);
});

test("a network more changes the numbers alone, at preview and at up", async () => {
	p.program(program("br-a", ["blue", "red"]));
	expect((await p.preview()).changes).toEqual({ same: 2, update: 1 });
	expect((await p.up()).changes).toEqual({ same: 2, update: 1 });
	expect(p.outputs()).toEqual({ vlans: { blue: 2, red: 1 } });
});

test("drift is shown, and nothing else; it is put back, also after a refresh of its own", async () => {
	await onHost(
		host,
		"ovs-vsctl remove Bridge br-a external_ids pulumi-ovs-vlan-1 -- set Bridge br-a external_ids:pulumi-ovs-vlan-50=red",
	);
	const seen = await p.drift();
	expect(proposed(seen)).toEqual(["update local"]);
	expect(seen.steps.find((s) => s.name === "local" && s.op === "update")?.old.vlans).toEqual({ blue: 2, red: 50 });
	await p.must(["refresh", "--yes", "--skip-preview"]);
	await p.up();
	expect(await onHost(host, "ovs-vsctl get Bridge br-a external_ids:pulumi-ovs-vlan-1")).toBe("red");
	expect(await tag()).toBe(1);
	expect((await p.drift()).code).toBe(0);
});

test("a number that is free moves the port", async () => {
	expect((await p.program(program("br-a", ["blue", "red"], { red: 7 })).up()).changes).toEqual({ same: 1, update: 2 });
	expect(await tag()).toBe(7);
});

test("another bridge is a replacement that keeps the numbers, and destroy leaves the host empty", async () => {
	await p.program(program("br-b", ["red"])).up();
	expect(await onHost(host, "ovs-vsctl list-br; ovs-vsctl get Bridge br-b external_ids:pulumi-ovs-vlan-7")).toBe("br-b\nred");
	expect(await tag()).toBe(7);
	await p.destroy();
	expect(changed(before, await snapshot(host))).toEqual([]);
});
