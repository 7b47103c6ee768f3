import type { IpStep } from "./ip";
import { type KernelRoute, ourProtocol } from "./ip-route";

// biome-ignore lint/suspicious/noExplicitAny: a route as the program wants it, or as the kernel has it
type Values = Record<string, any>;

/** Types that lead nowhere. */
export const deadEnds = ["blackhole", "unreachable", "prohibit", "throw"];

/** What tells a route from others to the same destination. */
export const placeWords = (at: Values, table: string[]): string[] => [
	...(at.tos ? ["tos", hex(at.tos)] : []),
	...table,
	...(at.metric ? ["metric", String(at.metric)] : []),
];

/** `ip` reads a ToS as hexadecimal, with or without the prefix. */
const hex = (tos: number) => `0x${tos.toString(16)}`;

/** Where a route leads, in `ip`'s words. */
export function wayWords(want: Values): string[] {
	const word = (name: string, value: unknown) => (value === undefined ? [] : [name, String(value)]);
	if (deadEnds.includes(want.type)) return [];
	const { encap, nexthops = [] } = want;
	const [ttl, tos] = encap?.type === "ip6" ? ["hoplimit", "tc"] : ["ttl", "tos"];
	const header = encap
		? [
				"encap",
				encap.type,
				...word("id", encap.id),
				...word("src", encap.src),
				"dst",
				encap.dst,
				...word(ttl, encap.ttl),
				...(encap.tos === undefined ? [] : [tos, hex(encap.tos)]),
			]
		: [];
	return [
		...header,
		...(encap?.key ? ["key"] : []),
		...via(want),
		...word("dev", want.dev),
		...word("src", want.src),
		...word("scope", want.scope),
		...word("mtu", want.mtu),
		...(want.onlink ? ["onlink"] : []),
		...nexthops.flatMap((n: Values) => ["nexthop", ...via(n), ...word("dev", n.dev), "weight", String(n.weight)]),
	];
}

const via = (to: Values): string[] => (to.via === undefined ? [] : ["via", ...to.via.split(" ")]);

/** A route by what tells it from others: also the words in which a program claims it. */
export const routeName = ({ destination, table, vrf, metric, tos }: Values, netns = ""): string =>
	`route ${destination} of ${vrf === undefined ? `table ${table}` : `VRF ${vrf}`} with metric ${metric}, tos ${tos}${netns === "" ? "" : ` in netns ${netns}`}`;

const isSame = (a: KernelRoute, b: KernelRoute): boolean =>
	(["family", "destination", "table", "metric", "tos"] as const).every((field) => a[field] === b[field]);

/** Made by the kernel itself, or out of what routers advertise: they come by themselves. */
const isPassing = ({ protocol }: KernelRoute): boolean => protocol === 2 || protocol === 9;

/**
 * Put there by a person, or by a program that does not come back to it. Routing daemons and DHCP clients watch the devices and
 * put theirs back themselves, or have reasons not to: rt_protos of iproute2.
 */
export const isOthers = (r: KernelRoute): boolean =>
	!isPassing(r) &&
	r.protocol !== ourProtocol &&
	!(r.protocol >= 11 && r.protocol <= 18) &&
	![42, 99].includes(r.protocol) &&
	!(r.protocol >= 186 && r.protocol <= 192);

/** The devices that it leads over. */
export const routeDevices = (r: KernelRoute): string[] => [r, ...(r.nexthops ?? [])].flatMap(({ dev }) => dev ?? []);

/** Those that were there and are not any more, whosever they are. */
export const lostRoutes = (before: KernelRoute[], now: KernelRoute[]): KernelRoute[] =>
	before.filter((r) => !isPassing(r) && !now.some((other) => isSame(r, other)));

/** Those that can be put again. */
export const sayable = (routes: KernelRoute[]): KernelRoute[] => routes.filter((route) => !route.unsaid);

/** That a route is gone, in words. */
export function routeLost(route: KernelRoute, netns: string): string {
	const why = route.unsaid ? ` (it can't be said again: ${route.unsaid.join(", ")})` : "";
	return `${routeName(route, netns)} is not there any more${why}`;
}

const hasGateway = (r: KernelRoute): boolean => [r, ...(r.nexthops ?? [])].some(({ via }) => via !== undefined);

/** The steps that put routes again; those without a gateway first, which others may need. */
export const routesAgain = (netns: string, routes: KernelRoute[]): IpStep[] =>
	[...routes]
		.sort((a, b) => Number(hasGateway(a)) - Number(hasGateway(b)))
		.map((r) => ({
			...{ tool: "ip", phase: "routes", netns },
			...(r.family === 6 ? { family: 6 as const } : {}),
			args: [
				...["route", "add", ...(r.type === "unicast" ? [] : [r.type]), r.destination],
				...[...placeWords(r, ["table", String(r.table)]), "proto", String(r.protocol)],
				...wayWords(r.family === 6 ? { ...r, scope: undefined } : r),
			],
		}));
