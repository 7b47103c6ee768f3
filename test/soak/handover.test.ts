import { onHost } from "../support/hosts";
import { create, type Made, newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

// A device, a member or a name goes from one resource of a program to another one, and back. The engine creates and changes
// first, and deletes last, so that a create meets what the resource of the earlier program still holds.
const host = "h2";
const nics = ["n1", "n2", "n3", "n4"];

// biome-ignore lint/suspicious/noExplicitAny: inputs of any kind
type Args = Record<string, any>;
/** The resources of a program, by their names in Pulumi. */
type Program = Record<string, [kind: string, args?: Args]>;

/** All that these programs can leave on the host. */
const remains = () =>
	onHost(
		host,
		`ip -o -d addr | sed -E 's/(state|qdisc|valid_lft|preferred_lft) \\S+//g; s/^[0-9]+: //'; ip -o link | cut -d' ' -f2- | sed -E 's/(state|qdisc) \\S+//g'
		ip route show table all proto 250; ip -6 route show table all proto 250; ip rule; ip -6 rule; ls /run/pulumi-ovs 2>/dev/null || true
		ovs-vsctl --columns=name list Bridge; ovs-vsctl --columns=name list Port; ovs-vsctl --columns=type list QoS; nft list tables`,
	);

let before: string | undefined;

beforeEach(async () => {
	await newRun();
	if (before !== undefined) return;
	await cleanHost(host);
	// The kernel adds its rule for VRFs with the first VRF, and never removes it. Modules of tunnels add devices that stay.
	await onHost(
		host,
		`ip link add ever type vrf table 9; ip link del ever; ip link add ever type gretap remote 192.0.2.99; ip link del ever
		${nics.map((nic) => `ip link add ${nic} type dummy; ip link set ${nic} up`).join("\n")}`,
	);
});
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

type Order = "together" | "in order" | "in reverse order";

const urn = (name: string, kind: string) => `${kind} ${name}`;

/** Runs a program as `up` does, and returns its resources by URN. */
async function up(program: Program, made: Map<string, Made>, order: Order): Promise<Map<string, Made>> {
	await newRun();
	const next = new Map<string, Made>();
	const register = async ([name, [kind, args = {}]]: [string, Program[string]]): Promise<void> => {
		const old = made.get(urn(name, kind));
		const all = { host, name, ...args };
		const { name: _, ...unnamed } = all;
		const inputs = kind === "Bridge" || args.name !== undefined || named.includes(kind) ? all : unnamed;
		next.set(urn(name, kind), old ? await changeTo(old, inputs) : await create(kind, inputs));
	};
	const all = Object.entries(program);
	if (order === "together") {
		const ended = await Promise.allSettled(all.map(register));
		const reasons = ended.flatMap((one) => (one.status === "rejected" ? [String(one.reason.message)] : []));
		expect(reasons).toEqual([]);
	} else for (const one of order === "in order" ? all : all.reverse()) await register(one);
	await Promise.all([...made].flatMap(([key, old]) => (next.has(key) ? [] : [old.delete()])));
	return next;
}

const named = ["Link", "VRF", "Tunnel", "Port", "NftTable", "Routes", "Trunk"];

async function changeTo(made: Made, inputs: Args): Promise<Made> {
	const replaces = await made.diff(inputs);
	if (replaces === undefined) return made;
	return replaces.length > 0 ? await made.replace(inputs) : await made.update(inputs);
}

/** The programs between which things go there and back. */
const cases: Record<string, [Program, Program]> = {};

// A NIC, between all that can have it.
const holders: Record<string, Program> = {
	"a port": { br: ["Bridge"], lb: ["Link", { type: "bridge" }], v: ["VRF", { table: 10 }], n1: ["Port", { bridge: "br" }] },
	"a bond": {
		...{ br: ["Bridge"], lb: ["Link", { type: "bridge" }], v: ["VRF", { table: 10 }] },
		bond: ["Port", { bridge: "br", type: "bond", interfaces: ["n1", "n2"] }],
	},
	"a Linux bridge": {
		...{ br: ["Bridge"], lb: ["Link", { type: "bridge" }], v: ["VRF", { table: 10 }] },
		n1: ["Link", { type: "device", master: "lb", mtu: 1400 }],
	},
	"a link's VRF": {
		...{ br: ["Bridge"], lb: ["Link", { type: "bridge" }], v: ["VRF", { table: 10 }] },
		n1: ["Link", { type: "device", vrf: "v", addresses: ["10.40.1.1/24", "2001:db8:40::1/64"] }],
	},
	"a VRF's list": {
		br: ["Bridge"],
		lb: ["Link", { type: "bridge" }],
		v: ["VRF", { table: 10, interfaces: ["n1"] }],
	},
	"another VRF's list": {
		...{ br: ["Bridge"], lb: ["Link", { type: "bridge" }], v: ["VRF", { table: 10 }] },
		w: ["VRF", { table: 11, interfaces: ["n1", "n2"] }],
	},
	"a bond of the kernel": {
		...{ br: ["Bridge"], lb: ["Link", { type: "bridge" }], v: ["VRF", { table: 10 }] },
		n1: ["Link", { type: "device", addresses: [] }],
		kb: ["Link", { type: "bond", interfaces: ["n1"] }],
	},
	"a bridge's uplink": {
		...{ lb: ["Link", { type: "bridge" }], v: ["VRF", { table: 10 }] },
		br: ["Bridge", { uplink: { nic: "n1" } }],
	},
	"the parent of a trunk": {
		...{ br: ["Bridge"], lb: ["Link", { type: "bridge" }], v: ["VRF", { table: 10 }] },
		t: ["Trunk", { integrationBridge: "br", parent: { port: "n1" }, force: true }],
	},
};

// A name, between all kinds of devices and ports that can have it.
const names: Record<string, Program[string]> = {
	dummy: ["Link", { name: "x", type: "dummy", addresses: ["10.41.0.1/24"] }],
	"Linux bridge": ["Link", { name: "x", type: "bridge", addresses: ["10.41.0.1/24"] }],
	VLAN: ["Link", { name: "x", type: "vlan", parent: "n1", vlanId: 7, up: true }],
	veth: ["Link", { name: "x", type: "veth", peer: { name: "xp", up: true } }],
	"veth's other end": ["Link", { name: "xp", type: "veth", peer: { name: "x", up: true } }],
	VRF: ["VRF", { name: "x", table: 10, unreachableDefault: true }],
	"tunnel of the kernel": ["Tunnel", { name: "x", type: "vxlan", key: 7, remoteIp: "192.0.2.1", addresses: ["10.41.0.1/24"] }],
	"port's tunnel": ["Tunnel", { name: "x", type: "vxlan", key: 7, remoteIp: "192.0.2.1", bridge: "br" }],
	"bridge of OVS": ["Bridge", { name: "x", addresses: ["10.41.0.1/24"] }],
	"internal port": [
		"Port",
		{ name: "x", type: "internal", bridge: "br", addresses: ["10.41.0.1/24"], qos: { type: "linux-htb", maxRate: 1e6 } },
	],
	"bond of the kernel": ["Link", { name: "x", type: "bond", addresses: ["10.41.0.1/24"] }],
	macvlan: ["Link", { name: "x", type: "macvlan", parent: "n1", addresses: ["10.41.0.1/24"] }],
	macvtap: ["Link", { name: "x", type: "macvtap", parent: "n1" }],
	ipvlan: ["Link", { name: "x", type: "ipvlan", parent: "n2", addresses: ["10.41.0.1/24"] }],
	tap: ["Link", { name: "x", type: "tap", addresses: ["10.41.0.1/24"] }],
	tun: ["Link", { name: "x", type: "tun", addresses: ["10.41.0.1/24"] }],
	WireGuard: [
		"WireGuard",
		{ name: "x", privateKey: "gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=", addresses: ["10.41.0.1/24"], peers: [] },
	],
	"patch port": ["Port", { name: "x", type: "patch", bridge: "br", peer: "xp" }],
	"bond of OVS": ["Port", { name: "x", type: "bond", bridge: "br", interfaces: ["n3", "n4"] }],
	"tap device of OVS": ["Port", { name: "x", type: "tap", bridge: "br", addresses: ["10.41.0.1/24"] }],
};

/** What goes along with the holder of a name. */
const beside: Record<string, Program> = { "patch port": { xp: ["Port", { type: "patch", bridge: "br", peer: "x" }] } };

const pairs = <T>(all: Record<string, T>): [string, T, string, T][] =>
	Object.entries(all).flatMap(([a, one], i) =>
		Object.entries(all)
			.slice(i + 1)
			.map(([b, other]): [string, T, string, T] => [a, one, b, other]),
	);

for (const [a, one, b, other] of pairs(holders)) cases[`a NIC from ${a} to ${b}`] = [one, other];
for (const [a, one, b, other] of pairs(names))
	cases[`a name from ${a} to ${b}`] = [
		{ br: ["Bridge"], one, ...beside[a] },
		{ br: ["Bridge"], other, ...beside[b] },
	];

const bond = (...interfaces: string[]): Program[string] => ["Port", { bridge: "br", type: "bond", interfaces }];
const kernelBond = (...interfaces: string[]): Program[string] => ["Link", { type: "bond", interfaces }];
const internal: Program[string] = ["Port", { bridge: "br", type: "internal" }];
/** Routes of one table, with the type of each destination. */
const routes = (name: string, types: Record<string, string>): Program[string] => [
	"Routes",
	{ name, table: 1201, routes: Object.entries(types).map(([destination, type]) => ({ destination, type })) },
];
const vrf = (table: number, ...interfaces: string[]): Program[string] => ["VRF", { table, interfaces }];

Object.assign(cases, {
	"the members of a bond to ports": [
		{ br: ["Bridge"], b: bond("n1", "n2") },
		{ br: ["Bridge"], n1: ["Port", { bridge: "br" }], n2: ["Port", { bridge: "br" }] },
	],
	"members of a bond that stays to ports": [
		{ br: ["Bridge"], b: bond("n1", "n2") },
		{ br: ["Bridge"], b: bond("n3", "n4"), n1: ["Port", { bridge: "br" }], n2: ["Port", { bridge: "br" }] },
	],
	"one member between two bonds": [
		{ br: ["Bridge"], b1: bond("n1", "n2"), b2: bond("n3", "n4") },
		{ br: ["Bridge"], b1: bond("n1", "n3"), b2: bond("n2", "n4") },
	],
	"all members between two bonds": [
		{ br: ["Bridge"], b1: bond("n1", "n2"), b2: bond("n3", "n4") },
		{ br: ["Bridge"], b1: bond("n3", "n4"), b2: bond("n1", "n2") },
	],
	"one member between two bonds of the kernel": [
		{ b1: kernelBond("n1", "n2"), b2: kernelBond("n3", "n4") },
		{ b1: kernelBond("n1", "n3"), b2: kernelBond("n2", "n4") },
	],
	"all members between two bonds of the kernel": [
		{ b1: kernelBond("n1", "n2"), b2: kernelBond("n3", "n4") },
		{ b1: kernelBond("n3", "n4"), b2: kernelBond("n1", "n2") },
	],
	"members around three VRFs": [
		{ a: vrf(10, "n1"), b: vrf(11, "n2"), c: vrf(12, "n3") },
		{ a: vrf(10, "n2"), b: vrf(11, "n3"), c: vrf(12, "n1") },
	],
	"members to one of four VRFs": [
		{ a: vrf(10, "n1", "n4"), b: vrf(11, "n2"), c: vrf(12, "n3"), d: vrf(13) },
		{ a: vrf(10), b: vrf(11, "n1", "n2", "n3", "n4"), c: vrf(12), d: vrf(13) },
	],
	"a VRF's table": [{ a: vrf(10, "n1") }, { b: vrf(10, "n1") }],
	"a VLAN of a device": [
		{ a: ["Link", { type: "vlan", parent: "n1", vlanId: 7 }] },
		{ b: ["Link", { type: "vlan", parent: "n1", vlanId: 7 }] },
	],
	"the endpoints of a tunnel of the kernel": [
		{ a: ["Tunnel", { type: "gretap", remoteIp: "192.0.2.1", key: 3 }] },
		{ b: ["Tunnel", { type: "gretap", remoteIp: "192.0.2.1", key: 3 }] },
	],
	"the endpoints of a tunnel of OVS": [
		{ br: ["Bridge"], a: ["Tunnel", { bridge: "br", type: "geneve", remoteIp: "192.0.2.1", key: 3 }] },
		{ br: ["Bridge"], b: ["Tunnel", { bridge: "br", type: "geneve", remoteIp: "192.0.2.1", key: 3 }] },
	],
	"an address between devices that stay": [
		{ a: ["Link", { type: "dummy", addresses: ["10.42.0.1/24"] }], b: ["Link", { type: "dummy", addresses: [] }] },
		{ a: ["Link", { type: "dummy", addresses: [] }], b: ["Link", { type: "dummy", addresses: ["10.42.0.1/24"] }] },
	],
	"an address between devices that come and go": [
		{ a: ["Link", { type: "dummy", addresses: ["10.42.0.1/24", "2001:db8:42::1/64"] }] },
		{ b: ["Bridge", { addresses: ["10.42.0.1/24", "2001:db8:42::1/64"] }] },
	],
	"a NIC's address to the bridge over it": [
		{ br: ["Bridge", { addresses: [] }], n1: ["Link", { type: "device", addresses: ["10.42.0.1/24"] }] },
		{ br: ["Bridge", { addresses: ["10.42.0.1/24"] }], n1: ["Port", { bridge: "br" }] },
	],
	"the settings of a NIC": [
		{ a: ["Link", { name: "n1", type: "device", mtu: 1400, addresses: ["10.42.0.1/24"] }] },
		{ b: ["Link", { name: "n1", type: "device", mtu: 1300, addresses: ["10.42.0.1/24"] }] },
	],
	"the addresses of a NIC": [
		{ a: ["Link", { name: "n1", type: "device", addresses: ["10.42.0.1/24"] }] },
		{ b: ["Link", { name: "n1", type: "device", addresses: ["10.42.0.2/24", "2001:db8:42::2/64"] }] },
	],
	"the endpoints of a Vtep": [
		{ br: ["Bridge"], a: ["Vtep", { name: "va", bridge: "br", type: "geneve", key: 3, peers: { h1: "192.0.2.1" } }] },
		{
			br: ["Bridge"],
			b: ["Vtep", { name: "vb", bridge: "br", type: "geneve", key: 3, peers: { h1: "192.0.2.1", h3: "192.0.2.3" } }],
		},
	],
	"the endpoints of a Vtep to a tunnel": [
		{ br: ["Bridge"], a: ["Vtep", { name: "va", bridge: "br", type: "geneve", key: 3, peers: { h1: "192.0.2.1" } }] },
		{ br: ["Bridge"], b: ["Tunnel", { bridge: "br", type: "geneve", remoteIp: "192.0.2.1", key: 3 }] },
	],
	"a port of another bridge": [
		{ br: ["Bridge"], bs: ["Bridge"], a: ["Port", { name: "n1", bridge: "br" }] },
		{ br: ["Bridge"], bs: ["Bridge"], b: ["Port", { name: "n1", bridge: "bs" }] },
	],
	"a route": [
		{
			d: ["Link", { type: "dummy", addresses: ["10.42.0.1/24"] }],
			a: ["Route", { destination: "10.43.0.0/24", via: "10.42.0.9" }],
		},
		{
			d: ["Link", { type: "dummy", addresses: ["10.42.0.1/24"] }],
			b: ["Route", { destination: "10.43.0.0/24", via: "10.42.0.8" }],
		},
	],
	"a part of many routes to a route": [
		{
			a: routes("m", { default: "throw", "10.43.0.0/24": "throw" }),
		},
		{ b: ["Route", { destination: "default", table: 1201, type: "blackhole" }] },
	],
	"a part of many routes to a route beside them": [
		{
			a: routes("m", { default: "throw", "10.43.0.0/24": "throw" }),
		},
		{
			a: routes("m", { "10.43.0.0/24": "throw" }),
			b: ["Route", { destination: "default", table: 1201, type: "blackhole" }],
		},
	],
	"a part of many routes to many others": [
		{
			a: routes("m", { default: "throw", "10.43.0.0/24": "throw" }),
		},
		{
			b: routes("n", { default: "blackhole", "10.44.0.0/24": "throw" }),
		},
	],
	"routes around two Routes and a Route": [
		{
			a: routes("m", { default: "throw", "10.43.0.0/24": "throw" }),
			b: routes("n", { "10.45.0.0/24": "throw" }),
			c: ["Route", { destination: "10.46.0.0/24", table: 1201, type: "blackhole" }],
		},
		{
			a: routes("m", { "10.45.0.0/24": "throw", "10.46.0.0/24": "throw" }),
			b: routes("n", { default: "throw", "10.44.0.0/24": "throw" }),
			c: ["Route", { destination: "10.43.0.0/24", table: 1201, type: "blackhole" }],
		},
	],
	"a rule and a parameter": [
		{ a: ["Rule", { priority: 700, table: 100 }], s: ["Sysctl", { key: "net.ipv4.ip_forward", value: 1 }] },
		{ b: ["Rule", { priority: 700, table: 101 }], t: ["Sysctl", { key: "net.ipv4.ip_forward", value: 1 }] },
	],
	"a rule's priority": [
		{ a: ["Rule", { priority: 700, from: "10.0.0.0/8", table: 100 }] },
		{ a: ["Rule", { priority: 690, from: "10.0.0.0/8", table: 100 }] },
	],
	"flows to a resource of another name, and between two": [
		{
			br: ["Bridge", { failMode: "secure" }],
			a: ["OpenFlowTable", { name: "a", bridge: "br", flows: [{ priority: 9, match: "tcp", actions: "NORMAL" }] }],
			b: ["OpenFlowTable", { name: "b", bridge: "br", flows: [{ priority: 9, match: "udp", actions: "NORMAL" }] }],
		},
		{
			br: ["Bridge", { failMode: "secure" }],
			a: ["OpenFlowTable", { name: "a", bridge: "br", flows: [{ priority: 9, match: "udp", actions: "NORMAL" }] }],
			c: ["OpenFlowTable", { name: "c", bridge: "br", flows: [{ priority: 9, match: "tcp", actions: "drop" }] }],
		},
	],
	"flows of two resources to one of them": [
		{
			br: ["Bridge", { failMode: "secure" }],
			a: ["OpenFlowTable", { name: "a", bridge: "br", flows: [{ priority: 9, match: "tcp", actions: "NORMAL" }] }],
			b: ["OpenFlowTable", { name: "b", bridge: "br", flows: [{ priority: 9, match: "udp", actions: "NORMAL" }] }],
		},
		{
			br: ["Bridge", { failMode: "secure" }],
			a: [
				"OpenFlowTable",
				{ name: "a", bridge: "br", flows: ["tcp", "udp"].map((match) => ({ priority: 9, match, actions: "NORMAL" })) },
			],
		},
	],
	"the priorities of two rules that are alike": [
		{
			a: ["Rule", { priority: 700, from: "10.0.0.0/8", table: 100 }],
			b: ["Rule", { priority: 701, from: "10.0.0.0/8", table: 100 }],
		},
		{
			a: ["Rule", { priority: 701, from: "10.0.0.0/8", table: 100 }],
			b: ["Rule", { priority: 700, from: "10.0.0.0/8", table: 100 }],
		},
	],
	"a mirror": [
		{ br: ["Bridge"], p: internal, a: ["Mirror", { name: "m", bridge: "br", selectAll: true, outputPort: "p" }] },
		{ br: ["Bridge"], p: internal, b: ["Mirror", { name: "m", bridge: "br", selectSrcPorts: ["p"], outputVlan: 99 }] },
	],
	"a group with its flow": [
		{
			...{ br: ["Bridge"], p: internal, q: internal },
			a: ["OpenFlowGroup", { bridge: "br", groupId: 7, type: "all", buckets: [{ actions: "output:p" }] }],
			f: ["OpenFlowTable", { name: "f", bridge: "br", flows: [{ match: "tcp", actions: "group:7" }] }],
		},
		{
			...{ br: ["Bridge"], p: internal, q: internal },
			b: ["OpenFlowGroup", { bridge: "br", groupId: 7, type: "select", buckets: [{ actions: "output:q" }] }],
			f: ["OpenFlowTable", { name: "f", bridge: "br", flows: [{ match: "udp", actions: "group:7" }] }],
		},
	],
	"a meter": [
		{ br: ["Bridge"], a: ["OpenFlowMeter", { bridge: "br", meterId: 3, unit: "kbps", bands: [{ rate: 1000 }] }] },
		{ br: ["Bridge"], b: ["OpenFlowMeter", { bridge: "br", meterId: 3, unit: "kbps", bands: [{ rate: 2000 }] }] },
	],
	"local VLANs": [
		{ br: ["Bridge"], a: ["LocalVlans", { bridge: "br", networks: ["blue", "red"] }] },
		{ br: ["Bridge"], b: ["LocalVlans", { bridge: "br", networks: ["red", "green"] }] },
	],
	"a neighbor": [
		{
			d: ["Link", { type: "dummy", addresses: ["10.42.0.1/24"] }],
			a: ["Neighbor", { dev: "d", address: "10.42.0.9", lladdr: "02:00:00:00:00:09" }],
		},
		{
			d: ["Link", { type: "dummy", addresses: ["10.42.0.1/24"] }],
			b: ["Neighbor", { dev: "d", address: "10.42.0.9", lladdr: "02:00:00:00:00:0a" }],
		},
	],
	"the parent of a trunk between two trunks": [
		{ br: ["Bridge"], a: ["Trunk", { integrationBridge: "br", parent: { port: "n1", tag: 5 }, force: true }] },
		{ br: ["Bridge"], b: ["Trunk", { integrationBridge: "br", parent: { port: "n1", tag: 6 }, force: true }] },
	],
	"a trunk": [
		{ br: ["Bridge"], a: ["Trunk", { name: "t", integrationBridge: "br", parent: { port: "n1", tag: 5 }, force: true }] },
		{ br: ["Bridge"], b: ["Trunk", { name: "t", integrationBridge: "br", parent: { port: "n1", tag: 6 }, force: true }] },
	],
	"a table of nft": [
		{ a: ["NftTable", { name: "t", family: "inet", chains: { c: { rules: ["accept"] } } }] },
		{ b: ["NftTable", { name: "t", family: "inet", chains: { d: { rules: ["drop"] } } }] },
	],
} satisfies Record<string, [Program, Program]>);

test.each(Object.entries(cases))("%s, and back", async (_, [one, other]) => {
	const earlier = before ?? (await remains());
	before = undefined;
	let made = await up(one, new Map(), "together");
	const ways: [Program, Order][] = [
		[other, "together"],
		[one, "together"],
		[other, "in order"],
		[one, "in reverse order"],
	];
	for (const [program, order] of ways) {
		made = await up(program, made, order);
		await newRun();
		await Promise.all([...made.values()].map((one) => one.refresh()));
		for (const one of made.values()) expect([one.id, await one.diff()]).toEqual([one.id, undefined]);
	}
	await up({}, made, "together");
	expect(await remains()).toBe(earlier);
	before = earlier;
});
