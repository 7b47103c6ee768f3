import { openFlowTable } from "../../../provider/kinds/openflowtable";
import type { Facts } from "../../../provider/model/facts";
import type { ObserveContext } from "../../../provider/model/kind";
import { inconsistency } from "../../../provider/openflow/consistency";
import { matchProblem, roughForm } from "../../../provider/openflow/match";
import { observeFlows } from "../../../provider/openflow/observe";
import { placeholderNumbers, portsOf, replacePorts } from "../../../provider/openflow/ports";
import { renderingText, withPortNames } from "../../../provider/openflow/rendered";
import { wantedFlows } from "../../../provider/openflow/wanted";
import { fieldNames } from "../../../provider/openflow/words";
import { parseFlow, parseRendering } from "../../../provider/tools/ovs-ofctl-flows";
import { factsOf } from "../support/compact";

const ports = (actions: string, match = "") => portsOf({ match, actions });

test.each<[string, string[]]>([
	["output:p1", ["p1"]],
	["p1,p2, p3", ["p1", "p2", "p3"]],
	['"p 1",output:"p-2"', ["p-2", "p 1"]],
	["resubmit(p1,3),resubmit:p2,resubmit(,5)", ["p1", "p2"]],
	["enqueue:p1:1,enqueue(p2,1)", ["p1", "p2"]],
	["output(port=p1,max_len=64)", ["p1"]],
	["clone(p1,set_field:5->reg0),write_actions(p2)", ["p1", "p2"]],
	["bundle(eth_src,50,hrw,ofport,members:p1,p2)", ["p1", "p2"]],
	["learn(table=10,in_port=p1,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),p2", ["p1", "p2"]],
	["ct(commit,zone=5,nat(src=10.0.0.1),exec(set_field:1->ct_mark)),ct(nat),ct_clear", []],
	["drop,NORMAL,Flood,local,in_port,CONTROLLER:65535,all,5,0xfffe", []],
	["output:NXM_NX_REG1[],output:reg1,output:reg1[0..15]", []],
	["mod_vlan_vid:5,set_tunnel:0x64,goto_table:5,group:1,note:00.01,move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[]", []],
	["multipath(eth_src,50,modulo_n,1,0,NXM_NX_REG0[]),exit,dec_ttl,pop_vlan,strip_vlan", []],
])("the ports of %s", (actions, expected) => {
	expect(ports(actions).sort()).toEqual([...expected].sort());
});

test("a port's name is replaced only where it means the port", () => {
	const put = (port: string) => `<${port}>`;
	expect(replacePorts("in_port=tcp,tcp,dl_vlan=5", "match", put)).toBe("in_port=<tcp>,tcp,dl_vlan=5");
	expect(replacePorts("in_port=7,udp", "match", put)).toBe("in_port=7,udp");
	expect(replacePorts("p1,output:p1,set_field:5->p1", "actions", put)).toBe("<p1>,output:<p1>,set_field:5->p1");
});

test("no number that replaces a name occurs in the texts", () => {
	const numbers = placeholderNumbers([{ match: "in_port=p1,tcp,tcp_dst=65000", actions: "output:0xfde7,p2" }]);
	expect([...numbers]).toEqual([
		["p1", 64998],
		["p2", 64997],
	]);
	expect(renderingText(3, [{ priority: 1, match: "in_port=p1", actions: "p2" }])).toBe(
		"table=3,in_port=64999,actions=65000\n".replace("64999", "65000").replace("actions=65000", "actions=64999"),
	);
});

test.each([
	["ip,nw_src=10.0.0.1", "dl_type=0x0800,ip_src=10.0.0.1"],
	["tcp,tcp_dst=80", "tp_dst=0x50,nw_proto=6,dl_type=0x800"],
	["in_port=p1 arp", 'arp,in_port="p1"'],
	["dl_dst=AA:00:00:00:00:01", "eth_dst=aa:00:00:00:00:01"],
])("%s is %s", (one, other) => {
	expect(roughForm(one)).toBe(roughForm(other));
});

