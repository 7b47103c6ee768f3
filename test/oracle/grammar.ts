import fc from "fast-check";
import * as text from "./text";
import { ports } from "./world";

const const_ = fc.constant;
const pick = <T>(...all: T[]) => fc.constantFrom(...all);
const format = (parts: readonly (string | fc.Arbitrary<unknown>)[]): fc.Arbitrary<string> =>
	fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part))).map((all) => all.join(""));
/** A template whose holes are generators. */
const f = (words: TemplateStringsArray, ...holes: fc.Arbitrary<unknown>[]): fc.Arbitrary<string> =>
	format(words.flatMap((word, i) => (i < holes.length ? [word, holes[i] as fc.Arbitrary<unknown>] : [word])));

const uint = (max: number, min = 0) =>
	fc.integer({ min, max }).chain((n) => pick(String(n), `0x${n.toString(16)}`, `0x${n.toString(16).toUpperCase()}`));
const decimal = (max: number, min = 0) => fc.integer({ min, max }).map(String);
/** A set in braces without elements that overlap. */
const braces = (item: fc.Arbitrary<string>, same = (s: string) => s) =>
	fc.uniqueArray(item, { minLength: 1, maxLength: 3, selector: same }).map((all) => `{ ${all.join(", ")} }`);

const services = pick("ssh", "domain", "https", "ntp");
const port = fc.oneof(decimal(65535, 1), services, pick("80-80", "1000-2000", "0x50"));
const numberedPort = decimal(65535, 1);
const net4 = fc.oneof(
	text.address4,
	text.cidr4,
	pick("198.51.100.0-198.51.100.255", "198.51.100.1-198.51.100.9"),
	pick("0.0.0.0/0"),
);
/** nft does not read the dotted end of an IPv6 address. */
const plain6 = text.address6.filter((ip) => !ip.includes("."));
const net6 = fc.oneof(
	plain6,
	text.cidr6.filter((cidr) => !cidr.includes(".")),
);
const states = pick(
	"established,related",
	"related,established",
	"{ established, related }",
	"new",
	"{ new, new }",
	"invalid",
	"established,new,related",
);
const not = pick("", "", "!= ");
const seconds = pick(
	"10/second",
	"1/minute",
	"over 10/minute burst 3 packets",
	"1 mbytes/second",
	"over 100 kbytes/second burst 10 kbytes",
);

interface Rules {
	match: fc.Arbitrary<string>[];
	verdict: fc.Arbitrary<string>[];
}

