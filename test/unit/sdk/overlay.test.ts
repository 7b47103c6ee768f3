import { vtep } from "../../../provider/kinds/vtep";
import { ArgumentError } from "../../../sdk/components/arguments";
import { type FdbEntry, integrationFlows, providerFlows, tunnelFlows } from "../../../sdk/components/overlay-flows";
import { portMtu } from "../../../sdk/components/overlay-mtu";
import { providerPatch, tunnelPort } from "../../../sdk/components/overlay-names";
import type { OverlayNetworkArgs, OverlayPort } from "../../../sdk/components/overlay-network-args";
import { planOverlay } from "../../../sdk/components/overlay-plan";
import type { OverlayHostPlan } from "../../../sdk/components/overlay-plan-types";

const hosts = ["h1", "h2", "h3"].map((host, i) => ({ host, address: `192.0.2.${i + 1}`, bridgeMappings: { phys: "br-ex" } }));
const networks: OverlayNetworkArgs["networks"] = [
	{ name: "red", type: "vxlan", segmentationId: 100 },
	{ name: "blue", type: "gre", segmentationId: 100 },
	{ name: "dmz", type: "vlan", physicalNetwork: "phys", segmentationId: 30 },
	{ name: "ext", type: "flat", physicalNetwork: "phys" },
];
const port = (host: string, network: string, name = `${network}-${host}`): OverlayPort => ({ host, network, name });
const ports = [
	port("h1", "red"),
	port("h2", "red"),
	port("h1", "blue"),
	port("h3", "blue"),
	port("h1", "dmz"),
	port("h1", "ext"),
];
const args: OverlayNetworkArgs = { hosts, networks, ports };

const plan = (more: Partial<OverlayNetworkArgs> = {}) => planOverlay({ ...args, ...more });
const on = (of: ReturnType<typeof plan>, name: string) => of.hosts.get(name) as OverlayHostPlan;
const names = (host: OverlayHostPlan) => host.networks.map((network) => network.name);

function refused(more: object): string {
	try {
		plan(more as Partial<OverlayNetworkArgs>);
	} catch (error) {
		if (error instanceof ArgumentError) return `${error.path}: ${error.message}`;
		throw error;
	}
	throw new Error("was not refused");
}

test("a network is on the hosts where it has ports, and tunnels lead to those hosts", () => {
	const found = plan();
	expect(names(on(found, "h1"))).toEqual(["red", "blue", "dmz", "ext"]);
	expect(names(on(found, "h2"))).toEqual(["red"]);
	expect([...on(found, "h1").peers]).toEqual([["vxlan", ["h2"]], ["gre", ["h3"]]]); // biome-ignore format: a table
	expect([...on(found, "h2").peers]).toEqual([["vxlan", ["h1"]]]);
	expect(found.members.get("blue")).toEqual(["h1", "h3"]);
});

test('"all": every network is on every host that can reach it', () => {
	const found = plan({ flooding: "all", hosts: [...hosts.slice(0, 2), { host: "h3", address: "192.0.2.3" }] });
	expect(names(on(found, "h2"))).toEqual(["red", "blue", "dmz", "ext"]);
	expect(names(on(found, "h3"))).toEqual(["red", "blue"]);
	expect([...on(found, "h3").peers]).toEqual([["vxlan", ["h1", "h2"]], ["gre", ["h1", "h2"]]]); // biome-ignore format: a table
});

test("the names of tunnel ports are those that Vtep gives them", () => {
	const provided = vtep.provides({
		bridge: "br-tun",
		name: "tvx",
		type: "vxlan",
		peers: { "a-very-long-host-name": "192.0.2.9" },
	} as never);
	expect(provided).toContain(`OVS port ${tunnelPort("vxlan", "a-very-long-host-name")}`);
	expect(providerPatch("br-ex")).toEqual({ int: "int-br-ex", phy: "phy-br-ex" });
	expect(providerPatch("br-provider-network").int).toMatch(/^int-.{1,11}$/);
});

const vlans = { red: 1, blue: 2, dmz: 3, ext: 4 };
const station = (host: string, network: string, last: number): FdbEntry => ({
	...{ host, network, mac: `02:00:00:00:00:0${last}`, addresses: [`10.0.0.${last}`] },
});
const lines = (flows: Map<number, { priority: number; match: string; actions: string }[]>) =>
	[...flows].flatMap(([table, all]) => all.map((f) => `${table} ${f.priority} ${f.match} → ${f.actions}`));

