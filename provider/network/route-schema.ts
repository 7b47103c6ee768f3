import { z } from "zod";
import * as f from "../base/fields";
import { isAddress, isIpv6 } from "../base/ip-address";
import { holdsUnknown } from "../base/unknown";
import { isMap, type Values } from "../base/values";
import type { Variants } from "../base/variants";
import { deadEnds, metricFields } from "../tools/ip-route-words";
import { checkEncap, encap } from "./route-encap";
import { familyOf, network, table } from "./routing";

const types = ["unicast", "blackhole", "unreachable", "prohibit", "throw", "local", "broadcast", "anycast"] as const;

const otherGateway = /^inet6 (.*)$/;

/** The address of a gateway, without the word for the family of one that is not of the route's family. */
export const gatewayAddress = (via: string): string => otherGateway.exec(via)?.[1] ?? via;

/** True for a gateway that each link may have (fe80::/10), so that the kernel needs the device. */
const isLinkLocal = (via: string): boolean => /^fe[89ab][0-9a-f]:/.test(gatewayAddress(via));

/** A gateway. In normal form, the IPv6 gateway of an IPv4 route has the word inet6 before its address, as in `ip route`. */
const gateway = f.referring(
	f.text
		.refine(
			(via) => f.address.safeParse(gatewayAddress(via)).success && (via === gatewayAddress(via) || isIpv6(via)),
			"must be an IPv4 or IPv6 address without a prefix length, such as 192.0.2.1",
		)
		.overwrite((via) => via.replace(gatewayAddress(via), (ip) => f.address.safeParse(ip).data ?? ip)),
	{ sort: "address" },
);

const nexthop = z.strictObject({
	via: f.enforced(gateway, "Address of the gateway. One of `via` and `dev` is required. A route of IPv6 needs `via`."),
	dev: f.unmanaged(f.nameOf("device"), "Device that leads to the gateway.", "the kernel finds the device for `via`"),
	onlink: f.flag("Use the gateway although no address of the device is in the gateway's network. Needs `via` and `dev`."),
	encap: f.enforced(encap, "Header to add to the packets that take this next hop, with the fields of the route's `encap`."),
	weight: f.defaulted(
		f.integer(1, 256, "a weight"),
		1,
		"Share of the traffic that this gateway gets, 1 to 256, relative to the other gateways.",
	),
});

/** The order of next hops, in which two lists of them can be compared. Two of one gateway can have different headers. */
export const byHop = (a: Values, b: Values): number => byPath(a, b) || byEncap({ encap: encapText(a) }, { encap: encapText(b) });

const byPath = f.by("via", "dev");
const byEncap = f.by("encap");

const encapText = ({ encap }: Values): string => JSON.stringify(Object.entries(encap ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));

const destination = z
	.string()
	.superRefine((s, context) => {
		if (s === "default") return;
		for (const { message } of network.safeParse(s).error?.issues ?? [])
			context.addIssue({ code: "custom", message: `${message} (for all addresses, write "default")` });
	})
	.overwrite((s) => (s === "default" ? s : (network.safeParse(s).data ?? s)));

const byText = z
	.string()
	.regex(/^0x[0-9a-fA-F]{1,2}$/, "must be a ToS: 0 to 255")
	.transform(Number);

const tos = z.union([f.integer(0, 255, "a ToS"), byText], { error: "must be a ToS: 0 to 255" });

