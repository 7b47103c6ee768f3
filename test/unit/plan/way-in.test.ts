import { Facts } from "../../../provider/model/facts";
import { planUndo } from "../../../provider/plan/undo";
import { touchedParts } from "../../../provider/plan/way-in";
import type { BridgeStep } from "../../../provider/tools/bridge";
import type { IpStep } from "../../../provider/tools/ip-step";
import type { Step } from "../../../provider/tools/list";
import { ovsReading, ovsTables, type Row, type Table } from "../../../provider/tools/ovs-listing";
import type { OvsStep } from "../../../provider/tools/ovs-step";
import { parseSessionStart } from "../../../provider/tools/session-start";
import type { WayIn } from "../../../provider/tools/way-in";
import { factsOf } from "../support/compact";

/** The address is on the local port of br-mg, of which eth0 is a port. */
const wayIn: WayIn = {
	...{ ends: [{ client: "198.51.100.9", server: "192.0.2.1" }], tables: [255, 254, 253] },
	...{ devices: ["br-mg", "eth0"], bridges: ["br-mg"], linuxBridges: [], vrfs: [], isAdvertised: false, isMarked: false },
};
const overIpv6: WayIn = { ...wayIn, ends: [{ client: "2001:db8:9::9", server: "2001:db8:1::1" }] };
/** WireGuard over IPv6, whose packets have a mark. */
const overTunnel: WayIn = {
	...wayIn,
	ends: [...wayIn.ends, { client: "2001:db8:9::9", server: "2001:db8:1::1" }],
	...{ devices: ["wg0", "eth1"], bridges: [], isMarked: true },
};
const overLinuxBridge: WayIn = { ...wayIn, devices: ["br0", "eth0"], bridges: [], linuxBridges: ["br0"] };

const ip = (line: string, more: Partial<IpStep> = {}): Step => ({
	...{ tool: "ip", phase: "settings", netns: "", args: line.split(" ") },
	...more,
});
const bridgeLine = (...args: BridgeStep["args"]): Step => ({ tool: "bridge", phase: "fdb", netns: "", args });
const ovs = (step: Partial<OvsStep>): Step => ({ tool: "ovs", phase: "rows", ...step }) as Step;
const nft = (...statements: string[]): Step => ({ tool: "nft", phase: "nft", netns: "", statements });
const sysctl = (key: string, value = "1"): Step => ({ tool: "sysctl", phase: "sysctl", netns: "", key, value });
const chain = (hook: string, family = "inet") => `add chain ${family} t c { type filter hook ${hook} priority 0; policy drop; }`;

const before = factsOf([{ read: "nft", netns: "", family: "inet", name: "old" }], {
	nft: {
		"": {
			"inet old": [
				"table inet old { # handle 1",
				"  chain in { # handle 2",
				"    type filter hook input priority filter; policy accept;",
				"  }",
				"}",
			],
		},
	},
});
const touched = (step: Step) => touchedParts([step], before, wayIn);

