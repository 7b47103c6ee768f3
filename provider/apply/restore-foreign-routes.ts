import type { Facts } from "../model/facts";
import { deviceClaim } from "../model/requirements";
import { isOthers, lostRoutes, reproducible, routeDevices, routeLost } from "../network/routes";
import { staleAfter } from "../plan/invalidation";
import { type IpStep, ipAsFarAsItGoes, type Link } from "../tools/ip";
import type { KernelRoute } from "../tools/ip-route";
import { routeName, routesAgain } from "../tools/ip-route-words";
import { grouped } from "../tools/script";
import type { BatchEntry } from "./batch-entry";
import { type HostContext, readUnknown } from "./context";
import { routeFacts } from "./restore-routes";

/**
 * Puts other people's routes back over devices that this run has made anew, in an update or a replacement: nobody else does.
 * Routing daemons see to theirs themselves. What can't be put back is told in a warning.
 */
export async function othersRoutesBack(host: HostContext, group: BatchEntry[]): Promise<void> {
	const affected = places(host, (was, is) => is !== undefined && is !== was).flatMap(({ netns, routes }) => {
		const there = host.facts.knownLinks(netns);
		const whole = routes.filter((route) => routeDevices(route).every((name) => there.has(name)));
		return whole.length > 0 ? [{ netns, routes: whole }] : [];
	});
	if (affected.length === 0) return;
	const reads = affected.flatMap(({ netns }) => routeFacts(netns));
	await readUnknown(host, reads);
	const missing = () =>
		affected.map(({ netns, routes }) => ({ netns, routes: lostRoutes(routes, host.facts.routes(netns) ?? []) }));
	const steps = missing().flatMap(({ netns, routes }) => routesAgain(netns, reproducible(routes)));
	// A script ends at what is refused: those of another namespace or family still come back.
	for (const some of grouped(steps) as IpStep[][]) await host.run([ipAsFarAsItGoes(some)], reads, staleAfter(some));
	for (const { netns, routes } of missing()) warn(group, netns, routes);
	for (const { netns, routes } of affected) for (const route of routes) host.routesTried.add(trial(route, netns, host.facts));
}

/** How many routes are told of one by one. */
const told = 10;

function warn(group: BatchEntry[], netns: string, lost: KernelRoute[]): void {
	for (const route of lost.slice(0, told)) concerned(group, route, netns)?.warnings.push(routeLost(route, netns));
	const [first] = lost.slice(told);
	if (first) concerned(group, first, netns)?.warnings.push(`${lost.length - told} more routes are not there any more`);
}

/** True where what is made next may be a device over which others had routes: it is not done until they are back. */
export const mayOweRoutes = (host: HostContext): boolean => places(host, (was, is) => is !== was).length > 0;

interface Place {
	netns: string;
	/** Other people's over certain devices, as they were found. */
	routes: KernelRoute[];
}

/** Where others had routes over devices that are judged by their index then and now: one that is made anew has another. */
function places({ found, facts, routesTried }: HostContext, judge: (was: number, is: number | undefined) => boolean): Place[] {
	return found.placesRead.flatMap((netns) => {
		const then = found.knownLinks(netns);
		const now = facts.knownLinks(netns);
		const isMeant = (name: string): boolean => {
			const [was, is] = [then.get(name), now.get(name)];
			return was !== undefined && judge(was.index, is?.index);
		};
		// Brought into another VRF, a device has no business in the tables of before.
		const hasMoved = (name: string): boolean => now.has(name) && vrfOf(name, now) !== vrfOf(name, then);
		const routes = routesOf(found, netns).filter((route) => {
			const devices = routeDevices(route);
			return isOthers(route) && devices.some(isMeant) && !devices.some(hasMoved) && !routesTried.has(trial(route, netns, facts));
		});
		return routes.length > 0 ? [{ netns, routes }] : [];
	});
}

const routesOf = (facts: Facts, netns: string): KernelRoute[] =>
	(facts.has({ read: "routes", netns }) && facts.routes(netns)) || [];

const vrfOf = (name: string, links: Map<string, Link>): string => {
	const master = links.get(links.get(name)?.master ?? "");
	return master?.kind === "vrf" ? `${master.name} ${master.data.table}` : "";
};

/** A route over devices as they are now: made anew once more, they call for another try. */
function trial(route: KernelRoute, netns: string, facts: Facts): string {
	const links = facts.knownLinks(netns);
	return [routeName(route, netns), ...routeDevices(route).map((name) => links.get(name)?.index)].join(" ");
}

/** The change that made its device anew; else any. */
function concerned(group: BatchEntry[], route: KernelRoute, netns: string): BatchEntry | undefined {
	const devices = routeDevices(route).map((name) => deviceClaim(name, netns));
	return group.find(({ operation: { kind, want } }) => kind.provides(want).some((claim) => devices.includes(claim))) ?? group[0];
}
