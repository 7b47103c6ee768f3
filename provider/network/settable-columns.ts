import type { ColumnType } from "../tools/ovs-column-type";
import type { Table } from "../tools/ovs-listing";
import { columnType } from "../tools/ovs-schema";

/** The columns that a program can set by Open vSwitch's own names, with their help (ovs-vswitchd.conf.db(5)). */
const settable = {
	Open_vSwitch: {
		ssl: "Files of this host for SSL connections to controllers and managers. The whole host has one set of files.",
		manager_options:
			'Managers of the database, such as `[{ target: "ptcp:6640:127.0.0.1" }]`. The list replaces the managers that the program named before. If the host has others, name them too, or remove them first: the provider removes none of them.',
		system_type: "Name of the host's operating system. Scripts of Open vSwitch write it when the service starts.",
		system_version: "Version of the host's operating system. Scripts of Open vSwitch write it when the service starts.",
	},
	Bridge: {
		flow_tables: "Limits and names of OpenFlow tables, by table number, 0 to 254.",
		auto_attach:
			"Auto Attach (802.1Qcj drafts): ISIDs that the bridge asks its neighbors for. The ports need `lldp` too. Open vSwitch adds the VLANs to the `trunks` of these ports: name them there as well.",
	},
	Port: {
		mac: "MAC address that counts in place of the port's own when Open vSwitch chooses the bridge's MAC address.",
		bond_fake_iface: "Create an internal interface with the name of the bond, for old software that looks for one.",
		other_config: "Keys of the port's other_config.",
		external_ids: "Keys of the port's external_ids.",
	},
	Interface: {
		bfd: 'Bidirectional Forwarding Detection, such as `{ enable: "true", min_tx: "300" }`. Times are in milliseconds. The state is in the column bfd_status.',
		cfm_mpid:
			"Connectivity fault management (802.1ag): number of this end point. Open vSwitch runs CFM on the interface while the column is set.",
		lldp: 'LLDP: `{ enable: "true" }` sends and receives LLDP on the interface.',
		other_config: "Keys of the interface's other_config.",
	},
	Controller: {
		type: "Kind of connection. `primary`: the controller decides on flows. `service`: a tool that only connects sometimes.",
		max_backoff: "Maximum time in milliseconds between two attempts to connect, 1000 or more. The default is 8000.",
		inactivity_probe:
			"Time in milliseconds without traffic after which Open vSwitch sends a probe. 0 turns probes off. The default is 5000.",
		local_ip: "Address of the local port while `in-band` control is used.",
		local_netmask: "Netmask of `local_ip`.",
		local_gateway: "Gateway of the local port while `in-band` control is used.",
		enable_async_messages: "Send asynchronous messages, such as packets to the controller. The default is true.",
		controller_queue_size: "Maximum number of packets that wait for the controller, 1 to 512. The default is 100.",
		controller_rate_limit:
			"Maximum rate of packets to the controller in packets per second, 100 or more. The default is no limit.",
		controller_burst_limit: "Maximum burst above `controller_rate_limit` in packets, 25 or more.",
		other_config: "Keys of the controller's other_config.",
		external_ids: "Keys of the controller's external_ids.",
	},
	Mirror: { external_ids: "Keys of the mirror's external_ids." },
	sFlow: { external_ids: "Keys of the sFlow row's external_ids." },
	NetFlow: { external_ids: "Keys of the NetFlow row's external_ids." },
	IPFIX: {
		other_config: "Keys of the IPFIX row's other_config.",
		external_ids: "Keys of the IPFIX row's external_ids.",
	},
	Flow_Table: {
		name: "Name of the table, which `ovs-ofctl` can use in place of its number.",
		flow_limit: "Maximum number of flows in the table. The default is no limit but the bridge's own.",
		overflow_policy:
			"Handling of a new flow when the table is full. `refuse`: the flow is refused. `evict`: the flow that expires first is deleted. The default is refuse.",
		groups:
			'Fields by which `evict` groups flows, such as `["NXM_OF_IN_PORT[]"]`, so that the largest group loses a flow. An empty text in the list groups nothing but turns fair eviction on.',
		prefixes: "Fields for which the table's lookup uses prefix tracking, 3 at most, such as `ip_dst`.",
		external_ids: "Keys of the table's external_ids.",
	},
	AutoAttach: {
		system_name: "Name that the bridge announces.",
		system_description: "Description that the bridge announces.",
		mappings: "VLAN by ISID: each ISID, 0 to 16777215, gets one VLAN, 0 to 4095.",
	},
	Manager: {
		target: "Connection method: `ptcp:6640` waits for connections, `tcp:192.0.2.9:6640` connects; `ssl` and `unix` likewise.",
		max_backoff: "Maximum time in milliseconds between two attempts to connect, 1000 or more. The default is 8000.",
		inactivity_probe:
			"Time in milliseconds without traffic after which the database sends a probe. 0 turns probes off. The default is 5000.",
		connection_mode:
			"`in-band`: the connection passes through a bridge of this host. `out-of-band`: the connection uses another network.",
		other_config: "Keys of the manager's other_config.",
		external_ids: "Keys of the manager's external_ids.",
	},
	SSL: {
		private_key: "Path of the file on the host that has the switch's private key (PEM).",
		certificate: "Path of the file on the host that has the switch's certificate (PEM).",
		ca_cert: "Path of the file on the host that has the certificate of the authority that controllers must have (PEM).",
		bootstrap_ca_cert:
			"Get the authority's certificate from the first controller if the file `ca_cert` does not exist. The first connection is not protected.",
		external_ids: "Keys of the SSL row's external_ids.",
	},
} as const satisfies Partial<Record<Table, Record<string, string>>>;

/** A table with such columns. */
export type OtherTable = keyof typeof settable;
/** A table whose rows others refer to. */
export type ReferredTable = Exclude<OtherTable, "Open_vSwitch">;

/** The columns of a table that programs can set by their own names. */
export const settableColumns = (table: string): string[] => Object.keys((settable as Record<string, object>)[table] ?? {});

export const helpOf = (table: OtherTable, column: string): string => (settable[table] as Record<string, string>)[column] ?? "";

export const settableType = (table: string, column: string): ColumnType => columnType(table, column) as ColumnType;

/** The table of the rows that a column refers to. */
export const referredTable = ({ key, value }: ColumnType): ReferredTable | undefined =>
	(value ?? key).refTable as ReferredTable | undefined;

/** The columns without which a new row makes no sense. */
export const requiredColumns = ["Manager.target", "SSL.private_key", "SSL.certificate", "SSL.ca_cert"];