const cutting: [string, Step][] = [
	["device eth0", ip("link set dev eth0 down")],
	["bridge br-mg", ip("addr del 192.0.2.1/24 dev br-mg")],
	["device eth0", ip("link set dev eth0 master red")],
	["address 198.51.100.1/24", ip("addr add 198.51.100.1/24 dev dummy0")],
	["address 192.0.2.1/32", ip("addr add 192.0.2.1/32 dev dummy0")],
	["route default", ip("route del default table 254 proto 250")],
	["route 198.51.100.0/24", ip("route add blackhole 198.51.100.0/24 table 254 proto 250")],
	["policy rule 50", ip("rule add pref 50 from all table 77 protocol 250")],
	["policy rule 51", ip("rule add not pref 51 from 10.0.0.0/8 table 77 protocol 250")],
	["policy rule 52", ip("rule add pref 52 from 192.0.2.0/24 table 77 protocol 250")],
	["device eth0", ip("link add dev m0 link eth0 type macvlan mode passthru")],
	["device eth0", ip("link add dev link address 02:00:00:00:00:01 link eth0 type macvtap mode passthru")],
	["device eth0", bridgeLine("vlan", "del", "dev", "eth0", "vid", "1-4094")],
	["device eth0", bridgeLine("fdb", "del", "00:00:00:00:00:00", "dev", "eth0", "dst", "198.51.100.9")],
	["neighbor 198.51.100.254", ip("neigh replace 198.51.100.254 dev eth0 lladdr 02:00:00:00:00:01 nud permanent protocol 250")],
	["neighbor 192.0.2.7", ip("neigh del proxy 192.0.2.7 dev br-mg")],
	["the rule for the local table", { tool: "local-rule", phase: "local-rule", netns: "", position: "last" }],
	["bridge br-mg", ovs({ op: "insert", table: "Port", name: "p1", bridge: "br-mg", interfaces: ["p1"] })],
	["device eth0", ovs({ op: "insert", table: "Port", name: "eth0", bridge: "br0", interfaces: ["eth0"] })],
	["device eth0", ovs({ op: "delete", table: "Port", name: "eth0", phase: "delete-rows" })],
	["bridge br-mg", ovs({ op: "set", table: "Bridge", name: "br-mg", columns: { fail_mode: "secure" } })],
	["bridge br-mg", { tool: "fail-mode", phase: "fail-modes", bridge: "br-mg" }],
	["bridge br-mg", { tool: "ofctl", phase: "flows", bridge: "br-mg", bundle: true, lines: ["add actions=drop"] }],
	["device eth0", { tool: "uplink", phase: "uplinks", bridge: "br0", nic: "eth0", rows: [], undo: [] }],
	["nft table inet t", nft("add table inet t", chain("input"))],
	["nft table ip t", nft("add table ip t", chain("prerouting", "ip"))],
	["nft table inet old", nft("add rule inet old in drop")],
	["nft table netdev t", nft("add chain netdev t c { type filter hook ingress device eth0 priority 0; }")],
	["sysctl net/ipv4/conf/all/rp_filter", sysctl("net/ipv4/conf/all/rp_filter")],
	["sysctl net/ipv4/conf/eth0/rp_filter", sysctl("net/ipv4/conf/eth0/rp_filter")],
];

test.each(cutting)("%s may cut the way in", (part, step) => {
	expect(touched(step)).toEqual([part]);
});

const harmless: Step[] = [
	ip("link set dev eth1 down"),
	ip("link set dev eth0 alias pulumi-ovs:demo/dev"),
	ip("link add dev eth0.5 link eth0 type vlan id 5"),
	ip("link add dev m0 link eth0 type macvlan mode bridge"),
	ip("link add dev m0 link eth1 type macvlan mode passthru"),
	ip("link add dev m0 link eth0 type macvlan mode passthru", { netns: "blue" }),
	bridgeLine("fdb", "append", "00:00:00:00:00:00", "dev", "vx1", "dst", "198.51.100.9"),
	ip("link set dev eth0 down", { netns: "blue" }),
	ip("addr add 10.0.0.1/24 dev dummy0"),
	ip("route add 10.0.0.0/8 table 254 proto 250 dev eth0"),
	ip("route add default table 77 proto 250 dev eth1"),
	ip("route add default vrf red proto 250 dev eth1"),
	ip("route add default table 254 proto 250 dev eth1", { family: 6 }),
	ip("rule add pref 50 from all fwmark 0x1 table 77 protocol 250"),
	ip("rule add pref 50 from 10.0.0.0/8 table 77 protocol 250"),
	ip("rule add pref 50 from all iif eth1 table 77 protocol 250"),
	ip("rule add pref 50 from all table 77 protocol 250", { family: 6 }),
	ip("neigh replace 198.51.100.254 dev eth1 lladdr 02:00:00:00:00:01 nud permanent protocol 250"),
	ip("neigh replace 2001:db8::1 dev eth0 lladdr 02:00:00:00:00:01 nud permanent protocol 250"),
	ip("neigh del 198.51.100.254 dev eth0", { netns: "blue" }),
	ovs({ op: "insert", table: "Port", name: "vx1", bridge: "br-tun", interfaces: ["vx1"] }),
	ovs({ op: "set", table: "Interface", name: "vx1", columns: { type: "vxlan" } }),
	ovs({ op: "put", table: "Bridge", name: "br-mg", column: "external_ids", entries: { a: "b" } }),
	{ tool: "ofctl", phase: "flows", bridge: "br-tun", bundle: true, lines: ["add actions=drop"] },
	nft("add table inet t", chain("forward")),
	nft("add table inet t", "add chain inet t c"),
	nft("add table ip6 t", chain("input", "ip6")),
	nft("add chain netdev t c { type filter hook ingress device eth1 priority 0; }"),
	sysctl("net/ipv4/conf/all/rp_filter", "2"),
	sysctl("net/ipv4/conf/all/send_redirects", "0"),
	sysctl("net/ipv4/ip_forward"),
	sysctl("net/ipv4/conf/eth1/rp_filter"),
	sysctl("net/ipv6/conf/all/disable_ipv6"),
];

