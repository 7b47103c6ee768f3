import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import * as f from "../base/fields";
import { isMarkKey } from "../base/mark";
import { isMap, type Values } from "../base/values";
import { Refused } from "../model/change";
import type { BaseType, ColumnType } from "../tools/ovs-column-type";
import { type Cell, map, type Ovs, optional, ovsTables, type Row, type Table } from "../tools/ovs-listing";
import { columnType } from "../tools/ovs-schema";
import type { NewRow, OvsValue, RowReference, RowReferences } from "../tools/ovs-step";

/** The columns that a program can set by Open vSwitch's own names, with their help (ovs-vswitchd.conf.db(5)). */
const settable = {
	Open_vSwitch: {
		ssl: "Files of this host for SSL connections to controllers and managers. The whole host has one set of files.",
		manager_options:
			'Managers of the database, such as `[{ target: "ptcp:6640:127.0.0.1" }]`. The list replaces the managers that the program named before. If the host has others, name them too, or remove them first: the provider removes none of them.',
		system_type: "Name of the host's operating system. Scripts of Open vSwitch write it when the service starts.",
		system_version: "Version of the host's operating system. Scripts of Open vSwitch write it when the service starts.",
	},
	Bridge: {
		flow_tables: "Limits and names of OpenFlow tables, by table number, 0 to 254.",
		auto_attach:
			"Auto Attach (802.1Qcj drafts): ISIDs that the bridge asks its neighbors for. The ports need `lldp` too. Open vSwitch adds the VLANs to the `trunks` of these ports: name them there as well.",
	},
	Port: {
		mac: "MAC address that counts in place of the port's own when Open vSwitch chooses the bridge's MAC address.",
		bond_fake_iface: "Create an internal interface with the name of the bond, for old software that looks for one.",
		other_config: "Keys of the port's other_config.",
		external_ids: "Keys of the port's external_ids.",
	},
	Interface: {
		bfd: 'Bidirectional Forwarding Detection, such as `{ enable: "true", min_tx: "300" }`. Times are in milliseconds. The state is in the column bfd_status.',
		cfm_mpid:
			"Connectivity fault management (802.1ag): number of this end point. Open vSwitch runs CFM on the interface while the column is set.",
		lldp: 'LLDP: `{ enable: "true" }` sends and receives LLDP on the interface.',
		other_config: "Keys of the interface's other_config.",
	},
	Controller: {
		type: "Kind of connection. `primary`: the controller decides on flows. `service`: a tool that only connects sometimes.",
		max_backoff: "Maximum time in milliseconds between two attempts to connect, 1000 or more. The default is 8000.",
		inactivity_probe:
			"Time in milliseconds without traffic after which Open vSwitch sends a probe. 0 turns probes off. The default is 5000.",
		local_ip: "Address of the local port while `in-band` control is used.",
		local_netmask: "Netmask of `local_ip`.",
		local_gateway: "Gateway of the local port while `in-band` control is used.",
		enable_async_messages: "Send asynchronous messages, such as packets to the controller. The default is true.",
		controller_queue_size: "Maximum number of packets that wait for the controller, 1 to 512. The default is 100.",
		controller_rate_limit:
			"Maximum rate of packets to the controller in packets per second, 100 or more. The default is no limit.",
		controller_burst_limit: "Maximum burst above `controller_rate_limit` in packets, 25 or more.",
		other_config: "Keys of the controller's other_config.",
		external_ids: "Keys of the controller's external_ids.",
	},
	Mirror: { external_ids: "Keys of the mirror's external_ids." },
	sFlow: { external_ids: "Keys of the sFlow row's external_ids." },
	NetFlow: { external_ids: "Keys of the NetFlow row's external_ids." },
	IPFIX: {
		other_config: "Keys of the IPFIX row's other_config.",
		external_ids: "Keys of the IPFIX row's external_ids.",
	},
	Flow_Table: {
		name: "Name of the table, which `ovs-ofctl` can use in place of its number.",
		flow_limit: "Maximum number of flows in the table. The default is no limit but the bridge's own.",
		overflow_policy:
			"Handling of a new flow when the table is full. `refuse`: the flow is refused. `evict`: the flow that expires first is deleted. The default is refuse.",
		groups:
			'Fields by which `evict` groups flows, such as `["NXM_OF_IN_PORT[]"]`, so that the largest group loses a flow. An empty text in the list groups nothing but turns fair eviction on.',
		prefixes: "Fields for which the table's lookup uses prefix tracking, 3 at most, such as `ip_dst`.",
		external_ids: "Keys of the table's external_ids.",
	},
	AutoAttach: {
		system_name: "Name that the bridge announces.",
		system_description: "Description that the bridge announces.",
		mappings: "VLAN by ISID: each ISID, 0 to 16777215, gets one VLAN, 0 to 4095.",
	},
	Manager: {
		target: "Connection method: `ptcp:6640` waits for connections, `tcp:192.0.2.9:6640` connects; `ssl` and `unix` likewise.",
		max_backoff: "Maximum time in milliseconds between two attempts to connect, 1000 or more. The default is 8000.",
		inactivity_probe:
			"Time in milliseconds without traffic after which the database sends a probe. 0 turns probes off. The default is 5000.",
		connection_mode:
			"`in-band`: the connection passes through a bridge of this host. `out-of-band`: the connection uses another network.",
		other_config: "Keys of the manager's other_config.",
		external_ids: "Keys of the manager's external_ids.",
	},
	SSL: {
		private_key: "Path of the file on the host that has the switch's private key (PEM).",
		certificate: "Path of the file on the host that has the switch's certificate (PEM).",
		ca_cert: "Path of the file on the host that has the certificate of the authority that controllers must have (PEM).",
		bootstrap_ca_cert:
			"Get the authority's certificate from the first controller if the file `ca_cert` does not exist. The first connection is not protected.",
		external_ids: "Keys of the SSL row's external_ids.",
	},
} as const satisfies Partial<Record<Table, Record<string, string>>>;

