// Open vSwitch's database in memory: the operations of RFC 7047 that the provider sends, on rows without a schema file of their own.
const { randomUUID } = require("node:crypto");
const path = require("node:path");

const provider = path.join(__dirname, "../../dist/provider");
const { ovsSchema } = require(path.join(provider, "tools/ovs-schema.js"));

/** The columns that hold rows which only they keep alive: OVSDB deletes such a row when nothing refers to it any more. */
const owned = {
	Bridge: [["Open_vSwitch", "bridges"]],
	Port: [["Bridge", "ports"]],
	Interface: [["Port", "interfaces"]],
	Mirror: [["Bridge", "mirrors"]],
};

/** A set or a map, by the text of each member, so that a change of one member does not depend on the number of the others. */
class Members {
	constructor(tag, all) {
		this.tag = tag;
		this.all = new Map(all.map((one) => [JSON.stringify(one), one]));
	}

	/** Two such values have the same members. A bare value is a set of one. */
	equals(other) {
		return this.all.size === other.all.size && this.includes(other);
	}

	includes(other) {
		return [...other.all.keys()].every((key) => this.all.has(key));
	}

	insert(other) {
		for (const [key, one] of other.all) this.all.set(key, one);
	}

	/** Deletes members. A set deletes those keys of a map. */
	delete(other) {
		if (this.tag === "set" || other.tag === "map") for (const key of other.all.keys()) this.all.delete(key);
		else for (const [text, [key]] of this.all) if (other.all.has(JSON.stringify(key))) this.all.delete(text);
	}

	/** The value as the server returns it: a set of one member is the member. */
	toJSON() {
		const all = [...this.all.values()];
		return this.tag === "set" && all.length === 1 ? all[0] : [this.tag, all];
	}
}

/** A value of RFC 7047 as members. */
function membersOf(value) {
	if (value instanceof Members) return value;
	const [tag, content] = Array.isArray(value) ? value : [];
	return tag === "set" || tag === "map" ? new Members(tag, content) : new Members("set", [value]);
}

/** A value as it is kept: a set or a map as members. */
const kept = (value) => (Array.isArray(value) && ["set", "map"].includes(value[0]) ? membersOf(value) : value);

const zeros = { integer: 0, real: 0, boolean: false, string: "", uuid: ["uuid", "00000000-0000-0000-0000-000000000000"] };

function defaultOf(table, column) {
	const type = ovsSchema[table]?.[column];
	if (!type || (type.min === 0 && !type.value)) return ["set", []];
	return type.value ? ["map", []] : zeros[type.key.type];
}

/** The row with all values as they are kept. */
const keptRow = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, kept(value)]));

class OvsDatabase {
	constructor() {
		this.tables = new Map();
		this.ports = 0;
		this.insert("Open_vSwitch", { next_cfg: 0, cur_cfg: 0, ovs_version: "3.1.0", db_version: "8.3.1" });
	}

	/** The columns that ovs-vswitchd sets when it carries out a new row. */
	status(table, { type }) {
		if (table === "Bridge") return { datapath_id: "0000020000000001" };
		if (table === "Interface") return { ofport: type === "internal" ? 65534 : ++this.ports };
		return {};
	}

	rows(table) {
		if (!this.tables.has(table)) this.tables.set(table, new Map());
		return this.tables.get(table);
	}

	insert(table, columns) {
		const uuid = randomUUID();
		this.rows(table).set(uuid, { ...keptRow(columns), ...this.status(table, columns), _uuid: ["uuid", uuid] });
		return uuid;
	}

	/** The results of a transaction's operations. Nothing is taken back after an error: the simulated hosts have one user. */
	transact(operations) {
		const named = new Map();
		const results = [];
		for (const operation of operations) {
			const result = this.carryOut(operation, named);
			results.push(result);
			if (result.error) return results;
		}
		this.collect();
		const root = this.rows("Open_vSwitch").values().next().value;
		root.cur_cfg = root.next_cfg;
		return results;
	}

	carryOut({ op, table, where = [], ...rest }, named) {
		const real = (value) => {
			if (!Array.isArray(value)) return value;
			if (value[0] === "named-uuid") return ["uuid", named.get(value[1])];
			return value.map(real);
		};
		const found = () => this.find(table, real(where));
		switch (op) {
			case "comment":
				return {};
			case "insert": {
				const columns = Object.fromEntries(Object.entries(rest.row).map(([name, value]) => [name, real(value)]));
				const uuid = this.insert(table, columns);
				if (rest["uuid-name"]) named.set(rest["uuid-name"], uuid);
				return { uuid: ["uuid", uuid] };
			}
			case "select": {
				const columns = rest.columns ?? Object.keys(ovsSchema[table] ?? {});
				return {
					rows: found().map((row) =>
						Object.fromEntries(columns.map((column) => [column, plain(row[column] ?? defaultOf(table, column))])),
					),
				};
			}
			case "update":
				for (const row of found()) for (const [name, value] of Object.entries(rest.row)) row[name] = kept(real(value));
				return { count: 1 };
			case "mutate":
				for (const row of found()) for (const mutation of rest.mutations) mutate(table, row, real(mutation));
				return { count: 1 };
			case "delete":
				for (const row of found()) this.rows(table).delete(row._uuid[1]);
				return { count: 1 };
			case "wait": {
				const isAsWanted = rest.rows.length === found().length;
				return isAsWanted ? {} : { error: "timed out", details: '"where" clause test failed' };
			}
			default:
				throw new Error(`the simulated database has no operation ${op}`);
		}
	}

	find(table, where) {
		const rows = this.rows(table);
		const [first] = where;
		if (first?.[0] === "_uuid" && first[1] === "==") {
			const row = rows.get(first[2][1]);
			return row && where.slice(1).every((one) => holds(table, row, one)) ? [row] : [];
		}
		return [...rows.values()].filter((row) => where.every((one) => holds(table, row, one)));
	}

	/** Deletes the rows that nothing refers to any more. */
	collect() {
		for (const [table, holders] of Object.entries(owned)) {
			const used = new Set(
				holders.flatMap(([holder, column]) =>
					[...this.rows(holder).values()].flatMap((row) =>
						[...membersOf(row[column] ?? ["set", []]).all.values()].map((ref) => ref[1]),
					),
				),
			);
			for (const uuid of this.rows(table).keys()) if (!used.has(uuid)) this.rows(table).delete(uuid);
		}
	}
}

const plain = (value) => (value instanceof Members ? value.toJSON() : value);

function holds(table, row, [column, how, value]) {
	const there = row[column] ?? defaultOf(table, column);
	if (how === "==") return membersOf(there).equals(membersOf(value));
	if (how === "includes") return membersOf(there).includes(membersOf(value));
	if (how === "<") return there < value;
	throw new Error(`the simulated database has no condition ${how}`);
}

function mutate(table, row, [column, how, value]) {
	if (how === "+=") {
		row[column] = (row[column] ?? defaultOf(table, column)) + value;
		return;
	}
	row[column] = membersOf(row[column] ?? defaultOf(table, column));
	row[column][how](membersOf(value));
}

module.exports = { OvsDatabase };
