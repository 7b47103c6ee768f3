import { stagesOf } from "../../../provider/apply/dependency-order";
import { deviceNameOf } from "../../../provider/base/device-name";
import type { Values } from "../../../provider/base/values";
import { objectId } from "../../../provider/model/identity";
import type { Operation } from "../../../provider/plan/operation";
import { plan } from "../../../provider/plan/plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { Registry } from "../../../provider/plan/registry";
import { parseId, resourceId } from "../../../provider/pulumi/ids";
import { kindNamed, op, operationOf } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";

/** The messages for the second of two resources. */
function clash(a: [string, Values], b: [string, Values]): string[] {
	const register = new Registry("h1");
	expect(register.declare("1:first", { ...op(...a), resource: "first" })).toEqual([]);
	return register.declare("2:second", { ...op(...b), resource: "second" });
}

const port = (name: string, more: Values = {}): [string, Values] => ["Port", { name, bridge: "br0", type: "internal", ...more }];
const tunnel = (name: string, more: Values = {}): [string, Values] => [
	...(["Tunnel", { name, bridge: "br0", type: "vxlan", remoteIp: "192.0.2.2", ...more }] as const),
];
const ofKernel = (name: string, more: Values = {}) => tunnel(name, { bridge: undefined, type: "gre", ...more });
const vtep = (name: string, more: Values = {}): [string, Values] => [
	...(["Vtep", { name, bridge: "br0", type: "vxlan", peers: { h2: "192.0.2.2" }, ...more }] as const),
];
const trunk = (name: string, tap: string, more: Values = {}): [string, Values] => [
	"Trunk",
	{ name, parent: { port: tap }, ...more },
];
const link = (name: string, more: Values = {}): [string, Values] => ["Link", { name, type: "dummy", ...more }];

describe("two bridges that run RSTP, with a pair of patch ports between them", () => {
	const bridge = (name: string, more: Values = { rstp: true }) => op("Bridge", { name, ...more });
	const patch = (name: string, on: string, peer: string) => op("Port", { name, bridge: on, type: "patch", peer });
	const declared = (operations: Operation[]): string[] => {
		const register = new Registry("h1");
		return operations.flatMap((operation, i) => register.declare(`${i}:${operation.id}`, operation));
	};
	const pair = [patch("p1", "br1", "p2"), patch("p2", "br2", "p1")];
	const says = /bridges? br[12] and br[12] have rstp, and the patch ports p[12] and p[12] join them: ovs-vswitchd would crash/;

	test("are refused, whichever of the four comes last", () => {
		const all = [bridge("br1"), bridge("br2"), ...pair];
		for (const i of all.keys()) {
			const found = declared([...all.slice(i), ...all.slice(0, i)]);
			expect(found).toEqual([expect.stringMatching(says)]);
		}
	});

	test("are accepted where only one of the two runs it, or both run STP, or nothing joins them", () => {
		expect(declared([bridge("br1"), bridge("br2", {}), ...pair])).toEqual([]);
		expect(declared([bridge("br1", { stp: true }), bridge("br2", { stp: true }), ...pair])).toEqual([]);
		expect(declared([bridge("br1"), bridge("br2"), patch("p1", "br1", "elsewhere"), patch("p2", "br2", "p1")])).toEqual([]);
	});
});

