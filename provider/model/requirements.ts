import type { NamedThing } from "../base/references";
import type { Facts } from "./facts";

/** An object that must exist on the host before a resource can be created there. */
export interface Requirement {
	/** The name of the object, equal to what another resource provides. */
	what: string;
	/** The provided name of the resource that creates the object, where this is another name. It must be in an earlier batch. */
	from?: string;
	/** True where the object exists. */
	there(facts: Facts): boolean;
	/** True where the object may be missing. If this run is about to create it, the resource still waits for it. */
	isOptional?: boolean;
}

/** A name that only one resource of a host may provide, such as "OVS port p1" or "device eth0". */
export type Provided =
	| string
	/** A provided name that a resource with another id can take over when it replaces this one. */
	| { what: string; takesPlace: true };

/** A device in the words of what resources provide and require. */
export const deviceText = (name: string, netns = ""): string => `device ${name}${netns === "" ? "" : ` in netns ${netns}`}`;

/** An object in the words of what resources provide and require. Undefined for addresses, which several resources may share. */
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

/** The requirement that an object named by a field exists. A port may be of any sort: a port, a tunnel, a bridge's local port. */
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
