import { z } from "zod";
import * as f from "../base/fields";
import { isMarkKey } from "../base/mark";
import type { Values } from "../base/values";
import type { BaseType } from "../tools/ovs-column-type";
import { type Cell, map, type Ovs, optional, ovsTables, type Row, type Table } from "../tools/ovs-listing";
import {
	helpOf,
	type OtherTable,
	type ReferredTable,
	referredTable,
	requiredColumns,
	settableColumns,
	settableType,
} from "./settable-columns";

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
	const type = settableType(table, column);
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
	const type = settableType(table, column);
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
export const withoutEmpty = (row: Values): Values =>
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
