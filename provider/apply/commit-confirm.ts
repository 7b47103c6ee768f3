import { firstFew } from "../base/first-few";
import type { Facts } from "../model/facts";
import { observe } from "../plan/observe";
import { type Operation, resourceLabel } from "../plan/operation";
import { isObserver } from "../plan/ownership";
import { readsAfter } from "../plan/reads";
import type { Registry } from "../plan/registry";
import { type ChangeWithSteps, planUndo, readsOfUndo } from "../plan/undo";
import { knownWayIn, touchedParts } from "../plan/way-in";
import type { Call } from "../tools/call";
import type { Fact } from "../tools/list";
import type { CallResult } from "../tools/script";
import type { Undo } from "../tools/tool";
import type { WayIn } from "../tools/way-in";
import type { HostContext, HostSession } from "./context";
import { unmetRequirements } from "./dependency-order";
import { type ConfirmingCheck, NoWayBack } from "./guarded-script";

/** A change with the steps of one script. `factsBefore` undefined: none of its steps was run before. */
export type ChangeToRun = Omit<ChangeWithSteps, "factsBefore"> & { factsBefore?: Facts };

export interface Script {
	changes: Call[];
	reads: Fact[];
	isStale: (fact: Fact) => boolean;
}

/**
 * Runs the script of changes. The host undoes a script that may cut the way in, unless a new connection and the checks confirm it. Throws
 * NoWayBack where the host can't do that.
 */
export async function runScript(context: HostContext, all: ChangeToRun[], script: Script): Promise<CallResult[]> {
	const { session, confirm } = context;
	if (session.isRemote) await session.readUnknown([{ read: "session-start" }]);
	const parts = partsOfWayIn(session, all);
	for (const { operation, warning } of wayInWarnings(context, all, parts)) context.warn(operation, warning);
	const isGuarded = session.isRemote && (parts.length > 0 || (confirm.always && all.some(({ steps }) => steps.length > 0)));
	const { changes, reads } = script;
	if (!isGuarded) return session.run(changes, reads, script.isStale);
	// The connection may come in by other devices after the change.
	const isStale = (fact: Fact) => fact.read === "session-start" || script.isStale(fact);
	if (confirm.seconds > 0) {
		const guarded = {
			parts: firstFew(parts),
			changes,
			undo: await undoOf(context, all, parts),
			seconds: confirm.seconds,
			about: aboutOf(all, parts),
			checks: confirmingChecks(context),
		};
		return session.runGuarded(guarded, reads, isStale);
	}
	// A script runs to its end on the host even if the connection breaks.
	const byScript = changes.map(({ ovsdbChange: _, ...call }) => call);
	return session.run(parts.length > 0 ? byScript : changes, reads, isStale);
}

type PlannedSteps = Pick<ChangeToRun, "operation" | "steps">;

/** The way by which the connection comes in. Undefined where it comes from this machine. */
const wayInOf = ({ facts, isRemote }: HostSession): WayIn | undefined => (isRemote ? knownWayIn(facts) : undefined);

/** The parts of the way in that changes touch, in words. */
function partsOfWayIn(session: HostSession, changes: PlannedSteps[]): string[] {
	const wayIn = wayInOf(session);
	const steps = changes.flatMap((change) => change.steps);
	return wayIn ? touchedParts(steps, session.facts, wayIn) : [];
}

/** A warning with the change that it is about. */
interface ChangeWarning {
	operation: Operation;
	warning: string;
}

/**
 * Warnings about changes that are made together and may cut the way in. Of a host that undoes changes by itself, only those that it would
 * confirm all the same. `parts`: those of the way in that the changes touch.
 */
export function wayInWarnings(
	{ session, registry, confirm }: Pick<HostContext, "session" | "registry" | "confirm">,
	changes: PlannedSteps[],
	parts = partsOfWayIn(session, changes),
): ChangeWarning[] {
	const secure = secureBridges(registry, changes, wayInOf(session)?.bridges ?? []);
	const isWarned = confirm.seconds === 0 && parts.length > 0;
	const first = isWarned ? changes.find((change) => partsOfWayIn(session, [change]).length > 0) : undefined;
	if (!first) return secure;
	const warning = `the change may cut the SSH connection: it changes ${firstFew(parts)}. If it does, the host stays unreachable. To let the host undo such a change by itself: pulumi config set ovs:commitConfirm 30`;
	return [...secure, { operation: first.operation, warning }];
}

/**
 * Warnings about bridges of the way in that become secure: no new connection shows within seconds that one lacks flows, because it
 * forwards all packets for two more minutes (graceFlow).
 */
function secureBridges(registry: Registry, changes: PlannedSteps[], bridges: string[]): ChangeWarning[] {
	const hasFlows = (bridge: string) =>
		registry.operations.some((other) => readsAfter(other).some((fact) => fact.read === "flows" && fact.bridge === bridge));
	return changes.flatMap(({ operation, steps }) =>
		steps.flatMap((step) => {
			if (step.tool !== "fail-mode" || !bridges.includes(step.bridge) || hasFlows(step.bridge)) return [];
			const warning = `the SSH connection comes in by bridge ${step.bridge}, which becomes secure: after two minutes it forwards only what its flows say. Declare an OpenFlowTable with flows for the host's own packets, or the host is cut off`;
			return [{ operation, warning }];
		}),
	);
}

async function undoOf({ session }: HostContext, all: ChangeToRun[], parts: string[]): Promise<Undo> {
	const steps = all.flatMap((change) => change.steps);
	try {
		const known = await session.readUnknown(readsOfUndo(steps));
		return planUndo(
			all.map((change) => ({ ...change, factsBefore: change.factsBefore ?? known })),
			known,
		);
	} catch (error) {
		const what = parts.length > 0 ? ` It may cut the SSH connection: it changes ${firstFew(parts)}.` : "";
		throw new NoWayBack(
			`the host can't undo this change by itself: ${(error as Error).message}.${what} To make it without this protection, run pulumi config set ovs:commitConfirm 0`,
		);
	}
}

/** The checks of the program that confirm changes. One that this run is still to create or to change tells nothing of a change. */
function confirmingChecks({ session: { host }, registry }: HostContext): ConfirmingCheck[] {
	return registry.operationsInPlace
		.filter((operation) => isObserver(operation) && operation.want.confirms === true)
		.map((operation) => ({
			label: resourceLabel(host, operation),
			reads: operation.kind.facts(operation.want),
			faultIn(facts) {
				try {
					const [unmet] = unmetRequirements(operation, facts);
					return unmet ? `it needs ${unmet.name}, which is not on this host` : observe(operation, facts)?.fault;
				} catch (error) {
					return (error as Error).message;
				}
			},
		}));
}

/** The change in words that hold no input except names. */
function aboutOf(all: ChangeToRun[], parts: string[]): string {
	const ids = all.map(({ operation }) => operation.id);
	const owner = all[0]?.operation.owner ?? "";
	return `${owner}: ${firstFew(ids)}${parts.length > 0 ? ` (way in: ${firstFew(parts)})` : ""}`.replaceAll(/[^\x20-\x7e]/g, "?");
}
