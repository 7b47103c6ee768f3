import { isDeepStrictEqual } from "node:util";
import type { DeviceAddress } from "../base/device-address";
import { isIpv6 } from "../base/ip-address";
import type { Values } from "../base/values";
import { type AddressSettings, addressFlags, addressWords, defaultScope, forever } from "../tools/ip-address";
import type { Link } from "../tools/ip-link";

/** The attributes that a program can set, and flags that an address is given back with. Undefined: the address does not have it. */
const attributesOf = (a: AddressSettings, device: string): Values => ({
	peer: a.peer,
	label: isIpv6(a.local) ? undefined : (a.label ?? device),
	broadcast: a.broadcast,
	scope: a.scope ?? defaultScope(a.local),
	metric: a.metric,
	preferredLifetime: isDeprecated(a) ? 0 : undefined,
	noprefixroute: a.flags.includes("noprefixroute"),
	nodad: a.flags.includes("nodad"),
	...Object.fromEntries(["mngtmpaddr", "home", "autojoin"].flatMap((flag) => (a.flags.includes(flag) ? [[flag, true]] : []))),
});

const isDeprecated = ({ lifetimes }: AddressSettings): boolean => lifetimes?.preferred === 0;

/** The attributes of an address that has nothing but its prefix length. */
const plainAttributes = (local: string, device: string): Values => attributesOf({ local, prefixLength: 0, flags: [] }, device);

/**
 * An address in the form of the inputs, with the attributes that the program names. An address that the program does not have has
 * all attributes that are no defaults, so that it can be given back as it was.
 */
export function observedAddress(
	{ cidr, settings }: Link["addresses"][number],
	named: Values | undefined,
	device: string,
	isNamed: boolean,
): DeviceAddress {
	const plain = plainAttributes(settings.local, device);
	const counts = (attribute: string, value: unknown) => (isNamed ? named?.[attribute] !== undefined : value !== plain[attribute]);
	const all = Object.entries(attributesOf(settings, device));
	const seen = all.filter(([attribute, value]) => value !== undefined && counts(attribute, value));
	return seen.length === 0 ? cidr : { address: cidr, ...Object.fromEntries(seen) };
}

/** The attributes of an address in the program: now, in the last update, and before the program managed them. */
export interface NamedAttributes {
	now?: Values;
	before?: Values;
	original?: Values;
}

/** An address as the program wants it. Attributes that the program does not name stay as they were found. */
export function wantedSettings(
	cidr: string,
	found: AddressSettings | undefined,
	{ now = {}, before = {}, original = {} }: NamedAttributes,
): AddressSettings {
	const [local = "", length] = cidr.split("/");
	const base = found ?? { local, prefixLength: Number(length), flags: [] };
	const value = (attribute: string, current: unknown) =>
		now[attribute] ?? (before[attribute] === undefined ? current : original[attribute]);
	const scope = value("scope", base.scope);
	return {
		...base,
		peer: value("peer", base.peer),
		label: value("label", base.label),
		broadcast: value("broadcast", base.broadcast),
		metric: value("metric", base.metric),
		scope: scope === defaultScope(local) ? undefined : scope,
		flags: addressFlags.filter((flag) => value(flag, base.flags.includes(flag))),
		lifetimes: lifetimes(base, value("preferredLifetime", isDeprecated(base) ? 0 : undefined) === 0),
	};
}

function lifetimes(base: AddressSettings, deprecated: boolean): AddressSettings["lifetimes"] {
	if (deprecated === isDeprecated(base)) return base.lifetimes;
	const valid = base.lifetimes?.valid ?? forever;
	if (deprecated) return { valid, preferred: 0 };
	return valid === forever ? undefined : { valid, preferred: valid };
}

/** The words of `ip addr add` for an address that stays on its device. */
export const settingWords = (a: AddressSettings, device: string): string[] => addressWords(a, device, device, a.flags);

export const isSameAddress = (a: AddressSettings, b: AddressSettings, device: string): boolean =>
	isDeepStrictEqual(settingWords(a, device), settingWords(b, device));

/**
 * True if `ip addr replace` can change the one to the other. The kernel changes the flags and lifetimes of an IPv6 address
 * (inet6_addr_modify), but does not take its metric away, and of an IPv4 address only the lifetimes (inet_rtm_newaddr).
 */
export const isChangedInPlace = (a: AddressSettings, b: AddressSettings, device: string): boolean =>
	isIpv6(a.local)
		? a.peer === b.peer && (a.metric === undefined || b.metric !== undefined)
		: isSameAddress({ ...a, lifetimes: undefined }, { ...b, lifetimes: undefined }, device);
