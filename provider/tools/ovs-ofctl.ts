import type { Call } from "./call";
import { type ListedFlow, parseFlow, parseRendering } from "./ovs-ofctl-flows";
import { type Read, type Tool, unreadable } from "./tool";

/** Changes of a bridge's flows, as lines that `ovs-ofctl add-flows` reads. */
export interface OfctlStep {
	tool: "ofctl";
	phase: "flows" | "delete-flows";
	bridge: string;
	/** All or nothing; only of bridges that speak OpenFlow 1.3 or later. */
	bundle: boolean;
	lines: string[];
	/** Adds flows with a timeout: that they are gone a moment later is no failure. */
	passing?: boolean;
}

/** ovs-ofctl and the bridge choose the highest version that both speak. */
const versions = "OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15";

/** All lines of one bridge in one call; as a bundle they are one transaction. */
function ofctlCall(steps: OfctlStep[]): Call {
	const { bridge = "", bundle = true } = steps[0] ?? {};
	const words = ["ovs-ofctl", "-O", versions, ...(bundle ? ["--bundle"] : []), "add-flows", bridge, "-"];
	return { argv: words, stdin: `${steps.flatMap((s) => s.lines).join("\n")}\n` };
}

/** Of one table of a bridge. */
export type FlowsFact = { read: "flows"; bridge: string; table: number };
/** The flows in the normal form of the host's ovs-ofctl for this bridge, or a refusal. */
export type FlowsRenderedFact = { read: "flows-rendered"; bridge: string; text: string };

/** Without counters and ages, and with ports as numbers. */
const flowsRead: Read<FlowsFact> = {
	call: ({ bridge, table }) => ({
		argv: ["ovs-ofctl", "-O", versions, "--no-names", "--no-stats", "dump-flows", bridge, `table=${table}`],
	}),
	parse({ stdout, stderr, code }, { bridge }) {
		if (code === 0) return parseFlows(stdout);
		// Neither such a bridge nor its socket, which ovs-vswitchd removes when it stops.
		if (stderr.includes(`${bridge} is not a bridge or a socket`)) return undefined;
		const hint = "is ovs-vswitchd running? systemctl status openvswitch-switch";
		return unreadable(`the flows of ${bridge} can't be listed`, stderr, hint);
	},
	// A bridge that is made again has none.
	dependsOn: () => ["flows", "bridges"],
};

export function parseFlows(stdout: string): ListedFlow[] {
	return stdout.split("\n").flatMap((line) => parseFlow(line) ?? []);
}

/**
 * What ovs-ofctl would send to a bridge: the flows in normal form, in the version that the bridge speaks, which decides how
 * actions are written. Where a line is refused, it is tried again without its actions, to tell whose fault it is.
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
