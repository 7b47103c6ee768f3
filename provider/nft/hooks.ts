import { ownValue, type Values } from "../base/values";
import { unquoted } from "../tools/nft-listing";
import { wholeWords } from "../tools/nft-words";
import { referencesIn } from "./references";
import { entries } from "./statements";

/** The families with the hooks of IP packets. */
export const ipFamilies = ["ip", "ip6", "inet"];

/** Names in a sentence: "a, b and c". */
export const inWords = (names: string[]): string =>
	names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** A statement or an expression that the kernel takes only in some base chains of the families ip, ip6 and inet. */
interface BoundToHooks {
	words: RegExp;
	hooks: string[];
	/** The only chain type that can have it. Undefined: any. */
	type?: string;
}

const packetHooks = ["prerouting", "input", "forward", "output", "postrouting"];

/** The hooks of each family (nft(8), "ADDRESS FAMILIES"). */
export const hooksOf: Record<string, string[]> = {
	...{ ip: packetHooks, ip6: packetHooks, inet: [...packetHooks, "ingress"] },
	...{ arp: ["input", "output"], bridge: packetHooks, netdev: ["ingress", "egress"] },
};

const incoming = ["prerouting", "input", "forward"];
const outgoing = ["forward", "output", "postrouting"];

const said = (pattern: string): RegExp => new RegExp(wholeWords(pattern));

const natTo = (verb: string): RegExp => said(`${verb}(?:\\s+(?:ip|ip6|addr|port|prefix|interval|\\.))*\\s+to`);
const fibField = "(?:saddr|daddr|mark|iif|oif)";
/** A lookup in the routing tables that gives this result, and that has the field `device`. */
const fib = (result: string, device = fibField): RegExp =>
	said(`fib\\s+(?:${fibField} \\. )*${device}(?: \\. ${fibField})*\\s+${result}`);

/** As the function `validate` of each expression in the kernel has it (net/netfilter/nft_*.c). */
const bound: BoundToHooks[] = [
	{ words: said("masquerade"), hooks: ["postrouting"], type: "nat" },
	{ words: natTo("snat"), hooks: ["postrouting", "input"], type: "nat" },
	{ words: natTo("dnat"), hooks: ["prerouting", "output"], type: "nat" },
	// "icmp type redirect" is a match.
	{
		words: new RegExp(
			`(?<!${wholeWords("type")}\\s(?:[!=]=\\s)?)${wholeWords("redirect")}(?=\\s*$|\\s+(?:to|random|fully-random|persistent|comment)\\b)`,
		),
		...{ hooks: ["prerouting", "output"], type: "nat" },
	},
	{ words: said("tproxy(?:\\s+ip6?)?\\s+to"), hooks: ["prerouting"] },
	{ words: said("synproxy"), hooks: ["input", "forward"] },
	{ words: said("flow\\s+(?:add|offload)"), hooks: ["forward"] },
	{ words: said("reject"), hooks: ["prerouting", "input", "forward", "output", "ingress"] },
	{ words: said("socket\\s+(?:transparent|mark|wildcard|cgroupv2)"), hooks: ["prerouting", "input", "output"] },
	{ words: fib("oif(?:name)?"), hooks: incoming },
	{ words: fib("type", "iif"), hooks: incoming },
	{ words: fib("type", "oif"), hooks: outgoing },
	{ words: fib("type"), hooks: packetHooks },
	{ words: said("ipsec\\s+in"), hooks: incoming },
	{ words: said("ipsec\\s+out"), hooks: outgoing },
	{ words: said("meta\\s+(?:ipsec|secpath)"), hooks: incoming },
	{ words: said("meta\\s+pkttype\\s+set"), hooks: ["prerouting"] },
	{ words: said("rt\\s+mtu"), hooks: outgoing },
];

/** The chains to which a rule leads, also by the elements of a map that it names. */
function chainsAfter(rule: string, maps: Values): string[] {
	const named = referencesIn(rule);
	const elements = named.flatMap(({ sort, name }) =>
		sort === "set or map" && ownValue(maps, name)?.value === "verdict" ? Object.values<unknown>(maps[name].elements ?? {}) : [],
	);
	const all = [...named, ...elements.flatMap((verdict) => (typeof verdict === "string" ? referencesIn(verdict) : []))];
	return all.flatMap(({ sort, name }) => (sort === "chain" ? [name] : []));
}

const rulesOf = (chain: Values | undefined): string[] =>
	((chain?.rules ?? []) as unknown[]).map((rule) => (typeof rule === "string" ? rule : ""));

/** The chain and those to which its rules lead. */
function reached(first: string, { chains = {}, maps = {} }: Values): Set<string> {
	const found = new Set([first]);
	for (const name of found)
		for (const rule of rulesOf(ownValue(chains, name))) for (const next of chainsAfter(rule, maps)) found.add(next);
	return found;
}

/** Rules that the kernel refuses at a hook that leads to them. Its error would be "Operation not supported". */
export function rulesAtWrongHooks(want: Values): { path: PropertyKey[]; message: string }[] {
	if (!ipFamilies.includes(want.family)) return [];
	const found = new Map<string, { path: PropertyKey[]; message: string }>();
	for (const [base, { type, hook }] of entries(want.chains)) {
		if (!hooksOf[want.family]?.includes(hook)) continue;
		for (const name of reached(base, want))
			rulesOf(ownValue(want.chains, name)).forEach((rule, i) => {
				const wrong = wrongAt(rule, want.family, { type, hook });
				if (wrong === undefined) return;
				const chainText = `chain ${base} is of type ${type} at hook ${hook}${name === base ? "" : ", and leads here"}`;
				found.set(`${name} ${i}`, { path: ["chains", name, "rules", i], message: `${wrong}: ${chainText}` });
			});
	}
	return [...found.values()];
}

/** The reason why a rule can't be in a base chain. Undefined: only nft itself can tell. */
function wrongAt(rule: string, family: string, chain: { type: string; hook: string }): string | undefined {
	const bare = unquoted(rule);
	for (const { words, hooks, type } of bound) {
		const [found] = words.exec(bare) ?? [];
		if (found === undefined || (hooks.includes(chain.hook) && (type === undefined || type === chain.type))) continue;
		const known = hooks.filter((hook) => hooksOf[family]?.includes(hook));
		const hookNames = known.length === 1 ? `hook ${known[0]}` : `the hooks ${inWords(known)}`;
		return `can't have "${found}", which is only for ${type === undefined ? "" : `chains of type ${type} at `}${hookNames}`;
	}
	return undefined;
}
