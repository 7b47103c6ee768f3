import { isDeepStrictEqual } from "node:util";
import { isIpv6 } from "../base/ip-address";
import { addressWords, cidrInLine } from "./ip-address";
import { linksOf } from "./ip-known";
import { type Link, ovsMaster, stackOn } from "./ip-link";
import { bondPortWords, bridgeLines, bridgePortWords, bridgeWords, receivingModes } from "./ip-link-options";
import { createsDevice, type IpStep, wordAfter } from "./ip-step";
import type { KnownFacts } from "./tool";

const isBond = ({ kind }: Link): boolean => kind === "bond";

/** The existing devices that steps change or delete, by which the kernel may also drop addresses and routes. */
export const touched = (steps: IpStep[], netns: string, known: KnownFacts): Link[] => {
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
export function deviceAgain(link: Link, netns: string, steps: IpStep[], links: Map<string, Link>): IpStep[] {
	const words = new Set(
		steps.flatMap(({ args }) => (args[0] === "link" && args[1] !== "del" && wordAfter("dev", args) === link.name ? args : [])),
	);
	const step = (...args: string[]): IpStep => ({ tool: "ip", phase: "settings", netns, args });
	const set = (...args: string[]) => step("link", "set", "dev", link.name, ...args);
	const mtuStep = (name: string, mtu: number) => step("link", "set", "dev", name, "mtu", String(mtu));
	// A port is in its bridge, and has its options, before it gets its VLANs back.
	const early = (line: IpStep): IpStep => (link.bridgePort ? { ...line, phase: "masters" } : line);
	const isOfOvs = link.master === ovsMaster;
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
export const endsIn = (words: string[]): string[] => words.slice(0, words.indexOf("dev"));