const ip4 = [
	f`ip saddr ${not}${net4}`,
	f`ip daddr ${braces(text.address4)}`,
	f`ip ttl ${pick("64", "< 5", "1-10")}`,
	f`ip protocol ${pick("tcp", "6", "icmp", "1", "ospf", "0x11")}`,
	f`ip dscp ${pick("ef", "0x2e", "46", "cs0")}`,
	f`icmp type ${pick("echo-request", "8", "{ echo-reply, echo-request }", "destination-unreachable code 4")}`.filter(
		(s) => !s.includes("code"),
	),
];
const ip6 = [
	f`ip6 saddr ${not}${net6}`,
	f`ip6 daddr ${braces(plain6)}`,
	f`ip6 hoplimit ${pick("255", "< 5")}`,
	f`icmpv6 type ${pick("nd-neighbor-solicit", "135", "{ nd-router-advert, echo-request }")}`,
	f`ip6 nexthdr ${pick("tcp", "6", "udp", "ipv6-icmp")}`,
];
const layer4 = [
	f`${pick("tcp", "udp")} ${pick("sport", "dport")} ${not}${port}`,
	f`${pick("tcp", "udp", "th")} dport ${braces(numberedPort)}`.map((s) =>
		s.startsWith("th ") ? `meta l4proto { tcp, udp } ${s}` : s,
	),
	f`tcp dport vmap ${pick("{ 22 : accept, 80 : drop }", "{ ssh : accept, 1000-2000 : drop }")}`,
	f`meta l4proto ${pick("tcp", "6", "{ tcp, udp }", "{ udp, tcp, 6 }", "icmp", "58", "255", "esp")}`,
	f`tcp flags ${pick("syn", "syn,ack", "& (syn | rst) == syn", "syn / syn,rst", "! syn", "& (fin | syn | rst | ack) == syn")}`,
];
const meta = [
	f`meta mark ${not}${uint(0xffffffff)}`,
	f`meta mark & ${pick("0xff", "255", "0xff00")} == ${pick("0x1", "0", "0x10")}`,
	f`iifname ${pick('"od0"', "od0", '{ "od0", "od1" }', '"eth*"', '!= "lo"', '"a b"')}`,
	f`meta length ${pick("100-200", "< 1500", "!= 0", "{ 40, 60 }")}`,
	f`meta priority ${pick("1:2", "0:0", "none")}`,
	f`meta pkttype ${pick("host", "broadcast", "{ broadcast, multicast }")}`,
	f`meta protocol ${pick("ip", "ip6", "0x0800", "{ ip, ip6 }", "arp", "vlan")}`,
	f`numgen ${pick("random", "inc")} mod ${pick("100 < 5", "2 0", "4 { 1, 2 }")}`,
	f`limit rate ${seconds}`,
	f`meta ${pick("hour", "day")} ${pick("1")}`.map((s) =>
		s.includes("hour") ? 'meta hour "08:00"-"18:00"' : 'meta day "Monday"',
	),
	f`meta cgroup ${decimal(1000)}`,
	pick("counter", "counter packets 0 bytes 0"),
	f`log${pick("", ' prefix "in: "', " level info", ' prefix "x" level debug', " group 5", " flags all", ' prefix "a;b" flags tcp sequence,options')}`,
	f`meta mark set ${uint(0xffffffff)}`,
	pick(
		"meta mark set meta mark | 0x10",
		"meta mark set mark and 0xff",
		"meta mark set meta mark ^ 0x1",
		"mark set 7",
		"meta nftrace set 1",
	),
];
const conntrack = [
	f`ct state ${states}`,
	f`ct mark ${uint(0xffff)}`,
	pick(
		"ct mark set meta mark",
		"ct mark set 0x10",
		"meta mark set ct mark",
		"ct mark set ct mark & 0xff | 0x1",
		"ct zone 5",
		"ct status dnat",
		"ct direction original",
		"meta l4proto tcp ct original proto-src 80",
		"ct expiration 10s",
		"ct count over 20",
	),
	f`ct status ${pick("snat", "assured", "{ snat, dnat }", "seen-reply,assured")}`,
];
const fib = [
	pick(
		"fib saddr type local",
		"fib daddr type { local, broadcast }",
		"fib saddr . iif oif missing",
		"fib daddr type != unicast",
		"fib saddr oif 0",
		"rt classid 5",
		"socket transparent 1",
		"socket mark 0x1",
	),
];
const link = [
	f`ether saddr ${text.mac}`,
	f`ether type ${pick("ip", "0x0806", "vlan", "8100", "0x88a8")}`.filter((s) => !s.endsWith(" 8100")),
	f`vlan id ${pick("5", "0x10", "{ 5, 6 }", "1-10")}`,
	f`arp operation ${pick("request", "2", "{ request, reply }")}`,
];
const ends = [pick("accept", "drop", "return", "continue", "jump one", "goto one", 'accept comment "a; b"', "")];

const copies4 = pick("dup to 198.51.100.7", 'dup to 198.51.100.7 device "od0"', "dup to 198.51.100.7 device od1");
const copies6 = pick("dup to 2001:db8::7", 'dup to 2001:DB8:0::7 device "od0"');
const forwarding = pick('fwd to "od1"', "fwd to od1", 'dup to "od1"', 'fwd ip to 198.51.100.9 device "od1"');

const byFamily: Record<string, Rules> = {
	ip: { match: [...ip4, ...layer4, ...meta, ...conntrack, ...fib, copies4], verdict: ends },
	ip6: { match: [...ip6, ...layer4, ...meta, ...conntrack, copies6], verdict: ends },
	inet: { match: [...ip4, ...ip6, ...layer4, ...meta, ...conntrack, ...fib], verdict: ends },
	arp: {
		match: [
			f`arp operation ${pick("request", "2")}`,
			pick("arp htype 1", "arp saddr ip 198.51.100.7", "arp daddr ether 02:00:00:00:00:01"),
			...meta.slice(0, 3),
		],
		verdict: ends,
	},
	bridge: { match: [...link, ...ip4.slice(0, 2), ...meta.slice(0, 4), pick('ibrname "olb0"', "meta ibrpvid 5")], verdict: ends },
	netdev: {
		match: [...link, ...ip4.slice(0, 2), ...layer4, ...meta.slice(0, 3), pick("meta mark 0x1"), forwarding],
		verdict: ends,
	},
};

