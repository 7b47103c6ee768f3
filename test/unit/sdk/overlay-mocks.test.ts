import * as pulumi from "@pulumi/pulumi";
import { shell } from "../../../provider/index";
import * as ovs from "../../../sdk";
import { own, resolved } from "./program";

const args: ovs.OverlayNetworkArgs = {
	hosts: [
		{ host: "h1", address: "192.0.2.1", bridgeMappings: { phys: "br-ex" } },
		{ host: "h2", address: "192.0.2.2" },
		{ host: "h3", address: "192.0.2.3" },
	],
	networks: [
		{ name: "red", type: "vxlan", segmentationId: 100 },
		{ name: "blue", type: "gre", segmentationId: 100, localVlan: 50 },
		{ name: "ext", type: "flat", physicalNetwork: "phys" },
	],
	ports: [
		{ host: "h1", network: "red", name: "r1", mac: "02:00:00:00:00:01", addresses: ["10.0.0.1/24"], netns: "r1" },
		{ host: "h2", network: "red", name: "r2", type: "system", mac: "02:00:00:00:00:02", addresses: ["10.0.0.2/24"] },
		{ host: "h1", network: "ext", name: "e1" },
	],
};

interface Registered {
	type: string;
	name: string;
	inputs: Record<string, unknown>;
}

/** Creates an overlay and waits for its outputs. Every resource goes through the provider's check, as with the engine. */
async function run(given: Partial<ovs.OverlayNetworkArgs> = {}) {
	const { registered, refused } = await start();
	const overlay = new ovs.OverlayNetwork("net", { ...args, ...given });
	await settled(overlay);
	expect(refused).toEqual([]);
	return { overlay, registered };
}

async function start() {
	const registered: Registered[] = [];
	const refused: string[] = [];
	await shell.configure({ config: { get: (key) => (key === "ovs:hosts" ? hosts : undefined) } });
	pulumi.runtime.setMocks(
		{
			async newResource({ type, name, inputs, custom }) {
				if (custom === false) return { id: name, state: inputs };
				const { inputs: all, failures } = await shell.check({}, inputs);
				refused.push(...failures.map(({ reason }) => `${name}: ${reason}`));
				registered.push({ type: type.split(":").at(-1) ?? "", name, inputs: own(all) });
				return { id: name, state: all.__kind === "Trunk" ? { ...all, bridge: `tbr-${all.name}` } : all };
			},
			call: () => ({}),
		},
		"project",
		"stack",
	);
	return { registered, refused };
}

async function settled(overlay: ovs.OverlayNetwork): Promise<void> {
	const nested = [...Object.values(overlay.ports), ...Object.values(overlay.trunks), ...Object.values(overlay.flows)];
	const vteps = Object.values(overlay.vteps).flatMap((of) => Object.values(of));
	const all: pulumi.CustomResource[] = [...nested.flatMap((of): pulumi.CustomResource[] => Object.values(of)), ...vteps];
	await Promise.all([...all, ...Object.values(overlay.tunnelBridges)].map((resource) => resolved(resource.urn)));
}

const hosts = JSON.stringify(Object.fromEntries(["h1", "h2", "h3"].map((name) => [name, { host: "192.0.2.9" }])));
const find = (all: Registered[], type: string, name: string) => all.find((r) => r.type === type && r.name === name)?.inputs;