test.each([
	"packet_type=(1,0x800),nw_src=10.0.0.1",
	"arp,arp_op=1,arp_tpa=10.0.0.1",
	"arp,nw_src=10.0.0.1",
	"icmp6,icmp_type=135,nd_target=fe80::1",
	"tcp6,tcp_dst=80",
	"ct_state=+trk+est,ip",
	"ct_state=+trk+new,ip,ct_nw_src=10.0.0.1",
	"ct_state=+trk-inv,ip,ct_nw_proto=6,ct_tp_dst=80",
	"ct_state=0x20/0x30,ipv6,ct_ipv6_dst=2001:db8::1",
	"ct_state=0x21/0x21,ip,ct_nw_dst=10.0.0.1",
	"dl_type=0x86dd,nw_proto=17,udp_dst=53",
	"eth_type=0x800,ip_proto=6,tcp_flags=+syn-ack",
	"dl_vlan=5,dl_vlan_pcp=3,ip,nw_ttl=5,ip_frag=no",
	"tun_id=5,tun_src=10.0.0.1,reg0=1/3,metadata=5",
	"",
])("%s is accepted as a match", (match) => {
	expect(matchProblem(match)).toBeUndefined();
});

test.each([
	"ip,ct_nw_src=10.0.0.1",
	"ct_state=+trk,ip,ct_nw_dst=10.0.0.1",
	"ct_state=0x20/0x20,ip,ct_nw_proto=6",
	"ct_state=+trk-new,ipv6,ct_ipv6_src=::1",
])("%s is refused, as it does not say that packets have a connection", (match) => {
	expect(matchProblem(match)).toMatch(/without a state of packets that have a connection.*add ct_state=\+trk-inv/);
});

const words = "ip ipv4 ip4 ipv6 ip6 arp rarp mpls mplsm tcp udp sctp icmp tcp6 udp6 sctp6 icmp6 eth".split(" ");

test.each([...words, "tun_metadata0", "ip,tun_metadata63", "future_protocol"])("%s needs no value", (match) => {
	expect(matchProblem(match)).toBeUndefined();
});

test.each(fieldNames.filter((name) => !words.includes(name) && !/^tun_metadata\d/.test(name)))(
	"the field %s without a value is refused",
	(name) => {
		const message = `has the field ${name} without a value, so that Open vSwitch would match every value: write ${name}=VALUE`;
		expect([name, `tcp,${name}`, `${name}=,udp`].map(matchProblem)).toEqual([message, message, message]);
	},
);

test.each([
	"ip,nw_src=10.0.0.1/0",
	"ip,nw_dst=10.0.0.1/0.0.0.0",
	"ipv6,ipv6_src=2001:db8::1/0",
	"ipv6,ipv6_dst=2001:db8::1/::",
	"tcp,tp_dst=80/0",
	"tcp,tcp_dst=0x50/0x0",
	"dl_src=02:00:00:00:00:01/00:00:00:00:00:00",
	"reg0=0x5/0x0",
	"ct_mark=1/0,ip",
	"vlan_tci:0x1000/0",
	'ip,nw_src="10.0.0.1/0"',
])("%s is refused: its mask has no bit", (match) => {
	expect(matchProblem(match)).toMatch(/^has \w+=\S+, whose mask has no bit, so that Open vSwitch would match every value: /);
});

test.each([
	"ip,nw_src=10.0.0.0/8",
	"ip,nw_src=0.0.0.0/0",
	"ipv6,ipv6_src=::/0",
	"tcp,tp_dst=0/0",
	"tcp,tcp_dst=0x0/0x0",
	"dl_src=00:00:00:00:00:00/00:00:00:00:00:00",
	"dl_dst=01:00:00:00:00:00/01:00:00:00:00:00",
	"vlan_tci=0x0000/0x1000",
	"reg0=1/10",
])("%s has a mask that it means", (match) => {
	expect(matchProblem(match)).toBeUndefined();
});

test.each([
	["icmpv6", "icmp6"],
	["icmp4", "icmp"],
	["TCP", "tcp"],
	["nsh", "dl_type=0x894f"],
])("%s is no protocol for Open vSwitch", (word, meant) => {
	expect(matchProblem(word)).toMatch(`did you mean "${meant}"?`);
});

