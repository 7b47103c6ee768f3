import { z } from "zod";
import * as f from "../../base/fields";
import { originalsIn } from "../../base/state-fields";
import { holdsUnknown } from "../../base/unknown";
import type { Values } from "../../base/values";
import type { VariantRule } from "../../base/variants";
import { type Keep, Refused, replacedBy } from "../../model/change";
import type { DeviceRead } from "../../network/device-change";
import { membersOf } from "../../network/device-master";
import { leaving, leavingBond, upAgain } from "../../network/device-membership";
import { membersToRejoin } from "../../network/others-on-device";
import { option } from "../../tools/call";
import type { Link } from "../../tools/ip-link";
import type { IpStep } from "../../tools/ip-step";
import { factsBeforeIn, joining, refuseMember, type Step, stranded } from "./bond-members";
import {
	type BondOption,
	bondOptionFields,
	bondOptions,
	checkDelays,
	delayFields,
	isInMode,
	isListed,
	lacp,
	lacpOptionFields,
	listedOption,
	optionWords,
	withActive,
} from "./bond-options";
import { bondPortsField, checkBondPorts, observeBondPorts, planBondPorts } from "./bond-ports";

export const bondModes = ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

const defaultMiimon = 100;
const hashPolicies = ["layer2", "layer2+3", "layer3+4", "encap2+3", "encap3+4", "vlan+srcmac"] as const;
const unlessDefault = <T>(value: T, byDefault: T): T | undefined => (value === byDefault ? undefined : value);

/** A bond of the kernel. A bond of Open vSwitch is a Port of type bond. */
export const bondFields = {
	...f.group("Devices of a bond", {
		interfaces: f.unmanaged(
			f.setOf(f.nameOf("device")),
			"Devices that a bond uses. Do not name a bond bond0: the kernel's module may create a bond of this name by itself when it is loaded (unless its option max_bonds is 0), and the first create then fails. A device is set down while it joins a bond, so that the kernel removes its routes. It gets the MAC address and the MTU of the bond. Its addresses do not move to the bond: a device with addresses is refused. Declare such a device as a Link of type `device` with `addresses: []`, and give the addresses to the bond. A device that leaves the bond gets its own MAC address and MTU back, and is set up. If it was down before and is to be down again, declare it as a Link of type `device` with `up: true`: destroy then restores that too.",
		),
		primary: f.unmanaged(
			f.deviceName,
			"Device of `interfaces` that a bond of mode `active-backup`, `balance-tlb` or `balance-alb` prefers. If the field is removed from the program, the device stays the primary one, because `ip` can't take that back.",
		),
		bondPorts: bondPortsField,
	}),
	...f.group("Bond", {
		miimon: f.enforced(
			f.integer(1, 0x7fffffff, "a time in milliseconds").transform((ms) => unlessDefault(ms, defaultMiimon)),
			"Interval in milliseconds at which a bond checks the links of its devices.",
			{ whenUnset: "100; an adopted bond keeps its own" },
		),
		xmitHashPolicy: f.enforced(
			z.enum(hashPolicies).transform((policy) => unlessDefault(policy, "layer2")),
			"Fields of a packet by which a bond of mode `balance-xor`, `802.3ad` or `balance-tlb` selects the device for it.",
			{ whenUnset: "`layer2`; an adopted bond keeps its own" },
		),
		...bondOptionFields,
	}),
	...f.group("LACP of a bond", {
		lacpRate: f.enforced(
			z.enum(["slow", "fast"]).transform((rate) => unlessDefault(rate, "slow")),
			"Rate at which a bond of mode `802.3ad` asks its partner for LACP packets. `slow`: one in 30 seconds; `fast`: one per second.",
			{ whenUnset: "`slow`; an adopted bond keeps its own" },
		),
		...lacpOptionFields,
	}),
};

export const bondRules: VariantRule[] = [
	{
		excluded: ["interfaces"],
		when: { type: ["bridge"] },
		message: 'is only for type "bond": each port of a Linux bridge names the bridge in its own field master',
	},
	{ excluded: Object.keys(bondFields), unless: { type: ["bond"] }, message: 'is only for type "bond"' },
];

/** The options that only some modes have. */
const optionModes: Record<string, string[]> = {
	lacpRate: lacp,
	xmitHashPolicy: ["balance-xor", "802.3ad", "balance-tlb"],
	primary: withActive,
	...Object.fromEntries(bondOptions.flatMap(({ field, modes }) => (modes === undefined ? [] : [[field, modes]]))),
};

