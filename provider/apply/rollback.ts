import { isDeepStrictEqual } from "node:util";
import { fieldMeta } from "../base/fields";
import type { Values } from "../base/values";
import { describe, differences, project } from "../model/compare";
import type { Fact, Facts } from "../model/facts";
import type { Observed } from "../model/observed";
import { leavesNoTrace, staleAfter } from "../plan/invalidation";
import { factsAfter, factsBefore, observe } from "../plan/observe";
import type { Operation } from "../plan/operation";
import { isLent, needsJournal, standing } from "../plan/ownership";
import type { Registry } from "../plan/registry";
import { isDisruptive } from "../plan/side-effects";
import { calls } from "../tools/script";
import type { Step } from "../tools/step";
import { type FailedChange, type HostContext, readUnknown } from "./context";
import { failureIn, reasonOf } from "./failure";
import { standingFacts } from "./repair";
import { devicesOf, routesBack, routesLeft } from "./restore-routes";

/** What became of it, in words; `left`: what could not be undone, [] = the host is as it was. */
export interface RollbackResult {
	said: string;
	left: string[];
	/** Steps of it of which nothing can be read back, and which may not have been carried out. */
	owed: Step[];
}

interface Run {
	before: Facts;
	disruptive: boolean;
}

/**
 * Undoes what was carried out of a refused change: `ip -batch` is not atomic, and neither are several tools in a row.
 * The way is the plan from what is there now to what was observed before; it is read back like any change.
 * Where something is left, the note in the journal stays, with the values before us.
 */
export async function rollBack(host: HostContext, broken: FailedChange, run: Run): Promise<RollbackResult> {
	const { operation, begun, noted } = broken;
	const { id, owner } = operation;
	const { steps, owed, left } = begun ? await stepBack(host, broken, run) : { steps: [], owed: [], left: [] };
	if (noted && left.length === 0)
		await host.run(calls([{ tool: "journal", phase: "journal-end", op: "forget", id, owner }]), [{ read: "journal" }]);
	return { said: steps.length === 0 ? "nothing of it was changed" : "what was done of it was undone", left, owed };
}

async function stepBack(
	host: HostContext,
	broken: FailedChange,
	run: Run,
): Promise<Omit<RollbackResult, "said"> & { steps: Step[] }> {
	const { operation } = broken;
	const { id, owner } = operation;
	const moved = devicesOf(broken.tried);
	const known = await withRenderings(host, broken);
	let steps: Step[];
	try {
		steps = [...stepsBack(known, host), ...routesBack(known, host, moved)];
	} catch (error) {
		return { steps: [], owed: [], left: [(error as Error).message] };
	}
	run.disruptive ||= steps.some((step) => isDisruptive(step, host.facts));
	const script = calls(steps);
	const routes = [...moved.keys()].map((netns): Fact => ({ read: "routes", netns }));
	const reads = [...factsBefore(operation), ...factsAfter(operation), ...routes];
	const wide = run.disruptive ? [...reads, ...standingFacts(host.register, run.before)] : reads;
	const failure = steps.length === 0 ? undefined : failureIn(script, await host.run(script, wide, staleAfter(steps)));
	// It is looked at as it will be without the note: by the note alone, what can't bear a mark is ours.
	const now = broken.noted ? host.facts.unnoted(id, owner) : host.facts;
	const left = looked(() => [...stillWrong(known, now), ...routesLeft(known, now, moved)]);
	const owed = failure ? steps.filter(leavesNoTrace) : [];
	return { steps, owed, left: failure && left.length + owed.length > 0 ? [...left, reasonOf(failure)] : left };
}

/** What a tool makes of the inputs, of this time and of last time, is the same then and now. */
async function withRenderings(host: HostContext, broken: FailedChange): Promise<FailedChange> {
	const { kind } = broken.operation;
	const isRendering = ({ read }: Fact) => read.endsWith("-rendered");
	await readUnknown(host, kind.facts(wholeWant(broken.operation)).filter(isRendering));
	return { ...broken, origin: host.facts.without((fact) => !isRendering(fact)).updated(broken.origin) };
}

/** What stands on an object. */
function leaningOn(register: Registry, { id, kind, want }: Operation): string[] {
	const claims = kind.provides(want);
	return [...register.standing()]
		.map((entry) => entry.operation)
		.filter((other) => other.id !== id && other.kind.requires?.(other.want).some((need) => claims.includes(need.what)))
		.map((other) => other.id);
}

