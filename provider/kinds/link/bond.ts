import { z } from "zod";
import * as f from "../../base/fields";
import { holdsUnknown } from "../../base/unknown";
import type { Values } from "../../base/values";
import type { VariantRule } from "../../base/variants";
import type { Keep } from "../../model/change";
import type { Facts } from "../../model/facts";
import { deviceText } from "../../model/requirements";
import { ipv6Again, leaving } from "../../network/device";
import { option } from "../../tools/call";
import type { IpStep, Link } from "../../tools/ip";

export const bondModes = ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

const defaultMiimon = 100;
const hashPolicies = ["layer2", "layer2+3", "layer3+4", "encap2+3", "encap3+4", "vlan+srcmac"] as const;
const unlessDefault = <T>(value: T, byDefault: T): T | undefined => (value === byDefault ? undefined : value);

/** A bond of the kernel. A bond of Open vSwitch is a Port of type bond. */
export const bondFields = f.group("Bond", {
	interfaces: f.unmanaged(
		f.setOf(f.nameOf("device")),
		"Devices that a bond uses. A device is set down while it joins a bond, so that the kernel removes its routes. It gets the MAC address and the MTU of the bond. A device that leaves the bond gets its own ones back, and is set up. If it was down before, declare it as a Link of type `device` with `up: true`, which gives that back too.",
	),
	miimon: f.enforced(
		f.integer(1, 0x7fffffff, "a time in milliseconds").transform((ms) => unlessDefault(ms, defaultMiimon)),
		"Interval in milliseconds at which a bond checks the links of its devices.",
		defaultMiimon,
	),
	lacpRate: f.enforced(
		z.enum(["slow", "fast"]).transform((rate) => unlessDefault(rate, "slow")),
		"Rate at which a bond of mode `802.3ad` asks its partner for LACP packets. `slow`: one in 30 seconds; `fast`: one per second.",
		"slow",
	),
	xmitHashPolicy: f.enforced(
		z.enum(hashPolicies).transform((policy) => unlessDefault(policy, "layer2")),
		"Fields of a packet by which a bond of mode `balance-xor`, `802.3ad` or `balance-tlb` selects the device for it.",
		"layer2",
	),
	primary: f.unmanaged(
		f.deviceName,
		"Device of `interfaces` that a bond of mode `active-backup`, `balance-tlb` or `balance-alb` prefers. If the field is removed from the program, the device stays the primary one, because `ip` can't take that back.",
	),
});

export const bondRules: VariantRule[] = [
	{ excluded: Object.keys(bondFields), unless: { type: ["bond"] }, message: 'is only for type "bond"' },
];

/** The options that only some modes have. */
const optionModes: Record<string, string[]> = {
	lacpRate: ["802.3ad"],
	xmitHashPolicy: ["balance-xor", "802.3ad", "balance-tlb"],
	primary: ["active-backup", "balance-tlb", "balance-alb"],
};

export function checkBond(want: Values, issue: (path: string, message: string) => void): void {
	const { type, name, mode = bondModes[0], interfaces, primary } = want;
	if (type !== "bond") return;
	for (const [field, modes] of Object.entries(optionModes))
		if (want[field] !== undefined && bondModes.includes(mode) && !modes.includes(mode))
			issue(field, `is only for mode ${modes.map((one) => `"${one}"`).join(", ")}`);
	if (!Array.isArray(interfaces)) {
		if (primary !== undefined && interfaces === undefined) issue("primary", "needs interfaces: it is one of them");
		return;
	}
	if (interfaces.includes(name)) issue("interfaces", "must be other devices than this one");
	if (primary !== undefined && !holdsUnknown(interfaces) && !interfaces.includes(primary))
		issue("primary", "must be one of interfaces");
}

const membersOf = (links: Map<string, Link> | undefined, bond: string): Link[] =>
	[...(links?.values() ?? [])].filter(({ master }) => master === bond);

export const observeBond = (links: Map<string, Link> | undefined, { name, data }: Link): Values => ({
	interfaces: membersOf(links, name)
		.map((member) => member.name)
		.sort(),
	miimon: unlessDefault(data.miimon, defaultMiimon),
	// The kernel keeps the rate, and does not use it, in other modes.
	lacpRate: data.mode === "802.3ad" ? unlessDefault(data.ad_lacp_rate, "slow") : undefined,
	xmitHashPolicy: unlessDefault(data.xmit_hash_policy, "layer2"),
	primary: data.primary,
});

