import { isDeepStrictEqual } from "node:util";
import type { Values } from "../base/values";
import type { ListedChain, ListedFlowtable, ListedSet, Listing } from "../tools/nft-listing";
import { comparedElements, elementKey, isLive, withoutExpiry } from "./observe";
import { planRules } from "./rules";
import { chainBody, entries, flowtableBody, markChain, setBody, statementOf } from "./statements";

/** What changes and deletes in a table go by: its listing, and what is wanted in nft's words and in the program's. */
export interface TableChange {
	want: Values;
	wanted: Listing;
	have: Listing;
}

const headOf = ({ map, type, flags, timeout, more }: ListedSet) => ({ map, type, flags, timeout, more });

/** The names of what has to go: what is not wanted, and what nft can't change into what is wanted while it stands. */
function removedNames<T>(have: Map<string, T>, wanted: Map<string, T>, head: (object: T) => unknown): Set<string> {
	const stays = (name: string, object: T) => {
		const target = wanted.get(name);
		return name === markChain || (target !== undefined && isDeepStrictEqual(head(object), head(target)));
	};
	return new Set([...have].filter(([name, object]) => !stays(name, object)).map(([name]) => name));
}

const hookOf = ({ base }: ListedChain) => base && { ...base, policy: "" };
const kindOfFlow = ({ priority, offload, counter }: ListedFlowtable) => ({ priority, offload, counter });

/**
 * The statements from what is there to what is wanted, all of one transaction: what is not named in them keeps its counters,
 * its elements and its flows. First goes what is not wanted or stands in the way, with the rules that hold on to it, then
 * comes what is new.
 */
export function planTable({ want, wanted, have }: TableChange): string[] {
	const say = statementOf(want);
	const sets = removedNames(have.sets, wanted.sets, headOf);
	const flows = removedNames(have.flowtables, wanted.flowtables, kindOfFlow);
	const chains = removedNames(have.chains, wanted.chains, hookOf);
	const holdsOn = (text: string): boolean =>
		[...sets, ...flows].some((name) => refersTo(text, `@${name}`)) || leadsTo(text, chains);
	const goes: string[] = [];

	const rules = new Map<string, ListedChain["rules"]>();
	for (const [name, chain] of have.chains) {
		const gone = chain.rules.filter((rule) => holdsOn(rule.text));
		if (chains.has(name)) goes.push(say("flush chain", name));
		else goes.push(...gone.map((rule) => say("delete rule", name, "handle", String(rule.handle))));
		if (!chains.has(name))
			rules.set(
				name,
				chain.rules.filter((rule) => !gone.includes(rule)),
			);
	}
	const elements = new Map<string, string[]>();
	for (const [name, set] of have.sets) {
		const target = wanted.sets.get(name);
		if (sets.has(name)) goes.push(say(`delete ${set.map ? "map" : "set"}`, name));
		if (sets.has(name) || !target) continue;
		const gone = set.elements.filter((e) => isRemoved(e, target) || leadsTo(e, chains));
		if (gone.length > 0) goes.push(say("delete element", name, `{ ${gone.map(elementKey).join(", ")} }`));
		elements.set(
			name,
			comparedElements(set, undefined).filter((_, i) => !gone.includes(set.elements[i] ?? "")),
		);
	}
	for (const name of chains) goes.push(say("delete chain", name));
	for (const name of flows) goes.push(say("delete flowtable", name));
	for (const what of have.others) {
		const words = what.split(" ");
		goes.push(say(`delete ${words.slice(0, -1).join(" ")}`, words.at(-1) ?? ""));
	}
	return [
		...goes,
		...[...wanted.sets]
			.filter(([name]) => !elements.has(name))
			.map(([name, { map }]) => say(`add ${map ? "map" : "set"}`, name, setBody(want[map ? "maps" : "sets"][name]))),
		...planFlowtables(want, have, flows),
		...planChains(want, wanted, have, chains),
		...[...wanted.sets].flatMap(([name, set]) => {
			const missing = set.elements.filter((e) => !elements.get(name)?.includes(e));
			return missing.length === 0 ? [] : [say("add element", name, `{ ${missing.join(", ")} }`)];
		}),
		...[...wanted.chains].flatMap(([name, target]) =>
			planRules((what, ...rest) => say(what, name, ...rest), rules.get(name) ?? [], target.rules, want.chains[name].rules ?? []),
		),
	];
}

const refersTo = (text: string, word: string): boolean => ` ${text.replace(/[^\w@./-]/g, " ")} `.includes(` ${word} `);

const leadsTo = (text: string, chains: Set<string>): boolean =>
	[...text.matchAll(/\b(?:jump|goto) ([\w./-]+)/g)].some((m) => chains.has(m[1] ?? ""));

/** True for an element that has to go: one more than is wanted, or one whose value or settings differ. */
function isRemoved(element: string, target: ListedSet): boolean {
	if (target.elements.includes(withoutExpiry(element))) return false;
	return !isLive(target) || target.elements.some((t) => elementKey(t) === elementKey(element));
}

function planChains(want: Values, wanted: Listing, have: Listing, anew: Set<string>): string[] {
	const say = statementOf(want);
	return [...wanted.chains].flatMap(([name, { base }]) => {
		const there = have.chains.get(name);
		if (!there || anew.has(name)) return [say("add chain", name, ...chainBody(want.chains[name]))];
		return base && base.policy !== there.base?.policy ? [say("add chain", name, `{ policy ${base.policy}; }`)] : [];
	});
}

/** Devices come and go one by one; a device that vanished was taken out by the kernel. */
function planFlowtables(want: Values, have: Listing, anew: Set<string>): string[] {
	const say = statementOf(want);
	return entries(want.flowtables).flatMap(([name, table]) => {
		const there = have.flowtables.get(name);
		if (!there || anew.has(name)) return [say("add flowtable", name, flowtableBody(table))];
		const devices: string[] = table.devices ?? [];
		const gone = there.devices.filter((d) => !devices.includes(d));
		const fresh = devices.filter((d) => !there.devices.includes(d));
		// With its flags: what is added without them takes them off.
		const part = (some: string[]) => flowtableBody({ ...table, devices: some });
		return [
			...(gone.length > 0 ? [say("delete flowtable", name, part(gone))] : []),
			...(fresh.length > 0 ? [say("add flowtable", name, part(fresh))] : []),
		];
	});
}
