import type { Facts } from "../model/facts";
import type { Requirement } from "../model/kind";
import type { Operation } from "../plan/operation";
import type { Phase } from "../tools/call";
import { comesBefore } from "../tools/call";
import type { Step } from "../tools/step";

export interface PlannedOperation {
	operation: Operation;
	steps: Step[];
}

/** What an operation needs that is not on the host; a delete needs nothing. */
export function unmetRequirements({ mode, kind, want }: Operation, facts: Facts): Requirement[] {
	return mode === "delete" ? [] : (kind.requires?.(want) ?? []).filter((need) => !need.there(facts));
}

/**
 * Groups operations so that a script may carry out wave after wave, each in the order of phases:
 * what another one needs is made in the same wave where the phases see to the order, else in an earlier one; deleted, the other way round.
 */
export function stagesOf<P extends PlannedOperation>(planned: P[], facts: Facts): P[][] {
	const firsts = dependencies(planned, (p) => unmetRequirementsOrNone(p.operation, facts));
	const levels = new Map<P, number>();
	const level = (p: P, above: P[] = []): number => {
		const known = levels.get(p);
		if (known !== undefined) return known;
		const levelsBelow = firsts(p)
			.filter((d) => !above.includes(d))
			.map((d) => level(d, [...above, p]) + (inOrder(d, p) ? 0 : 1));
		const found = Math.max(0, ...levelsBelow);
		levels.set(p, found);
		return found;
	};
	const groups: P[][] = [];
	for (const p of planned) {
		const at = level(p);
		while (groups.length <= at) groups.push([]);
		groups[at]?.push(p);
	}
	return groups;
}

/** The same operations in an order in which they can be carried out in parts: what makes comes before what needs it; deleted, after it. */
export function inDependencyOrder<P extends PlannedOperation>(planned: P[]): P[] {
	const firsts = dependencies(planned, ({ operation: { kind, want } }) => kind.requires?.(want) ?? []);
	const ordered = new Set<P>();
	const seen = new Set<P>();
	const put = (p: P): void => {
		if (seen.has(p)) return;
		seen.add(p);
		for (const first of firsts(p)) put(first);
		ordered.add(p);
	};
	for (const p of planned) put(p);
	return [...ordered];
}

/**
 * Whose steps have to come before those of each; `needs`: what of its needs counts where something is made.
 * What may be missing gives way to what may not: a port that a trunk would rather see first may be one on the trunk's own bridge.
 */
function dependencies<P extends PlannedOperation>(planned: P[], needs: (p: P) => Requirement[]): (p: P) => P[] {
	const makers = new Map<string, P>();
	const leavers = { firm: new Map<string, Set<P>>(), loose: new Map<string, Set<P>>() };
	const claims = new Map<P, string[]>();
	for (const p of planned) {
		const { mode, kind, want } = p.operation;
		claims.set(p, kind.provides(want));
		for (const claim of claims.get(p) ?? []) makers.set(claim, p);
		if (mode === "delete")
			for (const { what, ifComing } of kind.requires?.(want) ?? []) {
				const those = leavers[ifComing ? "loose" : "firm"];
				those.set(what, (those.get(what) ?? new Set()).add(p));
			}
	}
	const all = (p: P, sort: "firm" | "loose"): P[] =>
		p.operation.mode === "delete"
			? (claims.get(p) ?? []).flatMap((claim) => [...(leavers[sort].get(claim) ?? [])])
			: needs(p)
					.filter((need) => (need.ifComing === true) === (sort === "loose"))
					.flatMap((need) => makers.get(need.what) ?? []);
	return (p) => {
		const loose = all(p, "loose").filter((other) => !all(other, "firm").includes(p));
		return [...new Set([...all(p, "firm"), ...loose])].filter((other) => other !== p);
	};
}

/** A tool that refuses what is wanted says so when it is planned; here it is no reason to hold up the others. */
export function unmetRequirementsOrNone(operation: Operation, facts: Facts): Requirement[] {
	try {
		return unmetRequirements(operation, facts);
	} catch {
		return [];
	}
}

/** True where the order of phases alone puts the first before the second. */
function inOrder(first: PlannedOperation, second: PlannedOperation): boolean {
	const [a, b] = [earliest(first), earliest(second)];
	if (!a || !b) return true;
	// Rows are one transaction, in which bridges and ports find each other.
	return comesBefore(a, b) || (a === b && (a === "rows" || a === "delete-rows"));
}

const earliest = ({ steps }: PlannedOperation): Phase | undefined =>
	steps
		.map((s) => s.phase)
		.filter((p) => !p.startsWith("journal"))
		.reduce<Phase | undefined>((min, p) => (min === undefined || comesBefore(p, min) ? p : min), undefined);
