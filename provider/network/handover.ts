import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { type Link, ovsMaster } from "../tools/ip-link";
import type { Step } from "../tools/list";
import { knownOvs, type Ovs, portsOn } from "../tools/ovs-listing";
import type { HostObject } from "../tools/tool";
import { membersOf } from "./device-master";
import { leaving, leavingBond, leavingVrf } from "./device-membership";
import { refusalOfFakeBridge } from "./fake-bridge";
import { hasOwnDevice } from "./ovs-port";

/** Steps that free a device, a port or a name, and the facts as they are after these steps. */
export interface Freed {
	steps: Step[];
	facts: Facts;
}

/** The port that an interface belongs to. */
export const portOf = ({ interfacesOf }: Ovs, name: string): string | undefined =>
	interfacesOf.get(name)?.includes(name) ? name : [...interfacesOf].find(([, members]) => members.includes(name))?.[0];

/** Deletes a device of the kernel. The other end of a veth pair and the devices above it go too. */
export function withoutDevice(facts: Facts, netns: string, name: string): Freed {
	const links = facts.knownLinks(netns);
	const members = links.get(name)?.kind === "bond" ? membersOf(links, name) : [];
	return {
		steps: [
			...members.flatMap((member) => leavingBond(facts, netns, member.name)),
			{ tool: "ip", phase: "delete-links", netns, args: ["link", "del", "dev", name] },
		],
		facts: withoutLinks(facts, netns, [name]),
	};
}

/** A device leaves its master. */
export function withoutMaster(facts: Facts, netns: string, name: string): Freed {
	const links = facts.knownLinks(netns);
	const kind = links.get(links.get(name)?.master ?? "")?.kind;
	const leave = kind === "vrf" ? leavingVrf : kind === "bond" ? leavingBond : undefined;
	return {
		steps: leave?.(facts, netns, name) ?? [leaving(netns, name)],
		facts: withFreeDevices(facts, netns, (link) => link.name === name),
	};
}

/** Deletes a port of Open vSwitch. Throws where somebody has made a fake bridge of it. */
export function withoutPort(facts: Facts, name: string): Freed {
	const ovs = knownOvs(facts);
	const refusal = ovs && refusalOfFakeBridge(ovs, name);
	if (refusal !== undefined) throw new Refused(refusal);
	return {
		steps: [{ tool: "ovs", phase: "delete-rows", op: "delete", table: "Port", name }],
		facts: withoutPortRows(facts, [name]),
	};
}

/** Deletes a bridge of Open vSwitch with its ports. */
export function withoutBridge(facts: Facts, name: string): Freed {
	const ovs = knownOvs(facts);
	const ports = ovs ? portsOn(ovs, name) : [];
	return {
		steps: [{ tool: "ovs", phase: "delete-rows", op: "delete", table: "Bridge", name }],
		facts: withoutPortRows(facts, ports, name),
	};
}

/** An interface leaves a bond. The last one takes the bond with it, because a port has at least one interface. */
export function withoutMember(facts: Facts, port: string, member: string): Freed {
	const ovs = knownOvs(facts);
	const uuid = ovs?.interfaces.get(member)?._uuid;
	const rest = (ovs?.interfacesOf.get(port) ?? []).filter((name) => name !== member);
	if (uuid === undefined || rest.length === 0) return withoutPort(facts, port);
	const free = facts.changed({ read: "ovs" }, (reading) => ({
		...reading,
		ovs: {
			...reading.ovs,
			interfaces: withoutKeys(reading.ovs.interfaces, [member]),
			interfacesOf: new Map([...reading.ovs.interfacesOf, [port, rest]]),
		},
	}));
	return {
		steps: [{ tool: "ovs", phase: "delete-rows", op: "leave", table: "Port", name: port, column: "interfaces", uuid }],
		facts: withFreeDevices(free, "", (link) => link.name === member),
	};
}

function withoutKeys<T>(all: Map<string, T>, keys: string[]): Map<string, T> {
	const gone = new Set(keys);
	return new Map([...all].filter(([key]) => !gone.has(key)));
}

/** The facts without the rows of root tables that steps delete. */
export function withoutRootRows(facts: Facts, steps: Step[]): Facts {
	const gone = steps.flatMap((step) => (step.tool === "ovs" && step.op === "delete" ? [step.name] : []));
	if (gone.length === 0 || !facts.has({ read: "ovs" })) return facts;
	return facts.changed({ read: "ovs" }, (reading) => ({
		...reading,
		ovs: {
			...reading.ovs,
			qos: withoutKeys(reading.ovs.qos, gone),
			queues: withoutKeys(reading.ovs.queues, gone),
			collectorSets: withoutKeys(reading.ovs.collectorSets, gone),
		},
	}));
}

/** The facts without an object, and without what goes with it. */
export function withoutObject(facts: Facts, { sort, netns, name }: HostObject): Facts {
	if (sort === "device") return withoutDevice(facts, netns, name).facts;
	return (sort === "bridge" ? withoutBridge(facts, name) : withoutPort(facts, name)).facts;
}

function withoutPortRows(facts: Facts, ports: string[], bridge?: string): Facts {
	const ovs = knownOvs(facts);
	const members = ports.flatMap((port) => ovs?.interfacesOf.get(port) ?? []);
	const free = facts.changed({ read: "ovs" }, (reading) => ({
		...reading,
		ovs: {
			...reading.ovs,
			bridges: withoutKeys(reading.ovs.bridges, bridge === undefined ? [] : [bridge]),
			ports: withoutKeys(reading.ovs.ports, ports),
			interfaces: withoutKeys(reading.ovs.interfaces, members),
			interfacesOf: withoutKeys(reading.ovs.interfacesOf, ports),
			bridgeOf: withoutKeys(reading.ovs.bridgeOf, ports),
		},
	}));
	const own = members.filter((name) => hasOwnDevice(ovs?.interfaces.get(name)));
	const withoutOwnLinks = free.namespacesRead.reduce((all, netns) => withoutLinks(all, netns, own), free);
	return withFreeDevices(withoutOwnLinks, "", (link) => members.includes(link.name) && link.master === ovsMaster);
}

function withoutLinks(facts: Facts, netns: string, names: string[]): Facts {
	const links = facts.knownLinks(netns);
	const above = [...links.values()].filter((link) => names.includes(link.parent ?? "") && !names.includes(link.name));
	if (!names.some((name) => links.has(name))) return facts;
	if (above.length > 0) return withoutLinks(facts, netns, [...names, ...above.map((link) => link.name)]);
	const rest = facts.changed({ read: "links", netns }, (all) => withoutKeys(all, names));
	return withFreeDevices(rest, netns, (link) => names.includes(link.master ?? ""));
}

const withFreeDevices = (facts: Facts, netns: string, isFree: (link: Link) => boolean): Facts =>
	facts.has({ read: "links", netns }) && [...facts.knownLinks(netns).values()].some(isFree)
		? facts.changed(
				{ read: "links", netns },
				(links) => new Map([...links].map(([name, link]) => [name, isFree(link) ? { ...link, master: undefined } : link])),
			)
		: facts;

/** The facts as if no device had a master with this owner, which the program gave it. */
export const withoutMastersOf = (facts: Facts, netns: string, isOwn: (master: Link) => boolean): Facts =>
	withFreeDevices(facts, netns, ({ master }) => {
		const link = facts.knownLinks(netns).get(master ?? "");
		return link !== undefined && isOwn(link);
	});
