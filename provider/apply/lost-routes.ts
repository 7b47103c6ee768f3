import { addTo } from "../base/sets-by-key";
import type { Facts } from "../model/facts";
import { lostRoutes } from "../network/routes";
import type { Link } from "../tools/ip-link";
import { mayDropRoutes } from "../tools/ip-losses";
import { type KernelRoute, ourProtocol, routeDevices } from "../tools/ip-route";
import { routeName } from "../tools/ip-route-words";
import { wordAfter } from "../tools/ip-step";
import type { Step } from "../tools/list";

/** Devices by network namespace. */
export type DevicesByNetns = Map<string, Set<string>>;

/** False for a device that is known not to be there. */
export const mayBeThere = (known: Facts, netns: string, name: string): boolean =>
	!known.has({ read: "links", netns }) || known.knownLinks(netns).has(name);

/**
 * The devices whose routes the kernel may drop by these steps. New devices have none; they are left out if the facts before the steps are
 * given.
 */
export function devicesLosingRoutes(steps: Step[], known?: Facts): DevicesByNetns {
	const found: DevicesByNetns = new Map();
	for (const step of steps) {
		if (step.tool !== "ip" || !mayDropRoutes(step)) continue;
		const device = wordAfter("dev", step.args);
		if (device === undefined || (known && !mayBeThere(known, step.netns, device))) continue;
		addTo(found, step.netns, device);
	}
	return found;
}

/**
 * The routes over these devices that existed before an undone change and are missing now, whoever created them: nobody else restores
 * foreign ones. Routes of this program that the same batch deletes are left out. `dropping`: devices whose routes are about to be
 * removed.
 */
export function routesLostOver(
	devices: Set<string>,
	netns: string,
	{ before, now, deletedHere }: { before: Facts; now: Facts; deletedHere: ReadonlySet<string> },
	dropping: ReadonlySet<string> = new Set(),
): KernelRoute[] {
	if (![before, now].every((known) => known.has({ read: "routes", netns }))) return [];
	const isOver = (names: ReadonlySet<string>) => (route: KernelRoute) => routeDevices(route).some((name) => names.has(name));
	const links = before.knownLinks(netns);
	const over = (before.routes(netns) ?? []).filter(isOver(withVlansAbove(devices, links)));
	const staying = (now.routes(netns) ?? []).filter((route) => !isOver(dropping)(route));
	// An adopted route has its own protocol: released, it is still to be there.
	const isDeleted = (route: KernelRoute) =>
		route.protocol === ourProtocol && names(route, netns, before).some((name) => deletedHere.has(name));
	return lostRoutes(over, staying).filter((route) => !isDeleted(route));
}

/** The kernel sets VLANs down with the device below them. */
function withVlansAbove(devices: Set<string>, links: Map<string, Link>): Set<string> {
	const isAbove = ({ kind, parent, name }: Link) => kind === "vlan" && devices.has(parent ?? "") && !devices.has(name);
	const above = [...links.values()].filter(isAbove).map(({ name }) => name);
	return above.length === 0 ? devices : withVlansAbove(new Set([...devices, ...above]), links);
}

/** The route by its table's number, and by each VRF that has the table: a program may declare it in either way. */
export function asDeclared(route: KernelRoute, netns: string, facts: Facts): (KernelRoute & { vrf?: string })[] {
	const vrfs = [...facts.knownLinks(netns).values()].filter((l) => l.kind === "vrf" && Number(l.data.table) === route.table);
	return [route, ...vrfs.map(({ name }) => ({ ...route, vrf: name }))];
}

const names = (route: KernelRoute, netns: string, facts: Facts): string[] =>
	asDeclared(route, netns, facts).map((one) => routeName(one, netns));
