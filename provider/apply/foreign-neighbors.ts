import { addTo } from "../base/sets-by-key";
import type { Facts } from "../model/facts";
import { inNetnsText } from "../model/provided-name";
import { isDaemonProtocol } from "../network/routes";
import type { Link } from "../tools/ip-link";
import { masterNamed, setsMac } from "../tools/ip-losses";
import { type KernelNeighbor, neighborKeyWords, neighborWords } from "../tools/ip-neighbor";
import { ourProtocol } from "../tools/ip-route";
import { type IpStep, wordAfter } from "../tools/ip-step";
import type { Step } from "../tools/list";
import { isMacStep } from "../tools/ovs-vsctl";
import { asDependantSort } from "./foreign-entries";
import { type DevicesByNetns, devicesLosingRoutes, mayBeThere } from "./lost-routes";

/** Permanent entries and proxy entries of the neighbor tables. */
export const foreignNeighbors = asDependantSort<KernelNeighbor>({
	read: "neighbors",
	entries: (facts, netns) => facts.value({ read: "neighbors", netns }) ?? [],
	isForeign: ({ protocol }) => protocol === undefined || (protocol !== ourProtocol && !isDaemonProtocol(protocol)),
	resource: ({ protocol, dev, address, proxy }, netns) =>
		protocol === ourProtocol ? { ids: [neighborId({ dev, address, proxy, netns })], provides: [] } : undefined,
	devices: ({ dev }) => [dev],
	key: keyOf,
	lostText: (neighbor, netns) => `neighbor ${keyOf(neighbor)}${inNetnsText(netns)} is missing`,
	fingerprint: ({ index, mac }) => `${index} ${mac}`,
	isPossible: ({ dev }, now) => !isInBond(now.get(dev), now),
	whenImpossible: "outstanding",
	devicesLosing: devicesLosingNeighbors,
	restoreSteps: (neighbors, netns) =>
		neighbors.map(
			(neighbor): IpStep => ({ tool: "ip", phase: "routes", netns, args: ["neigh", "replace", ...neighborWords(neighbor)] }),
		),
});

function keyOf(neighbor: KernelNeighbor): string {
	return neighborKeyWords(neighbor).join(" ");
}

/** The id of a neighbor in the journal. */
const neighborId = ({
	dev,
	address,
	proxy,
	netns,
}: Pick<KernelNeighbor, "dev" | "address" | "proxy"> & { netns: string }): string =>
	`${netns === "" ? "" : `${netns}/`}Neighbor/${[dev, address, ...(proxy ? ["proxy"] : [])].join("/")}`;

const isInBond = (link: Link | undefined, links: Map<string, Link>): boolean => links.get(link?.master ?? "")?.kind === "bond";

/**
 * The devices whose neighbors the kernel may remove by these steps: it does so with the routes, and with the MAC address. A new
 * device has none, unlike the master that it gets.
 */
function devicesLosingNeighbors(steps: Step[], known: Facts): DevicesByNetns {
	const found: DevicesByNetns = new Map();
	const add = (netns: string, names: Iterable<string>) => {
		const there = [...names].filter((name) => mayBeThere(known, netns, name));
		if (there.length > 0) addTo(found, netns, ...there);
	};
	for (const [netns, names] of devicesLosingRoutes(steps, known)) add(netns, names);
	for (const step of steps) {
		if (step.tool === "ip")
			add(step.netns, [...(setsMac(step) ? [wordAfter("dev", step.args) ?? ""] : []), ...mastersIn(step, known)]);
		else if (step.tool === "ovs" && isMacStep(step) && "name" in step) add("", [step.name]);
	}
	return found;
}

/** A bond or bridge may get another MAC address with its members. A VRF keeps its own. */
function mastersIn(step: IpStep, known: Facts): string[] {
	const master = masterNamed(step);
	return master === undefined || known.knownLinks(step.netns).get(master)?.kind === "vrf" ? [] : [master];
}
