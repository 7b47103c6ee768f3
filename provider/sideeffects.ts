import type { Fact, Facts } from "./facts";
import type { Workplace } from "./job";
import { factsAfter, factsBefore, type Operation, plan, problems } from "./operation";
import type { Register } from "./register";
import { calls } from "./script";
import { waves } from "./waves";

/** The facts by which the standing resources of a host are judged, in as much as they were known before a change. */
export function standingFacts(register: Register, before: Facts): Fact[] {
	return [...register.standing()].flatMap(({ operation }) => factsAfter(operation)).filter((fact) => before.has(fact));
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

/** Puts back what a change of ours took along of the resources that this run has heard of. Later ones: Host.settle. */
export async function repairSideEffects(host: Workplace, before: Facts): Promise<void> {
	const gone = [...host.register.standing()].map((entry) => entry.operation).filter((op) => lost(op, before, host.facts));
	const planned = gone.map((operation) => ({ operation, ...plan(operation, host.facts) })).filter((p) => p.steps.length > 0);
	if (planned.length === 0) return;
	const script = waves(planned, host.facts).flatMap((wave) => calls(wave.flatMap((p) => p.steps)));
	await host.run(
		script,
		planned.flatMap((p) => [...factsBefore(p.operation), ...factsAfter(p.operation)]),
	);
}
