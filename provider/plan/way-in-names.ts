import { covers } from "../network/routing";
import type { WayIn } from "../tools/way-in";

/** The first of these bridges and devices that is on the way in, in words. */
export function nameIn({ devices, bridges }: WayIn, names: (string | undefined)[]): string | undefined {
	const bridge = names.find((name) => name !== undefined && bridges.includes(name));
	const device = names.find((name) => name !== undefined && devices.includes(name));
	return bridge !== undefined ? `bridge ${bridge}` : device !== undefined ? `device ${device}` : undefined;
}

export const isIpv6 = (address: string): boolean => address.includes(":");

export const isInside = (network: string, address: string): boolean => {
	if (network === "default" || network === "all") return true;
	try {
		return covers(network.includes("/") ? network : `${network}/${isIpv6(network) ? 128 : 32}`, address);
	} catch {
		return true;
	}
};
