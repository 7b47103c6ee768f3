import type { Fact, Facts } from "../model/facts";
import { staleAfter } from "../plan/invalidation";
import { factsAfter, factsBefore } from "../plan/observe";
import type { Operation } from "../plan/operation";
import { plan } from "../plan/plan";
import type { Registry } from "../plan/registry";
import { problems } from "../plan/verify";
import { calls } from "../tools/script";
import { type HostContext, readMissing } from "./context";
import { type PlannedOperation, stagesOf, unmetRequirements } from "./dependency-order";

/** The facts by which the standing resources of a host are judged, in as much as they were known before a change; of what hangs on devices all. */
export function standingFacts(register: Registry, before: Facts): Fact[] {
	return [...register.standing()].flatMap(({ operation }) => {
		const facts = factsAfter(operation);
		// Routes, addresses, flowtables and parameters go with their devices: they are looked at even where nobody has asked for them yet.
		return facts.some((fact) => fact.read === "links") ? facts : facts.filter((fact) => before.has(fact));
	});
}

const converged = (operation: Operation, facts: Facts): boolean => {
	try {
		return factsBefore(operation).every((f) => facts.has(f)) && problems(operation, facts, { steps: [] }).length === 0;
	} catch {
		return false;
	}
};

/**
 * True for a resource of this program that was as wanted before a change of ours and is not any more.
 * What was wrong before stays as it was: that is drift, and the engine's to decide.
 */
export function lost(operation: Operation, before: Facts, now: Facts): boolean {
	if (!factsAfter(operation).every((fact) => now.has(fact)) || converged(operation, now)) return false;
	return factsAfter(operation).some((fact) => !before.has(fact)) || converged(operation, before);
}

/** Nothing where the host is to be left alone: the resource's own turn says so. */
function planned(host: HostContext, operation: Operation): PlannedOperation[] {
	try {
		return [{ operation, ...plan(operation, host.facts, { disturbed: host.disturbed }) }];
	} catch {
		return [];
	}
}

/**
 * Puts back what a change of ours took along of the resources that this run has heard of. What can't be put back yet,
 * because what it needs is still to be made, is tried again after the next change. Later ones: Host.putBack.
 */
export async function repairSideEffects(host: HostContext, before: Facts): Promise<void> {
	const standing = [...host.register.standing()].map((entry) => entry.operation);
	const owed = standing.filter((operation) => host.owed.includes(operation));
	await readMissing(host, owed);
	const isGone = (op: Operation) => (owed.includes(op) ? !converged(op, host.facts) : lost(op, before, host.facts));
	const gone = standing.filter(isGone);
	await repair(host, possible(gone, host.facts));
	await readMissing(host, gone);
	host.owed = gone.filter((operation) => !converged(operation, host.facts));
}

/** Those whose needs are there, or come with the others. */
function possible(gone: Operation[], facts: Facts): Operation[] {
	const made = new Set(gone.flatMap((op) => op.kind.provides(op.want)));
	const able = gone.filter((operation) => {
		try {
			return unmetRequirements(operation, facts).every((need) => made.has(need.what));
		} catch {
			return false;
		}
	});
	return able.length === gone.length ? able : possible(able, facts);
}

/** In halves, where something is refused: the others still come back. */
async function repair(host: HostContext, gone: Operation[]): Promise<void> {
	await readMissing(host, gone);
	const work = gone.flatMap((operation) => planned(host, operation)).filter((p) => p.steps.length > 0);
	if (work.length === 0) return;
	const script = stagesOf(work, host.facts).flatMap((wave) => calls(wave.flatMap((p) => p.steps)));
	const done = await host.run(
		script,
		work.flatMap((p) => [...factsBefore(p.operation), ...factsAfter(p.operation)]),
		staleAfter(work.flatMap((p) => p.steps)),
	);
	const left = work.map((p) => p.operation).filter((operation) => !converged(operation, host.facts));
	if (done.every(({ code }) => code === 0) || work.length === 1) return;
	const half = Math.ceil(left.length / 2);
	for (const part of [left.slice(0, half), left.slice(half)]) await repair(host, part);
}
