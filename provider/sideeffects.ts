import type { Fact, Facts } from "./facts";
import type { Host } from "./host";
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
 * Puts back what a change of ours took along: resources of this program that were as wanted before it and are not any more.
 * What was wrong before stays as it was: that is drift, and the engine's to decide.
 */
export async function repairSideEffects(host: Host, before: Facts): Promise<void> {
	const standing = [...host.register.standing()].map((entry) => entry.operation);
	const lost = standing.filter(
		(op) => converged(op, before) && factsAfter(op).every((f) => host.facts.has(f)) && !converged(op, host.facts),
	);
	const planned = lost
		.map((operation) => ({ operation, steps: plan({ ...operation, mode: "create" }, host.facts).steps }))
		.filter((p) => p.steps.length > 0);
	if (planned.length === 0) return;
	const script = waves(planned, host.facts).flatMap((wave) => calls(wave.flatMap((p) => p.steps)));
	await host.run(
		script,
		planned.flatMap((p) => [...factsBefore(p.operation), ...factsAfter(p.operation)]),
	);
}
