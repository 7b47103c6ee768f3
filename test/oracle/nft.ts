import fc from "fast-check";
import type { Values } from "../../provider/base/values";
import { rulesAtWrongHooks } from "../../provider/nft/hooks";
import { missingReferences } from "../../provider/nft/references";
import { decimal, f, pick, uint } from "./template";
import * as text from "./text";

type Text = fc.Arbitrary<string>;

const const_ = fc.constant;

/** A set in braces without elements that overlap. */
const braces = (item: Text, same = (s: string) => s) =>
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
const rate = pick(
	"10/second",
	"1/minute",
	"over 10/minute burst 3 packets",
	"1 mbytes/second",
	"over 100 kbytes/second burst 10 kbytes",
);

// Matches of each layer. Two of one layer can contradict each other, two of different ones can't.

const network4 = [
	f`ip saddr ${not}${net4}`,
	f`ip daddr ${braces(text.address4)}`,
	f`ip ttl ${pick("64", "< 5", "1-10")}`,
	f`ip dscp ${pick("ef", "0x2e", "46", "cs0")}`,
	pick(
		"ip length 100-200",
		"ip id 5",
		"ip frag-off & 0x1fff != 0",
		"ip version 4",
		"ip ecn ce",
		"ip saddr & 0.0.0.255 == 0.0.0.5",
	),
	pick("ip saddr . ip daddr { 10.0.0.1 . 10.0.0.2, 10.0.0.3 . 10.0.0.4 }", "ip option lsrr exists", "ip option ra value 0"),
];
const network6 = [
	f`ip6 saddr ${not}${net6}`,
	f`ip6 daddr ${braces(plain6)}`,
	f`ip6 hoplimit ${pick("255", "< 5")}`,
	pick("ip6 flowlabel 5", "ip6 length 100", "ip6 dscp cs1", "ip6 ecn ect0", "ip6 version 6"),
	pick("exthdr frag exists", "frag more-fragments 1", "rt type 0", "exthdr hbh missing", "frag id 5"),
];
const ports = [
	f`${pick("tcp", "udp")} ${pick("sport", "dport")} ${not}${port}`,
	f`${pick("tcp", "udp")} dport ${braces(numberedPort)}`,
	f`tcp flags ${pick("syn", "syn,ack", "& (syn | rst) == syn", "syn / syn,rst", "! syn", "& (fin | syn | rst | ack) == syn")}`,
	pick("tcp sequence 5", "tcp window 100-200", "udp length > 9", "sctp dport 80", "dccp sport 5", "udplite dport 7", "esp spi 5"),
	pick("tcp option sack-permitted exists", "tcp option maxseg size 500-1000", "sctp chunk data exists", "@th,16,16 0x50"),
];
const device = [
	f`iifname ${pick('"od0"', "od0", '{ "od0", "od1" }', '"eth*"', '!= "lo"', '"a b"')}`,
	f`meta mark ${not}${uint(0xffffffff)}`,
	f`meta length ${pick("100-200", "< 1500", "!= 0", "{ 40, 60 }")}`,
	f`meta mark & ${pick("0xff", "255", "0xff00")} == ${pick("0x1", "0", "0x10")}`,
	f`meta priority ${pick("1:2", "0:0", "none")}`,
	f`meta pkttype ${pick("host", "broadcast", "{ broadcast, multicast }")}`,
	f`oifname ${pick('"od1"', "od1", '{ "od0", "od1" }', '"tap*"', '!= "od0"')}`,
	f`meta ${pick("skuid", "skgid")} ${pick("0", "root", "1000-2000", "{ 0, 1000 }", "!= 5")}`,
	pick("meta iifgroup 3", 'meta iifgroup "default"', "meta oifgroup 0x5", "meta iiftype ether", "meta oifkind vrf", "meta cpu 0"),
];
const connection = [
	f`ct state ${states}`,
	f`ct mark ${uint(0xffff)}`,
	f`ct status ${pick("snat", "assured", "{ snat, dnat }", "seen-reply,assured", "dnat")}`,
	pick("ct zone 5", "ct direction original", "ct expiration 10s", "ct l3proto ipv4"),
	pick("ct bytes > 100000", "ct original packets 5-10", "ct avgpkt > 100", "ct reply bytes < 5000", "ct id 5"),
];

