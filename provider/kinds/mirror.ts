import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { type Keep, markAfter, namedBy } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked } from "../model/kind";
import { markedRows } from "../network/marked";
import { columnsField } from "../network/other-columns";
import {
	type ColumnField,
	markOf,
	newColumns,
	otherColumns,
	planColumns,
	planMark,
	readColumns,
	rowOwner,
} from "../network/ovs-columns";
import { knownOvs, type Ovs, type Row } from "../tools/ovs-listing";
import type { OvsStep, RowReference } from "../tools/ovs-step";

const columns: ColumnField[] = [
	{ field: "selectAll", table: "Mirror", column: "select_all", as: "flag" },
	{ field: "selectVlans", table: "Mirror", column: "select_vlan", as: "many" },
	{ field: "outputVlan", table: "Mirror", column: "output_vlan", as: "one" },
	{ field: "snaplen", table: "Mirror", column: "snaplen", as: "one" },
	otherColumns("columns", "Mirror"),
];

/** The columns that refer to ports. When a port is deleted, OVSDB removes it from these columns silently. */
const references = { selectSrcPorts: "select_src_port", selectDstPorts: "select_dst_port", outputPort: "output_port" } as const;

type ReferenceField = keyof typeof references;

const fields = f.object({
	bridge: f.required(f.nameOf("bridge"), "Bridge whose packets are mirrored."),
	name: f.resourceName(f.text.min(1, "must name the mirror"), "Name of the mirror."),
	...f.group("Selected packets", {
		selectAll: f.flag(
			"Mirror every packet that enters or leaves the bridge through any port. Required if neither `selectSrcPorts` nor `selectDstPorts` is set, and not together with them.",
		),
		selectSrcPorts: f.enforced(f.emptySetAsUnset(f.nameOf("port")), "Ports whose received packets are mirrored."),
		selectDstPorts: f.enforced(f.emptySetAsUnset(f.nameOf("port")), "Ports whose sent packets are mirrored."),
		selectVlans: f.enforced(
			f.nonEmpty(f.vlans, "all VLANs"),
			'VLANs whose packets are mirrored: ids, 0 to 4095, and ranges such as "300-310".',
			{
				whenUnset: "all VLANs",
			},
		),
	}),
	...f.group("Destination of the copies", {
		outputPort: f.enforced(
			f.nameOf("port"),
			"Port that the copies are sent to. The port carries no other traffic while the mirror exists. Exactly one of `outputPort` and `outputVlan` is required.",
		),
		outputVlan: f.enforced(
			f.integer(1, 4095, "a VLAN id"),
			"VLAN that the copies are sent to, 1 to 4095, instead of a port (RSPAN). The bridge floods packets in this VLAN.",
		),
		snaplen: f.enforced(
			f.integer(14, 65535, "a size in bytes"),
			"Size in bytes, 14 to 65535, to which longer copies are truncated.",
			{ whenUnset: "copies are not truncated" },
		),
	}),
	columns: columnsField("Mirror", "the mirror's row", columns),
	adopt: f.adopt(
		"an existing mirror of this bridge",
		"the mirror stays, and the settings that the program manages get their former values back",
	),
});

type Want = z.output<typeof fields>;

/** The fields of a mirror that name ports, as inputs or as observed. */
type Ports = Partial<Record<ReferenceField, string | string[]>>;

const portsOf = (values: Ports | undefined, field: ReferenceField): string[] => [values?.[field] ?? []].flat();

function check(want: Want, issue: (path: string, message: string) => void): void {
	const { selectAll, selectSrcPorts, selectDstPorts, outputPort, outputVlan } = want;
	for (const field of ["selectSrcPorts", "selectDstPorts"] as const) {
		if (selectAll && want[field]) issue(field, "contradicts selectAll, which selects every port");
		if (outputPort !== undefined && want[field]?.includes(outputPort))
			issue(field, `names ${outputPort}, which is the outputPort: a mirror can't copy its own output`);
	}
	if (!selectAll && !selectSrcPorts && !selectDstPorts)
		issue(
			"selectAll",
			"or selectSrcPorts or selectDstPorts is required: without any port nothing is mirrored (selectVlans only narrows the choice)",
		);
	if (outputPort === undefined && outputVlan === undefined)
		issue("outputPort", "or outputVlan is required: the destination of the copies");
	if (outputPort !== undefined && outputVlan !== undefined)
		issue("outputVlan", "can't be set with outputPort: Open vSwitch would ignore one of the two");
}

