import type { Facts } from "../model/facts";
import type { ProvidedName } from "../model/provided-name";
import { type Missing, missing } from "../model/requirements";
import type { Operation } from "../plan/operation";
import { isObserver } from "../plan/ownership";
import type { Registry } from "../plan/registry";
import { unmetRequirements } from "./dependency-order";

/** Milliseconds for which a change waits for a requirement after the program's last declaration for the host. */
const quietTimeout = 2_000;
/**
 * Milliseconds for which a change waits for a requirement that the program is still to create, after the host's last change, and a check
 * for all changes of the run, after the last one of any host.
 */
const longestWait = 30_000;

/** The times by which waiting is judged, in milliseconds. */
export interface Timing {
	/** When the batch began: what other operations of it create is not there before. */
	began: number;
	/** When a batch of this host last did something of what was waiting. */
	lastBusy: number;
	/** When the program last declared something for this host. */
	lastDeclared: number;
	/** All hosts of the run: a change that is still to come, in words, and when one of them was last at work. */
	run: { unfinished?: string; lastBusy: number };
}

export interface Readiness {
	/** The requirements that are not on the host. */
	missing: Missing[];
	/** The advice on what is missing, if that is no wrong name. */
	remedy?: string;
	/** True where the operation should wait for them. */
	wait: boolean;
}

/** `createdHere`: whether another operation of the batch creates what a requirement names. */
export function readinessOf(
	{ operation, since }: { operation: Operation; since: number },
	{ registry, facts, timing }: { registry: Registry; facts: Facts; timing: Timing },
	createdHere: (name: ProvidedName) => boolean,
): Readiness {
	const { began, lastBusy, lastDeclared, run } = timing;
	if (isObservation(operation) && run.unfinished !== undefined && began - Math.max(since, run.lastBusy) < longestWait)
		return { missing: [], wait: true };
	const waited = began - Math.max(since, lastBusy);
	const comesBefore = (name: ProvidedName) => waited < longestWait && registry.comesBefore(name, operation, facts);
	const unmet = unmetRequirements(operation, facts).filter(({ name, isOptional }) =>
		isOptional ? comesBefore(name) : !createdHere(name),
	);
	if (unmet.length === 0) return { missing: [], wait: false };
	const isPromised = unmet.some(({ name, from }) => registry.willProvide(from ?? name, operation));
	const quiet = began - Math.max(since, lastBusy, lastDeclared);
	const wait = isPromised ? waited < longestWait : quiet < quietTimeout;
	const declared = wait ? [] : [...registry.provided];
	const remedies = unmet.flatMap(({ remedy }) => remedy ?? []);
	const remedy = remedies.length === unmet.length ? remedies.join("; ") : undefined;
	return { missing: unmet.map((requirement) => missing(requirement, facts, declared)), remedy, wait };
}

/** A sentence for the error of a check that is made although changes are still to come. Undefined: all changes have ended. */
export const earlyText = (operation: Operation, { run }: Timing): string | undefined =>
	isObservation(operation) && run.unfinished !== undefined
		? `The check was made before all changes of this run had ended, such as ${run.unfinished}: if the address needs them, name them in dependsOn`
		: undefined;

const isObservation = (operation: Operation): boolean => isObserver(operation) && operation.mode !== "delete";
