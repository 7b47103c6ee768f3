import type { Values } from "../../../provider/base/values";
import type { CompactFacts } from "./compact";

/** Addresses of a device with each attribute. */
const withAttributes = (device: string): Values[] => [
	{
		...{ address: "10.0.1.1/24", peer: "10.0.1.2", label: `${device}:1`, broadcast: "10.0.1.255", scope: "link" },
		...{ metric: 300, preferredLifetime: 0, noprefixroute: true },
	},
	{ address: "2001:db8::1/64", nodad: true },
];

/** Settings of a port of a Linux bridge. */
const bridgePort: Values = {
	bridgeVlans: [{ vid: 10, pvid: true, untagged: true }, "20-30"],
	bridgePort: {
		...{ isolated: true, hairpin: true, learning: false, flood: false, mcastFlood: false, bcastFlood: false },
		...{ mcastToUnicast: true, fastleave: true, neighSuppress: true, proxyArp: true, guard: true, rootBlock: true },
		...{ cost: 7, priority: 9 },
	},
};

/** Inputs of each kind with as many fields as can be set together. A kind whose types exclude each other's fields has several. */
export const samples: Record<string, Values[]> = {
	HostSetup: [
		{
			...{ name: "setup", packages: ["openvswitch-switch"], modules: ["vxlan"], services: ["openvswitch-switch"] },
			sudoers: { user: "ops" },
		},
	],
	OpenVSwitch: [
		{
			...{ otherConfig: { "vlan-limit": "2" }, externalIds: { site: "r1" } },
			ovnBridgeMappings: { net1: "br1", net2: "br2" },
			columns: {
				...{ system_type: "unknown", system_version: "1" },
				ssl: {
					...{ private_key: "/etc/key.pem", certificate: "/etc/cert.pem", ca_cert: "/etc/ca.pem", bootstrap_ca_cert: true },
					external_ids: { a: "b" },
				},
				manager_options: [
					{
						...{ target: "ptcp:6640:127.0.0.1", max_backoff: 1000, inactivity_probe: 0, connection_mode: "in-band" },
						...{ other_config: { a: "b" }, external_ids: { c: "d" } },
					},
				],
			},
		},
	],
	Bridge: [
		{
			...{ name: "br0", datapathType: "netdev", failMode: "secure", protocols: ["OpenFlow13"], rstp: true },
			...{
				mcastSnooping: true,
				floodVlans: [5, 100],
				hwaddr: "02:00:00:00:00:01",
				disableInBand: true,
				otherConfig: { a: "b" },
				externalIds: { c: "d" },
			},
			controllers: [
				{
					...{ target: "tcp:192.0.2.9:6653", connectionMode: "in-band" },
					columns: {
						...{ type: "primary", max_backoff: 1000, inactivity_probe: 0, local_netmask: "255.255.255.0" },
						...{ local_gateway: "192.0.2.254", enable_async_messages: false, controller_queue_size: 5 },
						...{ controller_rate_limit: 100, controller_burst_limit: 25, other_config: { a: "b" }, external_ids: { c: "d" } },
					},
				},
			],
			columns: {
				flow_tables: {
					7: {
						...{ name: "seven", flow_limit: 100, overflow_policy: "evict", groups: [""], prefixes: ["ip_dst"] },
						external_ids: { a: "b" },
					},
				},
				auto_attach: { system_name: "s", system_description: "d", mappings: { 110: 10 } },
			},
			...{ addresses: ["10.0.0.1/24"], mtu: 1400, up: true },
		},
		{ name: "br0", stp: true, uplink: { nic: "eth1", takeAddresses: true } },
	],
	Port: [
		{
			...{ name: "p1", bridge: "br0", type: "internal", vlanMode: "native-tagged", tag: 5, trunks: [5, 6], mtu: 1400 },
			...{ mac: "02:00:00:00:00:02", ofportRequest: 9, protected: true, addresses: ["10.0.0.2/24"], up: true, netns: "blue" },
			...{ options: { a: "b" }, otherConfig: { c: "d" } },
			...{ externalIds: { e: "f" }, portOtherConfig: { g: "h" }, portExternalIds: { i: "j" } },
			columns: { bfd: { enable: "true" }, cfm_mpid: 7, lldp: { enable: "true" } },
			portColumns: { mac: "02:00:00:00:00:07", bond_fake_iface: true },
		},
		{
			...{ name: "p2", bridge: "br0", type: "internal", ingressPolicingRate: 100, ingressPolicingBurst: 10 },
			qos: {
				...{ type: "linux-htb", maxRate: 10_000_000, otherConfig: { a: "b" } },
				queues: { 0: { maxRate: 5_000_000, dscp: 10 }, 7: { minRate: 1_000_000, maxRate: 2_000_000, burst: 9000, priority: 1 } },
			},
		},
		{ name: "eth2", bridge: "br0", optional: true, tag: 5 },
		{ name: "p1", bridge: "br0", type: "patch", peer: "p2", vlanMode: "dot1q-tunnel", tag: 5, cvlans: [7] },
		{
			...{ name: "bond0", bridge: "br0", type: "bond", interfaces: ["eth1", "eth2"], bondMode: "balance-slb", lacp: "active" },
			...{ bondUpdelay: 5, bondDowndelay: 6 },
		},
		{
			...{ name: "bond1", bridge: "br0", type: "bond", interfaces: ["d0", "d1"] },
			dpdkInterfaces: {
				d0: { type: "dpdk", options: { "dpdk-devargs": "0000:01:00.0" } },
				d1: { type: "dpdkvhostuserclient", options: { "vhost-server-path": "/run/vm1.sock" } },
			},
		},
		{ name: "p1", bridge: "br0", type: "dpdk", options: { "dpdk-devargs": "0000:01:00.0", n_rxq: "2" }, mtu: 9000 },
		{ name: "p1", bridge: "br0", type: "dpdkvhostuserclient", options: { "vhost-server-path": "/run/vm.sock" } },
		{ name: "p1", bridge: "br0", type: "dpdkvhostuser", ingressPolicingRate: 100 },
	],
	Tunnel: [
		{
			...{ name: "t1", bridge: "br0", type: "vxlan", remoteIp: "192.0.2.2", localIp: "192.0.2.1", key: 7, dstPort: 4790 },
			...{ ttl: 5, tos: "inherit", csum: true, dfDefault: false, tag: 5, protected: true, ofportRequest: 4 },
			...{ options: { exts: "gbp" }, externalIds: { a: "b" }, vlanMode: "native-tagged", trunks: [5, 6], psk: "swordfish" },
			columns: { bfd: { enable: "true" }, cfm_mpid: 7, lldp: { enable: "true" }, other_config: { a: "b" } },
			portColumns: {
				...{ mac: "02:00:00:00:00:07", bond_fake_iface: true },
				...{ other_config: { a: "b" }, external_ids: { c: "d" } },
			},
		},
		{
			...{ name: "t1", bridge: "br0", type: "gre", remoteIp: "192.0.2.2", vlanMode: "dot1q-tunnel", tag: 5, cvlans: [7] },
			...{ remoteCert: "/etc/keys/h2.pem", inKey: 7, outKey: "flow" },
		},
		{ name: "t1", bridge: "br0", type: "geneve", remoteIp: "192.0.2.2", remoteName: "h2" },
		{ name: "t1", bridge: "br0", type: "erspan", remoteIp: "192.0.2.2", key: 9, erspanVersion: 1, erspanIndex: 171 },
		{
			...{ name: "t1", bridge: "br0", type: "erspan", remoteIp: "192.0.2.2", inKey: 9, outKey: "flow", erspanVersion: 2 },
			...{ erspanDirection: "egress", erspanHardwareId: 63 },
		},
		{
			...{ name: "t2", type: "vxlan", key: 8, localIp: "192.0.2.1", group: "239.1.1.1", dev: "b1", learning: false, df: "set" },
			peers: ["192.0.2.7", "192.0.2.8"],
			...{ vrf: "vrf8", mac: "02:00:00:00:00:05", mtu: 1400, addresses: ["10.0.0.5/24"], up: true, netns: "blue" },
		},
		{ name: "t3", type: "gretap", external: true, master: "eth1", ...bridgePort, promisc: true, allmulticast: true },
		{ name: "t7", type: "vti", remoteIp: "192.0.2.2", localIp: "192.0.2.1", inKey: 7, outKey: 8 },
		{ name: "t4", type: "vti6", remoteIp: "2001:db8::2", localIp: "2001:db8::1", key: 7, dev: "eth0" },
		{ name: "t5", type: "sit", remoteIp: "192.0.2.2", localIp: "192.0.2.1", ttl: 9, tos: "inherit" },
		{ name: "t8", type: "gre", remoteIp: "192.0.2.2", pathMtuDiscovery: false, ignoreDf: true, sequence: true },
		{ name: "t6", type: "ip6gre", remoteIp: "2001:db8::2", key: 7, ttl: 9, tos: "16", csum: true, encapLimit: 5 },
	],
	Vtep: [
		{
			...{ bridge: "br0", name: "vx", type: "geneve", localIp: "192.0.2.1", key: 7, dstPort: 6082, ttl: 5, tos: "inherit" },
			...{ csum: true, dfDefault: true, peers: { h2: "192.0.2.2" }, tag: 5, protected: false, options: { egress_pkt_mark: "7" } },
			...{ vlanMode: "native-tagged", trunks: [5, 6], psk: "swordfish" },
		},
		{
			bridge: "br0",
			name: "vx",
			type: "gre",
			peers: { h2: "192.0.2.2" },
			vlanMode: "dot1q-tunnel",
			tag: 5,
			cvlans: [7],
			inKey: 5,
			outKey: 6,
		},
	],
	LocalVlans: [{ bridge: "br0", networks: ["0-blue", "red"], vlans: { "0-blue": 1 } }],
	Trunk: [
		{
			...{ name: "vm1", mode: "bridge", integrationBridge: "br9", force: true },
			parent: { port: "eth1", tag: 5, externalIds: { "iface-id": "a" } },
			subports: [
				{ name: "s1", segmentationId: 100, tag: 6, externalIds: { "iface-id": "b" } },
				{ name: "s2", segmentationId: 200, tag: 7 },
			],
		},
		{
			...{ name: "vm2", mode: "vlan-interfaces", integrationBridge: "br9" },
			parent: { port: "eth2", tag: 5, externalIds: { "iface-id": "a" } },
			subports: [{ name: "s1", segmentationId: 100, tag: 6, externalIds: { "iface-id": "b" } }],
		},
	],
	Link: [
		{
			...{
				name: "a",
				type: "veth",
				addresses: ["10.0.0.1/24", ...withAttributes("a")],
				mac: "02:00:00:00:00:03",
				mtu: 1400,
				up: true,
				netns: "blue",
			},
			...{
				master: "b1",
				...bridgePort,
				peer: { name: "b", netns: "red", vrf: "r1", addresses: ["10.0.0.2/24"], mac: "02:00:00:00:00:04", mtu: 1400, up: true },
			},
		},
		{ name: "v5", type: "vlan", parent: "eth0", vlanId: 5, vlanProtocol: "802.1ad" },
		{ name: "i5", type: "ipvlan", parent: "eth0", mode: "l2" },
		{
			...{ name: "b5", type: "bridge", vlanFiltering: true, vlanDefaultPvid: 0, vlanProtocol: "802.1ad", stp: true },
			...{ priority: 4096, forwardDelay: 4, helloTime: 1, maxAge: 10, ageingTime: 60, mcastSnooping: false },
			...{ mcastQuerier: true, groupFwdMask: 16384, bridgeVlans: [{ vid: 10, pvid: true, untagged: true }, "20-30"] },
		},
		{ name: "b6", type: "bridge", adopt: true, stp: false },
		{ name: "m5", type: "macvlan", parent: "eth0", mode: "vepa", vrf: "vrf9" },
		{
			...{ name: "bo5", type: "bond", mode: "802.3ad", interfaces: ["eth1", "eth2"], miimon: 50, lacpRate: "fast" },
			bondPorts: { eth1: { queueId: 1 }, eth2: { queueId: 2 } },
			...{ xmitHashPolicy: "layer3+4", updelay: 100, downdelay: 200, numPeerNotif: 5, allSlavesActive: true, minLinks: 2 },
			...{ lacpActive: false, adSelect: "bandwidth", adActorSysPrio: 100, adUserPortKey: 9 },
			adActorSystem: "02:00:00:00:00:09",
		},
		{ name: "bo7", type: "bond", mode: "balance-rr", packetsPerSlave: 0, resendIgmp: 0 },
		{
			name: "bo6",
			type: "bond",
			mode: "active-backup",
			interfaces: ["eth1", "eth2"],
			primary: "eth2",
			primaryReselect: "better",
		},
		{ name: "bo8", type: "bond", mode: "balance-tlb", lpInterval: 5, tlbDynamicLb: false },
		{ name: "tun5", type: "tun" },
		{ name: "mt5", type: "macvtap", parent: "eth0", mode: "vepa", promisc: true, allmulticast: true },
	],
	Namespace: [{ name: "blue" }],
	WireGuard: [
		{
			...{ name: "wg0", privateKey: "gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=", listenPort: 51820, fwmark: 51, vrf: "vrf9" },
			...{ addresses: ["10.9.0.1/24", ...withAttributes("wg0")], mtu: 1380, up: true, netns: "blue" },
			peers: [
				{
					publicKey: "HIgo9xNzJMWLKASShiTqIybxZ0U3wGLiUeJ1PKf8ykw=",
					presharedKey: "FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE=",
					...{ endpoint: "[2001:db8::2]:51820", allowedIps: ["10.9.0.2/32", "2001:db8:9::/48"], persistentKeepalive: 25 },
				},
			],
		},
	],
	VRF: [
		{ name: "red", table: 102, netns: "blue" },
		{ name: "red", table: 101, interfaces: ["eth1"], up: true, unreachableDefault: true, localRuleLast: true },
	],
	Route: [
		{
			...{ destination: "10.8.0.0/16", vrf: "vrf9", metric: 5, tos: 16, via: "10.0.0.9", dev: "eth1", src: "10.0.0.1" },
			...{ onlink: true, type: "unicast", scope: "global", mtu: 1400, advmss: 1300, initcwnd: 20, initrwnd: 30, quickack: true },
			...{ lockMtu: true, cwnd: 40 },
			encap: { type: "ip", id: 7, dst: "192.0.2.9", src: "192.0.2.1", ttl: 9, tos: 4, key: true },
		},
		{
			destination: "2001:db8::/32",
			table: 7,
			nexthops: [
				{ via: "fe80::1", dev: "eth1" },
				{ via: "fe80::2", dev: "eth2", weight: 2 },
			],
		},
		{
			destination: "10.10.0.0/16",
			nexthops: [
				{ dev: "eth1", encap: { type: "mpls", labels: [100, 200], ttl: 9 } },
				{ via: "2001:db8::9", dev: "eth2", onlink: true, weight: 2, encap: { type: "ip6", id: 7, dst: "2001:db8::7" } },
			],
		},
		{
			destination: "10.12.0.0/16",
			dev: "eth1",
			encap: { type: "seg6", mode: "l2encap", segments: ["2001:db8::7", "2001:db8::8"] },
		},
		{ destination: "2001:db8:5e9::/64", dev: "eth1", encap: { type: "seg6local", action: "End.X", nh6: "fe80::9" } },
		{ destination: "2001:db8:5ea::/64", dev: "eth1", encap: { type: "seg6local", action: "End.DX2", oif: "eth2" } },
		{ destination: "2001:db8:5eb::/64", dev: "eth1", encap: { type: "seg6local", action: "End.DX4", nh4: "10.0.0.9" } },
		{ destination: "2001:db8:5ec::/64", dev: "eth1", encap: { type: "seg6local", action: "End.T", table: 7 } },
		{ destination: "2001:db8:5ed::/64", dev: "eth1", encap: { type: "seg6local", action: "End.DT46", vrfTable: 9 } },
		{ destination: "10.9.0.0/16", type: "blackhole", netns: "blue" },
	],
	Routes: [
		{
			...{ name: "branches", vrf: "vrf9", netns: "blue" },
			routes: [
				{ destination: "10.8.0.0/16", via: "10.0.0.9", dev: "eth1", src: "10.0.0.1", metric: 5, tos: 16, onlink: true },
				{
					destination: "10.9.0.0/16",
					dev: "eth1",
					scope: "link",
					mtu: 1400,
					lockMtu: true,
					cwnd: 40,
					advmss: 1300,
					initcwnd: 20,
					initrwnd: 30,
					quickack: true,
				},
				{
					destination: "10.10.0.0/16",
					dev: "eth1",
					encap: { type: "ip", id: 7, dst: "192.0.2.9", src: "192.0.2.1", ttl: 9, tos: 4, key: true },
				},
				{ destination: "10.11.0.0/16", type: "blackhole" },
				{ destination: "10.12.0.0/16", dev: "eth1", encap: { type: "mpls", labels: [100], ttl: 9 } },
				{ destination: "10.13.0.0/16", dev: "eth1", encap: { type: "seg6", mode: "encap", segments: ["2001:db8::7"] } },
			],
		},
		{
			...{ name: "more", table: 7 },
			routes: [
				{
					destination: "2001:db8::/32",
					nexthops: [
						{ via: "fe80::1", dev: "eth1" },
						{ via: "fe80::2", dev: "eth2", weight: 2, onlink: true, encap: { type: "ip", id: 7, dst: "192.0.2.9", key: true } },
					],
				},
			],
		},
	],
	Rule: [
		{
			...{ family: "inet", priority: 100, from: "10.0.0.0/8", to: "10.1.0.7", iif: "eth1", oif: "eth2", fwmark: 16, fwmask: 255 },
			...{ ipproto: "tcp", sport: "80", dport: "1000-2000", not: true, suppressPrefixlength: 0, vrf: "vrf9" },
		},
		{ priority: 101, l3mdev: true },
		{ priority: 102, goto: 200 },
		{ priority: 103, action: "prohibit", tos: 16, uidrange: "1000-1999" },
		{ priority: 104, table: 7, netns: "blue" },
	],
	Neighbor: [
		{ dev: "eth1", address: "2001:db8::9", lladdr: "02:00:00:00:00:09", router: true, netns: "blue" },
		{ dev: "eth1", address: "10.0.0.9", proxy: true },
	],
	Sysctl: [{ key: "net.ipv4.ip_forward", value: "1", netns: "blue" }],
	NftTable: [
		{
			...{ family: "inet", name: "gw", netns: "blue" },
			chains: {
				forward: {
					...{ type: "filter", hook: "forward", priority: "filter", policy: "drop" },
					rules: ["ct state established accept", "ip saddr vmap @by"],
				},
				in: { type: "filter", hook: "ingress", priority: "0", policy: "accept", devices: ["b1"], rules: ["accept"] },
				one: { comment: "of one", rules: ['tcp dport { 22, 80 } accept comment "a; b"', "counter name web"] },
			},
			objects: { "counter web": 'comment "a; b"', "ct helper ftp": 'type "ftp" protocol tcp; l3proto ip' },
			sets: {
				s: {
					...{ type: "ipv4_addr", flags: ["dynamic", "timeout"], elements: ["10.0.0.1"], timeout: "1h", gcInterval: "1m" },
					...{ size: 100, comment: "seen" },
				},
				merged: { type: "ipv4_addr", flags: ["interval"], autoMerge: true, elements: ["10.0.0.0/24"] },
			},
			maps: {
				by: { type: "ipv4_addr", value: "verdict", elements: { "10.0.0.7": "jump one" } },
				marks: {
					...{ type: "ipv4_addr", value: "mark", flags: ["interval", "timeout"], timeout: "1h", size: 9 },
					...{ comment: "marks", elements: { "10.0.0.0/24": "5" } },
				},
			},
			flowtables: { fb: { priority: "filter", devices: ["b1"], hardwareOffload: true, counter: true } },
		},
	],
	FlowTable: [
		{
			...{ name: "fast", netns: "blue", family: "inet", devices: ["b1"], priority: "filter", protocols: ["tcp"] },
			...{ expression: 'ip saddr 10.0.0.0/8 iifname "a b"', ctZone: 5, hardwareOffload: true, counter: true },
		},
	],
	OpenFlowTable: [
		{
			...{ bridge: "br9", table: 5, name: "acl" },
			flows: [
				{ priority: 100, match: "in_port=p9,tcp,tcp_dst=80", actions: "output:p9", idleTimeout: 30, hardTimeout: 60 },
				{ priority: 0, match: "", actions: "drop" },
			],
		},
	],
	OpenFlowGroup: [
		{
			...{
				bridge: "br9",
				groupId: 7,
				type: "select",
				selectionMethod: "hash",
				selectionMethodParam: 3,
				fields: ["ip_dst", "ip_src"],
			},
			buckets: [
				{ actions: "output:p9", bucketId: 0, weight: 5, watchPort: "p9", watchGroup: 8 },
				{ actions: "mod_dl_dst:02:00:00:00:00:01,p8,group:9", weight: 0 },
			],
		},
	],
	OpenFlowMeter: [{ bridge: "br9", meterId: 3, unit: "kbps", bands: [{ rate: 1000, burstSize: 100 }], stats: true }],
	GeneveOption: [{ bridge: "br9", field: "tun_metadata0", class: 0x102, type: 0x80, length: 4 }],
	Mirror: [
		{
			...{ bridge: "br9", name: "m1", selectSrcPorts: ["p9"], selectDstPorts: ["p8", "p9"], selectVlans: [5, 6] },
			...{ outputPort: "out9", snaplen: 128, columns: { external_ids: { a: "b" } } },
		},
		{ bridge: "br9", name: "m2", selectAll: true, outputVlan: 99 },
	],
	SFlow: [
		{
			...{ bridge: "br9", agent: "eth1", targets: ["192.0.2.9:6343"], header: 128, sampling: 64, polling: 10 },
			columns: { external_ids: { a: "b" } },
		},
	],
	NetFlow: [
		{
			...{ bridge: "br9", targets: ["192.0.2.9:2055", "[2001:db8::9]:2055"], activeTimeout: 60 },
			...{ engineId: 127, engineType: 2, addIdToInterface: true, columns: { external_ids: { a: "b" } } },
		},
	],
	IPFIX: [
		{
			...{ bridge: "br9", targets: ["192.0.2.9:4739"], sampling: 64, obsDomainId: 1, obsPointId: 2 },
			...{ cacheActiveTimeout: 60, cacheMaxFlows: 1000, virtualObsId: "rack 7" },
			columns: { other_config: { a: "b" }, external_ids: { c: "d" } },
			...{ enableInputSampling: false, enableOutputSampling: false, enableTunnelSampling: false },
		},
		{
			...{ bridge: "br9", collectorSet: 7, targets: ["[2001:db8::9]:4739"], cacheActiveTimeout: 60, cacheMaxFlows: 1000 },
			...{ enableTunnelSampling: false, virtualObsId: "rack 7" },
		},
	],
	Reachability: [
		{
			...{ name: "ping", to: "10.0.0.2", protocol: "tcp", port: 22, expect: "reachable", retries: 2, timeout: 2 },
			...{ triggers: ["x"], confirms: true, vrf: "red", netns: "blue" },
		},
	],
};

