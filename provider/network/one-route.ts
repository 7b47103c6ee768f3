import { isDeepStrictEqual } from "node:util";
import { isIpv6 } from "../base/ip-address";
import { memoize } from "../base/memoize";
import type { Values } from "../base/values";
import { valuesByKey } from "../base/values-by-key";
import { type Change, type Keep, namedBy, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import type { ObserveContext } from "../model/kind";
import type { Observed } from "../model/observed";
import { inNetnsText } from "../model/provided-name";
import type { Requirement } from "../model/requirements";
import { type KernelRoute, mayBeOwn, ourProtocol, routeKey } from "../tools/ip-route";
import { attributeWords, metricFields, routeArgs, selectorWords } from "../tools/ip-route-words";
import { defaultPlaces, destinationKey, type Place } from "../tools/ip-routes-to";
import type { IpStep } from "../tools/ip-step";
import type { Fact } from "../tools/list";
import type { UsableAddressStep } from "../tools/usable-address";
import { type NextHop, nextHopChanges, observeNextHops, refuseUnclear, type SharedNextHops, sharedNextHops } from "./next-hops";
import { gatewayAddress, routeFamily } from "./route-schema";
import { untilUsable } from "./routes";
import { covers, netnsFacts, protocolAfter, tableOf } from "./routing";

/** The parts of a route's id. */
export const routeIdParts = ({ destination, table, vrf, metric, tos }: Values): unknown[] => [
	destination,
	vrf ?? table,
	metric,
	tos,
];

/** The fields that a route's id names. */
export function routeOfId(parts: string[]): Values {
	const [tableOrVrf = "", metric, tos] = parts.slice(-3);
	const at = /^\d+$/.test(tableOrVrf) ? { table: Number(tableOrVrf) } : { vrf: tableOrVrf };
	return { destination: parts.slice(0, -3).join("/"), ...at, metric: Number(metric), tos: Number(tos) };
}

/** The id of a route in the journal, whichever resource has it. */
export const routeId = (want: Values): string =>
	`${want.netns === undefined ? "" : `${want.netns}/`}Route/${routeIdParts(want).join("/")}`;

/** The parts of an observed route that `planRoute` needs beside its values. */
export interface RouteInternal {
	protocol: number;
	/** The former table of a VRF that was created again, in which the route is still. */
	leftIn?: number;
	/** The next hops of an IPv6 route that others share. */
	shared?: SharedNextHops;
	/** Settings without a field, in the words that write them again, and those that can't be written again. */
	kept?: string[];
	unsupported?: string[];
}

type RouteContext = Pick<ObserveContext, "owners" | "was" | "factsBeforeSideEffects">;

/** The facts by which a route is observed. */
export const routeFacts = (want: Values): Fact[] => [
	...readsAroundRoutes(want.netns),
	...placesOf(want).map((place): Fact => ({ read: "routes-to", netns: want.netns ?? "", to: destinationKey(place) })),
];

/** The facts by which any routes are observed. */
export const allRoutesFacts = (netns: string | undefined): Fact[] => [
	...readsAroundRoutes(netns),
	{ read: "routes", netns: netns ?? "" },
];

const readsAroundRoutes = (netns: string | undefined): Fact[] => [
	...netnsFacts(netns),
	{ read: "links", netns: netns ?? "" },
	{ read: "journal" },
];

/** The family and the destination, as the kernel's routes have them. */
function placeOf(want: Values): Place {
	const six = routeFamily(want) === 6;
	return { family: six ? 6 : 4, destination: six && want.destination === "default" ? "::/0" : want.destination };
}

/** The places of a route that may have had another gateway, by which a default route has its family. */
const placesOf = (want: Values): Place[] => (want.destination === "default" ? defaultPlaces : [placeOf(want)]);

/** The requirements of these routes: a device with an address in each gateway's network, and the source addresses. */
export function routeRequirements(routes: Values[], netns = ""): Requirement[] {
	const ways = routes.flatMap((route): Values[] => [route, ...(route.nexthops ?? [])]);
	const gateways = ways.flatMap(({ via, dev }) => (via !== undefined && dev === undefined ? [gatewayAddress(via)] : []));
	const sources = routes.flatMap(({ src }) => (src === undefined ? [] : [src]));
	return [
		...[...new Set<string>(gateways)].map((via) => needsGatewaySubnet(via, netns)),
		...[...new Set<string>(sources)].map((src) => needsSource(src, netns)),
	];
}

/** The route on the host, with the key of the wanted one. */
export function observeRoute(
	facts: Facts,
	want: Values,
	{ owners, was, factsBeforeSideEffects: before }: RouteContext,
): Observed<Values, RouteInternal> | undefined {
	const table = tableOf(facts, want);
	const there = find(facts, want, table);
	const left = before && leftBehind(want, owners, before, facts);
	const listed = there ?? left?.route;
	if (!listed) return undefined;
	const entry = facts.journal.get(routeId(want));
	const hops = entry && entry.previous === undefined ? sharedNextHops(listed, want, was) : undefined;
	const shared = hops && hops.others.length > 0 ? hops : undefined;
	const found = shared ? { ...listed, ...ownPart(shared, want) } : listed;
	const isOwned = found.protocol === ourProtocol || entry?.previous !== undefined || shared !== undefined;
	const { destination, metric, tos, vrf, netns } = want;
	return {
		value: {
			...{ destination, metric, tos, vrf, netns, ...(vrf === undefined ? { table } : {}) },
			...{ type: found.type, via: found.via, src: found.src, encap: found.encap },
			...Object.fromEntries(metricFields.map((field) => [field, found[field]])),
			dev: found.dev,
			onlink: found.onlink || undefined,
			...(found.family === 4 ? { scope: found.scope } : {}),
			nexthops: observeNextHops(want.nexthops, found),
		},
		computed: {},
		internal: { protocol: found.protocol, leftIn: left?.table, shared, kept: found.kept, unsupported: found.unsupported },
		...(there ? {} : { residue: true }),
		owner: isOwned ? entry?.owner : undefined,
		isRecognised: found.protocol === ourProtocol || (entry !== undefined && mayBeOwn(found.protocol)),
	};
}

/** The steps for one route. */
export function planRoute(change: Change<Values, RouteInternal>): (IpStep | UsableAddressStep)[] {
	const steps = routeSteps(change);
	const isWritten = steps.some(({ args: [, verb = ""] }) => ["add", "append", "replace"].includes(verb));
	return change.intent === "delete" || !isWritten
		? steps
		: [...untilUsable([change.want.src], change.want.netns ?? "", change.facts), ...steps];
}

function routeSteps(change: Change<Values, RouteInternal>): IpStep[] {
	const at = namedBy(change);
	const have = change.have?.residue ? undefined : change.have;
	const leftIn = change.have?.internal?.leftIn;
	// The table of a VRF that the same batch creates is not known yet. `ip` finds the table by the VRF's name.
	const number = tableOf(change.facts, at);
	const isByName = number === undefined || (at.vrf !== undefined && change.intent === "apply" && change.atBoot);
	const table = isByName ? ["vrf", String(at.vrf)] : ["table", String(number)];
	const all = have ? sameKey(change.facts, at, number) : [];
	// A change beside others' routes that was cut off leaves the old route and the new one.
	const spare = all.filter((r) => r.protocol === ourProtocol).slice(1);
	const left = [
		...(leftIn === undefined ? [] : [removal(at, ["table", String(leftIn)], ourProtocol)]),
		...spare.map((route) => exactRemoval("delete-routes", at, table, route)),
	];
	const shared = have?.internal?.shared;
	const withoutNextHops = (hops: NextHop[], phase: IpStep["phase"] = "routes") =>
		hops.map((found) => nextHopRemoval(phase, at, table, found));
	if (change.intent === "delete") {
		if (shared) refuseUnclear(shared.own, shared);
		if (shared) return [...left, ...withoutNextHops(shared.own, "delete-routes")];
		return [...left, ...(have ? [removal(at, table, have.internal?.protocol ?? ourProtocol)] : [])];
	}
	const { want } = change;
	if (have && shared) refuseHiddenChange(want, change.intent === "apply" ? change.was : undefined, shared.others);
	if (have && isAsWanted(want, have.value)) return left;
	if (have && shared) {
		const isSame = attributes.every((field) => isDeepStrictEqual((want as Values)[field], (have.value as Values)[field]));
		const { first, add, last } = nextHopChanges(shared.own, want, isSame);
		refuseUnclear([...first, ...last], shared);
		const added = want.nexthops === undefined || add.length === 0 ? want : { ...want, nexthops: add };
		const words = [...selectorWords(want, table), "proto", String(ourProtocol), ...attributeWords(added)];
		const append = add.length === 0 ? [] : [step(want, "routes", "append", want.destination, ...words)];
		return [...left, ...withoutNextHops(first), ...append, ...withoutNextHops(last)];
	}
	const protocol = protocolAfter(change, have?.internal?.protocol, (before) => find(before, at, tableOf(before, at))?.protocol);
	refuseLoss(change);
	const type = want.type === "unicast" ? [] : [want.type];
	const attributesAndKept = attributeWords({ ...want, kept: keptBy(change, at) });
	const words = [...type, want.destination, ...selectorWords(want, table), "proto", String(protocol), ...attributesAndKept];
	if (!have) return [...left, step(want, "routes", "add", ...words)];
	// The change that is undone has deleted this program's route, and the one that is left is another one.
	const isOurs = change.intent === "rollback" && change.owner !== undefined && protocol === ourProtocol;
	const isGone = isOurs && all.every((r) => r.protocol !== ourProtocol);
	if (isGone) return [...left, step(want, "routes", "append", ...words)];
	if (isReplaceable(all) && !hidesGateway(have, want)) return [...left, step(want, "routes", "replace", ...words)];
	return [...left, ...besideOthers(want, have, table, words)];
}

/** The settings without a field that the changed route keeps. */
function keptBy(change: Keep<Values, RouteInternal>, at: Values): string[] | undefined {
	const { have } = change;
	if (have && !have.residue) return have.internal?.kept;
	const before = change.intent === "rollback" ? change.factsBefore : undefined;
	return before && find(before, at, tableOf(before, at))?.kept;
}

/** Throws where a change of somebody's route would remove settings that a later release could not restore. */
function refuseLoss(change: Keep<Values, RouteInternal>): void {
	const lost = change.have?.internal?.unsupported ?? [];
	if (change.intent === "apply" && change.isAdopted && lost.length > 0)
		throw new Refused(
			`the adopted route would lose settings that pulumi-ovs can't write again: ${lost.join(", ")}. Declare the route with the values that it has, or remove these settings by hand first (ip route replace)`,
		);
}

/** A route without a device outlives its VRF and stays in the VRF's former table, which no device may use any more. */
function leftBehind(
	want: Values,
	owners: string[],
	before: Facts,
	now: Facts,
): { table: number; route: KernelRoute } | undefined {
	const wasRead = want.vrf !== undefined && before.has({ read: "links", netns: want.netns ?? "" });
	const table = wasRead ? tableOf(before, want) : undefined;
	const hasEntry = owners.some((owner) => now.journal.own(routeId(want), owner));
	if (table === undefined || table === tableOf(now, want) || !hasEntry) return undefined;
	if (isOfAnotherVrf(want, owners, table, now)) return undefined;
	const route = find(now, want, table);
	return route?.protocol === ourProtocol ? { table, route } : undefined;
}

/** True where another VRF has the table now, and the program has a route with the same key there. */
function isOfAnotherVrf(want: Values, owners: string[], table: number, now: Facts): boolean {
	const vrfs = [...now.knownLinks(want.netns ?? "").values()].filter(
		({ kind, name, data }) => kind === "vrf" && name !== want.vrf && Number(data.table) === table,
	);
	return vrfs.some(({ name }) => owners.some((owner) => now.journal.own(routeId({ ...want, vrf: name }), owner) !== undefined));
}

const step = (at: Values, phase: IpStep["phase"], ...args: string[]): IpStep => ({
	...{ tool: "ip", phase, netns: at.netns ?? "" },
	...(routeFamily(at) === 6 ? { family: 6 as const } : {}),
	args: routeArgs(args),
});

const removal = (at: Values, table: string[], protocol: number): IpStep =>
	step(at, "delete-routes", "del", at.destination, ...selectorWords(at, table), "proto", String(protocol));

/** The removal of one next hop of an IPv6 route. Others' next hops of the same route stay. */
const nextHopRemoval = (phase: IpStep["phase"], at: Values, table: string[], found: NextHop): IpStep =>
	step(at, phase, "del", at.destination, ...selectorWords(at, table), ...attributeWords({ via: found.via, dev: found.dev }));

/** The attributes that each next hop of an IPv6 route has, beside its gateway, device and header. */
const attributes = ["src", "onlink", ...metricFields];

/** This program's part of a route that others share. An attribute that the kernel does not list is taken as wanted. */
function ownPart({ own, hidesAttributes }: SharedNextHops, want: Values): Partial<KernelRoute> {
	const [only, ...more] = own;
	const path = only && more.length === 0 ? { ...only, nexthops: undefined } : { via: undefined, dev: undefined, nexthops: own };
	const hidden = hidesAttributes ? Object.fromEntries(["src", ...metricFields].map((field) => [field, want[field]])) : {};
	const { via, dev, nexthops, encap } = path as Partial<KernelRoute>;
	return { via, dev, nexthops, encap, onlink: want.onlink, ...hidden };
}

/** Throws where a change of a shared route could not be read back, or would need the next hops of others to go. */
function refuseHiddenChange(want: Values, was: Values | undefined, others: NextHop[]): void {
	const beside = `beside the next hops of others (via ${others.map(({ via }) => via).join(", ")}). Delete these first, or choose another metric`;
	if (want.type !== "unicast") throw new Refused(`it can't be of type ${want.type} ${beside}`);
	const changed = was && attributes.find((field) => !isDeepStrictEqual(want[field], was[field]));
	if (changed) throw new Refused(`${changed} can't be changed ${beside}: the kernel lists it only of the first next hop`);
}

/** Several routes can have the same key (`ip route append`); among them, this provider's route is preferred. */
function find(facts: Facts, want: Values, table: number | undefined): KernelRoute | undefined {
	const same = sameKey(facts, want, table);
	return same.find((r) => r.protocol === ourProtocol) ?? same[0];
}

/** The routes with the key of the wanted one, in the kernel's order. */
function sameKey(facts: Facts, want: Values, table: number | undefined): KernelRoute[] {
	const place = placeOf(want);
	const key = routeKey({ ...place, table: table ?? 0, metric: want.metric, tos: want.tos });
	const routes = facts.routesTo(want.netns ?? "", destinationKey(place));
	return (routes && byKey(routes).get(key)) ?? [];
}

const byKey = memoize((routes: KernelRoute[]) => valuesByKey(routes.map((route) => [routeKey(route), route] as const)));

/**
 * True where `ip route replace` changes this program's route and no other one of the same key. For IPv4, the kernel replaces the
 * first of them (fib_table_insert in net/ipv4/fib_trie.c); for IPv6, the first that is like the new one (net/ipv6/ip6_fib.c).
 */
const isReplaceable = (all: KernelRoute[]): boolean =>
	all.length <= 1 || (all[0]?.family === 4 && (all[0].protocol === ourProtocol || all.every((r) => r.protocol !== ourProtocol)));

/**
 * The steps that change a route which can't be replaced. The new route comes first, so that a refused one changes nothing, unless the
 * old one is in its way: it has the same next hop, or hides the new one's gateway.
 */
function besideOthers(
	want: Values,
	{ value, internal }: Observed<Values, RouteInternal>,
	table: string[],
	words: string[],
): IpStep[] {
	const { type = "unicast", via, dev, nexthops, scope } = value;
	const protocol = internal?.protocol ?? ourProtocol;
	const added = step(want, "routes", "append", ...words);
	const removed = exactRemoval("routes", want, table, { type, via, dev, nexthops, protocol, scope });
	const isSamePath = type === want.type && via === want.via && isDeepStrictEqual(nexthops, want.nexthops);
	const isFirst = hidesGateway({ value }, want) || (isSamePath && (want.dev === undefined || want.dev === dev));
	return isFirst ? [removed, added] : [added, removed];
}

/**
 * True where the kernel would find the old route when it looks for a gateway of the new one in the table, and refuse it as "invalid
 * gateway" (fib_check_nh_v4_gw() in net/ipv4/fib_semantics.c).
 */
function hidesGateway({ value }: Pick<Observed, "value">, want: Values): boolean {
	if (!["anycast", "broadcast", "multicast"].includes(value.type) || routeFamily(want) === 6) return false;
	const isCovered = ({ via, onlink = want.onlink }: Values) =>
		typeof via === "string" &&
		!isIpv6(via) &&
		onlink !== true &&
		(want.destination === "default" || covers(want.destination, via));
	return [want, ...((want.nexthops ?? []) as Values[])].some(isCovered);
}

/**
 * The removal of a route with this next hop, and of no other one of the same key. For a type other than unicast, `ip` adds the type's usual
 * scope, with which the kernel does not find a route of another one.
 */
function exactRemoval(
	phase: IpStep["phase"],
	at: Values,
	table: string[],
	{ type, via, dev, nexthops, protocol, ...route }: Pick<KernelRoute, "type" | "via" | "dev" | "nexthops" | "protocol" | "scope">,
): IpStep {
	const scope = type === "unicast" || routeFamily(at) === 6 ? undefined : route.scope;
	const words = [...selectorWords(at, table), "proto", String(protocol), ...attributeWords({ type, via, dev, nexthops, scope })];
	return step(at, phase, "del", ...(type === "unicast" ? [] : [type]), at.destination, ...words);
}

const pathFields = ["type", "via", "nexthops", "encap", ...attributes];

const isAsWanted = (want: Values, have: Values): boolean =>
	pathFields.every((field) => isDeepStrictEqual(want[field], have[field])) &&
	["dev", "scope"].every((field) => want[field] === undefined || want[field] === have[field]);

/** The kernel refuses a gateway without a device unless a device has an address in the gateway's network. */
const needsGatewaySubnet = (via: string, netns: string): Requirement => ({
	name: `an address in the subnet of gateway ${via}${inNetnsText(netns)}`,
	remedy: "give a device such an address, or set dev and onlink: true, or change via",
	there: (facts) => [...(facts.links(netns)?.values() ?? [])].some((l) => l.addresses.some((a) => covers(a.cidr, via))),
});

/** The kernel refuses a source address that no device has ("Invalid argument"). */
const needsSource = (src: string, netns: string): Requirement => ({
	name: `the address ${src} on a device${inNetnsText(netns)}`,
	remedy: "give a device this address, or change or leave out src",
	there: (facts) => [...(facts.links(netns)?.values() ?? [])].some((l) => l.addresses.some((a) => a.cidr.split("/")[0] === src)),
});
