import type { Facts } from "../model/facts";
import { routeId } from "../network/one-route";
import { isOthers, reproducible, routeLost, routesBack } from "../network/routes";
import type { Link } from "../tools/ip-link";
import { type KernelRoute, ourProtocol, routeDevices, routeKey } from "../tools/ip-route";
import { routeName } from "../tools/ip-route-words";
import { asDependantSort } from "./foreign-entries";
import { asDeclared, devicesLosingRoutes } from "./lost-routes";

/** Routes of other people, and of resources that this run does not change. Routing daemons restore their routes themselves. */
export const foreignRoutes = asDependantSort<KernelRoute>({
	read: "routes",
	entries: (facts, netns) => (facts.has({ read: "routes", netns }) && facts.routes(netns)) || [],
	isForeign: isOthers,
	resource: (route, netns, facts) => (route.protocol === ourProtocol ? resourceOf(route, netns, facts) : undefined),
	devices: routeDevices,
	key: routeKey,
	lostText: routeLost,
	// A device that was created again has another index. Open vSwitch sets a tap device down for another MAC address.
	fingerprint: ({ index, kind, mac }) => (kind === "tun" ? `${index} ${mac}` : `${index}`),
	isPossible: (route, now, then) =>
		routeDevices(route).every((name) => !now.has(name) || routingDomainOf(name, now) === routingDomainOf(name, then)),
	whenImpossible: "lost",
	// `ip` takes one family at a time.
	group: ({ family }) => family,
	devicesLosing: devicesLosingRoutes,
	restoreSteps: (routes, netns, now) => routesBack(netns, reproducible(routes), now),
});

/** The journal's ids and the names of a route, by the number of its table and by each VRF that has the table. */
function resourceOf(route: KernelRoute, netns: string, facts: Facts): { ids: string[]; provides: string[] } {
	const all = asDeclared(route, netns, facts);
	return {
		ids: all.map(({ table, vrf, ...one }) =>
			routeId({ ...one, ...(vrf === undefined ? { table } : { vrf }), ...(netns === "" ? {} : { netns }) }),
		),
		provides: all.map((one) => routeName(one, netns)),
	};
}

/** The VRF or bond of a device: its routes are not valid in the table of another VRF, and a device in a bond has none. */
const routingDomainOf = (name: string, links: Map<string, Link>): string => {
	const master = links.get(links.get(name)?.master ?? "");
	if (master?.kind === "bond") return master.name;
	return master?.kind === "vrf" ? `${master.name} ${master.data.table}` : "";
};
