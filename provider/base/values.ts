/** The inputs of one resource in normal form, as the parse of its schema returned them. */
// biome-ignore lint/suspicious/noExplicitAny: one list holds kinds of every shape; each kind's own code is typed by its schema
export type Values = Record<string, any>;

export interface Problem {
	/** Property path below the resource, such as "host.proxy.port". */
	path: string;
	message: string;
}

/** The value without fields that are undefined, at any depth: Pulumi's wire format has no undefined. */
export function withoutUnset<T>(value: T): T {
	if (typeof value !== "object" || value === null || !holdsUnset(value)) return value;
	if (Array.isArray(value)) return value.map(withoutUnset) as T;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, v]) => v !== undefined)
			.map(([k, v]) => [k, withoutUnset(v)]),
	) as T;
}

const holdsUnset = (value: unknown): boolean =>
	value === undefined || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnset));

/** A table in which any text can be looked up: it has no names but its own, not even "constructor". */
export const byWord = <T>(table: Record<string, T>): Record<string, T> => Object.assign(Object.create(null), table);

/** The value that a map has for a key. Undefined where the map has only inherited it, as every object has "constructor". */
// biome-ignore lint/suspicious/noExplicitAny: the values of inputs have any shape
export const ownValue = (map: Record<string, any> | undefined, key: string): any =>
	map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** True for a map or an object with fields, and not for a list. */
export const isMap = (v: unknown): v is Values => typeof v === "object" && v !== null && !Array.isArray(v);
