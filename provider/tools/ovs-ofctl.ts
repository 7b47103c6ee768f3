import { type Call, ofctl as command, renderLine } from "./call";
import { joinedReads, type OfctlFact, ofctlReads, versions } from "./ovs-ofctl-listing";
import {
	changeTimeout,
	hasTimedOut,
	ovsPackage,
	readTimeout,
	type StepsUndo,
	saidOnOneLine,
	type Tool,
	type UndoCall,
} from "./tool";

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

/** The file with the flows of a bridge before a change. */
const savedIn = (bridge: string): string => `flows-${bridge}`;

/** Adds the saved flows of these tables again ("": of all tables). Flows that are there keep their place. */
const restore = `
b=$1 tables=$2; [ -s "flows-$b" ] || exit 0
grep -E "actions=" "flows-$b" | while IFS= read -r flow; do
t=0; case $flow in *table=*) t=\${flow#*table=} t=\${t%%[!0-9]*} ;; esac
case ",$tables," in ,, | *",$t,"*) printf '%s\\n' "$flow" ;; esac
done | ${command} --timeout=${changeTimeout} -O ${versions} add-flows "$b" -`.trim();

/** The way back of changes after which a bridge may lose flows, or has others. */
export const flowsAgain = (bridge: string, tables: string[] = []): Required<Pick<StepsUndo, "saves" | "calls">> => ({
	saves: [
		{
			name: savedIn(bridge),
			call: { argv: ["ovs-ofctl", `--timeout=${readTimeout}`, "-O", versions, "--no-stats", "--no-names", "dump-flows", bridge] },
		},
	],
	calls: [{ phase: "flows", call: { argv: ["sh", "-c", restore, "flows", bridge, tables.join(",")] } }],
});

/** The lines that delete the flows which these lines add or change. */
const deletions = (lines: string[]): string[] =>
	lines.flatMap((line) => {
		const [, cookie, table, rest] = /^add cookie=(\w+),table=(\d+)(.*?),?actions=/.exec(line) ?? [];
		if (cookie === undefined || rest === undefined) return [];
		const match = rest.split(",").filter((word) => word !== "" && !/^(idle|hard)_timeout=/.test(word));
		return [`delete_strict ${[`cookie=${cookie}/-1`, `table=${table}`, ...match].join(",")}`];
	});

const tablesOf = (lines: string[]): string[] => [...new Set(lines.map((line) => /(?<![\w-])table=(\d+)/.exec(line)?.[1] ?? "0"))];

/** The flows that the steps add are deleted, and those that were in their tables are added again. */
function undo(steps: OfctlStep[]): StepsUndo {
	const bridges = [...new Set(steps.map(({ bridge }) => bridge))];
	const parts = bridges.map((bridge) => {
		const lines = steps.filter((step) => step.bridge === bridge).flatMap((step) => step.lines);
		const again = flowsAgain(bridge, tablesOf(lines));
		const removed = deletions(lines);
		const removal: UndoCall = {
			phase: "flows",
			call: {
				argv: ["ovs-ofctl", `--timeout=${changeTimeout}`, "-O", versions, "add-flows", bridge, "-"],
				stdin: `${removed.join("\n")}\n`,
			},
		};
		return { saves: again.saves, calls: [...(removed.length > 0 ? [removal] : []), ...again.calls] };
	});
	return { saves: parts.flatMap((part) => part.saves), calls: parts.flatMap((part) => part.calls) };
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
	undo,
	boot: (steps) => ({
		lines: [renderLine(ofctlCall(steps))],
		needs: [{ sort: "bridge", name: steps[0]?.bridge ?? "" }],
	}),
	reads: ofctlReads,
	joined: joinedReads,
};
