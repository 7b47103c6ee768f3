import { isDeepStrictEqual } from "node:util";
import { holdsUnknown } from "../base/unknown";
import { ownValue, type Values } from "../base/values";
import { type Keep, markAfter } from "../model/change";
import type { Facts } from "../model/facts";
import { type DeclaredResources, kind, type Marked } from "../model/kind";
import type { Observed } from "../model/observed";
import { masterText } from "../model/provided-name";
import { observeDevice, planDevice, touchesDevice, upByDefault } from "../network/device";
import { addressFault, endsIpv6, refuseLossOfIpv6 } from "../network/device-addresses";
import type { DeviceChange } from "../network/device-change";
import { recreation, replacement } from "../network/device-recreation";
import { refusalOfFakeBridge } from "../network/fake-bridge";
import { foreignQdiscs, lostQdiscsWarning } from "../network/lost-qdiscs";
import { markedRows } from "../network/marked";
import { refuseLossOnDevice } from "../network/others-on-device";
import { planColumns, readColumns, rowOwner } from "../network/ovs-columns";
import {
	datapathFault,
	dpdkTypes,
	dpdkUse,
	interfaceFault,
	interfaceText,
	isDpdk,
	ofport,
	patchFault,
	planAttachment,
	planReopening,
	portNumberNames,
	refuseNumberOfAnother,
} from "../network/ovs-port";
import { isTunnelType, vtepKey } from "../network/ovs-tunnel-rows";
import {
	markedLimits,
	observeQos,
	ownRows,
	planLimitsAgain,
	planLimitsOff,
	planQos,
	planQosDeletion,
	planQosOff,
	qdiscFault,
} from "../network/qos";
import { qosWarnings } from "../network/qos-schema";
import { rstpOverPatchPorts, spanningTreeWarnings } from "../network/spanning-tree";
import { planTakeOver, marks as trunkKeys, trunkMarks } from "../network/trunk-marks";
import { isUplink, takenKey } from "../network/uplink-mark";
import { withoutUnusedVlans } from "../network/vlan";
import { addressesOnPorts } from "../network/without-effect";
import type { Link } from "../tools/ip-link";
import type { IpStep } from "../tools/ip-step";
import type { Fact, Step } from "../tools/list";
import { knownOvs, map, type Ovs, optional, type Row } from "../tools/ovs-listing";
import type { OvsStep } from "../tools/ovs-step";
import { isMacStep } from "../tools/ovs-vsctl";
import { interfaceColumns, memberColumns, portColumns } from "./port/columns";
import { absentPort, isAbsent, isMarkedOptional, planOptional, planRelease, presentPort } from "./port/optional";
import { portSchema } from "./port/schema";

/** True for external_ids by which the port belongs to a Vtep, a Trunk or a Bridge's uplink. */
const hasOtherMark = (ids: Record<string, string>): boolean =>
	[vtepKey, takenKey, ...Object.values(trunkKeys)].some((key) => ids[key] !== undefined);

/** The types of ports whose devices Open vSwitch itself creates. */
const ownDeviceTypes = ["internal", "tap"];

/** The devices that exist without the port. */
const existingDevices = ({ name, type, interfaces = [] }: Values): string[] =>
	type === "bond" ? interfaces : type === "system" ? [name] : [];

const hasDevice = ({ type }: Values) => !["patch", "bond", ...dpdkTypes].includes(type);

/** A warning where a port has an option of DPDK alone. Open vSwitch ignores it on others, and says so only in its log. */
const queueWarnings = ({ type, options }: Values): string[] =>
	hasDevice({ type }) && options?.n_rxq !== undefined
		? ["options.n_rxq has no effect: only ports of DPDK have queues that Open vSwitch polls. Leave it out"]
		: [];

/**
 * A warning where a bond of mode balance-slb is on a bridge with floodVlans. Such a bond recognizes packets that it has sent itself by the
 * MAC addresses that the bridge has learned (is_admissible in ofproto/ofproto-dpif-xlate.c), and the bridge learns none in these VLANs.
 * Open vSwitch says only in its log that the two do not go together (port_configure_bond in vswitchd/bridge.c). With LACP, the switch at
 * the other end sends nothing back.
 */
