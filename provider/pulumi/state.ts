import type { Values } from "../base/values";

/** The version of the shape of resources in Pulumi's state. Every change of that shape needs a migration below. */
export const shapeVersion = 1;

const migrations: Record<number, (state: Values) => Values> = {};

/** State of any earlier version, in the present shape. */
export function migrate(state: Values): Values {
	let current = state;
	for (let v = Number(state.__v ?? shapeVersion); v < shapeVersion; v++)
		current = { ...(migrations[v]?.(current) ?? current), __v: v + 1 };
	return current;
}