test("a line of dump-flows is read with its timeouts and without its flags", () => {
	expect(
		parseFlow(
			" cookie=0x7, table=3, idle_timeout=5, send_flow_rem no_packet_counts importance=3, priority=4,packet_type=(1,0x894f),in_port=1 actions=drop",
		),
	).toEqual({
		cookie: "0x7",
		priority: 4,
		match: "packet_type=(1,0x894f),in_port=1",
		actions: "drop",
		idleTimeout: 5,
	});
	expect(parseFlow(" reset_counts actions=NORMAL")).toEqual({ cookie: "0x0", priority: 32768, match: "", actions: "NORMAL" });
	expect(parseFlow("NXST_FLOW reply (xid=0x8):")).toBeUndefined();
});

describe("what ovs-ofctl says against flows", () => {
	const at = "2026-11-21T11:07:50Z|00001|ofp_match|INFO|normalization changed ofp_match, details:";
	test.each([
		["ovs-ofctl: -:2: unknown keyword nw_dts\novs-ofctl: -:2: unknown keyword nw_dts", "", { index: 1, field: "match" }],
		["ovs-ofctl: -:2: unknown action foo", "", { index: 1, field: "actions" }],
		["ovs-ofctl: -:2: unknown action foo\novs-ofctl: -:3: unknown keyword bar", "", { index: 1, field: "actions" }],
		["ovs-ofctl: no usable protocol", "", {}],
		[
			`${at}\n2026-11-21T11:07:50Z|00002|ofp_match|INFO| pre: tp_dst=80`,
			"OFPT_FLOW_MOD (OF1.5) (xid=0x1): ADD actions=drop\n",
			{},
		],
		[
			"",
			"OFPT_FLOW_MOD (OF1.5) (xid=0x1): ADD actions=drop\nOFPT_FLOW_MOD (OF1.5) (xid=0x2): ***decode error: OFPBMC_BAD_PREREQ***\n",
			{ index: 1, field: "match" },
		],
	])("%s", (stderr, stdout, expected) => {
		const { refused, flows } = parseRendering(stdout, stderr);
		expect(refused).toMatchObject(expected);
		expect(flows).toEqual([]);
		expect(Object.keys(refused ?? {}).sort()).toEqual([...Object.keys(expected), "said"].sort());
	});

	test.each([
		"timeval|WARN|Unreasonably long 1085ms poll interval (973ms user, 96ms system)",
		"ofp_port|WARN|referring to port LOCAL as 65534 is deprecated for compatibility with OpenFlow 1.1 and later",
	])("%s: the log says nothing against flows", (line) => {
		const log = `2026-11-21T11:56:07Z|00001|${line}`;
		const { refused, flows } = parseRendering("OFPT_FLOW_MOD (OF1.5) (xid=0x1): ADD table:3 arp actions=drop\n", log);
		expect([refused, flows]).toEqual([undefined, [{ match: "arp", actions: "drop" }]]);
	});

	test.each([
		["", "strip_vlan,p1", "strip_vlan"],
		["dl_vlan=0xffff", "pop_vlan,p1", "pop_vlan"],
		["vlan_tci=0x0005/0x0fff", "clone(strip_vlan),p1", "strip_vlan"],
		["arp", "dec_ttl,p1", "dec_ttl"],
		["ipv6", "mod_nw_src:192.0.2.1,p1", "mod_nw_src"],
		["ip", "mod_tp_dst:80,p1", "mod_tp_dst"],
		["dl_vlan=5", "strip_vlan,p1", undefined],
		["vlan_tci=0x1000/0x1000", "pop_vlan,p1", undefined],
		["vlan_tci=0x3005", "strip_vlan,p1", undefined],
		["vlan_vid=4101", "strip_vlan,p1", undefined],
		["mpls,mpls_bos=1", "pop_mpls:0x0800,dec_ttl,p1", undefined],
		["", "push_vlan:0x8100,strip_vlan,p1", undefined],
		["tcp6", "dec_ttl,mod_tp_src:5,p1", undefined],
		["dl_type=0x0800", "mod_nw_tos:4,mod_nw_dst:192.0.2.1,p1", undefined],
	])("match %j and actions %j: the action that OpenFlow 1.1 and later refuse is %s", (match, actions, expected) => {
		const found = inconsistency([
			{ match: "arp", actions: "drop" },
			{ match, actions },
		]);
		if (expected === undefined) expect(found).toBeUndefined();
		else expect(found).toContain(`flows[1].actions has ${expected},`);
	});

	test("names the flow and the action that a bridge without OpenFlow 1.0 does not allow", () => {
		const want = {
			host: "h1",
			bridge: "br0",
			table: 0,
			name: "a",
			flows: [{ priority: 1, match: "arp", actions: "strip_vlan" }],
		};
		const facts = factsOf(openFlowTable.facts(want), {
			ovs: { bridges: { br0: {} } },
			renderedFlows: { "arp,actions=strip_vlan": { refused: "no usable protocol" } },
		});
		const unmet = () => openFlowTable.requires?.(want).map((need) => need.there(facts));
		expect(unmet).toThrow(
			/no flow was changed: flows\[0\]\.actions has strip_vlan, .*dl_vlan=5.*"OpenFlow10".*\(no usable protocol\)/,
		);
	});

	test("names the flow and the property", () => {
		const want = { host: "h1", bridge: "br0", table: 0, name: "a", flows: [{ priority: 1, match: "arp", actions: "foo:5" }] };
		const facts = factsOf(openFlowTable.facts(want), {
			ovs: { bridges: { br0: {} } },
			renderedFlows: { "arp,actions=foo:5": { refused: "unknown action foo" } },
		});
		const unmet = () => openFlowTable.requires?.(want).map((need) => need.there(facts));
		expect(unmet).toThrow('refuses flows[0].actions "foo:5", and no flow was changed: unknown action foo');
	});
});

