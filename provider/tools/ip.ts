import { type Call, netnsOption } from "./call";
import { addressFlags, defaultScope, forever } from "./ip-address";
import { bootPart } from "./ip-boot";
import { type NeighborFact, neighborsRead } from "./ip-neighbor";
import { meaningOf } from "./ip-refusal";
import { type RouteFact, routesRead } from "./ip-route";
import { narrowedRoutes, type RouteTablesFact, routeTablesRead } from "./ip-route-tables";
import { type RuleFact, rulesRead } from "./ip-rule";
import { type AddressSettings, batchWord, type IpStep, type Link, type LinkFact, stackOn, wordAfter } from "./ip-step";
import { createsDevice, undoLines } from "./ip-undo";
import { parsedInNetns, saidOnOneLine, unreadable } from "./output";
import type { KnownFacts, Loss, Read, Reading, Refusal, Subject, Tool } from "./tool";

/**
 * One `ip -batch` for all steps. `ip` stops at the first line that fails.
 * A batch has no escapes (iproute2 lib/utils.c, makeargs), so the schemas refuse values that can't be written in it.
 */
function ipCall(steps: IpStep[]): Call {
	const netns = steps[0]?.netns ?? "";
	const lines = steps.map((s) => s.args.map(batchWord).join(" "));
	const family = steps[0]?.family === 6 ? ["-6"] : [];
	return { argv: ["ip", ...family, ...netnsOption(netns), "-batch", "-"], stdin: `${lines.join("\n")}\n` };
}

/**
 * udev gives new devices whose MAC address nobody has set another one (MACAddressPolicy=persistent in systemd.link(5)). It is told
 * only of devices in the host's own namespace.
 */
const udevSettles = "[ ! -e /run/udev/control ] || udevadm settle --timeout=5";

/** The call after which the new devices have their MAC addresses. */
function callAndSettle(steps: IpStep[]): Call {
	const isNew = steps.some((step) => step.netns === "" && createsDevice(step));
	return { ...ipCall(steps), ...(isNew ? { afterwards: udevSettles } : {}) };
}

/** One `ip -batch -force` for all steps. A line that fails does not stop the lines after it. */
export function ipAsFarAsItGoes(steps: IpStep[]): Call {
	const { argv, stdin } = ipCall(steps);
	return { argv: [...argv.slice(0, 1), "-force", ...argv.slice(1)], stdin, tool: "ip" };
}

export type NamespaceFact = { read: "namespaces" };

const linksRead: Read<LinkFact> = {
	call: ({ netns }) => ({ argv: ["ip", ...netnsOption(netns), "-d", "-j", "addr", "show"] }),
	parse: parsedInNetns(parseLinks, "the network devices can't be listed", "try `ip -d -j addr` there"),
	dependsOn: () => ["devices", "namespaces"],
	lasting: true,
};

interface RawLink {
	ifindex: number;
	ifname: string;
	flags: string[];
	mtu: number;
	address?: string;
	/** The address of the hardware, where the device has another one now. */
	permaddr?: string;
	ifalias?: string;
	master?: string;
	link?: string | null;
	link_index?: number;
	link_netnsid?: number;
	linkinfo?: {
		info_kind?: string;
		info_data?: Record<string, unknown>;
		info_slave_kind?: string;
		info_slave_data?: Record<string, unknown>;
	};
	addr_info?: RawAddress[];
	altnames?: string[];
	link_type?: string;
	txqlen?: number;
	group?: string;
	gso_max_size?: number;
	gso_max_segs?: number;
	tso_max_size?: number;
	tso_max_segs?: number;
	gro_max_size?: number;
	gso_ipv4_max_size?: number;
	gro_ipv4_max_size?: number;
	proto_down?: boolean;
}

