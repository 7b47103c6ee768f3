import type { IpStep } from "../tools/ip";
import { wordAfter } from "../tools/ip-step";
import { createsDevice, destinationOf } from "../tools/ip-undo";
import type { WayIn } from "../tools/way-in";
import { isInside, isIpv6, nameIn } from "./way-in-names";

/** The route, rule, neighbor, address or device that a line of `ip` changes. */
export function byLine(step: IpStep, wayIn: WayIn): string | undefined {
	const { args, family } = step;
	const isOfFamily = (family === 6) === isIpv6(wayIn.client);
	if (args[0] === "route") return isOfFamily && isOnTheWay(step, wayIn) ? `route ${destinationOf(step)}` : undefined;
	if (args[0] === "rule") return isOfFamily && mayMatch(args, wayIn) ? `policy rule ${wordAfter("pref", args)}` : undefined;
	if (args[0] === "neigh") return isNeighborOnTheWay(args, wayIn) ? `neighbor ${addressOfNeighbor(args)}` : undefined;
	// A device on top of another one, and a mark, change nothing of the device itself.
	if (createsDevice(step) || args.includes("alias")) return undefined;
	const device = nameIn(wayIn, args);
	if (device !== undefined || args[0] !== "addr") return device;
	const address = args[2] ?? "";
	return isInside(address, wayIn.client) || address.split("/")[0] === wayIn.server ? `address ${address}` : undefined;
}

/** A device of the way in that comes back from another namespace, or a name that it takes. */
export const movedIn = (step: IpStep, wayIn: WayIn): string | undefined =>
	wordAfter("netns", step.args) === "1" ? nameIn(wayIn, step.args) : undefined;

const addressOfNeighbor = (args: string[]): string => args[args.indexOf("dev") - 1] ?? "";

/** True for any neighbor of the client's family on a device of the way in: it may be the gateway to the client. */
const isNeighborOnTheWay = (args: string[], { client, devices }: WayIn): boolean =>
	devices.includes(wordAfter("dev", args) ?? "") && isIpv6(addressOfNeighbor(args)) === isIpv6(client);

function isOnTheWay(step: IpStep, { client, server, tables, devices }: WayIn): boolean {
	const vrf = wordAfter("vrf", step.args);
	const table = Number(wordAfter("table", step.args) ?? 254);
	const isLookedUp = vrf === undefined ? tables.includes(table) : devices.includes(vrf);
	const destination = destinationOf(step);
	return isLookedUp && (isInside(destination, client) || isInside(destination, server));
}

/** False for a rule that matches only marked packets, other addresses or another input device. */
function mayMatch(args: string[], { client, server, devices }: WayIn): boolean {
	if (args.includes("not")) return true;
	const mark = wordAfter("fwmark", args);
	if (mark !== undefined && Number(mark.split("/")[0]) !== 0) return false;
	const iif = wordAfter("iif", args);
	if (iif !== undefined && iif !== "lo" && !devices.includes(iif)) return false;
	const oif = wordAfter("oif", args);
	if (oif !== undefined && !devices.includes(oif)) return false;
	const [from, to] = [wordAfter("from", args) ?? "all", wordAfter("to", args) ?? "all"];
	const ends: [string, string][] = [
		[server, client],
		[client, server],
	];
	return ends.some(([source, destination]) => isInside(from, source) && isInside(to, destination));
}
