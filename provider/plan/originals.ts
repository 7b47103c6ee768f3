import { isDeepStrictEqual } from "node:util";
import { addressOf, attributesIn } from "../base/device-address";
import { fieldMeta } from "../base/fields";
import { originalsIn } from "../base/state-fields";
import { isMap, type Values } from "../base/values";
import { project } from "../model/compare";
import { identityFields } from "../model/identity";
import type { Kind } from "../model/kind";
import type { Observed } from "../model/observed";
import type { JournalEntry } from "../tools/journal";
import { isPreexisting } from "./ownership";
import { withoutSettings } from "./settings-of-others";

/** The original values, extended by fields and keys that the program did not manage before. */
export function extendedOriginals(kind: Kind, want: Values, was: Values = {}, have: Observed | undefined): Values | undefined {
	const originals = originalsIn(was);
	if (!originals || !have) return originals;
	const before = withOwnOriginals(have);
	const managed = withLost(kind, want, was, before);
	const added = Object.entries(project(kind, managed, before)).flatMap(([field, value]): [string, unknown][] => {
		if (was[field] === undefined) return [[field, value]];
		const losesOthers = want[field]?.length === 0 || managed[field] !== want[field];
		if (Array.isArray(value))
			return takenInList(kind, field, { was: was[field], originals: originals[field], value, losesOthers });
		if (!isMap(value)) return [];
		return [[field, withAddedKeys(originals[field] ?? {}, value, was[field], isOwnedByKeys(kind, field))]];
	});
	return { ...originals, ...Object.fromEntries(added) };
}

/** The fields with whose change the object loses this one. */
const losingFields = (kind: Kind, field: string): string[] => fieldMeta(kind.schema, field).lostWith ?? [];

/** True where a program decides about a field: it sets the field, or the field gets its default otherwise. */
const decides = (kind: Kind, want: Values, field: string): boolean => want[field] !== undefined || !isUnmanaged(kind, field);

/** The wanted values, with those that the object loses with another field which has had its original value so far. */
function withLost(kind: Kind, want: Values, was: Values, have: Observed): Values {
	const originals = originalsIn(was) ?? {};
	const isAsBefore = (other: string) => was[other] === undefined || isDeepStrictEqual(was[other], originals[other]);
	const isTaken = (other: string) =>
		decides(kind, want, other) && isAsBefore(other) && !isDeepStrictEqual(have.value[other], want[other]);
	const isKnown = (field: string) => originals[field] !== undefined && was[field] === undefined;
	const lost = Object.keys(kind.schema.shape).filter(
		(field) => have.value[field] !== undefined && !isKnown(field) && losingFields(kind, field).some(isTaken),
	);
	return { ...want, ...Object.fromEntries(lost.map((field) => [field, have.value[field]])) };
}

/** The object with the values of it that destroy restores. */
const withOwnOriginals = (have: Observed): Observed => ({ ...have, value: { ...have.value, ...have.originals } });

/**
 * The original value of a list, where the program now has more of the list than before. `losesOthers`: the change takes the members of
 * others off the object.
 */
function takenInList(
	kind: Kind,
	field: string,
	{ was, originals = [], value, losesOthers }: { was: unknown[]; originals?: unknown[]; value: unknown[]; losesOthers: boolean },
): [string, unknown][] {
	const { withTaken } = fieldMeta(kind.schema, field);
	if (withTaken) return [[field, withTaken({ originals, was, have: value })]];
	const others = losesOthers && was.length > 0 ? value.filter((one) => !was.map(addressOf).includes(addressOf(one))) : [];
	const taken = withAttributesTaken([...new Set([...originals, ...others])], was, value);
	return isDeepStrictEqual(taken, originals) ? [] : [[field, taken]];
}

/** The values of the keys that a shape has, also those of maps in it if `isDeep`. */
export function withKeysOf(shape: Values, values: Values, isDeep: boolean): Values {
	const same = Object.entries(values).filter(([key]) => Object.hasOwn(shape, key));
	return Object.fromEntries(
		same.map(([key, value]) => [
			key,
			isDeep && isMap(value) && isMap(shape[key]) ? withKeysOf(shape[key], value, isDeep) : value,
		]),
	);
}

/** Values over other values, key by key, also those of maps in it if `isDeep`. */
function overlaid(below: Values, above: Values, isDeep: boolean): Values {
	const laid = Object.entries(above).map(([key, value]) => {
		const under = below[key];
		return [key, isDeep && isMap(value) && isMap(under) ? overlaid(under, value, isDeep) : value];
	});
	return { ...below, ...Object.fromEntries(laid) };
}

/** The values that the keys of a shape have now; undefined for those that are not there. */
function nowOf(shape: Values, now: Values | undefined, isDeep: boolean): Values {
	return Object.fromEntries(
		Object.keys(shape).map((key) => {
			const isMapNow = isDeep && isMap(shape[key]) && isMap(now?.[key]);
			return [key, isMapNow ? nowOf(shape[key], now[key], isDeep) : now?.[key]];
		}),
	);
}

/** True for a map of which the resource owns the keys that the program names, also those of maps in it. */
export const isOwnedByKeys = (kind: Kind, field: string): boolean => fieldMeta(kind.schema, field).keys === true;

