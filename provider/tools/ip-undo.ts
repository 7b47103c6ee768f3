import { allVlans, type BridgeStep, type BridgeVlansFact, withoutVlans } from "./bridge";
import { cidrInLine } from "./ip-address";
import { linksOf, readsInNetns } from "./ip-known";
import type { RuleFact } from "./ip-rule";
import { createsDevice, type IpStep, wordAfter } from "./ip-step";
import { deviceAgain, endsIn, touched } from "./ip-undo-device";
import { neighborsAsBefore, routesAsBefore, rulesAsBefore, waitsForSources } from "./ip-undo-routes";
import type { AnyFact, KnownFacts, StepsUndo } from "./tool";

/** True for a line by which the kernel changes VLANs: a port that leaves its bridge loses them. */
const changesVlans = ({ args }: IpStep): boolean =>
	args[1] === "set" && ["master", "nomaster", "vlan_default_pvid"].some((word) => args.includes(word));

/** The ports of Linux bridges, and the bridges, whose VLANs the kernel changes with a line, as steps that change them. */
export function impliedVlanSteps(step: IpStep, known: KnownFacts): BridgeStep[] {
	if (!changesVlans(step)) return [];
	const { netns, args } = step;
	const links = [...linksOf(known, netns).values()];
	const changed = args.includes("vlan_default_pvid")
		? links.filter(({ name, master }) => name === args[3] || master === args[3])
		: links.filter(({ name, bridgePort }) => name === args[3] && bridgePort !== undefined);
	return changed.map(({ name }) => withoutVlans(netns, name, allVlans, name === args[3] && args.includes("bridge")));
}

/** The facts that the undo of lines needs. */
export function undoReads(steps: IpStep[]): AnyFact[] {
	const namespaces = new Set(steps.map(({ netns }) => netns));
	return [
		...[...namespaces].flatMap(readsInNetns),
		...steps.filter(changesVlans).map(({ netns }): BridgeVlansFact => ({ read: "bridge-vlans", netns })),
		...steps.filter(({ args }) => args[0] === "rule").map(({ netns }): RuleFact => ({ read: "rules", netns })),
	];
}

/** The line that takes back what one line adds. */
function reversed(step: IpStep, known: KnownFacts): IpStep[] {
	const { args, netns, family } = step;
	const [object, verb] = args;
	const device = wordAfter("dev", args);
	const line = (phase: IpStep["phase"], ...words: string[]): IpStep => ({
		...{ tool: "ip", phase, netns, args: words },
		...(family === undefined ? {} : { family }),
	});
	// The kernel refuses a queue that another device of the bond still has.
	const queue = wordAfter("queue_id", args);
	if (queue !== undefined && queue !== "0")
		return [line("settings", "link", "set", "dev", device ?? "", "type", "bond_slave", "queue_id", "0")];
	if (createsDevice(step)) return [line("delete-links", "link", "del", "dev", device ?? "")];
	if (object === "netns") return verb === "add" ? [line("delete-namespaces", "netns", "del", args[2] ?? "")] : [];
	// rulesAsBefore() brings rules back.
	if (object === "rule") return [];
	// neighborsAsBefore() brings neighbors back.
	if (object === "neigh") return [];
	if (object === "route" && verb !== "del") return [line("delete-routes", "route", "del", ...args.slice(2))];
	if (object === "addr" && verb !== "del") {
		const had = linksOf(known, netns)
			.get(device ?? "")
			?.addresses.some(({ cidr }) => cidr === cidrInLine(step));
		return had ? [] : [line("delete-addresses", "addr", "del", ...endsIn(args.slice(2)), "dev", device ?? "")];
	}
	const to = object === "link" ? wordAfter("netns", args) : undefined;
	if (to === undefined || createsDevice(step)) return [];
	const [from, back] = [to === "1" ? "" : to, netns === "" ? "1" : netns];
	return [{ tool: "ip", phase: "moves", netns: from, args: ["link", "set", "dev", device ?? "", "netns", back] }];
}

/**
 * The undo of lines of `ip`. Devices get back what the kernel takes from a device that is set down, deleted or moved: addresses,
 * routes and neighbors, whoever added them. Needs the links, routes and neighbors of the namespaces.
 */
export function undoLines(steps: IpStep[], known: KnownFacts): StepsUndo {
	const namespaces = [...new Set(steps.map(({ netns }) => netns))];
	return {
		steps: [
			...[...steps].reverse().flatMap((step) => reversed(step, known)),
			...namespaces.flatMap((netns) => ([4, 6] as const).flatMap((family) => rulesAsBefore(steps, netns, family, known))),
			...namespaces.flatMap((netns) => {
				const links = touched(steps, netns, known);
				const names = new Set(links.map(({ name }) => name));
				const lost = routesAsBefore(known, netns, names, steps);
				return [
					...links.flatMap((link) =>
						deviceAgain(
							link,
							netns,
							steps.filter((step) => step.netns === netns),
							linksOf(known, netns),
						),
					),
					...neighborsAsBefore(known, netns, names, steps),
					...waitsForSources(netns, lost),
					...lost,
				];
			}),
		],
	};
}
