import type { Values } from "../base/values";

/** The version of the shape in which resources are kept in Pulumi's state. A change of shape adds a migration below. */
export const shapeVersion = 1;

const migrations: Record<number, (state: Values) => Values> = {};

/** State written by any earlier version, in today's shape. */
export function migrate(state: Values): Values {
	let current = state;
	for (let v = Number(state.__v ?? shapeVersion); v < shapeVersion; v++)
		current = { ...(migrations[v]?.(current) ?? current), __v: v + 1 };
	return current;
}
