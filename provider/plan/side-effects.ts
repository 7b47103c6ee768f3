import type { Facts } from "../model/facts";
import { toolOf } from "../tools/list";
import type { Step } from "../tools/step";
import type { KnownFacts, Loss } from "../tools/tool";

const nothing: KnownFacts = { value: () => undefined };

const drops = (step: Step, known: KnownFacts): Loss[] => toolOf(step).drops?.(step, known) ?? [];

/** True for steps by which OVS drops flows, or by which flows that name a port come to mean another one. */
export const upsetsFlows = (step: Step): boolean => drops(step, nothing).includes("flows");

/** True for steps by which the kernel or OVS drops more than the step names: what is attached to a device, a bridge, a namespace. */
export const isDisruptive = (step: Step, known: Facts): boolean => drops(step, known).includes("dependants");

/** True for steps by which the device of an internal port goes, or is made again. */
export const takesDevice = (step: Step, known: Facts): boolean => drops(step, known).includes("port device");