test("results for the same flows and facts are computed once, and again for others", () => {
	const want = { bridge: "br0", table: 0, name: "web", flows: [{ priority: 1, match: "in_port=p1", actions: "drop" }] };
	const host = (ofport: number) =>
		factsOf(openFlowTable.facts(want), {
			ovs: { bridges: { br0: { ports: { p1: { interface: { ofport } } } } } },
			renderedFlows: { "in_port=65000,actions=drop": "in_port=65000 actions=drop" },
		});
	const [one, other] = [host(5), host(6)];
	expect(openFlowTable.provides(want)).toBe(openFlowTable.provides(want));
	expect(openFlowTable.requires?.(want)).toBe(openFlowTable.requires?.(want));
	expect(openFlowTable.provides({ ...want, table: 1 })).not.toEqual(openFlowTable.provides(want));
	expect(wantedFlows(one, want)).toBe(wantedFlows(one, want));
	expect([one, other].map((facts) => wantedFlows(facts, want)[0]?.normal?.match)).toEqual(["in_port=5", "in_port=6"]);
});

test("an error of ovs-ofctl shows names of ports, and not the numbers that stood for them", () => {
	const flows = [{ priority: 1, match: "in_port=p1", actions: "set_field:7->reg0,output:p2" }];
	const [text = ""] = renderingText(0, flows).split("\n");
	const [, first, second] = /in_port=(\d+),.*output:(\d+)/.exec(text) ?? [];
	expect(withPortNames(`${first}: bad port, not ${second} or 0x${Number(first).toString(16)}, nor 7`, flows)).toBe(
		"p1: bad port, not p2 or p1, nor 7",
	);
});

test.each([
	["up", /^ovs-vswitchd has made no socket .* bridge br0, .* \/run is full or read-only: .* restart openvswitch-switch$/],
	["down", /^bridge br0 doesn't answer ovs-ofctl: is ovs-vswitchd running\?/],
	["unknown", /^bridge br0 doesn't answer ovs-ofctl: is ovs-vswitchd running\?/],
])("a bridge without a socket is told with what helps, where the daemon is %s", (daemon, expected) => {
	const ovs = { bridges: new Map([["br0", {}]]) };
	const facts = { ovs, flows: () => undefined, value: () => ({ daemon, ovs }) } as unknown as Facts;
	const context = { owners: ["p/s"], deleting: false } as unknown as ObserveContext;
	expect(() => observeFlows(facts, { bridge: "br0", table: 0, name: "f", flows: [] }, context)).toThrow(expected);
});
