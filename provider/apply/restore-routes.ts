import type { Fact, Facts } from "../model/facts";
import { lostRoutes, reproducible, routeDevices, routeLost } from "../network/routes";
import { type KernelRoute, ourProtocol } from "../tools/ip-route";
import { routeName, routesAgain } from "../tools/ip-route-words";
import type { Step } from "../tools/step";
import type { FailedChange, HostContext } from "./context";

/** The devices whose routes the kernel drops by these steps: made anew, or brought into a VRF or out of it; by namespace. */
export function devicesOf(steps: Step[]): Map<string, Set<string>> {
	const found = new Map<string, Set<string>>();
	for (const step of steps) {
		if (step.tool !== "ip" || !["delete-links", "masters"].includes(step.phase)) continue;
		const device = step.args[step.args.indexOf("dev") + 1] as string;
		found.set(step.netns, (found.get(step.netns) ?? new Set()).add(device));
	}
	return found;
}

/** What has to be known for routes to be put back: they, and their devices. */
export const routeFacts = (netns: string): Fact[] => [
	{ read: "links", netns },
	{ read: "routes", netns },
];

/** A refused change, as far as its way back is about routes; what is `leaving` doesn't come back. */
type Refused = Pick<FailedChange, "origin" | "leaving">;

/** Those of others too: who is not of this program, or not heard of in this run, is not put back by anybody else. */
export function routesBack(broken: Refused, { facts }: HostContext, moved: Map<string, Set<string>>): Step[] {
	return [...moved].flatMap(([netns, devices]) => routesAgain(netns, reproducible(gone(broken, facts, netns, devices))));
}

/** What the kernel dropped and nobody put back, in words. */
export function routesLeft(broken: Refused, now: Facts, moved: Map<string, Set<string>>): string[] {
	return [...moved].flatMap(([netns, devices]) => gone(broken, now, netns, devices).map((route) => routeLost(route, netns)));
}

function gone({ origin, leaving }: Refused, now: Facts, netns: string, devices: Set<string>): KernelRoute[] {
	if (![origin, now].every((known) => known.has({ read: "routes", netns }))) return [];
	const over = (origin.routes(netns) ?? []).filter((route) => routeDevices(route).some((name) => devices.has(name)));
	const lost = lostRoutes(over, now.routes(netns) ?? []);
	// An adopted one is given back when it leaves: it bears its own protocol, and is still to be there.
	const goes = (r: KernelRoute) => r.protocol === ourProtocol && names(r, netns, origin).some((name) => leaving.has(name));
	return lost.filter((r) => !goes(r));
}

/** By its table's number, and by each VRF that has the table. */
function names(route: KernelRoute, netns: string, facts: Facts): string[] {
	const vrfs = [...facts.knownLinks(netns).values()].filter((l) => l.kind === "vrf" && Number(l.data.table) === route.table);
	return [route, ...vrfs.map(({ name }) => ({ ...route, vrf: name }))].map((r) => routeName(r, netns));
}
