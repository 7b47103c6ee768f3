import type { Call } from "../steps";
import type { IpStep } from "./ip";

/** A route as the kernel has it, of whichever table. */
export interface KernelRoute {
	family: 4 | 6;
	/** `default` (IPv4) or a network with its prefix length; IPv6's default is `::/0`. */
	destination: string;
	table: number;
	metric: number;
	tos: number;
	type: string;
	/** Who made it: 2 is the kernel itself, 3 a person with `ip`, 250 is us. */
	protocol: number;
	scope: string;
	via?: string;
	dev?: string;
	src?: string;
	onlink: boolean;
	mtu?: number;
	nexthops?: { via?: string; dev?: string; weight: number }[];
	encap?: Record<string, unknown>;
}

/** The routing protocol number of our routes and rules: no name of /etc/iproute2/rt_protos has it. */
export const ourProtocol = 250;

export const routesRead = (netns: string): Call => bothFamilies(netns, "route show table all");

/** Both families with numbers for names, as two lines; a namespace that is not there ends it. */
export const bothFamilies = (netns: string, what: string): Call => ({
	argv: ["sh", "-c", `ip "$@" -4 -N -d -j ${what} && ip "$@" -6 -N -d -j ${what}`, "ip", ...(netns === "" ? [] : ["-n", netns])],
});

/** The lists of both families; a family that the kernel has not prints nothing. */
export function families<T>(text: string): [4 | 6, T][] {
	const lines = text.split("\n").filter((line) => line.startsWith("["));
	return lines.flatMap((line, i) => (JSON.parse(line) as T[]).map((item): [4 | 6, T] => [i === 0 ? 4 : 6, item]));
}

/** include/uapi/linux/rtnetlink.h; `ip -N` of some versions prints the numbers. */
const types = ["none", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw"];
const scopes: Record<string, string> = { 0: "global", 200: "site", 253: "link", 254: "host", 255: "nowhere" };

export const typeName = (type: string): string => types[Number(type)] ?? type;

type RawEncap = Record<string, unknown> & { encap_type: string };

interface RawRoute {
	type?: string;
	dst: string;
	gateway?: string;
	dev?: string;
	table?: string;
	protocol?: string;
	scope?: string;
	metric?: number;
	tos?: string;
	prefsrc?: string;
	flags?: string[];
	metrics?: { mtu?: number }[];
	nexthops?: { gateway?: string; dev?: string; weight?: number }[];
	encap?: RawEncap;
}

/**
 * Before 6.4, iproute2 printed an encapsulation's fields flat beside the route's own, so that "dst" and "tos" came twice and
 * JSON.parse would keep the last one (fixed by its commit 0f32ef97). They are made an object, as newer ones print it.
 */
const flat = /"encap":"(\w+)"((?:,"(?:id|src|dst|ttl|tos|hoplimit|tc|key|csum|seq)":(?:"[^"]*"|\d+|true|false|null))*)/g;

export function parseRoutes(text: string): KernelRoute[] {
	return families<RawRoute>(text.replace(flat, '"encap":{"encap_type":"$1"$2}')).flatMap(([family, raw]) =>
		typeof raw.dst === "string" ? [route(family, raw)] : [],
	);
}

function route(family: 4 | 6, raw: RawRoute): KernelRoute {
	const flags = raw.flags ?? [];
	return {
		family,
		destination: network(family, raw.dst),
		table: Number(raw.table ?? 254),
		metric: raw.metric ?? 0,
		tos: Number(raw.tos ?? 0),
		type: typeName(raw.type ?? "unicast"),
		protocol: Number(raw.protocol ?? 3),
		scope: scopes[raw.scope ?? "0"] ?? raw.scope ?? "global",
		via: raw.gateway,
		dev: raw.dev,
		src: raw.prefsrc,
		onlink: flags.includes("onlink"),
		mtu: raw.metrics?.find((m) => m.mtu !== undefined)?.mtu,
		nexthops: raw.nexthops?.map((n) => ({ via: n.gateway, dev: n.dev, weight: n.weight ?? 1 })),
		encap: raw.encap && encapsulation(raw.encap),
	};
}

const network = (family: 4 | 6, dst: string): string => {
	if (dst === "default") return family === 4 ? "default" : "::/0";
	return dst.includes("/") ? dst : `${dst}/${family === 4 ? 32 : 128}`;
};

/** What is 0 or unspecified is not set. Flags that have no field of ours are told too: they are drift. */
function encapsulation(of: RawEncap): Record<string, unknown> {
	const type = of.encap_type;
	const all: Record<string, unknown> = {
		type,
		id: of.id || undefined,
		dst: endpoint(of.dst),
		src: endpoint(of.src),
		ttl: of.ttl || of.hoplimit || undefined,
		tos: (type === "ip" ? of.tos : of.tc) || undefined,
		...Object.fromEntries(["key", "csum", "seq"].map((flag) => [flag, of[flag] === undefined ? undefined : true])),
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const endpoint = (address: unknown) => (address === "0.0.0.0" || address === "::" || address === "any" ? undefined : address);

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
		...word("via", want.via),
		...word("dev", want.dev),
		...word("src", want.src),
		...word("scope", want.scope),
		...word("mtu", want.mtu),
		...(want.onlink ? ["onlink"] : []),
		...nexthops.flatMap((n: Values) => ["nexthop", "via", n.via, ...word("dev", n.dev), "weight", String(n.weight)]),
	];
}

const isSame = (a: KernelRoute, b: KernelRoute): boolean =>
	(["family", "destination", "table", "metric", "tos"] as const).every((field) => a[field] === b[field]);

/** Made by the kernel itself, or out of what routers advertise: they come by themselves. */
const isPassing = ({ protocol }: KernelRoute): boolean => protocol === 2 || protocol === 9;

/** The routes by these devices that were there and are not any more, whosever they are. */
export function lostRoutes(devices: Set<string>, before: KernelRoute[], now: KernelRoute[]): KernelRoute[] {
	return before.filter(
		(r) =>
			!isPassing(r) &&
			[r, ...(r.nexthops ?? [])].some(({ dev }) => dev !== undefined && devices.has(dev)) &&
			!now.some((other) => isSame(r, other)),
	);
}

/** The steps that put routes again; those without a gateway first, which others may need. */
export const routesAgain = (netns: string, routes: KernelRoute[]): IpStep[] =>
	[...routes]
		.sort((a, b) => Number(a.via !== undefined) - Number(b.via !== undefined))
		.map((r) => ({
			...{ tool: "ip", phase: "routes", netns },
			...(r.family === 6 ? { family: 6 as const } : {}),
			args: [
				...["route", "add", ...(r.type === "unicast" ? [] : [r.type]), r.destination],
				...[...placeWords(r, ["table", String(r.table)]), "proto", String(r.protocol)],
				...wayWords(r.family === 6 ? { ...r, scope: undefined } : r),
			],
		}));
