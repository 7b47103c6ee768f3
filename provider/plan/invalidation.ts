import { eachOnce } from "../model/fact";
import type { Facts } from "../model/facts";
import { byTool, type Fact, readOf, type Step, toolOf } from "../tools/list";
import { type KnownFacts, noFacts } from "../tools/tool";

/** The reads that are needed after these changes: where a tool can, only the part that its steps change is read. */
export function narrowedReads(reads: Fact[], changes: Step[], known: Facts): Fact[] {
	return byTool(changes).reduce((facts, [tool, steps]) => {
		if (!tool.narrowedRead) return facts;
		const isStaleByOthers = staleAfter(
			changes.filter((step) => step.tool !== tool.name),
			known,
		);
		return facts.map((fact) => (isStaleByOthers(fact) ? fact : (tool.narrowedRead?.(fact, steps, known) ?? fact)));
	}, eachOnce(reads));
}

/** Tells which facts these changes make stale. `known`: the facts before them. */
export function staleAfter(changes: Step[], known: KnownFacts = noFacts): (fact: Fact) => boolean {
	const subjects = new Set(byTool(changes).flatMap(([tool, steps]) => tool.invalidates(steps, known)));
	const isNewSetup = subjects.has("host setup");
	return (fact) =>
		isNewSetup ||
		readOf(fact)
			.read.dependsOn(fact)
			.some((subject) => subjects.has(subject));
}

/** Tells which facts these changes do not affect, so that they are not read again. */
export function lastingAfter(changes: Step[]): (fact: Fact) => boolean {
	const isStale = staleAfter(changes);
	return (fact) => readOf(fact).read.lasting === true && !isStale(fact);
}

/** True for a step whose result can't be read back. Only its exit status can be checked. */
export const leavesNoTrace = (step: Step): boolean => toolOf(step).leavesNoTrace === true;
