import { isDeepStrictEqual } from "node:util";
import type { Values } from "../base/values";
import { withoutUnset } from "../base/values";
import type { ListedChain, ListedFlowtable, ListedSet, Listing } from "../tools/nft-listing";
import { mapElements, markChain, setElements } from "./statements";
import { singleSpaced } from "./syntax";

/** The name in the mark's comment; undefined: there is none. */
export function ownerOf(listing: Listing): string | undefined {
	const rule = listing.chains.get(markChain)?.rules[0]?.text ?? "";
	return /^return comment "pulumi-ovs:(.*)"$/.exec(rule)?.[1];
}

/** Elements that packets add and time takes are nobody's drift: of such a set we look after those that the program names. */
export const isLive = ({ flags, timeout }: ListedSet): boolean =>
	// nft doesn't list the flag timeout where it stands alone and the set has a timeout of its own.
	flags.includes("dynamic") || flags.includes("timeout") || timeout !== undefined;

/** An element without the time that is left of it. */
export const withoutExpiry = (element: string): string => element.replace(/ expires \S+/, "");

/** The elements that count of a set as it stands. */
export function comparedElements(have: ListedSet, wanted: ListedSet | undefined): string[] {
	const all = have.elements.map(withoutExpiry);
	if (!wanted || !isLive(wanted)) return all;
	return all.filter((e) => wanted.elements.some((w) => elementKey(w) === elementKey(e)));
}

/** What names an element: without its value and its settings. */
export const elementKey = (element: string): string =>
	element.replace(/ (timeout|expires|counter|comment|limit|quota) .*$/, "").replace(/(?<=[^:]) : .*$/, "");

/**
 * The table in the shape of the inputs. Where nft says the same of it as of what is wanted, it is in the program's own words,
 * so that only true differences show.
 */
export function observeTable(listing: Listing, want: Values, wanted: Listing): Values {
	const others = listing.others.map((what): [string, Values] => [what, { type: what.split(" ").slice(0, -1).join(" ") }]);
	const sets = [...listing.sets].filter(([, set]) => !set.map);
	const maps = [...listing.sets].filter(([, set]) => set.map);
	const chains = [...listing.chains].filter(([name]) => name !== markChain);
	return withoutUnset({
		chains: mapOf(chains.map(([name, c]) => [name, observeChain(c, want.chains?.[name], wanted.chains.get(name))])),
		sets: mapOf([...sets.map(([n, s]) => [n, observeSet(s, want.sets?.[n], wanted.sets.get(n))] as [string, Values]), ...others]),
		maps: mapOf(maps.map(([n, s]) => [n, observeSet(s, want.maps?.[n], wanted.sets.get(n))])),
		flowtables: mapOf(
			[...listing.flowtables].map(([n, f]) => [n, observeFlowtable(f, want.flowtables?.[n], wanted.flowtables.get(n))]),
		),
	});
}

const mapOf = (all: [string, Values][]): Values | undefined => (all.length === 0 ? undefined : Object.fromEntries(all));

/** The program's word where both say the same to nft. */
const spelling = (have: unknown, wanted: unknown, word: unknown, otherwise: unknown = have): unknown =>
	isDeepStrictEqual(have, wanted) ? word : otherwise;

const list = (all: string[]): string[] | undefined => (all.length === 0 ? undefined : all);

function observeChain({ base, rules }: ListedChain, want: Values = {}, wanted: ListedChain | undefined): Values {
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
		elements: observeElements(comparedElements(have, wanted), have.map, want, wanted?.elements ?? []),
	};
}

function observeElements(have: string[], map: boolean, want: Values, wanted: string[]): unknown {
	const spelled = map ? mapElements(want) : setElements(want);
	if (sameMembers(have, wanted)) return want.elements;
	// nft's words and the program's, where they pair up without doubt.
	const plain = pairs(wanted, spelled);
	if (!map) return list(have.map((element) => plain.get(element) ?? element).sort(byText));
	const keys = pairs(wanted.map(elementKey), Object.keys(want.elements ?? {}));
	const found = have.map((element) => {
		const word = plain.get(element);
		const [key, value] = split(word ?? element);
		return [word === undefined ? (keys.get(elementKey(element)) ?? key) : key, value] as const;
	});
	return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** The program's word by nft's: the same but for spaces, or the only one that is left on both sides. */
function pairs(wanted: string[], spelled: string[]): Map<string, string> {
	const found = new Map(spelled.map((word) => [singleSpaced(word), word]));
	const odd = spelled.filter((word) => !wanted.includes(singleSpaced(word)));
	const left = wanted.filter((element) => !found.has(element));
	if (odd.length === 1 && left.length === 1) found.set(left[0] ?? "", odd[0] ?? "");
	return found;
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

function split(element: string): [string, string] {
	const at = element.indexOf(" : ");
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
