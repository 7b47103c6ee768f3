import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import { observe } from "../plan/observe";
import { type Operation, operationError } from "../plan/operation";
import { outputs } from "../plan/outputs";
import { isObserver, standing } from "../plan/ownership";
import { problems } from "../plan/verify";
import type { Step } from "../tools/step";
import type { AnyStep } from "../tools/tool";
import type { BatchEntry, Verdict } from "./batch-entry";
import type { HostContext, Job } from "./context";

/** A change that did not come about, of which a part may be on the host. */
export class ChangeError extends Error {
	constructor(
		message: string,
		readonly facts: Facts,
		readonly previous?: Record<string, unknown>,
		readonly unverifiable: Step[] = [],
	) {
		super(message);
		this.name = "ChangeError";
	}
}

/** The part of a failed change that is on the host, as a resource's outputs; undefined: nothing of this program is there. */
export function halfMade(operation: Operation, { facts, previous, unverifiable }: ChangeError): Values | undefined {
	try {
		const have = observe(operation, facts);
		const isOurs = have && (previous !== undefined || standing(operation, have) !== "notOwned");
		if (!isOurs || isObserver(operation)) return undefined;
		const steps: AnyStep[] = unverifiable;
		return Object.assign(outputs(operation, have, previous), ...steps.map(({ stateUntilRun }) => stateUntilRun));
	} catch {
		return undefined;
	}
}

/** Ends a job by an error that names the host and the object. */
export const refuse = ({ session }: HostContext, job: Job, error: unknown): void =>
	job.reject(operationError(session.host, job.operation, (error as Error).message));

/** Ends an entry's job by what is on the host now. */
export function answer(context: HostContext, verdict: Verdict, warnings: string[] = []): void {
	const { session, registry } = context;
	const { entry, reason } = verdict;
	const { job, operation, previous } = entry;
	if (verdict.end === "undone") {
		refuse(context, job, new Error(reason));
		return;
	}
	const wrong = verdict.end === "failed" ? [verdict.reason] : wrongWith(context, entry);
	if (wrong.length > 0) {
		const { message } = operationError(session.host, operation, reason ?? wrong.join("; "));
		job.reject(new ChangeError(message, session.facts, previous, entry.progress.unverifiable));
		return;
	}
	// A resource that is deleted and declared is being replaced: its creation is still to come.
	registry.setState(operation.id, operation.mode === "delete" ? "expected" : "applied");
	job.resolve({ facts: session.facts, previous, warnings });
}

/** Differences between the host and what an entry wants, in words. */
export function wrongWith({ session }: HostContext, entry: BatchEntry): string[] {
	try {
		return problems(entry.operation, session.facts, entry);
	} catch (error) {
		return [(error as Error).message];
	}
}
