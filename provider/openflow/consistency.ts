import { Refused } from "../model/change";
import type { ProvidedName } from "../model/provided-name";
import type { SharedUse } from "../model/requirements";
import type { Flow } from "../tools/ovs-ofctl-flows";
import { neededProtocols, protocolsOfMatch } from "./match";

/** A group of actions, what packets must have for them, and the words of a match that says so. */
interface Need {
	actions: string[];
	/** The protocols of which packets must have one. Not set: a VLAN tag. */
	protocols?: string[];
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

const ofProtocols = (actions: string[], remedy: string): Need => {
	const protocols = remedy.split(/, | or /);
	return { actions, protocols, isMet: isOf(...protocols), remedy };
};

/**
 * The conditions that OpenFlow 1.1 and later set for the match of a flow with these actions (ofpact_check__() in lib/ofp-actions.c).
 * OpenFlow 1.0 ignores such actions.
 */
const needs: Need[] = [
	{
		actions: ["strip_vlan", "pop_vlan", "set_vlan_vid", "set_vlan_pcp"],
		isMet: isTagged,
		remedy: "packets with a VLAN tag, such as dl_vlan=5, or vlan_tci=0x1000/0x1000 for any VLAN",
	},
	ofProtocols(["mod_nw_src", "mod_nw_dst"], "ip"),
	ofProtocols(["mod_nw_tos", "mod_nw_ecn", "mod_nw_ttl", "dec_ttl"], "ip or ipv6"),
	ofProtocols(["mod_tp_src", "mod_tp_dst"], "tcp, udp or sctp"),
];

/** The name of OpenFlow 1.0 on a bridge, which resources use in different ways. */
export const openFlow10 = (bridge: string): ProvidedName => `OpenFlow 1.0 on bridge ${bridge}`;

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

/** Matches by the protocols of their packets, the widest first. */
const matches = ["", "ip", "ipv6", "arp", "mpls", ...["tcp", "udp", "sctp", "icmp"].flatMap((word) => [word, `${word}6`])];

/** The address family that the action `nat` translates to. */
const natFamily = (actions: string): string[][] =>
	[...actions.matchAll(/\bnat\((?:src|dst)=([^)]*)/g)].map(([, range = ""]) => [/^\[|:[^,]*:/.test(range) ? "ipv6" : "ip"]);

/**
 * The widest match of a flow that may have these actions. A bucket of a group has no match, and Open vSwitch does not check its
 * actions against one, but ovs-ofctl brings only whole flows into normal form.
 */
export function widestMatch(actions: string): string {
	const named = (action: string) => new RegExp(`\\b${action}\\b`).test(actions);
	const needed = needs.filter((need) => need.actions.some(named));
	const protocols = [
		...needed.flatMap((need) => (need.protocols ? [need.protocols] : [])),
		...(named("ct") ? [["ip", "ipv6"]] : []),
		...natFamily(actions),
		...neededProtocols(actions),
	];
	const suits = (match: string) => protocols.every((some) => some.some((one) => protocolsOfMatch(match).includes(one)));
	const match = matches.find(suits) ?? "";
	const isVlan = needed.some((need) => need.protocols === undefined) || /\b(vlan_vid|vlan_pcp|vlan_tci|VLAN_TCI)\b/.test(actions);
	return [match, ...(isVlan && !/\bpush_vlan\b|\bmod_vlan/.test(actions) ? ["vlan_tci=0x1000/0x1000"] : [])]
		.filter((word) => word !== "")
		.join(",");
}

/** Uses of a bridge that need a version of OpenFlow. Groups are possible with all versions that Open vSwitch has. */
const versionNeeds = {
	meters: { version: "OpenFlow 1.3 or later", isMissing: (highest: number) => highest < 3 },
	// With OpenFlow 1.0, Open vSwitch uses an extension that has both. Versions 1.1 to 1.4 drop them without an error.
	"a group's selectionMethod or bucketId": {
		version: "OpenFlow 1.5",
		isMissing: (highest: number) => highest > 0 && highest < 5,
	},
} as const;

type VersionNeed = keyof typeof versionNeeds;

/** The minor version that a bridge and ovs-ofctl use: the highest one. Without protocols, Open vSwitch allows all. */
export const highestVersion = (protocols: unknown): number =>
	Math.max(
		...(Array.isArray(protocols) && protocols.length > 0 ? protocols : ["OpenFlow15"]).map((p) => Number(String(p).slice(-1))),
	);

const isMissing = (need: VersionNeed, protocols: unknown): boolean => versionNeeds[need].isMissing(highestVersion(protocols));

const versionText = (need: VersionNeed, bridge: string): string => `${versionNeeds[need].version} on bridge ${bridge}`;

/** The use of a version, which a Bridge of the same program may exclude. */
export const versionUse = (need: VersionNeed, bridge: string): SharedUse => ({
	name: versionText(need, bridge),
	use: `for ${need}`,
});

/** The versions that a bridge with these protocols does not have. */
export const missingVersions = (bridge: string, protocols: unknown): SharedUse[] =>
	Object.keys(versionNeeds)
		.map((need) => need as VersionNeed)
		.filter((need) => isMissing(need, protocols))
		.map((need) => ({
			name: versionText(need, bridge),
			use: "not at all",
			detail: ` (protocols: ${(protocols as string[]).join(", ")})`,
		}));

/** Throws where the bridge on the host lacks the version. */
export function checkVersion(need: VersionNeed, bridge: string, protocols: unknown): void {
	if (!isMissing(need, protocols)) return;
	const { version } = versionNeeds[need];
	const add = version.slice(0, 12).replace(/[ .]/g, "");
	throw new Refused(
		`${need} can't be set on bridge ${bridge}, which speaks only ${(protocols as string[]).join(", ")}: this needs ${version}. Add "${add}" to the bridge's protocols`,
	);
}
