import type { Call } from "./call";

/** A row as read: sets are arrays (a one-element set is a bare scalar on the wire), maps are objects. */
export interface Row {
	_uuid: string;
	[column: string]: Cell;
}
export type Cell = string | number | boolean | (string | number)[] | Record<string, string>;

/** The configuration of one host's Open vSwitch. */
export interface Ovs {
	root: Row;
	bridges: Map<string, Row>;
	ports: Map<string, Row>;
	interfaces: Map<string, Row>;
	/** These by uuid. */
	controllers: Map<string, Row>;
	mirrors: Map<string, Row>;
	sflows: Map<string, Row>;
	qos: Map<string, Row>;
	queues: Map<string, Row>;
	/** The bridge that a port is on. */
	bridgeOf: Map<string, string>;
	/** The names of a port's interfaces. */
	interfacesOf: Map<string, string[]>;
	/** The names of ports and interfaces, by uuid. */
	names: Map<string, string>;
}

const columns = {
	Open_vSwitch: ["other_config", "external_ids", "ovs_version"],
	Bridge: [
		...["name", "ports", "datapath_type", "datapath_id", "fail_mode", "protocols", "stp_enable", "rstp_enable"],
		...["mcast_snooping_enable", "controller", "mirrors", "sflow", "other_config", "external_ids"],
	],
	Port: [
		...["name", "interfaces", "vlan_mode", "tag", "trunks", "cvlans", "bond_mode", "lacp", "bond_updelay", "bond_downdelay"],
		...["protected", "qos", "other_config", "external_ids"],
	],
	Interface: [
		...["name", "type", "options", "mac", "mtu_request", "ofport", "ofport_request", "error"],
		...["ingress_policing_rate", "ingress_policing_burst", "other_config", "external_ids"],
	],
	Controller: ["target", "connection_mode"],
	Mirror: [
		...["name", "select_all", "select_src_port", "select_dst_port", "select_vlan", "output_port", "output_vlan", "snaplen"],
		"external_ids",
	],
	sFlow: ["agent", "targets", "header", "sampling", "polling", "external_ids"],
	QoS: ["type", "queues", "other_config", "external_ids"],
	Queue: ["dscp", "other_config", "external_ids"],
};

/** The columns that hold one value or none, and sets: an empty one reads as []. */
const setColumns = new Set([
	...["ports", "interfaces", "protocols", "trunks", "cvlans", "controller", "mirrors"],
	...["select_src_port", "select_dst_port", "select_vlan", "targets"],
]);

const listing = `d=/run/openvswitch; [ -d $d ] || d=/var/run/openvswitch
if read -r p 2>/dev/null <$d/ovs-vswitchd.pid && kill -0 "$p" 2>/dev/null; then echo up; elif [ -S $d/db.sock ]; then echo down; else echo unknown; fi
command -v ovs-vsctl >/dev/null || exit 127
exec ovs-vsctl --timeout=10 --format=json "$@"`;

/**
 * One call for all tables, and first whether ovs-vswitchd runs: without it, ovs-vsctl would wait for it until its time-out.
 * A pid file that is missing beside a living database says that it was stopped; elsewhere nothing is known.
 */
export const ovsRead: Call = listCall(() => []);

/** The same, with just those rows of ports and interfaces: what a change touched. */
export const ovsReadRows = (names: string[]): Call =>
	listCall((table) => (table === "Port" || table === "Interface" ? names : []));

function listCall(records: (table: string) => string[]): Call {
	const lists = Object.entries(columns).map(([table, wanted]) => {
		const names = records(table);
		return [...(names.length > 0 ? ["--if-exists"] : []), `--columns=${["_uuid", ...wanted].join(",")}`, "list", table, ...names];
	});
	return { argv: ["sh", "-c", listing, "ovs", ...lists.flatMap((words, i) => (i === 0 ? words : ["--", ...words]))] };
}

/** What was read before, with the rows of those names as they are now. */
export function updateRows(ovs: Ovs, rows: Ovs, names: string[]): Ovs {
	const known = new Map([...ovs.names, ...rows.names]);
	const fresh = (old: Map<string, Row>, now: Map<string, Row>) =>
		new Map([...[...old].filter(([name]) => !names.includes(name)), ...now]);
	return assemble({
		...rows,
		ports: fresh(ovs.ports, rows.ports),
		interfaces: fresh(ovs.interfaces, rows.interfaces),
		names: known,
	});
}

/** Whether ovs-vswitchd runs, as far as can be told, and the configuration where the database answers. */
export interface OvsReading {
	daemon: "up" | "down" | "unknown";
	ovs?: Ovs;
}

export function parseOvs(text: string): OvsReading {
	const [daemon, ...lines] = text.split("\n").filter((line) => line !== "");
	const [root, bridges, ports, interfaces, ...others] = lines.map(rows);
	if (!root?.[0] || !bridges || !ports || !interfaces) return { daemon: daemon as "up" };
	const named = (all: Row[]) => new Map(all.map((row) => [row.name as string, row]));
	const byId = (at: number) => new Map(others[at]?.map((row) => [row._uuid, row]));
	const names = new Map([...ports, ...interfaces].map((row) => [row._uuid, row.name as string]));
	const ovs = assemble({
		...{ root: root[0], bridges: named(bridges), ports: named(ports), interfaces: named(interfaces) },
		...{ controllers: byId(0), mirrors: byId(1), sflows: byId(2), qos: byId(3), queues: byId(4), names },
	});
	return { daemon: daemon as "up", ovs };
}

function assemble(tables: Omit<Ovs, "bridgeOf" | "interfacesOf">): Ovs {
	const nameOf = (uuid: string) => tables.names.get(uuid) ?? uuid;
	return {
		...tables,
		bridgeOf: new Map([...tables.bridges].flatMap(([name, b]) => (b.ports as string[]).map((p) => [nameOf(p), name]))),
		interfacesOf: new Map([...tables.ports].map(([name, row]) => [name, (row.interfaces as string[]).map(nameOf)])),
	};
}

function rows(line: string): Row[] {
	const { headings, data } = JSON.parse(line) as { headings: string[]; data: unknown[][] };
	return data.map((cells) => Object.fromEntries(cells.map((c, i) => [headings[i], cell(c, headings[i] ?? "")])) as Row);
}

function cell(raw: unknown, column: string): Cell {
	const value = Array.isArray(raw) ? tagged(raw as [string, unknown]) : (raw as Cell);
	return setColumns.has(column) && !Array.isArray(value) ? [value as string] : value;
}

function tagged([tag, content]: [string, unknown]): Cell {
	if (tag === "uuid") return content as string;
	if (tag === "map")
		return Object.fromEntries((content as [string, unknown][]).map(([key, v]) => [key, Array.isArray(v) ? v[1] : v]));
	return (content as unknown[]).map((c) => (Array.isArray(c) ? (c[1] as string) : (c as string)));
}

/** A column of at most one value. */
export const optional = <T extends string | number | boolean>(v: Cell | undefined): T | undefined =>
	v === undefined || Array.isArray(v) ? (v?.[0] as T | undefined) : (v as T);

export const map = (v: Cell | undefined): Record<string, string> => (v ?? {}) as Record<string, string>;

/** True for a port that a mirror names: OVSDB takes it out of the mirror when it is deleted. */
export function isMirrored({ mirrors, ports }: Ovs, port: string): boolean {
	const uuid = ports.get(port)?._uuid;
	const columns = ["select_src_port", "select_dst_port", "output_port"];
	return [...mirrors.values()].some((row) => columns.some((column) => [row[column]].flat().includes(uuid)));
}
