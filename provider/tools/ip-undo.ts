import { isDeepStrictEqual } from "node:util";
import { isIpv6 } from "../base/ip-address";
import { valuesByKey } from "../base/values-by-key";
import { allVlans, type BridgeStep, type BridgeVlansFact, withoutVlans } from "./bridge";
import { addressWords, cidrInLine } from "./ip-address";
import { type Link, type LinkFact, stackOn } from "./ip-link";
import { bondPortWords, bridgeLines, bridgePortWords, bridgeWords, receivingModes } from "./ip-link-options";
import { type KernelNeighbor, type NeighborFact, neighborKeyWords, neighborWords } from "./ip-neighbor";
import { isAutomatic, type KernelRoute, type RouteFact, routeDevices, routeKey } from "./ip-route";
import { routesAgain } from "./ip-route-words";
import type { RuleFact } from "./ip-rule";
import { kernelRuleWords, mayDelete } from "./ip-rule-words";
import { type IpStep, wordAfter } from "./ip-step";
import type { AnyFact, HostObject, KnownFacts, StepsUndo } from "./tool";
import type { UsableAddressStep } from "./usable-address";

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

/** True for a line by which the kernel changes VLANs: a port that leaves its bridge loses them. */
const changesVlans = ({ args }: IpStep): boolean =>
	args[1] === "set" && ["master", "nomaster", "vlan_default_pvid"].some((word) => args.includes(word));

/** The ports of Linux bridges, and the bridges, whose VLANs the kernel changes with a line, as steps that change them. */
export function impliedVlanSteps(step: IpStep, known: KnownFacts): BridgeStep[] {
	if (!changesVlans(step)) return [];
	const { netns, args } = step;
	const links = [...linksOf(known, netns).values()];
	const changed = args.includes("vlan_default_pvid")
		? links.filter(({ name, master }) => name === args[3] || master === args[3])
		: links.filter(({ name, bridgePort }) => name === args[3] && bridgePort !== undefined);
	return changed.map(({ name }) => withoutVlans(netns, name, allVlans, name === args[3] && args.includes("bridge")));
}

/** The facts that the undo of lines needs. */
export function undoReads(steps: IpStep[]): AnyFact[] {
	const namespaces = new Set(steps.map(({ netns }) => netns));
	return [
		...[...namespaces].flatMap(readsInNetns),
		...steps.filter(changesVlans).map(({ netns }): BridgeVlansFact => ({ read: "bridge-vlans", netns })),
		...steps.filter(({ args }) => args[0] === "rule").map(({ netns }): RuleFact => ({ read: "rules", netns })),
	];
}

/** True for a step that creates a device. */
export const createsDevice = ({ args }: IpStep): boolean => args[1] === "add" && (args[0] === "link" || args[0] === "tuntap");

/** The device that a line creates. */
export const createdBy = (step: IpStep): HostObject | undefined =>
	createsDevice(step) ? { sort: "device", netns: step.netns, name: wordAfter("dev", step.args) ?? "" } : undefined;

/** The device that a line deletes. */
export function deletedBy({ phase, netns, args }: IpStep, known: KnownFacts): HostObject | undefined {
	const name = wordAfter("dev", args) ?? "";
	return phase === "delete-links" && linksOf(known, netns).has(name) ? { sort: "device", netns, name } : undefined;
}

const isBond = ({ kind }: Link): boolean => kind === "bond";

/** The existing devices that steps change or delete, by which the kernel may also drop addresses and routes. */
const touched = (steps: IpStep[], netns: string, known: KnownFacts): Link[] => {
	const links = linksOf(known, netns);
	const own = steps.filter((step) => step.netns === netns && (step.args[0] === "link" || step.args[0] === "addr"));
	const names = new Set(own.filter((step) => !createsDevice(step)).flatMap(({ args }) => wordAfter("dev", args) ?? []));
	// A bond comes first: it gets its mode back while its devices are out of it. A device comes before those on top of it.
	const height = ({ parent, kind, elsewhere }: Link): number => {
		const below = kind === "veth" || elsewhere ? undefined : links.get(parent ?? "");
		return below ? height(below) + 1 : 0;
	};
	return [...names]
		.flatMap((name) => links.get(name) ?? [])
		.sort((a, b) => Number(isBond(b)) - Number(isBond(a)) || height(a) - height(b));
};

