import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { NftRenderedFact } from "../tools/nft-facts";
import type { Listing } from "../tools/nft-listing";
import { elementKey, isLive } from "./elements";
import { entries, mapElements, setElements, setStatements, statementOf } from "./statements";
import { singleSpaced } from "./syntax";

const keysOf = (set: Values): string[] =>
	(set.value === undefined ? setElements(set) : mapElements(set)).map((element) => elementKey(singleSpaced(element)));

const setsOf = ({ sets, maps }: Values): [string, Values][] => [...entries(sets), ...entries(maps)];

/** The keys that have left the live sets and maps of the program, by their names, as the program spelled them. */
function leftBySet(want: Values, was: Values): Map<string, { set: Values; keys: string[] }> {
	const wanted = new Map(setsOf(want));
	return new Map(
		setsOf(was).flatMap(([name, set]) => {
			const target = wanted.get(name);
			if (target === undefined || !isLive(set)) return [];
			const stay = new Set(keysOf(target));
			const keys = keysOf(set).filter((key) => !stay.has(key));
			return keys.length === 0 ? [] : [[name, { set, keys }] as const];
		}),
	);
}

/** The read that tells nft's spelling of these keys: they are rendered as sets of a table of their own. */
export function leftFacts(want: Values, was: Values): NftRenderedFact[] {
	const left = [...leftBySet(want, was)];
	if (left.length === 0) return [];
	const { family } = want;
	const name = `pulumi_ovs_${want.name}`;
	const lines = left.flatMap(
		([
			set,
			{
				set: { type, flags, timeout },
				keys,
			},
		]) => {
			const { create, fill } = setStatements({ family, name }, set, { type, flags, timeout }, keys);
			return [create, ...fill];
		},
	);
	return [{ read: "nft-rendered", family, name, text: `${[statementOf({ family, name })("add table"), ...lines].join("\n")}\n` }];
}

/**
 * The keys of the elements that have left each live set: in the program's spelling, and in nft's where it is known. `former`: the program's
 * table as nft lists it, where all of the program leaves the table.
 */
export function leftKeys(want: Values, was: Values | undefined, facts: Facts, former?: Listing): Map<string, string[]> {
	if (was === undefined) return new Map();
	const [fact] = leftFacts(want, was);
	const read = fact && facts.has(fact) ? facts.nftRendered(fact.family, fact.name, fact.text)?.listing : undefined;
	const rendered = former ?? read;
	return new Map(
		[...leftBySet(want, was)].map(([name, { keys }]) => [
			name,
			[...keys, ...(rendered?.sets.get(name)?.elements.map(elementKey) ?? [])],
		]),
	);
}
