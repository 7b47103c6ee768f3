import { netnsOption } from "./call";
import { parsedInNetns } from "./output";
import type { AnyFact, Read } from "./tool";

/** A permanent entry of the kernel's neighbor tables (ARP and NDP), or a proxy entry. */
export interface KernelNeighbor {
	address: string;
	dev: string;
	proxy: boolean;
	/** Not set for a proxy entry. */
	lladdr?: string;
	router: boolean;
	/** The origin of the entry: 250 is this provider. Undefined: none was given. */
	protocol?: number;
}

/** The permanent entries and the proxy entries of a namespace. */
export interface NeighborFact extends AnyFact<KernelNeighbor[] | undefined> {
	read: "neighbors";
	netns: string;
}

/** The entries that a routing daemon has added, such as FRR for EVPN. It marks them as learned by itself. */
export interface DaemonNeighborFact extends AnyFact<KernelNeighbor[] | undefined> {
	read: "daemon-neighbors";
	netns: string;
}

interface RawNeighbor {
	dst: string;
	dev: string;
	lladdr?: string;
	router?: null;
	proxy?: null;
	protocol?: string;
	extern_learn?: null;
}

/** Entries that the kernel has learned are not listed: hosts have thousands of them. */
const script = 'for what in "nud permanent" proxy; do ip "$@" -N -j neigh show $what || exit; echo; done';

const rawNeighbors = (text: string): RawNeighbor[] =>
	text
		.split("\n")
		.filter((line) => line.trim() !== "")
		.flatMap((line) => JSON.parse(line) as RawNeighbor[]);

const entriesOf = (all: RawNeighbor[]): KernelNeighbor[] =>
	all.map(({ dst, dev, lladdr, router, proxy, protocol }) => ({
		...{ address: dst, dev, proxy: proxy !== undefined, lladdr, router: router !== undefined },
		...(protocol === undefined ? {} : { protocol: Number(protocol) }),
	}));

export const parseNeighbors = (text: string): KernelNeighbor[] => entriesOf(rawNeighbors(text));

const parseDaemonNeighbors = (text: string): KernelNeighbor[] =>
	entriesOf(rawNeighbors(text).filter(({ extern_learn }) => extern_learn !== undefined));

export const daemonNeighborsRead: Read<DaemonNeighborFact> = {
	call: ({ netns }) => ({ argv: ["ip", ...netnsOption(netns), "-N", "-j", "neigh", "show", "nud", "noarp"] }),
	parse: parsedInNetns(parseDaemonNeighbors, "the neighbors can't be listed", "try `ip neigh show nud noarp` there"),
	dependsOn: () => ["neighbors", "devices", "namespaces"],
	atBoot: () => [],
};

export const neighborsRead: Read<NeighborFact> = {
	call: ({ netns }) => ({ argv: ["sh", "-c", script, "ip", ...netnsOption(netns)] }),
	parse: parsedInNetns(parseNeighbors, "the neighbors can't be listed", "try `ip neigh show nud permanent` there"),
	// The kernel removes a device's entries when the device is set down, deleted or gets another MAC address.
	dependsOn: () => ["neighbors", "devices", "namespaces"],
	lasting: true,
};

/** The words after `ip neigh` that name an entry. */
export const neighborKeyWords = ({
	address,
	dev,
	proxy,
}: Pick<KernelNeighbor, "address" | "dev"> & { proxy?: boolean }): string[] => [
	...(proxy ? ["proxy"] : []),
	...[address, "dev", dev],
];

/** The words after `ip neigh replace` for an entry. Without a protocol, an entry that is there keeps its own. */
export const neighborWords = (
	entry: Pick<KernelNeighbor, "address" | "dev"> & { proxy?: boolean; lladdr?: string; router?: boolean; protocol?: number },
): string[] => [
	...neighborKeyWords(entry),
	...(entry.lladdr === undefined ? [] : ["lladdr", entry.lladdr]),
	...(entry.router ? ["router"] : []),
	...(entry.proxy ? [] : ["nud", "permanent"]),
	...(entry.protocol === undefined ? [] : ["protocol", String(entry.protocol)]),
];
