import { vlanNameOf } from "../../base/device-name";
import { type Foreign, foreignText, whoseText } from "../../base/mark";
import type { Values } from "../../base/values";
import { type Change, type Keep, markAfter, namedBy, Refused } from "../../model/change";
import type { Facts } from "../../model/facts";
import type { Observed } from "../../model/observed";
import { aliasChange, aliasOwner, planAlias } from "../../network/link-mark";
import { refuseLossOnDevice } from "../../network/others-on-device";
import { marks } from "../../network/trunk-marks";
import type { Link } from "../../tools/ip-link";
import type { IpStep } from "../../tools/ip-step";
import type { Step } from "../../tools/list";
import type { Ovs } from "../../tools/ovs-listing";
import { parentPortFaults, planParentPort } from "./parent";
import * as p from "./ports";

/** The port of a subport: a VLAN device on the workload's device, on the integration bridge, with the subport's local VLAN. */
const spec = (want: Values, s: Values): p.PortSpec => ({
	...{ name: vlanNameOf(want.parent.port, s.segmentationId), bridge: want.integrationBridge },
	...{ tag: s.tag, subport: s.name, externalIds: s.externalIds },
});

export const vlanPorts = (want: Values): p.PortSpec[] =>
	want.parent?.port === undefined ? [] : p.subportsIn(want).map((s) => spec(want, s));

const parentPortSpec = ({ parent, integrationBridge }: Values): p.PortSpec => ({
	...{ name: parent.port, bridge: integrationBridge, tag: parent.tag, externalIds: parent.externalIds },
});

const idOf = (name: string): number => Number(/\d+$/.exec(name)?.[0]);

/** The workload's device. Without it the VLAN devices can't exist; their ports are created all the same. */
const parentThere = (facts: Facts, want: Values): Link | undefined => facts.links("")?.get(want.parent?.port ?? "");

const isVlan = (link: Link, parent: string, id: number): boolean =>
	link.kind === "vlan" && link.parent === parent && Number(link.data.id) === id;

const foundOf = (ovs: Ovs, want: Values): Map<string, p.TrunkPort> =>
	p.portsOf(ovs, want.name, [...vlanPorts(want).map((s) => s.name), ...(want.parent ? [want.parent.port] : [])]);

export function observeVlans(facts: Facts, want: Values): Observed<Values, p.TrunkInternal> | undefined {
	const { ovs } = facts;
	const specs = vlanPorts(want);
	const device: string | undefined = want.parent?.port;
	const found = foundOf(ovs, want);
	const marked = [...found.values()].filter((port) => port.marks[marks.trunk] === want.name);
	const there = specs.flatMap((s) => found.get(s.name) ?? []);
	const first = marked[0] ?? there[0];
	if (!first) return undefined;
	const away = [...marked, ...there].find((port) => port.bridge !== want.integrationBridge);
	const bridge = away?.bridge ?? want.integrationBridge;
	const parentPort = marked.find((port) => port.name === (device ?? port.marks[marks.parent]));
	return {
		value: {
			name: want.name,
			mode: "vlan-interfaces",
			integrationBridge: bridge,
			parent: p.defined({
				port: marked.find((port) => port.marks[marks.subport] !== undefined)?.marks[marks.parent] ?? device,
				// A port for the device that the trunk has not created is not compared.
				tag: parentPort ? parentPort.value.tag : want.parent?.tag,
				externalIds: parentPort ? p.wantedIds(parentPort, want.parent?.externalIds) : want.parent?.externalIds,
			}),
			subports: subportsOf(facts, want, found),
			force: want.force,
		},
		computed: { bridge },
		internal: { found },
		owner: (marked.find((port) => port.owner !== undefined) ?? first).owner,
		fault: device === undefined ? undefined : faults(facts, want, found).join("; ") || undefined,
	};
}

/** The leftovers of a trunk whose ports were deleted by hand: the marked VLAN devices on the workload's device. */
export function remainingVlans(facts: Facts, want: Values, owner: string): Observed<Values, p.TrunkInternal> | undefined {
	const parent = parentThere(facts, want);
	if (!parent || devicesOf(facts, vlanPorts(want), parent.name, owner).length === 0) return undefined;
	const { name, integrationBridge, force } = want;
	const found = foundOf(facts.ovs, want);
	return {
		value: { name, mode: "vlan-interfaces", integrationBridge, parent: want.parent, subports: [], force },
		computed: { bridge: integrationBridge },
		internal: { found },
		residue: true,
		owner,
		fault: faults(facts, want, found).join("; "),
	};
}

const devicesOf = (facts: Facts, specs: p.PortSpec[], parent: string, owner: string | undefined): Link[] =>
	specs
		.flatMap((s) => facts.links("")?.get(s.name) ?? [])
		.filter((link) => isVlan(link, parent, idOf(link.name)) && aliasOwner(link) === owner);

