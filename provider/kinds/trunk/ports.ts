import { isDeepStrictEqual } from "node:util";
import { deviceNameOf } from "../../base/device-name";
import { markKey } from "../../base/mark";
import type { Values } from "../../base/values";
import { type Keep, markAfter } from "../../model/change";
import { type ColumnField, planColumns, readColumns, rowOwner } from "../../network/ovs-columns";
import { interfaceFault, patchFault } from "../../network/ovs-port";
import { type Ids, marks, planIds, without } from "../../network/trunk-marks";
import { vlanColumns } from "../../network/vlan";
import { map, type Ovs, type Row } from "../../tools/ovs-listing";
import type { Step } from "../../tools/step";

/** Keys of external_ids of bridge and interfaces that tell others, as Neutron does, what they are for. */
export const trunkIdKey = "trunk_id";
export const subportIdKey = "subport_id";
export const subportIdsKey = "subport_ids";

/** The bridge of a trunk that has one of its own. */
export const bridgeNameOf = (trunk: string): string => deviceNameOf("tbr", trunk);

/** The subports that inputs name, or a state. */
export const subportsIn = ({ subports }: Values): Values[] => subports ?? [];

/** What a port of a trunk is to be. */
export interface PortSpec {
	name: string;
	bridge: string;
	/** Of a patch port. */
	peer?: string;
	tag?: number;
	subport?: string;
	externalIds?: Record<string, string>;
}

/** A port as it stands. */
export interface TrunkPort {
	name: string;
	bridge: string | undefined;
	uuid: string;
	value: Values;
	owner: string | undefined;
	/** external_ids of the port's row, and of its interface's. */
	marks: Record<string, string>;
	ids: Record<string, string>;
	iface: Row | undefined;
}

/** What the plan of a trunk needs beside its observed value. */
export interface TrunkInternal {
	found: Map<string, TrunkPort>;
}

const columns: ColumnField[] = [
	...vlanColumns,
	{ field: "type", table: "Interface", column: "type", as: "one", fallback: "system" },
	{ field: "peer", table: "Interface", column: "options", key: "peer", as: "one" },
	{ field: "externalIds", table: "Interface", column: "external_ids", as: "keys" },
];

/** The ports that bear the trunk's mark, and those that have the name of one of its ports. */
export function portsOf({ ports, interfaces, bridgeOf }: Ovs, trunk: string, names: string[]): Map<string, TrunkPort> {
	const found = new Map<string, TrunkPort>();
	for (const [name, row] of ports) {
		const ids = map(row.external_ids);
		if (ids[marks.trunk] !== trunk && !names.includes(name)) continue;
		const iface = interfaces.get(name);
		const value = readColumns(columns, (table) => (table === "Port" ? row : iface));
		const place = { name, bridge: bridgeOf.get(name), uuid: row._uuid };
		found.set(name, { ...place, value, owner: rowOwner(row), marks: ids, ids: map(iface?.external_ids), iface });
	}
	return found;
}

/** What is not set is not there at all: so are the inputs in normal form. */
export const defined = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined));

/** Of a port's external_ids those that are wanted; undefined where nobody asks. */
export const asked = (port: TrunkPort | undefined, wanted: Record<string, string> | undefined) =>
	wanted && Object.fromEntries(Object.entries(port?.ids ?? {}).filter(([key]) => Object.hasOwn(wanted, key)));

/** Of several ports that are to have the same keys, those of the one that has them not. */
export function askedOfAll(ports: (TrunkPort | undefined)[], wanted: Record<string, string> | undefined) {
	const all = ports.filter((p) => p !== undefined).map((p) => asked(p, wanted));
	return all.find((ids) => !isDeepStrictEqual(ids, wanted)) ?? all[0];
}

const interfaceIds = (trunk: string, { subport }: PortSpec): Ids => ({ [trunkIdKey]: trunk, [subportIdKey]: subport });

