import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Column {
	type: string | Record<string, unknown>;
	ephemeral?: boolean;
}

/** The schema of Open vSwitch's database, as Debian 12's openvswitch-common has it. */
export const recordedSchema = JSON.parse(readFileSync(join(__dirname, "../../test/recorded/vswitch.ovsschema"), "utf8")) as {
	version: string;
	tables: Record<string, { columns: Record<string, Column> }>;
};

const base = (type: unknown) => (typeof type === "string" ? { type } : (type as Record<string, unknown>));

/** A column's type in full: the schema leaves out what is one value of a plain type. */
function typeOf({ type }: Column): Record<string, unknown> {
	if (typeof type === "string") return { key: base(type), min: 1, max: 1 };
	const { key, value, min = 1, max = 1 } = type;
	return { key: base(key), ...(value === undefined ? {} : { value: base(value) }), min, max };
}

/** The columns of a table that keep their values when the database restarts. The others are statuses. */
export const storedColumns = (table: string): [string, Record<string, unknown>][] =>
	Object.entries(recordedSchema.tables[table]?.columns ?? {}).flatMap(([column, of]) =>
		of.ephemeral ? [] : [[column, typeOf(of)] as [string, Record<string, unknown>]],
	);

/** provider/tools/ovs-schema.ts */
export function ovsSchemaFile(): string {
	const tables = Object.keys(recordedSchema.tables).map(
		(table) =>
			`\t${table}: {\n${storedColumns(table)
				.map(([column, type]) => `\t\t${column}: ${JSON.stringify(type)},\n`)
				.join("")}\t},\n`,
	);
	return `// Generated from test/recorded/vswitch.ovsschema by \`npm run generate\`: don't edit.
// biome-ignore-all format: generated

import type { ColumnType } from "./ovs-column-type";

/** The columns of Open vSwitch's database, version ${recordedSchema.version}, without statuses that are lost when the database restarts. */
export const ovsSchema = {
${tables.join("")}} as const satisfies Record<string, Record<string, ColumnType>>;

/** The type of a column. Undefined for a column that the schema does not have, or that is a status. */
export const columnType = (table: string, column: string): ColumnType | undefined =>
	(ovsSchema as Record<string, Record<string, ColumnType>>)[table]?.[column];
`;
}
