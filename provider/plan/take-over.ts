import type { z } from "zod";
import { whoseText } from "../base/mark";
import { memoize } from "../base/memoize";
import type { Values } from "../base/values";
import { valuesByKey } from "../base/values-by-key";
import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { identityOf, replacedFields } from "../model/identity";
import type { Observed } from "../model/observed";
import { bridgeText, deviceText, type ParsedName, type ProvidedName, parseName, portText } from "../model/provided-name";
import { deletionText, refusalOfFakeBridge } from "../network/fake-bridge";
import {
	type Freed,
	portOf,
	withoutBridge,
	withoutDevice,
	withoutMaster,
	withoutMastersOf,
	withoutMember,
	withoutPort,
} from "../network/handover";
import { aliasOwner } from "../network/link-mark";
import { rowOwner } from "../network/ovs-columns";
import { hasOwnDevice } from "../network/ovs-port";
import { type Link, ovsMaster } from "../tools/ip-link";
import type { Fact } from "../tools/list";
import { fakeVlan, knownOvs, type Ovs, portsOn, type Row } from "../tools/ovs-listing";
import { refuseLossWithDevices } from "./deleted-objects";
import { displacedPorts } from "./displaced-ports";
import { observe } from "./observe";
import type { Operation } from "./operation";
import { isPreexisting, ownershipStatus } from "./ownership";
import { adoptedEntry, otherNames, refuseAdopted, type TakeOverContext } from "./take-over-context";

/*
 * Pulumi creates before it deletes. So a new resource meets objects of this program that the program does not declare any more,
 * or that another resource is about to give up. The new resource takes them over by their mark. The deletion that comes later
 * leaves alone what is another resource's by then.
 */

/** What one resource can take over from another one: the objects and memberships that it provides. */
const providedBy = memoize(({ kind, want }: Operation): ParsedName[] =>
	kind.provides(want).flatMap((name) => parseName(name) ?? []),
);

/** True where an operation may meet what another resource of the program had before. */
const mayTakeOver = (op: Operation): boolean =>
	op.mode !== "delete" && providedBy(op).some(({ isMembership }) => isMembership || (op.mode === "create" && !isPreexisting(op)));

/** The reads by which an operation finds what it takes over. */
export function readsOfTakeOver(op: Operation): Fact[] {
	if (!mayTakeOver(op)) return [];
	const namespaces = new Set(providedBy(op).flatMap(({ sort, netns }) => (sort === "device" ? [netns] : [])));
	const links = [...namespaces].map((netns): Fact => ({ read: "links", netns }));
	return [...links, ...(op.mode === "create" ? op.kind.facts(identityOf(op.kind, op.want)) : [])];
}

/** Further reads, where the first ones show that something is to be taken over. Most operations need none. */
export function moreReadsOfTakeOver(op: Operation, facts: Facts): Fact[] {
	if (!mayTakeOver(op)) return [];
	const isTaken = providedBy(op).some(({ sort, name, netns, isMembership }) => {
		const link = facts.knownLinks(netns).get(name);
		if (isMembership) return link?.master !== undefined;
		return op.mode === "create" && (sort === "device" ? link !== undefined : hasRow(facts, name));
	});
	const isLeft = op.mode === "create" && otherNames(op).length > 0 && ownedByName(op, facts).length > 0;
	return isTaken || isLeft ? [{ read: "ovs" }, { read: "journal" }] : [];
}

function hasRow(facts: Facts, name: string): boolean {
	const ovs = knownOvs(facts);
	return ovs !== undefined && (ovs.ports.has(name) || ovs.bridges.has(name));
}

/** The steps that take over what an operation needs and other resources of the program had, and the facts after them. */
export function takeOver(op: Operation, facts: Facts, around: TakeOverContext): Freed {
	let freed: Freed = { steps: [], facts };
	const then = (next: (facts: Facts) => Freed | undefined): void => {
		const more = next(freed.facts);
		if (!more) return;
		refuseLossWithDevices({ facts: freed.facts, owner: op.owner, program: around.program }, more.steps);
		freed = { steps: [...freed.steps, ...more.steps], facts: more.facts };
	};
	for (const name of displacedPorts(op, facts, around)) then((now) => withoutPort(now, name));
	if (!mayTakeOver(op)) return freed;
	if (op.mode === "create" && !isPreexisting(op)) {
		for (const name of namesToFree(op, facts, around)) then((now) => freeName(op, name, now, around));
	}
	for (const one of providedBy(op)) if (one.isMembership) then((now) => freeMembership(op, one, now, around));
	return freed;
}