function stepsBack(broken: FailedChange, { facts, register }: HostContext): Step[] {
	const { operation, origin } = broken;
	const { kind, want, owner } = operation;
	const was = before(operation, origin);
	const have = after(broken, facts);
	if (was) {
		const values = { host: want.host, ...asInputs(operation, was.value, have?.value) };
		return kind.plan({
			...{ intent: "rollback", want: values, have, was: want, originals: broken.previous },
			...{ owner: was.owner, facts, marks: was.marks },
		});
	}
	if (!have) return [];
	const leaning = leaningOn(register, operation);
	if (leaning.length > 0) throw new Error(`it is needed by what was made with it (${leaning.join(", ")}), so it stays half made`);
	// What leans on it was judged above; a kind still refuses to take along what is not the program's.
	return kind.plan({ intent: "delete", have, was: want, owner, facts, isDeletedToo: () => true });
}

/** What can't be looked at is no more known to be as it was. */
function looked(look: () => string[]): string[] {
	try {
		return look();
	} catch (error) {
		return [(error as Error).message];
	}
}

function stillWrong(broken: FailedChange, now: Facts): string[] {
	const { operation, origin } = broken;
	const { kind } = operation;
	const was = before(operation, origin);
	const have = after(broken, now);
	if (!was) return have ? ["it is still there"] : [];
	if (!have) return ["it is not there any more"];
	const named = merged(wholeWant(operation), was.value);
	const seen = (observed: Observed) => project(kind, named, observed);
	const mark = was.owner === have.owner ? [] : [{ path: "the mark on it", want: was.owner, have: have.owner }];
	const others = { path: "another resource's marks on it", want: was.marks, have: have.marks };
	const marks = isDeepStrictEqual(was.marks, have.marks) ? [] : [others];
	return [...differences(kind, seen(was), seen(have)), ...mark, ...marks].map(describe);
}

/** What was there before; looked at through the inputs of both times, since some kinds read just what the inputs name. */
function before(operation: Operation, origin: Facts): Observed | undefined {
	return observe({ ...operation, want: wholeWant(operation) }, origin, false);
}

/** What is there now, in as much as it is ours to undo: another's object that came in between is none of it. */
function after({ operation, origin, previous }: FailedChange, now: Facts): Observed | undefined {
	const want = wholeWant(operation);
	const have = observe({ ...operation, want }, now, isLent(operation) || previous !== undefined);
	if (!have || before(operation, origin)) return have;
	return have.owner === undefined || standing(operation, have) === "ours" ? have : undefined;
}

function wholeWant({ kind, want, was = {} }: Operation): Values {
	const old = Object.entries(was).filter(([field]) => field in kind.schema.shape);
	return merged(want, Object.fromEntries(old));
}

/** All that either names; where both say something, what the second says. */
function merged(first: Values, second: Values): Values {
	const both = Object.entries(second).map(([key, value]) => {
		const other = first[key];
		if (isSet(value) && isSet(other)) return [key, [...new Set([...other, ...value])]];
		return [key, isMap(value) && isMap(other) ? merged(other, value) : (value ?? other)];
	});
	return { ...first, ...Object.fromEntries(both) };
}

const isMap = (v: unknown): v is Values => typeof v === "object" && v !== null && !Array.isArray(v);

const isSet = (v: unknown): v is unknown[] => Array.isArray(v) && !v.some(isMap);

/**
 * What was there, as inputs. Not everything can be said by them: the MAC address of a device that has none, the MTU of the
 * loopback device, a QoS that we don't know. Of such fields nothing is changed, and where that can't be said either, of none.
 */
function asInputs({ kind }: Operation, was: Values, now: Values = {}): Values {
	const fields = Object.entries(was).flatMap(([field, value]): [string, unknown][] => {
		if (value === undefined || !(field in kind.schema.shape)) return [];
		if (kind.schema.shape[field]?.safeParse(value).success) return [[field, value]];
		const { unset } = fieldMeta(kind.schema, field);
		if (unset === "unmanaged") return [];
		if (unset === undefined) throw new Error(`${field} can't be said again as it was`);
		return [[field, now[field]]];
	});
	return Object.fromEntries(fields);
}

/** True where a change needs no note in the journal, or has one from before. */
export const wasNoted = (operation: Operation, known: Facts): boolean =>
	operation.mode === "delete" ||
	!needsJournal(operation) ||
	!known.has({ read: "journal" }) ||
	known.journal.own(operation.id, operation.owner) !== undefined;
