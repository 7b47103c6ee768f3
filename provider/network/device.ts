import { isDeepStrictEqual } from "node:util";
import { subnetOf } from "../base/fields";
import { previousKey } from "../base/mark";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/observed";
import type { IpStep, Link } from "../tools/ip";

/** A device as it was read. */
export interface DeviceRead {
	link?: Link;
}

/** A device's settings: what they are to be, what they are, and what the program wanted last time. */
export interface DeviceChange {
	want?: Values;
	have?: Pick<Observed<Values, DeviceRead>, "value" | "internal" | "shared">;
	was?: Values;
	facts?: Facts;
}

/** A device that carries addresses is wanted up unless the program says otherwise. */
export const upByDefault = <T extends Values>(want: T): T =>
	want.up === undefined && want.addresses?.length > 0 ? { ...want, up: true } : want;

/** True where the program says something of the device that only `ip` can tell. */
export const touchesDevice = (want: Values): boolean => ["mac", "addresses", "up", "netns"].some((f) => want[f] !== undefined);

/** A device's settings in the shape of deviceFields. */
export function observeDevice(link: Link | undefined, want: Values = {}): Values {
	if (!link) return {};
	return {
		mac: link.mac,
		mtu: link.mtu,
		up: link.up,
		addresses: link.addresses
			.filter((a) => !a.passing || want.addresses?.includes(a.cidr))
			.map((a) => a.cidr)
			.sort(),
	};
}

/**
 * Brings a device's settings to what is wanted; fields that OVSDB keeps for its ports are left out by the caller.
 * The kernel takes the other addresses of a subnet along when its first one goes, and those of IPv6 when the device is
 * set down: whosever they are, they are put again.
 */
export function planDevice(
	name: string,
	netns: string,
	{ want = {}, have, was = {} }: DeviceChange,
	fields = ["mac", "mtu", "addresses", "up"],
	/** The device is about to lose its IPv6 addresses. */
	loses6 = false,
): IpStep[] {
	const step = (phase: "delete-addresses" | "settings", ...args: string[]): IpStep => ({ tool: "ip", phase, netns, args });
	const value = have?.value ?? {};
	const changed = (f: string) => fields.includes(f) && want[f] !== undefined && !isDeepStrictEqual(want[f], value[f]);
	const there: string[] = value.addresses ?? [];
	const wanted: string[] = want.addresses ?? [];
	const gone = addressesToGo({ want, have, was }).sort((a, b) => Number(isSecondary(have, b)) - Number(isSecondary(have, a)));
	const setDown = changed("up") && !want.up && value.up === true;
	const dropped = droppedWith(name, gone, have);
	const again = there.filter((a) => !gone.includes(a) && (dropped(a) || ((setDown || loses6) && a.includes(":"))));
	const add = [...new Set([...wanted.filter((a) => !there.includes(a)), ...again])].sort();
	return [
		...gone.map((a) => step("delete-addresses", "addr", "del", a, "dev", name)),
		...(changed("mac") ? [step("settings", "link", "set", "dev", name, "address", want.mac)] : []),
		...(changed("mtu") ? [step("settings", "link", "set", "dev", name, "mtu", String(want.mtu))] : []),
		...(changed("up") ? [step("settings", "link", "set", "dev", name, want.up ? "up" : "down")] : []),
		...add.map((a) =>
			step("settings", "addr", gone.length > 0 || loses6 || there.includes(a) ? "replace" : "add", a, "dev", name),
		),
	];
}

/** Those that the program has named and names no more, and of a device that is ours those that it never named. */
function addressesToGo({ want = {}, have, was = {} }: DeviceChange): string[] {
	const there: string[] = have?.value.addresses ?? [];
	if (want.addresses === undefined && !was.addresses) return [];
	const mine = new Set([...(was.addresses ?? []), ...(have?.shared?.includes("addresses") ? [] : there)]);
	const before: string[] = was[previousKey]?.addresses ?? [];
	return there.filter((a) => !want.addresses?.includes(a) && mine.has(a) && !before.includes(a));
}