export type OtherTable = keyof typeof settable;
type ReferredTable = Exclude<OtherTable, "Open_vSwitch">;

/** The columns of a table that programs can set by their own names. */
export const settableColumns = (table: string): string[] => Object.keys((settable as Record<string, object>)[table] ?? {});

const helpOf = (table: OtherTable, column: string): string => (settable[table] as Record<string, string>)[column] ?? "";

const typeOf = (table: string, column: string): ColumnType => columnType(table, column) as ColumnType;

/** The table of the rows that a column refers to. */
const referredTable = ({ key, value }: ColumnType): ReferredTable | undefined =>
	(value ?? key).refTable as ReferredTable | undefined;

/** Columns whose values have a form that the schema of the database does not say. */
const forms: Record<string, z.ZodType<string>> = {
	"Port.mac": f.mac,
	"Flow_Table.name": f.text.min(1, "must not be empty: leave it out"),
	"Controller.local_ip": f.address,
	"Controller.local_netmask": f.address,
	"Controller.local_gateway": f.address,
	"Manager.target": f.text
		.regex(/^p?(tcp|ssl|unix):.+/, "must be a connection method such as ptcp:6640")
		.superRefine(f.noWrongOctets),
	"SSL.private_key": f.text.min(1, "must name a file"),
	"SSL.certificate": f.text.min(1, "must name a file"),
	"SSL.ca_cert": f.text.min(1, "must name a file"),
};

/** The columns without which a new row makes no sense. */
const requiredColumns = ["Manager.target", "SSL.private_key", "SSL.certificate", "SSL.ca_cert"];

function scalar({ type, enum: values, minInteger, maxInteger }: BaseType): z.ZodType<string | number | boolean> {
	if (values) return z.enum(values[1] as [string, ...string[]]);
	if (type === "boolean") return z.boolean();
	if (type === "string") return f.text;
	return f.integer(minInteger ?? Number.MIN_SAFE_INTEGER, maxInteger ?? Number.MAX_SAFE_INTEGER, "a number");
}

const wholeNumber = (of: BaseType) => {
	const type = scalar(of);
	return z
		.string()
		.refine(
			(text) => /^(0|[1-9]\d*)$/.test(text) && type.safeParse(Number(text)).success,
			`must be a whole number from ${of.minInteger ?? 0} to ${of.maxInteger ?? Number.MAX_SAFE_INTEGER}`,
		);
};

