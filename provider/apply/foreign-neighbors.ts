import type { Fact, Facts } from "../model/facts";
import { isOfDaemon } from "../network/routes";
import { type IpStep, type Link, setsMac } from "../tools/ip";
import { type KernelNeighbor, neighborPlace, neighborWords } from "../tools/ip-neighbor";
import { ourProtocol } from "../tools/ip-route";
import { wordAfter } from "../tools/ip-step";
import { isMacStep } from "../tools/ovs-vsctl";
import type { Step } from "../tools/step";
import type { HostContext } from "./context";
import { type DevicesByNetns, devicesLosingRoutes } from "./lost-routes";
import { type Restoration, restore } from "./restore";

/** A permanent or proxy entry of other people that a change of this run took along and that is not there any more. */
export interface LostForeignNeighbor {
	neighbor: KernelNeighbor;
	netns: string;
}

/** The message that a neighbor is missing. */
export const neighborLost = ({ neighbor, netns }: LostForeignNeighbor): string =>
	`neighbor ${neighborPlace(neighbor).join(" ")}${netns === "" ? "" : ` in netns ${netns}`} is not there any more`;

/** Facts by which neighbors are put back: the neighbors, and their devices. */
export const neighborFacts = (netns: string): Fact[] => [
	{ read: "links", netns },
	{ read: "neighbors", netns },
];

/**
 * The devices whose neighbors the kernel may remove by these steps: it does so with the routes, and with the MAC address. A new
 * device has none, unlike the master that it gets.
 */
export function devicesLosingNeighbors(steps: Step[], known: Facts): DevicesByNetns {
	const found: DevicesByNetns = new Map();
	const add = (netns: string, names: Iterable<string>) => {
		const isThere = (name: string) => !known.has({ read: "links", netns }) || known.knownLinks(netns).has(name);
		const there = [...names].filter(isThere);
		if (there.length > 0) found.set(netns, new Set([...(found.get(netns) ?? []), ...there]));
	};
	for (const [netns, names] of devicesLosingRoutes(steps)) add(netns, names);
	for (const step of steps) {
		if (step.tool === "ip") add(step.netns, [...(setsMac(step) ? [step.args[3] ?? ""] : []), ...mastersIn(step)]);
		else if (step.tool === "ovs" && isMacStep(step) && "name" in step) add("", [step.name]);
	}
	return found;
}

/** A bond or bridge may get another MAC address with its members. */
const mastersIn = ({ args }: IpStep): string[] => (args[0] === "link" ? [wordAfter("master", args) ?? []].flat() : []);

/** Puts other people's neighbors back over devices that a change of this run created again, set down or gave another MAC address. */
export async function restoreForeignNeighbors({ session, memory }: HostContext): Promise<LostForeignNeighbor[]> {
	const affected = neighborsConcerned({ session, memory }).filter(({ neighbor, netns }) => {
		const links = session.facts.knownLinks(netns);
		const link = links.get(neighbor.dev);
		return link !== undefined && links.get(link.master ?? "")?.kind !== "bond";
	});
	if (affected.length === 0) return [];
	const missing = (now: Facts) => affected.filter(({ neighbor, netns }) => !isThere(neighbor, neighborsOf(now, netns)));
	const places = [...new Set(affected.map(({ netns }) => netns))];
	const restoration: Restoration = {
		reads: places.flatMap(neighborFacts),
		steps: (now) => missing(now).map(again),
		missing: (now) => missing(now).map(neighborLost),
		independent: true,
	};
	await restore(session, [restoration]);
	for (const one of affected) memory.neighbors.tried.add(trialOf(one, { session, memory }));
	return missing(session.facts);
}

/** True where the next device may be one over which others had neighbors: a change is not over before they are back. */
export const mayOweForeignNeighbors = (context: Pick<HostContext, "session" | "memory">): boolean =>
	neighborsConcerned(context).length > 0;

const again = ({ neighbor, netns }: LostForeignNeighbor): IpStep => ({
	...{ tool: "ip", phase: "routes", netns },
	args: ["neigh", "replace", ...neighborWords(neighbor)],
});

/** The entries of others over devices that are not as they were, or that may have lost their entries meanwhile. */
function neighborsConcerned(context: Pick<HostContext, "session" | "memory">): LostForeignNeighbor[] {
	const { before, tried } = context.memory.neighbors;
	return before.placesRead.flatMap((netns) => {
		const then = before.knownLinks(netns);
		const isConcerned = ({ dev }: KernelNeighbor): boolean => {
			const was = then.get(dev);
			return was !== undefined && instanceOf(was) !== stateOf(dev, netns, context);
		};
		return neighborsOf(before, netns)
			.filter((neighbor) => isOthers(neighbor) && isConcerned(neighbor))
			.map((neighbor) => ({ neighbor, netns }))
			.filter((one) => !tried.has(trialOf(one, context)));
	});
}

/** Daemons put their entries back themselves, if they still want them. */
const isOthers = ({ protocol }: KernelNeighbor): boolean =>
	protocol === undefined || (protocol !== ourProtocol && !isOfDaemon(protocol));

/** A host whose `ip` can't list them is not known to have any. */
const neighborsOf = (facts: Facts, netns: string): KernelNeighbor[] =>
	(facts.value({ read: "neighbors", netns } as Fact) as KernelNeighbor[] | undefined) ?? [];

const isThere = ({ address, dev, proxy }: KernelNeighbor, all: KernelNeighbor[]): boolean =>
	all.some((other) => other.address === address && other.dev === dev && other.proxy === proxy);

const instanceOf = ({ index, mac }: Link): string => `${index} ${mac}`;

/** A text that is another one after a change by which the device may have lost its entries. */
function stateOf(dev: string, netns: string, { session, memory }: Pick<HostContext, "session" | "memory">): string | undefined {
	const links = session.facts.knownLinks(netns);
	const link = links.get(dev);
	if (link === undefined) return undefined;
	return instanceOf(link) + memory.neighbors.dropsText(netns, link, links);
}

/** A neighbor over a device as it is now: after a further change of the device, it is tried once more. */
const trialOf = ({ neighbor, netns }: LostForeignNeighbor, context: Pick<HostContext, "session" | "memory">): string =>
	[netns, ...neighborPlace(neighbor), stateOf(neighbor.dev, netns, context)].join(" ");