test("a tunnel bridge sends known addresses to their host, and never from a tunnel to a tunnel", () => {
	const found = plan();
	const stations = [station("h2", "red", 2), station("h1", "red", 1), station("h3", "blue", 3), station("h3", "green", 4)];
	const flows = lines(tunnelFlows(found, on(found, "h1"), vlans, stations));
	expect(flows.filter((f) => /^(0|3|4|20|22) /.test(f))).toEqual([
		"0 0  → drop",
		"0 1 in_port=patch-int → resubmit(,2)",
		"0 1 in_port=tvx-h2 → resubmit(,4)",
		"0 1 in_port=tgre-h3 → resubmit(,3)",
		"4 0  → drop",
		"4 1 tun_id=0x64 → load:0x1->NXM_NX_REG0[],push_vlan:0x8100,set_field:4097->vlan_vid,resubmit(,10)",
		"3 0  → drop",
		"3 1 tun_id=0x64 → load:0x2->NXM_NX_REG0[],push_vlan:0x8100,set_field:4098->vlan_vid,resubmit(,10)",
		"20 0  → resubmit(,22)",
		"20 2 reg0=0x1,dl_dst=02:00:00:00:00:02 → set_tunnel:0x64,output:tvx-h2",
		"20 2 reg0=0x2,dl_dst=02:00:00:00:00:03 → set_tunnel:0x64,output:tgre-h3",
		"22 0  → drop",
		"22 1 reg0=0x1 → set_tunnel:0x64,output:tvx-h2",
		"22 1 reg0=0x2 → set_tunnel:0x64,output:tgre-h3",
	]);
	expect(flows.filter((f) => f.startsWith("21 ")).map((f) => f.split(" →")[0])).toEqual([
		"21 0 ",
		"21 1 arp,reg0=0x1,vlan_tci=0x0000/0x1000,arp_tpa=10.0.0.2",
		"21 1 arp,reg0=0x2,vlan_tci=0x0000/0x1000,arp_tpa=10.0.0.3",
	]);
});