/** Finds these objects by their marks. */
function listMarked(facts: Facts): Marked[] {
	const ovs = knownOvs(facts);
	return [...(ovs?.bridges ?? [])].flatMap(([bridge, row]) => {
		const mirrors = (row.mirrors as string[]).flatMap((uuid) => ovs?.mirrors.get(uuid) ?? []);
		return markedRows(mirrors, ({ name }) => ({ bridge, name }));
	});
}

export const mirror = kind({
	type: "Mirror",
	summary:
		"A mirror of a bridge: copies of the packets of selected ports and VLANs go to an output port or to a VLAN. The output port carries no other traffic. Other mirrors of the bridge are not touched.",
	schema: fields.superRefine(f.issues(check)),
	computed: { uuid: { type: "string", help: "UUID of the mirror's row in the table Mirror.", identifies: true } },
	identity: { fields: ["bridge", "name"], listMarked },
	replaceOn: [],
	ownership: "mark",
	facts: () => [{ read: "ovs" }],
	provides: (want) => [`mirror ${want.name} of bridge ${want.bridge}`],

	observe({ ovs }, want) {
		const row = rowOf(ovs, want);
		if (!row) return undefined;
		const named = (field: ReferenceField) => {
			const names = [row[references[field]] as string | string[]].flat().map((uuid) => ovs.names.get(uuid) ?? uuid);
			return names.length > 0 ? { [field]: field === "outputPort" ? names[0] : names.sort() } : {};
		};
		const value: Values = {
			...{ bridge: want.bridge, name: want.name },
			...readColumns(columns, () => row),
			...{ ...named("selectSrcPorts"), ...named("selectDstPorts"), ...named("outputPort") },
		};
		const astray = allPorts(value).find((port) => ovs.bridgeOf.get(port) !== want.bridge);
		return {
			value,
			computed: { uuid: row._uuid },
			owner: rowOwner(row),
			fault:
				astray && `${astray} is a port of bridge ${ovs.bridgeOf.get(astray)}: a mirror can use only the ports of its own bridge`,
		};
	},

	plan(change) {
		const bridge = { tool: "ovs", table: "Bridge", name: namedBy(change).bridge, column: "mirrors" } as const;
		const uuid: string = change.have?.computed.uuid;
		if (change.intent === "delete") return [{ ...bridge, phase: "delete-rows", op: "leave", uuid }];
		const { want, have } = change;
		const owner = markAfter(change);
		if (!have) return [{ ...bridge, phase: "rows", op: "join", row: newMirror(want, owner) }];
		return [
			...planMark("Mirror", uuid, have.owner, owner),
			...planColumns(columns, { Mirror: uuid }, change),
			...planReferences(change, uuid),
		];
	},
});

function allPorts(values: Ports): string[] {
	return [...new Set((Object.keys(references) as ReferenceField[]).flatMap((field) => portsOf(values, field)))];
}

/** The mirror with the wanted name. If the bridge has several, one with an owner is preferred. */
function rowOf(ovs: Ovs, want: Want): Row | undefined {
	const uuids = (ovs.bridges.get(want.bridge)?.mirrors ?? []) as string[];
	const named = uuids.flatMap((uuid) => ovs.mirrors.get(uuid) ?? []).filter((row) => row.name === want.name);
	return named.find((row) => rowOwner(row) !== undefined) ?? named[0];
}

const refer = (ports: string[]): RowReference[] => ports.map((port) => ({ port }));

function newMirror(want: Want, owner: string | undefined): RowReference {
	const refers = Object.entries(references).flatMap(([field, column]) => {
		const ports = portsOf(want, field as ReferenceField);
		return ports.length > 0 ? [[column, refer(ports)]] : [];
	});
	return {
		table: "Mirror",
		columns: { name: want.name, ...newColumns(columns, want, markOf(owner)) },
		refers: Object.fromEntries(refers),
	};
}

function planReferences(change: Keep<Want>, uuid: string): OvsStep[] {
	const { want, have, facts } = change;
	// When a mirror gets its former ports back, ports that were deleted in the meantime are left out.
	const there = (port: string) => markAfter(change) !== undefined || facts.ovs.ports.has(port);
	return Object.entries(references).flatMap(([name, column]): OvsStep[] => {
		const field = name as ReferenceField;
		const wanted = portsOf(want, field).filter(there);
		if (isDeepStrictEqual(wanted, portsOf(have?.value, field))) return [];
		return [{ tool: "ovs", phase: "rows", op: "refer", table: "Mirror", name: uuid, column, rows: refer(wanted) }];
	});
}
