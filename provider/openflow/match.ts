import { memoize } from "../base/memoize";
import { byWord } from "../base/values";
import type { Flow } from "../tools/ovs-ofctl-flows";
import { flowKey } from "./flows";
import { replacePorts } from "./ports";
import { fieldNames, fieldProblem } from "./words";

/** A field of a match: its name as written, and its value. A word such as `tcp` has no value. */
interface Field {
	key: string;
	value?: string;
}

const ether: Record<number, string> = {
	2048: "ip",
	34525: "ipv6",
	2054: "arp",
	32821: "rarp",
	34887: "mpls",
	34888: "mplsm",
	35151: "nsh",
};
const transport: Record<number, string> = { 1: "icmp", 6: "tcp", 17: "udp", 58: "icmp6", 132: "sctp" };

/** The protocols that a word stands for: the one below it, and its own. The words are those of ofp_parse_protocol() in Open vSwitch. */
const protocolsByWord = byWord<[string, string?]>({
	...{ ip: ["ip"], ipv4: ["ip"], ip4: ["ip"], ipv6: ["ipv6"], ip6: ["ipv6"], arp: ["arp"], rarp: ["rarp"] },
	...{ mpls: ["mpls"], mplsm: ["mplsm"] },
	...{ tcp: ["ip", "tcp"], udp: ["ip", "udp"], sctp: ["ip", "sctp"], icmp: ["ip", "icmp"] },
	...{ tcp6: ["ipv6", "tcp"], udp6: ["ipv6", "udp"], sctp6: ["ipv6", "sctp"], icmp6: ["ipv6", "icmp6"] },
});

/** Words that are no protocols for Open vSwitch, with those that are meant. */
const meantWords = byWord<string>({ icmp4: "icmp", icmpv6: "icmp6", nsh: "dl_type=0x894f" });

/** The error of a word that has no value: Open vSwitch reads most fields without one as fields with any value. */
function wordProblem(key: string): string | undefined {
	const word = key.toLowerCase();
	const meant = meantWords[word] ?? (word !== key && protocolsByWord[word] ? word : undefined);
	if (meant !== undefined) return `has "${key}", which is no protocol for Open vSwitch: did you mean "${meant}"?`;
	// The presence of a Geneve option is matched by its name alone.
	if (!fieldNames.includes(key) || protocolsByWord[key] || key === "eth" || /^tun_metadata\d+$/.test(key)) return undefined;
	return `has the field ${key} without a value, so that Open vSwitch would match every value: write ${key}=VALUE`;
}

const isZero = (text: string): boolean => /^(?:0x)?[0.:]+$/i.test(text);

