import { valuesByKey } from "../base/values-by-key";
import type { Facts } from "../model/facts";
import { deviceText } from "../model/provided-name";
import type { Registry } from "../plan/registry";
import type { Link } from "../tools/ip-link";
import type { Fact, Step } from "../tools/list";
import type { RestoreContext } from "./context";
import type { DevicesByNetns } from "./lost-routes";
import { type Restoration, restore } from "./restore";
import type { DependantRead } from "./side-effect-memory";

/** Objects of one sort that the kernel keeps for devices, and removes with many changes of a device. */
export interface DependantSort {
	/** The read that lists them. */
	read: DependantRead;
	/** The devices whose objects the kernel may remove because of these steps. */
	devicesLosing(steps: Step[], known: Facts): DevicesByNetns;
	/** The objects in a namespace that nobody but this run restores, as they were read, each with the names of its devices. */
	foreignIn(facts: Facts, netns: string, context: RestoreContext): { object: unknown; devices: string[] }[];
	/** True where an object may belong to a resource which this run does not change. The journal then decides. */
	mayBeOfResource(facts: Facts, netns: string, registry: Registry): boolean;
	/** Restores foreign objects over devices that a change of this run created again or changed. Returns those that can't be restored. */
	restore(context: RestoreContext): Promise<LostObject[]>;
	/** Foreign objects that may be lost and are not restored yet. The next device may be one of theirs. */
	outstanding(context: RestoreContext): OutstandingObject[];
}

/** A description of such objects: routes, neighbors or FDB entries. */
export interface EntrySort<E> extends Pick<DependantSort, "read" | "devicesLosing"> {
	/** The entries in a namespace that are not the kernel's own. */
	entries(facts: Facts, netns: string): E[];
	/** False for entries of this provider, and of daemons, which restore theirs themselves if they still want them. */
	isForeign(entry: E): boolean;
	/**
	 * The resource of an entry of this provider: the ids under which the journal may have it, and the names that it provides. Undefined
	 * for other entries. Default: the provider has no such entries.
	 */
	resource?(entry: E, netns: string, facts: Facts): { ids: string[]; provides: string[] } | undefined;
	/** The devices that the entry uses. */
	devices(entry: E): string[];
	/** A text that identifies the entry in its namespace. */
	key(entry: E): string;
	/** The message that the entry is missing. */
	lostText(entry: E, netns: string): string;
	/** A fingerprint of a device that changes when the kernel has dropped its entries, for example because it was created again. */
	fingerprint(link: Link): string;
	/** False where the devices can't have the entry any more, as they are now. `then`: the devices before the change. */
	isPossible(entry: E, now: Map<string, Link>, then: Map<string, Link>): boolean;
	/** The state of an entry that its devices can't have now. "outstanding": a later change of this run may make it possible. */
	whenImpossible: "lost" | "outstanding";
	/** Entries of different groups are restored by scripts of their own where one fails. Default: one group. */
	group?(entry: E): number;
	/** The steps that add missing entries again. */
	restoreSteps(entries: E[], netns: string, now: Facts): Step[];
}

/** A foreign object that is not restored yet, by its devices. */
export interface OutstandingObject {
	netns: string;
	devices: string[];
}

/** A foreign object that a change of this run removed and that could not be restored. */
export interface LostObject {
	/** The message that the object is missing. */
	words: string;
	/** The advice for the user, after the message. */
	remedy: string;
	/** The devices that it uses, as in Requirement. */
	devices: string[];
}

export const addByHand = "add it again by hand";

/** The facts that a restoration needs: the objects, and their devices. */
export const readsFor = ({ read }: Pick<DependantSort, "read">, netns: string): Fact[] => [
	{ read: "links", netns },
	{ read, netns },
];

/** The dependants that a description is about. */
export const asDependantSort = <E>(sort: EntrySort<E>): DependantSort => ({
	read: sort.read,
	devicesLosing: sort.devicesLosing,
	foreignIn: (facts, netns, context) =>
		sort
			.entries(facts, netns)
			.filter((entry) => isToBeRestored(sort, { entry, netns }, facts, context))
			.map((entry) => ({ object: entry, devices: sort.devices(entry) })),
	mayBeOfResource: (facts, netns, registry) =>
		sort.entries(facts, netns).some((entry) => {
			const { ids, provides } = sort.resource?.(entry, netns, facts) ?? { ids: [], provides: [] };
			return ids.some((id) => !registry.isChanged(id)) && !provides.some((name) => registry.isChanged(name));
		}),
	restore: (context) => restoreEntries(sort, context),
	outstanding: (context) => affectedEntries(sort, context).map(({ entry, netns }) => ({ netns, devices: sort.devices(entry) })),
});

interface EntryInNetns<E> {
	entry: E;
	netns: string;
}

