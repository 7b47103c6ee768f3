import { project } from "./compare";
import { fieldMeta } from "./fields";
import type { Kind, Observed, Values } from "./kind";

/** Outputs under this name hold what was on the host before us, of what we only borrow or have adopted. */
export const previousKey = "__previous";

const isMap = (v: unknown): v is Values => typeof v === "object" && v !== null && !Array.isArray(v);

const former = (was: Values | undefined): Values | undefined => was?.[previousKey];

/** The values to go back to, with those of fields and keys that the program manages only from now on. */
export function extended(kind: Kind, want: Values, was: Values = {}, have: Observed | undefined): Values | undefined {
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
export function withFormer(kind: Kind, want: Values, was: Values | undefined): Values {
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

/** The inputs that describe what was there before us. */
export function restored(kind: Kind, want: Values, previous: Values): Values {
	const key = Object.fromEntries([...kind.key, "host", "netns", ...kind.fixed].map((field) => [field, want[field]]));
	return { ...key, ...previous };
}
