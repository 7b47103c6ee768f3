import { quote } from "../base/shell-quote";
import { inNamespace } from "./boot-part";
import type { Call } from "./call";
import { ourProtocol } from "./ip-route";
import type { Tool } from "./tool";

/** The position of the rule that looks up the local table: before all other rules, or after the rule for VRFs. */
export type LocalRuleStep = {
	tool: "local-rule";
	phase: "local-rule";
	netns: string;
	/**
	 * `first`: the rule moves only if the namespace has no VRF of this provider except the given ones, and, unless `whoever`, only a rule
	 * that this provider has moved.
	 */
	position: "last" | { first: string[]; whoever: boolean };
};

/** The rule after that for VRFs has this provider's protocol. Numbers show it whatever /etc/iproute2/rt_protos calls it. */
const script = `
command -v ip >/dev/null || exit 127
move() { for f in -4 -6; do
  ip -N $in $f rule show pref $from 2>/dev/null | grep -q "from all lookup 255$found" || continue
  ip -N $in $f rule show pref $to 2>/dev/null | grep -q 'from all lookup 255' || ip $in $f rule add pref $to table local $mark || exit 1
  ip $in $f rule del pref $from table local || exit 1
done; }
while [ $# -gt 0 ]; do
  ns=$1 place=$2 name=$3; shift 3
  in=; [ -z "$ns" ] || in="-n $ns"
  if [ "$place" = last ]; then from=0 to=32765 found= mark="protocol ${ourProtocol}"; move; continue; fi
  ip $in -d -o link show type vrf | grep -Ev "^[0-9]*: ($name)[:@]" | grep -q 'alias pulumi-ovs:' && continue
  from=32765 to=0 found= mark=; [ "$place" = whoever ] || found=" proto ${ourProtocol}"; move
done`;

/** One script for all steps. The script checks the rules first, because several VRFs may ask for the same change. */
function localRuleCall(steps: LocalRuleStep[]): Call {
	const asPattern = (name: string) => name.replace(/[.*+?()[\]{}|^$\\]/g, "\\$&");
	const words = steps.map((s) =>
		s.position === "last"
			? [s.netns, "last", ""]
			: [s.netns, s.position.whoever ? "whoever" : "first", s.position.first.map(asPattern).join("|")],
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
		lines: steps.flatMap(({ netns, position }) => (position === "last" ? [bootLine(netns)] : [])),
		needs: steps.flatMap(({ netns }) => inNamespace(netns)),
	}),
	undo: (steps) => ({
		steps: steps.map(
			({ position, ...step }): LocalRuleStep => ({
				...step,
				position: position === "last" ? { first: [], whoever: false } : "last",
			}),
		),
	}),
	reads: {},
};
