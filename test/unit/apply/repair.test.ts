import { readsOfResourcesInPlace } from "../../../provider/apply/side-effects";
import type { Values } from "../../../provider/base/values";
import { Facts } from "../../../provider/model/facts";
import type { Operation } from "../../../provider/plan/operation";
import { readsAfter } from "../../../provider/plan/reads";
import { Registry } from "../../../provider/plan/registry";
import { dropsExistingFlows } from "../../../provider/plan/side-effects";
import type { Fact, Step } from "../../../provider/tools/list";
import type { Reading } from "../../../provider/tools/tool";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";
import { FakeKernel } from "../support/fakekernel";

/** The reads after a change with side effects, on a host of which nothing else was read before. */
function readsFor(type: string, want: Values, dropsFlows = false): string[] {
	const register = new Registry("h1");
	const operation = operationOf(kindNamed(type), { want });
	register.declare(operation.id, operation);
	register.setState(operation.id, "applied");
	return readsOfResourcesInPlace(register, { before: new Facts(), dropsFlows }).map((fact) => fact.read);
}

test("objects that depend on devices are read after a change that removes devices, even if they were not read before", () => {
	expect(readsFor("FlowTable", { name: "fast", devices: ["d0"] })).toEqual(expect.arrayContaining(["nft", "nft-rendered"]));
	expect(readsFor("Sysctl", { key: "net.ipv4.conf.d0.rp_filter", value: 2 })).toContain("sysctl");
	expect(readsFor("Route", { destination: "10.1.0.0/16", dev: "d0" })).toContain("routes-to");
	expect(readsFor("Link", { name: "d0.5", type: "vlan", parent: "d0", vlanId: 5 })).toEqual(["links"]);
});

test("flows are read after a change that drops flows, even if they were not read before", () => {
	const table = { bridge: "br", name: "t", flows: [{ match: "in_port=p1", actions: "drop" }] };
	expect(readsFor("OpenFlowTable", table)).toEqual([]);
	expect(readsFor("OpenFlowTable", table, true)).toEqual(expect.arrayContaining(["flows", "flows-rendered"]));
});

test("a bridge that is there loses its flows by another fail mode or datapath type, and by other controllers", () => {
	const facts = factsOf([{ read: "ovs" }], { ovs: { bridges: { br: {} } } });
	const bridge = { tool: "ovs", phase: "rows", table: "Bridge" } as const;
	const clears = (name: string): Step[] => [
		{ ...bridge, op: "set", name, columns: { fail_mode: [] } },
		{ ...bridge, op: "set", name, columns: { datapath_type: "netdev" } },
		{ ...bridge, op: "refer", name, column: "controller", rows: [] },
	];
	expect(clears("br").map((step) => dropsExistingFlows([step], facts))).toEqual([true, true, true]);
	expect(clears("new").map((step) => dropsExistingFlows([step], facts))).toEqual([false, false, false]);
	expect(dropsExistingFlows([{ ...bridge, op: "set", name: "br", columns: { stp_enable: true } }], facts)).toBe(false);
	expect(dropsExistingFlows([{ ...bridge, op: "refer", name: "br", column: "mirrors", rows: [] }], facts)).toBe(false);
});

test("objects that depend on no device are not read", () => {
	expect(readsFor("NftTable", { family: "ip", name: "t", chains: { c: { rules: ["accept"] } } })).toEqual([]);
	expect(readsFor("Sysctl", { key: "net.ipv4.ip_forward", value: 1 })).toEqual([]);
	expect(readsFor("OpenVSwitch", { otherConfig: { a: "b" } })).toEqual([]);
});

test("an adopted link with somebody's alias gets back what a later batch of the same run takes along", async () => {
	const fake = new FakeKernel("h1");
	fake.device("n1", { kind: "dummy", up: true, alias: "uplink to rack 7" });
	fake.device("d2", { kind: "dummy", up: true, alias: "pulumi-ovs:demo/dev" });
	const submit = (...operations: Operation[]) => {
		for (const operation of operations) fake.host.declare(operation.id, operation);
		return Promise.all(operations.map((operation) => fake.submit(operation)));
	};
	const n1 = { name: "n1", type: "dummy", adopt: true, addresses: ["2001:db8::1/64"], up: true };
	await submit(operationOf(kindNamed("Link"), { want: n1 }));
	fake.meanwhile = () => fake.devices.get("n1")?.addresses.splice(0);
	const d2 = { name: "d2", type: "dummy", up: true };
	await submit(
		operationOf(kindNamed("VRF"), { want: { name: "red", table: 10 } }),
		operationOf(kindNamed("Link"), { want: { ...d2, vrf: "red" }, was: { ...d2, __owner: "demo/dev" } }),
	);
	expect(fake.devices.get("n1")).toMatchObject({ addresses: ["2001:db8::1/64"], alias: "uplink to rack 7" });
});

test("a new device keeps its IPv6 addresses where another new resource of the same batch puts the device into a VRF", async () => {
	const fake = new FakeKernel("h1");
	const device = { name: "d0", addresses: ["10.0.0.2/24", "2001:db8::2/64"], up: true };
	const operations = [
		operationOf(kindNamed("VRF"), { want: { name: "red", table: 10, interfaces: ["d0"] } }),
		operationOf(kindNamed("Link"), { want: { ...device, type: "dummy" } }),
	];
	for (const operation of operations) fake.host.declare(operation.id, operation);
	await Promise.all(operations.map((operation) => fake.submit(operation)));
	expect(fake.devices.get("d0")).toMatchObject({ addresses: device.addresses, master: "red" });
});

