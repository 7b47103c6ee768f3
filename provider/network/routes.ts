import { type KernelRoute, ourProtocol } from "../tools/ip-route";
import { routeName } from "../tools/ip-route-words";

/**
 * Put there by a person, or by a program that does not come back to it. Routing daemons and DHCP clients watch the devices and
 * put theirs back themselves, or have reasons not to: rt_protos of iproute2.
 */
export const isOthers = (r: KernelRoute): boolean =>
	!isPassing(r) &&
	r.protocol !== ourProtocol &&
	!(r.protocol >= 11 && r.protocol <= 18) &&
	![42, 99].includes(r.protocol) &&
	!(r.protocol >= 186 && r.protocol <= 192);

/** Those that were there and are not any more, whosever they are. */
export const lostRoutes = (before: KernelRoute[], now: KernelRoute[]): KernelRoute[] =>
	before.filter((r) => !isPassing(r) && !now.some((other) => isSame(r, other)));
export const isSame = (a: KernelRoute, b: KernelRoute): boolean =>
	(["family", "destination", "table", "metric", "tos"] as const).every((field) => a[field] === b[field]);

/** Made by the kernel itself, or out of what routers advertise: they come by themselves. */
export const isPassing = ({ protocol }: KernelRoute): boolean => protocol === 2 || protocol === 9;

/** That a route is gone, in words. */
export function routeLost(route: KernelRoute, netns: string): string {
	const why = route.unsaid ? ` (it can't be said again: ${route.unsaid.join(", ")})` : "";
	return `${routeName(route, netns)} is not there any more${why}`;
}

/** The devices that it leads over. */
export const routeDevices = (r: KernelRoute): string[] => [r, ...(r.nexthops ?? [])].flatMap(({ dev }) => dev ?? []);

/** Those that can be put again. */
export const reproducible = (routes: KernelRoute[]): KernelRoute[] => routes.filter((route) => !route.unsaid);
