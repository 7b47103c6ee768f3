import { covers } from "../network/routing";
import type { Ends, WayIn } from "../tools/way-in";

/** The first of these bridges and devices that is on the way in, in words. */
export function nameIn({ devices, bridges }: WayIn, names: (string | undefined)[]): string | undefined {
	const bridge = names.find((name) => name !== undefined && bridges.includes(name));
	const device = names.find((name) => name !== undefined && devices.includes(name));
	return bridge !== undefined ? `bridge ${bridge}` : device !== undefined ? `device ${device}` : undefined;
}

const isIpv6 = (address: string): boolean => address.includes(":");

/** The ends of the connection and of its tunnels that have addresses of this family. */
export const endsOf = ({ ends }: WayIn, family: 4 | 6): Ends[] => ends.filter(({ client }) => isIpv6(client) === (family === 6));

export const familyOfAddress = (address: string): 4 | 6 => (isIpv6(address) ? 6 : 4);

export const isInside = (network: string, address: string): boolean => {
	if (network === "default" || network === "all") return true;
	try {
		return covers(network.includes("/") ? network : `${network}/${isIpv6(network) ? 128 : 32}`, address);
	} catch {
		return true;
	}
};
