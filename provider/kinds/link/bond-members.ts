import { isIpv6 } from "../../base/ip-address";
import type { Values } from "../../base/values";
import { type Apply, type Delete, type Keep, Refused, replacedBy } from "../../model/change";
import type { Facts } from "../../model/facts";
import { emptyDeviceText } from "../../model/provided-name";
import type { Requirement } from "../../model/requirements";
import { restoreIpv6Addresses } from "../../network/device-addresses";
import { membersOf } from "../../network/device-master";
import { leavingBond, upAgain } from "../../network/device-membership";
import { aliasOwner } from "../../network/link-mark";
import { netnsWords } from "../../tools/call";
import { isDaemonAddress } from "../../tools/ip-address";
import { type Link, ovsMaster } from "../../tools/ip-link";
import type { IpStep } from "../../tools/ip-step";

/** Makes a line of `ip` in the namespace of the bond. */
export type Step = (phase: IpStep["phase"], ...args: string[]) => IpStep;

/** The facts by which a device gets back what the kernel takes from it. */
export const factsBeforeIn = (change: Keep): Facts =>
	change.intent === "rollback" ? change.factsBefore : (replacedBy(change)?.facts ?? change.facts);

/** Types of devices that take in the packets of the device below them, as a bond does: the kernel lets only one of them do so. */
const takingPackets = ["macvlan", "macvtap", "ipvlan", "ipvtap"];

/** The first address that a program can take from a device. */
const addressOf = (facts: Facts, netns: string, name: string): Link["addresses"][number] | undefined =>
	facts
		.knownLinks(netns)
		.get(name)
		?.addresses.find((a) => !a.passing || isDaemonAddress(a));

/** A bond waits for the resource that takes the addresses from a device, where the program has such a resource. */
export const requiresEmptyDevice = (name: string, netns = ""): Requirement => ({
	name: emptyDeviceText(name, netns),
	there: (facts) => addressOf(facts, netns, name) === undefined,
	isOptional: true,
});

/**
 * Throws where a device would lose its traffic in the bond, or where the kernel does not take it in. Link-local addresses stay
 * behind in any case, and IPv6 addresses of router advertisements come to the bond by themselves.
 */
export function refuseMember({ want, facts, owner, createdHere }: Apply<Values>, member: string): void {
	const { name, netns = "" } = want;
	const links = facts.knownLinks(netns);
	const link = links.get(member);
	const of = `interfaces: ${member}`;
	const at = netnsWords(netns);
	const master = links.get(link?.master ?? "");
	if (master?.name === ovsMaster)
		throw new Refused(`${of} is a port of Open vSwitch. Remove it there first (ovs-vsctl del-port ${member})`);
	if (master && master.name !== name && aliasOwner(master) !== owner)
		throw new Refused(`${of} is a member of ${master.name}. Remove it there first (ip ${at}link set dev ${member} nomaster)`);
	const above = [...links.values()].find(({ parent, kind }) => parent === member && takingPackets.includes(kind ?? ""));
	if (above)
		throw new Refused(
			`${of} has the ${above.kind} device ${above.name}, beside which it can't be in a bond. Delete that first (ip ${at}link del ${above.name})`,
		);
	const leased = link?.addresses.find(({ cidr, dynamic }) => dynamic && !isIpv6(cidr));
	if (leased)
		throw new Refused(
			`${of} has the address ${leased.cidr} of a DHCP client, which would stay on it and get no packets. First end the client for ${member}, and remove the address (ip ${at}addr del ${leased.cidr} dev ${member})`,
		);
	const address = addressOf(facts, netns, member);
	if (address && isDaemonAddress(address))
		throw new Refused(
			`${of} has the address ${address.cidr} of a daemon (protocol ${address.settings.protocol}), which would stay on it and get no packets. Configure that daemon to use ${name}, and remove the address (ip ${at}addr del ${address.cidr} dev ${member})`,
		);
	if (address && !createdHere(emptyDeviceText(member, netns)))
		throw new Refused(
			`${of} has the address ${address.cidr}, which would stay on it and get no packets. Declare ${member} as a Link of type "device" with addresses: [], and give the address to ${name} (addresses)`,
		);
}

/** A device joins a bond. The kernel takes in only devices that are down. A boot file does not know whether they are. */
export function joining(change: Keep, member: string, phase: "masters" | "settings", step: Step): IpStep[] {
	const { want, facts } = change;
	const { name, netns = "" } = want;
	const isAtBoot = change.intent === "apply" && change.atBoot === true;
	const isMember = facts.knownLinks(netns).get(member)?.master === name;
	const isDown = !isAtBoot && facts.knownLinks(netns).get(member)?.up === false;
	return [
		...(isDown ? [] : [step(phase, "link", "set", "dev", member, "down")]),
		step(phase, "link", "set", "dev", member, "master", name),
		step(phase, "link", "set", "dev", member, "up"),
		...(change.intent === "apply" && !isMember ? [] : restoreIpv6Addresses(factsBeforeIn(change), netns, member, phase)),
	];
}

/** The devices of a change that is undone which are in no bond, and which the change has set down: one that the bond refused. */
export const stranded = (interfaces: string[], netns: string, facts: Facts, before: Facts): string[] =>
	interfaces.filter((name) => {
		const [now, then] = [facts, before].map((known) => known.knownLinks(netns).get(name));
		return now?.up === false && now.master === undefined && then?.up === true;
	});

/**
 * The devices that a bond has after a change and that were up before they joined. The kernel leaves them down where somebody deletes the
 * bond (bond_release of its drivers/net/bonding/bond_main.c).
 */
export function takenByBond({ want, facts, taken }: Apply): Values | undefined {
	const { type, name, netns = "", interfaces = [] } = want;
	if (type !== "bond") return undefined;
	const links = facts.knownLinks(netns);
	const before: string[] = taken?.interfaces ?? [];
	const wasUp = (member: string) =>
		links.get(member)?.master === name ? before.includes(member) : links.get(member)?.up === true;
	const up = interfaces.filter(wasUp);
	return up.length === 0 ? undefined : { type, interfaces: up };
}

/** Sets up the devices of a bond that somebody has deleted, unless they are in another one by now. */
export const planLeftDown = (facts: Facts, { netns = "" }: Values, { interfaces = [] }: Values): IpStep[] =>
	interfaces.flatMap((name: string): IpStep[] => {
		const link = facts.knownLinks(netns).get(name);
		const isLeft = link?.up === false && link.master === undefined;
		return isLeft ? [{ tool: "ip", phase: "settings", netns, args: ["link", "set", "dev", name, "up"] }] : [];
	});

/** The devices of a bond that is deleted leave the bond before, and are set up again where they were up. */
export function planFreedMembers({ facts, factsBefore = facts, was }: Delete<Values>): IpStep[] {
	const { name, netns = "", interfaces = [] } = was;
	return [
		...membersOf(facts.links(netns), name).flatMap((member) => leavingBond(factsBefore, netns, member.name)),
		...stranded(interfaces, netns, facts, factsBefore).flatMap((member) => upAgain(factsBefore, netns, member)),
	];
}
