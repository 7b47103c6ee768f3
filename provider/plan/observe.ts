import { fieldMeta } from "../base/fields";
import { ownerIn } from "../base/state-fields";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { Kind, ObserveContext } from "../model/kind";
import type { Observed } from "../model/observed";
import type { Operation } from "./operation";
import { isAdopted } from "./ownership";

/**
 * The object of an operation on the host, or undefined. `adopted`: shared lists are compared only by the members that the program
 * names.
 */
export function observe(
	op: Operation,
	facts: Facts,
	adopted = isAdopted(op),
	{ factsBeforeSideEffects, program }: Pick<ObserveContext, "factsBeforeSideEffects" | "program"> = {},
): Observed | undefined {
	const { kind, want, was, owner, mode } = op;
	const owners = [...new Set([owner, ownerIn(was) ?? owner])];
	const context = { owners, deleting: mode === "delete", was, id: op.id, factsBeforeSideEffects, program };
	const have = kind.observe(facts, want, context);
	// At destroy, members that the program does not name stay, so that a list which the program declares empty counts as shared.
	return have && adopted ? withSharedLists(kind, have, mode === "delete" ? {} : want) : have;
}

/**
 * The object with its shared lists marked as such: members that the program does not name belong to others. A list that is empty
 * in the program is not shared: the program says that the object has no members.
 */
export function withSharedLists(kind: Kind, have: Observed, want: Values): Observed {
	const isShared = (field: string) => fieldMeta(kind.schema, field).shared && want[field]?.length !== 0;
	const lists = Object.keys(kind.schema.shape).filter(isShared);
	return { ...have, shared: [...(have.shared ?? []), ...lists] };
}
