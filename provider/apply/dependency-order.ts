import { addTo } from "../base/sets-by-key";
import type { Facts } from "../model/facts";
import type { Requirement } from "../model/requirements";
import type { Operation } from "../plan/operation";
import { comesBefore, isJournalStep, type Phase } from "../tools/call";
import type { Step } from "../tools/list";

interface PlannedOperation {
	operation: Operation;
	steps: Step[];
}

/** Requirements of an operation that are not on the host; a delete has none. */
export function unmetRequirements({ mode, kind, want }: Operation, facts: Facts): Requirement[] {
	return mode === "delete" ? [] : kind.requires(want).filter((requirement) => !requirement.there(facts));
}

/** The same, and nothing where a tool refuses what is wanted: planning that operation tells the reason, and holds up no other. */
export function unmetRequirementsOrNone(operation: Operation, facts: Facts): Requirement[] {
	try {
		return unmetRequirements(operation, facts);
	} catch {
		return [];
	}
}

/**
 * Groups operations into stages that one script carries out one after the other, each in the order of the phases. What an operation
 * requires is created in the same stage where the phases put it first, else in an earlier one. Deletes go the other way round.
 */
export function stagesOf<P extends PlannedOperation>(planned: P[], facts: Facts): P[][] {
	const predecessors = predecessorsIn(planned, (p) => unmetRequirementsOrNone(p.operation, facts));
	const known = new Map<P, number>();
	const stageOf = (p: P, path: P[] = []): number => {
		const stage = known.get(p);
		if (stage !== undefined) return stage;
		const earlier = predecessors(p)
			.filter((other) => !path.includes(other))
			.map((other) => stageOf(other, [...path, p]) + (isOrderedByPhases(other, p) ? 0 : 1));
		const found = Math.max(0, ...earlier);
		known.set(p, found);
		return found;
	};
	const stages: P[][] = [];
	for (const p of planned) {
		const stage = stageOf(p);
		while (stages.length <= stage) stages.push([]);
		stages[stage]?.push(p);
	}
	return stages;
}

/** The same operations in an order in which they can be carried out in parts: each after what it requires; a delete before it. */
export function inDependencyOrder<P extends PlannedOperation>(planned: P[]): P[] {
	const predecessors = predecessorsIn(planned, ({ operation: { kind, want } }) => kind.requires(want));
	const ordered = new Set<P>();
	const seen = new Set<P>();
	const put = (p: P): void => {
		if (seen.has(p)) return;
		seen.add(p);
		for (const earlier of predecessors(p)) put(earlier);
		ordered.add(p);
	};
	for (const p of planned) put(p);
	return [...ordered];
}

/**
 * Tells of each operation which others have to come before it; `requirements` says what of its requirements counts.
 * An optional requirement (`isOptional`) gives way to a necessary one: the port that a trunk would rather see first may be on
 * the trunk's own bridge.
 */
function predecessorsIn<P extends PlannedOperation>(planned: P[], requirements: (p: P) => Requirement[]): (p: P) => P[] {
	const creators = new Map<string, P>();
	const provided = new Map<P, string[]>();
	const deletersOf = { necessary: new Map<string, Set<P>>(), optional: new Map<string, Set<P>>() };
	for (const p of planned) {
		const { mode, kind, want } = p.operation;
		const provides = kind.provides(want);
		provided.set(p, provides);
		for (const name of provides) creators.set(name, p);
		if (mode !== "delete") continue;
		for (const { name, isOptional } of kind.requires(want)) addTo(deletersOf[isOptional ? "optional" : "necessary"], name, p);
	}
	const all = (p: P, sort: "necessary" | "optional"): P[] => {
		if (p.operation.mode === "delete") return (provided.get(p) ?? []).flatMap((name) => [...(deletersOf[sort].get(name) ?? [])]);
		const isOfSort = ({ isOptional = false }: Requirement) => isOptional === (sort === "optional");
		return requirements(p)
			.filter(isOfSort)
			.flatMap(({ name }) => creators.get(name) ?? []);
	};
	return (p) => {
		const optional = all(p, "optional").filter((other) => !all(other, "necessary").includes(p));
		return [...new Set([...all(p, "necessary"), ...optional])].filter((other) => other !== p);
	};
}

/** True where the order of the phases alone puts the first before the second. */
function isOrderedByPhases(first: PlannedOperation, second: PlannedOperation): boolean {
	const [a, b] = [earliestPhase(first), earliestPhase(second)];
	if (!a || !b) return true;
	// All rows are one transaction of OVSDB, in which bridges and ports find each other.
	return comesBefore(a, b) || (a === b && (a === "rows" || a === "delete-rows"));
}

const earliestPhase = ({ steps }: PlannedOperation): Phase | undefined =>
	steps
		.filter((step) => !isJournalStep(step) && step.phase !== "boot")
		.map(({ phase }) => phase)
		.reduce<Phase | undefined>((min, phase) => (min === undefined || comesBefore(phase, min) ? phase : min), undefined);