test.each(harmless.map((step) => [JSON.stringify(step), step] as const))("%s does not count", (_, step) => {
	expect(touched(step)).toEqual([]);
});

test.each([
	["ovs-system", "openvswitch", ["device eth0"]],
	["br0", "bridge", ["device eth0"]],
	["red", "vrf", []],
])("a VLAN on a device whose master is %s", (master, kind, parts) => {
	const links = { eth0: { master }, [master]: { kind } };
	const facts = factsOf([{ read: "links", netns: "" }], { links: { "": links } });
	expect(touchedParts([ip("link add dev eth0.5 link eth0 type vlan id 5")], facts, wayIn)).toEqual(parts);
});

test.each<[string | undefined, Step]>([
	["device wg0", ip("link set dev wg0 down")],
	["device eth1", ip("link set dev eth1 down")],
	["address 2001:db8:1::1/128", ip("addr add 2001:db8:1::1/128 dev dummy0")],
	["route 2001:db8:9::/48", ip("route add 2001:db8:9::/48 table 254 proto 250 dev eth2", { family: 6 })],
	["policy rule 50", ip("rule add pref 50 from all fwmark 0x1 table 77 protocol 250")],
	["policy rule 51", ip("rule add pref 51 from all to 2001:db8:9::/48 table 77 protocol 250", { family: 6 })],
	["neighbor fe80::1", ip("neigh replace fe80::1 dev eth1 lladdr 02:00:00:00:00:01 nud permanent protocol 250")],
	["nft table ip t", nft("add table ip t", chain("input", "ip"))],
	["nft table ip6 t", nft("add table ip6 t", chain("input", "ip6"))],
	["sysctl net/ipv6/conf/all/disable_ipv6", sysctl("net/ipv6/conf/all/disable_ipv6")],
	["sysctl net/ipv4/conf/all/rp_filter", sysctl("net/ipv4/conf/all/rp_filter")],
	[undefined, ip("link set dev eth0 down")],
	[undefined, ip("route add 2001:db8:7::/48 table 254 proto 250 dev eth2", { family: 6 })],
	[undefined, ip("rule add pref 51 from 10.0.0.0/8 fwmark 0x1 table 77 protocol 250")],
])("over a tunnel: %s", (part, step) => {
	expect(touchedParts([step], before, overTunnel)).toEqual(part === undefined ? [] : [part]);
});

