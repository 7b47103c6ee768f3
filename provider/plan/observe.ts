import { type Fact, isMeasurement } from "../model/fact";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/kind";
import type { Operation } from "./operation";
import { isLent, needsJournal } from "./ownership";

/** The reads that planning needs; measurements only tell something after the change. */
export function factsBefore(op: Operation): Fact[] {
	// What tools would make of what was wanted last time, nobody asks.
	const was = op.was ? op.kind.facts({ ...op.was }).filter((fact) => !fact.read.endsWith("-rendered")) : [];
	const journal: Fact[] = needsJournal(op) ? [{ read: "journal" }] : [];
	return [...op.kind.facts(op.want), ...was, ...journal].filter((fact) => !isMeasurement(fact));
}
export function factsAfter(op: Operation): Fact[] {
	if (op.mode === "delete") return factsBefore(op);
	return [...op.kind.facts(op.want), ...(op.kind.mark === "journal" ? [{ read: "journal" } as const] : [])];
}
export function observe(op: Operation, facts: Facts, lent = isLent(op)): Observed | undefined {
	const owners = [...new Set([op.owner, op.was?.__owner ?? op.owner])];
	const found = op.kind.observe(facts, op.want, { owners, deleting: op.mode === "delete", was: op.was });
	const have = found ?? op.kind.remains?.(facts, op.want, op.owner);
	return have && lent ? sharing(have) : have;
}

/** Of an object that is not ours as a whole, addresses that the program doesn't name belong to others. */
export const sharing = (have: Observed): Observed => ({ ...have, shared: [...(have.shared ?? []), "addresses"] });
