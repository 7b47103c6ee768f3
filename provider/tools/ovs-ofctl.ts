import type { Call } from "./call";
import { joinedReads, type OfctlFact, ofctlReads, versions } from "./ovs-ofctl-listing";
import { hasTimedOut, ovsPackage, saidOnOneLine, type Tool } from "./tool";

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

/** Seconds after which a change of flows is given up. */
const changeTimeout = 30;

/** One call for all lines of a bridge. With `bundle`, they are one transaction. */
function ofctlCall(steps: OfctlStep[]): Call {
	const { bridge = "", bundle = true } = steps[0] ?? {};
	const words = [
		"ovs-ofctl",
		`--timeout=${changeTimeout}`,
		"-O",
		versions,
		...(bundle ? ["--bundle"] : []),
		"add-flows",
		bridge,
		"-",
	];
	return { argv: words, stdin: `${steps.flatMap((s) => s.lines).join("\n")}\n` };
}

export const ofctl: Tool<OfctlStep, OfctlFact> = {
	name: "ofctl",
	program: "ovs-ofctl",
	packages: { "ovs-ofctl": ovsPackage },
	call: ofctlCall,
	group: (step) => step.bridge,
	ending: (result) => (hasTimedOut(result) ? "silent" : "refused"),
	refusal: (result) => ({
		text: hasTimedOut(result)
			? `ovs-vswitchd did not answer within ${changeTimeout} seconds: check that it runs and is not stuck (systemctl status openvswitch-switch). The flows may still be changed`
			: saidOnOneLine(result, "ovs-ofctl"),
	}),
	landed: (steps, { code }) => (steps[0]?.bundle && code <= 128 ? 0 : steps.length),
	invalidates: () => ["flows"],
	reads: ofctlReads,
	joined: joinedReads,
};