describe("nft tables count by the chains that they have or get", () => {
	const hooksOf: Record<string, string[]> = {
		...Object.fromEntries(
			["ip", "ip6", "inet", "bridge"].map((family) => [family, ["prerouting", "input", "forward", "output", "postrouting"]]),
		),
		arp: ["input", "output"],
		netdev: ["ingress", "egress"],
	};
	const ofHost = ["prerouting", "input", "output", "postrouting"];
	interface Case {
		family: string;
		hook: string;
		device?: string;
	}
	const all: Case[] = [
		...Object.entries(hooksOf).flatMap(([family, hooks]) =>
			hooks.flatMap((hook) =>
				family === "netdev" ? ["eth0", "eth1", "e*", "x*"].map((device) => ({ family, hook, device })) : [{ family, hook }],
			),
		),
		...["eth0", "eth1"].map((device) => ({ family: "inet", hook: "ingress", device })),
	];
	const ways: [what: string, way: WayIn, counts: (one: Case) => boolean][] = [
		["IPv4", wayIn, ({ family, hook }) => ["ip", "inet", "arp"].includes(family) && ofHost.includes(hook)],
		["IPv6", overIpv6, ({ family, hook }) => ["ip6", "inet"].includes(family) && ofHost.includes(hook)],
		[
			"IPv4 over a Linux bridge",
			overLinuxBridge,
			({ family, hook }) => family === "bridge" || (["ip", "inet", "arp"].includes(family) && ofHost.includes(hook)),
		],
	];
	const isOfWay = (device: string | undefined) => device === "eth0" || device === "e*";

	test.each(ways)("over %s", (_, way, counts) => {
		for (const one of all) {
			const { family, hook, device } = one;
			const base = (on: string) => `type filter hook ${hook} ${on}priority filter; policy accept;`;
			const standing = [
				`table ${family} t { # handle 1`,
				"  chain c { # handle 2",
				`    ${base(device ? `device "${device}" ` : "")}`,
				"  }",
				"}",
			];
			const fact = { read: "nft", netns: "", family, name: "t" } as const;
			const known = factsOf([fact], { nft: { "": { [`${family} t`]: standing } } });
			const unknown = factsOf([fact], {});
			const wanted = counts(one) || isOfWay(device) ? [`nft table ${family} t`] : [];
			const added = nft(`add chain ${family} t c { ${base(device ? `devices = { eth7, ${device} } ` : "")}}`);
			for (const [step, facts] of [
				[added, unknown],
				[nft(`add rule ${family} t c drop`), known],
				[nft(`delete table ${family} t`), known],
				[nft(`flush chain ${family} t c`), known],
			] as const)
				expect([one, step, touchedParts([step], facts, way)]).toEqual([one, step, wanted]);
			expect(touchedParts([nft(`add rule ${family} t c drop`)], unknown, way)).toEqual([]);
			expect(touchedParts([nft(`add rule ${family} other c drop`)], known, way)).toEqual([]);
		}
	});
});

describe("sysctls count by what the kernel reads them for", () => {
	const advertised = { ...overIpv6, isAdvertised: true };
	const overVrf = { ...wayIn, devices: ["eth0", "red"], vrfs: ["red"] };
	const ways: [what: string, way: WayIn, counting: [key: string, value?: string][], others: [key: string, value?: string][]][] = [
		[
			"IPv4",
			wayIn,
			[
				["net/ipv4/conf/all/arp_ignore", "8"],
				["net/ipv4/conf/default/arp_ignore", "8"],
				["net/ipv4/conf/eth0/proxy_arp", "0"],
				["net/ipv4/neigh/eth0/mcast_solicit"],
				["net/ipv4/neigh/default/gc_thresh3"],
				["net/ipv4/tcp_mem", "1 1 1"],
				["net/ipv4/tcp_fwmark_accept"],
				["net/netfilter/nf_conntrack_max"],
				["net/netfilter/nf_conntrack_tcp_loose", "0"],
				["net/nf_conntrack_max"],
			],
			[
				["net/ipv4/conf/default/rp_filter", "2"],
				["net/ipv4/conf/default/forwarding"],
				["net/ipv4/conf/eth1/arp_ignore", "8"],
				["net/ipv4/tcp_l3mdev_accept", "0"],
				["net/ipv4/tcp_congestion_control", "bbr"],
				["net/ipv6/conf/all/disable_ipv6"],
				["net/ipv6/conf/all/forwarding"],
				["net/ipv6/neigh/default/gc_thresh3"],
				["net/ipv6/route/max_size"],
				["net/bridge/bridge-nf-call-iptables"],
				["net/core/somaxconn"],
			],
		],
		[
			"IPv6",
			overIpv6,
			[
				["net/ipv6/conf/all/disable_ipv6"],
				["net/ipv6/conf/eth0/disable_ipv6"],
				["net/ipv6/conf/eth0/accept_ra", "0"],
				["net/ipv6/neigh/default/gc_thresh3"],
				["net/ipv6/route/max_size"],
			],
			[
				["net/ipv6/conf/all/forwarding"],
				["net/ipv6/conf/eth0/forwarding"],
				["net/ipv6/conf/default/disable_ipv6"],
				["net/ipv6/conf/eth1/disable_ipv6"],
				["net/ipv4/conf/all/rp_filter"],
			],
		],
		[
			"a route of a router advertisement",
			advertised,
			[["net/ipv6/conf/all/forwarding"], ["net/ipv6/conf/eth0/forwarding"], ["net/ipv6/conf/eth1/forwarding", "2"]],
			[["net/ipv6/conf/all/forwarding", "0"], ["net/ipv6/conf/default/forwarding"], ["net/ipv4/ip_forward"]],
		],
		[
			"a VRF",
			overVrf,
			[["net/ipv4/tcp_l3mdev_accept", "0"], ["net/ipv4/udp_l3mdev_accept", "0"], ["net/ipv4/conf/red/rp_filter"]],
			[["net/vrf/strict_mode"]],
		],
		["a Linux bridge", overLinuxBridge, [["net/bridge/bridge-nf-call-iptables"]], [["net/ipv4/udp_l3mdev_accept"]]],
	];

	test.each(ways)("over %s", (_, way, counting, others) => {
		for (const [key, value] of counting) expect(touchedParts([sysctl(key, value)], before, way)).toEqual([`sysctl ${key}`]);
		for (const [key, value] of others) expect([key, touchedParts([sysctl(key, value)], before, way)]).toEqual([key, []]);
	});
});

