import type { Facts } from "../model/facts";
import { isAutomatic, type KernelRoute, ourProtocol, routeKey } from "../tools/ip-route";
import { attributeWords, routeName, routesAgain } from "../tools/ip-route-words";
import type { IpStep } from "../tools/ip-step";
import type { UsableAddressStep } from "../tools/usable-address";
import { familyOf } from "./routing";

/** True for a route that a person has added, or a program that does not watch it. */
export const isOthers = (r: KernelRoute): boolean =>
	!isAutomatic(r) && r.protocol !== ourProtocol && !isDaemonProtocol(r.protocol);

/**
 * True for the protocol numbers (rt_protos of iproute2) of routing daemons and DHCP clients, which restore their routes and
 * neighbors themselves if they still want them.
 */
export const isDaemonProtocol = (protocol: number): boolean =>
	(protocol >= 11 && protocol <= 18) || [42, 99].includes(protocol) || (protocol >= 186 && protocol <= 192);

/** The routes that existed before and are missing now, whoever added them. */
export const lostRoutes = (before: KernelRoute[], now: KernelRoute[]): KernelRoute[] =>
	withoutKeysOf(now, before).filter((route) => !isAutomatic(route));

/** The routes with keys that no route of a list has. */
function withoutKeysOf(list: KernelRoute[], routes: KernelRoute[]): KernelRoute[] {
	const keys = new Set(list.map(routeKey));
	return routes.filter((route) => !keys.has(routeKey(route)));
}

/** The words by which somebody can put the route back. */
function wayText(route: KernelRoute): string {
	const words = attributeWords({ ...route, scope: undefined });
	return words.length === 0 ? "" : ` (${words.join(" ")})`;
}

/** The message that a route is missing. */
export function routeLost(route: KernelRoute, netns: string): string {
	const why = route.unsupported ? ` (it can't be restored with these settings: ${route.unsupported.join(", ")})` : "";
	return `${routeName(route, netns)}${wayText(route)} is missing${why}`;
}

/** The routes that can be added again: all of their settings are supported. */
export const reproducible = (routes: KernelRoute[]): KernelRoute[] => routes.filter((route) => !route.unsupported);

/** The waits for sources: the kernel refuses an address of IPv6 while it looks for another host that has it. */
export function untilUsable(sources: (string | undefined)[], netns: string, facts: Facts): UsableAddressStep[] {
	const all = [...facts.knownLinks(netns).values()].flatMap(({ addresses }) => addresses);
	const isUsable = (src: string) => all.some(({ settings, tentative }) => settings.local === src && !tentative);
	const awaited = sources.filter((src) => src !== undefined).filter((src) => familyOf(src) === 6 && !isUsable(src));
	return [...new Set(awaited)].map((address) => ({ tool: "usable-address", phase: "usable-addresses", netns, address }));
}

/** The steps that add routes again, as soon as their sources are usable. */
export const routesBack = (netns: string, routes: KernelRoute[], facts: Facts): (IpStep | UsableAddressStep)[] => [
	...untilUsable(
		routes.map(({ src }) => src),
		netns,
		facts,
	),
	...routesAgain(netns, routes),
];
