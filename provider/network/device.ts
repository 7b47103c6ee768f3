import { isDeepStrictEqual } from "node:util";
import { inWantedOrder, outOfOrder } from "../base/address-order";
import { addressesIn, addressOf, attributesIn } from "../base/device-address";
import { isIpv6, subnetOf } from "../base/ip-address";
import { originalsIn } from "../base/state-fields";
import type { Values } from "../base/values";
import { type Keep, Refused, replacedBy } from "../model/change";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/observed";
import { deviceText } from "../model/requirements";
import { endsOf, isDaemonAddress } from "../tools/ip-address";
import { type Link, stackOn } from "../tools/ip-link";
import { receivingModes } from "../tools/ip-link-options";
import type { IpStep } from "../tools/ip-step";
import { isChangedInPlace, isSameAddress, type NamedAttributes, observedAddress, settingWords, wantedSettings } from "./address";

/** The device as it was read. */
export interface DeviceRead {
	link?: Link;
}

/** A device's settings: wanted now, found on the host, and wanted in the last update. */
export interface DeviceChange {
	want?: Values;
	have?: Pick<Observed<Values, DeviceRead>, "value" | "internal" | "shared">;
	was?: Values;
	facts?: Facts;
	/** True where the steps are for the next boot, when the host itself may have set an address before. */
	atBoot?: true;
	/** True for a device that was there before the program. */
	isAdopted?: boolean;
	/** The values that destroy restores. */
	originals?: Values;
	/** The facts before a change that is undone. */
	factsBefore?: Facts;
	/** True where another resource of the same batch creates this. Undefined where the change is not to what the program wants. */
	createdHere?(provided: string): boolean;
	/** The device as it was, where the change recreates it. */
	former?: DeviceChange["have"];
	/** The facts in which that device is, where it is not in the present ones any more. */
	formerFacts?: Facts;
	/** True where the line that creates the device gives it its MAC address. */
	isCreatedWithMac?: boolean;
}

/**
 * Sets `up` for a device with addresses or a new master, unless the program sets it itself. A device that has had its master since
 * before this default existed, as `was` shows, is left alone.
 */
export const upByDefault = <T extends Values>(want: T, was: Values = {}): T => {
	const hasAddress = want.addresses?.length > 0;
	const joins = masterIn(want) !== undefined && (was.up !== undefined || masterIn(want) !== masterIn(was));
	return want.up === undefined && (hasAddress || joins) ? { ...want, up: true } : want;
};

/** True if the program sets a field that OVSDB does not hold, so that the device itself must be read. */
export const touchesDevice = (want: Values): boolean => ["mac", "addresses", "up", "netns"].some((f) => want[f] !== undefined);

/** A device's settings in the form of deviceFields. `was`: the program may drop a passing address that it declared before. */
export function observeDevice(link: Link | undefined, want: Values = {}, was: Values = {}): Values {
	if (!link) return {};
	const named = addressesIn(want.addresses);
	const declared = [...named, ...addressesIn(was.addresses)];
	const isNamed = (mode: string) => want[mode] !== undefined || was[mode] !== undefined;
	return {
		...(isNamed("promisc") ? { promisc: link.promisc === true } : {}),
		...(isNamed("allmulticast") ? { allmulticast: link.allmulticast === true } : {}),
		mac: link.mac,
		mtu: link.mtu,
		up: link.up,
		addresses: link.addresses
			.filter((a) => !a.passing || declared.includes(a.cidr))
			.map((a) => observedAddress(a, attributesIn(want.addresses, a.cidr), link.name, named.includes(a.cidr))),
	};
}

/** The addresses of the program that are on the device, and that the kernel does not use because another host has them (RFC 4862, 5.4). */
function duplicates(addresses: Link["addresses"], want: Values): string[] {
	const declared = addressesIn(want.addresses);
	return addresses.flatMap(({ cidr, dadfailed }) => (dadfailed && declared.includes(cidr) ? [cidr] : []));
}