test("packets from a tunnel go only to the integration bridge", () => {
	const found = plan({ flooding: "all" });
	const flows = tunnelFlows(found, on(found, "h2"), vlans, [station("h1", "red", 1)]);
	const reached = new Set<number>();
	const follow = (table: number) => {
		if (reached.has(table)) return;
		reached.add(table);
		for (const { match, actions } of flows.get(table) ?? [])
			if (match !== "in_port=patch-int") for (const [, to] of actions.matchAll(/resubmit\(,(\d+)\)/g)) follow(Number(to));
	};
	follow(0);
	expect([...reached].sort((a, b) => a - b)).toEqual([0, 3, 4, 10]);
	const outputs = [...reached]
		.flatMap((table) => flows.get(table) ?? [])
		.flatMap((f) => f.actions.match(/output:[\w-]+(?![\w[])/g) ?? []);
	expect([...new Set(outputs)].filter((o) => o !== "output:NXM_OF_IN_PORT")).toEqual(["output:patch-int"]);
});

test("an additional host in a network adds one port and its flows on the others, and changes nothing else there", () => {
	const [one, two] = [plan(), plan({ ports: [...ports, port("h3", "red")] })];
	const known = [station("h2", "red", 2)];
	const before = lines(tunnelFlows(one, on(one, "h1"), vlans, known));
	const after = lines(tunnelFlows(two, on(two, "h1"), vlans, [...known, station("h3", "red", 5)]));
	const fresh = after.filter((f) => !before.includes(f)).map((f) => f.split(" →")[0]);
	expect(fresh).toEqual(["0 1 in_port=tvx-h3", "20 2 reg0=0x1,dl_dst=02:00:00:00:00:05", "21 1 arp,reg0=0x1,vlan_tci=0x0000/0x1000,arp_tpa=10.0.0.5", "22 1 reg0=0x1"]); // biome-ignore format: a table
	expect(before.filter((f) => !after.includes(f))).toEqual(["22 1 reg0=0x1 → set_tunnel:0x64,output:tvx-h2"]);
	expect(on(two, "h1").peers.get("vxlan")).toEqual(["h2", "h3"]);
});

test("physical networks: only the overlay's networks enter, and only their numbers leave", () => {
	const host = on(plan(), "h1");
	expect(lines(new Map([[0, integrationFlows(host, vlans)]]))).toEqual([
		"0 0  → NORMAL",
		"0 2 in_port=int-br-ex → drop",
		"0 3 in_port=int-br-ex,dl_vlan=30 → set_field:4099->vlan_vid,NORMAL",
		"0 3 in_port=int-br-ex,vlan_tci=0x0000/0x1000 → push_vlan:0x8100,set_field:4100->vlan_vid,NORMAL",
	]);
	expect(lines(new Map([[0, providerFlows(host, "phys", "br-ex", vlans)]]))).toEqual([
		"0 2 in_port=phy-br-ex → drop",
		"0 4 in_port=phy-br-ex,dl_vlan=3 → set_field:4126->vlan_vid,NORMAL",
		"0 4 in_port=phy-br-ex,dl_vlan=4 → pop_vlan,NORMAL",
	]);
});

const trunked = (trunk: object, more: object = {}) => ({ ports: [{ ...port("h1", "red", "t"), ...more, trunk: { subports: [], ...trunk } }] }); // biome-ignore format: short
const tap = (more: object) => trunked({}, { type: "system", ...more });
const dashed = (a: object, b: object) => ({
	hosts: ["h1", "h1-a", "h1-trunk-a"].map((host, i) => ({ host, address: `192.0.2.${i + 1}` })),
	ports: [{ host: "h1", network: "red", ...a }, { network: "red", ...b }], // biome-ignore format: a table
});

// biome-ignore-start format: a table
test.each<[string, object, string]>([
	["of the arguments", { floding: "all" }, 'floding: is not a known field: did you mean "flooding"?'],
	[
		"of a host",
		{ hosts: [{ ...hosts[0], bridgeMapping: {} }] },
		'hosts[0].bridgeMapping: is not a known field: did you mean "bridgeMappings"?',
	],
	[
		"of a network",
		{ networks: [{ ...networks[0], localVLAN: 7 }] },
		'networks[0].localVLAN: is not a known field: did you mean "localVlan"?',
	],
	["of a trunk", trunked({ forced: true }), 'ports[0].trunk.forced: is not a known field: did you mean "force"?'],
	[
		"of a subport",
		trunked({ subports: [{ name: "s", network: "blue", segmentationID: 7 }] }),
		'ports[0].trunk.subports[0].segmentationID: is not a known field: did you mean "segmentationId"?',
	],
	["that the overlay chooses", { ports: [{ ...port("h1", "red"), tag: 7 }] }, "ports[0].tag: is set by the overlay"],
	[
		"of a Port, where the trunk plugs the device in",
		tap({ qos: { type: "linux-htb" } }),
		"ports[0].qos: has no effect on an existing device",
	],
	["of a device that the trunk plugs in", tap({ netns: "x" }), "ports[0].netns: has no effect"],
])("a field %s that has no effect is an error", (_, more, message) => {
	expect(refused(more)).toContain(message);
});

test.each<[string, object, string]>([
	[
		"ports",
		dashed({ name: "a-web" }, { host: "h1-a", name: "web" }),
		"ports[1].name: its resource would have the name …-h1-a-web, which the resource of ports[0].name has already",
	],
	[
		"trunks",
		dashed({ name: "a-trunk-b", trunk: { subports: [] } }, { host: "h1-trunk-a", name: "b", trunk: { subports: [] } }),
		"ports[1].name: its resource would have the name …-h1-trunk-a-trunk-b, which the resource of ports[0].name has already",
	],
	[
		"the overlay's own port",
		{ ports: [port("h1", "red", "int-br-ex")] },
		"ports[0].name: its resource would have the name …-h1-int-br-ex, which the resource of hosts[0] has already",
	],
	[
		"tables",
		{
			hosts: [
				{ host: "h1", address: "192.0.2.1", bridgeMappings: { p: "a-br-tun" } },
				{ host: "h1-a", address: "192.0.2.2" },
			],
			ports: [],
		},
		"hosts[1]: its resource would have the name …-h1-a-br-tun, which the resource of hosts[0] has already",
	],
])("two resources of one name are refused: %s", (_, more, message) => {
	expect(refused(more)).toContain(message);
}); // biome-ignore-end format: a table

test("fields of a device on a trunk are enough, and undefined fields are ignored", () => {
	const plugged = { mac: "02:00:00:00:00:01", addresses: [], externalIds: { "iface-id": "x" }, qos: undefined };
	expect(on(plan(tap(plugged) as never), "h1").ports).toHaveLength(1);
});

test("a port's MTU is that of its smallest network, minus a tag inside the tunnel", () => {
	const mtus = { red: 1450, blue: 1458, dmz: 1500 };
	const subports = [{ name: "s", network: "red", segmentationId: 7 }];
	expect(portMtu({ ...port("h1", "dmz"), trunk: { subports } }, undefined, mtus)).toBe(1450);
	expect(portMtu(port("h1", "blue"), undefined, mtus)).toBe(1458);
	expect(portMtu(port("h1", "blue"), "dot1q-tunnel", mtus)).toBe(1454);
});

const net = (more: object) => ({ networks: [{ name: "n", type: "vxlan", segmentationId: 1, ...more }], ports: [] });
const two = (a: object, b: object) => ({ networks: [{ name: "a", ...a }, { name: "b", ...b }], ports: [] }); // biome-ignore format: short
const vlan = { type: "vlan", physicalNetwork: "phys", segmentationId: 5 };

// biome-ignore-start format: a table
test.each<[string, object, string]>([
	["no host", { hosts: [], ports: [] }, "hosts: must have at least one host"],
	["a host twice", { hosts: [...hosts, hosts[0]] }, 'hosts[3].host: "h1" is already the name of hosts[0]'],
	[
		"a host without a plain name",
		{ hosts: [{ host: { host: { apply: 1 } }, address: "192.0.2.1" }] },
		"hosts[0].host: needs a `name` that is a plain string",
	],
	["a typing error in flooding", { flooding: "member" }, 'flooding: must be "members" or "all", not "member"'],
	["one bridge for both", { tunnelBridge: "br-int" }, "tunnelBridge: br-int is already the integration bridge"],
	["an unknown type", net({ type: "stt" }), 'networks[0].type: must be "vxlan", "gre", "geneve", "vlan", "flat", not "stt"'],
	["a VNI of 25 bits", net({ segmentationId: 2 ** 24 }), "networks[0].segmentationId: must be a VNI (24 bits)"],
	["no number", net({ segmentationId: undefined }), "networks[0].segmentationId: must be a VNI (24 bits)"],
	[
		"VLAN 4095",
		net({ type: "vlan", physicalNetwork: "phys", segmentationId: 4095 }),
		"networks[0].segmentationId: must be a VLAN id",
	],
	[
		"a number of a flat network",
		net({ type: "flat", physicalNetwork: "phys" }),
		"networks[0].segmentationId: must not be set: a flat network is untagged",
	],
	["a vlan network without a physical one", net({ type: "vlan" }), "networks[0].physicalNetwork: must name the physical network"],
	[
		"a tunnelled one with a physical one",
		net({ physicalNetwork: "phys" }),
		"networks[0].physicalNetwork: must not be set: a vxlan network uses tunnels",
	],
	[
		"a local VLAN of 4095",
		net({ localVlan: 4095 }),
		"networks[0].localVlan: must be a local VLAN: a whole number from 1 to 4094",
	],
	["a name twice", { networks: [...networks, networks[0]] }, 'networks[4].name: "red" is already used by networks[0] (red)'],
	[
		"a number twice",
		two({ type: "gre", segmentationId: 1 }, { type: "gre", segmentationId: 1 }),
		"networks[1].segmentationId: gre 1 is already used by networks[0] (a)",
	],
	["a VLAN twice", two(vlan, vlan), "networks[1].segmentationId: vlan 5 of phys is already used by networks[0] (a)"],
	[
		"two flat ones",
		two({ type: "flat", physicalNetwork: "phys" }, { type: "flat", physicalNetwork: "phys" }),
		"networks[1].physicalNetwork: the untagged network of phys is already used by networks[0] (a)",
	],
	[
		"a local VLAN twice",
		two({ type: "gre", segmentationId: 1, localVlan: 9 }, { ...vlan, localVlan: 9 }),
		"networks[1].localVlan: local VLAN 9 is already used by networks[0] (a)",
	],
	[
		"a mapping to a bridge of the overlay",
		{ hosts: [{ ...hosts[0], bridgeMappings: { phys: "br-tun" } }], ports: [] },
		"hosts[0].bridgeMappings.phys: br-tun is one of the overlay's own bridges",
	],
	[
		"two mappings to one bridge",
		{ hosts: [{ ...hosts[0], bridgeMappings: { a: "br-ex", b: "br-ex" } }], ports: [] },
		"hosts[0].bridgeMappings.b: br-ex is already the bridge of a",
	],
	[
		"a port on an unknown host",
		{ ports: [port("h9", "red")] },
		'ports[0].host: "h9" is not a host of this overlay; its hosts are h1, h2, h3',
	],
	[
		"a port of an unknown network",
		{ ports: [port("h1", "green")] },
		'ports[0].network: "green" is not a network of this overlay; its networks are red, blue, dmz, ext',
	],
	[
		"a port twice",
		{ ports: [port("h1", "red", "p"), port("h2", "red", "p"), port("h1", "blue", "p")] },
		'ports[2].name: "p" of h1 is already the name of ports[0]',
	],
	[
		"a port out of reach",
		{ hosts: [{ host: "h1", address: "192.0.2.1" }], ports: [port("h1", "dmz")] },
		'ports[0].network: "dmz" is on the physical network phys, for which h1 has no bridge: add one to its bridgeMappings',
	],
])("%s is refused", (_, more, message) => {
	expect(refused(more)).toContain(message);
}); // biome-ignore-end format: a table