/**
 * The facts by which original values are captured: a master that the program itself gave a device is not an original one. One that the
 * program has adopted is: it had its devices before, and stays at destroy.
 */
export const withoutOwnMasters = (op: Operation, facts: Facts): Facts =>
	providedBy(op)
		.filter(({ isMembership }) => isMembership)
		.reduce((all, { netns }) => {
			const isAdopted = (name: string) =>
				facts.has({ read: "journal" }) && facts.journal.adopted(netns, name, op.owner) !== undefined;
			return withoutMastersOf(all, netns, (master) => aliasOwner(master) === op.owner && !isAdopted(master.name));
		}, facts);

/** The names that the operation needs, and those of objects of its kind whose place it takes. */
function namesToFree(op: Operation, facts: Facts, around: TakeOverContext): ParsedName[] {
	const { kind, want } = op;
	const have = kind.facts(want).every((fact) => facts.has(fact)) ? observe(op, facts) : undefined;
	if (have && !have.residue && ownershipStatus(op, have) === "owned" && !isOfAnotherSort(op, have)) return [];
	const before = have ? undefined : observedByName(op, facts, identityOf(kind, want));
	const all = [...kind.makes(want), ...(before ? kind.makes(before.value) : [])];
	const others = otherNames(op);
	const inTheWay = (others.length > 0 ? ownedByName(op, facts) : [])
		.filter(({ provided, name }) => name !== want.name && around.program.holder(provided) === undefined)
		.filter(({ name }) => {
			const other = observedByName(op, facts, { ...identityOf(kind, want), name });
			return other !== undefined && kind.provides(other.value).some((one) => others.includes(one));
		})
		.map(({ provided }) => provided);
	return [...new Set([...all, ...inTheWay])].flatMap((name) => parseName(name) ?? []);
}

/** True for an object that can't become what is wanted by a change. */
const isOfAnotherSort = ({ kind, want }: Operation, { value }: Observed): boolean =>
	replacedFields(kind, want, value).length > 0 || ("type" in value && want.type !== undefined && value.type !== want.type);

/** The object of the operation's kind that has this name, where what was read tells. */
function observedByName({ kind, owner, was, id }: Operation, facts: Facts, inputs: Values): Observed | undefined {
	if (!kind.facts(inputs).every((fact) => facts.value(fact) !== undefined)) return undefined;
	const have = kind.observe(facts, inputs, { owners: [owner], deleting: false, was, id });
	const type = kind.schema.shape.type as z.ZodType | undefined;
	// The device of this name may be of another kind, which this one can observe and not make.
	const isOwnType = type === undefined || type.safeParse(have?.value.type).success;
	return have && !have.residue && isOwnType ? have : undefined;
}

/** The names of the ports by their owner. All operations of a batch go by the same facts, so that this is computed once for a batch. */
const portsByOwner = memoize((ovs: Ovs) =>
	valuesByKey([...ovs.ports].map(([name, row]) => [rowOwner(row) ?? "", name] as const)),
);

/** The names of the devices by their owner. */
const devicesByOwner = memoize((links: Map<string, Link>) =>
	valuesByKey([...links.values()].map((link) => [aliasOwner(link) ?? "", link.name] as const)),
);

/** The devices and ports with the program's mark, for kinds whose objects have a name alone. */
function ownedByName({ kind, want, owner }: Operation, facts: Facts): { provided: ProvidedName; name: string }[] {
	if (kind.identity.fields.join() !== "name") return [];
	const netns: string = want.netns ?? "";
	const ovs = knownOvs(facts);
	const devices = devicesByOwner(facts.knownLinks(netns)).get(owner) ?? [];
	const ports = (ovs && portsByOwner(ovs).get(owner)) ?? [];
	return [
		...devices.map((name) => ({ provided: deviceText(name, netns), name })),
		...ports.map((name) => ({ provided: portText(name), name })),
	];
}

