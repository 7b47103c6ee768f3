import { isMeasurement, isOfInputs } from "../model/fact";
import type { Fact } from "../tools/list";
import { madeDevices } from "./made-devices";
import type { Operation } from "./operation";
import { isJournaled, isObserver, isPreexisting, needsJournal } from "./ownership";

/** The reads before a change. */
export const readsBefore = (op: Operation): Fact[] => [...ownReads(op), ...deviceReads(op)];

/** The reads that show the object and its settings. Measurements are read only after a change. */
function ownReads(op: Operation): Fact[] {
	// The previous inputs are compared as observed on the host, so no tool has to render them.
	const was = op.was ? op.kind.facts({ ...op.was }).filter((fact) => !isOfInputs(fact)) : [];
	const wanted = op.kind.facts(op.want, op.mode === "create" ? undefined : op.was);
	const isJournalRead = needsJournal(op) || (isPreexisting(op) && !isObserver(op));
	const journal: Fact[] = isJournalRead ? [{ read: "journal" }] : [];
	return [...wanted, ...was, ...journal, ...bootReads(op)].filter((fact) => !isMeasurement(fact));
}

/** The reads of what is on top of the devices that a deletion removes. */
const deviceReads = (op: Operation): Fact[] =>
	op.mode === "delete"
		? [...new Set(madeDevices(op).map(({ netns }) => netns))].map((netns): Fact => ({ read: "links", netns }))
		: [];

/** The reads after a change, which verify it. */
export function readsAfter(op: Operation): Fact[] {
	if (op.mode === "delete") return ownReads(op);
	return [...op.kind.facts(op.want), ...(isJournaled(op) ? [{ read: "journal" } as const] : []), ...bootReads(op)];
}

/** The reads before a change and after it. */
export const readsAround = (op: Operation): Fact[] => [...readsBefore(op), ...readsAfter(op)];

const bootReads = ({ persist }: Operation): Fact[] => (persist === undefined ? [] : [{ read: "boot-files" }]);
