import { isDeepStrictEqual } from "node:util";
import type { Values } from "../base/values";
import type { Fact } from "../model/facts";
import { type Change, kind, type Requirement } from "../model/kind";
import { madeAnew, observeDevice, planDevice, touchesDevice, upByDefault } from "../network/device";
import { type ColumnField, planColumns, readColumns, rowOwner } from "../network/ovs-columns";
import { interfaceFault, ofport, patchFault, planPlace } from "../network/ovs-port";
import { observeQos, ownRows, planQos, planQosGone } from "../network/qos";
import { deviceClaim, requiresBridge, requiresDevice, requiresNetns } from "../network/requirements";
import { vlanColumns } from "../network/vlan";
import type { IpStep, Link } from "../tools/ip";
import { optional } from "../tools/ovs-listing";
import type { OvsStep } from "../tools/ovs-vsctl";
import type { Step } from "../tools/step";
import { portSchema } from "./port/schema";
import { planTakeOver, trunkMarks } from "./trunk/ports";

const portColumns: ColumnField[] = [
	...vlanColumns,
	{ field: "bondMode", table: "Port", column: "bond_mode", as: "one" },
	{ field: "lacp", table: "Port", column: "lacp", as: "one" },
	{ field: "bondUpdelay", table: "Port", column: "bond_updelay", as: "one", zero: 0 },
	{ field: "bondDowndelay", table: "Port", column: "bond_downdelay", as: "one", zero: 0 },
	{ field: "protected", table: "Port", column: "protected", as: "flag" },
	{ field: "portOtherConfig", table: "Port", column: "other_config", as: "keys" },
	{ field: "portExternalIds", table: "Port", column: "external_ids", as: "keys" },
];

const interfaceColumns: ColumnField[] = [
	{ field: "type", table: "Interface", column: "type", as: "one", fallback: "system" },
	{ field: "peer", table: "Interface", column: "options", key: "peer", as: "one" },
	{ field: "mac", table: "Interface", column: "mac", as: "one", unmanaged: true },
	{ field: "mtu", table: "Interface", column: "mtu_request", as: "one", unmanaged: true },
	{ field: "ofportRequest", table: "Interface", column: "ofport_request", as: "one", unmanaged: true },
	{ field: "ingressPolicingRate", table: "Interface", column: "ingress_policing_rate", as: "one", zero: 0 },
	{ field: "ingressPolicingBurst", table: "Interface", column: "ingress_policing_burst", as: "one", zero: 0 },
	{ field: "options", table: "Interface", column: "options", as: "map" },
	{ field: "otherConfig", table: "Interface", column: "other_config", as: "keys" },
	{ field: "externalIds", table: "Interface", column: "external_ids", as: "keys" },
];

const hasDevice = (want: Values) => want.type !== "patch" && want.type !== "bond";

