import { isDeepStrictEqual } from "node:util";
import { markKey } from "../base/mark";
import { waitWhileArmed } from "./armed-mark";
import type { BaseType } from "./ovs-column-type";
import type { Cell, Ovs, Row, Table } from "./ovs-listing";
import { fakeVlan, ovsTables } from "./ovs-listing";
import { columnType } from "./ovs-schema";
import type { NewRow, OvsStep, OvsValue, RowReference, RowReferences } from "./ovs-step";
import {
	type Answer,
	errorIn,
	errorText,
	type OvsdbChange,
	type OvsdbOperation,
	outdatedStatus,
	type TransactionOutcome,
} from "./ovsdb";

/** A row that exists, or that a transaction inserts. */
interface RowRef {
	table: Table;
	/** The row in a sentence. */
	label: string;
	/** Undefined until the row is inserted. */
	uuid?: string;
	/** The id in the transaction that inserts it. */
	id?: string;
	/** The row as it was read. Undefined: it was not. */
	before?: Row;
	/** The columns of a row that this transaction inserts. */
	columns?: Record<string, unknown>;
}

interface PortRef {
	row: RowRef;
	bridge: string;
	/** The names of its interfaces. */
	interfaces: string[];
}

type Condition = [column: string, how: string, value: unknown];

/** The change can't be made, in the words of ovs-vsctl. */
class VsctlRefusal extends Error {}

const refuse = (text: string): never => {
	throw new VsctlRefusal(`ovs-vsctl: ${text}`);
};

/** A value as JSON (RFC 7047, section 5.1). In a map as it was read, numbers are texts. */
function datum(table: Table, column: string, value: OvsValue | Cell): unknown {
	const { key, value: held } = columnType(table, column) ?? {};
	const atom = (type: BaseType | undefined, one: unknown) => {
		if (type?.refTable !== undefined) return ["uuid", one];
		return type?.type === "integer" ? Number(one) : one;
	};
	if (Array.isArray(value)) return ["set", value.map((one) => atom(key, one))];
	if (typeof value !== "object") return atom(key, value);
	return ["map", Object.entries(value).map(([name, one]) => [atom(key, name), atom(held, one)])];
}

const setOf = (...members: unknown[]): [string, unknown[]] => ["set", members];

/** The rows that a change knows of: those that were read, and those that it inserts. */
class KnownRows {
	readonly bridges = new Map<string, RowRef>();
	readonly ports = new Map<string, PortRef>();
	readonly interfaces = new Map<string, RowRef>();
	readonly root: RowRef;
	private readonly byUuid = new Map<string, RowRef>();

	constructor(ovs: Ovs) {
		const all = (table: Exclude<Table, "Open_vSwitch">) => [...ovs[ovsTables[table].as].values()] as Row[];
		this.root = this.read("Open_vSwitch", ovs.root);
		for (const table of Object.keys(ovsTables) as Table[])
			if (table !== "Open_vSwitch") for (const row of all(table)) this.read(table, row);
		for (const row of ovs.strays.values()) this.read("Bridge", row);
		const known = (uuid: string) => this.byUuid.get(uuid) as RowRef;
		for (const [name, row] of ovs.bridges) this.bridges.set(name, known(row._uuid));
		for (const [name, bridge] of ovs.bridgeOf) {
			const row = ovs.ports.get(name);
			if (row) this.ports.set(name, { row: known(row._uuid), bridge, interfaces: ovs.interfacesOf.get(name) ?? [] });
		}
		for (const name of [...this.ports.values()].flatMap(({ interfaces }) => interfaces)) {
			const row = ovs.interfaces.get(name);
			if (row) this.interfaces.set(name, known(row._uuid));
		}
	}

	private read(table: Table, before: Row): RowRef {
		const label = table === "Open_vSwitch" ? "table Open_vSwitch" : `${table} ${before.name ?? before._uuid}`;
		const ref: RowRef = { table, label, uuid: before._uuid, before };
		this.byUuid.set(before._uuid, ref);
		return ref;
	}

