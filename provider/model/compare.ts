import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { addressOf } from "../base/device-address";
import { fieldMeta } from "../base/fields";
import { memoize } from "../base/memoize";
import { isMap, type Values } from "../base/values";
import type { Kind } from "./kind";
import type { Observed } from "./observed";
import { secretFieldsOf } from "./secrets";

export interface Difference {
	/** A path such as `externalIds.owner` or `addresses`. */
	path: string;
	want: unknown;
	have: unknown;
	/** True where the values are secret. */
	isSecret?: true;
}

/** Inputs that say how a resource is handled. The other inputs describe the object on the host. */
const handling = new Set(["host", "adopt"]);

/** The fields of a kind's schema that describe the object. */
export const fieldsOf = (schema: z.ZodObject): string[] => Object.keys(schema.shape).filter((f) => !handling.has(f));

/**
 * The observed values that the program manages: the fields that the program sets, enforced fields that are not set,
 * and of maps and shared lists only the members that the program names. The state and the drift consist of these values.
 */
export function project(kind: Kind, want: Values, have: Observed): Values {
	const managed: Values = {};
	for (const field of fieldsOf(kind.schema)) {
		const meta = fieldMeta(kind.schema, field);
		const value = have.value[field];
		if (want[field] === undefined && meta.unset === "unmanaged") continue;
		if (value === undefined) continue;
		managed[field] = meta.keys || have.shared?.includes(field) ? members(want[field], value) : value;
	}
	return managed;
}

function members(want: unknown, have: unknown): unknown {
	if (Array.isArray(have)) {
		const named = ((want ?? []) as unknown[]).map(addressOf);
		return have.filter((member) => named.includes(addressOf(member)));
	}
	return namedKeys((want ?? {}) as Values, have as Values);
}

/** The keys that the program names, also those of maps in a map. */
function namedKeys(want: Values, have: Values): Values {
	const named = Object.entries(have).filter(([key]) => Object.hasOwn(want, key));
	return Object.fromEntries(
		named.map(([key, value]) => [key, isMap(value) && isMap(want[key]) ? namedKeys(want[key], value) : value]),
	);
}

const secretNamesOf = memoize((schema: z.ZodObject) => new Set(secretFieldsOf(schema).map(({ path }) => path.at(-1))));

/** The differences between two sets of values, field by field, and key by key in maps. */
export function differences(kind: Kind, want: Values, have: Values): Difference[] {
	const secret = secretNamesOf(kind.schema);
	const isSecret = ({ path }: Difference) => secret.has(path.split(".").at(-1));
	return fieldsOf(kind.schema)
		.flatMap((field) => {
			const { compared = (value: unknown) => value } = fieldMeta(kind.schema, field);
			return deepDifferences(field, compared(want[field]), compared(have[field]));
		})
		.map((one) => (isSecret(one) ? { ...one, isSecret: true as const } : one));
}

/** The differences between any two values. */
export function deepDifferences(path: string, want: unknown, have: unknown): Difference[] {
	if (isDeepStrictEqual(want, have)) return [];
	if (isTable(want) && isTable(have)) return rowDifferences(path, want, have);
	if (isMap(want) && isMap(have))
		return [...new Set([...Object.keys(want), ...Object.keys(have)])].flatMap((key) =>
			deepDifferences(`${path}.${key}`, want[key], have[key]),
		);
	return [{ path, want, have }];
}

/** The differences row by row. Equal rows at the start and at the end are skipped, so that an inserted row does not shift the others. */
function rowDifferences(path: string, want: Values[], have: Values[]): Difference[] {
	const least = Math.min(want.length, have.length);
	let start = 0;
	while (start < least && isDeepStrictEqual(want[start], have[start])) start++;
	let end = 0;
	while (end < least - start && isDeepStrictEqual(want.at(-1 - end), have.at(-1 - end))) end++;
	const [wanted, found] = [want, have].map((rows) => rows.slice(start, rows.length - end)) as [Values[], Values[]];
	return Array.from({ length: Math.max(wanted.length, found.length) }, (_, i) =>
		deepDifferences(`${path}[${start + i}]`, wanted[i], found[i]),
	).flat();
}

const isTable = (v: unknown): v is Values[] => Array.isArray(v) && v.length > 0 && v.every(isMap);

/** A difference as a sentence: `tag is 7, wanted 5`. A secret value is not shown. */
export function describe({ path, want, have, isSecret }: Difference): string {
	if (isSecret && want !== undefined && have !== undefined) return `${path} has another value than wanted`;
	if (isSecret) return want === undefined ? `${path} is set, wanted unset` : `${path} is not set`;
	return `${path} is ${have === undefined ? "not set" : JSON.stringify(have)}, wanted ${want === undefined ? "unset" : JSON.stringify(want)}`;
}
