import type { Fact, Facts } from "../model/facts";
import { isLasting, leavesNoTrace, narrowed, staleAfter } from "../plan/invalidation";
import { factsAfter, factsBefore } from "../plan/observe";
import { isDisruptive, takesDevice, upsetsFlows } from "../plan/side-effects";
import { callOf, grouped } from "../tools/script";
import type { Step } from "../tools/step";
import { type BatchEntry, planNow, refuse, settle, wrongWith } from "./batch-entry";
import { claimCounts, comesWith, type HostContext, readMissing, readUnknown } from "./context";
import { inDependencyOrder, stagesOf, unmetRequirements } from "./dependency-order";
import { carriedOut, type Failure, failureIn, isRefusal, isSilence, reasonOf } from "./failure";
import { repairSideEffects, standingFacts } from "./repair";
import { mayOweRoutes, othersRoutesBack } from "./restore-foreign-routes";
import { devicesOf, routeFacts } from "./restore-routes";
import { rollBack, wasNoted } from "./rollback";

/** Changes that are carried out together, and again in parts where one of them is refused. */
interface Attempt {
	before: Facts;
	/** Something of it drops more than it names, or what was dropped before may come back with it. */
	disruptive: boolean;
	/** Those whose jobs still wait for their end. */
	open: Set<BatchEntry>;
}

/** Carries a group out and ends its jobs, whatever comes. */
export async function carryOut(host: HostContext, group: BatchEntry[]): Promise<void> {
	const run: Attempt = { before: host.facts, disruptive: host.owed.length > 0, open: new Set(group) };
	try {
		run.disruptive ||= mayOweRoutes(host);
		await attempt(host, group, run);
		if (run.disruptive) await repairSideEffects(host, run.before);
		await othersRoutesBack(host, group);
		await readMissing(
			host,
			[...run.open].map((r) => r.operation),
		);
		for (const r of run.open) settle(host, r);
	} catch (error) {
		for (const r of run.open) refuse(host, r.job, error);
	}
}

/** Runs a group as one script; what failed in it is run again in halves, so that in the end exactly the guilty one fails, with its own message. */
async function attempt(host: HostContext, group: BatchEntry[], run: Attempt): Promise<void> {
	const failure = await carry(host, group, run);
	const silent = failure !== undefined && isSilence(failure);
	const isWrong = (r: BatchEntry) => r.owed.length > 0 || wrongWith(host, r).length > 0;
	const suspects = failure && !silent && group.length > 1 ? inDependencyOrder(group.filter(isWrong)) : [];
	for (const r of group) {
		if (suspects.includes(r)) continue;
		r.silent = silent && r.steps.some((s) => s.tool === "ovs");
		if (failure && (silent || group.length === 1)) r.failed = reasonOf(failure);
		if (failure && group.length === 1 && isRefusal(failure) && isWrong(r)) await undo(host, r, failure, run);
		// What drops more than it names may have taken along even these: they end when all is put back.
		if (!run.disruptive) {
			run.open.delete(r);
			settle(host, r);
		} else if (r.operation.mode !== "delete" && !isWrong(r)) host.register.mark(r.operation.id, "applied");
	}
	const half = Math.ceil(suspects.length / 2);
	for (const part of [suspects.slice(0, half), suspects.slice(half)]) {
		const again = await replanned(host, part, run);
		if (again.length > 0) await attempt(host, again, run);
	}
}