describe("two resources of one host that exclude each other", () => {
	test.each<[string, [string, Values], [string, Values], string]>([
		["the same port twice", port("p1"), port("p1", { tag: 5 }), "Port/p1"],
		["a port and a tunnel of one name", port("p1"), tunnel("p1"), "OVS port p1"],
		["a port of a bridge's name", ["Bridge", { name: "br0" }], port("br0"), "OVS port br0"],
		["a bridge and a link of one name", ["Bridge", { name: "br0" }], link("br0"), "device br0"],
		["an internal port and a link of one name", port("p1"), link("p1"), "device p1"],
		["one number of two ports", port("p1", { ofportRequest: 7 }), tunnel("t1", { ofportRequest: 7 }), "OpenFlow port number 7"],
		["two tunnels to one peer", tunnel("t1"), tunnel("t2"), "vxlan tunnel to 192.0.2.2"],
		["no key, and key 0", tunnel("t1"), tunnel("t2", { key: 0 }), "vxlan tunnel to 192.0.2.2"],
		["no port, and the usual one", tunnel("t1"), tunnel("t2", { dstPort: 4789 }), "vxlan tunnel to 192.0.2.2"],
		["a tunnel and a Vtep to one peer", tunnel("t1", { key: 7 }), vtep("vx", { key: 7 }), "vxlan tunnel to 192.0.2.2"],
		[
			"a key, and the same key of received packets",
			tunnel("t1", { key: 7 }),
			tunnel("t2", { inKey: 7, outKey: 8 }),
			"vxlan tunnel to 192.0.2.2",
		],
		[
			"a key of the kernel, and the same key of received packets",
			ofKernel("t1", { key: 7 }),
			ofKernel("t2", { inKey: 7, outKey: 8 }),
			"the kernel's gre tunnel to 192.0.2.2 from any address with key 7",
		],
		[
			"vti6 tunnels of different keys",
			ofKernel("t1", { type: "vti6", remoteIp: "2001:db8::2", key: 1 }),
			ofKernel("t2", { type: "vti6", remoteIp: "2001:db8::2", key: 2 }),
			"the kernel's vti6 tunnel to 2001:db8::2",
		],
		[
			"vti tunnels of different keys",
			ofKernel("t1", { type: "vti", key: 1 }),
			ofKernel("t2", { type: "vti", key: 2 }),
			"the kernel's vti tunnel to 192.0.2.2",
		],
		["two Vteps to one peer", vtep("va"), vtep("vb"), "vxlan tunnel to 192.0.2.2"],
		[
			"two spellings of an address",
			tunnel("t1", { remoteIp: "2001:db8::1" }),
			tunnel("t2", { remoteIp: "2001:DB8:0::1" }),
			"vxlan",
		],
		[
			"a device in two bonds",
			port("b1", { type: "bond", interfaces: ["e1", "e2"] }),
			port("b2", { type: "bond", interfaces: ["e2", "e3"] }),
			"the master of device e2",
		],
		[
			"a device in a bond and a port",
			port("b1", { type: "bond", interfaces: ["e1", "e2"] }),
			port("e1", { type: "system" }),
			"the master of device e1",
		],
		...["patch", "internal", "tap"].map((type): [string, [string, Values], [string, Values], string] => [
			`an ${type} port in a bond`,
			port("b1", { type: "bond", interfaces: ["e1", "e2"] }),
			port("e1", { type, ...(type === "patch" ? { peer: "e9" } : {}) }),
			"OVS interface e1",
		]),
		["a bond of a tunnel", tunnel("e1"), port("b1", { type: "bond", interfaces: ["e1", "e2"] }), "OVS interface e1"],
		[
			"a device in a bridge of either kind",
			port("d1", { type: "system" }),
			link("d1", { master: "b1" }),
			"the master of device d1",
		],
		["the parent of two trunks", trunk("t1", "tap1"), trunk("t2", "tap1"), "device tap1 as the parent of a trunk"],
		[
			"a subport of two trunks",
			trunk("t1", "tap1", { subports: [{ name: "s", segmentationId: 1 }] }),
			trunk("t2", "tap2", { subports: [{ name: "s", segmentationId: 2 }] }),
			"subport s",
		],
		["a trunk's bridge and another bridge", trunk("t1", "tap1"), ["Bridge", { name: "tbr-t1" }], "bridge tbr-t1"],
		[
			"a trunk's VLAN device and a link",
			trunk("t1", "e0", { mode: "vlan-interfaces", subports: [{ name: "s", segmentationId: 5 }] }),
			link("v5", { type: "vlan", parent: "e0", vlanId: 5 }),
			"VLAN 5 of device e0",
		],
		["both ends of a pair by one name", link("a", { type: "veth", peer: { name: "b" } }), link("b"), "device b"],
		[
			"one VLAN of a parent twice",
			link("v1", { type: "vlan", parent: "e0", vlanId: 5 }),
			link("v2", { type: "vlan", parent: "e0", vlanId: 5 }),
			"VLAN 5",
		],
		[
			"one parameter in two spellings",
			["Sysctl", { key: "net.ipv4.ip_forward", value: 1 }],
			["Sysctl", { key: "net/ipv4/ip_forward", value: 0 }],
			"Sysctl/net.ipv4.ip_forward",
		],
		[
			"one parameter under two names",
			["Sysctl", { key: "net.ipv4.ip_forward", value: 1 }],
			["Sysctl", { key: "net/ipv4/conf/all/forwarding", value: 0 }],
			"Sysctl/net.ipv4.ip_forward",
		],
		[
			"one parameter in two units",
			["Sysctl", { key: "net.ipv4.neigh.e0.retrans_time", value: 100 }],
			["Sysctl", { key: "net.ipv4.neigh.e0.retrans_time_ms", value: 1000 }],
			"sysctl net/ipv4/neigh/e0/retrans_time",
		],
		[
			"one parameter of the host under two names",
			["Sysctl", { key: "net.nf_conntrack_max", value: 100 }],
			["Sysctl", { key: "net.netfilter.nf_conntrack_max", value: 1000 }],
			"sysctl net/netfilter/nf_conntrack_max",
		],
		[
			"one parameter in packets and in bytes",
			["Sysctl", { key: "net.ipv4.neigh.default.unres_qlen", value: 100 }],
			["Sysctl", { key: "net.ipv4.neigh.default.unres_qlen_bytes", value: 212992 }],
			"sysctl net/ipv4/neigh/default/unres_qlen",
		],
		[
			"one parameter of routing in two units",
			["Sysctl", { key: "net.ipv6.route.gc_min_interval", value: 1 }],
			["Sysctl", { key: "net.ipv6.route.gc_min_interval_ms", value: 500 }],
			"sysctl net/ipv6/route/gc_min_interval",
		],
		[
			"one flow of two tables, in two spellings",
			["OpenFlowTable", { bridge: "br0", name: "t1", flows: [{ priority: 20, match: "arp", actions: "FLOOD" }] }],
			["OpenFlowTable", { bridge: "br0", name: "t2", flows: [{ priority: 20, match: "dl_type=0x0806", actions: "drop" }] }],
			"priority=20",
		],
		["one namespace twice", ["Namespace", { name: "blue" }], ["Namespace", { name: "blue" }], "Namespace/blue"],
	])("%s", (_, a, b, message) => {
		expect(clash(a, b)).toEqual([
			expect.stringMatching(/^first \(h1\/\S+\) already declares .*: remove one of the two resources, or let this one /),
		]);
		expect(clash(a, b)[0]).toContain(message);
	});
});

