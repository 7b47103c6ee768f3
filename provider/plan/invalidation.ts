import type { Fact, Facts } from "../model/facts";
import { byTool, readOf, toolOf } from "../tools/list";
import type { Step } from "../tools/step";

/** The reads that are enough after these changes. */
export const narrowed = (reads: Fact[], changes: Step[], known: Facts): Fact[] =>
	byTool(changes).reduce(
		(facts, [tool, steps]) => (tool.narrows ? facts.map((fact) => tool.narrows?.(fact, steps, known) ?? fact) : facts),
		reads,
	);

/** The facts that may not hold any more after these changes, unless they are read again. */
export function staleAfter(changes: Step[]): (fact: Fact) => boolean {
	const subjects = new Set(byTool(changes).flatMap(([tool, steps]) => tool.invalidates(steps)));
	return (fact) =>
		readOf(fact)
			.read.dependsOn(fact)
			.some((subject) => subjects.has(subject));
}

/** True for a fact that these changes leave as it is, so that it need not be read back. */
export const isLasting = (fact: Fact, changes: Step[]): boolean =>
	readOf(fact).read.lasting === true && !staleAfter(changes)(fact);

/** True for a step of which nothing can be read back: all there is to know is that it was carried out. */
export const leavesNoTrace = (step: Step): boolean => toolOf(step).leavesNoTrace === true;
