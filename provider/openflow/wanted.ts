import { isDeepStrictEqual } from "node:util";
import { memoize } from "../base/memoize";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { Flow, ListedFlow } from "../tools/ovs-ofctl-flows";
import { flowKey, flowsOf } from "./flows";
import { roughKey } from "./match";
import { normalForm } from "./rendered";

/** A flow that the program wants, and the same in OVS's normal form where its ports are there. */
export interface Wanted {
	flow: Flow;
	normal: Flow | undefined;
}

export const wantedFlows = (facts: Facts, want: Values): Wanted[] => wantedBy(facts)(want);

const wantedBy = memoize((facts: Facts) =>
	memoize((want: Values): Wanted[] => {
		const flows = flowsOf(want);
		const normal = normalForm(facts, want.table, want.bridge, flows);
		return flows.map((flow, i) => ({ flow, normal: normal[i] }));
	}),
);

/** What a flow has that was put without one. */
export const noCookie = "0x0";

export const isTimed = ({ idleTimeout, hardTimeout }: Flow): boolean => idleTimeout !== undefined || hardTimeout !== undefined;

/** A flow that stands where a wanted one is to be: OVS keeps one of a priority and match. */
export interface Clash {
	index: number;
	flow: Flow;
	theirs: ListedFlow;
}

/** The flow by which OVS itself has a bridge switch that is to do so without a controller. */
export function failOpen({ ovs }: Facts, { bridge, table }: { bridge: string; table: number }): ListedFlow[] {
	const row = ovs.bridges.get(bridge);
	const secure = row?.fail_mode === "secure" || (row?.controller as string[] | undefined)?.length;
	return table !== 0 || secure ? [] : [{ cookie: noCookie, priority: 0, match: "", actions: "NORMAL" }];
}

/** The wanted flows in whose place there are others. What OVS itself puts there is nobody's. */
export function clashes(facts: Facts, want: Values, wanted: Wanted[], others: ListedFlow[]): Clash[] {
	const [own] = failOpen(facts, want as { bridge: string; table: number });
	const known = new Map(others.filter((f) => !isDeepStrictEqual(f, own)).map((f) => [flowKey(f), f]));
	return wanted.flatMap(({ flow, normal }, index) => {
		const theirs = normal && known.get(flowKey(normal));
		return theirs ? [{ index, flow, theirs }] : [];
	});
}

/**
 * Whether what stands in a wanted flow's place is that flow, changed by hand: it was ours last time, and `ovs-ofctl mod-flows`
 * takes the cookie off. With another cookie it is somebody else's.
 */
export function isChanged(was: Values | undefined): (clash: Clash) => boolean {
	const known = new Set(flowsOf(was ?? {}).map(roughKey));
	return ({ flow, theirs }) => theirs.cookie === noCookie && known.has(roughKey(flow));
}

/** Those of a table that are to go which were changed by hand. */
export const changedFlows = (facts: Facts, want: Values, others: ListedFlow[]): ListedFlow[] =>
	clashes(facts, want, wantedFlows(facts, want), others)
		.filter(isChanged(want))
		.map(({ theirs }) => theirs);
