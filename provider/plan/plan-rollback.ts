import { isDeepStrictEqual } from "node:util";
import { fieldMeta } from "../base/fields";
import type { Values } from "../base/values";
import { describe, differences, project } from "../model/compare";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/observed";
import type { Step } from "../tools/step";
import { observe } from "./observe";
import type { Operation } from "./operation";
import { isLent, needsJournal, standing } from "./ownership";

/** A change that a tool refused midway. */
export interface ChangeToUndo {
	operation: Operation;
	/** The values to go back to at destroy, as the change would have kept them. */
	previous?: Values;
	/** What was known of the host before the change. */
	factsBefore: Facts;
}

/**
 * The steps from what is on the host now to what was observed before the change; [] = nothing of it is there.
 * `dependents`: ids of standing resources that require the object. Throws where the way back would break them.
 */
export function planRollback(change: ChangeToUndo, facts: Facts, dependents: string[]): Step[] {
	const { operation } = change;
	const { kind, want, owner } = operation;
	const was = before(change);
	const have = after(change, facts);
	if (was) {
		const values = { host: want.host, ...asInputs(operation, was.value, have?.value) };
		return kind.plan({
			...{ intent: "rollback", want: values, have, was: want, originals: change.previous },
			...{ owner: was.owner, facts, marks: was.marks },
		});
	}
	if (!have) return [];
	if (dependents.length > 0)
		throw new Error(`it is needed by what was made with it (${dependents.join(", ")}), so it stays half made`);
	// What leans on it was judged above; a kind still refuses to take along what is not the program's.
	return kind.plan({ intent: "delete", have, was: want, owner, facts, isDeletedToo: () => true });
}

/** What is not as it was before the change, in words. */
export function notRolledBack(change: ChangeToUndo, now: Facts): string[] {
	const { operation } = change;
	const { kind } = operation;
	const was = before(change);
	const have = after(change, now);
	if (!was) return have ? ["it is still there"] : [];
	if (!have) return ["it is not there any more"];
	const named = merged(allInputs(operation), was.value);
	const seen = (observed: Observed) => project(kind, named, observed);
	const mark = was.owner === have.owner ? [] : [{ path: "the mark on it", want: was.owner, have: have.owner }];
	const others = { path: "another resource's marks on it", want: was.marks, have: have.marks };
	const marks = isDeepStrictEqual(was.marks, have.marks) ? [] : [others];
	return [...differences(kind, seen(was), seen(have)), ...mark, ...marks].map(describe);
}

/** What was there before, observed by the inputs of both times: some kinds read only what the inputs name. */
function before({ operation, factsBefore }: ChangeToUndo): Observed | undefined {
	return observe({ ...operation, want: allInputs(operation) }, factsBefore, false);
}

/** What is there now of the change: an object that somebody else created in between is not undone. */
function after(change: ChangeToUndo, now: Facts): Observed | undefined {
	const { operation, previous } = change;
	const want = allInputs(operation);
	const have = observe({ ...operation, want }, now, isLent(operation) || previous !== undefined);
	if (!have || before(change)) return have;
	return have.owner === undefined || standing(operation, have) === "ours" ? have : undefined;
}

/** The inputs of this time and of last time together; where both say something, those of last time. */
export function allInputs({ kind, want, was = {} }: Operation): Values {
	const old = Object.entries(was).filter(([field]) => field in kind.schema.shape);
	return merged(want, Object.fromEntries(old));
}

/** Everything that either names; where both say something, what the second says. */
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
 * What was there, as inputs. Inputs can't say everything: the MAC address of a device that has none, the MTU of the loopback
 * device, a QoS of an unknown type. Such a field keeps its present value; a required field throws.
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