test("each host has only the resources that its networks and ports need", async () => {
	const { overlay, registered } = await run();
	const on = (host: string) =>
		registered.filter((r) => r.inputs.host === host).map((r) => `${r.type} ${r.name.replace(`net-${host}-`, "")}`);
	const every = ["Bridge int", "Bridge tun", "LocalVlans vlans", "Port patch-tun", "Port patch-int", "OpenFlowTable br-int-0"];
	const tables = (...numbers: number[]) => numbers.map((n) => `OpenFlowTable br-tun-${n}`);
	expect(on("h3").sort()).toEqual([...every, ...tables(0, 2, 10, 20, 21, 22, 23)].sort());
	expect(on("h2").sort()).toEqual([...every, "Vtep vxlan", ...tables(0, 2, 4, 10, 20, 21, 22, 23), "Port r2"].sort());
	const physical = ["Port int-br-ex", "Port phy-br-ex", "OpenFlowTable br-ex-0"];
	expect(on("h1").sort()).toEqual(
		[...every, "Vtep vxlan", ...tables(0, 2, 4, 10, 20, 21, 22, 23), ...physical, "Port r1", "Port e1"].sort(),
	);
	expect(ovs.OverlayNetwork.isInstance(overlay)).toBe(true);
	expect(ovs.OverlayNetwork.isInstance(overlay.tunnelBridges.h1)).toBe(false);
});

test("bridges are secure, tunnels keyed by flow, patches pairs", async () => {
	const { registered } = await run();
	expect(find(registered, "Bridge", "net-h1-int")).toMatchObject({ name: "br-int", failMode: "secure" });
	expect(find(registered, "Vtep", "net-h1-vxlan")).toMatchObject({
		...{ bridge: "br-tun", name: "tvx", type: "vxlan", key: "flow", localIp: "192.0.2.1", peers: { h2: "192.0.2.2" } },
	});
	expect(find(registered, "Port", "net-h1-patch-tun")).toMatchObject({ bridge: "br-int", type: "patch", peer: "patch-int" });
	expect(find(registered, "Port", "net-h1-phy-br-ex")).toMatchObject({ bridge: "br-ex", peer: "int-br-ex" });
});

test("ports have their network's local VLAN and MTU; devices that exist keep their settings", async () => {
	const { overlay, registered } = await run({ flooding: "all" });
	expect((await resolved(overlay.localVlans.h1 as pulumi.Output<object>)).value).toEqual({ blue: 50, ext: 1, red: 2 });
	expect((await resolved(overlay.localVlans.h3 as pulumi.Output<object>)).value).toEqual({ blue: 50, red: 1 });
	expect((await resolved(overlay.mtus)).value).toEqual({ red: 1450, blue: 1458, ext: 1500 });
	expect(find(registered, "Port", "net-h1-r1")).toMatchObject({ type: "internal", tag: 2, mtu: 1450, netns: "r1", up: true });
	expect(find(registered, "Port", "net-h1-e1")).toMatchObject({ type: "internal", tag: 1, mtu: 1500, up: true });
	expect(find(registered, "Port", "net-h2-r2")).toEqual({ host: "h2", bridge: "br-int", name: "r2", type: "system", tag: 1 });
	expect(overlay.members).toEqual({ red: ["h1", "h2", "h3"], blue: ["h1", "h2", "h3"], ext: ["h1"] });
});

test("the other hosts know the addresses of a port, and do not without population", async () => {
	const flows = (registered: Registered[], table: number) => find(registered, "OpenFlowTable", `net-h1-br-tun-${table}`)?.flows;
	const { registered } = await run();
	expect(flows(registered, 20)).toContainEqual({
		...{ priority: 2, match: "reg0=0x2,dl_dst=02:00:00:00:00:02", actions: "set_tunnel:0x64,output:tvx-h2" },
	});
	expect(flows(registered, 21)).toContainEqual({
		...{
			priority: 1,
			match: "arp,reg0=0x2,vlan_tci=0x0000/0x1000,arp_tpa=10.0.0.2",
			actions: "set_field:0x020000000002->xreg1,resubmit(,23)",
		},
	});
	const without = (await run({ population: false })).registered;
	expect(flows(without, 20)).toEqual([{ priority: 0, match: "", actions: "resubmit(,22)" }]);
});

const trunk: ovs.OverlayTrunk = { subports: [{ name: "sub", network: "blue", segmentationId: 7, addresses: ["10.7.0.1/24"] }] };
const port = { host: "h1", network: "red", name: "t1", mac: "02:00:00:00:00:09" };

