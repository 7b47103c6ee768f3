import { z } from "zod";
import * as f from "../../base/fields";
import type { Values } from "../../base/values";
import type { VariantRule } from "../../base/variants";
import { type Keep, replacedBy } from "../../model/change";
import type { DeviceRead } from "../../network/device-change";
import type { Link } from "../../tools/ip-link";
import { type BridgeWord, bridgeLines } from "../../tools/ip-link-options";
import type { IpStep } from "../../tools/ip-step";

interface BridgeOption {
	/** The word of `ip link set type bridge`, which is also the name in the output of `ip`. */
	word: BridgeWord;
	/** The kernel's value for a new bridge. */
	byDefault: number | boolean | string;
	schema: z.ZodType;
	/** The number of the tool's units in the field's unit. */
	factor?: number;
}

const onOff = (word: BridgeWord, byDefault: boolean, help: string): BridgeOption => ({
	...{ word, byDefault },
	schema: f.unmanaged(z.boolean(), `${help} The kernel's default is \`${byDefault}\`.`),
});

/** The kernel counts hundredths of a second. */
const seconds = (word: BridgeWord, byDefault: number, [from, to]: [number, number], help: string): BridgeOption => ({
	...{ word, byDefault, factor: 100 },
	schema: f.unmanaged(
		f.integer(from, to, "a time in seconds"),
		`${help} In seconds, ${from} to ${to}. The kernel's default is ${byDefault}.`,
	),
});

const ageing = seconds("ageing_time", 300, [0, 1_000_000], "Time after which an unused MAC address is forgotten. `0`: at once.");

const bridgeOptions: Record<string, BridgeOption> = {
	vlanFiltering: onOff(
		"vlan_filtering",
		false,
		"The bridge tells VLANs apart: each port receives and sends the packets of its own VLANs (`bridgeVlans`).",
	),
	vlanDefaultPvid: {
		...{ word: "vlan_default_pvid", byDefault: 1 },
		schema: f.unmanaged(
			f.integer(0, 4094, "a VLAN id or 0"),
			"VLAN that new ports of the bridge, and the bridge itself, get for untagged packets, 1 to 4094. `0`: none. The kernel's default is 1.",
		),
	},
	stp: onOff("stp_state", false, "Use the spanning tree protocol."),
	priority: {
		...{ word: "priority", byDefault: 32768 },
		schema: f.unmanaged(
			f.integer(0, 65535, "a bridge priority"),
			"Priority of the bridge in the spanning tree, 0 to 65535. The bridge with the lowest number is the root. The kernel's default is 32768.",
		),
	},
	forwardDelay: seconds(
		"forward_delay",
		15,
		[0, 30],
		"Time that a port spends in each of the states listening and learning. With `stp` 2 or more.",
	),
	helloTime: seconds("hello_time", 2, [1, 10], "Interval at which the root bridge sends packets of the spanning tree protocol."),
	maxAge: seconds("max_age", 20, [6, 40], "Age at which information of the spanning tree protocol expires."),
	ageingTime: ageing,
	mcastSnooping: onOff("mcast_snooping", true, "Send multicast packets only to ports with receivers (IGMP and MLD snooping)."),
	mcastQuerier: onOff("mcast_querier", false, "Ask for multicast receivers if no router does."),
	groupFwdMask: {
		...{ word: "group_fwd_mask", byDefault: 0 },
		schema: f.unmanaged(
			f
				.integer(0, 65535, "a mask of 16 bits")
				.refine((mask) => (mask & 7) === 0, "must not have the bits 1, 2 and 4: the kernel forwards none of these groups"),
			"Reserved groups whose packets the bridge forwards: bit n stands for 01:80:c2:00:00:0n, such as 16384 for LLDP. The kernel's default is 0.",
		),
	},
};

/**
 * Further options of bridges, which no field sets. `listed`: the name in the output of `ip`, where it is another one than the word.
 * `byDefault`: the kernel's value for a new bridge, as `ip` lists it (br_dev_setup and br_multicast_init).
 */
const otherOptions: { word: string; listed?: string; byDefault: unknown }[] = [
	...[
		...["no_linklocal_learn", "vlan_stats_enabled", "vlan_stats_per_port", "mcast_vlan_snooping", "mcast_query_use_ifaddr"],
		...["mcast_stats_enabled", "nf_call_iptables", "nf_call_ip6tables", "nf_call_arptables"],
	].map((word) => ({ word, byDefault: 0 })),
	{ word: "group_address", listed: "group_addr", byDefault: "01:80:c2:00:00:00" },
	{ word: "mcast_router", byDefault: 1 },
	{ word: "mcast_hash_max", byDefault: 4096 },
	{ word: "mcast_igmp_version", byDefault: 2 },
	{ word: "mcast_mld_version", byDefault: 1 },
	{ word: "mcast_last_member_count", listed: "mcast_last_member_cnt", byDefault: 2 },
	{ word: "mcast_startup_query_count", listed: "mcast_startup_query_cnt", byDefault: 2 },
	{ word: "mcast_last_member_interval", listed: "mcast_last_member_intvl", byDefault: 100 },
	{ word: "mcast_membership_interval", listed: "mcast_membership_intvl", byDefault: 26000 },
	{ word: "mcast_querier_interval", listed: "mcast_querier_intvl", byDefault: 25500 },
	{ word: "mcast_query_interval", listed: "mcast_query_intvl", byDefault: 12500 },
	{ word: "mcast_query_response_interval", listed: "mcast_query_response_intvl", byDefault: 1000 },
	// The kernel rounds 31.25 s to its ticks: 3124 with 250 of them per second.
	{ word: "mcast_startup_query_interval", listed: "mcast_startup_query_intvl", byDefault: 3124 },
];