/** The schema of a column's value. `isWhole`: an empty map and not set are the same. */
function valueSchema(table: OtherTable, column: string, isWhole: boolean): z.ZodType {
	const type = typeOf(table, column);
	const { key, value, max } = type;
	const referred = referredTable(type);
	if (referred && value) return z.record(wholeNumber(key), rowSchema(referred, false));
	if (referred && max !== 1)
		return z
			.array(rowSchema(referred, true))
			.overwrite((rows) => [...rows].sort(f.by("target")))
			.refine((rows) => new Set(rows.map((row) => row.target)).size === rows.length, "must not have a target twice");
	if (referred) return rowSchema(referred, false);
	if (value) {
		const pairs = z
			.record(key.type === "integer" ? wholeNumber(key) : f.text, scalar(value))
			.refine((all) => !Object.keys(all).some(isMarkKey), "must not have the key pulumi-ovs: it marks objects of pulumi-ovs");
		return isWhole ? f.emptyAsUnset(pairs) : pairs;
	}
	const one = forms[`${table}.${column}`] ?? scalar(key);
	if (max === 1) return one;
	const all = f.setOf(one as z.ZodType<string>);
	const most = max === "unlimited" ? all : all.refine((list) => list.length <= max, `must have at most ${max} members`);
	return isWhole ? most.transform((list) => (list.length > 0 ? list : undefined)) : most;
}

function fieldsOf(table: OtherTable, columns: string[], isWhole: boolean): z.ZodRawShape {
	return Object.fromEntries(
		columns.map((column) => {
			const schema = valueSchema(table, column, isWhole);
			const description = helpOf(table, column);
			return [
				column,
				requiredColumns.includes(`${table}.${column}`)
					? f.required(schema, description)
					: isWhole
						? f.enforced(schema, description)
						: f.unmanaged(schema, description),
			];
		}),
	);
}

/** A row of another table, as an object with its columns. `isWhole`: the columns that are not set get their defaults. */
const rowSchema = (table: OtherTable, isWhole: boolean): z.ZodObject =>
	z.strictObject(fieldsOf(table, settableColumns(table), isWhole)) as z.ZodObject;

/** A field of a kind that holds a column of its own. */
interface FieldOfColumn {
	field: string;
	table: Table;
	column: string;
	key?: string;
	as: string;
}

/** The columns that have no field of the kind. */
const columnsWithoutField = (table: OtherTable, fields: readonly FieldOfColumn[]): string[] =>
	settableColumns(table).filter(
		(column) => !fields.some((one) => one.table === table && one.column === column && one.key === undefined),
	);

/** The field of a kind for the columns of its row that have no field, by Open vSwitch's own names. `of`: the row in words. */
export function columnsField(table: OtherTable, of: string, fields: readonly FieldOfColumn[]) {
	const ofTable = fields.filter((one) => one.table === table && one.as !== "columns");
	const columns = columnsWithoutField(table, fields);
	const elsewhere = Object.fromEntries(
		ofTable.filter(({ key }) => key === undefined).map(({ field, column }) => [column, `has its own field: ${field}`]),
	);
	const keys = ofTable.filter(({ key, column }) => key !== undefined && columns.includes(column));
	const schema = z
		.strictObject(fieldsOf(table, columns, false))
		.superRefine((given, context) => {
			for (const { field, column, key } of keys)
				if (Object.hasOwn((given as Values)[column] ?? {}, key as string))
					context.addIssue({ code: "custom", path: [column, key as string], message: `has its own field: ${field}` });
		})
		.meta({ elsewhere });
	return schema.optional().meta({
		description: `Further columns of ${of}, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.`,
		unset: "unmanaged",
		keys: true,
	});
}

/** The columns of an item in a list of rows, without those that have fields of their own. */
const itemColumns = (table: OtherTable, fields: readonly string[]): string[] =>
	settableColumns(table).filter((column) => !fields.includes(column));

/** The columns of an item in a list of rows. Columns that are not set get their defaults. */
export function itemColumnsField(table: OtherTable, of: string, fields: readonly string[]) {
	return f.enforced(
		z
			.strictObject(fieldsOf(table, itemColumns(table, fields), true))
			.transform((given) => (Object.values(given).some((value) => value !== undefined) ? given : undefined)),
		`Further columns of ${of}, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)).`,
		{ whenUnset: "their defaults" },
	);
}

