import { valuesByKey } from "../base/values-by-key";
import { type Call, isMissingNetns } from "./call";
import { encapsulation, type RawEncap, unsupportedOfEncap, withEncapObjects } from "./ip-encap";
import { unreadable } from "./output";
import type { AnyFact, Read, Reading, Unreadable } from "./tool";

/** A route of the kernel, in any table. */
export interface KernelRoute {
	family: 4 | 6;
	/** `default` (IPv4) or a network with its prefix length; IPv6's default is `::/0`. */
	destination: string;
	/** The network of the sources that an IPv6 route is for. Undefined: all. */
	from?: string;
	table: number;
	metric: number;
	tos: number;
	type: string;
	/** The origin of the route: 2 is the kernel itself, 3 a person with `ip`, 250 this provider. */
	protocol: number;
	scope: string;
	/** The gateway. If its family is not the route's, the family comes first: "inet6 fe80::1". */
	via?: string;
	dev?: string;
	src?: string;
	onlink: boolean;
	mtu?: number;
	/** True where no path MTU discovery changes the MTU. */
	lockMtu?: true;
	/** The bound of the congestion window. The kernel uses it only if it is locked. */
	cwnd?: number;
	advmss?: number;
	initcwnd?: number;
	initrwnd?: number;
	quickack?: boolean;
	nexthops?: { via?: string; dev?: string; weight: number; onlink?: true; encap?: Record<string, unknown> }[];
	encap?: Record<string, unknown>;
	/** Seconds until the route of a router advertisement expires. */
	expires?: number;
	/** Settings that have no field here, in the words of `ip route`, which can write them again. */
	kept?: string[];
	/** Settings that have no field here and that can't be written again. */
	unsupported?: string[];
}

/** The key by which the kernel tells routes apart. Several routes can have the same one. */
export const routeKey = ({
	family,
	destination,
	from = "",
	table,
	metric,
	tos,
}: Pick<KernelRoute, "family" | "destination" | "from" | "table" | "metric" | "tos">): string =>
	[family, destination, from, table, metric, tos].join(" ");

/** The routing protocol number of this provider's routes and rules: no name of /etc/iproute2/rt_protos has it. */
export const ourProtocol = 250;

/** The protocol of what a person adds with `ip` and without the word proto (RTPROT_BOOT). */
const bootProtocol = 3;

/**
 * True for a route or rule that the program's own may have become by hand: `ip route change` without the word proto leaves no protocol of
 * this provider. One of the kernel, of a daemon or of a network manager in the same place is another one.
 */
export const mayBeOwn = (protocol: number): boolean => protocol === ourProtocol || protocol === bootProtocol;

/** The protocol of the routes that the kernel adds by itself (RTPROT_KERNEL). */
export const kernelProtocol = 2;

/** The protocol of the routes of router advertisements (RTPROT_RA). */
export const radvProtocol = 9;

/** True for routes that the kernel adds by itself, or because of router advertisements. */
export const isAutomatic = ({ protocol }: KernelRoute): boolean => protocol === kernelProtocol || protocol === radvProtocol;

/** The devices that a route uses. */
export const routeDevices = (r: KernelRoute): string[] => [r, ...(r.nexthops ?? [])].flatMap(({ dev }) => dev ?? []);

/** The routes of both families in all tables. */
export interface RouteFact extends AnyFact<KernelRoute[] | undefined> {
	read: "routes";
	netns: string;
}

/** Lists routes or rules of both families, with numbers for names. A line "family 4" or "family 6" comes before each list. */
const bothFamilies = (netns: string, script: string): Call => ({
	argv: ["sh", "-c", script, "ip", ...(netns === "" ? [] : ["-n", netns])],
});

/** A host that was booted with ipv6.disable=1 has no IPv6: `ip` fails to list its rules. */
export const ifThere = "[ $f = 4 ] || [ -e /proc/net/if_inet6 ] || continue;";

/** The script that lists items of both families. */
export const listScript = (what: string): string =>
	`for f in 4 6; do echo "family $f"; ${ifThere} ip "$@" -$f -N -d -j ${what} || exit; done`;

/**
 * The script that lists all routes. `ip` says only as text which metrics are locked (iproute2 6.1 to 6.15, print_rta_metrics), so
 * that the routes with such a metric are listed as text too, where a route has metrics.
 */
export const routesScript = [
	"l=",
	`for f in 4 6; do echo "family $f"; ${ifThere} a=$(ip "$@" -$f -N -d -j route show table all) || exit; printf '%s\\n' "$a"`,
	`case $a in *'"metrics"'*) l="$l $f";; esac; done`,
	'for f in $l; do a=$(ip "$@" -$f -N -d -o route show table all) || exit',
	`printf '%s\\n' "$a" | sed -n "/ lock /s/^/locked $f /p"; done`,
].join("; ");

