import { deviceClaim } from "./device";
import { staleAfter } from "./effects";
import type { Fact } from "./facts";
import type { Workplace } from "./job";
import type { Ready } from "./ready";
import { callOf } from "./script";
import { type KernelRoute, ourProtocol } from "./tools/routes";
import { lostRoutes, routeLost, routesAgain, sayable } from "./tools/routewords";

/**
 * Puts other people's routes back over devices that this run has made anew, in an update or a replacement: nobody else does.
 * What can't be put back is told in a warning.
 */
export async function othersRoutesBack(host: Workplace, group: Ready[]): Promise<void> {
	const affected = places(host, (was, is) => is !== undefined && is !== was);
	if (affected.length === 0) return;
	const reads = affected.map(({ netns }): Fact => ({ read: "routes", netns }));
	const unknown = reads.filter((fact) => !host.facts.has(fact));
	if (unknown.length > 0) await host.run([], unknown);
	const missing = () =>
		affected.map((one) => ({ ...one, routes: lostRoutes(one.devices, one.routes, host.facts.routes(one.netns) ?? []) }));
	let steps = missing().flatMap(({ netns, routes }) => routesAgain(netns, sayable(routes)));
	// A script ends at what is refused: the others still come back.
	while (steps.length > 0) {
		const script = steps.map((step) => callOf([step]));
		const done = await host.run(script, reads, staleAfter(steps));
		const refused = done.findIndex(({ code }) => code !== 0);
		steps = refused < 0 ? [] : steps.slice(refused + 1);
	}
	for (const { netns, routes } of missing())
		for (const route of routes) concerned(group, route, netns)?.warnings.push(routeLost(route, netns));
	for (const { netns, devices } of affected) for (const name of devices) host.restored.add(deviceClaim(name, netns));
}

/** True where what is made next may be a device over which others had routes: it is not done until they are back. */
export const mayOweRoutes = (host: Workplace): boolean => places(host, (was, is) => is !== was).length > 0;

interface Place {
	netns: string;
	devices: Set<string>;
	/** Other people's over them, before this run took any of them along. */
	routes: KernelRoute[];
}

/** Where others had routes over certain devices, judged by their index then and now: one that is made anew has another. */
function places({ disturbed, facts, restored }: Workplace, judge: (was: number, is: number | undefined) => boolean): Place[] {
	if (!disturbed) return [];
	return disturbed.placesRead.flatMap((netns) => {
		if (!disturbed.has({ read: "routes", netns })) return [];
		const now = facts.has({ read: "links", netns }) ? facts.links(netns) : undefined;
		const then = [...(disturbed.links(netns) ?? [])].filter(([name]) => !restored.has(deviceClaim(name, netns)));
		const devices = new Set(then.flatMap(([name, { index }]) => (judge(index, now?.get(name)?.index) ? [name] : [])));
		const all = lostRoutes(devices, disturbed.routes(netns) ?? [], []);
		const routes = all.filter(({ protocol }) => protocol !== ourProtocol);
		return routes.length > 0 ? [{ netns, devices, routes }] : [];
	});
}

/** The change that made its device anew; else any. */
function concerned(group: Ready[], { dev = "" }: KernelRoute, netns: string): Ready | undefined {
	const device = deviceClaim(dev, netns);
	return group.find(({ operation: { kind, want } }) => kind.claims(want).includes(device)) ?? group[0];
}
