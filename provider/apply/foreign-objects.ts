import type { Facts } from "../model/facts";
import type { Fact, Step } from "../tools/list";
import type { RestoreContext } from "./context";
import type { DependantSort, LostObject, OutstandingObject } from "./foreign-entries";
import { foreignFdbEntries } from "./foreign-fdb";
import { addFlowsAgain, outstandingFlows, rememberClearing, restoreForeignFlows } from "./foreign-flows";
import { foreignNeighbors } from "./foreign-neighbors";
import { foreignRoutes } from "./foreign-routes";
import type { SideEffectMemory } from "./side-effect-memory";

/** All sorts of objects that a change of a device may remove. */
export const dependantSorts: DependantSort[] = [foreignRoutes, foreignNeighbors, foreignFdbEntries];

/** The memory of this run, and that of an interrupted run before it. */
const memories = ({ memory, ...context }: RestoreContext): RestoreContext[] =>
	[memory, memory.inherited].flatMap((one) => (one ? [{ ...context, memory: one }] : []));

/**
 * Restores foreign flows, groups and meters that the program's own flows may name. Those that name the program's own groups are restored
 * by restoreForeignObjects. `alsoRead`: facts about the program's own objects, which this makes stale and which are read with it.
 */
export async function restoreFlowsFirst(context: RestoreContext, alsoRead: Fact[]): Promise<void> {
	for (const known of memories(context)) await addFlowsAgain(known, alsoRead);
}

/**
 * Restores foreign objects over devices that changes created again, set down or emptied, and on bridges that lost all flows.
 * Returns those that can't be restored.
 */
export async function restoreForeignObjects(context: RestoreContext): Promise<LostObject[]> {
	const lost: LostObject[] = [];
	for (const known of memories(context)) {
		await readJournalIfNeeded(known);
		for (const sort of dependantSorts) lost.push(...(await sort.restore(known)));
		lost.push(...(await restoreForeignFlows(known)));
	}
	return lost;
}

/** Reads the journal, if an object at risk may belong to a resource: the journal has those that this run has not deleted. */
export async function readJournalIfNeeded({ session, memory, registry }: RestoreContext): Promise<void> {
	const isAsked = dependantSorts.some(({ read, mayBeOfResource }) => {
		const { atRisk, before } = memory.foreign[read];
		return [...atRisk.keys()].some((netns) => mayBeOfResource(before, netns, registry));
	});
	if (isAsked) memory.journal = (await session.readUnknown([{ read: "journal" }])).journal;
}

/** The foreign objects that may be lost and are not restored. A change ends only after their restoration. */
export const outstandingObjects = (context: RestoreContext): OutstandingObject[] =>
	memories(context).flatMap((known) => [
		...dependantSorts.flatMap((sort) => sort.outstanding(known)),
		...outstandingFlows(known),
	]);

/** Remembers steps by which devices that stay may lose foreign dependants, and bridges their flows. */
export function rememberDrops(memory: SideEffectMemory, steps: Step[], known: Facts): void {
	rememberClearing(memory, steps, known);
	for (const sort of dependantSorts) memory.foreign[sort.read].rememberDrops(sort.devicesLosing(steps, known));
}