/** The settings of a device as they were. Only settings that the steps change are set, and each of its addresses is added. */
function deviceAgain(link: Link, netns: string, steps: IpStep[], links: Map<string, Link>): IpStep[] {
	const words = new Set(
		steps.flatMap(({ args }) => (args[0] === "link" && args[1] !== "del" && wordAfter("dev", args) === link.name ? args : [])),
	);
	const step = (...args: string[]): IpStep => ({ tool: "ip", phase: "settings", netns, args });
	const set = (...args: string[]) => step("link", "set", "dev", link.name, ...args);
	const mtuStep = (name: string, mtu: number) => step("link", "set", "dev", name, "mtu", String(mtu));
	// A port is in its bridge, and has its options, before it gets its VLANs back.
	const early = (line: IpStep): IpStep => (link.bridgePort ? { ...line, phase: "masters" } : line);
	const isOfOvs = link.master === "ovs-system";
	const isOfBond = links.get(link.master ?? "")?.kind === "bond";
	// A bond takes in only devices that are down.
	const back = [...(isOfBond ? [set("down")] : []), set("master", link.master ?? "")];
	const left = link.master === undefined ? [set("nomaster")] : isOfOvs ? [] : back;
	const isMoved = words.has("master") || words.has("nomaster");
	return [
		...(isBond(link) && words.has("type") ? bondAgain(link, netns, [...links.values()], steps) : []),
		...(words.has("alias") ? [set("alias", link.alias ?? "")] : []),
		...(words.has("address") ? [set("address", link.mac)] : []),
		// The kernel lowers the MTU of the devices on top too.
		...(words.has("mtu") ? [link, ...stackOn(links, link.name)].map(({ name, mtu }) => mtuStep(name, mtu)) : []),
		...(link.kind === "bridge" ? optionsAgain(set("type", "bridge"), link.data, bridgeWords, words) : []),
		...receivingModes.flatMap((mode) => (words.has(mode) ? [set(mode, link[mode] ? "on" : "off")] : [])),
		...(isMoved ? left.map(early) : []),
		// A port that leaves its bridge loses its options.
		...(isMoved || words.has("bridge_slave")
			? optionsAgain(
					early(set("type", "bridge_slave")),
					link.bridgePort,
					bridgePortWords,
					isMoved ? new Set<string>(bridgePortWords) : words,
				)
			: []),
		// A device that leaves its bond loses its options.
		...(isOfBond && (isMoved || words.has("bond_slave"))
			? bondPortWords.flatMap((word) => {
					// A kernel or an ip that does not have the option does not list it.
					const before = link.bondPort?.[word];
					const isChanged = isMoved ? before !== 0 : words.has(word);
					return before !== undefined && isChanged ? [set("type", "bond_slave", word, String(before))] : [];
				})
			: []),
		set(link.up ? "up" : "down"),
		...addressesAgain(link, netns, steps),
	];
}

/** The line with the options as they were, of those that the steps change. */
function optionsAgain(
	line: IpStep,
	before: Record<string, unknown> = {},
	all: readonly string[],
	changed: Set<string>,
): IpStep[] {
	const value = (word: string) => {
		const known = before[word];
		if (typeof known === "boolean") return known ? "on" : "off";
		return word === "group_fwd_mask" ? `0x${String(known).replace(/^0x/, "")}` : String(known);
	};
	const words = all
		.filter((word) => changed.has(word) && before[word] !== undefined && before[word] !== null)
		.flatMap((word) => [word, value(word)]);
	return bridgeLines(line, words);
}

