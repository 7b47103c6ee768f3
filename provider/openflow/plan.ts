import { isDeepStrictEqual } from "node:util";
import { foreignText } from "../base/mark";
import { originalsIn, ownerIn } from "../base/state-fields";
import type { Values } from "../base/values";
import { type Change, factsBeforeUndone, type Keep, markAfter, namedBy, ownerOf, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { isSecureUplink } from "../network/uplink-mark";
import { graceFlow } from "../tools/fail-mode";
import { portWord } from "../tools/long-port-names";
import type { OfctlStep } from "../tools/ovs-ofctl";
import type { Flow, ListedFlow } from "../tools/ovs-ofctl-flows";
import { byOwnership, cookieOf, flowKey, flowsOf } from "./flows";
import { declaredElsewhere, originalOf, tableOfFlow } from "./handover";
import type { Cookies } from "./observe";
import { replacePorts } from "./ports";
import { type Clash, changedFlows, clashes, failOpen, isChanged, isTimed, noCookie, type Wanted, wantedFlows } from "./wanted";

const timeouts = ({ idleTimeout, hardTimeout }: Flow): string[] => [
	...(idleTimeout === undefined ? [] : [`idle_timeout=${idleTimeout}`]),
	...(hardTimeout === undefined ? [] : [`hard_timeout=${hardTimeout}`]),
];

/** The words that select a flow in a line for ovs-ofctl. */
const selectorWords = ({ priority, match }: Flow): string[] => [
	`priority=${priority}`,
	...(match === "" ? [] : [replacePorts(match, "match", portWord)]),
];

const actionsOf = ({ actions }: Flow): string => replacePorts(actions, "actions", portWord);

/** The lines for ovs-ofctl that change the flows of one table. */
class Lines {
	constructor(
		private readonly table: number,
		/** Flows that existed before the resource's. They are restored when the resource's flows in their place are removed. */
		private readonly before: ListedFlow[],
	) {}

	add(flow: Flow, cookie: string): string {
		return [
			"add cookie=",
			[cookie, `table=${this.table}`, ...timeouts(flow), ...selectorWords(flow)].join(","),
			`,actions=${actionsOf(flow)}`,
		].join("");
	}

	/** A line that keeps the flow's counters and age. */
	modify(flow: Flow, cookie: string): string {
		return `modify_strict ${[this.allOf(cookie), ...selectorWords(flow)].join(",")},actions=${actionsOf(flow)}`;
	}

	remove(flow: ListedFlow): string {
		const former = this.formerOf(flow);
		return former
			? this.add(former, former.cookie)
			: `delete_strict ${[this.allOf(flow.cookie), ...selectorWords(flow)].join(",")}`;
	}

	formerOf(flow: Flow): ListedFlow | undefined {
		return this.before.find((f) => flowKey(f) === flowKey(flow));
	}

	allOf(cookie: string): string {
		return `cookie=${cookie}/-1,table=${this.table}`;
	}
}

const isForeign = (was: Values | undefined) => {
	const isOurs = isChanged(was);
	return (clash: Clash): boolean => !isOurs(clash);
};

/** The keys of the wanted flows, except flows whose ports do not exist yet. */
const keysOf = (wanted: Wanted[]) => new Set(wanted.flatMap(({ normal }) => (normal ? [flowKey(normal)] : [])));

/** The flows without those that a later flow with the same key replaces. */
const lastPerKey = <F extends Flow>(flows: F[]): F[] => [...new Map(flows.map((flow) => [flowKey(flow), flow])).values()];

/**
 * The original flows that the resource replaces, to be restored later. An update may add a flow in the place of another owner's;
 * that flow is then captured too. If the update removes a flow, it restores the original, which is then no longer captured.
 */
export function capturedFlows(change: Change<Values, Cookies>, originals: Values | undefined): Values | undefined {
	const before: Flow[] = originals?.flows ?? [];
	if (change.intent === "delete") return originals;
	const { want, have, was, facts } = change;
	const { bridge, table, name } = want;
	const { others } = byOwnership(facts.flows(bridge, table) ?? [], have?.internal?.cookies ?? []);
	const wanted = wantedFlows(facts, want);
	const tableOf = tableOfFlow(facts, bridge, ownersOf(change));
	const taken = clashes(facts, want, wanted, others)
		.filter(isForeign(was))
		.flatMap(({ theirs }) => {
			const own = tableOf(theirs);
			if (own) return originalOf(own, theirs);
			return want.adopt ? [theirs] : [];
		});
	const takenKeys = new Set(taken.map(flowKey));
	const stays = keysOf(wanted);
	const isHeld = (key: string) => stays.has(key) && !takenKeys.has(key);
	// After an update that was rolled back, the journal may hold fewer flows than the state.
	const known: Flow[] = [...(originalsIn(was)?.flows ?? []), ...before];
	const flows = [...lastPerKey(known).filter((flow) => isHeld(flowKey(flow))), ...taken];
	return isDeepStrictEqual(flows, before) ? originals : { bridge, table, name, ...originals, flows };
}

export function planFlows(change: Change<Values, Cookies>): OfctlStep[] {
	const { have, was, facts } = change;
	const flowTable = namedBy(change) as { bridge: string; table: number; name: string };
	const former = "originals" in change ? change.originals : undefined;
	const { owned, others } = byOwnership(facts.flows(flowTable.bridge, flowTable.table) ?? [], have?.internal?.cookies ?? []);
	const lines = new Lines(flowTable.table, [
		...flowsOfTablesBefore(change, flowTable),
		...(former?.flows ?? []),
		...(originalsIn(was)?.flows ?? []),
		...failOpen(facts, flowTable),
	]);
	const owner = change.intent === "delete" ? undefined : markAfter(change);
	if (change.intent === "delete" || owner === undefined) {
		const adopted: ListedFlow[] = change.intent === "delete" ? [] : (change.want.flows ?? []);
		const changed = changedFlows(facts, was ?? {}, others);
		const removed = removal(lines, { owned, others, changed, adopted });
		const needsGrace = removed.length > 0 && flowTable.table === 0 && isSecureUplink(facts.ovs, flowTable.bridge);
		return step(change, "delete-flows", needsGrace ? [...removed, `add ${graceFlow}`] : removed);
	}
	const { permanent, expiring } = updates(change, owner, lines, owned, others);
	return [...step(change, "flows", permanent), ...step(change, "flows", expiring, true)];
}

/** The marks that the program's flows have, in the cookies of its OpenFlowTables. */
const ownersOf = (change: Change<Values>): (string | undefined)[] => [ownerOf(change), ownerIn(change.was)];

/** The flows that other OpenFlowTables of the program had before a change that is undone. */
function flowsOfTablesBefore(change: Change<Values>, { bridge, table, name }: Values): ListedFlow[] {
	const before = factsBeforeUndone(change);
	if (!before?.has({ read: "flows", bridge, table })) return [];
	const owners = ownersOf(change);
	const tableOf = tableOfFlow(before, bridge, owners);
	const cookies = owners.flatMap((owner) => (owner === undefined ? [] : [cookieOf(owner, { bridge, table, name })]));
	return (before.flows(bridge, table) ?? []).filter((flow) => !cookies.includes(flow.cookie) && tableOf(flow));
}

interface FlowRemoval {
	owned: ListedFlow[];
	others: ListedFlow[];
	/** The resource's flows that were changed by hand. They have lost their cookie, and are among the others. */
	changed: ListedFlow[];
	adopted: ListedFlow[];
}

/** Removes all flows of the resource and restores the adopted ones, except where somebody has added another flow since. */
function removal(lines: Lines, { owned, others, changed, adopted }: FlowRemoval): string[] {
	const foreign = new Set(others.filter((flow) => flow.cookie !== noCookie).map(flowKey));
	const former = [...owned, ...changed].flatMap((flow) => lines.formerOf(flow) ?? []);
	const back = lastPerKey([...adopted, ...former].filter((flow) => !foreign.has(flowKey(flow))));
	const returned = new Set(back.map(flowKey));
	return [
		...back.map((flow) => lines.add(flow, flow.cookie)),
		...[...new Set(owned.map((flow) => flow.cookie))].map((cookie) => `delete ${lines.allOf(cookie)}`),
		...changed.filter((flow) => !returned.has(flowKey(flow))).map((flow) => lines.remove(flow)),
	];
}

/** The lines for flows that differ. `expiring`: lines that add flows with a timeout. */
function updates(change: Keep<Values>, owner: string, lines: Lines, owned: ListedFlow[], others: ListedFlow[]) {
	const { want, have, was, facts } = change;
	const { bridge, table, name } = want;
	const wanted = wantedFlows(facts, want);
	const cookie = cookieOf(owner, { bridge, table, name });
	const clashing = clashes(facts, want, wanted, others);
	const tableOf = tableOfFlow(facts, bridge, ownersOf(change));
	const isDeclared = declaredElsewhere(facts, want, change.intent === "apply" ? change.program : undefined);
	for (const clash of clashing.filter(isForeign(was))) {
		const own = tableOf(clash.theirs);
		if (own && isDeclared(clash.theirs)) refuseDeclared(own.provided, clash);
		if (!own && !want.adopt) refuse(facts, want, owner, clash);
	}
	const inPlace = new Set(clashing.map(({ flow }) => flow));
	const there = new Map(owned.map((f) => [flowKey(f), f]));
	const stays = keysOf(wanted);
	const known = new Set(have ? flowsOf(was ?? {}).map(text) : []);
	const permanent: string[] = [];
	const expiring: string[] = [];
	for (const { flow, normal } of wanted) {
		const now = normal && there.get(flowKey(normal));
		if (!now && isTimed(flow) && known.has(text(flow)) && !inPlace.has(flow)) continue;
		const sameTimeouts = now?.idleTimeout === flow.idleTimeout && now?.hardTimeout === flow.hardTimeout;
		if (now?.cookie !== cookie || !sameTimeouts) (isTimed(flow) ? expiring : permanent).push(lines.add(flow, cookie));
		else if (now.actions !== normal?.actions) permanent.push(lines.modify(flow, cookie));
	}
	permanent.push(...owned.filter((f) => !stays.has(flowKey(f)) && !isDeclared(f)).map((f) => lines.remove(f)));
	return { permanent, expiring };
}

const text = (f: Flow): string => JSON.stringify([f.priority, f.match, f.actions, f.idleTimeout, f.hardTimeout]);

function step(change: Change<Values>, phase: OfctlStep["phase"], lines: string[], passing = false): OfctlStep[] {
	if (lines.length === 0) return [];
	const { bridge } = namedBy(change);
	const protocols = (change.facts.ovs.bridges.get(bridge)?.protocols ?? []) as string[];
	const bundle = protocols.length === 0 || protocols.some((p) => /OpenFlow1[345]/.test(p));
	return [{ tool: "ofctl", phase, bridge, bundle, lines, ...(passing ? { passing } : {}) }];
}

function refuseDeclared(table: string, { index, theirs }: Clash): never {
	throw new Refused(
		`flows[${index}]: ${table} of this program declares the flow of this priority and match too (${selectorWords(theirs).join(",")}): remove it from one of the two`,
	);
}

function refuse(facts: Facts, want: Values, owner: string, { index, theirs }: { index: number; theirs: ListedFlow }): never {
	const flow = [`table=${want.table}`, ...selectorWords(theirs)].join(",");
	const evidence = `cookie ${theirs.cookie}, actions=${theirs.actions}`;
	throw new Refused(
		foreignText(
			`flows[${index}]: a flow of this priority and match exists already`,
			{ program: owner, owner: tableOfFlow(facts, want.bridge)(theirs)?.entry.owner, evidence },
			{
				adoption: "Set adopt: true to take it over (destroy then restores it)",
				otherwise: `choose another priority, or delete the other flow (ovs-ofctl --strict del-flows ${want.bridge} "${flow}")`,
			},
		),
	);
}
