import { fieldMeta } from "../base/fields";
import { previousKey } from "../base/mark";
import { isMap, type Values } from "../base/values";
import { project } from "../model/compare";
import type { Kind } from "../model/kind";
import type { Observed } from "../model/observed";

const originalsIn = (was: Values | undefined): Values | undefined => was?.[previousKey];

/** The original values, extended by fields and keys that the program did not manage before. */
export function extendedOriginals(kind: Kind, want: Values, was: Values = {}, have: Observed | undefined): Values | undefined {
	const previous = originalsIn(was);
	if (!previous || !have) return previous;
	const added = Object.entries(project(kind, want, have)).flatMap(([field, value]): [string, unknown][] => {
		if (was[field] === undefined) return [[field, value]];
		if (Array.isArray(value)) return takenFromOthers(field, want, was, previous, value);
		if (!isMap(value)) return [];
		const keys = Object.entries(value).filter(([key]) => !(key in was[field]));
		return [[field, { ...previous[field], ...Object.fromEntries(keys) }]];
	});
	return { ...previous, ...Object.fromEntries(added) };
}

/** The members of others that a shared list loses, because the program now says that the list is empty. */
function takenFromOthers(field: string, want: Values, was: Values, previous: Values, have: unknown[]): [string, unknown][] {
	if (want[field]?.length !== 0 || was[field].length === 0) return [];
	const others = have.filter((member) => !was[field].includes(member));
	return others.length === 0 ? [] : [[field, [...new Set([...(previous[field] ?? []), ...others])]]];
}

const isUnmanaged = (kind: Kind, field: string): boolean => fieldMeta(kind.schema, field).unset === "unmanaged";

/** The wanted inputs, with the original values of fields and keys that were in the program and are not any more. */
export function withOriginals(kind: Kind, want: Values, was: Values | undefined): Values {
	const previous = originalsIn(was);
	if (!previous || !was) return want;
	const dropped = Object.entries(previous).flatMap(([field, value]): [string, unknown][] => {
		if (!isUnmanaged(kind, field)) return [];
		if (want[field] === undefined && was[field] !== undefined) return [[field, value]];
		if (!isMap(value) || !isMap(want[field])) return [];
		const keys = Object.entries(value).filter(([key]) => !(key in want[field]) && key in (was[field] ?? {}));
		return keys.length === 0 ? [] : [[field, { ...want[field], ...Object.fromEntries(keys) }]];
	});
	return { ...want, ...Object.fromEntries(dropped) };
}

/**
 * The original values of an object that is adopted now: the observed ones. A journal entry of an earlier interrupted try, or of
 * another program, has older values, which are used instead.
 */
export function capturedOriginals(kind: Kind, want: Values, have: Observed, notes: (Values | undefined)[]): Values {
	const values = project(kind, want, have);
	for (const note of notes)
		for (const [field, noted] of Object.entries(note ?? {})) {
			if (want[field] === undefined && isUnmanaged(kind, field)) continue;
			if (!isMap(noted) || !isMap(values[field])) {
				values[field] = noted;
				continue;
			}
			const named = Object.entries(noted).filter(([key]) => Object.hasOwn(want[field] ?? {}, key));
			values[field] = { ...values[field], ...Object.fromEntries(named) };
		}
	return values;
}

/**
 * The inputs that restore the original values. Values that another program manages too stay as they are now. A kind that
 * captures its originals itself sees the marks of other programs on the objects.
 */
export function restoredInputs(
	kind: Kind,
	want: Values,
	previous: Values,
	have: Observed,
	others: (Values | undefined)[],
): Values {
	const fixed = typeof kind.replaceOn === "function" ? [] : kind.replaceOn;
	const key = Object.fromEntries([...kind.identity.fields, "host", "netns", ...fixed].map((field) => [field, want[field]]));
	const values: Values = structuredClone({ ...key, ...previous });
	for (const other of kind.captureOriginals ? [] : others)
		for (const [field, managed] of Object.entries(other ?? {})) {
			const now = (have.value as Values)[field];
			if (!isMap(managed)) values[field] = now;
			else values[field] = { ...values[field], ...Object.fromEntries(Object.keys(managed).map((key) => [key, now?.[key]])) };
		}
	return values;
}
