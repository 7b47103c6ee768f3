import ipaddr from "ipaddr.js";
import { z } from "zod";
import * as f from "../base/fields";
import { canonicalAddress, isIpv6 } from "../base/ip-address";
import type { Keep } from "../model/change";
import type { Facts } from "../model/facts";
import { ourProtocol } from "../tools/ip-route";

const names: Record<string, number> = { main: 254, default: 253, local: 255 };

/** A routing table's number, or one of the kernel's three by its name. */
export const table = z
	.union([f.integer(1, 0xffffffff, "a routing table"), z.enum(["main", "default", "local"])], {
		error: 'must be a routing table: a number from 1 to 4294967295, or "main", "default" or "local"',
	})
	.transform((t) => (typeof t === "string" ? (names[t] as number) : t));

/** A number of 32 bits that packets are marked with, or a mask of such numbers. */
export const mark = (what: string) =>
	z
		.union([f.integer(0, 0xffffffff, what), z.string().regex(/^0x[0-9a-fA-F]{1,8}$/, { abort: true })], {
			error: `must be ${what}: a number of 32 bits, or such as "0x10"`,
		})
		.transform(Number);

const width = (s: string) => (isIpv6(s) ? 128 : 32);

export const familyOf = (address: string): 4 | 6 => (isIpv6(address) ? 6 : 4);

/** A network with its prefix length. An address alone is a network of one address. */
const whole = (s: string) => (s.includes("/") ? s : `${s}/${width(s)}`);

function firstOf(cidr: string): string | undefined {
	if (!f.cidr.safeParse(cidr).success) return undefined;
	const first = isIpv6(cidr) ? ipaddr.IPv6.networkAddressFromCIDR(cidr) : ipaddr.IPv4.networkAddressFromCIDR(cidr);
	return `${canonicalAddress(first.toString())}/${cidr.split("/")[1]}`;
}

/** A network such as 10.0.0.0/24, or one address. As in the kernel, no bits may be set after the prefix. */
export const network = z
	.string()
	.superRefine((s, context) => {
		const first = firstOf(whole(s));
		const message =
			first === undefined
				? "must be a network such as 10.0.0.0/24 or 2001:db8::/64, or an address"
				: `has bits set beyond its prefix length: the network is ${first}`;
		if (first === undefined || f.cidr.parse(whole(s)) !== first) context.addIssue({ code: "custom", message });
	})
	.overwrite((s) => firstOf(whole(s)) ?? s);

/** True if the address is in the network of the CIDR, which may have host bits set. */
export function covers(cidr: string, address: string): boolean {
	const [net, ip] = [ipaddr.parseCIDR(cidr), ipaddr.parse(address)];
	return net[0].kind() === ip.kind() && ip.match(net);
}

/** The number of the wanted routing table. Undefined: the VRF that it is given by does not exist. */
export function tableOf(facts: Facts, want: { netns?: string; table?: number; vrf?: string }): number | undefined {
	if (want.vrf === undefined) return want.table;
	const device = facts.links(want.netns ?? "")?.get(want.vrf);
	return device?.kind === "vrf" ? Number(device.data.table) : undefined;
}

/**
 * The protocol that a route or rule gets: its own where it is adopted or released, the one of before where it is put back, and otherwise
 * this provider's. `now`: the protocol that it has. `before`: the protocol by the facts before the change that is undone.
 */
export function protocolAfter(change: Keep, now: number | undefined, before: (facts: Facts) => number | undefined): number {
	const former = change.intent === "rollback" ? before(change.factsBefore) : undefined;
	const isKept = change.intent === "release" || (change.intent === "apply" ? change.isAdopted : change.owner === undefined);
	return former ?? (isKept ? now : undefined) ?? ourProtocol;
}

export const netnsFacts = (netns: string | undefined) => (netns === undefined ? [] : [{ read: "namespaces" } as const]);
