import type { Values } from "../../provider/base/values";
import type { Input, Peer } from "./configuration";

const vxlan = (key: number, more: Values = {}): Input => [
	"Tunnel",
	{ name: more.dev ? `${more.dev}.${key}` : `vxlan${key}`, type: "vxlan", key, dstPort: 4789, up: true, ...more },
];
const remote = { remoteIp: "192.168.100.1" };

export const nmstateVxlan: Peer = {
	name: "nmstate tests/integration/vxlan_test.py",
	configurations: [
		{
			name: "test_add_and_remove_vxlan",
			nics: ["eth1"],
			resources: [vxlan(201, { dev: "eth1", ...remote })],
			shows: [["ip -d link show eth1.201", "vxlan id 201 remote 192.168.100.1 dev eth1 [^]*dstport 4789"]],
		},
		{
			name: "test_add_and_remove_two_vxlans_on_same_iface",
			nics: ["eth1"],
			resources: [vxlan(201, { dev: "eth1", ...remote }), vxlan(202, { dev: "eth1", remoteIp: "192.168.100.2" })],
		},
		{ name: "test_add_and_remove_vxlan_without_base_if", resources: [vxlan(201, remote)] },
		{
			name: "test_add_and_remove_vxlan_nolearning",
			resources: [vxlan(201, { ...remote, learning: false })],
			shows: [["ip -d link show vxlan201", "nolearning"]],
		},
		{
			name: "test_set_vxlan_iface_down",
			nics: ["eth1"],
			resources: [vxlan(201, { dev: "eth1", ...remote })],
			next: [vxlan(201, { dev: "eth1", ...remote, up: false })],
		},
		{
			name: "test_add_new_bond_iface_with_vxlan",
			nics: ["eth1"],
			resources: [
				vxlan(201, { dev: "bond0", remoteIp: "192.168.100.2" }),
				["Link", { name: "bond0", type: "bond", mode: "balance-rr", interfaces: ["eth1"], up: true }],
			],
		},
		{ name: "test_add_and_remove_vxlan_with_no_remote", resources: [vxlan(201, { localIp: "192.168.100.1" })] },
		{
			name: "test_add_vxlan_and_modify_vxlan_id",
			nics: ["eth1"],
			resources: [vxlan(201, { dev: "eth1", ...remote })],
			next: [vxlan(200, { name: "eth1.201", dev: "eth1", ...remote })],
		},
		{
			name: "test_vxlan_enable_and_disable_accept_all_mac_addresses",
			nics: ["eth1"],
			resources: [vxlan(201, { dev: "eth1", ...remote, promisc: true })],
			next: [vxlan(201, { dev: "eth1", ...remote, promisc: false })],
		},
		{ name: "test_show_vxlan_with_no_remote", nics: ["eth1"], resources: [vxlan(201, { dev: "eth1" })] },
	],
};
