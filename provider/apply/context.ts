import type { Fact, Facts } from "../model/facts";
import type { Operation } from "../plan/operation";
import type { Registry } from "../plan/registry";
import type { Call } from "../tools/call";
import type { CallResult } from "../tools/script";
import type { Step } from "../tools/step";
import type { HostFailures } from "./host-failures";
import type { SideEffectMemory } from "./side-effect-memory";

/** The end of an operation that succeeded. */
export interface Outcome {
	/** The host's state after it. */
	facts: Facts;
	/** The values to go back to at destroy. */
	previous?: Record<string, unknown>;
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

/** Knowledge of one host, and a way to run calls there. */
export interface HostSession {
	/** The host's name. */
	readonly host: string;
	/** The facts known at this moment, as a value that never changes. */
	readonly facts: Facts;
	/** The number of scripts with changes that may have reached the host. */
	readonly changesSent: number;
	/** Runs changes up to the first that fails, then reads. `facts` has what was read afterwards, without what is stale. */
	run(changes: Call[], reads: Fact[], isStale?: (fact: Fact) => boolean): Promise<CallResult[]>;
	/** Reads what of these is not known. */
	readUnknown(facts: Fact[]): Promise<Facts>;
}

/** One host, as the stages of applying a batch see it. */
export interface HostContext {
	readonly session: HostSession;
	/** The resources that the program of this run declares for the host. */
	readonly registry: Registry;
	readonly memory: SideEffectMemory;
	readonly failures: HostFailures;
	/** Gets the steps of each change before they run. */
	readonly onPlanned?: (operation: Operation, steps: Step[]) => void;
}
