import { option } from "./call";
import type { IpStep } from "./ip-step";

export const addressFlags = ["noprefixroute", "mngtmpaddr", "nodad", "home", "autojoin"] as const;

/** A lifetime without end. */
export const forever = 0xffffffff;

/** The scope that `ip` gives an IPv4 address by itself (iproute2, ip/ipaddress.c, default_scope). */
export const defaultScope = (local: string): string => (local.startsWith("127.") ? "host" : "global");

/** The words for an address and its peer. */
export const endsOf = (a: AddressSettings): string[] =>
	a.peer === undefined ? [cidrOf(a)] : [a.local, "peer", `${a.peer}/${a.prefixLength}`];

/** The words for an address with everything that it has. `from`: the device that has it now. */
export function addressWords(a: AddressSettings, from: string, to: string, flags: string[]): string[] {
	const label = a.label === undefined || a.label === from ? undefined : labelOn(to, a.label, from);
	return [
		...[...endsOf(a), "dev", to],
		...option("broadcast", a.broadcast),
		...option("label", label),
		...option("scope", a.scope),
		...option("metric", a.metric),
		...option("proto", a.protocol),
		...flags,
		...(a.lifetimes ? ["valid_lft", lifetime(a.lifetimes.valid), "preferred_lft", lifetime(a.lifetimes.preferred)] : []),
	];
}

const lifetime = (seconds: number): string => (seconds === forever ? "forever" : String(seconds));

/** The address with its prefix length in a line of `ip addr`. */
export function cidrInLine({ args }: Pick<IpStep, "args">): string {
	const [, , local = "", peer, other = ""] = args;
	return peer === "peer" ? `${local}/${other.split("/")[1]}` : local;
}

/** A label of an address on another device: `eth1:web` becomes `br0:web`. */
export const labelOn = (to: string, label: string, from: string): string =>
	label.startsWith(`${from}:`) ? `${to}${label.slice(from.length)}` : label;

/** An address with everything that `ip addr add` can say of it. */
export interface AddressSettings {
	local: string;
	prefixLength: number;
	/** The other end of a point-to-point address. */
	peer?: string;
	broadcast?: string;
	label?: string;
	/** The scope of an IPv4 address. Undefined: the one that `ip` gives the address by itself. */
	scope?: string;
	/** The metric of the route to the address's subnet. */
	metric?: number;
	/** Flags of ip-address(8), such as noprefixroute. */
	flags: string[];
	/** Seconds for which a dynamic address is still valid and preferred. */
	lifetimes?: { valid: number; preferred: number };
	/** The protocol (IFA_PROTO) of the daemon that has added the address, such as 18 for keepalived. The kernel's own are left out. */
	protocol?: string;
}

/** True for an address that a daemon such as keepalived has added, and removes itself. */
export const isDaemonAddress = ({ settings }: { settings: AddressSettings }): boolean => settings.protocol !== undefined;

/** The address with its prefix length. */
export const cidrOf = ({ local, prefixLength }: AddressSettings): string => `${local}/${prefixLength}`;
