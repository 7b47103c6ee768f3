import type { Facts } from "../model/facts";
import type { Operation } from "../plan/operation";
import type { Registry } from "../plan/registry";
import type { Call } from "../tools/call";
import type { OtherScript } from "../tools/host-lock";
import type { Fact } from "../tools/list";
import type { CallResult } from "../tools/script";
import type { Step } from "../tools/step";
import type { Undo } from "../tools/tool";
import type { HostFailures } from "./host-failures";
import type { SideEffectMemory } from "./side-effect-memory";

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

/** The protection of the way in (`ovs:commitConfirm`). */
export interface ConfirmSettings {
	/** Seconds after which the host undoes a change that no new connection has confirmed. 0: no change is undone. */
	seconds: number;
	/** True: every change is confirmed. False: those that touch the way in. */
	always: boolean;
}

/** A check that must give its expected result over the new connection before that connection confirms a change. */
export interface ConfirmingCheck {
	/** Its resource in words. */
	label: string;
	reads: Fact[];
	/** The fault in what was read, in words. Undefined: it is the expected result. */
	faultIn(facts: Facts): string | undefined;
}

/** A script that the host undoes by itself unless a new connection confirms it. */
export interface GuardedScript {
	changes: Call[];
	undo: Undo;
	seconds: number;
	/** The change in words, for the next run if this one ends early. */
	about: string;
	/** The parts of the way in that it touches, in words. */
	parts: string;
	checks: ConfirmingCheck[];
}

/** The host has undone a change by itself, because no new connection came in time, or a check failed over those that came. */
export class UndoneByHost extends Error {
	/** `failing`: the check that failed, with its fault, in words. */
	constructor({ seconds, parts }: Pick<GuardedScript, "seconds" | "parts">, failing?: string) {
		const what = failing === undefined ? "the change cut the connection" : "the change was not confirmed";
		const why = failing ?? `no new SSH connection came about within ${seconds} s`;
		super(`${what} (${parts === "" ? "" : `its batch touches ${parts}; `}${why}), and the host undid it by itself`);
		this.name = "UndoneByHost";
	}
}

/** Another script changes the host at the moment. The change was not made. */
export class HostBusy extends Error {
	constructor(readonly other: OtherScript) {
		super(`${other.holder} changes the host`);
		this.name = "HostBusy";
	}
}

/**
 * Another run has changed the host since the facts were read. The change was not made, and all known facts were read again: it can be
 * planned again. `isCutOff`: that run has ended in the middle of its change.
 */
export class PlanOutdated extends Error {
	constructor(
		readonly by: string,
		readonly isCutOff: boolean,
	) {
		super(`${by} has changed the host meanwhile`);
		this.name = "PlanOutdated";
	}
}

/** The result of work, or the error that says that its plan has to be made again. */
export const unlessOutdated = <T>(work: Promise<T>): Promise<T | PlanOutdated> =>
	work.catch((error) => {
		if (error instanceof PlanOutdated) return error;
		throw error;
	});

/** Repeats work that needs no new plan while other runs change the host. The session ends the repetition with another error. */
export async function untilCurrent<T>(work: () => Promise<T>): Promise<T> {
	const result = await unlessOutdated(work());
	return result instanceof PlanOutdated ? untilCurrent(work) : result;
}

/** Knowledge of one host, and a way to run calls there. */
export interface HostSession {
	/** The host's name. */
	readonly host: string;
	/** The facts known at this moment, as a value that never changes. */
	readonly facts: Facts;
	/** The number of scripts with changes that may have reached the host. */
	readonly changesSent: number;
	/**
	 * Runs changes up to the first that fails, then reads. `facts` has what was read afterwards, without what is stale. Waits while
	 * another run changes the host. Throws PlanOutdated where one has changed it.
	 */
	run(changes: Call[], reads: Fact[], isStale?: (fact: Fact) => boolean): Promise<CallResult[]>;
	/** The same for a script that a new connection has to confirm. Throws UndoneByHost where none did in time. */
	runGuarded(script: GuardedScript, reads: Fact[], isStale: (fact: Fact) => boolean): Promise<CallResult[]>;
	/** True where a new connection can be opened beside the one in use. */
	readonly isRemote: boolean;
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
	readonly confirm: ConfirmSettings;
	/** Shows a warning about a resource at once. */
	warn(operation: Operation, message: string): void;
	/** Gets the steps of each change before they run. */
	readonly onPlanned?: (operation: Operation, steps: Step[]) => void;
}

/** The part of it that restorations need. */
export type RestoreContext = Pick<HostContext, "session" | "memory" | "registry">;
