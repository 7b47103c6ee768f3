import { previousKey } from "../base/mark";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import { spelledId } from "../model/identity";
import type { Kind, Ownership } from "../model/kind";
import type { Observed } from "../model/observed";
import type { JournalEntry } from "../tools/journal";
import type { Operation } from "./operation";

/** Whose an object on the host is, as far as one operation is concerned. */
export type Standing =
	/** It was there before us: adopted, or of a sort that nobody makes (a NIC, a kernel parameter). At destroy it is given back. */
	"lent" | "ours" | "foreign";

export const ownershipOf = (kind: Kind, want: Values): Ownership =>
	typeof kind.ownership === "function" ? kind.ownership(want) : kind.ownership;

/** True where nothing is ever changed on the host. */
export const isObserver = ({ kind, want }: Pick<Operation, "kind" | "want">): boolean => ownershipOf(kind, want) === "observer";

/** True where the object has no place for a mark, so that the journal says whose it is. */
export const isJournaled = ({ kind, want }: Operation): boolean => ownershipOf(kind, want) === "journal";

/** True where the object is always there before and after us. */
export const isPreexisting = (op: Operation): boolean => ["preexisting", "observer"].includes(ownershipOf(op.kind, op.want));

export const isLent = (op: Operation): boolean => isPreexisting(op) || op.was?.[previousKey] !== undefined;

/** The program was called otherwise last time (`pulumi stack rename`): what was its own still is. */
const isRenamed = ({ was, owner }: Operation): boolean => was?.__owner !== undefined && was.__owner !== owner;

/** The ids under which earlier versions knew the object: as the inputs spell it. */
function otherSpellings({ kind, id, want, was }: Operation): string[] {
	if (!kind.identity.canonical) return [];
	const all = [want, { ...want, ...was }].map((inputs) => spelledId(kind, inputs));
	return [...new Set(all)].filter((spelled) => spelled !== id);
}

/** Notes in the journal that the program left under its name of last time, or of an object that was spelled otherwise. */
export function formerNotes(op: Operation, facts: Facts): JournalEntry[] {
	if (!needsJournal(op)) return [];
	const owners = op.mode === "update" && isRenamed(op) ? [op.owner, op.was?.__owner as string] : [op.owner];
	const notes = [op.id, ...otherSpellings(op)].flatMap((id) => owners.flatMap((owner) => facts.journal.own(id, owner) ?? []));
	return notes.filter((note) => note.id !== op.id || note.owner !== op.owner);
}

export function standing(op: Operation, have: Observed): Standing {
	if (isLent(op)) return "lent";
	if (have.owner === op.owner) return "ours";
	if (op.mode === "create" || !op.was) return "foreign";
	// A stack that was renamed, and a mark that was taken off what our state knows by its number.
	const renamed = have.owner !== undefined && have.owner === op.was.__owner;
	return renamed || (have.owner === undefined && (have.marked || isSame(op, have))) ? "ours" : "foreign";
}

const isSame = ({ kind, was }: Operation, have: Observed): boolean =>
	Object.entries(kind.computed).some(
		([name, { identifies }]) => identifies && was?.[name] !== undefined && was[name] === have.computed[name],
	);

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
	!isObserver(op) &&
	(isJournaled(op) ||
		((op.mode !== "update" || isRenamed(op) || otherSpellings(op).length > 0) && isLent(op)) ||
		((op.mode !== "update" || op.kind.captureOriginals !== undefined || !isLent(op)) && Boolean(op.want.adopt)));
