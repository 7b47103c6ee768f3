import type { Values } from "../../provider/base/values";
import type { Configuration, Input, Peer } from "./configuration";

const bridge = (name: string, args: Values = {}): Input => ["Bridge", { name, ...args }];
const port = (name: string, of: string, args: Values = {}): Input => ["Port", { name, bridge: of, ...args }];
const tap = (name: string): Input => ["Link", { name, type: "tap", up: true }];
const root = (args: Values): Input => ["OpenVSwitch", args];

/** The daemon that encrypts, with what it runs. The lab's hosts have neither its package nor systemd. */
const ipsec: Input = ["HostSetup", { name: "~ipsec", packages: ["openvswitch-ipsec"], services: ["openvswitch-ipsec"] }];
const withoutDaemon = {
	refused: "apt knows no package openvswitch-ipsec|this host does not run systemd",
	remark: "the lab's hosts take the rows, and refuse the HostSetup: they have neither the package nor systemd",
};
const dpdk = "the lab has no DPDK: its hosts take the rows, and Open vSwitch's refusal of the ports is tested";
const refused = "Open vSwitch has no DPDK on this host";
const dpdkPort = (name: string, devargs: string, args: Values = {}): Input =>
	port(name, "~br0", { type: "dpdk", options: { "dpdk-devargs": devargs }, ...args });

const vhost = (name: string, args: Values): Input =>
	port(name, "~br0", { type: "dpdkvhostuserclient", options: { "vhost-server-path": `/tmp/${name}` }, ...args });
const phyVmPhy: Input[] = [
	bridge("~br0", { datapathType: "netdev", failMode: "secure" }),
	dpdkPort("~phy0", "0000:01:00.0", { ofportRequest: 1 }),
	dpdkPort("~phy1", "0000:01:00.1", { ofportRequest: 2 }),
	vhost("~vhost0", { ofportRequest: 3 }),
	vhost("~vhost1", { ofportRequest: 4 }),
];
const phyFlows = (...pairs: [number, number][]): Input => [
	"OpenFlowTable",
	{ bridge: "~br0", name: "phy-phy", flows: pairs.map(([from, to]) => ({ match: `in_port=${from}`, actions: `output:${to}` })) },
];

const certificates = { certificate: "/path/to/local_cert.pem", private_key: "/path/to/priv_key.pem" };
const ipsecGre = (args: Values): Input => ["Tunnel", { name: "~ipsec_gre0", bridge: "~br0", type: "gre", ...args }];

