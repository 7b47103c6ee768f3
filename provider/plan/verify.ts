import { describe, differences, project } from "../model/compare";
import type { Facts } from "../model/facts";
import type { Step } from "../tools/step";
import { leavesNoTrace } from "./invalidation";
import { observe } from "./observe";
import type { Operation } from "./operation";
import { withOriginals } from "./originals";
import { isLent, isObserver, standing } from "./ownership";
import type { Planned } from "./plan";

/** What is wrong after the change, in words; [] = the host is as wanted. */
export function problems(op: Operation, facts: Facts, planned: Planned): string[] {
	const have = observe(op, facts, isLent(op) || planned.previous !== undefined);
	if (op.mode === "delete")
		return have && planned.steps.some(deletesSomething) && standing(op, have) === "ours" ? ["it is still there"] : [];
	if (!have) return ["it is not there after the change"];
	const found = differences(op.kind, op.want, project(op.kind, op.want, have)).map(describe);
	const said = have.fault === undefined ? [] : [have.fault];
	if (said.length > 0 || found.length > 0) return [...said, ...(isObserver(op) ? [] : found)];
	const left = op.kind
		.plan({
			intent: "apply",
			want: withOriginals(op.kind, op.want, op.was),
			have,
			was: op.was,
			owner: op.owner,
			isAdopted: isLent(op) || planned.previous !== undefined,
			createdHere: () => false,
			facts,
		})
		.filter((step) => !isPassing(step));
	return left.length === 0
		? []
		: [`it is not as wanted after the change: ${left.length} steps are left (${JSON.stringify(left[0])})`];
}

/** What such a step puts may be gone again by itself when it is looked for, or can't be seen at all. */
export const isPassing = (step: Step): boolean => leavesNoTrace(step) || (step.tool === "ofctl" && step.passing === true);
export const deletesSomething = (step: Step): boolean => step.phase.startsWith("delete-");
