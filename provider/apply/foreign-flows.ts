import { ownerIn } from "../base/state-fields";
import type { Facts } from "../model/facts";
import { bridgeText } from "../model/provided-name";
import { foreignPartOf, missingOf, withTableNumbers } from "../openflow/foreign-flows";
import { bridgesCleared } from "../plan/side-effects";
import { type KeptFlow, type KeptFlows, type KeptFlowsStep, keptLine } from "../tools/kept-flows";
import type { Fact, Step } from "../tools/list";
import { knownOvs } from "../tools/ovs-listing";
import type { BatchEntry } from "./batch-entry";
import type { HostSession, RestoreContext } from "./context";
import { addByHand, type LostObject, type OutstandingObject } from "./foreign-entries";
import { type Restoration, restore } from "./restore";
import type { FlowsAtRisk, SideEffectMemory } from "./side-effect-memory";

const factOf = (bridge: string) => ({ read: "kept-flows", bridge }) as const;

/** The flows, groups and meters of a bridge, with numbers of tables where the database was read. */
function nowOn(facts: Facts, bridge: string): KeptFlows | undefined {
	const kept = facts.value(factOf(bridge));
	return kept && withTableNumbers(kept, facts, bridge);
}

/** Stands for the foreign objects of a bridge that could not be read before a change. */
const notRead: KeptFlows = { flows: [], groups: new Map(), meters: new Map(), options: new Map() };

/** True for a bridge that is there, and whose flows can't be read: ovs-vswitchd does not run, or does not answer. */
const isSilent = (facts: Facts, bridge: string): boolean =>
	nowOn(facts, bridge) === undefined && (knownOvs(facts)?.bridges.has(bridge) ?? false);

/** Reads what bridges have, and other facts, that are not known. A bridge that was silent is asked once more. */
async function readBridges(session: HostSession, bridges: string[], others: Fact[]): Promise<Facts> {
	const { facts } = session;
	const again = bridges.filter((bridge) => facts.has(factOf(bridge)) && isSilent(facts, bridge));
	if (again.length > 0) await session.run([], again.map(factOf));
	return session.readUnknown([...bridges.map(factOf), ...others]);
}

/** Reads the foreign objects of bridges that lose all flows by these changes. Returns the facts to read again afterwards. */
export async function readForeignFlows({ session, memory }: RestoreContext, entries: BatchEntry[]): Promise<Fact[]> {
	const steps = entries.flatMap((entry) => entry.steps);
	const bridges = [...bridgesCleared(steps, session.facts)];
	if (bridges.length === 0) return [];
	const facts = await readBridges(session, bridges, [{ read: "journal" }]);
	const owners = entries.flatMap(({ operation: { owner, was } }) => [owner, ownerIn(was)]);
	for (const bridge of bridges) {
		const all = nowOn(facts, bridge);
		const known = memory.flows.get(bridge);
		// Objects that are not restored yet were there before an earlier change of this run.
		if (known?.isOutstanding || (!all && !isSilent(facts, bridge))) continue;
		const controllers = facts.ovs.bridges.get(bridge)?.controller as unknown[] | undefined;
		const kept = all ? foreignPartOf(facts, bridge, all, [...new Set(owners)]) : notRead;
		memory.flows.set(bridge, { kept, isControlled: (controllers?.length ?? 0) > 0, isOutstanding: true });
	}
	return bridges.map(factOf);
}

/** Remembers that steps of a rollback make bridges lose their flows once more. */
export function rememberClearing(memory: SideEffectMemory, steps: Step[], known: Facts): void {
	for (const bridge of bridgesCleared(steps, known)) {
		const flows = memory.flows.get(bridge);
		if (flows) flows.isOutstanding = true;
	}
}

const outstandingIn = ({ memory }: RestoreContext): [string, FlowsAtRisk][] =>
	[...memory.flows].filter(([, { isOutstanding }]) => isOutstanding);

/** Bridges with foreign objects that may be lost and are not restored. */
export const outstandingFlows = (context: RestoreContext): OutstandingObject[] =>
	outstandingIn(context).map(([bridge]) => ({ netns: "", devices: [bridge] }));

const isTimed = ({ idleTimeout, hardTimeout }: KeptFlow): boolean => idleTimeout > 0 || hardTimeout > 0;

/** The flow with the rest of its time. Undefined: the time is over. */
function withRest(flow: KeptFlow): KeptFlow | undefined {
	const { hardTimeout, age } = flow;
	if (hardTimeout === 0) return flow;
	return age >= hardTimeout ? undefined : { ...flow, hardTimeout: hardTimeout - age };
}

const linesOf = ({ options, meters, groups, flows }: KeptFlows): string[] => [
	...options.values(),
	...meters.values(),
	...groups.values(),
	...flows.flatMap((flow) => withRest(flow) ?? []).map(keptLine),
];

/** The foreign objects that a bridge has lost, in words. Flows with a timeout are left out, because they may have expired. */
function lostOn(bridge: string, { options, meters, groups, flows }: KeptFlows): string[] {
	const named = [
		...[...options.keys()].map((field) => `the mapping of the Geneve option ${field}`),
		...[...meters.keys()].map((id) => `the meter ${id}`),
		...[...groups.keys()].map((id) => `the group ${id}`),
		...flows.filter((flow) => !isTimed(flow)).map((flow) => `the flow ${keptLine(flow)}`),
	];
	return named.map((one) => `${one} of bridge ${bridge} is missing`);
}

