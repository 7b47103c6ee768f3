import type { IpStep } from "./ip-step";

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
