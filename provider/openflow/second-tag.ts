import type { DeclaredResources } from "../model/kind";
import type { Flow } from "../tools/ovs-ofctl-flows";
import { highestVersion } from "./consistency";
import { fieldsOf } from "./match";

/** The actions that set a part of the VLAN tag, and add a tag to a packet without one. */
const setsTag = /\bmod_vlan_(vid|pcp)\b/;

const vlanFields = ["dl_vlan", "dl_vlan_pcp", "vlan_vid", "vlan_pcp", "vlan_tci"];

/** True where the match, or an action before, decides whether a packet has a VLAN tag. */
const isDecided = (match: string, actionsBefore: string): boolean =>
	fieldsOf(match).some(({ key }) => vlanFields.includes(key)) || /\b(push_vlan|strip_vlan|pop_vlan)\b/.test(actionsBefore);

const speaksOnlyOpenFlow10 = (bridge: unknown, declared: DeclaredResources): boolean =>
	declared.ofType("Bridge").some(({ name, protocols }) => name === bridge && highestVersion(protocols) === 0);

/**
 * Warnings of flows that give packets with a VLAN tag a second one. From OpenFlow 1.1 on, mod_vlan_vid and mod_vlan_pcp add a tag to every
 * packet unless the match selects packets with one (encode_SET_VLAN_VID() in lib/ofp-actions.c). With OpenFlow 1.0, the version that
 * ovs-ofctl uses by itself, they change the tag.
 */
export function secondTagWarnings(flows: Flow[], bridge: unknown, declared: DeclaredResources): string[] {
	for (const [i, { match, actions }] of flows.entries()) {
		const action = setsTag.exec(actions);
		if (!action || isDecided(match, actions.slice(0, action.index))) continue;
		if (speaksOnlyOpenFlow10(bridge, declared)) return [];
		return [
			`flows[${i}].actions has ${action[0]}, and flows[${i}].match does not tell whether packets have a VLAN tag: Open vSwitch adds a second tag to those that have one. Add vlan_tci=0x0000/0x1000 to the match for packets without a tag, or vlan_tci=0x1000/0x1000 to change the tag`,
		];
	}
	return [];
}
