import { isDeepStrictEqual } from "node:util";
import { fieldMeta } from "../base/fields";
import { isMap, type Values } from "../base/values";
import { Refused } from "../model/change";
import { describe, differences, project } from "../model/compare";
import type { Facts } from "../model/facts";
import { ownFields } from "../model/identity";
import type { Observed } from "../model/observed";
import type { Step } from "../tools/list";
import { observe } from "./observe";
import type { Operation } from "./operation";
import { isAdopted, needsJournal, ownershipStatus } from "./ownership";

/** A change that failed midway. */
export interface ChangeToUndo {
	operation: Operation;
	/** The original values that the change would have put into the state. */
	originals?: Values;
	/** The facts before the change. */
	factsBefore: Facts;
}

/**
 * The steps that restore what was observed before the change; [] where the change left nothing on the host.
 * `dependents`: the resources on the host that require the object, in words. Throws where the rollback would delete it under them.
 */
export function planRollback(change: ChangeToUndo, facts: Facts, dependents: string[]): Step[] {
	const { operation, factsBefore } = change;
	const { kind, want, owner } = operation;
	const was = before(change);
	const have = after(change, facts);
	if (was) {
		const values = { host: want.host, ...asInputs(operation, was.value, have?.value) };
		return kind.plan({
			...{ intent: "rollback", want: values, have, was: want, originals: change.originals },
			...{ owner: was.owner, facts, factsBefore, marks: was.marks },
		});
	}
	if (!have) return [];
	if (dependents.length > 0) throw new Refused(`other resources need it (${dependents.join(", ")}), so it was not deleted`);
	// Dependents were checked above. The kind still refuses to delete objects of others together with this one.
	return kind.plan({ intent: "delete", have, was: want, owner, facts, factsBefore, isDeletedToo: () => true });
}

/** The differences from before the change, as messages; [] after a complete rollback. */
export function notRolledBack(change: ChangeToUndo, now: Facts): string[] {
	const { operation } = change;
	const { kind } = operation;
	const was = before(change);
	const have = after(change, now);
	if (!was) return have ? ["it still exists"] : [];
	if (!have) return ["it does not exist any more"];
	const named = merged(allInputs(operation), was.value);
	const seen = (observed: Observed) => project(kind, named, observed);
	const mark = was.owner === have.owner ? [] : [{ path: "its ownership mark", want: was.owner, have: have.owner }];
	const others = { path: "another resource's ownership mark on it", want: was.marks, have: have.marks };
	const marks = isDeepStrictEqual(was.marks, have.marks) ? [] : [others];
	return [...differences(kind, seen(was), seen(have)), ...mark, ...marks].map(describe);
}

/**
 * The object before the change. Some kinds observe only what the inputs name, so the inputs are those of both changes. What was left of an
 * object that did not exist any more is not restored.
 */
function before({ operation, factsBefore }: ChangeToUndo): Observed | undefined {
	const was = observe({ ...operation, want: allInputs(operation) }, factsBefore, false);
	return was?.residue ? undefined : was;
}

/** The object now. An object that somebody else created in the meantime is left out, so that it is not deleted. */
function after(change: ChangeToUndo, now: Facts): Observed | undefined {
	const { operation, originals } = change;
	const want = allInputs(operation);
	const have = observe({ ...operation, want }, now, isAdopted(operation) || originals !== undefined);
	if (!have || before(change)) return have;
	return have.owner === undefined || ownershipStatus(operation, have) === "owned" ? have : undefined;
}

/** The present and the previous inputs together. The previous ones win. */
export function allInputs({ kind, want, was = {} }: Operation): Values {
	return merged(want, ownFields(kind, was));
}

/** Both values together, also inside maps and lists. The second one wins. */
function merged(first: Values, second: Values): Values {
	const both = Object.entries(second).map(([key, value]) => {
		const other = first[key];
		if (isSet(value) && isSet(other)) return [key, [...new Set([...other, ...value])]];
		return [key, isMap(value) && isMap(other) ? merged(other, value) : (value ?? other)];
	});
	return { ...first, ...Object.fromEntries(both) };
}

const isSet = (v: unknown): v is unknown[] => Array.isArray(v) && !v.some(isMap);

/**
 * The observed values as inputs. Some values are not valid inputs: the MAC address of a device that has none, the MTU of the
 * loopback device, a QoS of an unknown type. Such a field keeps its present value; a required field throws.
 */
function asInputs({ kind }: Operation, was: Values, now: Values = {}): Values {
	const fields = Object.entries(was).flatMap(([field, value]): [string, unknown][] => {
		if (value === undefined || !(field in kind.schema.shape)) return [];
		if (kind.schema.shape[field]?.safeParse(value).success) return [[field, value]];
		const { unset } = fieldMeta(kind.schema, field);
		if (unset === "unmanaged") return [];
		if (unset === undefined)
			throw new Refused(`the earlier value of ${field} is not a valid input, so it can't be restored: restore it by hand`);
		return [[field, now[field]]];
	});
	const inputs = Object.fromEntries(fields);
	const missing = Object.entries(kind.schema.shape).find(
		([field, schema]) => field !== "host" && !(field in inputs) && !schema.safeParse(undefined).success,
	);
	if (missing)
		throw new Refused(
			`what was there before was no ${kind.type} (it has no ${missing[0]}), so it can't be restored: restore it by hand`,
		);
	return inputs;
}

/** True where a change needs no journal entry, or already had one before. */
export const hasJournalEntry = (operation: Operation, known: Facts): boolean =>
	operation.mode === "delete" ||
	!needsJournal(operation) ||
	!known.has({ read: "journal" }) ||
	known.journal.own(operation.id, operation.owner) !== undefined;
