import { listForeign } from "../base/mark";
import { type IsDeletedToo, type Keep, Refused, replacedBy } from "../model/change";
import type { Facts } from "../model/facts";
import { isDeclaredElsewhere, type ProgramView } from "../model/program-view";
import { deviceText, masterText, nftTableText } from "../model/provided-name";
import type { Attached } from "../tools/attached";
import { inNetns, netnsWords } from "../tools/call";
import { type Link, ovsMaster, stackOn } from "../tools/ip-link";
import { knownOvs } from "../tools/ovs-listing";
import { membersOf } from "./device-master";
import { aliasOwner } from "./link-mark";
import { rowOwner } from "./ovs-columns";

/** A change that deletes a device or a namespace, also to create it again, and the program around it. */
export interface DeviceRemoval {
	facts: Facts;
	/** The program's mark, and its former one. Undefined: any mark of this provider counts as the program's. */
	owner?: string;
	formerOwner?: string;
	program?: ProgramView;
	/** True where this is deleted too. */
	isDeletedToo?: IsDeletedToo;
	/** True for the deletion of an object that the engine creates again in an operation of its own. */
	isReplaced?: true;
}

/** Types of devices that the kernel deletes together with the device below them (NETDEV_UNREGISTER in the drivers). */
const goingAlong = ["vlan", "macvlan", "macvtap", "ipvlan", "ipvtap", "macsec", "vxlan"];

/** Devices that the kernel adds to each namespace by itself, where their modules are loaded (net.core.fb_tunnels_only_for_init_net). */
export const kernelDevices = [
	...["lo", "tunl0", "gre0", "gretap0", "erspan0", "ip_vti0", "sit0", "ip6tnl0", "ip6gre0", "ip6_vti0", "pimreg", "pim6reg"],
];

/** The device below. For a VXLAN device, `ip` lists it among the settings of the type. */
const below = ({ kind, parent, data, elsewhere }: Link): unknown =>
	kind === "vxlan" ? data.link : elsewhere ? undefined : parent;

/** True for a device that the kernel deletes together with the one below it. */
const goesAlong = (link: Link, name: string): boolean => goingAlong.includes(link.kind ?? "") && below(link) === name;

/** The owner of a device by its mark. An internal port of Open vSwitch has it in the database, also where its device is in a namespace. */
const markOf = (link: Link, facts: Facts): string | undefined =>
	aliasOwner(link) ?? (link.kind === "openvswitch" ? rowOwner(knownOvs(facts)?.ports.get(link.name)) : undefined);

/** The devices that are not the program's: without its mark, and neither declared nor deleted by the program. */
function ofOthers(all: Link[], netns: string, { facts, owner, formerOwner, program, isDeletedToo }: DeviceRemoval): Link[] {
	const isOwn = (mark: string) => owner === undefined || mark === owner || mark === formerOwner;
	return all.filter((link) => {
		const mark = markOf(link, facts);
		const names = [deviceText(link.name, netns), masterText(link.name, netns)];
		const isKnown = names.some((name) => isDeclaredElsewhere(program, name) || isDeletedToo?.(name, mark));
		return !isKnown && !(mark !== undefined && isOwn(mark));
	});
}

/** Throws where there are such devices. `subject`: what can't be deleted. `remedy`: what to do with one of them, and the command for it. */
function refuse(
	all: Link[],
	facts: Facts,
	{ subject = "it", verb }: { subject?: string; verb: Verb },
	what: string,
	remedy: { words: string; command(name: string): string },
): void {
	if (all.length === 0) return;
	const list = listForeign(all.map((link) => ({ name: link.name, owner: markOf(link, facts), sort: link.kind ?? "NIC" })));
	const commands = all.map(({ name }) => remedy.command(name)).join("; ");
	const stay = verb === "deleted" ? ", or let Pulumi leave it on the host (option retainOnDelete)" : "";
	throw new Refused(
		`${subject} can't be ${verb}, because ${what} do not belong to this program: ${list}. ${remedy.words} first (${commands})${stay}`,
	);
}

/** A change of a device: it is deleted with its resource, it is deleted and created again, or its resource does without it. */
type Verb = "deleted" | "recreated" | "removed";

