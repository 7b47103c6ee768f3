import type { Difference } from "../model/compare";
import type { Facts } from "../model/facts";
import type { Operation } from "../plan/operation";
import type { Step } from "../tools/list";

/** The end of an operation that succeeded. */
export interface Outcome {
	/** The host's state after it. */
	facts: Facts;
	/** The values that destroy restores. */
	originals?: Record<string, unknown>;
	/** Warnings for the user: the operation succeeded all the same. */
	warnings: string[];
}

/** An operation that somebody waits for. */
export interface Job {
	operation: Operation;
	/** When it came in, in milliseconds. */
	since: number;
	resolve(outcome: Outcome): void;
	reject(error: Error): void;
}

/** The plan of one change. */
export interface PlannedChange {
	steps: Step[];
	/** The differences of the object on the host from what the program wants, where there are some. */
	differences?: Difference[];
}
