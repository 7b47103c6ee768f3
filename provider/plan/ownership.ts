import { type Foreign, foreignText, whoseText } from "../base/mark";
import { originalsIn, ownerIn } from "../base/state-fields";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import { ownFields, spelledId } from "../model/identity";
import type { Kind, Ownership } from "../model/kind";
import type { Observed } from "../model/observed";
import type { JournalEntry } from "../tools/journal";
import type { Operation } from "./operation";

/** Whose an object on the host is, from the view of one operation. */
type OwnershipStatus =
	/** Adopted, or preexisting such as a NIC or a kernel parameter. Destroy restores its original values and does not delete it. */
	"adopted" | "owned" | "notOwned";

const ownershipOf = (kind: Kind, want: Values): Ownership =>
	typeof kind.ownership === "function" ? kind.ownership(want) : kind.ownership;

/** True for a resource that only reads the host. */
export const isObserver = ({ kind, want }: Pick<Operation, "kind" | "want">): boolean => ownershipOf(kind, want) === "observer";

/** True where the object has no place for a mark, so that the journal has its owner. */
export const isJournaled = ({ kind, want }: Operation): boolean => ownershipOf(kind, want) === "journal";

/** True where the object itself has the mark of its program. */
export const isMarked = ({ kind, want }: Pick<Operation, "kind" | "want">): boolean => ownershipOf(kind, want) === "mark";

/** True where the resource never creates or deletes the object. */
export const isPreexisting = ({ kind, want }: Pick<Operation, "kind" | "want">): boolean =>
	["preexisting", "observer"].includes(ownershipOf(kind, want));

/** True where destroy releases the object and does not delete it: it is preexisting, or was adopted by an earlier change. */
export const isAdopted = (op: Operation): boolean => isPreexisting(op) || originalsIn(op.was) !== undefined;

/** True after `pulumi stack rename`: marks with the former name are the program's too. */
const isRenamed = ({ was, owner }: Operation): boolean => ownerIn(was) !== undefined && ownerIn(was) !== owner;

/** The ids that earlier versions gave the object: they had the spelling of the inputs. */
function otherSpellings({ kind, id, want, was }: Operation): string[] {
	if (!kind.identity.canonical) return [];
	const all = [want, { ...want, ...was }].map((inputs) => spelledId(kind, inputs));
	return [...new Set(all)].filter((spelled) => spelled !== id);
}

/** The journal entries under the program's former name, or under another spelling of the object's id. */
export function formerEntries(op: Operation, facts: Facts): JournalEntry[] {
	if (!needsJournal(op)) return [];
	const former = op.mode === "update" ? ownerIn(op.was) : undefined;
	const owners = new Set([op.owner, former ?? op.owner]);
	const ids = [op.id, ...otherSpellings(op)];
	const entries = ids.flatMap((id) => [...owners].flatMap((owner) => facts.journal.own(id, owner) ?? []));
	return entries.filter((entry) => entry.id !== op.id || entry.owner !== op.owner);
}

/** The entries in the journal that the deletion of the object removes. */
export function ownEntries(op: Operation, facts: Facts): JournalEntry[] {
	if (!needsJournal(op)) return [];
	const own = facts.journal.own(op.id, op.owner);
	return [...(own ? [own] : []), ...formerEntries(op, facts)];
}

export function ownershipStatus(op: Operation, have: Observed): OwnershipStatus {
	if (isAdopted(op)) return "adopted";
	if (have.owner === op.owner) return "owned";
	if (op.mode === "create" || !op.was) return "notOwned";
	// The program still owns its objects after the stack was renamed, and an object without a mark that has the known UUID or index.
	const renamed = have.owner !== undefined && have.owner === ownerIn(op.was);
	return renamed || (have.owner === undefined && (have.isRecognised || hasSameIdentifier(op, have))) ? "owned" : "notOwned";
}

const hasSameIdentifier = ({ kind, was }: Operation, have: Observed): boolean =>
	Object.entries(kind.computed).some(
		([name, { identifies }]) => identifies && was?.[name] !== undefined && was[name] === have.computed[name],
	);

/** The object of an operation, which is not this program's, as foreignText and whoseText describe it. */
const foreign = (op: Operation, owner: string | undefined): Foreign => ({
	program: op.owner,
	owner,
	...(isJournaled(op) ? { evidence: `the host's journal has no entry of ${op.owner}` } : {}),
});

export function notOwnedMessage(
	op: Operation,
	{ owner, insteadOfAdoption }: Pick<Observed, "owner" | "insteadOfAdoption"> = {},
): string {
	const hasName = op.kind.identity.fields.includes("name");
	return foreignText("it exists already", foreign(op, owner), {
		adoption: insteadOfAdoption ?? "Set adopt: true to take it over (destroy then releases it and does not delete it)",
		otherwise: hasName ? "choose another name" : "delete it from the host",
	});
}

/** The refusal to adopt an object that belongs to another one than the program says (`sameOnAdoption`). */
export const elsewhereMessage = (
	op: Operation,
	owner: string | undefined,
	{ what, remedy }: { what: string; remedy: string },
): string => `it is ${what} and ${whoseText(foreign(op, owner))}. ${remedy}, or choose another name`;

/**
 * True where an object that a refresh finds without the program's mark belongs to another owner. An unmarked object that is equal to
 * the state was recreated by hand and is still the program's. After a first refresh the state holds what was found, so the
 * empty owner that this refresh has left in the state decides.
 */
export const isReplacedByOther = (op: Operation, have: Observed, equalsState: boolean): boolean =>
	ownershipStatus(op, have) === "notOwned" && (have.owner !== undefined || op.owner === "" || !equalsState);

/**
 * True where a refresh finds an adopted object without a mark: somebody may have created it again. The program still owns it, and an update
 * for other drift sets the mark. A device with an alias of its own never had one.
 */
export const hasLostMark = (op: Operation, have: Observed): boolean =>
	isMarked(op) && isAdopted(op) && have.owner === undefined && have.marks?.alias === undefined;

/** The warning of a refresh for an object that does not have the program's mark any more. */
export function lostMarkMessage({ owner }: Observed, isReplaced: boolean): string {
	if (!isReplaced) return "its ownership mark was removed: the next update sets it again";
	const other = owner === undefined ? "an object without an ownership mark" : `an object that belongs to ${owner}`;
	return `${other} has taken its place. The next update leaves that object alone and fails, unless the resource sets adopt: true`;
}

/** True where the object takes over something from others, or has done so. */
const takesFromOthers = ({ kind, want, was = {} }: Operation): boolean =>
	[want, ownFields(kind, was)].some((inputs) => kind.takes?.mayTake(inputs) ?? false);

/**
 * True where the operation needs the host's journal: for an adopted object, for an object that can't have a mark, and for one that takes
 * over something from others.
 */
export const needsJournal = (op: Operation): boolean =>
	!isObserver(op) &&
	(isJournaled(op) ||
		takesFromOthers(op) ||
		((op.mode !== "update" || isRenamed(op) || otherSpellings(op).length > 0) && isAdopted(op)) ||
		((op.mode !== "update" || op.kind.captureOriginals !== undefined || !isAdopted(op)) && Boolean(op.want.adopt)));
