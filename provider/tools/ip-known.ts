import type { Link, LinkFact } from "./ip-link";
import type { KernelNeighbor, NeighborFact } from "./ip-neighbor";
import type { KernelRoute, RouteFact } from "./ip-route";
import { type IpStep, wordAfter } from "./ip-step";
import type { AnyFact, HostObject, KnownFacts } from "./tool";

// What was read of devices, routes and neighbors. Empty where nothing was read.

export function linksOf(known: KnownFacts, netns: string): Map<string, Link> {
	const fact: LinkFact = { read: "links", netns };
	return known.value(fact) ?? new Map();
}

export function routesOf(known: KnownFacts, netns: string): KernelRoute[] {
	const fact: RouteFact = { read: "routes", netns };
	return known.value(fact) ?? [];
}

export function neighborsOf(known: KnownFacts, netns: string): KernelNeighbor[] {
	const fact: NeighborFact = { read: "neighbors", netns };
	return known.value(fact) ?? [];
}

/** The reads of the links, routes and neighbors of a namespace. */
export const readsInNetns = (netns: string): AnyFact[] =>
	(["links", "routes", "neighbors"] as const).map((read): LinkFact | RouteFact | NeighborFact => ({ read, netns }));

/** The device that a line deletes. */
export function deletedBy({ phase, netns, args }: IpStep, known: KnownFacts): HostObject | undefined {
	const name = wordAfter("dev", args) ?? "";
	return phase === "delete-links" && linksOf(known, netns).has(name) ? { sort: "device", netns, name } : undefined;
}
