import { armedKey } from "./armed-mark";
import { type Call, hasVsctl, vsctl } from "./call";
import { unreadable } from "./output";
import { readTimeout } from "./ovs-tools";
import type { OvsdbRead } from "./ovsdb";
import type { AnyFact, KnownFacts, Read, Reading, Unreadable } from "./tool";

/** A row as read: sets are arrays, maps are objects. */
export interface Row {
	_uuid: string;
	[column: string]: Cell;
}
export type Cell = string | number | boolean | (string | number)[] | Record<string, string>;

interface TableListing {
	/** The columns that are read, beside _uuid. */
	columns: readonly string[];
	/** The columns that hold sets. In the database's JSON, a set with one member is the member alone. */
	sets?: readonly string[];
	/** The columns that refer to at most one row of another table, by which that row belongs to this one. */
	refers?: Record<string, string>;
	/** The name of the table's rows in `Ovs`. Undefined: the one row is `root`. */
	as?: string;
	/** The rows' key there. Default: the UUID. */
	by?: "name";
	/** True for a root table ("isRoot" in vswitch.ovsschema) whose rows must be deleted explicitly. */
	isRoot?: true;
	/** True if, after a change, only the rows that it touches are read. */
	rowByRow?: true;
}

/**
 * The tables of Open vSwitch's database that are read. A new table is one entry at the end: the listing has one line per table,
 * in this order, and recordings of earlier versions lack the last ones.
 */
export const ovsTables = {
	Open_vSwitch: {
		columns: [
			...["bridges", "other_config", "external_ids", "ovs_version", "next_cfg"],
			...["manager_options", "ssl", "system_type", "system_version"],
		],
		sets: ["bridges", "manager_options"],
	},
	Bridge: {
		as: "bridges",
		by: "name",
		columns: [
			...["name", "ports", "datapath_type", "datapath_id", "fail_mode", "protocols", "stp_enable", "rstp_enable"],
			...[
				"mcast_snooping_enable",
				"flood_vlans",
				"controller",
				"mirrors",
				"sflow",
				"netflow",
				"ipfix",
				"other_config",
				"external_ids",
			],
			...["flow_tables", "auto_attach"],
		],
		sets: ["ports", "protocols", "flood_vlans", "controller", "mirrors"],
		refers: { sflow: "sFlow", netflow: "NetFlow", ipfix: "IPFIX" },
	},
	Port: {
		as: "ports",
		by: "name",
		rowByRow: true,
		columns: [
			...["name", "interfaces", "vlan_mode", "tag", "trunks", "cvlans", "bond_mode", "lacp", "bond_updelay", "bond_downdelay"],
			...["protected", "qos", "other_config", "external_ids", "mac", "bond_fake_iface", "fake_bridge"],
		],
		sets: ["interfaces", "trunks", "cvlans"],
	},
	Interface: {
		as: "interfaces",
		by: "name",
		rowByRow: true,
		columns: [
			...["name", "type", "options", "mac", "mtu_request", "ofport", "ofport_request", "error"],
			...["ingress_policing_rate", "ingress_policing_burst", "other_config", "external_ids", "bfd", "cfm_mpid", "lldp"],
		],
	},
	Controller: {
		as: "controllers",
		columns: [
			...["target", "connection_mode", "type", "max_backoff", "inactivity_probe", "local_ip", "local_netmask", "local_gateway"],
			...["enable_async_messages", "controller_queue_size", "controller_rate_limit", "controller_burst_limit"],
			...["other_config", "external_ids"],
		],
	},
	Mirror: {
		as: "mirrors",
		columns: [
			...["name", "select_all", "select_src_port", "select_dst_port", "select_vlan", "output_port", "output_vlan", "snaplen"],
			"external_ids",
		],
		sets: ["select_src_port", "select_dst_port", "select_vlan"],
	},
	sFlow: {
		as: "sflows",
		columns: ["agent", "targets", "header", "sampling", "polling", "external_ids"],
		sets: ["targets"],
	},
	QoS: { as: "qos", columns: ["type", "queues", "other_config", "external_ids"], isRoot: true },
	Queue: { as: "queues", columns: ["dscp", "other_config", "external_ids"], isRoot: true },
	NetFlow: {
		as: "netflows",
		columns: ["targets", "active_timeout", "engine_id", "engine_type", "add_id_to_interface", "external_ids"],
		sets: ["targets"],
	},
	IPFIX: {
		as: "ipfixes",
		columns: [
			...["targets", "sampling", "obs_domain_id", "obs_point_id", "cache_active_timeout", "cache_max_flows"],
			...["other_config", "external_ids"],
		],
		sets: ["targets"],
	},
	Flow_Sample_Collector_Set: { as: "collectorSets", columns: ["id", "bridge", "ipfix", "external_ids"], isRoot: true },
	Flow_Table: {
		as: "flowTables",
		columns: ["name", "flow_limit", "overflow_policy", "groups", "prefixes", "external_ids"],
		sets: ["groups", "prefixes"],
	},
	AutoAttach: { as: "autoAttaches", columns: ["system_name", "system_description", "mappings"] },
	Manager: {
		as: "managers",
		columns: ["target", "max_backoff", "inactivity_probe", "connection_mode", "other_config", "external_ids"],
	},
	SSL: { as: "ssls", columns: ["private_key", "certificate", "ca_cert", "bootstrap_ca_cert", "external_ids"] },
} as const satisfies Record<string, TableListing>;

