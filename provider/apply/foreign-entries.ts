import type { Facts } from "../model/facts";
import { deviceText, inNetnsText } from "../model/requirements";
import type { Registry } from "../plan/registry";
import type { Link } from "../tools/ip-link";
import type { Fact, Step } from "../tools/list";
import type { RestoreContext } from "./context";
import type { DevicesByNetns } from "./lost-routes";
import { type Restoration, restore } from "./restore";
import type { DependantRead } from "./side-effect-memory";

/** Objects of one kind that the kernel keeps for devices, and removes with many changes of a device. */
export interface DependantKind {
	/** The read that lists them. */
	read: DependantRead;
	/** The devices whose objects the kernel may remove because of these steps. */
	devicesLosing(steps: Step[], known: Facts): DevicesByNetns;
	/** The objects in a namespace that nobody but this run restores, as they were read, each with the names of its devices. */
	foreignIn(facts: Facts, netns: string, context: RestoreContext): { object: unknown; devices: string[] }[];
	/** True where an object may belong to a resource which this run does not change. The journal then decides. */
	mayBeOfResource(facts: Facts, netns: string, registry: Registry): boolean;
}

/** Objects that each are over one device, such as neighbors. */
export interface EntryKind<E> extends Omit<DependantKind, "foreignIn" | "mayBeOfResource"> {
	/** One entry, in words. */
	title: string;
	/** The entries of a list that are not the kernel's own. */
	entries(all: E[], links: Map<string, Link>): E[];
	/** False for entries of this provider, and of daemons, which put theirs back themselves if they still want them. */
	isForeign(entry: E): boolean;
	/** The id under which the journal has an entry of this provider. Undefined for others. */
	ownId?(entry: E, netns: string): string | undefined;
	device(entry: E): string;
	/** The words that name an entry in its namespace, and no other one. */
	words(entry: E): string[];
	/** A fingerprint of the device that changes when the kernel has dropped its entries, for example because it was created again. */
	fingerprint(link: Link): string;
	/** False where the device can't have the entry any more, as it is now. */
	isPossible(entry: E, links: Map<string, Link>): boolean;
	/** The step that adds the entry again. */
	restoreStep(entry: E, netns: string): Step;
}

/** A foreign object that is not restored yet, by its devices. */
export interface OutstandingObject {
	netns: string;
	devices: string[];
}

/** A foreign object that a change of this run removed and that could not be restored. */
export interface LostObject {
	/** What is missing. */
	words: string;
	/** What to do about it. */
	remedy: string;
	/** The devices that it uses, as in Requirement. */
	devices: string[];
}

export const addByHand = "add it again by hand";

/** The facts that a restoration needs: the objects, and their devices. */
export const factsFor = ({ read }: Pick<DependantKind, "read">, netns: string): Fact[] => [
	{ read: "links", netns },
	{ read, netns },
];

/** The entries of a namespace. A host whose tools can't list them is not known to have any. */
const entriesIn = <E>(sort: EntryKind<E>, facts: Facts, netns: string): E[] =>
	sort.entries((facts.value({ read: sort.read, netns }) as E[] | undefined) ?? [], facts.knownLinks(netns));

/** The same kind, with what all kinds of dependants have. */
export const asDependantKind = <E>(sort: EntryKind<E>): DependantKind => ({
	...{ read: sort.read, devicesLosing: sort.devicesLosing },
	foreignIn: (facts, netns, context) =>
		entriesIn(sort, facts, netns)
			.filter((entry) => isMeant(sort, entry, netns, context))
			.map((entry) => ({ object: entry, devices: [sort.device(entry)] })),
	mayBeOfResource: (facts, netns, registry) =>
		entriesIn(sort, facts, netns).some((entry) => {
			const id = sort.ownId?.(entry, netns);
			return id !== undefined && !registry.isChanged(id);
		}),
});

interface EntryInNetns<E> {
	entry: E;
	netns: string;
}