/** Rules that nft 1.0.6 accepts in a table of this family. Words of two rules that contradict each other are left to nft. */
export const nftRule = (family: string): fc.Arbitrary<string> => {
	const { match, verdict } = byFamily[family] as Rules;
	return (
		fc
			.tuple(
				fc.array(fc.oneof(...match), { minLength: 0, maxLength: 1 }),
				fc.oneof(pick(""), pick("counter"), pick("")),
				fc.oneof(...verdict),
			)
			.map((all) => all.flat().filter(Boolean).join(" ").replace(/\s+/g, " ").trim())
			.map((rule) =>
				/vmap|ct count/.test(rule) ? rule.replace(/ (accept|drop|return|continue|jump one|goto one).*$/, "") : rule,
			)
			// A statement after fwd would never be reached.
			.map((rule) => (/^fwd/.test(rule) ? rule.replace(/ (counter|accept|drop|return|continue|jump|goto)\b.*$/, "") : rule))
			.filter((rule) => rule !== "")
	);
};

/** The content of a set: its type, and elements of this type. */
export const nftSet: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
	...(
		[
			["ipv4_addr", text.address4, net4],
			["ipv6_addr", plain6, net6],
			["inet_service", numberedPort, fc.oneof(numberedPort, services, pick("80-80", "1000-2000", "0x50"))],
			["ether_addr", text.mac, undefined],
			["inet_proto", pick("tcp", "6", "udp", "17", "icmp", "255"), undefined],
			["mark", uint(0xffffffff), uint(0xffffffff)],
			["ifname", pick("od0", '"od1"', '"a b"', "eth9"), undefined],
			[
				"ipv4_addr . inet_service",
				f`${text.address4} . ${numberedPort}`,
				f`${fc.oneof(text.address4, text.cidr4)} . ${numberedPort}`,
			],
			["typeof ip saddr", text.address4, text.cidr4],
			["typeof tcp dport", numberedPort, pick("1-10", "ssh")],
		] as [string, fc.Arbitrary<string>, fc.Arbitrary<string> | undefined][]
	).flatMap(([type, one, range]) => [
		fc.record({ type: fc.constant(type), elements: fc.array(one, { maxLength: 4 }) }),
		fc.record({
			type: fc.constant(type),
			flags: pick(["timeout"], ["dynamic", "timeout"], ["timeout", "dynamic", "timeout"]),
			timeout: pick("1h", "60m", "5400s", "3600s", "1d", "1h30m"),
			elements: fc.array(one, { maxLength: 2 }),
		}),
		...(range === undefined
			? []
			: [
					fc.record({
						type: fc.constant(type),
						flags: pick(["interval"], ["interval", "constant"]),
						elements: fc.tuple(fc.array(range, { maxLength: 1 }), pick([], ["*"])).map((all) => all.flat()),
					}),
				]),
	]),
);

export const nftMap: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
	fc
		.record({
			type: pick("ipv4_addr", "typeof ip saddr"),
			value: pick("verdict"),
			elements: fc.dictionary(text.address4, pick("accept", "drop", "jump one", "goto one"), { maxKeys: 3 }),
		})
		.map((map) => ({ ...map, type: "ipv4_addr" })),
	fc.record({
		type: pick("ipv4_addr", "typeof ip saddr"),
		value: pick("verdict"),
		flags: pick(["interval"]),
		elements: fc.dictionary(pick("10.1.0.0/16", "192.0.2.1-192.0.2.9", "*"), pick("drop", "jump one"), { maxKeys: 3 }),
	}),
	fc.record({
		type: pick("inet_service"),
		value: pick("mark"),
		elements: fc.dictionary(numberedPort, fc.oneof(uint(0xffff), decimal(9)), { maxKeys: 3 }),
	}),
	fc.record({
		type: pick("ipv4_addr"),
		value: pick("ipv4_addr"),
		elements: fc.dictionary(text.address4, text.address4, { maxKeys: 3 }),
	}),
	fc.record({
		type: pick("typeof ip daddr"),
		value: pick("tcp dport"),
		elements: fc.dictionary(text.address4, numberedPort, { maxKeys: 2 }),
	}),
	fc.record({
		type: pick("ifname"),
		value: pick("verdict"),
		elements: fc.dictionary(pick("od0", "od1", "eth9"), pick("accept", "jump one"), { maxKeys: 2 }),
	}),
);

