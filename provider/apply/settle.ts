import { memoize } from "../base/memoize";
import type { Facts } from "../model/facts";
import { operationError } from "../plan/operation";
import type { Registry } from "../plan/registry";
import { hasFault, problems } from "../plan/verify";
import { warningsOf } from "../tools/tool";
import type { BatchEntry, Verdict } from "./batch-entry";
import type { HostContext } from "./context";
import type { LostObject } from "./foreign-entries";
import { ChangeError, OutcomeUnknown } from "./half-made";
import type { Job } from "./job";

/** Ends a job by an error that names the resource. */
export const refuse = ({ failures }: HostContext, job: Job, error: unknown): void =>
	job.reject(failures.errorOf(job.operation, error));

/** Ends a job by the error that has broken a script, which may have made the change. */
export const refuseUnknown = ({ failures }: HostContext, job: Job, error: unknown): void =>
	job.reject(new OutcomeUnknown(failures.errorOf(job.operation, error).message));

/** Ends an entry's job by what is on the host now. `lost`: objects of others that the change has removed. An error names them too. */
export function answer(context: HostContext, verdict: Verdict, lost: LostObject[] = []): void {
	const { session, registry } = context;
	const { entry, reason } = verdict;
	const { job, operation, originals } = entry;
	if (verdict.end === "undone") {
		refuse(context, job, new Error(withLost(verdict.reason, lost)));
		return;
	}
	const wrong = verdict.end === "failed" ? [verdict.reason] : wrongWith(context, entry);
	if (wrong.length > 0) {
		const all = withLost(reason ?? [...new Set(wrong)].join("; "), lost);
		const why = entry.advice === undefined ? all : `${all}. ${entry.advice}`;
		const { message } = operationError(session.host, operation, why);
		job.reject(new ChangeError(message, session.facts, originals, entry.progress.unverifiable));
		return;
	}
	// A resource that is deleted and declared is being replaced: its creation is still to come.
	registry.setState(operation.id, operation.mode === "delete" ? "expected" : "applied");
	if (operation.mode === "delete") registry.rememberReplaced(operation, entry.progress.factsBefore);
	if (originals && operation.mode !== "delete") registry.keep(operation.id, originals);
	const warnings = [...warningsOf(entry.progress.tried), ...lost.map(lostText)];
	job.resolve({ facts: session.facts, originals, warnings });
}

/** The reason with what is missing and not part of it already. */
const withLost = (reason: string, lost: LostObject[]): string =>
	[reason, ...lost.filter(({ words }) => !reason.includes(words)).map(lostText)].join("; ");

const lostText = ({ words, remedy }: LostObject): string => `${words}: ${remedy}`;

/** True where the host itself reports an error of the object. */
export function isFaulty({ session }: HostContext, { operation }: BatchEntry): boolean {
	try {
		return hasFault(operation, session.facts);
	} catch {
		return false;
	}
}

/** Differences between the host and what an entry wants, in words. */
export function wrongWith({ session, registry }: HostContext, entry: BatchEntry): string[] {
	if (entry.progress.unverifiable.length > 0)
		return ["it is not known whether the change was made, because the host does not show it: run the same command again"];
	return problemsBy(session.facts)(registry)(entry);
}

/** Computed once for each state of the facts: judging, answering and undoing all ask. Entries are copied, and never changed. */
const problemsBy = memoize((facts: Facts) =>
	memoize((registry: Registry) =>
		memoize((entry: BatchEntry): string[] => {
			try {
				return problems(entry.operation, facts, entry, registry.around(entry.operation));
			} catch (error) {
				return [(error as Error).message];
			}
		}),
	),
);
