import { type BootObject, bootDevice, inNamespace } from "./boot-part";
import { type Call, isMissingNetns, netnsOption, option, renderLine } from "./call";
import { batchWord, deviceNamed, executedCount, wordAfter } from "./ip-step";
import { parsedInNetns, unreadable } from "./output";
import type { AnyFact, Reading, Tool } from "./tool";

/** One line of `bridge -batch`: the words after "bridge". */
export interface BridgeStep {
	tool: "bridge";
	phase: "vlans" | "fdb";
	/** The network namespace. "": the host's own. */
	netns: string;
	args:
		| ["vlan", "add" | "del", "dev", string, "vid", string, ...string[]]
		| ["fdb", "append" | "del" | "replace", string, "dev", string, ...string[]]
		| ["mdb", "add", "dev", string, "port", string, ...string[]];
}

/** The VLANs of all Linux bridges and their ports in a namespace. */
export interface BridgeVlansFact extends AnyFact<BridgeVlans | undefined> {
	read: "bridge-vlans";
	netns: string;
}

/** The static entries of a VXLAN device's forwarding database. */
export interface FdbFact extends AnyFact<FdbEntry[] | undefined> {
	read: "fdb";
	netns: string;
	device: string;
}

/** A static entry of a VXLAN device's forwarding database: packets for `mac` go to the remote endpoint `dst`. */
export interface FdbEntry {
	mac: string;
	dst: string;
	/** Other properties, in the words of `bridge fdb`. */
	more: string[];
	/** True for an entry of a routing daemon, which sees to it itself. */
	isOfDaemon: boolean;
}

/** An entry in the forwarding database of a Linux bridge that was not learned from packets. */
export interface BridgeEntry {
	mac: string;
	/** The port that frames for `mac` leave by, or the bridge itself. */
	dev: string;
	bridge: string;
	vlan?: number;
	/** False for a local entry: the bridge takes frames for `mac` in. */
	isStatic: boolean;
	/** True where the entry stays although frames from `mac` come in by another port. */
	isSticky: boolean;
}

/** A multicast group that somebody has added to a port of a Linux bridge, or to the bridge itself, for good. */
export interface BridgeGroup {
	group: string;
	source?: string;
	/** The port that packets to the group leave by, or the bridge itself. */
	dev: string;
	bridge: string;
	vlan?: number;
	/** Other properties, in the words of `bridge mdb`. */
	more: string[];
}

/** The static and local entries of all Linux bridges in a namespace, and their permanent multicast groups. */
export interface BridgeEntriesFact extends AnyFact<(BridgeEntry | BridgeGroup)[] | undefined> {
	read: "bridge-entries";
	netns: string;
}

/** Packets for all MAC addresses without an entry of their own, and for broadcast and multicast, are sent to the `dst` of such entries. */
export const anyMac = "00:00:00:00:00:00";

/** VLANs in a row with the same flags. */
export interface BridgeVlan {
	first: number;
	last: number;
	/** Untagged packets that are received belong to this VLAN. */
	pvid: boolean;
	/** Packets of the VLAN are sent untagged. */
	untagged: boolean;
}

export type BridgeVlans = Map<string, BridgeVlan[]>;

interface RawPort {
	ifname: string;
	vlans?: { vlan: number; vlanEnd?: number; flags?: string[] }[];
}

const parseBridgeVlans = (text: string): BridgeVlans =>
	new Map(
		(JSON.parse(text.trim() === "" ? "[]" : text) as RawPort[]).map(({ ifname, vlans = [] }) => [
			ifname,
			vlans.map(({ vlan, vlanEnd = vlan, flags = [] }) => ({
				...{ first: vlan, last: vlanEnd },
				...{ pvid: flags.includes("PVID"), untagged: flags.includes("Egress Untagged") },
			})),
		]),
	);

interface RawFdbEntry {
	mac: string;
	ifname?: string;
	master?: string;
	vlan?: number;
	dst?: string;
	port?: number;
	vni?: number;
	src_vni?: number;
	viaIf?: string;
	flags?: string[];
	state?: string;
}

/** An entry without one of these states was learned from packets. */
const staticStates = ["permanent", "static"];