/** The items of both families. `ip` prints nothing of a family that the kernel does not have, and a list for each line of a batch. */
export function families<T>(text: string): [4 | 6, T][] {
	const [, ...parts] = text.split(/^family ([46])$/m);
	if (parts.length !== 4) throw new Error("it does not list two families");
	return parts.flatMap((list, i) => {
		if (i % 2 === 0 || list.trim() === "") return [];
		const family = parts[i - 1] === "6" ? 6 : 4;
		const items = list.split(/^(?=\[)/m).flatMap((one) => (one.trim() === "" ? [] : (JSON.parse(one) as T[])));
		return items.map((item): [4 | 6, T] => [family, item]);
	});
}

/** The read of routes or rules. */
export function familiesRead<V>(what: string, script: string, parse: (text: string) => V) {
	return {
		call: ({ netns }: { netns: string }) => bothFamilies(netns, script),
		parse({ stdout, stderr, code }: Reading): V | Unreadable | undefined {
			if (code === 0) return parse(stdout);
			return isMissingNetns(stderr)
				? undefined
				: unreadable(`the ${what} can't be listed`, stderr, "try `ip route` and `ip rule` there");
		},
	};
}

export const routesRead: Read<RouteFact> = {
	...familiesRead("routes", routesScript, parseRoutes),
	// The kernel removes a device's routes when the device is set down or deleted.
	dependsOn: () => ["routes", "devices", "namespaces"],
	lasting: true,
};

/** The names of include/uapi/linux/rtnetlink.h by number. Some versions of `ip -N` print the numbers. */
const types = ["none", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw"];
const scopes: Record<string, string> = { 0: "global", 200: "site", 253: "link", 254: "host", 255: "nowhere" };

export const typeName = (type: string): string => types[Number(type)] ?? type;

interface RawRoute {
	type?: string;
	dst: string;
	gateway?: string;
	via?: RawVia;
	dev?: string;
	table?: string;
	protocol?: string;
	scope?: string;
	metric?: number;
	tos?: string;
	prefsrc?: string;
	from?: string;
	flags?: string[];
	metrics?: Record<string, number | string | null>[];
	/** The realms: of the source, and of the destination. */
	flow?: { from?: string; to?: string };
	nexthops?: RawNexthop[];
	encap?: RawEncap;
	pref?: string;
	expires?: number;
}

/** A gateway of another family than the route's. */
interface RawVia {
	family: string;
	host: string;
}

interface RawNexthop {
	gateway?: string;
	via?: RawVia;
	dev?: string;
	weight?: number;
	flags?: string[];
	encap?: RawEncap;
}

export function parseRoutes(text: string): KernelRoute[] {
	const locked = lockedLines(text);
	const listed = withEncapObjects(text.replace(/^locked .*$/gm, ""));
	return families<RawRoute>(listed).flatMap(([family, raw]) => {
		if (typeof raw.dst !== "string") return [];
		const line = raw.metrics && locked.get(`${family} ${raw.dst}`)?.find((one) => isLineOf(raw, one));
		return [route(family, raw, new Set(line && [...line.matchAll(/(\w+) lock /g)].map(([, name = ""]) => name)))];
	});
}

/** The lines of routes with a locked metric, by family and destination. The type of a route may come before its destination. */
const lockedLines = (text: string): Map<string, string[]> =>
	valuesByKey(
		[...text.matchAll(/^locked ([46]) (.*)$/gm)].flatMap(([, family, line = ""]) =>
			line.split(/\s+/, 2).map((word) => [`${family} ${word}`, line] as const),
		),
	);

/** The words of a line that are not the route's own: the ToS and the table of an encapsulation, and next hops. */
const ofEncapOrHops =
	/(?<= encap ip .*) ttl \d+ tos \S+|(?<= encap seg6local action \S+)(?: (?:table|vrftable|nh4|nh6|iif|oif) \S+)+|\\\s+nexthop .*/g;

/** True for the line in which `ip -o` lists this route as text, of those of its destination. */
function isLineOf({ gateway, dev, table, protocol, metric, tos }: RawRoute, line: string): boolean {
	const words = line.replace(ofEncapOrHops, "").split(/\s+/);
	const after = (word: string) => (words.includes(word) ? words[words.indexOf(word) + 1] : undefined);
	const values = Object.entries({ dev, table, proto: protocol, metric: metric || undefined, tos });
	return (
		values.every(([word, value]) => after(word) === (value === undefined ? undefined : String(value))) &&
		(gateway === undefined || after("via") === gateway)
	);
}

function route(family: 4 | 6, raw: RawRoute, locked: Set<string>): KernelRoute {
	const flags = raw.flags ?? [];
	const metric = (name: string) => raw.metrics?.find((m) => m[name] !== undefined)?.[name] as number | undefined;
	return {
		family,
		destination: network(family, raw.dst),
		from: raw.from === undefined || raw.from === "default" ? undefined : network(family, raw.from),
		table: Number(raw.table ?? 254),
		metric: raw.metric ?? 0,
		tos: Number(raw.tos ?? 0),
		type: typeName(raw.type ?? "unicast"),
		protocol: Number(raw.protocol ?? 3),
		scope: scopes[raw.scope ?? "0"] ?? raw.scope ?? "global",
		via: gateway(raw),
		dev: raw.dev,
		src: raw.prefsrc,
		onlink: flags.includes("onlink"),
		mtu: metric("mtu"),
		lockMtu: locked.has("mtu") ? true : undefined,
		cwnd: locked.has("cwnd") ? metric("cwnd") : undefined,
		advmss: metric("advmss"),
		initcwnd: metric("initcwnd"),
		initrwnd: metric("initrwnd"),
		quickack: metric("quickack") ? true : undefined,
		nexthops: raw.nexthops?.map((n) => ({
			...{ via: gateway(n), dev: n.dev, weight: n.weight ?? 1 },
			...(n.flags?.includes("onlink") ? { onlink: true as const } : {}),
			...(n.encap ? { encap: encapsulation(n.encap) } : {}),
		})),
		encap: raw.encap && encapsulation(raw.encap),
		expires: raw.expires,
		kept: keptSettings(raw, locked),
		unsupported: unsupportedSettings(raw, locked),
	};
}

const gateway = ({ gateway, via }: { gateway?: string; via?: RawVia }) => (via ? `${via.family} ${via.host}` : gateway);

const routeWords = new Set([
	...["type", "dst", "gateway", "via", "dev", "table", "protocol", "scope", "metric", "tos", "prefsrc", "flags", "metrics"],
	...["nexthops", "encap", "from", "pref", "flow", "error"],
]);
const ownMetrics = ["mtu", "cwnd", "advmss", "initcwnd", "initrwnd", "quickack"];
/** Metrics that are not written with the word "lock": `ip` does not take it, or no field says it. */
const notLockable = ["advmss", "initcwnd", "initrwnd", "quickack", "features", "fastopen_no_cookie"];

/** Other metrics, with their words in `ip route`. `ip` lists them as JSON by other names. */
const keptMetrics: Record<string, (value: unknown, lock: string[]) => string[]> = {
	...Object.fromEntries(["window", "ssthresh", "reordering", "hoplimit"].map((name) => [name, numberWords(name)])),
	...Object.fromEntries(["rtt", "rttvar"].map((name) => [name, numberWords(name, "ms")])),
	// `ip` locks it by itself.
	rto_min: (value) => ["rto_min", `${value}ms`],
	congestion: (value, lock) => ["congctl", ...lock, String(value)],
	ecn: () => ["features", "ecn"],
	fastopen_no_cookie: (value) => ["fastopen_no_cookie", String(value)],
};

function numberWords(name: string, unit = "") {
	return (value: unknown, lock: string[]) => [name, ...lock, `${value}${unit}`];
}

/** The names of locked metrics in the text of `ip route`, where JSON has another name. */
const textNames: Record<string, string> = { congestion: "congctl" };
const metricWords = new Set([...ownMetrics, ...Object.keys(keptMetrics)]);

/** The settings of a route in the words of `ip route`, as far as they have no field. */
function keptSettings({ from, flow, metrics = [], pref = "medium" }: RawRoute, locked: Set<string>): string[] | undefined {
	const all = [
		...(from === undefined ? [] : ["from", from]),
		...(flow === undefined ? [] : ["realms", [flow.from, flow.to].filter((realm) => realm !== undefined).join("/")]),
		...metrics
			.flatMap((m) => Object.entries(m))
			.flatMap(([name, value]) => keptMetrics[name]?.(value, locked.has(textNames[name] ?? name) ? ["lock"] : []) ?? []),
		...(pref === "medium" ? [] : ["pref", pref]),
	];
	return all.length === 0 ? undefined : all;
}
const hopWords = new Set(["gateway", "via", "dev", "weight", "flags", "encap"]);

/** Flags other than "onlink", and "error", are the kernel's findings about a route, not settings. */
function unsupportedSettings(raw: RawRoute, locked: Set<string>): string[] | undefined {
	const beside = (known: Set<string>, of: object = {}) => Object.keys(of).filter((word) => !known.has(word));
	const { encap, nexthops = [], metrics = [] } = raw;
	const all = [
		...beside(routeWords, raw),
		...metrics.flatMap((m) => beside(metricWords, m)),
		...metrics.flatMap((m) => (m.cwnd === undefined || locked.has("cwnd") ? [] : ["cwnd without lock"])),
		...notLockable.filter((name) => locked.has(name)).map((name) => `${name} lock`),
		...[encap, ...nexthops.map((n) => n.encap)].flatMap((header) => (header ? unsupportedOfEncap(header) : [])),
		...nexthops.flatMap((n) => beside(hopWords, n)),
	];
	return all.length === 0 ? undefined : [...new Set(all)];
}

const network = (family: 4 | 6, dst: string): string => {
	if (dst === "default") return family === 4 ? "default" : "::/0";
	return dst.includes("/") ? dst : `${dst}/${family === 4 ? 32 : 128}`;
};
