import { previousKey } from "../base/state-fields";
import { type Values, withoutUnset } from "../base/values";
import { project } from "../model/compare";
import type { Kind } from "../model/kind";
import type { Observed } from "../model/observed";
import type { Operation } from "./operation";

/** The outputs of a resource: the managed values, the computed values, and the original values that destroy restores. */
export function outputs(op: Pick<Operation, "kind" | "want">, have: Observed, originals: Values | undefined): Values {
	const { kind, want } = op;
	const values = Object.entries(kind.computed).flatMap(([name, { original }]) =>
		originals && original !== undefined ? [[name, originals[original]]] : [],
	);
	const all = {
		...project(kind, want, have),
		...computedOf(kind, have),
		...Object.fromEntries(values),
		...(originals ? { [previousKey]: originals } : {}),
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The outputs that follow from inputs alone, as far as these are known. */
export const derivedOutputs = ({ computed }: Kind, want: Values): Values =>
	withoutUnset(Object.fromEntries(Object.entries(computed).map(([name, { derived }]) => [name, derived?.(want)])));

/** All values that can be read of an object, for `Kind.get`, which knows only the id. */
export const outputsByIdAlone = ({ kind }: Pick<Operation, "kind">, have: Observed): Values => ({
	...have.value,
	...computedOf(kind, have),
});

const computedOf = (kind: Kind, have: Observed): Values =>
	Object.fromEntries(Object.keys(kind.computed).map((name) => [name, have.computed[name]]));
