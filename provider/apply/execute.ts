import { isOfInputs } from "../model/fact";
import type { Facts } from "../model/facts";
import { lastingAfter, leavesNoTrace, narrowedReads, staleAfter } from "../plan/invalidation";
import { hasJournalEntry } from "../plan/plan-rollback";
import { readsAround } from "../plan/reads";
import { areDisruptive, dropsExistingFlows, dropsFlows, removesPortDevice } from "../plan/side-effects";
import { readsOfTakeOver } from "../plan/take-over";
import { isJournalStep } from "../tools/call";
import { type Fact, type Step, toolOf } from "../tools/list";
import { callsOf, grouped } from "../tools/script";
import type { BatchEntry } from "./batch-entry";
import { type ChangeToRun, runScript } from "./commit-confirm";
import type { HostContext } from "./context";
import { stagesOf } from "./dependency-order";
import { carriedOut, type Failure, failureIn } from "./failure";
import { type DependantSort, readsFor } from "./foreign-entries";
import { readForeignFlows } from "./foreign-flows";
import { dependantSorts, readJournalIfNeeded, rememberDrops } from "./foreign-objects";
import { UndoneByHost } from "./guarded-script";
import { PlanOutdated } from "./interruptions";
import { recordToWrite } from "./recovery-record";
import { type BatchContext, readsOfResourcesInPlace, takesNeighbors } from "./side-effects";

/** A script that ran. */
export interface Ran {
	end: "ran";
	/** The same entries, with their progress. */
	entries: BatchEntry[];
	/** The call at which the script ended early. */
	failure?: Failure;
}

/** The end of a script. What is known of the host after it is in the session. */
type Executed =
	| Ran
	/** The host has undone the script by itself. */
	| { end: "undoneByHost"; entries: BatchEntry[]; error: UndoneByHost }
	/** Nothing was run, because another run has changed the host since the plan was made. */
	| { end: "outdated" };

/** Runs the steps of all entries as one script, and reads back what they touch. */
export async function execute(context: BatchContext, planned: BatchEntry[]): Promise<Executed> {
	const { session, registry, memory, effects } = context;
	const steps = planned.flatMap((entry) => entry.steps);
	const dependantReads = await readDependants(context, planned);
	const known = session.facts;
	const entries = planned.map((entry) => tried(entry, known));
	effects.add({
		present: planned.some((entry) => areDisruptive(entry.steps, known)) || takesNeighbors(registry, steps, known),
		dropsFlows: dropsExistingFlows(steps, known),
	});
	if (effects.present || dropsFlows(steps)) memory.rememberFactsBeforeSideEffects(known);

	const groups = stagesOf(entries, known).flatMap((stage) => grouped(stage.flatMap((entry) => entry.steps)));
	const script = callsOf(groups, known);
	const isStale = staleAfter(steps, known);
	const ofOthers = effects.present ? [...dependantReads, ...readsOfResourcesInPlace(registry, effects)] : [];
	const reads = readsAfterSteps(entries, steps, { known, isStale, ofOthers });
	const record = recordToWrite(context, entries[0]?.operation.owner ?? "");
	const calls = record ? [record.call, ...script] : script;
	const ended = await runScript(context, entries.map(toRun), { changes: calls, reads, isStale }).catch((error) => {
		if (error instanceof UndoneByHost || error instanceof PlanOutdated) return error;
		throw error;
	});
	if (ended instanceof PlanOutdated) return { end: "outdated" };
	if (record) memory.recordOnHost = record.text;
	if (ended instanceof UndoneByHost) return { end: "undoneByHost", entries: entries.map(withAllSteps), error: ended };

	const results = ended.slice(calls.length - script.length);
	const ran = carriedOut(groups, results);
	const unverifiable = new Set(groups.flatMap((group, i) => (results[i]?.code === 0 ? [] : group.filter(leavesNoTrace))));
	return {
		end: "ran",
		entries: entries.map((entry) => ({ ...entry, progress: progressOf(entry, ran, unverifiable) })),
		failure: failureIn(script, results),
	};
}

/**
 * The reads of a script after its steps. `isStale`: whether the steps make a fact stale. `ofOthers`: reads about objects of others that the
 * steps may drop. No tool tells which facts are stale because of that, so that all of these are read again.
 */
