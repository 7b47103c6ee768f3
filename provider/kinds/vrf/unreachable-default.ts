import type { Facts } from "../../model/facts";
import { ourProtocol } from "../../tools/ip-route";
import { defaultPlaces, destinationKey, type RoutesToFact } from "../../tools/ip-routes-to";
import type { IpStep } from "../../tools/ip-step";

/** The metric of a VRF's unreachable default route, as in the kernel's vrf.rst. Every other route is preferred. */
const lastResortMetric = 4278198272;

/** An unreachable default route of a VRF. */
export interface UnreachableDefault {
	family: 4 | 6;
	/** True for a route of this provider. */
	isOwned: boolean;
}

/** The reads of the default routes of a namespace, in all tables. */
export const defaultRoutes = (netns: string): RoutesToFact[] =>
	defaultPlaces.map((place) => ({ read: "routes-to", netns, to: destinationKey(place) }));

/** The unreachable default routes of a table. Undefined if the routes were not read. */
export function unreachableDefaults(facts: Facts, netns: string, table: number): UnreachableDefault[] | undefined {
	const reads = defaultRoutes(netns);
	if (!reads.every((fact) => facts.has(fact))) return undefined;
	return reads
		.flatMap(({ to }) => facts.routesTo(netns, to) ?? [])
		.filter((r) => r.table === table && r.metric === lastResortMetric && r.type === "unreachable")
		.map((r) => ({ family: r.family, isOwned: r.protocol === ourProtocol }));
}

/** The lines for the unreachable default routes of a table, one for each family. */
function linesFor(netns: string, table: number, verb: "add" | "del", families: (4 | 6)[]): IpStep[] {
	const words = [
		"unreachable",
		"default",
		"table",
		String(table),
		"metric",
		String(lastResortMetric),
		"proto",
		String(ourProtocol),
	];
	return families.map(
		(family): IpStep => ({
			...{ tool: "ip", phase: verb === "add" ? "routes" : "delete-routes", netns, args: ["route", verb, ...words] },
			...(family === 6 ? { family } : {}),
		}),
	);
}

/** The steps that add those that are missing. */
export function addDefaults(netns: string, table: number, there: UnreachableDefault[]): IpStep[] {
	const missing = ([4, 6] as const).filter((family) => !there.some((route) => route.family === family));
	return linesFor(netns, table, "add", missing);
}

/** The steps that delete those of this provider. */
export function deleteDefaults(netns: string, table: number, there: UnreachableDefault[]): IpStep[] {
	const own = there.filter(({ isOwned }) => isOwned).map(({ family }) => family);
	return linesFor(netns, table, "del", own);
}
