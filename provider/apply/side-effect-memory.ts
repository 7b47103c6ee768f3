import { addTo } from "../base/sets-by-key";
import { Facts } from "../model/facts";
import type { Operation } from "../plan/operation";
import type { Link } from "../tools/ip-link";
import type { Journal } from "../tools/journal";
import type { KeptFlows } from "../tools/kept-flows";
import type { DevicesByNetns } from "./lost-routes";

/** The reads of dependants: objects that the kernel removes with many changes of a device. */
export type DependantRead = "routes" | "neighbors" | "bridge-entries";

/** A run's memory of one host across its batches. The repair of side effects needs it. */
export class SideEffectMemory {
	/** The facts before the first change of this run that had side effects. Undefined: there was none. */
	factsBeforeSideEffects: Facts | undefined;
	/** Foreign routes, neighbors and FDB entries over the host's devices, by the reads that list them. */
	readonly foreign: Record<DependantRead, ForeignMemory> = {
		routes: new ForeignMemory("routes"),
		neighbors: new ForeignMemory("neighbors"),
		"bridge-entries": new ForeignMemory("bridge-entries"),
	};
	/** The journal, as it was read last. The facts do not have it after a change of the journal. */
	journal: Journal | undefined;
	/** Foreign flows, groups, meters and Geneve options of bridges that lose all flows by changes of this run, by bridge. */
	readonly flows = new Map<string, FlowsAtRisk>();
	/** The recovery record that is on the host, of this run or of an earlier one. Undefined: there is none. */
	recordOnHost: string | undefined;
	/** The recovery record of an earlier run of the program. Undefined: not looked for yet. null: there is none. */
	inherited: SideEffectMemory | null | undefined;
	/** Resources of this run that are not repaired yet, because what they require is still to be created. */
	pendingRepairs: Operation[] = [];

	rememberFactsBeforeSideEffects(facts: Facts): void {
		this.factsBeforeSideEffects ??= facts;
	}
}

/** The foreign objects of a bridge before a change by which Open vSwitch drops all flows of the bridge. */
export interface FlowsAtRisk {
	kept: KeptFlows;
	/** True where the bridge had controllers. They add their flows again themselves, and nothing tells these from flows of somebody else. */
	isControlled: boolean;
	/** True until they are restored. */
	isOutstanding: boolean;
}

/** A run's memory of the foreign dependants of a host's devices, of one sort. */
class ForeignMemory {
	/** The devices and their dependants, before a change of this run that may remove dependants. */
	before = new Facts();
	/** The devices whose dependants changes of this run may remove, by namespace. */
	readonly atRisk: DevicesByNetns = new Map();
	/** The keys of the attempts to restore an object, with or without success. */
	readonly attempts = new Set<string>();
	/** The number of changes of this run by which a device that stays may have lost its dependants, by namespace and name. */
	private readonly drops = new Map<string, number>();

	constructor(private readonly what: DependantRead) {}

	/** Earlier facts stay: later ones already show what this run has changed. */
	rememberFacts(facts: Facts): void {
		this.before = facts.without(({ read }) => read !== "links" && read !== this.what).updated(this.before);
	}

	rememberAtRisk(devices: DevicesByNetns): void {
		for (const [netns, names] of devices) addTo(this.atRisk, netns, ...names);
	}

	rememberDrops(devices: DevicesByNetns): void {
		for (const [netns, names] of devices)
			for (const name of names) this.drops.set(`${netns} ${name}`, this.dropsOver(netns, name) + 1);
	}

	/**
	 * A part of a device's fingerprint: it changes with each change of this run by which a device that stays may have lost its dependants.
	 * The kernel sets VLANs down with the device below them.
	 */
	dropsText(netns: string, { name, parent, kind }: Link, links: Map<string, Link>): string {
		const below = kind === "vlan" ? links.get(parent ?? "") : undefined;
		const own = this.dropsOver(netns, name);
		const ofBelow = below === undefined ? "" : this.dropsText(netns, below, links);
		return `${own === 0 ? "" : ` dropped ${own}`}${ofBelow}`;
	}

	private dropsOver(netns: string, name: string): number {
		return this.drops.get(`${netns} ${name}`) ?? 0;
	}
}
