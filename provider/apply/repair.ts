import type { Facts } from "../model/facts";
import { type Operation, resourceLabel } from "../plan/operation";
import { plan } from "../plan/plan";
import { readsAfter, readsAround, readsBefore } from "../plan/reads";
import { problems } from "../plan/verify";
import { runScript } from "./commit-confirm";
import { unmetRequirements } from "./dependency-order";
import type { LostObject } from "./foreign-entries";
import { restoreFlowsFirst } from "./foreign-objects";
import { type Restoration, restore } from "./restore";
import { type BatchContext, readsOfResourcesInPlace } from "./side-effects";

function isConverged(operation: Operation, facts: Facts): boolean {
	try {
		return readsBefore(operation).every((f) => facts.has(f)) && problems(operation, facts, { steps: [] }).length === 0;
	} catch {
		return false;
	}
}

/**
 * True for a resource of this program that was as wanted before a change of this run and is not any more.
 * A resource that was wrong before stays as it was: that is drift, and the engine decides on it.
 */
export function wasBroken(operation: Operation, before: Facts, now: Facts): boolean {
	if (!readsAfter(operation).every((fact) => now.has(fact)) || isConverged(operation, now)) return false;
	return readsAfter(operation).some((fact) => !before.has(fact)) || isConverged(operation, before);
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
export async function repair(context: BatchContext, disturbed: Operation[] = []): Promise<Repaired> {
	const { session, registry, memory, effects } = context;
	await restoreFlowsFirst(context, readsOfResourcesInPlace(registry, effects));
	const broken = [...new Set([...(await brokenInPlace(context)), ...disturbed])];
	await session.readUnknown(broken.flatMap(readsBefore));
	const restored = await restore(
		session,
		whoseRequirementsCanBeMet(broken, session.facts).map((operation) => restorationOf(operation, memory.factsBeforeSideEffects)),
		{
			run: (planned, script) =>
				runScript(
					context,
					planned.map(({ restoration: { operation }, steps }) => ({ operation, steps })),
					script,
				),
		},
	);
	await session.readUnknown(broken.flatMap(readsAround));
	const refused = new Map(
		restored.flatMap(({ restoration: { operation }, left, refused: why }) =>
			why && left.length > 0 ? [[operation, why.message] as const] : [],
		),
	);
	const takenAlong = broken.filter((operation) => !disturbed.includes(operation));
	// One that cut the way in is not tried again after each batch.
	memory.pendingRepairs = takenAlong.filter((op) => !refused.has(op) && !isConverged(op, session.facts));
	const lost = takenAlong.flatMap((operation) => {
		const why = refused.get(operation);
		return why === undefined ? [] : [lostResource(session.host, operation, why)];
	});
	return { lost, refused: new Map([...refused].filter(([operation]) => disturbed.includes(operation))) };
}

/** The resources in place that a change of the batch has broken, or an earlier one that could not be repaired so far. */
async function brokenInPlace({ session, registry, memory, effects }: BatchContext): Promise<Operation[]> {
	const inPlace = registry.operationsInPlace;
	const pending = new Set(inPlace.filter((operation) => memory.pendingRepairs.includes(operation)));
	await session.readUnknown([...pending].flatMap(readsBefore));
	const { facts } = session;
	return inPlace.filter((op) => (pending.has(op) ? !isConverged(op, facts) : wasBroken(op, effects.before, facts)));
}

const lostResource = (host: string, operation: Operation, why: string): LostObject => ({
	words: `${resourceLabel(host, operation)} was lost with the change, and could not be put back (${why})`,
	remedy: "run `pulumi up --refresh`",
	devices: operation.kind.requires(operation.want).map(({ name }) => name),
});

function restorationOf(operation: Operation, factsBeforeSideEffects: Facts | undefined): Restoration & { operation: Operation } {
	return {
		operation,
		reads: readsAround(operation),
		steps: (now) => plan(operation, now, { factsBeforeSideEffects }).steps,
		missing: (now) => (isConverged(operation, now) ? [] : [`${operation.id} differs from before`]),
	};
}

/** Operations whose requirements are there, or are restored with the others. */
function whoseRequirementsCanBeMet(broken: Operation[], facts: Facts): Operation[] {
	const provided = new Set(broken.flatMap((op) => op.kind.provides(op.want)));
	const able = broken.filter((operation) => {
		try {
			return unmetRequirements(operation, facts).every((need) => provided.has(need.name));
		} catch {
			return false;
		}
	});
	return able.length === broken.length ? able : whoseRequirementsCanBeMet(able, facts);
}
