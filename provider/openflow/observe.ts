import { Unavailable } from "../base/unavailable";
import type { Values } from "../base/values";
import { withoutUnset } from "../base/values";
import type { Facts } from "../model/facts";
import type { ObserveContext } from "../model/kind";
import type { Observed } from "../model/observed";
import type { Flow, ListedFlow } from "../tools/ovs-ofctl-flows";
import { byOwnership, cookieOf, flowKey } from "./flows";
import { declaredElsewhere, tableOfFlow } from "./handover";
import { controlWarnings, standaloneWarnings } from "./other-programs";
import { readable } from "./rendered";
import { changedFlows, clashes, isChanged, isTimed, wantedFlows } from "./wanted";

/** The cookies of a resource's flows: the current one first, then that of a former owner. */
export interface Cookies {
	cookies: string[];
}

/** ovs-vswitchd makes a socket that it could not make only when its configuration changes: room alone does not help. */
function noAnswerText(facts: Facts, bridge: string): string {
	return facts.value({ read: "ovs" })?.daemon === "up"
		? `ovs-vswitchd has made no socket for ovs-ofctl of bridge ${bridge}, as happens while /run is full or read-only: make room there, then systemctl restart openvswitch-switch`
		: `bridge ${bridge} doesn't answer ovs-ofctl: is ovs-vswitchd running? systemctl status openvswitch-switch`;
}

/**
 * The flows with the resource's cookie, in the order of the wanted flows. A flow that is as wanted is given in the program's
 * spelling, and an entry without a flow is empty. Other flows with the cookie follow. A missing flow that has a timeout counts
 * as expired, which is not drift.
 */
export function observeFlows(
	facts: Facts,
	want: Values,
	{ owners, deleting, was, program }: ObserveContext,
): Observed<Values, Cookies> | undefined {
	const { bridge, table, name } = want;
	if (!facts.ovs.bridges.has(bridge)) return undefined;
	const listed = facts.flows(bridge, table);
	if (!listed) throw new Unavailable(noAnswerText(facts, bridge));
	const cookies = owners.map((owner) => cookieOf(owner, { bridge, table, name }));
	const { owned, others } = byOwnership(listed, cookies);
	const key = { bridge, table, name };
	if (deleting) owned.push(...changedFlows(facts, want, others));
	if (owned.length === 0 && (deleting || want.flows === undefined)) return undefined;
	// Without wanted flows (`get`), and for a deletion, flows are given in Open vSwitch's own spelling.
	if (want.flows === undefined || deleting)
		return { value: { ...key, flows: owned.map((f) => asReadable(facts, bridge, f)) }, ...whose(owners, cookies, owned) };
	const wanted = wantedFlows(facts, want);
	const clashing = clashes(facts, want, wanted, others);
	const overwritten = new Map(clashing.filter(isChanged(was)).map(({ index, theirs }) => [index, theirs]));
	if (owned.length === 0 && overwritten.size === 0) {
		const ownTable = tableOfFlow(facts, bridge, owners);
		const foreign = clashing.flatMap(({ theirs }) => (ownTable(theirs) ? [] : [theirs]));
		if (want.adopt && foreign.length > 0) return { value: { ...key, flows: foreign }, computed: {}, internal: { cookies } };
		if (!wanted.every(({ flow }) => isTimed(flow))) return undefined;
	}
	const there = new Map(owned.map((f) => [flowKey(f), f]));
	const flows = wanted.map(({ flow, normal }, i): Partial<ListedFlow> => {
		const now = overwritten.get(i) ?? (normal && there.get(flowKey(normal)));
		if (!now) return isTimed(flow) ? flow : {};
		there.delete(flowKey(now));
		const { idleTimeout, hardTimeout, cookie } = now;
		const actions = now.actions === normal?.actions ? flow.actions : readable(facts, bridge, now.actions);
		const marked = overwritten.has(i) ? { cookie } : {};
		return withoutUnset({ ...flow, actions, idleTimeout, hardTimeout, ...marked });
	});
	// A flow that another resource of the program declares is about to be taken over by it.
	const isDeclared = declaredElsewhere(facts, want, program);
	const extra = [...there.values()].flatMap((f) => (isDeclared(f) ? [] : [asReadable(facts, bridge, f)]));
	return {
		...{ value: { ...key, flows: [...flows, ...extra] }, ...whose(owners, cookies, owned) },
		warnings: [...controlWarnings(facts, bridge), ...standaloneWarnings(facts, bridge, owners)],
	};
}

/** The owner by the flows' cookies: the current owner if all flows have its cookie, otherwise the former one. */
function whose(
	owners: string[],
	cookies: string[],
	owned: ListedFlow[],
): Pick<Observed<Values, Cookies>, "owner" | "computed" | "internal"> {
	const former = cookies.find((cookie, i) => i > 0 && owned.some((f) => f.cookie === cookie));
	return {
		owner: owners[former === undefined ? 0 : cookies.indexOf(former)],
		computed: { cookie: cookies[0] },
		internal: { cookies },
	};
}

function asReadable(facts: Facts, bridge: string, { cookie, ...flow }: ListedFlow): Flow {
	return { ...flow, match: readable(facts, bridge, flow.match), actions: readable(facts, bridge, flow.actions) };
}
