import type { Call } from "../tools/call";
import { missingText, type Step, toolOf, toolOfCall } from "../tools/list";
import { missingProgram, saidOnOneLine } from "../tools/output";
import type { CallResult } from "../tools/script";
import type { Ending, Reading } from "../tools/tool";

/** The call of a script at which it ended. */
export interface Failure {
	call: Call;
	result: CallResult;
}

export function failureIn(script: Call[], done: CallResult[]): Failure | undefined {
	const at = done.findIndex((result) => result.code !== undefined && result.code !== 0);
	const [call, result] = [script[at], done[at]];
	return call && result && { call, result };
}

const readingOf = ({ stdout, stderr, code = 0 }: CallResult): Reading => ({ stdout, stderr, code });

const ending = ({ call, result }: Failure): Ending => toolOfCall(call)?.ending?.(readingOf(result)) ?? "refused";

/** True where the change is stored and nobody acted on it in time. */
export const isSilence = (failure: Failure): boolean => ending(failure) === "silent";

/** True where a tool refused the change: distinct from a change that was carried out and did not help. */
export const isRefusal = (failure: Failure): boolean => ["refused", "outdated"].includes(ending(failure));

/** True where the change was not made, because the host is not any more as it was when the change was planned. */
export const isOutdated = (failure: Failure): boolean => ending(failure) === "outdated";

/** True for a step that the same tool carries out as the call that failed. */
export const isOfSameTool = ({ call }: Failure, step: Step): boolean => toolOfCall(call) === toolOf(step);

/** Why a script ended, in the tool's own words. `end`: what became of the change. */
export function reasonOf(failure: Failure, end?: string): string {
	const { call } = failure;
	const result = readingOf(failure.result);
	const tool = toolOfCall(call);
	const program = tool?.program ?? call.argv[0] ?? "";
	const missing = missingProgram(result, program);
	const { text, excerpt } =
		missing === undefined
			? (tool?.refusal?.(result, call) ?? { text: saidOnOneLine(result, program) })
			: { text: missingText(missing) };
	if (isSilence(failure)) return text;
	const more = end === undefined ? "" : excerpt === undefined ? `; ${end}` : `, and ${end}`;
	const said = more === "" ? text : text.replace(/\.$/, "");
	return `${said}${more}${excerpt === undefined ? "" : `:\n${excerpt}`}`;
}

/** The steps of a script that were carried out, or may have been. */
export function carriedOut(groups: Step[][], done: CallResult[]): Set<Step> {
	return new Set(groups.flatMap((steps, i) => steps.slice(0, landed(steps, done[i]))));
}

function landed(steps: Step[], result: CallResult | undefined): number {
	const [first] = steps;
	if (!first || result?.code === undefined) return 0;
	return result.code === 0 ? steps.length : (toolOf(first).executedCount?.(steps, readingOf(result)) ?? steps.length);
}