export const port = kind({
	type: "Port",
	summary: "A port of an Open vSwitch bridge, with its interface (or, for a bond, its interfaces).",
	schema: portSchema,
	computed: {
		uuid: { type: "string", help: "UUID of the port's row." },
		ofport: { type: "number", help: "OpenFlow port number; of a bond, that of its first interface." },
	},
	key: ["name"],
	movable: true,
	fixed: [],
	normalise: upByDefault,
	facts(want) {
		const namespaces: Fact[] = want.netns === undefined ? [] : [{ read: "namespaces" }, { read: "links", netns: want.netns }];
		const root: Fact[] =
			touchesDevice(want) || want.type === "system" || want.type === "bond" ? [{ read: "links", netns: "" }] : [];
		return [{ read: "ovs" }, ...root, ...namespaces];
	},
	provides(want) {
		const members = want.type === "bond" ? (want.interfaces ?? []) : want.type === "system" ? [want.name] : [];
		const devices = want.type === "internal" || want.type === "tap" ? [deviceClaim(want.name, want.netns)] : [];
		return [`OVS port ${want.name}`, ...devices, ...members.map((m) => `the master of ${deviceClaim(m)}`)];
	},
	requires(want): Requirement[] {
		const members = want.type === "bond" ? (want.interfaces ?? []) : want.type === "system" ? [want.name] : [];
		return [requiresBridge(want.bridge), ...requiresNetns(want.netns), ...members.map((m) => requiresDevice(m))];
	},

	observe(facts, want) {
		const { ovs } = facts;
		const row = ovs.ports.get(want.name);
		if (!row) return undefined;
		const members = [...(ovs.interfacesOf.get(want.name) ?? [])].sort();
		const bond = members.length > 1 || members[0] !== want.name;
		const iface = ovs.interfaces.get(members[0] ?? want.name);
		const places = new Set([want.netns ?? "", "", ...facts.placesRead].filter((netns) => facts.has({ read: "links", netns })));
		const found = locate(want.name, [...places], (netns) => facts.links(netns));
		// A device that is elsewhere has none of the settings that the program wants it to have here.
		const here = found?.netns === (want.netns ?? "") || !touchesDevice(want);
		const device = here ? observeDevice(found?.link, want) : {};
		const inOtherNetns = found !== undefined && found.netns !== "";
		return {
			value: {
				name: want.name,
				bridge: ovs.bridgeOf.get(want.name),
				...readColumns(portColumns, () => row),
				qos: observeQos(ovs, optional<string>(row.qos)),
				...(bond ? { type: "bond", interfaces: members } : readColumns(interfaceColumns, () => iface)),
				...(hasDevice(want) ? { addresses: device.addresses, up: device.up } : {}),
				...(inOtherNetns ? { netns: found.netns, mtu: device.mtu } : {}),
				...(inOtherNetns || (!here && want.type === "internal") ? { mac: device.mac } : {}),
			} as typeof want,
			computed: {
				uuid: row._uuid,
				ofport: ofport(iface),
				link: here ? found?.link : undefined,
				members: Object.fromEntries(members.map((m) => [m, ovs.interfaces.get(m)?._uuid])),
			},
			owner: rowOwner(row),
			marks: trunkMarks(row),
			fault:
				want.type === "patch"
					? patchFault(ovs, iface)
					: members.map((m) => interfaceFault(ovs.interfaces.get(m))).find((e) => e !== undefined),
		};
	},

	remains({ ovs }, { name }, owner) {
		const { qos, queues } = ownRows(ovs, [name], [owner]);
		return qos.length + queues.length > 0 ? { value: { name }, computed: {}, owner } : undefined;
	},

	plan(change) {
		const { want, was } = change;
		const name = (want ?? was)?.name as string;
		if (!want) return [{ tool: "ovs", phase: "delete-rows", op: "delete", table: "Port", name }, ...planQosGone(change, [name])];
		const have = change.have?.computed.uuid === undefined ? undefined : change.have;
		const bond = want.type === "bond";
		const remade = have !== undefined && (have.value.type === "bond") !== bond;
		const from = remade ? undefined : have;
		const moves = from !== undefined && from.value.bridge !== want.bridge;
		const rows = { tool: "ovs", phase: "rows", name } as const;
		const now = { ...change, have: from };
		const steps: Step[] = [
			...(remade ? [{ ...rows, op: "delete", table: "Port" } as const] : []),
			...planPlace(now),
			...(change.owner === undefined ? [] : planTakeOver(from && change.facts?.ovs.ports.get(name), name, change.marks)),
			...planColumns(portColumns, { Port: name }, now),
			...(bond ? planMembers(now) : planColumns(inOvsdb(want), { Interface: name }, now)),
			...planQos(change, name, from === undefined),
		];
		// A port of OVS's own making that changes its bridge gets a new device.
		const anew = moves && want.type !== "system" ? madeAnew(now) : now;
		return hasDevice(want) ? [...steps, ...planMove(anew), ...planSettings(anew)] : steps;
	},
});

function planMembers({ want, have }: Change): OvsStep[] {
	const there: Record<string, string> = have?.computed.members ?? {};
	if (!want || !have || isDeepStrictEqual(want.interfaces, have.value.interfaces)) return [];
	const rows = (want.interfaces as string[]).map((m) => there[m] ?? ({ table: "Interface", columns: { name: m } } as const));
	return [{ tool: "ovs", phase: "rows", op: "refer", table: "Port", name: want.name, column: "interfaces", rows }];
}

/** In another namespace ovs-vswitchd can't reach the device, so its MAC and MTU are set there by ip. */
const inOvsdb = (want: Values) =>
	want.netns === undefined ? interfaceColumns : interfaceColumns.filter((c) => c.field !== "mac" && c.field !== "mtu");

function locate(
	name: string,
	places: string[],
	links: (netns: string) => Map<string, Link> | undefined,
): { netns: string; link: Link } | undefined {
	for (const netns of places) {
		const link = links(netns)?.get(name);
		if (link) return { netns, link };
	}
	return undefined;
}

function planMove({ want, have, was }: Change): IpStep[] {
	const from = have?.value.netns ?? "";
	const to = want?.netns ?? "";
	if (from === to || (to === "" && was?.netns === undefined && !touchesDevice(want ?? {}))) return [];
	return [{ tool: "ip", phase: "moves", netns: from, args: ["link", "set", "dev", want?.name, "netns", to === "" ? "1" : to] }];
}

function planSettings(change: Change): IpStep[] {
	const netns = change.want?.netns ?? "";
	const stays = (change.have?.value.netns ?? "") === netns;
	const fields = netns === "" ? ["addresses", "up"] : ["mac", "mtu", "addresses", "up"];
	return planDevice(change.want?.name, netns, stays ? change : { ...change, have: undefined }, fields);
}
