import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import { observe } from "../plan/observe";
import { named, type Operation } from "../plan/operation";
import { outputs } from "../plan/outputs";
import { isObserver, standing } from "../plan/ownership";
import { type Planned, plan } from "../plan/plan";
import { problems } from "../plan/verify";
import type { Step } from "../tools/step";
import type { FailedChange, HostContext, Job } from "./context";

/** An operation on its way, and what has become of it so far. */
export interface BatchEntry extends Planned, FailedChange {
	job: Job;
	/** Whether another operation that is carried out with it makes what a claim names. */
	comes: (claim: string) => boolean;
	/** Why it did not come about, where more is known than what is wrong on the host. */
	failed?: string;
	/** The rows may be as wanted, and nobody acted on them. */
	silent?: boolean;
	/** Steps of which nothing can be read back, and which were not carried out. */
	owed: Step[];
	/** What it took along of other people's, and could not put back. */
	warnings: string[];
	/** It was refused, and the host is as it was before. */
	undone?: boolean;
}

/** What is to be done, by what is known by now of the host and of the program. */
export const planNow = (
	host: HostContext,
	operation: Operation,
	{ leaving, comes }: Pick<BatchEntry, "leaving" | "comes">,
): Planned =>
	plan(operation, host.facts, {
		...{ disturbed: host.disturbed, leaving, comes },
		declares: (claim) => host.register.declares(claim),
	});

/** A change that did not come about. What got half made can be seen in the facts. */
export class ChangeError extends Error {
	constructor(
		message: string,
		readonly facts: Facts,
		readonly previous?: Record<string, unknown>,
		readonly owed: Step[] = [],
	) {
		super(message);
		this.name = "ChangeError";
	}
}

/** What of a change is on the host, as a resource's outputs; undefined: nothing of ours. */
export function halfMade(operation: Operation, { facts, previous, owed }: ChangeError): Values | undefined {
	try {
		const have = observe(operation, facts);
		const ours = have && (previous !== undefined || standing(operation, have) !== "foreign");
		if (!ours || isObserver(operation)) return undefined;
		const missed = owed.map((step) => (step.tool === "flood" ? step.ifMissed : {}));
		return Object.assign(outputs(operation, have, previous), ...missed);
	} catch {
		return undefined;
	}
}

const refusal = (host: HostContext, operation: Operation, reason: string): Error => named(host.name, operation, reason);

/** Ends a job by an error that names the host and the object. */
export const refuse = (host: HostContext, job: Job, error: unknown): void =>
	job.reject(refusal(host, job.operation, (error as Error).message));

/** Ends a job by what is on the host now. */
export function settle(host: HostContext, r: BatchEntry): void {
	const { job, operation, previous, failed, undone } = r;
	const wrong = r.silent || undone || r.owed.length > 0 ? [failed] : wrongWith(host, r);
	if (wrong.length === 0) {
		// What is deleted and declared is being replaced: it is still to come.
		host.register.mark(operation.id, operation.mode === "delete" ? "expected" : "applied");
		job.resolve({ facts: host.facts, previous, warnings: r.warnings });
		return;
	}
	const error = refusal(host, operation, failed ?? wrong.join("; "));
	job.reject(undone ? error : new ChangeError(error.message, host.facts, previous, r.owed));
}

export function wrongWith(host: HostContext, ready: BatchEntry): string[] {
	try {
		return problems(ready.operation, host.facts, ready);
	} catch (error) {
		return [(error as Error).message];
	}
}