	/** The row of a UUID; one that was not read, too. */
	of(table: Table, uuid: string): RowRef {
		return this.byUuid.get(uuid) ?? { table, label: `${table} ${uuid}`, uuid };
	}

	/** The row that a step names. */
	named(table: Table, name: string): RowRef {
		if (table === "Open_vSwitch") return this.root;
		const found = { Bridge: this.bridges.get(name), Port: this.ports.get(name)?.row, Interface: this.interfaces.get(name) };
		const row = (found as Partial<Record<Table, RowRef>>)[table];
		if (row) return row;
		const other = [...this.byUuid.values()].find((one) => one.table === table && one.before?.name === name);
		if (other) return other;
		return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)
			? this.of(table, name)
			: refuse(`no row "${name}" in table ${table}`);
	}

	/** True for the name of a bridge, also of a fake one. */
	isBridge(name: string): boolean {
		return this.bridges.has(name) || fakeVlan(this.ports.get(name)?.row.before) !== undefined;
	}

	/** Refuses a name that a bridge, a port or an interface has (check_conflicts() in ovs-vsctl.c). */
	refuseTaken(name: string, what: string): void {
		const why = (text: string) => refuse(`cannot create ${what} named ${name} because ${text} already exists`);
		const port = this.ports.get(name);
		if (this.isBridge(name)) why(`a bridge named ${name}`);
		if (port) refuse(`cannot create ${what} named ${name} because a port named ${name} already exists on bridge ${port.bridge}`);
		const holder = [...this.ports.values()].find(({ interfaces }) => interfaces.includes(name));
		if (holder)
			refuse(`cannot create ${what} named ${name} because an interface named ${name} already exists on bridge ${holder.bridge}`);
	}

	removePort(name: string): void {
		for (const one of this.ports.get(name)?.interfaces ?? []) this.interfaces.delete(one);
		this.ports.delete(name);
	}

	/** A port has other interfaces. */
	setInterfaces(port: RowRef, rows: RowRef[], nameOf: (row: RowRef) => string): void {
		const owner = [...this.ports.values()].find(({ row }) => row === port);
		if (!owner) return;
		for (const name of owner.interfaces) this.interfaces.delete(name);
		owner.interfaces = rows.map(nameOf);
		for (const row of rows) this.interfaces.set(nameOf(row), row);
	}
}

/** One transaction while its operations are collected. */
class Transaction {
	readonly changes: OvsdbOperation[] = [];
	private readonly conditions = new Map<RowRef, Map<string, Condition>>();
	private inserted = 0;
	/** The rows of the conditions that hold only after a change, by their places among the changes. */
	private readonly checked = new Map<number, RowRef>();

