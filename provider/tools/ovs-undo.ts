import { vsctl } from "./call";
import { type Cell, knownOvs, type Ovs, ovsTables, type Row, type Table } from "./ovs-listing";
import { flowsAgain } from "./ovs-ofctl";
import {
	clearsFlows,
	type NewRow,
	type OvsStep,
	type OvsValue,
	putSteps,
	type RowReference,
	type RowReferences,
} from "./ovs-step";
import { changeTimeout } from "./ovs-tools";
import type { HostObject, KnownFacts, StepsUndo, UndoCall } from "./tool";

/** Columns that Open vSwitch itself writes. */
const statuses = ["_uuid", "ofport", "error", "datapath_id", "ovs_version"];

function rowOf(ovs: Ovs, table: Table, name: string): Row | undefined {
	if (table === "Open_vSwitch") return ovs.root;
	return (ovs[ovsTables[table].as] as Map<string, Row>).get(name);
}

/** The rows that columns refer to. */
const referred: Record<string, Table> = {
	...{ interfaces: "Interface", controller: "Controller", mirrors: "Mirror", qos: "QoS", queues: "Queue" },
	...{ flow_tables: "Flow_Table", auto_attach: "AutoAttach", manager_options: "Manager", ssl: "SSL" },
	...ovsTables.Bridge.refers,
};

const byUuid = (ovs: Ovs, table: Table, uuid: string): Row | undefined =>
	table === "Open_vSwitch"
		? undefined
		: [...(ovs[ovsTables[table].as] as Map<string, Row>).values()].find((row) => row._uuid === uuid);

/** A row as a new one. Rows that it refers to, and that are not kept, are new too. */
function newRow(ovs: Ovs, table: Table, row: Row, isKept: (uuid: string) => boolean): NewRow {
	const cells = Object.entries(row).filter(([column]) => !statuses.includes(column));
	const refers = cells.filter(([column]) => column in referred);
	return {
		table,
		columns: Object.fromEntries(cells.filter(([column]) => !(column in referred))) as Record<string, OvsValue>,
		refers: Object.fromEntries(refers.map(([column, cell]) => [column, referencesAgain(ovs, column, cell, isKept)])),
	};
}

/** The rows of a column before, of which those that the change drops are created again. */
function referencesAgain(ovs: Ovs, column: string, before: Cell, isKept: (uuid: string) => boolean): RowReferences {
	const table = referred[column];
	const again = (uuid: string): RowReference => {
		const row = table && !isKept(uuid) ? byUuid(ovs, table, uuid) : undefined;
		return table && row ? newRow(ovs, table, row, isKept) : uuid;
	};
	if (typeof before === "object" && !Array.isArray(before))
		return Object.fromEntries(Object.entries(before).map(([key, uuid]) => [key, again(uuid)]));
	return [before].flat().map((uuid) => again(String(uuid)));
}

/**
 * Takes the rows of a name off a row's column, of which others may have rows beside them. Rows of this name that other rows refer to stay.
 */
const leave = `
words="${vsctl} --timeout=${changeTimeout}"
$words --format=csv --data=bare --no-headings --columns=_uuid find "$4" "name=$5" </dev/null | while read -r row; do
$words remove "$1" "$2" "$3" "$row" </dev/null
done`;

/**
 * The call by which a new row that has a name leaves the row that it has joined. Undefined for a row without a name, and for a row of a
 * bridge that the change deletes and creates again: the column gets all of its former rows.
 */
function leaving(step: OvsStep, deleted: ReadonlySet<string>): UndoCall | undefined {
	if (step.op !== "join" || deleted.has(step.name) || typeof step.row === "string" || !("table" in step.row)) return undefined;
	const { table, columns } = step.row;
	if (typeof columns.name !== "string") return undefined;
	const words = [step.table, step.name, step.column, table, JSON.stringify(columns.name)];
	return { phase: "delete-rows", call: { argv: ["sh", "-c", leave, "leave-row", ...words] } };
}

const isRoot = (table: Table): boolean => "isRoot" in ovsTables[table];

