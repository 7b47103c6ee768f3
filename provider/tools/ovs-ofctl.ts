import { bootOrder } from "./boot-part";
import { type Call, ofctl as command, renderLine } from "./call";
import { withPortNumbers } from "./long-port-names";
import { saidOnOneLine } from "./output";
import { joinedReads, missingBridge, type OfctlFact, ofctlReads, versions } from "./ovs-ofctl-listing";
import { changeTimeout, hasTimedOut, ovsPackage } from "./ovs-tools";
import type { StepsUndo, Tool, UndoCall } from "./tool";

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
	return withPortNumbers({ argv: words, stdin: `${steps.flatMap((s) => s.lines).join("\n")}\n` });
}

/** The file with the flows of a bridge, and with what they name, before a change. */
const savedIn = (bridge: string): string => `flows-${bridge}`;

/**
 * Functions of a shell. `kept` prints the options, meters, groups and flows of a bridge. `again` adds such a text's objects that
 * are missing, and its flows: those of the tables "0,5", or all ("").
 */
export const keeping = `
of() { ${command} --timeout=${changeTimeout} -O ${versions} "$@"; }
kept() {
for what in tlv-map meters groups; do of --no-names dump-$what "$1" </dev/null 2>/dev/null || [ $? != 142 ] || { echo "no answer" >&2; return 142; }; done
of --no-stats --no-names dump-flows "$1" </dev/null
}
# Adds the lines of $lines from one number to another. A line that Open vSwitch refuses keeps back none of the others.
add() {
if [ "$2" = "$3" ]; then printf "%s\\n" "$lines" | sed -n "$2p" | of "$1" "$b" - || refused=1; return; fi
printf "%s\\n" "$lines" | sed -n "$2,$3p" | of "$1" "$b" - 2>/dev/null && return
[ $? != 142 ] || { refused=1; return; }
add "$1" "$2" $((($2 + $3) / 2)); add "$1" $((($2 + $3) / 2 + 1)) "$3"
}
missing_groups() {
there=$(of dump-groups "$b" </dev/null 2>/dev/null | sed -nE "s/^ *(group_id=[0-9]+,).*/\\1/p")
lines=$(printf "%s\\n" "$all" | grep "^ *group_id=" | grep -vF "\${there:-group_id=,}")
[ -z "$lines" ] || add add-groups 1 $(printf "%s\\n" "$lines" | wc -l)
}
again() {
b=$1 all=$2 tables=$3 refused=
of show "$b" </dev/null >/dev/null || return
printf "%s\\n" "$all" | sed -nE "s/^\\s*(\\w+)\\s+(\\w+)\\s+([0-9]+)\\s+(tun_metadata[0-9]+)\\s*$/{class=\\1,type=\\2,len=\\3}->\\4/p" |
while read -r option; do of add-tlv-map "$b" "$option" </dev/null 2>/dev/null; done
printf "%s\\n" "$all" | grep -E "^(meter|type)=" | sed "s/^meter=/@&/" | tr " \\n" ",," | tr @ "\\n" |
sed "s/bands=,/bands=/; s/,*$//" | grep . | while read -r meter; do of add-meter "$b" "$meter" </dev/null 2>/dev/null; done
# A group may name another one that comes after it.
missing_groups 2>/dev/null; refused=; missing_groups
lines=$(printf "%s\\n" "$all" | grep "actions=" | grep -v "^ *group_id=" | while IFS= read -r flow; do
t=0; case $flow in *table=*) t=\${flow#*table=} t=\${t%%[!0-9]*} ;; esac
case ",$tables," in ,, | *",$t,"*) printf "%s\\n" "$flow" ;; esac
done)
[ -z "$lines" ] || add add-flows 1 $(printf "%s\\n" "$lines" | wc -l)
[ -z "$refused" ]
}`.trim();

const save = `${keeping}\nkept "$1"`;
const restore = `${keeping}\n[ -s "flows-$1" ] || exit 0\nagain "$1" "$(cat "flows-$1")" "$2"`;

/** The undo of changes after which a bridge may lose flows and what they name, or has others. */
export const flowsAgain = (bridge: string, tables: string[] = []): Required<Pick<StepsUndo, "saves" | "calls">> => ({
	saves: [{ name: savedIn(bridge), call: { argv: ["sh", "-c", save, "flows", bridge] }, absent: missingBridge }],
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
			call: withPortNumbers({
				argv: ["ovs-ofctl", `--timeout=${changeTimeout}`, "-O", versions, "add-flows", bridge, "-"],
				stdin: `${removed.join("\n")}\n`,
			}),
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
	executedCount: (steps, { code }) => (steps[0]?.bundle && code <= 128 ? 0 : steps.length),
	invalidates: () => ["flows"],
	undo,
	boot: (steps) => ({
		order: bootOrder.flows,
		lines: [renderLine(ofctlCall(steps))],
		needs: [{ sort: "bridge", name: steps[0]?.bridge ?? "" }],
	}),
	reads: ofctlReads,
	joined: joinedReads,
};
