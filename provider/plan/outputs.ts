import { previousKey } from "../base/mark";
import type { Values } from "../base/values";
import { project } from "../model/compare";
import type { Observed } from "../model/kind";
import type { Operation } from "./operation";

/** A resource's outputs: what is managed of it, what only the host knows, and what to go back to. */
export function outputs(op: Pick<Operation, "kind" | "want">, have: Observed, previous: Values | undefined): Values {
	const { kind, want } = op;
	const computed = Object.keys(kind.computed).map((name) => [name, have.computed[name]]);
	const remembered = previous ? (kind.remember?.(previous) ?? {}) : {};
	const all = {
		...project(kind, want, have),
		...Object.fromEntries(computed),
		...remembered,
		...(previous ? { [previousKey]: previous } : {}),
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