/** Matches that can't be combined with just any other. */
const protocols4 = [
	f`ip protocol ${pick("tcp", "6", "icmp", "1", "ospf", "0x11")}`,
	f`icmp type ${pick("echo-request", "8", "{ echo-reply, echo-request }")}`,
	pick("icmp code 3", "icmp type destination-unreachable icmp code 4", "icmp type redirect icmp code host-redirect"),
	pick("ip saddr . tcp dport { 10.0.0.1 . 80, 10.0.0.2 . ssh }", "iifname . ip saddr { od0 . 10.0.0.1 }"),
	pick("ip saddr . tcp dport vmap { 10.0.0.1 . 80 : accept, 10.0.0.0/24 . 443-444 : drop }"),
];
const protocols6 = [
	f`icmpv6 type ${pick("nd-neighbor-solicit", "135", "{ nd-router-advert, echo-request }")}`,
	f`ip6 nexthdr ${pick("tcp", "6", "udp", "ipv6-icmp")}`,
	pick("icmpv6 type destination-unreachable icmpv6 code no-route", "icmpv6 code 4", "ip6 saddr . udp dport { 2001:db8::1 . 53 }"),
];
const protocols = [
	f`meta l4proto { tcp, udp } th dport ${braces(numberedPort)}`,
	f`tcp dport vmap ${pick("{ 22 : accept, 80 : drop }", "{ ssh : accept, 1000-2000 : drop }")}`,
	f`meta l4proto ${pick("tcp", "6", "{ tcp, udp }", "{ udp, tcp, 6 }", "icmp", "58", "255", "esp")}`,
	f`meta l4proto tcp ct original proto-src 80`,
	f`meta protocol ${pick("ip", "ip6", "0x0800", "{ ip, ip6 }", "arp", "vlan")}`,
	f`iifname . meta mark ${pick('{ "od0" . 5, od1 . 0x6 }', '!= { "a b" . 1-5 }')}`,
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
const times = [pick('meta hour "08:00"-"18:00"', 'meta day "Monday"', 'meta time >= "2026-01-31 12:00:00"', "meta day { 0, 6 }")];
const chance = [f`numgen ${pick("random", "inc")} mod ${pick("100 < 5", "2 0", "4 { 1, 2 }")}`];

const marks = [
	f`meta mark set ${uint(0xffffffff)}`,
	pick(
		"meta mark set meta mark | 0x10",
		"meta mark set mark and 0xff",
		"meta mark set meta mark ^ 0x1",
		"mark set 7",
		"meta nftrace set 1",
	),
];
const statements = [
	f`meta cgroup ${decimal(1000)}`,
	f`limit rate ${rate}`,
	pick("counter", "counter packets 0 bytes 0", "quota over 25 mbytes", "quota until 2 kbytes", "quota 10 bytes used 3 bytes"),
	f`log${pick("", ' prefix "in: "', " level info", ' prefix "x" level debug', " group 5", " flags all", ' prefix "a;b" flags tcp sequence,options', " snaplen 64 queue-threshold 5 group 2")}`,
	...marks,
	f`meta mark set ${pick("symhash mod 2", "numgen inc mod 4 offset 10", "tcp dport map { 80 : 0x1, 443 : 2 }")}`,
	pick("meta priority set 1:2", "meta priority set none"),
];
const tracking = [
	pick(
		"ct mark set meta mark",
		"ct mark set 0x10",
		"meta mark set ct mark",
		"ct mark set ct mark & 0xff | 0x1",
		"ct count over 20",
		"ct zone set 5",
		"ct event set new,destroy",
		"notrack",
	),
];
const headers4 = [
	pick("ip dscp set cs1", "ip ttl set 64", "ip daddr set 198.51.100.9", "ip saddr set 10.0.0.1", "ip ecn set ce"),
	pick("meta mark set ip protocol map { tcp : 1, udp : 0x2 }", "meta mark set jhash ip saddr mod 4 seed 0xdeadbeef offset 1"),
	pick("jhash ip saddr . ip daddr mod 2 seed 5 vmap { 0 : accept, 1 : drop }"),
];
const headers6 = [pick("ip6 hoplimit set 64", "ip6 dscp set 0x10", "ip6 flowlabel set 5", "meta mark set jhash ip6 saddr mod 3")];
const headers = [
	pick(
		"tcp dport set 8080",
		"udp sport set domain",
		"tcp option maxseg size set 1400",
		"tcp flags syn tcp option maxseg size set rt mtu",
	),
];
const queues = [pick("queue", "queue num 5 bypass", "queue flags bypass,fanout to 1-3", "queue to 7")];
const rejections: Record<string, Text> = {
	ip: pick("reject", "reject with icmp host-unreachable", "meta l4proto tcp reject with tcp reset", "reject with icmp type 3"),
	ip6: pick("reject", "reject with icmpv6 no-route", "tcp dport 22 reject with tcp reset"),
	inet: pick(
		"reject",
		"reject with icmpx admin-prohibited",
		"reject with icmp port-unreachable",
		"tcp dport 80 reject with tcp reset",
	),
};
const proxies: Record<string, Text> = {
	ip: pick("tcp dport 80 tproxy to 127.0.0.1:50080", "meta l4proto udp tproxy to :50080"),
	ip6: pick("tcp dport 80 tproxy to [::1]:50080", "meta l4proto udp tproxy to [2001:db8::1]"),
	inet: pick(
		"meta l4proto tcp tproxy ip to 127.0.0.1:50080",
		"tcp dport 80 tproxy ip6 to [::1]:50080",
		"udp dport 53 tproxy to :5353",
	),
};
const link = [
	f`ether saddr ${text.mac}`,
	f`ether type ${pick("ip", "0x0806", "vlan", "0x88a8")}`,
	// Beside a list of values of such a field, or of `ip dscp`, nft 1.0.6 crashes when a rule is inserted.
	f`vlan id ${pick("5", "0x10", "1-10")}`,
	f`arp operation ${pick("request", "2", "{ request, reply }")}`,
	pick(
		"vlan pcp 3",
		"vlan type ip",
		"ether daddr & ff:ff:ff:00:00:00 == 01:00:5e:00:00:00",
		"ether saddr . vlan id { 02:00:00:00:00:01 . 5 }",
	),
];
const ends = pick("accept", "drop", "return", "continue", "jump one", "goto one", 'accept comment "a; b"', "");

const copies4 = pick("dup to 198.51.100.7", 'dup to 198.51.100.7 device "od0"', "dup to 198.51.100.7 device od1");
const copies6 = pick("dup to 2001:db8::7", 'dup to 2001:DB8:0::7 device "od0"');
const forwarding = pick('fwd to "od1"', "fwd to od1", 'dup to "od1"', 'fwd ip to 198.51.100.9 device "od1"');

interface Words {
	/** Matches by their layer. A rule can have one of each. */
	layers: Text[][];
	/** Matches that are alone in their rule. */
	alone: Text[];
	/** What a rule does before its verdict. */
	statements: Text[];
	/** Verdicts that only this family has. */
	verdicts?: Text[];
}

const inetStatements = (family: string, own: Text[]): Pick<Words, "statements" | "verdicts"> => ({
	statements: [...statements, ...tracking, ...headers, ...own],
	verdicts: [...queues, rejections[family] as Text, proxies[family] as Text],
});

const byFamily: Record<string, Words> = {
	ip: {
		layers: [network4, ports, device, [...connection, pick("ct original ip saddr 10.0.0.1")]],
		alone: [...protocols4, ...protocols, ...fib, ...times, ...chance],
		...inetStatements("ip", [...headers4, copies4]),
	},
	ip6: {
		layers: [network6, ports, device, [...connection, pick("ct original ip6 saddr 2001:db8::1")]],
		alone: [...protocols6, ...protocols, ...times, ...chance],
		...inetStatements("ip6", [...headers6, copies6]),
	},
	inet: {
		layers: [[...network4, ...network6], ports, device, [...connection, pick("ct original ip saddr 10.0.0.1")]],
		alone: [...protocols4, ...protocols6, ...protocols, ...fib, ...times, ...chance],
		...inetStatements("inet", [...headers4, ...headers6]),
	},
	arp: {
		layers: [
			[
				f`arp operation ${pick("request", "2")}`,
				pick("arp htype 1", "arp saddr ip 198.51.100.7", "arp daddr ether 02:00:00:00:00:01"),
			],
			device.slice(0, 3),
		],
		alone: [pick("arp operation . arp saddr ip { 1 . 10.0.0.1 }")],
		statements: marks,
	},
	bridge: {
		layers: [link, device.slice(0, 4)],
		alone: [...network4.slice(0, 2), ...network6.slice(0, 2), pick('ibrname "olb0"', "meta ibrpvid 5", 'obrname != "olb0"')],
		statements: marks,
	},
	netdev: {
		layers: [link, device.slice(0, 4)],
		alone: [...network4.slice(0, 2), ...ports.slice(0, 2)],
		statements: [forwarding, ...marks],
	},
};

const joined = (parts: string[]): string => parts.filter(Boolean).join(" ").replace(/\s+/g, " ").trim();

/** Statements after which nft accepts no other: verdicts, and what is one (`vmap`), or what none would be reached after. */
const isLast = (statement: string): boolean => /\bvmap |\bct count |^fwd /.test(statement);

/** A statement that does not agree with just any match, because it needs a protocol of its own. */
const needsProtocol = (statement: string): boolean =>
	/\b(ip6?|tcp|udp|icmp|icmpx|jhash|th) |^(dup|fwd|reject|meta l4proto)\b/.test(statement);

const matchesOf = ({ layers, alone }: Words): fc.Arbitrary<string[]> =>
	fc.oneof(
		{ weight: 2, arbitrary: fc.oneof(...layers.flat(), ...alone).map((one) => [one]) },
		{
			weight: 2,
			arbitrary: fc
				.shuffledSubarray(layers, { minLength: 2, maxLength: 2 })
				.chain((two) => fc.tuple(...two.map((all) => fc.oneof(...all)))),
		},
		{ weight: 1, arbitrary: const_<string[]>([]) },
	);

/** Matches alone, as a FlowTable's expression has them. */
export const nftMatches = (family: string): Text =>
	matchesOf(byFamily[family] as Words)
		.map(joined)
		.filter((all) => all !== "" && !/vmap/.test(all));

/** Rules that nft 1.0.6 accepts in a table of this family. */
export const nftRule = (family: string): Text => {
	const words = byFamily[family] as Words;
	const last = fc.oneof({ weight: 6, arbitrary: ends }, ...(words.verdicts ?? []).map((arbitrary) => ({ weight: 1, arbitrary })));
	return fc
		.tuple(matchesOf(words), fc.option(fc.oneof(...words.statements), { nil: "" }), pick("", "", "counter"), last)
		.map(([matches, statement, counter, verdict]) => {
			// A protocol that a statement or a verdict needs may contradict those of the matches.
			const own = needsProtocol(statement) && needsProtocol(verdict) ? "" : statement;
			const rest =
				needsProtocol(own) || needsProtocol(verdict)
					? matches.filter((one) => /^(iifname|meta mark|ct state) [^.]*$/.test(one))
					: matches;
			if ([...rest, own].some(isLast)) return joined([...rest, own]);
			return joined([...rest, own, counter, verdict]);
		})
		.filter((rule) => rule !== "");
};

/** A type of sets: its elements, lists of disjoint intervals, and what rules compare with the set. */
interface SetType {
	type: string;
	item: fc.Arbitrary<string | number>;
	intervals?: fc.Arbitrary<(string | number)[]>;
	/** What a rule looks up in the set, and a statement that adds to it, for each family that has them. */
	key: string[];
	families?: RegExp;
}

const ip = /^(ip|inet|bridge|netdev)$/;
const inet6 = /^(ip6|inet|bridge|netdev)$/;
const withPorts = /^(ip|ip6|inet|netdev)$/;
const withAddressAndPort = /^(ip|inet|netdev)$/;

const intervalsOf = (...all: string[]) => fc.shuffledSubarray(all, { maxLength: Math.min(4, all.length) });

const setTypes: SetType[] = [
	{
		...{ type: "ipv4_addr", item: text.address4, key: ["ip saddr", "ip daddr"], families: ip },
		intervals: fc.oneof(
			fc.array(net4, { maxLength: 1 }),
			intervalsOf(
				"10.1.0.0/16",
				"10.2.0.0-10.2.0.9",
				"10.3.0.0/25",
				"10.3.0.128/25",
				"192.0.2.1",
				"10.5.0.0-10.5.0.255",
				"10.6.0.1/32",
			),
		),
	},
	{
		...{ type: "ipv6_addr", item: plain6, key: ["ip6 saddr", "ip6 daddr"], families: inet6 },
		intervals: fc.oneof(
			fc.array(net6, { maxLength: 1 }),
			intervalsOf("2001:DB8:1::/48", "2001:db8:2::1-2001:db8:2::9", "2001:db8:3::/64", "2001:db8:3:1::/64", "2001:db8:4::1"),
		),
	},
	{
		...{ type: "inet_service", key: ["tcp dport", "udp sport"], families: withPorts },
		item: fc.oneof(numberedPort, fc.integer({ min: 1, max: 65535 })),
		intervals: fc.oneof(
			fc.array(fc.oneof(port, fc.integer({ min: 1, max: 9 })), { maxLength: 1 }),
			intervalsOf("80-80", "1000-2000", "0x50-0x51", "ntp", "8080").map((all) =>
				all.includes("80-80") ? all.filter((one) => one !== "0x50-0x51") : all,
			),
		),
	},
	{ type: "ether_addr", item: text.mac, key: ["ether saddr"], families: /^(ip|ip6|inet|bridge|netdev)$/ },
	{
		type: "inet_proto",
		item: pick<string | number>("tcp", "6", "udp", "17", "icmp", "255", 47),
		key: ["meta l4proto"],
		families: withPorts,
	},
	{
		type: "mark",
		item: uint(0xffffffff),
		intervals: fc.oneof(fc.array(uint(0xffffffff), { maxLength: 1 }), intervalsOf("1-5", "0x10", "0x20-0x2f")),
		key: ["meta mark"],
	},
	{
		...{ type: "ifname", item: pick("od0", '"od1"', '"a b"', "eth9"), key: ["iifname"] },
		intervals: intervalsOf("od0", '"tap*"', '"vnet7"', '"eth*"'),
	},
	{
		...{ type: "ipv4_addr . inet_service", key: ["ip saddr . tcp dport"], families: withAddressAndPort },
		item: f`${text.address4} . ${numberedPort}`,
		intervals: fc.oneof(
			fc.array(f`${fc.oneof(text.address4, text.cidr4)} . ${numberedPort}`, { maxLength: 1 }),
			intervalsOf("10.1.0.0/16 . 80", "10.2.0.1-10.2.0.9 . 1000-2000", "10.3.0.1 . ssh"),
		),
	},
	{ type: "ifname . mark", item: f`${pick('"od0"', "od1")} . ${uint(0xffff)}`, key: ["iifname . meta mark"] },
	{
		type: "typeof ip saddr",
		item: text.address4,
		intervals: fc.array(text.cidr4, { maxLength: 1 }),
		key: ["ip saddr"],
		families: ip,
	},
	{
		type: "typeof tcp dport",
		item: numberedPort,
		intervals: fc.array(pick("1-10", "ssh"), { maxLength: 1 }),
		key: ["tcp dport"],
		families: withPorts,
	},
	{
		type: "typeof ip saddr . tcp dport",
		item: f`${text.address4} . ${numberedPort}`,
		key: ["ip saddr . tcp dport"],
		families: withAddressAndPort,
	},
	{ type: "typeof meta mark", item: uint(0xffff), key: ["meta mark"] },
];

const timeout = pick("1h", "60m", "5400s", "3600s", "1d", "1h30m");

/** The elements of a set with this head. */
function elementsOf({ type, flags = [], timeout, autoMerge }: Values): fc.Arbitrary<unknown[]> {
	const own = setTypes.find((one) => one.type === type) as SetType;
	if (flags.includes("interval")) {
		const all = own.intervals as fc.Arbitrary<unknown[]>;
		if (autoMerge) return all.map((some) => (type === "ipv4_addr" ? [...some, "10.1.2.0/24"] : some));
		return fc.tuple(all, pick([], [], ["*"])).map((some) => some.flat());
	}
	const expires = flags.includes("timeout") || timeout !== undefined;
	const withOptions = f`${own.item}${expires ? pick("", " timeout 50m", " timeout 5400s") : const_("")}${pick("", "", ' comment "a, b"')}`;
	return fc.uniqueArray(fc.oneof({ weight: 3, arbitrary: own.item }, { weight: 1, arbitrary: withOptions }), {
		maxLength: expires ? 2 : 4,
		selector: plainElement,
	});
}

const setHeads: fc.Arbitrary<Values> = fc.oneof(
	...setTypes.flatMap(({ type, intervals }) => [
		fc.record({ type: const_(type) }),
		fc.record({ type: const_(type), flags: const_(["constant"]) }),
		fc.record(
			{
				type: const_(type),
				flags: pick(["timeout"], ["dynamic", "timeout"], ["timeout", "dynamic", "timeout"], ["dynamic"]),
				timeout,
				gcInterval: pick("1m", "60s", "30s"),
			},
			{ requiredKeys: ["type", "flags", "timeout"] },
		),
		...(intervals === undefined
			? []
			: [
					fc.record({ type: const_(type), flags: pick(["interval"], ["interval", "constant"]) }),
					fc.record({ type: const_(type), flags: const_(["interval"]), autoMerge: const_(true) }),
				]),
	]),
);

/** The statements that use a set. */
function usesOfSet(family: string, name: string, { type, flags = [] }: Values): Text[] {
	const own = setTypes.find((one) => one.type === type) as SetType;
	if (own.families?.test(family) === false) return [];
	const adding = (key: string) =>
		f`${pick("add", "update")} @${const_(name)} { ${const_(key)}${pick("", " timeout 1m", " timeout 90s")} }`;
	return [
		f`${pick(...own.key)} ${not}@${const_(name)} ${pick("", "counter", "accept", "drop", "jump one")}`,
		...(flags.includes("dynamic") && flags.includes("timeout") ? own.key.slice(0, 1).map(adding) : []),
	];
}

/** A type of maps: its elements, and statements that use it, for families that have them. `nat`: only in chains of type nat. */
interface MapType {
	type: string;
	value: string;
	flags?: string[];
	item: Text;
	to: Text;
	uses: string[];
	nat?: boolean;
	families?: RegExp;
	/** The object that values name. */
	object?: string;
}

const leading = pick("accept", "drop", "jump one", "goto one");

const mapTypes: MapType[] = [
	{
		type: "ipv4_addr",
		value: "verdict",
		item: text.address4,
		to: leading,
		uses: ["ip saddr vmap @", "ip daddr vmap @"],
		families: ip,
	},
	{
		...{ type: "ipv4_addr", value: "verdict", flags: ["interval"], to: leading, uses: ["ip saddr vmap @"], families: ip },
		item: pick("10.1.0.0/16", "192.0.2.1-192.0.2.9", "10.3.0.1", "*"),
	},
	{ type: "ipv6_addr", value: "verdict", item: plain6, to: leading, uses: ["ip6 daddr vmap @"], families: inet6 },
	{
		...{ type: "inet_service", value: "mark", item: numberedPort, to: fc.oneof(uint(0xffff), decimal(9)) },
		...{ uses: ["meta mark set tcp dport map @"], families: withPorts },
	},
	{
		...{
			type: "inet_service",
			value: "mark",
			flags: ["interval"],
			item: pick("80", "1000-2000", "22-22", "ntp"),
			to: uint(0xff),
		},
		...{ uses: ["meta mark set udp dport map @"], families: withPorts },
	},
	{
		...{ type: "ipv4_addr", value: "ipv4_addr", item: text.address4, to: text.address4, nat: true },
		...{ uses: ["dnat ip to ip daddr map @", "snat ip to ip saddr map @"], families: /^(ip|inet)$/ },
	},
	{
		...{ type: "ipv6_addr", value: "ipv6_addr", item: plain6, to: plain6, nat: true },
		...{ uses: ["dnat ip6 to ip6 daddr map @"], families: /^(ip6|inet)$/ },
	},
	{
		...{ type: "inet_service", value: "ipv4_addr . inet_service", item: numberedPort, nat: true },
		...{ to: f`${text.address4} . ${numberedPort}`, uses: ["dnat ip to tcp dport map @"], families: /^(ip|inet)$/ },
	},
	{
		...{ type: "typeof ip daddr", value: "tcp dport", item: text.address4, to: numberedPort },
		...{ uses: ["tcp dport set ip daddr map @"], families: withAddressAndPort },
	},
	{
		...{ type: "ipv4_addr . inet_service", value: "verdict", item: f`${text.address4} . ${numberedPort}`, to: leading },
		...{ uses: ["ip saddr . tcp dport vmap @"], families: withAddressAndPort },
	},
	{
		type: "ifname",
		value: "verdict",
		item: pick("od0", "od1", "eth9"),
		to: pick("accept", "jump one"),
		uses: ["iifname vmap @"],
	},
	{ type: "mark", value: "mark", item: uint(0xffff), to: uint(0xffff), uses: ["meta mark set meta mark map @"] },
	{
		...{ type: "ipv4_addr", value: "counter", item: text.address4, to: pick("c_1", '"c_1"'), object: "counter c_1" },
		...{ uses: ["counter name ip saddr map @"], families: ip },
	},
	{
		...{ type: "ipv4_addr", value: "limit", item: text.address4, to: pick("l-1", '"l-1"'), object: "limit l-1" },
		...{ uses: ["limit name ip daddr map @"], families: ip },
	},
];

const typeOfMap = ({ type, value, flags }: Values): MapType =>
	mapTypes.find(
		(one) => one.type === type && one.value === value && (one.flags?.[0] === "interval") === (flags?.[0] === "interval"),
	) as MapType;

const elementsOfMap = (head: Values): fc.Arbitrary<Values> => {
	const { item, to } = typeOfMap(head);
	const dynamic = head.flags?.includes("timeout") === true;
	return fc.dictionary(dynamic ? f`${item}${pick("", " timeout 50m")}` : item, to, { maxKeys: 3 }).map((all) => {
		const keys = new Map(Object.keys(all).map((key) => [key.replace(/ timeout .*/, "").toLowerCase(), key]));
		return Object.fromEntries([...keys.values()].map((key) => [key, all[key]]));
	});
};

const mapHeads: fc.Arbitrary<Values> = fc.oneof(
	...mapTypes.flatMap(({ type, value, flags }) => [
		fc.record({ type: const_(type), value: const_(value), ...(flags === undefined ? {} : { flags: const_(flags) }) }),
		...(flags !== undefined || value === "counter" || value === "limit"
			? []
			: [fc.record({ type: const_(type), value: const_(value), flags: pick(["timeout"], ["dynamic", "timeout"]), timeout })]),
	]),
);

const usesOfMap = (family: string, name: string, head: Values, isNat: boolean): Text[] => {
	const { uses, nat, families } = typeOfMap(head);
	if (families?.test(family) === false || (nat === true) !== isNat) return [];
	return [f`${pick(...uses)}${const_(name)}`];
};

const nftFlowtable = fc.record(
	{
		priority: fc.oneof(pick("filter", "filter + 5", "0"), fc.integer({ min: -300, max: 300 })),
		devices: pick([], ["od1"], ["od1", "od0", "od1"]),
		counter: fc.boolean(),
		hardwareOffload: const_(false),
	},
	{ requiredKeys: [] },
);

/** Bodies of named objects, by their keys. */
const nftObjects = fc.record(
	{
		"counter c_1": pick("", 'comment "a; b"', "packets 5 bytes 70"),
		"quota q.1": pick("25 mbytes", "over 2 kbytes", "until 0 bytes", "over 10 mbytes used 5 bytes"),
		"limit l-1": pick("rate 10/second", "rate over 400/minute burst 9 packets", "rate 1 mbytes/second burst 10 kbytes"),
		"synproxy s1": pick("mss 1460; wscale 7; timestamp sack-perm", "mss 1400; wscale 3;"),
		"ct helper h1": pick('type "ftp" protocol tcp', 'type "sip" protocol udp;', 'type "ftp" protocol tcp; l3proto ip;'),
		"ct timeout t1": pick(
			"protocol tcp; l3proto ip; policy = { established : 120, close : 20 }",
			"protocol udp; l3proto ip; policy = { unreplied : 10 }",
		),
		"ct expectation e1": pick(
			"protocol udp; dport 9876; timeout 2m; size 12; l3proto ip",
			"protocol tcp; dport 22; timeout 90s; size 1; l3proto ip;",
		),
	},
	{ requiredKeys: ["counter c_1", "quota q.1"] },
);

const usesOfObjects: Record<string, Text> = {
	"counter c_1": pick("counter name c_1", "counter name ip saddr map { 10.0.0.1 : c_1 }"),
	"quota q.1": pick('quota name "q.1" drop'),
	"limit l-1": pick("limit name l-1 accept", 'limit name "l-1"'),
	"synproxy s1": pick("tcp flags syn synproxy name s1"),
	"ct helper h1": pick('ct helper set "h1"'),
	"ct timeout t1": pick('ct timeout set "t1"'),
	"ct expectation e1": pick("ct expectation set e1"),
};

/** Properties that all sets and maps may have. */
const properties = fc.record({ size: pick(100, 65535), comment: pick("a, b", "ü { }", "size 5") }, { requiredKeys: [] });

const withProperties = (heads: fc.Arbitrary<Values>, elements: (head: Values) => fc.Arbitrary<unknown>): fc.Arbitrary<Values> =>
	fc.tuple(heads, properties).chain(([head, more]) => elements(head).map((all) => ({ ...head, ...more, elements: all })));

const nats: Record<string, Record<string, Text>> = {
	ip: {
		postrouting: pick(
			"masquerade",
			"masquerade random,persistent",
			"meta l4proto tcp masquerade to :1024-65535",
			"snat to 198.51.100.1",
			"ip protocol tcp snat to 198.51.100.1-198.51.100.9:1000-2000",
			"snat to ip saddr map { 10.0.0.1 : 192.0.2.1, 10.0.0.2 : 192.0.2.2 }",
			"snat prefix to ip saddr map { 10.1.0.0/24 : 192.0.2.0/24 }",
		),
		prerouting: pick(
			"dnat to 10.0.0.1",
			"tcp dport 80 dnat to 10.0.0.1:8080",
			"tcp dport { 80, 443 } redirect to :8080",
			"redirect",
			"dnat to numgen inc mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }",
			"dnat to tcp dport map { 80 : 10.0.0.1 . 8080, 443 : 10.0.0.2 . 8443 }",
			"dnat to jhash ip saddr mod 2 seed 7 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }",
		),
		input: pick("snat to 198.51.100.1"),
	},
	ip6: {
		postrouting: pick("masquerade", "snat to 2001:db8::1", "snat to 2001:db8::1-2001:db8::9", "udp dport 53 masquerade to :5000"),
		prerouting: pick("dnat to 2001:db8::1", "tcp dport 80 dnat to [2001:DB8::1]:8080", "udp dport 53 redirect to :5353"),
		input: pick("snat to 2001:db8::1"),
	},
	inet: {
		postrouting: pick(
			"masquerade",
			'oifname "od0" masquerade',
			"snat ip to 198.51.100.1",
			"snat ip6 to 2001:db8::1",
			"snat ip to 198.51.100.1-198.51.100.9 persistent",
		),
		prerouting: pick(
			"dnat ip to 10.0.0.1",
			"tcp dport 80 dnat ip to 10.0.0.1:8080",
			"dnat ip6 to 2001:db8::1",
			"redirect",
			"tcp dport 80 redirect to :8080-8090",
			"dnat ip addr . port to tcp dport map { 80 : 10.0.0.1 . 8080 }",
		),
		input: pick("snat ip to 198.51.100.1", "snat ip6 to 2001:db8::1"),
	},
};

const isInet = (family: string): boolean => family in nats;

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });

/** The hooks, types and names of priorities that each family has (nft(8), "CHAINS"). */
function baseChain(family: string): fc.Arbitrary<Values> {
	const rules = maybe(fc.array(nftRule(family), { maxLength: 4 }));
	const policy = maybe(pick("accept", "drop"));
	const comment = maybe(pick("what it is", "a { b"));
	const numbers = fc.oneof(
		fc.integer({ min: -400, max: 400 }),
		pick("0", "-5", "007", "filter", "filter + 5", "filter - 10", "filter+1"),
	);
	const common = { policy, comment };
	if (family === "netdev" || family === "arp")
		return fc
			.record({
				type: pick("filter"),
				hook: family === "arp" ? pick("input", "output") : pick("ingress", "ingress", "egress"),
				priority: numbers,
				...common,
				rules,
			})
			.chain((chain) =>
				family === "arp" ? const_(chain) : pick(["od0"], ["od1", "od0"]).map((devices) => ({ ...chain, devices })),
			);
	const filter = pick("prerouting", "input", "forward", "output", "postrouting").chain((hook) => {
		const names = family === "bridge" ? ["filter"] : ["filter", "mangle", "raw", "security"];
		const own: Record<string, string> = {
			prerouting: "dstnat",
			postrouting: "srcnat",
			...(family === "bridge" ? { output: "out" } : {}),
		};
		const all = [...names, ...(own[hook] ? [own[hook], `${own[hook]} + 5`] : [])];
		return fc.record({ type: pick("filter"), hook: const_(hook), priority: fc.oneof(numbers, pick(...all)), ...common, rules });
	});
	if (!isInet(family)) return filter;
	const nat = pick("prerouting", "input", "output", "postrouting").chain((hook) => {
		const own = nats[family]?.[hook === "output" ? "prerouting" : hook] as Text;
		const priority = fc.oneof(
			fc.integer({ min: -199, max: 400 }),
			pick(
				...(hook === "postrouting" ? ["srcnat", "srcnat - 1"] : hook === "prerouting" ? ["dstnat", "dstnat + 5"] : ["0", "100"]),
			),
		);
		return fc.record({
			type: pick("nat"),
			hook: const_(hook),
			priority,
			...common,
			rules: maybe(fc.array(fc.oneof(own, own, nftRule(family)), { maxLength: 3 })),
		});
	});
	const route = fc.record({
		type: pick("route"),
		hook: pick("output"),
		priority: fc.oneof(numbers, pick("mangle", "raw")),
		...common,
		rules,
	});
	const ingress = fc.record({
		...{ type: pick("filter"), hook: pick("ingress"), priority: numbers, devices: pick(["od0"], ["od1", "od0"]), ...common },
		rules: maybe(
			fc.array(
				fc.oneof(...ports.slice(0, 2), ...device.slice(0, 2)).map((match) => `${match} counter`),
				{ maxLength: 2 },
			),
		),
	});
	return fc.oneof(
		{ weight: 5, arbitrary: filter },
		{ weight: 3, arbitrary: nat },
		...(family === "inet" ? [{ weight: 1, arbitrary: ingress }] : []),
		{ weight: 1, arbitrary: route },
	);
}