describe("rows of Open vSwitch count by the bridge and port that refer to them", () => {
	/** Two bridges with a row of each table. */
	const bridge = (port: string) => ({
		ports: { [port]: { qos: `qos-${port}` } },
		mirrors: { [`m-${port}`]: { output_port: [port] } },
		controllers: [{ target: `tcp:${port}` }],
		flow_tables: { 0: { name: port } },
		auto_attach: { system_name: port },
		...{ sflow: `s-${port}`, netflow: `n-${port}`, ipfix: `i-${port}` },
	});
	const ofBoth = <T>(row: (port: string) => [string, T]) => Object.fromEntries(["eth0", "eth1"].map(row));
	const facts = factsOf([{ read: "ovs" }], {
		ovs: {
			bridges: { "br-mg": bridge("eth0"), br1: bridge("eth1") },
			qos: ofBoth((port) => [`qos-${port}`, { type: "linux-htb", queues: { 0: `queue-${port}` } }]),
			queues: ofBoth((port) => [`queue-${port}`, {}]),
			sflows: ofBoth((port) => [`s-${port}`, {}]),
			netflows: ofBoth((port) => [`n-${port}`, {}]),
			ipfixes: ofBoth((port) => [`i-${port}`, {}]),
			collectorSets: { set0: { bridge: "br-mg", id: 1 }, set1: { bridge: "br1", id: 1 } },
			managers: { "ptcp:6640": {} },
			ssl: { private_key: "k" },
		},
	} as never);
	const { ovs: known } = facts;

	/** The part of the way in that a row of the first bridge is; undefined for rows that can't cut the way in. */
	const parts: Record<Table, string | undefined> = {
		...{ Open_vSwitch: "other_config of Open vSwitch", Bridge: "bridge br-mg", Port: "device eth0", Interface: "device eth0" },
		...{ Mirror: "bridge br-mg", QoS: "device eth0", Queue: "device eth0" },
		...{ Controller: "bridge br-mg", Flow_Table: "bridge br-mg", AutoAttach: "bridge br-mg" },
		...{ sFlow: undefined, NetFlow: undefined, IPFIX: undefined, Flow_Sample_Collector_Set: undefined },
		...{ Manager: undefined, SSL: undefined },
	};

	test.each(Object.entries(ovsTables))("%s", (name, listing) => {
		const table = name as Table;
		const rows =
			"as" in listing ? ([...(known[listing.as] as Map<string, Row>)] as [string, Row][]) : [[".", known.root] as const];
		expect(rows.length).toBeGreaterThan(0);
		const found = new Set<string | undefined>();
		for (const [key] of rows) {
			const all = [
				ovs({ op: "set", table, name: key, columns: { other_config: { a: "b" } } } as never),
				ovs({ op: "put", table, name: key, column: "other_config", entries: { a: "b" } }),
				ovs({ op: "remove", table, name: key, column: "other_config", keys: ["a"] }),
			].map((step) => touchedParts([step], facts, wayIn));
			expect(new Set(all.map(String)).size).toBe(1);
			found.add(all[0]?.[0]);
			const mark = ovs({ op: "put", table, name: key, column: "external_ids", entries: { a: "b" } });
			expect(touchedParts([mark], facts, wayIn)).toEqual([]);
		}
		expect(found.has(parts[table])).toBe(true);
		// The rows of the other bridge do not count.
		expect([...found].filter((part) => part !== undefined && !/eth0|br-mg|Open/.test(part))).toEqual([]);
		if (table !== "Open_vSwitch") expect(found.has(undefined)).toBe(true);
	});

	test("rows of Open vSwitch are looked at once for all steps, and not at all where no bridge carries the connection", () => {
		let looks = 0;
		const ports = new Map(known.ports);
		for (const [name, row] of ports)
			ports.set(
				name,
				new Proxy(row, {
					ownKeys: (target) => {
						looks++;
						return Reflect.ownKeys(target);
					},
				}),
			);
		const set = (name: string) => ovs({ op: "put", table: "Queue", name, column: "other_config", entries: { a: "b" } });
		const steps = [...known.queues.keys()].map(set);
		const spied = { ...known, ports };
		const counted = Facts.from([[{ read: "ovs" }, { ...ovsReading(facts), ovs: spied }]]);
		expect([touchedParts(steps, counted, overLinuxBridge), looks]).toEqual([[], 0]);
		expect([touchedParts([...steps, ...steps], counted, wayIn), looks]).toEqual([["device eth0"], ports.size]);
	});

	test("settings of all bridges do not count where no bridge carries the connection", () => {
		const step = ovs({
			op: "put",
			table: "Open_vSwitch",
			name: ".",
			column: "other_config",
			entries: { "flow-restore-wait": "true" },
		});
		expect(touchedParts([step], facts, overLinuxBridge)).toEqual([]);
	});
});