/** The original values of a map with those of keys that the program did not name before. `isDeep`: also of maps in it. */
function withAddedKeys(originals: Values, value: Values, was: Values, isDeep: boolean): Values {
	const added = Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
		if (!(key in was)) return [[key, one]];
		// A map in it that the program has created has no original values.
		const before = originals[key];
		return isDeep && isMap(one) && isMap(was[key]) && isMap(before) ? [[key, withAddedKeys(before, one, was[key], isDeep)]] : [];
	});
	return { ...originals, ...Object.fromEntries(added) };
}

/** The wanted map with the original values of keys that the program does not name any more, also in maps in it. */
function withDroppedKeys(want: Values, originals: Values, was: Values): Values {
	const back = Object.entries(originals).flatMap(([key, value]): [string, unknown][] => {
		if (!(key in want)) return key in was ? [[key, value]] : [];
		return isMap(value) && isMap(want[key]) && isMap(was[key]) ? [[key, withDroppedKeys(want[key], value, was[key])]] : [];
	});
	return back.length === 0 ? want : { ...want, ...Object.fromEntries(back) };
}

/** The original addresses with the attributes that the program did not name before. `have`: the addresses with the named attributes. */
const withAttributesTaken = (originals: unknown[], was: unknown[], have: unknown[]): unknown[] =>
	originals.map((member) => {
		const [now, before] = [have, was].map((list) => attributesIn(list, String(addressOf(member))));
		const added = Object.entries(now ?? {}).filter(([attribute]) => before?.[attribute] === undefined);
		return added.length === 0 ? member : { ...(isMap(member) ? member : { address: member }), ...Object.fromEntries(added) };
	});

const isUnmanaged = (kind: Kind, field: string): boolean => fieldMeta(kind.schema, field).unset === "unmanaged";

/** The wanted inputs, with the original values of fields and keys that were in the program and are not any more. */
export function withOriginals(kind: Kind, want: Values, was: Values | undefined): Values {
	const originals = originalsIn(was);
	if (!originals || !was) return want;
	const dropped = Object.entries(originals).flatMap(([field, value]): [string, unknown][] => {
		if (!isUnmanaged(kind, field)) return [];
		const isDropped = (one: string) => want[one] === undefined && was[one] !== undefined;
		const isBack = (one: string) =>
			want[one] !== undefined && isDeepStrictEqual(want[one], originals[one]) && !isDeepStrictEqual(want[one], was[one]);
		const losing = losingFields(kind, field);
		if (losing.some((one) => decides(kind, want, one) && !isDeepStrictEqual(want[one], originals[one]))) return [];
		const comesBack = isDropped(field) || losing.some((one) => isDropped(one) || isBack(one));
		if (want[field] === undefined && comesBack) return [[field, value]];
		if (!isMap(value) || !isMap(want[field])) return [];
		return [[field, withDroppedKeys(want[field], value, was[field] ?? {})]];
	});
	return { ...want, ...Object.fromEntries(dropped) };
}

/**
 * The original values of an object that is adopted now: the observed ones. A journal entry of an earlier interrupted try, or of
 * another program, has older values, which are used instead.
 */
export function capturedOriginals(kind: Kind, want: Values, have: Observed, entries: JournalEntry[]): Values {
	const before = withOwnOriginals(have);
	const values = entries.reduce(withoutSettings, project(kind, withLost(kind, want, {}, before), before));
	for (const entry of entries)
		for (const [field, former] of Object.entries(entry.previous ?? {})) {
			const isTaken = (one: string) => decides(kind, want, one) && !isDeepStrictEqual(want[one], entry.previous?.[one]);
			const isLost = losingFields(kind, field).some(isTaken);
			if (want[field] === undefined && !isLost && isUnmanaged(kind, field)) continue;
			if (!isMap(former) || !isMap(values[field])) {
				values[field] = former;
				continue;
			}
			const isDeep = isOwnedByKeys(kind, field);
			values[field] = overlaid(values[field], withKeysOf(want[field] ?? {}, former, isDeep), isDeep);
		}
	return values;
}

/**
 * The inputs that restore the original values. Values that another program manages too stay as they are now. A kind that
 * captures its originals itself sees the marks of other programs on the objects, unless these exist anyway.
 */
export function restoredInputs(kind: Kind, want: Values, originals: Values, have: Observed, others: JournalEntry[]): Values {
	const fixed = typeof kind.replaceOn === "function" ? [] : kind.replaceOn;
	const names = identityFields(kind).filter((field) => want[field] !== undefined);
	const key = Object.fromEntries(["host", ...fixed, ...names].map((field) => [field, want[field]]));
	const values: Values = structuredClone({ ...key, ...originals });
	const seesMarks = kind.captureOriginals !== undefined && !isPreexisting({ kind, want });
	for (const { previous: theirs = {}, sets = {} } of seesMarks ? [] : others)
		for (const [field, managed] of Object.entries(overlaid(theirs, sets, true))) {
			const now = (have.value as Values)[field];
			const isDeep = isOwnedByKeys(kind, field);
			values[field] = isMap(managed) ? overlaid(values[field] ?? {}, nowOf(managed, now, isDeep), isDeep) : now;
		}
	return values;
}
