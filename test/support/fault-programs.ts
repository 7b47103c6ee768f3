import type { Stage } from "./faults";

/** A stack whose runs are disturbed. */
export interface Scenario {
	/** What the stack is, in words. Undefined: all sorts of objects on one host. */
	name?: string;
	hosts: string[];
	stages: Stage[];
}

const head = `
const br = new ovs.Bridge("br-f", { host });
const red = new ovs.VRF("red", { host, table: 909 });
new ovs.Namespace("fns", { host, name: "fns" });
const tap = new ovs.Link("tapf", { host, type: "veth", up: true, peer: { name: "tapf-in", up: true } });
`;
const mixed = `${head}
for (let i = 0; i < 6; i++) new ovs.Port("p" + i, { host, bridge: br.name, type: "internal", tag: i + 1, addresses: ["10.9." + i + ".1/24"] });
for (let i = 0; i < 4; i++) new ovs.Link("d" + i, { host, type: "dummy", up: true, addresses: ["10.8." + i + ".1/24"] });
new ovs.Tunnel("tk", { host, type: "gretap", up: true, remoteIp: "192.0.2.9", localIp: "192.0.2.1", key: 9 });
new ovs.Tunnel("to", { host, bridge: br.name, type: "vxlan", remoteIp: "192.0.2.9", key: 9 });
new ovs.Link("theirs", { host, type: "dummy", mtu: 1300, adopt: true });
new ovs.Link("eth0", { host, type: "device", mtu: 1400 });
new ovs.Sysctl("fwd", { host, key: "net.ipv4.ip_forward", value: 1 });
new ovs.Rule("pref", { host, priority: 909, from: "10.9.0.0/24", table: 909 });
new ovs.NftTable("lost", { host, family: "inet", chains: { c: { rules: ["accept"] } }, sets: { s: { type: "ipv4_addr", elements: ["10.0.0.1"] } } });
new ovs.OpenFlowTable("flows", { host, bridge: br.name, table: 9, flows: [{ priority: 1, actions: "drop" }, { priority: 2, match: "ip", actions: "NORMAL" }] });
new ovs.Trunk("vm1", { host, parent: { port: "tapf", tag: 5 }, subports: [{ name: "one", segmentationId: 100, tag: 6 }], integrationBridge: br.name }, { dependsOn: tap });
`;
const mixedThen = `${head}
for (let i = 0; i < 5; i++) new ovs.Port("p" + i, { host, bridge: br.name, type: "internal", tag: i + 11, addresses: ["10.9." + i + ".2/24"] });
for (let i = 1; i < 6; i++) new ovs.Link("d" + i, { host, type: "dummy", up: true, mtu: 1400, addresses: ["10.8." + i + ".9/24"] });
new ovs.Tunnel("tk", { host, type: "gretap", up: true, remoteIp: "192.0.2.9", localIp: "192.0.2.1", key: 10 });
new ovs.Tunnel("to", { host, bridge: br.name, type: "geneve", remoteIp: "192.0.2.8", key: 10 });
new ovs.Link("theirs", { host, type: "dummy", mtu: 1280, adopt: true });
new ovs.Sysctl("fwd", { host, key: "net.ipv4.ip_forward", value: 1 });
new ovs.Rule("pref", { host, priority: 910, from: "10.9.0.0/24", table: 909 });
new ovs.NftTable("lost", { host, family: "inet", chains: { c: { rules: ["drop"] }, d: {} }, sets: { s: { type: "ipv4_addr", elements: ["10.0.0.2"] } } });
new ovs.OpenFlowTable("flows", { host, bridge: br.name, table: 9, flows: [{ priority: 1, actions: "NORMAL" }, { priority: 3, match: "arp", actions: "NORMAL" }] });
new ovs.Trunk("vm1", { host, parent: { port: "tapf", tag: 5 }, subports: [{ name: "one", segmentationId: 101, tag: 6 }, { name: "two", segmentationId: 102, tag: 7 }], integrationBridge: br.name }, { dependsOn: tap });
`;
/** A route and a neighbor of others over a tunnel that the updates make again. */
const theirs = {
	make: "ip route replace 198.51.100.64/26 dev tk metric 78; ip neigh replace 198.51.100.65 lladdr 02:00:00:00:09:09 nud permanent dev tk",
	show: "ip route show dev tk metric 78; ip neigh show dev tk nud permanent",
};
/** All sorts of objects on one host. */
export function mixedOn(host: string): Scenario {
	const on = (program: string) => `const host = "${host}";${program}`;
	return scenarioOf(undefined, [host], on(mixed), on(mixedThen), theirs);
}

/** A stack that is created, changed, changed back and destroyed. */
function scenarioOf(
	name: string | undefined,
	hosts: string[],
	program: string,
	then: string,
	theirs?: Stage["theirs"],
): Scenario {
	return {
		...{ name, hosts },
		stages: [
			{ name: "create", program, theirs },
			{ name: "update", program: then },
			{ name: "update back", program },
			{ name: "destroy" },
		],
	};
}

const meshHosts = ["h1", "h2", "h3"];

/** A change of the bridge's name replaces all of the mesh. */
const mesh = (args: object): string => {
	const hosts = meshHosts.map((host, i) => ({
		...{ host, address: `192.0.2.${i + 1}`, addresses: [`10.0.0.${i + 1}/24`] },
		ports: [`vm${i}`, `tap${i}`].map((name) => ({ name, type: "internal" })),
	}));
	return `new ovs.VxlanMesh("mesh", ${JSON.stringify({ bridge: "br-mesh", vni: 100, hosts, ...args })});`;
};

const tenant = (i: number, key: number, allow: string) => ({
	...{ name: `user${i}`, table: i, key, floatingIp: `2.2.2.1${i}`, address: "10.0.0.7" },
	...{ tunnelRemote: `172.168.0.1${i}`, allow: [allow, "icmp"] },
});

const gateway = (tenants: object[]): string => {
	const addresses = { underlay: "172.168.0.1", outside: "1.1.1.11/24", inside: "10.0.0.1/24" };
	const clients = [{ address: "1.1.1.7", tunnelRemote: "172.168.0.7" }];
	return `new ovs.Gateway("gw", ${JSON.stringify({ host: "gw", ...addresses, clients, tenants, offload: true })});`;
};

const overlay = (types: [string, string], port: string): string => {
	const hosts = ["h1", "h2"].map((host, i) => ({ host, address: `192.0.2.${i + 1}` }));
	const networks = types.map((type, i) => ({ name: ["red", "blue"][i], type, segmentationId: 100 }));
	const ports = [
		{ host: "h1", network: "red", name: "r1", addresses: ["10.0.0.1/24"] },
		{ host: "h2", network: "red", name: "r2", addresses: ["10.0.0.2/24"] },
		{ host: "h1", network: "blue", name: port },
	];
	return `new ovs.OverlayNetwork("net", ${JSON.stringify({ hosts, networks, ports })});`;
};

/** The components that people build whole networks of. */
export const componentScenarios: Scenario[] = [
	scenarioOf("VxlanMesh on three hosts", meshHosts, mesh({}), mesh({ bridge: "br-next", vni: 101 })),
	scenarioOf(
		"Gateway with tenants",
		["gw"],
		gateway([tenant(1, 1000, "tcp/22"), tenant(2, 2000, "tcp/23")]),
		gateway([tenant(1, 1001, "tcp/24"), tenant(3, 3000, "udp/53")]),
	),
	scenarioOf("OverlayNetwork on two hosts", ["h1", "h2"], overlay(["vxlan", "gre"], "b1"), overlay(["vxlan", "geneve"], "b2")),
];