function floodWarnings({ name, bridge, type, bondMode, lacp = "off" }: Values, declared: DeclaredResources): string[] {
	if (type !== "bond" || bondMode !== "balance-slb" || lacp !== "off" || holdsUnknown([name, bridge])) return [];
	const on = declared.ofType("Bridge").find((one) => one.name === bridge);
	return Array.isArray(on?.floodVlans)
		? [
				`bridge ${bridge} has floodVlans, and the bond ${name} has bondMode "balance-slb" without lacp: in these VLANs, packets that the bond has sent by one device and gets back by another one reach the ports of the bridge again. Use lacp or another bondMode, or leave floodVlans out`,
			]
		: [];
}

/** Finds these objects by their marks. */
function listMarked(facts: Facts): Marked[] {
	const ovs = knownOvs(facts);
	if (!ovs) return [];
	const isOther = ({ name, external_ids }: Row) =>
		ovs.bridges.has(String(name)) || isTunnelType(ovs.interfaces.get(String(name))?.type) || hasOtherMark(map(external_ids));
	const ports = markedRows(ovs.ports.values(), (row) => {
		const name = String(row.name);
		if (isOther(row)) return undefined;
		const bridge = ovs.bridgeOf.get(name);
		return { name, ...(bridge === undefined ? {} : { bridge }), ...(isMarkedOptional(row) ? { optional: true } : {}) };
	});
	return [...ports, ...markedLimits(ovs).filter(({ want: { name } }) => !ovs.ports.has(name))];
}

