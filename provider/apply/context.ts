import type { Facts } from "../model/facts";
import type { Operation } from "../plan/operation";
import type { Registry } from "../plan/registry";
import type { Call } from "../tools/call";
import type { Fact } from "../tools/list";
import type { CallResult } from "../tools/script";
import type { ConfirmSettings, GuardedScript } from "./guarded-script";
import type { HostFailures } from "./host-failures";
import type { PlannedChange } from "./job";
import type { SideEffectMemory } from "./side-effect-memory";

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
	/** Gets the plan of each change before its steps run. */
	readonly onPlanned?: (operation: Operation, planned: PlannedChange) => void;
}

/** The part of it that restorations need. */
export type RestoreContext = Pick<HostContext, "session" | "memory" | "registry">;
