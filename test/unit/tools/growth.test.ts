import { plan } from "../../../provider/plan/plan";
import { byTool, type Step } from "../../../provider/tools/list";
import { caseKinds, caseNames, caseOf, kindNamed, operationOf, readsOf } from "../support/cases";
import { factsOf } from "../support/compact";
import { programWith } from "../support/program";

// A batch can have thousands of steps. What a tool does with them may look at each step a few times, never at all steps for each.

/** The golden cases of a kind that change a host: the facts before, and the steps. */
const casesOf = (kind: string) =>
	caseNames(kind).flatMap((name) => {
		const golden = caseOf(kind, name);
		if (golden.commands === undefined || golden.problems || golden.error) return [];
		const operation = operationOf(kindNamed(kind), golden);
		const facts = factsOf(readsOf(operation, golden.facts ?? {}), golden.facts ?? {});
		return [{ name, facts, steps: plan(operation, facts, { program: programWith() }).steps }];
	});

/** The number of times that a function of a tool reads a property of a step. */
function reads(steps: Step[], work: (counted: Step[]) => void): number {
	let count = 0;
	const get = (step: Step, name: string | symbol) => {
		count++;
		return Reflect.get(step, name);
	};
	work(steps.map((step) => new Proxy(step, { get })));
	return count;
}

const repeated = (steps: Step[], times: number): Step[] => Array.from({ length: times }, () => steps).flat();

test.each(caseKinds())("%s: the work of a batch grows as its number of steps", (kind) => {
	for (const { name, facts, steps } of casesOf(kind)) {
		for (const [tool, own] of byTool(steps)) {
			const functions: Record<string, (counted: Step[]) => void> = {
				invalidates: (counted) => tool.invalidates(counted, facts),
				drops: (counted) => tool.removesImplicitly?.(counted, facts),
				narrows: (counted) => tool.narrowedRead?.({ read: "ovs" }, counted, facts),
				call: (counted) => tool.call(counted),
				undo: (counted) => tool.undo(counted, facts),
			};
			const quadratic = Object.entries(functions).filter(([, work]) => {
				const [few, many] = [5, 40].map((times) => reads(repeated(own, times), work)) as [number, number];
				// Eight times the steps: a sort reads some 20 times as much, a look at all steps for each of them 64 times.
				return many > 30 * few;
			});
			expect([name, tool.name, quadratic.map(([called]) => called)]).toEqual([name, tool.name, []]);
		}
	}
});