const isEmpty = (map: Values | undefined): boolean => Object.keys(map ?? {}).length === 0;

const withoutEmpty = (table: Values): Values =>
	Object.fromEntries(
		Object.entries(table).filter(([, value]) => value !== undefined && !(typeof value === "object" && isEmpty(value))),
	);

/** The table without rules and elements that nft or the kernel refuses because of what else is in it. */
export function consistent(table: Values): Values {
	const wrong = new Set([...missingReferences(table), ...rulesAtWrongHooks(table)].map(({ path }) => JSON.stringify(path)));
	if (wrong.size === 0) return table;
	const each = (map: Values | undefined, change: (one: Values, name: string) => Values) =>
		map && Object.fromEntries(Object.entries<Values>(map).map(([name, one]) => [name, change(one, name)]));
	const isRight = (path: unknown[]) => !wrong.has(JSON.stringify(path));
	const next = {
		...table,
		chains: each(table.chains, (chain, name) => ({
			...chain,
			...(chain.rules && { rules: chain.rules.filter((_: string, i: number) => isRight(["chains", name, "rules", i])) }),
		})),
		maps: each(table.maps, (map, name) => ({
			...map,
			...(map.elements && {
				elements: Object.fromEntries(Object.entries(map.elements).filter(([key]) => isRight(["maps", name, "elements", key]))),
			}),
		})),
	};
	// A rule may lead to another one that is left out now, and so on.
	return consistent(withoutEmpty(next));
}

