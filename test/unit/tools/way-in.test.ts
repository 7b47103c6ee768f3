import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseWayIn, type WayIn, wayIn } from "../../../provider/tools/way-in";
import { temporaryFolder } from "../../support/temporary";

/** A host, in the output of its tools. */
interface Topology {
	/** The device with the address of the connection. Default: that of the route back. */
	address?: string;
	/** The words of `ip route get` after the addresses. */
	route: string;
	/** The words of `ip -d link show` after the name. A name may have the device below it: "eth0.5@eth0". */
	links: Record<string, string>;
	/** The ports of each bridge of Open vSwitch. */
	ovs?: Record<string, string[]>;
	/** The parent of each fake bridge. */
	parents?: Record<string, string>;
	/** The options of each patch port. */
	patches?: Record<string, string>;
}

const root = temporaryFolder("ovs-way-in");

const cases = (answers: [pattern: string, lines: string[]][]) =>
	answers
		.map(([pattern, lines]) => `${pattern}) ${lines.map((line) => `printf '%s\\n' '${line}'`).join("; ") || ":"} ;;`)
		.join("\n");

/** A file with one line for each call of a tool. */
const calls = (name: string) => join(root, `calls-${name}`);

/** The calls of ovs-vsctl by which the way in is found. */
function callsOf(topology: Topology): number {
	rmSync(calls("ovs-vsctl"), { force: true });
	found(topology);
	return existsSync(calls("ovs-vsctl")) ? readFileSync(calls("ovs-vsctl"), "utf8").length : 0;
}

function found({ route, address, links, ovs, parents = {}, patches = {} }: Topology): WayIn | undefined {
	const bin = join(root, "bin");
	mkdirSync(bin, { recursive: true });
	const put = (name: string, answers: [string, string[]][]) => {
		writeFileSync(join(bin, name), `#!/bin/sh\necho >>'${calls(name)}'\ncase "$*" in\n${cases(answers)}\n*) exit 1 ;;\nesac\n`);
		chmodSync(join(bin, name), 0o755);
	};
	const bare = (name: string) => name.split("@")[0] ?? "";
	const all = Object.entries(links).map(([name, words], i) => ({
		name,
		line: `${i + 2}: ${name}: <UP> mtu 1500 ${words}`,
		words,
	}));
	const on = (master: string) => all.filter(({ words }) => words.includes(`master ${master} `));
	put("ip", [
		['*" addr show to "*', [`2: ${address ?? /dev (\S+)/.exec(route)?.[1]} inet6 2001:db8::1/64 scope global`]],
		['*" route get "*', [`2001:db8:9::9 from 2001:db8::1 ${route}`]],
		['*" rule show"', ["0:\tfrom all lookup 255", "32766:\tfrom all lookup 254"]],
		...all.map(({ name, line }): [string, string[]] => [`"-o -d link show dev ${bare(name)}"`, [line]]),
		...all.map(({ name }): [string, string[]] => [`"-o link show master ${bare(name)}"`, on(bare(name)).map(({ line }) => line)]),
	]);
	const bridges = Object.entries(ovs ?? {});
	put("ovs-vsctl", [
		...bridges.flatMap(([bridge, ports]): [string, string[]][] => [
			[`*" br-exists ${bridge}"`, []],
			[`*" br-to-parent ${bridge}"`, [parents[bridge] ?? bridge]],
			[`*" list-ports ${bridge} -- list-ifaces ${bridge}"`, [...ports, ...ports]],
			...ports.map((port): [string, string[]] => [`*" iface-to-br ${port}"`, [bridge]]),
		]),
		[
			'*" --format=csv --no-headings --data=bare --columns=name,options find Interface type=patch"',
			Object.entries(patches).map(([name, options]) => `${name},${options}`),
		],
	]);
	const { argv } = wayIn.reads["way-in"].call({ read: "way-in" });
	const here = argv.map((word) => word.replaceAll("/run/pulumi-ovs", join(root, "run")));
	const env = { PATH: `${bin}:${process.env.PATH}`, SSH_CONNECTION: "2001:db8:9::9 50000 2001:db8::1 22" };
	const { stdout, stderr } = spawnSync(here[0] ?? "", here.slice(1), { encoding: "utf8", env });
	expect(stderr).toBe("");
	return parseWayIn(stdout).wayIn;
}

const nic = "link/ether 02:00:00:00:00:01";
const local = `${nic} promiscuity 0 openvswitch addrgenmode none`;
const port = "master ovs-system link/ether 02:00:00:00:00:01 promiscuity 1 openvswitch_slave";
const linuxBridge = `${nic} bridge forward_delay 1500`;