/**
 * The change by which a device is made anew: what the program leaves alone is to be as it was, except that addresses that
 * lapse are not made lasting. Of what it was a member of, only VRFs and Linux bridges take members from `ip`.
 */
export function madeAnew<C extends DeviceChange>(change: C): C & { want: Values; have: undefined } {
	const { want = {}, have, was = {}, facts } = change;
	const { up, vrf, master, addresses = [] } = have?.value ?? {};
	const passing = asRead(have).flatMap((a) => (a.dynamic ? [a.cidr] : []));
	const leaving = [...addressesToGo(change), ...passing];
	const kept = addresses.filter((a: string) => !leaving.includes(a));
	const all = [...new Set([...(want.addresses ?? []), ...kept])];
	const isFree = (masterIn(want) ?? masterIn(was)) === undefined;
	const isBridge = master !== undefined && facts?.links(want.netns ?? "")?.get(master)?.kind === "bridge";
	const member = isFree ? { vrf, ...(isBridge ? { master } : {}) } : {};
	const left = { ...member, ...(all.length > 0 ? { addresses: all } : {}) };
	return { ...change, want: { ...want, up: want.up ?? up, ...left }, have: undefined };
}

const asRead = (have: DeviceChange["have"]): Link["addresses"] => have?.internal?.link?.addresses ?? [];

const isSecondary = (have: DeviceChange["have"], cidr: string): boolean =>
	asRead(have).some((a) => a.cidr === cidr && a.secondary);

/**
 * The addresses that the kernel drops along with those that are removed. A dynamic one could only be put again as a
 * permanent one, which nobody would ever take off: then nothing is removed.
 */
function droppedWith(name: string, gone: string[], have: DeviceChange["have"]): (cidr: string) => boolean {
	const first = gone.filter((a) => !isSecondary(have, a));
	const lost = (cidr: string) => subnetOf(cidr) !== undefined && first.find((a) => subnetOf(a) === subnetOf(cidr));
	const leased = asRead(have).find((a) => a.dynamic && a.secondary && !gone.includes(a.cidr) && lost(a.cidr));
	if (leased) {
		const cause = lost(leased.cidr);
		throw new Error(
			`the kernel would drop the dynamic address ${leased.cidr} along with ${cause}, the first of its subnet: take ${cause} off by hand (sysctl -w net.ipv4.conf.${name.replaceAll(".", "/")}.promote_secondaries=1; ip addr del ${cause} dev ${name})`,
		);
	}
	return (cidr) => Boolean(lost(cidr));
}

/** What a device is in: a VRF, or anything else that has members. */
export const masterOf = (links: Map<string, Link> | undefined, { master }: Link): { vrf?: string; master?: string } =>
	master !== undefined && links?.get(master)?.kind === "vrf" ? { vrf: master } : { master };

const masterIn = (values: Values | undefined): string | undefined => values?.vrf ?? values?.master;

/** Entering or leaving a VRF takes a standing device down for a moment: IPv6 addresses and all routes are gone then. */
export const entersVrf = ({ want, have, was }: DeviceChange): boolean =>
	have !== undefined &&
	[want?.vrf, have.value.vrf].some((v) => v !== undefined) &&
	masterIn(want) !== masterIn(have.value) &&
	(masterIn(want) ?? masterIn(was)) !== undefined;

/** VRFs come before addresses, which they drop; bridges with the other settings. */
export function planMaster(
	{ want, have, was }: DeviceChange,
	step: (phase: "masters" | "settings", ...args: string[]) => IpStep,
): IpStep[] {
	const current = masterIn(have?.value);
	const phase = (want?.vrf ?? was?.vrf ?? have?.value.vrf) ? "masters" : "settings";
	if (masterIn(want) !== undefined && masterIn(want) !== current)
		return [step(phase, "link", "set", "dev", want?.name, "master", masterIn(want) as string)];
	if (masterIn(want) === undefined && masterIn(was) !== undefined && current !== undefined)
		return [step(phase, "link", "set", "dev", want?.name, "nomaster")];
	return [];
}
