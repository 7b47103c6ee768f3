import { bootOrder } from "./boot-part";
import { type Call, type Phase, ofctl as program, renderLine } from "./call";
import { withPortNumbers } from "./long-port-names";
import { saidOnOneLine, unreadable } from "./output";
import { flowsAgain } from "./ovs-ofctl";
import { type ListedFlow, parseFlow } from "./ovs-ofctl-flows";
import { missingBridge, versions } from "./ovs-ofctl-listing";
import { bridgeTimeout, changeTimeout, hasTimedOut, ovsPackage } from "./ovs-tools";
import type { AnyFact, Reading, StepsUndo, Subject, Tool, Unreadable } from "./tool";

/** A group, a meter, or the mapping of one Geneve option, which flows name. */
export type FlowObjectSort = "group" | "meter" | "tlv-map";

/** A change of one object. `text` is the object in ovs-ofctl's words; for a deletion, the words that name it. */
export interface FlowObjectStep {
	tool: "flow-object";
	phase: Extract<Phase, "flow-objects" | "delete-flow-objects">;
	bridge: string;
	sort: FlowObjectSort;
	op: "add" | "mod" | "del";
	text: string;
	/** The object before a `mod`; the words that delete it after an `add`. */
	back?: string;
}

/** A bucket of a group in Open vSwitch's normal form, with ports as numbers. */
export interface ListedBucket {
	/** The number of the bucket. OpenFlow 1.1 to 1.4 do not have it. */
	bucketId?: number;
	weight?: number;
	watchPort?: number;
	watchGroup?: number;
	actions: string;
}

export interface ListedGroup {
	type: string;
	selectionMethod?: string;
	selectionMethodParam?: number;
	fields?: string[];
	buckets: ListedBucket[];
}

export interface ListedMeter {
	unit: string;
	stats: boolean;
	bands: { type: string; rate: number; burstSize?: number }[];
}

/** The mapping of a Geneve option to a field `tun_metadata…`. */
export interface ListedOption {
	class: number;
	type: number;
	length: number;
}

/** The objects of a bridge by number or field, and the flows whose actions name one of them. */
export interface FlowObjects<T, Key = number> {
	all: Map<Key, T>;
	users: ListedFlow[];
}

/** The objects of one sort. Undefined where the bridge does not exist. */
export interface FlowObjectsFact<R extends string, Key, T> extends AnyFact<FlowObjects<T, Key> | undefined> {
	read: R;
	bridge: string;
}

type GroupsFact = FlowObjectsFact<"groups", number, ListedGroup>;
type MetersFact = FlowObjectsFact<"meters", number, ListedMeter>;
type OptionsFact = FlowObjectsFact<"tlv-map", string, ListedOption>;

const options = (timeout: number): string[] => [`--timeout=${timeout}`, "-O", versions];

const commands: Record<FlowObjectSort, Record<FlowObjectStep["op"], string>> = {
	group: { add: "add-group", mod: "mod-group", del: "del-groups" },
	meter: { add: "add-meter", mod: "mod-meter", del: "del-meters" },
	"tlv-map": { add: "add-tlv-map", mod: "", del: "del-tlv-map" },
};

const callOf = ({ bridge, sort, op, text }: FlowObjectStep): Call =>
	withPortNumbers({ argv: ["ovs-ofctl", ...options(changeTimeout), commands[sort][op], bridge, text] });

/** Lists the objects, and after a line "@" the flows whose actions have the word. The word "": no flows are listed. */
const script = `
[ -n "$PULUMI_OVS_OFCTL" ] || command -v ovs-ofctl >/dev/null || exit 127
run() { ${program} ${options(bridgeTimeout).join(" ")} "$@" </dev/null; }
run --no-names "$2" "$1" || exit
[ -n "$3" ] || exit 0
echo @
exec 3>&1
code=$({ { run --no-names --no-stats dump-flows "$1" 3>&- 4>&-; echo $? >&4; } | grep "actions=.*$3" >&3; } 4>&1)
exit "$code"`.trim();