/** The statements that use the sets, maps, objects and flowtables of a table, for its chains of this sort. */
function uses(
	{ family, sets = {}, maps = {}, objects = {}, flowtables = {} }: Values,
	sort: "nat" | "forward" | "other",
): Text[] {
	const isNat = sort === "nat";
	return [
		...(isNat ? [] : Object.entries<Values>(sets).flatMap(([name, set]) => usesOfSet(family, name, set))),
		...Object.entries<Values>(maps).flatMap(([name, map]) => usesOfMap(family, name, map, isNat)),
		...(isNat ? [] : Object.keys(objects).flatMap((key) => usesOfObjects[key] ?? [])),
		...(sort === "forward"
			? Object.keys(flowtables).map(
					(name) =>
						f`${pick("", "ct state established ", "meta l4proto { tcp, udp } ")}flow ${pick("add", "offload")} @${const_(name)}`,
				)
			: []),
	];
}

/** The table with rules that use its objects, each at a place of its own. */
function withUses(table: Values): fc.Arbitrary<Values> {
	const chains = Object.entries<Values>(table.chains).map(([name, chain]) => {
		const sort = chain.type === "nat" ? "nat" : chain.hook === "forward" && chain.type === "filter" ? "forward" : "other";
		const all = ["ingress", "egress"].includes(chain.hook) && table.family === "inet" ? [] : uses(table, sort);
		if (all.length === 0) return const_([name, chain] as const);
		return fc.tuple(fc.shuffledSubarray(all), fc.nat(3)).chain(([some, at]) =>
			fc.tuple(...some).map((rules) => {
				const own: string[] = chain.rules ?? [];
				const allRules = [...own.slice(0, at), ...rules.map((rule) => joined([rule])), ...own.slice(at)];
				return [name, allRules.length > 0 ? { ...chain, rules: allRules } : chain] as const;
			}),
		);
	});
	return fc.tuple(...chains).map((all) => ({ ...table, chains: Object.fromEntries(all) }));
}