test.each([
	[link("a", { type: "veth", peer: { name: "b" } }), link("b", { type: "device", master: "br0" })],
	[link("b"), link("a", { type: "veth", peer: { name: "b" } })],
	[link("a", { type: "veth", peer: { name: "b", netns: "blue" } }), link("b", { netns: "blue" })],
	[link("a", { type: "veth", netns: "blue", peer: { name: "b" } }), link("b", { netns: "blue" })],
])("the other end of a pair as a resource of its own is refused with the way out: %j and %j", (a, b) => {
	expect(clash(a, b)).toEqual([
		expect.stringMatching(
			/already declares device b.*\. This is the other end of a pair, whose settings are in the field peer of that Link, such as peer\.master and peer\.addresses$/,
		),
	]);
});

test("two links of one name are refused without it", () => {
	const pair = link("a", { type: "veth", peer: { name: "b" } });
	expect(clash(pair, link("a"))).toEqual([expect.not.stringContaining("other end")]);
});

test.each([
	[["Bridge", { name: "b1" }], port("b1", { bridge: "b1", type: "internal" })],
	[port("b1", { bridge: "b1", type: "internal" }), ["Bridge", { name: "b1" }]],
	[["Bridge", { name: "b1" }], tunnel("b1")],
] as [string, object][][])("a port with a bridge's own name is refused with the way out: %j and %j", (a, b) => {
	expect(clash(a as never, b as never)).toEqual([
		expect.stringMatching(
			/already declares OVS port b1: .*\. This is the bridge's own port, whose settings are fields of the Bridge, such as addresses, mtu and up$/,
		),
	]);
});

test("of two resources with one object, the one that the program declares second is to blame, whichever is checked first", () => {
	const first: Operation = { ...op(...port("p1")), resource: "first" };
	const second: Operation = { ...op(...tunnel("p1")), resource: "second" };
	const register = new Registry("h1");
	expect(register.declare("10:second", second)).toEqual([]);
	expect(register.declare("9:first", first)).toEqual([
		"second (h1/Tunnel/p1), which the program declares later, declares OVS port p1 too: remove that resource, or let it name another object",
	]);
});

test.each<[string, [string, Values], [string, Values], string]>([
	[
		"a UDP port by two types of tunnels",
		tunnel("t1", { dstPort: 6081 }),
		vtep("vx", { type: "geneve", peers: { h3: "192.0.2.3" } }),
		"first (h1/Tunnel/t1) uses UDP port 6081 for vxlan, and this one for geneve: change one of the two",
	],
	[
		"a bridge of the kernel's datapath by a port of DPDK",
		["Bridge", { name: "br0", datapathType: "system" }],
		port("d0", { type: "dpdk", options: { "dpdk-devargs": "0000:01:00.0" } }),
		"first (h1/Bridge/br0) uses the datapath of bridge br0 with datapathType system, and this one with datapathType netdev, which a port of type dpdk needs: change one of the two",
	],
	[
		"the place of the local table's rule by two VRFs",
		["VRF", { name: "a", table: 1, localRuleLast: true }],
		["VRF", { name: "b", table: 2, localRuleLast: false }],
		"first (h1/VRF/a) uses the rule for the local table after the rule for VRFs (localRuleLast: true), and this one at priority 0 (localRuleLast: false): change one of the two",
	],
])("an object that two resources must use in one way is not used in two: %s", (_, a, b, message) => {
	expect(clash(a, b)).toEqual([message]);
	expect(clash(b, a)).toHaveLength(1);
});

test("an action that a bridge's OpenFlow versions do not allow is refused when both are declared", () => {
	const bridge: [string, Values] = ["Bridge", { name: "br0", protocols: ["OpenFlow13"] }];
	const table = (...flows: object[]): [string, Values] => ["OpenFlowTable", { bridge: "br0", name: "t", flows }];
	const strips = { match: "in_port=p1", actions: "strip_vlan,output:p2" };
	const refused =
		'OpenFlow 1.0 on bridge br0 in no flow (protocols: OpenFlow13), and this one in some flows: flows[1].actions has strip_vlan, which from OpenFlow 1.1 on needs a match on packets with a VLAN tag, such as dl_vlan=5, or vlan_tci=0x1000/0x1000 for any VLAN: add it to flows[1].match, or "OpenFlow10" to the bridge\'s protocols: change one of the two';
	const tagged = { match: "dl_vlan=5", actions: "strip_vlan,p1" };
	expect(clash(bridge, table(tagged, strips))).toEqual([expect.stringContaining(refused)]);
	expect(clash(table(tagged, strips), bridge)).toHaveLength(1);
	expect(clash(bridge, table(tagged))).toEqual([]);
	expect(clash(["Bridge", { name: "br0" }], table(strips))).toEqual([]);
	expect(clash(["Bridge", { name: "br0", protocols: ["OpenFlow10", "OpenFlow13"] }], table(strips))).toEqual([]);
	expect(clash(["Bridge", { name: "br1", protocols: ["OpenFlow13"] }], table(strips))).toEqual([]);
});

test("a meter, and a group whose selection needs OpenFlow 1.5, are refused on a bridge that can't have them", () => {
	const bridge = (...protocols: string[]): [string, Values] => ["Bridge", { name: "br0", protocols }];
	const meter: [string, Values] = ["OpenFlowMeter", { bridge: "br0", meterId: 1, unit: "kbps", bands: [{ rate: 1 }] }];
	const group = (more: Values): [string, Values] => [
		"OpenFlowGroup",
		{ bridge: "br0", groupId: 1, type: "select", buckets: [], ...more },
	];
	const refused = "OpenFlow 1.3 or later on bridge br0 not at all (protocols: OpenFlow10, OpenFlow12), and this one for meters";
	expect(clash(bridge("OpenFlow10", "OpenFlow12"), meter)).toEqual([expect.stringContaining(refused)]);
	expect(clash(meter, bridge("OpenFlow10"))).toHaveLength(1);
	expect(clash(bridge("OpenFlow10", "OpenFlow13"), meter)).toEqual([]);
	const hash = group({ selectionMethod: "dp_hash" });
	expect(clash(bridge("OpenFlow13"), hash)).toEqual([expect.stringContaining("OpenFlow 1.5 on bridge br0 not at all")]);
	for (const protocols of [["OpenFlow10"], ["OpenFlow13", "OpenFlow15"]]) expect(clash(bridge(...protocols), hash)).toEqual([]);
	expect(clash(bridge("OpenFlow13"), group({}))).toEqual([]);
});

