import { fakeVlan, type Ovs, ovsTables, type Row, type Table } from "./ovs-listing";

/** A row that exists, or that a transaction inserts. */
export interface RowRef {
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

export interface PortRef {
	row: RowRef;
	bridge: string;
	/** The names of its interfaces. */
	interfaces: string[];
}

/** The change can't be made, in the words of ovs-vsctl. */
export class VsctlRefusal extends Error {}

export const refuse = (text: string): never => {
	throw new VsctlRefusal(`ovs-vsctl: ${text}`);
};

/** The rows that a change knows of: those that were read, and those that it inserts. */
export class KnownRows {
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