	constructor(
		private readonly rows: KnownRows,
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

/** A new row, with the rows that it refers to. */
function insertRow(rows: KnownRows, to: Transaction, { table, columns, refers = {} }: NewRow): RowRef {
	const plain = Object.entries(columns).map(([column, value]) => [column, datum(table, column, value)]);
	const references = Object.entries(refers).map(([column, others]) => [column, referencesOf(rows, to, table, column, others)]);
	return to.insert(table, Object.fromEntries([...plain, ...references]), `${table} ${columns.name ?? ""}`.trim());
}

/** The table of the rows that a column refers to. */
function targetOf(table: Table, column: string): Table {
	const type = columnType(table, column);
	return (type?.value ?? type?.key)?.refTable as Table;
}

function rowOf(rows: KnownRows, to: Transaction, table: Table, column: string, reference: RowReference): RowRef {
	if (typeof reference === "string") return rows.of(targetOf(table, column), reference);
	if ("table" in reference) return insertRow(rows, to, reference);
	const row = "port" in reference ? rows.named("Port", reference.port) : rows.named("Bridge", reference.bridge);
	to.require(row);
	return row;
}

function referencesOf(rows: KnownRows, to: Transaction, table: Table, column: string, references: RowReferences): unknown {
	if (Array.isArray(references)) return ["set", references.map((one) => to.reference(rowOf(rows, to, table, column, one)))];
	const isNumbered = columnType(table, column)?.key.type === "integer";
	return [
		"map",
		Object.entries(references).map(([key, one]) => [
			isNumbered ? Number(key) : key,
			to.reference(rowOf(rows, to, table, column, one)),
		]),
	];
}

function insertPort(rows: KnownRows, to: Transaction, { name, bridge, interfaces, shared }: InsertPort): void {
	const there = rows.ports.get(name);
	if (shared && there && there.bridge === bridge && isDeepStrictEqual(there.interfaces, interfaces)) return;
	if (shared && there && there.bridge !== bridge)
		refuse(`"${bridge}" but ${name} is actually attached to bridge ${there.bridge}`);
	rows.refuseTaken(name, "a port");
	for (const one of interfaces) rows.refuseTaken(one, "an interface");
	const on = rows.bridges.get(bridge) ?? refuse(`no bridge named ${bridge}`);
	const members = interfaces.map((one) => to.insert("Interface", { name: one }, `Interface ${one}`));
	const row = to.insert("Port", { name, interfaces: setOf(...members.map((one) => to.reference(one))) }, `Port ${name}`);
	to.require(on);
	to.mutate(on, "ports", ["insert", setOf(to.reference(row))]);
	rows.ports.set(name, { row, bridge, interfaces });
	interfaces.forEach((one, i) => {
		rows.interfaces.set(one, members[i] as RowRef);
	});
}

type InsertPort = Extract<OvsStep, { op: "insert"; table: "Port" }>;

function insertBridge(rows: KnownRows, to: Transaction, name: string): void {
	rows.refuseTaken(name, "a bridge");
	const local = to.insert("Interface", { name, type: "internal" }, `Interface ${name}`);
	const port = to.insert("Port", { name, interfaces: setOf(to.reference(local)) }, `Port ${name}`);
	const bridge = to.insert("Bridge", { name, ports: setOf(to.reference(port)) }, `Bridge ${name}`);
	to.mutate(rows.root, "bridges", ["insert", setOf(to.reference(bridge))]);
	rows.bridges.set(name, bridge);
	rows.ports.set(name, { row: port, bridge: name, interfaces: [name] });
	rows.interfaces.set(name, local);
}

/** OVSDB deletes a port that is on no bridge, and its interfaces. */
function deletePort(rows: KnownRows, to: Transaction, name: string): void {
	const port = rows.ports.get(name);
	// A bridge's own port goes with the bridge only.
	if (!port || rows.isBridge(name)) return;
	takeOff(rows, to, port);
	rows.removePort(name);
}

function takeOff(rows: KnownRows, to: Transaction, { row, bridge }: PortRef): void {
	const on = rows.bridges.get(bridge) ?? refuse(`no bridge named ${bridge}`);
	to.require(on, ...(row.uuid === undefined ? [] : [["ports", "includes", setOf(to.reference(row))] as Condition]));
	to.requireSame(row, "interfaces");
	to.requireKeys(row, "external_ids", [markKey]);
	to.mutate(on, "ports", ["delete", setOf(to.reference(row))]);
}

/** The bridge may have only those ports that the plan was made with. */
function deleteBridge(rows: KnownRows, to: Transaction, name: string): void {
	const bridge = rows.bridges.get(name);
	if (!bridge) return;
	to.requireSame(bridge, "ports");
	to.requireKeys(bridge, "external_ids", [markKey]);
	to.mutate(rows.root, "bridges", ["delete", setOf(to.reference(bridge))]);
	for (const [port, { bridge: on }] of [...rows.ports]) if (on === name) rows.removePort(port);
	rows.bridges.delete(name);
}

function referTo(rows: KnownRows, to: Transaction, step: Extract<OvsStep, { op: "refer" }>): void {
	const { table, column } = step;
	const row = rows.named(table, step.name);
	to.requireSame(row, column);
	if (table !== "Port" || column !== "interfaces") {
		to.update(row, { [column]: referencesOf(rows, to, table, column, step.rows) });
		return;
	}
	const names = new Map<RowRef, string>();
	const members = Object.values(step.rows).map((one: RowReference) => {
		const member = rowOf(rows, to, table, column, one);
		names.set(member, String(typeof one === "object" && "columns" in one ? one.columns.name : (member.before?.name ?? "")));
		return member;
	});
	to.update(row, { interfaces: setOf(...members.map((one) => to.reference(one))) });
	rows.setInterfaces(row, members, (one) => names.get(one) ?? "");
}

function apply(rows: KnownRows, to: Transaction, step: OvsStep): void {
	switch (step.op) {
		case "insert":
			if (step.table === "Bridge") insertBridge(rows, to, step.name);
			else insertPort(rows, to, step);
			return;
		case "create":
			insertRow(rows, to, step);
			return;
		case "delete":
			if (step.table === "Port") deletePort(rows, to, step.name);
			else if (step.table === "Bridge") deleteBridge(rows, to, step.name);
			else to.remove(rows.of(step.table, step.name));
			return;
		case "move": {
			const port = rows.ports.get(step.name) ?? refuse(`no port named ${step.name}`);
			takeOff(rows, to, port);
			const on = rows.bridges.get(step.to) ?? refuse(`no row "${step.to}" in table Bridge`);
			to.require(on);
			to.mutate(on, "ports", ["insert", setOf(to.reference(port.row))]);
			port.bridge = step.to;
			return;
		}
		case "set": {
			const row = rows.named(step.table, step.name);
			for (const column of Object.keys(step.columns)) to.requireSame(row, column);
			to.update(
				row,
				Object.fromEntries(Object.entries(step.columns).map(([column, value]) => [column, datum(step.table, column, value)])),
			);
			return;
		}
		case "put":
			to.put(rows.named(step.table, step.name), step.column, step.entries);
			return;
		case "remove": {
			const row = rows.named(step.table, step.name);
			to.requireKeys(row, step.column, step.keys);
			to.mutate(row, step.column, ["delete", setOf(...step.keys)]);
			return;
		}
		case "refer":
			referTo(rows, to, step);
			return;
		case "join": {
			const row = rows.named(step.table, step.name);
			to.require(row);
			to.mutate(row, step.column, ["insert", setOf(to.reference(rowOf(rows, to, step.table, step.column, step.row)))]);
			return;
		}
		case "leave": {
			const row = rows.named(step.table, step.name);
			to.require(row);
			to.mutate(row, step.column, ["delete", setOf(["uuid", step.uuid])]);
			const owner = step.table === "Port" && step.column === "interfaces" ? rows.ports.get(step.name) : undefined;
			if (!owner) return;
			const left = rows.of("Interface", step.uuid).before?.name;
			owner.interfaces = owner.interfaces.filter((name) => name !== left);
			rows.interfaces.delete(String(left));
			return;
		}
	}
}

/**
 * Steps, in the order in which ovs-vsctl carries them out, as a transaction. `ovs`: what they were planned from. `text`: the words of
 * ovs-vsctl. `seconds`: the time to apply them.
 */
export function ovsdbChange(steps: OvsStep[], ovs: Ovs, text: string, seconds: number): OvsdbChange {
	let transaction: Transaction | undefined;
	return {
		begin() {
			const rows = new KnownRows(ovs);
			transaction = new Transaction(rows, `pulumi-ovs: ${text}`);
			try {
				for (const step of steps) apply(rows, transaction, step);
			} catch (error) {
				if (error instanceof VsctlRefusal) return { refused: error.message };
				throw error;
			}
			return transaction.operations();
		},
		end: (answer) => (transaction as Transaction).end(answer),
		seconds,
	};
}