function subportsOf(facts: Facts, want: Values, found: Map<string, p.TrunkPort>): Values[] {
	const wanted = new Map(vlanPorts(want).map((s) => [s.name, s]));
	return [...found.values()]
		.filter((port) => wanted.has(port.name) || port.marks[marks.subport] !== undefined)
		.map((port): Values => {
			const one = wanted.get(port.name);
			const link = facts.links("")?.get(port.name);
			return p.defined({
				name: port.marks[marks.subport] ?? one?.subport,
				segmentationId: link?.kind === "vlan" ? Number(link.data.id) : idOf(port.name),
				tag: port.value.tag,
				externalIds: p.wantedIds(port, one?.externalIds),
			});
		})
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function faults(facts: Facts, want: Values, found: Map<string, p.TrunkPort>): string[] {
	const parent = parentThere(facts, want);
	const specs = vlanPorts(want);
	return [
		...specs.flatMap((s) => {
			const port = found.get(s.name);
			return [...p.portFaults(want.name, s, port, ["tag"]), ...(parent && port ? p.ovsFault(facts.ovs, port) : [])];
		}),
		...(parent ? specs.flatMap((s) => deviceFaults(facts, parent, s.name)) : []),
		...parentPortFaults(facts, want, parentPortSpec(want), found),
	];
}

function deviceFaults(facts: Facts, parent: Link, name: string): string[] {
	const link = facts.links("")?.get(name);
	if (!link) return [`device ${name} is not there`];
	if (!isVlan(link, parent.name, idOf(name))) return [`device ${name} is not VLAN ${idOf(name)} of ${parent.name}`];
	return parent.up && !link.up ? [`device ${name} is down`] : [];
}

const ip = (phase: IpStep["phase"], ...args: string[]): IpStep => ({ tool: "ip", phase, netns: "", args });
const removal = (name: string): IpStep => ip("delete-links", "link", "del", "dev", name);

export function planVlans(change: Change): Step[] {
	const { have, was, facts } = change;
	const want = change.intent === "delete" ? undefined : change.want;
	const owner = change.intent === "release" ? undefined : change.owner;
	const found = foundOf(facts.ovs, namedBy(change));
	// Releasing an adopted trunk does not recreate ports that were deleted by hand.
	if (want && owner === undefined && !vlanPorts(want).some((s) => found.has(s.name)))
		return devicesOf(facts, vlanPorts(want), want.parent.port, have?.owner).flatMap((link) =>
			planAlias(link.name, "", { link, owner }),
		);
	const before = new Map((was ? vlanPorts(was) : []).map((s) => [s.name, s]));
	const specs = want ? vlanPorts(want) : [];
	const wanted = new Set([...specs.map((s) => s.name), ...(want ? [want.parent.port] : [])]);
	const links = facts.links("");
	const trunk: string = namedBy(change).name;
	const obsolete = [...found.values()].filter(
		(port) => !wanted.has(port.name) && port.marks[marks.trunk] === trunk && (owner !== undefined || port.owner === have?.owner),
	);
	// If a port was deleted by hand, its VLAN device may still exist.
	const left = [...new Set([...obsolete.map((port) => port.name), ...before.keys()])].filter((name) => !wanted.has(name));
	const devices = left
		.flatMap((name) => links?.get(name) ?? [])
		.filter((l) => l.kind === "vlan" && aliasOwner(l) === have?.owner);
	if (change.intent === "apply")
		for (const { name } of devices) refuseLossOnDevice(change, { name }, { verb: "removed", isPart: true });
	const parentPort = want ? parentPortSpec(want) : undefined;
	const parentPortBefore = was?.parent && parentPortSpec(was);
	return [
		...obsolete.map((port): Step => ({ tool: "ovs", phase: "delete-rows", op: "delete", table: "Port", name: port.name })),
		...devices.map((link) => removal(link.name)),
		...(change.intent === "delete" ? [] : specs.flatMap((s) => planSubport(change, s, found.get(s.name), before.get(s.name)))),
		...(change.intent === "delete" || !parentPort ? [] : planParentPort(change, parentPort, found, parentPortBefore)),
	];
}

/** A device that is not the wanted VLAN can't be adopted. */
function refuseDevice(name: string, isWantedVlan: boolean, parent: string, foreign: Foreign): never {
	const remedy = `delete it first (ip link del ${name})`;
	if (isWantedVlan) throw new Refused(foreignText(`device ${name} exists already`, foreign, { otherwise: remedy }));
	throw new Refused(
		`device ${name} exists already, is not VLAN ${idOf(name)} of ${parent}, and ${whoseText(foreign)}. D${remedy.slice(1)}`,
	);
}

function planSubport(change: Keep, s: p.PortSpec, there: p.TrunkPort | undefined, was: p.PortSpec | undefined): Step[] {
	const { want, have, facts } = change;
	const owner = markAfter(change);
	const links = facts.links("");
	const parent = links?.get(want.parent.port);
	const link = links?.get(s.name);
	if (!parent) return p.planPort(change, s, there, was);
	const right = link !== undefined && isVlan(link, parent.name, idOf(s.name));
	const mark = link && aliasOwner(link);
	const isOwned = mark !== undefined ? mark === owner || mark === have?.owner : was !== undefined && right;
	if (link && owner !== undefined && !isOwned && !(want.adopt && right))
		refuseDevice(s.name, right, parent.name, { program: owner, owner: mark });
	const make = !right && owner !== undefined;
	if (make && link && change.intent === "apply") refuseLossOnDevice(change, link, { verb: "recreated", isPart: true });
	// Open vSwitch notices a recreated device only when its port is recreated too.
	const recreatesPort = make && there !== undefined;
	return [
		...(make && link ? [removal(s.name)] : []),
		...(make ? [ip("links", "link", "add", "dev", s.name, "link", parent.name, "type", "vlan", "id", String(idOf(s.name)))] : []),
		...(make
			? planAlias(s.name, "", { owner, isNew: true })
			: link
				? planAlias(s.name, "", { ...aliasChange(change), link })
				: []),
		...(parent.up && (make || !link?.up) && owner !== undefined ? [ip("settings", "link", "set", "dev", s.name, "up")] : []),
		...(recreatesPort ? [{ tool: "ovs", phase: "rows", op: "delete", table: "Port", name: s.name } as const] : []),
		...p.planPort(change, s, recreatesPort ? undefined : there, was),
	];
}
