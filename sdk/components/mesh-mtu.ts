import { ArgumentError, checkInteger } from "./arguments";
import type { MeshType } from "./mesh-type";
import { displayNames } from "./mesh-type";

/** The smallest MTU of IPv4 (RFC 791). */
const smallestMtu = 68;
const largestMtu = 65535;
/** Overhead of a tunnel over IPv4 in bytes: the outer headers, with GRE's key, and the inner Ethernet header. */
const overheadOverIPv4 = { vxlan: 50, geneve: 50, gre: 42 };
const extraForIPv6 = 20;

/**
 * The MTU of the overlay in bytes: `mtu`, or else the underlay's MTU less the overhead of the tunnels.
 * Throws ArgumentError if `mtu` does not fit into the underlay's MTU.
 */
export function planMtu(type: MeshType, family: 4 | 6, underlayMtu: number, mtu: number | undefined): number {
	for (const [path, value] of Object.entries({ underlayMtu, mtu })) {
		if (value !== undefined) checkInteger(path, value, smallestMtu, largestMtu, "an MTU in bytes");
	}
	const overhead = overheadOverIPv4[type] + (family === 6 ? extraForIPv6 : 0);
	const left = underlayMtu - overhead;
	const sum = `the underlay's ${underlayMtu} bytes less ${overhead} for ${displayNames[type]} over IPv${family} are ${left}`;
	if (left < smallestMtu) throw new ArgumentError("underlayMtu", `${sum}: too few for a network`);
	if (mtu !== undefined && mtu > left)
		throw new ArgumentError(
			"mtu",
			`${mtu} is too large: ${sum}. Set mtu to ${left} or less. Or, if the underlay's MTU is larger, set underlayMtu to ${mtu + overhead}.`,
		);
	return mtu ?? left;
}
