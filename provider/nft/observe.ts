import { isDeepStrictEqual } from "node:util";
import type { Values } from "../base/values";
import { withoutUnset } from "../base/values";
import { type ListedChain, type ListedFlowtable, type ListedSet, type Listing, unquoted } from "../tools/nft-listing";
import { elementKey, isLive, withoutExpiry } from "./elements";
import { isKnownObject, partsOf } from "./objects";
import { mapElements, markChain, setElements } from "./statements";
import { singleSpaced } from "./syntax";

/** The owner in the comment of the mark's rule. Undefined: the table has no mark. */
export function ownerOf(listing: Listing): string | undefined {
	const rule = listing.chains.get(markChain)?.rules[0]?.text ?? "";
	return /^return comment "pulumi-ovs:(.*)"$/.exec(rule)?.[1];
}

/** The elements of a set that are compared with the wanted ones. */
function comparedElements(have: ListedSet, wanted: ListedSet | undefined): string[] {
	const all = have.elements.map(withoutExpiry);
	if (!wanted || !isLive(wanted)) return all;
	const keys = new Set(wanted.elements.map(elementKey));
	return all.filter((element) => keys.has(elementKey(element)));
}

/**
 * The table in the form of the inputs. Parts that nft lists in the same way as the wanted ones are given in the program's
 * spelling, so that only real differences show.
 */
export function observeTable(listing: Listing, want: Values, wanted: Listing): Values {
	const others = [...listing.objects.keys()]
		.filter((key) => !isKnownObject(key))
		.map((key): [string, Values] => [key, { type: partsOf(key).sort }]);
	const objects = [...listing.objects].filter(([key]) => isKnownObject(key));
	const sets = [...listing.sets].filter(([, set]) => !set.map);
	const maps = [...listing.sets].filter(([, set]) => set.map);
	const chains = [...listing.chains].filter(([name]) => name !== markChain);
	return withoutUnset({
		objects: mapOf(
			objects.map(([key, lines]) => [key, spelling(lines, wanted.objects.get(key), want.objects?.[key], lines.join("; "))]),
		),
		chains: mapOf(chains.map(([name, c]) => [name, observeChain(c, want.chains?.[name], wanted.chains.get(name))])),
		sets: mapOf([...sets.map(([n, s]) => [n, observeSet(s, want.sets?.[n], wanted.sets.get(n))] as [string, Values]), ...others]),
		maps: mapOf(maps.map(([n, s]) => [n, observeSet(s, want.maps?.[n], wanted.sets.get(n))])),
		flowtables: mapOf(
			[...listing.flowtables].map(([n, f]) => [n, observeFlowtable(f, want.flowtables?.[n], wanted.flowtables.get(n))]),
		),
	});
}

const mapOf = (all: [string, unknown][]): Values | undefined => (all.length === 0 ? undefined : Object.fromEntries(all));

/** The program's spelling if nft lists both in the same way. */
const spelling = (have: unknown, wanted: unknown, word: unknown, otherwise: unknown = have): unknown =>
	isDeepStrictEqual(have, wanted) ? word : otherwise;

const list = (all: string[]): string[] | undefined => (all.length === 0 ? undefined : all);

function observeChain({ base, rules, comment }: ListedChain, want: Values = {}, wanted: ListedChain | undefined): Values {
	const words = new Map<string, string[]>();
	wanted?.rules.forEach(({ text }, i) => void words.set(text, [...(words.get(text) ?? []), want.rules?.[i]]));
	const observed = rules.map(({ text }) => words.get(text)?.shift() ?? text);
	const is = wanted?.base;
	return {
		type: base?.type,
		hook: base?.hook,
		priority: spelling(base?.priority, is?.priority, want.priority),
		policy: spelling(base?.policy, is?.policy, want.policy, base?.policy === "accept" && !want.policy ? undefined : base?.policy),
		devices: list(base?.devices ?? []),
		comment,
		rules: list(observed),
	};
}

function observeSet(have: ListedSet, want: Values = {}, wanted: ListedSet | undefined): Values {
	const sameType = have.type === wanted?.type && isDeepStrictEqual(have.more, wanted.more);
	const [type, value] = have.type.split(" : ");
	const odd = have.more.length > 0 && !sameType ? `; ${have.more.join("; ")}` : "";
	const flags = isDeepStrictEqual(have.flags, wanted?.flags) ? want.flags : list(have.flags);
	return {
		type: sameType ? want.type : `${type}${have.map ? "" : odd}`,
		value: have.map ? (sameType ? want.value : `${value ?? ""}${odd}`) : undefined,
		flags,
		timeout: spelling(have.timeout, wanted?.timeout, want.timeout),
		size: spelling(have.size, wanted?.size, want.size),
		...(have.map
			? {}
			: { autoMerge: have.autoMerge || undefined, gcInterval: spelling(have.gcInterval, wanted?.gcInterval, want.gcInterval) }),
		comment: have.comment,
		elements: observeElements(comparedElements(have, wanted), have.map, want, wanted?.elements ?? []),
	};
}

function observeElements(have: string[], map: boolean, want: Values, wanted: string[]): unknown {
	const spelled = map ? mapElements(want) : setElements(want);
	if (sameMembers(have, wanted)) return want.elements;
	// The program's spelling of an element by nft's, as far as the pairs are certain.
	const plain = pairs(wanted, spelled, have);
	if (!map) return list(have.map((element) => plain.get(element) ?? element).sort(byText));
	const keys = pairs(wanted.map(elementKey), Object.keys(want.elements ?? {}));
	const found = have.map((element) => {
		const word = plain.get(element);
		const [key, value] = split(word ?? element);
		return [word === undefined ? (keys.get(elementKey(element)) ?? key) : key, value] as const;
	});
	return found.length === 0 ? undefined : Object.fromEntries(found);
}

/**
 * The program's spelling by nft's: texts that differ only in spaces, and the only pair that is left. If all that is left is on the
 * host (`have`), it does not matter which is which.
 */
function pairs(wanted: string[], spelled: string[], have: string[] = []): Map<string, string> {
	const found = new Map(spelled.map((word) => [singleSpaced(word), word]));
	const all = new Set(wanted);
	const unpaired = spelled.filter((word) => !all.has(singleSpaced(word)));
	const left = wanted.filter((element) => !found.has(element));
	const there = new Set(have);
	const isCertain = unpaired.length === 1 || left.every((element) => there.has(element));
	if (isCertain && unpaired.length === left.length) left.forEach((element, i) => void found.set(element, unpaired[i] ?? ""));
	return found;
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

function split(element: string): [string, string] {
	const at = unquoted(element).indexOf(" : ");
	return [element.slice(0, at), element.slice(at + 3)];
}

const sameMembers = (a: string[], b: string[]): boolean =>
	a.length === b.length && isDeepStrictEqual([...a].sort(), [...b].sort());

function observeFlowtable(have: ListedFlowtable, want: Values = {}, wanted: ListedFlowtable | undefined): Values {
	return {
		priority: spelling(have.priority, wanted?.priority, want.priority, have.priority === "filter" ? undefined : have.priority),
		devices: list(have.devices),
		hardwareOffload: have.offload || undefined,
		counter: have.counter || undefined,
	};
}
