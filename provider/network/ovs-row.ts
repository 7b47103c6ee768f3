import type { Values } from "../base/values";
import { type Change, type Keep, markAfter, namedBy } from "../model/change";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/observed";
import { type Ovs, optional, type Row } from "../tools/ovs-listing";
import type { NewRow, OvsStep, Table } from "../tools/ovs-vsctl";
import { type ColumnField, markOf, newColumns, planColumns, planMark, readColumns, rowOwner } from "./ovs-columns";

export interface RowShape {
	table: Table;
	/** The table's rows by UUID. */
	rows(ovs: Ovs): Map<string, Row>;
	columns: ColumnField[];
	/** The column of Bridge that refers to the row: a bridge has one at most. */
	parent: string;
}

/** The column that refers to a row. */
interface Holder {
	table: Table;
	name: string;
	column: string;
}

/** The row of these values, to be made. */
export const newRow = ({ table, columns }: Pick<RowShape, "table" | "columns">, change: Keep): NewRow => ({
	table,
	columns: newColumns(columns, change.want, markOf(markAfter(change))),
});

/** Brings the row to which a column refers to what is wanted. `isShared`: whether something else refers to the row too. */
export function planHeld(
	shape: Pick<RowShape, "table" | "columns">,
	holder: Holder,
	change: Keep,
	isShared: (uuid: string) => boolean,
): OvsStep[] {
	const { table, columns } = shape;
	const { have } = change;
	const anew: OvsStep = { tool: "ovs", op: "refer", phase: "rows", ...holder, rows: [newRow(shape, change)] };
	const uuid: string | undefined = have?.computed.uuid;
	if (!have || uuid === undefined) return [anew];
	const steps = [...planMark(table, uuid, have.owner, markAfter(change)), ...planColumns(columns, { [table]: uuid }, change)];
	// A row that something else refers to is not ours alone to change.
	return steps.length > 0 && isShared(uuid) ? [anew] : steps;
}

/** Nothing is referred to any more: OVSDB drops the row where nothing else refers to it. */
export const letGo = (holder: Holder): OvsStep => ({ tool: "ovs", op: "refer", phase: "delete-rows", ...holder, rows: [] });

/** What a kind is that stands for one row of OVSDB to which a bridge refers, and that has the field `bridge`. */
export function ovsRow(shape: RowShape) {
	const { table, rows, columns, parent } = shape;
	const uuidOf = (ovs: Ovs, bridge: string) => optional<string>(ovs.bridges.get(bridge)?.[parent]);
	return {
		computed: { uuid: { type: "string", help: `UUID of the ${table} row.`, identifies: true } },
		identity: { fields: ["bridge" as const] },
		replaceOn: [],
		ownership: "mark" as const,

		observe({ ovs }: Facts, { bridge }: { bridge: string }): Observed | undefined {
			const row = rows(ovs).get(uuidOf(ovs, bridge) ?? "");
			if (!row) return undefined;
			return {
				value: { bridge, ...readColumns(columns, () => row) },
				computed: { uuid: row._uuid },
				owner: rowOwner(row),
			};
		},

		plan(change: Change<Values & { bridge: string }, unknown>): OvsStep[] {
			const { bridge } = namedBy(change);
			const holder = { table: "Bridge", name: bridge, column: parent } as const;
			if (change.intent === "delete") return [letGo(holder)];
			const others = [...change.facts.ovs.bridges].filter(([name]) => name !== bridge);
			return planHeld(shape, holder, change, (uuid) => others.some(([, row]) => optional(row[parent]) === uuid));
		},
	};
}