/** Frees a name that an object of this program has. Others' objects stay: the kind refuses them, or adopts them. */
function freeName(op: Operation, { sort, name, netns }: ParsedName, facts: Facts, around: TakeOverContext): Freed | undefined {
	const link = facts.knownLinks(netns).get(name);
	const ovs = knownOvs(facts);
	const found = (provided: ProvidedName, free: () => Freed): Freed => {
		const holder = around.program.holder(provided);
		if (holder !== undefined)
			throw new Refused(`${provided} is in use by ${holder}: rename one of the two, or remove that resource first`);
		refuseAdopted(op, provided, { netns, name }, facts);
		return free();
	};
	if (sort === "device" && link && aliasOwner(link) === op.owner)
		return found(deviceText(name, netns), () => withoutDevice(facts, netns, name));
	if (sort === "device" && !isDeviceOfOvs(link, ovs)) return undefined;
	if (rowOwner(ovs?.bridges.get(name)) === op.owner) {
		refuseForeignPorts(op, name, facts);
		return found(bridgeText(name), () => withoutBridge(facts, name));
	}
	if (rowOwner(ovs?.ports.get(name)) === op.owner) return found(portText(name), () => withoutPort(facts, name));
	return undefined;
}

/** True for the device of a port. The kernel's datapath has devices of a kind of its own, and the one in user space has taps. */
const isDeviceOfOvs = (link: Link | undefined, ovs: Ovs | undefined): boolean =>
	link?.kind === "openvswitch" || (link?.kind === "tun" && hasOwnDevice(ovs?.interfaces.get(link.name)));

function refuseForeignPorts({ owner }: Operation, bridge: string, facts: Facts): void {
	const ovs = knownOvs(facts);
	if (!ovs) return;
	const isOthers = (row: Row | undefined) => rowOwner(row) !== owner || fakeVlan(row) !== undefined;
	const foreign = portsOn(ovs, bridge).filter((port) => port !== bridge && isOthers(ovs.ports.get(port)));
	if (foreign.length > 0)
		throw new Refused(
			`bridge ${bridge} of this program has the name, and ports that do not belong to this program: ${foreign.join(", ")}. Delete them first (${deletionText(ovs, foreign)})`,
		);
}

/** A device leaves the bridge, bond or VRF of another resource of this program. The kernel itself moves it between its own masters. */
function freeMembership(op: Operation, { name, netns }: ParsedName, facts: Facts, around: TakeOverContext): Freed | undefined {
	const isRow = op.kind.facts(op.want).some(({ read }) => read === "ovs");
	const ovs = netns === "" ? knownOvs(facts) : undefined;
	const master = facts.knownLinks(netns).get(name)?.master;
	const port = ovs && (isRow || master === ovsMaster) ? portOf(ovs, name) : undefined;
	if (ovs && port !== undefined && !(isRow && port === op.want.name)) return freeInterface(op, name, port, facts, around);
	if (!isRow || master === undefined || master === ovsMaster || port !== undefined) return undefined;
	const link = facts.knownLinks(netns).get(master);
	const owner = link && aliasOwner(link);
	const isAdopted = adoptedEntry(facts, netns, name, op.owner) !== undefined;
	if (owner === op.owner || isAdopted) return withoutMaster(facts, netns, name);
	throw new Refused(
		`${deviceText(name, netns)} is in ${link?.kind === "vrf" ? "the VRF" : "the bridge"} ${master}, which ${whoseText({ program: op.owner, owner })}. Take it out first: ip link set dev ${name} nomaster`,
	);
}

function freeInterface(op: Operation, name: string, port: string, facts: Facts, around: TakeOverContext): Freed | undefined {
	const ovs = knownOvs(facts);
	const owner = rowOwner(ovs?.ports.get(port));
	const on = `${deviceText(name)} is on ${portText(port)} of bridge ${ovs?.bridgeOf.get(port)}`;
	const refusal = ovs && refusalOfFakeBridge(ovs, port);
	if (refusal !== undefined) throw new Refused(refusal);
	if (owner !== op.owner)
		throw new Refused(
			`${on}, which ${whoseText({ program: op.owner, owner })}. Delete that port first: ovs-vsctl del-port ${port}`,
		);
	const holder = around.program.holder(portText(port));
	if (holder === undefined) {
		refuseAdopted(op, portText(port), { netns: "", name: port }, facts);
		return withoutPort(facts, port);
	}
	if (port === name) throw new Refused(`${on}, which ${holder} declares: remove one of the two resources, or use another device`);
	return around.createdHere(portText(port)) ? undefined : withoutMember(facts, port, name);
}
