import { isDeepStrictEqual } from "node:util";
import { isOfInputs } from "../model/fact";
import type { Facts } from "../model/facts";
import { reproducible, routeLost, routesBack } from "../network/routes";
import { bootStepsBack } from "../plan/boot-file";
import { type Operation, resourceLabel } from "../plan/operation";
import { allInputs, type ChangeToUndo, notRolledBack, planRollback } from "../plan/plan-rollback";
import { readsAround } from "../plan/reads";
import type { Registry } from "../plan/registry";
import { areDisruptive, dropsExistingFlows } from "../plan/side-effects";
import { entryAsBefore, type JournalStep, removeEntryStep } from "../tools/journal";
import type { Fact, Step } from "../tools/list";
import { calls } from "../tools/script";
import type { BatchEntry } from "./batch-entry";
import type { HostSession } from "./context";
import { rememberDrops } from "./foreign-objects";
import { untilCurrent } from "./interruptions";
import { type DevicesByNetns, devicesLosingRoutes, routesLostOver } from "./lost-routes";
import { type Restoration, restore } from "./restore";
import { type BatchContext, readsOfResourcesInPlace } from "./side-effects";

/** A change that a tool refused, or that verification failed. A part or all of it may have been carried out. */
type FailedChange = Pick<BatchEntry, "operation" | "originals" | "deletedHere" | "progress">;

interface RollbackResult {
	/** The outcome of the rollback, in words. */
	summary: string;
	/** Differences that could not be undone, in words; [] = the host is as it was. */
	left: string[];
	/** Steps of the rollback that may not have run and of which nothing can be read back. */
	unverifiable: Step[];
}

/**
 * Undoes what was carried out of a failed change: `ip -batch` is not atomic, and neither are several tools in a row.
 * The steps are planned from what is there now to what was observed before, and read back like any change.
 * The journal's entry, with the original values, stays while anything is left.
 */
export async function rollBack(context: BatchContext, failed: FailedChange): Promise<RollbackResult> {
	const { session } = context;
	const { operation, progress } = failed;
	const { id, owner } = operation;
	const result = progress.begun ? await undo(context, failed) : { steps: [], left: [], unverifiable: [] };
	const entrySteps = [...(progress.hasNewEntry ? [removeEntryStep({ id, owner })] : []), ...entriesBefore(failed, session.facts)];
	// The entries are this run's, so that no plan has to be made again.
	if (entrySteps.length > 0 && result.left.length === 0)
		await untilCurrent(() => session.run(calls(entrySteps), [{ read: "journal" }]));
	const isUndone = result.steps.length > 0;
	const summary = progress.ranIrreversible
		? `${isUndone ? "the change was undone, except that " : ""}${staying}`
		: isUndone
			? "the change was undone"
			: "nothing was changed";
	return { summary, left: result.left, unverifiable: result.unverifiable };
}

/**
 * The steps that restore entries as they were before the change: one that the object had already, and those for parts of a larger
 * resource, such as the routes of a Routes.
 */
function entriesBefore({ operation, progress }: FailedChange, now: Facts): JournalStep[] {
	const { tried, factsBefore, hasNewEntry } = progress;
	const journal = { read: "journal" } as const;
	if (!factsBefore.has(journal)) return [];
	return tried.flatMap((step): JournalStep[] => {
		if (step.tool !== "journal" || step.op !== "write" || (hasNewEntry && step.entry.id === operation.id)) return [];
		const { id, owner } = step.entry;
		const former = factsBefore.journal.own(id, owner);
		if (now.has(journal) && isDeepStrictEqual(now.journal.own(id, owner), former)) return [];
		return [entryAsBefore(factsBefore.journal, { id, owner })];
	});
}

/** The end of a change that a HostSetup has carried out in part. */
export const staying = "what was installed, loaded and started stays";

async function undo({ session, registry, memory, effects }: BatchContext, failed: FailedChange) {
	const { operation, deletedHere, progress } = failed;
	const { id, owner } = operation;
	const moved = devicesLosingRoutes(progress.tried);
	const known: ChangeToUndo = { ...failed, factsBefore: await withRenderings(session, failed) };
	const before = known.factsBefore;
	const lostRoutesAt = (now: Facts, dropping: DevicesByNetns = new Map()) =>
		[...moved].map(([netns, devices]) => ({
			netns,
			routes: routesLostOver(devices, netns, { before, now, deletedHere }, dropping.get(netns)),
		}));
	// The journal's entry alone makes an object without a mark this program's: the host is judged as it will be without the new entry.
	const withoutNewEntry = (now: Facts) => (progress.hasNewEntry ? now.withoutJournalEntry(id, owner) : now);
	const routes = [...moved.keys()].map((netns): Fact => ({ read: "routes", netns }));
	const reads = readsAround(operation);
	const restoration: Restoration = {
		reads: [...routes, ...reads],
		steps(now) {
			const back = planRollback(known, now, dependentsOf(session.host, registry, operation));
			// The rollback of a change that was carried out deletes the new device, and with it the routes that came back over it.
			const lost = lostRoutesAt(now, devicesLosingRoutes(back));
			return [
				...back,
				...lost.flatMap(({ netns, routes }) => routesBack(netns, reproducible(routes), now)),
				...bootStepsBack(operation, before, now),
			];
		},
		missing: (now) => [
			...notRolledBack(known, withoutNewEntry(now)),
			...lostRoutesAt(withoutNewEntry(now)).flatMap(({ netns, routes }) => routes.map((route) => routeLost(route, netns))),
		],
	};
	const alsoRead = (steps: Step[]): Fact[] => {
		rememberDrops(memory, steps, session.facts);
		effects.add({ present: areDisruptive(steps, session.facts), dropsFlows: dropsExistingFlows(steps, session.facts) });
		return effects.present ? readsOfResourcesInPlace(registry, effects) : [];
	};
	const [result] = await restore(session, [restoration], { alsoRead });
	return result ?? { steps: [], left: [], unverifiable: [] };
}

/** The facts before the change, with what tools make of the inputs of this time and of last time: that is the same then and now. */
async function withRenderings(session: HostSession, { operation, progress }: FailedChange): Promise<Facts> {
	const facts = await session.readUnknown(operation.kind.facts(allInputs(operation)).filter(isOfInputs));
	return facts.without((fact) => !isOfInputs(fact)).updated(progress.factsBefore);
}

/** The resources in place that require an object, in words. */
function dependentsOf(host: string, registry: Registry, { id, kind, want }: Operation): string[] {
	const provided = kind.provides(want);
	return registry.operationsInPlace
		.filter((other) => other.id !== id && other.kind.requires(other.want).some((need) => provided.includes(need.name)))
		.map((other) => resourceLabel(host, other));
}