export const routeShape = {
	destination: f.required(
		destination,
		"Destination: `default`, a network such as 10.0.0.0/24, or an address. `default` is the default route of IPv4, or of IPv6 if the gateways or `src` are IPv6 addresses; `0.0.0.0/0` and `::/0` say the family. An IPv4 default route by an IPv6 gateway is `0.0.0.0/0`.",
	),
	...f.group("Table and precedence", {
		table: f.filledIn(
			f.enforced(table, "Routing table: a number from 1 to 4294967295, `main` (254), `default` (253) or `local` (255).", {
				whenUnset: "`main`; for types local, broadcast and anycast `local`",
			}),
		),
		vrf: f.enforced(f.nameOf("device"), "VRF in whose table the route is. Not together with `table`."),
		metric: f.filledIn(
			f.enforced(
				f.integer(0, 0xffffffff, "a metric"),
				"Metric, 0 to 4294967295. The route with the lowest metric is preferred.",
				{
					whenUnset: "0 for IPv4, 1024 for IPv6",
				},
			),
		),
		tos: f.filledIn(
			f.enforced(tos, "ToS of the packets that use the route, 0 to 255; the two lowest bits must be 0. Only for IPv4.", 0),
		),
	}),
	type: f.defaulted(
		z.enum(types),
		"unicast",
		"What happens to packets that use the route. `unicast`: forward. `blackhole`: drop. `unreachable` and `prohibit`: drop with an ICMP error. `throw`: continue with the next rule. `local`: deliver to this host. `broadcast`: send as broadcast. `anycast`: as `local`, for anycast addresses.",
	),
	...f.group("Next hop", {
		via: f.enforced(
			gateway,
			"Address of the gateway. A route of IPv4 can have a gateway of IPv6 (`ip route … via inet6`); set `dev` too if the address is link-local. One of `via`, `dev` and `nexthops` is required, except for types that lead nowhere.",
		),
		dev: f.unmanaged(f.nameOf("device"), "Device that the packets leave through.", "the kernel finds the device for `via`"),
		nexthops: f.enforced(
			z.array(nexthop).min(2, "must name two or more next hops: for one, set via or dev"),
			"Several next hops that share the traffic: two or more. Not together with `via`, `dev` and `encap`.",
		),
		onlink: f.flag("Use the gateway although no address of the device is in the gateway's network. Needs `via` and `dev`."),
		src: f.enforced(
			f.referring(f.address, { sort: "address" }),
			"Preferred source address of packets that this host sends on this route.",
			{ whenUnset: "the kernel selects the address" },
		),
		scope: f.unmanaged(
			z.enum(["global", "site", "link", "host", "nowhere"]),
			"Scope of the destination. Only for IPv4.",
			"left alone; `ip` derives the scope of a new route from its type and gateway",
		),
		encap: f.enforced(
			encap,
			"Header to add to the packets: of a tunnel (`ip`, `ip6`), MPLS labels (`mpls`), or a list of IPv6 segments (`seg6`); or what is done at a segment (`seg6local`). A tunnel's header needs `dev`, which must be a tunnel of the kernel with `external: true` or without `remoteIp`.",
		),
	}),
	...f.group("Metrics", {
		// The kernel cuts larger values: ip_metrics_convert() in its net/ipv4/metrics.c.
		mtu: f.enforced(f.integer(68, 65520, "an MTU in bytes"), "MTU of this route in bytes, 68 to 65520.", {
			whenUnset: "the MTU of the device",
		}),
		lockMtu: f.flag(
			"Keep `mtu` also where path MTU discovery finds a smaller one: IPv4 packets may be fragmented on their way. For IPv6, path MTU discovery goes on, and the route keeps `mtu` when the MTU of the device changes. Needs `mtu`.",
		),
		cwnd: f.enforced(
			f.integer(1, 0xffffffff, "a number of segments"),
			"Largest congestion window of TCP connections to the destination, in segments (`ip route … cwnd lock`). Kernels such as 6.1 and 6.12 use it from the second connection to an address on.",
			{ whenUnset: "no limit" },
		),
		// The kernel cuts larger values: ip_metrics_convert() in its net/ipv4/metrics.c.
		advmss: f.enforced(
			f.integer(1, 65495, "a segment size in bytes"),
			"TCP segment size in bytes, 1 to 65495, that this host announces to peers behind the route.",
			{ whenUnset: "derived from the MTU" },
		),
		initcwnd: f.enforced(
			f.integer(1, 0xffffffff, "a number of segments"),
			"Initial congestion window of TCP connections to the destination, in segments.",
			{ whenUnset: "10 segments" },
		),
		initrwnd: f.enforced(
			f.integer(1, 0xffffffff, "a number of segments"),
			"Initial receive window of TCP connections to the destination, in segments.",
			{ whenUnset: "the kernel selects the window" },
		),
		quickack: f.flag("Acknowledge each TCP segment from the destination at once."),
	}),
	netns: f.inNetns("the route"),
	adopt: f.adopt(
		"an existing route with the same destination, table, metric and ToS",
		"the route stays with its own protocol number, and the settings that the program manages get their former values back",
	),
};

/** The next hops that are known. */
const hopsOf = ({ nexthops }: Values): Values[] => (Array.isArray(nexthops) ? nexthops.filter(isMap) : []);

