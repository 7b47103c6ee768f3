import type { Values } from "../../provider/base/values";
import type { Configuration, Input, Peer } from "./configuration";

const bridge = (name: string, args: Values = {}): Input => ["Bridge", { name, ...args }];
const port = (name: string, of: string, args: Values = {}): Input => ["Port", { name, bridge: of, ...args }];
const internal = (name: string, of: string, args: Values = {}): Input => port(name, of, { type: "internal", up: true, ...args });
const bond = (name: string, of: string, interfaces: string[], args: Values = {}): Input =>
	port(name, of, { type: "bond", interfaces, ...args });
const link = (name: string, type: string, args: Values = {}): Input => ["Link", { name, type, ...args }];
const root = (args: Values): Input => ["OpenVSwitch", args];

const [br0, br1, ovs1] = ["~br0", "~br1", "~ovs1"];
/** The bridge of most tests: a NIC and an internal port. */
const withPorts: Input[] = [bridge(br1), port("~eth1", br1), internal(ovs1, br1)];
const patches = (first: Values = {}, second: Values = {}): Input[] => [
	bridge(br0),
	bridge(br1),
	port("~patch0", br0, { type: "patch", peer: "~patch1", ...first }),
	port("~patch1", br1, { type: "patch", peer: "~patch0", ...second }),
];
const address = { addresses: ["192.0.2.1/24"] };
const bonded = (args: Values = {}, of: Values = {}): Input[] => [
	bridge(br0, of),
	internal("~ovs0", br0),
	bond("~bond0", br0, ["~eth1", "~eth2"], { bondMode: "balance-slb", ...args }),
];
const othersKeys = "keys that other programs have set stay";