/** The fault of a device with such an address. */
export function addressFault(link: Link | undefined, want: Values = {}): string | undefined {
	const [first] = duplicates(link?.addresses ?? [], want);
	return (
		first &&
		`the address ${first} of ${link?.name} can't be used: another host has it (duplicate address detection). Give the device another address, or remove the other host's`
	);
}

interface DeviceSettings {
	/** The settings to change: OVSDB holds some of a port's. Default: all. */
	fields?: string[];
	/** True if another step of the change makes the device lose its IPv6 addresses. */
	losesIpv6?: boolean;
}

const allSettings = ["mac", "mtu", "promisc", "allmulticast", "addresses", "up"];

/**
 * The steps that bring a device's settings to the wanted values.
 * When the first IPv4 address of a subnet is removed, the kernel removes the others too (net/ipv4/devinet.c), and when a device
 * is set down, its IPv6 addresses. All such addresses are added again, no matter who added them before.
 */
export function planDevice(
	name: string,
	netns: string,
	{ want = {}, have, was = {}, former, facts, factsBefore, ...more }: DeviceChange,
	{ fields = allSettings, losesIpv6 = false }: DeviceSettings = {},
): IpStep[] {
	const step = (phase: "delete-addresses" | "settings", ...args: string[]): IpStep => ({ tool: "ip", phase, netns, args });
	const { atBoot, isAdopted, isCreatedWithMac } = more;
	// At boot, the host itself may create an adopted device, and the line that creates it then fails.
	const isMacSet = isCreatedWithMac === true && !(atBoot && isAdopted);
	const value = have?.value ?? {};
	const changed = (f: string) => fields.includes(f) && want[f] !== undefined && !isDeepStrictEqual(want[f], value[f]);
	const isModeDropped = (f: string) => want[f] === undefined && was[f] !== undefined;
	const modeChanged = (f: string) => fields.includes(f) && (isModeDropped(f) ? value[f] === true : changed(f));
	const there = addressesIn(value.addresses);
	const wanted = addressesIn(want.addresses);
	const known = [...addressesOf(have), ...restorableAddressesOf(former)];
	const found = (cidr: string) => known.find((a) => a.cidr === cidr)?.settings;
	const target = (cidr: string) => wantedSettings(cidr, found(cidr), attributesNamed(cidr, { want, was }));
	const differs = (cidr: string, than: typeof isSameAddress) => {
		const before = found(cidr);
		return before !== undefined && there.includes(cidr) && !than(before, target(cidr), name);
	};
	const leaving = addressesToRemove({ want, have, was });
	const moved = outOfOrder(
		want.addresses ?? [],
		there.filter((cidr) => !leaving.includes(cidr)),
	);
	// The kernel looks for another host that has an address only once it is added.
	const again = [...moved, ...duplicates(addressesOf(have), want)];
	const altered = wanted.filter((cidr) => again.includes(cidr) || differs(cidr, isSameAddress));
	const changedFirst = altered.filter((cidr) => again.includes(cidr) || differs(cidr, isChangedInPlace));
	const removed = [...leaving, ...changedFirst];
	// With the last IPv6 address of a prefix the kernel removes the prefix's route, unless that address is noprefixroute.
	const rank = (a: string) => (isSecondary(have, a) ? 2 : found(a)?.flags.includes("noprefixroute") ? 1 : 0);
	const inOrder = (a: string, b: string) => rank(b) - rank(a);
	const setDown = changed("up") && !want.up && value.up === true;
	const dropped = droppedWith(name, removed, have);
	// Where promote_secondaries is set, an address that stays would become the first of its subnet, before one that is added again.
	const displaced = [...there, ...ofOthers(have)].filter((a) => !removed.includes(a) && droppedWith(name, changedFirst, have)(a));
	const isLost = (a: string) => !removed.includes(a) && (dropped(a) || ((setDown || losesIpv6) && isIpv6(a)));
	const lost = [...there, ...ofOthers(have)].filter(isLost);
	const order = addressOrder(wanted, known);
	const missing = wanted.filter((a) => !there.includes(a));
	const add = inOrderOfAddition([...new Set([...missing, ...altered, ...lost])], order);
	// The kernel lowers the MTU of devices on top of this one together with its own, and does not raise it again.
	const now = facts?.knownLinks(netns);
	const lowered = stackOn(factsBefore?.knownLinks(netns), name).filter((one) => one.mtu > (now?.get(one.name)?.mtu ?? one.mtu));
	const isReplaced = (a: string) =>
		removed.length > 0 || losesIpv6 || there.includes(a) || (atBoot === true && attributesIn(want.addresses, a) !== undefined);
	const setMtu = (one: string, mtu: number) => step("settings", "link", "set", "dev", one, "mtu", String(mtu));
	return [
		...[...removed, ...displaced]
			.sort(inOrder)
			.filter((a) => !(isIpv6(a) && leavesVrf({ want, have, was })))
			.map((a) => step("delete-addresses", "addr", "del", ...endsOf(found(a) ?? target(a)), "dev", name)),
		...(changed("mac") && !isMacSet ? [step("settings", "link", "set", "dev", name, "address", want.mac)] : []),
		...(changed("mtu") ? [setMtu(name, want.mtu), ...lowered.map((one) => setMtu(one.name, one.mtu))] : []),
		...receivingModes.filter(modeChanged).map((f) => step("settings", "link", "set", "dev", name, f, want[f] ? "on" : "off")),
		...(changed("up") ? [step("settings", "link", "set", "dev", name, want.up ? "up" : "down")] : []),
		...add.map((a) => step("settings", ...["addr", isReplaced(a) ? "replace" : "add"], ...settingWords(target(a), name))),
	];
}