/** The family of a route. For the destination `default`, it is the family of the gateways or of `src`. */
export const routeFamily = (want: Values): 4 | 6 => {
	if (want.destination !== "default") return familyOf(want.destination);
	const known = [want.via, want.src, ...hopsOf(want).map(({ via }) => via)].filter(isAddress);
	return known.some((address) => otherGateway.test(address)) ? 4 : familyOf(known[0] ?? "");
};

/** A gateway in the form in which the kernel lists it. */
function gatewayAs(via: unknown, family: 4 | 6): unknown {
	if (!isAddress(via)) return via;
	const address = gatewayAddress(via);
	return family === 4 && familyOf(address) === 6 ? `inet6 ${address}` : address;
}

export function normaliseRoute<T extends Values>(want: T): T {
	const six = routeFamily(want) === 6;
	const own = ["local", "broadcast", "anycast"].includes(want.type) ? 255 : 254;
	return {
		...want,
		destination: destinationOf(want.destination, six),
		...(want.vrf === undefined ? { table: want.table ?? own } : {}),
		...(want.via === undefined ? {} : { via: gatewayAs(want.via, six ? 6 : 4) }),
		...(Array.isArray(want.nexthops) && !holdsUnknown(want.nexthops) ? { nexthops: sortedHops(want.nexthops, six ? 6 : 4) } : {}),
		metric: (six ? want.metric || 1024 : want.metric) ?? 0,
		tos: want.tos ?? 0,
	};
}

const sortedHops = (hops: Values[], family: 4 | 6): Values[] =>
	hops.map((hop) => (hop.via !== undefined ? { ...hop, via: gatewayAs(hop.via, family) } : hop)).sort(byHop);

/** The kernel's word for an IPv4 default route is `default`. Before this step 0.0.0.0/0 tells that IPv4 is meant. */
function destinationOf(destination: string, six: boolean): string {
	if (destination === "default") return six ? "::/0" : destination;
	return destination === "0.0.0.0/0" ? "default" : destination;
}

export const routeVariants: Variants = {
	by: ["type"],
	rules: [
		{
			excluded: ["via", "dev", "nexthops", "encap", "onlink", "src", ...metricFields],
			when: { type: deadEnds },
			message: 'is not for type "{type}", which leads nowhere',
		},
	],
	names: { type: { Delivering: types.filter((type) => !deadEnds.includes(type)), DeadEnd: deadEnds } },
};

/** The advice on a gateway that is not of the route's family. */
const otherFamily = (path: string): string =>
	path === "src" ? "" : ". For a route of IPv4, set destination to 0.0.0.0/0 or an IPv4 network";

export function checkRoute(want: Values, issue: (path: string, message: string) => void): void {
	const { table, vrf, type, via, dev, nexthops, encap } = want;
	const family = routeFamily(want);
	const familyKnown = want.destination === "default" || isAddress(want.destination);
	if (table !== undefined && vrf !== undefined) issue("vrf", "can't be set with table: the VRF selects the table");
	const [, none] = /^(0\.0\.0\.0|::)(?:\/32|\/128)?$/.exec(want.destination) ?? [];
	if (none !== undefined)
		issue(
			"destination",
			`is the address ${none} alone, which no packet goes to: for all addresses, write "default" or ${none}/0`,
		);
	for (const [path, address] of [
		["via", via],
		["src", want.src],
		...(nexthops ?? []).map((n: Values, i: number) => [`nexthops[${i}].via`, n.via]),
	])
		if (familyKnown && isAddress(address) && familyOf(address) !== family && (family === 6 || path === "src"))
			issue(path, `must be an IPv${family} address, as the destination is${otherFamily(path)}`);
	for (const [path, hop] of [["", want], ...hopsOf(want).map((hop, i): [string, Values] => [`nexthops[${i}].`, hop])] as const)
		if (isAddress(hop.via) && isLinkLocal(hop.via) && hop.dev === undefined)
			issue(`${path}dev`, "is required with a link-local gateway");
	if (want.lockMtu && want.mtu === undefined) issue("mtu", "is required with lockMtu: it is what is locked");
	if (family === 6 && want.tos) issue("tos", "is only for IPv4 routes");
	if (family === 6 && want.scope !== undefined) issue("scope", "is only for IPv4 routes");
	if (typeof want.tos === "number" && want.tos & 3)
		issue("tos", "must leave the two lowest bits 0: they are for congestion (ECN)");
	if (deadEnds.includes(type)) return;
	if (nexthops !== undefined) {
		for (const field of ["via", "dev", "encap"])
			if (want[field] !== undefined) issue(field, "can't be set with nexthops: each of them has its own");
		if (want.onlink) issue("onlink", "can't be set with nexthops: each of them has its own");
		for (const [i, hop] of Object.entries(nexthops))
			if (isMap(hop)) checkHop(hop, `nexthops[${i}]`, familyKnown ? family : undefined, issue);
		if (family === 6) refuseSameHops(nexthops, issue);
	} else if (via === undefined && dev === undefined)
		issue("via", 'is required, unless dev or nexthops is set, or a type without a next hop such as "blackhole"');
	if (isMap(encap)) checkEncap(encap, { at: "", dev, family: familyKnown ? family : undefined }, issue);
	if (want.onlink && dev === undefined) issue("dev", "is required with onlink");
	if (want.onlink && via === undefined) issue("via", "is required with onlink, which is about the gateway");
	if (family === 4 && familyKnown) checkScope(want, issue);
}

