import { valuesByKey } from "../base/values-by-key";
import type { Phase } from "./call";

/** One line of `ip -batch`: the words after "ip". */
export interface IpStep {
	tool: "ip";
	phase: Extract<
		Phase,
		| "leaves"
		| "delete-rules"
		| "delete-routes"
		| "delete-addresses"
		| "delete-links"
		| "delete-namespaces"
		| "namespaces"
		| "links"
		| "moves"
		| "masters"
		| "settings"
		| "routes"
		| "rules"
	>;
	/** The network namespace. "": the host's own. */
	netns: string;
	/** 6 for routes and rules of IPv6, because their other words do not give the family. */
	family?: 6;
	args: string[];
}

export function batchWord(word: string): string {
	if (word === "") return '""';
	if (/^[A-Za-z0-9_.:/+@,=-]+$/.test(word)) return word;
	// iproute2, lib/utils.c: a word may be in quotes, without escapes. A "#" begins a comment even in quotes.
	if (/^[^"#\\\n\r]*$/.test(word)) return `"${word}"`;
	throw new Error(`${JSON.stringify(word)} contains characters that ip's batch input can't have`);
}

/** A device as `ip -d -j addr` lists it, with the fields that are used. */
export interface Link {
	name: string;
	index: number;
	/** info_kind, such as veth, vlan or dummy. Undefined for a NIC. */
	kind?: string;
	up: boolean;
	/** Set where the mode is switched on for the device itself, not only by another one on top of it. */
	promisc?: true;
	allmulticast?: true;
	/** Set for a device whose only neighbor is its other end, and for a loopback device. */
	pointToPoint?: true;
	mtu: number;
	mac: string;
	/** The address of the hardware, where it differs from `mac`: that of a bond's device is the bond's. */
	permanentMac?: string;
	alias?: string;
	master?: string;
	/** The device below: a VLAN's parent, or a veth's peer in the same namespace. */
	parent?: string;
	/** The index of that device, in its own namespace. */
	parentIndex?: number;
	/** True where that device is in another namespace. */
	elsewhere: boolean;
	/** Settings that every device has and that no field sets, in the words of `ip link set`, where they differ from the kernel's defaults. */
	kept?: string[];
	/** Its alternative names (`ip link property add … altname`). */
	otherNames?: string[];
	/** The settings of the kind of device, by the names of `ip`. null: the host does not tell the value now. */
	data: Record<string, unknown>;
	/** The options of a port of a Linux bridge. Undefined: the device is no such port. */
	bridgePort?: Record<string, unknown>;
	/** The options of a device of a bond. Undefined: the device is in no bond. */
	bondPort?: Record<string, unknown>;
	/**
	 * `passing`: a dynamic, link-local or loopback address, which the kernel or a DHCP client adds, or one of another daemon. The
	 * program owns it only if the program declares it. `secondary`: not the first address of its subnet. The kernel removes it together with the first one.
	 */
	addresses: {
		cidr: string;
		passing: boolean;
		dynamic: boolean;
		secondary: boolean;
		/** True while duplicate address detection has not found the IPv6 address to be free. */
		tentative?: boolean;
		settings: AddressSettings;
		/** True for an address that another device can take over: not for a link-local, loopback or temporary address. */
		movable: boolean;
	}[];
}

/** An address with everything that `ip addr add` can say of it. */
export interface AddressSettings {
	local: string;
	prefixLength: number;
	/** The other end of a point-to-point address. */
	peer?: string;
	broadcast?: string;
	label?: string;
	/** The scope of an IPv4 address. Undefined: the one that `ip` gives the address by itself. */
	scope?: string;
	/** The metric of the route to the address's subnet. */
	metric?: number;
	/** Flags of ip-address(8), such as noprefixroute. */
	flags: string[];
	/** Seconds for which a dynamic address is still valid and preferred. */
	lifetimes?: { valid: number; preferred: number };
	/** The protocol (IFA_PROTO) of the daemon that has added the address, such as 18 for keepalived. The kernel's own are left out. */
	protocol?: string;
}

/** True for an address that a daemon such as keepalived has added, and removes itself. */
export const isDaemonAddress = ({ settings }: { settings: AddressSettings }): boolean => settings.protocol !== undefined;

/** The address with its prefix length. */
export const cidrOf = ({ local, prefixLength }: AddressSettings): string => `${local}/${prefixLength}`;

export type LinkFact = { read: "links"; netns: string };

/** True for a device that is on top of its parent, and not its other end. */
const isOnTop = ({ kind, elsewhere }: Link): boolean => kind !== "veth" && !elsewhere;

/** The devices on top of this one in its namespace, from the bottom to the top. `isOver`: which device stands on which. Default: on its parent. */
export function stackOn(
	links: Map<string, Link> | undefined,
	name: string,
	isOver: (link: Link, below: string) => boolean = (link, below) => link.parent === below && isOnTop(link),
): Link[] {
	const above = [...(links?.values() ?? [])].filter((link) => isOver(link, name));
	return above.flatMap((link) => [link, ...stackOn(links, link.name, isOver)]);
}

/** The devices of these names, with all on top of them. */
export function withStacks(links: Map<string, Link>, names: Iterable<string>): Set<string> {
	const above = valuesByKey([...links.values()].filter(isOnTop).map((link) => [link.parent ?? "", link.name] as const));
	const all = new Set(names);
	for (const name of all) for (const one of above.get(name) ?? []) all.add(one);
	return all;
}

/** The modes in which a device takes in packets for others, by their words in `ip link set`. */
export const receivingModes = ["promisc", "allmulticast"] as const;

/** The options of Linux bridges that this provider sets, by their words in `ip link set type bridge`. */
export const bridgeWords = [
	...(["forward_delay", "hello_time", "max_age", "ageing_time", "stp_state", "priority", "vlan_filtering"] as const),
	...(["vlan_protocol", "vlan_default_pvid", "mcast_snooping", "mcast_querier", "group_fwd_mask"] as const),
];
export type BridgeWord = (typeof bridgeWords)[number];

/** The options of their ports, by their words in `ip link set type bridge_slave`. */
export const bridgePortWords = [
	...(["isolated", "hairpin", "learning", "flood", "mcast_flood", "bcast_flood", "mcast_to_unicast", "fastleave"] as const),
	...(["neigh_suppress", "proxy_arp", "guard", "root_block", "cost", "priority"] as const),
];
export type BridgePortWord = (typeof bridgePortWords)[number];

/** The options of a bond's devices, by their words in `ip link set type bond_slave`. */
export const bondPortWords = ["queue_id", "prio"] as const;

/**
 * The lines that set these options of a Linux bridge, each of which is a word and its value. The kernel sets the forward delay
 * and the ageing time before it switches the spanning tree protocol off; with the protocol it refuses less than two seconds, and a topology
 * change can still replace the ageing time. With another default VLAN it changes the VLANs of ports, which get theirs after it.
 */
export function bridgeLines(line: IpStep, words: string[]): IpStep[] {
	const at = (word: string) => words.indexOf(word);
	const early = [at("vlan_default_pvid")];
	const isLast = ["forward_delay", "ageing_time"].some((word) => words.includes(word));
	const first = words[at("stp_state") + 1] === "0" && isLast ? [at("stp_state")] : [];
	const apart = [...early, ...first];
	const rest = words.flatMap((_, i) => (i % 2 === 0 && !apart.includes(i) ? [i] : []));
	const lineOf = (indexes: number[], phase: IpStep["phase"]): IpStep[] => {
		const some = indexes.flatMap((i) => (i < 0 ? [] : words.slice(i, i + 2)));
		return some.length === 0 ? [] : [{ ...line, phase, args: [...line.args, ...some] }];
	};
	return [...lineOf(early, "masters"), ...lineOf(first, line.phase), ...lineOf(rest, line.phase)];
}

/** The word after another one in a line of `ip`, such as the device after "dev". */
export const wordAfter = (word: string, args: string[]): string | undefined => {
	const at = args.indexOf(word);
	return at < 0 ? undefined : args[at + 1];
};
