import type { Facts } from "../model/facts";
import { isMirrored } from "../tools/ovs-listing";
import type { OvsStep } from "../tools/ovs-vsctl";
import type { Step } from "../tools/step";
import { isOfManyPorts } from "./invalidation";

/**
 * True for steps by which OVS drops flows, or by which flows that name a port come to mean another one: a port that is made
 * anew has another number; a bridge's flows go with a change of its controllers, fail mode and datapath.
 */
export function upsetsFlows(step: Step): boolean {
	if (step.tool !== "ovs") return false;
	if (step.op === "set") return step.table === "Bridge" && ("fail_mode" in step.columns || "datapath_type" in step.columns);
	return (step.op === "delete" && step.table === "Port") || (step.op === "refer" && step.table === "Bridge");
}

/** True for steps by which the kernel or OVS drops more than the step names: what hangs on a device, a bridge, a namespace. */
export function isDisruptive(step: Step, known: Facts): boolean {
	if (step.tool === "ovs") return isOfManyPorts(step) || takesDevice(step, known) || isMirroredPort(step, known);
	return (
		step.tool === "ip" &&
		(["delete-addresses", "delete-links", "delete-namespaces", "moves", "masters"].includes(step.phase) ||
			["master", "nomaster", "down"].some((w) => step.args.includes(w)))
	);
}

/** OVSDB drops a port that goes from the mirrors that name it, without a word. */
export const isMirroredPort = (step: OvsStep, known: Facts): boolean =>
	step.op === "delete" && step.table === "Port" && known.has({ read: "ovs" }) && isMirrored(known.ovs, step.name);

/** Of internal ports (the local port of a bridge is one) the device comes and goes with the row, its bridge, and the kind of datapath. */
export function takesDevice(step: OvsStep, known: Facts): boolean {
	if (!known.has({ read: "ovs" })) return false;
	const { interfaces, interfacesOf, bridges } = known.ovs;
	const isOurs = (name: string) => ["internal", "tap"].includes(String(interfaces.get(name)?.type));
	if (step.op === "delete" || step.op === "move") return (interfacesOf.get(step.name) ?? []).some(isOurs);
	if (step.op !== "set") return false;
	if (step.table === "Bridge") return "datapath_type" in step.columns && bridges.has(step.name);
	return step.table === "Interface" && "type" in step.columns && isOurs(step.name);
}
