import { fieldMeta } from "../base/fields";
import { previousKey } from "../base/mark";
import type { Values } from "../base/values";
import { project } from "../model/compare";
import type { Kind } from "../model/kind";
import type { Observed } from "../model/observed";

const isMap = (v: unknown): v is Values => typeof v === "object" && v !== null && !Array.isArray(v);

const former = (was: Values | undefined): Values | undefined => was?.[previousKey];

/** The values to go back to, with those of fields and keys that the program manages only from now on. */
export function extendedOriginals(kind: Kind, want: Values, was: Values = {}, have: Observed | undefined): Values | undefined {
	const previous = former(was);
	if (!previous || !have) return previous;
	const added = Object.entries(project(kind, want, have)).flatMap(([field, value]): [string, unknown][] => {
		if (was[field] === undefined) return [[field, value]];
		if (!isMap(value)) return [];
		const keys = Object.entries(value).filter(([key]) => !(key in was[field]));
		return [[field, { ...previous[field], ...Object.fromEntries(keys) }]];
	});
	return { ...previous, ...Object.fromEntries(added) };
}

const isUnmanaged = (kind: Kind, field: string): boolean => fieldMeta(kind.schema, field).unset === "unmanaged";

/** What is wanted, and of what the program says no more, what was there before it. */
export function withOriginals(kind: Kind, want: Values, was: Values | undefined): Values {
	const previous = former(was);
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
 * The values to go back to of an object that we take over now: what is there, but where a note says what was there
 * before an earlier try of ours, or before another program, that.
 */
export function captured(kind: Kind, want: Values, have: Observed, notes: (Values | undefined)[]): Values {
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
 * The inputs that describe what was there before us; what another program holds too stays as it is. Of a kind that holds many
 * things of the host, what others hold can be seen on the things themselves.
 */
export function restored(kind: Kind, want: Values, previous: Values, have: Observed, others: (Values | undefined)[]): Values {
	const fixed = typeof kind.replaceOn === "function" ? [] : kind.replaceOn;
	const key = Object.fromEntries([...kind.identity.fields, "host", "netns", ...fixed].map((field) => [field, want[field]]));
	const values: Values = structuredClone({ ...key, ...previous });
	for (const other of kind.captureOriginals ? [] : others)
		for (const [field, held] of Object.entries(other ?? {})) {
			const now = (have.value as Values)[field];
			if (!isMap(held)) values[field] = now;
			else values[field] = { ...values[field], ...Object.fromEntries(Object.keys(held).map((key) => [key, now?.[key]])) };
		}
	return values;
}