const valuesOf = ({ peer, tag, externalIds }: PortSpec): Values => ({
	...{ type: peer === undefined ? "system" : "patch", peer, tag, externalIds },
});

/** What is wrong with a port that its trunk's inputs have no word for. `told`: fields that they have a word for. */
export function portFaults(trunk: string, spec: PortSpec, there: TrunkPort | undefined, told: string[] = []): string[] {
	if (!there) return [`port ${spec.name} is not there`];
	const want = valuesOf(spec);
	const words = (what: string, is: unknown, wanted: unknown) =>
		`${spec.name}: ${what} is ${is === undefined ? "not set" : JSON.stringify(is)}, wanted ${wanted === undefined ? "unset" : JSON.stringify(wanted)}`;
	const fields = ["type", "peer", "tag", "vlanMode", "trunks", "cvlans"].filter((f) => !told.includes(f));
	const wrong = fields.filter((f) => !isDeepStrictEqual(want[f], there.value[f]));
	const ids = Object.entries(interfaceIds(trunk, spec)).filter(([key, value]) => there.ids[key] !== value);
	return [
		...(there.bridge === spec.bridge ? [] : [`${spec.name} is on bridge ${there.bridge}, wanted ${spec.bridge}`]),
		...wrong.map((f) => words(f, there.value[f], want[f])),
		...ids.map(([key, value]) => words(`external_ids:${key}`, there.ids[key], value)),
	];
}

/** What Open vSwitch itself says is wrong with a port. */
export function ovsFault(ovs: Ovs, { name, value, iface }: TrunkPort): string[] {
	const said = value.type === "patch" ? patchFault(ovs, iface) : interfaceFault(iface);
	return said === undefined ? [] : [`${name}: ${said}`];
}

/** `was`: what the port was to be last time. `shared`: somebody else may insert the same port at the same time. */
export function planPort(
	change: Keep,
	spec: PortSpec,
	there: TrunkPort | undefined,
	was: PortSpec | undefined,
	shared = false,
): Step[] {
	const { want } = change;
	const owner = markAfter(change);
	const trunk: string = want.name;
	const { name, bridge, subport } = spec;
	if (there && owner !== undefined && !isOurs(there, change, was !== undefined))
		throw new Error(
			`there is a port ${name} on bridge ${there.bridge} already, which ${there.owner === undefined ? "is not ours" : `belongs to ${there.owner}`}: set adopt: true to take it over, or remove it first (ovs-vsctl del-port ${name})`,
		);
	const rows = { tool: "ovs", phase: "rows", name } as const;
	const moves = there !== undefined && there.bridge !== bridge;
	const own: Ids = { [markKey]: owner, [marks.trunk]: trunk, [marks.parent]: want.parent.port, [marks.subport]: subport };
	const told: Ids = { [markKey]: owner, ...interfaceIds(trunk, spec) };
	const keep = owner !== undefined;
	const insert: Step = { ...rows, op: "insert", table: "Port", bridge, interfaces: [name], ...(shared ? { shared } : {}) };
	return [
		...(there ? [] : [insert]),
		...(moves ? [{ ...rows, op: "move", uuid: there.uuid, from: String(there.bridge), to: bridge } as const] : []),
		...planIds("Port", name, there?.marks ?? {}, keep ? own : without(own)),
		...planIds("Interface", name, there?.ids ?? {}, keep ? told : without(told)),
		...planColumns(
			columns,
			{ Port: name, Interface: name },
			{ want: valuesOf(spec), have: there && { value: there.value }, was: { externalIds: was?.externalIds } },
		),
	];
}

/** The trunk's own, whatever mark it has lost; somebody else's by the program's will. */
function isOurs({ owner: its, marks: ids }: TrunkPort, change: Keep, wasMade: boolean): boolean {
	const { want, have } = change;
	if (want.adopt || its === markAfter(change)) return true;
	if (its !== undefined) return its === have?.owner;
	return wasMade || ids[marks.trunk] === want.name;
}
