import { isDisruptive, removesPortDevice } from "../../../provider/plan/side-effects";
import type { OvsStep } from "../../../provider/tools/ovs-step";
import { type CompactFacts, factsOf } from "../support/compact";

const interfaceOf = (type: string, ofport: number) => ({ interface: { type, ofport } });
const ports = { p1: interfaceOf("internal", 1), p2: interfaceOf("internal", 2), n1: interfaceOf("system", 3) };
const known = factsOf([{ read: "ovs" }], { ovs: { bridges: { br: { ports } } } } as CompactFacts);

/** A step that requests a number for a port. */
const requests = (name: string, ofport_request: number): OvsStep => ({
	...{ tool: "ovs", phase: "rows", op: "set", table: "Interface", name },
	columns: { ofport_request },
});

test.each<[string, string, number, boolean, boolean]>([
	["a new port takes the number of an internal port, whose device is recreated", "new", 1, true, true],
	["an internal port gets a free number, and its device is recreated", "p1", 9, true, true],
	["a new port takes the number of a NIC's port, which flows may name", "new", 3, true, false],
	["a port requests the number that it has", "p1", 1, false, false],
	["a new port requests a free number", "new", 9, false, false],
])("%s", (_, name, number, dependants, device) => {
	const step = requests(name, number);
	expect([isDisruptive(step, known), removesPortDevice(step, known)]).toEqual([dependants, device]);
});

const userspace = factsOf([{ read: "ovs" }], {
	ovs: {
		bridges: {
			br: { datapath_type: "netdev", ports },
			kernel: { ports: { t1: interfaceOf("tap", 7), i1: interfaceOf("internal", 8) } },
		},
	},
} as CompactFacts);
const rows = { tool: "ovs", phase: "rows" } as const;
const mac = (name: string): OvsStep => ({ ...rows, op: "set", table: "Interface", name, columns: { mac: "02:00:00:00:00:01" } });

// A device that Open vSwitch sets down loses its IPv6 addresses and routes, and one with another MAC address its neighbors, of whichever resource.
test.each<[string, OvsStep, boolean, boolean?]>([
	["the MAC address of a tap", mac("t1"), true],
	["the MAC address of an internal port in userspace", mac("p1"), true],
	["the MAC address of an internal port in the kernel", mac("i1"), false, true],
	["the MAC address of a new port in the kernel", mac("new"), false],
	[
		"the MAC address of a bridge in userspace",
		{ ...rows, op: "remove", table: "Bridge", name: "br", column: "other_config", keys: ["hwaddr"] },
		true,
	],
	[
		"the MAC address of a bridge in the kernel",
		{ ...rows, op: "put", table: "Bridge", name: "kernel", column: "other_config", entries: { hwaddr: "02:00:00:00:00:01" } },
		false,
		true,
	],
	[
		"a further port of a bridge in userspace",
		{ ...rows, op: "insert", table: "Port", name: "p9", bridge: "br", interfaces: ["p9"] },
		true,
	],
	[
		"a further port of a bridge in the kernel",
		{ ...rows, op: "insert", table: "Port", name: "p9", bridge: "kernel", interfaces: ["p9"] },
		false,
	],
])("a step that changes %s is known to set its device down: %p", (_, step, isDown, isDisturbed = isDown) => {
	expect([isDisruptive(step, userspace), removesPortDevice(step, userspace)]).toEqual([isDisturbed, isDown]);
});

test("another MTU of a device is a side effect on the devices on top of it", () => {
	const links = factsOf([{ read: "links", netns: "" }], {
		links: { "": { e1: {}, e2: {}, v1: { kind: "vlan", parent: "e1" } } },
	} as CompactFacts);
	const mtu = (name: string) =>
		isDisruptive({ tool: "ip", phase: "settings", netns: "", args: ["link", "set", "dev", name, "mtu", "1500"] }, links);
	expect([mtu("e1"), mtu("e2"), mtu("v1")]).toEqual([true, false, false]);
});