/** One script, and what is known after it. */
async function carry(host: HostContext, group: BatchEntry[], run: Attempt): Promise<Failure | undefined> {
	const steps = group.flatMap((r) => r.steps);
	const routes = await knowRoutes(host, group);
	const known = host.facts;
	run.disruptive ||= steps.some((step) => isDisruptive(step, known));
	if (run.disruptive || steps.some(upsetsFlows)) host.disturbed ??= known;
	const groups = stagesOf(group, known).flatMap((wave) => grouped(wave.flatMap((p) => p.steps)));
	const script = groups.map(callOf);
	const reads = group
		.flatMap((r) => [...factsBefore(r.operation), ...factsAfter(r.operation)])
		.filter((fact) => !(isLasting(fact, steps) && known.has(fact)));
	const after = narrowed(reads, steps, known);
	const wide = run.disruptive ? [...after, ...routes, ...standingFacts(host.register, run.before)] : after;
	const done = await host.run(script, wide, staleAfter(steps));
	const ran = carriedOut(groups, done);
	const owed = groups.flatMap((steps, i) => (done[i]?.code === 0 ? [] : steps.filter(leavesNoTrace)));
	for (const r of group) {
		r.owed = r.steps.filter((s) => owed.includes(s));
		r.begun ||= r.steps.some((s) => s.tool !== "journal" && ran.has(s));
		r.noted ||= r.steps.some((s) => s.tool === "journal" && ran.has(s)) && !wasNoted(r.operation, r.origin);
	}
	return failureIn(script, done);
}

/** The devices and routes of namespaces in which a change takes some along that are to be there after it; what a replacement deletes comes back too. */
function routesAlong({ register, facts }: HostContext, { operation: { mode, id }, tried, steps }: BatchEntry): Fact[] {
	if (mode === "delete" && !register.declares(id)) return [];
	const all = [...tried, ...steps];
	const byOvs = all.some((step) => step.tool === "ovs" && takesDevice(step, facts)) ? [""] : [];
	return [...new Set([...byOvs, ...devicesOf(all).keys()])].flatMap(routeFacts);
}

/** To find the way back from a refusal, and to give others theirs again, they have to be known before. Returns what to look at after. */
async function knowRoutes(host: HostContext, group: BatchEntry[]): Promise<Fact[]> {
	const routes = group.flatMap((r) => routesAlong(host, r));
	await readUnknown(host, routes);
	if (routes.length > 0) host.found = host.facts.without(({ read }) => read !== "links" && read !== "routes").updated(host.found);
	for (const r of group) {
		if (!r.begun) r.origin = host.facts;
		r.tried.push(...r.steps);
	}
	return routes;
}

/** The host goes back to what it was before the operation, or its error says what of it is left. */
async function undo(host: HostContext, r: BatchEntry, failure: Failure, run: Attempt): Promise<void> {
	const { said, left, owed } = await rollBack(host, r, run);
	r.owed.push(...owed);
	r.undone = left.length === 0;
	r.failed = reasonOf(failure, r.undone ? said : leftWords(left));
}

const leftWords = (left: string[]): string => `what was done of it could not be undone: ${left.join("; ")}`;

/** Planned again after a part of the batch failed; where that can't be because of what was half done, after it was undone. */
async function replanned(host: HostContext, part: BatchEntry[], run: Attempt): Promise<BatchEntry[]> {
	const again: BatchEntry[] = [];
	const made = claimCounts(part.map((r) => r.job));
	for (const r of part) {
		r.comes = comesWith(r.job, made);
		try {
			await readMissing(host, [r.operation]);
			const steps = await stepsAgain(host, r, run);
			again.push(Object.assign(r, { steps: steps.some(leavesNoTrace) ? steps : [...steps, ...r.owed] }));
		} catch (error) {
			run.open.delete(r);
			refuse(host, r.job, error);
		}
	}
	return again;
}

async function stepsAgain(host: HostContext, r: BatchEntry, run: Attempt): Promise<Step[]> {
	try {
		return stepsNow(host, r);
	} catch (error) {
		// A device that was made and not marked yet looks like another's.
		if (!r.begun) throw error;
		const { left } = await rollBack(host, r, run);
		if (left.length > 0) throw new Error(`${(error as Error).message}; ${leftWords(left)}`);
		Object.assign(r, { begun: false, noted: false });
		return stepsNow(host, r);
	}
}

/** Throws also where a tool refuses what is wanted, now that more of the host is there. */
function stepsNow(host: HostContext, r: BatchEntry): Step[] {
	unmetRequirements(r.operation, host.facts);
	return planNow(host, r.operation, r).steps;
}