/**
 * Addresses in the order in which they are added. Of IPv4 addresses the first one of a subnet is the source of new connections, of IPv6
 * addresses the last one (ipv6_link_dev_addr), so that these are added from the last to the first.
 */
function inOrderOfAddition(cidrs: string[], order: string[]): string[] {
	const sorted = [...cidrs].sort((a, b) => order.indexOf(a) - order.indexOf(b));
	const six = sorted.filter(isIpv6);
	return sorted.map((cidr) => (isIpv6(cidr) ? (six.pop() as string) : cidr));
}

const attributesNamed = (cidr: string, { want, was }: DeviceChange): NamedAttributes => ({
	now: attributesIn(want?.addresses, cidr),
	before: attributesIn(was?.addresses, cidr),
	original: attributesIn(originalsIn(was)?.addresses, cidr),
});

/** Addresses that the program no longer wants. On a device that it created, addresses that it never wanted are removed too. */
function addressesToRemove({ want = {}, have, was = {} }: DeviceChange): string[] {
	const there = addressesIn(have?.value.addresses);
	if (want.addresses === undefined && !was.addresses) return [];
	const isShared = have?.shared?.includes("addresses") ?? false;
	const removable = new Set([...addressesIn(was.addresses), ...(isShared ? [] : there)]);
	const kept = [...addressesIn(want.addresses), ...(isShared ? addressesIn(originalsIn(was)?.addresses) : [])];
	return there.filter((a) => removable.has(a) && !kept.includes(a));
}

/** The least MTU of IPv6 (RFC 8200). With a smaller one, the kernel removes all IPv6 addresses of a device (addrconf_notify). */
export const leastMtuOfIpv6 = 1280;

/** True for inputs with which a device has no IPv6. */
export const endsIpv6 = ({ mtu }: Values): boolean => mtu < leastMtuOfIpv6;

