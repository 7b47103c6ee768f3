import type { Values } from "../base/values";
import { type Change, type Keep, markAfter, namedBy } from "../model/change";
import type { Facts } from "../model/facts";
import type { Marked } from "../model/kind";
import type { Observed } from "../model/observed";
import type { Fact } from "../tools/list";
import { type BridgeReference, knownOvs, type Ovs, optional, ovsTables, type Table } from "../tools/ovs-listing";
import type { NewRow, OvsStep } from "../tools/ovs-step";
import { markedRows } from "./marked";
import { type ColumnField, markOf, newColumns, planColumns, planMark, readColumns, rowOwner } from "./ovs-columns";

interface RowShape {
	table: Table;
	columns: ColumnField[];
}

/** The column that refers to a row. */
interface Referrer {
	table: Table;
	name: string;
	column: string;
}

/** A new row with the wanted values and the program's mark. */
export const newRow = ({ table, columns }: RowShape, change: Keep): NewRow => ({
	table,
	columns: newColumns(columns, change.want, markOf(markAfter(change))),
});

/** The steps for the row to which a column refers. `isShared`: tells whether anything else refers to the row with this UUID. */
export function planReferredRow(
	shape: RowShape,
	referrer: Referrer,
	change: Keep,
	isShared: (uuid: string) => boolean,
): OvsStep[] {
	const { table, columns } = shape;
	const { have } = change;
	const replacement: OvsStep = { tool: "ovs", op: "refer", phase: "rows", ...referrer, rows: [newRow(shape, change)] };
	const uuid: string | undefined = have?.computed.uuid;
	if (!have || uuid === undefined) return [replacement];
	const steps = [...planMark(table, uuid, have.owner, markAfter(change)), ...planColumns(columns, { [table]: uuid }, change)];
	// A shared row is not changed: this column gets a new row instead.
	return steps.length > 0 && isShared(uuid) ? [replacement] : steps;
}

/** The column refers to no row any more. OVSDB deletes the row if nothing else refers to it. */
export const clearReference = (referrer: Referrer): OvsStep => ({
	...{ tool: "ovs", op: "refer", phase: "delete-rows" },
	...referrer,
	rows: [],
});

/** The common parts of a kind for the one OVSDB row that a column of Bridge refers to. The kind has a field `bridge`. */
export function ovsRow(parent: BridgeReference, columns: ColumnField[]) {
	const table = ovsTables.Bridge.refers[parent];
	const uuidOf = (ovs: Ovs, bridge: string) => optional<string>(ovs.bridges.get(bridge)?.[parent]);
	return {
		computed: { uuid: { type: "string", help: `UUID of the row in the table ${table}.`, identifies: true } },
		identity: {
			fields: ["bridge" as const],
			listMarked(facts: Facts): Marked[] {
				const ovs = knownOvs(facts);
				return [...(ovs?.bridges.keys() ?? [])].flatMap((bridge) => {
					const row = ovs?.[ovsTables[table].as].get(uuidOf(ovs, bridge) ?? "");
					return markedRows(row ? [row] : [], () => ({ bridge }));
				});
			},
		},
		replaceOn: [],
		ownership: "mark" as const,
		facts: (): Fact[] => [{ read: "ovs" }],
		provides: ({ bridge }: { bridge: string }) => [`${table} of bridge ${bridge}`],

		observe({ ovs }: Facts, { bridge }: { bridge: string }): Observed | undefined {
			const row = ovs[ovsTables[table].as].get(uuidOf(ovs, bridge) ?? "");
			if (!row) return undefined;
			return {
				value: { bridge, ...readColumns(columns, () => row) },
				computed: { uuid: row._uuid },
				owner: rowOwner(row),
			};
		},

		plan(change: Change<Values & { bridge: string }, unknown>): OvsStep[] {
			const { bridge } = namedBy(change);
			const referrer = { table: "Bridge", name: bridge, column: parent } as const;
			if (change.intent === "delete") return [clearReference(referrer)];
			const others = [...change.facts.ovs.bridges].filter(([name]) => name !== bridge);
			const isShared = (uuid: string) => others.some(([, row]) => optional(row[parent]) === uuid);
			return planReferredRow({ table, columns }, referrer, change, isShared);
		},
	};
}
