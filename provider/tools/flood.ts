import { type Call, ofctl, vsctl } from "./call";
import { changeTimeout } from "./ovs-tools";
import type { Tool } from "./tool";

/** Turns flooding on again for the ports of a bridge. Open vSwitch 3.1 leaves it off when RSTP ends. */
export interface FloodStep {
	tool: "flood";
	phase: "flows";
	bridge: string;
	stateUntilRun?: Record<string, unknown>;
}

/**
 * OpenFlow 1.0 is the only version with this setting; later versions accept it without an error and without effect. The bridge
 * acts on changes only, so the script turns the setting off and on. A bridge without OpenFlow 1.0 gets it for the time of the
 * script. Ports are given by number, because OpenFlow 1.0 truncates names. A port for which somebody has turned flooding off
 * keeps it off. The script ignores signals, so that a lost connection leaves no port and no bridge half changed.
 */
const script = `
trap "" HUP INT TERM
b=$1
of() { ${ofctl} --timeout=${changeTimeout} -O OpenFlow10 "$@"; }
again() {
ports=$(of dump-ports-desc "$b") || return
for n in $(printf "%s\\n" "$ports" | sed -n "/^ *[0-9A-Z]*(/{s/^ *\\([0-9]*\\).*/\\1/;h;};/^ *config:/{/NO_FLOOD/!{x;p;};}"); do
of mod-port "$b" "$n" no-flood && of mod-port "$b" "$n" flood && continue
of mod-port "$b" "$n" flood 2>/dev/null
return 1
done
}
case $(${vsctl} --timeout=${changeTimeout} get Bridge "$b" protocols) in
"[]" | *OpenFlow10*) again; c=$? ;;
*)
${vsctl} --timeout=${changeTimeout} add Bridge "$b" protocols OpenFlow10 && again; c=$?
${vsctl} --timeout=${changeTimeout} remove Bridge "$b" protocols OpenFlow10 || c=1
;;
esac
[ "$c" = 0 ] || echo "the ports of bridge $b do not flood after RSTP, and could not be set to flood again: see the reason by ovs-ofctl -O OpenFlow10 dump-ports-desc $b on this host, then run pulumi up again" >&2
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
	// Ports that flood are as Open vSwitch itself sets them.
	undo: () => ({}),
	leavesNoTrace: true,
	reads: {},
};