/** Undefined for a bridge that does not exist any more, or does not answer: nothing can be restored there. */
const missingOn = (bridge: string, { kept }: FlowsAtRisk, facts: Facts): KeptFlows | undefined => {
	const now = nowOn(facts, bridge);
	return now && missingOf(kept, now);
};

function restorationOf(bridge: string, atRisk: FlowsAtRisk): Restoration {
	return {
		reads: [factOf(bridge), { read: "ovs" }],
		steps(facts) {
			const missing = missingOn(bridge, atRisk, facts);
			const lines = missing ? linesOf(missing) : [];
			return lines.length === 0 ? [] : [{ tool: "kept-flows", phase: "flows", bridge, lines } satisfies KeptFlowsStep];
		},
		missing(facts) {
			const missing = missingOn(bridge, atRisk, facts);
			return missing ? lostOn(bridge, missing) : [];
		},
	};
}

/** Restores foreign objects on bridges that lost all flows. `alsoRead`: facts that this makes stale and that are read with it. */
export async function addFlowsAgain(context: RestoreContext, alsoRead: Fact[]): Promise<void> {
	const able = outstandingIn(context).filter(([, { isControlled }]) => !isControlled);
	await restore(
		context.session,
		able.map(([bridge, atRisk]) => restorationOf(bridge, atRisk)),
		{ alsoRead: () => alsoRead },
	);
}

/**
 * Restores foreign objects on bridges that lost all flows, after the program's own objects, which these may name.
 * Returns those that can't be restored. A bridge that can't be read stays outstanding.
 */
export async function restoreForeignFlows(context: RestoreContext): Promise<LostObject[]> {
	const { session } = context;
	const outstanding = outstandingIn(context);
	if (outstanding.length === 0) return [];
	const bridges = outstanding.map(([bridge]) => bridge);
	await readBridges(session, bridges, []);
	await addFlowsAgain(context, []);
	const facts = await session.readUnknown([...bridges.map(factOf), { read: "ovs" }]);
	return outstanding.flatMap(([bridge, atRisk]) => {
		const isUnseen = isSilent(facts, bridge) && linesOf(atRisk.kept).length > 0;
		atRisk.isOutstanding = isUnseen;
		const devices = [bridgeText(bridge)];
		const ofOthers = `the flows, groups and meters of others on bridge ${bridge} could not be read`;
		if (isUnseen)
			return [
				{
					words: `${ofOthers} after the change`,
					remedy: "the next change of the host, or the next run, adds again what is missing",
					devices,
				},
			];
		if (atRisk.kept === notRead)
			return [
				{
					words: `${ofOthers} before the change`,
					remedy: `check whether some are missing (ovs-ofctl dump-flows ${bridge})`,
					devices,
				},
			];
		return lostObjects(bridge, atRisk, facts).map((lost) => ({ ...lost, devices }));
	});
}

function lostObjects(bridge: string, atRisk: FlowsAtRisk, facts: Facts): Omit<LostObject, "devices">[] {
	const missing = missingOn(bridge, atRisk, facts);
	const lost = missing ? lostOn(bridge, missing) : [];
	if (!atRisk.isControlled || lost.length === 0) return lost.map((words) => ({ words, remedy: addByHand }));
	const what = lost.length === 1 ? "one flow, group or meter" : `${lost.length} flows, groups and meters`;
	return [
		{
			words: `bridge ${bridge} has lost ${what} that this program did not declare`,
			remedy:
				"they are not added again, because the bridge had controllers, which add their own flows again. Add again by hand what was added by hand",
		},
	];
}

/** Foreign objects on a bridge, in the form of the recovery record. The next run can't know how long a flow has lived. */
export interface RecordedFlows {
	read: "kept-flows";
	bridge: string;
	kept: { [K in keyof KeptFlows]: KeptFlows[K] extends Map<infer Key, infer V> ? [Key, V][] : KeptFlows[K] };
}

/** The part of the recovery record about bridges that lose all flows. */
export const flowsToRecord = ({ flows }: SideEffectMemory): RecordedFlows[] =>
	[...flows]
		.filter(([, { isOutstanding, isControlled }]) => isOutstanding && !isControlled)
		.map(([bridge, { kept }]) => ({
			...{ read: "kept-flows" as const, bridge },
			kept: {
				flows: kept.flows.filter((flow) => !isTimed(flow)),
				...{ groups: [...kept.groups], meters: [...kept.meters], options: [...kept.options] },
			},
		}))
		.filter(({ kept }) => Object.values(kept).some((all) => all.length > 0));

/** Takes over what an earlier run has recorded of a bridge. It is not known whether its change was made. */
export async function inheritFlows({ session, memory }: RestoreContext, { bridge, kept }: RecordedFlows): Promise<void> {
	const maps = { groups: new Map(kept.groups), meters: new Map(kept.meters), options: new Map(kept.options) };
	memory.flows.set(bridge, { kept: { flows: kept.flows, ...maps }, isControlled: false, isOutstanding: true });
	await session.readUnknown([factOf(bridge)]);
}
