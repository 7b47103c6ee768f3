import type { Values } from "../../base/values";
import { type Change, namedBy } from "../../model/change";
import type { Facts } from "../../model/facts";
import { isDeclaredElsewhere } from "../../model/program-view";
import { deviceText, inNetnsText } from "../../model/provided-name";
import type { SharedUse } from "../../model/requirements";
import { aliasOwner } from "../../network/link-mark";
import type { Link } from "../../tools/ip-link";
import { ourProtocol } from "../../tools/ip-route";
import type { LocalRuleStep } from "../../tools/local-rule";

// The rule for the local table, which a VRF may need after the rule for VRFs.

/** The use of the rule: all VRFs of a namespace share it. */
export function localRuleUse({ localRuleLast, netns }: Values): SharedUse[] {
	const use = localRuleLast ? "after the rule for VRFs (localRuleLast: true)" : "at priority 0 (localRuleLast: false)";
	return localRuleLast === undefined ? [] : [{ name: `the rule for the local table${inNetnsText(netns)}`, use, isSetting: true }];
}

/** The rule that looks up the local table. `isMoved`: this provider has moved it after the rule for VRFs. */
export function localRule(facts: Facts, netns: string): { isLast: boolean; isMoved: boolean } {
	const local = (facts.rules(netns) ?? []).filter((r) => r.table === 255);
	const isLast = local.length > 0 && local.every((r) => r.priority > 1000);
	return { isLast, isMoved: isLast && local.some((r) => r.protocol === ourProtocol) };
}

/**
 * The other VRFs of this provider in the namespace: those that may need the local table's rule to stay where it is, and those that do
 * not. VRFs that this program declares are among the latter: they set localRuleLast themselves if they need the rule there.
 */
function otherVrfs(
	{ facts, program }: Pick<Change, "facts" | "program">,
	netns: string,
	own: string,
): { others: string[]; unconcerned: string[] } {
	const links = facts.links(netns);
	const owner = aliasOwner(links?.get(own) ?? {});
	const all = [...(links?.values() ?? [])].filter((l) => l.kind === "vrf" && l.name !== own && aliasOwner(l) !== undefined);
	const isUnconcerned = (l: Link) => aliasOwner(l) === owner && isDeclaredElsewhere(program, deviceText(l.name, netns));
	const names = (some: Link[]) => some.map((l) => l.name).sort();
	return { others: names(all.filter((l) => !isUnconcerned(l))), unconcerned: names(all.filter(isUnconcerned)) };
}

/** The inputs that decide about the rule. */
type Inputs = { name: string; netns?: string; localRuleLast?: boolean };

/** The steps that move the rule where the change needs it. `has`: where it is, where the VRF is there. */
export function planLocalRule(change: Change<Inputs>, has: { isLast?: boolean; isMoved?: boolean } | undefined): LocalRuleStep[] {
	const { name, netns = "" } = namedBy(change);
	const was = change.was?.localRuleLast;
	const { others, unconcerned } = otherVrfs(change, netns, name);
	const moved = (position: LocalRuleStep["position"]): LocalRuleStep[] => [
		{ tool: "local-rule", phase: "local-rule", netns, position },
	];
	const first = (without: string[], whoever = false) => moved({ first: [name, ...without], whoever });
	if (change.intent === "delete") {
		// A VRF without the field may be the last one: the engine deletes them in any order.
		if (was) return first(unconcerned, true);
		return has?.isMoved ? first([]) : [];
	}
	const wanted = change.want.localRuleLast;
	if (wanted) return has?.isLast ? [] : moved("last");
	const isDropped = wanted === false || was === true;
	const isNeeded = wanted === undefined && others.length > 0;
	return isDropped && has?.isLast !== false && !isNeeded ? first(unconcerned, true) : [];
}
