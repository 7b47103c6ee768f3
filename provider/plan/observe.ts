import { fieldMeta } from "../base/fields";
import { type Fact, isMeasurement } from "../model/fact";
import type { Facts } from "../model/facts";
import type { Kind } from "../model/kind";
import type { Observed } from "../model/observed";
import type { Operation } from "./operation";
import { isJournaled, isLent, needsJournal } from "./ownership";

/** The reads that planning needs; measurements only tell something after the change. */
export function factsBefore(op: Operation): Fact[] {
	// What tools would make of what was wanted last time, nobody asks.
	const was = op.was ? op.kind.facts({ ...op.was }).filter((fact) => !fact.read.endsWith("-rendered")) : [];
	const journal: Fact[] = needsJournal(op) ? [{ read: "journal" }] : [];
	return [...op.kind.facts(op.want), ...was, ...journal].filter((fact) => !isMeasurement(fact));
}
export function factsAfter(op: Operation): Fact[] {
	if (op.mode === "delete") return factsBefore(op);
	return [...op.kind.facts(op.want), ...(isJournaled(op) ? [{ read: "journal" } as const] : [])];
}

/** `factsBeforeSideEffects`: what was known before this run first changed more than it named. */
export function observe(op: Operation, facts: Facts, lent = isLent(op), factsBeforeSideEffects?: Facts): Observed | undefined {
	const { kind, want, was, owner, mode } = op;
	const owners = [...new Set([owner, was?.__owner ?? owner])];
	const have = kind.observe(facts, want, { owners, deleting: mode === "delete", was, factsBeforeSideEffects });
	return have && lent ? sharing(kind, have) : have;
}

/** Of an object that is not ours as a whole, members of shared lists that the program doesn't name belong to others. */
export function sharing(kind: Kind, have: Observed): Observed {
	const lists = Object.keys(kind.schema.shape).filter((field) => fieldMeta(kind.schema, field).shared);
	return { ...have, shared: [...(have.shared ?? []), ...lists] };
}