test("another user of a shared object is found by the object's name", () => {
	const register = new Registry("h1");
	const [a, b] = ["a", "b"].map((name, i) => op("VRF", { name, table: i + 1, localRuleLast: true })) as [Operation, Operation];
	register.declare("1:a", a);
	expect(register.labelOf("the rule for the local table", a)).toBeUndefined();
	register.declare("2:b", b);
	expect(register.labelOf("the rule for the local table", a)).toMatch(/h1\/VRF\/b/);
	expect(register.labelOf("the rule for the local table in netns x", a)).toBeUndefined();
});

/** The warnings about resources, which are the same in whatever order the engine checks them. */
function warnedInEitherOrder(all: [string, Values][]): string[] {
	const warnedIn = (order: [string, Values][]) => {
		const register = new Registry("h1");
		return order.flatMap(([type, want], i) => {
			const operation = op(type, want);
			expect(register.declare(`${i}:x`, operation)).toEqual([]);
			return register.warnings(operation).map(({ warning }) => warning);
		});
	};
	const warnings = warnedIn(all);
	expect(warnedIn([...all].reverse())).toEqual(warnings);
	return warnings;
}

describe("a port of a Linux bridge with an MTU below that of IPv6", () => {
	const bridge = (more: Values = {}): [string, Values] => ["Link", { name: "lb", type: "bridge", ...more }];
	const small = (more: Values = {}): [string, Values] => [
		"Link",
		{ name: "d1", type: "dummy", master: "lb", mtu: 1200, ...more },
	];
	const tunnelIn: [string, Values] = ["Tunnel", { name: "t1", type: "gretap", remoteIp: "192.0.2.1", master: "lb", mtu: 1200 }];
	const six = { addresses: ["10.0.0.1/24", "2001:db8::1/64"] };

	test("is refused where the bridge has an IPv6 address, in either order", () => {
		const refused =
			"first (h1/Link/lb) uses IPv6 on device lb for its addresses (2001:db8::1/64), and this one in no way, because its mtu of 1200 lowers that of the bridge, and the kernel has IPv6 only from 1280 on. Set mtu: 1280 or more here, or an mtu on the bridge: change one of the two";
		expect(clash(bridge(six), small())).toEqual([refused]);
		expect(clash(bridge(six), tunnelIn)).toEqual([refused]);
		expect(clash(small(), bridge(six))).toHaveLength(1);
		expect(clash(bridge({ ...six, mtu: 1500 }), small())).toEqual([]);
		expect(clash(bridge(six), small({ mtu: 1280 }))).toEqual([]);
		expect(clash(bridge({ ...six, netns: "blue" }), small())).toEqual([]);
	});

	test("gives a warning where the bridge's MTU is not set", () => {
		const warned = (...all: [string, Values][]) => {
			const register = new Registry("h1");
			const operations = all.map(([type, want]) => op(type, want));
			for (const [i, operation] of operations.entries()) expect(register.declare(`${i}:x`, operation)).toEqual([]);
			return operations.flatMap((operation) => register.warnings(operation).map(({ warning }) => warning));
		};
		const warning = expect.stringContaining("mtu 1200 lowers the MTU of the Linux bridge lb too");
		expect(warned(bridge(), small())).toEqual([warning]);
		expect(warned(tunnelIn)).toEqual([warning]);
		expect(warned(bridge({ mtu: 1500 }), small())).toEqual([]);
		expect(warned(bridge(), small({ mtu: 1280 }))).toEqual([]);
	});
});

