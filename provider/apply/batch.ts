import { isMeasurement } from "../model/fact";
import { setsUp } from "../plan/operation";
import { readForPlan } from "../plan/read-for-plan";
import { readsAfter, readsAround } from "../plan/reads";
import { differencesBefore } from "../plan/verify";
import type { BatchEntry, Verdict } from "./batch-entry";
import type { HostContext } from "./context";
import { inDependencyOrder } from "./dependency-order";
import { executeInParts, rollBackEntry } from "./execute-in-parts";
import type { LostObject } from "./foreign-entries";
import { restoreForeignObjects } from "./foreign-objects";
import type { Job } from "./job";
import { planBatch } from "./plan-batch";
import type { Timing } from "./readiness";
import { dropRecord, inheritRecord } from "./recovery-record";
import { type Repaired, repair } from "./repair";
import { answer, isFaulty, refuse, refuseUnknown, wrongWith } from "./settle";
import { type BatchContext, batchContext } from "./side-effects";

/**
 * Reads the facts that the plans need, plans the jobs, executes the ready ones, repairs side effects, and settles the jobs.
 * Returns the jobs that still wait for their requirements. `timing` is called after the read, which may take long: the program
 * declares more resources meanwhile.
 */
export async function applyBatch(context: HostContext, all: Job[], timing: () => Timing): Promise<Job[]> {
	const { session, registry, memory } = context;
	const jobs = firstOf(all);
	const later = all.filter((job) => !jobs.includes(job));
	const operations = jobs.map((job) => job.operation);
	// A kind that throws here has a bug, which is not an error of the host: Host.applyGuarded ends the jobs.
	const reading = readForPlan(operations, (facts) => session.readUnknown(facts), registry);
	try {
		await reading;
		if (operations[0]) await inheritRecord(context, operations[0]);
	} catch (error) {
		for (const job of jobs) refuse(context, job, error);
		return later;
	}
	const { factsBeforeSideEffects } = memory;
	const known = { facts: session.facts, registry, factsBeforeSideEffects, timing: timing() };
	const { ready, waiting, refused } = planBatch(jobs, known);
	for (const { job, reason } of refused) refuse(context, job, new Error(reason));
	// After an interrupted run, entries without steps are executed too, so that the repairs of that run are made.
	const idle = memory.inherited ? [] : ready.filter(needsNoScript);
	for (const entry of idle) answer(context, { entry, end: "landed" });
	const busy = ready.filter((entry) => !idle.includes(entry));
	for (const { operation, steps } of busy)
		context.onPlanned?.(operation, { steps, differences: differencesBefore(operation, known.facts) });
	if (busy.length > 0) await carryOut(context, busy);
	return [...waiting, ...later];
}

/** The jobs that set the host up, if there are any: the others depend on the packages, modules and services that these bring. */
function firstOf(jobs: Job[]): Job[] {
	const setups = jobs.filter(({ operation }) => setsUp(operation));
	return setups.length > 0 ? setups : jobs;
}

const needsNoScript = ({ steps, operation }: BatchEntry): boolean =>
	steps.length === 0 && !readsAfter(operation).some(isMeasurement);

const nothingLost: Repaired = { lost: [], refused: new Map() };

/** Answers the job of a verdict. `lost`: the objects of others that its change has removed. */
type Close = (verdict: Verdict, lost?: LostObject[]) => void;

/** Executes entries and answers all of their jobs, even if an error is thrown. */
async function carryOut(host: HostContext, entries: BatchEntry[]): Promise<void> {
	const open = new Set(entries.map(({ job }) => job));
	const sentBefore = host.session.changesSent;
	const close: Close = (verdict, lost = []) => {
		open.delete(verdict.entry.job);
		answer(host, verdict, lost);
	};
	try {
		const context = batchContext(host);
		const held: Verdict[] = [];
		for await (const verdict of executeInParts(context, entries)) {
			// A change with side effects may have broken changes that succeeded before it: their jobs are answered after the repair.
			if (context.effects.present || isToBeUndone(context, verdict)) held.push(verdict);
			else close(verdict);
		}
		await repairAndClose(context, entries, held, close);
	} catch (error) {
		const isKnown = host.session.changesSent === sentBefore;
		for (const job of open) (isKnown ? refuse : refuseUnknown)(host, job, error);
	}
}