describe("neighbors over a local port of Open vSwitch, which gets another MAC address with other ports", () => {
	const entry = { dst: "10.0.0.9", dev: "br0", lladdr: "02:00:00:00:00:09", protocol: "250" };
	const neighbor = (dev: string) => {
		const want = { dev, address: entry.dst, lladdr: entry.lladdr };
		return operationOf(kindNamed("Neighbor"), { want, was: { ...want, __owner: "demo/dev" } });
	};
	const vlan = (parent: string) => {
		const want = { name: `${parent}.5`, type: "vlan", parent, vlanId: 5 };
		return operationOf(kindNamed("Link"), { want, was: { ...want, __owner: "demo/dev" } });
	};
	const port = (name: string) => operationOf(kindNamed("Port"), { want: { name, bridge: "br0", type: "internal" } });

	/** A run that changes ports beside unchanged resources. `isLater`: the engine compares these after the change. */
	async function ran(dev: string, change: Operation, isLater = false, unchanged = [neighbor(dev)]): Promise<FakeKernel> {
		const fake = new FakeKernel("h1");
		fake.bridges.set("br0", new Set(["br0", "p1"]));
		for (const table of ["Port", "Interface"]) fake.marks.set(`${table} p1`, "demo/dev");
		for (const name of ["br0", "p1"]) fake.device(name, { kind: "openvswitch", up: true });
		fake.device("e1", { up: true });
		for (const parent of ["br0", "e1"]) fake.device(`${parent}.5`, { kind: "vlan", parent, data: { id: 5 }, up: true });
		fake.neighbors.push({ ...entry, dev });
		for (const operation of unchanged) {
			fake.host.declare(operation.id, operation);
			if (!isLater) fake.host.registry.setDiff(operation, false);
		}
		fake.host.declare(change.id, change);
		await fake.submit(change);
		if (isLater) for (const operation of unchanged) await fake.host.repairIfBroken(operation);
		return fake;
	}

	test.each([
		["is compared before", false],
		["is compared after the change", true],
	])("are added again where the neighbor %s", async (_, isLater) => {
		const { neighbors, bridges } = await ran("br0", port("p2"), isLater);
		expect(bridges.get("br0")).toEqual(new Set(["br0", "p1", "p2"]));
		expect(neighbors).toEqual([entry]);
	});

	test("are added again over a VLAN of it", async () => {
		expect((await ran("br0.5", port("p2"), false, [neighbor("br0.5"), vlan("br0")])).neighbors).toEqual([
			{ ...entry, dev: "br0.5" },
		]);
	});

	test("cost nothing where all neighbors are over other devices", async () => {
		const { execs, neighbors } = await ran("e1.5", port("p2"), false, [neighbor("e1.5"), vlan("e1")]);
		expect(neighbors).toEqual([{ ...entry, dev: "e1.5" }]);
		expect(execs).toBe((await ran("e1.5", port("p2"), false, [vlan("e1")])).execs);
	});
});

test("after a change with side effects, the whole of what resources depend on is read", async () => {
	const fake = new FakeKernel("h1");
	const [bridge, link] = [{ name: "br0" }, { name: "d0", type: "dummy", up: true }];
	const port = (name: string) => operationOf(kindNamed("Port"), { want: { bridge: "br0", name, type: "internal" } });
	fake.device("d0", { kind: "dummy", up: true, alias: "pulumi-ovs:demo/dev" });
	const all = [operationOf(kindNamed("Bridge"), { want: bridge }), ...["p1", "p2", "p3", "p4", "p5"].map(port)];
	for (const operation of all) fake.host.declare(operation.id, operation);
	await Promise.all(all.map((operation) => fake.submit(operation)));
	const run = jest.spyOn(fake.host.session, "run");
	const readsOf = async (...operations: Operation[]) => {
		run.mockClear();
		await Promise.all(operations.map((operation) => fake.submit(operation)));
		return run.mock.calls.filter(([changes]) => changes.length > 0).flatMap(([, reads]) => reads);
	};
	expect(await readsOf(port("p6"))).not.toContainEqual({ read: "ovs" });
	const down = operationOf(kindNamed("Link"), { want: { ...link, up: false }, was: link });
	expect(await readsOf(down, port("p7"))).toEqual(expect.arrayContaining([{ read: "ovs" }, { read: "links", netns: "" }]));
});

test("after a bridge has lost its flows, the normal form of flows that the program keeps is read again, because ports may have other numbers", async () => {
	const fake = new FakeKernel("h1");
	const bridge = operationOf(kindNamed("Bridge"), { want: { name: "br0" } });
	const flows = [{ match: "in_port=p1", actions: "drop" }];
	const table = operationOf(kindNamed("OpenFlowTable"), { want: { bridge: "br0", name: "t", flows } });
	for (const operation of [bridge, table]) fake.host.declare(operation.id, operation);
	await fake.submit(bridge);
	fake.host.registry.setState(table.id, "applied");
	const rendered = readsAfter(table).filter(({ read }) => read === "flows-rendered");
	const known = rendered.map((fact): [Fact, Reading] => [fact, { stdout: "", stderr: "", code: 0 }]);
	fake.host.session.facts = fake.host.session.facts.updated(Facts.of(known));
	const run = jest.spyOn(fake.host.session, "run");
	const secure = operationOf(kindNamed("Bridge"), { want: { name: "br0", failMode: "secure" }, was: { name: "br0" } });
	await fake.submit(secure).catch(() => undefined);
	const reads = run.mock.calls.filter(([changes]) => changes.length > 0).flatMap(([, all]) => all);
	expect(rendered).toHaveLength(1);
	expect(reads).toEqual(expect.arrayContaining(rendered));
});
