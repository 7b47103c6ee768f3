import type { RootTable, Table } from "./ovs-listing";

/** An OVSDB value: a scalar, a set of scalars, or a map. [] also stands for an optional scalar that is not set. */
export type OvsValue = string | number | boolean | (string | number)[] | Record<string, string>;

/** A new row that another row's column will refer to. */
export interface NewRow {
	table: Table;
	columns: Record<string, OvsValue>;
	/** The columns of the new row that refer to other rows. */
	refers?: Record<string, RowReferences>;
}

/** A row that a column refers to: a UUID, the name of a port or bridge (which the same transaction may create), or a new row. */
export type RowReference = string | { port: string } | { bridge: string } | NewRow;

/** A set of rows, or a map from numbers to rows, such as a QoS's queues. */
export type RowReferences = RowReference[] | Record<string, RowReference>;

/**
 * A typed change of OVSDB rows, with OVSDB's own names (ovs-vswitchd.conf.db(5)).
 * As in ovs-vsctl, rows are given by name or UUID, and the root row is ".".
 */
export type OvsStep = {
	tool: "ovs";
	phase: "leaves" | "rows" | "secret-rows" | "delete-rows" | "root-rows";
	/** A message for the user about something that the step does not bring about by itself. */
	warning?: string;
} & (
	| { op: "insert"; table: "Bridge"; name: string }
	/** `shared`: another resource may insert the same port at the same time. */
	| { op: "insert"; table: "Port"; name: string; bridge: string; interfaces: string[]; shared?: true }
	/** A row to which no other one refers. */
	| ({ op: "create"; table: RootTable } & NewRow)
	| { op: "delete"; table: "Bridge" | "Port" | RootTable; name: string }
	/** Sets whole columns. */
	| { op: "set"; table: Table; name: string; columns: Record<string, OvsValue> }
	/** Sets some keys of a map column. */
	| { op: "put"; table: Table; name: string; column: string; entries: Record<string, string> }
	| { op: "remove"; table: Table; name: string; column: string; keys: string[] }
	/** A port moves to another bridge with its rows. */
	| { op: "move"; name: string; uuid: string; from: string; to: string }
	/** Sets all rows that a column refers to. */
	| { op: "refer"; table: Table; name: string; column: string; rows: RowReferences }
	/** Adds or removes one row that a column refers to. The other rows stay, whoever created them. */
	| { op: "join"; table: Table; name: string; column: string; row: RowReference }
	| { op: "leave"; table: Table; name: string; column: string; uuid: string }
);

/** The keys of maps whose values are secret. */
const secretKeys: Partial<Record<Table, Record<string, string[]>>> = { Interface: { options: ["psk"] } };

interface CellRef {
	table: Table;
	name: string;
	column: string;
}

/** The steps that set keys of a map. Secrets have a step of their own, whose values are in no arguments. */
export function putSteps({ table, name, column }: CellRef, entries: Record<string, string>): OvsStep[] {
	const isSecret = (key: string) => secretKeys[table]?.[column]?.includes(key) === true;
	const part = (phase: "rows" | "secret-rows"): OvsStep[] => {
		const own = Object.entries(entries).filter(([key]) => isSecret(key) === (phase === "secret-rows"));
		return own.length === 0 ? [] : [{ tool: "ovs", phase, op: "put", table, name, column, entries: Object.fromEntries(own) }];
	};
	return [...part("rows"), ...part("secret-rows")];
}

/** True for a step by which a bridge loses all of its flows: its controllers, fail mode or datapath type change. */
export function clearsFlows(step: OvsStep): boolean {
	if (step.op === "set") return step.table === "Bridge" && ("fail_mode" in step.columns || "datapath_type" in step.columns);
	return step.op === "refer" && step.table === "Bridge" && step.column === "controller";
}