/** The protocol is a field of VLAN devices too. */
const protocol: BridgeOption = { word: "vlan_protocol", byDefault: "802.1Q", schema: z.string() };

const optionsWithProtocol = { ...bridgeOptions, vlanProtocol: protocol };

/** A Linux bridge. A bridge of Open vSwitch is a Bridge. */
export const bridgeFields = f.group(
	"Linux bridge",
	Object.fromEntries(Object.entries(bridgeOptions).map(([field, { schema }]) => [field, schema])),
);

export const bridgeRules: VariantRule[] = [
	{ excluded: Object.keys(bridgeFields), unless: { type: ["bridge"] }, message: 'is only for type "bridge"' },
	{
		excluded: ["bridgePort"],
		when: { type: ["bridge"] },
		message: 'is not for type "bridge", but for its ports',
	},
];

export function checkBridge({ type, stp, forwardDelay }: Values, issue: (path: string, message: string) => void): void {
	if (type === "bridge" && stp === true && forwardDelay < 2) issue("forwardDelay", "must be 2 or more with stp");
}

function valueOn({ word, byDefault, factor = 1 }: BridgeOption, { data }: Link): unknown {
	const raw = data[word];
	if (raw === undefined || raw === null) return undefined;
	if (typeof byDefault === "boolean") return Number(raw) !== 0;
	return typeof byDefault === "string" ? raw : Number(raw) / factor;
}

/** The options of a bridge. The protocol counts only where the program sets it. */
export const observeBridge = (link: Link, want: Values): Values =>
	Object.fromEntries(
		Object.entries(want.vlanProtocol === undefined ? bridgeOptions : optionsWithProtocol).map(([field, option]) => [
			field,
			link.data[option.word] === null ? want[field] : valueOn(option, link),
		]),
	);

/** The words for the options that differ. `link`: undefined for a new bridge. */
export function bridgeWords(want: Values, was: Values = {}, link?: Link): string[] {
	return Object.entries(optionsWithProtocol).flatMap(([field, option]) => {
		const { word, byDefault, factor = 1 } = option;
		const value = want[field] ?? (was[field] !== undefined && link ? byDefault : undefined);
		const now = link && (link.data[word] === null ? was[field] : valueOn(option, link));
		if (value === undefined || (link && value === now)) return [];
		return [word, String(typeof value === "number" ? value * factor : value === true ? 1 : value === false ? 0 : value)];
	});
}

/** The words for options that others have set on the bridge which the new one replaces, and that the program leaves alone. */
export function keptBridgeWords(change: Keep<Values, DeviceRead>): string[] {
	const replaced = replacedBy(change);
	const link = replaced?.have.internal?.link;
	if (!replaced || link?.kind !== "bridge") return [];
	const isSet = (field: string) => (change.want[field] ?? replaced.was[field]) !== undefined;
	const ofFields = Object.entries(optionsWithProtocol).flatMap(([field, option]) => {
		const value = valueOn(option, link);
		return isSet(field) || value === undefined || value === option.byDefault ? [] : [option.word, String(link.data[option.word])];
	});
	const others = otherOptions.flatMap(({ word, listed = word, byDefault }) => {
		const value = link.data[listed];
		return value === undefined || value === null || value === byDefault ? [] : [word, String(value)];
	});
	return [...ofFields, ...others];
}

export function planBridge(want: Values, was: Values | undefined, link: Link | undefined, netns: string): IpStep[] {
	const line: IpStep = { tool: "ip", phase: "settings", netns, args: ["link", "set", "dev", want.name, "type", "bridge"] };
	return bridgeLines(line, withAgeingTime(bridgeWords(want, was, link), want, link));
}

/**
 * The words for the options, with the ageing time where the spanning tree protocol is switched off: during a topology change the bridge has
 * a shorter one, which the kernel then never lengthens again (__br_set_topology_change in its net/bridge/br_stp.c). Where the bridge does
 * not tell its own, it gets the kernel's default. At boot, where it is not known, the bridge keeps what it has.
 */
function withAgeingTime(words: string[], { ageingTime }: Values, link: Link | undefined): string[] {
	if (link === undefined || words[words.indexOf("stp_state") + 1] !== "0" || words.includes("ageing_time")) return words;
	const { word, byDefault, factor = 1 } = ageing;
	const value = ageingTime === undefined ? (link.data[word] ?? Number(byDefault) * factor) : ageingTime * factor;
	return [...words, word, String(value)];
}
