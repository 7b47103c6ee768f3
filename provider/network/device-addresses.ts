import { inWantedOrder, outOfOrder } from "../base/address-order";
import { addressesIn, attributesIn } from "../base/device-address";
import { isIpv6, subnetOf } from "../base/ip-address";
import { originalsIn } from "../base/state-fields";
import type { Values } from "../base/values";
import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { netnsWords } from "../tools/call";
import { endsOf, isDaemonAddress } from "../tools/ip-address";
import type { Link } from "../tools/ip-link";
import type { IpStep } from "../tools/ip-step";
import { isChangedInPlace, isSameAddress, type NamedAttributes, settingWords, wantedSettings } from "./address";
import type { DeviceChange } from "./device-change";
import { leavesVrf } from "./device-master";

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

/**
 * The steps that bring a device's addresses to the wanted ones, before its other settings and after them.
 * When the first IPv4 address of a subnet is removed, the kernel removes the others too (net/ipv4/devinet.c), and when a device
 * is set down, its IPv6 addresses. All such addresses are added again, no matter who added them before.
 */
export function planAddresses(
	name: string,
	netns: string,
	change: DeviceChange,
	{ losesIpv6, isSetDown }: { losesIpv6: boolean; isSetDown: boolean },
): { before: IpStep[]; after: IpStep[] } {
	const { want = {}, have, former, atBoot } = change;
	const step = (phase: "delete-addresses" | "settings", ...args: string[]): IpStep => ({ tool: "ip", phase, netns, args });
	const there = addressesIn(have?.value.addresses);
	const wanted = addressesIn(want.addresses);
	const known = [...addressesOf(have), ...restorableAddressesOf(former)];
	const found = (cidr: string) => known.find((a) => a.cidr === cidr)?.settings;
	const target = (cidr: string) => wantedSettings(cidr, found(cidr), attributesNamed(cidr, change));
	const differs = (cidr: string, than: typeof isSameAddress) => {
		const before = found(cidr);
		return before !== undefined && there.includes(cidr) && !than(before, target(cidr), name);
	};
	const leaving = addressesToRemove(change);
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
	const dropped = droppedWith(name, removed, have);
	const all = [...there, ...ofOthers(have)];
	// Where promote_secondaries is set, an address that stays would become the first of its subnet, before one that is added again.
	const displaced = all.filter((a) => !removed.includes(a) && droppedWith(name, changedFirst, have)(a));
	const lost = all.filter((a) => !removed.includes(a) && (dropped(a) || ((isSetDown || losesIpv6) && isIpv6(a))));
	const missing = wanted.filter((a) => !there.includes(a));
	const added = inOrderOfAddition([...new Set([...missing, ...altered, ...lost])], addressOrder(wanted, known));
	const isReplaced = (a: string) =>
		removed.length > 0 || losesIpv6 || there.includes(a) || (atBoot === true && attributesIn(want.addresses, a) !== undefined);
	return {
		before: [...removed, ...displaced]
			.sort((a, b) => rank(b) - rank(a))
			.filter((a) => !(isIpv6(a) && leavesVrf(change)))
			.map((a) => step("delete-addresses", "addr", "del", ...endsOf(found(a) ?? target(a)), "dev", name)),
		after: added.map((a) => step("settings", ...["addr", isReplaced(a) ? "replace" : "add"], ...settingWords(target(a), name))),
	};
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
export function addressesToRemove({ want = {}, have, was = {} }: DeviceChange): string[] {
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
	const at = netnsWords(want.netns);
	const commands = lost.map(({ cidr }) => `ip ${at}addr del ${cidr} dev ${link.name}`);
	throw new Refused(
		`with an mtu of ${want.mtu}, the kernel would remove the IPv6 addresses that others have given ${link.name} (${lost.map(({ cidr }) => cidr).join(", ")}), because IPv6 needs ${leastMtuOfIpv6}. Set mtu to ${leastMtuOfIpv6} or more, or remove them first (${commands.join("; ")})`,
	);
}

const addressesOf = (have: DeviceChange["have"]): Link["addresses"] => have?.internal?.link?.addresses ?? [];

/**
 * The addresses that can be added again as they are. The kernel itself derives link-local and temporary addresses of IPv6. A dynamic one
 * needs its lifetimes, because no DHCP client would remove it without.
 */
export const restorableAddressesOf = (have: DeviceChange["have"]): Link["addresses"] =>
	addressesOf(have).filter((a) => (a.movable || !isIpv6(a.cidr)) && (!a.dynamic || a.settings.lifetimes !== undefined));

/**
 * The addresses of daemons, DHCP clients and routers, and those of scope link, which are in no resource. Those that the kernel
 * removes along with a change are added again.
 */
export const ofOthers = (have: DeviceChange["have"]): string[] => {
	const there = addressesIn(have?.value.addresses);
	return restorableAddressesOf(have).flatMap(({ cidr, passing }) => (passing && !there.includes(cidr) ? [cidr] : []));
};

/** The order in which a device is to have addresses. Those of daemons come last, so that they are not the source of new connections. */
export function addressOrder(wanted: string[], all: Link["addresses"]): string[] {
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

/** Entering or leaving a VRF sets a device down for a moment. The kernel then removes its IPv6 addresses, which these steps add again. */
export const restoreIpv6Addresses = (facts: Facts, netns: string, name: string, phase: IpStep["phase"]): IpStep[] =>
	(facts.knownLinks(netns).get(name)?.addresses ?? [])
		.filter((a) => isIpv6(a.cidr) && a.movable)
		.map(({ settings }) => ({ tool: "ip", phase, netns, args: ["addr", "replace", ...settingWords(settings, name)] }));
