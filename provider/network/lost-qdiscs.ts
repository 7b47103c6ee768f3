import type { Facts } from "../model/facts";
import type { ForeignQdiscsFact } from "../tools/tc";

/** What a warning about lost queueing disciplines needs to know. A host may lack tc. */
export const foreignQdiscs: ForeignQdiscsFact = { read: "foreign-qdiscs" };

/**
 * The warning about queueing disciplines of devices that become ports. Open vSwitch removes these, whoever has added them
 * (netdev_linux_set_policing() and netdev_linux_set_qos() in lib/netdev-linux.c).
 */
export function lostQdiscsWarning(facts: Facts, devices: string[]): string | undefined {
	const lost = devices
		.filter((device) => !facts.ovs.interfaces.has(device))
		.flatMap((device) => (facts.value(foreignQdiscs)?.get(device) ?? []).map((kind) => `${kind} of ${device}`));
	return lost.length === 0
		? undefined
		: `Open vSwitch removes the queueing disciplines of devices that become its ports, with their filters, and does not add them again: ${lost.join(", ")}. Limits that another program has set with them, such as libvirt, end. A Port sets limits with qos and ingressPolicingRate`;
}
