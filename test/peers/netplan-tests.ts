import type { Values } from "../../provider/base/values";
import type { Configuration, Input, Peer } from "./configuration";

const bridge = (name: string, args: Values = {}): Input => ["Bridge", { name, ...args }];
const port = (name: string, of: string, args: Values = {}): Input => ["Port", { name, bridge: of, ...args }];
const nic = (name: string, args: Values = {}): Input => ["Link", { name, type: "device", up: true, ...args }];
const tun = (type: string, args: Values): Input => ["Tunnel", { name: "tun0", type, up: true, ...args }];

const [local, remoteIp] = [{ localIp: "192.168.5.1" }, "99.99.99.99"];

const tests: Configuration[] = [
	{
		name: "ovs.py test_bridge_vlan, test_bridge_vlan_deletion",
		nics: ["~eth42"],
		resources: [
			nic("~eth42", { mtu: 9000 }),
			bridge("~br-eth42", { mtu: 9000 }),
			port("~eth42", "~br-eth42"),
			bridge("~br-data", { addresses: ["192.168.20.1/16"] }),
			port("~br-eth42.100", "~br-eth42", { type: "internal", tag: 100 }),
		],
		next: [
			nic("~eth42", { mtu: 9000 }),
			bridge("~br-eth42", { mtu: 9000 }),
			port("~eth42", "~br-eth42"),
			bridge("~br-data", { addresses: ["192.168.20.1/16"] }),
		],
		lacks: "an internal port with `tag` does the work of a fake bridge; `ovs-vsctl br-to-parent` does not know it",
	},
	{
		name: "ovs.py test_bridge_base",
		nics: ["~eth42", "~eth43"],
		resources: [
			[
				"OpenVSwitch",
				{
					columns: {
						ssl: { private_key: "/private/key.pem", certificate: "/another/certificate.pem", ca_cert: "/some/ca-cert.pem" },
					},
				},
			],
			bridge("~ovsbr", {
				addresses: ["192.170.1.1/24"],
				failMode: "secure",
				controllers: ["tcp:127.0.0.1", "pssl:1337:[::1]", "unix:/some/socket"].map((target) => ({ target })),
			}),
			port("~eth42", "~ovsbr"),
			port("~eth43", "~ovsbr"),
		],
	},
	{
		name: "ovs.py test_bond_base",
		nics: ["~eth42", "~eth43"],
		resources: [
			bridge("~ovsbr", { addresses: ["192.170.1.1/24"] }),
			port("~mybond", "~ovsbr", { type: "bond", interfaces: ["~eth42", "~eth43"], bondMode: "balance-slb", lacp: "off" }),
		],
	},
	{
		name: "ovs.py test_bridge_patch_ports",
		resources: [
			bridge("~br0", { addresses: ["192.168.1.1/24"] }),
			bridge("~br1", { addresses: ["192.168.2.1/24"] }),
			port("~patch0-1", "~br0", { type: "patch", peer: "~patch1-0" }),
			port("~patch1-0", "~br1", { type: "patch", peer: "~patch0-1" }),
		],
	},
	{
		name: "ovs.py test_bridge_non_ovs_bond",
		nics: ["~eth42", "~eth43"],
		resources: [
			["Link", { name: "~non-ovs", type: "bond", interfaces: ["~eth42", "~eth43"], up: true }],
			bridge("~ovs-br"),
			port("~non-ovs", "~ovs-br"),
		],
		shows: [["ip -d link show ~non-ovs; ip link show ~eth42", "master ovs-system[^]*master ~non-ovs"]],
	},
	{
		name: "ovs.py test_vlan_maas",
		nics: ["~eth42"],
		resources: [
			nic("~eth42", { addresses: ["10.5.32.26/20"], mtu: 1500 }),
			["Route", { destination: "default", via: "10.5.32.1", dev: "~eth42" }],
			["Link", { name: "~eth42.21", type: "vlan", parent: "~eth42", vlanId: 21, mtu: 1500, up: true }],
			bridge("~ovs0", {
				...{ addresses: ["10.5.48.11/20"], hwaddr: "00:1f:16:15:78:6f", mtu: 1500, stp: false },
				otherConfig: { "stp-forward-delay": "15" },
			}),
			port("~eth42.21", "~ovs0"),
		],
		lacks: "name servers",
	},
	{
		name: "tunnels.py test_tunnel_ipip",
		resources: [tun("ipip", { ...local, remoteIp, ttl: 64 })],
		shows: [["ip -d link show tun0", "remote 99.99.99.99 local 192.168.5.1 ttl 64"]],
	},
	{ name: "tunnels.py test_tunnel_ipip_without_local_address", resources: [tun("ipip", { remoteIp, ttl: 64 })] },
	{
		name: "tunnels.py test_tunnel_gretap_with_keys",
		resources: [tun("gretap", { ...local, remoteIp, inKey: 0x01020304, outKey: 0x05060708 })],
		shows: [["ip -d link show tun0", "gretap [^]*ikey 1.2.3.4 okey 5.6.7.8"]],
	},
	{
		name: "tunnels.py test_tunnel_gretap6_with_keys",
		resources: [tun("ip6gretap", { localIp: "fe80::1", remoteIp: "2001:dead:beef::2", key: 0x01020304 })],
		shows: [["ip -d link show tun0", "gretap remote 2001:dead:beef::2 local fe80::1 [^]*ikey 1.2.3.4 okey 1.2.3.4"]],
	},
	{
		name: "tunnels.py test_tunnel_gre, test_tunnel_gre_without_local_address",
		resources: [tun("gre", { ...local, remoteIp })],
		next: [tun("gre", { remoteIp })],
	},
	{
		name: "tunnels.py test_tunnel_gre_with_keys",
		resources: [tun("gre", { ...local, remoteIp, inKey: 1234, outKey: 5678 })],
		shows: [["ip -d link show tun0", "gre [^]*ikey 0.0.4.210 okey 0.0.22.46"]],
	},
	{
		name: "tunnels.py test_tunnel_gre6, test_tunnel_gre6_with_keys",
		resources: [tun("ip6gre", { localIp: "fe80::1", remoteIp: "2001:dead:beef::2" })],
		next: [tun("ip6gre", { localIp: "fe80::1", remoteIp: "2001:dead:beef::2", key: 1234 })],
	},
	{
		name: "tunnels.py test_tunnel_sit, test_tunnel_sit_without_local_address",
		resources: [tun("sit", { ...local, remoteIp })],
		next: [tun("sit", { remoteIp })],
	},
	{ name: "tunnels.py test_tunnel_vti", resources: [tun("vti", { ...local, remoteIp, key: 1234 })] },
	{
		name: "tunnels.py test_tunnel_vti6",
		resources: [tun("vti6", { localIp: "fe80::1", remoteIp: "2001:dead:beef::2", key: 1234 })],
	},
	{
		name: "tunnels.py test_tunnel_wireguard",
		resources: [
			[
				"WireGuard",
				{
					...{ name: "wg0", listenPort: 51820, privateKey: "4GgaQCy68nzNsUE5aJ9fuLzHhB65tAlwbmA72MWnOm8=" },
					addresses: ["10.10.10.20/24"],
					peers: [
						{
							publicKey: "M9nt4YujIOmNrRmpIRTmYSfMdrpvE7u6WkG8FY8WjG4=",
							presharedKey: "7voRZ/ojfXgfPOlswo3Lpma1RJq7qijIEEUEMShQFV8=",
							allowedIps: ["20.20.20.0/24"],
						},
					],
				},
			],
			["Route", { destination: "default", via: "10.10.10.21", dev: "wg0", metric: 999 }],
		],
		shows: [["wg showconf wg0", "ListenPort = 51820[^]*\\[Peer\\]\nPublicKey = M9nt[^]*AllowedIPs = 20.20.20.0/24"]],
	},
];

export const netplanTests: Peer = { name: "netplan tests/integration", configurations: tests };
