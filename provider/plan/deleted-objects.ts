import type { Facts } from "../model/facts";
import type { NamedDevice } from "../model/observed";
import { type DeviceRemoval, refuseLossOnDevice } from "../network/others-on-device";
import { hasOwnDevice } from "../network/ovs-port";
import { type Step, toolOf } from "../tools/list";
import { knownOvs, portsOn } from "../tools/ovs-listing";
import type { HostObject } from "../tools/tool";

/** The objects that existed before and that steps delete. */
export const deletedBy = (steps: Step[], known: Facts): HostObject[] =>
	steps.flatMap((step) => toolOf(step).deletes?.(step, known) ?? []);

/**
 * Throws where steps delete a device below one of others, or the Linux bridge that devices of others are ports of. `own`: the devices that
 * the deleted resource has created. Not set where no resource is deleted.
 */
export function refuseLossWithDevices(removal: DeviceRemoval, steps: Step[], own?: NamedDevice[]): void {
	const deleted = devicesIn(deletedBy(steps, removal.facts), removal.facts);
	const ownKeys = new Set(own?.map(keyOf));
	const parts = deleted.filter((device) => !ownKeys.has(keyOf(device)));
	// The steps name one end of a veth pair, and the kernel deletes both.
	if (own && parts.length < deleted.length) for (const device of own) refuseLossOnDevice(removal, device);
	for (const device of parts) refuseLossOnDevice(removal, device, { isPart: true, ...(own ? {} : { verb: "removed" }) });
}

const keyOf = ({ name, netns }: NamedDevice): string => `${netns} ${name}`;

/** The devices among these objects, and those that Open vSwitch deletes together with its ports and bridges. */
function devicesIn(objects: HostObject[], facts: Facts): NamedDevice[] {
	const ovs = knownOvs(facts);
	const ofPort = (port: string): NamedDevice[] =>
		(ovs?.interfacesOf.get(port) ?? [])
			.filter((name) => hasOwnDevice(ovs?.interfaces.get(name)))
			.map((name) => ({ name, netns: netnsOf(name, facts) }));
	const all = objects.flatMap(({ sort, name, netns }) => {
		if (sort === "device") return [{ name, netns }];
		const ports = sort === "bridge" ? (ovs ? portsOn(ovs, name) : []) : [name];
		return ports.flatMap(ofPort);
	});
	return [...new Map(all.map((one) => [keyOf(one), one])).values()];
}

/** The namespace in which the device of an internal port is, among those that were read. */
const netnsOf = (name: string, facts: Facts): string =>
	facts.namespacesRead.find((netns) => netns !== "" && facts.knownLinks(netns).get(name)?.kind === "openvswitch") ?? "";