/** The modes in which the kernel takes an option of a bond (`unsuppmodes` in drivers/net/bonding/bond_options.c). Default: all. */
const modesOfBondWords: Record<string, string[]> = {
	...{ packets_per_slave: ["balance-rr"], tlb_dynamic_lb: ["balance-tlb", "balance-alb"] },
	primary: ["active-backup", "balance-tlb", "balance-alb"],
	...Object.fromEntries(
		["lacp_rate", "lacp_active", "ad_actor_sys_prio", "ad_actor_system", "ad_user_port_key"].map((word) => [word, ["802.3ad"]]),
	),
};

/** The options of a bond as they were. Its devices leave it before, because the kernel changes the mode only of a bond without any. */
function bondAgain({ name, data }: Link, netns: string, links: Link[], steps: IpStep[]): IpStep[] {
	const set = (...args: string[]): IpStep => ({ tool: "ip", phase: "settings", netns, args: ["link", "set", "dev", ...args] });
	const before: Record<string, unknown> = {
		...{ mode: data.mode, miimon: data.miimon, ...data, lacp_rate: data.ad_lacp_rate },
		...{ lacp_active: data.ad_lacp_active, num_grat_arp: data.num_peer_notif },
	};
	const words = Object.keys(before);
	const isSet = (word: string) => steps.some(({ args }) => args[3] === name && args.includes(word));
	// With the mode balance-alb, the kernel sets tlb_dynamic_lb too.
	const isChanged = (word: string) => isSet(word) || (word === "tlb_dynamic_lb" && isSet("mode"));
	const isTaken = (word: string) => modesOfBondWords[word]?.includes(String(data.mode)) ?? true;
	const changed = words.filter((word) => before[word] !== undefined && isChanged(word) && isTaken(word));
	const members = changed.includes("mode") ? links.filter(({ master }) => master === name) : [];
	return [
		...members.map((member) => set(member.name, "nomaster")),
		...(changed.length > 0 ? [set(name, "down")] : []),
		...changed.map((word) => set(name, "type", "bond", word, String(before[word]))),
	];
}

/** The addresses of a device as they were. An address that the steps give other attributes is deleted first. */
function addressesAgain(link: Link, netns: string, steps: IpStep[]): IpStep[] {
	const line = (...args: string[]): IpStep => ({ tool: "ip", phase: "settings", netns, args: ["addr", ...args] });
	const own = steps.filter(({ args }) => args[0] === "addr" && wordAfter("dev", args) === link.name);
	const [made, removed] = [own.filter(({ args }) => args[1] !== "del"), own.filter(({ args }) => args[1] === "del")];
	return link.addresses.flatMap(({ cidr, settings, movable }): IpStep[] => {
		const words = addressWords(settings, link.name, link.name, settings.flags);
		const now = made.find((step) => cidrInLine(step) === cidr)?.args.slice(2);
		const isChanged = now !== undefined && !isDeepStrictEqual(now, words);
		const isDeleted = removed.some((step) => cidrInLine(step) === cidr);
		// The kernel itself derives link-local and temporary addresses of IPv6.
		if (!movable && isIpv6(cidr) && !isChanged && !isDeleted) return [];
		return [...(isChanged ? [line("del", ...endsIn(now), "dev", link.name)] : []), line("add", ...words)];
	});
}

/** The words for an address and its peer, of the words after `ip addr add`. */
const endsIn = (words: string[]): string[] => words.slice(0, words.indexOf("dev"));

const isReproducible = (route: KernelRoute): boolean => !isAutomatic(route) && route.unsupported === undefined;

const types = ["blackhole", "unreachable", "prohibit", "throw", "local", "broadcast", "anycast", "multicast", "unicast"];

/** The destination in a line for a route. */
export function destinationOf({ args }: IpStep): string {
	const [, , first = "", second = ""] = args;
	return types.includes(first) ? second : first;
}

const familyOf = ({ family }: IpStep): 4 | 6 => (family === 6 ? 6 : 4);

/** The words for a destination in lines for routes. */
const spellings = ({ destination }: KernelRoute): (string | undefined)[] => [
	destination,
	{ "::/0": "default", default: "0.0.0.0/0" }[destination],
];

