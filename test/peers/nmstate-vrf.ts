import type { Input, Peer } from "./configuration";

const vrf = (n: 0 | 1, interfaces: string[], table = 100 + n): Input => ["VRF", { name: `test-vrf${n}`, table, interfaces }];

export const nmstateVrf: Peer = {
	name: "nmstate tests/integration/vrf_test.py",
	configurations: [
		{ name: "test_create_and_remove", nics: ["eth1"], resources: [vrf(0, ["eth1"])] },
		{
			name: "test_sort_ports",
			nics: ["eth1", "eth2"],
			resources: [vrf(1, ["eth1", "eth2"])],
			next: [vrf(1, ["eth2", "eth1"])],
		},
		{ name: "test_change_route_table_id", nics: ["eth1"], resources: [vrf(0, ["eth1"])], next: [vrf(0, ["eth1"], 101)] },
		{ name: "test_create_with_empty_ports", resources: [vrf(0, [])] },
		{
			name: "test_add_and_remove_port",
			nics: ["eth1", "eth2"],
			resources: [vrf(0, ["eth1", "eth2"])],
			next: [vrf(0, ["eth1"])],
		},
		{ name: "test_remove_port, test_remove_all_ports", nics: ["eth1"], resources: [vrf(0, ["eth1"])], next: [vrf(0, [])] },
		{
			name: "test_moving_port_from_other_vrf",
			nics: ["eth1", "eth2"],
			resources: [vrf(0, ["eth1"]), vrf(1, ["eth2"])],
			next: [vrf(0, []), vrf(1, ["eth1", "eth2"])],
		},
		{
			name: "test_swaping_port",
			nics: ["eth1", "eth2"],
			resources: [vrf(0, ["eth1"]), vrf(1, ["eth2"])],
			next: [vrf(0, ["eth2"]), vrf(1, ["eth1"])],
		},
		{
			name: "test_port_holding_ip",
			nics: ["eth1"],
			resources: [
				["VRF", { name: "test-vrf0", table: 100 }],
				["Link", { name: "eth1", type: "device", vrf: "test-vrf0", addresses: ["192.0.2.251/24", "2001:db8:1::1/64"] }],
			],
			shows: [
				["ip route show vrf test-vrf0; ip -6 route show vrf test-vrf0", "192.0.2.0/24 dev eth1[^]*2001:db8:1::/64 dev eth1"],
			],
		},
		{
			name: "test_takes_over_unmanaged_vrf",
			before: "ip link add veth0 type veth peer veth1\nip link set veth0 up\nip link set veth1 up",
			resources: [vrf(1, ["veth0"]), ["Link", { name: "veth0", type: "device", up: true }]],
		},
		{ name: "test_change_vrf_without_table_id", lacks: "a program declares the whole resource: `VRF.table` is required" },
		{
			name: "test_new_vrf_over_new_bond_vlan",
			resources: [
				["VRF", { name: "test-vrf0", table: 100 }],
				["Link", { name: "test-bond0", type: "bond", mode: "balance-rr", vrf: "test-vrf0", up: true }],
				["Link", { name: "test-bond0.100", type: "vlan", parent: "test-bond0", vlanId: 100, vrf: "test-vrf0", up: true }],
			],
			shows: [["ip -o link show master test-vrf0", "test-bond0:[^]*test-bond0.100@"]],
		},
	],
};
