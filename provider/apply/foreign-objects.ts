import type { Facts } from "../model/facts";
import type { Fact } from "../tools/list";
import type { Step } from "../tools/step";
import type { RestoreContext } from "./context";
import {
	asDependantKind,
	type DependantKind,
	type LostObject,
	type OutstandingObject,
	outstandingEntries,
	restoreEntries,
} from "./foreign-entries";
import { foreignFdbEntries } from "./foreign-fdb";
import { addFlowsAgain, outstandingFlows, rememberClearing, restoreForeignFlows } from "./foreign-flows";
import { foreignNeighbors } from "./foreign-neighbors";
import { foreignRoutes, outstandingRoutes, restoreRoutes } from "./foreign-routes";
import type { SideEffectMemory } from "./side-effect-memory";

/** All objects of other people that a change of a device may take along. */
export const dependantKinds: DependantKind[] = [
	foreignRoutes,
	asDependantKind(foreignNeighbors),
	asDependantKind(foreignFdbEntries),
];

/** Each of what this run and an earlier one may have taken from others. */
const memories = ({ memory, ...context }: RestoreContext): RestoreContext[] =>
	[memory, memory.inherited].flatMap((one) => (one ? [{ ...context, memory: one }] : []));

/**
 * Puts back flows, groups and meters of others that the program's own flows may name. Those that name the program's own groups come
 * back with restoreOthers. `standing`: what the program's own objects are judged by, of which this makes a part stale.
 */
export async function restoreFlowsFirst(context: RestoreContext, standing: Fact[]): Promise<void> {
	for (const known of memories(context)) await addFlowsAgain(known, standing);
}

/**
 * Puts back what others had over devices that changes created again, set down or emptied, and on bridges that lost all flows.
 * Returns what can't be put back.
 */
export async function restoreForeignObjects(context: RestoreContext): Promise<LostObject[]> {
	const lost: LostObject[] = [];
	for (const known of memories(context)) {
		await readJournalIfNeeded(known);
		lost.push(...(await restoreRoutes(known)));
		lost.push(...(await restoreEntries(foreignNeighbors, known)));
		lost.push(...(await restoreEntries(foreignFdbEntries, known)));
		lost.push(...(await restoreForeignFlows(known)));
	}
	return lost;
}

/** Reads the journal where it tells which of the objects at stake are resources', and which this run has deleted itself. */
export async function readJournalIfNeeded({ session, memory, registry }: RestoreContext): Promise<void> {
	const isAsked = dependantKinds.some(({ read, mayBeOfResource }) => {
		const { atRisk, before } = memory.foreign[read];
		return [...atRisk.keys()].some((netns) => mayBeOfResource(before, netns, registry));
	});
	if (isAsked) memory.journal = (await session.readUnknown([{ read: "journal" }])).journal;
}

/** What others may have lost and have not got back. The next device may be one of theirs: a change is not over before that is back. */
export const outstandingObjects = (context: RestoreContext): OutstandingObject[] =>
	memories(context).flatMap((known) => [
		...outstandingRoutes(known),
		...outstandingEntries(foreignNeighbors, known),
		...outstandingEntries(foreignFdbEntries, known),
		...outstandingFlows(known),
	]);

/** Remembers steps by which devices that stay may lose what others have over them, and bridges their flows. */
export function rememberDrops(memory: SideEffectMemory, steps: Step[], known: Facts): void {
	rememberClearing(memory, steps, known);
	for (const sort of dependantKinds) memory.foreign[sort.read].rememberDrops(sort.devicesLosing(steps, known));
}