describe("settings without effect give a warning, in either order", () => {
	const warned = (...all: [string, Values][]) => warnedInEitherOrder(all);
	const nic: Values = { name: "eth1", type: "device", addresses: ["192.0.2.1/24"] };
	const port = (want: Values): [string, Values] => ["Port", { bridge: "br0", ...want }];
	const onPort = (device: string, address: string) =>
		`${device} has the address ${address} and is a port of bridge br0: packets that arrive on a port go to the bridge, so that the address does not work. Give the address to the bridge (addresses)`;

	test("addresses of devices that are ports of Open vSwitch", () => {
		const veth = { name: "v0", type: "veth", peer: { name: "v1", netns: "blue", addresses: ["198.51.100.1/24"] } };
		expect(warned(["Link", nic], port({ name: "eth1", type: "system" }))).toEqual([onPort("eth1", "192.0.2.1/24")]);
		expect(warned(["Link", nic], port({ name: "bond0", type: "bond", interfaces: ["eth0", "eth1"] }))).toEqual([
			onPort("eth1", "192.0.2.1/24"),
		]);
		expect(warned(["Link", nic], ["Bridge", { name: "br0", uplink: { nic: "eth1", takeAddresses: false } }])).toEqual([
			onPort("eth1", "192.0.2.1/24"),
		]);
		expect(warned(["Link", veth], port({ name: "v0", type: "system" }))).toEqual([]);
		expect(warned(["Link", { ...veth, peer: { ...veth.peer, netns: undefined } }], port({ name: "v1", type: "system" }))).toEqual(
			[onPort("v1", "198.51.100.1/24")],
		);
		expect(warned(["Link", { ...nic, addresses: [] }], port({ name: "eth1", type: "system" }))).toEqual([]);
		expect(warned(["Link", { ...nic, netns: "blue" }], port({ name: "eth1", type: "system" }))).toEqual([]);
	});

	test("VLANs on a Linux bridge that does not filter them", () => {
		const without = (name: string) =>
			`bridgeVlans of ${name} has no effect: the Linux bridge lb does not filter VLANs. Set vlanFiltering: true on the bridge`;
		const bridge = (more: Values = {}): [string, Values] => ["Link", { name: "lb", type: "bridge", ...more }];
		const member = (more: Values = {}): [string, Values] => [
			"Link",
			{ name: "d1", type: "dummy", master: "lb", bridgeVlans: [10], ...more },
		];
		const tunnelIn: [string, Values] = [
			"Tunnel",
			{ name: "t1", type: "gretap", remoteIp: "192.0.2.1", master: "lb", bridgeVlans: [10] },
		];
		expect(warned(bridge(), member())).toEqual([without("d1")]);
		expect(warned(bridge(), tunnelIn)).toEqual([without("t1")]);
		expect(warned(bridge({ bridgeVlans: [10] }))).toEqual([without("lb")]);
		expect(warned(bridge({ vlanFiltering: true, bridgeVlans: [10] }), member())).toEqual([]);
		expect(warned(bridge({ netns: "blue" }), member())).toEqual([]);
		expect(warned(bridge(), member({ bridgeVlans: [] }))).toEqual([]);
		expect(warned(member())).toEqual([]);
	});
});

describe("a port on a bridge", () => {
	const warned = (bridge: Values, port: Values) =>
		warnedInEitherOrder([
			["Bridge", { name: "br0", ...bridge }],
			["Port", { name: "p1", bridge: "br0", ...port }],
		]);

	test.each(["stp", "rstp"])("that runs %s gives a warning", (protocol) => {
		expect(warned({ [protocol]: true }, { type: "internal" })).toEqual([
			`bridge br0 has ${protocol}: Open vSwitch floods no packets to an internal port that is added while this runs, so that ARP and other broadcasts do not reach p1. Use one end of a veth pair (Link) as a system port in its place, or leave ${protocol} out`,
		]);
		expect(warned({ [protocol]: true }, { type: "system" })).toEqual([]);
		expect(warned({ [protocol]: false }, { type: "internal" })).toEqual([]);
	});

	test.each(["stp", "rstp"])("that runs %s gives a warning for a bond", (protocol) => {
		expect(warned({ [protocol]: true }, { type: "bond", interfaces: ["e1", "e2"] })).toEqual([
			`bridge br0 has ${protocol}: Open vSwitch does not run it on bonds, so that a loop by the bond p1 is not cut. Make sure that no loop goes by p1, or use a port with one interface in its place`,
		]);
	});

	test("that learns no addresses in some VLANs gives a warning for a bond that needs them", () => {
		const bond = { type: "bond", interfaces: ["e1", "e2"], bondMode: "balance-slb" };
		expect(warned({ floodVlans: [5] }, bond)).toEqual([
			'bridge br0 has floodVlans, and the bond p1 has bondMode "balance-slb" without lacp: in these VLANs, packets that the bond has sent by one device and gets back by another one reach the ports of the bridge again. Use lacp or another bondMode, or leave floodVlans out',
		]);
		expect(warned({ floodVlans: [] }, bond)).toEqual([]);
		expect(warned({ floodVlans: [5] }, { ...bond, lacp: "active" })).toEqual([]);
		expect(warned({ floodVlans: [5] }, { ...bond, bondMode: "active-backup" })).toEqual([]);
	});

	test("gives a warning for limits that Open vSwitch cuts to 32 bits", () => {
		const limits = (more: Values) => ({ qos: { type: "linux-htb", ...more } });
		const cut = "is above 34359738367: versions of Open vSwitch with 32-bit numbers of bytes, such as 3.1, set";
		expect(warned({}, limits({ maxRate: 40e9, queues: { 1: { minRate: 35e9, maxRate: 40e9, burst: 40e9 } } }))).toEqual([
			`qos.maxRate 40000000000 ${cut} 5640261632 bit/s in its place`,
			`qos.queues.1.minRate 35000000000 ${cut} 640261632 bit/s in its place`,
			`qos.queues.1.maxRate 40000000000 ${cut} 5640261632 bit/s in its place`,
			"qos.queues.1.burst is above 34359738367: versions of Open vSwitch with 32-bit numbers of bytes, such as 3.1, cut it",
		]);
		expect(warned({}, limits({ maxRate: 34_359_738_360 }))).toEqual([]);
	});

	test("gives a warning for an option that only DPDK has", () => {
		expect(warned({}, { type: "internal", options: { n_rxq: "2" } })).toEqual([
			"options.n_rxq has no effect: only ports of DPDK have queues that Open vSwitch polls. Leave it out",
		]);
		expect(warned({ datapathType: "netdev" }, { type: "dpdk", options: { n_rxq: "2", "dpdk-devargs": "0000:01:00.0" } })).toEqual(
			[],
		);
	});
});