async function restoreEntries<E>(sort: EntrySort<E>, context: RestoreContext): Promise<LostObject[]> {
	const { session, memory } = context;
	const { before, attempts } = memory.foreign[sort.read];
	const affected = affectedEntries(sort, context);
	const isPossible = ({ entry, netns }: EntryInNetns<E>) =>
		sort.isPossible(entry, session.facts.knownLinks(netns), before.knownLinks(netns));
	const restorable = affected.filter((one) => {
		const now = session.facts.knownLinks(one.netns);
		return sort.devices(one.entry).every((name) => now.has(name)) && isPossible(one);
	});
	const lost =
		sort.whenImpossible === "lost" ? affected.filter((one) => !isPossible(one) && hasChangedDevice(sort, one, context)) : [];
	if (restorable.length === 0 && lost.length === 0) return [];
	const groups = groupsOf(sort, restorable);
	const missing = ({ netns, entries }: EntryGroup<E>, now: Facts): E[] => {
		const there = new Set(sort.entries(now, netns).map(sort.key));
		return entries.filter((entry) => !there.has(sort.key(entry)));
	};
	const restorations = groups.map(
		(group): Restoration => ({
			reads: readsFor(sort, group.netns),
			steps: (now) => sort.restoreSteps(missing(group, now), group.netns, now),
			missing: (now) => missing(group, now).map((entry) => sort.lostText(entry, group.netns)),
			independent: true,
		}),
	);
	await restore(session, restorations);
	await session.readUnknown(lost.flatMap(({ netns }) => readsFor(sort, netns)));
	for (const one of [...restorable, ...lost]) attempts.add(attemptKey(sort, one, context));
	return [...groups, ...groupsOf(sort, lost)].flatMap((group) =>
		missing(group, session.facts)
			.filter(sort.isForeign)
			.map((entry) => ({
				words: sort.lostText(entry, group.netns),
				remedy: addByHand,
				devices: sort.devices(entry).map((name) => deviceText(name, group.netns)),
			})),
	);
}

interface EntryGroup<E> {
	netns: string;
	entries: E[];
}

/** The entries by namespace and group, in the order of the groups. */
function groupsOf<E>(sort: EntrySort<E>, all: EntryInNetns<E>[]): EntryGroup<E>[] {
	const byNetns = valuesByKey(all.map(({ entry, netns }) => [netns, entry] as const));
	return [...byNetns].flatMap(([netns, entries]) => {
		const groups = valuesByKey(entries.map((entry) => [sort.group?.(entry) ?? 0, entry] as const));
		return [...groups].sort(([a], [b]) => a - b).map(([, some]) => ({ netns, entries: some }));
	});
}

/**
 * True for the object of a resource that this run does not change, of this program or another one. If another change fails, the engine
 * may never reach that resource, and the next run takes it for unchanged. Resources that this run has deleted are not in the journal.
 */
function isOfOtherResource<E>(
	sort: EntrySort<E>,
	{ entry, netns }: EntryInNetns<E>,
	facts: Facts,
	context: RestoreContext,
): boolean {
	const { registry, memory } = context;
	const { ids, provides } = sort.resource?.(entry, netns, facts) ?? { ids: [], provides: [] };
	if (provides.some((name) => registry.isChanged(name))) return false;
	return ids.some((id) => memory.journal?.get(id) !== undefined && !registry.isChanged(id));
}

const isToBeRestored = <E>(sort: EntrySort<E>, one: EntryInNetns<E>, facts: Facts, context: RestoreContext): boolean =>
	sort.isForeign(one.entry) || isOfOtherResource(sort, one, facts, context);

/** The foreign entries over devices that have changed, or that may have lost their entries meanwhile. */
function affectedEntries<E>(sort: EntrySort<E>, context: RestoreContext): EntryInNetns<E>[] {
	const { before, attempts } = context.memory.foreign[sort.read];
	return before.namespacesRead.flatMap((netns) => {
		const then = before.knownLinks(netns);
		const isAffected = (name: string): boolean => {
			const was = then.get(name);
			return was !== undefined && sort.fingerprint(was) !== fingerprintNow(sort, name, netns, context);
		};
		return sort
			.entries(before, netns)
			.map((entry) => ({ entry, netns }))
			.filter((one) => sort.devices(one.entry).some(isAffected) && isToBeRestored(sort, one, before, context))
			.filter((one) => !attempts.has(attemptKey(sort, one, context)));
	});
}

/** True where a device of the entry exists and has changed. */
function hasChangedDevice<E>(sort: EntrySort<E>, { entry, netns }: EntryInNetns<E>, context: RestoreContext): boolean {
	const then = context.memory.foreign[sort.read].before.knownLinks(netns);
	return sort.devices(entry).some((name) => {
		const [was, now] = [then.get(name), fingerprintNow(sort, name, netns, context)];
		return was !== undefined && now !== undefined && sort.fingerprint(was) !== now;
	});
}

/** The fingerprint of a device now. Changes of this run that may have dropped the device's entries are a part of it. */
function fingerprintNow<E>(
	sort: EntrySort<E>,
	name: string,
	netns: string,
	{ session, memory }: RestoreContext,
): string | undefined {
	const links = session.facts.knownLinks(netns);
	const link = links.get(name);
	return link && sort.fingerprint(link) + memory.foreign[sort.read].dropsText(netns, link, links);
}

/** The key of one attempt to restore: the entry and its devices' fingerprints. A later change of a device gives a new key. */
const attemptKey = <E>(sort: EntrySort<E>, { entry, netns }: EntryInNetns<E>, context: RestoreContext): string =>
	[netns, sort.key(entry), ...sort.devices(entry).map((name) => fingerprintNow(sort, name, netns, context))].join(" ");