/** Repairs the side effects of a batch, undoes what is not as wanted even then, and closes the verdicts that were held for that. */
async function repairAndClose(context: BatchContext, entries: BatchEntry[], held: Verdict[], close: Close): Promise<void> {
	const { session, effects } = context;
	const owner = entries[0]?.operation.owner ?? "";
	const wrongNow = (): Verdict[] => held.filter((verdict) => isToBeUndone(context, verdict));
	const readHeld = () => session.readUnknown(held.flatMap(({ entry }) => readsAround(entry.operation)));
	const disturbed = wrongNow().map(({ entry }) => entry.operation);
	const repaired = effects.present ? await repair(context, disturbed) : nothingLost;
	const lost = [...repaired.lost, ...(await restoreForeignObjects(context))];
	await readHeld();
	const wrong = wrongNow();
	// The engine may end this process after the last answer, so that the recovery record is dropped before that.
	if (wrong.length === 0) {
		await dropRecord(context, owner);
		// Another run may have changed the host meanwhile, or the connection may have been opened again.
		await readHeld();
	}
	for (const verdict of held) if (!wrong.includes(verdict)) close(verdict, warningsFor(verdict.entry, entries, lost));
	if (wrong.length === 0) return;
	const undone = await undoAll(context, wrong, repaired.refused);
	const lostWithUndo = [...undone.lost, ...(await restoreForeignObjects(context))];
	await dropRecord(context, owner);
	for (const verdict of undone.verdicts) close(verdict, warningsFor(verdict.entry, entries, lostWithUndo));
}

/**
 * True for a change that was carried out, and that the host does not have as wanted. A delete is not undone, because the next run
 * ends it. An object with a fault stays, because the host repairs it when the cause is gone.
 */
const isToBeUndone = (context: HostContext, { entry, end }: Verdict): boolean =>
	end === "landed" &&
	entry.operation.mode !== "delete" &&
	entry.progress.begun &&
	entry.progress.unverifiable.length === 0 &&
	wrongWith(context, entry).length > 0 &&
	!isFaulty(context, entry);

/**
 * Undoes changes, in the reverse order of their requirements. The verdicts say what could not be undone.
 * `refused`: why the host has not kept the repair of some.
 */
async function undoAll(
	host: HostContext,
	wrong: Verdict[],
	refused: Repaired["refused"],
): Promise<{ verdicts: Verdict[]; lost: LostObject[] }> {
	const context = batchContext(host);
	const verdicts: Verdict[] = [];
	const entries = inDependencyOrder(wrong.map((verdict) => verdict.entry)).reverse();
	// The rollback of one change makes facts about the others stale.
	const reasons = new Map(
		entries.map((entry) => [entry, refused.get(entry.operation) ?? [...new Set(wrongWith(context, entry))].join("; ")]),
	);
	for (const entry of entries) {
		const reason = reasons.get(entry);
		verdicts.push(await rollBackEntry(context, entry, (end) => `${reason}; ${end}`));
	}
	const { lost } = context.effects.present ? await repair(context) : nothingLost;
	await context.session.readUnknown(verdicts.flatMap(({ entry }) => readsAround(entry.operation)));
	return { verdicts, lost };
}

/** The number of lost objects that are named one by one. */
const namedObjects = 10;

/** The objects of others that an entry's change has removed and that could not be restored. */
function warningsFor(entry: BatchEntry, entries: BatchEntry[], lost: LostObject[]): LostObject[] {
	const named = lost.slice(0, namedObjects).filter((one) => jobOf(entries, one) === entry.job);
	const [next] = lost.slice(namedObjects);
	if (next === undefined || jobOf(entries, next) !== entry.job) return named;
	return [
		...named,
		{ ...next, words: `${lost.length - namedObjects} more objects of others are missing`, remedy: "add them again by hand" },
	];
}

/** The job whose change created the object's device again; else the first of the batch. */
function jobOf(entries: BatchEntry[], { devices }: LostObject): Job | undefined {
	const isOf = ({ operation: { kind, want } }: BatchEntry) => kind.provides(want).some((name) => devices.includes(name));
	return (entries.find(isOf) ?? entries[0])?.job;
}
