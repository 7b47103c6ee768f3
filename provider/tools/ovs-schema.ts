// Generated from test/recorded/vswitch.ovsschema by `npm run generate`: don't edit.
// biome-ignore-all format: generated

/** A type of values (RFC 7047, section 3.2, "base-type"). */
export interface BaseType {
	type: string;
	/** The allowed values: ["set", values]. */
	enum?: readonly [string, readonly string[]];
	minInteger?: number;
	maxInteger?: number;
	/** The table of the rows that the values refer to. */
	refTable?: string;
	refType?: string;
}

/** The type of a column. With `value`, the column is a map. */
export interface ColumnType {
	key: BaseType;
	value?: BaseType;
	min: number;
	max: number | "unlimited";
}

/** The columns of Open vSwitch's database, version 8.3.1, without statuses that are lost when the database restarts. */
export const ovsSchema = {
	Open_vSwitch: {
		datapaths: {"key":{"type":"string"},"value":{"type":"uuid","refTable":"Datapath"},"min":0,"max":"unlimited"},
		bridges: {"key":{"type":"uuid","refTable":"Bridge"},"min":0,"max":"unlimited"},
		manager_options: {"key":{"type":"uuid","refTable":"Manager"},"min":0,"max":"unlimited"},
		ssl: {"key":{"type":"uuid","refTable":"SSL"},"min":0,"max":1},
		other_config: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		next_cfg: {"key":{"type":"integer"},"min":1,"max":1},
		cur_cfg: {"key":{"type":"integer"},"min":1,"max":1},
		ovs_version: {"key":{"type":"string"},"min":0,"max":1},
		db_version: {"key":{"type":"string"},"min":0,"max":1},
		system_type: {"key":{"type":"string"},"min":0,"max":1},
		system_version: {"key":{"type":"string"},"min":0,"max":1},
		datapath_types: {"key":{"type":"string"},"min":0,"max":"unlimited"},
		iface_types: {"key":{"type":"string"},"min":0,"max":"unlimited"},
		dpdk_initialized: {"key":{"type":"boolean"},"min":1,"max":1},
		dpdk_version: {"key":{"type":"string"},"min":0,"max":1},
	},
	Bridge: {
		name: {"key":{"type":"string"},"min":1,"max":1},
		datapath_type: {"key":{"type":"string"},"min":1,"max":1},
		datapath_version: {"key":{"type":"string"},"min":1,"max":1},
		stp_enable: {"key":{"type":"boolean"},"min":1,"max":1},
		rstp_enable: {"key":{"type":"boolean"},"min":1,"max":1},
		mcast_snooping_enable: {"key":{"type":"boolean"},"min":1,"max":1},
		ports: {"key":{"type":"uuid","refTable":"Port"},"min":0,"max":"unlimited"},
		mirrors: {"key":{"type":"uuid","refTable":"Mirror"},"min":0,"max":"unlimited"},
		netflow: {"key":{"type":"uuid","refTable":"NetFlow"},"min":0,"max":1},
		sflow: {"key":{"type":"uuid","refTable":"sFlow"},"min":0,"max":1},
		ipfix: {"key":{"type":"uuid","refTable":"IPFIX"},"min":0,"max":1},
		controller: {"key":{"type":"uuid","refTable":"Controller"},"min":0,"max":"unlimited"},
		protocols: {"key":{"type":"string","enum":["set",["OpenFlow10","OpenFlow11","OpenFlow12","OpenFlow13","OpenFlow14","OpenFlow15"]]},"min":0,"max":"unlimited"},
		fail_mode: {"key":{"type":"string","enum":["set",["standalone","secure"]]},"min":0,"max":1},
		other_config: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		flood_vlans: {"key":{"type":"integer","minInteger":0,"maxInteger":4095},"min":0,"max":4096},
		flow_tables: {"key":{"type":"integer","minInteger":0,"maxInteger":254},"value":{"type":"uuid","refTable":"Flow_Table"},"min":0,"max":"unlimited"},
		auto_attach: {"key":{"type":"uuid","refTable":"AutoAttach"},"min":0,"max":1},
	},
	Port: {
		name: {"key":{"type":"string"},"min":1,"max":1},
		interfaces: {"key":{"type":"uuid","refTable":"Interface"},"min":1,"max":"unlimited"},
		trunks: {"key":{"type":"integer","minInteger":0,"maxInteger":4095},"min":0,"max":4096},
		cvlans: {"key":{"type":"integer","minInteger":0,"maxInteger":4095},"min":0,"max":4096},
		tag: {"key":{"type":"integer","minInteger":0,"maxInteger":4095},"min":0,"max":1},
		vlan_mode: {"key":{"type":"string","enum":["set",["trunk","access","native-tagged","native-untagged","dot1q-tunnel"]]},"min":0,"max":1},
		qos: {"key":{"type":"uuid","refTable":"QoS"},"min":0,"max":1},
		mac: {"key":{"type":"string"},"min":0,"max":1},
		bond_mode: {"key":{"type":"string","enum":["set",["balance-tcp","balance-slb","active-backup"]]},"min":0,"max":1},
		lacp: {"key":{"type":"string","enum":["set",["active","passive","off"]]},"min":0,"max":1},
		bond_updelay: {"key":{"type":"integer"},"min":1,"max":1},
		bond_downdelay: {"key":{"type":"integer"},"min":1,"max":1},
		bond_active_slave: {"key":{"type":"string"},"min":0,"max":1},
		bond_fake_iface: {"key":{"type":"boolean"},"min":1,"max":1},
		fake_bridge: {"key":{"type":"boolean"},"min":1,"max":1},
		protected: {"key":{"type":"boolean"},"min":1,"max":1},
		other_config: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	Interface: {
		name: {"key":{"type":"string"},"min":1,"max":1},
		type: {"key":{"type":"string"},"min":1,"max":1},
		options: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		ingress_policing_rate: {"key":{"type":"integer","minInteger":0},"min":1,"max":1},
		ingress_policing_burst: {"key":{"type":"integer","minInteger":0},"min":1,"max":1},
		ingress_policing_kpkts_rate: {"key":{"type":"integer","minInteger":0},"min":1,"max":1},
		ingress_policing_kpkts_burst: {"key":{"type":"integer","minInteger":0},"min":1,"max":1},
		mac: {"key":{"type":"string"},"min":0,"max":1},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		ofport: {"key":{"type":"integer"},"min":0,"max":1},
		ofport_request: {"key":{"type":"integer","minInteger":1,"maxInteger":65279},"min":0,"max":1},
		bfd: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		cfm_mpid: {"key":{"type":"integer"},"min":0,"max":1},
		cfm_flap_count: {"key":{"type":"integer"},"min":0,"max":1},
		lldp: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		other_config: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		mtu_request: {"key":{"type":"integer","minInteger":1},"min":0,"max":1},
		error: {"key":{"type":"string"},"min":0,"max":1},
	},
	Flow_Table: {
		name: {"key":{"type":"string"},"min":0,"max":1},
		flow_limit: {"key":{"type":"integer","minInteger":0},"min":0,"max":1},
		overflow_policy: {"key":{"type":"string","enum":["set",["refuse","evict"]]},"min":0,"max":1},
		groups: {"key":{"type":"string"},"min":0,"max":"unlimited"},
		prefixes: {"key":{"type":"string"},"min":0,"max":3},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	QoS: {
		type: {"key":{"type":"string"},"min":1,"max":1},
		queues: {"key":{"type":"integer","minInteger":0,"maxInteger":4294967295},"value":{"type":"uuid","refTable":"Queue"},"min":0,"max":"unlimited"},
		other_config: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	Queue: {
		dscp: {"key":{"type":"integer","minInteger":0,"maxInteger":63},"min":0,"max":1},
		other_config: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	Mirror: {
		name: {"key":{"type":"string"},"min":1,"max":1},
		select_all: {"key":{"type":"boolean"},"min":1,"max":1},
		select_src_port: {"key":{"type":"uuid","refTable":"Port","refType":"weak"},"min":0,"max":"unlimited"},
		select_dst_port: {"key":{"type":"uuid","refTable":"Port","refType":"weak"},"min":0,"max":"unlimited"},
		select_vlan: {"key":{"type":"integer","minInteger":0,"maxInteger":4095},"min":0,"max":4096},
		output_port: {"key":{"type":"uuid","refTable":"Port","refType":"weak"},"min":0,"max":1},
		output_vlan: {"key":{"type":"integer","minInteger":1,"maxInteger":4095},"min":0,"max":1},
		snaplen: {"key":{"type":"integer","minInteger":14,"maxInteger":65535},"min":0,"max":1},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	NetFlow: {
		targets: {"key":{"type":"string"},"min":1,"max":"unlimited"},
		engine_type: {"key":{"type":"integer","minInteger":0,"maxInteger":255},"min":0,"max":1},
		engine_id: {"key":{"type":"integer","minInteger":0,"maxInteger":255},"min":0,"max":1},
		add_id_to_interface: {"key":{"type":"boolean"},"min":1,"max":1},
		active_timeout: {"key":{"type":"integer","minInteger":-1},"min":1,"max":1},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	sFlow: {
		targets: {"key":{"type":"string"},"min":1,"max":"unlimited"},
		sampling: {"key":{"type":"integer"},"min":0,"max":1},
		polling: {"key":{"type":"integer"},"min":0,"max":1},
		header: {"key":{"type":"integer"},"min":0,"max":1},
		agent: {"key":{"type":"string"},"min":0,"max":1},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	IPFIX: {
		targets: {"key":{"type":"string"},"min":0,"max":"unlimited"},
		sampling: {"key":{"type":"integer","minInteger":1,"maxInteger":4294967295},"min":0,"max":1},
		obs_domain_id: {"key":{"type":"integer","minInteger":0,"maxInteger":4294967295},"min":0,"max":1},
		obs_point_id: {"key":{"type":"integer","minInteger":0,"maxInteger":4294967295},"min":0,"max":1},
		cache_active_timeout: {"key":{"type":"integer","minInteger":0,"maxInteger":4200},"min":0,"max":1},
		cache_max_flows: {"key":{"type":"integer","minInteger":0,"maxInteger":4294967295},"min":0,"max":1},
		other_config: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	Flow_Sample_Collector_Set: {
		id: {"key":{"type":"integer","minInteger":0,"maxInteger":4294967295},"min":1,"max":1},
		bridge: {"key":{"type":"uuid","refTable":"Bridge"},"min":1,"max":1},
		ipfix: {"key":{"type":"uuid","refTable":"IPFIX"},"min":0,"max":1},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	Controller: {
		type: {"key":{"type":"string","enum":["set",["primary","service"]]},"min":0,"max":1},
		target: {"key":{"type":"string"},"min":1,"max":1},
		max_backoff: {"key":{"type":"integer","minInteger":1000},"min":0,"max":1},
		inactivity_probe: {"key":{"type":"integer"},"min":0,"max":1},
		connection_mode: {"key":{"type":"string","enum":["set",["in-band","out-of-band"]]},"min":0,"max":1},
		local_ip: {"key":{"type":"string"},"min":0,"max":1},
		local_netmask: {"key":{"type":"string"},"min":0,"max":1},
		local_gateway: {"key":{"type":"string"},"min":0,"max":1},
		enable_async_messages: {"key":{"type":"boolean"},"min":0,"max":1},
		controller_queue_size: {"key":{"type":"integer","minInteger":1,"maxInteger":512},"min":0,"max":1},
		controller_rate_limit: {"key":{"type":"integer","minInteger":100},"min":0,"max":1},
		controller_burst_limit: {"key":{"type":"integer","minInteger":25},"min":0,"max":1},
		other_config: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	Manager: {
		target: {"key":{"type":"string"},"min":1,"max":1},
		max_backoff: {"key":{"type":"integer","minInteger":1000},"min":0,"max":1},
		inactivity_probe: {"key":{"type":"integer"},"min":0,"max":1},
		connection_mode: {"key":{"type":"string","enum":["set",["in-band","out-of-band"]]},"min":0,"max":1},
		other_config: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	Datapath: {
		datapath_version: {"key":{"type":"string"},"min":1,"max":1},
		ct_zones: {"key":{"type":"integer","minInteger":0,"maxInteger":65535},"value":{"type":"uuid","refTable":"CT_Zone"},"min":0,"max":"unlimited"},
		capabilities: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	CT_Zone: {
		timeout_policy: {"key":{"type":"uuid","refTable":"CT_Timeout_Policy"},"min":0,"max":1},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	CT_Timeout_Policy: {
		timeouts: {"key":{"type":"string","enum":["set",["tcp_syn_sent","tcp_syn_recv","tcp_established","tcp_fin_wait","tcp_close_wait","tcp_last_ack","tcp_time_wait","tcp_close","tcp_syn_sent2","tcp_retransmit","tcp_unack","udp_first","udp_single","udp_multiple","icmp_first","icmp_reply"]]},"value":{"type":"integer","minInteger":0,"maxInteger":4294967295},"min":0,"max":"unlimited"},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	SSL: {
		private_key: {"key":{"type":"string"},"min":1,"max":1},
		certificate: {"key":{"type":"string"},"min":1,"max":1},
		ca_cert: {"key":{"type":"string"},"min":1,"max":1},
		bootstrap_ca_cert: {"key":{"type":"boolean"},"min":1,"max":1},
		external_ids: {"key":{"type":"string"},"value":{"type":"string"},"min":0,"max":"unlimited"},
	},
	AutoAttach: {
		system_name: {"key":{"type":"string"},"min":1,"max":1},
		system_description: {"key":{"type":"string"},"min":1,"max":1},
		mappings: {"key":{"type":"integer","minInteger":0,"maxInteger":16777215},"value":{"type":"integer","minInteger":0,"maxInteger":4095},"min":0,"max":"unlimited"},
	},
} as const satisfies Record<string, Record<string, ColumnType>>;

/** The type of a column. Undefined for a column that the schema does not have, or that is a status. */
export const columnType = (table: string, column: string): ColumnType | undefined =>
	(ovsSchema as Record<string, Record<string, ColumnType>>)[table]?.[column];
