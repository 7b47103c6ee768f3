import { areDisruptive, bridgesWithOtherMac, dropsExistingFlows, removesPortDevice } from "../../../provider/plan/side-effects";
import type { IpStep } from "../../../provider/tools/ip-step";
import type { OvsStep } from "../../../provider/tools/ovs-step";
import { type CompactFacts, factsOf } from "../support/compact";

const interfaceOf = (type: string, ofport: number) => ({ interface: { type, ofport } });
const ports = { p1: interfaceOf("internal", 1), p2: interfaceOf("internal", 2), n1: interfaceOf("system", 3) };
const elsewhere = {
	i5: interfaceOf("internal", 5),
	i1: { interface: { type: "internal", ofport: 1, ofport_request: 1 } },
	n3: { interface: { type: "system", ofport: 3, ofport_request: 3 } },
};
const known = factsOf([{ read: "ovs" }], { ovs: { bridges: { br: { ports }, br2: { ports: elsewhere } } } } as CompactFacts);
const rows = { tool: "ovs", phase: "rows" } as const;

const insertion = (name: string): OvsStep => ({ ...rows, op: "insert", table: "Port", name, bridge: "br", interfaces: [name] });

/** The steps by which a port of a bridge requests a number. A port that is not there yet is inserted. */
const requests = (name: string, ofport_request: number): OvsStep[] => [
	...(name === "new" ? [insertion(name)] : []),
	{ ...rows, op: "set", table: "Interface", name, columns: { ofport_request } },
];
const move = (name: string, from = "br2", to = "br"): OvsStep => ({ ...rows, op: "move", name, uuid: "u", from, to });

test.each<[string, OvsStep[], boolean, boolean, boolean]>([
	["a new port takes the number of an internal port, whose device is recreated", requests("new", 1), true, true, true],
	["an internal port gets a free number, and its device is recreated", requests("p1", 9), true, true, true],
	["a new port takes the number of a NIC's port, which flows may name", requests("new", 3), true, false, true],
	["a port requests the number that it has", requests("p1", 1), false, false, false],
	["a new port requests a number that only ports of other bridges have", requests("new", 5), false, false, false],
	["a port moves to a bridge where a port has the number that it requests", [move("i1")], true, true, true],
	["a NIC's port does so, and the other one is on a NIC too", [move("n3")], true, false, true],
	["a NIC's port swaps its bridge with another one", [move("n3"), move("n1", "br", "br2")], true, false, false],
])("%s", (_, steps, dependants, device, flows) => {
	const found = [areDisruptive(steps, known), removesPortDevice(steps, known), dropsExistingFlows(steps, known)];
	expect(found).toEqual([dependants, device, flows]);
});

const userspace = factsOf([{ read: "ovs" }], {
	ovs: {
		bridges: {
			br: { datapath_type: "netdev", ports },
			kernel: { ports: { t1: interfaceOf("tap", 7), i1: interfaceOf("internal", 8) } },
		},
	},
} as CompactFacts);
const mac = (name: string): OvsStep => ({ ...rows, op: "set", table: "Interface", name, columns: { mac: "02:00:00:00:00:01" } });

// A device that Open vSwitch sets down loses its IPv6 addresses and routes, and one with another MAC address its neighbors, of whichever
// resource.
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
	expect([areDisruptive([step], userspace), removesPortDevice([step], userspace)]).toEqual([isDisturbed, isDown]);
});

test("another MTU of a device is a side effect on the devices on top of it", () => {
	const links = factsOf([{ read: "links", netns: "" }], {
		links: { "": { e1: {}, e2: {}, v1: { kind: "vlan", parent: "e1" } } },
	} as CompactFacts);
	const mtu = (name: string) =>
		areDisruptive([{ tool: "ip", phase: "settings", netns: "", args: ["link", "set", "dev", name, "mtu", "1500"] }], links);
	expect([mtu("e1"), mtu("e2"), mtu("v1")]).toEqual([true, false, false]);
});

