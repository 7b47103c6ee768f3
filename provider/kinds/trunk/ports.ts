import { isDeepStrictEqual } from "node:util";
import { foreignText, markKey } from "../../base/mark";
import type { Values } from "../../base/values";
import { type Keep, markAfter, Refused } from "../../model/change";
import { type ColumnField, planColumns, readColumns, rowOwner } from "../../network/ovs-columns";
import { interfaceFault, patchFault } from "../../network/ovs-port";
import { type Ids, marks, planIds, trunkIdKey, unsetKeys } from "../../network/trunk-marks";
import { vlanColumns } from "../../network/vlan";
import type { Step } from "../../tools/list";
import { fakeVlan, map, type Ovs, type Row } from "../../tools/ovs-listing";

/** Keys in the external_ids of the bridge and the interfaces, as Neutron sets them, for other programs to read. */
export const subportIdKey = "subport_id";
export const subportIdsKey = "subport_ids";

/** The subports of inputs or of a state. */
export const subportsIn = ({ subports }: Values): Values[] => subports ?? [];

/** The wanted form of a trunk's port. */
export interface PortSpec {
	name: string;
	bridge: string;
	/** The other end, for a patch port. */
	peer?: string;
	tag?: number;
	subport?: string;
	externalIds?: Record<string, string>;
}

/** A trunk's port as it was read. */
export interface TrunkPort {
	name: string;
	bridge: string | undefined;
	uuid: string;
	value: Values;
	owner: string | undefined;
	/** The external_ids of the port's row. */
	marks: Record<string, string>;
	/** The external_ids of the interface's row. */
	ids: Record<string, string>;
	iface: Row | undefined;
}

/** Data that planning needs and the state does not keep. */
export interface TrunkInternal {
	found: Map<string, TrunkPort>;
}

const columns: ColumnField[] = [
	...vlanColumns,
	{ field: "type", table: "Interface", column: "type", as: "one", fallback: "system" },
	{ field: "peer", table: "Interface", column: "options", key: "peer", as: "one" },
	{ field: "externalIds", table: "Interface", column: "external_ids", as: "keys" },
];

/** The ports that are marked as the trunk's, and those that have one of the given names. Others' fake bridges are never its ports. */
export function portsOf({ ports, interfaces, bridgeOf }: Ovs, trunk: string, names: string[]): Map<string, TrunkPort> {
	const found = new Map<string, TrunkPort>();
	for (const [name, row] of ports) {
		const ids = map(row.external_ids);
		if (ids[marks.trunk] !== trunk && (!names.includes(name) || fakeVlan(row) !== undefined)) continue;
		const iface = interfaces.get(name);
		const value = readColumns(columns, (table) => (table === "Port" ? row : iface));
		const port = { name, bridge: bridgeOf.get(name), uuid: row._uuid };
		found.set(name, { ...port, value, owner: rowOwner(row), marks: ids, ids: map(iface?.external_ids), iface });
	}
	return found;
}

/** The values without the fields that are not set, as inputs are in normal form. */
export const defined = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined));

/** The external_ids of a port, limited to the wanted keys. Undefined if no keys are wanted. */
export const wantedIds = (port: TrunkPort | undefined, wanted: Record<string, string> | undefined) =>
	wanted && Object.fromEntries(Object.entries(port?.ids ?? {}).filter(([key]) => Object.hasOwn(wanted, key)));

/** The external_ids of the first port whose values differ from the wanted ones, or else of the first port. */
export function wantedIdsOfAll(ports: (TrunkPort | undefined)[], wanted: Record<string, string> | undefined) {
	const all = ports.filter((p) => p !== undefined).map((p) => wantedIds(p, wanted));
	return all.find((ids) => !isDeepStrictEqual(ids, wanted)) ?? all[0];
}

const interfaceIds = (trunk: string, { subport }: PortSpec): Ids => ({ [trunkIdKey]: trunk, [subportIdKey]: subport });

const valuesOf = ({ peer, tag, externalIds }: PortSpec): Values => ({
	...{ type: peer === undefined ? "system" : "patch", peer, tag, externalIds },
});

