import type { Facts } from "../model/facts";
import { byTool } from "../tools/list";
import { bridgesWithOtherMac as bridgesOfStep } from "../tools/ovs-vsctl";
import type { Step } from "../tools/step";
import type { KnownFacts, Loss } from "../tools/tool";

const nothing: KnownFacts = { value: () => undefined };

const drops = (own: Step[], known: KnownFacts): Loss[] =>
	byTool(own).flatMap(([tool, steps]) => tool.drops?.(steps, known) ?? []);

/** True for a step after which OVS drops flows, or after which a port number in a flow means another port. */
export const dropsFlows = (step: Step): boolean => drops([step], nothing).includes("flows");

/** True for steps of a resource after which the kernel or OVS drops dependants: objects on a device, a bridge or in a namespace. */
export const areDisruptive = (own: Step[], known: Facts): boolean => drops(own, known).includes("dependants");

/** True for a step by which a bridge that was there loses its flows, or ports get other numbers. */
export const dropsStandingFlows = (step: Step, known: Facts): boolean => drops([step], known).includes("standing flows");

/** True for a step that removes or recreates the device of an internal port, or sets it down. */
export const removesPortDevice = (step: Step, known: Facts): boolean => drops([step], known).includes("port device");

/** The bridges of Open vSwitch whose local ports may get another MAC address by these steps. The kernel then removes their neighbors. */
export const bridgesWithOtherMac = (steps: Step[], known: KnownFacts): Set<string> =>
	new Set(steps.flatMap((step) => (step.tool === "ovs" ? bridgesOfStep(step, known) : [])));
