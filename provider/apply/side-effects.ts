import { dependsOn } from "../model/fact";
import type { Facts } from "../model/facts";
import { deviceText } from "../model/provided-name";
import type { Operation } from "../plan/operation";
import { readsAfter } from "../plan/reads";
import type { Registry } from "../plan/registry";
import { bridgesWithOtherMac } from "../plan/side-effects";
import { stackOn } from "../tools/ip-link";
import type { Fact, Step } from "../tools/list";
import type { HostContext } from "./context";
import { outstandingObjects } from "./foreign-objects";

/** The side effects that one batch has to repair at its end. */
export class SideEffects {
	private isPresent: boolean;
	private hasDroppedFlows = false;

	/** `before`: the facts when the batch began. `isPresent`: true where earlier side effects can be repaired with this batch. */
	constructor(
		readonly before: Facts,
		isPresent: boolean,
	) {
		this.isPresent = isPresent;
	}

	/** True where a step has side effects on other objects, or where earlier side effects can be repaired with this batch. */
	get present(): boolean {
		return this.isPresent;
	}

	/** True where a bridge lost its flows, or where ports got other numbers, by which flows name them. */
	get dropsFlows(): boolean {
		return this.hasDroppedFlows;
	}

	/** Adds the side effects of steps that are about to run. */
	add({ present, dropsFlows }: { present: boolean; dropsFlows: boolean }): void {
		this.isPresent ||= present;
		this.hasDroppedFlows ||= dropsFlows;
	}
}

/** One host, and the side effects of the changes that are carried out there. */
export interface BatchContext extends HostContext {
	readonly effects: SideEffects;
}

/** The context of changes before anything of them is run. */
export function batchContext(context: HostContext): BatchContext {
	const isPresent = context.memory.pendingRepairs.length > 0 || outstandingObjects(context).length > 0;
	return { ...context, effects: new SideEffects(context.session.facts, isPresent) };
}

/**
 * The reads that show whether the resources in place still are as wanted, as far as they were known before a change. Routes, addresses,
 * flowtables and parameters of resources that depend on a device are removed with it, so these are read even if they were not read before.
 * The same holds for flows where a bridge lost its flows, or ports got other numbers.
 */
export function readsOfResourcesInPlace(
	registry: Registry,
	{ before, dropsFlows }: Pick<SideEffects, "before" | "dropsFlows">,
): Fact[] {
	const depends = (fact: Fact) => fact.read === "links" || (dropsFlows && dependsOn(fact, "flows"));
	return registry.operationsInPlace.flatMap((operation) => {
		const reads = readsAfter(operation);
		return reads.some(depends) ? reads : reads.filter((fact) => before.has(fact));
	});
}

/**
 * True where steps may remove neighbors that the program declares: those over a local port of Open vSwitch that may get another MAC
 * address, and over devices on top of it.
 */
export function takesNeighbors({ operations }: Registry, steps: Step[], known: Facts): boolean {
	const neighbors = operations.filter((operation) => readsAfter(operation).some(({ read }) => read === "neighbors"));
	const bridges = neighbors.length === 0 ? [] : [...bridgesWithOtherMac(steps, known)];
	if (bridges.length === 0) return false;
	const isOver = ({ kind, want }: Operation, devices: Set<string>) => kind.requires(want).some(({ name }) => devices.has(name));
	const declaredOn = (devices: Set<string>): Set<string> => {
		const above = operations.filter((operation) => isOver(operation, devices)).flatMap(({ kind, want }) => kind.makes(want));
		const all = new Set([...devices, ...above]);
		return all.size === devices.size ? all : declaredOn(all);
	};
	const onHost = bridges.flatMap((bridge) => stackOn(known.knownLinks(""), bridge).map(({ name }) => name));
	const devices = declaredOn(new Set([...bridges, ...onHost].map((name) => deviceText(name))));
	return neighbors.some((operation) => isOver(operation, devices));
}
