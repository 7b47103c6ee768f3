import { dependsOn } from "../model/fact";
import type { Facts } from "../model/facts";
import { deviceText } from "../model/requirements";
import { factsAfter, factsAround, factsBefore } from "../plan/observe";
import { type Operation, resourceLabel } from "../plan/operation";
import { plan } from "../plan/plan";
import type { Registry } from "../plan/registry";
import { bridgesWithOtherMac } from "../plan/side-effects";
import { problems } from "../plan/verify";
import { stackOn } from "../tools/ip-link";
import type { Fact, Step } from "../tools/list";
import { runScript } from "./commit-confirm";
import type { HostContext } from "./context";
import { unmetRequirements } from "./dependency-order";
import type { LostObject } from "./foreign-entries";
import { outstandingObjects, restoreFlowsFirst } from "./foreign-objects";
import { type Restoration, restore } from "./restore";

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

/** Before anything of a batch is run. */
export const expectedSideEffects = (context: HostContext): SideEffects =>
	new SideEffects(context.session.facts, context.memory.pendingRepairs.length > 0 || outstandingObjects(context).length > 0);

/**
 * The facts by which a host's standing resources are judged, as far as they were known before a change. Routes, addresses, flowtables
 * and parameters of resources that depend on a device are removed with it, so these are read even if they were not read before. The same
 * holds for flows where a bridge lost its flows, or ports got other numbers.
 */
export function standingFacts(registry: Registry, { before, dropsFlows }: Pick<SideEffects, "before" | "dropsFlows">): Fact[] {
	const depends = (fact: Fact) => fact.read === "links" || (dropsFlows && dependsOn(fact, "flows"));
	return [...registry.inPlace()].flatMap(({ operation }) => {
		const facts = factsAfter(operation);
		return facts.some(depends) ? facts : facts.filter((fact) => before.has(fact));
	});
}

/**
 * True where steps may remove neighbors that the program declares: those over a local port of Open vSwitch that may get another MAC
 * address, and over devices on top of it.
 */
export function takesNeighbors({ operations }: Registry, steps: Step[], known: Facts): boolean {
	const neighbors = operations.filter((operation) => factsAfter(operation).some(({ read }) => read === "neighbors"));
	const bridges = neighbors.length === 0 ? [] : [...bridgesWithOtherMac(steps, known)];
	if (bridges.length === 0) return false;
	const isOver = ({ kind, want }: Operation, devices: Set<string>) => kind.requires(want).some(({ what }) => devices.has(what));
	const declaredOn = (devices: Set<string>): Set<string> => {
		const above = operations.filter((operation) => isOver(operation, devices)).flatMap(({ kind, want }) => kind.makes(want));
		const all = new Set([...devices, ...above]);
		return all.size === devices.size ? all : declaredOn(all);
	};
	const onHost = bridges.flatMap((bridge) => stackOn(known.knownLinks(""), bridge).map(({ name }) => name));
	const devices = declaredOn(new Set([...bridges, ...onHost].map((name) => deviceText(name))));
	return neighbors.some((operation) => isOver(operation, devices));
}

function isConverged(operation: Operation, facts: Facts): boolean {
	try {
		return factsBefore(operation).every((f) => facts.has(f)) && problems(operation, facts, { steps: [] }).length === 0;
	} catch {
		return false;
	}
}

/**
 * True for a resource of this program that was as wanted before a change of this run and is not any more.
 * A resource that was wrong before stays as it was: that is drift, and the engine decides on it.
 */
export function wasBroken(operation: Operation, before: Facts, now: Facts): boolean {
	if (!factsAfter(operation).every((fact) => now.has(fact)) || isConverged(operation, now)) return false;
	return factsAfter(operation).some((fact) => !before.has(fact)) || isConverged(operation, before);
}

/** Resources whose repair the host has not kept: a repair can cut the way in, and is guarded like any change. */
export interface Repaired {
	/** Resources that the batch took along. */
	lost: LostObject[];
	/** The reason for each change of the batch itself. */
	refused: Map<Operation, string>;
}

/**
 * Repairs what the batch removed implicitly of the resources that this run knows. Resources whose requirements are still to be created
 * are repaired after the next batch. Host.repairIfBroken handles resources that the engine has not compared yet. `disturbed`: changes of
 * the batch that failed verification although no tool refused them, because another change of the batch may have removed a part of them.
 */
export async function repair(context: HostContext, effects: SideEffects, disturbed: Operation[] = []): Promise<Repaired> {
	const { session, registry, memory } = context;
	const { before } = effects;
	await restoreFlowsFirst(context, standingFacts(registry, effects));
	const standing = [...registry.inPlace()].map((entry) => entry.operation);
	const pending = new Set(standing.filter((operation) => memory.pendingRepairs.includes(operation)));
	await session.readUnknown([...pending].flatMap(factsBefore));
	const isGone = (op: Operation) => (pending.has(op) ? !isConverged(op, session.facts) : wasBroken(op, before, session.facts));
	const gone = [...new Set([...standing.filter(isGone), ...disturbed])];
	await session.readUnknown(gone.flatMap(factsBefore));
	const restored = await restore(
		session,
		whoseRequirementsCanBeMet(gone, session.facts).map((operation) => restorationOf(operation, memory.factsBefore)),
		{
			run: (planned, script) =>
				runScript(
					context,
					planned.map(({ restoration: { operation }, steps }) => ({ operation, steps })),
					script,
				),
		},
	);
	await session.readUnknown(gone.flatMap(factsAround));
	const refused = new Map(
		restored.flatMap(({ restoration: { operation }, left, refused }) =>
			refused && left.length > 0 ? [[operation, refused.message] as const] : [],
		),
	);
	const isTaken = (operation: Operation) => !disturbed.includes(operation);
	// One that cut the way in is not tried again after each batch.
	memory.pendingRepairs = gone.filter((op) => isTaken(op) && !refused.has(op) && !isConverged(op, session.facts));
	const lost = [...refused]
		.filter(([operation]) => isTaken(operation))
		.map(([operation, why]) => lostResource(session.host, operation, why));
	return { lost, refused: new Map([...refused].filter(([operation]) => !isTaken(operation))) };
}

const lostResource = (host: string, operation: Operation, why: string): LostObject => ({
	words: `${resourceLabel(host, operation)} was taken along, and could not be put back (${why})`,
	remedy: "run `pulumi up --refresh`",
	devices: operation.kind.requires(operation.want).map(({ what }) => what),
});

function restorationOf(operation: Operation, factsBeforeSideEffects: Facts | undefined): Restoration & { operation: Operation } {
	return {
		operation,
		reads: factsAround(operation),
		steps: (now) => plan(operation, now, { factsBeforeSideEffects }).steps,
		missing: (now) => (isConverged(operation, now) ? [] : [`${operation.id} differs from before`]),
	};
}

/** Operations whose requirements are there, or are restored with the others. */
function whoseRequirementsCanBeMet(gone: Operation[], facts: Facts): Operation[] {
	const provided = new Set(gone.flatMap((op) => op.kind.provides(op.want)));
	const able = gone.filter((operation) => {
		try {
			return unmetRequirements(operation, facts).every((need) => provided.has(need.what));
		} catch {
			return false;
		}
	});
	return able.length === gone.length ? able : whoseRequirementsCanBeMet(able, facts);
}