/** Whole tables: objects, chains with rules that use them, sets and maps. */
export const nftTable = (family: string): fc.Arbitrary<Values> => {
	const sets = maybe(fc.dictionary(pick("s1", "s2", "s.3"), withProperties(setHeads, elementsOf), { maxKeys: 2 }));
	const maps = maybe(fc.dictionary(pick("m1", "m2"), withProperties(mapHeads, elementsOfMap), { maxKeys: 2 }));
	return fc
		.record({
			chains: maybe(fc.dictionary(pick("in", "fwd_", "c1", "Nat/2"), baseChain(family), { maxKeys: 2 })),
			one: fc.record({ rules: maybe(fc.array(nftRule(family), { maxLength: 4 })), comment: maybe(pick("what it is", "a { b")) }),
			...{ sets, maps },
			objects: family === "ip" || family === "inet" ? maybe(nftObjects) : const_(undefined),
			flowtables: isInet(family) ? maybe(fc.dictionary(const_("f1"), nftFlowtable)) : const_(undefined),
		})
		.chain(({ chains, one, ...rest }) => {
			// A chain that led to itself would be a loop.
			const { rules, ...head } = one;
			const own = rules?.filter((rule) => !/\b(jump|goto) one/.test(rule));
			const last = { ...head, ...(own === undefined || own.length === 0 ? {} : { rules: own }) };
			return withUses({ family, ...rest, chains: { ...chains, one: last } });
		})
		.map(tidy);
};

