import { option } from "./call";
import { type AddressSettings, cidrOf } from "./ip-step";

export const isIpv6 = ({ local }: AddressSettings): boolean => local.includes(":");

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
		...option("metric", a.metric),
		...flags,
		...(a.lifetimes ? ["valid_lft", String(a.lifetimes.valid), "preferred_lft", String(a.lifetimes.preferred)] : []),
	];
}

/** A label of an address on another device: `eth1:web` becomes `br0:web`. */
export const labelOn = (to: string, label: string, from: string): string =>
	label.startsWith(`${from}:`) ? `${to}${label.slice(from.length)}` : label;