interface RawAddress extends Partial<Record<(typeof addressFlags)[number], boolean>> {
	family: string;
	local: string;
	/** The peer's address. */
	address?: string;
	prefixlen: number;
	scope: string;
	broadcast?: string;
	label?: string;
	metric?: number;
	dynamic?: boolean;
	secondary?: boolean;
	temporary?: boolean;
	deprecated?: boolean;
	tentative?: boolean;
	/** From iproute2 6.3 and Linux 5.18 on. */
	protocol?: string;
	valid_life_time?: number;
	preferred_life_time?: number;
}

function addressSettings(raw: RawAddress): AddressSettings {
	const { valid_life_time: valid = forever, preferred_life_time = forever } = raw;
	// For a deprecated IPv4 address without end, the kernel lists a preferred lifetime without end (inet_fill_ifaddr).
	const preferred = raw.deprecated ? 0 : preferred_life_time;
	return {
		local: raw.local,
		prefixLength: raw.prefixlen,
		peer: raw.address,
		broadcast: raw.broadcast,
		label: raw.label,
		scope: raw.family === "inet6" || raw.scope === defaultScope(raw.local) ? undefined : raw.scope,
		metric: raw.metric,
		flags: addressFlags.filter((flag) => raw[flag]),
		...(valid === forever && preferred === forever ? {} : { lifetimes: { valid, preferred } }),
		...(isOfKernel(raw) ? {} : { protocol: String(raw.protocol) }),
	};
}

/** True where no daemon has added the address: rtnl_addrprot_tab in iproute2, lib/rt_names.c. */
const isOfKernel = ({ protocol = "unspec" }: RawAddress): boolean => /^(?:unspec|0|0x0|kernel_.*)$/.test(String(protocol));

/** The kernel's default for the length of the queue (DEFAULT_TX_QUEUE_LEN), and for the limits of segments that are joined (GSO_LEGACY_MAX_SIZE). */
const [queueLength, joinedSize, joinedSegments] = [1000, 65536, 65535];

/** A device never sends more at once than what the device below can segment: that is then its default. */
function keptWords(raw: RawLink): string[] {
	const unless = (word: string, value: number | undefined, byDefault: number) =>
		value === undefined || value === byDefault ? [] : [word, String(value)];
	const isEthernet = raw.link_type === "ether";
	const size = Math.min(joinedSize, raw.tso_max_size ?? joinedSize);
	return [
		...unless("txqueuelen", raw.txqlen, queueLength),
		...(raw.group === undefined || raw.group === "default" ? [] : ["group", raw.group]),
		...unless("gso_max_size", raw.gso_max_size, size),
		...unless("gso_max_segs", raw.gso_max_segs, Math.min(joinedSegments, raw.tso_max_segs ?? joinedSegments)),
		...unless("gro_max_size", raw.gro_max_size, joinedSize),
		...unless("gso_ipv4_max_size", raw.gso_ipv4_max_size, size),
		...unless("gro_ipv4_max_size", raw.gro_ipv4_max_size, joinedSize),
		...(isEthernet && raw.flags.includes("NOARP") ? ["arp", "off"] : []),
		...(isEthernet && !raw.flags.includes("MULTICAST") ? ["multicast", "off"] : []),
		...(raw.proto_down ? ["protodown", "on"] : []),
	];
}

export function parseLinks(text: string): Map<string, Link> {
	const raw = JSON.parse(text) as Partial<RawLink>[];
	return new Map(raw.filter((l): l is RawLink => l.ifname !== undefined).map((l) => [l.ifname, link(l)]));
}

