import { type Call, isMissingNetns, renderLine } from "./call";
import { landed } from "./ip";
import { batchWord } from "./ip-step";
import { type BootThing, bootDevice, inNamespace, type Reading, type Tool, unreadable } from "./tool";

/** One line of `bridge -batch`: the words after "bridge". */
export interface BridgeStep {
	tool: "bridge";
	phase: "vlans";
	/** The network namespace. "": the host's own. */
	netns: string;
	args: ["vlan", "add" | "del", "dev", string, "vid", string, ...string[]];
}

/** The VLANs of all Linux bridges and their ports in a namespace. */
export type BridgeVlansFact = { read: "bridge-vlans"; netns: string };

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

const inPlace = (netns: string): string[] => ["bridge", ...(netns === "" ? [] : ["-n", netns])];

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

export const rangeText = (first: number, last: number): string => (first === last ? String(first) : `${first}-${last}`);

export const allVlans = "1-4094";

const deviceOf = ({ args }: BridgeStep): string => args[3];

export const bridge: Tool<BridgeStep, BridgeVlansFact> = {
	name: "bridge",
	program: "bridge",
	packages: { bridge: { debian: "iproute2", redhat: "iproute" } },
	call: (steps) => batchCall(steps),
	group: ({ netns }) => netns,
	landed,
	invalidates: () => ["devices"],
	undo(steps, known) {
		const touched = new Map(steps.map((step) => [`${step.netns} ${deviceOf(step)}`, step]));
		return {
			steps: [...touched.values()].flatMap((step) => {
				const fact: BridgeVlansFact = { read: "bridge-vlans", netns: step.netns };
				const before = (known.value(fact) as BridgeVlans | undefined)?.get(deviceOf(step)) ?? [];
				const isOfBridge = step.args.includes("self");
				return [
					withoutVlans(step.netns, deviceOf(step), allVlans, isOfBridge),
					...vlanLines(step.netns, deviceOf(step), before, isOfBridge),
				];
			}),
		};
	},
	asFarAsItGoes: (steps) => [forced(steps)],
	boot: (steps) => ({
		lines: [renderLine(forced(steps))],
		needs: steps.flatMap((step): BootThing[] => [...inNamespace(step.netns), bootDevice(deviceOf(step), step.netns)]),
	}),
	reads: {
		"bridge-vlans": {
			call: ({ netns }) => ({ argv: [...inPlace(netns), "-compressvlans", "-j", "vlan", "show"] }),
			parse({ stdout, stderr, code }: Reading) {
				if (code === 0) return parseBridgeVlans(stdout);
				return isMissingNetns(stderr)
					? undefined
					: unreadable("the VLANs of Linux bridges can't be listed", stderr, "try `bridge -j vlan show` there");
			},
			dependsOn: () => ["devices", "namespaces"],
		},
	},
};
