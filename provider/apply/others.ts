import type { Facts } from "../model/facts";
import type { Step } from "../tools/step";
import { bridgeEntriesOfOthers } from "./bridge-entries-of-others";
import type { HostContext } from "./context";
import { type GoesAlong, type LostObject, mayOweEntries, restoreEntries } from "./entries-of-others";
import { devicesLosingRoutes } from "./lost-routes";
import { neighborsOfOthers } from "./neighbors-of-others";
import { mayOweRoutes, restoreRoutes } from "./routes-of-others";
import type { SideEffectMemory } from "./side-effect-memory";

const routes: GoesAlong = { read: "routes", losing: devicesLosingRoutes };

/** All objects of other people that a change of a device may take along. */
export const goingAlong: GoesAlong[] = [routes, neighborsOfOthers, bridgeEntriesOfOthers];

/** Puts back what others had over devices that changes of this run created again, set down or emptied. Returns what can't be put back. */
export async function restoreOthers(context: HostContext): Promise<LostObject[]> {
	const lost = await restoreRoutes(context);
	lost.push(...(await restoreEntries(neighborsOfOthers, context)));
	lost.push(...(await restoreEntries(bridgeEntriesOfOthers, context)));
	return lost;
}

/** True where the next device may be one over which others had something: a change is not over before that is back. */
export const mayOweOthers = (context: Pick<HostContext, "session" | "memory">): boolean =>
	mayOweRoutes(context) || mayOweEntries(neighborsOfOthers, context) || mayOweEntries(bridgeEntriesOfOthers, context);

/** Notes steps by which devices that stay may lose what others have over them. */
export function noteDrops(memory: SideEffectMemory, steps: Step[], known: Facts): void {
	for (const sort of goingAlong) memory.others[sort.read].noteDrops(sort.losing(steps, known));
}
