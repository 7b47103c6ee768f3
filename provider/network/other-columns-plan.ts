import { isDeepStrictEqual } from "node:util";
import { isMap, type Values } from "../base/values";
import { Refused } from "../model/change";
import type { ColumnType } from "../tools/ovs-column-type";
import { map, type Row } from "../tools/ovs-listing";
import type { NewRow, OvsValue, RowReference, RowReferences } from "../tools/ovs-step";
import { withoutEmpty } from "./other-columns";
import { type OtherTable, referredTable, requiredColumns, settableColumns, settableType } from "./settable-columns";

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
	return { table, columns: Object.keys(columns).length > 0 ? columns : { [first]: defaultOf(settableType(table, first)) } };
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
		const type = settableType(table, column);
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
