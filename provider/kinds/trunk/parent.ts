import { vlanNameOf } from "../../base/device-name";
import type { Values } from "../../base/values";
import { type IsDeletedToo, type Keep, markAfter } from "../../model/change";
import type { Facts } from "../../model/facts";
import { deviceText } from "../../model/requirements";
import { aliasOwner } from "../../network/link-mark";
import { rowOwner } from "../../network/ovs-columns";
import { marks } from "../../network/trunk-marks";
import { map, type Row } from "../../tools/ovs-listing";
import type { Step } from "../../tools/step";
import { bridgeNameOf, type PortSpec, planPort, portFaults, subportsIn, type TrunkPort } from "./ports";

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

export function planPlug(change: Keep, spec: PortSpec, found: Map<string, TrunkPort>, was: PortSpec | undefined): Step[] {
	const { facts, want } = change;
	const mine = pluggedByUs(found, want.name, spec.name);
	if (mine) return planPort(change, spec, mine, was);
	// On the trunk's own bridge, which is made now, the program has its port made at the same time.
	if (change.intent === "apply" && change.createdHere(`OVS port ${spec.name}`)) return [];
	return markAfter(change) !== undefined && isFree(facts, spec.name) ? planPort(change, spec, undefined, was, true) : [];
}

/** Whether a port's row is one that the trunk itself has plugged the device in by. */
export const isPlugOf = (row: Row | undefined, trunk: string): boolean => map(row?.external_ids)[marks.trunk] === trunk;

/** The workload's device, or its port, is the program's own, and goes together with the trunk or after it. */
export function parentGoes(facts: Facts, { name, parent }: Values, goes: IsDeletedToo): boolean {
	const device: string = parent?.port;
	const link = facts.links("")?.get(device);
	const row = facts.ovs.ports.get(device);
	return (
		goes(deviceText(device), link && aliasOwner(link)) ||
		goes(`OVS port ${device}`, isPlugOf(row, name) ? undefined : rowOwner(row))
	);
}

/** Why the trunk is still needed: the workload's device is up, and plugged into the trunk's own bridge, or by the trunk's VLANs. */
export function inUse(facts: Facts, { name, mode, parent, subports }: Values): string | undefined {
	const device: string = parent?.port;
	const bridge = bridgeNameOf(name);
	const { bridgeOf, ports } = facts.ovs;
	const vlans = subportsIn({ subports }).map((s) => vlanNameOf(device, s.segmentationId));
	const isPlug = isPlugOf(ports.get(device), name);
	const carries = mode === "bridge" ? bridgeOf.get(device) === bridge : isPlug || vlans.some((vlan) => bridgeOf.has(vlan));
	if (!carries || !facts.links("")?.get(device)?.up) return undefined;
	const how = mode === "bridge" ? `up and on bridge ${bridge}` : "up, with the VLANs on it";
	return `its parent's port ${device} is in use (${how}): stop the workload first, or set force: true and run pulumi up before you delete the trunk`;
}
