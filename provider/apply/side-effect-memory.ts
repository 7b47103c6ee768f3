import { Facts } from "../model/facts";
import type { Operation } from "../plan/operation";
import type { DevicesByNetns } from "./lost-routes";

/** A run's memory of one host across its batches, by which everything that its changes took along can be put back. */
export class SideEffectMemory {
	/** The facts before the first change of this run that dropped more than it named. Undefined: there was none. */
	factsBefore: Facts | undefined;
	/** Devices and routes as they were before a change of this run that takes routes along. */
	routesBefore = new Facts();
	/** Other people's routes that were put back once, or can't be, over devices as they are now. */
	readonly triedRoutes = new Set<string>();
	/** The number of changes of this run by which a device that stays may have lost its routes, by namespace and name. */
	private readonly drops = new Map<string, number>();
	/** Resources of this run that are not back yet, because what they require is still to be created. */
	pendingRepairs: Operation[] = [];

	noteFacts(facts: Facts): void {
		this.factsBefore ??= facts;
	}

	noteDrops(devices: DevicesByNetns): void {
		for (const [netns, names] of devices)
			for (const name of names) this.drops.set(`${netns} ${name}`, this.dropsOver(netns, name) + 1);
	}

	dropsOver(netns: string, name: string): number {
		return this.drops.get(`${netns} ${name}`) ?? 0;
	}

	/** Earlier notes stay: later ones already show what this run has changed. */
	noteRoutes(facts: Facts): void {
		this.routesBefore = facts.without(({ read }) => read !== "links" && read !== "routes").updated(this.routesBefore);
	}
}
