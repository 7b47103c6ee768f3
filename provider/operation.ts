import { describe, differences, project } from "./compare";
import { type Fact, type Facts, isMeasurement } from "./facts";
import type { Change, Kind, Observed, Values } from "./kind";
import { extended, previousKey, restored, withFormer } from "./previous";
import type { Step } from "./steps";

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

const borrowed = ({ kind, want }: Operation): boolean => kind.borrowed?.(want) ?? false;

const isAdopted = (op: Operation): boolean => borrowed(op) || op.was?.[previousKey] !== undefined;

const remembers = (op: Operation): boolean =>
	!op.kind.readonly &&
	(op.mode === "create" || op.kind.mark === "journal") &&
	(borrowed(op) || Boolean(op.want.adopt) || op.kind.mark === "journal");

/** The reads that planning needs; measurements only tell something after the change. */
export function factsBefore(op: Operation): Fact[] {
	const was = op.was ? op.kind.facts({ ...op.was }) : [];
	const journal: Fact[] = remembers(op) ? [{ read: "journal" }] : [];
	return [...op.kind.facts(op.want), ...was, ...journal].filter((fact) => !isMeasurement(fact));
}

export function factsAfter(op: Operation): Fact[] {
	if (op.mode === "delete") return factsBefore(op);
	return [...op.kind.facts(op.want), ...(op.kind.mark === "journal" ? [{ read: "journal" } as const] : [])];
}

export function observe(op: Operation, facts: Facts, adopted = isAdopted(op)): Observed | undefined {
	const have = op.kind.observe(facts, op.want);
	return have && adopted ? { ...have, shared: ["addresses"] } : have;
}

/** True where what is there is the object of our state, whoever's mark it bears now. */
function same(have: Observed, was: Values | undefined): boolean {
	return ["uuid", "ifindex", "handle"].some((key) => was?.[key] !== undefined && was[key] === have.computed[key]);
}

/** The steps of one operation, by what is on the host now. Throws where the host is to be left alone. */
export function plan(op: Operation, facts: Facts): Planned {
	if (op.kind.readonly) return { steps: [] };
	const have = observe(op, facts);
	return op.mode === "delete" ? planDelete(op, have, facts) : planWant(op, have, facts);
}

function planWant(op: Operation, have: Observed | undefined, facts: Facts): Planned {
	const { kind, want, was, owner } = op;
	const lent = borrowed(op);
	if (!have && lent)
		throw new Error(
			kind.type === "Sysctl"
				? "the kernel of this host has no such parameter"
				: "it is not there, and this resource never makes it",
		);
	const noted = have && remembers(op) ? facts.journal.get(op.id) : undefined;
	const foreign =
		have !== undefined && !lent && have.owner !== owner && !(op.mode === "update" && (same(have, was) || isAdopted(op)));
	if (foreign && have.value.bridge !== want.bridge)
		throw new Error(
			`it is a port of bridge ${have.value.bridge} and not ours: take it off there first (ovs-vsctl del-port), or choose another name`,
		);
	if (foreign && !want.adopt) throw new Error(foreignMessage(have.owner));
	const taken = foreign || (lent && op.mode === "create") || noted?.previous !== undefined;
	const now = have && taken ? { ...have, shared: ["addresses"] } : have;
	const previous = taken && now ? (noted?.previous ?? project(kind, want, now)) : extended(kind, want, was, now);
	const steps = kind.plan({ want: withFormer(kind, want, was), have: now, was, owner, facts });
	const note = (taken && !noted) || (kind.mark === "journal" && !have);
	const entry = { id: op.id, owner, ...(previous ? { previous } : {}) };
	return { steps: [...(note ? [{ tool: "journal", phase: "journal", op: "note", entry } as const] : []), ...steps], previous };
}

function foreignMessage(owner: string | undefined): string {
	const whose = owner === undefined ? "is not ours" : `belongs to ${owner}`;
	return `it is there already and ${whose}: set adopt: true to take it over (it is then released, not deleted, at destroy), or remove it from the host first`;
}

function planDelete(op: Operation, have: Observed | undefined, facts: Facts): Planned {
	const { kind, want, was, owner } = op;
	if (!have) return { steps: [] };
	const previous = was?.[previousKey] as Values | undefined;
	const forget =
		previous || kind.mark === "journal" ? [{ tool: "journal", phase: "journal-end", op: "forget", id: op.id } as const] : [];
	if (previous) return { steps: [...kind.plan({ want: restored(kind, want, previous), have, was: want }), ...forget] };
	if (borrowed(op)) return { steps: [] };
	if (have.owner !== owner && !same(have, was)) return { steps: [] };
	const refusal = kind.refuseDelete?.(facts, want);
	if (refusal) throw new Error(refusal);
	return { steps: [...kind.plan({ have, was: want, owner } as Change), ...forget] };
}

/** What is wrong after the change, in words; [] = the host is as wanted. */
export function problems(op: Operation, facts: Facts, planned: Planned): string[] {
	const have = observe(op, facts, isAdopted(op) || planned.previous !== undefined);
	if (op.mode === "delete")
		return have && planned.steps.some(deletesSomething) && have.owner === op.owner ? ["it is still there"] : [];
	if (!have) return ["it is not there after the change"];
	const found = differences(op.kind, op.want, project(op.kind, op.want, have)).map(describe);
	const said = have.fault === undefined ? [] : [have.fault];
	if (said.length > 0 || found.length > 0) return [...said, ...(op.kind.readonly ? [] : found)];
	const left = op.kind.plan({
		want: withFormer(op.kind, op.want, op.was),
		have,
		was: op.was,
		facts,
		owner: op.kind.mark === "journal" || borrowed(op) ? have.owner : op.owner,
	});
	return left.length === 0
		? []
		: [`it is not as wanted after the change: ${left.length} steps are left (${JSON.stringify(left[0])})`];
}

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