test("a trunk has its networks on its host, and its port on its bridge", async () => {
	const more = { host: "h3", network: "blue", name: "b3" };
	const { overlay, registered } = await run({ ports: [{ ...port, trunk }, more] });
	expect(find(registered, "Trunk", "net-h1-trunk-t1")).toMatchObject({
		...{ name: "t1", integrationBridge: "br-int", parent: { port: "t1", tag: 1 } },
		subports: [{ name: "sub", segmentationId: 7, tag: 50 }],
	});
	expect(find(registered, "Port", "net-h1-t1")).toMatchObject({ bridge: "tbr-t1", type: "internal" });
	expect(find(registered, "Port", "net-h1-t1")).not.toHaveProperty("tag");
	expect(overlay.members).toMatchObject({ red: ["h1"], blue: ["h1", "h3"] });
	expect(find(registered, "OpenFlowTable", "net-h3-br-tun-21")?.flows).toContainEqual(
		expect.objectContaining({
			match: "arp,reg0=0x32,vlan_tci=0x0000/0x1000,arp_tpa=10.7.0.1",
			actions: "set_field:0x020000000009->xreg1,resubmit(,23)",
		}),
	);
});

test("trunks and QinQ ports have room for their tags in the MTU", async () => {
	const { registered } = await run({
		ports: [
			{ host: "h1", network: "ext", name: "t1", trunk },
			{ host: "h1", network: "red", name: "q1", vlanMode: pulumi.output("dot1q-tunnel" as const) },
		],
	});
	expect(find(registered, "Port", "net-h1-t1")).toMatchObject({ mtu: 1458 });
	expect(find(registered, "Port", "net-h1-q1")).toMatchObject({ mtu: 1446 });
});

test.each<[string, pulumi.Input<"dot1q-tunnel">]>([
	["plain", "dot1q-tunnel"],
	["an output", pulumi.output("dot1q-tunnel" as const)],
])("no ARP replies are made for addresses behind a workload's own tags: vlanMode %s", async (_, vlanMode) => {
	const mac = (i: number) => `02:00:00:00:00:0${i}`;
	const ports = [1, 2].map((i) => ({
		...{ host: `h${i}`, network: "red", name: `q${i}`, mac: mac(i), addresses: ["10.0.0.1/24"], vlanMode },
	}));
	const { registered } = await run({ ports });
	expect(find(registered, "OpenFlowTable", "net-h1-br-tun-20")?.flows).toContainEqual(
		expect.objectContaining({ match: `reg0=0x1,dl_dst=${mac(2)}` }),
	);
	expect(find(registered, "OpenFlowTable", "net-h1-br-tun-21")?.flows).toHaveLength(1);
});

test("a trunk adds an existing device to its bridge itself; with VLAN interfaces its port is on the integration bridge", async () => {
	const externalIds = { "iface-id": "x" };
	const exists = await run({ ports: [{ ...port, type: "system", trunk, externalIds }] });
	expect([exists.overlay.trunks, exists.overlay.ports].map((of) => Object.keys(of.h1 ?? {}))).toEqual([["t1"], []]);
	expect(find(exists.registered, "Trunk", "net-h1-trunk-t1")).toMatchObject({ parent: { port: "t1", tag: 1, externalIds } });
	const { registered } = await run({ ports: [{ ...port, trunk: { ...trunk, mode: "vlan-interfaces" } }] });
	expect(find(registered, "Port", "net-h1-t1")).toMatchObject({ bridge: "br-int", tag: 1 });
});