export const port = kind({
	type: "Port",
	summary:
		"A port of an Open vSwitch bridge: an existing device, a device that Open vSwitch creates, a patch port, a port of DPDK or a bond. A port has one interface, a bond has several.",
	schema: portSchema,
	computed: {
		uuid: { type: "string", help: "UUID of the port's row in the table Port.", identifies: true },
		ofport: { type: "number", help: "OpenFlow port number. For a bond, the number of its first interface." },
		present: { type: "boolean | undefined", help: "Whether the port is on its bridge. Only for an `optional` port." },
	},
	identity: { fields: ["name"], netns: false, listMarked },
	// An optional port is never moved: it is left on the bridge that it is on.
	replaceOn: (want, was) => {
		if (Boolean(want.optional) !== Boolean(was.optional)) return ["optional"];
		return want.optional && want.bridge !== was.bridge ? ["bridge"] : [];
	},
	ownership: "mark",
	normalise: (want, was) => upByDefault(withoutUnusedVlans(want), was),
	facts(want) {
		const namespaces: Fact[] = want.netns === undefined ? [] : [{ read: "namespaces" }, { read: "links", netns: want.netns }];
		const root: Fact[] =
			touchesDevice(want) || endsIpv6(want) || want.type === "system" || want.type === "bond"
				? [{ read: "links", netns: "" }]
				: [];
		const limits = want.qos !== undefined || want.ingressPolicingRate !== undefined;
		return [
			{ read: "ovs" },
			...root,
			...namespaces,
			...(limits ? [{ read: "qdiscs" } as const] : []),
			...(existingDevices(want).length > 0 && !want.optional ? [foreignQdiscs] : []),
		];
	},
	provides(want) {
		const members = existingDevices(want);
		const interfaces = want.type === "bond" ? members : [want.name];
		const masters = want.optional ? [] : members.map((m) => masterText(m));
		return [...masters, ...interfaces.map(interfaceText), ...portNumberNames(want), ...dpdkUse(want)];
	},

	remarks: {
		errors: rstpOverPatchPorts,
		warnings: (want, declared) => [
			...spanningTreeWarnings(want, declared),
			...floodWarnings(want, declared),
			...addressesOnPorts(existingDevices(want), want.bridge, declared),
			...queueWarnings(want),
			...qosWarnings(want),
		],
	},

	observe(facts, want, context) {
		const { owners, deleting, was } = context;
		const [owner] = owners;
		const { ovs } = facts;
		if (want.optional && isAbsent(ovs, want)) return absentPort(want, owner, { link: undefined, members: {} });
		const row = ovs.ports.get(want.name);
		// The port belongs to the bridge's uplink now. The host would be cut off without it.
		if (deleting && isUplink(row)) return undefined;
		if (!row) {
			const { qos, queues } = ownRows(ovs, [want.name], [owner]);
			return qos.length + queues.length > 0 ? { value: { name: want.name }, computed: {}, owner, residue: true } : undefined;
		}
		const members = [...(ovs.interfacesOf.get(want.name) ?? [])].sort();
		const bond = members.length > 1 || members[0] !== want.name;
		const iface = ovs.interfaces.get(members[0] ?? want.name);
		const namespaces = new Set(
			[want.netns ?? "", "", ...facts.namespacesRead].filter((netns) => facts.has({ read: "links", netns })),
		);
		const found = locate(want.name, [...namespaces], (netns) => facts.links(netns));
		// A device in another namespace than the wanted one counts as having none of the wanted settings.
		const here = found?.netns === (want.netns ?? "") || !touchesDevice(want);
		const device = here ? observeDevice(found?.link, want, context.was) : {};
		// The kernel takes the addresses away from a device that moves, and sets it down.
		const left = here ? {} : observeDevice(found?.link);
		const inOtherNetns = found !== undefined && found.netns !== "";
		const have = {
			value: {
				name: want.name,
				bridge: ovs.bridgeOf.get(want.name),
				...readColumns(portColumns, () => row),
				qos: observeQos(ovs, optional<string>(row.qos)),
				...(bond
					? { type: "bond", interfaces: members, dpdkInterfaces: dpdkInterfaces(ovs, members) }
					: readColumns(interfaceColumns, () => iface)),
				...(hasDevice(want) ? { addresses: device.addresses, up: device.up } : {}),
				...(inOtherNetns ? { netns: found.netns, mtu: device.mtu } : {}),
				...(inOtherNetns || (!here && want.type === "internal") ? { mac: device.mac } : {}),
			},
			...(here ? {} : { originals: { addresses: left.addresses, up: left.up } }),
			computed: { uuid: row._uuid, ofport: ofport(iface) },
			internal: {
				link: here ? found?.link : undefined,
				members: Object.fromEntries(members.map((m) => [m, ovs.interfaces.get(m)?._uuid])),
			},
			owner: rowOwner(row),
			marks: trunkMarks(row),
			fault:
				refusalOfFakeBridge(ovs, want.name) ??
				(want.type === "patch"
					? patchFault(ovs, iface)
					: members.map((m) => interfaceFault(ovs.interfaces.get(m))).find((e) => e !== undefined)) ??
				datapathFault(facts, ovs.bridgeOf.get(want.name)) ??
				qdiscFault(facts.qdiscs, kernelInterfaces(facts, members), want) ??
				(here ? addressFault(found?.link, want) : undefined),
		};
		if (want.optional) return presentPort(have, want, was, owners);
		return getsNewDevice(want, have) || losesDevice(want, have)
			? { ...have, recreates: [{ name: want.name, netns: found?.netns ?? "" }] }
			: have;
	},

	plan(change) {
		if (change.intent === "delete") {
			const { name, type, optional } = change.was;
			if (optional) return planRelease(change);
			return [
				...(["system", "bond"].includes(type) ? planLimitsOff(change.facts, name) : []),
				{ tool: "ovs", phase: "delete-rows", op: "delete", table: "Port", name },
				...planQosDeletion(change, [name]),
			];
		}
		const { want, facts } = change;
		if (want.optional) return planOptional(change);
		const { name } = want;
		refuseNumberOfAnother(change);
		const owner = markAfter(change);
		const have = change.have?.residue ? undefined : change.have;
		const bond = want.type === "bond";
		const recreated = have !== undefined && (have.value.type === "bond") !== bond;
		const from = recreated ? undefined : have;
		if (have && change.intent !== "rollback") refuseLossOfDevice(change, have);
		if (change.intent === "apply") refuseLossOfIpv6(change);
		const rows = { tool: "ovs", phase: "rows", name } as const;
		const now = { want, have: from, was: change.was, owner, facts };
		const marks = change.intent === "rollback" ? change.marks : undefined;
		const columnSteps = bond ? planMembers(want, from, change.was) : planColumns(inOvsdb(want), { Interface: name }, now);
		const leaving = bond ? (from?.value.interfaces ?? []).filter((device: string) => !want.interfaces?.includes(device)) : [];
		const offSteps = leaving.length > 0 ? planQosOff(facts, name) : [];
		const isWithoutQos = from === undefined || offSteps.length > 0;
		const qosSteps = planQos({ want, have: change.have, owner, facts }, name, isWithoutQos);
		const limits = [...columnSteps, ...qosSteps];
		const at = { name, devices: kernelInterfaces(facts, want.interfaces ?? [name]) };
		const steps: Step[] = [
			...offSteps,
			...(recreated ? [{ ...rows, op: "delete", table: "Port" } as const] : []),
			...planAttachment(now),
			...(owner === undefined ? [] : planTakeOver(from && facts.ovs.ports.get(name), name, marks)),
			...planColumns(portColumns, { Port: name }, now),
			...limits,
			...(from && change.intent === "apply" ? planLimitsAgain(facts, want, { ...at, have: from.value, planned: limits }) : []),
			...(from && (bond || want.type === "system") ? planReopening(change, want.interfaces ?? [name]) : []),
		];
		const deviceChange: DeviceChange =
			from && getsNewDevice(want, from) ? recreation(now) : replacement(change, movedBack(change, now));
		// Open vSwitch sets a tap device down for another MAC address.
		const isTap = want.type === "tap" || facts.ovs.bridges.get(want.bridge)?.datapath_type === "netdev";
		const losesIpv6 = isTap && steps.some((step) => step.tool === "ovs" && isMacStep(step));
		const warned = change.intent === "apply" ? withWarning(steps, lostQdiscsWarning(facts, existingDevices(want))) : steps;
		return hasDevice(want) ? [...warned, ...planMove(deviceChange), ...planSettings(deviceChange, losesIpv6)] : warned;
	},
});

