import type { Facts } from "../model/facts";
import { familyOf } from "../network/routing";
import { createsDevice, destinationOf, type IpStep, wordAfter } from "../tools/ip-step";
import type { Ends, WayIn } from "../tools/way-in";
import { endsOf, isInside, nameIn } from "./way-in-names";

/** The route, rule, neighbor, address or device that a line of `ip` changes. */
export function byLine(step: IpStep, facts: Facts, wayIn: WayIn): string | undefined {
	const { args, family = 4 } = step;
	const ends = endsOf(wayIn, family);
	if (args[0] === "route") return ends.some((one) => isOnTheWay(step, one, wayIn)) ? `route ${destinationOf(step)}` : undefined;
	if (args[0] === "rule")
		return ends.some((one) => mayMatch(args, one, wayIn)) ? `policy rule ${wordAfter("pref", args)}` : undefined;
	if (args[0] === "neigh") return isNeighborOnTheWay(args, wayIn) ? `neighbor ${addressOfNeighbor(args)}` : undefined;
	if (createsDevice(step)) return nameIn(wayIn, [losingPackets(step, facts)]);
	// A mark changes nothing of the device itself.
	if (args.includes("alias")) return undefined;
	const device = nameIn(wayIn, args);
	if (device !== undefined || args[0] !== "addr") return device;
	const address = args[2] ?? "";
	const isOfEnd = ({ client, server }: Ends) => isInside(address, client) || address.split("/")[0] === server;
	return wayIn.ends.some(isOfEnd) ? `address ${address}` : undefined;
}

/**
 * The device that gets fewer packets because of a new one on top of it. A macvlan of mode passthru takes all of them
 * (macvlan_handle_frame in the kernel's drivers/net/macvlan.c), and a VLAN takes those with its tag before a bridge or a bond does
 * (__netif_receive_skb_core in net/core/dev.c).
 */
function losingPackets({ netns, args }: IpStep, facts: Facts): string | undefined {
	const words = args.slice(4);
	const parent = wordAfter("link", words);
	if (wordAfter("mode", words) === "passthru") return parent;
	const links = facts.knownLinks(netns);
	const master = links.get(parent ?? "")?.master;
	return wordAfter("type", words) === "vlan" && master !== undefined && links.get(master)?.kind !== "vrf" ? parent : undefined;
}

/** A device of the way in that comes back from another namespace, or a name that it takes. */
export const movedIn = (step: IpStep, wayIn: WayIn): string | undefined =>
	wordAfter("netns", step.args) === "1" ? nameIn(wayIn, step.args) : undefined;

const addressOfNeighbor = (args: string[]): string => args[args.indexOf("dev") - 1] ?? "";

/** True for any neighbor of a client's family on a device of the way in: it may be the gateway to the client. */
const isNeighborOnTheWay = (args: string[], wayIn: WayIn): boolean =>
	wayIn.devices.includes(wordAfter("dev", args) ?? "") && endsOf(wayIn, familyOf(addressOfNeighbor(args))).length > 0;

function isOnTheWay(step: IpStep, { client, server }: Ends, { tables, devices }: WayIn): boolean {
	const vrf = wordAfter("vrf", step.args);
	const table = Number(wordAfter("table", step.args) ?? 254);
	const isLookedUp = vrf === undefined ? tables.includes(table) : devices.includes(vrf);
	const destination = destinationOf(step);
	return isLookedUp && (isInside(destination, client) || isInside(destination, server));
}

/** False for a rule that matches only other packets than those of the connection: marked ones, or of other addresses or devices. */
function mayMatch(args: string[], { client, server }: Ends, { devices, isMarked }: WayIn): boolean {
	if (args.includes("not")) return true;
	const mark = wordAfter("fwmark", args);
	if (!isMarked && mark !== undefined && Number(mark.split("/")[0]) !== 0) return false;
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
