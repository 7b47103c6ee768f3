import { isDeepStrictEqual } from "node:util";
import { memoize } from "../base/memoize";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { Flow, ListedFlow } from "../tools/ovs-ofctl-flows";
import { flowKey, flowsOf } from "./flows";
import { roughKey } from "./match";
import { normalForm } from "./rendered";

/** A wanted flow, and its normal form if its ports exist. */
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

/** The cookie of a flow that was added without one. */
export const noCookie = "0x0";

export const isTimed = ({ idleTimeout, hardTimeout }: Flow): boolean => idleTimeout !== undefined || hardTimeout !== undefined;

/** Another owner's flow with the key of a wanted one. Open vSwitch keeps one flow per priority and match. */
export interface Clash {
	index: number;
	flow: Flow;
	theirs: ListedFlow;
}

/** The flow that Open vSwitch itself adds to a bridge in fail mode standalone while no controller is configured. */
export function failOpen({ ovs }: Facts, { bridge, table }: { bridge: string; table: number }): ListedFlow[] {
	const row = ovs.bridges.get(bridge);
	const secure = row?.fail_mode === "secure" || (row?.controller as string[] | undefined)?.length;
	return table !== 0 || secure ? [] : [{ cookie: noCookie, priority: 0, match: "", actions: "NORMAL" }];
}

/** The wanted flows whose key another flow has. Open vSwitch's own flow for fail mode standalone does not count. */
export function clashes(facts: Facts, want: Values, wanted: Wanted[], others: ListedFlow[]): Clash[] {
	const [own] = failOpen(facts, want as { bridge: string; table: number });
	const known = new Map(others.filter((f) => !isDeepStrictEqual(f, own)).map((f) => [flowKey(f), f]));
	return wanted.flatMap(({ flow, normal }, index) => {
		const theirs = normal && known.get(flowKey(normal));
		return theirs ? [{ index, flow, theirs }] : [];
	});
}

/**
 * A test whether a clashing flow is the resource's own flow, changed by hand. `ovs-ofctl mod-flows` resets the cookie to 0, so a
 * flow of the last update that now has cookie 0 counts as changed. A flow with another cookie belongs to somebody else.
 */
export function isChanged(was: Values | undefined): (clash: Clash) => boolean {
	const known = new Set(flowsOf(was ?? {}).map(roughKey));
	return ({ flow, theirs }) => theirs.cookie === noCookie && known.has(roughKey(flow));
}

/** The flows of a resource that were changed by hand. */
export const changedFlows = (facts: Facts, want: Values, others: ListedFlow[]): ListedFlow[] =>
	clashes(facts, want, wantedFlows(facts, want), others)
		.filter(isChanged(want))
		.map(({ theirs }) => theirs);
