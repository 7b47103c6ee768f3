import { isIpv6 } from "../base/ip-address";
import { addressWords } from "./ip-address";
import { linksOf, neighborsOf, routesOf } from "./ip-known";
import { neighborWords } from "./ip-neighbor";
import { type KernelRoute, radvProtocol } from "./ip-route";
import { advertisedWords, routesAgain } from "./ip-route-words";
import type { IpStep } from "./ip-step";
import { routesAsBefore, waitsForSources } from "./ip-undo-routes";
import type { KnownFacts } from "./tool";
import type { UsableAddressStep } from "./usable-address";

/** Routes of router advertisements, with what these say of them. */
const advertisedAgain = (netns: string, routes: KernelRoute[]): IpStep[] =>
	routes.flatMap((route) =>
		routesAgain(netns, [route]).map((step) => ({ ...step, args: [...step.args, ...advertisedWords(route)] })),
	);

/** The addresses, neighbors and routes of IPv6 of devices as they were, whoever added them. Undefined: all devices. */
export function restoreIpv6(known: KnownFacts, netns: string, device?: string): (IpStep | UsableAddressStep)[] {
	const links = [...linksOf(known, netns).values()].filter(({ name }) => device === undefined || name === device);
	const names = new Set(links.map(({ name }) => name));
	const addresses = links.flatMap(({ name, addresses: all }) =>
		all.flatMap(({ settings, dynamic, movable }): IpStep[] => {
			// The kernel makes temporary addresses by itself.
			const isTemporary = dynamic && !movable;
			const args = ["addr", "add", ...addressWords(settings, name, name, settings.flags)];
			return isIpv6(settings.local) && !isTemporary ? [{ tool: "ip", phase: "settings", netns, args }] : [];
		}),
	);
	const neighbors = neighborsOf(known, netns).filter(({ address, dev }) => names.has(dev) && isIpv6(address));
	const routes = routesOf(known, netns).filter(({ family, dev }) => family === 6 && dev !== undefined && names.has(dev));
	const lost = [
		...routesAsBefore(known, netns, names, []).filter(({ family }) => family === 6),
		...advertisedAgain(
			netns,
			routes.filter(({ protocol }) => protocol === radvProtocol),
		),
	];
	return [
		...addresses,
		...waitsForSources(netns, lost),
		...neighbors.map(
			(entry): IpStep => ({ tool: "ip", phase: "routes", netns, args: ["neigh", "replace", ...neighborWords(entry)] }),
		),
		...lost,
	];
}

/** The default routes of router advertisements. */
export const routersAgain = (known: KnownFacts, netns: string): IpStep[] =>
	advertisedAgain(
		netns,
		routesOf(known, netns).filter(({ destination, protocol }) => destination === "::/0" && protocol === radvProtocol),
	);