const twin = (more: object) => ({ ports: [...(args.ports ?? []), { host: "h2", network: "red", name: "twin", ...more }] });
test.each<[string, Partial<ovs.OverlayNetworkArgs>, string]>([
	["a MAC address of many", twin({ mac: "01:00:00:00:00:01" }), "net: ports[3].mac: must be a unicast MAC address"],
	["a MAC address in another form", twin({ mac: "02-00-00-00-00-01" }), "net: ports[3].mac: must be a unicast MAC address"],
	[
		"an address that is none",
		twin({ mac: "02:00:00:00:00:03", addresses: ["10.0.0"] }),
		"net: ports[3].addresses[0]: must be an address",
	],
	[
		"a MAC address twice in a network",
		twin({ mac: "02:00:00:00:00:01" }),
		'net: ports[3].mac: 02:00:00:00:00:01 is already used by ports[0] in the network "red"',
	],
	[
		"an address twice",
		twin({ mac: "02:00:00:00:00:03", addresses: ["10.0.0.2/24"] }),
		"net: ports[3].addresses: 10.0.0.2 is already used by ports[1]",
	],
	[
		"an address twice, without a MAC address",
		twin({ addresses: ["10.0.0.2/24"] }),
		"net: ports[3].addresses: 10.0.0.2 is already used by ports[1]",
	],
	[
		"an IPv6 address twice, written in two ways",
		{
			ports: ["2001:db8::1/64", "2001:DB8:0::1/64"].map((a, i) => ({
				host: "h1",
				network: "red",
				name: `p${i}`,
				addresses: [a],
			})),
		},
		"net: ports[1].addresses: 2001:db8::1 is already used by ports[0]",
	],
	[
		"a subport of an unknown network",
		{ ports: [{ ...port, trunk: { subports: [{ name: "s", network: "x", segmentationId: 1 }] } }] },
		'net: ports[0].trunk.subports[0].network: "x" is not a network',
	],
	[
		"an underlay address with its length",
		{ hosts: [{ host: "h1", address: "192.0.2.1/24" }], ports: [] },
		"net: hosts[0].address: must be the host's underlay address without a prefix length",
	],
	["a tiny underlay", { underlayMtu: 100 }, "net: underlayMtu: the underlay's 100 bytes less 50"],
])("%s is refused at once", async (_, more, message) => {
	await expect(run(more)).rejects.toThrow(message);
});

test("a second overlay on a host is refused, and the error names the conflicting resource of the first", async () => {
	const { refused } = await start();
	const on = (...hosts: string[]) => ({
		hosts: args.hosts.map(({ host, address }) => ({ host, address })).filter(({ host }) => hosts.includes(String(host))),
	});
	const bridges = { integrationBridge: "br-int2", tunnelBridge: "br-tun2" };
	const networks = args.networks.slice(0, 2);
	await settled(new ovs.OverlayNetwork("one", { ...on("h1", "h2"), networks }));
	await settled(new ovs.OverlayNetwork("apart", { ...on("h3"), networks }));
	expect(refused).toEqual([]);
	await settled(new ovs.OverlayNetwork("two", { ...on("h1"), networks, ...bridges }));
	expect(refused).toEqual(
		["patch-tun", "patch-int"].map((p) =>
			expect.stringMatching(
				`two-h1-${p}: two-h1-${p} \\(h1/Port/${p}\\): one-h1-${p} \\(h1/Port/${p}\\) already declares Port/${p}: `,
			),
		),
	);
});

test("addresses may be outputs", async () => {
	const later = (args.ports ?? []).map((p) => ({
		...p,
		mac: pulumi.output(p.mac ?? "02:00:00:00:00:0A"),
		addresses: pulumi.output(["10.0.0.9/24"]),
	}));
	const { registered } = await run({ ports: later.slice(1, 2).concat({ ...later[0], addresses: undefined } as never) });
	expect(find(registered, "OpenFlowTable", "net-h1-br-tun-21")?.flows).toContainEqual(
		expect.objectContaining({ match: "arp,reg0=0x1,vlan_tci=0x0000/0x1000,arp_tpa=10.0.0.9" }),
	);
});
