import type { NamedObject } from "../base/references";

/**
 * A name that resources provide and require, such as "device eth0 in netns blue". It is that of an object, or of something else of
 * which a host has only one: the membership of a device, the endpoints of a tunnel, a VLAN of a device. Messages show it.
 */
export type ProvidedName = string;

/** The words for the network namespace of something else; none for the host's own. */
export const inNetnsText = (netns = ""): string => (netns === "" ? "" : ` in netns ${netns}`);

/** The name of a device. */
export const deviceText = (name: string, netns?: string): ProvidedName => `device ${name}${inNetnsText(netns)}`;

/** The name of a port of Open vSwitch. */
export const portText = (name: string): ProvidedName => `OVS port ${name}`;

/** The name of a bridge of Open vSwitch. */
export const bridgeText = (name: string): ProvidedName => `bridge ${name}`;

/** The name of a table of nftables. */
export const nftTableText = (family: string, name: string, netns?: string): ProvidedName =>
	`nft table ${family} ${name}${inNetnsText(netns)}`;

/** The name of a network namespace. */
export const netnsText = (name: string): ProvidedName => `netns ${name}`;

/** The name of a device from which the program takes all addresses. */
export const emptyDeviceText = (name: string, netns = ""): ProvidedName => `${deviceText(name, netns)} without addresses`;

/** The name of the membership of a device in a bridge, bond or VRF: a device has one master. */
export const masterText = (name: string, netns = ""): ProvidedName => `the master of ${deviceText(name, netns)}`;

/** The parts of the name of a device, port or bridge. */
export interface ParsedName {
	sort: "device" | "OVS port" | "bridge";
	name: string;
	netns: string;
	/** True for the membership of the device. */
	isMembership: boolean;
}

/** The parts of a name. Undefined for the names of other objects. */
export function parseName(text: ProvidedName): ParsedName | undefined {
	const [, master, sort, name, netns = ""] =
		/^(the master of )?(device|OVS port|bridge) (\S+)(?: in netns (\S+))?$/.exec(text) ?? [];
	if (sort === undefined || name === undefined) return undefined;
	return { sort: sort as ParsedName["sort"], name, netns, isMembership: master !== undefined };
}

/** The name of an object that a field names. Undefined for addresses, which several resources may share. */
export function nameOfObject({
	sort,
	name,
	netns = "",
}: Pick<NamedObject, "sort" | "name"> & { netns?: string }): ProvidedName | undefined {
	switch (sort) {
		case "bridge":
			return bridgeText(name);
		case "port":
			return portText(name);
		case "netns":
			return netnsText(name);
		case "device":
			return deviceText(name, netns);
		case "group":
		case "meter":
		case "geneve option":
			return `${sort} ${name}`;
		case "address":
			return undefined;
		default:
			return sort satisfies never;
	}
}