// find_local_hw_addr() in vswitchd/bridge.c: the least MAC address of the ports, without those that mirrors send to.
test("a bridge without hwaddr may get another MAC address with its ports", () => {
	const facts = factsOf([{ read: "ovs" }], {
		ovs: {
			bridges: {
				br: { ports, mirrors: { m1: { select_all: true, output_port: ["p1"] } } },
				fixed: { other_config: { hwaddr: "02:00:00:00:00:01" }, ports: { f1: interfaceOf("system", 1) } },
			},
		},
	} as CompactFacts);
	const [uuid = ""] = [facts.ovs.bridges.get("br")?.mirrors].flat() as string[];
	const insert = (bridge: string): OvsStep => ({ ...rows, op: "insert", table: "Port", name: "p9", bridge, interfaces: ["p9"] });
	const remove = (name: string): OvsStep => ({ ...rows, op: "delete", table: "Port", name });
	const bridgesOf = (step: OvsStep) => [...bridgesWithOtherMac([step], facts)];
	expect(bridgesOf(insert("br"))).toEqual(["br"]);
	expect(bridgesOf(insert("new"))).toEqual(["new"]);
	expect(bridgesOf(insert("fixed"))).toEqual([]);
	expect(bridgesOf(remove("n1"))).toEqual(["br"]);
	expect(bridgesOf(remove("f1"))).toEqual([]);
	expect(bridgesOf(remove("gone"))).toEqual([]);
	expect(bridgesOf({ ...rows, op: "move", name: "f1", uuid: "u", from: "fixed", to: "br" })).toEqual(["br"]);
	expect(bridgesOf({ ...rows, op: "move", name: "n1", uuid: "u", from: "br", to: "fixed" })).toEqual(["br"]);
	expect(bridgesOf({ ...rows, op: "refer", table: "Port", name: "n1", column: "interfaces", rows: ["u"] })).toEqual(["br"]);
	expect(bridgesOf({ ...rows, op: "refer", table: "Port", name: "n1", column: "qos", rows: [] })).toEqual([]);
	expect(bridgesOf({ ...rows, op: "leave", table: "Bridge", name: "br", column: "mirrors", uuid })).toEqual(["br"]);
	expect(bridgesOf({ ...rows, op: "refer", table: "Bridge", name: "br", column: "controller", rows: [] })).toEqual([]);
	expect(bridgesOf({ ...rows, op: "refer", table: "Mirror", name: uuid, column: "output_port", rows: [{ port: "n1" }] })).toEqual(
		["br"],
	);
	expect(bridgesOf(mac("n1"))).toEqual(["br"]);
	expect(bridgesOf({ ...rows, op: "remove", table: "Bridge", name: "br", column: "other_config", keys: ["hwaddr"] })).toEqual([
		"br",
	]);
	const put = { ...rows, op: "put", table: "Bridge", column: "other_config" } as const;
	expect(bridgesOf({ ...put, name: "fixed", entries: { hwaddr: "02:00:00:00:00:02" } })).toEqual(["fixed"]);
	expect(bridgesOf({ ...put, name: "br", entries: { "mac-table-size": "10" } })).toEqual([]);
});

describe("lines about a device that the same resource creates", () => {
	const line = (phase: IpStep["phase"], ...args: string[]): IpStep => ({ tool: "ip", phase, netns: "", args });
	const made = line("links", "link", "add", "dev", "p0", "type", "dummy");
	const into = (master: string) => line("masters", "link", "set", "dev", "p0", "master", master);
	const links = factsOf([{ read: "links", netns: "" }], {
		links: { "": { red: { kind: "vrf" }, br0: { kind: "bridge" }, old: { kind: "dummy" } } },
	});

	test.each<[string, IpStep[], boolean]>([
		["are no side effect in a VRF", [made, into("red")], false],
		["are none where the device has no master", [made, line("settings", "link", "set", "dev", "p0", "down")], false],
		["may change the MAC address of a bridge", [made, into("br0")], true],
		["may change that of a bridge which is not known yet", [made, into("br1")], true],
		["are side effects where another resource creates the device", [into("red")], true],
		[
			"are side effects where the device was there before",
			[line("links", "link", "add", "dev", "old"), line("delete-links", "link", "del", "dev", "old")],
			true,
		],
	])("%s", (_, steps, isDisruptive) => expect(areDisruptive(steps, links)).toBe(isDisruptive));
});
