import { ofctl } from "./call";
import { unreadable } from "./output";
import { keeping } from "./ovs-ofctl";
import { missingBridge, versions } from "./ovs-ofctl-listing";
import { bridgeTimeout, hasTimedOut } from "./ovs-tools";
import type { AnyFact, Reading, Tool, Unreadable } from "./tool";

/** All flows of a bridge, and what they name, in words by which ovs-ofctl adds them again. */
export interface KeptFlowsFact extends AnyFact<KeptFlows | undefined> {
	read: "kept-flows";
	bridge: string;
}

/** A flow without its counters. */
export interface KeptFlow {
	/** The table, priority and match: a bridge has one flow of each. */
	place: string;
	/** The cookie as Open vSwitch prints it: 0x and hexadecimal digits without leading zeros. */
	cookie: string;
	/** The number of the table, or its name as Open vSwitch prints it. */
	table: string;
	priority: number;
	actions: string;
	idleTimeout: number;
	hardTimeout: number;
	/** Seconds since the flow was added or changed. */
	age: number;
	/** Further words, such as send_flow_rem. */
	words: string[];
}

export interface KeptFlows {
	flows: KeptFlow[];
	/** Groups and meters by number, and Geneve options by field: the line, or the lines, that list the object. */
	groups: Map<number, string>;
	meters: Map<number, string>;
	options: Map<string, string>;
}

/** Adds flows, groups, meters and Geneve options again that a bridge has lost. */
export interface KeptFlowsStep {
	tool: "kept-flows";
	phase: "flows";
	bridge: string;
	/** Lines of lists of ovs-ofctl, without counters. */
	lines: string[];
}

/** A bridge that speaks a too low version of OpenFlow has no groups and meters. */
const read = `
of() { ${ofctl} --timeout=${bridgeTimeout} -O ${versions} "$@" </dev/null; }
for what in tlv-map meters groups; do
of --names dump-$what "$1" 2>/dev/null || [ $? != 142 ] || { echo "no answer" >&2; exit 142; }
echo @
done
of --names dump-flows "$1"`.trim();

const again = `${keeping}\nagain "$1" "$(cat)" ""`;

const numberOf = (text: string, word: string): number => Number(new RegExp(`(?<![\\w-])${word}=(\\d+)`).exec(text)?.[1] ?? 0);

/** The words of a flow's match, without those that are not part of it. A name in quotes may have commas and spaces. */
const wordsOf = (head: string): string[] => head.match(/(?:"[^"]*"|[^\s,"])+/g) ?? [];

const ofState = /^(?:cookie|duration|table|n_packets|n_bytes|idle_timeout|hard_timeout|idle_age|hard_age|priority)=/;
const ofFlow = /^(?:importance=\d+|send_flow_rem|no_packet_counts|no_byte_counts)$/;
const passing = /^(?:check_overlap|reset_counts)$/;

function parseKept(line: string): KeptFlow | undefined {
	const at = line.indexOf("actions=");
	if (at < 0) return undefined;
	const head = line.slice(0, at);
	const words = wordsOf(head).filter((word) => !ofState.test(word) && !passing.test(word));
	const table = /(?<![\w-])table=("[^"]*"|[^\s,]+)/.exec(head)?.[1] ?? "0";
	const priority = /(?<![\w-])priority=/.test(head) ? numberOf(head, "priority") : 32768;
	const match = words.filter((word) => !ofFlow.test(word));
	return {
		...{ table, priority, place: [`table=${table}`, `priority=${priority}`, ...match].join(",") },
		cookie: /(?<![\w-])cookie=(\w+)/.exec(head)?.[1] ?? "0x0",
		actions: line.slice(at + "actions=".length).trim(),
		...{ idleTimeout: numberOf(head, "idle_timeout"), hardTimeout: numberOf(head, "hard_timeout") },
		age: numberOf(head, "hard_age") || numberOf(head, "duration"),
		words: words.filter((word) => ofFlow.test(word)),
	};
}

/** The flow as a line of a list. */
export const keptLine = ({ cookie, place, actions, idleTimeout, hardTimeout, words }: KeptFlow): string => {
	const timeouts = [
		...(idleTimeout === 0 ? [] : [`idle_timeout=${idleTimeout}`]),
		...(hardTimeout === 0 ? [] : [`hard_timeout=${hardTimeout}`]),
	];
	return `${[`cookie=${cookie}`, ...timeouts, ...words, place].join(",")},actions=${actions}`;
};

const keyed = <K>(texts: string[], form: RegExp, key: (text: string) => K): Map<K, string> =>
	new Map(texts.flatMap((text) => [...text.matchAll(form)].map(([all, id = ""]): [K, string] => [key(id), all.trim()])));

function parse({ stdout, stderr, code }: Reading, { bridge }: KeptFlowsFact): KeptFlows | Unreadable | undefined {
	if (code !== 0) {
		if (stderr.includes(`${bridge} ${missingBridge}`)) return undefined;
		return unreadable(
			`the flows of ${bridge} can't be listed`,
			stderr,
			"is ovs-vswitchd running? systemctl status openvswitch-switch",
		);
	}
	const [options = "", meters = "", groups = "", flows = ""] = stdout.split(/^@$/m);
	return {
		options: keyed([options], /^\s*\w+\s+\w+\s+\d+\s+(tun_metadata\d+)\s*$/gm, (field) => field),
		meters: keyed([meters], /^meter=(\d+) [^\n]*\n(?:type=[^\n]*\n?)*/gm, Number),
		groups: keyed([groups], /^\s*group_id=(\d+),.*$/gm, Number),
		flows: flows.split("\n").flatMap((line) => parseKept(line) ?? []),
	};
}

export const keptFlows: Tool<KeptFlowsStep, KeptFlowsFact> = {
	name: "kept-flows",
	program: "ovs-ofctl",
	packages: {},
	call: (steps) => ({
		argv: ["sh", "-c", again, "kept-flows", steps[0]?.bridge ?? ""],
		stdin: `${steps.flatMap(({ lines }) => lines).join("\n")}\n`,
	}),
	group: ({ bridge }) => bridge,
	ending: (result) => (hasTimedOut(result) ? "silent" : "refused"),
	invalidates: () => ["flows"],
	// What belongs to others is given back, and not taken again.
	undo: () => ({}),
	reads: {
		"kept-flows": {
			call: ({ bridge }) => ({ argv: ["sh", "-c", read, "kept-flows-list", bridge] }),
			parse,
			dependsOn: () => ["flows", "bridges"],
		},
	},
};
