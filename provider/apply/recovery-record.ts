import { firstFew } from "../base/first-few";
import { Facts } from "../model/facts";
import { deviceText } from "../model/provided-name";
import type { Operation } from "../plan/operation";
import type { Call } from "../tools/call";
import { type Link, withStacks } from "../tools/ip-link";
import { dropRecordCall, recordCall } from "../tools/recovery-record";
import type { HostContext, RestoreContext } from "./context";
import { type DependantSort, readsFor } from "./foreign-entries";
import { flowsToRecord, inheritFlows, type RecordedFlows } from "./foreign-flows";
import { dependantSorts, outstandingObjects, readJournalIfNeeded } from "./foreign-objects";
import { untilCurrent } from "./interruptions";
import { type DependantRead, SideEffectMemory } from "./side-effect-memory";

// A run may end at any moment, also between the script that deletes a device and the one that restores foreign routes over it.
// Before such a change, a recovery record is written to the host, for the next run of the program.

/** Foreign objects of one sort in one namespace, with the devices whose changes may remove them, and those below them. */
interface RecordedObjects {
	read: DependantRead;
	netns: string;
	devices: string[];
	links: Link[];
	objects: unknown[];
}

type Recorded = RecordedObjects | RecordedFlows;

/**
 * The call that writes the recovery record of what the changes of this run may remove, and its text. Undefined: nothing is to be
 * recorded, or the host has the same record already.
 */
export function recordToWrite(context: HostContext, owner: string): { text: string; call: Call } | undefined {
	const { memory } = context;
	const all = [memory, ...(memory.inherited ? [memory.inherited] : [])];
	const recorded = [
		...dependantSorts.flatMap((sort) => all.flatMap((one) => objectsToRecord({ ...context, memory: one }, sort))),
		...all.flatMap(flowsToRecord),
	];
	const text = JSON.stringify(recorded);
	if (recorded.length === 0 || text === memory.recordOnHost) return undefined;
	return { text, call: recordCall({ owner, note: recorded }) };
}

function objectsToRecord(context: RestoreContext, { read, foreignIn }: DependantSort): RecordedObjects[] {
	const { before, atRisk } = context.memory.foreign[read];
	return [...atRisk].flatMap(([netns, names]): RecordedObjects[] => {
		const all = foreignIn(before, netns, context);
		if (all.length === 0) return [];
		const links = before.knownLinks(netns);
		const devices = withStacks(links, names);
		const objects = all.filter((one) => one.devices.some((name) => devices.has(name)));
		if (objects.length === 0) return [];
		const used = new Set(objects.flatMap((one) => one.devices));
		const found = { links: withThoseBelow(used, links), objects: objects.map(({ object }) => object) };
		return [{ read, netns, devices: [...devices].filter((name) => used.has(name)), ...found }];
	});
}

/** The devices with their masters and what is below them: they tell whether the device still has the same parent and master. */
function withThoseBelow(names: Set<string>, links: Map<string, Link>): Link[] {
	const more = [...names].flatMap((name) => [links.get(name)?.master, links.get(name)?.parent]);
	const found = more.filter((name): name is string => name !== undefined && links.has(name) && !names.has(name));
	if (found.length > 0) return withThoseBelow(new Set([...names, ...found]), links);
	return [...names].flatMap((name) => links.get(name) ?? []);
}

/**
 * Takes over the recovery record of an earlier run of the program, and reads what its objects are now. `about`: the resource that the
 * warning names.
 */
export async function inheritRecord({ session, memory, registry, warn }: HostContext, about: Operation): Promise<void> {
	const records = session.facts.value({ read: "session-start" })?.records;
	if (memory.inherited !== undefined || !records) return;
	const isKnown = ({ read }: Recorded) => read === "kept-flows" || read in memory.foreign;
	const recorded = records.flatMap((one) => (one.owner === about.owner ? (one.note as Recorded[]).filter(isKnown) : []));
	memory.inherited = null;
	if (recorded.length === 0) return;
	memory.inherited = new SideEffectMemory();
	memory.recordOnHost = JSON.stringify(recorded);
	const known = { session, registry, memory: memory.inherited };
	for (const one of recorded) await (one.read === "kept-flows" ? inheritFlows(known, one) : inheritObjects(known, one));
	const names = new Set(recorded.flatMap((one) => (one.read === "kept-flows" ? [one.bridge] : one.devices)));
	warn(
		about,
		`an earlier run ended before it had restored what other programs have on ${firstFew([...names])} (routes, neighbors, bridge entries or flows). What is still missing is added again now`,
	);
}

async function inheritObjects(context: RestoreContext, { read, netns, devices, links, objects }: RecordedObjects): Promise<void> {
	const { session, memory } = context;
	const one = memory.foreign[read];
	// Two interrupted runs may have recorded objects of one namespace.
	const sooner = { links: one.before.knownLinks(netns), objects: one.before.value({ read, netns }) };
	one.before = one.before.updated(
		Facts.from([
			[{ read: "links", netns }, new Map([...links.map((link) => [link.name, link] as const), ...sooner.links])],
			[{ read, netns }, [...(sooner.objects ?? []), ...objects]],
		]),
	);
	one.rememberAtRisk(new Map([[netns, new Set(devices)]]));
	// The earlier run may have made the change, or not.
	one.rememberDrops(new Map([[netns, new Set(devices)]]));
	await session.readUnknown(readsFor({ read }, netns));
	await readJournalIfNeeded(context);
}

/**
 * Removes the recovery record as soon as nothing of it can still be restored: the objects over a device that is gone for good are gone
 * too. A record that can't be removed stays: the changes of this run are made all the same.
 */
export async function dropRecord(context: HostContext, owner: string): Promise<void> {
	const { session, memory, registry } = context;
	if (memory.recordOnHost === undefined) return;
	const mayReturn = (name: string, netns: string) =>
		session.facts.knownLinks(netns).has(name) || registry.declares(deviceText(name, netns));
	if (outstandingObjects(context).some(({ netns, devices }) => devices.every((name) => mayReturn(name, netns)))) return;
	// The record is this program's own, so that no plan has to be made again.
	await untilCurrent(() => session.run([dropRecordCall(owner)], [])).catch(() => undefined);
	memory.recordOnHost = undefined;
	memory.inherited = null;
	for (const one of Object.values(memory.foreign)) one.atRisk.clear();
}
