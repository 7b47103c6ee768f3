import { isDeepStrictEqual } from "node:util";
import type { Change, Need, Values } from "./kind";
import type { IpStep, Link } from "./tools/ip";

/** A device name as people say it. */
export const deviceClaim = (name: string, netns = ""): string => `device ${name}${netns === "" ? "" : ` in netns ${netns}`}`;

export const needsDevice = (name: string, netns = ""): Need => ({
	what: deviceClaim(name, netns),
	there: (facts) => facts.links(netns)?.has(name) ?? false,
});

export const needsNetns = (netns: string | undefined): Need[] =>
	netns === undefined ? [] : [{ what: `netns ${netns}`, there: (facts) => facts.namespaces.has(netns) }];

export const needsBridge = (bridge: string): Need => ({
	what: `bridge ${bridge}`,
	there: (facts) => facts.ovs.bridges.has(bridge),
});

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
 * The kernel takes the other addresses of a subnet along when its first one goes, so after a removal all are put again.
 */
export function planDevice(
	name: string,
	netns: string,
	{ want = {}, have, was = {} }: Change,
	fields = ["mac", "mtu", "addresses", "up"],
): IpStep[] {
	const step = (phase: "delete-addresses" | "settings", ...args: string[]): IpStep => ({ tool: "ip", phase, netns, args });
	const value = have?.value ?? {};
	const changed = (f: string) => fields.includes(f) && want[f] !== undefined && !isDeepStrictEqual(want[f], value[f]);
	const there: string[] = value.addresses ?? [];
	const wanted: string[] | undefined = want.addresses ?? (was.addresses ? [] : undefined);
	const mine = new Set([...(was.addresses ?? []), ...(have?.shared?.includes("addresses") ? [] : there)]);
	const gone = wanted === undefined ? [] : there.filter((a) => !wanted.includes(a) && mine.has(a));
	const add = (wanted ?? []).filter((a) => gone.length > 0 || !there.includes(a));
	return [
		...gone.map((a) => step("delete-addresses", "addr", "del", a, "dev", name)),
		...(changed("mac") ? [step("settings", "link", "set", "dev", name, "address", want.mac)] : []),
		...(changed("mtu") ? [step("settings", "link", "set", "dev", name, "mtu", String(want.mtu))] : []),
		...(changed("up") ? [step("settings", "link", "set", "dev", name, want.up ? "up" : "down")] : []),
		...add.map((a) => step("settings", "addr", gone.length > 0 ? "replace" : "add", a, "dev", name)),
	];
}
