import type { Flow } from "../tools/ovs-ofctl-flows";
import { protocolsOfMatch } from "./match";

/** A group of actions, what packets must have for them, and the words of a match that says so. */
interface Need {
	actions: string[];
	isMet(match: string, actionsBefore: string): boolean;
	remedy: string;
}

/** Packets of these protocols. A match on the number of the EtherType is left to the host, and so is what is below MPLS. */
const isOf =
	(...protocols: string[]) =>
	(match: string, actionsBefore: string): boolean =>
		protocolsOfMatch(match).some((protocol) => protocols.includes(protocol)) ||
		/\b(dl|eth)_type=/.test(match) ||
		/\b(pop_mpls|decap)\b/.test(actionsBefore);

/** The bit of the tag control information that is set in packets with a VLAN tag (CFI in OpenFlow's vlan_tci and vlan_vid). */
const tagged = 0x1000;

/** True where a match selects packets with a VLAN tag, or an earlier action adds one. */
const isTagged = (match: string, actionsBefore: string): boolean =>
	/(^|[\s,])(dl_vlan=(?!0xffff|65535)|(dl_)?vlan_pcp=)/.test(match) ||
	[...match.matchAll(/\b(?:vlan_vid|vlan_tci)=([^\s,/]+)/g)].some(([, value]) => (Number(value) & tagged) !== 0) ||
	/\b(push_vlan|mod_vlan_vid|mod_vlan_pcp)\b/.test(actionsBefore);

/** The conditions that OpenFlow 1.1 and later set for the match of a flow with these actions (ofpact_check__() in lib/ofp-actions.c). OpenFlow 1.0 ignores such actions. */
const needs: Need[] = [
	{
		actions: ["strip_vlan", "pop_vlan", "set_vlan_vid", "set_vlan_pcp"],
		isMet: isTagged,
		remedy: "packets with a VLAN tag, such as dl_vlan=5, or vlan_tci=0x1000/0x1000 for any VLAN",
	},
	{ actions: ["mod_nw_src", "mod_nw_dst"], isMet: isOf("ip"), remedy: "ip" },
	{
		actions: ["mod_nw_tos", "mod_nw_ecn", "mod_nw_ttl", "dec_ttl"],
		isMet: isOf("ip", "ipv6"),
		remedy: "ip or ipv6",
	},
	{
		actions: ["mod_tp_src", "mod_tp_dst"],
		isMet: isOf("tcp", "udp", "sctp"),
		remedy: "tcp, udp or sctp",
	},
];

/** OpenFlow 1.0 on a bridge, in the words of what resources use. */
export const openFlow10 = (bridge: string): string => `OpenFlow 1.0 on bridge ${bridge}`;

/** The first action that only OpenFlow 1.0 allows with its match, and what to do, in words. Undefined: there is none. */
export function inconsistency(flows: Pick<Flow, "match" | "actions">[]): string | undefined {
	for (const [index, { match, actions }] of flows.entries()) {
		if (/packet_type/.test(match)) continue;
		for (const { 0: action, index: at } of actions.matchAll(/\b[a-z]+(_[a-z]+)+\b/g)) {
			const need = needs.find((one) => one.actions.includes(action));
			if (!need || need.isMet(match, actions.slice(0, at))) continue;
			const reason = `flows[${index}].actions has ${action}, which from OpenFlow 1.1 on needs a match on ${need.remedy}`;
			return `${reason}: add it to flows[${index}].match, or "OpenFlow10" to the bridge's protocols`;
		}
	}
	return undefined;
}
