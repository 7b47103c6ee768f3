import { previousKey } from "../base/mark";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/kind";
import type { JournalEntry } from "../tools/journal";
import type { Operation } from "./operation";

/** Whose an object on the host is, as far as one operation is concerned. */
export type Standing =
	/** It was there before us: adopted, or of a sort that nobody makes (a NIC, a kernel parameter). At destroy it is given back. */
	"lent" | "ours" | "foreign";

export const isBorrowed = ({ kind, want }: Operation): boolean => kind.borrowed?.(want) ?? false;

export const isLent = (op: Operation): boolean => isBorrowed(op) || op.was?.[previousKey] !== undefined;

/** The program was called otherwise last time (`pulumi stack rename`): what was its own still is. */
const isRenamed = ({ was, owner }: Operation): boolean => was?.__owner !== undefined && was.__owner !== owner;

/** The note in the journal that the program left under its name of last time. */
export const formerNote = (op: Operation, facts: Facts): JournalEntry | undefined =>
	op.mode === "update" && isRenamed(op) && needsJournal(op) ? facts.journal.own(op.id, op.was?.__owner) : undefined;

export function standing(op: Operation, have: Observed): Standing {
	if (isLent(op)) return "lent";
	if (have.owner === op.owner) return "ours";
	if (op.mode === "create" || !op.was) return "foreign";
	// A stack that was renamed, and a mark that was taken off what our state knows by its number.
	const renamed = have.owner !== undefined && have.owner === op.was.__owner;
	return renamed || (have.owner === undefined && (have.marked || isSame(have, op.was))) ? "ours" : "foreign";
}

const isSame = (have: Observed, was: Operation["was"]): boolean =>
	["uuid", "ifindex", "handle"].some((key) => was?.[key] !== undefined && was[key] === have.computed[key]);

export function foreignMessage(owner: string | undefined): string {
	const whose = owner === undefined ? "is not ours" : `belongs to ${owner}`;
	return `it is there already and ${whose}: set adopt: true to take it over (it is then released, not deleted, at destroy), or remove it from the host first`;
}

/**
 * Whether what a refresh finds without the program's mark is another's, come in the place of what the program made. What was
 * made again by hand just as it was, is still the program's; unless an earlier refresh has judged it, and took what it found.
 */
export const isAnothers = (op: Operation, have: Observed, isAsMade: boolean): boolean =>
	standing(op, have) === "foreign" && (have.owner !== undefined || op.owner === "" || !isAsMade);

/** What a refresh says of an object that does not bear the program's mark any more. */
export function lostMark({ owner }: Observed, isTheirs: boolean): string {
	if (!isTheirs) return "the mark that says whose it is was taken off: the next update puts it back";
	const whose = owner === undefined ? "another one of this name, without our mark" : `one that belongs to ${owner}`;
	return `there is ${whose} in its place now, which the next update leaves alone unless the resource says adopt: true`;
}

/** True where the host's journal has something to say of an operation: of what is lent, and of what can't bear a mark. */
export const needsJournal = (op: Operation): boolean =>
	!op.kind.readonly &&
	(op.kind.mark === "journal" ||
		((op.mode !== "update" || isRenamed(op)) && isLent(op)) ||
		((op.mode !== "update" || op.kind.taking !== undefined) && Boolean(op.want.adopt)));
