import { nearest } from "../base/nearest";
import type { NamedObject } from "../base/references";
import { fakeVlan, knownOvs } from "../tools/ovs-listing";
import type { Facts } from "./facts";
import { bridgeText, deviceText, netnsText, type ProvidedName, portText } from "./provided-name";

/** An object that must exist on the host before a resource can be created there. */
export interface Requirement {
	/** The name of the object, which another resource may provide. */
	name: ProvidedName;
	/** The property that names the object. */
	property?: string;
	/** A name that the creator of the object provides, where this is another one. The creator must be in an earlier batch. */
	from?: ProvidedName;
	/** True where the object exists. */
	there(facts: Facts): boolean;
	/** Advice on a missing object, such as "did you mean br0?". `declared`: what the program's resources provide. */
	hint?(facts: Facts, declared: ProvidedName[]): string | undefined;
	/** The advice where nothing creates the object, for an object that has no name which could be wrong. */
	remedy?: string;
	/** True where the object may be missing. If this run is about to create it, the resource still waits for it. */
	isOptional?: boolean;
}

/** A name that only one resource of a host may provide, or a shared use. */
export type Provided =
	| ProvidedName
	/** A name that a resource with another id can take over when it replaces this one. */
	| { name: ProvidedName; isTransferable: true }
	| SharedUse;

/** The use of an object that several resources may use, if all use it in the same way, such as a UDP port for VXLAN. */
export interface SharedUse {
	/** The name of the object. */
	name: ProvidedName;
	/** The way in which the resource uses it, in words. */
	use: string;
	/** The part of a message after the use, such as the reason for it. Uses that differ in it alone are the same. */
	detail?: string;
	/** True for a setting of the host, which stays while another resource of the program uses it. */
	isSetting?: true;
}

/**
 * The kernel gives a device on top of another one no larger MTU. A parent whose MTU the program raises comes first. If it is still
 * to be created, the device waits for it in any case.
 */
export const requiresMtu = (parent: string, netns: string, mtu: number): Requirement => ({
	name: deviceText(parent, netns),
	there: (facts) => (facts.knownLinks(netns).get(parent)?.mtu ?? mtu) >= mtu,
	isOptional: true,
});

/** The names on the host that a wrong name may have meant. */
type NamesOf = (facts: Facts) => Iterable<string>;

/** The nearest name of the same sort, on the host or in the program. `textOf` makes the provided name of it. */
function similar(name: string, textOf: (name: string) => string, namesOf: NamesOf): NonNullable<Requirement["hint"]> {
	const [before = "", after = ""] = textOf("\0").split("\0");
	const inside = (text: string) =>
		text.startsWith(before) && text.endsWith(after) ? text.slice(before.length, text.length - after.length) : "";
	return (facts, declared) => {
		const names = [...namesOf(facts), ...declared.map(inside)].filter((other) => other !== "" && !other.includes(" "));
		const near = nearest(name, names);
		return near === undefined || near === name ? undefined : `did you mean ${near}?`;
	};
}

const devicesOf =
	(netns: string): NamesOf =>
	(facts) =>
		facts.links(netns)?.keys() ?? [];

export const requiresDevice = (name: string, netns = ""): Requirement => ({
	name: deviceText(name, netns),
	there: (facts) => facts.links(netns)?.has(name) ?? false,
	hint(facts, declared) {
		// `ip` finds a device by its alternative names too, and lists it under its own.
		const known = [...facts.knownLinks(netns).values()].find(({ otherNames }) => otherNames?.includes(name));
		if (known) return `${name} is another name of ${known.name}: write ${known.name}`;
		const port = portText(name);
		const isPort = `${port} is no network device, as no patch port, bond or tunnel is`;
		if (knownOvs(facts)?.ports.has(name)) return isPort;
		// A port that the program only declares may be one of the device that is missing.
		const near = similar(name, (other) => deviceText(other, netns), devicesOf(netns))(facts, declared);
		return near ?? (declared.includes(port) ? isPort : undefined);
	},
});

export const requiresBridge = (bridge: string): Requirement => ({
	name: bridgeText(bridge),
	// The plan refuses a fake bridge, so that no resource waits for it.
	there: ({ ovs }) => ovs.bridges.has(bridge) || fakeVlan(ovs.ports.get(bridge)) !== undefined,
	hint: similar(bridge, bridgeText, (facts) => facts.ovs.bridges.keys()),
});

/**
 * The requirement of a port. `there`: a further condition; by default the port has only to exist. `words`: other words than
 * names of ports that a wrong name may have meant.
 */
export const requiresPort = (
	port: string,
	there: Requirement["there"] = (facts) => facts.ovs.ports.has(port),
	words: readonly string[] = [],
): Requirement => ({
	name: portText(port),
	there,
	hint: similar(port, portText, (facts) => [...facts.ovs.ports.keys(), ...words]),
});

const requiresNetns = (netns: string): Requirement => ({
	name: netnsText(netns),
	there: (facts) => facts.namespaces.has(netns),
	hint: similar(netns, netnsText, (facts) => facts.namespaces),
});

/** An object that is required and not on the host. */
export interface Missing {
	name: ProvidedName;
	/** The name with the property and the hint, if there are such. */
	text: string;
}

export const missing = (requirement: Requirement, facts: Facts, declared: string[]): Missing => ({
	name: requirement.name,
	text: missingText(requirement, facts, declared),
});

/** The texts that are there, as one. */
function join(texts: (string | undefined)[]): string | undefined {
	const there = texts.filter((text) => text !== undefined);
	return there.length === 0 ? undefined : there.join("; ");
}

/** A missing requirement in words, with the property that names it and the hint, if there are such. */
export function missingText({ name, property, hint }: Requirement, facts: Facts, declared: string[]): string {
	const named = property === undefined ? undefined : `property ${property}`;
	const more = join([named, hint?.(facts, declared)]);
	return more === undefined ? name : `${name} (${more})`;
}

/** The requirement that an object named by a field exists. A port may be of any sort: a port, a tunnel, a bridge's local port. */
export const requires = (named: NamedObject): Requirement[] =>
	requirementsOf(named).map((requirement) => ({
		...requirement,
		property: named.property,
		hint: (facts, declared) => join([named.hint, requirement.hint?.(facts, declared)]),
	}));

function requirementsOf({ sort, name, netns = "" }: NamedObject): Requirement[] {
	switch (sort) {
		case "bridge":
			return [requiresBridge(name)];
		case "port":
			return [requiresPort(name)];
		case "netns":
			return [requiresNetns(name)];
		case "device":
			return [requiresDevice(name, netns)];
		// The kinds that name these have requirements of their own.
		case "group":
		case "meter":
		case "geneve option":
		case "address":
			return [];
		default:
			return sort satisfies never;
	}
}