export function checkBond(want: Values, issue: (path: string, message: string) => void): void {
	const { type, name, mode = bondModes[0], interfaces, primary } = want;
	if (type !== "bond") return;
	if (want.adopt && want.mode === undefined)
		issue("mode", "is required with adopt: name the mode that the bond is to have, because a bond without mode gets balance-rr");
	for (const [field, modes] of Object.entries(optionModes))
		if (want[field] !== undefined && bondModes.includes(mode) && !modes.includes(mode))
			issue(field, `is only for mode ${modes.map((one) => `"${one}"`).join(", ")}`);
	// The interval of an adopted bond is known only on the host.
	if (!leftAlone(want, "miimon")) checkDelays(want, want.miimon ?? defaultMiimon, issue);
	const areKnown = Array.isArray(interfaces) && !holdsUnknown(interfaces);
	checkBondPorts(want, areKnown ? interfaces : undefined, mode, issue);
	if (!Array.isArray(interfaces)) {
		for (const field of ["primary", "bondPorts"])
			if (want[field] !== undefined && interfaces === undefined) issue(field, "needs interfaces, the devices of the bond");
		return;
	}
	if (interfaces.includes(name)) issue("interfaces", "must be other devices than this one");
	if (primary !== undefined && areKnown && !interfaces.includes(primary)) issue("primary", "must be one of interfaces");
}

/** The options of a bond that the program adopts and does not set stay as they are. */
const leftAlone = (want: Values, field: string): boolean => want.adopt === true && want[field] === undefined;

export const observeBond = (links: Map<string, Link> | undefined, { name, data }: Link, want: Values, was?: Values): Values => ({
	...observeBondPorts(links, name, want, was),
	interfaces: membersOf(links, name)
		.map((member) => member.name)
		.sort(),
	miimon: leftAlone(want, "miimon") ? undefined : unlessDefault(data.miimon, defaultMiimon),
	// The kernel keeps the rate, and does not use it, in other modes.
	lacpRate: data.mode === "802.3ad" && !leftAlone(want, "lacpRate") ? unlessDefault(data.ad_lacp_rate, "slow") : undefined,
	xmitHashPolicy: leftAlone(want, "xmitHashPolicy") ? undefined : unlessDefault(data.xmit_hash_policy, "layer2"),
	primary: data.primary,
	...Object.fromEntries(
		bondOptions
			.filter((one) => isInMode(one, data.mode) && !leftAlone(want, one.field))
			.map((one) => [one.field, unlessDefault(listedOption(one, data), one.byDefault)]),
	),
});

/** A bond has one way to check its links: `miimon` would end the other one. */
export const refusalToAdoptBond = ({ name, data }: Link): string | undefined =>
	Number(data.arp_interval ?? 0) > 0
		? `The bond ${name} checks its links by ARP (arp_interval ${data.arp_interval}), which this program does not manage, and which miimon would end. Leave the bond to its present owner, or first set arp_interval to 0 (ip link set dev ${name} type bond arp_interval 0)`
		: undefined;

/** The options of a bond that can be set at any time, and those that need it to be down, without those that are left as they are. */
const bondWords = (
	{ mode, miimon, lacpRate, xmitHashPolicy }: Values,
	left: string[] = [],
): Record<"mode" | "down" | "free", string[]> => {
	const words = (field: string, word: string, value: unknown) => (left.includes(field) ? [] : option(word, value));
	return {
		mode: ["mode", mode ?? (bondModes[0] as string)],
		down: words("lacpRate", "lacp_rate", lacpRate ?? (mode === "802.3ad" ? "slow" : undefined)),
		free: [
			...words("miimon", "miimon", miimon ?? defaultMiimon),
			...words("xmitHashPolicy", "xmit_hash_policy", xmitHashPolicy ?? "layer2"),
		],
	};
};

/** The words after the type of a new bond. */
export function newBondWords(want: Values): string[] {
	const { mode, free, down } = bondWords(want);
	const set = bondOptions.filter(({ field }) => want[field] !== undefined);
	return [...mode, ...free, ...down, ...set.flatMap((one) => optionWords(one, want[one.field]))];
}

/** The options that some modes do not have. */
const modeOptions: BondOption[] = [
	...bondOptions.filter(({ modes }) => modes !== undefined),
	{ field: "lacpRate", word: "lacp_rate", listed: "ad_lacp_rate", byDefault: "slow", modes: optionModes.lacpRate },
];

/** The way in which a bond's options change. */
interface OptionChange {
	/** True for another mode, which can only be set while the bond has no devices. */
	isNewMode: boolean;
	/** True where the bond has to be down meanwhile. */
	resets: boolean;
	/** The words that set options of the mode that the bond leaves. */
	dropped: string[];
	/** The words that set all other options. */
	words: string[];
}