const configurations: Configuration[] = [
	{ name: "test_create_and_remove_ovs_bridge_with_min_desired_state", resources: [bridge(br1)] },
	{
		name: "test_create_and_remove_ovs_bridge_options_specified",
		resources: [bridge(br1, { failMode: "standalone", mcastSnooping: false, rstp: false, stp: true }), internal(ovs1, br1)],
	},
	{
		name: "test_create_and_remove_ovs_bridge_with_a_system_port",
		nics: ["~eth1"],
		resources: [bridge(br1), port("~eth1", br1)],
		next: [],
	},
	{
		name: "test_create_and_remove_ovs_bridge_with_internal_port_static_ip_and_mac",
		resources: [bridge(br1), internal(ovs1, br1, { mac: "02:FF:FF:FF:FF:01", ...address })],
		shows: [["ip addr show ~ovs1", "02:ff:ff:ff:ff:01[^]*192.0.2.1/24"]],
	},
	{
		name: "test_create_ovs_bridge_with_internal_port_with_copy_mac_from",
		nics: ["~eth1 address 02:00:5e:00:53:01"],
		resources: [bridge(br1), internal(ovs1, br1, { mac: "02:00:5e:00:53:01" }), port("~eth1", br1)],
	},
	{
		name: "test_create_and_modify_ovs_bridge1_with_internal_port_same_name, test_set_static_to_ovs_interface_with_the_same_name_bridge",
		resources: [bridge(br1, { up: true })],
		next: [bridge(br1, { up: true, ...address })],
	},
	{
		name: "test_vlan_as_ovs_bridge_port",
		nics: ["~eth1"],
		resources: [link("~eth101", "vlan", { parent: "~eth1", vlanId: 101, up: true }), bridge(br1), port("~eth101", br1)],
	},
	{
		name: "test_ovs_interface_with_max_length_name",
		resources: [bridge(br1), internal("ovs123456789012", br1)],
	},
	{
		name: "test_change_ovs_interface_mac",
		resources: [bridge(br1), internal(ovs1, br1)],
		next: [bridge(br1), internal(ovs1, br1, { mac: "02:FF:FF:FF:FF:01" })],
	},
	{
		name: "test_create_and_remove_lag, test_create_lag_with_ports_in_reverse_order, test_add_ovs_lag_to_existing_ovs_bridge",
		nics: ["~eth1", "~eth2"],
		resources: [bridge(br1)],
		next: [bridge(br1), bond("~bond1", br1, ["~eth2", "~eth1"])],
	},
	{
		name: "test_add_ovs_lag_with_updelay_and_downdelay, test_modify_ovs_lag_with_updelay_and_downdelay",
		nics: ["~eth1", "~eth2"],
		resources: [bridge(br1), bond("~bond1", br1, ["~eth1", "~eth2"], { bondUpdelay: 1000, bondDowndelay: 1000 })],
		next: [bridge(br1), bond("~bond1", br1, ["~eth1", "~eth2"], { bondUpdelay: 100, bondDowndelay: 100 })],
		shows: [["ovs-appctl bond/show ~bond1", "updelay: 1000 ms\ndowndelay: 1000 ms"]],
	},
	{
		name: "test_ovs_vlan_access_tag, test_ovs_vlan_access_mode_with_tag_0",
		resources: [bridge(br1), internal(ovs1, br1, { vlanMode: "access", tag: 2 })],
		next: [bridge(br1), internal(ovs1, br1, { vlanMode: "access", tag: 0 })],
	},
	{
		name: "test_ovs_vlan_trunks, test_remove_ovs_vlan_trunks",
		resources: [
			bridge(br1),
			internal(ovs1, br1, { vlanMode: "trunk", tag: 0, trunks: [10, 20, ...Array.from({ length: 11 }, (_, i) => 30 + i)] }),
		],
		next: [bridge(br1), internal(ovs1, br1, { vlanMode: "trunk", tag: 0 })],
		remark: "the row has no `tag`: Open vSwitch ignores that of a trunk",
	},
	{
		name: "test_ovsdb_new_bridge_with_external_id",
		resources: [
			bridge(br1, { externalIds: { foo: "abc", bak: "1" } }),
			internal(ovs1, br1, { externalIds: { foo: "abcd", bak: "2" } }),
		],
		shows: [["ovs-vsctl get Bridge ~br1 external_ids:foo -- get Interface ~ovs1 external_ids:bak", '^abc\n"2"$']],
	},
	{
		name: "test_ovsdb_set_external_ids_for_ovs_system_interface",
		nics: ["~eth1"],
		resources: withPorts,
		next: [bridge(br1), port("~eth1", br1, { externalIds: { foo: "1000" } }), internal(ovs1, br1)],
	},
	{
		name: "test_ovsdb_set_external_ids_for_existing_bridge, test_genconf_ovsdb_iface_external_ids",
		nics: ["~eth1"],
		resources: withPorts,
		next: [
			bridge(br1, { externalIds: { foo: "abe", bak: "3" } }),
			port("~eth1", br1, { externalIds: { foo: "abd", bak: "2" } }),
			internal(ovs1, br1, { externalIds: { foo: "abc", bak: "1" } }),
			internal("~ovs2", br1, { externalIds: { foo: "abcd", bak: "2" } }),
		],
	},
	{
		name: "test_ovsdb_remove_external_ids, test_ovsdb_override_external_ids",
		resources: [bridge(br1), internal(ovs1, br1, { externalIds: { foo: "abcd", bak: "2" } })],
		next: [bridge(br1), internal(ovs1, br1, { externalIds: { new_ids: "haha" } })],
		remark: othersKeys,
	},
	{
		name: "test_ovsdb_global_config_add_external_ids_and_remove",
		resources: [root({ externalIds: { akey: "aval" } })],
		next: [root({})],
	},
	{
		name: "test_ovsdb_global_config_add_other_config_and_remove",
		resources: [root({ otherConfig: { "stats-update-interval": "1000" } })],
		next: [root({})],
	},
	{
		name: "test_remove_all_ovsdb_global_config, test_ovsdb_global_remove_all",
		lacks: othersKeys,
	},
	{
		name: "test_ovn_global_config_modify_and_delete_mappings, and four more tests of ovn-bridge-mappings",
		resources: [root({ ovnBridgeMappings: { net1: "br1", net2: "br2" } })],
		next: [root({ ovnBridgeMappings: { net1: "br321" } })],
		shows: [["ovs-vsctl get Open_vSwitch . external_ids:ovn-bridge-mappings", '^"net1:br1,net2:br2"$']],
	},
	{
		name: "TestOvsPatch::test_create_and_remove_patch_port, test_patch_interface_does_not_have_mtu",
		resources: patches(),
	},
	{
		name: "TestOvsPatch::test_change_ovsdb_ext_id_of_ovs_path",
		resources: patches(),
		next: patches({ externalIds: { foo: "abc" } }, { externalIds: { foo: "abd" } }),
	},
	{
		name: "TestOvsPatch::test_add_patch_to_existing_interface_valid",
		resources: [bridge(br0), bridge(br1), internal("~patch0", br0), internal("~patch1", br1)],
		next: patches(),
	},
	{
		name: "test_create_internal_port_with_explict_mtu, test_change_mtu_of_existing_internal_port",
		resources: [bridge(br1), internal(ovs1, br1, { mac: "02:FF:FF:FF:FF:01", mtu: 1501, ...address })],
		next: [bridge(br1), internal(ovs1, br1, { mac: "02:FF:FF:FF:FF:01", mtu: 1502, ...address })],
		shows: [["ip link show ~ovs1", "mtu 1501"]],
	},
	{ name: "test_remove_all_ovs_ports", nics: ["~eth1"], resources: withPorts, next: [bridge(br1)] },
	{
		name: "test_create_vlan_over_ovs_iface_with_use_same_name_as_bridge",
		resources: [bridge(br1, { up: true }), link("~vlan101", "vlan", { parent: br1, vlanId: 101, up: true })],
	},
	{
		name: "test_create_vxlan_over_ovs_iface_with_use_same_name_as_bridge",
		resources: [
			bridge(br1, { up: true }),
			["Tunnel", { name: "~vlan101", type: "vxlan", key: 101, dev: br1, remoteIp: "192.0.2.251", up: true }],
		],
	},
	{
		name: "test_create_mac_vlan_over_ovs_iface_with_use_same_name_as_bridge",
		resources: [bridge(br1, { up: true }), link("~mac_vlan101", "macvlan", { parent: br1, mode: "passthru", up: true })],
	},
	{
		name: "test_create_mac_tap_over_ovs_iface_with_use_same_name_as_bridge",
		resources: [bridge(br1, { up: true }), link("~mac_tap0", "macvtap", { parent: br1, mode: "passthru", up: true })],
	},
	{
		name: "test_add_route_rule_to_ovs_interface_dhcp_auto_route_table",
		nics: ["~eth1"],
		resources: [...withPorts, ["Rule", { from: "192.0.2.0/24", table: 500 }]],
		lacks: "DHCP: a client on the host gets the addresses",
	},
	{
		name: "test_attach_linux_bond_to_ovs_bridge, test_ovs_system_iface_link_stable",
		nics: ["~eth1", "~eth2"],
		resources: [
			link("~bond1", "bond", {
				...{ mode: "active-backup", miimon: 140, primary: "~eth1", interfaces: ["~eth1", "~eth2"], up: true },
			}),
			bridge(br0, { stp: false }),
			port("~bond1", br0),
		],
		shows: [["ip -o link show master ~bond1; ovs-vsctl list-ports ~br0", "~eth1[^]*~eth2[^]*\n~bond1$"]],
	},
	{
		name: "TestOvsDpdk (four tests)",
		resources: [
			bridge(br1, { datapathType: "netdev" }),
			port("~ovs0", br1, {
				...{ type: "dpdk", mtu: 1500 },
				options: { "dpdk-devargs": "0000:af:00.1", n_rxq: "3", n_rxq_desc: "1024", n_txq_desc: "2048" },
			}),
		],
		next: [bridge(br1, { datapathType: "netdev" })],
		...{
			refused: "Open vSwitch has no DPDK on this host",
			remark: "the lab has no DPDK: its hosts take the rows, and refuse the port",
		},
	},
	{
		name: "test_ovs_vxlan_in_current_not_impact_others",
		resources: [
			bridge(br1),
			internal(ovs1, br1),
			bridge(br0),
			["Tunnel", { name: "~vx_node1", bridge: br0, type: "vxlan", remoteIp: "192.168.122.174", dstPort: 8472 }],
		],
	},
	{
		name: "test_ignore_ovs_geneve_iface",
		nics: ["~eth1"],
		resources: [...withPorts, ["Tunnel", { name: "~gen0", bridge: br1, type: "geneve", remoteIp: "192.0.2.1", key: 123 }]],
	},
	{
		name: "test_add_new_sys_veth_interface_to_existing_ovs_bridge",
		nics: ["~eth1"],
		resources: withPorts,
		next: [
			...withPorts,
			link("~test-veth1", "veth", { up: true, peer: { name: "~test-veth1-ep", up: true } }),
			port("~test-veth1", br1),
		],
	},
	{
		name: "test_ovsdb_global_merged_desired_with_current, test_ovsdb_global_preserve_not_mentioned",
		resources: [root({ externalIds: { opt1: "value1", opt2: "value2" }, otherConfig: { "flow-restore-wait": "true" } })],
		next: [root({ externalIds: { opt2: "value2new" }, otherConfig: { "tc-policy": "skip_hw" } })],
		remark: othersKeys,
	},
	{
		name: "test_move_ovs_system_interface_to_bond",
		nics: ["~eth1"],
		resources: withPorts,
		next: [bridge(br1), internal(ovs1, br1), link("~bond1", "bond", { interfaces: ["~eth1"], up: true })],
	},
	{
		name: "test_move_ovs_sys_iface_to_linux_bridge",
		nics: ["~eth1"],
		resources: withPorts,
		next: [
			bridge(br1),
			internal(ovs1, br1),
			link("~linux-br0", "bridge", { up: true }),
			link("~eth1", "device", { master: "~linux-br0", up: true }),
		],
	},
	{
		name: "test_crate_ovs_bond (four modes)",
		nics: ["~e1", "~e2", "~e3", "~e4", "~e5", "~e6", "~e7", "~e8"],
		resources: [
			bridge(br0),
			internal("~ovs0", br0),
			bond("~bond0", br0, ["~e1", "~e2"], { bondMode: "active-backup" }),
			bond("~bond1", br0, ["~e3", "~e4"], { bondMode: "balance-slb" }),
			bond("~bond2", br0, ["~e5", "~e6"], { bondMode: "balance-tcp", lacp: "active" }),
			bond("~bond3", br0, ["~e7", "~e8"], { lacp: "active" }),
		],
	},
	{
		name: "test_ovs_detach_2_ports_from_4_ports_ovs_bond",
		resources: [
			bridge(br0),
			bond("~ovs-bond0", br0, ["~dummy4", "~dummy1", "~dummy3", "~dummy2"], { bondMode: "balance-slb" }),
			...[1, 2, 3, 4].map((n) => link(`~dummy${n}`, "dummy", { up: true })),
		],
		next: [
			bridge(br0),
			bond("~ovs-bond0", br0, ["~dummy2", "~dummy4"], { bondMode: "balance-slb" }),
			...[1, 2, 3, 4].map((n) => link(`~dummy${n}`, "dummy", { up: true })),
		],
	},
	{
		name: "test_ovs_bond_other_config_and_remove",
		nics: ["~eth1", "~eth2"],
		resources: bonded({
			portExternalIds: { test_str: "foo1", test_num: "100" },
			portOtherConfig: { "bond-miimon-interval": "100" },
		}),
		next: bonded(),
	},
	{
		name: "test_ovs_bridge_other_config_and_remove",
		nics: ["~eth1", "~eth2"],
		resources: bonded({}, { otherConfig: { "in-band-queue": "12" } }),
		next: bonded(),
	},
	{
		name: "test_ovs_sys_iface_other_config_and_remove",
		nics: ["~eth1"],
		resources: [bridge(br0), internal("~ovs0", br0), port("~eth1", br0, { otherConfig: { "emc-insert-inv-prob": "90" } })],
		next: [bridge(br0), internal("~ovs0", br0), port("~eth1", br0)],
	},
	{
		name: "test_ovs_new_internal_iface_to_bridge_with_auto_create_iface, test_ovs_replace_internal_iface_to_bridge_with_auto_create_iface",
		resources: [bridge(br1), internal("~new_ovs0", br1)],
		next: [bridge(br1), internal("~ovs0", br1)],
	},
	{
		name: "test_netdev_data_path",
		nics: ["~eth1"],
		resources: [bridge(br1, { datapathType: "netdev" }), port("~eth1", br1), internal(ovs1, br1, address)],
		shows: [["ip -br addr show ~ovs1", "192.0.2.1/24"]],
	},
	{
		name: "test_allow_extra_ovs_patch_ports",
		nics: ["~eth1"],
		before: [
			"ovs-vsctl add-br ~br0 -- add-br ~br1",
			"-- add-port ~br0 ~patch0 -- set Interface ~patch0 type=patch options:peer=~patch1",
			"-- add-port ~br1 ~patch1 -- set Interface ~patch1 type=patch options:peer=~patch0",
		].join(" "),
		resources: [bridge(br1, { adopt: true }), port("~eth1", br1)],
		shows: [["ovs-vsctl list-ports ~br1", "^~eth1\n~patch1$"]],
	},
];

export const nmstateOvs: Peer = { name: "nmstate tests/integration/ovs_test.py", configurations };
