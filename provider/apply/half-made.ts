import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import { observe } from "../plan/observe";
import type { Operation } from "../plan/operation";
import { outputs } from "../plan/outputs";
import { isObserver, ownershipStatus } from "../plan/ownership";
import type { Step } from "../tools/list";
import type { AnyStep } from "../tools/tool";

/** A change that failed, of which a part may be on the host. */
export class ChangeError extends Error {
	constructor(
		message: string,
		readonly facts: Facts,
		readonly originals?: Record<string, unknown>,
		readonly unverifiable: Step[] = [],
	) {
		super(message);
		this.name = "ChangeError";
	}
}

/** A change of which nobody knows whether it was made, because the connection was lost while it ran. */
export class OutcomeUnknown extends Error {
	constructor(message: string) {
		super(message);
		this.name = "OutcomeUnknown";
	}
}

/** The part of a failed change that is on the host, as a resource's outputs; undefined: nothing of this program is there. */
export function halfMade(operation: Operation, { facts, originals, unverifiable }: ChangeError): Values | undefined {
	try {
		const have = observe(operation, facts);
		const isOurs = have && (originals !== undefined || ownershipStatus(operation, have) !== "notOwned");
		if (!isOurs || isObserver(operation)) return undefined;
		const steps: AnyStep[] = unverifiable;
		return Object.assign(outputs(operation, have, originals), ...steps.map(({ stateUntilRun }) => stateUntilRun));
	} catch {
		return undefined;
	}
}
