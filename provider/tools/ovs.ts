import type { Call } from "../steps";

/** An OVSDB value: a scalar, or a set of scalars ([] is an empty optional too). */
export type OvsValue = string | number | boolean | (string | number)[];

type Table = "Open_vSwitch" | "Bridge" | "Port" | "Interface" | "Controller";

/** A new row that another row's column will refer to. */
export interface NewRow {
	table: Table;
	columns: Record<string, OvsValue>;
}

/**
 * A typed change of OVSDB rows, with OVSDB's own names (ovs-vswitchd.conf.db(5)).
 * Rows are named as ovs-vsctl does: by their name column; the root row is ".".
 */
export type OvsStep = { tool: "ovs"; phase: "rows" | "delete-rows" } & (
	| { op: "insert"; table: "Bridge"; name: string }
	/** `shared`: the same port may be inserted by another resource at the same time. */
	| { op: "insert"; table: "Port"; name: string; bridge: string; interfaces: string[]; shared?: true }
	| { op: "delete"; table: "Bridge" | "Port"; name: string }
	/** Whole columns. */
	| { op: "set"; table: Table; name: string; columns: Record<string, OvsValue> }
	/** Some keys of a map column. */
	| { op: "put"; table: Table; name: string; column: string; entries: Record<string, string> }
	| { op: "remove"; table: Table; name: string; column: string; keys: string[] }
	/** A port leaves one bridge for another, rows and all. */
	| { op: "move"; name: string; uuid: string; from: string; to: string }
	/** The rows that a column refers to: new ones, or by UUID those that are there. */
	| { op: "refer"; table: Table; name: string; column: string; rows: (NewRow | string)[] }
);

/** ovs-vsctl waits this many seconds for ovs-vswitchd to take a change over, then exits by SIGALRM (status 142). */
export const ovsTimeout = 30;

/** Bridges before their ports, rows before their columns; ports leave before their bridge. */
function rank(step: OvsStep): number {
	if (step.op === "delete") return step.table === "Port" ? 0 : 3;
	if (step.op === "insert") return step.table === "Bridge" ? 1 : step.shared ? 2.5 : 2;
	return step.op === "move" ? 3 : 4;
}

/** All steps as one ovs-vsctl call, which is one transaction: all of it happens, or nothing. */
export function ovsCall(steps: OvsStep[]): Call {
	const ordered = [...steps].sort((a, b) => rank(a) - rank(b));
	let rows = 0;
	const commands = ordered.flatMap((step) => {
		const rendered = ovsCommands(step, rows);
		if (step.op === "refer") rows += step.rows.length;
		return rendered;
	});
	return { argv: ["ovs-vsctl", `--timeout=${ovsTimeout}`, ...commands.flatMap((c) => ["--", ...c])] };
}

function ovsCommands(step: OvsStep, firstRow: number): string[][] {
	switch (step.op) {
		case "insert":
			if (step.table === "Bridge") return [["add-br", step.name]];
			return step.interfaces.length === 1
				? [[...(step.shared ? ["--may-exist"] : []), "add-port", step.bridge, step.name]]
				: [["add-bond", step.bridge, step.name, ...step.interfaces]];
		case "delete":
			return [["--if-exists", step.table === "Port" ? "del-port" : "del-br", step.name]];
		case "move":
			return [
				["remove", "Bridge", step.from, "ports", step.uuid],
				["add", "Bridge", step.to, "ports", step.uuid],
			];
		case "set":
			return [["set", step.table, step.name, ...assignments(step.columns)]];
		case "put":
			return [
				["set", step.table, step.name, ...Object.entries(step.entries).map(([k, v]) => `${step.column}:${atom(k)}=${atom(v)}`)],
			];
		case "remove":
			return [["remove", step.table, step.name, step.column, ...step.keys.map(atom)]];
		case "refer": {
			const ids = step.rows.map((row, i) => (typeof row === "string" ? row : `@r${firstRow + i}`));
			const created = step.rows.flatMap((row, i) =>
				typeof row === "string" ? [] : [[`--id=${ids[i]}`, "create", row.table, ...assignments(row.columns)]],
			);
			return [...created, ["set", step.table, step.name, `${step.column}=[${ids.join(",")}]`]];
		}
	}
}

const assignments = (columns: Record<string, OvsValue>) => Object.entries(columns).map(([c, v]) => `${c}=${render(v)}`);

const render = (v: OvsValue): string => (Array.isArray(v) ? `[${v.map(atom).join(",")}]` : atom(v));

/** An atom as ovs-vsctl reads it: a plain word stands as it is, all else as a JSON string (ovsdb/ovsdb-data, "Value" in ovs-vsctl(8)). */
function atom(v: string | number | boolean): string {
	if (typeof v !== "string") return String(v);
	return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(v) ? v : JSON.stringify(v);
}

/** The ports and interfaces that a step inserts, changes or deletes. */
export function touchedRows(step: OvsStep): string[] {
	if (step.op === "insert" && step.table === "Port") return [step.name, ...step.interfaces];
	const members =
		step.op === "refer" ? step.rows.flatMap((row) => (typeof row === "string" ? [] : [String(row.columns.name ?? "")])) : [];
	return [step.name, ...members].filter((name) => name !== "." && name !== "");
}