/** The routes over these devices, and those to the destinations of these steps, as lines that add them. */
export function routesAsBefore(known: KnownFacts, netns: string, names: ReadonlySet<string>, steps: IpStep[]): IpStep[] {
	const own = steps.filter((step) => step.netns === netns && step.args[0] === "route");
	const all = routesOf(known, netns);
	const named = new Set(own.map((step) => `${familyOf(step)} ${destinationOf(step)}`));
	const same = valuesByKey(all.map((route) => [routeKey(route), route] as const));
	const isOver = (route: KernelRoute) => routeDevices(route).some((name) => names.has(name));
	const lost = all.filter((route) => isOver(route) || spellings(route).some((to) => named.has(`${route.family} ${to}`)));
	return lost.filter(isReproducible).flatMap((route) => {
		const isAlone = same.get(routeKey(route))?.length === 1;
		const again = routesAgain(netns, [route]);
		// `add` is refused beside a route of the same key, and `append` only beside the same route.
		return isAlone ? again : again.map((line) => ({ ...line, args: ["route", "append", ...line.args.slice(2)] }));
	});
}

/** The wait for the sources of routes, which were added again right before. */
export const waitsForSources = (netns: string, routes: IpStep[]): UsableAddressStep[] => {
	const sources = routes.flatMap(({ family, args }) => (family === 6 ? (wordAfter("src", args) ?? []) : []));
	return [...new Set(sources)].map((address) => ({ tool: "usable-address", phase: "usable-addresses", netns, address }));
};

/**
 * The rules as they were. The lines alone do not tell: the words that delete a rule may hit a narrower one before it, which the lines
 * then add again. A line that adds a rule that is there already is refused and changes nothing.
 */
function rulesAsBefore(steps: IpStep[], netns: string, family: 4 | 6, known: KnownFacts): IpStep[] {
	const own = steps.filter((step) => step.args[0] === "rule" && step.netns === netns && familyOf(step) === family);
	const linesOf = (verb: string) => own.filter(({ args }) => args[1] === verb).map(({ args }) => args.slice(2));
	const [added, deleted] = [linesOf("add"), linesOf("del")];
	const hasLine = (lines: string[][], words: string[]) => lines.some((line) => isDeepStrictEqual(line, words));
	const fact: RuleFact = { read: "rules", netns };
	const rules = known.value(fact)?.filter((rule) => rule.family === family);
	// A foreign rule with settings that have no words here can't be added again.
	const before =
		rules?.map((rule) => ({ words: kernelRuleWords(rule), isWhole: rule.more.length === 0 })) ??
		deleted.map((words) => ({ words, isWhole: true }));
	const there = before.filter(({ words, isWhole }) => isWhole || hasLine(deleted, words)).map(({ words }) => words);
	const made = added.filter((words) => !hasLine(there, words));
	const line = (phase: IpStep["phase"], verb: string, words: string[]): IpStep => ({
		...{ tool: "ip", phase, netns, args: ["rule", verb, ...words] },
		...(family === 6 ? { family } : {}),
	});
	return [
		...made.flatMap((words) => {
			const narrower = there.filter((other) => mayDelete(words, other));
			return [words, ...narrower.map(() => words)].map((one) => line("delete-rules", "del", one));
		}),
		...there
			.filter((words) => [...made, ...deleted].some((one) => mayDelete(one, words)))
			.map((words) => line("rules", "add", words)),
	];
}

/**
 * The neighbors over these devices, and those of these steps, as lines that set them. The kernel removes those of a device that is set
 * down.
 */
