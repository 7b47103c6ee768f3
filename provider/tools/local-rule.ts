import { quote } from "../base/shell-quote";
import type { Call } from "./call";
import { inNamespace, type Tool } from "./tool";

/** The place of the rule that looks up the local table: before all other rules, or after the rule for VRFs. */
export type LocalRuleStep = {
	tool: "local-rule";
	phase: "local-rule";
	netns: string;
	/** `first`: the rule moves only if the namespace has no VRF of this provider except the given ones. */
	place: "last" | { first: string[] };
};

const script = `
command -v ip >/dev/null || exit 127
move() { for f in -4 -6; do
  ip "$@" $f rule show pref $from 2>/dev/null | grep -q 'from all lookup local' || continue
  ip "$@" $f rule show pref $to 2>/dev/null | grep -q 'from all lookup local' || ip "$@" $f rule add pref $to table local || exit 1
  ip "$@" $f rule del pref $from table local || exit 1
done; }
while [ $# -gt 0 ]; do
  ns=$1 place=$2 name=$3; shift 3
  in=; [ -z "$ns" ] || in="-n $ns"
  if [ "$place" = last ]; then from=0 to=32765; move $in; continue; fi
  ip $in -d -o link show type vrf | grep -Ev "^[0-9]*: ($name)[:@]" | grep -q 'alias pulumi-ovs:' && continue
  from=32765 to=0; move $in
done`;

/** One script for all steps. The script checks the rules first, because several VRFs may ask for the same change. */
function localRuleCall(steps: LocalRuleStep[]): Call {
	const asPattern = (name: string) => name.replace(/[.*+?()[\]{}|^$\\]/g, "\\$&");
	const words = steps.map((s) =>
		s.place === "last" ? [s.netns, "last", ""] : [s.netns, "first", s.place.first.map(asPattern).join("|")],
	);
	const unique = [...new Map(words.map((w) => [w.join(" "), w])).values()];
	return { argv: ["sh", "-c", script, "local-rule", ...unique.flat()] };
}

/** The move after the rule for VRFs, on one line. The rule at priority 0 is deleted only if the other one is there. */
function bootLine(netns: string): string {
	const rule = `ip ${netns === "" ? "" : `-n ${quote(netns)} `}$f rule`;
	const moved = `{ ${rule} show pref 32765 | grep -q 'lookup local' || ${rule} add pref 32765 table local; }`;
	return `for f in -4 -6; do ${moved} && ${rule} del pref 0 table local 2>/dev/null; done; :`;
}

export const localRule: Tool<LocalRuleStep> = {
	name: "local-rule",
	program: "ip",
	packages: {},
	call: localRuleCall,
	invalidates: () => ["rules"],
	boot: (steps) => ({
		lines: steps.flatMap(({ netns, place }) => (place === "last" ? [bootLine(netns)] : [])),
		needs: steps.flatMap(({ netns }) => inNamespace(netns)),
	}),
	undo: (steps) => ({
		steps: steps.map(({ place, ...step }): LocalRuleStep => ({ ...step, place: place === "last" ? { first: [] } : "last" })),
	}),
	reads: {},
};
