import { memoize } from "../base/memoize";
import { families, familiesRead, listScript, ourProtocol, typeName } from "./ip-route";
import type { AnyFact, Read } from "./tool";

/** A policy routing rule of the kernel. */
export interface KernelRule {
	family: 4 | 6;
	priority: number;
	protocol: number;
	not: boolean;
	/** The source network with its prefix length. Undefined: all. */
	from?: string;
	to?: string;
	iif?: string;
	oif?: string;
	fwmark?: number;
	fwmask?: number;
	ipproto?: string;
	sport?: string;
	dport?: string;
	tos?: number;
	/** The user ids of local sockets: one, or a range such as "1000-1999". */
	uidrange?: string;
	l3mdev: boolean;
	suppressPrefixlength?: number;
	goto?: number;
	table?: number;
	/** blackhole, unreachable, prohibit or nop. Undefined: the rule looks up a table or continues at another rule. */
	action?: string;
	/** The names of settings that have no field here. A rule with such settings always differs from the wanted one. */
	more: string[];
}

/** The rules of both families. */
export interface RuleFact extends AnyFact<KernelRule[] | undefined> {
	read: "rules";
	netns: string;
}

type RawRule = Record<string, unknown> & { priority: number };

const known = new Set([
	...["priority", "src", "srclen", "dst", "dstlen", "iif", "iif_detached", "oif", "oif_detached", "fwmark", "fwmask", "ipproto"],
	...["sport", "sport_start", "sport_end", "dport", "dport_start", "dport_end", "l3mdev", "not", "suppress_prefixlen", "goto"],
	...["unresolved", "table", "nop", "action", "protocol", "tos", "uid_start", "uid_end"],
]);

/** The words of `ip rule` for settings that its JSON names otherwise. */
const words: Record<string, string> = { flow_from: "realms", flow_to: "realms" };

export const parseRules = (text: string): KernelRule[] => families<RawRule>(text).map(([family, raw]) => rule(family, raw));

function rule(family: 4 | 6, raw: RawRule): KernelRule {
	const has = (field: string) => raw[field] !== undefined;
	const text = (field: string) => (has(field) ? String(raw[field]) : undefined);
	const number = (field: string) => (has(field) ? Number(raw[field]) : undefined);
	return {
		family,
		priority: raw.priority,
		protocol: Number(raw.protocol ?? 2),
		not: has("not"),
		from: network(family, raw.src, raw.srclen),
		to: network(family, raw.dst, raw.dstlen),
		iif: text("iif"),
		oif: text("oif"),
		fwmark: number("fwmark"),
		fwmask: number("fwmask"),
		ipproto: has("ipproto") ? protocolName(String(raw.ipproto)) : undefined,
		sport: ports(raw, "sport"),
		dport: ports(raw, "dport"),
		tos: number("tos") || undefined,
		uidrange: has("uid_start") ? [...new Set([raw.uid_start, raw.uid_end])].join("-") : undefined,
		l3mdev: has("l3mdev"),
		suppressPrefixlength: number("suppress_prefixlen"),
		goto: number("goto"),
		table: number("table"),
		action: has("nop") ? "nop" : has("action") ? typeName(String(raw.action)) : undefined,
		more: [...new Set(Object.keys(raw).flatMap((field) => (known.has(field) ? [] : (words[field] ?? field))))],
	};
}

function network(family: 4 | 6, address: unknown, length: unknown): string | undefined {
	if (address === undefined || address === "all") return undefined;
	return `${address}/${length ?? (family === 4 ? 32 : 128)}`;
}

const ports = (raw: RawRule, field: string) =>
	raw[field] === undefined
		? raw[`${field}_start`] === undefined
			? undefined
			: `${raw[`${field}_start`]}-${raw[`${field}_end`]}`
		: String(raw[field]);

const protocols: Record<string, string> = {
	...{ 1: "icmp", 2: "igmp", 4: "ipip", 6: "tcp", 17: "udp", 41: "ipv6", 47: "gre", 50: "esp", 51: "ah", 58: "ipv6-icmp" },
	...{ 89: "ospf", 112: "vrrp", 132: "sctp" },
};

/** The well-known name of an IP protocol, or the word as it is. `ip -N` prints `ipproto-6`. */
export function protocolName(protocol: string): string {
	const plain = protocol.replace(/^ipproto-/, "").toLowerCase();
	return protocols[plain] ?? { icmpv6: "ipv6-icmp", ipencap: "ipip" }[plain] ?? plain;
}

export const protocolNumber = (name: string): string =>
	Object.entries(protocols).find(([, known]) => known === name)?.[0] ?? name;

export const protocolNames = Object.values(protocols);

export const rulesRead: Read<RuleFact> = {
	...familiesRead("rules", listScript("rule show"), parseRules),
	// The kernel adds a rule with the first VRF.
	dependsOn: () => ["rules", "devices", "namespaces"],
	lasting: true,
	atBoot: (rules) => withoutOwnRules(rules),
};

const withoutOwnRules = memoize((rules: KernelRule[]) => rules.filter(({ protocol }) => protocol !== ourProtocol));
