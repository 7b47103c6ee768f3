import { isDeepStrictEqual } from "node:util";
import { isMarkKey, markKey } from "../base/mark";
import { isMap, type Values } from "../base/values";
import { map, type Ovs, optional, type Row, type Table } from "../tools/ovs-listing";
import { type OvsStep, type OvsValue, putSteps } from "../tools/ovs-step";
import { readOthers } from "./other-columns";
import { type OtherChange, planOthers } from "./other-columns-plan";
import type { OtherTable } from "./settable-columns";

/** A field of a kind, and the OVSDB column that holds it. */
export interface ColumnField {
	field: string;
	table: Table;
	column: string;
	/**
	 * one: at most one value. many: a set. flag: a boolean with the default false.
	 * keys: a map of which the resource owns the keys that the program sets. map: a map that the resource owns as a whole.
	 * columns: the columns of the row that have no other field.
	 */
	as: "one" | "many" | "flag" | "keys" | "map" | "columns";
	/** The key of a map column that holds the value, as text. */
	key?: string;
	/** A field that is not set leaves the column alone. */
	unmanaged?: boolean;
	/** The value that an empty column stands for: Open vSwitch's default. */
	fallback?: string;
	/** The value that stands for "not set" in a column that can't be empty. */
	zero?: number;
	/** The text under the key is a number. */
	number?: boolean;
	/** The text under the key is "true" or "false". */
	boolean?: boolean;
	/** The value of the field, where the column alone does not say it. */
	fromRow?(row: Row): unknown;
	/** The value of the column, where it also depends on other fields. */
	inRow?(values: Values): OvsValue | undefined;
}

/** The field for the columns of a row that have no other field, by Open vSwitch's own names. */
export const otherColumns = (field: string, table: OtherTable): ColumnField => ({ field, table, column: "*", as: "columns" });

/** An object's values: wanted now, found on the host, and wanted in the last update. */
interface ColumnChange {
	want?: Values;
	have?: { value: Values };
	was?: Values;
	/** The rows as they were read, for columns that refer to rows. */
	facts?: { readonly ovs: Ovs };
}

function valueIn(f: ColumnField, row: Row, fields: ColumnField[], ovs?: Ovs): unknown {
	if (f.as === "columns") return readOthers(f.table as OtherTable, fields, row, ovs);
	return f.fromRow ? f.fromRow(row) : readField(f, row, fields);
}

/**
 * The fields' values in rows. Keys of a map that have a field of their own are left out of the map's field. `ovs`: for columns that
 * refer to rows.
 */
export function readColumns(fields: ColumnField[], row: (table: Table) => Row | undefined, ovs?: Ovs): Values {
	const value: Values = {};
	for (const f of fields) {
		const from = row(f.table);
		if (!from) continue;
		const read = valueIn(f, from, fields, ovs);
		if (read !== undefined) value[f.field] = read;
	}
	return value;
}

function readField(f: ColumnField, row: Row, all: ColumnField[]): unknown {
	const cell = row[f.column];
	if (f.key !== undefined) {
		const under = map(cell)[f.key];
		if (f.as === "flag") return under === "true" ? true : undefined;
		if (f.boolean && (under === "true" || under === "false")) return under === "true";
		return f.number && under !== undefined && /^\d+$/.test(under) ? Number(under) : under;
	}
	switch (f.as) {
		case "columns":
			return undefined;
		case "one": {
			const one = optional(cell);
			if (one === "" || one === undefined) return f.fallback;
			return one === f.zero ? undefined : one;
		}
		case "flag":
			return optional<boolean>(cell) === true ? true : undefined;
		case "many": {
			const many = cell as (string | number)[];
			return many.length === 0
				? undefined
				: [...many].sort((a, b) => (typeof a === "number" ? a - Number(b) : a < String(b) ? -1 : 1));
		}
		case "keys":
		case "map": {
			const typed = new Set(all.filter((o) => o.table === f.table && o.column === f.column && o.key).map((o) => o.key));
			const rest = Object.entries(map(cell)).filter(([k]) => !typed.has(k) && !isMarkKey(k));
			return rest.length === 0 && f.as === "map" ? undefined : Object.fromEntries(rest);
		}
	}
}

