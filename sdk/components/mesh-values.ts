import { createHash } from "node:crypto";
import { isIP, SocketAddress } from "node:net";
import { ArgumentError, bare, checkDistinct, checkWhole } from "./arguments";

export type MeshType = "vxlan" | "geneve" | "gre";

const names = { vxlan: "VXLAN", geneve: "Geneve", gre: "GRE" };
/** Bytes of a packet's way through a tunnel over IPv4: the outer headers and the inner Ethernet header. GRE with its key. */
const overIPv4 = { vxlan: 50, geneve: 50, gre: 42 };
const ipv6More = 20;

const smallestMtu = 68;
const largestMtu = 65535;
const base36 = 36;
const sixDigits = base36 ** 6;

export function checkType(type: string): asserts type is MeshType {
	if (!Object.hasOwn(names, type))
		throw new ArgumentError("type", `must be "vxlan", "geneve" or "gre", not ${JSON.stringify(type)}`);
}

export function checkVni(type: MeshType, vni: number): void {
	if (type === "gre") checkWhole("vni", vni, 0, 0xffffffff, "a GRE key (32 bits)");
	else checkWhole("vni", vni, 0, 0xffffff, `a VNI of ${names[type]} (24 bits)`);
}

/**
 * What the names of a mesh's ports begin with, in at most 7 characters. It comes of the bridge, which no two meshes of a host share,
 * and so stays when VNI and type change: `vxlan` for br-vxlan; a hash behind an X where the name is too long or not of that form.
 */
export function portPrefix(bridge: string): string {
	const plain = /^br-([A-WYZa-z0-9_][A-Za-z0-9_.]{0,6})$/.exec(bridge)?.[1];
	if (plain !== undefined) return plain;
	const hash = createHash("sha256").update(bridge).digest();
	return `X${(hash.readUIntBE(0, 6) % sixDigits).toString(base36).padStart(6, "0")}`;
}

export function checkNames(hosts: string[]): void {
	if (hosts.length === 0) throw new ArgumentError("hosts", "must name a host: a mesh of none is nothing");
	checkDistinct(
		hosts.map((value, i) => ({ path: `hosts[${i}].host`, value, at: `hosts[${i}]` })),
		({ value }, { at }) => `"${value}" is ${at} already`,
	);
}

/** The family of the tunnels' endpoints: 4 or 6. */
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
			`${addresses[other]} is IPv${families[other]}, and ${addresses[0]} of ${hosts[0]} is IPv${families[0]}: no tunnel goes from one to the other`,
		);
	checkDistinct(
		addresses.map((address, i) => ({ path: `hosts[${i}].address`, value: canonical(address), address, host: hosts[i] })),
		({ address }, { host }) => `${address} is the address of ${host} already`,
	);
	return families[0] === 6 ? 6 : 4;
}

/** No two hosts may have one overlay address. */
export function checkOverlay(hosts: string[], addresses: string[][]): void {
	checkDistinct(
		addresses.flatMap((list, host) =>
			list.map((address, i) => ({ path: `hosts[${host}].addresses[${i}]`, host: hosts[host], value: canonical(bare(address)) })),
		),
		(second, { host, path }) => `${second.value} is an address of ${host} already (${path})`,
	);
}

/** One text for all ways to write an address. */
export const canonical = (address: string): string =>
	isIP(address) === 6 ? new SocketAddress({ address, family: "ipv6" }).address : address;

/** The MTU of the overlay: what the underlay leaves of its own, or less. */
export function planMtu(type: MeshType, family: 4 | 6, underlayMtu: number, mtu: number | undefined): number {
	for (const [path, value] of Object.entries({ underlayMtu, mtu })) {
		if (value !== undefined) checkWhole(path, value, smallestMtu, largestMtu, "an MTU in bytes");
	}
	const overhead = overIPv4[type] + (family === 6 ? ipv6More : 0);
	const left = underlayMtu - overhead;
	const sum = `the underlay's ${underlayMtu} bytes less ${overhead} for ${names[type]} over IPv${family} are ${left}`;
	if (left < smallestMtu) throw new ArgumentError("underlayMtu", `${sum}: too few for a network`);
	if (mtu !== undefined && mtu > left)
		throw new ArgumentError(
			"mtu",
			`${mtu} is too large: ${sum}. Set mtu to ${left} or less, or, if the underlay carries more, underlayMtu to ${mtu + overhead}.`,
		);
	return mtu ?? left;
}
