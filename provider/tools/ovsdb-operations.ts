import { waitWhileArmed } from "./armed-mark";
import type { BaseType } from "./ovs-column-type";
import type { Cell, Table } from "./ovs-listing";
import { columnType } from "./ovs-schema";
import type { OvsValue } from "./ovs-step";
import { type Answer, errorIn, errorText, type OvsdbOperation, outdatedStatus, type TransactionOutcome } from "./ovsdb";
import type { KnownRows, RowRef } from "./ovsdb-known-rows";

/** A condition of RFC 7047, section 5.1. */
export type Condition = [column: string, how: string, value: unknown];

/** A value as JSON (RFC 7047, section 5.1). In a map as it was read, numbers are texts. */
export function datum(table: Table, column: string, value: OvsValue | Cell): unknown {
	const { key, value: held } = columnType(table, column) ?? {};
	const atom = (type: BaseType | undefined, one: unknown) => {
		if (type?.refTable !== undefined) return ["uuid", one];
		return type?.type === "integer" ? Number(one) : one;
	};
	if (Array.isArray(value)) return ["set", value.map((one) => atom(key, one))];
	if (typeof value !== "object") return atom(key, value);
	return ["map", Object.entries(value).map(([name, one]) => [atom(key, name), atom(held, one)])];
}

export const setOf = (...members: unknown[]): [string, unknown[]] => ["set", members];

/** One transaction while its operations are collected. */
export class Transaction {
	readonly changes: OvsdbOperation[] = [];
	private readonly conditions = new Map<RowRef, Map<string, Condition>>();
	private inserted = 0;
	/** The rows of the conditions that hold only after a change, by their places among the changes. */
	private readonly checked = new Map<number, RowRef>();

	constructor(
		readonly rows: KnownRows,
		private readonly comment: string,
	) {}

	/** The row as a value. */
	reference(row: RowRef): [string, string] {
		return row.uuid === undefined ? ["named-uuid", row.id ?? ""] : ["uuid", row.uuid];
	}

	insert(table: Table, row: Record<string, unknown>, label: string): RowRef {
		const id = `r${this.inserted++}`;
		const columns = { ...row };
		const ref: RowRef = { table, label, id, columns };
		this.changes.push({ op: "insert", table, row: columns, "uuid-name": id });
		return ref;
	}

	/** The transaction is made only if the row exists, and the conditions hold of it. */
	require(row: RowRef, ...conditions: Condition[]): void {
		if (row.uuid === undefined) return;
		const all = this.conditions.get(row) ?? new Map<string, Condition>();
		for (const condition of conditions) all.set(JSON.stringify(condition), condition);
		this.conditions.set(row, all);
	}

	/** The transaction is made only if a column has the value that was read. */
	requireSame(row: RowRef, column: string): void {
		const before = row.before?.[column];
		if (before === undefined) this.require(row);
		else this.require(row, [column, "==", datum(row.table, column, before)]);
	}

	/** The transaction is made only if keys of a map have the values that were read. A key that was not there may have come. */
	requireKeys(row: RowRef, column: string, keys: string[]): void {
		const before = row.before?.[column] as Record<string, string> | undefined;
		const known = keys.filter((key) => before !== undefined && Object.hasOwn(before, key));
		this.require(row, ...known.map((key): Condition => [column, "includes", ["map", [[key, before?.[key]]]]]));
	}

	update(row: RowRef, columns: Record<string, unknown>): void {
		if (row.columns) {
			Object.assign(row.columns, columns);
			return;
		}
		this.changes.push({ op: "update", table: row.table, where: this.where(row), row: columns });
	}

	mutate(row: RowRef, column: string, ...mutations: [how: string, value: unknown][]): void {
		const all = mutations.map(([how, value]) => [column, how, value]);
		this.changes.push({ op: "mutate", table: row.table, where: this.where(row), mutations: all });
	}

	/** Sets keys of a map. */
	put(row: RowRef, column: string, entries: Record<string, string>): void {
		if (row.columns) {
			const [, pairs] = (row.columns[column] ?? ["map", []]) as [string, [string, string][]];
			row.columns[column] = ["map", Object.entries({ ...Object.fromEntries(pairs), ...entries })];
			return;
		}
		const keys = Object.keys(entries);
		this.requireKeys(row, column, keys);
		const before = row.before?.[column] as Record<string, string> | undefined;
		// An insertion alone does not change a key that is there.
		const replaced = before ? keys.filter((key) => Object.hasOwn(before, key)) : keys;
		const added = Object.entries(entries).filter(([key]) => !replaced.includes(key));
		const deletion: [string, unknown][] = replaced.length > 0 ? [["delete", setOf(...replaced)]] : [];
		this.mutate(row, column, ...deletion, ["insert", ["map", Object.entries(entries)]]);
		if (added.length === 0) return;
		this.checked.set(this.changes.length, row);
		this.changes.push(this.wait(row, [[column, "includes", ["map", added]]]));
	}

	remove(row: RowRef): void {
		this.changes.push({ op: "delete", table: row.table, where: this.where(row) });
	}

	private where(row: RowRef): unknown[] {
		return [["_uuid", "==", this.reference(row)]];
	}

	private wait(row: RowRef, conditions: Condition[]): OvsdbOperation {
		return {
			...{ op: "wait", table: row.table, timeout: 0, columns: ["_uuid"], until: "==" },
			...{ where: [...this.where(row), ...conditions], rows: [{ _uuid: this.reference(row) }] },
		};
	}

	/**
	 * First what tells whether this is the database that was read, then that no change waits for its confirmation, then the conditions,
	 * then the changes, then what tells ovs-vswitchd of them.
	 */
	operations(): OvsdbOperation[] {
		if (this.changes.length === 0) return [];
		return [
			this.wait(this.rows.root, []),
			waitWhileArmed(),
			...[...this.conditions].map(([row, conditions]) => this.wait(row, [...conditions.values()])),
			...this.changes,
			{ op: "comment", comment: this.comment },
			{ op: "mutate", table: "Open_vSwitch", where: [], mutations: [["next_cfg", "+=", 1]] },
			{ op: "select", table: "Open_vSwitch", where: [], columns: ["next_cfg"] },
		];
	}

	end(answer: Answer): TransactionOutcome {
		const error = errorIn(answer);
		if (error) return this.failed(answer.indexOf(error), error);
		return { code: 0, stderr: "", nextCfg: answer.at(-1)?.rows?.[0]?.next_cfg as number };
	}

	private failed(at: number, error: NonNullable<ReturnType<typeof errorIn>>): TransactionOutcome {
		const isHeld = at === 1 && error.error === "timed out";
		if (isHeld) return { code: outdatedStatus, stderr: "another change waits for its confirmation", isHeld };
		const first = this.conditions.size + 2;
		const row = at === 0 ? this.rows.root : ([...this.conditions.keys()][at - 2] ?? this.checked.get(at - first));
		if (row && error.error === "timed out")
			return { code: outdatedStatus, stderr: outdatedText(row.label), isOtherDatabase: at === 0 };
		// Somebody else has inserted a row of this name.
		const { details = "" } = error;
		const [, name] = /identical values \("?(.*?)"?\) for index/.exec(details) ?? [];
		if (name !== undefined && details.includes("existed in the database"))
			return { code: outdatedStatus, stderr: `${outdatedText(name)} (${errorText(error)})` };
		return { code: 1, stderr: errorText(error) };
	}
}

const outdatedText = (what: string): string =>
	`somebody else changes Open vSwitch's configuration on this host at the same time (${what}): run pulumi up --refresh`;