describe("services and packages", () => {
	const asked = ["nftables", "ssh", "networking", "openvswitch-switch", "wg-quick@wg0", "chrony"].map(
		(name) => ({ read: "service", name }) as const,
	);
	const ovsPackage = { read: "package", name: "openvswitch-switch" } as const;
	const start = (...names: string[]): Step => ({ tool: "systemctl", phase: "services", names });
	const install = (...names: string[]): Step => ({ tool: "packages", phase: "packages", names });
	const off = factsOf([...asked, ovsPackage], { setup: { packages: { "openvswitch-switch": "3.1.0" } } });

	test.each([
		[start("chrony", "nftables"), ["service nftables"]],
		[start("ssh"), ["service ssh"]],
		[start("networking"), ["service networking"]],
		[start("wg-quick@wg0"), ["service wg-quick@wg0"]],
		[start("openvswitch-switch"), ["service openvswitch-switch"]],
		[install("tcpdump", "firewalld"), ["package firewalld"]],
		[start("chrony"), []],
		[install("openvswitch-switch", "nftables"), []],
	])("%j", (step, parts) => {
		expect(touchedParts([step], off, wayIn)).toEqual(parts);
		const undo = () => planUndo([{ operation: {} as never, steps: [step], factsBefore: off }], off);
		if (parts.length > 0)
			expect(undo).toThrow(
				/^it (starts service|installs package) .*stopping the service does not undo what the service has changed$/,
			);
		else expect(undo()).toEqual({ saves: [], calls: [] });
	});

	test("a service that runs already is only enabled, and Open vSwitch that is installed only now has no bridges", () => {
		const running = factsOf([...asked, ovsPackage], { setup: { services: { nftables: "active disabled" } } });
		expect(touchedParts([start("nftables"), start("openvswitch-switch")], running, wayIn)).toEqual([]);
	});
});

test("what the host prints of the way in and of undone changes is read", () => {
	const text = `undone
about demo/dev: Link/eth0
said RTNETLINK answers: File exists
said Command failed -:3
ends 198.51.100.9 192.0.2.1
table 255
table 254
device br-mg
bridge br-mg
device eth0
`;
	expect(parseSessionStart(text)).toEqual({
		undone: [{ about: "demo/dev: Link/eth0", said: "RTNETLINK answers: File exists; Command failed -:3" }],
		unwatched: [],
		records: [],
		intents: new Map(),
		wayIn: { ...wayIn, tables: [255, 254] },
	});
	expect(parseSessionStart("")).toEqual({ undone: [], unwatched: [], records: [], intents: new Map() });
});
