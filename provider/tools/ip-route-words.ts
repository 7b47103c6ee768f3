import type { Values } from "../base/values";
import { option } from "./call";
import { encapWords, hexadecimal } from "./ip-encap";
import type { KernelRoute } from "./ip-route";
import type { IpStep } from "./ip-step";

/** Types of routes without a next hop. */
export const deadEnds = ["blackhole", "unreachable", "prohibit", "throw"];

/** The numbers that a route has for the connections that use it, by their words in `ip route`. */
const metrics = ["mtu", "cwnd", "advmss", "initcwnd", "initrwnd"] as const;

/** The fields of a route for its metrics. */
export const metricFields = [...metrics, "lockMtu", "quickack"] as const;

/** The kernel ignores a congestion window that is not locked (net/ipv4/tcp_metrics.c, tcp_init_metrics). */
const isLocked = (metric: string, { lockMtu }: Values): boolean => metric === "cwnd" || (metric === "mtu" && lockMtu === true);

/** The words that distinguish routes to the same destination. */
export const selectorWords = (at: Values, table: string[]): string[] => [
	...(at.tos ? ["tos", hexadecimal(at.tos)] : []),
	...table,
	...(at.metric ? ["metric", String(at.metric)] : []),
];

/** The words for a route's next hops and attributes. `kept`: settings without a field, in these words already. */
export function attributeWords(want: Values): string[] {
	const { nexthops = [], kept = [] } = want;
	if (deadEnds.includes(want.type)) return [...(want.scope === "global" ? [] : option("scope", want.scope)), ...kept];
	return [
		...encapWords(want.encap),
		...viaWords(want),
		...option("dev", want.dev),
		...option("src", want.src),
		...option("scope", want.scope),
		...metrics.flatMap((metric) =>
			want[metric] === undefined ? [] : [metric, ...(isLocked(metric, want) ? ["lock"] : []), String(want[metric])],
		),
		...(want.quickack ? ["quickack", "1"] : []),
		...kept,
		...(want.onlink ? ["onlink"] : []),
		...nexthops.flatMap((n: Values) => [
			"nexthop",
			...encapWords(n.encap),
			...viaWords(n),
			...option("dev", n.dev),
			"weight",
			String(n.weight),
			...(n.onlink ? ["onlink"] : []),
		]),
	];
}

/** The words for the seconds until a route of a router advertisement expires. */
export const advertisedWords = ({ expires }: KernelRoute): string[] => option("expires", expires);

/**
 * The words of a change of a route. `ip` takes the family of the destination `default` from the gateway, which would make an IPv6
 * route of an IPv4 route with a gateway of IPv6.
 */
export function routeArgs(words: string[]): string[] {
	const at = words.indexOf("default");
	const isDestination = words.includes("inet6") && !["dev", "vrf", "table"].includes(words[at - 1] ?? "");
	return ["route", ...words.map((word, i) => (i === at && isDestination ? "0.0.0.0/0" : word))];
}

const viaWords = (to: Values): string[] => (to.via === undefined ? [] : ["via", ...to.via.split(" ")]);

/** The description of a route, for messages and as the name under which a resource provides the route. */
export const routeName = ({ destination, table, vrf, metric, tos }: Values, netns = ""): string =>
	`route ${destination} of ${vrf === undefined ? `table ${table}` : `VRF ${vrf}`} with metric ${metric}, tos ${tos}${netns === "" ? "" : ` in netns ${netns}`}`;

export const hasGateway = (r: Pick<KernelRoute, "via" | "nexthops">): boolean =>
	[r, ...(r.nexthops ?? [])].some(({ via }) => via !== undefined);

/** Steps that add routes again. Routes without a gateway come first, because other routes' gateways may need them. */
export const routesAgain = (netns: string, routes: KernelRoute[]): IpStep[] =>
	[...routes]
		.sort((a, b) => Number(hasGateway(a)) - Number(hasGateway(b)))
		.map((r) => ({
			...{ tool: "ip", phase: "routes", netns },
			...(r.family === 6 ? { family: 6 as const } : {}),
			args: routeArgs([
				...["add", ...(r.type === "unicast" ? [] : [r.type]), r.destination],
				...[...selectorWords(r, ["table", String(r.table)]), "proto", String(r.protocol)],
				...attributeWords(r.family === 6 ? { ...r, scope: undefined } : r),
			]),
		}));
