import { isMeasurement } from "../model/facts";
import { deviceText } from "../model/requirements";
import { routeDevices, routeLost } from "../network/routes";
import { factsOfHandover, moreFactsOfHandover } from "../plan/handover";
import { factsAfter, factsBefore } from "../plan/observe";
import type { BatchEntry, Verdict } from "./batch-entry";
import type { HostContext, Job } from "./context";
import { executeInParts } from "./execute-in-parts";
import { type LostForeignRoute, restoreForeignRoutes } from "./foreign-routes";
import { planBatch } from "./plan-batch";
import type { Timing } from "./readiness";
import { expectedSideEffects, repair } from "./repair";
import { answer, refuse } from "./settle";

/**
 * Reads what the jobs' plans go by, plans them, carries out what is ready, puts back what that took along, and answers.
 * Returns the jobs that still wait for what they require. `timing` is asked after the read, which may take long: the program
 * goes on declaring meanwhile.
 */
export async function applyBatch(context: HostContext, jobs: Job[], timing: () => Timing): Promise<Job[]> {
	const { session, registry, memory } = context;
	const operations = jobs.map((job) => job.operation);
	const reads = operations.flatMap((op) => [...factsBefore(op), ...factsOfHandover(op)]);
	try {
		const facts = await session.readUnknown(reads);
		await session.readUnknown(operations.flatMap((op) => moreFactsOfHandover(op, facts)));
	} catch (error) {
		for (const job of jobs) refuse(context, job, error);
		return [];
	}
	const known = { facts: session.facts, registry, factsBefore: memory.factsBefore, timing: timing() };
	const { ready, waiting, refused } = planBatch(jobs, known);
	for (const { job, reason } of refused) refuse(context, job, new Error(reason));
	const idle = ready.filter(needsNoScript);
	for (const entry of idle) answer(context, { entry, end: "landed" });
	const busy = ready.filter((entry) => !idle.includes(entry));
	if (busy.length > 0) await carryOut(context, busy);
	return waiting;
}

const needsNoScript = ({ steps, operation }: BatchEntry): boolean =>
	steps.length === 0 && !factsAfter(operation).some(isMeasurement);

/** Carries entries out and answers all their jobs, whatever comes. */
async function carryOut(context: HostContext, entries: BatchEntry[]): Promise<void> {
	const open = new Set(entries.map(({ job }) => job));
	const close = (verdict: Verdict, warnings: string[] = []): void => {
		open.delete(verdict.entry.job);
		answer(context, verdict, warnings);
	};
	try {
		const effects = expectedSideEffects(context);
		const held: Verdict[] = [];
		for await (const verdict of executeInParts(context, entries, effects)) {
			// A change with side effects may have taken along even what has landed: the answers wait until all is put back.
			if (effects.present) held.push(verdict);
			else close(verdict);
		}
		if (effects.present) await repair(context, effects);
		const lost = await restoreForeignRoutes(context);
		await context.session.readUnknown(held.flatMap(({ entry }) => factsBefore(entry.operation)));
		for (const verdict of held) close(verdict, warningsFor(verdict.entry, entries, lost));
	} catch (error) {
		for (const job of open) refuse(context, job, error);
	}
}

/** The number of lost routes that are named one by one. */
const namedRoutes = 10;

/** The routes of other people that an entry's change took along and that could not be put back, in words. */
function warningsFor(entry: BatchEntry, entries: BatchEntry[], lost: LostForeignRoute[]): string[] {
	const named = lost.slice(0, namedRoutes).filter((one) => concerned(entries, one) === entry.job);
	const words = named.map(({ route, netns }) => routeLost(route, netns));
	const [next] = lost.slice(namedRoutes);
	if (next === undefined || concerned(entries, next) !== entry.job) return words;
	return [...words, `${lost.length - namedRoutes} more routes are not there any more`];
}

/** The job whose change created the route's device again; else the first of the batch. */
function concerned(entries: BatchEntry[], { route, netns }: LostForeignRoute): Job | undefined {
	const devices = routeDevices(route).map((name) => deviceText(name, netns));
	const isOf = ({ operation: { kind, want } }: BatchEntry) => kind.provides(want).some((what) => devices.includes(what));
	return (entries.find(isOf) ?? entries[0])?.job;
}
