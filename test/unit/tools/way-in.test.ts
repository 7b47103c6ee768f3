import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseSessionStart, sessionStart } from "../../../provider/tools/session-start";
import type { WayIn } from "../../../provider/tools/way-in";
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
	/** The options of patch ports and tunnels. */
	options?: Record<string, string>;
	/** The words of `ip route get` for each far end of a tunnel. */
	routes?: Record<string, string>;
	/** The endpoints and the mark that `wg show` prints of each device. */
	wireguard?: Record<string, { endpoints: string[]; fwmark?: string }>;
	/** The entries of the forwarding database of each VXLAN device. */
	fdb?: Record<string, string[]>;
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

function found({ route, address, links, ovs, parents = {}, options = {}, ...more }: Topology): WayIn | undefined {
	const bin = join(root, "bin");
	mkdirSync(bin, { recursive: true });
	const put = (name: string, answers: [string, string[]][], first = "") => {
		writeFileSync(
			join(bin, name),
			`#!/bin/sh\necho >>'${calls(name)}'\n${first}\ncase "$*" in\n${cases(answers)}\n*) exit 1 ;;\nesac\n`,
		);
		chmodSync(join(bin, name), 0o755);
	};
	const bare = (name: string) => name.split("@")[0] ?? "";
	const all = Object.entries(links).map(([name, words], i) => ({
		name,
		line: `${i + 2}: ${name}: <UP> mtu 1500 ${words}`,
		words,
	}));
	const on = (master: string) => all.filter(({ words }) => words.includes(`master ${master} `));
	put(
		"ip",
		[
			['*" addr show to "*', [`2: ${address ?? /dev (\S+)/.exec(route)?.[1]} inet6 2001:db8::1/64 scope global`]],
			['*" route get "*', [`2001:db8:9::9 from 2001:db8::1 ${route}`]],
			['*" rule show"', ["0:\tfrom all lookup 255", "32766:\tfrom all lookup 254"]],
			...all.map(({ name, line }): [string, string[]] => [`"-o -d link show dev ${bare(name)}"`, [line]]),
			...all.map(({ name }): [string, string[]] => [
				`"-o link show master ${bare(name)}"`,
				on(bare(name)).map(({ line }) => line),
			]),
		],
		`case "$*" in "-o -force -batch -") while read -r line; do ip-batch "$line"; done; exit ;; esac`,
	);
	const bridges = Object.entries(ovs ?? {});
	put("ovs-vsctl", [
		...bridges.flatMap(([bridge, ports]): [string, string[]][] => [
			[`*" br-exists ${bridge}"`, []],
			[`*" br-to-parent ${bridge}"`, [parents[bridge] ?? bridge]],
			[`*" list-ports ${bridge} -- list-ifaces ${bridge}"`, [...ports, ...ports]],
			...ports.map((port): [string, string[]] => [`*" iface-to-br ${port}"`, [bridge]]),
		]),
		[
			'*" --format=csv --no-headings --data=bare --columns=name,options find Interface type!=internal"',
			Object.entries(options).map(([name, options]) => `${name},${options}`),
		],
	]);
	const { routes = {}, wireguard = {}, fdb = {} } = more;
	put(
		"ip-batch",
		Object.entries(routes).map(([end, words]) => [`"route get ${end}"`, [`${end} ${words}`]]),
	);
	put(
		"wg",
		Object.entries(wireguard).flatMap(([name, { endpoints, fwmark = "off" }]): [string, string[]][] => [
			[`"show ${name} endpoints"`, endpoints.map((endpoint, i) => `key${i}=\t${endpoint}`)],
			[`"show ${name} fwmark"`, [fwmark]],
		]),
	);
	put(
		"bridge",
		Object.entries(fdb).map(([name, lines]) => [`"fdb show dev ${name}"`, lines]),
	);
	const net = join(root, "net");
	rmSync(net, { recursive: true, force: true });
	for (const { name } of all) mkdirSync(join(net, bare(name)), { recursive: true });
	const { argv } = sessionStart.reads["session-start"].call({ read: "session-start" });
	const here = argv.map((word) => word.replaceAll("/run/pulumi-ovs", join(root, "run")).replaceAll("/sys/class/net", net));
	const env = { PATH: `${bin}:${process.env.PATH}`, SSH_CONNECTION: "2001:db8:9::9 50000 2001:db8::1 22" };
	const { stdout, stderr } = spawnSync(here[0] ?? "", here.slice(1), { encoding: "utf8", env });
	expect(stderr).toBe("");
	return parseSessionStart(stdout).wayIn;
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
			options: {
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
		"WireGuard with a mark, whose peers are reached by two NICs",
		{
			route: "dev wg0",
			links: { wg0: "link/none promiscuity 0 wireguard addrgenmode none", eth0: nic, eth1: nic, eth2: nic },
			wireguard: { wg0: { endpoints: ["192.0.2.9:51820", "[2001:db8:7::9]:51820", "(none)"], fwmark: "0xca6c" } },
			routes: {
				"192.0.2.9": "via 192.0.2.254 dev eth0 src 192.0.2.1 uid 0 \\    cache",
				"2001:db8:7::9": "from :: via fe80::1 dev eth1 proto ra src 2001:db8:7::1 metric 1024 pref medium",
			},
		},
		{
			devices: ["wg0", "eth0", "eth1"],
			ends: [
				{ client: "192.0.2.9", server: "192.0.2.1" },
				{ client: "2001:db8:7::9", server: "2001:db8:7::1" },
			],
			...{ isMarked: true, isAdvertised: true },
		},
	],
	[
		"a VXLAN in a VRF, over a GRE tunnel",
		{
			route: "dev vx9",
			links: {
				vx9: `${nic} promiscuity 0 vxlan id 9 local 10.0.0.1 dev red srcport 0 0 dstport 4789`,
				red: "vrf table 77",
				gre1: "link/gre 192.0.2.1 peer 192.0.2.9 promiscuity 0 gre remote 192.0.2.9 local 192.0.2.1 ttl inherit",
				eth0: nic,
			},
			fdb: { vx9: ["00:00:00:00:00:00 dst 10.0.0.9 self permanent", "02:00:00:00:00:09 dst 10.0.0.9 self"] },
			routes: { "10.0.0.9": "dev gre1 src 10.0.0.1 uid 0", "192.0.2.9": "dev eth0 src 192.0.2.1 uid 0" },
		},
		{
			devices: ["vx9", "red", "gre1", "eth0"],
			...{ vrfs: ["red"], tables: [255, 254, 77] },
			ends: [
				{ client: "10.0.0.9", server: "10.0.0.1" },
				{ client: "192.0.2.9", server: "192.0.2.1" },
			],
		},
	],
	[
		"a tunnel device for many tunnels",
		{
			route: "via 2001:db8::7 dev tun encap ip6 id 5 src :: dst 2001:db8:5::9 hoplimit 0",
			links: { tun: `${nic} promiscuity 0 gretap external`, eth0: nic },
			routes: { "2001:db8:5::9": "from :: dev eth0 src 2001:db8:5::1 metric 1024" },
		},
		{ devices: ["tun", "eth0"], ends: [{ client: "2001:db8:5::9", server: "2001:db8:5::1" }] },
	],
	[
		"a bridge of Open vSwitch with tunnels, beside tunnels of another bridge",
		{
			route: "dev br-mg",
			links: { "br-mg": local, br1: local, eth0: nic, eth1: nic },
			ovs: { "br-mg": ["vx1", "vx2", "vx3"], br1: ["vx4"] },
			options: {
				vx1: '"key=9 remote_ip=192.0.2.9"',
				vx2: "remote_ip=192.0.2.8",
				vx3: '"key=flow remote_ip=flow"',
				vx4: "remote_ip=192.0.2.7",
			},
			routes: { "192.0.2.9": "dev eth0 src 192.0.2.1 uid 0", "192.0.2.7": "dev eth1 src 192.0.3.1 uid 0" },
		},
		{
			devices: ["br-mg", "vx1", "vx2", "vx3", "eth0"],
			...{ bridges: ["br-mg"], ends: [{ client: "192.0.2.9", server: "192.0.2.1" }] },
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
	const { devices: wanted = [], ends = [], ...more } = way;
	expect([...devices].sort()).toEqual([...wanted].sort());
	expect(rest).toEqual({
		...{ ends: [{ client: "2001:db8:9::9", server: "2001:db8::1" }, ...ends], tables: [255, 254] },
		...{ bridges: [], linuxBridges: [], vrfs: [], isAdvertised: false, isMarked: false },
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
