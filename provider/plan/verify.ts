import { Refused } from "../model/change";
import { type Difference, describe, differences, project } from "../model/compare";
import type { Facts } from "../model/facts";
import type { ProgramView } from "../model/program-view";
import { isDeletion } from "../tools/call";
import type { Step } from "../tools/list";
import type { AnyStep } from "../tools/tool";
import { bootProblems } from "./boot-file";
import { leavesNoTrace } from "./invalidation";
import { observe } from "./observe";
import type { Operation } from "./operation";
import { withOriginals } from "./originals";
import { isAdopted, isObserver, ownershipStatus } from "./ownership";
import type { Planned } from "./plan";

/** The problems after a change, as messages; [] where the host is as wanted. */
export function problems(op: Operation, facts: Facts, planned: Planned, program?: ProgramView): string[] {
	const have = observe(op, facts, isAdopted(op) || planned.originals !== undefined, { program });
	if (op.mode === "delete")
		return have && !planned.isHandedOver && planned.steps.some(isDeletion) && ownershipStatus(op, have) === "owned"
			? ["it still exists"]
			: bootProblems(op, facts);
	if (!have) return ["it does not exist after the change"];
	const found = differences(op.kind, op.want, project(op.kind, op.want, have)).map(describe);
	const faults = have.fault === undefined ? [] : [have.fault];
	const again = (): Step[] =>
		op.kind.plan({
			...{ intent: "apply", have, was: op.was, owner: op.owner, facts, program },
			want: withOriginals(op.kind, op.want, op.was),
			isAdopted: isAdopted(op) || planned.originals !== undefined,
			createdHere: () => false,
		});
	if (faults.length > 0 || found.length > 0) return [...faults, ...(isObserver(op) ? [] : [...found, ...refusal(again)])];
	const left = again().filter((step) => !isTransient(step));
	return left.length === 0
		? bootProblems(op, facts, planned.originals)
		: [
				`the host still differs from the program after the change (steps left: ${left.length}, the first is ${JSON.stringify(left[0])}): run again with --refresh, and report this message if it fails again`,
			];
}

/** The differences of an object that exists from what the program wants, before its update. */
export function differencesBefore(op: Operation, facts: Facts): Difference[] {
	const have = op.mode === "update" && !isObserver(op) ? observe(op, facts) : undefined;
	return have ? differences(op.kind, op.want, project(op.kind, op.want, have)) : [];
}

/** Why the kind can't bring about what is wanted, now that all objects of the batch are there. */
function refusal(plan: () => Step[]): string[] {
	try {
		plan();
		return [];
	} catch (error) {
		return error instanceof Refused ? [error.message] : [];
	}
}

/** True where the host itself reports an error of the object: it may have all that is wanted, and work as soon as the cause is gone. */
export const hasFault = (op: Operation, facts: Facts): boolean => observe(op, facts, true)?.fault !== undefined;

/** True for a step whose result may disappear by itself before it is read, or can't be read at all. */
function isTransient(step: Step): boolean {
	const { passing }: AnyStep = step;
	return leavesNoTrace(step) || passing === true;
}
