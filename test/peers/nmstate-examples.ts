import type { Configuration, Input, Peer } from "./configuration";

const up = (...names: string[]): Input[] => names.map((name) => ["Link", { name, type: "device", up: true }]);
const dhcp = "DHCP: a client on the host gets the addresses";

const configurations: Configuration[] = [
	{
		name: "bond_linuxbridge_vlan_up.yml",
		nics: ["eth1", "eth2"],
		resources: [
			["Link", { name: "vlan29", type: "vlan", parent: "bond0", vlanId: 29, master: "br29", up: true }],
			["Link", { name: "br29", type: "bridge", up: true }],
			["Link", { name: "br0", type: "bridge", up: true }],
			["Link", { name: "bond0", type: "bond", mode: "active-backup", interfaces: ["eth1", "eth2"], master: "br0", up: true }],
			...up("eth1", "eth2"),
		],
		shows: [["ip -o link show master bond0; ip -o link show master br0", "eth1[^]*eth2[^]*bond0"]],
	},
	{
		name: "bond_port_up.yml",
		nics: ["eth1", "eth2"],
		resources: [
			[
				"Link",
				{
					...{ name: "bond0", type: "bond", mode: "active-backup", miimon: 140, interfaces: ["eth1", "eth2"], up: true },
					bondPorts: { eth1: { queueId: 0, prio: -1 }, eth2: { queueId: 1, prio: 2 } },
				},
			],
			...up("eth1", "eth2"),
		],
		shows: [["ip -d link show eth1; ip -d link show eth2", "queue_id 0 prio -1[^]*queue_id 1 prio 2"]],
	},
	{
		name: "eth1_add_route.yml",
		nics: ["eth1"],
		resources: [
			["Link", { name: "eth1", type: "device", up: true, addresses: ["192.0.2.251/24"] }],
			[
				"Route",
				{
					...{ destination: "198.51.100.0/24", src: "192.0.2.251", metric: 150, via: "192.0.2.1", dev: "eth1", table: 254 },
					cwnd: 20,
				},
			],
			["Route", { destination: "198.51.200.0/24", type: "blackhole" }],
		],
		shows: [["ip route", "198.51.100.0/24[^\\n]*cwnd lock 20"]],
	},
	{
		name: "eth1_add_route_rule.yml",
		nics: ["eth1"],
		resources: [
			["Link", { name: "eth1", type: "device", up: true, addresses: ["192.0.2.251/24"] }],
			["Route", { destination: "198.51.100.0/24", metric: 150, via: "192.0.2.1", dev: "eth1", table: 254 }],
			["Rule", { to: "192.0.2.0/24", from: "198.51.100.0/24", priority: 100, table: 254, fwmark: 0x30, fwmask: 0x10 }],
		],
		shows: [["ip rule", "100:\\s+from 198.51.100.0/24 to 192.0.2.0/24 fwmark 0x30/0x10 lookup main"]],
	},
	{
		name: "ipvlan_create.yml",
		nics: ["eth1"],
		resources: [["Link", { name: "ipvlan0", type: "ipvlan", parent: "eth1", mode: "l2", up: true }]],
	},
	{
		name: "linuxbrige_eth1_up.yml",
		nics: ["eth1"],
		resources: [
			[
				"Link",
				{ name: "eth1", type: "device", up: true, master: "linux-br0", bridgePort: { hairpin: false, cost: 100, priority: 32 } },
			],
			[
				"Link",
				{
					...{ name: "linux-br0", type: "bridge", up: true, groupFwdMask: 0, ageingTime: 300, mcastSnooping: true },
					...{ stp: true, forwardDelay: 15, helloTime: 2, maxAge: 20, priority: 32768 },
				},
			],
		],
	},
	{
		name: "linuxbrige_eth1_up_port_vlan.yml",
		nics: ["eth1"],
		resources: [
			[
				"Link",
				{
					...{ name: "eth1", type: "device", up: true, master: "linux-br0" },
					...{ bridgePort: { hairpin: false, cost: 100, priority: 32 } },
					bridgeVlans: [101, "500-599", { vid: 100, pvid: true, untagged: true }],
				},
			],
			["Link", { name: "linux-br0", type: "bridge", up: true, vlanFiltering: true }],
		],
		shows: [["bridge vlan show dev eth1", "100 PVID Egress Untagged[^]*101[^]*500[^]*599"]],
	},
	{
		name: "mac_vlan_create.yml",
		nics: ["eth1"],
		resources: [["Link", { name: "macvlan0", type: "macvlan", parent: "eth1", mode: "passthru", promisc: true, up: true }]],
	},
	{
		name: "mac_vtap_create.yml",
		nics: ["eth1"],
		resources: [["Link", { name: "macvtap0", type: "macvtap", parent: "eth1", mode: "passthru", promisc: true, up: true }]],
	},
	{
		name: "ovsbridge_bond_create.yml",
		nics: ["~eth1", "~eth2"],
		resources: [
			["Bridge", { name: "~ovs-br0", stp: false }],
			["Port", { name: "~ovs-bond1", bridge: "~ovs-br0", type: "bond", bondMode: "balance-slb", interfaces: ["~eth1", "~eth2"] }],
		],
		shows: [["ovs-appctl bond/show ~ovs-bond1", "bond_mode: balance-slb[^]*~eth1: enabled"]],
	},
	{
		name: "ovsbridge_create.yml",
		nics: ["~eth1"],
		resources: [
			...up("~eth1"),
			["Bridge", { name: "~ovs-br0", failMode: "standalone", mcastSnooping: false, rstp: false, stp: true }],
			["Port", { name: "~eth1", bridge: "~ovs-br0" }],
			["Port", { name: "~ovs0", bridge: "~ovs-br0", type: "internal", up: true, addresses: ["192.0.2.1/24"] }],
		],
		shows: [["ip -br addr show ~ovs0", "UNKNOWN +192.0.2.1/24"]],
	},
	{
		name: "ovsbridge_dpdk_create.yml",
		resources: [
			["Bridge", { name: "~ovs-br0", datapathType: "netdev", failMode: "standalone" }],
			[
				"Port",
				{
					...{ name: "~ovs0", bridge: "~ovs-br0", type: "dpdk" },
					options: { "dpdk-devargs": "000:18:00.2", n_rxq: "10", n_rxq_desc: "1024", n_txq_desc: "2048" },
				},
			],
		],
		refused: "Open vSwitch has no DPDK on this host",
		remark: "the lab has no DPDK: its hosts take the rows, and refuse the port",
	},
	{
		name: "ovsbridge_patch_create.yml",
		resources: [
			["Bridge", { name: "~ovs-br0", stp: true }],
			["Bridge", { name: "~ovs-br1", stp: true }],
			["Port", { name: "~patch0", bridge: "~ovs-br0", type: "patch", peer: "~patch1" }],
			["Port", { name: "~patch1", bridge: "~ovs-br1", type: "patch", peer: "~patch0" }],
		],
	},
	{
		name: "ovsbridge_vlan_port.yml",
		resources: [
			["Bridge", { name: "~ovs-br0" }],
			["Port", { name: "~ovs0", bridge: "~ovs-br0", type: "internal", up: true, vlanMode: "access", tag: 2 }],
			[
				"Port",
				{
					...{ name: "~ovs1", bridge: "~ovs-br0", type: "internal", up: true, vlanMode: "trunk" },
					trunks: [1, ...Array.from({ length: 11 }, (_, i) => 10 + i)],
				},
			],
		],
	},
	{
		name: "veth1_up.yml",
		resources: [["Link", { name: "veth1", type: "veth", up: true, peer: { name: "veth1peer", up: true } }]],
	},
	{
		name: "vlan101_eth1_up.yml, vlan101_eth1_down.yml",
		nics: ["eth1"],
		resources: [["Link", { name: "eth1.101", type: "vlan", parent: "eth1", vlanId: 101, up: true }]],
		next: [["Link", { name: "eth1.101", type: "vlan", parent: "eth1", vlanId: 101, up: false }]],
	},
	{
		name: "vrf0_with_eth1.yml",
		nics: ["eth1"],
		resources: [["VRF", { name: "vrf0", table: 100, interfaces: ["eth1"] }]],
	},
	{
		name: "policy/ovs-slb-bond-primary-secondary",
		nics: ["~eth1 address 00:00:5e:00:00:01", "~eth2 address 00:00:5e:00:00:02"],
		resources: [
			["Bridge", { name: "~br1", stp: false, mcastSnooping: false, rstp: false }],
			["Port", { name: "~bond0", bridge: "~br1", type: "bond", bondMode: "balance-slb", interfaces: ["~eth1", "~eth2"] }],
			["Port", { name: "~br1-iface", bridge: "~br1", type: "internal", mac: "00:00:5E:00:00:01", up: true }],
		],
		shows: [["ip link show ~br1-iface", "00:00:5e:00:00:01"]],
		lacks: dhcp,
	},
];

export const nmstateExamples: Peer = { name: "nmstate examples", configurations };