describe("a flow that changes the VLAN tag", () => {
	const warned = (flow: Values, protocols?: string[]) => {
		const register = new Registry("h1");
		const table = op("OpenFlowTable", { bridge: "br0", name: "t", flows: [flow] });
		for (const [i, operation] of [op("Bridge", { name: "br0", protocols }), table].entries())
			expect(register.declare(`${i}:x`, operation)).toEqual([]);
		return register.warnings(table).map(({ warning }) => warning);
	};

	test.each(["mod_vlan_vid", "mod_vlan_pcp"])("gives a warning where packets may have a tag: %s", (action) => {
		expect(warned({ match: "in_port=p1", actions: `${action}:5,output:p2` })).toEqual([
			expect.stringContaining(`flows[0].actions has ${action}, and flows[0].match does not tell whether packets have a VLAN tag`),
		]);
	});

	test.each([
		["vlan_tci=0x0000/0x1000", "mod_vlan_vid:5,output:p2"],
		["in_port=p1,vlan_tci=0x1000/0x1000", "mod_vlan_pcp:5,output:p2"],
		["dl_vlan=7", "mod_vlan_vid:5,output:p2"],
		["dl_vlan=0xffff", "mod_vlan_vid:5,output:p2"],
		["vlan_vid=0x1007/0x1fff", "mod_vlan_vid:5,output:p2"],
		["in_port=p1", "push_vlan:0x8100,mod_vlan_vid:5,output:p2"],
		["dl_vlan=7", "strip_vlan,mod_vlan_vid:5,output:p2"],
		["in_port=p1", "output:p2"],
	])("gives none with %s and %s", (match, actions) => {
		expect(warned({ match, actions })).toEqual([]);
	});

	test("gives none on a bridge that speaks OpenFlow 1.0", () => {
		expect(warned({ match: "", actions: "mod_vlan_vid:5,output:p2" }, ["OpenFlow10"])).toEqual([]);
	});
});

describe("a set whose elements are merged and expire", () => {
	const warned = (set: Values) => {
		const register = new Registry("h1");
		const operation = op("NftTable", { family: "ip", name: "t", sets: { bad: { type: "ipv4_addr", ...set } } });
		expect(register.declare("1:x", operation)).toEqual([]);
		return register.warnings(operation).map(({ warning }) => warning);
	};

	test("gives a warning", () => {
		const warning = expect.stringContaining("sets.bad has autoMerge, and its elements expire");
		expect(warned({ autoMerge: true, flags: ["interval", "timeout"] })).toEqual([warning]);
		expect(warned({ autoMerge: true, flags: ["interval"], timeout: "1h" })).toEqual([warning]);
		expect(warned({ autoMerge: true, flags: ["interval"] })).toEqual([]);
		expect(warned({ flags: ["interval", "timeout"] })).toEqual([]);
	});
});

test.each([
	["where hosts undo changes", true, true, []],
	[
		"where they do not",
		true,
		false,
		[
			"confirms has no effect, because ovs:commitConfirm is not set. To let hosts undo changes that make this check fail: pulumi config set ovs:commitConfirm 30",
		],
	],
	["of a check that confirms nothing, where they do not", false, false, []],
])("the warning about confirms %s", (_, confirms, undoesChanges, warnings) => {
	const register = new Registry("h1", undoesChanges);
	const check = op("Reachability", { name: "gw", to: "10.0.0.9", confirms });
	expect(register.declare("1:gw", check)).toEqual([]);
	expect(register.warnings(check).map(({ warning }) => warning)).toEqual(warnings);
});