const configurations: Configuration[] = [
	{
		name: "tunneling.rst",
		resources: [
			bridge("~br0"),
			...["~tap0", "~tap1"].flatMap((name) => [tap(name), port(name, "~br0")]),
			["Tunnel", { name: "~gre0", bridge: "~br0", type: "gre", remoteIp: "192.0.2.3" }],
		],
	},
	{
		name: "vlan.rst",
		nics: ["~eth0"],
		resources: [
			bridge("~br0"),
			port("~eth0", "~br0"),
			tap("~tap0"),
			tap("~tap1"),
			port("~tap0", "~br0", { tag: 100 }),
			port("~tap1", "~br0", { tag: 200 }),
		],
	},
	{
		name: "qos.rst",
		resources: [
			bridge("~br0"),
			tap("~tap0"),
			tap("~tap1"),
			port("~tap0", "~br0", { ingressPolicingRate: 1000, ingressPolicingBurst: 100 }),
			port("~tap1", "~br0", { ingressPolicingRate: 10000, ingressPolicingBurst: 1000 }),
		],
		shows: [["tc filter show dev ~tap0 ingress", "rate 1Mbit"]],
	},
	{
		name: "sflow.rst",
		resources: [
			bridge("~br0"),
			["SFlow", { bridge: "~br0", agent: "192.0.2.2", targets: ["10.0.0.1:6343"], header: 128, sampling: 64, polling: 10 }],
		],
		next: [bridge("~br0")],
	},
	{
		name: "userspace-tunneling.rst",
		nics: ["~eth1 address 00:00:5e:00:53:21"],
		resources: [
			bridge("~br-int", { datapathType: "netdev", failMode: "standalone", externalIds: { "bridge-id": "br-int" } }),
			tap("~tap0"),
			port("~tap0", "~br-int"),
			["Tunnel", { name: "~vxlan0", bridge: "~br-int", type: "vxlan", remoteIp: "172.168.1.2" }],
			bridge("~br-phy", {
				...{ datapathType: "netdev", failMode: "standalone", externalIds: { "bridge-id": "br-phy" } },
				...{ hwaddr: "00:00:5e:00:53:21", addresses: ["172.168.1.1/24"] },
			}),
			port("~eth1", "~br-phy"),
		],
		shows: [["ovs-appctl ovs/route/show", "172.168.1.0/24 dev ~br-phy"]],
	},
	{
		name: "userspace-tunneling.rst: DPDK",
		resources: [bridge("~br0", { datapathType: "netdev" }), dpdkPort("~dpdk0", "0000:06:00.0")],
		...{ refused, remark: dpdk },
	},
	{
		name: "userspace-tunneling.rst: ovs/route/add, tnl/arp/set",
		lacks: "`ovs-appctl` sets what Open vSwitch forgets at its next start; routes of the kernel are Routes",
	},
	{
		name: "ipsec.rst: pre-shared key",
		resources: [ipsec, bridge("~br0"), ipsecGre({ remoteIp: "2.2.2.2", psk: "swordfish" })],
		shows: [["ovs-vsctl get Interface ~ipsec_gre0 options:psk", "^swordfish$"]],
		...withoutDaemon,
	},
	{
		name: "ipsec.rst: self-signed certificates",
		resources: [
			ipsec,
			root({ otherConfig: certificates }),
			bridge("~br0"),
			ipsecGre({ remoteIp: "2.2.2.3", remoteCert: "/path/to/remote_cert.pem" }),
		],
		shows: [["ovs-vsctl get Interface ~ipsec_gre0 options:remote_cert", '^"/path/to/remote_cert.pem"$']],
		...withoutDaemon,
	},
	{
		name: "ipsec.rst: CA-signed certificates",
		resources: [
			ipsec,
			root({ otherConfig: { ...certificates, ca_cert: "/path/to/ca_cert.pem" } }),
			...[bridge("~br0"), ipsecGre({ remoteIp: "2.2.2.4", remoteName: "remote_cn" })],
		],
		shows: [["ovs-vsctl get Interface ~ipsec_gre0 options:remote_name", "^remote_cn$"]],
		...withoutDaemon,
	},
	{
		name: "ipsec.rst: ipsec_skb_mark",
		resources: [
			ipsec,
			root({ otherConfig: { ipsec_skb_mark: "0/1" } }),
			bridge("~br0"),
			ipsecGre({ remoteIp: "2.2.2.5", psk: "swordfish" }),
		],
		next: [
			ipsec,
			root({ otherConfig: { ipsec_skb_mark: "1/1" } }),
			bridge("~br0"),
			ipsecGre({ remoteIp: "2.2.2.5", psk: "swordfish" }),
		],
		...withoutDaemon,
	},
	{ name: "tc-offload.rst: hw-offload", resources: [root({ otherConfig: { "hw-offload": "true" } })] },
	{
		name: "tc-offload.rst: meter",
		nics: ["~ovs-p0"],
		resources: [
			bridge("~br0", { protocols: ["OpenFlow10", "OpenFlow13", "OpenFlow14"] }),
			port("~ovs-p0", "~br0"),
			["OpenFlowMeter", { bridge: "~br0", meterId: 1, unit: "pktps", bands: [{ rate: 1 }] }],
			[
				"OpenFlowTable",
				{ bridge: "~br0", name: "meter", flows: [{ priority: 10, match: "in_port=~ovs-p0,udp", actions: "meter:1,NORMAL" }] },
			],
		],
		shows: [["ovs-ofctl -O OpenFlow13 dump-meters ~br0", "meter=1 pktps[^]*rate=1"]],
	},
	{
		name: "dpdk.rst: Ports and Bridges",
		resources: [
			bridge("~br0", { datapathType: "netdev" }),
			...[
				dpdkPort("~myport", "0000:06:00.0"),
				dpdkPort("~p1", "0000:06:00.1", { otherConfig: { "pmd-rxq-affinity": "0:3,1:7" } }),
			],
		],
		...{ refused, remark: dpdk },
	},
	{
		name: "dpdk.rst: bond",
		resources: [
			bridge("~br0", { datapathType: "netdev" }),
			port("~dpdkbond", "~br0", {
				...{ type: "bond", interfaces: ["~p0", "~p1"] },
				dpdkInterfaces: {
					"~p0": { type: "dpdk", options: { "dpdk-devargs": "0000:01:00.0" } },
					"~p1": { type: "dpdk", options: { "dpdk-devargs": "0000:01:00.1" } },
				},
			}),
		],
		...{ refused, remark: dpdk },
	},
	{
		name: "dpdk.rst: PHY-PHY, PHY-VM-PHY flows",
		resources: [...phyVmPhy, phyFlows([1, 2], [2, 1])],
		next: [...phyVmPhy, phyFlows([1, 3], [3, 1], [4, 2], [2, 4])],
		shows: [["ovs-ofctl --no-stats dump-flows ~br0", "in_port=1 actions=output:2"]],
		...{ refused, remark: dpdk },
	},
	{ name: "dpdk.rst: pmd-cpu-mask", resources: [root({ otherConfig: { "pmd-cpu-mask": "0xc" } })] },
	{
		name: "dpdk.rst: the guest's addresses, sysctls and routes",
		nics: ["eth1", "eth2"],
		resources: [
			["Link", { name: "eth1", type: "device", up: true, addresses: ["1.1.1.2/24"] }],
			["Link", { name: "eth2", type: "device", up: true, addresses: ["1.1.2.2/24"] }],
			["Sysctl", { key: "net.ipv4.ip_forward", value: 1 }],
			...["all", "eth1", "eth2"].map((name): Input => ["Sysctl", { key: `net.ipv4.conf.${name}.rp_filter`, value: 0 }]),
			["Route", { destination: "1.1.2.0/24", dev: "eth2", metric: 10 }],
			["Route", { destination: "1.1.1.0/24", dev: "eth1", metric: 10 }],
			["Neighbor", { address: "1.1.2.99", dev: "eth2", lladdr: "DE:AD:BE:EF:CA:FE" }],
			["Neighbor", { address: "1.1.1.99", dev: "eth1", lladdr: "DE:AD:BE:EF:CA:EE" }],
		],
	},
	{ name: "vtep.rst", lacks: "the database hardware_vtep belongs to a controller" },
	{
		name: "ssl.rst",
		resources: [
			root({
				columns: {
					ssl: {
						...{ private_key: "/etc/openvswitch/sc-privkey.pem", certificate: "/etc/openvswitch/sc-cert.pem" },
						ca_cert: "/etc/openvswitch/cacert.pem",
					},
				},
			}),
		],
		shows: [["ovs-vsctl get-ssl", "Private key: /etc/openvswitch/sc-privkey.pem"]],
	},
];

export const ovsHowto: Peer = { name: "Open vSwitch Documentation/howto", configurations };