const nftFlowtable = fc.record(
	{
		priority: fc.oneof(pick("filter", "filter + 5", "0"), fc.integer({ min: -300, max: 300 })),
		devices: pick([], ["od1"], ["od1", "od0", "od1"]),
		counter: fc.boolean(),
		hardwareOffload: const_(false),
	},
	{ requiredKeys: [] },
);

/** Bodies of named objects, by their keys. Rules of the chain "one" use some of them. */
const nftObjects = fc.record(
	{
		"counter c_1": pick("", 'comment "a; b"', "packets 5 bytes 70"),
		"quota q.1": pick("25 mbytes", "over 2 kbytes", "until 0 bytes", "over 10 mbytes used 5 bytes"),
		"limit l-1": pick("rate 10/second", "rate over 400/minute burst 9 packets", "rate 1 mbytes/second burst 10 kbytes"),
		"synproxy s1": pick("mss 1460; wscale 7; timestamp sack-perm", "mss 1400; wscale 3;"),
		"ct helper h1": pick('type "ftp" protocol tcp', 'type "sip" protocol udp;'),
	},
	{ requiredKeys: ["counter c_1", "quota q.1"] },
);

const usesOfObjects = ["counter name c_1", 'quota name "q.1" drop', "counter name ip saddr map { 10.0.0.1 : c_1 }"];

/** Properties that all sets and maps may have. */
const properties = fc.record({ size: pick(100, 65535), comment: pick("a, b", "ü { }", "size 5") }, { requiredKeys: [] });

const withProperties = (all: fc.Arbitrary<Record<string, unknown>>) =>
	fc.tuple(all, properties).map(([one, more]) => ({ ...one, ...more }));

/** The rules that the kernel accepts at each hook: socket and the device of fib are not at all of them (nft_fib_validate, nft_socket_validate). */
const atEachHook = (rules: string[]): string[] => rules.filter((rule) => !/\bsocket |\bfib \S+( \. \S+)* oif\b/.test(rule));

/** Whole tables: objects, chains with rules, sets and maps. */
export const nftTable = (family: string): fc.Arbitrary<Record<string, unknown>> => {
	const rules = fc.array(nftRule(family), { maxLength: 4 });
	const ip = family === "ip" || family === "ip6" || family === "inet";
	const hooks =
		family === "netdev"
			? ["ingress"]
			: family === "arp"
				? ["input", "output"]
				: ["prerouting", "input", "forward", "output", "postrouting"];
	const names = ["filter", ...(ip ? ["mangle", "raw", "security"] : [])];
	const base = fc
		.record({
			type: pick("filter"),
			hook: pick(...hooks),
			priority: fc.oneof(
				fc.integer({ min: -400, max: 400 }),
				pick(...names, "filter + 5", "filter - 10", "filter+1", "0", "-5", "007"),
			),
			policy: fc.option(pick("accept", "drop"), { nil: undefined }),
			rules: fc.option(rules, { nil: undefined }),
		})
		.map((chain) => (family === "netdev" ? { ...chain, devices: ["od0"] } : chain));
	return fc
		.record({
			chains: fc.option(fc.dictionary(pick("in", "fwd_", "c1"), base, { maxKeys: 2 }), { nil: undefined }),
			one: fc.option(rules, { nil: [] as string[] }),
			sets: fc.option(fc.dictionary(pick("s1", "s2"), withProperties(nftSet), { maxKeys: 2 }), { nil: undefined }),
			maps: fc.option(fc.dictionary(pick("m1", "m2"), withProperties(nftMap), { maxKeys: 2 }), { nil: undefined }),
			objects: family === "ip" || family === "inet" ? fc.option(nftObjects, { nil: undefined }) : const_(undefined),
			comment: fc.option(pick("what it is", "a { b"), { nil: undefined }),
			flowtables:
				ip && family !== "ip6" ? fc.option(fc.dictionary(const_("f1"), nftFlowtable), { nil: undefined }) : const_(undefined),
		})
		.map(({ chains, one, sets, maps, objects, comment, flowtables }) => {
			const own = [
				...atEachHook(one).map((rule) => rule.replace(/\b(jump|goto) one/, "return")),
				...(objects === undefined ? [] : usesOfObjects),
			];
			return {
				...{
					chains: {
						...Object.fromEntries(
							Object.entries(chains ?? {}).map(([name, chain]) => [
								name,
								chain.hook === "prerouting" || chain.rules === undefined ? chain : { ...chain, rules: atEachHook(chain.rules) },
							]),
						),
						one: { ...(own.length > 0 ? { rules: own } : {}), ...(comment === undefined ? {} : { comment }) },
					},
				},
				...(objects === undefined ? {} : { objects }),
				...(sets === undefined ? {} : { sets }),
				...(maps === undefined ? {} : { maps }),
				...(flowtables === undefined ? {} : { flowtables }),
			};
		});
};