/** A host on which each sample can be created. */
export const readyHost: CompactFacts = {
	ovs: {
		root: { ovs_version: "3.3.0" },
		bridges: { br9: { ports: { p8: {}, p9: { interface: { type: "internal", ofport: 9 } }, out9: {} } } },
	},
	namespaces: ["blue", "red"],
	links: {
		"": { eth0: {}, eth1: {}, eth2: {}, vrf9: { kind: "vrf", data: { table: 109 } } },
		blue: { b1: { kind: "bridge" }, vrf8: { kind: "vrf", data: { table: 108 } } },
		red: {},
	},
	sysctl: { blue: { "net/ipv4/ip_forward": "0" } },
};

type Path = (string | number)[];

/** The paths of all leaves. */
export function leaves(value: unknown, path: Path = []): Path[] {
	if (typeof value !== "object" || value === null) return [path];
	return Object.entries(value).flatMap(([key, v]) => leaves(v, [...path, Array.isArray(value) ? Number(key) : key]));
}

/** The paths of all inner values: maps, lists, and what is in them. */
export function branches(value: unknown, path: Path = []): Path[] {
	if (typeof value !== "object" || value === null) return path.length > 0 ? [path] : [];
	const below = Object.entries(value).flatMap(([key, v]) => branches(v, [...path, Array.isArray(value) ? Number(key) : key]));
	return path.length > 0 ? [path, ...below] : below;
}

export const at = (value: unknown, path: Path): unknown =>
	path.reduce<unknown>((v, key) => (v as Record<string | number, unknown> | undefined)?.[key], value);

/** The values with another value at this path. */
export function replaced<T>(value: T, [key, ...rest]: Path, by: unknown): T {
	if (key === undefined) return by as T;
	const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string | number, unknown>;
	copy[key] = replaced(copy[key], rest, by);
	return copy as T;
}
