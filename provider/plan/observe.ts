import { fieldMeta } from "../base/fields";
import { ownerIn } from "../base/state-fields";
import type { Values } from "../base/values";
import { isMeasurement, isOfInputs } from "../model/fact";
import type { Facts } from "../model/facts";
import type { Kind, ObserveContext } from "../model/kind";
import type { Observed } from "../model/observed";
import type { Fact } from "../tools/list";
import { madeDevices } from "./made-devices";
import type { Operation } from "./operation";
import { isAdopted, isJournaled, isObserver, isPreexisting, needsJournal } from "./ownership";

/** The reads before a change. */
export const factsBefore = (op: Operation): Fact[] => [...ownFacts(op), ...deviceFacts(op)];

/** The reads that show the object and its settings. Measurements are read only after a change. */
function ownFacts(op: Operation): Fact[] {
	// The previous inputs are compared as observed on the host, so no tool has to render them.
	const was = op.was ? op.kind.facts({ ...op.was }).filter((fact) => !isOfInputs(fact)) : [];
	const wanted = op.kind.facts(op.want, op.mode === "create" ? undefined : op.was);
	const isJournalRead = needsJournal(op) || (isPreexisting(op) && !isObserver(op));
	const journal: Fact[] = isJournalRead ? [{ read: "journal" }] : [];
	return [...wanted, ...was, ...journal, ...bootFacts(op)].filter((fact) => !isMeasurement(fact));
}

/** The reads of what is on top of the devices that a deletion removes. */
const deviceFacts = (op: Operation): Fact[] =>
	op.mode === "delete"
		? [...new Set(madeDevices(op).map(({ netns }) => netns))].map((netns): Fact => ({ read: "links", netns }))
		: [];

/** The reads after a change, which verify it. */
export function factsAfter(op: Operation): Fact[] {
	if (op.mode === "delete") return ownFacts(op);
	return [...op.kind.facts(op.want), ...(isJournaled(op) ? [{ read: "journal" } as const] : []), ...bootFacts(op)];
}

/** The reads before a change and after it. */
export const factsAround = (op: Operation): Fact[] => [...factsBefore(op), ...factsAfter(op)];

const bootFacts = ({ persist }: Operation): Fact[] => (persist === undefined ? [] : [{ read: "boot-files" }]);

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
