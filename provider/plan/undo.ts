import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { withoutObject, withoutRootRows } from "../network/handover";
import { phases } from "../tools/call";
import { byTool, type Fact, type Step, toolOf } from "../tools/list";
import { callsAsFarAsTheyGo, grouped } from "../tools/script";
import type { AnyStep, HostObject, SavedOutput, Undo, UndoCall } from "../tools/tool";
import { deletedBy } from "./deleted-objects";
import { type ChangeToUndo, planRollback } from "./plan-rollback";

/** A change with the steps that are about to run. */
export interface ChangeWithSteps extends ChangeToUndo {
	steps: Step[];
}

/** The facts that the undo needs beside those of the change. */
export const readsOfUndo = (steps: Step[]): Fact[] =>
	byTool(steps).flatMap(([tool, own]) => (tool.undoReads?.(own) ?? []) as Fact[]);

/** Steps in place of what the kernel itself changes with others. */
const impliedBy = (steps: Step[], known: Facts): Step[] =>
	steps.flatMap((step) => (toolOf(step).impliedSteps?.(step, known) ?? []) as (AnyStep & Step)[]);

/**
 * The undo of changes that have not run yet, which the host carries out by itself. Each step is reversed by its tool, and the kinds
 * create again what the steps delete: planRollback, by the facts without these objects. Every call may find only a part of the
 * change carried out. Throws where something can't be brought back in this way.
 */
export function planUndo(changes: ChangeWithSteps[], known: Facts): Undo {
	const steps = changes.flatMap((change) => change.steps);
	const parts = byTool([...steps, ...impliedBy(steps, known)]).map(([tool, own]) => tool.undo(own, known));
	const recreated = changes.flatMap((change) => recreation(change, known));
	refuseUnlessRecreated(steps, recreated, known);
	const reversed = parts.flatMap((part) => (part.steps ?? []) as (AnyStep & Step)[]);
	const calls: UndoCall[] = [
		...grouped([...reversed, ...recreated]).flatMap((group): UndoCall[] => {
			const [first] = group as [Step, ...Step[]];
			return callsAsFarAsTheyGo(group).map((call) => ({ phase: first.phase, call }));
		}),
		...parts.flatMap((part) => part.calls ?? []),
	];
	const saves = new Map(parts.flatMap((part) => part.saves ?? []).map((save): [string, SavedOutput] => [save.name, save]));
	const ordered = calls.sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase)).map(({ call }) => call);
	return { saves: [...saves.values()], calls: ordered };
}

/** The steps that create again what a change deletes. */
function recreation(change: ChangeWithSteps, known: Facts): Step[] {
	const deleted = deletedBy(change.steps, known);
	if (deleted.length === 0 && !change.steps.some(({ phase }) => phase === "delete-namespaces")) return [];
	return planRollback(change, deleted.reduce(withoutObject, withoutRootRows(known, change.steps)), []);
}

/** A change may also delete objects of other resources, which it takes over, and what is left of an object. */
function refuseUnlessRecreated(steps: Step[], recreated: Step[], known: Facts): void {
	const keyOf = ({ sort, name, netns }: HostObject) => `${sort} ${name} ${netns}`;
	const created = new Set(recreated.flatMap((step) => toolOf(step).creates?.(step) ?? []).map(keyOf));
	const lost = deletedBy(steps, known).find((one) => !created.has(keyOf(one)));
	if (lost) throw new Refused(`it deletes ${lost.sort} ${lost.name}, and not enough of it could be read to create it again`);
}
