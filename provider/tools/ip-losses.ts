import { type LinkFact, stackOn } from "./ip-link";
import { createsDevice, type IpStep, wordAfter } from "./ip-step";
import type { KnownFacts, Loss } from "./tool";

// Objects that the kernel removes because of a line of `ip` that does not name them.

const disruptivePhases = ["leaves", "delete-addresses", "delete-links", "delete-namespaces", "moves", "masters"];

/** True for a line by which the kernel changes the MTU of other devices too: those on top of one get a lower one, and an IPvlan any. */
function changesMtuAbove({ netns, args }: IpStep, known: KnownFacts): boolean {
	const fact: LinkFact = { read: "links", netns };
	return args.includes("mtu") && stackOn(known.value(fact), args[3] ?? "").length > 0;
}

/** True for a line by which a device gets another MAC address. The kernel then removes its neighbors (neigh_changeaddr). */
export const setsMac = ({ args }: IpStep): boolean => args[0] === "link" && args[1] === "set" && args[4] === "address";

/** True for a line by which the kernel removes or changes objects that depend on a device. */
const isDisruptive = (step: IpStep, known: KnownFacts): boolean =>
	disruptivePhases.includes(step.phase) ||
	["master", "nomaster", "down"].some((word) => step.args.includes(word)) ||
	setsMac(step) ||
	changesMtuAbove(step, known);

/**
 * True for a line about one of the devices that the same resource creates, which nothing depends on. As a port of a bridge or bond, such
 * a device changes the MAC address and MTU of its master.
 */
function isOfNewDevice({ netns, args }: IpStep, created: ReadonlySet<string>, known: KnownFacts): boolean {
	const name = wordAfter("dev", args) ?? "";
	if (args[0] !== "link" || !created.has(`${netns} ${name}`)) return false;
	const fact: LinkFact = { read: "links", netns };
	const links = known.value(fact);
	const master = wordAfter("master", args);
	return links?.has(name) === false && (master === undefined || links.get(master)?.kind === "vrf");
}

export function removesImplicitly(steps: IpStep[], known: KnownFacts): Loss[] {
	const created = new Set(steps.flatMap((s) => (createsDevice(s) ? [`${s.netns} ${wordAfter("dev", s.args)}`] : [])));
	return steps.some((step) => isDisruptive(step, known) && !isOfNewDevice(step, created, known)) ? ["dependants"] : [];
}

/**
 * True for a step by which the kernel may drop the routes over its device: the device is deleted or set down, enters or leaves
 * its master, or loses an address. Without its last address of a family, a device has no routes of the family.
 */
export const mayDropRoutes = ({ phase, args }: IpStep): boolean =>
	["leaves", "delete-links", "masters", "delete-addresses"].includes(phase) ||
	(args[0] === "link" && args[1] === "set" && args[4] === "down");

/** True for a line that deletes or moves a device, or changes its master: the kernel removes its entries in the bridge it was in. */
export const takesBridgeEntries = ({ args }: IpStep): boolean =>
	args[0] === "link" && (args[1] === "del" || ["master", "nomaster", "netns"].includes(args[4] ?? ""));

/** The master that a line names, into which a device goes. */
export const masterNamed = ({ args }: IpStep): string | undefined => (args[0] === "link" ? wordAfter("master", args) : undefined);