/** The error of a value with a mask in which no bit is set. `nw_src=0.0.0.0/0` says that itself. */
function maskProblem({ key, value }: Field): string | undefined {
	const [, own, mask] = /^"?([^/"]+)\/([^/"]+)"?$/.exec(value ?? "") ?? [];
	if (own === undefined || mask === undefined || isZero(own) || !isZero(mask)) return undefined;
	return `has ${key}=${value}, whose mask has no bit, so that Open vSwitch would match every value: correct the mask, or leave the field out`;
}

/** Words and keys of a flow that are not part of the match (ovs-ofctl(8), "Flow Syntax"). */
const reserved = new Set(
	[
		"cookie table priority actions action idle_timeout hard_timeout importance duration n_packets n_bytes idle_age hard_age",
		"out_port out_group send_flow_rem check_overlap reset_counts no_packet_counts no_byte_counts allow_hidden_fields",
		"add modify modify_strict delete delete_strict",
	]
		.join(" ")
		.split(" "),
);

/**
 * The protocols that a field needs (ovs-fields(7), "Prerequisites"). Without one of them, Open vSwitch drops the field, and the
 * flow matches more packets than its text says.
 */
const prerequisites: [RegExp, string[]][] = [
	[/^(tcp_(src|dst|flags))$/, ["tcp"]],
	[/^udp_(src|dst)$/, ["udp"]],
	[/^sctp_(src|dst)$/, ["sctp"]],
	[/^tp_(src|dst)$/, ["tcp", "udp", "sctp", "icmp", "icmp6"]],
	[/^icmp_(type|code)$/, ["icmp", "icmp6"]],
	[/^(icmpv6_(type|code)|nd_(target|sll|tll|reserved|options_type))$/, ["icmp6"]],
	[/^(nw_src|nw_dst)$/, ["ip", "arp", "rarp"]],
	[/^(ip_src|ip_dst)$/, ["ip"]],
	[/^(ipv6_(src|dst|label))$/, ["ipv6"]],
	[/^nw_proto$/, ["ip", "ipv6", "arp", "rarp"]],
	[/^(ip_proto|nw_tos|ip_dscp|nw_ecn|ip_ecn|nw_ttl|ip_frag|nw_frag)$/, ["ip", "ipv6"]],
	[/^arp_(op|spa|tpa|sha|tha)$/, ["arp", "rarp"]],
	[/^mpls_(label|tc|bos|ttl)$/, ["mpls", "mplsm"]],
	[/^ct_nw_(src|dst)$/, ["ip"]],
	[/^ct_ipv6_(src|dst)$/, ["ipv6"]],
	[/^(ct_nw_proto|ct_tp_(src|dst))$/, ["ip", "ipv6"]],
];

/** The fields of a match. As in Open vSwitch, commas and spaces outside of parentheses separate them. */
export function fieldsOf(match: string): Field[] {
	return (match.match(/[^\s,=:(]+(?:[=:]?\([^)]*\)|[=:]"[^"]*"|[=:][^\s,]*)?/g) ?? []).map((part) => {
		const [, key = "", value] = /^([^=:(]+)[=:]?(.*)$/s.exec(part) ?? [];
		return { key, ...(value ? { value } : {}) };
	});
}

interface Protocols {
	below?: string;
	own?: string;
	/** The field that contradicts an earlier one. */
	clash?: string;
}

function protocolsOf(fields: Field[]): Protocols {
	const said: Protocols = {};
	const say = (part: "below" | "own", protocol: string | undefined, by: string) => {
		if (protocol === undefined) return;
		if (said[part] !== undefined && said[part] !== protocol) said.clash ??= by;
		said[part] = protocol;
	};
	for (const { key, value } of fields) {
		const word = protocolsByWord[key];
		if (word && value === undefined) {
			say("below", word[0], key);
			say("own", word[1], key);
		}
		const number = Number(value);
		if (key === "dl_type" || key === "eth_type") say("below", ether[number] ?? `0x${number.toString(16)}`, key);
		if ((key === "nw_proto" || key === "ip_proto") && said.below !== "arp" && said.below !== "rarp")
			say("own", transport[number] ?? String(number), key);
	}
	return said;
}

/** The protocols that a match selects, in the words of ovs-fields(7). */
export function protocolsOfMatch(match: string): string[] {
	const { below, own } = protocolsOf(fieldsOf(match));
	return [below, own].filter((protocol) => protocol !== undefined);
}

/** The protocols that the fields named in actions need, of which packets must have one each. Names of NXM and OXM are in capitals. */
export const neededProtocols = (actions: string): string[][] =>
	(actions.match(/\b[A-Za-z]\w*/g) ?? []).flatMap((word) => {
		const field = word.replace(/^(NXM|OXM)_(OF|NX)_/, "").toLowerCase();
		const needs = prerequisites.find(([form]) => form.test(field))?.[1];
		return needs ? [needs] : [];
	});

/** True for a match on the packet type of Ethernet. */
const isEthernet = ({ key, value = "" }: Field): boolean =>
	key === "packet_type" &&
	/^\([^,]*,[^,]*\)$/.test(value) &&
	value
		.slice(1, -1)
		.split(",")
		.every((n) => Number(n) === 0);

/** The error in a match. Undefined: the match has none that can be found without Open vSwitch. */
export function matchProblem(match: string): string | undefined {
	const fields = fieldsOf(match);
	// Quotes do not keep Open vSwitch from taking a text apart (ofputil_parse_key_value() in its lib/ofp-parse.c).
	const apart = fieldsOf(match.replaceAll('"', ""));
	const foreign = [...fields, ...apart].find(({ key }) => reserved.has(key.toLowerCase()));
	if (foreign) return `must have only the match: "${foreign.key}" is not a field of packets${hintFor(foreign.key)}`;
	// Open vSwitch finds the start of the actions by this word, wherever in the flow it is.
	if (/action/i.test(match))
		return 'must not contain the word "action", also not in a name: Open vSwitch would take it for the start of the actions';
	for (const field of fields) {
		const { key, value } = field;
		const problem = fieldProblem(key) ?? (value === undefined ? wordProblem(key) : maskProblem(field));
		if (problem !== undefined) return problem;
	}
	if (fields.some(isEthernet))
		return "must not have packet_type=(0,0): Open vSwitch does not list it, so that it can't be compared. Leave it out: a flow without packet_type is for Ethernet packets too";
	const { below, own, clash } = protocolsOf(fields);
	if (clash !== undefined) return `contradicts itself at "${clash}": a packet has one protocol`;
	if (fields.some(({ key }) => key === "packet_type")) return undefined;
	for (const { key } of fields) {
		const needs = prerequisites.find(([form]) => form.test(key))?.[1];
		if (needs && !needs.includes(below ?? "") && !needs.includes(own ?? ""))
			return `has ${key} without its protocol, so that Open vSwitch would ignore the field and match more packets: add ${needs.map((n) => (n === "icmp6" || below !== "ipv6" || !transports.has(n) ? n : `${n}6`)).join(" or ")}`;
	}
	return connectionProblem(fields);
}

const ofConnection = /^ct_(nw_src|nw_dst|nw_proto|ipv6_src|ipv6_dst|tp_src|tp_dst)$/;

/** States of which each says that packets have a connection: new, established, related, reply, and translated, by name and as bits. */
const withConnection = /(^|[+|])(new|est|rel|rpl|snat|dnat)\b/;
const bitsWithConnection = 0xcf;
const [invalid, tracked] = [0x10, 0x20];

/**
 * Open vSwitch takes the original addresses of a connection only with a state that says that there is one: is_ct_valid() in its lib/flow.h.
 */
function connectionProblem(fields: Field[]): string | undefined {
	const field = fields.find(({ key }) => ofConnection.test(key));
	if (!field) return undefined;
	const state = fields.find(({ key }) => key === "ct_state")?.value ?? "";
	const isNotInvalid = /\+trk\b/.test(state) && /-inv\b/.test(state);
	const [bits = 0, mask = 0xffffffff] = state.split("/").map(Number);
	const isMet = /^\d/.test(state)
		? (bits & bitsWithConnection) !== 0 || ((bits & tracked) !== 0 && (mask & invalid) !== 0 && (bits & invalid) === 0)
		: withConnection.test(state) || isNotInvalid;
	if (isMet) return undefined;
	return `has ${field.key} without a state of packets that have a connection, which Open vSwitch needs: add ct_state=+trk-inv, or a state with +new, +est, +rel, +rpl, +snat or +dnat`;
}

const transports = new Set(["tcp", "udp", "sctp"]);

const hintFor = (key: string): string => {
	const field = byWord<string>({
		...{ table: "table", priority: "priority", actions: "actions", action: "actions" },
		...{ idle_timeout: "idleTimeout", hard_timeout: "hardTimeout" },
	});
	if (key === "cookie") return " (the resource sets the cookie of its flows)";
	return field[key] ? ` (set ${field[key]})` : "";
};

/**
 * A match in a form in which most spellings of it are the same text: the order of fields, upper and lower case, `dl_type=0x0800`
 * for `ip`, and hexadecimal numbers make no difference. The host's ovs-ofctl finds the remaining duplicates.
 */
export function roughForm(match: string): string {
	const fields = fieldsOf(match);
	const { below, own } = protocolsOf(fields);
	const rest = fields
		.filter(({ key, value }) => !(protocolsByWord[key] && value === undefined) && !/^(dl_type|eth_type)$/.test(key))
		.filter(({ key }) => !(own !== undefined && /^(nw_proto|ip_proto)$/.test(key)))
		.map(({ key, value = "" }) => `${synonyms[key] ?? key}=${plain(key, value)}`);
	return [...new Set([...(below ? [`eth=${below}`] : []), ...(own ? [`proto=${own}`] : []), ...rest])].sort().join(",");
}

/** The key of a flow in its table, as far as it can be found without Open vSwitch. */
export const roughKey = memoize((flow: Flow): string => flowKey({ ...flow, match: roughForm(flow.match) }));

const synonyms = byWord<string>({
	...{
		nw_src: "ip_src",
		nw_dst: "ip_dst",
		dl_src: "eth_src",
		dl_dst: "eth_dst",
		icmpv6_type: "icmp_type",
		icmpv6_code: "icmp_code",
	},
	...Object.fromEntries(["tcp", "udp", "sctp"].flatMap((p) => ["src", "dst"].map((end) => [`${p}_${end}`, `tp_${end}`]))),
	...{ tunnel_id: "tun_id", nw_frag: "ip_frag", ip_proto: "nw_proto" },
});

const plain = (key: string, value: string): string => {
	if (key === "in_port") return replacePorts(`in_port=${value}`, "match", (port) => port).slice(8);
	return /^(0x[0-9a-f]+|\d+)$/i.test(value) ? String(BigInt(value)) : value.toLowerCase();
};
