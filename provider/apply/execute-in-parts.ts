import { isDeepStrictEqual } from "node:util";
import { halves } from "../base/halves";
import { leavesNoTrace } from "../plan/invalidation";
import { readsAround, readsBefore } from "../plan/reads";
import { readsOfRecreation } from "../plan/recreation";
import { isJournalStep } from "../tools/call";
import { type Step, toolOf } from "../tools/list";
import type { HostObject } from "../tools/tool";
import type { BatchEntry, Verdict } from "./batch-entry";
import type { HostContext } from "./context";
import { inDependencyOrder, unmetRequirements } from "./dependency-order";
import { execute, type Ran } from "./execute";
import { type Failure, isOfSameTool, isOutdated, isRefusal, isSilence, reasonOf } from "./failure";
import { readsFor } from "./foreign-entries";
import type { UndoneByHost } from "./guarded-script";
import { devicesLosingRoutes } from "./lost-routes";
import { createdBeside, creationCounts, deletedBy, planEntry } from "./plan-batch";
import { rollBack, staying } from "./rollback";
import { wrongWith } from "./settle";
import type { BatchContext } from "./side-effects";

/**
 * Executes entries as one script, and what failed in it once more in halves, so that in the end exactly the guilty one fails,
 * with its own message. Yields a verdict on each entry as soon as there is one. `isNewPlan`: the plan was made again already,
 * because somebody else had changed Open vSwitch's database.
 */
export async function* executeInParts(context: BatchContext, entries: BatchEntry[], isNewPlan = false): AsyncGenerator<Verdict> {
	const executed = await execute(context, entries);
	switch (executed.end) {
		case "outdated":
			yield* executeNewPlan(context, entries, isNewPlan);
			return;
		case "undoneByHost":
			yield* settleUndoneByHost(context, executed.entries, executed.error);
			return;
		case "ran":
			if (!executed.failure || !isOutdated(executed.failure) || isNewPlan) {
				yield* settleParts(context, executed, isNewPlan);
				return;
			}
			// The read after the change may have been of single rows only.
			await context.session.run([], [{ read: "ovs" }]);
			yield* executeNewPlan(context, executed.entries, true);
	}
}

/** Plans entries again by what is on the host now, and executes them. */
async function* executeNewPlan(context: BatchContext, entries: BatchEntry[], isNewPlan: boolean): AsyncGenerator<Verdict> {
	const { ready, ended } = await replanAll(context, entries);
	yield* ended;
	if (ready.length > 0) yield* executeInParts(context, ready, isNewPlan);
}

/** Verdicts on the entries of a script that ran. Those that may have failed because of another entry are executed again in halves. */
async function* settleParts(context: BatchContext, executed: Ran, isNewPlan: boolean): AsyncGenerator<Verdict> {
	const { verdicts, refused, suspect } = judge(executed, context);
	for (const verdict of verdicts) {
		const { operation } = verdict.entry;
		// The plans of the next parts count on it, also while its answer waits for the repair of side effects. A resource that needed
		// no change may have been lost to another change of the same script, and is repaired too.
		const isInPlace = hasSucceeded(verdict, context) || verdict.entry.steps.every(isJournalStep);
		if (context.effects.present && !isDelete(verdict.entry) && isInPlace) context.registry.setState(operation.id, "applied");
		yield verdict;
	}
	if (refused) yield await rollBackEntry(context, refused.entry, (end) => reasonOf(refused.failure, end));
	const failedDeletes: BatchEntry[] = [];
	for (const part of halves(suspect)) {
		const { ready, ended } = await replanAll(context, part, failedDeletes);
		failedDeletes.push(...ended.map(({ entry }) => entry).filter(isDelete));
		yield* ended;
		if (ready.length === 0) continue;
		for await (const verdict of executeInParts(context, ready, isNewPlan)) {
			if (isDelete(verdict.entry) && !hasSucceeded(verdict, context)) failedDeletes.push(verdict.entry);
			yield verdict;
		}
	}
}

/** An entry that a tool refused when the script held nothing else. */
interface RefusedEntry {
	entry: BatchEntry;
	failure: Failure;
}

/** The end of a deletion that has deleted all but the journal's entry. */
const entryStays = "the object is deleted, but its entry in the host's journal stays until the next destroy";

interface Judged {
	verdicts: Verdict[];
	refused?: RefusedEntry;
	/** Entries of a script that ended early which are not as wanted, or not whole, in the order of their requirements. */
	suspect: BatchEntry[];
}

function judge({ entries, failure }: Ran, context: HostContext): Judged {
	if (!failure) return { verdicts: entries.map((entry) => ({ entry, end: "landed" })), suspect: [] };
	if (isSilence(failure)) return judgeSilence(entries, failure, context);
	const [first, ...others] = entries;
	if (first && others.length === 0) return judgeAlone(first, failure, context);
	const suspect = suspectsAmong(entries, failure, context);
	const verdicts = entries.filter((entry) => !suspect.includes(entry)).map((entry): Verdict => ({ entry, end: "landed" }));
	return { verdicts, suspect };
}

