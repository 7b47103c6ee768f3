import type { Facts } from "./facts";
import type { Need } from "./kind";
import type { Operation } from "./operation";
import { before } from "./script";
import type { Phase, Step } from "./steps";

export interface PlannedOperation {
	operation: Operation;
	steps: Step[];
}

/** What an operation needs that is not on the host; a delete needs nothing. */
export function unmet({ mode, kind, want }: Operation, facts: Facts): Need[] {
	return mode === "delete" ? [] : (kind.needs?.(want) ?? []).filter((need) => !need.there(facts));
}

/**
 * Groups operations so that a script may carry out wave after wave, each in the order of phases:
 * what another one needs is made in the same wave where the phases see to the order, else in an earlier one; deleted, the other way round.
 */
export function waves(planned: PlannedOperation[], facts: Facts): PlannedOperation[][] {
	const holders = new Map<string, PlannedOperation>();
	for (const p of planned) for (const claim of p.operation.kind.claims(p.operation.want)) holders.set(claim, p);
	const levels = new Map<PlannedOperation, number>();
	const level = (p: PlannedOperation, above: PlannedOperation[] = []): number => {
		const known = levels.get(p);
		if (known !== undefined) return known;
		const levelsBelow = dependencies(p, planned, holders, facts)
			.filter((d) => !above.includes(d))
			.map((d) => level(d, [...above, p]) + (inOrder(d, p) ? 0 : 1));
		const found = Math.max(0, ...levelsBelow);
		levels.set(p, found);
		return found;
	};
	const groups: PlannedOperation[][] = [];
	for (const p of planned) {
		const at = level(p);
		while (groups.length <= at) groups.push([]);
		groups[at]?.push(p);
	}
	return groups;
}

/** Whose steps have to come before this one's. */
function dependencies(
	p: PlannedOperation,
	all: PlannedOperation[],
	holders: Map<string, PlannedOperation>,
	facts: Facts,
): PlannedOperation[] {
	if (p.operation.mode !== "delete") return unmet(p.operation, facts).flatMap((need) => holders.get(need.what) ?? []);
	const mine = new Set(p.operation.kind.claims(p.operation.want));
	return all.filter(
		(o) => o !== p && o.operation.mode === "delete" && o.operation.kind.needs?.(o.operation.want).some((n) => mine.has(n.what)),
	);
}

/** True where the order of phases alone puts the first before the second. */
function inOrder(first: PlannedOperation, second: PlannedOperation): boolean {
	const [a, b] = [earliest(first), earliest(second)];
	if (!a || !b) return true;
	// Rows are one transaction, in which bridges and ports find each other.
	return before(a, b) || (a === b && (a === "rows" || a === "delete-rows"));
}

const earliest = ({ steps }: PlannedOperation): Phase | undefined =>
	steps
		.map((s) => s.phase)
		.filter((p) => !p.startsWith("journal"))
		.reduce<Phase | undefined>((min, p) => (min === undefined || before(p, min) ? p : min), undefined);
