import { isDeepStrictEqual } from "node:util";
import type { Values } from "../base/values";
import { Refused } from "../model/change";
import type { KernelRoute } from "../tools/ip-route";

/** One next hop of a route. */
export interface Leg {
	via?: string;
	dev?: string;
	weight: number;
	onlink?: true;
	encap?: Values;
}

/** The next hops with a gateway that inputs name. */
const named = ({ via, dev, encap, nexthops = [] }: Values): Values[] =>
	[{ via, dev, encap }, ...nexthops].filter((leg) => leg.via !== undefined);

const isLeg = (leg: Values, other: Values): boolean =>
	leg.via === other.via && (leg.dev === undefined || other.dev === undefined || leg.dev === other.dev);

const isSamePlace = (leg: Leg, other: Leg): boolean => leg.via === other.via && leg.dev === other.dev;

/** The next hops of an IPv6 route. */
export interface Legs {
	/** The next hops that the program names, now or last time. */
	own: Leg[];
	/** The next hops of others. */
	others: Leg[];
	/** True where the listed attributes, which are those of the first next hop, are not this program's. */
	hidesAttributes: boolean;
}

/**
 * The next hops of an IPv6 route of this program. The kernel joins IPv6 routes with the same destination and metric into one, and
 * lists it with the protocol and attributes of the first (net/ipv6/route.c, rt6_fill_node). Undefined where none of them is known.
 */
export function legsOf(
	{ family, nexthops, via, dev, encap, type }: KernelRoute,
	want: Values,
	was: Values = {},
): Legs | undefined {
	if (family !== 6 || type !== "unicast") return undefined;
	const all = nexthops ?? (via === undefined ? [] : [{ via, dev, weight: 1, encap }]);
	const known = [...named(want), ...named(was)];
	const isOwn = (leg: Leg) => {
		const meant = known.filter((other) => isLeg(leg, other));
		return meant.some(
			(other) => all.every((one) => one === leg || !isSamePlace(one, leg)) || isDeepStrictEqual(leg.encap, other.encap),
		);
	};
	const own = all.filter(isOwn);
	const others = all.filter((leg) => !isOwn(leg));
	return own.length === 0 ? undefined : { own, others, hidesAttributes: others[0] !== undefined && others[0] === all[0] };
}

/** Throws where the kernel would delete another next hop: it compares the gateway and the device only (net/ipv6/route.c, ip6_route_del). */
export function refuseUnclear(gone: Leg[], { own, others }: Legs): void {
	const unclear = gone.find((leg) => [...own, ...others].some((other) => !gone.includes(other) && isSamePlace(leg, other)));
	if (unclear)
		throw new Refused(
			`the route has another next hop with the gateway ${unclear.via} on ${unclear.dev}, which differs in its header alone: the kernel can't delete one of the two. Delete the route by hand, and let the program create it again`,
		);
}

/** The next hops that have to be deleted before and after those that have to be added, so that one always stays where that can be. */
export function legChanges(have: Leg[], want: Values, isSameOtherwise: boolean): { first: Leg[]; add: Leg[]; last: Leg[] } {
	const wanted: Leg[] = want.nexthops ?? [{ via: want.via, dev: want.dev, weight: 1, encap: want.encap }];
	const isKept = (leg: Leg, other: Leg) =>
		isSameOtherwise && isLeg(leg, other) && leg.weight === other.weight && isDeepStrictEqual(leg.encap, other.encap);
	const add = wanted.filter((leg) => !have.some((other) => isKept(leg, other)));
	const gone = have.filter((leg) => !wanted.some((other) => isKept(leg, other)));
	const first = gone.filter((leg) => add.some((other) => isLeg(leg, other)));
	return { first, add, last: gone.filter((leg) => !first.includes(leg)) };
}