/** After a silence, the database may hold what is wanted although the daemon never acted on it. */
function judgeSilence(entries: BatchEntry[], failure: Failure, context: HostContext): Judged {
	const reason = reasonOf(failure);
	const isUnanswered = ({ steps }: BatchEntry) => steps.some((step) => isOfSameTool(failure, step));
	const others = entries.filter((entry) => !isUnanswered(entry));
	const suspect = others.length < entries.length ? suspectsAmong(others, failure, context) : [];
	const judged = entries.filter((entry) => !suspect.includes(entry));
	return { verdicts: judged.map((entry) => ({ entry, end: isUnanswered(entry) ? "failed" : "landed", reason })), suspect };
}

/** The entry was the only one of the script, so that no other one can be the reason of the failure. */
function judgeAlone(entry: BatchEntry, failure: Failure, context: HostContext): Judged {
	const reason = reasonOf(failure);
	if (!isWrong(entry, failure, context)) {
		// Verification covers the resource's own values only. The steps that did not run may have had to restore other objects.
		if (stepsToResume(entry, context).length > 0)
			context.warn(
				entry.operation,
				`the change was made, but the device may lack addresses and settings of others that the change removed: ${reason}. Check the device on the host`,
			);
		return { verdicts: [{ entry, end: "landed" }], suspect: [] };
	}
	if (isDelete(entry) && entry.progress.begun && failure.call.tool === "journal")
		return { verdicts: [{ entry, end: "failed", reason: reasonOf(failure, entryStays) }], suspect: [] };
	if (isRefusal(failure)) return { verdicts: [], refused: { entry, failure }, suspect: [] };
	return { verdicts: [{ entry, end: "landed", reason }], suspect: [] };
}

/** The entries that are not as wanted, or not whole, in the order of their requirements. */
const suspectsAmong = (entries: BatchEntry[], failure: Failure, context: HostContext): BatchEntry[] =>
	inDependencyOrder(entries.filter((entry) => isWrong(entry, failure, context) || stepsToResume(entry, context).length > 0));

const isWrong = (entry: BatchEntry, failure: Failure, context: HostContext): boolean =>
	wrongWith(context, entry).length > 0 || isUnfinished(entry, failure);

/** A released object stays, and no object shows its journal entry, so that only the steps tell whether such a change was carried out. */
function isUnfinished({ operation, steps, progress }: BatchEntry, failure: Failure): boolean {
	const isJournalOnly = steps.every(isJournalStep);
	const isFailedEntry = isJournalOnly && steps.some((step) => isOfSameTool(failure, step));
	const isCutOff = (progress.notRun ?? []).length > 0;
	return isFailedEntry || (isCutOff && (isJournalOnly || operation.mode === "delete"));
}

const idempotentForm = (step: Step): Step | undefined => toolOf(step).idempotentForm?.(step);

/**
 * The steps that continue a change whose script ended in the middle. They may restore what an earlier step has removed implicitly, such
 * as a device's other addresses. A plan by the present facts lacks these. `planned`: the new plan, which may create a device again.
 */
function stepsToResume({ progress }: BatchEntry, { session }: HostContext, planned: Step[] = []): Step[] {
	const { begun, notRun = [] } = progress;
	if (!begun) return [];
	const created = planned.flatMap((step) => toolOf(step).creates?.(step) ?? []);
	const isThere = (step: Step) => {
		const device = toolOf(step).names?.(step);
		const isDevice = (one: HostObject) => isDeepStrictEqual(one, device);
		return device !== undefined && (session.facts.knownLinks(device.netns).has(device.name) || created.some(isDevice));
	};
	return notRun.filter(isThere).flatMap((step) => idempotentForm(step) ?? []);
}

/** A new plan with the steps to resume. Each keeps its place before the others, which decides which address of a device is the first. */
function withResumed(planned: Step[], resumed: Step[]): Step[] {
	const forms = new Map(planned.map((step) => [step, idempotentForm(step)]));
	const before = new Map<Step, Step[]>();
	let waiting: Step[] = [];
	for (const step of resumed) {
		const same = planned.find((one) => isDeepStrictEqual(forms.get(one), step));
		if (same) before.set(same, waiting);
		waiting = same ? [] : [...waiting, step];
	}
	return [...planned.flatMap((step) => [...(before.get(step) ?? []), step]), ...waiting];
}

const hasSucceeded = (verdict: Verdict, context: HostContext): boolean =>
	verdict.end === "landed" && wrongWith(context, verdict.entry).length === 0;

/**
 * Rolls back a change that a tool refused, or that verification failed. The verdict says what could not be undone. `reasonWith`: the
 * reason, completed by the end of the change.
 */
export async function rollBackEntry(
	context: BatchContext,
	entry: BatchEntry,
	reasonWith: (end: string) => string,
): Promise<Verdict> {
	const { summary, left, unverifiable } = await rollBack(context, entry);
	if (left.length === 0 && unverifiable.length === 0) return { entry, end: "undone", reason: reasonWith(summary) };
	const reason = reasonWith(leftWords(left));
	return { entry: withUnverifiable(entry, unverifiable), end: "failed", reason };
}