function link(raw: RawLink): Link {
	const kept = keptWords(raw);
	return {
		name: raw.ifname,
		index: raw.ifindex,
		kind: raw.linkinfo?.info_kind,
		up: raw.flags.includes("UP"),
		...(raw.flags.includes("PROMISC") ? { promisc: true } : {}),
		...(raw.flags.includes("ALLMULTI") ? { allmulticast: true } : {}),
		...(raw.flags.some((flag) => flag === "POINTOPOINT" || flag === "LOOPBACK") ? { pointToPoint: true } : {}),
		mtu: raw.mtu,
		mac: raw.address ?? "",
		...(raw.permaddr === undefined ? {} : { permanentMac: raw.permaddr }),
		alias: raw.ifalias,
		master: raw.master,
		parent: raw.link ?? undefined,
		parentIndex: raw.link_index,
		elsewhere: raw.link_netnsid !== undefined,
		...(kept.length === 0 ? {} : { kept }),
		...(raw.altnames === undefined ? {} : { otherNames: raw.altnames }),
		data: knownData(raw.linkinfo?.info_data ?? {}),
		...(raw.linkinfo?.info_slave_kind === "bond" ? { bondPort: raw.linkinfo.info_slave_data ?? {} } : {}),
		...(raw.linkinfo?.info_slave_kind === "bridge" ? { bridgePort: raw.linkinfo.info_slave_data ?? {} } : {}),
		addresses: (raw.addr_info ?? []).map((a) => ({
			cidr: `${a.local}/${a.prefixlen}`,
			passing: a.dynamic === true || a.scope === "link" || a.scope === "host" || !isOfKernel(a),
			dynamic: a.dynamic === true,
			secondary: a.secondary === true,
			...(a.tentative ? { tentative: true } : {}),
			settings: addressSettings(a),
			movable: a.scope !== "link" && a.scope !== "host" && !a.temporary,
		})),
	};
}

/**
 * The settings without those that the spanning tree has replaced for now. The kernel lists a shorter ageing time during a topology change
 * (__br_set_topology_change), and the times of the root bridge where that is another one (br_record_config_timeout_values).
 */
function knownData(data: Record<string, unknown>): Record<string, unknown> {
	if (data.stp_state !== 1) return data;
	const replaced = [
		...(data.topology_change === 1 ? ["ageing_time"] : []),
		...(data.root_id === data.bridge_id ? [] : ["max_age", "hello_time", "forward_delay"]),
	];
	return { ...data, ...Object.fromEntries(replaced.map((word) => [word, null])) };
}

const namespacesRead: Read<NamespaceFact> = {
	call: () => ({ argv: ["ip", "-j", "netns", "list"] }),
	parse: ({ stdout, stderr, code }) =>
		code === 0 ? parseNamespaces(stdout) : unreadable("the network namespaces can't be listed", stderr, "try `ip netns` there"),
	dependsOn: () => ["namespaces"],
	lasting: true,
};

export function parseNamespaces(text: string): Set<string> {
	return new Set(text.trim() === "" ? [] : (JSON.parse(text) as { name: string }[]).map((n) => n.name));
}

const badLine = /^Command failed -:(\d+)$/m;

/**
 * A batch ends at the line that fails, or before the first line if `ip` can't start. If a signal ends it, the last line is not
 * known, and every line may have been carried out.
 */
export function landed(steps: unknown[], { stderr, code }: Reading): number {
	const line = badLine.exec(stderr)?.[1];
	return line !== undefined ? Number(line) - 1 : code > 128 ? steps.length : 0;
}

/** The line of a batch that an error is about. ip gives no number for a wrong word, and quotes the word instead. */
function refusedLine(stderr: string, lines: string[]): string | undefined {
	const number = badLine.exec(stderr)?.[1];
	if (number !== undefined) return lines[Number(number) - 1];
	const word = /"([^"]+)"/.exec(stderr)?.[1];
	const about = lines.filter((line) => word !== undefined && line.split(" ").includes(word));
	return about.length === 1 ? about[0] : undefined;
}

function refusal({ stderr, code }: Reading, { stdin = "" }: Call): Refusal {
	const said = saidOnOneLine({ stdout: "", stderr: stderr.replaceAll(new RegExp(badLine, "gm"), ""), code }, "ip");
	const line = refusedLine(stderr, stdin.split("\n"));
	if (line === undefined) return { text: said };
	const meaning = meaningOf(line, said);
	const words = `ip ${line}: ${said}`;
	return { text: meaning === undefined ? words : `${meaning} (${words})` };
}

const disruptivePhases = ["leaves", "delete-addresses", "delete-links", "delete-namespaces", "moves", "masters"];