describe("two resources that do not exclude each other", () => {
	test.each<[string, [string, Values], [string, Values]]>([
		["tunnels by different keys", tunnel("t1", { key: 1 }), tunnel("t2", { key: 2 })],
		[
			"one UDP port of two namespaces",
			tunnel("t1", { bridge: undefined, netns: "a", key: 1 }),
			tunnel("t2", { type: "geneve", dstPort: 4789 }),
		],
		[
			"VRFs that want the local table's rule last",
			["VRF", { name: "a", table: 1, localRuleLast: true }],
			["VRF", { name: "b", table: 2, localRuleLast: true }],
		],
		["tunnels of different types", tunnel("t1"), tunnel("t2", { type: "geneve" })],
		["tunnels by different incoming keys", tunnel("t1", { inKey: 1, outKey: 5 }), tunnel("t2", { inKey: 2, outKey: 5 })],
		["tunnels of the kernel by different incoming keys", ofKernel("t1", { inKey: 1 }), ofKernel("t2", { inKey: 2 })],
		["tunnels of the kernel over different devices", ofKernel("t1", { dev: "eth0" }), ofKernel("t2", { dev: "eth1" })],
		["tunnels from different addresses", tunnel("t1", { localIp: "192.0.2.1" }), tunnel("t2", { localIp: "192.0.2.9" })],
		["links of one name in two namespaces", link("d1"), link("d1", { netns: "blue" })],
		["a link, and the port that it becomes", link("d1"), port("d1", { type: "system" })],
		["a bridge and its ports", ["Bridge", { name: "br0" }], port("p1")],
		[
			"tunnels whose peer is not known yet",
			tunnel("t1", { remoteIp: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
			tunnel("t2", { remoteIp: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
		],
		[
			"Vteps whose peers are not known yet",
			vtep("va", { peers: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
			vtep("vb", { peers: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
		],
		[
			"trunks whose parents and subports are not known yet",
			trunk("t1", "04da6b54-80e4-46f7-96ec-b56ff0331ba9", { subports: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
			trunk("t2", "04da6b54-80e4-46f7-96ec-b56ff0331ba9", { subports: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
		],
	])("%s", (_, a, b) => expect(clash(a, b)).toEqual([]));

	test("the same resource is declared twice, as in a replacement", () => {
		const register = new Registry("h1");
		expect(register.declare("1:a", op(...port("p1")))).toEqual([]);
		expect(register.declare("1:a", op(...port("p1", { tag: 5 })))).toEqual([]);
	});
});

describe("a bridge with controllers and flows of the program", () => {
	const controllers = [{ target: "tcp:192.0.2.9:6653" }];
	const bridge = (more: Values): Operation => op("Bridge", { name: "br0", ...more });
	const flows = (name: string, on = "br0"): Operation => op("OpenFlowTable", { bridge: on, name, flows: [] });

	/** The ids of the resources that are warned about, when these are declared one after the other. */
	function warned(...all: Operation[]): string[] {
		const register = new Registry("h1");
		return all.flatMap((operation, i) => {
			expect(register.declare(`${i}:r`, operation)).toEqual([]);
			return register.warnings(operation).map(({ about }) => about.id);
		});
	}

	test.each([
		["the bridge first", [bridge({ controllers }), flows("a")]],
		["the flows first", [flows("a"), bridge({ controllers })]],
		["two tables", [bridge({ controllers, failMode: "standalone" }), flows("a"), flows("b")]],
	])("is warned about once where it is not secure: %s", (_, all) => expect(warned(...all)).toEqual(["Bridge/br0"]));

	test.each([
		["secure", [bridge({ controllers, failMode: "secure" }), flows("a")]],
		["no controllers", [bridge({}), flows("a")]],
		["an empty list of controllers", [bridge({ controllers: [] }), flows("a")]],
		["no flows", [bridge({ controllers })]],
		["flows of another bridge", [bridge({ controllers }), flows("a", "br9")]],
		["controllers that are not known yet", [bridge({ controllers: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }), flows("a")]],
	])("is not warned about: %s", (_, all) => expect(warned(...all)).toEqual([]));
});

describe("ids", () => {
	test.each<[string, Values, string]>([
		["Bridge", { name: "br0" }, "h1/Bridge/br0"],
		["OpenVSwitch", {}, "h1/OpenVSwitch"],
		["Port", { name: "p1", bridge: "br0", netns: "blue", type: "internal" }, "h1/Port/p1"],
		["Vtep", { bridge: "br0", name: "vx", type: "vxlan", peers: { a: "192.0.2.2" } }, "h1/Vtep/br0/vx"],
		["Link", { name: "d1", type: "dummy" }, "h1/Link/d1"],
		["Link", { name: "d1", type: "dummy", netns: "blue" }, "h1/blue/Link/d1"],
		["Link", { name: "d1", type: "dummy", netns: "Link" }, "h1/Link/Link/d1"],
		[
			"Sysctl",
			{ key: "net/ipv4/conf/eth0.5/rp_filter", value: 1, netns: "blue" },
			"h1/blue/Sysctl/net/ipv4/conf/eth0.5/rp_filter",
		],
		["Reachability", { name: "a/b c", to: "10.0.0.1" }, "h1/Reachability/a/b c"],
	])("%s %j is %s, and back", (type, want, id) => {
		const { want: values } = op(type, want);
		const kind = kindNamed(type);
		expect(resourceId(kind, values)).toBe(id);
		const parsed = parseId(kind, id);
		expect(parsed.host).toBe("h1");
		expect(objectId(kind, { ...values, ...parsed })).toBe(id.slice(3));
		for (const field of kind.identity.fields) expect(parsed[field]).toBe(want[field]);
	});

	test.each(["", "h1", "h1/Bridge", "Bridge/br0", "h1/blue/Bridge/br0", "h1/Port/p1", "h1/Bridge/a/b"])(
		"%j is no bridge's",
		(id) => {
			expect(() => parseId(kindNamed("Bridge"), id)).toThrow("is not the id of a Bridge: it has the form <host>/Bridge/<name>");
		},
	);
});

describe("names of devices made of any text", () => {
	test.each([
		["vx", "h2", "vx-h2"],
		["vx", "host-11-chars", /^vx-hos[0-9A-Za-z]+$/],
		["vx", "ü/☃", /^vx-[0-9A-Za-z]{6}$/],
	])("%s and %s", (a, b, name) => {
		expect(deviceNameOf(a, b)).toMatch(name instanceof RegExp ? name : new RegExp(`^${name}$`));
		expect(deviceNameOf(a, b).length).toBeLessThanOrEqual(15);
	});

	test("different texts have different names", () => {
		const texts = Array.from({ length: 2000 }, (_, i) => `a-host-with-a-long-name-${i}.example.com`);
		expect(new Set(texts.map((t) => deviceNameOf("vx", t))).size).toBe(2000);
	});
});

describe("dependency order", () => {
	function order(host: CompactFacts, ...operations: Operation[]): string[][] {
		const facts = factsOf(
			operations.flatMap((o) => [...readsBefore(o), ...readsAfter(o)]),
			host,
		);
		return stagesOf(
			operations.map((operation) => ({ operation, steps: plan(operation, facts).steps })),
			facts,
		).map((stage) => stage.map((p) => p.operation.id));
	}

	test("a bridge and its port are in one stage: one transaction", () => {
		expect(order({}, op(...port("p1")), op("Bridge", { name: "br0" }))).toEqual([["Port/p1", "Bridge/br0"]]);
	});

	test("a VLAN on a bond's, a bridge's, or another link comes after it", () => {
		const vlan = op("Link", { name: "v5", type: "vlan", parent: "d1", vlanId: 5 });
		expect(order({}, vlan, op(...link("d1")))).toEqual([["Link/d1"], ["Link/v5"]]);
		const onPort = op("Link", { name: "v5", type: "vlan", parent: "br0", vlanId: 5 });
		expect(order({}, onPort, op("Bridge", { name: "br0" }))).toEqual([["Bridge/br0"], ["Link/v5"]]);
	});

	test("a link in a new namespace, and its address, need one stage", () => {
		const inside = op("Link", { name: "d1", type: "dummy", netns: "blue", addresses: ["10.0.0.1/24"] });
		expect(order({}, inside, op("Namespace", { name: "blue" }))).toEqual([["blue/Link/d1", "Namespace/blue"]]);
	});

	test("a system port comes after its new device within one stage", () => {
		expect(order({ ovs: { bridges: { br0: {} } } }, op(...port("d1", { type: "system" })), op(...link("d1")))).toEqual([
			["Port/d1", "Link/d1"],
		]);
	});
});

test("a resource that is declared again with other inputs requires only what these name", () => {
	const registry = new Registry("h1");
	const on = (bridge: string) => op("Port", { name: "p", bridge, type: "internal" });
	const br0 = op("Bridge", { name: "br0" });
	registry.declare("1:p", on("br0"));
	expect(registry.requirerOf("bridge br0", br0)).toBe("h1/Port/p");
	registry.declare("1:p", on("br1"));
	expect(registry.requirerOf("bridge br0", br0)).toBeUndefined();
	expect(registry.requirerOf("bridge br1", br0)).toBe("h1/Port/p");
});

test("a resource that is deleted to be replaced is waited for again, though earlier batches have waited in vain", () => {
	const registry = new Registry("h1");
	const bridge = operationOf(kindNamed("Bridge"), { want: { name: "br0" } });
	registry.declare("1:br0", bridge);
	for (const isExpecting of [true, true, false]) {
		expect(registry.isExpecting).toBe(isExpecting);
		registry.passOver();
	}
	registry.setState(bridge.id, "submitted");
	registry.setState(bridge.id, "expected");
	expect(registry.isExpecting).toBe(true);
});

test("the comparisons of resources that share an object grow with their number, and not with its square", () => {
	const comparisons = (count: number): number => {
		let reads = 0;
		const register = new Registry("h1");
		for (let i = 0; i < count; i++) {
			const operation = op(...tunnel(`t${i}`, { key: i, dstPort: 4790 }));
			const shares = (want: Values) =>
				operation.kind.shares(want).map((one) => ({
					...one,
					get use() {
						reads++;
						return one.use;
					},
				}));
			expect(operation.kind.shares(operation.want)).not.toEqual([]);
			expect(register.declare(`${i}:t${i}`, { ...operation, kind: { ...operation.kind, shares } })).toEqual([]);
		}
		return reads;
	};
	expect(comparisons(200)).toBeLessThanOrEqual(2.2 * comparisons(100));
});

test("who declares a name is known without a look at the resources that use it", () => {
	const registry = new Registry("h1");
	const first = op(...port("p1"));
	const names = { provides: () => ["thing"], shares: () => [{ name: "thing", use: "one way" }] };
	const users = ["p2", "p3"].map((name) => op(...port(name)));
	registry.declare("1:p1", { ...first, kind: { ...first.kind, ...names } });
	for (const user of users) registry.declare(`2:${user.id}`, { ...user, kind: { ...user.kind, ...names, provides: () => [] } });
	const looks = jest.spyOn(Map.prototype, "keys");
	const label = registry.labelOf("thing", op(...port("p4")));
	const count = looks.mock.calls.length;
	looks.mockRestore();
	expect([label, count]).toEqual(["h1/Port/p1", 0]);
	expect(registry.labelOf("thing", first)).toBe("h1/Port/p2");
});

test.each([
	["is still to come", "expected", []],
	["was refused", "refused", ["link del dev p1"]],
	["was made in part", "half made", []],
	["was refused, and is tried again", "tried again", []],
] as const)(
	"a device goes with its resource unless another one takes it over: the creation of that one %s",
	(_, state, commands) => {
		const registry = new Registry("h1");
		const taker = op(...port("p1"));
		registry.declare("1:p1", taker);
		if (state !== "expected") registry.setFailed(taker, state === "half made");
		if (state === "tried again") registry.setState(taker.id, "submitted");
		const former = operationOf(kindNamed("Link"), { want: null, was: { name: "p1", type: "dummy" } });
		const facts = factsOf(readsBefore(former), { links: { "": { p1: { kind: "dummy", alias: "pulumi-ovs:demo/dev" } } } });
		const { steps } = plan(former, facts, { program: registry.around(former) });
		expect(steps.map((step) => ("args" in step ? step.args.join(" ") : step.tool))).toEqual(commands);
		// Another resource still learns who declares the device.
		expect(registry.around(op(...link("p1"))).holder("device p1")).toContain("Port/p1");
	},
);

describe("the resource that has the object of a deleted one now", () => {
	const named = (resource: string, mode: Operation["mode"]): Operation => ({ ...op(...link("d1")), resource, mode });
	const keeper = (state: "applied" | "unchanged" | "expected", deleted: string): string | undefined => {
		const registry = new Registry("h1");
		const operation = named("one", state === "expected" ? "create" : "update");
		registry.declare("1:one", operation);
		if (state === "applied") registry.setState(operation.id, "applied");
		else if (state === "unchanged") registry.setDiff(operation, false);
		return registry.keeperOf(named(deleted, "delete"))?.resource;
	};

	test.each<["applied" | "unchanged" | "expected", deleted: string, keeper: string | undefined]>([
		["applied", "other", "one"],
		["applied", "one", "one"],
		["unchanged", "other", "one"],
		["unchanged", "one", undefined],
		["expected", "other", undefined],
	])("%s, after a resource with the name %s: %s", (state, deleted, name) => {
		expect(keeper(state, deleted)).toBe(name);
	});
});
