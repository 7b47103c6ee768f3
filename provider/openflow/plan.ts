import type { Facts } from "../facts";
import type { Change, Values } from "../kind";
import { previousKey } from "../previous";
import type { OfctlStep } from "../tools/ofctl";
import { cookieOf, type Flow, flowKey, isFailOpen, type ListedFlow } from "./flows";
import { normalForm } from "./rendered";

/** A flow of ours that is wanted, and the same in OVS's normal form where its ports are there. */
export interface Wanted {
	flow: Flow;
	normal: Flow | undefined;
}

export const isTimed = ({ idleTimeout, hardTimeout }: Flow): boolean => idleTimeout !== undefined || hardTimeout !== undefined;

export const sameTimeouts = (a: Flow, b: Flow): boolean => a.idleTimeout === b.idleTimeout && a.hardTimeout === b.hardTimeout;

export function wantedFlows(facts: Facts, want: Values): Wanted[] {
	const flows: Flow[] = want.flows ?? [];
	const normal = normalForm(facts, want.table, want.bridge, flows);
	return flows.map((flow, i) => ({ flow, normal: normal[i] }));
}

/** Flows of somebody else's that ours would overwrite: OVS keeps one of a priority and match. */
export function clashes(wanted: Wanted[], others: ListedFlow[]): { index: number; theirs: ListedFlow }[] {
	const known = new Map(others.filter((f) => !isFailOpen(f)).map((f) => [flowKey(f), f]));
	return wanted.flatMap(({ normal }, index) => {
		const theirs = normal && known.get(flowKey(normal));
		return theirs ? [{ index, theirs }] : [];
	});
}

const timeouts = ({ idleTimeout, hardTimeout }: Flow): string =>
	[
		...(idleTimeout === undefined ? [] : [`idle_timeout=${idleTimeout},`]),
		...(hardTimeout === undefined ? [] : [`hard_timeout=${hardTimeout},`]),
	].join("");

const matching = (match: string): string => (match === "" ? "" : `,${match}`);

export function planFlows(change: Change<Values>): OfctlStep[] {
	const { want, have, was, owner, facts } = change;
	const { bridge, table } = (want ?? was) as Values;
	if (!facts) throw new Error("flows are planned by what is on the host");
	const listed = facts.flows(bridge, table) ?? [];
	const cookie = owner === undefined ? undefined : cookieOf(owner, (want ?? was) as never);
	const cookies: string[] = have?.computed.cookies ?? [];
	const mine = listed.filter((f) => cookies.includes(f.cookie));
	const all = (cookie: string) => `cookie=${cookie}/-1,table=${table}`;
	const add = (flow: Flow, cookie: string) =>
		`add cookie=${cookie},table=${table},priority=${flow.priority},${timeouts(flow)}${flow.match === "" ? "" : `${flow.match},`}actions=${flow.actions}`;
	/** Where a flow goes that was there before ours: it is put back. */
	const before: ListedFlow[] = [...(was?.[previousKey]?.flows ?? []), ...failOpen(facts, bridge, table)];
	const former = (flow: Flow) => before.find((f) => flowKey(f) === flowKey(flow));
	const remove = (flow: ListedFlow) => {
		const back = former(flow);
		return back ? add(back, back.cookie) : `delete_strict ${all(flow.cookie)},priority=${flow.priority}${matching(flow.match)}`;
	};
	if (!want || cookie === undefined) {
		// Given back, adopted flows are as they were; all others of ours go.
		const back: ListedFlow[] = [...(want?.flows ?? []), ...mine.flatMap((f) => former(f) ?? [])];
		const unique = [...new Map(back.map((f) => [flowKey(f), f])).values()];
		const mark = [...new Set(mine.map((f) => f.cookie))];
		return step(change, "delete-flows", [...unique.map((f) => add(f, f.cookie)), ...mark.map((c) => `delete ${all(c)}`)]);
	}
	const wanted = wantedFlows(facts, want);
	refuseClashes(
		want,
		wanted,
		listed.filter((f) => !cookies.includes(f.cookie)),
	);
	const there = new Map(mine.map((f) => [flowKey(f), f]));
	const stays = new Set(wanted.flatMap(({ normal }) => (normal ? [flowKey(normal)] : [])));
	const lines: string[] = [];
	const passing: string[] = [];
	const known = new Set<string>(have ? (was?.flows ?? []).map((f: Flow) => JSON.stringify(sorted(f))) : []);
	for (const { flow, normal } of wanted) {
		const now = normal && there.get(flowKey(normal));
		if (!now && isTimed(flow) && known.has(JSON.stringify(sorted(flow)))) continue;
		if (now && now.cookie === cookie && sameTimeouts(now, flow)) {
			if (now.actions !== normal.actions)
				lines.push(`modify_strict ${all(cookie)},priority=${flow.priority}${matching(flow.match)},actions=${flow.actions}`);
		} else (isTimed(flow) ? passing : lines).push(add(flow, cookie));
	}
	lines.push(...mine.filter((f) => !stays.has(flowKey(f))).map(remove));
	return [...step(change, "flows", lines), ...step(change, "flows", passing, true)];
}

const sorted = ({ priority, match, actions, idleTimeout, hardTimeout }: Flow) => [
	priority,
	match,
	actions,
	idleTimeout,
	hardTimeout,
];

function step({ want, was, facts }: Change<Values>, phase: OfctlStep["phase"], lines: string[], passing = false): OfctlStep[] {
	if (lines.length === 0) return [];
	const { bridge } = (want ?? was) as Values;
	const protocols = (facts?.ovs.bridges.get(bridge)?.protocols ?? []) as string[];
	const bundle = protocols.length === 0 || protocols.some((p) => /OpenFlow1[345]/.test(p));
	return [{ tool: "ofctl", phase, bridge, bundle, lines, ...(passing ? { passing } : {}) }];
}

/** The flow by which OVS itself switches on a bridge that is to do so without a controller. */
function failOpen({ ovs }: Facts, bridge: string, table: number): ListedFlow[] {
	const row = ovs.bridges.get(bridge);
	const secure = row?.fail_mode === "secure" || (row?.controller as string[] | undefined)?.length;
	return table !== 0 || secure ? [] : [{ cookie: "0x0", priority: 0, match: "", actions: "NORMAL" }];
}

function refuseClashes(want: Values, wanted: Wanted[], others: ListedFlow[]): void {
	const [first] = want.adopt ? [] : clashes(wanted, others);
	if (!first) return;
	const { index, theirs } = first;
	throw new Error(
		`flows[${index}]: there is a flow of this priority and match already, and it is not ours (cookie ${theirs.cookie}, actions=${theirs.actions}), which would be overwritten: set adopt: true to take it over (it is put back at destroy), choose another priority, or remove it (ovs-ofctl --strict del-flows ${want.bridge} "table=${want.table},priority=${theirs.priority}${matching(theirs.match)}")`,
	);
}
