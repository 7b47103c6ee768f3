import type { Facts } from "../model/facts";
import { byTool, type Step } from "../tools/list";
import { bridgesWithOtherMac as bridgesOfStep, bridgesCleared as clearedBy } from "../tools/ovs-vsctl";
import { type KnownFacts, type Loss, noFacts } from "../tools/tool";

const drops = (steps: Step[], known: KnownFacts): Loss[] =>
	byTool(steps).flatMap(([tool, own]) => tool.removesImplicitly?.(own, known) ?? []);

/** True for steps after which OVS drops flows, or after which a port number in a flow means another port. */
export const dropsFlows = (steps: Step[]): boolean => drops(steps, noFacts).includes("flows");

/** True for steps of a resource after which the kernel or OVS drops dependants: objects on a device, a bridge or in a namespace. */
export const areDisruptive = (own: Step[], known: Facts): boolean => drops(own, known).includes("dependants");

/** True for steps by which a bridge that was there loses its flows, or ports get other numbers. */
export const dropsExistingFlows = (steps: Step[], known: Facts): boolean => drops(steps, known).includes("existing flows");

/** True for steps that remove or recreate the device of an internal port, or set it down. */
export const removesPortDevice = (steps: Step[], known: Facts): boolean => drops(steps, known).includes("port device");

/** The bridges of Open vSwitch whose local ports may get another MAC address by these steps. The kernel then removes their neighbors. */
export const bridgesWithOtherMac = (steps: Step[], known: KnownFacts): Set<string> =>
	new Set(steps.flatMap((step) => (step.tool === "ovs" ? bridgesOfStep(step, known) : [])));

/** The bridges that stay, and whose flows, groups and meters Open vSwitch drops by these steps, whoever has added them. */
export const bridgesCleared = (steps: Step[], known: KnownFacts): Set<string> =>
	new Set(steps.flatMap((step) => (step.tool === "ovs" ? clearedBy(step, known) : [])));