const topologies: [what: string, topology: Topology, way: Partial<WayIn>][] = [
	["a NIC", { route: "dev eth0", links: { eth0: nic, eth1: nic } }, { devices: ["eth0"] }],
	[
		"a VLAN on a bond in a VRF",
		{
			route: "dev bond0.5",
			links: {
				"bond0.5@bond0": "master red link/ether",
				bond0: `${nic} bond mode 802.3ad`,
				eth0: "master bond0 link",
				red: "vrf table 77",
			},
		},
		{ devices: ["bond0.5", "bond0", "red", "eth0"], vrfs: ["red"], tables: [255, 254, 77] },
	],
	[
		"a Linux bridge",
		{ route: "dev br0", links: { br0: linuxBridge, eth0: "master br0 link/ether", tap1: "master br0 link/ether" } },
		{ devices: ["br0", "eth0", "tap1"], linuxBridges: ["br0"] },
	],
	[
		"a veth pair into a Linux bridge",
		{
			route: "dev va",
			links: { "va@vb": nic, "vb@va": "master br0 link/ether", br0: linuxBridge, eth0: "master br0 link/ether" },
		},
		{ devices: ["va", "vb", "br0", "eth0"], linuxBridges: ["br0"] },
	],
	[
		"a bridge of Open vSwitch",
		{ route: "dev br-mg", links: { "br-mg": local, eth0: port, eth1: port }, ovs: { "br-mg": ["eth0"], br1: ["eth1"] } },
		{ devices: ["br-mg", "eth0"], bridges: ["br-mg"] },
	],
	[
		"a fake bridge, whose NIC is on its parent",
		{
			route: "dev vlan5",
			links: { vlan5: local, br0: local, eth0: port },
			ovs: { br0: ["eth0"], vlan5: [] },
			parents: { vlan5: "br0" },
		},
		{ devices: ["vlan5", "br0", "eth0"], bridges: ["vlan5", "br0"] },
	],
	[
		"bridges of Open vSwitch that patch ports connect, also in a circle",
		{
			route: "dev br-mg",
			links: { "br-mg": local, "br-int": local, "br-ex": local, "br-far": local, eth0: port, eth1: port },
			ovs: {
				"br-mg": ["mg-int"],
				"br-int": ["int-mg", "int-ex", "vx1"],
				"br-ex": ["ex-int", "eth0", "half"],
				"br-far": ["far", "eth1"],
			},
			patches: {
				"mg-int": "peer=int-mg",
				"int-mg": '"x=1,2 peer=mg-int"',
				"int-ex": "key=a peer=ex-int other=b",
				"ex-int": "peer=int-ex",
				half: "peer=none",
				far: "",
			},
		},
		{
			devices: ["br-mg", "mg-int", "int-mg", "br-int", "int-ex", "vx1", "ex-int", "br-ex", "eth0", "half", "none"],
			bridges: ["br-mg", "br-int", "br-ex"],
		},
	],
	[
		"a route of a router advertisement",
		{ route: "via fe80::1 dev eth0 proto ra src 2001:db8::1 metric 1024 pref medium", links: { eth0: nic } },
		{ devices: ["eth0"], isAdvertised: true },
	],
	[
		"a route of the kernel",
		{ route: "dev eth0 proto kernel src 2001:db8::1", address: "dum0", links: { eth0: nic, dum0: nic } },
		{ devices: ["dum0", "eth0"] },
	],
];

test.each(topologies)("the way in leads over %s", (_, topology, way) => {
	const { devices = [], ...rest } = found(topology) ?? {};
	const { devices: wanted = [], ...more } = way;
	expect([...devices].sort()).toEqual([...wanted].sort());
	expect(rest).toEqual({
		...{ client: "2001:db8:9::9", server: "2001:db8::1", tables: [255, 254] },
		...{ bridges: [], linuxBridges: [], vrfs: [], isAdvertised: false },
		...more,
	});
});

test.each(topologies)("further ports of the bridges cost no call of ovs-vsctl where the way in leads over %s", (_, topology) => {
	const { ovs = {}, links } = topology;
	const more = (bridge: string) => Array.from({ length: 20 }, (_, i) => `${bridge}-${i}`);
	const names = Object.keys(ovs);
	const larger = {
		...topology,
		links: { ...links, ...Object.fromEntries(names.flatMap(more).map((name) => [name, port])) },
		ovs: Object.fromEntries(names.map((bridge) => [bridge, [...(ovs[bridge] ?? []), ...more(bridge)]])),
	};
	expect(callsOf(larger)).toBe(callsOf(topology));
	// For each bridge: that of an interface, its parent and its ports. Once: the patch ports. Two for a peer that is not there.
	expect(callsOf(topology)).toBeLessThanOrEqual(3 * names.length + 3);
});