/** Restores foreign entries over devices that a change of this run created again or changed. Returns those that can't be restored. */
export async function restoreEntries<E>(sort: EntryKind<E>, context: RestoreContext): Promise<LostObject[]> {
	const { session, memory } = context;
	const affected = affectedEntries(sort, context).filter(({ entry, netns }) => {
		const links = session.facts.knownLinks(netns);
		return links.has(sort.device(entry)) && sort.isPossible(entry, links);
	});
	if (affected.length === 0) return [];
	const namespaces = [...new Set(affected.map(({ netns }) => netns))];
	const missing = (netns: string, now: Facts): E[] => {
		const there = new Set(entriesIn(sort, now, netns).map((entry) => nameOf(sort, entry)));
		return affected.flatMap((one) => (one.netns === netns && !there.has(nameOf(sort, one.entry)) ? [one.entry] : []));
	};
	const lostText = (entry: E, netns: string) => `${sort.title} ${nameOf(sort, entry)}${inNetnsText(netns)} is missing`;
	const restorations = namespaces.map(
		(netns): Restoration => ({
			reads: factsFor(sort, netns),
			steps: (now) => missing(netns, now).map((entry) => sort.restoreStep(entry, netns)),
			missing: (now) => missing(netns, now).map((entry) => lostText(entry, netns)),
			independent: true,
		}),
	);
	await restore(session, restorations);
	for (const one of affected) memory.foreign[sort.read].attempts.add(attemptKey(sort, one, context));
	return namespaces.flatMap((netns) =>
		missing(netns, session.facts)
			.filter(sort.isForeign)
			.map((entry) => ({
				words: lostText(entry, netns),
				remedy: addByHand,
				devices: [deviceText(sort.device(entry), netns)],
			})),
	);
}

const nameOf = <E>(sort: EntryKind<E>, entry: E): string => sort.words(entry).join(" ");

/** Foreign entries that may be lost and are not restored yet. The next device may be one of theirs. */
export const outstandingEntries = <E>(sort: EntryKind<E>, context: RestoreContext): OutstandingObject[] =>
	affectedEntries(sort, context).map(({ entry, netns }) => ({ netns, devices: [sort.device(entry)] }));

/**
 * True for the object of a resource that this run does not change, of this program or another one. If another change fails, the engine
 * may never reach that resource, and the next run takes it for unchanged. Resources that this run has deleted are not in the journal.
 */
export const isOfOtherResource = (id: string | undefined, { registry, memory }: RestoreContext): boolean =>
	id !== undefined && memory.journal?.get(id) !== undefined && !registry.isChanged(id);

const isMeant = <E>(sort: EntryKind<E>, entry: E, netns: string, context: RestoreContext): boolean =>
	sort.isForeign(entry) || isOfOtherResource(sort.ownId?.(entry, netns), context);

/** The foreign entries over devices that have changed, or that may have lost their entries meanwhile. */
function affectedEntries<E>(sort: EntryKind<E>, context: RestoreContext): EntryInNetns<E>[] {
	const { before, attempts } = context.memory.foreign[sort.read];
	return before.namespacesRead.flatMap((netns) => {
		const then = before.knownLinks(netns);
		const isConcerned = (entry: E): boolean => {
			const was = then.get(sort.device(entry));
			return was !== undefined && sort.fingerprint(was) !== fingerprintNow(sort, { entry, netns }, context);
		};
		return entriesIn(sort, before, netns)
			.filter((entry) => isMeant(sort, entry, netns, context) && isConcerned(entry))
			.map((entry) => ({ entry, netns }))
			.filter((one) => !attempts.has(attemptKey(sort, one, context)));
	});
}

/** The fingerprint of the entry's device now. Changes of this run that may have dropped the device's entries are a part of it. */
function fingerprintNow<E>(
	sort: EntryKind<E>,
	{ entry, netns }: EntryInNetns<E>,
	{ session, memory }: RestoreContext,
): string | undefined {
	const links = session.facts.knownLinks(netns);
	const link = links.get(sort.device(entry));
	return link && sort.fingerprint(link) + memory.foreign[sort.read].dropsText(netns, link, links);
}

/** The key of one attempt to restore: the entry and the device's fingerprint. A later change of the device gives a new key. */
const attemptKey = <E>(sort: EntryKind<E>, one: EntryInNetns<E>, context: RestoreContext): string =>
	[one.netns, nameOf(sort, one.entry), fingerprintNow(sort, one, context)].join(" ");
