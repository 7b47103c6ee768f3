import type { z } from "zod";
import * as f from "../base/fields";
import { learnProblem } from "./learn";
import { matchProblem } from "./match";
import { actionProblem } from "./words";

const line = f.text
	.superRefine(f.noWrongOctets)
	.refine((s) => !/[\r\n]/.test(s), { error: "must be one line" })
	.refine((s) => !s.includes("#"), { error: 'must not contain "#": Open vSwitch takes the rest of the line for a comment' });

const checked = (problem: (text: string) => string | undefined) => (text: string, context: z.RefinementCtx) => {
	const message = problem(text);
	if (message) context.addIssue({ code: "custom", message });
};

/** A match in the syntax of ovs-ofctl(8). */
export const match = line.superRefine(checked(matchProblem)).overwrite((s) => s.trim());

/** Actions in the syntax of ovs-actions(7). */
export const actions = line
	.refine((s) => s.trim() !== "", { error: 'must not be empty: say "drop" for no action' })
	.refine((s) => !/^\s*actions?\s*=/.test(s), { error: 'must be only the text after "actions="' })
	.superRefine(checked(actionProblem))
	.superRefine(checked(learnProblem))
	.overwrite((s) => s.trim());