/**
 * The kernel refuses a next hop that an IPv6 route has already, also with another weight: rt6_duplicate_nexthop() in its
 * net/ipv6/ip6_fib.c.
 */
function refuseSameHops(hops: unknown[], issue: (path: string, message: string) => void): void {
	const known = hops.map((hop) => (isMap(hop) && hop.via !== undefined && !holdsUnknown(hop) ? hop : undefined));
	known.forEach((hop, i) => {
		if (hop === undefined) return;
		const first = known.findIndex((other) => other && byHop(other, hop) === 0);
		if (first < i)
			issue(
				`nexthops[${i}]`,
				`is the same next hop as nexthops[${first}], and a route of IPv6 can't have it twice: remove one of them. For a larger share of the packets, set the weight of the other`,
			);
		// The kernel finds the device of the one without. If that is the other's device, it refuses them, too.
		const alike = known.findIndex(
			(other) => other && (other.dev === undefined) !== (hop.dev === undefined) && byHop({ ...other, dev: hop.dev }, hop) === 0,
		);
		if (alike >= 0 && alike < i) issue(`nexthops[${i}]`, `may be the same next hop as nexthops[${alike}]: set dev of both`);
	});
}

/** The kernel joins only IPv6 routes that have a gateway: rt6_qualify_for_ecmp() in its include/net/ip6_route.h. */
function checkHop(
	{ via, dev, onlink, encap }: Values,
	path: string,
	family: 4 | 6 | undefined,
	issue: (path: string, message: string) => void,
): void {
	if (via === undefined && dev === undefined) issue(`${path}.via`, "is required, unless dev is set");
	else if (via === undefined && family === 6)
		issue(`${path}.via`, "is required for a route of IPv6, which has next hops without a gateway only alone");
	if (onlink && (via === undefined || dev === undefined)) issue(`${path}.onlink`, "needs via and dev");
	if (isMap(encap)) checkEncap(encap, { at: `${path}.`, dev, family }, issue);
}

/** The scopes that the kernel accepts for a route that leads somewhere: fib_create_info() in its net/ipv4/fib_semantics.c. */
function checkScope({ type, scope, via, nexthops }: Values, issue: (path: string, message: string) => void): void {
	const gateway = via === undefined ? "nexthops" : "via";
	const hasGateway = via !== undefined || hopsOf({ nexthops }).some((hop) => hop.via !== undefined);
	const able = { local: ["host"], broadcast: ["link", "host"], anycast: ["link", "host"] }[type as string];
	if (hasGateway && able) issue(gateway, `is not for type "${type}" of IPv4, whose packets go to no gateway`);
	else if (nexthops !== undefined && (scope === "host" || type === "local"))
		issue(
			"nexthops",
			`can't be set for ${type === "local" ? 'type "local"' : 'scope "host"'} of IPv4, which has one next hop: set dev`,
		);
	if (scope === undefined) return;
	if (able && !able.includes(scope)) issue("scope", `must be "${able.join('" or "')}" for type "${type}"`);
	else if (scope === "nowhere") issue("scope", `can't be "nowhere" for type "${type}": only a route that leads nowhere has it`);
	else if (hasGateway && !able && ["link", "host"].includes(scope))
		issue("scope", `can't be "${scope}" with ${gateway}: a network behind a gateway has scope "global" or "site"`);
}
