import { describe, differences, project } from "../model/compare";
import { type Fact, type Facts, isMeasurement } from "../model/facts";
import type { Change, Goes, Kind, Observed, Values } from "../model/kind";
import type { Step } from "../tools/step";
import { leavesNoTrace } from "./invalidation";
import { extended, previousKey, restored, taken, withFormer } from "./originals";
import { foreignMessage, formerNote, isBorrowed, isLent, needsJournal, standing } from "./ownership";

/** What is to happen with one resource on its host. */
export interface Operation {
	mode: "create" | "update" | "delete";
	kind: Kind;
	/** Without the host: `[netns/]Kind/key…`. */
	id: string;
	/** What the program wants; of a delete, what it wanted. */
	want: Values;
	/** The outputs of last time. */
	was?: Values;
	/** `project/stack` */
	owner: string;
}

export interface Planned {
	steps: Step[];
	/** The values to go back to at destroy. */
	previous?: Values;
}

/** An error's message with the host and the object that it is about. */
export function named(host: string, { kind, id, want }: Operation, reason: string): Error {
	const message = reason.startsWith(`${host}: `) ? reason.slice(host.length + 2) : reason;
	return new Error(`${host}: ${kind.type} ${kind.key.flatMap((k) => want[k] ?? []).join(" ") || id}: ${message}`);
}

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
const sharing = (have: Observed): Observed => ({ ...have, shared: [...(have.shared ?? []), "addresses"] });

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

function planWant(op: Operation, have: Observed | undefined, facts: Facts, { comes }: Around): Planned {
	const { kind, want, was, owner, mode } = op;
	if (!have && isBorrowed(op)) throw new Error("there is no such thing on this host, and this resource never makes one");
	const whose = have && standing(op, have);
	if (whose === "foreign") refuse(op, have);
	const noted = needsJournal(op) ? facts.journal.own(op.id, owner) : undefined;
	const takes = whose === "foreign" || (whose === "lent" && mode === "create") || (have && noted?.previous !== undefined);
	const now = have && takes ? sharing(have) : have;
	const renamed = formerNote(op, facts);
	const notes = takes ? [...facts.journal.others(op.id, owner), noted].map((entry) => entry?.previous) : [];
	const change = { want: withFormer(kind, want, was), have: now, was, owner, facts, comes };
	const before = takes && now ? taken(kind, want, now, notes) : extended(kind, want, was, now);
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
function refuse({ want }: Operation, have: Observed | undefined): void {
	const at = have?.value.bridge;
	if (at !== want.bridge)
		throw new Error(
			`it is a port of bridge ${at} and not ours: take it off there first (ovs-vsctl del-port), or choose another name`,
		);
	if (!want.adopt) throw new Error(foreignMessage(have?.owner));
}

function planDelete(op: Operation, have: Observed | undefined, facts: Facts, { leaving, declares }: Around): Planned {
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
	const goes: Goes = (claim, mark) => leaving?.has(claim) || (mark === owner && isLeft(claim));
	const refusal = kind.refuseDelete?.(facts, want, goes);
	if (refusal) throw new Error(refusal);
	return { steps: [...kind.plan({ have, was: want, owner, facts } as Change), ...forget] };
}

/** What is wrong after the change, in words; [] = the host is as wanted. */
export function problems(op: Operation, facts: Facts, planned: Planned): string[] {
	const have = observe(op, facts, isLent(op) || planned.previous !== undefined);
	if (op.mode === "delete")
		return have && planned.steps.some(deletesSomething) && standing(op, have) === "ours" ? ["it is still there"] : [];
	if (!have) return ["it is not there after the change"];
	const found = differences(op.kind, op.want, project(op.kind, op.want, have)).map(describe);
	const said = have.fault === undefined ? [] : [have.fault];
	if (said.length > 0 || found.length > 0) return [...said, ...(op.kind.readonly ? [] : found)];
	const left = op.kind
		.plan({
			want: withFormer(op.kind, op.want, op.was),
			have,
			was: op.was,
			owner: op.kind.mark === "journal" || isBorrowed(op) ? have.owner : op.owner,
			facts,
		})
		.filter((step) => !isPassing(step));
	return left.length === 0
		? []
		: [`it is not as wanted after the change: ${left.length} steps are left (${JSON.stringify(left[0])})`];
}

/** What such a step puts may be gone again by itself when it is looked for, or can't be seen at all. */
const isPassing = (step: Step): boolean => leavesNoTrace(step) || (step.tool === "ofctl" && step.passing === true);

const deletesSomething = (step: Step): boolean => step.phase.startsWith("delete-");

/** A resource's outputs: what is managed of it, what only the host knows, and what to go back to. */
export function outputs(op: Pick<Operation, "kind" | "want">, have: Observed, previous: Values | undefined): Values {
	const { kind, want } = op;
	const computed = Object.keys(kind.computed).map((name) => [name, have.computed[name]]);
	const remembered = previous ? (kind.remember?.(previous) ?? {}) : {};
	const all = {
		...project(kind, want, have),
		...Object.fromEntries(computed),
		...remembered,
		...(previous ? { [previousKey]: previous } : {}),
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