/** A column's value of a row. Undefined for an optional column that is not set. */
function readCell(table: OtherTable, column: string, cell: Cell | undefined, ovs: Ovs | undefined): unknown {
	if (cell === undefined) return undefined;
	const type = typeOf(table, column);
	const { key, value, max } = type;
	const referred = referredTable(type);
	if (referred) {
		const rowOf = (uuid: string) => readRow(referred, rowsOf(ovs, referred)?.get(uuid), ovs);
		if (value) return Object.fromEntries(Object.entries(map(cell)).map(([name, uuid]) => [name, rowOf(uuid)]));
		const one = optional<string>(cell);
		if (max === 1) return one === undefined ? undefined : rowOf(one);
		return (cell as string[]).map((uuid) => withoutEmpty(rowOf(uuid))).sort(f.by("target"));
	}
	if (value) {
		const pairs = Object.entries(map(cell)).filter(([name]) => !isMarkKey(name));
		return Object.fromEntries(pairs.map(([name, one]) => [name, value.type === "integer" ? Number(one) : one]));
	}
	if (max === 1) return optional(cell);
	return [...(cell as string[])].sort((a, b) => (key.type === "integer" ? Number(a) - Number(b) : a < b ? -1 : 1));
}

const rowsOf = (ovs: Ovs | undefined, table: ReferredTable): Map<string, Row> | undefined => ovs?.[ovsTables[table].as];

const readRow = (table: OtherTable, row: Row | undefined, ovs: Ovs | undefined): Values =>
	readOtherColumns(table, settableColumns(table), row, ovs);

/** The values of the columns, by their names. */
function readOtherColumns(table: OtherTable, columns: string[], row: Row | undefined, ovs?: Ovs): Values {
	const cells = columns.map((column) => [column, readCell(table, column, row?.[column], ovs)] as const);
	return Object.fromEntries(cells.filter(([, value]) => value !== undefined));
}

/** The values of a row whose other columns have their defaults. */
const withoutEmpty = (row: Values): Values =>
	Object.fromEntries(
		Object.entries(row).filter(([, value]) => !(typeof value === "object" && Object.keys(value).length === 0) && value !== ""),
	);

/** The value of a kind's field for the other columns. */
export const readOthers = (table: OtherTable, fields: readonly FieldOfColumn[], row: Row, ovs: Ovs | undefined): Values =>
	readOtherColumns(table, columnsWithoutField(table, fields), row, ovs);

/** The columns of a row in a list, beside those that have fields. Undefined where all have their defaults. */
export function readItemColumns(table: OtherTable, row: Row, fields: readonly string[]): Values | undefined {
	const found = withoutEmpty(readOtherColumns(table, itemColumns(table, fields), row));
	return Object.keys(found).length > 0 ? found : undefined;
}

/** The changes of one column. */
export type OtherChange =
	| { op: "set"; column: string; value: OvsValue }
	| { op: "put"; column: string; entries: Record<string, string> }
	| { op: "remove"; column: string; keys: string[] }
	| { op: "refer"; column: string; rows: RowReferences };

const defaultOf = ({ key, min }: ColumnType): OvsValue => {
	if (min === 0) return [];
	return key.type === "boolean" ? false : key.type === "integer" ? 0 : "";
};

/** The values with what the program names, and without what it named before. What others have put into a map stays. */
function merged(have: Values, want: Values, was: Values): Values {
	const kept = Object.entries(have).flatMap(([key, value]) => {
		if (Object.hasOwn(want, key) || !Object.hasOwn(was, key)) return [[key, value]];
		const rest = isMap(value) && isMap(was[key]) ? merged(value, {}, was[key]) : {};
		return Object.keys(withoutEmpty(rest)).length > 0 ? [[key, rest]] : [];
	});
	const set = Object.entries(want).map(([key, value]) => [
		key,
		isMap(value) ? merged(isMap(have[key]) ? have[key] : {}, value, isMap(was[key]) ? was[key] : {}) : value,
	]);
	return { ...Object.fromEntries(kept), ...Object.fromEntries(set) };
}

/** ovs-vsctl creates no row without any column, so a row whose columns all have their defaults sets one of them. */
function newRowOf(table: OtherTable, values: Values): NewRow {
	const columns = withoutEmpty(values) as Record<string, OvsValue>;
	const [first = ""] = settableColumns(table);
	return { table, columns: Object.keys(columns).length > 0 ? columns : { [first]: defaultOf(typeOf(table, first)) } };
}

