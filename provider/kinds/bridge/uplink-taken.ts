import { type Values, withoutUnset } from "../../base/values";
import type { Apply } from "../../model/change";
import type { Facts } from "../../model/facts";
import { isOthers } from "../../network/routes";
import { cidrOf } from "../../tools/ip-address";
import { type KernelRoute, kernelProtocol, routeKey } from "../../tools/ip-route";
import type { Step } from "../../tools/list";
import type { UplinkStep } from "../../tools/uplink";
import { addressesOf, isReachable, isSamePath, moveTo, networksOf, type Settings, type Uplink } from "./uplink-move";

/** A bridge's uplink in the host's journal. */
interface Taken {
	uplink: Uplink;
	moved: Settings;
}

/**
 * The addresses and routes that a bridge has taken over after a change, as the journal keeps them. `steps`: those of the change. Addresses
 * and routes that a DHCP client, a router or a routing daemon gives come back by these, and those of the program by its resources.
 */
export function takenAfter(change: Apply<{ uplink?: Uplink }>, steps: Step[]): Values | undefined {
	const { uplink } = change.want;
	if (!uplink?.takeAddresses) return undefined;
	const before = change.taken?.uplink?.nic === uplink.nic ? (change.taken as Taken | undefined) : undefined;
	const [move] = steps.flatMap((step) => (step.tool === "uplink" && step.phase === "uplinks" ? (step.move ?? []) : []));
	if (!move) return change.have === undefined ? undefined : before && { ...before };
	const addresses = move.addresses.filter(({ lifetimes }) => lifetimes === undefined);
	const routes = move.routes.filter((r) => r.protocol === kernelProtocol || isOthers(r));
	const left = change.have === undefined ? undefined : before?.moved;
	const moved: Settings = {
		addresses: [...(left?.addresses ?? []).filter((a) => !addresses.map(cidrOf).includes(cidrOf(a))), ...addresses],
		routes: [...(left?.routes ?? []).filter((r) => !routes.some((other) => isSamePath(r, other))), ...routes],
	};
	const hasNone = moved.addresses.length + moved.routes.length === 0;
	// The journal has the entry as JSON.
	return hasNone ? undefined : withoutUnset({ uplink: { ...uplink }, moved });
}

/** The settings that a NIC has lost with its bridge: addresses that no device of the host has, and routes whose places are free. */
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