/** The chain `one` leads nowhere, and elements of maps that lead to it are in no map that it uses. */
function tidy(table: Values): Values {
	const { one = {}, ...chains } = table.chains;
	const leads = Object.entries<Values>(table.maps ?? {}).flatMap(([name, { elements }]) =>
		Object.values<string>(elements ?? {}).some((to) => /^(jump|goto) /.test(to)) ? [name] : [],
	);
	const rules = (one.rules ?? []).filter(
		(rule: string) => !/\b(jump|goto) /.test(rule) && !leads.some((name) => rule.endsWith(`@${name}`)),
	);
	const last = { ...one, rules: rules.length === 0 ? undefined : rules };
	const { family: _, ...own } = consistent(withoutUnsetDeep({ ...table, chains: { ...chains, one: last } }));
	return withoutEmpty({ ...own, chains: own.chains });
}

const withoutUnsetDeep = (table: Values): Values => JSON.parse(JSON.stringify(table));

/** Rules that do not depend on the type of a set or map, which may have changed. */
const ofNoSet = (rules: string[] = []): string[] => rules.filter((rule) => !/@[sm]/.test(rule));

/** A part of each list, in its order, one list within the other. */
const merged = <T>(old: T[], own: T[]): fc.Arbitrary<T[]> =>
	fc.tuple(fc.subarray(old), fc.subarray(own), fc.nat(4)).map(([a, b, at]) => [...a.slice(0, at), ...b, ...a.slice(at)]);