/** True for rows with the same values, where a column that is not set is the same as its default. */
function isSameRow(now: Values, have: Values | undefined): boolean {
	const values = (row: Values) => Object.fromEntries(Object.entries(withoutEmpty(row)).filter(([, value]) => value !== false));
	return have !== undefined && isDeepStrictEqual(values(now), values(have));
}

/** A list is set as a whole, so it must name the rows that others have put into it. */
function refuseRowsOfOthers(column: string, named: Values[], have: Values[]): void {
	const targets = named.map(({ target }) => target);
	const others = have.flatMap(({ target }) => (targets.includes(target) ? [] : [String(target)]));
	if (others.length === 0) return;
	throw new Refused(
		`columns.${column} would remove what others have put there: ${others.join(", ")}. Name it in the list as well, or remove it first`,
	);
}

/** The rows that a column refers to, after the change. Undefined: they stay. */
function planReferred(
	{ type, column, row }: { type: ColumnType; column: string; row: Row | undefined },
	want: unknown,
	have: unknown,
	was: unknown,
): RowReferences | undefined {
	const table = referredTable(type) as OtherTable;
	if (Array.isArray(want) || (type.max !== 1 && !type.value)) {
		const wanted = (want ?? []) as Values[];
		refuseRowsOfOthers(column, [...wanted, ...((was ?? []) as Values[])], (have ?? []) as Values[]);
		return isDeepStrictEqual(wanted, have ?? []) ? undefined : wanted.map((one) => newRowOf(table, one));
	}
	if (!type.value) {
		const isWhole = requiredColumns.some((one) => one.startsWith(`${table}.`));
		if (want === undefined && (have === undefined || isWhole)) return have === undefined ? undefined : [];
		const now = merged((have ?? {}) as Values, (want ?? {}) as Values, (was ?? {}) as Values);
		if (want === undefined && Object.keys(withoutEmpty(now)).length === 0) return [];
		return isSameRow(now, have as Values | undefined) ? undefined : [newRowOf(table, now)];
	}
	const [wanted, there, before] = [want, have, was].map((one) => (one ?? {}) as Record<string, Values>) as [
		Values,
		Values,
		Values,
	];
	const uuids = map(row?.[column]);
	const now = merged(there, wanted, before);
	const same = (key: string) => isSameRow(now[key], there[key]);
	if (Object.keys({ ...there, ...now }).every((key) => key in now && same(key))) return undefined;
	return Object.fromEntries(
		Object.keys(now).map((key): [string, RowReference] => [key, same(key) ? (uuids[key] as string) : newRowOf(table, now[key])]),
	);
}

/** The changes that bring the other columns of a row to the wanted values. `row`: the row as it was read. */
export function planOthers(
	table: OtherTable,
	{ want = {}, have = {}, was = {} }: { want?: Values; have?: Values; was?: Values },
	row: () => Row | undefined,
): OtherChange[] {
	const named = [...new Set([...Object.keys(want), ...Object.keys(was)])].filter((column) =>
		settableColumns(table).includes(column),
	);
	return named.flatMap((column): OtherChange[] => {
		const type = typeOf(table, column);
		const [wanted, current, before] = [want[column], have[column], was[column]];
		if (referredTable(type)) {
			const rows = planReferred({ type, column, row: row() }, wanted, current, before);
			return rows === undefined ? [] : [{ op: "refer", column, rows }];
		}
		if (!type.value) {
			const value = (wanted ?? defaultOf(type)) as OvsValue;
			return isDeepStrictEqual(value, current ?? []) ? [] : [{ op: "set", column, value }];
		}
		const [there, entries] = [(current ?? {}) as Values, Object.entries((wanted ?? {}) as Values)];
		const changed = entries.filter(([key, value]) => there[key] !== value);
		const dropped = Object.keys(before ?? {}).filter((key) => !Object.hasOwn(wanted ?? {}, key) && Object.hasOwn(there, key));
		return [
			...(changed.length > 0 ? [{ op: "put", column, entries: Object.fromEntries(changed) } as const] : []),
			...(dropped.length > 0 ? [{ op: "remove", column, keys: dropped } as const] : []),
		];
	});
}