/**
 * Throws where devices of others would lose the Linux bridge that they are ports of, or would be deleted with the device below them. For a
 * device that comes back, also where it would lose what others have attached to it. `isPart`: the device is one of many of a resource, so
 * that the message names it.
 */
export function refuseLossOnDevice(
	removal: DeviceRemoval,
	{ name, netns = "" }: { name: string; netns?: string },
	{ verb = removal.isReplaced ? "recreated" : "deleted", isPart = false }: { verb?: Verb; isPart?: boolean } = {},
): void {
	const what = { verb, ...(isPart ? { subject: deviceText(name, netns) } : {}) };
	// Another resource of the program has the device now, so that it stays.
	if (!isPart && isDeclaredElsewhere(removal.program, deviceText(name, netns))) return;
	const links = removal.facts.knownLinks(netns);
	const members = links.get(name)?.kind === "bridge" ? membersOf(links, name) : [];
	refuse(ofOthers(members, netns, removal), removal.facts, what, "devices in it", {
		words: "Take them out of it",
		command: (member) => `ip ${netnsWords(netns)}link set dev ${member} nomaster`,
	});
	refuse(
		ofOthers(stackOn(links, name, goesAlong), netns, removal),
		removal.facts,
		what,
		"devices on top of it, which the kernel deletes too,",
		{
			words: "Delete them",
			command: (one) => `ip ${netnsWords(netns)}link del dev ${one}`,
		},
	);
	if (verb === "recreated") refuseLossOfAttached(removal, name, netns);
}

/** Throws where the kernel would remove, with a device that comes back, what others have attached to it. */
function refuseLossOfAttached({ facts, owner, formerOwner, program }: DeviceRemoval, name: string, netns: string): void {
	const all = facts.value({ read: "attached", netns, device: name });
	const link = facts.knownLinks(netns).get(name);
	const isOfProgram = ({ table }: Attached) =>
		table !== undefined &&
		((table.owner !== undefined && [owner ?? table.owner, formerOwner].includes(table.owner)) ||
			isDeclaredElsewhere(program, nftTableText(table.family, table.name, netns)));
	// Open vSwitch sets the queueing disciplines of its ports up again.
	const isOfOvs = netns === "" && (link?.master === ovsMaster || knownOvs(facts)?.interfaces.has(name) === true);
	const lost = (all ?? []).filter((one) => !isOfProgram(one) && !(isOfOvs && one.sort === "qdisc"));
	if (lost.length === 0) return;
	const commands = lost.map(({ removal }) => inNetns(netns).concat(removal).join(" "));
	throw new Refused(
		`it can't be recreated, because the kernel would remove what others have attached to it: ${lost.map(({ words }) => words).join(", ")}. Remove that first (${commands.join("; ")}), and add it again afterwards`,
	);
}

/** The devices of others in a VRF or another master. */
export const membersOfOthers = (removal: DeviceRemoval, master: string, netns: string): string[] =>
	ofOthers(membersOf(removal.facts.knownLinks(netns), master), netns, removal).map(({ name }) => name);

/**
 * The devices of others in a VRF or bond that this run has deleted and creates again. Devices that somebody has put into another master
 * since then stay there.
 */
export function membersToRejoin(change: Keep): string[] {
	const { want, facts, program } = change;
	const replaced = replacedBy(change);
	if (!replaced) return [];
	const netns = want.netns ?? "";
	const own = [...(replaced.was.interfaces ?? []), ...(want.interfaces ?? [])];
	return ((replaced.have.value.interfaces ?? []) as string[]).filter((name) => {
		const link = facts.knownLinks(netns).get(name);
		const isFree = link !== undefined && link.master === undefined;
		return !own.includes(name) && isFree && !isDeclaredElsewhere(program, masterText(name, netns));
	});
}

/** Throws where devices of others would be deleted with their namespace. */
export function refuseLossInNamespace(removal: DeviceRemoval, name: string): void {
	const isKnown = removal.facts.value({ read: "links", netns: name }) !== undefined;
	const links = isKnown ? [...removal.facts.knownLinks(name).values()] : [];
	const all = links.filter((link) => !kernelDevices.includes(link.name));
	refuse(ofOthers(all, name, removal), removal.facts, { verb: "deleted" }, "devices in it", {
		words: "Move or delete them",
		command: (one) => `ip -n ${name} link set dev ${one} netns 1`,
	});
}
