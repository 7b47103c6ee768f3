import type { Values } from "../../provider/base/values";
import type { Configuration, Input, Peer } from "./configuration";

const br0: Input = ["Bridge", { name: "~br0" }];
const bridge = (args: Values): Input => ["Bridge", { name: "~br0", ...args }];
const port = (name: string, args: Values = {}): Input => ["Port", { name, bridge: "~br0", ...args }];
const root = (args: Values): Input => ["OpenVSwitch", args];
const ssl = {
	...{ private_key: "/etc/openvswitch/sc-privkey.pem", certificate: "/etc/openvswitch/sc-cert.pem" },
	ca_cert: "/etc/openvswitch/cacert.pem",
};
const htb = {
	qos: {
		...{ type: "linux-htb", maxRate: 1_000_000_000 },
		queues: { 0: { minRate: 100_000_000, maxRate: 100_000_000 }, 1: { minRate: 500_000_000 } },
	},
};

const ipfix = (args: Values): Input => [
	"IPFIX",
	{
		...{ bridge: "~br0", targets: ["192.168.0.34:4739"], obsDomainId: 123, obsPointId: 456 },
		...{ cacheActiveTimeout: 60, cacheMaxFlows: 13, enableTunnelSampling: true, ...args },
	},
];

const configurations: Configuration[] = [
	{
		name: "Port Configuration: vlan10",
		resources: [br0, port("~vlan10", { type: "internal", tag: 10, addresses: ["192.168.0.123/24"] })],
	},
	{
		name: "Port Configuration: gre0",
		resources: [br0, ["Tunnel", { name: "~gre0", bridge: "~br0", type: "gre", remoteIp: "1.2.3.4" }]],
	},
	{
		name: "Port Mirroring",
		nics: ["~eth0", "~eth1", "~eth2"],
		resources: [
			br0,
			...["~eth0", "~eth1", "~eth2"].map((name) => port(name)),
			[
				"Mirror",
				{
					...{ name: "mymirror", bridge: "~br0", outputPort: "~eth2" },
					...{ selectDstPorts: ["~eth0", "~eth1"], selectSrcPorts: ["~eth0", "~eth1"] },
				},
			],
		],
		next: [br0, ...["~eth0", "~eth1", "~eth2"].map((name) => port(name))],
	},
	{
		name: "Quality of Service (QoS)",
		nics: ["~eth0", "~eth1"],
		resources: [br0, port("~eth0", htb), port("~eth1", htb)],
		next: [br0, port("~eth0", htb), port("~eth1")],
		shows: [["tc class show dev ~eth1", "rate 500Mbit"]],
	},
	{
		name: "Connectivity Monitoring",
		nics: ["~eth0"],
		resources: [br0, port("~eth0", { columns: { cfm_mpid: 1 } })],
		next: [br0, port("~eth0")],
		shows: [["ovs-appctl cfm/show ~eth0", "MPID 1:"]],
	},
	{
		name: "NetFlow",
		resources: [br0, ["NetFlow", { bridge: "~br0", targets: ["192.168.0.34:5566"], activeTimeout: 30 }]],
		next: [br0, ["NetFlow", { bridge: "~br0", targets: ["192.168.0.34:5566"], activeTimeout: 60 }]],
	},
	{
		name: "sFlow",
		nics: ["~eth1"],
		before: "ip addr add 198.18.7.1/24 dev ~eth1",
		resources: [
			br0,
			["SFlow", { bridge: "~br0", agent: "~eth1", targets: ["10.0.0.1:6343"], header: 128, sampling: 64, polling: 10 }],
		],
		next: [
			br0,
			["SFlow", { bridge: "~br0", agent: "~eth1", targets: ["10.0.0.1:6343"], header: 128, sampling: 128, polling: 10 }],
		],
	},
	{
		name: "IPFIX",
		resources: [br0, ipfix({ enableInputSampling: false, enableOutputSampling: false })],
		next: [br0, ipfix({})],
		refused: "InputSampling: Open vSwitch .* ignores false and continues to sample",
		remark:
			"before Open vSwitch 3.2, which the lab's hosts have, `enableInputSampling: false` is refused, because it has no effect there",
	},
	{
		name: "802.1D Spanning Tree Protocol (STP)",
		nics: ["~eth0"],
		// The manual writes 0x7800. Open vSwitch ignores hexadecimal numbers here, and keeps the default priority.
		resources: [
			bridge({ stp: true, otherConfig: { "stp-priority": "30720" } }),
			port("~eth0", { portOtherConfig: { "stp-path-cost": "10" } }),
		],
		next: [bridge({ stp: false }), port("~eth0")],
		shows: [["ovs-appctl stp/show ~br0", "stp-priority\\s+30720[^]*~eth0.* 10 "]],
	},
	{
		name: "Multicast Snooping",
		nics: ["~eth1"],
		resources: [
			bridge({
				mcastSnooping: true,
				otherConfig: {
					...{ "mcast-snooping-aging-time": "300", "mcast-snooping-table-size": "2048" },
					"mcast-snooping-disable-flood-unregistered": "true",
				},
			}),
			port("~eth1", { portOtherConfig: { "mcast-snooping-flood": "true", "mcast-snooping-flood-reports": "true" } }),
		],
		next: [bridge({ mcastSnooping: false }), port("~eth1")],
	},
	{
		name: "802.1D-2004 Rapid Spanning Tree Protocol (RSTP)",
		nics: ["~eth0"],
		resources: [
			bridge({
				rstp: true,
				otherConfig: {
					...{ "rstp-address": "00:aa:aa:aa:aa:aa", "rstp-priority": "28672", "rstp-ageing-time": "1000" },
					...{ "rstp-force-protocol-version": "0", "rstp-max-age": "10", "rstp-forward-delay": "15" },
					"rstp-transmit-hold-count": "7",
				},
			}),
			port("~eth0", {
				portOtherConfig: {
					...{ "rstp-enable": "true", "rstp-port-priority": "32", "rstp-port-num": "3", "rstp-path-cost": "150" },
					...{ "rstp-port-admin-edge": "true", "rstp-port-auto-edge": "true", "rstp-admin-p2p-mac": "1" },
					...{ "rstp-admin-port-state": "false", "rstp-port-mcheck": "true" },
				},
			}),
		],
		next: [bridge({ rstp: false }), port("~eth0")],
	},
	{
		name: "OpenFlow Version",
		resources: [bridge({ protocols: ["OpenFlow10", "OpenFlow12", "OpenFlow13"] })],
	},
	{
		name: "Flow Table Configuration: flow_limit",
		resources: [bridge({ columns: { flow_tables: { 0: { flow_limit: 100, overflow_policy: "refuse" } } } })],
		shows: [["ovs-vsctl --columns=flow_limit,overflow_policy list Flow_Table", "100[^]*refuse"]],
	},
	{
		name: "Flow Table Configuration: eviction",
		resources: [
			bridge({
				columns: { flow_tables: { 0: { flow_limit: 100, overflow_policy: "evict", groups: ["NXM_OF_IN_PORT[]"] } } },
			}),
		],
	},
	{
		name: "Auto-Attach Commands",
		nics: ["~eth0"],
		// ovs-vswitchd adds the VLANs of deleted bridges' mappings, too, until it is restarted (all_mappings in its lib/ovs-lldp.c).
		before: "lab-ovs stop vswitchd; lab-ovs start vswitchd",
		resources: [
			bridge({ columns: { auto_attach: { system_name: "ovs", system_description: "edge", mappings: { 1000: 100 } } } }),
			// Open vSwitch itself adds the VLANs of the mappings to the port's trunks.
			port("~eth0", { vlanMode: "trunk", trunks: [100], columns: { lldp: { enable: "true" } } }),
		],
		shows: [["ovs-vsctl get-aa-mapping ~br0", "1000"]],
	},
	{
		name: "SSL/TLS Configuration: set-ssl, --bootstrap",
		resources: [root({ columns: { ssl } })],
		next: [root({ columns: { ssl: { ...ssl, bootstrap_ca_cert: true } } })],
	},
	{
		name: "Manager Connectivity: set-manager",
		resources: [root({ columns: { manager_options: [{ target: "ptcp:6640:127.0.0.1" }] } })],
		shows: [["ovs-vsctl get-manager", "^ptcp:6640:127.0.0.1$"]],
	},
];

export const ovsVsctl: Peer = { name: "ovs-vsctl(8)", configurations };