export type Table = keyof typeof ovsTables;
type Listings = typeof ovsTables;
/** A column of Bridge that refers to at most one row. */
export type BridgeReference = keyof Listings["Bridge"]["refers"];
/** The tables whose rows must be deleted explicitly. */
export type RootTable = { [T in Table]: Listings[T] extends { isRoot: true } ? T : never }[Table];
/** The rows of each table, by its name in `Ovs`. */
type Rows = { [T in Table as Listings[T] extends { as: infer Name extends string } ? Name : never]: Map<string, Row> };

const listings = Object.entries<TableListing>(ovsTables);

/** The configuration of one host's Open vSwitch. */
export interface Ovs extends Rows {
	root: Row;
	/** Rows of deleted bridges, by name. Collector sets keep such rows, and no new bridge can have the name meanwhile. */
	strays: Map<string, Row>;
	/** The bridge that a port is on. */
	bridgeOf: Map<string, string>;
	/** The names of a port's interfaces. */
	interfacesOf: Map<string, string[]>;
	/** The names of ports and interfaces, by uuid. */
	names: Map<string, string>;
}

/**
 * The script first prints whether ovs-vswitchd runs, because ovs-vsctl would wait for it until the timeout. If the database's
 * socket exists and the daemon's pid file does not, the daemon was stopped. Without the socket, nothing is known. Of Open vSwitch
 * in a container, the files are there and not here. If only its number is of another namespace, the daemon's lock on the file tells.
 */
const script = `d=/run/openvswitch; [ -d $d ] || d=/var/run/openvswitch
if [ -n "$PULUMI_OVS_VSCTL" ]; then echo unknown
elif read -r p 2>/dev/null <$d/ovs-vswitchd.pid && kill -0 "$p" 2>/dev/null && read -r c 2>/dev/null </proc/$p/comm && [ "$c" = ovs-vswitchd ]; then echo up
elif i=$(stat -c %i $d/ovs-vswitchd.pid 2>/dev/null) && grep -q ":$i " /proc/locks; then echo up; elif [ -S $d/db.sock ]; then echo down; else echo unknown; fi
${hasVsctl} || exit 127
exec ${vsctl} --timeout=${readTimeout} --format=json "$@"`;

/** One call reads all tables, so that they are consistent. `rows`: names of the ports and interfaces to list. Undefined: all. */
function listCall(rows?: string[]): Call {
	const lists = listings.map(([table, { columns, rowByRow }]) => {
		const names = rowByRow && rows ? rows : [];
		return [
			...(names.length > 0 ? ["--if-exists"] : []),
			`--columns=${["_uuid", ...columns].join(",")}`,
			"list",
			table,
			...names,
		];
	});
	const argv = ["sh", "-c", script, "ovs", ...lists.flatMap((words, i) => (i === 0 ? words : ["--", ...words]))];
	return { argv, ovsdbRead: databaseRead(rows) };
}