/** Differences of a port that the trunk's inputs can't show. `inputFields`: fields that the inputs compare, and so do show. */
export function portFaults(trunk: string, spec: PortSpec, there: TrunkPort | undefined, inputFields: string[] = []): string[] {
	if (!there) return [`port ${spec.name} is not there`];
	const want = valuesOf(spec);
	const words = (what: string, is: unknown, wanted: unknown) =>
		`${spec.name}: ${what} is ${is === undefined ? "not set" : JSON.stringify(is)}, wanted ${wanted === undefined ? "unset" : JSON.stringify(wanted)}`;
	const fields = ["type", "peer", "tag", "vlanMode", "trunks", "cvlans"].filter((f) => !inputFields.includes(f));
	const wrong = fields.filter((f) => !isDeepStrictEqual(want[f], there.value[f]));
	const ids = Object.entries(interfaceIds(trunk, spec)).filter(([key, value]) => there.ids[key] !== value);
	return [
		...(there.bridge === spec.bridge ? [] : [`${spec.name} is on bridge ${there.bridge}, wanted ${spec.bridge}`]),
		...wrong.map((f) => words(f, there.value[f], want[f])),
		...ids.map(([key, value]) => words(`external_ids:${key}`, there.ids[key], value)),
	];
}

/** The error that Open vSwitch reports for a port. */
export function ovsFault(ovs: Ovs, { name, value, iface }: TrunkPort): string[] {
	const said = value.type === "patch" ? patchFault(ovs, iface) : interfaceFault(iface);
	return said === undefined ? [] : [`${name}: ${said}`];
}

/** `was`: the wanted form in the last update. `isShared`: another resource may insert the same port in the same transaction. */
export function planPort(
	change: Keep,
	spec: PortSpec,
	there: TrunkPort | undefined,
	was: PortSpec | undefined,
	{ isShared = false } = {},
): Step[] {
	const { want } = change;
	const owner = markAfter(change);
	const trunk: string = want.name;
	const { name, bridge, subport } = spec;
	if (there && owner !== undefined && !isOurs(there, change, was !== undefined))
		throw new Refused(
			foreignText(
				`port ${name} exists already on bridge ${there.bridge}`,
				{ program: owner, owner: there.owner },
				{ otherwise: `delete it first (ovs-vsctl del-port ${name})` },
			),
		);
	const rows = { tool: "ovs", phase: "rows", name } as const;
	const moves = there !== undefined && there.bridge !== bridge;
	const portIds: Ids = { [markKey]: owner, [marks.trunk]: trunk, [marks.parent]: want.parent.port, [marks.subport]: subport };
	const ifaceIds: Ids = { [markKey]: owner, ...interfaceIds(trunk, spec) };
	const keep = owner !== undefined;
	const shared = isShared ? ({ shared: true } as const) : {};
	const insert: Step = { ...rows, op: "insert", table: "Port", bridge, interfaces: [name], ...shared };
	return [
		...(there ? [] : [insert]),
		...(moves ? [{ ...rows, op: "move", uuid: there.uuid, from: String(there.bridge), to: bridge } as const] : []),
		...planIds("Port", name, there?.marks ?? {}, keep ? portIds : unsetKeys(portIds)),
		...planIds("Interface", name, there?.ids ?? {}, keep ? ifaceIds : unsetKeys(ifaceIds)),
		...planColumns(
			columns,
			{ Port: name, Interface: name },
			{ want: valuesOf(spec), have: there && { value: there.value }, was: { externalIds: was?.externalIds } },
		),
	];
}

/** True if the port is the trunk's, even without its owner mark, or if the program adopts it. */
function isOurs({ owner, marks: ids }: TrunkPort, change: Keep, wasMade: boolean): boolean {
	const { want, have } = change;
	if (want.adopt || owner === markAfter(change)) return true;
	if (owner !== undefined) return owner === have?.owner;
	return wasMade || ids[marks.trunk] === want.name;
}
