import type { Facts } from "../model/facts";
import { deviceText, inNetnsText } from "../model/requirements";
import type { Registry } from "../plan/registry";
import type { Link } from "../tools/ip-step";
import type { Fact } from "../tools/list";
import type { Step } from "../tools/step";
import type { RestoreContext } from "./context";
import type { DevicesByNetns } from "./lost-routes";
import { type Restoration, restore } from "./restore";
import type { DependantRead } from "./side-effect-memory";

/** Objects of one sort that the kernel keeps for devices, and drops with many changes of a device. */
export interface DependantKind {
	/** The read that lists them. */
	read: DependantRead;
	/** The devices whose objects the kernel may drop by these steps. */
	devicesLosing(steps: Step[], known: Facts): DevicesByNetns;
	/** The objects in a namespace that nobody but this run puts back, as they were read, each with the names of its devices. */
	foreignIn(facts: Facts, netns: string, context: RestoreContext): { object: unknown; devices: string[] }[];
	/** True where an object may be that of a resource which this run does not change: the journal tells. */
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
	/** A text that is another one for a device that has lost its entries because it was created again, or for a like reason. */
	fingerprint(link: Link): string;
	/** False where the device can't have the entry any more, as it is now. */
	isPossible(entry: E, links: Map<string, Link>): boolean;
	/** The step that adds the entry again. */
	restoreStep(entry: E, netns: string): Step;
}

/** Something of others that is not back yet, by its devices. */
export interface OutstandingObject {
	netns: string;
	devices: string[];
}

/** Something of other people that a change of this run took along and that could not be put back. */
export interface LostObject {
	words: string;
	/** The devices that it uses, as in Requirement. */
	devices: string[];
}

/** Facts by which objects are put back: the objects, and their devices. */
export const factsFor = ({ read }: Pick<DependantKind, "read">, netns: string): Fact[] => [
	{ read: "links", netns },
	{ read, netns },
];

/** The entries of a namespace. A host whose tools can't list them is not known to have any. */
const entriesIn = <E>(sort: EntryKind<E>, facts: Facts, netns: string): E[] =>
	sort.entries((facts.value({ read: sort.read, netns }) as E[] | undefined) ?? [], facts.knownLinks(netns));

/** The same sort, as one of those that go along with a device. */
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

/** Puts other people's entries back over devices that a change of this run created again or changed. Returns those that can't be put back. */
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
	const lostText = (entry: E, netns: string) => `${sort.title} ${nameOf(sort, entry)}${inNetnsText(netns)} is not there any more`;
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
				devices: [deviceText(sort.device(entry), netns)],
			})),
	);
}

const nameOf = <E>(sort: EntryKind<E>, entry: E): string => sort.words(entry).join(" ");

/** Entries that others may have lost and that are not back. The next device may be one of theirs. */
export const outstandingEntries = <E>(sort: EntryKind<E>, context: RestoreContext): OutstandingObject[] =>
	affectedEntries(sort, context).map(({ entry, netns }) => ({ netns, devices: [sort.device(entry)] }));

/**
 * True for the object of a resource that this run does not change, of this program or another one: the engine may never come to it, if
 * another change fails, and the next run takes it for unchanged. What this run has deleted is not in the journal any more.
 */
export const isOfOtherResource = (id: string | undefined, { registry, memory }: RestoreContext): boolean =>
	id !== undefined && memory.journal?.get(id) !== undefined && !registry.isChanged(id);

const isMeant = <E>(sort: EntryKind<E>, entry: E, netns: string, context: RestoreContext): boolean =>
	sort.isForeign(entry) || isOfOtherResource(sort.ownId?.(entry, netns), context);

/** The entries of others over devices that are not as they were, or that may have lost their entries meanwhile. */
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

/** A text that is another one after a change by which the entry's device may have lost its entries. */
function fingerprintNow<E>(
	sort: EntryKind<E>,
	{ entry, netns }: EntryInNetns<E>,
	{ session, memory }: RestoreContext,
): string | undefined {
	const links = session.facts.knownLinks(netns);
	const link = links.get(sort.device(entry));
	return link && sort.fingerprint(link) + memory.foreign[sort.read].dropsText(netns, link, links);
}

/** An entry over a device as it is now: after a further change of the device, it is tried once more. */
const attemptKey = <E>(sort: EntryKind<E>, one: EntryInNetns<E>, context: RestoreContext): string =>
	[one.netns, nameOf(sort, one.entry), fingerprintNow(sort, one, context)].join(" ");
