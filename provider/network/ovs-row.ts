import type { Values } from "../base/values";
import { type Change, markAfter, namedBy } from "../model/change";
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

/** The common parts of a kind for one OVSDB row that a bridge refers to. The kind has a field `bridge`. */
export function ovsRow({ table, rows, columns, parent }: RowShape) {
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
			const refer = { tool: "ovs", op: "refer", table: "Bridge", name: bridge, column: parent } as const;
			if (change.intent === "delete") return [{ ...refer, phase: "delete-rows", rows: [] }];
			const { want, have, facts } = change;
			const owner = markAfter(change);
			const newRow: NewRow = { table, columns: newColumns(columns, want, markOf(owner)) };
			const uuid: string | undefined = have?.computed.uuid;
			if (!have || uuid === undefined) return [{ ...refer, phase: "rows", rows: [newRow] }];
			const steps = [...planMark(table, uuid, have.owner, owner), ...planColumns(columns, { [table]: uuid }, change)];
			// If another bridge refers to the row too, this bridge gets a new row instead of a change of the shared one.
			const shared = [...facts.ovs.bridges].some(([name, row]) => name !== bridge && optional(row[parent]) === uuid);
			return steps.length > 0 && shared ? [{ ...refer, phase: "rows", rows: [newRow] }] : steps;
		},
	};
}
