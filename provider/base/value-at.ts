import { isObject } from "./values";

/** The values at a path; none where the value has another form. "*" is each item of a list and each value of a map. */
export function valuesAt(value: unknown, [step, ...rest]: string[]): unknown[] {
	if (step === undefined) return value === undefined ? [] : [value];
	if (!isObject(value)) return [];
	if (step === "*") return Object.values(value).flatMap((inner) => valuesAt(inner, rest));
	return valuesAt(value[step], rest);
}

/**
 * A copy in which the values at a path are changed. `isClosed`: true for a value whose inside can't be seen; such a value is changed as
 * a whole, and `change` gets the rest of the path.
 */
export function changedAt(
	value: unknown,
	path: string[],
	change: (value: unknown, rest: string[]) => unknown,
	isClosed: (value: unknown) => boolean = () => false,
): unknown {
	if (value === undefined || value === null) return value;
	const [step, ...rest] = path;
	if (step === undefined || isClosed(value)) return change(value, path);
	if (!isObject(value)) return value;
	const inside = (inner: unknown) => changedAt(inner, rest, change, isClosed);
	if (step !== "*") return step in value ? { ...value, [step]: inside(value[step]) } : value;
	if (Array.isArray(value)) return value.map(inside);
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner)]));
}