const parseFdb = (text: string): FdbEntry[] =>
	(JSON.parse(text.trim() === "" ? "[]" : text) as RawFdbEntry[]).flatMap(
		({ mac, dst, port, vni, src_vni, viaIf, flags = [], state = "" }): FdbEntry[] =>
			dst === undefined || !staticStates.includes(state)
				? []
				: [
						{
							...{ mac, dst, isOfDaemon: flags.includes("extern_learn") },
							more: [
								...[...option("port", port), ...option("vni", vni), ...option("src_vni", src_vni), ...option("via", viaIf)],
								...(state === "static" ? ["static"] : []),
							],
						},
					],
	);

/**
 * Entries that were learned from packets are not listed: a bridge may have thousands of them. A kernel without multicast snooping lists no
 * groups.
 */
const entriesScript = `for state in static permanent; do "$0" "$@" -j fdb show state $state || exit; echo; done
"$0" "$@" -d -j mdb show 2>/dev/null || :`;

const parseBridgeEntries = (text: string): (BridgeEntry | BridgeGroup)[] => {
	const all = text.split("\n").flatMap((line) => (line.trim() === "" ? [] : (JSON.parse(line) as (RawFdbEntry | RawGroups)[])));
	return [
		...entriesIn(all.flatMap((one) => ("mdb" in one ? [] : [one]))),
		...groupsIn(all.flatMap((one) => ("mdb" in one ? one.mdb : []))),
	];
};

interface RawGroups {
	mdb: {
		dev: string;
		port: string;
		grp: string;
		src?: string;
		state?: string;
		vid?: number;
		filter_mode?: string;
		source_list?: { address: string }[];
		protocol?: string;
		/** Set for a group of a VXLAN device, which is no port. */
		dst?: string;
	}[];
}

/** Groups that the ports have joined by themselves are not permanent. */
const groupsIn = (all: RawGroups["mdb"]): BridgeGroup[] =>
	all
		.filter(({ state, protocol, dst }) => state === "permanent" && protocol !== "kernel" && dst === undefined)
		.map(({ dev: bridge, port, grp, src, vid, filter_mode, source_list = [], protocol }) => ({
			...{ group: grp, source: src, dev: port, bridge, vlan: vid },
			more: [
				...(source_list.length === 0
					? []
					: [...option("filter_mode", filter_mode), "source_list", source_list.map(({ address }) => address).join(",")]),
				...(protocol === undefined || protocol === "static" ? [] : ["proto", protocol]),
			],
		}));

const entriesIn = (all: RawFdbEntry[]): BridgeEntry[] =>
	all.flatMap(({ mac, ifname: dev, master: bridge, vlan, flags = [], state = "" }): BridgeEntry[] =>
		dev === undefined || bridge === undefined || !staticStates.includes(state) || flags.includes("extern_learn")
			? []
			: [{ mac, dev, bridge, vlan, isStatic: state === "static", isSticky: flags.includes("sticky") }],
	);

const inPlace = (netns: string): string[] => ["bridge", ...netnsOption(netns)];

function batchCall(steps: BridgeStep[], ...options: string[]): Call {
	const lines = steps.map(({ args }) => args.map(batchWord).join(" "));
	return { argv: [...inPlace(steps[0]?.netns ?? ""), ...options, "-batch", "-"], stdin: `${lines.join("\n")}\n`, tool: "bridge" };
}

const forced = (steps: BridgeStep[]): Call => batchCall(steps, "-force");

/** The lines that add VLANs. `isOfBridge`: they are those of the bridge itself. */
export const vlanLines = (netns: string, name: string, vlans: BridgeVlan[], isOfBridge: boolean): BridgeStep[] =>
	vlans.map(({ first, last, pvid, untagged }) => ({
		...{ tool: "bridge", phase: "vlans", netns },
		args: [
			...(["vlan", "add", "dev", name, "vid", rangeText(first, last)] as const),
			...[...(pvid ? ["pvid"] : []), ...(untagged ? ["untagged"] : []), ...(isOfBridge ? ["self"] : [])],
		],
	}));

/** The line that removes VLANs. The kernel reports no error for VLANs that the device does not have. */
export const withoutVlans = (netns: string, name: string, range: string, isOfBridge: boolean): BridgeStep => ({
	...{ tool: "bridge", phase: "vlans", netns },
	args: ["vlan", "del", "dev", name, "vid", range, ...(isOfBridge ? ["self"] : [])],
});