/**
 * Verdicts on entries whose script the host has undone by itself. What that left is rolled back now, over the restored connection.
 */
async function* settleUndoneByHost(
	context: BatchContext,
	entries: BatchEntry[],
	{ message }: UndoneByHost,
): AsyncGenerator<Verdict> {
	const operations = entries.map(({ operation }) => operation);
	const routes = [...devicesLosingRoutes(entries.flatMap(({ steps }) => steps)).keys()].flatMap((netns) =>
		readsFor({ read: "routes" }, netns),
	);
	await context.session.readUnknown([...operations.flatMap(readsAround), ...routes]);
	for (const entry of inDependencyOrder(entries).reverse()) {
		const { left, unverifiable } = await rollBack(context, entry);
		const end = entry.progress.ranIrreversible ? `, except that ${staying}` : "";
		const reason = `${message}${end}`;
		if (left.length === 0 && unverifiable.length === 0) yield { entry, end: "undone", reason };
		else yield { entry: withUnverifiable(entry, unverifiable), end: "failed", reason: `${reason}; ${leftWords(left)}` };
	}
}

const withUnverifiable = (entry: BatchEntry, more: BatchEntry["steps"]): BatchEntry => ({
	...entry,
	progress: { ...entry.progress, unverifiable: [...entry.progress.unverifiable, ...more] },
});

const leftWords = (left: string[]): string => `the change could not be undone: ${[...new Set(left)].join("; ")}`;

interface Replanned {
	ready: BatchEntry[];
	/** Entries that can't be planned any more. */
	ended: Verdict[];
}

/** Plans entries by what is on the host now. A delete that ends here does not count as one for the others: these are planned once more. */
async function replanAll(context: BatchContext, part: BatchEntry[], failedDeletes: BatchEntry[] = []): Promise<Replanned> {
	const created = creationCounts(part.map(({ job }) => job));
	const staying = deletedBy(failedDeletes.map(({ job }) => job));
	const ready: BatchEntry[] = [];
	const ended: Verdict[] = [];
	for (const old of part) {
		const deletedHere = new Set([...old.deletedHere].filter((name) => !staying.has(name)));
		const entry = { ...old, createdHere: createdBeside(old.job, created), deletedHere };
		const planned = await replan(context, entry);
		if ("ended" in planned) ended.push(planned.ended);
		else ready.push(planned.ready);
	}
	const endedDeletes = ended.map(({ entry }) => entry).filter(isDelete);
	if (endedDeletes.length === 0) return { ready, ended };
	const again = await replanAll(context, ready, [...failedDeletes, ...endedDeletes]);
	return { ready: again.ready, ended: [...ended, ...again.ended] };
}

const isDelete = ({ operation }: BatchEntry): boolean => operation.mode === "delete";

/** The entry with a new plan, or its end where there is no plan. */
type NewPlan = { ready: BatchEntry } | { ended: Verdict };

async function replan(context: BatchContext, entry: BatchEntry): Promise<NewPlan> {
	try {
		const known = await context.session.readUnknown(readsBefore(entry.operation));
		await context.session.readUnknown(readsOfRecreation(entry.operation, known, context.registry));
		return { ready: planNow(context, entry) };
	} catch (error) {
		const { message } = error as Error;
		if (!entry.progress.begun) return { ended: { entry, end: "undone", reason: message } };
		// A change that was made in part can block its own new plan: a device that was created without its mark looks foreign.
		const { left } = await rollBack(context, entry);
		if (left.length > 0) return { ended: { entry, end: "failed", reason: `${message}; ${leftWords(left)}` } };
		const progress = { ...entry.progress, begun: false, hasNewEntry: false, notRun: [] };
		try {
			return { ready: planNow(context, { ...entry, progress }) };
		} catch (again) {
			return { ended: { entry, end: "undone", reason: (again as Error).message } };
		}
	}
}

/** Throws also where a tool refuses what is wanted, now that more of the host is there. */
function planNow(context: HostContext, entry: BatchEntry): BatchEntry {
	const { session, registry, memory } = context;
	unmetRequirements(entry.operation, session.facts);
	const { factsBeforeSideEffects } = memory;
	const planned = planEntry(entry, { facts: session.facts, registry, factsBeforeSideEffects });
	// A plan is made by what can be read: it lacks steps that leave no trace.
	const { begun, unverifiable } = entry.progress;
	const resumed = planned.isHandedOver ? [] : stepsToResume(entry, context, planned.steps);
	const steps = [...withResumed(planned.steps, resumed), ...(planned.steps.some(leavesNoTrace) ? [] : unverifiable)];
	if (!begun) return { ...entry, steps, originals: planned.originals, isHandedOver: planned.isHandedOver };
	// Values that the first try has put there are no originals: neither the state nor the journal may hold them.
	return { ...entry, steps: steps.filter((step) => step.phase !== "journal") };
}