/** The options of a bond that can be set at any time, and those that need it to be down. */
const bondWords = ({ mode, miimon, lacpRate, xmitHashPolicy }: Values): Record<"mode" | "down" | "free", string[]> => ({
	mode: ["mode", mode ?? (bondModes[0] as string)],
	down: option("lacp_rate", lacpRate ?? (mode === "802.3ad" ? "slow" : undefined)),
	free: [...option("miimon", miimon ?? defaultMiimon), ...option("xmit_hash_policy", xmitHashPolicy ?? "layer2")],
});

/** The words after the type of a new bond. */
export function newBondWords(want: Values): string[] {
	const { mode, free, down } = bondWords(want);
	return [...mode, ...free, ...down];
}

type Step = (phase: IpStep["phase"], ...args: string[]) => IpStep;

/** A device joins a bond. The kernel takes in only devices that are down. A boot file that runs again finds the device in the bond. */
function joining(facts: Facts, netns: string, member: string, bond: string, phase: "masters" | "settings", step: Step): IpStep[] {
	const isDown = facts.knownLinks(netns).get(member)?.up === false;
	return [
		...(isDown ? [] : [step(phase, "link", "set", "dev", member, "down")]),
		step(phase, "link", "set", "dev", member, "master", bond),
		step(phase, "link", "set", "dev", member, "up"),
		...ipv6Again(facts, netns, member, phase),
	];
}

/** The kernel sets a device down that leaves a bond. */
const upAgain = (facts: Facts, netns: string, member: string, phase: "leaves" | "settings", step: Step): IpStep[] => [
	step(phase, "link", "set", "dev", member, "up"),
	...ipv6Again(facts, netns, member, phase),
];

/** The steps of a bond's options and members. `resets`: the bond is set down for a moment, and loses its IPv6 addresses. */
export function planBond(change: Keep, step: Step): { steps: IpStep[]; resets: boolean } {
	const { want, have, was, facts } = change;
	const { name, netns = "", interfaces = [], primary } = want;
	const there = membersOf(facts.links(netns), name).map((member) => member.name);
	const [now, before] = [bondWords(want), have && bondWords(have.value)];
	const differs = (part: keyof typeof now) => before !== undefined && now[part].join() !== before[part].join();
	const leave: string[] = have ? (was?.interfaces ?? []).filter((m: string) => there.includes(m) && !interfaces.includes(m)) : [];
	const stay = have ? there.filter((m) => !leave.includes(m)) : [];
	const added: string[] = interfaces.filter((member: string) => !stay.includes(member));
	const resets = differs("mode") || differs("down");
	const isUp = have?.value.up === true;
	const set = (...words: string[]) => step("settings", "link", "set", "dev", name, ...words);
	const join = (members: string[], phase: "masters" | "settings") =>
		members.flatMap((member) => joining(facts, netns, member, name, phase, step));
	// A new mode can only be set while the bond has no devices.
	const words = [
		...(differs("mode") ? now.mode : []),
		...(resets ? now.down : []),
		...(resets || differs("free") ? now.free : []),
	];
	return {
		resets: resets && isUp,
		steps: [
			...leave.flatMap((member) => [leaving(netns, member), ...upAgain(facts, netns, member, "leaves", step)]),
			...(differs("mode") ? stay.map((member) => leaving(netns, member)) : []),
			...(differs("mode") ? [] : join(added, "masters")),
			...(resets && isUp ? [set("down")] : []),
			...(words.length > 0 ? [set("type", "bond", ...words)] : []),
			...(differs("mode") ? join([...stay, ...added], "settings") : []),
			...(primary !== undefined && primary !== have?.value.primary ? [set("type", "bond", "primary", primary)] : []),
			...(resets && isUp && want.up !== false ? [set("up")] : []),
		],
	};
}

/** The devices of a bond that is deleted are set up again. */
export function planFreedMembers(
	{ facts, isDeletedToo }: { facts: Facts; isDeletedToo(thing: string): boolean },
	{ name, netns = "" }: Values,
	step: Step,
): IpStep[] {
	return membersOf(facts.links(netns), name)
		.filter((member) => !isDeletedToo(deviceText(member.name, netns)))
		.flatMap((member) => upAgain(facts, netns, member.name, "settings", step));
}
