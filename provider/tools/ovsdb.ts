import type { Call } from "../steps";

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
	/** By uuid. */
	controllers: Map<string, Row>;
	/** The bridge that a port is on. */
	bridgeOf: Map<string, string>;
	/** The names of a port's interfaces. */
	interfacesOf: Map<string, string[]>;
}

const columns = {
	Open_vSwitch: ["other_config", "external_ids", "ovs_version"],
	Bridge: [
		...["name", "ports", "datapath_type", "datapath_id", "fail_mode", "protocols", "stp_enable", "rstp_enable"],
		...["mcast_snooping_enable", "controller", "other_config", "external_ids"],
	],
	Port: [
		...["name", "interfaces", "vlan_mode", "tag", "trunks", "cvlans", "bond_mode", "lacp", "bond_updelay", "bond_downdelay"],
		...["protected", "other_config", "external_ids"],
	],
	Interface: [
		...["name", "type", "options", "mac", "mtu_request", "ofport", "ofport_request", "error"],
		...["ingress_policing_rate", "ingress_policing_burst", "other_config", "external_ids"],
	],
	Controller: ["target", "connection_mode"],
};

/** The columns that hold one value or none, and sets: an empty one reads as []. */
const setColumns = new Set(["ports", "interfaces", "protocols", "trunks", "cvlans", "controller"]);

/**
 * One call for all tables, and first whether ovs-vswitchd runs: without it, ovs-vsctl would wait for it until its time-out.
 * A pid file that is missing beside a living database says that it was stopped; elsewhere nothing is known.
 */
export const ovsRead: Call = {
	argv: [
		...[
			"sh",
			"-c",
			`d=/run/openvswitch; [ -d $d ] || d=/var/run/openvswitch
if read -r p 2>/dev/null <$d/ovs-vswitchd.pid && kill -0 "$p" 2>/dev/null; then echo up; elif [ -S $d/db.sock ]; then echo down; else echo unknown; fi
command -v ovs-vsctl >/dev/null || exit 127
exec ovs-vsctl --timeout=10 --format=json "$@"`,
			"ovs",
		],
		...Object.entries(columns).flatMap(([table, names], i) => [
			...(i === 0 ? [] : ["--"]),
			`--columns=${["_uuid", ...names].join(",")}`,
			"list",
			table,
		]),
	],
};

export function parseOvs(text: string): { daemon: "up" | "down" | "unknown"; ovs?: Ovs } {
	const [daemon, ...lines] = text.split("\n").filter((line) => line !== "");
	const [root, bridges, ports, interfaces, controllers] = lines.map(rows);
	if (!root?.[0] || !bridges || !ports || !interfaces) return { daemon: daemon as "up" };
	const named = (all: Row[]) => new Map(all.map((row) => [row.name as string, row]));
	const nameOf = new Map([...ports, ...interfaces].map((row) => [row._uuid, row.name as string]));
	return {
		daemon: daemon as "up",
		ovs: {
			root: root[0],
			bridges: named(bridges),
			ports: named(ports),
			interfaces: named(interfaces),
			controllers: new Map(controllers?.map((row) => [row._uuid, row])),
			bridgeOf: new Map(bridges.flatMap((b) => (b.ports as string[]).map((p) => [nameOf.get(p) ?? p, b.name as string]))),
			interfacesOf: new Map(ports.map((p) => [p.name as string, (p.interfaces as string[]).map((i) => nameOf.get(i) ?? i)])),
		},
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
	if (tag === "map") return Object.fromEntries(content as [string, string][]);
	return (content as unknown[]).map((c) => (Array.isArray(c) ? (c[1] as string) : (c as string)));
}

/** A column of at most one value. */
export const optional = <T extends string | number | boolean>(v: Cell | undefined): T | undefined =>
	v === undefined || Array.isArray(v) ? (v?.[0] as T | undefined) : (v as T);

export const map = (v: Cell | undefined): Record<string, string> => (v ?? {}) as Record<string, string>;
