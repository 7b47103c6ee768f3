import { isDeepStrictEqual } from "node:util";
import { addressesIn, attributesIn } from "../base/device-address";
import type { Values } from "../base/values";
import { type Link, stackOn } from "../tools/ip-link";
import { receivingModes } from "../tools/ip-link-options";
import type { IpStep } from "../tools/ip-step";
import { observedAddress } from "./address";
import { planAddresses } from "./device-addresses";
import type { DeviceChange } from "./device-change";
import { masterIn } from "./device-master";

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

interface DeviceSettings {
	/** The settings to change: OVSDB holds some of a port's. Default: all. */
	fields?: string[];
	/** True if another step of the change makes the device lose its IPv6 addresses. */
	losesIpv6?: boolean;
}

const allSettings = ["mac", "mtu", "promisc", "allmulticast", "addresses", "up"];

/** The steps that bring a device's settings to the wanted values. Addresses that the kernel removes with them are added again. */
export function planDevice(
	name: string,
	netns: string,
	change: DeviceChange,
	{ fields = allSettings, losesIpv6 = false }: DeviceSettings = {},
): IpStep[] {
	const { want = {}, have, was = {}, facts, factsBefore, atBoot, isAdopted, isCreatedWithMac } = change;
	const step = (...args: string[]): IpStep => ({ tool: "ip", phase: "settings", netns, args });
	// At boot, the host itself may create an adopted device, and the line that creates it then fails.
	const isMacSet = isCreatedWithMac === true && !(atBoot && isAdopted);
	const value = have?.value ?? {};
	const changed = (f: string) => fields.includes(f) && want[f] !== undefined && !isDeepStrictEqual(want[f], value[f]);
	const isModeDropped = (f: string) => want[f] === undefined && was[f] !== undefined;
	const modeChanged = (f: string) => fields.includes(f) && (isModeDropped(f) ? value[f] === true : changed(f));
	const isSetDown = changed("up") && !want.up && value.up === true;
	const addresses = planAddresses(name, netns, change, { losesIpv6, isSetDown });
	// The kernel lowers the MTU of devices on top of this one together with its own, and does not raise it again.
	const now = facts?.knownLinks(netns);
	const lowered = stackOn(factsBefore?.knownLinks(netns), name).filter((one) => one.mtu > (now?.get(one.name)?.mtu ?? one.mtu));
	const setMtu = (one: string, mtu: number) => step("link", "set", "dev", one, "mtu", String(mtu));
	return [
		...addresses.before,
		...(changed("mac") && !isMacSet ? [step("link", "set", "dev", name, "address", want.mac)] : []),
		...(changed("mtu") ? [setMtu(name, want.mtu), ...lowered.map((one) => setMtu(one.name, one.mtu))] : []),
		...receivingModes.filter(modeChanged).map((f) => step("link", "set", "dev", name, f, want[f] ? "on" : "off")),
		...(changed("up") ? [step("link", "set", "dev", name, want.up ? "up" : "down")] : []),
		...addresses.after,
	];
}
