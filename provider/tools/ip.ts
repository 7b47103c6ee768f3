import type { Call, Phase } from "./call";

/** One line of `ip -batch`: the words after "ip". */
export interface IpStep {
	tool: "ip";
	phase: Extract<
		Phase,
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
	/** "" = the host's own. */
	netns: string;
	/** Where the words alone don't tell: routes and rules of IPv6. */
	family?: 6;
	args: string[];
}

/**
 * All steps as one `ip -batch`, which stops at the first line that fails.
 * Its lines know no escapes (iproute2 lib/utils.c, makeargs): what can't be written there never gets past the schemas.
 */
export function ipCall(steps: IpStep[]): Call {
	const netns = steps[0]?.netns ?? "";
	const lines = steps.map((s) => s.args.map(batchWord).join(" "));
	const family = steps[0]?.family === 6 ? ["-6"] : [];
	return { argv: ["ip", ...family, ...(netns === "" ? [] : ["-n", netns]), "-batch", "-"], stdin: `${lines.join("\n")}\n` };
}

/** The same, where each line stands for itself: what is refused keeps nothing else from being carried out. */
export function ipAsFarAsItGoes(steps: IpStep[]): Call {
	const { argv, stdin } = ipCall(steps);
	return { argv: [...argv.slice(0, 1), "-force", ...argv.slice(1)], stdin };
}

function batchWord(word: string): string {
	if (word === "") return '""';
	if (/^[A-Za-z0-9_.:/+@,=-]+$/.test(word)) return word;
	// lib/utils.c of iproute2: a word may stand in quotes, in which nothing is escaped; "#" begins a comment even there.
	if (/^[^"#\\\n\r]*$/.test(word)) return `"${word}"`;
	throw new Error(`${JSON.stringify(word)} can't be written in a batch of ip`);
}

/** A device as `ip -d -j addr` tells it, cut to what is used. */
export interface Link {
	name: string;
	index: number;
	/** info_kind: veth, vlan, dummy …; undefined for a NIC. */
	kind?: string;
	up: boolean;
	mtu: number;
	mac: string;
	alias?: string;
	master?: string;
	/** The device below: a VLAN's parent; a veth's peer where it is in the same namespace. */
	parent?: string;
	/** The index of that device, in its own namespace. */
	parentIndex?: number;
	/** That device is in another namespace. */
	elsewhere: boolean;
	data: Record<string, unknown>;
	/**
	 * `passing`: not of our making unless the program names it: dynamic, link-local, loopback.
	 * `secondary`: not the first of its subnet, with which the kernel drops it.
	 */
	addresses: { cidr: string; passing: boolean; dynamic: boolean; secondary: boolean }[];
}

export function linksRead(netns: string): Call {
	return { argv: ["ip", ...(netns === "" ? [] : ["-n", netns]), "-d", "-j", "addr", "show"] };
}

interface RawLink {
	ifindex: number;
	ifname: string;
	flags: string[];
	mtu: number;
	address?: string;
	ifalias?: string;
	master?: string;
	link?: string | null;
	link_index?: number;
	link_netnsid?: number;
	linkinfo?: { info_kind?: string; info_data?: Record<string, unknown> };
	addr_info?: { family: string; local: string; prefixlen: number; scope: string; dynamic?: boolean; secondary?: boolean }[];
}

export function parseLinks(text: string): Map<string, Link> {
	const raw = JSON.parse(text) as Partial<RawLink>[];
	return new Map(raw.filter((l): l is RawLink => l.ifname !== undefined).map((l) => [l.ifname, link(l)]));
}

function link(raw: RawLink): Link {
	return {
		name: raw.ifname,
		index: raw.ifindex,
		kind: raw.linkinfo?.info_kind,
		up: raw.flags.includes("UP"),
		mtu: raw.mtu,
		mac: raw.address ?? "",
		alias: raw.ifalias,
		master: raw.master,
		parent: raw.link ?? undefined,
		parentIndex: raw.link_index,
		elsewhere: raw.link_netnsid !== undefined,
		data: raw.linkinfo?.info_data ?? {},
		addresses: (raw.addr_info ?? []).map((a) => ({
			cidr: `${a.local}/${a.prefixlen}`,
			passing: a.dynamic === true || a.scope === "link" || a.scope === "host",
			dynamic: a.dynamic === true,
			secondary: a.secondary === true,
		})),
	};
}

export const namespacesRead: Call = { argv: ["ip", "-j", "netns", "list"] };

export function parseNamespaces(text: string): Set<string> {
	return new Set(text.trim() === "" ? [] : (JSON.parse(text) as { name: string }[]).map((n) => n.name));
}
