import { octetProblem } from "../base/ip-address";
import { unquoted } from "../tools/nft-listing";
import { nameForm, wholeWords } from "../tools/nft-words";

/**
 * Words that nft's lexer reserves in every context, so that no table, chain, set or map can have them as its name. The list
 * was found by experiments with nft 1.0.6; words that later versions reserve are added.
 */
const reserved = new Set(
	`accept add ah all and arp auto-merge bridge cgroup chain comment comp constant continue counter create ct day dccp define
	delete describe destroy device devices dnat drop dst dup dynamic ecn element elements eq esp ether exists expires export
	exthdr fib flags flow flowtable flush frag fwd gc-interval ge geneve get goto gre gretap gt handle hook hour icmp icmpv6 igmp
	iif iifgroup iifname iiftype import include index inet insert interval ip ip6 ipsec jhash jump last le limit list log lt lshift
	map mark masquerade meta meter mh missing monitor ne netdev nftrace not notrack numgen offload oif oifgroup oifname oiftype osf
	pkttype policy position priority queue quota random redefine redirect reject rename replace reset return rt rtclassid ruleset
	rule rshift sctp secmark set size skgid skuid snat socket symhash synproxy table tcp th time timeout tproxy type typeof udp
	udplite undefine update vlan vmap vxlan xor xt`.split(/\s+/),
);

/** The reason why nft does not accept the name of a chain, a set or another object of a table. Undefined: the name is valid. */
export function nameProblem(name: string): string | undefined {
	if (!/^[A-Za-z_][A-Za-z0-9_./-]{0,99}$/.test(name))
		return "must begin with a letter or _ and consist of at most 100 letters, digits and _ . - /";
	if (reserved.has(name)) return `is a reserved word of nft and can't be a name: choose another, such as ${name}_`;
	return undefined;
}

/** The same for the name of a table, which is a part of ids. */
export const tableNameProblem = (name: string): string | undefined =>
	name.includes("/") ? "must begin with a letter or _ and consist of at most 100 letters, digits and _ . -" : nameProblem(name);

/** The reason why a text has a wrong address, or could end its statement and start another one. Undefined: neither. */
function escapeProblem(text: string): string | undefined {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters to refuse them
	if (/[\x00-\x1f\x7f\u0085\u2028\u2029]/.test(text)) return "must be one line, without tabs and other control characters";
	const bare = unquoted(text);
	const wrongAddress = octetProblem(bare);
	if (wrongAddress) return wrongAddress;
	if ((bare.match(/"/g) ?? []).length % 2 === 1) return 'has an unpaired "';
	const found = /[;#\\$`]/.exec(bare);
	if (found) return `must be one statement: ${found[0]} is allowed only in quotes`;
	let depth = 0;
	for (const c of bare) {
		if (c === "{") depth++;
		if (c === "}" && --depth < 0) break;
	}
	return depth === 0 ? undefined : "has unbalanced braces";
}

/** A meter, also in its older spelling (nft(8), "METER STATEMENTS"). Its set has no name of the program, and blocks a replacement. */
const meter = new RegExp(`${wholeWords("meter|flow table")}\\s+(${nameForm})?(?:\\s+size\\s+\\d+)?\\s*\\{\\s*([^{}]*)\\}`);

const anonymousChain = new RegExp(`${wholeWords("jump|goto")}\\s*\\{`);
const fibToOneOfSeveral = new RegExp(`${wholeWords("fib\\s[\\w\\s.]*?(?<![\\w./-])oif")}\\s+(?:[!=]=\\s+|v?map\\s+)?\\{[^}]*,`);
const fibResult = new RegExp(wholeWords("fib\\s[\\w\\s.]*?(?<![\\w./-])(?:oif|oifname|type)"), "g");
const deviceNumber = new RegExp(wholeWords("(iif|oif)"));
/** The loopback device has the index 1 in each namespace. */
const loopback = new RegExp(`${wholeWords("(?:iif|oif)")}\\s+(?:(?:[!=]=|eq|ne)\\s*)?(?:"lo"|${wholeWords("lo")})`, "g");

function withoutMeter(rule: string): string {
	const [, name = "meter1", content = ""] = meter.exec(rule) ?? [];
	return `must not have a meter, because nft can't replace such a rule. Declare a set in sets, such as ${name} with flags ["dynamic"], and write "add @${name} { ${content.trim()} }" in the rule`;
}

/** The reason why a text is not a rule. Undefined: only nft itself can tell. */
export function ruleProblem(rule: string): string | undefined {
	if (rule.trim() === "") return "must not be empty";
	const problem = escapeProblem(rule);
	if (problem) return problem;
	const bare = unquoted(rule).trim();
	const first = /^[a-z0-9]+/.exec(bare)?.[0] ?? "";
	if (["handle", "position", "index", "include", "define", "redefine", "undefine"].includes(first))
		return `must be a rule: it can't begin with "${first}"`;
	if (/^-{1,2}[A-Za-z]/.test(bare)) return "must be in the syntax of nft, not of iptables: iptables-translate translates it";
	const [, command] = /^(?:nft\s+)?((?:add|insert|replace)\s+rule)\s/.exec(bare) ?? [];
	if (command) return `must be only the rule, without "${command}", the table and the chain`;
	if (anonymousChain.test(bare)) return "must name the chain that it jumps to: declare it in chains";
	if (fibToOneOfSeveral.test(bare))
		return "must say oifname instead of oif for several devices: nft lists numbers of devices in no fixed order";
	if (meter.test(bare)) return withoutMeter(bare);
	const index = deviceNumber.exec(unquoted(rule.replace(loopback, "")).replace(fibResult, ""));
	if (index)
		return `must say ${index[1]}name instead of ${index[1]}: nft stores ${index[1]} as the device's index, which changes when the device is recreated`;
	return undefined;
}

/** The reason why a text is not a statement in the body of an object. Undefined: only nft itself can tell. */
export const bodyProblem = (line: string): string | undefined =>
	escapeProblem(line) ?? (/^[a-z0-9]/.test(line) ? undefined : "must consist of statements of nft, separated by semicolons");

/** The reason why a text is not a single element. Undefined: only nft itself can tell. */
export function elementProblem(element: string): string | undefined {
	if (element.trim() === "") return "must not be empty";
	const problem = escapeProblem(element);
	if (problem) return problem;
	return /[{},=]/.test(unquoted(element)) ? "must be one element: no comma, brace or = outside quotes" : undefined;
}

/** The text with single spaces outside quotes. */
export const singleSpaced = (text: string): string =>
	text
		.trim()
		.split(/("[^"]*")/)
		.map((part, i) => (i % 2 === 1 ? part : part.replace(/\s+/g, " ")))
		.join("");
