import { isDeepStrictEqual } from "node:util";
import type { Values } from "../base/values";
import type { ListedChain, ListedFlowtable, ListedSet, Listing } from "../tools/nft-listing";
import { elementKey, hasPlainIntervals, isCatchAll, isLive, isWildcard, withoutExpiry } from "./elements";
import { isChangedInPlace, objectOfElement } from "./objects";
import { referencesIn, type TableReference } from "./references";
import { planRules } from "./rules";
import {
	chainBody,
	elementStatement,
	entries,
	flowtableBody,
	markChain,
	objectStatement,
	setStatements,
	statementOf,
} from "./statements";

/** A change of a table: the wanted content in the program's spelling and in nft's (`wanted`), and the listing from the host. */
interface TableChange {
	want: Values;
	wanted: Listing;
	have: Listing;
	/** The keys of elements that have left the program, by the name of their live set. They are deleted. */
	left: ReadonlyMap<string, string[]>;
}

const headOf = ({ elements, ...head }: ListedSet) => head;

/** The names of objects to delete: those that are not wanted, and those that nft can't change in place. */
function removedNames<T>(have: Map<string, T>, wanted: Map<string, T>, head: (object: T) => unknown): Set<string> {
	const stays = (name: string, object: T) => {
		const target = wanted.get(name);
		return name === markChain || (target !== undefined && isDeepStrictEqual(head(object), head(target)));
	};
	return new Set([...have].filter(([name, object]) => !stays(name, object)).map(([name]) => name));
}

const hookOf = ({ base, comment }: ListedChain) => ({ comment, base: base && { ...base, policy: "" } });
const kindOfFlow = ({ priority, offload, counter }: ListedFlowtable) => ({ priority, offload, counter });

/**
 * True for a flowtable that can't lose a device in place: nft then sends the priority 0, and the kernel refuses another one than the
 * flowtable's own (nft_flowtable_parse_hook in its net/netfilter/nf_tables_api.c).
 */
const mustBeRecreated = (have: ListedFlowtable | undefined, wanted: ListedFlowtable): boolean =>
	have !== undefined && have.priority !== "filter" && have.devices.some((device) => !wanted.devices.includes(device));

/** How the elements of a live set or map change: those that are on the host (`stay`, `removed`) and those that are not (`missing`). */
interface ElementChange {
	stay: string[];
	removed: string[];
	missing: string[];
}

/**
 * True for a set that can't have this change in place. The kernel changes no elements of a set with the flag constant while a rule uses it
 * (nf_tables_newsetelem() and nf_tables_delsetelem() in its net/netfilter/nf_tables_api.c). nft 1.0.6 crashes where a statement adds `*` to
 * a set of intervals or deletes it there, and where one adds or deletes any element of such a map that has `*`. An element such as `"tap*"`
 * it does not find.
 */
function isWithoutChange(set: ListedSet, { removed, missing }: ElementChange): boolean {
	if (removed.length + missing.length === 0) return false;
	if (set.flags.includes("constant")) return true;
	if (!hasPlainIntervals(set)) return false;
	return removed.some(isWildcard) || missing.some(isCatchAll) || (set.map && set.elements.some(isCatchAll));
}

/**
 * The statements that change a table into the wanted one, in one transaction. Objects that no statement names keep their
 * counters, elements and flows. Deletions come first, together with the rules and elements that refer to the deleted objects;
 * additions follow, in the order of the statements that create a table.
 */
