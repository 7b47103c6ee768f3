import { isDeepStrictEqual } from "node:util";
import type { Values } from "../base/values";
import type { ListedChain, ListedFlowtable, ListedSet, Listing } from "../tools/nft-listing";
import { comparedElements, elementKey, isLive, withoutExpiry } from "./observe";
import { planRules } from "./rules";
import { chainBody, entries, flowtableBody, markChain, setBody, statementOf } from "./statements";

/** A change of a table: the wanted content in the program's spelling and in nft's (`wanted`), and the listing from the host. */
export interface TableChange {
	want: Values;
	wanted: Listing;
	have: Listing;
}

const headOf = ({ map, type, flags, timeout, more }: ListedSet) => ({ map, type, flags, timeout, more });

/** The names of objects to delete: those that are not wanted, and those that nft can't change in place. */
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
 * The statements that change a table into the wanted one, in one transaction. Objects that no statement names keep their
 * counters, elements and flows. Deletions come first, together with the rules that refer to the deleted objects; additions follow.
 */
export function planTable({ want, wanted, have }: TableChange): string[] {
	const statement = statementOf(want);
	const sets = removedNames(have.sets, wanted.sets, headOf);
	const flows = removedNames(have.flowtables, wanted.flowtables, kindOfFlow);
	const chains = removedNames(have.chains, wanted.chains, hookOf);
	const refersToDeleted = (text: string): boolean =>
		[...sets, ...flows].some((name) => refersTo(text, `@${name}`)) ||
		leadsTo(text, chains) ||
		have.others.some((what) => uses(text, what));
	const deletions: string[] = [];

	const rules = new Map<string, ListedChain["rules"]>();
	for (const [name, chain] of have.chains) {
		const removed = chain.rules.filter((rule) => refersToDeleted(rule.text));
		if (chains.has(name)) deletions.push(statement("flush chain", name));
		else deletions.push(...removed.map((rule) => statement("delete rule", name, "handle", String(rule.handle))));
		if (!chains.has(name))
			rules.set(
				name,
				chain.rules.filter((rule) => !removed.includes(rule)),
			);
	}
	const elements = new Map<string, string[]>();
	for (const [name, set] of have.sets) {
		const target = wanted.sets.get(name);
		if (sets.has(name)) deletions.push(statement(`delete ${set.map ? "map" : "set"}`, name));
		if (sets.has(name) || !target) continue;
		const removed = set.elements.filter((e) => isRemoved(e, target) || leadsTo(e, chains));
		if (removed.length > 0) deletions.push(statement("delete element", name, `{ ${removed.map(elementKey).join(", ")} }`));
		elements.set(
			name,
			comparedElements(set, undefined).filter((_, i) => !removed.includes(set.elements[i] ?? "")),
		);
	}
	for (const name of chains) deletions.push(statement("delete chain", name));
	for (const name of flows) deletions.push(statement("delete flowtable", name));
	for (const what of have.others) {
		const words = what.split(" ");
		deletions.push(statement(`delete ${words.slice(0, -1).join(" ")}`, words.at(-1) ?? ""));
	}
	return [
		...deletions,
		...[...wanted.sets]
			.filter(([name]) => !elements.has(name))
			.map(([name, { map }]) => statement(`add ${map ? "map" : "set"}`, name, setBody(want[map ? "maps" : "sets"][name]))),
		...planFlowtables(want, have, flows),
		...planChains(want, wanted, have, chains),
		...[...wanted.sets].flatMap(([name, set]) => {
			const missing = set.elements.filter((e) => !elements.get(name)?.includes(e));
			return missing.length === 0 ? [] : [statement("add element", name, `{ ${missing.join(", ")} }`)];
		}),
		...[...wanted.chains].flatMap(([name, target]) =>
			planRules(
				(what, ...rest) => statement(what, name, ...rest),
				rules.get(name) ?? [],
				target.rules,
				want.chains[name].rules ?? [],
			),
		),
	];
}

/** True for a rule that uses another object of the table, such as "counter c1" or "ct helper ftp". */
function uses(text: string, what: string): boolean {
	const words = what.split(" ");
	const [sort, name] = [words.slice(0, -1).join(" "), words.at(-1) ?? ""];
	return refersTo(text, `${sort} ${sort.startsWith("ct ") ? "set" : "name"} ${name}`);
}

const refersTo = (text: string, word: string): boolean => ` ${text.replace(/[^\w@./-]+/g, " ")} `.includes(` ${word} `);

const leadsTo = (text: string, chains: Set<string>): boolean =>
	[...text.matchAll(/\b(?:jump|goto) ([\w./-]+)/g)].some((m) => chains.has(m[1] ?? ""));

/** True for an element to delete: it is not wanted, or its value or settings differ. */
function isRemoved(element: string, target: ListedSet): boolean {
	if (target.elements.includes(withoutExpiry(element))) return false;
	return !isLive(target) || target.elements.some((t) => elementKey(t) === elementKey(element));
}

function planChains(want: Values, wanted: Listing, have: Listing, recreated: Set<string>): string[] {
	const statement = statementOf(want);
	return [...wanted.chains].flatMap(([name, { base }]) => {
		const there = have.chains.get(name);
		if (!there || recreated.has(name)) return [statement("add chain", name, ...chainBody(want.chains[name]))];
		return base && base.policy !== there.base?.policy ? [statement("add chain", name, `{ policy ${base.policy}; }`)] : [];
	});
}

/** Devices are added and removed one by one. The kernel itself removes a deleted device from a flowtable. */
function planFlowtables(want: Values, have: Listing, recreated: Set<string>): string[] {
	const statement = statementOf(want);
	return entries(want.flowtables).flatMap(([name, table]) => {
		const there = have.flowtables.get(name);
		if (!there || recreated.has(name)) return [statement("add flowtable", name, flowtableBody(table))];
		const devices: string[] = table.devices ?? [];
		const removed = there.devices.filter((d) => !devices.includes(d));
		const fresh = devices.filter((d) => !there.devices.includes(d));
		// An addition without the flowtable's flags would clear them.
		const part = (some: string[]) => flowtableBody({ ...table, devices: some });
		return [
			...(removed.length > 0 ? [statement("delete flowtable", name, part(removed))] : []),
			...(fresh.length > 0 ? [statement("add flowtable", name, part(fresh))] : []),
		];
	});
}
