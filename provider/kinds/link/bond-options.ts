import { z } from "zod";
import * as f from "../../base/fields";
import type { Values } from "../../base/values";

/** An option of a bond that `ip` sets by a word of its own (drivers/net/bonding/bond_options.c). */
export interface BondOption {
	field: string;
	/** The word of `ip link`. */
	word: string;
	/** The name under which `ip -j` lists the option. Default: the word. */
	listed?: string;
	byDefault: unknown;
	/** The modes in which the option is used. The kernel keeps its value in the others, and may refuse to set it there. Default: all. */
	modes?: string[];
	/** True where the kernel lists the option only in these modes. */
	isHidden?: true;
	/** True where the kernel sets the option only while the bond is down. */
	down?: true;
}

export const lacp = ["802.3ad"];
const balancing = ["balance-tlb", "balance-alb"];
export const withActive = ["active-backup", ...balancing];

export const bondOptions: BondOption[] = [
	{ field: "updelay", word: "updelay", byDefault: 0 },
	{ field: "downdelay", word: "downdelay", byDefault: 0 },
	{ field: "numPeerNotif", word: "num_grat_arp", listed: "num_peer_notif", byDefault: 1 },
	{ field: "resendIgmp", word: "resend_igmp", byDefault: 1, modes: ["balance-rr", ...withActive] },
	{ field: "allSlavesActive", word: "all_slaves_active", byDefault: false },
	{ field: "packetsPerSlave", word: "packets_per_slave", byDefault: 1, modes: ["balance-rr"] },
	{ field: "primaryReselect", word: "primary_reselect", byDefault: "always", modes: withActive },
	{ field: "lpInterval", word: "lp_interval", byDefault: 1, modes: balancing },
	{ field: "tlbDynamicLb", word: "tlb_dynamic_lb", byDefault: true, modes: balancing, down: true },
	{ field: "minLinks", word: "min_links", byDefault: 0, modes: lacp },
	{ field: "lacpActive", word: "lacp_active", listed: "ad_lacp_active", byDefault: true, modes: lacp, down: true },
	{ field: "adSelect", word: "ad_select", byDefault: "stable", modes: lacp, down: true },
	{ field: "adActorSysPrio", word: "ad_actor_sys_prio", byDefault: 65535, modes: lacp, isHidden: true },
	{ field: "adActorSystem", word: "ad_actor_system", byDefault: "00:00:00:00:00:00", modes: lacp, isHidden: true },
	{ field: "adUserPortKey", word: "ad_user_port_key", byDefault: 0, modes: lacp, isHidden: true, down: true },
];

const defaultOf = (field: string): unknown => bondOptions.find((option) => option.field === field)?.byDefault;

/** A field of an option. The default and not set are the same. */
const option = <T extends z.ZodType>(field: string, type: T, help: string) =>
	f.enforced(
		type.transform((value): z.output<T> | undefined => (value === defaultOf(field) ? undefined : value)),
		help,
		{ whenUnset: `\`${defaultOf(field)}\`; an adopted bond keeps its own` },
	);

const delay = f.integer(0, 0x7fffffff, "a time in milliseconds");