const anyPort = pick(...ports, "LOCAL", "mp0");
const masked4 = fc.oneof(
	text.address4,
	text.cidr4,
	text.network4,
	f`${text.address4}/255.255.255.0`,
	f`${text.address4}/255.0.255.0`,
);
const masked6 = fc.oneof(text.address6, text.cidr6, text.network6);
const maskedMac = fc.oneof(text.mac, f`${text.mac}/ff:ff:ff:00:00:00`, pick("01:00:00:00:00:00/01:00:00:00:00:00"));
const vlan = uint(4094);
const l4 = fc.oneof(uint(65535), pick("0x1000/0xf000", "80/0xffff", "0/0"));

const fieldsOfFlow: fc.Arbitrary<string>[] = [
	f`in_port=${anyPort}`,
	f`dl_src=${maskedMac}`,
	f`${pick("dl_dst", "eth_dst")}=${maskedMac}`,
	f`dl_vlan=${fc.oneof(vlan, pick("0xffff"))}`,
	f`vlan_tci=${pick("0x1000/0x1000", "0", "0x0000/0x1fff", "0x1005")}`,
	f`dl_type=${pick("0x0800", "0x88cc", "2048", "0x86dd", "0x0806")}`,
	f`metadata=${pick("5", "0x5/0xff", "0xffffffffffffffff")}`,
	f`reg${decimal(15)}=${pick("1", "0x10/0xf0", "0", "0/0xff")}`,
	f`pkt_mark=${pick("7", "0x7/0x7", "0")}`,
	f`tun_id=${pick("5", "0x5/0xff", "0")}`,
	f`ct_state=${pick("+trk+new", "+trk-new", "-trk", "+est+trk", "0x21/0x21")}`,
	f`ct_mark=${pick("5", "0x5/0xf")}`,
	f`ct_zone=${uint(65535)}`,
	f`ip,nw_src=${masked4}`,
	f`ip,nw_dst=${masked4}`,
	f`ip,nw_tos=${pick("0", "4", "0x20", "252")}`,
	f`ip,nw_ttl=${uint(255)}`,
	f`ip,nw_ecn=${pick("0", "3")}`,
	f`ip,nw_frag=${pick("no", "yes", "first", "later", "not_later")}`,
	f`ip,nw_proto=${fc.oneof(uint(255), pick("6", "1", "17"))}`,
	f`ipv6,ipv6_src=${masked6}`,
	f`ipv6,ipv6_dst=${masked6}`,
	f`ipv6,ipv6_label=${pick("5", "0x5/0xf")}`,
	f`${pick("tcp", "udp", "sctp", "tcp6", "udp6")},${pick("tp_src", "tp_dst")}=${l4}`,
	f`tcp,tcp_dst=${l4}`,
	f`tcp,tcp_flags=${pick("+syn-ack", "0x010/0x012")}`,
	f`icmp,icmp_type=${uint(255)}`,
	f`icmp6,icmpv6_type=${pick("135", "0x87", "128")}`,
	f`icmp6,icmp_type=135,icmp_code=0,nd_target=${text.address6}`,
	f`arp,arp_op=${pick("1", "2", "0x1")}`,
	f`arp,arp_tpa=${masked4}`,
	f`arp,arp_sha=${text.mac}`,
	f`arp,nw_src=${text.address4}`,
	pick(
		"",
		"ip",
		"ip4",
		"tcp",
		"arp",
		"ipv6",
		"icmp6",
		"rarp",
		"mpls,mpls_label=5",
		"mplsm",
		"dl_type=0x0800,nw_proto=6,tp_dst=80",
	),
	f`conj_id=${uint(0xffff, 1)},ip`,
	f`dl_vlan=${vlan},dl_vlan_pcp=${decimal(7)}`,
];

export const openFlowMatch = fc.oneof(
	...fieldsOfFlow,
	fc.tuple(fc.oneof(...fieldsOfFlow.slice(0, 4)), fc.oneof(...fieldsOfFlow.slice(6))).map((all) => all.filter(Boolean).join(",")),
);

