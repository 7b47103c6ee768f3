import { Facts } from "../model/facts";
import type { Operation } from "../plan/operation";
import type { Link } from "../tools/ip";
import type { DevicesByNetns } from "./lost-routes";

/** A run's memory of one host across its batches, by which everything that its changes took along can be put back. */
export class SideEffectMemory {
	/** The facts before the first change of this run that dropped more than it named. Undefined: there was none. */
	factsBefore: Facts | undefined;
	/** Devices and routes as they were before a change of this run that takes routes along. */
	routesBefore = new Facts();
	/** Other people's routes that were put back once, or can't be, over devices as they are now. */
	readonly triedRoutes = new Set<string>();
	/** Devices and neighbors as they were before a change of this run that takes neighbors along. */
	neighborsBefore = new Facts();
	/** Likewise, other people's neighbors. */
	readonly triedNeighbors = new Set<string>();
	/** The number of changes of this run by which a device that stays may have lost its routes or neighbors, by namespace and name. */
	private readonly drops = new Map<string, number>();
	/** Resources of this run that are not back yet, because what they require is still to be created. */
	pendingRepairs: Operation[] = [];

	noteFacts(facts: Facts): void {
		this.factsBefore ??= facts;
	}

	noteDrops(what: "routes" | "neighbors", devices: DevicesByNetns): void {
		for (const [netns, names] of devices)
			for (const name of names) this.drops.set(`${what} ${netns} ${name}`, this.dropsOver(what, netns, name) + 1);
	}

	/**
	 * A text that is another one after a change of this run by which a device that stays may have lost its routes or neighbors. The
	 * kernel sets VLANs down with the device below them.
	 */
	dropsText(what: "routes" | "neighbors", netns: string, { name, parent, kind }: Link, links: Map<string, Link>): string {
		const below = kind === "vlan" ? links.get(parent ?? "") : undefined;
		const own = this.dropsOver(what, netns, name);
		const ofBelow = below === undefined ? "" : this.dropsText(what, netns, below, links);
		return `${own === 0 ? "" : ` dropped ${own}`}${ofBelow}`;
	}

	private dropsOver(what: "routes" | "neighbors", netns: string, name: string): number {
		return this.drops.get(`${what} ${netns} ${name}`) ?? 0;
	}

	/** Earlier notes stay: later ones already show what this run has changed. */
	noteRoutes(facts: Facts): void {
		this.routesBefore = facts.without(({ read }) => read !== "links" && read !== "routes").updated(this.routesBefore);
	}

	noteNeighbors(facts: Facts): void {
		this.neighborsBefore = facts.without(({ read }) => read !== "links" && read !== "neighbors").updated(this.neighborsBefore);
	}
}