/** The same read as operations of the database, and its results as the lines that ovs-vsctl prints. */
function databaseRead(rows?: string[]): OvsdbRead {
	const reads = listings.map(([table, { columns, rowByRow }]) => ({
		headings: ["_uuid", ...columns],
		operations: (rowByRow && rows ? rows.map((name) => [["name", "==", name]]) : [[]]).map((where) => ({
			...{ op: "select", table, where, columns: ["_uuid", ...columns] },
		})),
	}));
	return {
		operations: reads.flatMap(({ operations }) => operations),
		print(results) {
			let from = 0;
			return reads
				.map(({ headings, operations }) => {
					const found = results.slice(from, from + operations.length).flatMap(({ rows: some = [] }) => some);
					from += operations.length;
					return `${JSON.stringify({ headings, data: found.map((row) => headings.map((heading) => row[heading])) })}\n`;
				})
				.join("");
		},
	};
}

/** The part of a reading's output that says which database was read, and how far its changes are. */
export interface OvsServer {
	daemon: OvsReading["daemon"];
	/** The UUID of the root row. */
	root: string;
	nextCfg: number | undefined;
	/** True where a change waits for its confirmation, or has left its mark. */
	isMarkedArmed: boolean;
}

/** Undefined where the reading has no rows. */
export function serverOf({ stdout }: Pick<Reading, "stdout">): OvsServer | undefined {
	const [daemon, line] = stdout.split("\n").filter((text) => text !== "");
	const [root] = line === undefined ? [] : rowsOf(line, ...(listings[0] as [string, TableListing]));
	if (!root) return undefined;
	const isMarkedArmed = map(root.external_ids)[armedKey] !== undefined;
	return { daemon: daemon as OvsServer["daemon"], root: root._uuid, nextCfg: optional<number>(root.next_cfg), isMarkedArmed };
}