/** The steps that bring the columns of an object's rows to the wanted values. */
export function planColumns(
	fields: ColumnField[],
	names: Partial<Record<Table, string>>,
	{ want = {}, have, was = {}, facts }: ColumnChange,
): OvsStep[] {
	const changes = new ColumnChanges(names);
	for (const f of fields) {
		const wanted = f.inRow ? f.inRow(want) : want[f.field];
		const current = have && (f.inRow ? f.inRow(have.value) : have.value[f.field]);
		if (f.as === "columns") {
			const table = f.table as OtherTable;
			const row = () => (table === "Bridge" ? facts?.ovs.bridges.get(names.Bridge ?? "") : facts?.ovs.root);
			const others = planOthers(table, { want: wanted, have: current, was: was[f.field] }, row);
			for (const change of others) changes.add(table, change);
		} else if (f.as === "keys" || f.as === "map") {
			const wantedKeys = (wanted ?? {}) as Record<string, string>;
			const there = (current ?? {}) as Record<string, string>;
			for (const [k, v] of Object.entries(wantedKeys)) if (there[k] !== v) changes.put(f, k, v);
			for (const k of Object.keys(there))
				if (!Object.hasOwn(wantedKeys, k) && (f.as === "map" || Object.hasOwn(was[f.field] ?? {}, k))) changes.remove(f, k);
		} else if (!isDeepStrictEqual(wanted, current)) {
			if (have === undefined && wanted !== undefined && wanted === f.fallback) continue;
			if (wanted === undefined && (current === undefined || (f.unmanaged && was[f.field] === undefined))) continue;
			if (f.key === undefined) changes.set(f, f.as === "flag" ? wanted === true : (wanted ?? f.zero ?? []));
			else if (wanted === undefined) changes.remove(f, f.key);
			else changes.put(f, f.key, String(wanted));
		}
	}
	return changes.steps();
}

/** A column of a table. */
type ColumnRef = Pick<ColumnField, "table" | "column">;

/** Changes of columns, from which each column of a row gets one step of each sort. */
class ColumnChanges {
	private readonly columns = new Map<Table, Record<string, OvsValue>>();
	private readonly puts = new Map<string, { of: ColumnRef; entries: [key: string, value: string][] }>();
	private readonly removes = new Map<string, { of: ColumnRef; keys: string[] }>();
	private readonly refers: OvsStep[] = [];

	/** `names`: the names of the rows. The root table has one row, without a name. */
	constructor(private readonly names: Partial<Record<Table, string>>) {}

	set({ table, column }: ColumnRef, value: OvsValue): void {
		this.columns.set(table, { ...this.columns.get(table), [column]: value });
	}

	put(of: ColumnRef, key: string, value: string): void {
		const to = this.puts.get(`${of.table} ${of.column}`) ?? { of, entries: [] };
		to.entries.push([key, value]);
		this.puts.set(`${of.table} ${of.column}`, to);
	}

	remove(of: ColumnRef, key: string): void {
		const to = this.removes.get(`${of.table} ${of.column}`) ?? { of, keys: [] };
		to.keys.push(key);
		this.removes.set(`${of.table} ${of.column}`, to);
	}

	/** A change of a column that the program sets by the column's own name. */
	add(table: OtherTable, change: OtherChange): void {
		const of = { table, column: change.column };
		if (change.op === "put") for (const [k, v] of Object.entries(change.entries)) this.put(of, k, v);
		else if (change.op === "remove") for (const k of change.keys) this.remove(of, k);
		else if (change.op === "set") this.set(of, change.value);
		else this.refers.push({ ...this.row(table), op: "refer", column: change.column, rows: change.rows });
	}

	steps(): OvsStep[] {
		return [
			...[...this.columns].map(([table, columns]): OvsStep => ({ ...this.row(table), op: "set", columns })),
			...[...this.puts.values()].flatMap(({ of: { table, column }, entries }) =>
				putSteps({ table, name: this.row(table).name, column }, Object.fromEntries(entries)),
			),
			...[...this.removes.values()].map(
				({ of: { table, column }, keys }): OvsStep => ({ ...this.row(table), op: "remove", column, keys }),
			),
			...this.refers,
		];
	}

	private row<T extends Table>(table: T) {
		return { tool: "ovs", phase: "rows", table, name: this.names[table] ?? "." } as const;
	}
}

/** The columns of a new row: the fields that are set, and the mark. */
export function newColumns(fields: ColumnField[], want: Values, marks: Record<string, string>): Record<string, OvsValue> {
	const set: Record<string, OvsValue> = {};
	for (const { field, column, key, as } of fields) {
		if (want[field] === undefined) continue;
		if (as === "columns") {
			for (const [other, value] of Object.entries(want[field] as Record<string, OvsValue>))
				set[other] = isMap(value) ? { ...(set[other] as object), ...value } : value;
		} else set[column] = key === undefined ? want[field] : { ...(set[column] as object), [key]: String(want[field]) };
	}
	return Object.keys(marks).length > 0 ? { ...set, external_ids: { ...(set.external_ids as object), ...marks } } : set;
}

export const markOf = (owner: string | undefined): Record<string, string> => (owner === undefined ? {} : { [markKey]: owner });

/** Sets the owner's mark of a row. Owner undefined: the mark is removed. */
export function planMark(table: Table, name: string, mark: string | undefined, owner: string | undefined): OvsStep[] {
	const rows = { tool: "ovs", phase: "rows", table, name, column: "external_ids" } as const;
	if (mark === owner) return [];
	return [
		owner === undefined ? { ...rows, op: "remove", keys: [markKey] } : { ...rows, op: "put", entries: { [markKey]: owner } },
	];
}

export const rowOwner = (row: Row | undefined): string | undefined => map(row?.external_ids)[markKey];
