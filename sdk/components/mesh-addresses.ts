import { isIP, SocketAddress } from "node:net";
import { ArgumentError, checkUnique, withoutPrefixLength } from "./arguments";

/** Checks the underlay addresses of hosts, and returns their common family. */
export function checkUnderlay(hosts: string[], addresses: string[]): 4 | 6 {
	const families = addresses.map((address, i) => {
		const family = isIP(address);
		if (family !== 0) return family;
		const hint = isIP(address?.split?.("/")[0] ?? "") ? " without a prefix length" : " such as 192.0.2.1";
		throw new ArgumentError(`hosts[${i}].address`, `must be the host's underlay address${hint}, not ${JSON.stringify(address)}`);
	});
	const other = families.findIndex((family) => family !== families[0]);
	if (other !== -1)
		throw new ArgumentError(
			`hosts[${other}].address`,
			`${addresses[other]} is IPv${families[other]}, but ${addresses[0]} of ${hosts[0]} is IPv${families[0]}: a tunnel needs the same family at both ends`,
		);
	checkUnique(
		addresses.map((address, i) => ({ path: `hosts[${i}].address`, value: canonicalAddress(address), address, host: hosts[i] })),
		({ address }, { host }) => `${address} is already the address of ${host}`,
	);
	return families[0] === 6 ? 6 : 4;
}

/** Checks that no two hosts have the same overlay address. */
export function checkOverlay(hosts: string[], addresses: string[][]): void {
	checkUnique(
		addresses.flatMap((list, host) =>
			list.map((address, i) => ({
				path: `hosts[${host}].addresses[${i}]`,
				host: hosts[host],
				value: canonicalAddress(withoutPrefixLength(address)),
			})),
		),
		({ value }, { host, path }) => `${value} is already an address of ${host} (${path})`,
	);
}

/** The same text for all spellings of an address. */
export const canonicalAddress = (address: string): string =>
	isIP(address) === 6 ? new SocketAddress({ address, family: "ipv6" }).address : address;