/** A read of the objects of one sort. A bridge that speaks a too low version of OpenFlow has none. */
const readOf = <Key, T>(command: string, word: string, parse: (listing: string) => Map<Key, T>) => ({
	call: ({ bridge }: { bridge: string }): Call => ({ argv: ["sh", "-c", script, "ovs-ofctl", bridge, command, word] }),
	parse({ stdout, stderr, code }: Reading, { bridge }: { bridge: string }): FlowObjects<T, Key> | Unreadable | undefined {
		const [listing = "", flows = ""] = stdout.split(/^@$/m);
		if (code === 0) return { all: parse(listing), users: flows.split("\n").flatMap((line) => tableFlow(line) ?? []) };
		if (stderr.includes(`${bridge} ${missingBridge}`)) return undefined;
		if (stderr.includes("usable flow formats")) return { all: new Map(), users: [] };
		const hint = "is ovs-vswitchd running? systemctl status openvswitch-switch";
		return unreadable(`${command} of ${bridge} fails`, stderr, hint);
	},
	// The deletion of a group or meter deletes the flows that use it. A recreated bridge has none.
	dependsOn: (): Subject[] => ["flows", "bridges"],
	atBoot: (): FlowObjects<T, Key> => ({ all: new Map(), users: [] }),
});

/** A flow of any table, with the table in its match. */
const tableFlow = (line: string): ListedFlow | undefined => {
	const flow = parseFlow(line);
	const table = /\btable=(\d+)/.exec(line.slice(0, line.indexOf("actions=")))?.[1] ?? "0";
	return (
		flow && { ...flow, match: [`table=${table}`, `priority=${flow.priority}`, flow.match].filter((w) => w !== "").join(",") }
	);
};

const numberIn = (text: string, form: RegExp): number | undefined => {
	const found = form.exec(text)?.[1];
	return found === undefined ? undefined : Number(found);
};

/** The output of `ovs-ofctl dump-groups`: one line per group. */
function parseGroups(listing: string): Map<number, ListedGroup> {
	const groups = new Map<number, ListedGroup>();
	for (const line of listing.split("\n")) {
		const [head = "", ...buckets] = line.trim().split(",bucket=");
		const [, id, type] = /^group_id=(\d+),type=(\w+)/.exec(head) ?? [];
		if (id === undefined || type === undefined) continue;
		const fields = /,fields(?:\(([^)]*)\)|=(.*)$)/.exec(head);
		groups.set(Number(id), {
			type,
			selectionMethod: /,selection_method=(\w+)/.exec(head)?.[1],
			selectionMethodParam: numberIn(head, /,selection_method_param=(\d+)/),
			fields: fields ? (fields[1] ?? fields[2])?.split(",").sort() : undefined,
			buckets: buckets.map((bucket) => {
				const [before = "", ...actions] = bucket.split("actions=");
				return {
					bucketId: numberIn(before, /\bbucket_id:(\d+)/),
					weight: numberIn(before, /\bweight:(\d+)/),
					watchPort: numberIn(before, /\bwatch_port:(\d+)/),
					watchGroup: numberIn(before, /\bwatch_group:(\d+)/),
					actions: actions.join("actions="),
				};
			}),
		});
	}
	return groups;
}

/** The output of `ovs-ofctl dump-meters`: a line per meter, and a line per band. */
function parseMeters(listing: string): Map<number, ListedMeter> {
	const meters = new Map<number, ListedMeter>();
	let last: ListedMeter | undefined;
	for (const line of listing.split("\n")) {
		const [, id, flags = ""] = /^meter=(\d+) (.*?)bands=/.exec(line) ?? [];
		if (id !== undefined) {
			const words = flags.split(" ");
			last = { unit: words.includes("pktps") ? "pktps" : "kbps", stats: words.includes("stats"), bands: [] };
			meters.set(Number(id), last);
		} else if (line.startsWith("meter=")) last = undefined;
		const [, type, rate] = /^type=(\w+) rate=(\d+)/.exec(line) ?? [];
		if (type === undefined) continue;
		last?.bands.push({ type, rate: Number(rate), burstSize: numberIn(line, /burst_size=(\d+)/) });
	}
	return meters;
}

