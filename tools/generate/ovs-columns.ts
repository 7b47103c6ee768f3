import { kinds } from "../../provider/kinds";
import type { Kind } from "../../provider/model/kind";
import { settableColumns } from "../../provider/network/settable-columns";
import { type Field, fieldsOf, jsonOf, nestedShapes } from "./model";
import { recordedSchema, storedColumns } from "./ovs-schema";

/** The fields for each table: objects of kinds, by their paths. */
const places: Record<string, string[]> = {
	Open_vSwitch: ["OpenVSwitch"],
	Bridge: ["Bridge"],
	Port: ["Port", "Tunnel"],
	Interface: ["Port", "Tunnel"],
	QoS: ["Port.qos"],
	Queue: ["Port.qos.queues"],
	Mirror: ["Mirror"],
	NetFlow: ["NetFlow"],
	sFlow: ["SFlow"],
	IPFIX: ["IPFIX"],
	Flow_Sample_Collector_Set: ["IPFIX"],
	Controller: ["Bridge.controllers"],
	Flow_Table: ["Bridge.columns.flow_tables"],
	AutoAttach: ["Bridge.columns.auto_attach"],
	Manager: ["OpenVSwitch.columns.manager_options"],
	SSL: ["OpenVSwitch.columns.ssl"],
};

/** Columns whose field has another name than theirs. */
const named: Record<string, string> = {
	...{ "Bridge.stp_enable": "stp", "Bridge.rstp_enable": "rstp", "Bridge.mcast_snooping_enable": "mcastSnooping" },
	...{ "Bridge.controller": "controllers", "Port.other_config": "portOtherConfig", "Port.external_ids": "portExternalIds" },
	...{ "Interface.mtu_request": "mtu", "Interface.ofport_request": "ofportRequest", "Mirror.select_vlan": "selectVlans" },
	...{ "Mirror.select_src_port": "selectSrcPorts", "Mirror.select_dst_port": "selectDstPorts" },
	"Flow_Sample_Collector_Set.id": "collectorSet",
};

/** Columns that are said by a whole resource, or by another way than a field of the same row. */
const elsewhere: Record<string, string> = {
	"Open_vSwitch.bridges": "a [Bridge](resources/Bridge.md)",
	"Bridge.ports":
		"a [Port](resources/Port.md), [Tunnel](resources/Tunnel.md), [Vtep](resources/Vtep.md) or [Trunk](resources/Trunk.md)",
	"Bridge.mirrors": "a [Mirror](resources/Mirror.md)",
	"Bridge.netflow": "a [NetFlow](resources/NetFlow.md)",
	"Bridge.sflow": "an [SFlow](resources/SFlow.md)",
	"Bridge.ipfix": "an [IPFIX](resources/IPFIX.md)",
	"Queue.other_config": "`Port.qos.queues.minRate`, `maxRate`, `burst`, `priority`",
	"Flow_Sample_Collector_Set.ipfix": "an [IPFIX](resources/IPFIX.md) with `collectorSet`",
};

const status = "not set: Open vSwitch writes it";
const marks = "not set: pulumi-ovs keeps its marks there";
const perZone = "not set: time limits of connections per zone (`ovs-vsctl add-zone-tp`)";

/** Columns that no program can set, and the reason. */
const notSet: Record<string, string> = {
	...Object.fromEntries(
		[
			...["Open_vSwitch.next_cfg", "Open_vSwitch.cur_cfg", "Open_vSwitch.ovs_version", "Open_vSwitch.db_version"],
			...["Open_vSwitch.datapath_types", "Open_vSwitch.iface_types", "Open_vSwitch.dpdk_initialized"],
			...["Open_vSwitch.dpdk_version", "Bridge.datapath_version", "Port.bond_active_slave", "Interface.ofport"],
			...["Interface.cfm_flap_count", "Interface.error", "Datapath.datapath_version", "Datapath.capabilities"],
		].map((column) => [column, status]),
	),
	...{ "QoS.external_ids": marks, "Queue.external_ids": marks, "Flow_Sample_Collector_Set.external_ids": marks },
	...{ "Open_vSwitch.datapaths": perZone, "Datapath.ct_zones": perZone, "Datapath.external_ids": perZone },
	...{ "CT_Zone.timeout_policy": perZone, "CT_Zone.external_ids": perZone },
	...{ "CT_Timeout_Policy.timeouts": perZone, "CT_Timeout_Policy.external_ids": perZone },
	"Port.fake_bridge": "not set: `ovs-vsctl` takes such a port for a bridge, and does not delete the port",
	"Interface.ingress_policing_kpkts_rate": "not set: Open vSwitch before 2.16 does not have it",
	"Interface.ingress_policing_kpkts_burst": "not set: Open vSwitch before 2.16 does not have it",
};

const camel = (column: string) => column.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** The fields of an object of a kind, by a path such as `Port.qos`. */
function fieldsAt(path: string): Field[] {
	const [type = "", ...rest] = path.split(".");
	const fields = fieldsOf(jsonOf((kinds[type] as Kind).schema));
	return rest.length === 0 ? fields : (nestedShapes(type, fields).find((shape) => shape.path === rest.join("."))?.fields ?? []);
}

/** The way in which a program sets a column. Undefined: it is not known. */
export function howSaid(table: string, column: string): string | undefined {
	const known = elsewhere[`${table}.${column}`] ?? notSet[`${table}.${column}`];
	if (known !== undefined) return known;
	const others = table === "Port" ? "portColumns" : "columns";
	const wanted = named[`${table}.${column}`] ?? camel(column);
	const found = (places[table] ?? []).flatMap((place) => {
		if (fieldsAt(`${place}.${others}`).some(({ name }) => name === column)) return [`\`${place}.${others}.${column}\``];
		const field = fieldsAt(place).find(({ name }) => name === wanted || name === column);
		return field ? [`\`${place}.${field.name}\``] : [];
	});
	return found.length === 0 ? undefined : found.join(", ");
}

/** The tables of the database that programs can reach. */
const tables = Object.keys(recordedSchema.tables);

/** All columns that the database keeps, and those that programs can set by name. */
export const allColumns = tables.flatMap((table) => [
	...storedColumns(table).map(([column]) => [table, column] as const),
	...settableColumns(table).map((column) => [table, column] as const),
]);

/** docs/ovs-columns.md */
export function columnsPage(): string {
	const sections = tables.map((table) => {
		const rows = storedColumns(table).map(([column]) => `| \`${column}\` | ${howSaid(table, column) ?? ""} |\n`);
		return `## ${table}\n\n| Column | How to set it |\n| --- | --- |\n${rows.join("")}`;
	});
	return `<!-- Generated from test/recorded/vswitch.ovsschema by \`npm run generate\`: don't edit. -->
<!-- biome-ignore-all format: generated -->
# Columns of Open vSwitch

All columns that Open vSwitch's database keeps (ovs-vswitchd.conf.db(5), version ${recordedSchema.version}), and how a program sets each of them. Columns that are not in
the tables are statuses. Columns without a field are in \`columns\`, under their own names:

\`\`\`ts
import * as ovs from "pulumi-ovs";

new ovs.Port("eth1", { host: "h1", bridge: "br0", columns: { bfd: { enable: "true" } } });
\`\`\`

${sections.join("\n")}`;
}