export function planTable({ want, wanted, have, left }: TableChange): string[] {
	const statement = statementOf(want);
	const flows = removedNames(have.flowtables, wanted.flowtables, kindOfFlow);
	for (const [name, table] of wanted.flowtables) if (mustBeRecreated(have.flowtables.get(name), table)) flows.add(name);
	const chains = removedNames(have.chains, wanted.chains, hookOf);
	const objects = removedObjects(have.objects, wanted.objects);
	const sets = removedNames(have.sets, wanted.sets, headOf);
	const changes = new Map<string, ElementChange>();
	for (const [name, set] of have.sets) {
		const target = wanted.sets.get(name);
		if (!target) continue;
		const change = changeOfElements(set, target, left.get(name) ?? [], chains, objects);
		changes.set(name, change);
		if (isWithoutChange(set, change)) sets.add(name);
	}
	const deleted: Deleted = { chain: chains, flowtable: flows, object: objects, "set or map": sets };
	const { deletions, rules } = planDeletions(want, have, changes, deleted);
	const isSame = (key: string, body: string[]) => !objects.has(key) && isDeepStrictEqual(have.objects.get(key), body);
	const filled = [...wanted.sets].map(([name, target]): ReturnType<typeof setStatements> => {
		const set = have.sets.get(name);
		const { stay = [], missing = [] } = changes.get(name) ?? {};
		if (set && !sets.has(name))
			return { create: "", fill: missing.length === 0 ? [] : [elementStatement(want, "add", name, missing)] };
		const more = set && takesElements(set, target) ? withoutMembers(stay.map(withoutExpiry), target.elements) : [];
		return setStatements(want, name, want[target.map ? "maps" : "sets"][name], [...target.elements, ...more]);
	});
	return [
		...deletions,
		...planChains(want, wanted, have, chains),
		...[...wanted.objects].flatMap(([key, body]) =>
			isSame(key, body) ? [] : [objectStatement(want, "add", key, want.objects[key])],
		),
		...planFlowtables(want, have, flows),
		...filled.flatMap(({ create }) => (create === "" ? [] : [create])),
		...filled.flatMap(({ fill }) => fill),
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

/** The names of the objects to delete, by their sort. */
type Deleted = Record<TableReference["sort"], Set<string>>;

/** The statements that delete objects, with the rules and elements that refer to them, and the rules that are left of each chain. */
function planDeletions(
	want: Values,
	have: Listing,
	changes: ReadonlyMap<string, ElementChange>,
	deleted: Deleted,
): { deletions: string[]; rules: Map<string, ListedChain["rules"]> } {
	const statement = statementOf(want);
	const refersToDeleted = (text: string): boolean => referencesIn(text).some(({ sort, name }) => deleted[sort].has(name));
	const deletions: string[] = [];
	const rules = new Map<string, ListedChain["rules"]>();
	for (const [name, chain] of have.chains) {
		if (deleted.chain.has(name)) {
			deletions.push(statement("flush chain", name));
			continue;
		}
		const removed = chain.rules.filter((rule) => refersToDeleted(rule.text));
		deletions.push(...removed.map((rule) => statement("delete rule", name, "handle", String(rule.handle))));
		rules.set(
			name,
			chain.rules.filter((rule) => !removed.includes(rule)),
		);
	}
	for (const [name, set] of have.sets) {
		const removed = changes.get(name)?.removed ?? [];
		if (deleted["set or map"].has(name)) deletions.push(statement(`delete ${set.map ? "map" : "set"}`, name));
		else if (removed.length > 0) deletions.push(elementStatement(want, "delete", name, removed.map(elementKey)));
	}
	for (const name of deleted.chain) deletions.push(statement("delete chain", name));
	for (const name of deleted.flowtable) deletions.push(statement("delete flowtable", name));
	for (const key of deleted.object) deletions.push(objectStatement(want, "delete", key));
	return { deletions, rules };
}

function withoutMembers(all: string[], members: string[]): string[] {
	const left = new Set(members);
	return all.filter((one) => !left.has(one));
}

/** The elements that are not wanted, or that name a chain or an object that is deleted, are removed. */
function changeOfElements(
	set: ListedSet,
	target: ListedSet,
	left: string[],
	chains: Set<string>,
	objects: Set<string>,
): ElementChange {
	const isRemoved = removalFrom(target, left);
	const namesDeleted = (element: string) =>
		(chains.size > 0 && referencesIn(element).some(({ sort, name }) => sort === "chain" && chains.has(name))) ||
		namesObject(set, element, objects);
	const [stay, removed]: [string[], string[]] = [[], []];
	for (const element of set.elements) (isRemoved(element) || namesDeleted(element) ? removed : stay).push(element);
	return { stay, removed, missing: withoutMembers(target.elements, stay.map(withoutExpiry)) };
}

/** The objects to delete: those that are not wanted, and those that nft can't change in place, which are added again. */
function removedObjects(have: Listing["objects"], wanted: Listing["objects"]): Set<string> {
	const stays = (key: string, body: string[]) => {
		const target = wanted.get(key);
		return target !== undefined && (isDeepStrictEqual(body, target) || isChangedInPlace(key, body, target));
	};
	return new Set([...have].filter(([key, body]) => !stays(key, body)).map(([key]) => key));
}

/** True for an element of a map whose value is one of these objects. */
function namesObject({ map, type }: ListedSet, element: string, objects: Set<string>): boolean {
	if (!map || objects.size === 0) return false;
	const key = objectOfElement(type.split(" : ")[1], element.split(" : ").at(-1) ?? "");
	return key !== undefined && objects.has(key);
}

/**
 * Tells whether an element is to be deleted: it is not wanted, or its value or settings differ. In a live set the elements that
 * the program has not declared stay.
 */
function removalFrom(target: ListedSet, left: string[]): (element: string) => boolean {
	const wanted = new Set(target.elements);
	const isUnwanted = (element: string) => !wanted.has(withoutExpiry(element));
	if (!isLive(target)) return isUnwanted;
	const keys = new Set([...target.elements.map(elementKey), ...left]);
	return (element) => isUnwanted(element) && keys.has(elementKey(element));
}

/**
 * True where a live set that is recreated can have the elements that packets and others have added. The listing does not tell their
 * remaining lifetime, so a new one begins.
 */
function takesElements(have: ListedSet, target: ListedSet): boolean {
	const isSame = (["map", "type", "flags", "more"] as const).every((field) => isDeepStrictEqual(have[field], target[field]));
	const isLarge = target.size === undefined || have.elements.length + target.elements.length <= Number(target.size);
	return isLive(target) && isSame && isLarge;
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