const anyAction: fc.Arbitrary<string>[] = [
	f`output:${anyPort}`,
	f`${pick("NORMAL", "normal", "FLOOD", "flood", "LOCAL", "all", "in_port", "CONTROLLER", "controller:128", "controller(reason=action,max_len=64)")}`,
	f`mod_vlan_vid:${vlan},output:${anyPort}`,
	f`strip_vlan,${anyPort}`,
	f`push_vlan:0x8100,set_field:${fc.integer({ min: 4096, max: 8190 })}->vlan_vid,output:${anyPort}`,
	f`mod_dl_dst:${text.mac},output:${anyPort}`,
	f`set_field:${text.mac}->eth_src,NORMAL`,
	f`load:${pick("0x5", "5", "0")}->NXM_NX_REG0[],resubmit(,${decimal(254, 1)})`,
	f`move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],output:${anyPort}`,
	f`set_field:${pick("0x5", "5", "0x10/0xf0")}->reg${decimal(15)},NORMAL`,
	f`resubmit(${pick("mp0", "LOCAL", "")},${decimal(254)})`,
	f`resubmit:${anyPort}`,
	f`set_tunnel:${uint(0xffff)},NORMAL`,
	f`set_queue:${decimal(7)},NORMAL,pop_queue`,
	f`enqueue:mp1:${decimal(7)}`,
	f`note:${pick("00.11.22", "ff")}`,
	f`bundle(eth_src,0,active_backup,ofport,${pick("slaves", "members")}:mp0,mp1)`,
	f`multipath(eth_src,50,modulo_n,1,0,NXM_NX_REG0[]),NORMAL`,
	f`output(port=mp1,max_len=${decimal(200, 14)})`,
	f`clone(set_field:${text.mac}->eth_dst,output:mp2),output:mp1`,
	f`learn(table=253,hard_timeout=60,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),NORMAL`,
	f`${pick("mp0,mp1", "mp1,mp0,mp1", "output:LOCAL,mp1", "drop", "DROP")}`,
	f`set_field:7->pkt_mark,NORMAL`,
	f`NORMAL,write_metadata:${pick("0x5", "5", "0x5/0xff")}`,
	f`push:NXM_NX_REG1[],pop:NXM_NX_REG2[],NORMAL`,
	f`exit`,
];

const onIp: fc.Arbitrary<string>[] = [
	f`mod_nw_src:${text.address4},NORMAL`,
	f`set_field:${text.address4}->ip_dst,output:${anyPort}`,
	f`dec_ttl,output:${anyPort}`,
	f`dec_ttl(1,2),NORMAL`,
	f`mod_nw_tos:${pick("0", "4", "252")},NORMAL`,
	f`ct(commit,zone=${decimal(65535)},table=${decimal(254, 1)})`,
	f`ct(commit,zone=5,exec(set_field:0x1->ct_mark)),NORMAL`,
	f`ct(commit,nat(src=198.51.100.1-198.51.100.9:1000-2000,random)),NORMAL`,
	f`ct(table=${decimal(254, 1)},zone=NXM_NX_REG0[0..15],nat)`,
	f`ct_clear,NORMAL`,
];

/** Instructions are in flows only. */
export const bucketActions = fc.oneof(...anyAction, ...onIp).filter((actions) => !/write_metadata|mod_tp_/.test(actions));

export const openFlow = fc
	.record({
		priority: fc.option(fc.oneof(fc.constantFrom(0, 65535, 32768), fc.integer({ min: 0, max: 65535 })), { nil: undefined }),
		match: openFlowMatch,
		any: fc.oneof(...anyAction),
		ip: fc.oneof(...anyAction, ...onIp),
		idleTimeout: fc.option(fc.constantFrom(0, 3000, 65535), { nil: undefined, freq: 2 }),
		hardTimeout: fc.option(fc.constantFrom(0, 3000, 65535), { nil: undefined, freq: 2 }),
	})
	// From OpenFlow 1.1 on, only packets with a VLAN tag can lose it.
	.map((flow) => ({ ...flow, match: /strip_vlan/.test(flow.any + flow.ip) ? "dl_vlan=5" : flow.match }))
	.map(({ any, ip, ...flow }) => ({ ...flow, actions: /^(ip|tcp|udp),/.test(flow.match) ? ip : any }))
	.map((flow) => Object.fromEntries(Object.entries(flow).filter(([, value]) => value !== undefined)));
