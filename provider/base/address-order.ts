import { addressOf, type DeviceAddress } from "./device-address";
import { subnetOf } from "./ip-address";
import { isMap } from "./values";
import { valuesByKey } from "./values-by-key";

/**
 * The addresses in an order by which two lists are compared. The order in an IPv4 subnet counts: the kernel takes the first address for
 * new connections (ip-address(8), primary and secondary). Elsewhere it has no meaning.
 */
export function inComparedOrder(list: unknown): unknown {
	if (!Array.isArray(list)) return list;
	const keyed = list.map((one, i) => ({
		one,
		i,
		sortKey: isMap(one) || typeof one === "string" ? sortKeyOf(one as DeviceAddress) : "",
	}));
	return keyed.sort((a, b) => (a.sortKey === b.sortKey ? a.i - b.i : a.sortKey < b.sortKey ? -1 : 1)).map(({ one }) => one);
}

const sortKeyOf = (one: DeviceAddress): string => ipv4SubnetOf(one) ?? String(addressOf(one));

/** The subnet in which the first address is the kernel's primary one: that of the other end where an address has one. */
function ipv4SubnetOf(one: DeviceAddress): string | undefined {
	const cidr = String(addressOf(one));
	const peer = isMap(one) ? one.peer : undefined;
	const inSubnet = typeof peer === "string" ? `${peer}/${cidr.split("/")[1]}` : cidr;
	return /^[\d.]+\/\d+$/.test(inSubnet) ? subnetOf(inSubnet) : undefined;
}

/**
 * The addresses that have to be taken off a device and added again, so that those of each IPv4 subnet come in the wanted order: all that
 * are there after the first one that differs. `there`: in the device's order.
 */
export function outOfOrder(wanted: DeviceAddress[], there: string[]): string[] {
	const inSubnets = wanted.filter((one) => ipv4SubnetOf(one) !== undefined);
	const bySubnet = valuesByKey(inSubnets.map((one) => [ipv4SubnetOf(one), addressOf(one) as string] as const));
	return [...bySubnet.values()].flatMap((cidrs) => {
		const found = there.filter((cidr) => cidrs.includes(cidr));
		const at = cidrs.findIndex((cidr, i) => cidr !== found[i]);
		return at < 0 ? [] : found.slice(at);
	});
}

/**
 * The order in which a device is to have addresses: those that it had keep their positions, the wanted ones come in the program's order,
 * and a new one comes after the one that the program has before it.
 */
export function inWantedOrder(wanted: string[], known: string[]): string[] {
	const kept = wanted.filter((cidr) => known.includes(cidr));
	let used = 0;
	const all = known.map((cidr) => (kept.includes(cidr) ? (kept[used++] as string) : cidr));
	for (const [i, cidr] of wanted.entries()) {
		if (all.includes(cidr)) continue;
		const next = wanted.slice(i).find((one) => all.includes(one));
		const before = i > 0 ? all.indexOf(wanted[i - 1] as string) + 1 : next === undefined ? all.length : all.indexOf(next);
		all.splice(before, 0, cidr);
	}
	return all;
}
