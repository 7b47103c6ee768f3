import ipaddr from "ipaddr.js";
import { canonicalAddress, isIpv6 } from "../../base/ip-address";
import { Refused } from "../../model/change";
import type { Facts } from "../../model/facts";
import { covers } from "../../network/routing";
import { type AddressSettings, cidrOf, labelOn } from "../../tools/ip-address";
import type { Link } from "../../tools/ip-link";
import { type KernelRoute, kernelProtocol, routeDevices } from "../../tools/ip-route";
import { routeName } from "../../tools/ip-route-words";
import type { Move } from "../../tools/uplink";

// The addresses and routes that a bridge and the NIC under it take over from each other.

/** The input `uplink` of a bridge. */
export interface Uplink {
	nic: string;
	takeAddresses: boolean;
}

/** The addresses of a device that can move to another one. */
export const addressesOf = (link: Link | undefined): AddressSettings[] =>
	link?.addresses.flatMap(({ settings, movable }) => (movable ? [settings] : [])) ?? [];

/** The network that an address reaches by itself: that of its peer, where it has one. */
const reached = (a: AddressSettings): string => cidrOf({ ...a, local: a.peer ?? a.local });

/** The route that the kernel adds together with an address. */
function routeOfAddress(a: AddressSettings): { destination: string; metric: number } | undefined {
	if (a.flags.includes("noprefixroute")) return undefined;
	const cidr = reached(a);
	const isSix = isIpv6(cidr);
	const network = isSix ? ipaddr.IPv6.networkAddressFromCIDR(cidr) : ipaddr.IPv4.networkAddressFromCIDR(cidr);
	return {
		destination: `${canonicalAddress(network.toString())}/${a.prefixLength}`,
		metric: a.metric ?? (isSix ? 256 : 0),
	};
}

const localTable = 255;
const automaticTypes = ["local", "broadcast", "anycast", "multicast"];

/** The routes over a device that do not come and go with its addresses. */
export function routesOver(facts: Facts, link: Link): KernelRoute[] {
	if (!facts.has({ read: "routes", netns: "" })) return [];
	// Also those of addresses that are not moved, such as one of scope link.
	const automatic = link.addresses.flatMap(({ settings }) => routeOfAddress(settings) ?? []);
	const isAutomatic = ({ protocol, destination, metric }: KernelRoute) =>
		protocol === kernelProtocol &&
		(destination.startsWith("fe80:") || automatic.some((r) => r.destination === destination && r.metric === metric));
	return (facts.routes("") ?? []).filter(
		(r) => routeDevices(r).includes(link.name) && r.table !== localTable && !automaticTypes.includes(r.type) && !isAutomatic(r),
	);
}

/** Addresses and routes of a device. */
export interface Settings {
	addresses: AddressSettings[];
	routes: KernelRoute[];
}

interface Ends {
	from: Link;
	to: string;
	there: Link | undefined;
	/** The move by which the device there gives away its own before. */
	given?: Move;
	/** Addresses and routes that the device `from` has lost. */
	lost?: Settings;
}

/** The addresses and routes that one device takes over from another. Undefined: none. */
export function moveOf(
	facts: Facts,
	ends: Ends,
	isMoved: (a: AddressSettings) => boolean,
	isKept: (r: KernelRoute) => boolean = () => false,
): Move | undefined {
	const { from, to, lost } = ends;
	const addresses = [...addressesOf(from).filter(isMoved), ...(lost?.addresses ?? [])];
	const routes = [...routesOver(facts, from).filter((r) => !isKept(r)), ...(lost?.routes ?? [])];
	refuseUnmovable(from.name, to, addresses, routes);
	return moveTo(facts, ends, { addresses, routes });
}

/** The move of these addresses and routes. Undefined: there are none. */
export function moveTo(facts: Facts, { from, to, there, given }: Ends, { addresses, routes }: Settings): Move | undefined {
	if (addresses.length + routes.length === 0) return undefined;
	const leaving = given?.addresses.map(cidrOf) ?? [];
	const known = addressesOf(there).filter((a) => !leaving.includes(cidrOf(a)));
	const networks = networksOf([...addresses, ...known], routes);
	const moved = routes.map((route) => ({ ...route, onlink: route.onlink || !isReachable(route, networks) }));
	const isLeaving = (route: KernelRoute) => given?.routes.some((other) => isSamePath(route, other)) ?? false;
	const has = there ? routesOver(facts, there).filter((route) => !isLeaving(route)) : [];
	return {
		...{ from: from.name, to, addresses, routes: moved },
		known: known.map(cidrOf),
		knownRoutes: moved.filter((route) => has.some((other) => isSamePath(route, other))),
	};
}

/** The networks that a device reaches without a gateway. */
export const networksOf = (addresses: AddressSettings[], routes: KernelRoute[]): string[] => [
	...addresses.map(reached),
	...routes.flatMap(({ destination, via }) => (via === undefined && destination.includes("/") ? [destination] : [])),
];

/** True for routes that differ only in their device. */
export const isSamePath = (a: KernelRoute, b: KernelRoute): boolean =>
	(["family", "destination", "table", "metric", "tos", "type", "via"] as const).every((field) => a[field] === b[field]);

/**
 * False for a route whose gateway is in no network of the device. The kernel keeps such a route when the address is removed, but
 * adds it only with `onlink`.
 */
export function isReachable({ via }: KernelRoute, networks: string[]): boolean {
	const gateway = via?.split(" ").at(-1);
	return gateway === undefined || gateway.startsWith("fe80:") || networks.some((network) => covers(network, gateway));
}

/** A setting that only a move writes again: it takes no time. */
const movable = ["expires"];

function refuseUnmovable(from: string, to: string, addresses: AddressSettings[], routes: KernelRoute[]): void {
	for (const route of routes) {
		const settings = route.unsupported?.filter((setting) => !movable.includes(setting)) ?? [];
		if (settings.length > 0)
			throw new Refused(
				`${routeName(route)} of ${from} can't be moved to ${to}, because it has settings that pulumi-ovs does not know: ${settings.join(", ")}. Delete the route first, and add it again after the update`,
			);
	}
	for (const { label, local } of addresses)
		if (label !== undefined && label !== from && labelOn(to, label, from).length > 15)
			throw new Refused(
				`the address ${local} of ${from} has the label ${label}, which is too long for ${to}: choose a shorter label`,
			);
}

/** True for a route whose gateway is in the network of one of these addresses, or whose source is one of them. */
export function isBy({ via, src, nexthops = [] }: KernelRoute, addresses: AddressSettings[]): boolean {
	const gateways = [via, ...nexthops.map((hop) => hop.via)].flatMap((one) => one?.split(" ").at(-1) ?? []);
	return addresses.some(
		(a) => a.local === src || gateways.some((gateway) => !gateway.startsWith("fe80:") && covers(reached(a), gateway)),
	);
}
