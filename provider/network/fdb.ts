import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import { anyMac, type BridgeStep, type FdbEntry, fdbLine } from "../tools/bridge";
import type { Link } from "../tools/ip-link";

/** A VXLAN device's forwarding database: wanted now, found on the host, and wanted in the last update. */
interface FdbChange {
	want: Values;
	/** The entries of the device. Undefined for a device that is created, or created again. */
	have?: FdbEntry[];
	was?: Values;
	/** The entries of a device that is created again, as they were before. */
	former?: FdbEntry[];
}

/** True for an entry that sends a copy of broadcast, multicast and unknown packets to one peer, and that has no other property. */
const isOfPeer = ({ mac, more, isOfDaemon }: FdbEntry): boolean => mac === anyMac && more.length === 0 && !isOfDaemon;

const entryOf = (dst: string): FdbEntry => ({ mac: anyMac, dst, more: [], isOfDaemon: false });

/** The static entries of a device, without the one that the kernel itself makes of the device's own remote endpoint. */
export function entriesOf(facts: Facts, netns: string, { name, data }: Link): FdbEntry[] | undefined {
	if (!facts.has({ read: "fdb", netns, device: name })) return undefined;
	const own = [data.remote, data.remote6, data.group, data.group6];
	// With a device of the underlay (`dev`), that entry says it too.
	const isOwn = ({ mac, dst, more }: FdbEntry) =>
		mac === anyMac &&
		own.includes(dst) &&
		(more.length === 0 || (more.length === 2 && more[0] === "via" && more[1] === data.link));
	return (facts.fdb(netns, name) ?? []).filter((entry) => !isOwn(entry));
}

/** The peers of a device, in the form of the field. */
export const peersOf = (entries: FdbEntry[]): string[] => [
	...new Set(
		entries
			.filter(isOfPeer)
			.map(({ dst }) => dst)
			.sort(),
	),
];

/** The steps for a device's peers. A device that is created again gets the entries of others, too, except those of daemons. */
export function planFdb(name: string, netns: string, { want, have, was, former = [] }: FdbChange): BridgeStep[] {
	const before = peersOf(have ?? former);
	const dropped = want.peers === undefined ? ((was?.peers ?? []) as string[]) : [];
	const peers: string[] = want.peers ?? before.filter((dst) => !dropped.includes(dst));
	const there = have === undefined ? [] : before;
	const others = have === undefined ? former.filter((entry) => !isOfPeer(entry) && !entry.isOfDaemon) : [];
	return [
		...there.filter((dst) => !peers.includes(dst)).map((dst) => fdbLine(netns, "del", name, entryOf(dst))),
		...peers.filter((dst) => !there.includes(dst)).map((dst) => fdbLine(netns, "append", name, entryOf(dst))),
		...others.map((entry) => fdbLine(netns, "append", name, entry)),
	];
}