function neighborsAsBefore(known: KnownFacts, netns: string, names: ReadonlySet<string>, steps: IpStep[]): IpStep[] {
	const all = neighborsOf(known, netns);
	const own = steps.filter((step) => step.netns === netns && step.args[0] === "neigh");
	const line = (phase: IpStep["phase"], ...args: string[]): IpStep => ({
		...{ tool: "ip", phase, netns, args: ["neigh", ...args] },
	});
	const isOf = (step: IpStep, entry: KernelNeighbor) => {
		const key = neighborKeyWords(entry);
		return isDeepStrictEqual(step.args.slice(2, 2 + key.length), key);
	};
	const made = own.filter((step) => step.args[1] === "replace" && !all.some((entry) => isOf(step, entry)));
	const before = all.filter((entry) => names.has(entry.dev) || own.some((step) => isOf(step, entry)));
	// An entry that is replaced keeps the protocol that the steps give it, unless the line has another one.
	const marked = before.filter(
		(entry) => entry.protocol === undefined && own.some((step) => isOf(step, entry) && step.args.includes("protocol")),
	);
	return [
		...made.map(({ args }) => line("delete-routes", "del", ...args.slice(2, args.indexOf("dev") + 2))),
		...marked.map((entry) => line("delete-routes", "del", ...neighborKeyWords(entry))),
		...before.map((entry) => line("routes", "replace", ...neighborWords(entry))),
	];
}

/** The line that takes back what one line adds. */
function reversed(step: IpStep, known: KnownFacts): IpStep[] {
	const { args, netns, family } = step;
	const [object, verb] = args;
	const device = wordAfter("dev", args);
	const line = (phase: IpStep["phase"], ...words: string[]): IpStep => ({
		...{ tool: "ip", phase, netns, args: words },
		...(family === undefined ? {} : { family }),
	});
	// The kernel refuses a queue that another device of the bond still has.
	const queue = wordAfter("queue_id", args);
	if (queue !== undefined && queue !== "0")
		return [line("settings", "link", "set", "dev", device ?? "", "type", "bond_slave", "queue_id", "0")];
	if (createsDevice(step)) return [line("delete-links", "link", "del", "dev", device ?? "")];
	if (object === "netns") return verb === "add" ? [line("delete-namespaces", "netns", "del", args[2] ?? "")] : [];
	// rulesAsBefore() brings rules back.
	if (object === "rule") return [];
	// neighborsAsBefore() brings neighbors back.
	if (object === "neigh") return [];
	if (object === "route" && verb !== "del") return [line("delete-routes", "route", "del", ...args.slice(2))];
	if (object === "addr" && verb !== "del") {
		const had = linksOf(known, netns)
			.get(device ?? "")
			?.addresses.some(({ cidr }) => cidr === cidrInLine(step));
		return had ? [] : [line("delete-addresses", "addr", "del", ...endsIn(args.slice(2)), "dev", device ?? "")];
	}
	const to = object === "link" ? wordAfter("netns", args) : undefined;
	if (to === undefined || createsDevice(step)) return [];
	const [from, back] = [to === "1" ? "" : to, netns === "" ? "1" : netns];
	return [{ tool: "ip", phase: "moves", netns: from, args: ["link", "set", "dev", device ?? "", "netns", back] }];
}

/**
 * The undo of lines of `ip`. Devices get back what the kernel takes from a device that is set down, deleted or moved: addresses,
 * routes and neighbors, whoever added them. Needs the links, routes and neighbors of the namespaces.
 */
export function undoLines(steps: IpStep[], known: KnownFacts): StepsUndo {
	const namespaces = [...new Set(steps.map(({ netns }) => netns))];
	return {
		steps: [
			...[...steps].reverse().flatMap((step) => reversed(step, known)),
			...namespaces.flatMap((netns) => ([4, 6] as const).flatMap((family) => rulesAsBefore(steps, netns, family, known))),
			...namespaces.flatMap((netns) => {
				const links = touched(steps, netns, known);
				const names = new Set(links.map(({ name }) => name));
				const lost = routesAsBefore(known, netns, names, steps);
				return [
					...links.flatMap((link) =>
						deviceAgain(
							link,
							netns,
							steps.filter((step) => step.netns === netns),
							linksOf(known, netns),
						),
					),
					...neighborsAsBefore(known, netns, names, steps),
					...waitsForSources(netns, lost),
					...lost,
				];
			}),
		],
	};
}
