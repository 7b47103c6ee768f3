import type { Call } from "./call";
import type { Tool } from "./tool";

/** Lets the ports of a bridge flood again: RSTP leaves them without it when it ends (Open vSwitch 3.1). */
export interface FloodStep {
	tool: "flood";
	phase: "flows";
	bridge: string;
}

/**
 * Only OpenFlow 1.0 knows this setting; later versions accept it without an error and without effect. Only a change of it takes
 * effect, so it is switched off and on. A bridge that does not speak OpenFlow 1.0 speaks it for the moment. Ports are named by
 * number, since OpenFlow 1.0 cuts names off. A port that somebody forbade to flood stays so. The script ignores signals, so
 * that a lost connection leaves no port and no bridge half changed.
 */
const script = `
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
	return { argv: ["sh", "-c", script, "flood", steps[0]?.bridge ?? ""] };
}

export const flood: Tool<FloodStep> = {
	name: "flood",
	program: "ovs-ofctl",
	packages: {},
	call: floodCall,
	group: (step) => step.bridge,
	invalidates: () => [],
	leavesNoTrace: true,
	reads: {},
};