/** True for a line by which the kernel changes the MTU of other devices too: those on top of one get a lower one, and an IPvlan any. */
function changesMtuAbove({ netns, args }: IpStep, known: KnownFacts): boolean {
	const fact: LinkFact = { read: "links", netns };
	return args.includes("mtu") && stackOn(known.value(fact) as Map<string, Link> | undefined, args[3] ?? "").length > 0;
}

/** The subjects that lines about devices, addresses and namespaces change. */
const changedByDevices: Subject[] = ["devices", "namespaces", "neighbors", "routes", "rules"];

/** The subjects that the other lines change, by their first word. */
const changedBy: Record<string, Subject[]> = { neigh: ["neighbors"], route: ["routes"], rule: ["rules"] };

/** True for a line by which a device gets another MAC address. The kernel then removes its neighbors (neigh_changeaddr). */
export const setsMac = ({ args }: IpStep): boolean => args[0] === "link" && args[1] === "set" && args[4] === "address";

/** True for a line by which the kernel removes or changes objects that depend on a device. */
const isDisruptive = (step: IpStep, known: KnownFacts): boolean =>
	disruptivePhases.includes(step.phase) ||
	["master", "nomaster", "down"].some((word) => step.args.includes(word)) ||
	setsMac(step) ||
	changesMtuAbove(step, known);

/**
 * True for a line about one of the devices that the same resource creates, which nothing depends on. As a port of a bridge or bond, such
 * a device changes the MAC address and MTU of its master.
 */
function isOfNewDevice({ netns, args }: IpStep, created: ReadonlySet<string>, known: KnownFacts): boolean {
	const name = wordAfter("dev", args) ?? "";
	if (args[0] !== "link" || !created.has(`${netns} ${name}`)) return false;
	const links = known.value({ read: "links", netns } as LinkFact) as Map<string, Link> | undefined;
	const master = wordAfter("master", args);
	return links?.has(name) === false && (master === undefined || links.get(master)?.kind === "vrf");
}

function drops(steps: IpStep[], known: KnownFacts): Loss[] {
	const created = new Set(steps.flatMap((s) => (createsDevice(s) ? [`${s.netns} ${wordAfter("dev", s.args)}`] : [])));
	return steps.some((step) => isDisruptive(step, known) && !isOfNewDevice(step, created, known)) ? ["dependants"] : [];
}

/**
 * Lines for addresses and settings. Lines that set a device down, take it out of its master or move it are not repeated: the new plan
 * has them if they are still needed.
 */
function resumedLine(step: IpStep): IpStep | undefined {
	const [what, verb, ...words] = step.args;
	if (what === "addr" && verb !== "del") return { ...step, args: ["addr", "replace", ...words] };
	const isUndoing = ["down", "nomaster", "netns"].includes(step.args[4] ?? "");
	return what === "link" && verb === "set" && !isUndoing ? step : undefined;
}

export const ip: Tool<IpStep, LinkFact | NamespaceFact | NeighborFact | RouteFact | RouteTablesFact | RuleFact> = {
	name: "ip",
	program: "ip",
	packages: { ip: { debian: "iproute2", redhat: "iproute" } },
	call: callAndSettle,
	group: ({ netns, family = "" }) => `${netns} ${family}`,
	landed,
	refusal,
	invalidates: (steps) => [...new Set(steps.flatMap(({ args: [what = ""] }) => changedBy[what] ?? changedByDevices))],
	drops,
	narrows: (fact, steps, known) => (fact.read === "routes" ? narrowedRoutes(fact, steps, known) : fact),
	undo: undoLines,
	asFarAsItGoes: (steps) => [ipAsFarAsItGoes(steps)],
	resumed: resumedLine,
	boot: (steps) => bootPart(steps, ipAsFarAsItGoes),
	reads: {
		links: linksRead,
		namespaces: namespacesRead,
		neighbors: neighborsRead,
		routes: routesRead,
		"route-tables": routeTablesRead,
		rules: rulesRead,
	},
};