function undoStep(step: OvsStep, ovs: Ovs, deleted: ReadonlySet<string>): OvsStep[] {
	const rows = { tool: "ovs", phase: "rows" } as const;
	if (step.op === "insert") return [{ tool: "ovs", phase: "delete-rows", op: "delete", table: step.table, name: step.name }];
	if (step.op === "move") return [{ ...step, ...rows, from: step.to, to: step.from }];
	// Nothing refers to a new row of a root table any more after the rest of the undo.
	if (step.op === "create") return [];
	const { table, name } = step;
	const row = rowOf(ovs, table, name);
	if (!row) return [];
	const at = { ...rows, table, name };
	switch (step.op) {
		case "set": {
			const changed = Object.keys(step.columns).filter((column) => !statuses.includes(column));
			if (changed.length === 0) return [];
			return [
				{
					...at,
					op: "set",
					columns: Object.fromEntries(changed.map((column) => [column, row[column] ?? []])) as Record<string, OvsValue>,
				},
			];
		}
		case "put":
		case "remove": {
			const before = (row[step.column] ?? {}) as Record<string, string>;
			const keys = step.op === "put" ? Object.keys(step.entries) : step.keys;
			const known = keys.filter((key) => Object.hasOwn(before, key));
			const fresh = keys.filter((key) => !known.includes(key));
			const entries = Object.fromEntries(known.map((key) => [key, String(before[key])]));
			return [
				...putSteps({ table, name, column: step.column }, entries),
				...(fresh.length > 0 ? [{ ...at, op: "remove" as const, column: step.column, keys: fresh }] : []),
			];
		}
		case "refer":
		case "join": {
			if (leaving(step, deleted)) return [];
			const { column } = step;
			const target = referred[column];
			const kept = step.op === "join" ? undefined : Object.values(step.rows);
			const isKept = (uuid: string) =>
				!deleted.has(uuid) && (kept === undefined || kept.includes(uuid) || (target !== undefined && isRoot(target)));
			return [{ ...at, op: "refer", column, rows: referencesAgain(ovs, column, row[column] ?? [], isKept) }];
		}
		case "leave": {
			const target = referred[step.column];
			const left = target && byUuid(ovs, target, step.uuid);
			if (!target || !left) return [];
			// The row is still there where the change was not made.
			const row = newRow(ovs, target, left, (uuid) => !deleted.has(uuid));
			return [
				{ ...at, op: "leave", column: step.column, uuid: step.uuid },
				{ ...at, op: "join", column: step.column, row },
			];
		}
		case "delete":
			return table === "Flow_Sample_Collector_Set"
				? [{ ...rows, op: "create", ...newRow(ovs, table, row, (uuid) => !deleted.has(uuid)), table }]
				: [];
	}
}

const losesFlows = (step: OvsStep): boolean => clearsFlows(step) || (step.op === "delete" && step.table === "Bridge");

/** The undo of changes of rows: columns get their values, and new rows are deleted. Rows are there by the facts before. */
export function undoRows(steps: OvsStep[], known: KnownFacts): StepsUndo {
	const ovs = knownOvs(known);
	if (!ovs) return {};
	const deleted = new Set(steps.flatMap((step) => (step.op === "delete" ? [step.name] : [])));
	const bridges = [...new Set(steps.filter(losesFlows).flatMap((step) => ("name" in step ? [step.name] : [])))].filter((name) =>
		ovs.bridges.has(name),
	);
	const flows = bridges.map((bridge) => flowsAgain(bridge));
	// The last change of a column is the first to be undone.
	const undone = [...steps].reverse().flatMap((step) => undoStep(step, ovs, deleted));
	const calls = [...steps.flatMap((step) => leaving(step, deleted) ?? []), ...flows.flatMap((one) => one.calls)];
	return { steps: undone, saves: flows.flatMap(({ saves }) => saves), calls };
}

const objectOf = (table: "Bridge" | "Port", name: string): HostObject => ({
	sort: table === "Bridge" ? "bridge" : "OVS port",
	netns: "",
	name,
});

/** The bridge or port that a step inserts. */
export const createdBy = (step: OvsStep): HostObject | undefined =>
	step.op === "insert" ? objectOf(step.table, step.name) : undefined;

/** The bridge or port that a step deletes. */
export function deletedBy(step: OvsStep, known: KnownFacts): HostObject | undefined {
	if (step.op !== "delete" || (step.table !== "Bridge" && step.table !== "Port")) return undefined;
	const ovs = knownOvs(known);
	const rows = step.table === "Bridge" ? ovs?.bridges : ovs?.ports;
	return rows?.has(step.name) ? objectOf(step.table, step.name) : undefined;
}