/** The steps of a change with a warning about them. */
function withWarning(steps: Step[], warning: string | undefined): Step[] {
	const [first, ...rest] = steps;
	return first?.tool === "ovs" && warning !== undefined ? [{ ...first, warning }, ...rest] : steps;
}

/** A port whose device Open vSwitch creates gets a new device when it moves to another bridge, or gets another number. */
function getsNewDevice(want: Values, { value, computed }: Pick<Observed, "value" | "computed">): boolean {
	const number = want.ofportRequest;
	const moves = value.bridge !== want.bridge;
	const isRenumbered = number !== undefined && value.ofportRequest !== number && computed.ofport !== number;
	return hasDevice(want) && want.type !== "system" && !want.optional && value.type !== "bond" && (moves || isRenumbered);
}

/** True for a port whose device Open vSwitch deletes, because the port gets another type. */
const losesDevice = ({ type }: Values, { value }: Pick<Observed, "value">): boolean =>
	ownDeviceTypes.includes(value.type) && value.type !== type;

/** Throws where devices of others would go with the device that the port loses by the change. */
function refuseLossOfDevice(change: Keep, have: Observed): void {
	const { want } = change;
	const device = { name: want.name, netns: have.value.netns };
	if (getsNewDevice(want, have)) refuseLossOnDevice(change, device, { verb: "recreated" });
	else if (losesDevice(want, have))
		refuseLossOnDevice(
			change,
			device,
			ownDeviceTypes.includes(want.type) ? { verb: "recreated" } : { verb: "removed", isPart: true },
		);
}