/** The output of `ovs-ofctl dump-tlv-map`: a table of class, type, length and field. */
const parseOptions = (listing: string): Map<string, ListedOption> =>
	new Map(
		[...listing.matchAll(/^\s*(0x[0-9a-f]+|\d+)\s+(0x[0-9a-f]+|\d+)\s+(\d+)\s+(tun_metadata\d+)\s*$/gm)].map(
			([, cls, type, length, field = ""]) => [field, { class: Number(cls), type: Number(type), length: Number(length) }],
		),
	);

/** The meaning of Open vSwitch's errors. */
const meanings: [RegExp, string][] = [
	[
		/OFPGMFC_GROUP_EXISTS|OFPMMFC_METER_EXISTS|NXTTMFC_ALREADY_MAPPED/,
		"somebody else has created one with this number meanwhile",
	],
	[/OFPGMFC_UNKNOWN_GROUP|OFPMMFC_UNKNOWN_METER/, "somebody else has deleted it meanwhile"],
	[/OFPGMFC_LOOP/, "its buckets lead back to the group itself"],
	[/OFPMMFC_OUT_OF_BANDS/, "this datapath has fewer bands per meter"],
	[/OFPMMFC_OUT_OF_METERS|OFPMMFC_INVALID_METER/, "this datapath has no meter of this number"],
	[/NXTTMFC_INVALID_TLV_DEL/, "flows of the bridge still match or set the field: delete them first"],
	[/NXTTMFC_DUP_ENTRY/, "another field of the bridge has this Geneve option already"],
	[/NXTTMFC_TABLE_FULL/, "the options of a bridge can have 256 bytes together"],
];

/** The undo deletes added objects. It adds deleted ones again, and after them the flows that Open vSwitch has deleted with them. */
function undo(steps: FlowObjectStep[]): StepsUndo {
	const bridges = [...new Set(steps.flatMap(({ op, bridge }) => (op === "del" ? [bridge] : [])))];
	const kept = bridges.map((bridge) => flowsAgain(bridge));
	return {
		steps: steps.flatMap(({ op, back, ...step }): FlowObjectStep[] => {
			if (op === "del" || back === undefined) return [];
			return [op === "add" ? { ...step, op: "del", phase: "delete-flow-objects", text: back } : { ...step, op, text: back }];
		}),
		saves: kept.flatMap(({ saves }) => saves),
		// A field of Geneve options is free again only after its new mapping.
		calls: kept.flatMap(({ calls }) => calls.map(({ call }) => ({ phase: "delete-flow-objects" as const, call }))),
	};
}

export const flowObject: Tool<FlowObjectStep, GroupsFact | MetersFact | OptionsFact> = {
	name: "flow-object",
	program: "ovs-ofctl",
	packages: { "ovs-ofctl": ovsPackage },
	call: ([step]) => callOf(step as FlowObjectStep),
	group: ({ bridge, sort, op, text }) => [bridge, sort, op, text].join(" "),
	ending: (result) => (hasTimedOut(result) ? "silent" : "refused"),
	refusal(result) {
		if (hasTimedOut(result)) return { text: `ovs-vswitchd did not answer within ${changeTimeout} seconds` };
		// The lines after the first one repeat the message that was sent.
		const [said = ""] = saidOnOneLine(result, "ovs-ofctl").split("; ");
		const meaning = meanings.find(([form]) => form.test(said))?.[1];
		return { text: meaning === undefined ? said : `${meaning} (${said})` };
	},
	invalidates: () => ["flows"],
	undo,
	boot: (steps) => ({
		order: bootOrder.flowObjects,
		lines: steps.map((step) => renderLine(callOf(step))),
		needs: [{ sort: "bridge", name: steps[0]?.bridge ?? "" }],
		creates: steps.map(({ sort, bridge, back = "" }) => ({ sort, name: `${bridge} ${/\w+$/.exec(back)?.[0]}`, netns: "" })),
	}),
	reads: {
		groups: readOf("dump-groups", "group:", parseGroups),
		meters: readOf("dump-meters", "meter:", parseMeters),
		"tlv-map": readOf("dump-tlv-map", "", parseOptions),
	},
};
