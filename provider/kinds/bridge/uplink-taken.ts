import type { Values } from "../../base/values";
import type { Facts } from "../../model/facts";
import { type KernelRoute, routeKey } from "../../tools/ip-route";
import type { UplinkStep } from "../../tools/uplink";
import { addressesOf, isReachable, moveTo, networksOf, type Settings, type Uplink } from "./uplink-move";

/** What the host's journal has of a bridge's uplink. */
export interface Taken {
	uplink: Uplink;
	moved: Settings;
}

/** What a NIC has lost with its bridge: addresses that no device of the host has, and routes whose places are free. */
export function lostWithBridge(facts: Facts, nic: string, taken: Values | undefined): Settings | undefined {
	const { uplink, moved } = (taken ?? {}) as Partial<Taken>;
	if (uplink?.nic !== nic || !moved) return undefined;
	const there = new Set([...facts.knownLinks("").values()].flatMap((link) => addressesOf(link).map(({ local }) => local)));
	const keys = new Set((facts.routes("") ?? []).map(routeKey));
	const addresses = moved.addresses.filter(({ local }) => !there.has(local));
	const has = [...addressesOf(facts.knownLinks("").get(nic)), ...addresses];
	const networks = networksOf(has, moved.routes);
	// The source or the network of the gateway may be on another device by now.
	const isOfNic = (route: KernelRoute) =>
		(route.src === undefined || has.some(({ local }) => local === route.src)) && (route.onlink || isReachable(route, networks));
	const routes = moved.routes.filter((route) => !keys.has(routeKey(route)) && isOfNic(route));
	return { addresses, routes };
}

/** The steps that give a free NIC what it has lost with a bridge that somebody has deleted. */
export function planLostUplink(facts: Facts, bridge: string, taken: Values): UplinkStep[] {
	const { nic }: Uplink = taken.uplink;
	const link = facts.knownLinks("").get(nic);
	const lost = lostWithBridge(facts, nic, taken);
	if (!link || !lost || link.master !== undefined || facts.ovs.bridgeOf.has(nic)) return [];
	const move = moveTo(facts, { from: link, to: nic, there: link }, lost);
	return move ? [{ tool: "uplink", phase: "delete-uplinks", bridge, nic, rows: [], undo: [], move }] : [];
}
