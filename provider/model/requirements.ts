import type { NamedThing } from "../base/references";
import type { Facts } from "./facts";

/** Something that has to be on the host before a resource can be made there. */
export interface Requirement {
	/** The same words as in what another resource provides. */
	what: string;
	/** What the resource provides that brings it, where those are other words: it has to be made in a batch before. */
	from?: string;
	there(facts: Facts): boolean;
	/** It may be missing; but where this run is about to make it, that is waited for, so that planning sees it. */
	ifComing?: boolean;
}

/** Something that no two resources of one host may both be, in words: "OVS port p1", "device eth0". */
export type Provided =
	| string
	/** By it another resource, of another id, comes in the place of this one. */
	| { what: string; takesPlace: true };

/** A device name as people say it. */
export const deviceText = (name: string, netns = ""): string => `device ${name}${netns === "" ? "" : ` in netns ${netns}`}`;

/** A thing in the words of what resources provide and require; undefined for what no single resource has alone. */
export function thingText({ thing, name, netns = "" }: Omit<NamedThing, "soft">): string | undefined {
	switch (thing) {
		case "bridge":
			return `bridge ${name}`;
		case "port":
			return `OVS port ${name}`;
		case "netns":
			return `netns ${name}`;
		case "device":
			return deviceText(name, netns);
		case "address":
			return undefined;
	}
}

export const requiresDevice = (name: string, netns = ""): Requirement => ({
	what: deviceText(name, netns),
	there: (facts) => facts.links(netns)?.has(name) ?? false,
});

export const requiresBridge = (bridge: string): Requirement => ({
	what: `bridge ${bridge}`,
	there: (facts) => facts.ovs.bridges.has(bridge),
});

/** That what a field names is on the host; of a port any sort will do: a port, a tunnel, a bridge's local port. */
export function requires({ thing, name, netns = "" }: NamedThing): Requirement[] {
	switch (thing) {
		case "bridge":
			return [requiresBridge(name)];
		case "port":
			return [{ what: `OVS port ${name}`, there: (facts) => facts.ovs.ports.has(name) }];
		case "netns":
			return [{ what: `netns ${name}`, there: (facts) => facts.namespaces.has(name) }];
		case "device":
			return [requiresDevice(name, netns)];
		case "address":
			return [];
	}
}
