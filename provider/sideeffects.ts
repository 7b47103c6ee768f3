import type { Fact, Facts } from "./facts";
import type { Workplace } from "./job";
import { factsAfter, factsBefore, type Operation, plan, problems } from "./operation";
import type { Register } from "./register";
import { calls } from "./script";
import { type PlannedOperation, unmet, waves } from "./waves";

/** The facts by which the standing resources of a host are judged, in as much as they were known before a change; of routes all. */
export function standingFacts(register: Register, before: Facts): Fact[] {
	return [...register.standing()].flatMap(({ operation }) => {
		const facts = factsAfter(operation);
		// Routes go with their devices more easily than anything else: they are looked at even where nobody has asked for them yet.
		return facts.some((fact) => fact.read === "routes") ? facts : facts.filter((fact) => before.has(fact));
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
	const wasRight = factsAfter(operation).some((fact) => !before.has(fact)) || converged(operation, before);
	return wasRight && factsAfter(operation).every((fact) => now.has(fact)) && !converged(operation, now);
}

/** Nothing where the host is to be left alone, or what it names is not back yet: the resource's own turn says so. */
function planned(operation: Operation, facts: Facts): PlannedOperation[] {
	try {
		if (unmet(operation, facts).length > 0) return [];
		return [{ operation, ...plan(operation, facts) }];
	} catch {
		return [];
	}
}

/** Puts back what a change of ours took along of the resources that this run has heard of. Later ones: Host.settle. */
export async function repairSideEffects(host: Workplace, before: Facts): Promise<void> {
	const gone = [...host.register.standing()].map((entry) => entry.operation).filter((op) => lost(op, before, host.facts));
	const work = gone.flatMap((operation) => planned(operation, host.facts)).filter((p) => p.steps.length > 0);
	if (work.length === 0) return;
	const script = waves(work, host.facts).flatMap((wave) => calls(wave.flatMap((p) => p.steps)));
	await host.run(
		script,
		work.flatMap((p) => [...factsBefore(p.operation), ...factsAfter(p.operation)]),
	);
}
