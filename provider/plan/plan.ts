import { previousKey } from "../base/mark";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { Change, IsDeletedToo, Observed } from "../model/kind";
import type { Step } from "../tools/step";
import { observe, sharing } from "./observe";
import type { Operation } from "./operation";
import { captured, extendedOriginals, restored, withOriginals } from "./originals";
import { foreignMessage, formerNote, isBorrowed, needsJournal, standing } from "./ownership";

export interface Planned {
	steps: Step[];
	/** The values to go back to at destroy. */
	previous?: Values;
}

/** What counts beside the operation itself and the facts. */
export interface Around {
	/** What was known before this run first changed more than it named. */
	disturbed?: Facts;
	/** What is deleted together with it, in the words of `claims`. */
	leaving?: Set<string>;
	/** Whether the program of this run declares what a claim names. Where nobody can tell, nothing goes by it. */
	declares?: (claim: string) => boolean;
	/** Whether another operation of the batch makes what a claim names. */
	comes?: (claim: string) => boolean;
}

/** The steps of one operation, by what is on the host now. Throws where the host is to be left alone. */
export function plan(op: Operation, facts: Facts, around: Around = {}): Planned {
	if (op.kind.readonly) return { steps: [] };
	const have = observe(op, facts);
	const planned = op.mode === "delete" ? planDelete(op, have, facts, around) : planWant(op, have, facts, around);
	const { disturbed } = around;
	const strays = (disturbed && op.kind.strays?.(op.want, disturbed, facts)) ?? [];
	return strays.length === 0 ? planned : { ...planned, steps: [...strays, ...planned.steps] };
}
export function planWant(op: Operation, have: Observed | undefined, facts: Facts, { comes }: Around): Planned {
	const { kind, want, was, owner, mode } = op;
	if (!have && isBorrowed(op)) throw new Error("there is no such thing on this host, and this resource never makes one");
	const whose = have && standing(op, have);
	if (whose === "foreign") refuse(op, have);
	const noted = needsJournal(op) ? facts.journal.own(op.id, owner) : undefined;
	const takes = whose === "foreign" || (whose === "lent" && mode === "create") || (have && noted?.previous !== undefined);
	const now = have && takes ? sharing(have) : have;
	const renamed = formerNote(op, facts);
	const notes = takes ? [...facts.journal.others(op.id, owner), noted].map((entry) => entry?.previous) : [];
	const change = { want: withOriginals(kind, want, was), have: now, was, owner, facts, comes };
	const before = takes && now ? captured(kind, want, now, notes) : extendedOriginals(kind, want, was, now);
	const previous = kind.taking?.(change, before) ?? before;
	const steps = kind.plan({ ...change, former: before });
	const entry = { id: op.id, owner, ...(previous ? { previous } : {}) };
	const isNew =
		(takes && !noted) ||
		renamed !== undefined ||
		previous !== before ||
		(kind.mark === "journal" && (!have || have.owner === undefined) && !noted?.previous);
	const note: Step[] = isNew ? [{ tool: "journal", phase: "journal", op: "note", entry }] : [];
	const forget: Step[] = renamed
		? [{ tool: "journal", phase: "journal-end", op: "forget", id: op.id, owner: renamed.owner }]
		: [];
	return { steps: [...note, ...steps, ...forget], previous };
}

/** Somebody else's object: only with the program's express will, and never off the bridge that it is on. */
export function refuse({ want }: Operation, have: Observed | undefined): void {
	const at = have?.value.bridge;
	if (at !== want.bridge)
		throw new Error(
			`it is a port of bridge ${at} and not ours: take it off there first (ovs-vsctl del-port), or choose another name`,
		);
	if (!want.adopt) throw new Error(foreignMessage(have?.owner));
}
export function planDelete(op: Operation, have: Observed | undefined, facts: Facts, { leaving, declares }: Around): Planned {
	const { kind, want, was, owner, id } = op;
	const previous = was?.[previousKey] as Values | undefined;
	const forget =
		previous || kind.mark === "journal" ? [{ tool: "journal", phase: "journal-end", op: "forget", id, owner } as const] : [];
	// What went by itself, as with its device, leaves its note in the journal: the next one of its name has other values.
	if (!have) return { steps: forget.length > 0 && facts.journal.own(id, owner) ? forget : [] };
	const whose = standing(op, have);
	if (whose === "lent") {
		if (!previous) return { steps: [] };
		const others = facts.journal.others(id, owner).map((entry) => entry.previous);
		const back = restored(kind, want, previous, have, others);
		return { steps: [...kind.plan({ want: back, have, was: { ...was, ...want }, facts }), ...forget] };
	}
	if (whose === "foreign") return { steps: [] };
	// What makes way for its own replacement is no sign that others go.
	const isReplaced = [id, ...(kind.place?.(want) ?? [])].some((claim) => declares?.(claim));
	const isLeft = (claim: string) => declares !== undefined && !isReplaced && !declares(claim);
	const goes: IsDeletedToo = (claim, mark) => leaving?.has(claim) || (mark === owner && isLeft(claim));
	const refusal = kind.refuseDelete?.(facts, want, goes);
	if (refusal) throw new Error(refusal);
	return { steps: [...kind.plan({ have, was: want, owner, facts } as Change), ...forget] };
}
