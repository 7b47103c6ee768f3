import { vsctl } from "./call";
import { readingRowsOf } from "./ovs-listing";
import { flowsAgain, keeping } from "./ovs-ofctl";
import { changeTimeout } from "./ovs-tools";
import type { Tool } from "./tool";

/** Makes a bridge secure that the host itself may be reached by. Open vSwitch drops all flows of a bridge whose fail mode changes. */
export interface FailModeStep {
	tool: "fail-mode";
	phase: "fail-modes";
	bridge: string;
	/** The fail mode before. Undefined: not set. */
	before?: string;
}

/**
 * A flow for a secure bridge without other flows. For two minutes the bridge still forwards packets, so that the program can add
 * its flows, or delete the bridge, over a connection by the bridge. The flow matches all packets, but has another match than a
 * program would write, so that it takes the place of none of the program's flows. OpenFlow 1.1 has no registers to match.
 */
export const graceFlow = "table=0,priority=0,metadata=0,hard_timeout=120,actions=NORMAL";

/**
 * The script keeps the flows that the bridge has, and adds them again right after the change. The flow that Open vSwitch itself
 * adds to a standalone bridge is not one of them. The script ignores signals, because the connection may stall.
 */
const script = `
trap "" HUP INT PIPE TERM
b=$1 former=$2
${keeping}
all=$(kept "$b") || exit
before=$(printf "%s\\n" "$all" | grep -Ev "^ *(cookie=0x0, *)?(table=0, *)?(reset_counts *)?priority=0,? *actions=NORMAL$")
printf "%s\\n" "$before" | grep "actions=" | grep -qv "^ *group_id=" || before="$before
${graceFlow}"
${vsctl} --timeout=${changeTimeout} set Bridge "$b" fail_mode=secure </dev/null && again "$b" "$before" "" && exit
${vsctl} --timeout=${changeTimeout} set Bridge "$b" "fail_mode=\${former:-[]}" </dev/null
again "$b" "$before" ""
exit 1`.trim();

export const failMode: Tool<FailModeStep> = {
	name: "fail-mode",
	program: "ovs-ofctl",
	packages: {},
	call: ([step]) => ({ argv: ["sh", "-c", script, "fail-mode", step?.bridge ?? "", step?.before ?? ""] }),
	group: ({ bridge }) => bridge,
	invalidates: () => ["bridges", "flows"],
	removesImplicitly: () => ["flows"],
	undo(steps) {
		const flows = steps.map(({ bridge }) => flowsAgain(bridge));
		return {
			saves: flows.flatMap((one) => one.saves),
			calls: [
				...steps.map(({ bridge, before = "[]" }) => ({
					phase: "fail-modes" as const,
					call: {
						argv: ["ovs-vsctl", `--timeout=${changeTimeout}`, "--if-exists", "set", "Bridge", bridge, `fail_mode=${before}`],
					},
				})),
				...flows.flatMap((one) => one.calls),
			],
		};
	},
	narrowedRead: readingRowsOf(({ bridge }) => [bridge]),
	reads: {},
};
