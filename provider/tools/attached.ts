import { quote } from "../base/shell-quote";
import { type Call, inNetns } from "./call";
import { parseTables, tableTexts } from "./nft-listing";
import { parsedInNetns } from "./output";
import type { AnyFact, ReadingTool } from "./tool";

/** Objects that are attached to a device: the kernel removes them together with the device. */
export interface AttachedFact extends AnyFact<Attached[] | undefined> {
	read: "attached";
	netns: string;
	device: string;
}

export interface Attached {
	sort: "qdisc" | "VNI" | "tunnel of a VLAN" | "option of a VLAN" | "hook";
	/** The object in words. */
	words: string;
	/** The command that removes it from the device. */
	removal: string;
	/** The nft table that it belongs to, and the owner in the table's mark. */
	table?: { family: string; name: string; owner?: string };
}

/** A tool that the host does not have, or that does not know the object, lists nothing. */
const script = `
exec 2>/dev/null
echo "@kernel $(uname -r)"
echo @tc; tc qdisc show dev "$1"
echo @vni; bridge -j vni show dev "$1"
echo @tunnels; bridge -j vlan tunnelshow dev "$1"
echo @vlans; bridge -d -j vlan show dev "$1"
echo @global; bridge -d -j vlan global show dev "$1"
echo @marks; nft list tables | while read -r _ family name; do nft list chain "$family" "$name" pulumi_ovs; done
echo @nft; nft list chains netdev; nft list chains inet; nft list flowtables; :`.trim();

/** The lines of each section, by its name. */
const sectionsOf = (text: string): Map<string, string[]> =>
	new Map(text.split(/^@/m).map((section) => [/^\w*/.exec(section)?.[0] ?? "", section.split("\n")]));

/**
 * The kernel itself gives a device a queueing discipline with the handle 0. Others have a handle of their own, and are deleted with the one
 * that they are in.
 */
const qdiscsIn = (lines: string[], device: string): Attached[] =>
	lines.flatMap((line) => {
		const [, kind, handle, place] = /^qdisc (\S+) (\w+): .*?\b(root|parent ffff:fff1)\b/.exec(line) ?? [];
		if (kind === undefined || handle === "0") return [];
		const removal = `tc qdisc del dev ${device} ${place === "root" ? "root" : kind}`;
		return [{ sort: "qdisc", words: `queueing discipline ${kind}`, removal }];
	});

/** The text of a range, as `bridge -j` lists it. */
const rangesIn = (lines: string[], word: string): string[] => {
	const range = new RegExp(`"${word}":(\\d+)(?:,"${word}End":(\\d+))?`, "g");
	return [...lines.join("").matchAll(range)].map(([, first, last]) => (last === undefined ? `${first}` : `${first}-${last}`));
};

function tunnelsIn(lines: string[], device: string): Attached[] {
	const ids = rangesIn(lines, "tunid");
	return rangesIn(lines, "vlan").map((vlan, i) => ({
		sort: "tunnel of a VLAN",
		words: `tunnel of VLAN ${vlan}`,
		removal: `bridge vlan del dev ${device} vid ${vlan} tunnel_info id ${ids[i]}`,
	}));
}

/** iproute2 6.1 does not know the word "del" here. */
const vnisIn = (lines: string[], device: string): Attached[] =>
	rangesIn(lines, "vni").map((vni) => ({
		...{ sort: "VNI", words: `VNI ${vni}`, removal: `bridge vni delete dev ${device} vni ${vni}` },
	}));

/**
 * The options of a port's VLANs, and of the VLANs of a bridge as a whole, with the values that the kernel gives them
 * (br_multicast_port_ctx_init and br_multicast_ctx_init in its net/bridge/br_multicast.c). Counters and the parts of times that
 * follow from others are left out.
 */
const vlanDefaults: Record<"vlans" | "global", Record<string, unknown>> = {
	vlans: { state: "forwarding", mcast_router: 1, mcast_max_groups: 0, neigh_suppress: false },
	global: {
		...{ mcast_snooping: 1, mcast_querier: 0, mcast_igmp_version: 2, mcast_mld_version: 1 },
		...{ mcast_last_member_count: 2, mcast_last_member_interval: 100, mcast_startup_query_count: 2 },
		...{ mcast_membership_interval: 26000, mcast_querier_interval: 25500, mcast_query_interval: 12500 },
		...{ mcast_query_response_interval: 1000, msti: 0 },
	},
};

