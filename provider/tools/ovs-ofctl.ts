import type { Call } from "./call";
import { type ListedFlow, parseFlow, parseRendering } from "./ovs-ofctl-flows";
import { type Read, type Tool, unreadable } from "./tool";

/** Changes of a bridge's flows, as lines that `ovs-ofctl add-flows` reads. */
export interface OfctlStep {
	tool: "ofctl";
	phase: "flows" | "delete-flows";
	bridge: string;
	/** True for a change that is applied as a whole or not at all. It needs OpenFlow 1.3 or later on the bridge. */
	bundle: boolean;
	lines: string[];
	/** True if all lines add flows with a timeout. Such flows may have expired when they are verified. */
	passing?: boolean;
}

/** ovs-ofctl and the bridge use the highest version that both support. */
const versions = "OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15";

/** One call for all lines of a bridge. With `bundle`, they are one transaction. */
function ofctlCall(steps: OfctlStep[]): Call {
	const { bridge = "", bundle = true } = steps[0] ?? {};
	const words = ["ovs-ofctl", "-O", versions, ...(bundle ? ["--bundle"] : []), "add-flows", bridge, "-"];
	return { argv: words, stdin: `${steps.flatMap((s) => s.lines).join("\n")}\n` };
}

/** The flows in one table of a bridge. */
export type FlowsFact = { read: "flows"; bridge: string; table: number };
/** The flows in the normal form of the host's ovs-ofctl for this bridge, or a refusal. */
export type FlowsRenderedFact = { read: "flows-rendered"; bridge: string; text: string };

/** The read leaves out counters and ages, and lists ports by number. */
const flowsRead: Read<FlowsFact> = {
	call: ({ bridge, table }) => ({
		argv: ["ovs-ofctl", "-O", versions, "--no-names", "--no-stats", "dump-flows", bridge, `table=${table}`],
	}),
	parse({ stdout, stderr, code }, { bridge }) {
		if (code === 0) return parseFlows(stdout);
		// The bridge does not exist, or ovs-vswitchd has stopped and removed the bridge's socket.
		if (stderr.includes(`${bridge} is not a bridge or a socket`)) return undefined;
		const hint = "is ovs-vswitchd running? systemctl status openvswitch-switch";
		return unreadable(`the flows of ${bridge} can't be listed`, stderr, hint);
	},
	// A recreated bridge has no flows.
	dependsOn: () => ["flows", "bridges"],
};

export function parseFlows(stdout: string): ListedFlow[] {
	return stdout.split("\n").flatMap((line) => parseFlow(line) ?? []);
}

/**
 * The script prints the messages that ovs-ofctl would send to a bridge, which hold the flows in normal form. The bridge's
 * OpenFlow version affects how actions are written. If ovs-ofctl refuses a line, the script tries the line without its
 * actions, to find out whether the match or the actions are wrong.
 */
const render = `
command -v ovs-ofctl >/dev/null || exit 127
h=$(ovs-ofctl -O "$2" dump-aggregate "$1" table=0 2>/dev/null | head -n 1)
case $h in
*"(OF1."*) v=\${h#*"(OF1."}; v=\${v%%")"*} ;;
"") v=5 ;;
*) v=0 ;;
esac
t=$(cat)
printf '%s\\n' "$t" | ovs-ofctl -O "OpenFlow1$v" parse-flows - && exit
printf '%s\\n' "$t" | sed 's/,actions=.*/,actions=drop/' | ovs-ofctl -O "OpenFlow1$v" parse-flows - >/dev/null
exit 1`.trim();

const flowsRenderedRead: Read<FlowsRenderedFact> = {
	call: ({ bridge, text }) => ({ argv: ["sh", "-c", render, "ovs-ofctl", bridge, versions], stdin: text }),
	parse: ({ stdout, stderr }) => parseRendering(stdout, stderr),
	// The bridge's protocols decide how flows are written.
	dependsOn: () => ["bridges"],
	lasting: true,
	ofInputs: true,
};

export const ofctl: Tool<OfctlStep, FlowsFact | FlowsRenderedFact> = {
	name: "ofctl",
	program: "ovs-ofctl",
	packages: { "ovs-ofctl": { debian: "openvswitch-switch", redhat: "openvswitch" } },
	call: ofctlCall,
	group: (step) => step.bridge,
	landed: (steps, { code }) => (steps[0]?.bundle && code <= 128 ? 0 : steps.length),
	invalidates: () => ["flows"],
	reads: { flows: flowsRead, "flows-rendered": flowsRenderedRead },
};
