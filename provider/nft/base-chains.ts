import { isUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { hooksOf, inWords, ipFamilies } from "./hooks";
import { entries } from "./statements";

type Problem = { path: PropertyKey[]; message: string };

/** The chain types that only some families and hooks have (nft(8), "CHAINS"). */
const hooksOfType: Record<string, string[]> = { nat: ["prerouting", "input", "output", "postrouting"], route: ["output"] };

/** Names of priorities that not all hooks have. Versions of nft differ in whether dstnat is for output, and srcnat for input, too. */
const hooksOfPriority = new Map([
	["dstnat", ["prerouting", "output"]],
	["srcnat", ["postrouting", "input"]],
	["out", ["output"]],
]);

const namesOf = (family: string): string[] => {
	if (ipFamilies.includes(family)) return ["raw", "mangle", "dstnat", "filter", "security", "srcnat"];
	return family === "bridge" ? ["dstnat", "filter", "out", "srcnat"] : ["filter"];
};

/** The numbers that names stand for in the families ip, ip6 and inet. The name out is for bridges. */
const numbers = new Map(
	Object.entries({ out: 100, raw: -300, mangle: -150, dstnat: -100, filter: 0, security: 50, srcnat: 100 }),
);

/** The priority as a number. Undefined: it has no name that is the same in all families. */
function numberOf(priority: string): number | undefined {
	const [, word = "", sign = "+", more = "0"] = /^(-?\w+)(?: ([+-]) (\d+))?$/.exec(priority) ?? [];
	const base = numbers.get(word) ?? (/^-?\d+$/.test(word) ? Number(word) : undefined);
	return base === undefined ? undefined : base + Number(`${sign}${more}`);
}

/** NF_IP_PRI_CONNTRACK: nf_tables_chain_parse_hook() in the kernel's net/netfilter/nf_tables_api.c refuses NAT before it. */
const conntrack = -200;

function problemOf(family: string, { type, hook, priority }: Values): { field: string; message: string } | undefined {
	const hooks = hooksOf[family] ?? [];
	if (!hooks.includes(hook)) return { field: "hook", message: `must be ${inWords(hooks)} in a table of the family ${family}` };
	const ofType = hooksOfType[type];
	if (ofType && !ipFamilies.includes(family))
		return {
			field: "type",
			message: `can't be ${type} in a table of the family ${family}: only ip, ip6 and inet have such chains`,
		};
	if (ofType && !ofType.includes(hook))
		return { field: "type", message: `can't be ${type} at hook ${hook}: such chains are for ${inWords(ofType)}` };
	const name = /^[a-z]+/.exec(String(priority))?.[0];
	const names = namesOf(family);
	if (name !== undefined && numbers.has(name) && !names.includes(name))
		return {
			field: "priority",
			message: `can't be ${name} in a table of the family ${family}, which has ${inWords(names)}: write a number`,
		};
	const ofName = name === undefined ? undefined : hooksOfPriority.get(name);
	if (ofName && !ofName.includes(hook))
		return { field: "priority", message: `can't be ${name} at hook ${hook}: the name is for ${inWords(ofName)}. Write a number` };
	const number = numberOf(String(priority));
	if (type === "nat" && number !== undefined && number <= conntrack)
		return {
			field: "priority",
			message: `must be more than ${conntrack} for a chain of type nat, so that it comes after conntrack`,
		};
	return undefined;
}

/** Base chains that nft or the kernel has in no version. Its error would be "Operation not supported". */
export function wrongBaseChains({ family, chains }: Values): Problem[] {
	return entries(chains).flatMap(([name, chain]): Problem[] => {
		const isKnown = (value: unknown) => typeof value === "string" && !isUnknown(value);
		if (!isKnown(family) || typeof chain !== "object") return [];
		if (![chain.type, chain.hook, chain.priority].every(isKnown)) return [];
		const problem = problemOf(family, chain);
		return problem === undefined ? [] : [{ path: ["chains", name, problem.field], message: problem.message }];
	});
}