function readsAfterSteps(
	entries: BatchEntry[],
	steps: Step[],
	{ known, isStale, ofOthers }: { known: Facts; isStale: (fact: Fact) => boolean; ofOthers: Fact[] },
): Fact[] {
	const isLasting = lastingAfter(steps);
	const isKnown = (fact: Fact): boolean => isLasting(fact) && known.has(fact);
	const ofEntries = entries.flatMap(({ operation }) => [
		...readsAround(operation),
		// Plans of later batches go by these.
		...readsOfTakeOver(operation).filter((fact) => isStale(fact) || !known.has(fact)),
	]);
	const rows: Fact[] = steps.some(({ tool }) => tool === "ovs") ? [{ read: "ovs" }] : [];
	const own = [...ofEntries, ...rows].filter((fact) => !isKnown(fact));
	return [...narrowedReads(own, steps, known), ...ofOthers.filter((fact) => !(isOfInputs(fact) && isKnown(fact)))];
}

const toRun = ({ operation, originals, steps, progress }: BatchEntry): ChangeToRun => ({
	...{ operation, originals, steps },
	factsBefore: progress.begun ? progress.factsBefore : undefined,
});

/** The entry before its steps run for the first time, or once more. */
function tried(entry: BatchEntry, known: Facts): BatchEntry {
	const { progress, steps } = entry;
	const factsBefore = progress.begun ? progress.factsBefore : known;
	return { ...entry, progress: { ...progress, factsBefore, tried: [...progress.tried, ...steps] } };
}

const isIrreversible = (step: Step): boolean => toolOf(step).isIrreversible === true;

/** The entry as if all of its steps had run: those that the host did not undo are found by what is read. */
function withAllSteps(entry: BatchEntry): BatchEntry {
	const { operation, progress, steps } = entry;
	const hasNewEntry = progress.hasNewEntry || (steps.some(isJournalStep) && !hasJournalEntry(operation, progress.factsBefore));
	const ranIrreversible = progress.ranIrreversible || steps.some(isIrreversible);
	return {
		...entry,
		progress: { ...progress, hasNewEntry, ranIrreversible, begun: progress.begun || steps.some((step) => !isJournalStep(step)) },
	};
}

function progressOf(
	{ operation, steps, progress }: BatchEntry,
	ran: ReadonlySet<Step>,
	unverifiable: ReadonlySet<Step>,
): BatchEntry["progress"] {
	const isNewEntry = steps.some((s) => isJournalStep(s) && ran.has(s)) && !hasJournalEntry(operation, progress.factsBefore);
	return {
		...progress,
		begun: progress.begun || steps.some((s) => !isJournalStep(s) && ran.has(s)),
		ranIrreversible: progress.ranIrreversible || steps.some((s) => isIrreversible(s) && ran.has(s)),
		notRun: steps.filter((s) => !ran.has(s)),
		hasNewEntry: progress.hasNewEntry || isNewEntry,
		unverifiable: steps.filter((s) => unverifiable.has(s)),
	};
}

/** The ports and bridges of Open vSwitch that steps name. A port's device has the port's name. */
const namesInRows = (steps: Step[]): Set<string> =>
	new Set(steps.flatMap((step) => (step.tool === "ovs" && "name" in step ? [step.name] : [])));

/**
 * Reads the routes, neighbors, FDB entries and flows that the kernel or Open vSwitch removes together with the change. The rollback and
 * the repair of foreign objects need them. Returns the facts to read again afterwards.
 */
async function readDependants({ session, registry, memory }: HostContext, entries: BatchEntry[]): Promise<Fact[]> {
	const { facts } = session;
	const devicesOf = ({ devicesLosing }: DependantSort): [netns: string, Set<string>][] =>
		entries.flatMap(({ operation: { mode, id }, progress, steps }) => {
			const all = [...progress.tried, ...steps];
			const then = progress.begun ? progress.factsBefore : facts;
			// Objects over a device that is deleted for good are not restored; those over a replacement are.
			if (mode === "delete" && !registry.declares(id))
				return [
					...devicesLosing(
						all.filter(({ phase }) => phase !== "delete-links"),
						then,
					),
				];
			const ports = removesPortDevice(all, facts) ? [["", namesInRows(all)] as [string, Set<string>]] : [];
			return [...ports, ...devicesLosing(all, then)];
		});
	const wanted = dependantSorts.map((sort) => {
		const devices = devicesOf(sort);
		const namespaces = [...new Set(devices.map(([netns]) => netns))];
		return { memory: memory.foreign[sort.read], devices, reads: namespaces.flatMap((netns) => readsFor(sort, netns)) };
	});
	const reads = wanted.flatMap((one) => one.reads);
	const known = await session.readUnknown(reads);
	for (const one of wanted) {
		if (one.reads.length > 0) one.memory.rememberFacts(known);
		for (const devices of one.devices) one.memory.rememberAtRisk(new Map([devices]));
	}
	await readJournalIfNeeded({ session, registry, memory });
	const ofFlows = await readForeignFlows({ session, registry, memory }, entries);
	rememberDrops(
		memory,
		entries.flatMap((entry) => entry.steps),
		facts,
	);
	return [...reads, ...ofFlows];
}
