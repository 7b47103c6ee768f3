import type { Values } from "../base/values";
import { withoutUnset } from "../base/values";
import type { Facts } from "../model/facts";
import type { ObserveContext } from "../model/kind";
import type { Observed } from "../model/observed";
import type { Flow, ListedFlow } from "../tools/ovs-ofctl-flows";
import { cookieOf, divided, flowKey } from "./flows";
import { readable } from "./rendered";
import { changedFlows, clashes, isChanged, isTimed, wantedFlows } from "./wanted";

/** The cookies by which the flows of a resource are known: today's, and that of its former owner. */
export interface Cookies {
	cookies: string[];
}

/**
 * The flows that bear our cookie, in the places of those that the program wants: what is as wanted is in the program's words,
 * a place whose flow is gone is empty, and what else bears our cookie comes last. A flow with a timeout that is not there has
 * had its time, and is as wanted.
 */
export function observeFlows(
	facts: Facts,
	want: Values,
	{ owners, deleting, was }: ObserveContext,
): Observed<Values, Cookies> | undefined {
	const { bridge, table, name } = want;
	if (!facts.ovs.bridges.has(bridge)) return undefined;
	const listed = facts.flows(bridge, table);
	if (!listed)
		throw new Error(`bridge ${bridge} doesn't answer ovs-ofctl: is ovs-vswitchd running? systemctl status openvswitch-switch`);
	const cookies = owners.map((owner) => cookieOf(owner, { bridge, table, name }));
	const { mine, others } = divided(listed, cookies);
	const key = { bridge, table, name };
	if (deleting) mine.push(...changedFlows(facts, want, others));
	if (mine.length === 0 && (deleting || want.flows === undefined)) return undefined;
	// Without the wanted flows (get), and to be removed, they are told in OVS's own words.
	if (want.flows === undefined || deleting)
		return { value: { ...key, flows: mine.map((f) => inWords(facts, bridge, f)) }, ...whose(owners, cookies, mine) };
	const wanted = wantedFlows(facts, want);
	const clashing = clashes(facts, want, wanted, others);
	const overwritten = new Map(clashing.filter(isChanged(was)).map(({ index, theirs }) => [index, theirs]));
	if (mine.length === 0 && overwritten.size === 0) {
		if (want.adopt && clashing.length > 0)
			return { value: { ...key, flows: clashing.map((c) => c.theirs) }, computed: {}, internal: { cookies } };
		if (!wanted.every(({ flow }) => isTimed(flow))) return undefined;
	}
	const there = new Map(mine.map((f) => [flowKey(f), f]));
	const flows = wanted.map(({ flow, normal }, i): Partial<ListedFlow> => {
		const now = overwritten.get(i) ?? (normal && there.get(flowKey(normal)));
		if (!now) return isTimed(flow) ? flow : {};
		there.delete(flowKey(now));
		const { idleTimeout, hardTimeout, cookie } = now;
		const actions = now.actions === normal?.actions ? flow.actions : readable(facts, bridge, now.actions);
		const marked = overwritten.has(i) ? { cookie } : {};
		return withoutUnset({ ...flow, actions, idleTimeout, hardTimeout, ...marked });
	});
	const extra = [...there.values()].map((f) => inWords(facts, bridge, f));
	return { value: { ...key, flows: [...flows, ...extra] }, ...whose(owners, cookies, mine) };
}

/** The mark is that of today's owner where all of them bear it. */
function whose(
	owners: string[],
	cookies: string[],
	mine: ListedFlow[],
): Pick<Observed<Values, Cookies>, "owner" | "computed" | "internal"> {
	const former = cookies.find((cookie, i) => i > 0 && mine.some((f) => f.cookie === cookie));
	return {
		owner: owners[former === undefined ? 0 : cookies.indexOf(former)],
		computed: { cookie: cookies[0] },
		internal: { cookies },
	};
}

function inWords(facts: Facts, bridge: string, { cookie, ...flow }: ListedFlow): Flow {
	return { ...flow, match: readable(facts, bridge, flow.match), actions: readable(facts, bridge, flow.actions) };
}
