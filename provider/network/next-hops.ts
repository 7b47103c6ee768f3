import { isDeepStrictEqual } from "node:util";
import type { Values } from "../base/values";
import { Refused } from "../model/change";
import type { KernelRoute } from "../tools/ip-route";
import { byHop } from "./route-schema";

/** One next hop of a route. */
export interface NextHop {
	via?: string;
	dev?: string;
	weight: number;
	onlink?: true;
	encap?: Values;
}

/** The next hops of a route. A next hop's device is compared only if the program sets it. */
export function observeNextHops(want: Values[] | undefined, { nexthops }: KernelRoute): Values[] | undefined {
	const meant = want === undefined ? undefined : matchNextHops(want, nexthops ?? []);
	return nexthops
		?.map((found) => {
			const { via, dev, weight, onlink, encap } = found;
			const hop = meant?.get(found) ?? want?.find((n) => n.via === via && n.dev !== undefined);
			const gateway = {
				...(via === undefined ? {} : { via }),
				...(meant === undefined || hop?.dev !== undefined ? { dev } : {}),
			};
			return { ...gateway, ...(onlink ? { onlink } : {}), ...(encap ? { encap } : {}), weight };
		})
		.sort(byHop);
}

/**
 * For each listed next hop, the wanted one that it stands for. Full matches are paired first, because one gateway can be wanted both with
 * and without a device.
 */
function matchNextHops(want: Values[], listed: NextHop[]): Map<NextHop, Values> {
	const meant = new Map<NextHop, Values>();
	const rest = [...want];
	const isSameOtherwise = (found: NextHop, hop: Values) =>
		found.weight === hop.weight && found.onlink === hop.onlink && isDeepStrictEqual(found.encap, hop.encap);
	const isOn = (found: NextHop, hop: Values) => found.via === hop.via && found.dev === hop.dev;
	const isOnAny = (found: NextHop, hop: Values) => found.via === hop.via && hop.dev === undefined;
	const similarities = [
		(found: NextHop, hop: Values) => isOn(found, hop) && isSameOtherwise(found, hop),
		(found: NextHop, hop: Values) => isOnAny(found, hop) && isSameOtherwise(found, hop),
		...[isOn, isOnAny],
	];
	for (const isSimilar of similarities)
		for (const found of listed) {
			const at = meant.has(found) ? -1 : rest.findIndex((hop) => isSimilar(found, hop));
			if (at >= 0) meant.set(found, ...(rest.splice(at, 1) as [Values]));
		}
	return meant;
}

/** The next hops with a gateway that inputs name. */
const named = ({ via, dev, encap, nexthops = [] }: Values): Values[] =>
	[{ via, dev, encap }, ...nexthops].filter((hop) => hop.via !== undefined);

const isAlike = (hop: Values, other: Values): boolean =>
	hop.via === other.via && (hop.dev === undefined || other.dev === undefined || hop.dev === other.dev);

const isSameGateway = (hop: NextHop, other: NextHop): boolean => hop.via === other.via && hop.dev === other.dev;

/** The next hops of an IPv6 route. */
export interface SharedNextHops {
	/** The next hops that the program names, now or last time. */
	own: NextHop[];
	/** The next hops of others. */
	others: NextHop[];
	/** True where the listed attributes, which are those of the first next hop, are not this program's. */
	hidesAttributes: boolean;
}

/**
 * The next hops of an IPv6 route of this program. The kernel joins IPv6 routes with the same destination and metric into one, and
 * lists it with the protocol and attributes of the first (net/ipv6/route.c, rt6_fill_node). Undefined where none of them is known.
 */
export function sharedNextHops(
	{ family, nexthops, via, dev, encap, type }: KernelRoute,
	want: Values,
	was: Values = {},
): SharedNextHops | undefined {
	if (family !== 6 || type !== "unicast") return undefined;
	const all = nexthops ?? (via === undefined ? [] : [{ via, dev, weight: 1, encap }]);
	const known = [...named(want), ...named(was)];
	const isOwn = (hop: NextHop) => {
		const meant = known.filter((other) => isAlike(hop, other));
		return meant.some(
			(other) => all.every((one) => one === hop || !isSameGateway(one, hop)) || isDeepStrictEqual(hop.encap, other.encap),
		);
	};
	const own = all.filter(isOwn);
	const others = all.filter((hop) => !isOwn(hop));
	return own.length === 0 ? undefined : { own, others, hidesAttributes: others[0] !== undefined && others[0] === all[0] };
}

/** Throws where the kernel would delete another next hop: it compares the gateway and the device only (net/ipv6/route.c, ip6_route_del). */
export function refuseUnclear(gone: NextHop[], { own, others }: SharedNextHops): void {
	const unclear = gone.find((hop) => [...own, ...others].some((other) => !gone.includes(other) && isSameGateway(hop, other)));
	if (unclear)
		throw new Refused(
			`the route has another next hop with the gateway ${unclear.via} on ${unclear.dev}, which differs in its header alone: the kernel can't delete one of the two. Delete the route by hand, and let the program create it again`,
		);
}

/** The next hops that have to be deleted before and after those that have to be added, so that one always stays where that can be. */
export function nextHopChanges(
	have: NextHop[],
	want: Values,
	isSameOtherwise: boolean,
): { first: NextHop[]; add: NextHop[]; last: NextHop[] } {
	const wanted: NextHop[] = want.nexthops ?? [{ via: want.via, dev: want.dev, weight: 1, encap: want.encap }];
	const isKept = (hop: NextHop, other: NextHop) =>
		isSameOtherwise && isAlike(hop, other) && hop.weight === other.weight && isDeepStrictEqual(hop.encap, other.encap);
	const add = wanted.filter((hop) => !have.some((other) => isKept(hop, other)));
	const gone = have.filter((hop) => !wanted.some((other) => isKept(hop, other)));
	const first = gone.filter((hop) => add.some((other) => isAlike(hop, other)));
	return { first, add, last: gone.filter((hop) => !first.includes(hop)) };
}
