import { isDeepStrictEqual } from "node:util";
import { markKey } from "../base/mark";
import type { Ovs, Table } from "./ovs-listing";
import { columnType } from "./ovs-schema";
import type { NewRow, OvsStep, RowReference, RowReferences } from "./ovs-step";
import type { OvsdbChange } from "./ovsdb";
import { KnownRows, type PortRef, type RowRef, refuse, VsctlRefusal } from "./ovsdb-known-rows";
import { type Condition, datum, setOf, Transaction } from "./ovsdb-operations";

/** A new row, with the rows that it refers to. */
function insertRow(to: Transaction, { table, columns, refers = {} }: NewRow): RowRef {
	const plain = Object.entries(columns).map(([column, value]) => [column, datum(table, column, value)]);
	const references = Object.entries(refers).map(([column, others]) => [column, referencesOf(to, table, column, others)]);
	return to.insert(table, Object.fromEntries([...plain, ...references]), `${table} ${columns.name ?? ""}`.trim());
}

/** The table of the rows that a column refers to. */
function targetOf(table: Table, column: string): Table {
	const type = columnType(table, column);
	return (type?.value ?? type?.key)?.refTable as Table;
}

function rowOf(to: Transaction, table: Table, column: string, reference: RowReference): RowRef {
	const { rows } = to;
	if (typeof reference === "string") return rows.of(targetOf(table, column), reference);
	if ("table" in reference) return insertRow(to, reference);
	const row = "port" in reference ? rows.named("Port", reference.port) : rows.named("Bridge", reference.bridge);
	to.require(row);
	return row;
}

function referencesOf(to: Transaction, table: Table, column: string, references: RowReferences): unknown {
	if (Array.isArray(references)) return ["set", references.map((one) => to.reference(rowOf(to, table, column, one)))];
	const isNumbered = columnType(table, column)?.key.type === "integer";
	return [
		"map",
		Object.entries(references).map(([key, one]) => [isNumbered ? Number(key) : key, to.reference(rowOf(to, table, column, one))]),
	];
}

function insertPort(to: Transaction, { name, bridge, interfaces, shared }: InsertPort): void {
	const { rows } = to;
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

function insertBridge(to: Transaction, name: string): void {
	const { rows } = to;
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
function deletePort(to: Transaction, name: string): void {
	const { rows } = to;
	const port = rows.ports.get(name);
	// A bridge's own port goes with the bridge only.
	if (!port || rows.isBridge(name)) return;
	takeOff(to, port);
	rows.removePort(name);
}

function takeOff(to: Transaction, { row, bridge }: PortRef): void {
	const { rows } = to;
	const on = rows.bridges.get(bridge) ?? refuse(`no bridge named ${bridge}`);
	to.require(on, ...(row.uuid === undefined ? [] : [["ports", "includes", setOf(to.reference(row))] as Condition]));
	to.requireSame(row, "interfaces");
	to.requireKeys(row, "external_ids", [markKey]);
	to.mutate(on, "ports", ["delete", setOf(to.reference(row))]);
}

/** The bridge may have only those ports that the plan was made with. */
function deleteBridge(to: Transaction, name: string): void {
	const { rows } = to;
	const bridge = rows.bridges.get(name);
	if (!bridge) return;
	to.requireSame(bridge, "ports");
	to.requireKeys(bridge, "external_ids", [markKey]);
	to.mutate(rows.root, "bridges", ["delete", setOf(to.reference(bridge))]);
	for (const [port, { bridge: on }] of [...rows.ports]) if (on === name) rows.removePort(port);
	rows.bridges.delete(name);
}

function referTo(to: Transaction, step: Extract<OvsStep, { op: "refer" }>): void {
	const { rows } = to;
	const { table, column } = step;
	const row = rows.named(table, step.name);
	to.requireSame(row, column);
	if (table !== "Port" || column !== "interfaces") {
		to.update(row, { [column]: referencesOf(to, table, column, step.rows) });
		return;
	}
	const names = new Map<RowRef, string>();
	const members = Object.values(step.rows).map((one: RowReference) => {
		const member = rowOf(to, table, column, one);
		names.set(member, String(typeof one === "object" && "columns" in one ? one.columns.name : (member.before?.name ?? "")));
		return member;
	});
	to.update(row, { interfaces: setOf(...members.map((one) => to.reference(one))) });
	rows.setInterfaces(row, members, (one) => names.get(one) ?? "");
}

function apply(to: Transaction, step: OvsStep): void {
	const { rows } = to;
	switch (step.op) {
		case "insert":
			if (step.table === "Bridge") insertBridge(to, step.name);
			else insertPort(to, step);
			return;
		case "create":
			insertRow(to, step);
			return;
		case "delete":
			if (step.table === "Port") deletePort(to, step.name);
			else if (step.table === "Bridge") deleteBridge(to, step.name);
			else to.remove(rows.of(step.table, step.name));
			return;
		case "move": {
			const port = rows.ports.get(step.name) ?? refuse(`no port named ${step.name}`);
			takeOff(to, port);
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
			referTo(to, step);
			return;
		case "join": {
			const row = rows.named(step.table, step.name);
			to.require(row);
			to.mutate(row, step.column, ["insert", setOf(to.reference(rowOf(to, step.table, step.column, step.row)))]);
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
			transaction = new Transaction(new KnownRows(ovs), `pulumi-ovs: ${text}`);
			try {
				for (const step of steps) apply(transaction, step);
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
