import type { Facts } from "../model/facts";
import { deviceText } from "../model/requirements";
import { routeId } from "../network/one-route";
import { isOthers, lostRoutes, reproducible, routeLost, routesBack } from "../network/routes";
import type { Registry } from "../plan/registry";
import type { Link } from "../tools/ip-link";
import { type KernelRoute, ourProtocol, routeDevices } from "../tools/ip-route";
import { routeName } from "../tools/ip-route-words";
import type { HostContext, RestoreContext } from "./context";
import { addByHand, type DependantKind, isOfOtherResource, type LostObject, type OutstandingObject } from "./foreign-entries";
import { asDeclared, devicesLosingRoutes, routeFacts } from "./lost-routes";
import { type Restoration, restore } from "./restore";

export const foreignRoutes: DependantKind = {
	read: "routes",
	devicesLosing: devicesLosingRoutes,
	foreignIn: (facts, netns, context) =>
		routesOf(facts, netns)
			.filter((route) => isOthers(route) || isOfResource(route, netns, context))
			.map((route) => ({ object: route, devices: routeDevices(route) })),
	mayBeOfResource: (facts, netns, registry) =>
		routesOf(facts, netns).some((route) => isOfProvider(route) && !isChanged(route, netns, facts, registry)),
};

const isOther = (was: string, is: string | undefined): boolean => is !== undefined && is !== was;

const missing = ({ netns, routes }: ForeignRoutes, now: Facts): KernelRoute[] => lostRoutes(routes, now.routes(netns) ?? []);

/**
 * Restores foreign routes over devices that an update or a replacement of this run created again, set down or emptied. Routing daemons
 * restore their routes themselves. Returns those that can't be restored, also because their device is in another VRF now.
 */
export async function restoreRoutes(context: RestoreContext): Promise<LostObject[]> {
	const { session, memory } = context;
	const affected = affectedRoutes(context, isOther).flatMap(({ netns, family, routes }) => {
		const there = session.facts.knownLinks(netns);
		const whole = routes.filter((route) => routeDevices(route).every((name) => there.has(name)));
		return whole.length > 0 ? [{ netns, family, routes: whole }] : [];
	});
	const left = affectedRoutes(context, isOther, true);
	if (affected.length === 0 && left.length === 0) return [];
	const restorations = affected.map((some): Restoration => {
		return {
			reads: routeFacts(some.netns),
			steps: (now) => routesBack(some.netns, reproducible(missing(some, now)), now),
			missing: (now) => missing(some, now).map((route) => routeLost(route, some.netns)),
			independent: true,
		};
	});
	await restore(session, restorations);
	await session.readUnknown(left.flatMap(({ netns }) => routeFacts(netns)));
	for (const { netns, routes } of [...affected, ...left])
		for (const route of routes) memory.foreign.routes.attempts.add(attemptKey(route, netns, session.facts, memory));
	return [...affected, ...left].flatMap((some) =>
		missing(some, session.facts)
			.filter(isOthers)
			.map((route) => ({
				words: routeLost(route, some.netns),
				remedy: addByHand,
				devices: routeDevices(route).map((name) => deviceText(name, some.netns)),
			})),
	);
}

/** Foreign routes that may be lost and are not restored yet. The next device may be one of theirs. */
export const outstandingRoutes = (context: RestoreContext): OutstandingObject[] =>
	affectedRoutes(context, (was, is) => is !== was).flatMap(({ netns, routes }) =>
		routes.map((route) => ({ netns, devices: routeDevices(route) })),
	);

/** Routes of one namespace and family: `ip` takes one family at a time. */
interface ForeignRoutes {
	netns: string;
	family: 4 | 6;
	routes: KernelRoute[];
}

/**
 * A fingerprint of a device that changes when the kernel has dropped its routes. A device that was created again has another index.
 * Open vSwitch sets a tap device down for another MAC address.
 */
const fingerprintOf = ({ index, kind, mac }: Link): string => (kind === "tun" ? `${index} ${mac}` : `${index}`);

const isOfProvider = ({ protocol }: KernelRoute): boolean => protocol === ourProtocol;

/** True for the route of a resource that this run changes, or has changed. */
const isChanged = (route: KernelRoute, netns: string, links: Facts, registry: Registry): boolean =>
	asDeclared(route, netns, links).some((one) => registry.isChanged(routeName(one, netns)));

/** True for the route of a resource that this run does not change. */
function isOfResource(route: KernelRoute, netns: string, context: RestoreContext): boolean {
	const { before } = context.memory.foreign.routes;
	if (!isOfProvider(route) || isChanged(route, netns, before, context.registry)) return false;
	return asDeclared(route, netns, before).some(({ table, vrf, ...one }) =>
		isOfOtherResource(
			routeId({ ...one, ...(vrf === undefined ? { table } : { vrf }), ...(netns === "" ? {} : { netns }) }),
			context,
		),
	);
}

/**
 * Routes that nobody but this run restores, over devices that have changed. `moved`: those over a device that is in another VRF or in
 * a bond now, whose routes are not valid in the former table.
 */
function affectedRoutes(
	context: RestoreContext,
	isConcerned: (was: string, is: string | undefined) => boolean,
	moved = false,
): ForeignRoutes[] {
	const { session, memory } = context;
	const { facts } = session;
	const { before, attempts } = memory.foreign.routes;
	return before.namespacesRead.flatMap((netns) => {
		const then = before.knownLinks(netns);
		const now = facts.knownLinks(netns);
		const isMeant = (name: string): boolean => {
			const [was, is] = [then.get(name), now.get(name)];
			return (
				was !== undefined &&
				isConcerned(fingerprintOf(was), is && fingerprintOf(is) + memory.foreign.routes.dropsText(netns, is, now))
			);
		};
		const hasMoved = (name: string): boolean => now.has(name) && routingDomainOf(name, now) !== routingDomainOf(name, then);
		const routes = routesOf(before, netns).filter((route) => {
			const devices = routeDevices(route);
			if (!devices.some(isMeant) || devices.some(hasMoved) !== moved) return false;
			if (!isOthers(route) && !isOfResource(route, netns, context)) return false;
			return !attempts.has(attemptKey(route, netns, facts, memory));
		});
		return ([4, 6] as const)
			.map((family) => ({ netns, family, routes: routes.filter((route) => route.family === family) }))
			.filter(({ routes }) => routes.length > 0);
	});
}

const routesOf = (facts: Facts, netns: string): KernelRoute[] =>
	(facts.has({ read: "routes", netns }) && facts.routes(netns)) || [];

const routingDomainOf = (name: string, links: Map<string, Link>): string => {
	const master = links.get(links.get(name)?.master ?? "");
	if (master?.kind === "bond") return master.name;
	return master?.kind === "vrf" ? `${master.name} ${master.data.table}` : "";
};

/** The key of one attempt to restore: the route and its devices' fingerprints. A later change of a device gives a new key. */
function attemptKey(route: KernelRoute, netns: string, facts: Facts, memory: HostContext["memory"]): string {
	const links = facts.knownLinks(netns);
	const devices = routeDevices(route).flatMap((name) => links.get(name) ?? []);
	return [
		routeName(route, netns),
		...devices.map((link) => fingerprintOf(link) + memory.foreign.routes.dropsText(netns, link, links)),
	].join(" ");
}