const plainElement = (element: unknown): string =>
	String(element)
		.replace(/ (timeout|comment) .*/, "")
		.replace(/"/g, "")
		.toLowerCase();

/** The elements without those that differ only in what is said about them. */
const different = <T>(all: T[], element: (one: T) => unknown): T[] => [
	...new Map(all.map((one) => [plainElement(element(one)), one])).values(),
];

/**
 * Another content of a table that has much of the one before it: chains with some of their rules, sets with some of their elements. `next`
 * is a generated table of the same family.
 */
export function mixedTable(family: string, before: Values, next: Values): fc.Arbitrary<Values> {
	const chain = (old: Values | undefined, own: Values | undefined): fc.Arbitrary<Values | undefined> => {
		if (!old || !own) return pick(old, own).map((one) => (one?.rules ? { ...one, rules: ofNoSet(one.rules) } : one));
		return fc
			.tuple(merged(ofNoSet(old.rules), ofNoSet(own.rules)), pick(old, old, own))
			.map(([rules, head]) => ({ ...head, rules }));
	};
	const set = (elements: (head: Values) => fc.Arbitrary<unknown>) => (old: Values | undefined, own: Values | undefined) => {
		if (!old) return pick(old, own);
		const { elements: had, ...head } = old;
		const isList = Array.isArray(had ?? []);
		const others = elements(head).chain((all) => {
			// Intervals of two lists may overlap.
			const more = head.flags?.includes("interval") && !head.autoMerge ? [] : all;
			if (Array.isArray(all)) return merged<unknown>(had ?? [], more as unknown[]).map((some) => different(some, (one) => one));
			return merged(Object.entries(had ?? {}), Object.entries(more as Values)).map((some) =>
				Object.fromEntries(different(some, ([key]) => key)),
			);
		});
		const same = others.map((all) => ({ ...head, elements: all }));
		return isList || had !== undefined ? fc.oneof(same, same, pick(old, own)) : pick(old, own);
	};
	const object = (old: Values | undefined, own: Values | undefined) => pick(old, old, own);
	const each = (
		field: string,
		change: (old: Values | undefined, own: Values | undefined) => fc.Arbitrary<Values | undefined>,
	) => {
		const names = [...new Set([...Object.keys(before[field] ?? {}), ...Object.keys(next[field] ?? {})])];
		return fc
			.tuple(...names.map((name) => change(before[field]?.[name], next[field]?.[name]).map((one) => [name, one] as const)))
			.map((all) => Object.fromEntries(all.filter(([, one]) => one !== undefined)));
	};
	return fc
		.record({
			chains: each("chains", chain),
			sets: each("sets", set(elementsOf)),
			maps: each("maps", set(elementsOfMap)),
			objects: each("objects", object),
			flowtables: each("flowtables", object),
		})
		.chain((table) => withUses({ family, ...withoutEmpty(table), chains: table.chains }))
		.map(tidy);
}
