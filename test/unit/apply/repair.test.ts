import { standingFacts } from "../../../provider/apply/repair";
import type { Values } from "../../../provider/base/values";
import { Facts } from "../../../provider/model/facts";
import type { Operation } from "../../../provider/plan/operation";
import { Registry } from "../../../provider/plan/registry";
import { dropsStandingFlows } from "../../../provider/plan/side-effects";
import type { Step } from "../../../provider/tools/step";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";
import { FakeKernel } from "../support/fakekernel";

/** The reads after a change with side effects, on a host of which nothing else was read before. */
function readsFor(type: string, want: Values, dropsFlows = false): string[] {
	const register = new Registry("h1");
	const operation = operationOf(kindNamed(type), { want });
	register.declare(operation.id, operation);
	register.setState(operation.id, "applied");
	return standingFacts(register, { before: new Facts(), dropsFlows }).map((fact) => fact.read);
}

test("objects that depend on devices are read after a change that removes devices, even if they were not read before", () => {
	expect(readsFor("FlowTable", { name: "fast", devices: ["d0"] })).toEqual(expect.arrayContaining(["nft", "nft-rendered"]));
	expect(readsFor("Sysctl", { key: "net.ipv4.conf.d0.rp_filter", value: 2 })).toContain("sysctl");
	expect(readsFor("Route", { destination: "10.1.0.0/16", dev: "d0" })).toContain("routes");
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
	expect(clears("br").map((step) => dropsStandingFlows(step, facts))).toEqual([true, true, true]);
	expect(clears("new").map((step) => dropsStandingFlows(step, facts))).toEqual([false, false, false]);
	expect(dropsStandingFlows({ ...bridge, op: "set", name: "br", columns: { stp_enable: true } }, facts)).toBe(false);
	expect(dropsStandingFlows({ ...bridge, op: "refer", name: "br", column: "mirrors", rows: [] }, facts)).toBe(false);
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
