import { covers, familyOf } from "../network/routing";
import type { Ends, WayIn } from "../tools/way-in";

/** The first of these bridges and devices that is on the way in, in words. */
export function nameIn({ devices, bridges }: WayIn, names: (string | undefined)[]): string | undefined {
	const bridge = names.find((name) => name !== undefined && bridges.includes(name));
	const device = names.find((name) => name !== undefined && devices.includes(name));
	return bridge !== undefined ? `bridge ${bridge}` : device !== undefined ? `device ${device}` : undefined;
}

/** The ends of the connection and of its tunnels that have addresses of this family. */
export const endsOf = ({ ends }: WayIn, family: 4 | 6): Ends[] => ends.filter(({ client }) => familyOf(client) === family);

export const isInside = (network: string, address: string): boolean => {
	if (network === "default" || network === "all") return true;
	try {
		return covers(network.includes("/") ? network : `${network}/${familyOf(network) === 6 ? 128 : 32}`, address);
	} catch {
		return true;
	}
};