function optionChange(change: Keep<Values, DeviceRead>, mode: string): OptionChange {
	const { want, have, was } = change;
	const { name, netns = "" } = want;
	const options = ["miimon", "lacpRate", "xmitHashPolicy", ...bondOptions.map(({ field }) => field)];
	const [named, others]: Values[] = change.intent === "apply" ? [want, was ?? {}] : [was ?? {}, want];
	const left = have ? options.filter((field) => leftAlone(named ?? {}, field) && others?.[field] === undefined) : [];
	const originals: Values = change.intent === "apply" && want.adopt ? (originalsIn(was) ?? {}) : {};
	const back = Object.fromEntries(options.map((field) => [field, want[field] ?? originals[field]]));
	const link = have?.internal?.link;
	const current = link ? observeBond(undefined, link, {}) : {};
	const [now, found] = [bondWords({ ...want, ...back }, left), have && bondWords({ ...have.value, ...current }, left)];
	const differs = (part: keyof typeof now) => found !== undefined && now[part].join() !== found[part].join();
	if (change.intent === "apply" && !change.atBoot && leftAlone(want, "miimon")) {
		const interval = left.includes("miimon") ? link?.data.miimon : back.miimon;
		checkDelays(want, Number(interval ?? defaultMiimon), (field, message) => {
			throw new Refused(`${field} ${message}`);
		});
	}
	// With another interval, the kernel changes the delays, which it keeps as multiples of the interval.
	const isScaled = (field: string) => delayFields.includes(field) && differs("free");
	// With another mode, the kernel changes tlb_dynamic_lb (bond_option_mode_set), and uses again what it did not list.
	const isOfNewMode = (one: BondOption, data: Values) =>
		differs("mode") && one.modes !== undefined && (isListed(one, data) || (one.isHidden === true && !left.includes(one.field)));
	const changed = bondOptions.flatMap((one) => {
		if (!link || !isInMode(one, mode)) return [];
		const listed = listedOption(one, link.data);
		const value = left.includes(one.field) ? listed : (back[one.field] ?? one.byDefault);
		const isChanged = listed !== value || (isScaled(one.field) && value !== 0) || isOfNewMode(one, link.data);
		return isChanged ? [{ ...one, value }] : [];
	});
	// The kernel keeps options that the new mode does not have, and may refuse to set them there.
	const then = change.intent === "rollback" ? change.factsBefore.knownLinks(netns).get(name)?.data : undefined;
	const dropped = modeOptions.flatMap((one) => {
		if (!link || !isInMode(one, link.data.mode) || isInMode(one, mode) || left.includes(one.field)) return [];
		const value = back[one.field] ?? listedOption(one, then ?? {});
		return listedOption(one, link.data) === value ? [] : optionWords(one, value);
	});
	const resets = differs("mode") || differs("down") || changed.some(({ down }) => down);
	const words = [
		...(differs("mode") ? now.mode : []),
		...(resets ? now.down : []),
		...(resets || differs("free") ? now.free : []),
		...changed.flatMap((one) => optionWords(one, one.value)),
	];
	return { isNewMode: differs("mode"), resets, dropped, words };
}

/** The steps of a bond's options and members. `resets`: the bond is set down for a moment, and loses its IPv6 addresses. */
export function planBond(change: Keep<Values, DeviceRead>, step: Step): { steps: IpStep[]; resets: boolean } {
	const { want, have, was, facts } = change;
	const { name, netns = "" } = want;
	const replaced = replacedBy(change);
	const returning = membersToRejoin(change);
	const interfaces: string[] = [...(want.interfaces ?? []), ...returning];
	const there = membersOf(facts.links(netns), name).map((member) => member.name);
	const leave: string[] = have ? (was?.interfaces ?? []).filter((m: string) => there.includes(m) && !interfaces.includes(m)) : [];
	const stay = have ? there.filter((m) => !leave.includes(m)) : [];
	const added = interfaces.filter((member) => !stay.includes(member));
	if (change.intent === "apply" && !change.atBoot)
		for (const member of added) if (!returning.includes(member)) refuseMember(change, member);
	const mode = want.mode ?? bondModes[0];
	const { isNewMode, resets, dropped, words } = optionChange(change, mode);
	const isUp = have?.value.up === true;
	const set = (...more: string[]) => step("settings", "link", "set", "dev", name, ...more);
	const before = factsBeforeIn(change);
	const leftDown = stranded(was?.interfaces ?? [], netns, facts, before).filter((member) => !interfaces.includes(member));
	const all = [...stay, ...added];
	const former = replaced?.was.primary === undefined ? replaced?.have.value.primary : undefined;
	const primary = want.primary ?? (all.includes(former) && withActive.includes(mode) ? former : undefined);
	const portLines = planBondPorts(
		{ want: { ...want, mode }, was: replaced?.was ?? was },
		{ all, joining: isNewMode ? all : added },
		{ facts, before },
		(member, ...args) => step("settings", "link", "set", "dev", member, ...args),
	);
	const join = (members: string[], phase: "masters" | "settings") =>
		members.flatMap((member) => joining(change, member, phase, step));
	return {
		resets: resets && isUp,
		steps: [
			...leave.flatMap((member) => leavingBond(before, netns, member)),
			...leftDown.flatMap((member) => upAgain(before, netns, member)),
			...(isNewMode ? stay.map((member) => leaving(netns, member)) : join(added, "masters")),
			...(resets && isUp ? [set("down")] : []),
			...(dropped.length > 0 ? [set("type", "bond", ...dropped)] : []),
			...(words.length > 0 ? [set("type", "bond", ...words)] : []),
			...(isNewMode ? join(all, "settings") : []),
			...portLines,
			...(primary !== undefined && primary !== have?.value.primary ? [set("type", "bond", "primary", primary)] : []),
			...(resets && isUp && want.up !== false ? [set("up")] : []),
		],
	};
}
