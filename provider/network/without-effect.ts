import { addressesIn } from "../base/device-address";
import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import type { DeclaredResources } from "../model/kind";
import { endsOf } from "./veth";

/*
 * Warnings at preview about settings that a device takes and that have no effect, because of what another resource of the program does
 * with the device.
 */

/**
 * A warning for devices that are ports of an Open vSwitch bridge and have addresses of the program. What arrives on the device goes to the
 * bridge, and the routes of the addresses lead past it ("Configuration Problems" in Open vSwitch's FAQ).
 */
export function addressesOnPorts(devices: unknown[], bridge: unknown, declared: DeclaredResources): string[] {
	const names = devices.filter((name) => !holdsUnknown(name));
	if (names.length === 0 || holdsUnknown(bridge)) return [];
	const ends = ["Link", "Tunnel", "WireGuard"].flatMap((type) => declared.ofType(type)).flatMap(endsOf);
	return ends.flatMap(({ name, netns, addresses }) => {
		const isPort = netns === undefined && names.includes(name);
		const [first] = isPort && !holdsUnknown(addresses) ? addressesIn(addresses) : [];
		return first === undefined
			? []
			: [
					`${name} has the address ${first} and is a port of bridge ${bridge}: packets that arrive on a port go to the bridge, so that the address does not work. Give the address to the bridge (addresses)`,
				];
	});
}

/** A warning for VLANs on the port of a Linux bridge, or on the bridge itself, where the bridge does not filter VLANs. */
export const vlansWithoutFiltering = (want: Values, declared: DeclaredResources): string[] =>
	endsOf(want).flatMap((end) => {
		const { name, type, netns, master, bridgeVlans } = end;
		if (!Array.isArray(bridgeVlans) || bridgeVlans.length === 0 || holdsUnknown([name, netns, master])) return [];
		const isBridge = (one: Values) => one.type === "bridge" && one.name === master && one.netns === netns;
		const bridge = type === "bridge" ? want : declared.ofType("Link").find(isBridge);
		if (!bridge || bridge.vlanFiltering === true || holdsUnknown(bridge.vlanFiltering)) return [];
		return [
			`bridgeVlans of ${name} has no effect: the Linux bridge ${bridge.name} does not filter VLANs. Set vlanFiltering: true on the bridge`,
		];
	});