/** The devices of the kernel that Open vSwitch has opened. It polices the interfaces of DPDK itself. */
const kernelInterfaces = ({ ovs }: Facts, devices: string[]): string[] =>
	devices.filter((device) => {
		const row = ovs.interfaces.get(device);
		return ofport(row) !== undefined && !isDpdk(row?.type);
	});

/** The interfaces of a bond that DPDK drives. Undefined: there are none. */
function dpdkInterfaces({ interfaces }: Ovs, names: string[]): Values | undefined {
	const all = names.filter((name) => isDpdk(interfaces.get(name)?.type));
	return all.length === 0
		? undefined
		: Object.fromEntries(all.map((name) => [name, readColumns(memberColumns, () => interfaces.get(name))]));
}

function planMembers(
	want: Values,
	have: Observed<Values, { members: Record<string, string | undefined> }> | undefined,
	was: Values | undefined,
): OvsStep[] {
	const there = new Map(Object.entries(have?.internal?.members ?? {}));
	const names: string[] = want.interfaces;
	const rows = names.map((m) => there.get(m) ?? ({ table: "Interface", columns: { name: m } } as const));
	const isChanged = have !== undefined && !isDeepStrictEqual(names, have.value.interfaces);
	const system: Values = { type: "system" };
	const wanted = (name: string, value: Values): Values => {
		const isLeft = want.dpdkInterfaces === undefined && ownValue(was?.dpdkInterfaces, name) === undefined;
		return isLeft ? value : (ownValue(want.dpdkInterfaces, name) ?? system);
	};
	return [
		...(isChanged
			? [{ tool: "ovs", phase: "rows", op: "refer", table: "Port", name: want.name, column: "interfaces", rows } as const]
			: []),
		...names.flatMap((name) => {
			const value: Values = (there.get(name) === undefined ? undefined : ownValue(have?.value.dpdkInterfaces, name)) ?? system;
			return planColumns(memberColumns, { Interface: name }, { want: wanted(name, value), have: { value } });
		}),
	];
}

/** ovs-vswitchd can't reach a device in another namespace, so `ip` sets the MAC address and MTU of such a device. */
const inOvsdb = (want: Values) =>
	want.netns === undefined ? interfaceColumns : interfaceColumns.filter((c) => c.field !== "mac" && c.field !== "mtu");

function locate(
	name: string,
	namespaces: string[],
	links: (netns: string) => Map<string, Link> | undefined,
): { netns: string; link: Link } | undefined {
	for (const netns of namespaces) {
		const link = links(netns)?.get(name);
		if (link) return { netns, link };
	}
	return undefined;
}

function planMove({ want, have, was }: DeviceChange): IpStep[] {
	const from = have?.value.netns ?? "";
	const to = want?.netns ?? "";
	if (from === to || (to === "" && was?.netns === undefined && !touchesDevice(want ?? {}))) return [];
	return [{ tool: "ip", phase: "moves", netns: from, args: ["link", "set", "dev", want?.name, "netns", to === "" ? "1" : to] }];
}

/** The change of a device that moves back to where it was before a change that is undone: it gets what it had there. */
function movedBack(change: Keep<Values>, now: DeviceChange): DeviceChange {
	const { name, netns = "" } = change.want;
	const before = change.intent === "rollback" ? change.factsBefore.knownLinks(netns).get(name) : undefined;
	if (!before || (change.have?.value.netns ?? "") === netns) return now;
	const value = observeDevice(before);
	return {
		...now,
		want: { ...change.want, addresses: value.addresses, up: value.up },
		former: { value, internal: { link: before } },
	};
}

function planSettings(change: DeviceChange, losesIpv6: boolean): IpStep[] {
	const netns = change.want?.netns ?? "";
	const stays = (change.have?.value.netns ?? "") === netns;
	const fields = netns === "" ? ["addresses", "up"] : ["mac", "mtu", "addresses", "up"];
	return planDevice(change.want?.name, netns, stays ? change : { ...change, have: undefined }, { fields, losesIpv6 });
}
