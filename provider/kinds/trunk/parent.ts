import { vlanNameOf } from "../../base/device-name";
import type { Values } from "../../base/values";
import { type IsDeletedToo, type Keep, markAfter } from "../../model/change";
import type { Facts } from "../../model/facts";
import { deviceText, portText } from "../../model/provided-name";
import { aliasOwner } from "../../network/link-mark";
import { rowOwner } from "../../network/ovs-columns";
import { bridgeNameOf, marks } from "../../network/trunk-marks";
import type { Step } from "../../tools/list";
import { map, type Row } from "../../tools/ovs-listing";
import { type PortSpec, planPort, portFaults, subportsIn, type TrunkPort } from "./ports";

/*
 * A hypervisor, a Link or a Port creates the workload's device, perhaps after the trunk. If the device exists and is on no
 * bridge, the trunk adds a port for it. If somebody else has added a port for it, the trunk leaves that port alone.
 */

/** True if the device exists and is a port of no bridge. */
function isFree(facts: Facts, device: string): boolean {
	const link = facts.links("")?.get(device);
	return link !== undefined && link.master === undefined && !facts.ovs.bridgeOf.has(device);
}

/** The port that the trunk itself has created for the device. */
const ownParentPort = (found: Map<string, TrunkPort>, trunk: string, device: string): TrunkPort | undefined => {
	const port = found.get(device);
	return port?.marks[marks.trunk] === trunk ? port : undefined;
};

export function parentPortFaults(facts: Facts, want: Values, spec: PortSpec, found: Map<string, TrunkPort>): string[] {
	if (isFree(facts, spec.name)) return [`the parent's port ${spec.name} is there, and not on bridge ${spec.bridge}`];
	const ownPort = ownParentPort(found, want.name, spec.name);
	return ownPort ? portFaults(want.name, spec, ownPort, ["tag"]) : [];
}

export function planParentPort(change: Keep, spec: PortSpec, found: Map<string, TrunkPort>, was: PortSpec | undefined): Step[] {
	const { facts, want } = change;
	const ownPort = ownParentPort(found, want.name, spec.name);
	if (ownPort) return planPort(change, spec, ownPort, was);
	// If the program declares a port for the device, that port is created in the same batch as the trunk's bridge.
	if (change.intent === "apply" && change.createdHere(portText(spec.name))) return [];
	return markAfter(change) !== undefined && isFree(facts, spec.name)
		? planPort(change, spec, undefined, was, { isShared: true })
		: [];
}

/** True for the row of a port that the trunk itself has created for its parent. */
export const isParentPortOf = (row: Row | undefined, trunk: string): boolean => map(row?.external_ids)[marks.trunk] === trunk;

/** True if the program deletes the workload's device, or its port, together with the trunk or after it. */
export function isParentDeletedToo(facts: Facts, { name, parent }: Values, isDeletedToo: IsDeletedToo): boolean {
	const device: string = parent?.port;
	const link = facts.links("")?.get(device);
	const row = facts.ovs.ports.get(device);
	return (
		isDeletedToo(deviceText(device), link && aliasOwner(link)) ||
		isDeletedToo(portText(device), isParentPortOf(row, name) ? undefined : rowOwner(row))
	);
}

/**
 * The reason why the trunk is still needed: the workload's device is up, and is a port of the trunk's own bridge, or the
 * trunk's VLANs are on it.
 */
export function inUse(facts: Facts, { name, mode, parent, subports }: Values): string | undefined {
	const device: string = parent?.port;
	const bridge = bridgeNameOf(name);
	const { bridgeOf, ports } = facts.ovs;
	const vlans = subportsIn({ subports }).map((s) => vlanNameOf(device, s.segmentationId));
	const hasOwnPort = isParentPortOf(ports.get(device), name);
	const carries = mode === "bridge" ? bridgeOf.get(device) === bridge : hasOwnPort || vlans.some((vlan) => bridgeOf.has(vlan));
	if (!carries || !facts.links("")?.get(device)?.up) return undefined;
	const how = mode === "bridge" ? `up and on bridge ${bridge}` : "up, with the VLANs on it";
	return `its parent's port ${device} is in use (${how}): stop the workload first, or set force: true and run pulumi up before you delete the trunk`;
}