export const bondOptionFields = {
	updelay: option(
		"updelay",
		delay,
		"Time in milliseconds that a link must be up before a bond uses its device: a multiple of `miimon`.",
	),
	downdelay: option(
		"downdelay",
		delay,
		"Time in milliseconds that a link must be down before a bond stops using its device: a multiple of `miimon`.",
	),
	numPeerNotif: option(
		"numPeerNotif",
		f.integer(0, 255, "a number of notifications"),
		"Number of gratuitous ARPs and unsolicited neighbor advertisements that a bond sends after it has changed to another device, 0 to 255 (`num_grat_arp` and `num_unsol_na` of `ip`, which are one option).",
	),
	resendIgmp: option(
		"resendIgmp",
		f.integer(0, 255, "a number of reports"),
		"Number of IGMP reports that a bond sends after it has changed to another device, 0 to 255. Only for the modes `balance-rr`, `active-backup`, `balance-tlb` and `balance-alb`.",
	),
	allSlavesActive: option(
		"allSlavesActive",
		z.boolean(),
		"Accept packets that arrive on devices which the bond does not use at present. By default they are dropped.",
	),
	packetsPerSlave: option(
		"packetsPerSlave",
		f.integer(0, 65535, "a number of packets"),
		"Number of packets that a bond of mode `balance-rr` sends over one device before it takes the next, 0 to 65535. 0: it takes a random one.",
	),
	primaryReselect: option(
		"primaryReselect",
		z.enum(["always", "better", "failure"]),
		"When a bond of mode `active-backup`, `balance-tlb` or `balance-alb` goes back to the `primary` device. `always`: as soon as its link is up; `better`: if it is faster than the present one; `failure`: only if the present one fails.",
	),
	lpInterval: option(
		"lpInterval",
		f.integer(1, 0x7fffffff, "a time in seconds"),
		"Interval in seconds at which a bond of mode `balance-tlb` or `balance-alb` sends learning packets to the switches of its devices.",
	),
	tlbDynamicLb: option(
		"tlbDynamicLb",
		z.boolean(),
		"A bond of mode `balance-tlb` or `balance-alb` moves flows between devices by their load. `false`: a hash of the packet selects the device. A change sets the bond down for a moment.",
	),
};

/** The options of mode `802.3ad` alone. */
export const lacpOptionFields = {
	minLinks: option(
		"minLinks",
		f.integer(0, 0x7fffffff, "a number of links"),
		"Minimum number of links that must be up before a bond of mode `802.3ad` has a carrier.",
	),
	lacpActive: option(
		"lacpActive",
		z.boolean(),
		"A bond of mode `802.3ad` sends LACP packets by itself. `false`: it only answers. Needs Linux 5.15. A change sets the bond down for a moment.",
	),
	adSelect: option(
		"adSelect",
		z.enum(["stable", "bandwidth", "count"]),
		"Way in which a bond of mode `802.3ad` selects its aggregator. A change sets the bond down for a moment.",
	),
	adActorSysPrio: option(
		"adActorSysPrio",
		f.integer(1, 65535, "a priority"),
		"System priority in the LACP packets of a bond of mode `802.3ad`, 1 to 65535.",
	),
	adActorSystem: option(
		"adActorSystem",
		f.mac,
		"System id in the LACP packets of a bond of mode `802.3ad`: a MAC address. `00:00:00:00:00:00`: the bond's own.",
	),
	adUserPortKey: option(
		"adUserPortKey",
		f.integer(0, 1023, "a port key"),
		"User-defined part of the port key of a bond of mode `802.3ad`, 0 to 1023. A change sets the bond down for a moment.",
	),
};

export const isInMode = ({ modes }: BondOption, mode: unknown): boolean => modes === undefined || modes.includes(String(mode));

export const isListed = ({ word, listed = word }: BondOption, data: Values): boolean => data[listed] !== undefined;

/** The value of an option that `ip -j` lists. A kernel that does not have the option does what its default says. */
export function listedOption({ word, listed = word, byDefault }: BondOption, data: Values): unknown {
	const value = data[listed];
	if (value === undefined) return byDefault;
	return typeof byDefault === "boolean" ? value === 1 || value === "on" : value;
}

/** The words that set an option. */
export function optionWords({ word }: BondOption, value: unknown): string[] {
	if (typeof value !== "boolean") return [word, String(value)];
	const [on, off] = word === "lacp_active" ? ["on", "off"] : ["1", "0"];
	return [word, value ? on : off];
}

/** The delays, which the kernel keeps as multiples of the interval at which it checks the links. */
export const delayFields = ["updelay", "downdelay"];

/** The kernel rounds these times down to multiples of the interval at which it checks the links, and refuses them without one. */
export function checkDelays(want: Values, miimon: number, issue: (path: string, message: string) => void): void {
	for (const field of delayFields) {
		if (typeof want[field] !== "number" || want[field] % miimon === 0) continue;
		if (miimon === 0) issue(field, "needs miimon: the bond does not check the links of its devices");
		else issue(field, `must be a multiple of miimon (${miimon}): the kernel would round it down`);
	}
}