/** The line that adds or deletes an entry of a VXLAN device's forwarding database. */
export const fdbLine = (netns: string, verb: "append" | "del", device: string, { mac, dst, more }: FdbEntry): BridgeStep => ({
	...{ tool: "bridge", phase: "fdb", netns },
	args: ["fdb", verb, mac, "dev", device, "dst", dst, ...more],
});

/** The line that adds a multicast group. */
export const groupLine = (netns: string, { group, source, dev, bridge, vlan, more }: BridgeGroup): BridgeStep => ({
	...{ tool: "bridge", phase: "fdb", netns },
	args: [
		...(["mdb", "add", "dev", bridge, "port", dev, "grp", group] as const),
		...[...option("src", source), "permanent", ...option("vid", vlan), ...more],
	],
});

export const rangeText = (first: number, last: number): string => (first === last ? String(first) : `${first}-${last}`);

export const allVlans = "1-4094";

const deviceOf = ({ args }: BridgeStep): string => wordAfter("dev", args) ?? "";

/** The line that does the opposite of one for a forwarding database. */
function reversed({ args, ...step }: BridgeStep): BridgeStep[] {
	if (args[0] !== "fdb" || args[1] === "replace") return [];
	const [, verb, ...rest] = args;
	return [{ ...step, args: ["fdb", verb === "append" ? "del" : "append", ...rest] }];
}

export const bridge: Tool<BridgeStep, BridgeVlansFact | BridgeEntriesFact | FdbFact> = {
	name: "bridge",
	program: "bridge",
	packages: { bridge: { debian: "iproute2", redhat: "iproute" } },
	call: (steps) => batchCall(steps),
	group: ({ netns }) => netns,
	executedCount,
	invalidates: () => ["devices"],
	undoReads: (steps) =>
		steps.flatMap(({ phase, netns }): BridgeVlansFact[] => (phase === "vlans" ? [{ read: "bridge-vlans", netns }] : [])),
	undo(steps, known) {
		const ofVlans = steps.filter(({ args }) => args[0] === "vlan");
		const touched = new Map(ofVlans.map((step) => [`${step.netns} ${deviceOf(step)}`, step]));
		const vlans = [...touched.values()].flatMap((step) => {
			const fact: BridgeVlansFact = { read: "bridge-vlans", netns: step.netns };
			const before = known.value(fact)?.get(deviceOf(step)) ?? [];
			const isOfBridge = step.args.includes("self");
			return [
				withoutVlans(step.netns, deviceOf(step), allVlans, isOfBridge),
				...vlanLines(step.netns, deviceOf(step), before, isOfBridge),
			];
		});
		return { steps: [...vlans, ...steps.flatMap(reversed)] };
	},
	asFarAsItGoes: (steps) => [forced(steps)],
	// A line that was carried out already changes nothing and is no error, except where it deletes an entry or adds a group.
	idempotentForm: (step) => ((step.args[0] === "fdb" && step.args[1] === "del") || step.args[0] === "mdb" ? undefined : step),
	names: deviceNamed,
	boot: (steps) => ({
		lines: [renderLine(forced(steps))],
		needs: steps.flatMap((step): BootObject[] => [...inNamespace(step.netns), bootDevice(deviceOf(step), step.netns)]),
	}),
	reads: {
		"bridge-vlans": {
			call: ({ netns }) => ({ argv: [...inPlace(netns), "-compressvlans", "-j", "vlan", "show"] }),
			parse: parsedInNetns(parseBridgeVlans, "the VLANs of Linux bridges can't be listed", "try `bridge -j vlan show` there"),
			dependsOn: () => ["devices", "namespaces"],
		},
		"bridge-entries": {
			call: ({ netns }) => ({ argv: ["sh", "-c", entriesScript, ...inPlace(netns)] }),
			parse: parsedInNetns(
				parseBridgeEntries,
				"the forwarding databases of Linux bridges can't be listed",
				"try `bridge -j fdb show` there",
			),
			dependsOn: () => ["devices", "namespaces"],
		},
		fdb: {
			call: ({ netns, device }) => ({ argv: [...inPlace(netns), "-j", "fdb", "show", "dev", device] }),
			parse({ stdout, stderr, code }: Reading) {
				if (code === 0) return parseFdb(stdout);
				return isMissingNetns(stderr) || /^Cannot find device /m.test(stderr)
					? undefined
					: unreadable("the forwarding database of a VXLAN device can't be listed", stderr, "try `bridge -j fdb show` there");
			},
			dependsOn: () => ["devices", "namespaces"],
		},
	},
};
