import { isUnknown } from "../../base/unknown";
import type { Values } from "../../base/values";
import type { Allocation, AllocationContext } from "../../model/kind";
import { labelOf, ruleText } from "./content";

/** The priorities that rules without one get. A rule that sets one can have any of them too. */
export const allotted = { first: 20000, last: 29999 };

/**
 * The priority of a rule that sets none, and the label by which its id differs from those of other rules of the priority. Rules of earlier
 * versions have no label. A new rule's number is derived from its name, so that it does not depend on the order in which the rules are
 * declared, unless another rule has that number.
 */
export function allocateRule(want: Values, before: Values = {}, { isNew, name, declared }: AllocationContext): Allocation {
	const label: string | undefined =
		before.label ?? (isNew ? labelOf(name, { ...want, priority: want.priority ?? "" }) : undefined);
	const kept = isNew && isTaken(want, before.priority, declared) ? undefined : before.priority;
	const priority = want.priority ?? kept ?? free(want, label ?? labelOf(name, want), declared);
	const problems = priority === undefined ? [{ path: "priority", message: noneFree }] : [];
	const decided = { ...(label === undefined ? {} : { label }), ...(isUnknown(priority) ? {} : { priority }) };
	return { values: { priority }, decided, problems };
}

const noneFree = `all priorities from ${allotted.first} to ${allotted.last} are taken: set one`;

/** The rules of the program in the same family and network namespace. */
const otherRules = ({ family, netns }: Values, declared: AllocationContext["declared"]): Values[] =>
	declared.ofType("Rule").filter((other) => other.family === family && other.netns === netns);

/** True where another rule has the priority. The program may have asked about this one before. */
const isTaken = (want: Values, priority: unknown, declared: AllocationContext["declared"]): boolean =>
	otherRules(want, declared).some((other) => other.priority === priority && ruleText(other) !== ruleText({ ...want, priority }));

function free(want: Values, label: string, declared: AllocationContext["declared"]): number | undefined {
	const taken = new Set(otherRules(want, declared).map(({ priority }) => priority));
	const size = allotted.last - allotted.first + 1;
	const start = Number.parseInt(label, 16) % size;
	for (let i = 0; i < size; i++) {
		const priority = allotted.first + ((start + i) % size);
		if (!taken.has(priority)) return priority;
	}
	return undefined;
}
