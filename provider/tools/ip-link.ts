import { memoize } from "../base/memoize";
import { valuesByKey } from "../base/values-by-key";
import { netnsOption } from "./call";
import { type AddressSettings, addressFlags, defaultScope, forever } from "./ip-address";
import { parsedInNetns } from "./output";
import type { AnyFact, Read } from "./tool";

/** The name of the kernel's device that is the master of all ports of Open vSwitch. */
export const ovsMaster = "ovs-system";

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
	/** The alias that the device was about to get when `ip` was killed. */
	intendedAlias?: string;
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
	 * program owns it only if the program declares it. `secondary`: not the first address of its subnet. The kernel removes it together with
	 * the first one.
	 */
	addresses: {
		cidr: string;
		passing: boolean;
		dynamic: boolean;
		secondary: boolean;
		/** True while duplicate address detection has not found the IPv6 address to be free. */
		tentative?: boolean;
		/** True where duplicate address detection has found the IPv6 address on another host. The kernel does not use it. */
		dadfailed?: boolean;
		settings: AddressSettings;
		/** True for an address that another device can take over: not for a link-local, loopback or temporary address. */
		movable: boolean;
	}[];
}

export interface LinkFact extends AnyFact<Map<string, Link> | undefined> {
	read: "links";
	netns: string;
}

/** True for a device that is on top of its parent, and not its other end. */
const isOnTop = ({ kind, elsewhere }: Link): boolean => kind !== "veth" && !elsewhere;

/**
 * The devices on top of this one in its namespace, from the bottom to the top. `isOver`: which device stands on which. Default: on its
 * parent.
 */
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

export const linksRead: Read<LinkFact> = {
	call: ({ netns }) => ({ argv: ["ip", ...netnsOption(netns), "-d", "-j", "addr", "show"] }),
	parse: parsedInNetns(parseLinks, "the network devices can't be listed", "try `ip -d -j addr` there"),
	dependsOn: () => ["devices", "namespaces"],
	lasting: true,
	atBoot: (links) => withoutAddresses(links),
};

const withoutAddresses = memoize(
	(links: Map<string, Link>) => new Map([...links].map(([name, one]) => [name, { ...one, addresses: [] }])),
);

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
	dadfailed?: boolean;
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

/**
 * The kernel's default for the length of the queue (DEFAULT_TX_QUEUE_LEN), and for the limits of segments that are joined
 * (GSO_LEGACY_MAX_SIZE).
 */
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
			...(a.dadfailed ? { dadfailed: true } : {}),
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
