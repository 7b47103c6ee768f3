import type { Call } from "./call";
import { type ListedFlow, parseFlow } from "./ovs-ofctl-flows";

/** Changes of a bridge's flows, as lines that `ovs-ofctl add-flows` reads. */
export interface OfctlStep {
	tool: "ofctl";
	phase: "flows" | "delete-flows";
	bridge: string;
	/** All or nothing; only of bridges that speak OpenFlow 1.3 or later. */
	bundle: boolean;
	lines: string[];
	/** Puts flows that time takes away again: that they are gone a moment later is no failure. */
	passing?: boolean;
}

/** Every version, of which ovs-ofctl and the bridge choose the highest that both speak. */
const versions = "OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15";

/** All lines of one bridge in one call; as a bundle they are one transaction. */
export function ofctlCall(steps: OfctlStep[]): Call {
	const { bridge = "", bundle = true } = steps[0] ?? {};
	const words = ["ovs-ofctl", "-O", versions, ...(bundle ? ["--bundle"] : []), "add-flows", bridge, "-"];
	return { argv: words, stdin: `${steps.flatMap((s) => s.lines).join("\n")}\n` };
}

/** The flows of one table without counters and ages, and with ports as numbers. */
export function flowsRead(bridge: string, table: number): Call {
	return { argv: ["ovs-ofctl", "-O", versions, "--no-names", "--no-stats", "dump-flows", bridge, `table=${table}`] };
}

export function parseFlows(stdout: string): ListedFlow[] {
	return stdout.split("\n").flatMap((line) => parseFlow(line) ?? []);
}

/**
 * What ovs-ofctl would send to a bridge: the flows in normal form, in the version that the bridge speaks, since that decides
 * how actions are written. Where a line is refused, it is tried again without its actions, which tells whose fault it is.
 */
const render = `
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

export function flowsRenderRead(bridge: string, text: string): Call {
	return { argv: ["sh", "-c", render, "ovs-ofctl", bridge, versions], stdin: text };
}

/** Ports are told again that they may flood: RSTP leaves them without it when it ends (Open vSwitch 3.1). */
export interface FloodStep {
	tool: "flood";
	phase: "flows";
	bridge: string;
	/** What the state is to say where the step was not carried out: no host can tell that it is still due, and it is planned by it again. */
	ifMissed: Record<string, unknown>;
}

/**
 * Only OpenFlow 1.0 knows this setting (later versions take it without an error and without effect), and it is what changes it that
 * counts. A bridge that doesn't speak it learns it for the moment. By numbers, since OpenFlow 1.0 cuts names off; a port
 * that somebody told not to flood stays so, and none is left like one. It is not to end halfway, whatever becomes of the connection.
 */
const flood = `
trap "" HUP INT TERM
b=$1
of() { ovs-ofctl --timeout=30 -O OpenFlow10 "$@"; }
again() {
ports=$(of dump-ports-desc "$b") || return
for n in $(printf "%s\\n" "$ports" | sed -n "/^ *[0-9A-Z]*(/{s/^ *\\([0-9]*\\).*/\\1/;h;};/^ *config:/{/NO_FLOOD/!{x;p;};}"); do
of mod-port "$b" "$n" no-flood && of mod-port "$b" "$n" flood && continue
of mod-port "$b" "$n" flood 2>/dev/null
return 1
done
}
case $(ovs-vsctl --timeout=30 get Bridge "$b" protocols) in
"[]" | *OpenFlow10*) again; c=$? ;;
*)
ovs-vsctl --timeout=30 add Bridge "$b" protocols OpenFlow10 && again; c=$?
ovs-vsctl --timeout=30 remove Bridge "$b" protocols OpenFlow10 || c=1
;;
esac
[ "$c" = 0 ] || echo "so the ports of bridge $b can not be told that they may flood again, which they may not after RSTP: see what ovs-ofctl -O OpenFlow10 dump-ports-desc $b says on this host, then run this again" >&2
exit "$c"`.trim();

export function floodCall(steps: FloodStep[]): Call {
	return { argv: ["sh", "-c", flood, "flood", steps[0]?.bridge ?? ""] };
}
