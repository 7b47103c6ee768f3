import type { Facts } from "../facts";
import type { Change, Values } from "../kind";
import { vlanNameOf } from "../names";
import type { Step } from "../steps";
import { bridgeNameOf, marks, type PortSpec, planPort, portFaults, type TrunkPort } from "./trunk-ports";

/*
 * The workload's device is not the trunk's: a hypervisor, a Link or a Port makes it, perhaps later. Where it is there and a
 * port of nothing, the trunk plugs it in; where somebody else has plugged it in, that port is left as it is.
 */

/** True where the device is there and nobody has plugged it in. */
export function isFree(facts: Facts, device: string): boolean {
	const link = facts.links("")?.get(device);
	return link !== undefined && link.master === undefined && !facts.ovs.bridgeOf.has(device);
}

/** The port that the trunk itself has made for the device. */
const pluggedByUs = (found: Map<string, TrunkPort>, trunk: string, device: string): TrunkPort | undefined => {
	const port = found.get(device);
	return port?.marks[marks.trunk] === trunk ? port : undefined;
};

export function plugFaults(facts: Facts, want: Values, spec: PortSpec, found: Map<string, TrunkPort>): string[] {
	if (isFree(facts, spec.name)) return [`the parent's port ${spec.name} is there, and not on bridge ${spec.bridge}`];
	const mine = pluggedByUs(found, want.name, spec.name);
	return mine ? portFaults(want.name, spec, mine, ["tag"]) : [];
}

export function planPlug(change: Change, spec: PortSpec, found: Map<string, TrunkPort>, was: PortSpec | undefined): Step[] {
	const { facts, owner } = change;
	const mine = pluggedByUs(found, change.want?.name, spec.name);
	if (mine) return planPort(change, spec, mine, was);
	return facts && owner !== undefined && isFree(facts, spec.name) ? planPort(change, spec, undefined, was, true) : [];
}

/** Why the trunk is still needed: the workload's device is up, and plugged into the trunk's own bridge, or a VLAN on it is a port. */
export function inUse(facts: Facts, { name, mode, parent, subports }: Values): string | undefined {
	const device: string = parent?.port;
	const bridge = bridgeNameOf(name);
	const { bridgeOf } = facts.ovs;
	const isVlanPort = (s: Values) => bridgeOf.has(vlanNameOf(device, s.segmentationId));
	const carries = mode === "bridge" ? bridgeOf.get(device) === bridge : (subports as Values[] | undefined)?.some(isVlanPort);
	if (!carries || !facts.links("")?.get(device)?.up) return undefined;
	const how = mode === "bridge" ? `up and on bridge ${bridge}` : "up, with the VLANs on it";
	return `its parent's port ${device} is in use (${how}): stop the workload first, or set force: true and run pulumi up before you delete the trunk`;
}
