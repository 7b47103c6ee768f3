import { fieldMeta } from "../base/fields";
import { previousKey } from "../base/mark";
import type { Values } from "../base/values";
import type { Apply, Delete, IsDeletedToo, Release } from "../model/change";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/observed";
import type { JournalEntry } from "../tools/journal";
import type { Step } from "../tools/step";
import { observe, sharing } from "./observe";
import type { Operation } from "./operation";
import { captured, extendedOriginals, restored, withOriginals } from "./originals";
import { foreignMessage, formerNotes, isJournaled, isLent, isObserver, isPreexisting, needsJournal, standing } from "./ownership";

export interface Planned {
	steps: Step[];
	/** The values to go back to at destroy. */
	previous?: Values;
}

/** What counts beside the operation itself and the facts. */
export interface Around {
	/** What was known before this run first changed more than it named. */
	factsBeforeSideEffects?: Facts;
	/** What is deleted together with it, in the words of what resources provide. */
	deletedHere?: ReadonlySet<string>;
	/** Whether the program of this run declares what makes this. Where nobody can tell, nothing goes by it. */
	declares?: (thing: string) => boolean;
	/** Whether another operation of the batch makes this. */
	createdHere?: (thing: string) => boolean;
}

/** The steps of one operation, by what is on the host now. Throws where the host is to be left alone. */
export function plan(op: Operation, facts: Facts, around: Around = {}): Planned {
	if (isObserver(op)) return { steps: [] };
	const have = observe(op, facts, isLent(op), around.factsBeforeSideEffects);
	return op.mode === "delete" ? planDelete(op, have, facts, around) : planWant(op, have, facts, around);
}

function planWant(
	op: Operation,
	have: Observed | undefined,
	facts: Facts,
	{ createdHere, factsBeforeSideEffects }: Around,
): Planned {
	const { kind, want, was, owner, mode } = op;
	if (!have && isPreexisting(op)) throw new Error("there is no such thing on this host, and this resource never makes one");
	const whose = have && standing(op, have);
	if (whose === "foreign") refuse(op, have);
	const former = formerNotes(op, facts);
	const noted = needsJournal(op) ? (facts.journal.own(op.id, owner) ?? (mode === "create" ? former[0] : undefined)) : undefined;
	const takes =
		whose === "foreign" ||
		(whose === "lent" && mode === "create") ||
		(have && noted?.previous !== undefined && (mode === "create" || kind.captureOriginals !== undefined));
	const now = have && takes ? sharing(kind, have) : have;
	const notes = takes ? [...facts.journal.others(op.id, owner), noted].map((entry) => entry?.previous) : [];
	const change: Apply = {
		intent: "apply",
		want: withOriginals(kind, want, was),
		have: now,
		was,
		owner,
		isAdopted: Boolean(takes) || isLent(op),
		createdHere: createdHere ?? (() => false),
		facts,
		factsBeforeSideEffects,
	};
	const before = takes && now ? captured(kind, want, now, notes) : extendedOriginals(kind, want, was, now);
	const previous = kind.captureOriginals?.(change, before) ?? before;
	const steps = kind.plan({ ...change, originals: before });
	const entry = { id: op.id, owner, ...(previous ? { previous } : {}) };
	const isNew =
		(takes && !noted) ||
		former.length > 0 ||
		previous !== before ||
		(isJournaled(op) && (!have || have.owner === undefined) && !noted?.previous);
	const note: Step[] = isNew ? [{ tool: "journal", phase: "journal", op: "note", entry }] : [];
	return { steps: [...note, ...steps, ...former.map(forgetting)], previous };
}

const forgetting = ({ id, owner }: Pick<JournalEntry, "id" | "owner">): Step => ({
	...{ tool: "journal", phase: "journal-end", op: "forget" },
	...{ id, owner },
});

/** Somebody else's object: only with the program's express will, and never off the place where it stays. */
function refuse({ kind, want }: Operation, have: Observed | undefined): void {
	for (const field of Object.keys(kind.schema.shape)) {
		const stays = fieldMeta(kind.schema, field).foreignStays;
		const at = have?.value[field];
		if (stays && at !== want[field])
			throw new Error(`it is ${stays.what} ${at} and not ours: ${stays.remedy}, or choose another name`);
	}
	if (!want.adopt) throw new Error(foreignMessage(have?.owner));
}

function planDelete(op: Operation, have: Observed | undefined, facts: Facts, around: Around): Planned {
	const { kind, want, was, owner, id } = op;
	const previous = was?.[previousKey] as Values | undefined;
	const isNoted = previous !== undefined || isJournaled(op);
	const forget = isNoted ? [{ id, owner }, ...formerNotes(op, facts)].map(forgetting) : [];
	// What went by itself, as with its device, leaves its note in the journal: the next one of its name has other values.
	if (!have) return { steps: isNoted && [facts.journal.own(id, owner), ...formerNotes(op, facts)].some(Boolean) ? forget : [] };
	const whose = standing(op, have);
	const factsBeforeSideEffects = around.factsBeforeSideEffects;
	if (whose === "lent") {
		if (!previous) return { steps: [] };
		const others = facts.journal.others(id, owner).map((entry) => entry.previous);
		const back = restored(kind, want, previous, have, others);
		const change: Release = {
			intent: "release",
			want: back,
			have,
			was: { ...was, ...want },
			facts,
			factsBeforeSideEffects,
		};
		return { steps: [...kind.plan(change), ...forget] };
	}
	if (whose === "foreign") return { steps: [] };
	const isDeletedToo = deletedToo(op, around);
	const change: Delete = { intent: "delete", have, was: want, owner, isDeletedToo, facts, factsBeforeSideEffects };
	return { steps: [...kind.plan(change), ...forget] };
}

function deletedToo({ kind, id, want, owner }: Operation, { deletedHere, declares }: Around): IsDeletedToo {
	// What makes way for its own replacement is no sign that others go.
	const isReplaced = [id, ...kind.places(want)].some((thing) => declares?.(thing));
	const isLeft = (thing: string) => declares !== undefined && !isReplaced && !declares(thing);
	return (thing, mark) => deletedHere?.has(thing) || (mark === owner && isLeft(thing));
}