/** Throws where a device would lose IPv6 addresses by the MTU that the program sets, and the program does not remove them itself. */
export function refuseLossOfIpv6(change: DeviceChange): void {
	const { want = {}, have } = change;
	const link = have?.internal?.link;
	if (!link || !endsIpv6(want) || link.mtu < leastMtuOfIpv6) return;
	const leaving = addressesToRemove(change);
	const lost = link.addresses.filter((a) => isIpv6(a.cidr) && a.movable && !a.dynamic && !leaving.includes(a.cidr));
	if (lost.length === 0) return;
	const at = (want.netns ?? "") === "" ? "" : `-n ${want.netns} `;
	const commands = lost.map(({ cidr }) => `ip ${at}addr del ${cidr} dev ${link.name}`);
	throw new Refused(
		`with an mtu of ${want.mtu}, the kernel would remove the IPv6 addresses that others have given ${link.name} (${lost.map(({ cidr }) => cidr).join(", ")}), because IPv6 needs ${leastMtuOfIpv6}. Set mtu to ${leastMtuOfIpv6} or more, or remove them first (${commands.join("; ")})`,
	);
}

/**
 * The change that recreates a device. Settings that the program leaves alone keep their values, and addresses with a lifetime keep the
 * rest of it. Membership is kept for VRFs and Linux bridges, the masters that `ip` can set.
 */
export function recreation<C extends DeviceChange>(change: C): C & { want: Values; have: undefined } {
	const { want = {}, have, was = {}, facts } = change;
	const { up, vrf, master, addresses } = have?.value ?? {};
	const leaving = [...addressesToRemove(change), ...addressesIn(want.addresses)];
	const kept = [...addressesIn(addresses), ...ofOthers(have)].filter((cidr) => !leaving.includes(cidr));
	const order = addressOrder(addressesIn(want.addresses), restorableAddressesOf(have));
	const positionOf = (one: unknown) => order.indexOf(String(addressOf(one)));
	const all = [...(want.addresses ?? []), ...kept].sort((a, b) => positionOf(a) - positionOf(b));
	const isFree = (masterIn(want) ?? masterIn(was)) === undefined;
	const isBridge = master !== undefined && facts?.links(want.netns ?? "")?.get(master)?.kind === "bridge";
	const member = isFree ? { vrf, ...(isBridge ? { master } : {}) } : {};
	const left = { ...member, ...(all.length > 0 ? { addresses: all } : {}) };
	return { ...change, want: { ...want, up: want.up ?? up, ...left }, have: undefined, former: have };
}

/**
 * The change of a device that comes in place of one which this run has deleted: it gets what others had set on that one, as if the change
 * itself recreated it. A device of another type can be in no master that the program does not name. `now`: the change, with what others
 * have added to it.
 */
export function replacement<C extends DeviceChange>(change: Keep<Values, DeviceRead>, now: C): C {
	const replaced = replacedBy(change);
	if (now.have || !replaced) return now;
	const { have, was, facts } = replaced;
	const { master: _, vrf: __, ...withoutMaster } = have.value;
	const value = have.value.type === change.want.type ? have.value : withoutMaster;
	return recreation({ ...now, have: { ...have, value }, was, formerFacts: facts });
}

/** The device that a change creates again, as it was before. */
export function formerLink(change: Keep<Values, DeviceRead>): Link | undefined {
	if (change.intent === "rollback") return change.factsBefore.knownLinks(change.want.netns ?? "").get(change.want.name);
	if (change.have) return change.have.internal?.link;
	const before = replacedBy(change)?.have;
	return before?.value.type === change.want.type ? before?.internal?.link : undefined;
}

const addressesOf = (have: DeviceChange["have"]): Link["addresses"] => have?.internal?.link?.addresses ?? [];

/**
 * The addresses that can be added again as they are. The kernel itself derives link-local and temporary addresses of IPv6. A dynamic one
 * needs its lifetimes, because no DHCP client would remove it without.
 */
const restorableAddressesOf = (have: DeviceChange["have"]): Link["addresses"] =>
	addressesOf(have).filter((a) => (a.movable || !isIpv6(a.cidr)) && (!a.dynamic || a.settings.lifetimes !== undefined));

/**
 * The addresses of daemons, DHCP clients and routers, and those of scope link, which are in no resource. Those that the kernel
 * removes along with a change are added again.
 */
const ofOthers = (have: DeviceChange["have"]): string[] => {
	const there = addressesIn(have?.value.addresses);
	return restorableAddressesOf(have).flatMap(({ cidr, passing }) => (passing && !there.includes(cidr) ? [cidr] : []));
};