interface RawVlan extends Record<string, unknown> {
	vlan: number;
	vlanEnd?: number;
}

/** A tool that does not know these options may end in the middle of its list. */
function vlansIn(text: string): RawVlan[] {
	try {
		return (JSON.parse(text) as { vlans?: RawVlan[] }[]).flatMap(({ vlans = [] }) => vlans);
	} catch {
		return [];
	}
}

function vlanOptionsIn(lines: string[], of: "vlans" | "global", device: string): Attached[] {
	const verb = of === "global" ? "global set" : "set";
	return vlansIn(lines.slice(1).join("")).flatMap((one) => {
		const changed = Object.entries(vlanDefaults[of]).filter(([option, value]) => option in one && one[option] !== value);
		const vid = one.vlanEnd === undefined ? String(one.vlan) : `${one.vlan}-${one.vlanEnd}`;
		return changed.map(([option, byDefault]) => ({
			...{ sort: "option of a VLAN" as const, words: `option ${option} ${one[option]} of VLAN ${vid}` },
			removal: `bridge vlan ${verb} vid ${vid} dev ${device} ${option} ${byDefault === false ? "off" : byDefault}`,
		}));
	});
}

/**
 * Chains and flowtables that have the device. Before Linux 6.16, the kernel takes the device out of them, and deletes a chain with its last
 * device (nf_tables_netdev_event in its net/netfilter/nft_chain_filter.c). Later ones give them the next device of the same name again.
 */
function hooksIn(text: string, marks: string, device: string): Attached[] {
	const owners = new Map(
		tableTexts(marks).map(({ family, name, text }) => [`${family} ${name}`, /"pulumi-ovs:(.*)"/.exec(text)?.[1]]),
	);
	return parseTables(text).flatMap(({ family, name, listing }) => {
		const table = `${family} ${name}`;
		const hook = (words: string, statement: string): Attached => ({
			...{ sort: "hook", words: `${words} of nft table ${table}`, removal: `nft ${quote(statement)}` },
			table: { family, name, owner: owners.get(table) },
		});
		const withDevice = <T>(all: Map<string, T>, devicesOf: (one: T) => string[] | undefined): string[] =>
			[...all].flatMap(([object, one]) => (devicesOf(one)?.includes(device) ? [object] : []));
		const chains = withDevice(listing.chains, ({ base }) => base?.devices);
		const flowtables = withDevice(listing.flowtables, ({ devices }) => devices);
		return [
			// Linux before 6.4 can't take a device out of a chain.
			...chains.map((chain) => hook(`chain ${chain}`, `delete chain ${table} ${chain}`)),
			...flowtables.map((one) => hook(`flowtable ${one}`, `delete flowtable ${table} ${one} { devices = { ${device} }; }`)),
		];
	});
}

const bindsByName = (release: string): boolean => {
	const [, major, minor] = /(\d+)\.(\d+)/.exec(release) ?? [];
	return Number(major) > 6 || (Number(major) === 6 && Number(minor) >= 16);
};

function attachedTo(text: string, device: string): Attached[] {
	const sections = sectionsOf(text);
	const lines = (name: string): string[] => sections.get(name) ?? [];
	return [
		...qdiscsIn(lines("tc"), device),
		...vnisIn(lines("vni"), device),
		...tunnelsIn(lines("tunnels"), device),
		...vlanOptionsIn(lines("vlans"), "vlans", device),
		...vlanOptionsIn(lines("global"), "global", device),
		...(bindsByName(lines("kernel").join(" ")) ? [] : hooksIn(lines("nft").join("\n"), lines("marks").join("\n"), device)),
	];
}

export const attached: ReadingTool<AttachedFact> = {
	program: "sh",
	packages: {},
	reads: {
		attached: {
			call: ({ netns, device }): Call => ({ argv: [...inNetns(netns), "sh", "-c", script, "attached", device] }),
			parse: (reading, { device }) =>
				parsedInNetns((text) => attachedTo(text, device), "what is attached to a device can't be listed", "")(reading),
			dependsOn: () => ["devices", "namespaces", "nft tables"],
		},
	},
};
