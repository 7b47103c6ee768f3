import { type Fact, type Facts, factKey } from "../model/facts";
import { byTool, readOf, toolOf } from "../tools/list";
import type { Step } from "../tools/step";

/** The reads that are enough after these changes. */
export const narrowed = (reads: Fact[], changes: Step[], known: Facts): Fact[] =>
	byTool(changes).reduce(
		(facts, [tool, steps]) => (tool.narrows ? facts.map((fact) => tool.narrows?.(fact, steps, known) ?? fact) : facts),
		[...new Map(reads.map((fact) => [factKey(fact), fact])).values()],
	);

/** The facts that may not hold any more after these changes, unless they are read again. */
export function staleAfter(changes: Step[]): (fact: Fact) => boolean {
	const subjects = new Set(byTool(changes).flatMap(([tool, steps]) => tool.invalidates(steps)));
	return (fact) =>
		readOf(fact)
			.read.dependsOn(fact)
			.some((subject) => subjects.has(subject));
}

/** The facts that these changes leave as they are, so that they need not be read back. */
export function lastingAfter(changes: Step[]): (fact: Fact) => boolean {
	const isStale = staleAfter(changes);
	return (fact) => readOf(fact).read.lasting === true && !isStale(fact);
}

/** True for a step of which nothing can be read back: all there is to know is that it was carried out. */
export const leavesNoTrace = (step: Step): boolean => toolOf(step).leavesNoTrace === true;
