import { previousKey } from "../base/state-fields";
import { isMap, type Values, withoutUnset } from "../base/values";
import { decidersOf } from "../base/variants";
import type { Host } from "../host/host";
import { kinds } from "../kinds";
import type { Facts } from "../model/facts";
import { objectId, ownFields } from "../model/identity";
import type { Kind } from "../model/kind";
import type { Operation } from "../plan/operation";
import { isOwnedByKeys, withKeysOf } from "../plan/originals";
import { isMarked } from "../plan/ownership";
import type { JournalEntry } from "../tools/journal";
import type { Fact } from "../tools/list";
import { parseId } from "./ids";

/** An object on a host that has the mark of a program, or that the host's journal has. */
export interface OwnedObject {
	/** The id without the host. */
	id: string;
	owner: string;
	/**
	 * - created: a program has created it.
	 * - adopted: it existed before, and the journal has its former values.
	 * - gone: only an entry of the journal is left.
	 */
	state: "created" | "adopted" | "gone";
	/** The deletion; for an adopted object, the release. */
	operation: Operation;
}

/** An object by its mark or its entry, before it was read. */
interface Named {
	kind: Kind;
	want: Values;
	owner: string;
	entry?: JournalEntry;
}

interface OwnedObjects {
	objects: OwnedObject[];
	/** The reasons why parts of the host could not be read. */
	unread: string[];
}

/** Reads a host, and finds the objects of all programs. */
export async function readOwnedObjects(host: Pick<Host, "name" | "read">): Promise<OwnedObjects> {
	const first = await host.read([
		{ read: "journal" },
		{ read: "ovs" },
		{ read: "namespaces" },
		{ read: "links", netns: "" },
		{ read: "setup-files" },
	]);
	const namespaces = ["", ...first.namespaces];
	const second = await host.read(namespaces.flatMap((netns): Fact[] => [{ read: "links", netns }, tablesOf(netns)]));
	const tables = namespaces.flatMap((netns) =>
		(second.value(tablesOf(netns)) === undefined ? [] : second.nftTables(netns)).map((table) => ({ netns, ...table })),
	);
	const third = await host.read(tables.map((table): Fact => ({ read: "nft", ...table })));
	const named = namedObjects(host.name, third);
	const facts = await host.read(named.flatMap(({ kind, want }) => kind.facts(want)));
	const unread = unreadIn(facts);
	const objects = named.flatMap((one) => {
		try {
			return ownedObject(one, facts);
		} catch (error) {
			unread.push(`${one.entry?.id ?? objectId(one.kind, one.want)}: ${(error as Error).message}`);
			return [];
		}
	});
	return { objects, unread };
}

const tablesOf = (netns: string): Fact => ({ read: "nft-tables", netns });

function unreadIn(facts: Facts): string[] {
	const parts = [() => facts.ovs, () => facts.links(""), () => facts.nftTables("")];
	return parts.flatMap((part) => {
		try {
			part();
			return [];
		} catch (error) {
			return [(error as Error).message];
		}
	});
}

/** The objects that have a mark, and those of which the journal has an entry. */
function namedObjects(host: string, facts: Facts): Named[] {
	const all = new Map<string, Named>();
	for (const kind of Object.values(kinds))
		for (const { owner, want } of kind.identity.listMarked?.(facts) ?? [])
			all.set(`${owner} ${objectId(kind, want)}`, { kind, owner, want: { host, ...want } });
	for (const entry of facts.journal.all) {
		const key = `${entry.owner} ${entry.id}`;
		const known = all.get(key) ?? namedByEntry(host, entry);
		if (known) all.set(key, { ...known, entry });
	}
	return [...all.values()];
}

/** The object of an entry. Undefined for an entry that another version has written, with a kind that this one does not know. */
function namedByEntry(host: string, { id, owner }: JournalEntry): Named | undefined {
	const type = id
		.split("/")
		.slice(0, 2)
		.find((part) => Object.hasOwn(kinds, part));
	const kind = kinds[type ?? ""];
	if (!kind) return undefined;
	try {
		const values = Object.entries(parseId(kind, `host/${id}`)).map(([field, value]) => [field, asInput(kind, field, value)]);
		return { kind, owner, want: { ...Object.fromEntries(values), host } };
	} catch {
		return undefined;
	}
}

/** A part of an id as the value of its field: all parts of an id are texts. */
function asInput({ schema }: Kind, field: string, value: unknown): unknown {
	const isAccepted = (input: unknown) => schema.shape[field]?.safeParse(input).success;
	return !isAccepted(value) && isAccepted(Number(value)) ? Number(value) : value;
}

function ownedObject({ kind, want, owner, entry }: Named, facts: Facts): OwnedObject[] {
	const id = entry?.id ?? objectId(kind, want);
	const found = kind.observe(facts, want, { owners: [owner], deleting: true, was: want, id });
	const originals = entry?.previous;
	const taken = ownFields(kind, entry?.taken ?? {});
	// Somebody has deleted the object and created another one of its name.
	const isOthers = isMarked({ kind, want: { ...want, ...taken } }) && originals === undefined && found?.owner !== owner;
	const have = isOthers ? undefined : found;
	if (!have && !entry) return [];
	// The field that decides which others there are, such as the type of a Link.
	const sort = Object.fromEntries(decidersOf(kind.schema).map((field) => [field, have?.value[field]]));
	const inputs = withoutUnset({
		...sort,
		...want,
		...taken,
		...(originals ? managed(kind, have?.value ?? {}, originals, entry?.sets) : have?.value),
	});
	const known = ownFields(kind, inputs);
	const was = withoutUnset({ ...known, ...have?.computed, __owner: owner, [previousKey]: originals });
	const state = !have ? "gone" : originals ? "adopted" : "created";
	return [{ id, owner, state, operation: { mode: "delete", kind, id, want: known, was, owner } }];
}

/**
 * The values of the fields and keys that the program has managed, as far as the journal tells. Where `sets` does not tell which members
 * of a list the program has added, and which somebody else, all of these stay.
 */
const managed = (kind: Kind, value: Values, originals: Values, sets: Values = {}): Values =>
	Object.fromEntries(
		Object.entries(originals).map(([field, original]) => {
			const now = value[field] ?? sets[field];
			if (Array.isArray(original)) return [field, sets[field] ?? original];
			return [field, isMap(original) && isMap(now) ? withKeysOf(original, now, isOwnedByKeys(kind, field)) : now];
		}),
	);