/** The earlier reading, updated with the rows of the given names. */
function updateRows(ovs: Ovs, rows: Ovs, names: string[]): Ovs {
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

/** The state of ovs-vswitchd, and the configuration. */
export interface OvsReading {
	daemon: "up" | "down" | "unknown";
	ovs: Ovs;
}

/** The reading of Open vSwitch. Undefined: it was not read, or can't be. */
export function ovsReading(facts: KnownFacts): OvsReading | undefined {
	const fact: OvsFact = { read: "ovs" };
	return facts.value(fact);
}

/** The configuration of Open vSwitch, where it was read and the host has it. */
export const knownOvs = (facts: KnownFacts): Ovs | undefined => ovsReading(facts)?.ovs;

/**
 * ovs-vsctl prints one line for each table, in the order of the call, without the table's name. The database may not answer: then there
 * is no configuration.
 */
export function parseOvs(text: string): Partial<OvsReading> {
	const [said, ...lines] = text.split("\n").filter((line) => line !== "");
	const daemon = said as OvsReading["daemon"];
	const found = new Map(lines.flatMap((line, i) => (listings[i] ? [[listings[i][0], rowsOf(line, ...listings[i])]] : [])));
	const root = found.get("Open_vSwitch")?.[0];
	if (!root) return { daemon };
	const rows = Object.fromEntries(
		listings.flatMap(([table, { as, by = "_uuid" }]) =>
			as === undefined ? [] : [[as, new Map(found.get(table)?.map((row) => [row[by], row]))]],
		),
	) as Rows;
	const names = new Map([...rows.ports.values(), ...rows.interfaces.values()].map((row) => [row._uuid, row.name as string]));
	const used = root.bridges as string[] | undefined;
	const [bridges, strays] = [true, false].map(
		(wanted) => new Map([...rows.bridges].filter(([, row]) => (used?.includes(row._uuid) ?? true) === wanted)),
	) as [Map<string, Row>, Map<string, Row>];
	return { daemon, ovs: assemble({ ...rows, bridges, strays, root, names }) };
}

function assemble(tables: Omit<Ovs, "bridgeOf" | "interfacesOf">): Ovs {
	const nameOf = (uuid: string) => tables.names.get(uuid) ?? uuid;
	return {
		...tables,
		bridgeOf: new Map([...tables.bridges].flatMap(([name, b]) => (b.ports as string[]).map((p) => [nameOf(p), name]))),
		interfacesOf: new Map([...tables.ports].map(([name, row]) => [name, (row.interfaces as string[]).map(nameOf)])),
	};
}

function rowsOf(line: string, table: string, { columns, sets = [] }: TableListing): Row[] {
	const { headings, data } = JSON.parse(line) as { headings: string[]; data: unknown[][] };
	const odd = headings.find((heading) => heading !== "_uuid" && !columns.includes(heading));
	if (odd !== undefined) throw new Error(`table ${table} has no column ${odd}`);
	const isSet = headings.map((heading) => sets.includes(heading));
	return data.map((cells) => Object.fromEntries(cells.map((c, i) => [headings[i], cell(c, isSet[i] === true)])) as Row);
}

function cell(raw: unknown, isSet: boolean): Cell {
	const value = Array.isArray(raw) ? tagged(raw as [string, unknown]) : (raw as Cell);
	return isSet && !Array.isArray(value) ? [value as string] : value;
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

/**
 * The VLAN of a port that `ovs-vsctl` takes for a bridge, with the ports of its parent in this VLAN. Undefined for all other ports.
 * port_is_fake_bridge() in Open vSwitch's utilities/ovs-vsctl.c.
 */
export function fakeVlan(port: Row | undefined): number | undefined {
	return port?.fake_bridge === true ? optional<number>(port.tag) : undefined;
}

/** True for a port that a mirror refers to. OVSDB removes the reference when the port is deleted. */
export function isMirrored({ mirrors, ports }: Ovs, port: string): boolean {
	const uuid = ports.get(port)?._uuid;
	const columns = ["select_src_port", "select_dst_port", "output_port"];
	return [...mirrors.values()].some((row) => columns.some((column) => [row[column]].flat().includes(uuid)));
}

/** The ports of a bridge, its local port among them. */
export const portsOn = ({ bridgeOf }: Pick<Ovs, "bridgeOf">, bridge: string): string[] =>
	[...bridgeOf].flatMap(([port, on]) => (on === bridge ? [port] : []));

/** The collector sets of a bridge's row. ovs-vsctl del-br does not delete them, so that they keep the row (del_bridge() in ovs-vsctl.c). */
export const collectorSetsOf = ({ collectorSets }: Ovs, bridge: Row | undefined): Row[] =>
	bridge === undefined ? [] : [...collectorSets.values()].filter((set) => set.bridge === bridge._uuid);

interface AllOvsFact extends AnyFact<OvsReading> {
	read: "ovs";
}

/** The ports and interfaces with these names, which are a part of "ovs". */
interface OvsRowsFact extends AnyFact<OvsReading> {
	read: "ovs-rows";
	names: string[];
}

export type OvsFact = AllOvsFact | OvsRowsFact;

function read({ stdout, stderr }: Reading): OvsReading | Unreadable {
	const { daemon, ovs } = parseOvs(stdout);
	if (daemon && ovs) return { daemon, ovs };
	return unreadable("Open vSwitch's database doesn't answer", stderr, "is it running? systemctl status openvswitch-switch");
}

/** A script that changes rows reads them back itself, so that no step invalidates them. */
const dependsOn = () => [];

const allRead: Read<AllOvsFact> = { call: () => listCall(), parse: read, dependsOn, survivesReboot: true };

const rowsRead: Read<OvsRowsFact> = {
	call: ({ names }) => listCall(names),
	parse: read,
	dependsOn,
	partOf: {
		of: (): OvsFact => ({ read: "ovs" }),
		merged: (whole, { daemon, ovs }, { names }) => ({ daemon, ovs: updateRows(whole.ovs, ovs, names) }),
	},
};

export const ovsReads = { ovs: allRead, "ovs-rows": rowsRead };

/**
 * `narrows` of a tool that reads no facts itself, so that its type has none, and whose steps change these rows: a read of some
 * rows includes them.
 */
export const readingRowsOf = <S>(rowsOf: (step: S) => string[]) =>
	((fact: OvsFact, steps: S[]): OvsFact =>
		fact.read === "ovs-rows" ? { ...fact, names: [...new Set([...fact.names, ...steps.flatMap(rowsOf)])] } : fact) as unknown as (
		fact: never,
		steps: S[],
	) => never;
