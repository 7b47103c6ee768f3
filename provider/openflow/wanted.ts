import type { Facts } from "../facts";
import type { Values } from "../kind";
import { type Flow, flowKey, flowsOf, isFailOpen, type ListedFlow } from "./flows";
import { roughForm } from "./match";
import { normalForm } from "./rendered";

/** A flow that the program wants, and the same in OVS's normal form where its ports are there. */
export interface Wanted {
	flow: Flow;
	normal: Flow | undefined;
}

export function wantedFlows(facts: Facts, want: Values): Wanted[] {
	const flows = flowsOf(want);
	const normal = normalForm(facts, want.table, want.bridge, flows);
	return flows.map((flow, i) => ({ flow, normal: normal[i] }));
}

export const isTimed = ({ idleTimeout, hardTimeout }: Flow): boolean => idleTimeout !== undefined || hardTimeout !== undefined;

/** A flow that stands where a wanted one is to be: OVS keeps one of a priority and match. */
export interface Clash {
	index: number;
	flow: Flow;
	theirs: ListedFlow;
}

/** The wanted flows in whose place there are others. That of OVS itself, for a bridge without flows, is nobody's. */
export function clashes(wanted: Wanted[], others: ListedFlow[]): Clash[] {
	const known = new Map(others.filter((f) => !isFailOpen(f)).map((f) => [flowKey(f), f]));
	return wanted.flatMap(({ flow, normal }, index) => {
		const theirs = normal && known.get(flowKey(normal));
		return theirs ? [{ index, flow, theirs }] : [];
	});
}

/**
 * Whether a flow was ours last time. One with another cookie in its place came by hand (`ovs-ofctl mod-flows` takes the
 * cookie off): that is drift, and no flow of somebody else's.
 */
export function wasOurs(was: Values | undefined): (flow: Flow) => boolean {
	const form = (flow: Flow) => flowKey({ ...flow, match: roughForm(flow.match) });
	const known = new Set(flowsOf(was ?? {}).map(form));
	return (flow) => known.has(form(flow));
}
