import type { Values } from "../../provider/base/values";
import type { Configuration, Input, Peer } from "./configuration";

const nic = (name: string, args: Values = {}): Input => ["Link", { name, type: "device", up: true, ...args }];
const link = (name: string, type: string, args: Values = {}): Input => ["Link", { name, type, up: true, ...args }];
const route = (destination: string, args: Values): Input => ["Route", { destination, ...args }];
const dhcp = "DHCP: a client on the host gets the addresses";

const configurations: Configuration[] = [
	{
		name: "bonding.yaml",
		nics: ["enp3s0", "enp4s0"],
		resources: [
			link("bond0", "bond", { interfaces: ["enp3s0", "enp4s0"], mode: "active-backup", primary: "enp3s0", miimon: 100 }),
		],
		lacks: dhcp,
	},
	{
		name: "bonding_router.yaml",
		nics: ["enp1s0", "enp2s0", "enp3s0", "enp4s0", "enp5s0", "enp6s0"],
		resources: [
			link("bond-lan", "bond", { interfaces: ["enp2s0", "enp3s0"], addresses: ["192.168.93.2/24"], mode: "802.3ad", miimon: 1 }),
			link("bond-wan", "bond", {
				...{ interfaces: ["enp1s0", "enp4s0"], addresses: ["192.168.1.252/24"], mode: "active-backup", miimon: 1 },
				numPeerNotif: 5,
			}),
			link("bond-conntrack", "bond", {
				...{ interfaces: ["enp5s0", "enp6s0"], addresses: ["192.168.254.2/24"], mode: "balance-rr", miimon: 1 },
			}),
			route("default", { via: "192.168.1.1" }),
		],
		lacks: "name servers",
	},
	{
		name: "bridge.yaml",
		nics: ["enp3s0"],
		resources: [link("br0", "bridge"), nic("enp3s0", { master: "br0" })],
		lacks: dhcp,
	},
	{
		name: "bridge_vlan.yaml",
		nics: ["enp0s25"],
		resources: [
			link("br0", "bridge", { addresses: ["10.3.99.25/24"] }),
			link("vlan15", "vlan", { parent: "enp0s25", vlanId: 15, master: "br0" }),
			["Sysctl", { key: "net.ipv6.conf.vlan15.accept_ra", value: 0 }],
		],
		lacks: `${dhcp} of the NIC`,
	},
	{
		name: "direct_connect_gateway.yaml",
		nics: ["eth0"],
		resources: [nic("eth0", { addresses: ["10.10.10.1/24"] }), route("0.0.0.0/0", { via: "9.9.9.9", dev: "eth0", onlink: true })],
	},
	{
		name: "direct_connect_gateway_ipv6.yaml",
		nics: ["eth0"],
		resources: [
			nic("eth0", { addresses: ["2001:cafe:face:beef::dead:dead/64"] }),
			route("::/0", { via: "2001:cafe:face::1", dev: "eth0", onlink: true }),
		],
	},
	{
		name: "dummy-devices.yaml",
		resources: [
			link("dm0", "dummy", { addresses: ["10.1.2.3/24"] }),
			link("dm1", "dummy", { addresses: ["192.168.1.2/28", "2001:cafe:face:beef::dead:dead/64"] }),
		],
	},
	{
		name: "ipv6_tunnel.yaml",
		nics: ["eth0"],
		resources: [
			nic("eth0", { addresses: ["1.1.1.1/24", "2001:cafe:face::1/64"] }),
			route("default", { via: "1.1.1.254" }),
			[
				"Tunnel",
				{ name: "he-ipv6", type: "sit", remoteIp: "2.2.2.2", localIp: "1.1.1.1", up: true, addresses: ["2001:dead:beef::2/64"] },
			],
			route("::/0", { via: "2001:dead:beef::1" }),
		],
		shows: [["ip -d link show he-ipv6", "sit .*remote 2.2.2.2 local 1.1.1.1"]],
	},
	{
		name: "loopback_interface.yaml",
		resources: [nic("lo", { addresses: ["7.7.7.7/32"] })],
		shows: [["ip -br addr show lo", "127.0.0.1/8 7.7.7.7/32"]],
	},
	{
		name: "openvswitch.yaml",
		nics: ["~eth0", "~eth1", "~eth2"],
		resources: [
			[
				"OpenVSwitch",
				{
					externalIds: { somekey: "somevalue" },
					otherConfig: { key: "value" },
					columns: {
						ssl: { private_key: "/private/key.pem", certificate: "/another/cert.pem", ca_cert: "/some/ca-cert.pem" },
					},
				},
			],
			[
				"Bridge",
				{
					...{ name: "~ovs0", addresses: ["10.5.48.11/20"], failMode: "secure", mcastSnooping: true, disableInBand: true },
					protocols: ["OpenFlow10", "OpenFlow11", "OpenFlow12"],
					controllers: [{ target: "unix:/var/run/openvswitch/ovs0.mgmt", connectionMode: "out-of-band" }],
					externalIds: { "iface-id": "myhostname" },
				},
			],
			[
				"Port",
				{
					name: "~eth0",
					bridge: "~ovs0",
					externalIds: { "iface-id": "mylocaliface" },
					otherConfig: { "disable-in-band": "false" },
				},
			],
			[
				"Port",
				{
					name: "~bond0",
					bridge: "~ovs0",
					type: "bond",
					interfaces: ["~eth1", "~eth2"],
					bondMode: "balance-tcp",
					lacp: "passive",
				},
			],
		],
		lacks: "a bond's members are devices, here a second NIC in place of the patch port",
	},
	{
		name: "source_routing.yaml",
		nics: ["ens3", "ens5"],
		resources: [
			nic("ens3", { addresses: ["192.168.3.30/24"] }),
			nic("ens5", { addresses: ["192.168.5.24/24"] }),
			route("192.168.3.0/24", { via: "192.168.3.1", table: 101 }),
			route("default", { via: "192.168.5.1" }),
			route("192.168.5.0/24", { via: "192.168.5.1", table: 102 }),
			["Rule", { priority: 101, from: "192.168.3.0/24", table: 101 }],
			["Rule", { priority: 102, from: "192.168.5.0/24", table: 102 }],
		],
	},
	{
		name: "static-routes.yaml",
		nics: ["enp3s0"],
		resources: [
			nic("enp3s0", { addresses: ["10.10.10.2/24"] }),
			route("default", { via: "10.10.10.1" }),
			route("192.168.0.0/24", { via: "10.10.10.254" }),
			route("172.29.29.0/24", { via: "10.10.10.254", advmss: 1400 }),
		],
		shows: [["ip route", "172.29.29.0/24 via 10.10.10.254 .*advmss 1400"]],
		lacks: "name servers",
	},
	{
		name: "static_singlenic_multiip_multigateway.yaml",
		nics: ["eno1"],
		resources: [
			nic("eno1", { addresses: ["10.0.0.10/24", "11.0.0.11/24"] }),
			route("0.0.0.0/0", { via: "10.0.0.1", metric: 100 }),
			route("0.0.0.0/0", { via: "11.0.0.1", metric: 200 }),
		],
		lacks: "name servers",
	},
	{
		name: "virtual-ethernet.yaml",
		resources: [
			link("veth0-peer1", "veth", { master: "br0", peer: { name: "veth0-peer2", master: "br1", up: true } }),
			link("br0", "bridge"),
			link("br1", "bridge"),
		],
		shows: [["ip -o link show master br0; ip -o link show master br1", "veth0-peer1@[^]*veth0-peer2@"]],
	},
	{
		name: "vlan.yaml",
		nics: ["mainif address de:ad:be:ef:ca:fe"],
		resources: [
			nic("mainif", { addresses: ["10.3.0.5/23"] }),
			route("default", { via: "10.3.0.1" }),
			link("vlan15", "vlan", { parent: "mainif", vlanId: 15, addresses: ["10.3.99.5/24"] }),
			link("vlan10", "vlan", { parent: "mainif", vlanId: 10, addresses: ["10.3.98.5/24"] }),
		],
		lacks: "name servers; a NIC's name is given by udev",
	},
	{
		name: "vrf.yaml",
		resources: [
			["VRF", { name: "vrf1005", table: 1005 }],
			link("br1", "bridge", { vrf: "vrf1005" }),
			link("br1005", "bridge", { vrf: "vrf1005" }),
			route("default", { vrf: "vrf1005", via: "10.10.10.4", dev: "br1", onlink: true }),
			["Rule", { priority: 1005, from: "10.10.10.42", vrf: "vrf1005" }],
		],
	},
	{
		name: "vxlan.yaml",
		resources: [
			nic("lo", { addresses: ["192.168.10.10/32"] }),
			["VRF", { name: "vrf1005", table: 1005 }],
			link("br1", "bridge", { vrf: "vrf1005" }),
			link("br1005", "bridge", { vrf: "vrf1005" }),
			...[1, 1005].flatMap((key): Input[] => [
				[
					"Tunnel",
					{
						...{ name: `vxlan${key}`, type: "vxlan", key, dev: "lo", localIp: "192.168.10.10", dstPort: 4789 },
						...{ learning: false, mtu: 8950, master: `br${key}`, up: true, bridgePort: { neighSuppress: true } },
					},
				],
				["Sysctl", { key: `net.ipv6.conf.vxlan${key}.accept_ra`, value: 0 }],
			]),
		],
	},
	{ name: "route_metric.yaml", lacks: dhcp },
];

export const netplanExamples: Peer = { name: "netplan examples", configurations };
