import { touchedParts } from "../../../provider/plan/way-in";
import type { IpStep } from "../../../provider/tools/ip";
import type { OvsStep } from "../../../provider/tools/ovs-vsctl";
import type { Step } from "../../../provider/tools/step";
import { parseWayIn, type WayIn } from "../../../provider/tools/way-in";
import { factsOf } from "../support/compact";

/** The address is on the local port of br-mg, of which eth0 is a port. */
const wayIn: WayIn = {
	...{ client: "198.51.100.9", server: "192.0.2.1", tables: [255, 254, 253] },
	...{ devices: ["br-mg", "eth0"], bridges: ["br-mg"] },
};

const ip = (line: string, more: Partial<IpStep> = {}): Step => ({
	...{ tool: "ip", phase: "settings", netns: "", args: line.split(" ") },
	...more,
});
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
	["neighbor 198.51.100.254", ip("neigh replace 198.51.100.254 dev eth0 lladdr 02:00:00:00:00:01 nud permanent protocol 250")],
	["neighbor 192.0.2.7", ip("neigh del proxy 192.0.2.7 dev br-mg")],
	["the rule for the local table", { tool: "local-rule", phase: "local-rule", netns: "", place: "last" }],
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
	expect(parseWayIn(text)).toEqual({
		undone: [{ about: "demo/dev: Link/eth0", said: "RTNETLINK answers: File exists; Command failed -:3" }],
		owed: [],
		wayIn: { ...wayIn, tables: [255, 254] },
	});
	expect(parseWayIn("")).toEqual({ undone: [], owed: [] });
});