/** The order in which a device is to have addresses. Those of daemons come last, so that they are not the source of new connections. */
function addressOrder(wanted: string[], all: Link["addresses"]): string[] {
	const isLast = (a: Link["addresses"][number]) => isDaemonAddress(a) && !wanted.includes(a.cidr);
	const cidrs = (some: Link["addresses"]) => some.map(({ cidr }) => cidr);
	return [...inWantedOrder(wanted, cidrs(all.filter((a) => !isLast(a)))), ...cidrs(all.filter(isLast))];
}

const isSecondary = (have: DeviceChange["have"], cidr: string): boolean =>
	addressesOf(have).some((a) => a.cidr === cidr && a.secondary);

/**
 * A test for addresses that the kernel removes together with the given ones. If a dynamic address is among them, the change is
 * refused: the address could be added again only as a permanent one, which no DHCP client would remove.
 */
function droppedWith(name: string, removed: string[], have: DeviceChange["have"]): (cidr: string) => boolean {
	const first = removed.filter((a) => !isSecondary(have, a));
	const subnet = (cidr: string): string | undefined => {
		const { peer, prefixLength } = addressesOf(have).find((a) => a.cidr === cidr)?.settings ?? {};
		return subnetOf(peer === undefined ? cidr : `${peer}/${prefixLength}`);
	};
	const lost = (cidr: string) => subnet(cidr) !== undefined && first.find((a) => subnet(a) === subnet(cidr));
	const leased = addressesOf(have).find((a) => a.dynamic && a.secondary && !removed.includes(a.cidr) && lost(a.cidr));
	if (leased) {
		const cause = lost(leased.cidr);
		throw new Refused(
			`the kernel would drop the dynamic address ${leased.cidr} along with ${cause}, the first of its subnet: remove ${cause} by hand (sysctl -w net.ipv4.conf.${name.replaceAll(".", "/")}.promote_secondaries=1; ip addr del ${cause} dev ${name})`,
		);
	}
	return (cidr) => Boolean(lost(cidr));
}

/** The master of a device: a VRF, or any other device with members. */
export const masterOf = (links: Map<string, Link> | undefined, { master }: Link): { vrf?: string; master?: string } =>
	master !== undefined && links?.get(master)?.kind === "vrf" ? { vrf: master } : { master };

const masterIn = (values: Values | undefined): string | undefined => values?.vrf ?? values?.master;

/** True if a change moves an existing device into or out of a VRF. The kernel then removes its IPv6 addresses and all routes. */
export const entersVrf = ({ want, have, was }: DeviceChange): boolean =>
	have !== undefined &&
	[want?.vrf, have.value.vrf].some((v) => v !== undefined) &&
	masterIn(want) !== masterIn(have.value) &&
	(masterIn(want) ?? masterIn(was)) !== undefined;

/** True where a change takes a device that is up out of a VRF. The kernel removes its IPv6 addresses before `ip` could. */
const leavesVrf = ({ want, have, was }: DeviceChange): boolean =>
	have?.value.up === true && have.value.vrf !== undefined && masterIn(want) === undefined && masterIn(was) === have.value.vrf;

/** Entering or leaving a VRF sets a device down for a moment. The kernel then removes its IPv6 addresses, which these steps add again. */
export const restoreIpv6Addresses = (facts: Facts, netns: string, name: string, phase: IpStep["phase"]): IpStep[] =>
	(facts.knownLinks(netns).get(name)?.addresses ?? [])
		.filter((a) => isIpv6(a.cidr) && a.movable)
		.map(({ settings }) => ({ tool: "ip", phase, netns, args: ["addr", "replace", ...settingWords(settings, name)] }));

/** The step by which a device leaves its master, before any device joins one. */
export const leaving = (netns: string, name: string): IpStep => ({
	...{ tool: "ip", phase: "leaves", netns },
	args: ["link", "set", "dev", name, "nomaster"],
});

