import type { Facts } from "../model/facts";
import { wordAfter } from "../tools/ip-step";
import type { Step } from "../tools/list";
import type { WayIn } from "../tools/way-in";
import { byLine, movedIn } from "./way-in-ip";
import { nameIn } from "./way-in-names";
import { byStatements } from "./way-in-nft";
import { byRows } from "./way-in-ovs";
import { byPackages, byServices } from "./way-in-services";
import { byParameter } from "./way-in-sysctl";

/** The way in of the connection. Undefined: it was not read, or the host is this machine. */
export const knownWayIn = (facts: Facts): WayIn | undefined => facts.value({ read: "session-start" })?.wayIn;

/**
 * The parts of the connection's way in that a step may cut, in words; undefined: none. A step counts rather too often than too
 * seldom, because the values of rules, flows and statements are not evaluated.
 */
export function touchedPart(step: Step, facts: Facts, wayIn: WayIn): string | undefined {
	switch (step.tool) {
		case "ip":
			return step.netns === "" ? byLine(step, facts, wayIn) : movedIn(step, wayIn);
		case "bridge":
			return step.netns === "" ? nameIn(wayIn, [wordAfter("dev", step.args)]) : undefined;
		case "wg":
			return step.netns === "" ? nameIn(wayIn, [step.device]) : undefined;
		case "ovs":
			return byRows(step, facts, wayIn);
		case "ofctl":
		case "flow-object":
		case "fail-mode":
			return wayIn.bridges.includes(step.bridge) ? `bridge ${step.bridge}` : undefined;
		case "uplink":
			return nameIn(wayIn, [step.nic, step.bridge]);
		case "nft":
			return byStatements(step, facts, wayIn);
		case "sysctl":
			return step.netns === "" ? byParameter(step, wayIn) : undefined;
		case "local-rule":
			return step.netns === "" ? "the rule for the local table" : undefined;
		case "systemctl":
			return byServices(step.names, facts);
		case "packages":
			return byPackages(step.names);
		case "usable-address":
		case "flood":
		case "kept-flows":
		case "modprobe":
		case "setup-file":
		case "journal":
		case "boot-file":
			return undefined;
		default:
			return step satisfies never;
	}
}

/** The parts of the way in that steps may cut, each once. */
export const touchedParts = (steps: Step[], facts: Facts, wayIn: WayIn): string[] => [
	...new Set(steps.flatMap((step) => touchedPart(step, facts, wayIn) ?? [])),
];