/**
 * The kernel sets a device down that leaves a bond. These steps set it up again where it was up, with its IPv6 addresses.
 * `before`: the facts that tell whether it was up.
 */
export const upAgain = (before: Facts, netns: string, name: string): IpStep[] =>
	before.knownLinks(netns).get(name)?.up
		? [
				{ tool: "ip", phase: "leaves", netns, args: ["link", "set", "dev", name, "up"] },
				...restoreIpv6Addresses(before, netns, name, "leaves"),
			]
		: [];

export const leavingBond = (before: Facts, netns: string, name: string): IpStep[] => [
	leaving(netns, name),
	...upAgain(before, netns, name),
];

/** The devices whose master is this one. */
export const membersOf = (links: Map<string, Link> | undefined, name: string): Link[] =>
	[...(links?.values() ?? [])].filter(({ master }) => master === name);

export const leavingVrf = (facts: Facts, netns: string, name: string): IpStep[] => [
	leaving(netns, name),
	...restoreIpv6Addresses(facts, netns, name, "leaves"),
];

/** A port joins its bridge before it is set up, if it has VLANs or options of its own, or gets those of before. */
export const portPhase = ({ want, former, factsBefore }: DeviceChange): "masters" | "settings" =>
	want?.bridgeVlans !== undefined ||
	want?.bridgePort !== undefined ||
	former?.internal?.link?.bridgePort !== undefined ||
	factsBefore?.has({ read: "bridge-vlans", netns: want?.netns ?? "" })
		? "masters"
		: "settings";

/** Refuses a VRF in the field `master`, and another device in the field `vrf`: it would read back in the other field. */
function checkMasterKind({ want, facts, createdHere }: DeviceChange, at: string): void {
	const netns = want?.netns ?? "";
	// Undefined for a device that does not exist, and for one whose name goes to a new device in this batch.
	const device = (name: string | undefined): Link | undefined =>
		name === undefined || createdHere?.(deviceText(name, netns)) !== false ? undefined : facts?.knownLinks(netns).get(name);
	const [master, vrf] = [device(want?.master), device(want?.vrf)];
	if (master?.kind === "vrf") throw new Refused(`${at}master: ${master.name} is a VRF: name it in ${at}vrf`);
	if (vrf && vrf.kind !== "vrf")
		throw new Refused(
			`${at}vrf: ${vrf.name} is not a VRF but ${kindText(vrf)}${vrf.kind === "bridge" ? `: name it in ${at}master` : ""}`,
		);
}

/** The type of a device in words. */
export const kindText = ({ kind }: Link): string =>
	kind === undefined ? "a NIC" : kind === "bridge" ? "a Linux bridge" : `a device of type ${kind}`;

/**
 * The steps for a device's master. A VRF is set before addresses, because entering it removes them.
 * Throws Refused where the master is of another type than its field says. `at`: the path to the device's fields in the inputs.
 */
export function planMaster(
	change: DeviceChange,
	step: (phase: "leaves" | "masters" | "settings", ...args: string[]) => IpStep,
	at = "",
): IpStep[] {
	const { want, have, was, facts } = change;
	const current = masterIn(have?.value);
	const links = facts?.knownLinks(want?.netns ?? "");
	checkMasterKind(change, at);
	// The kernel sets a device down that leaves a bond.
	const isUpInBond = links?.get(current ?? "")?.kind === "bond" && have?.value.up === true;
	const up = isUpInBond && want?.up !== false ? [step("settings", "link", "set", "dev", want?.name, "up")] : [];
	const phase = (want?.vrf ?? was?.vrf ?? have?.value.vrf) ? "masters" : portPhase(change);
	if (masterIn(want) !== undefined && masterIn(want) !== current)
		return [step(phase, "link", "set", "dev", want?.name, "master", masterIn(want) as string), ...up];
	// A master that is another one by now was set by somebody else, or by another resource of the program.
	if (masterIn(want) === undefined && current !== undefined && masterIn(was) === current)
		return [step(phase === "masters" ? "leaves" : phase, "link", "set", "dev", want?.name, "nomaster"), ...up];
	return [];
}
