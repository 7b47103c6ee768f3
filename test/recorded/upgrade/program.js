/** The values that the update changes: one property of most kinds. */
const values = {
	...{ site: "lab", aging: "60", tag: 10, rate: 3000000, key: 100, peers: { h2: "192.0.2.2", h3: "192.0.2.3" } },
	...{ subportTag: 20, snaplen: 128, sampling: 64, flow: "drop", networks: ["red", "blue"], retries: 3 },
	...{ mtu: 1400, vlanAddress: "10.9.6.1/24", forward: 1, via: "10.71.0.9", mark: 7, port: 22, ipip: "10.74.0.1/30" },
	...{ members: ["member0"], devices: ["kd0", "kd1"], boxMtu: 1300 },
	...{ theirPurpose: "upgrade", theirTag: 8, theirFlow: "drop", theirVia: "10.76.0.8", theirPort: 8080 },
	...{ theirKeys: { theirs: "ours now" }, theirLink: { mtu: 1390 } },
};

/** One program with every kind of resource, on hosts that have things of other people's, some of which it adopts. */
module.exports = (ovs, pulumi, connection, changes = {}) => {
	const v = { ...values, ...changes };
	openVSwitch(ovs, pulumi, v);
	adoptedOpenVSwitch(ovs, v);
	kernel(ovs, v);
	adoptedKernel(ovs, v);
	components(ovs);

	// A host that is no name but a connection object, whose secrets are in the state.
	const host = connection;
	const netns = new ovs.Namespace("box", { host });
	new ovs.Link("box0", { host, type: "dummy", netns: netns.name, mtu: v.boxMtu, addresses: ["10.9.9.1/24"] });
};

const peerOf = (localIp, remoteIp) => ({ localIp, remoteIp });

function openVSwitch(ovs, pulumi, v) {
	const host = "h1";
	new ovs.OpenVSwitch("root", { host, otherConfig: { "vlan-limit": "2" }, externalIds: { site: v.site, ...v.theirKeys } });
	const one = new ovs.Bridge("br-one", {
		...{ host, rstp: true, hwaddr: "02:00:00:00:01:01", mtu: 1450, addresses: ["10.9.0.1/24"] },
		...{ otherConfig: { "mac-aging-time": v.aging }, externalIds: { purpose: "upgrade", token: pulumi.secret("hidden") } },
	});
	const two = new ovs.Bridge("br-two", {
		...{ host, failMode: "secure", protocols: ["OpenFlow13", "OpenFlow10"], hwaddr: "02:00:00:00:01:02" },
		controllers: [{ target: "tcp:192.0.2.250:6653", connectionMode: "out-of-band" }],
	});
	const onOne = { host, bridge: one.name };
	const onTwo = { host, bridge: two.name };
	new ovs.Port("acc", {
		...{ ...onOne, type: "internal", tag: v.tag, mac: "02:00:00:00:01:03", addresses: ["10.9.1.1/24"] },
		...{ externalIds: { "iface-id": "acc" }, portExternalIds: { room: "2" } },
		...{ ingressPolicingRate: 20000, ingressPolicingBurst: 2000 },
		qos: { type: "linux-htb", maxRate: 5000000, queues: { 0: { minRate: 1000000 }, 1: { maxRate: v.rate, priority: 1 } } },
	});
	new ovs.Port("trk", { ...onOne, type: "internal", vlanMode: "trunk", trunks: [30, 20], ofportRequest: 33 });
	new ovs.Port("tapp", { ...onOne, type: "tap", up: true });
	new ovs.Port("pa", { ...onOne, type: "patch", peer: "pb" });
	new ovs.Port("pb", { ...onTwo, type: "patch", peer: "pa" });
	for (const name of ["b1", "b2"]) new ovs.Link(name, { host, type: "dummy", up: true });
	new ovs.Port("bond", {
		...{ ...onTwo, type: "bond", interfaces: ["b2", "b1"] },
		...{ bondMode: "active-backup", lacp: "off", bondUpdelay: 100 },
	});
	new ovs.Tunnel("tun1", { ...onOne, type: "vxlan", ...peerOf("192.0.2.1", "192.0.2.2"), key: v.key, dstPort: 4790 });
	new ovs.Tunnel("tun2", { ...onTwo, type: "geneve", remoteIp: "192.0.2.3", key: "flow", protected: true });
	new ovs.Vtep("vt", { ...onTwo, name: "vt", type: "gre", key: 77, peers: v.peers });

	const ns = new ovs.Namespace("inside", { host });
	new ovs.Port("inns", { ...onOne, type: "internal", netns: ns.name, addresses: ["10.9.2.1/24"], mtu: 1400 });
	new ovs.Link("va", {
		...{ host, type: "veth", up: true, addresses: ["10.9.3.1/24"] },
		peer: { name: "vb", netns: ns.name, addresses: ["10.9.3.2/24"], mtu: 1480 },
	});
	const dum = new ovs.Link("dum", { host, type: "dummy", mtu: v.mtu, addresses: ["10.9.4.1/24", "2001:db8:94::1/64"] });
	new ovs.Link("dum.5", { host, type: "vlan", parent: dum.name, vlanId: 5, addresses: [v.vlanAddress] });
	new ovs.Link("brl", { host, type: "bridge", up: true });
	new ovs.Link("tapl", { host, type: "tap", master: "brl", mtu: 1300 });
	new ovs.Link("nic", { host, type: "device", name: "nic0", mtu: 1400, addresses: ["10.8.0.1/24", "10.9.5.1/24"] });
	new ovs.Sysctl("forward", { host, key: "net.ipv4.ip_forward", value: v.forward });
	new ovs.Sysctl("filter", { host, key: "net/ipv4/conf/dum.5/rp_filter", value: 2 });
	new ovs.Sysctl("inside-forward", { host, netns: ns.name, key: "net.ipv4.ip_forward", value: 1 });
	new ovs.Reachability("h2-answers", { host, to: "192.0.2.2", retries: v.retries, timeout: 10 });

	const local = new ovs.LocalVlans("local", { ...onTwo, networks: v.networks, vlans: { blue: 40 } });
	new ovs.Port("red0", { ...onTwo, type: "internal", tag: local.vlans.apply(({ red }) => red) });
	new ovs.Link("tap1", { host, type: "veth", up: true, peer: { name: "tap1-in", up: true } });
	const subports = [{ name: "one", segmentationId: 100, tag: v.subportTag, externalIds: { "iface-id": "0b1c" } }];
	const more = { name: "a subport with a long name, no. 2", segmentationId: 200, tag: 7 };
	const trunk = { host, integrationBridge: one.name };
	new ovs.Trunk("vm1", { ...trunk, parent: { port: "tap1", tag: 5 }, subports: [...subports, more] });
	new ovs.Trunk("vm2", {
		...{ ...trunk, mode: "vlan-interfaces", parent: { port: "tap2", tag: 5 }, force: true },
		subports: subports.map((s) => ({ ...s, name: "two" })),
	});

	new ovs.Mirror("mirror", {
		...{ ...onOne, selectSrcPorts: ["acc", "trk"], selectVlans: [10, 20], outputPort: "tapp", snaplen: v.snaplen },
	});
	new ovs.SFlow("samples", {
		...{ ...onOne, agent: "eth0", targets: ["192.0.2.9:6343"], header: 128, sampling: v.sampling, polling: 10 },
	});
	new ovs.OpenFlowTable("flows", {
		...onTwo,
		flows: [
			{ priority: 20, match: "in_port=pb,arp", actions: "FLOOD" },
			{ priority: 10, match: "in_port=pb,icmp,nw_dst=10.9.0.1", actions: "mod_nw_src:10.9.0.9,tun2" },
			{ priority: 10, match: "tcp,tcp_dst=80", actions: v.flow, idleTimeout: 3600 },
			{ priority: 1, actions: "set_field:0x1->reg0,resubmit(,1)" },
		],
	});
	new ovs.OpenFlowTable("flows1", { ...onTwo, table: 1, name: "a name/with a slash", flows: [{ actions: "NORMAL" }] });

	ovs.Bridge.get("seen", "h1/Bridge/br-seen");
	ovs.Link.get("seen-link", "h1/Link/seen0");
}

/** The program adopts what other people have made. */
function adoptedOpenVSwitch(ovs, v) {
	const own = { host: "h1", adopt: true };
	const theirs = new ovs.Bridge("theirs", {
		...{ ...own, name: "br-theirs", mcastSnooping: true, controllers: [{ target: "tcp:192.0.2.251:6653" }], mtu: 1440 },
		...{ addresses: ["10.7.0.2/24"], externalIds: { whose: "ours now", purpose: v.theirPurpose } },
	});
	const on = { ...own, bridge: theirs.name };
	const port = { name: "theirs0", type: "internal", tag: v.theirTag, mtu: 1380, externalIds: { who: "we" } };
	new ovs.Port("their-port", { ...on, ...port });
	new ovs.Tunnel("their-tunnel", { ...on, name: "theirs1", type: "gre", remoteIp: "192.0.2.3", key: 6 });
	const peers = { h2: "192.0.2.2", h3: "192.0.2.3" };
	new ovs.Vtep("their-vtep", { ...on, name: "tv", type: "vxlan", key: 66, dstPort: 4791, peers });
	new ovs.Mirror("their-mirror", { ...on, name: "tm", selectAll: true, outputPort: "theirs2", snaplen: 96 });
	new ovs.SFlow("their-samples", { ...on, targets: ["192.0.2.8:6343"], sampling: 100 });
	new ovs.OpenFlowTable("their-flows", {
		...{ ...own, bridge: "br-seen" },
		flows: [
			{ priority: 9, match: "udp", actions: v.theirFlow },
			{ priority: 8, match: "udp,tp_dst=53", actions: "NORMAL" },
		],
	});
	const addresses = ["10.7.1.1/24", "10.7.1.2/24"];
	new ovs.Link("their-link", { ...own, name: "theirs3", type: "dummy", addresses, ...v.theirLink });
}

function kernel(ovs, v) {
	const host = "h2";
	const red = new ovs.VRF("kred", { host, table: 201, interfaces: v.members, unreachableDefault: true, localRuleLast: true });
	const ns = new ovs.Namespace("inside2", { host, name: "inside" });
	new ovs.VRF("kns", { host, netns: ns.name, name: "kred", table: 201 });
	new ovs.Link("kd0", { host, type: "dummy", mtu: 1400, addresses: ["10.71.0.1/24", "2001:db8:71::1/64"] });
	new ovs.Link("kd1", { host, type: "dummy", vrf: red.name, addresses: ["10.72.0.1/24"] });
	new ovs.Link("kmac", { host, type: "macvlan", parent: "kd0", mac: "02:00:00:00:02:01", addresses: ["10.73.0.1/24"] });
	new ovs.Link("ktun", { host, type: "tun", up: true });
	new ovs.Tunnel("kkey", {
		...{ host, type: "gretap", key: 1000, localIp: "192.0.2.2", vrf: red.name },
		...{ mac: "02:00:0a:00:00:01", addresses: ["1.1.1.11/24"] },
	});
	new ovs.Tunnel("kext", { host, type: "gretap", external: true, addresses: ["1.1.2.7/24"] });
	new ovs.Tunnel("kvx", {
		...{ host, type: "vxlan", key: 77, dstPort: 4799, ...peerOf("192.0.2.2", "192.0.2.3") },
		...{ learning: false, df: "set", up: true },
	});
	new ovs.Tunnel("kip", { host, type: "ipip", ...peerOf("192.0.2.2", "192.0.2.3"), addresses: [v.ipip] });
	new ovs.Route("plain", { host, destination: "10.81.0.0/16", via: v.via, src: "10.71.0.1", mtu: 1300 });
	new ovs.Route("six", { host, destination: "2001:db8:81::/48", via: "2001:db8:71::9", dev: "kd0" });
	const encap = { id: 1000, dst: "192.0.2.1", key: true };
	new ovs.Route("encap", { host, destination: "2.2.2.11", via: "1.1.2.11", dev: "kext", encap });
	new ovs.Route("in-vrf", { host, vrf: red.name, destination: "default", via: "10.72.0.9", dev: "kd1" });
	new ovs.Route("to-tenant", { host, vrf: red.name, destination: "10.0.0.7", dev: "kkey", encap: { dst: "192.0.2.3" } });
	new ovs.Route("hole", { host, table: 277, destination: "10.82.0.0/16", type: "blackhole", metric: 5 });
	const nexthops = [{ via: "10.71.0.8" }, { via: "10.71.0.9", weight: 3 }];
	new ovs.Route("shared", { host, table: 277, destination: "10.83.0.0/16", nexthops });
	new ovs.Rule("by-mark", { host, priority: 701, fwmark: v.mark, fwmask: 0xff, table: 277 });
	new ovs.Rule("by-vrf", { host, priority: 702, from: "10.75.0.0/16", vrf: red.name });
	new ovs.Rule("by-six", { host, priority: 703, from: "2001:db8:75::/48", ipproto: "tcp", dport: 80, table: 277 });
	const filter = { type: "filter", hook: "forward", priority: "filter" };
	new ovs.NftTable("kgw", {
		...{ host, family: "inet" },
		sets: { ports: { type: "inet_service", elements: [v.port, 443] } },
		maps: { to: { type: "ipv4_addr", value: "ipv4_addr", elements: { "2.2.2.11": "10.0.0.7" } } },
		chains: {
			fw: { ...filter, rules: ["iifname kkey jump one", "tcp dport @ports counter accept"] },
			one: { rules: ["ip protocol icmp accept", "tcp dport 22 accept"] },
			pre: { type: "nat", hook: "prerouting", priority: "dstnat", rules: ["iifname kkey dnat ip to ip daddr map @to"] },
		},
	});
	new ovs.NftTable("in-netns", { host, netns: ns.name, family: "ip", chains: { c: { rules: ["accept"] } } });
	new ovs.FlowTable("kfast", { host, devices: v.devices, protocols: ["tcp"], counter: true });
	new ovs.Sysctl("redirects", { host, key: "net.ipv4.conf.default.send_redirects", value: 0 });
	new ovs.Sysctl("shared-redirects", { host, key: "net.ipv4.conf.default.accept_redirects", value: 0 });
}

/** The program adopts what other people have made. */
function adoptedKernel(ovs, v) {
	const own = { host: "h2", adopt: true };
	new ovs.Namespace("their-netns", { ...own, name: "theirs" });
	new ovs.VRF("their-vrf", { ...own, name: "vtheirs", table: 299, interfaces: ["member1", "member2"] });
	new ovs.Tunnel("their-ktunnel", {
		...{ ...own, name: "theirt", type: "gretap", ...peerOf("192.0.2.2", "192.0.2.3"), key: 9 },
		...{ mtu: 1350, addresses: ["10.78.0.1/24"] },
	});
	new ovs.Route("their-route", { ...own, destination: "10.77.0.0/16", via: v.theirVia, mtu: 1200 });
	new ovs.Rule("their-rule", { ...own, priority: 700, fwmark: 6, table: 278 });
	new ovs.NftTable("their-table", {
		...{ ...own, family: "inet", name: "theirs" },
		sets: { ports: { type: "inet_service", elements: [v.theirPort] } },
		chains: { c: { type: "filter", hook: "forward", priority: 10, rules: ["counter", "tcp dport @ports accept"] } },
	});
}

/** Components, whose parts have names and URNs of their own. */
function components(ovs) {
	new ovs.VxlanMesh("mesh", {
		...{ bridge: "br-mesh", vni: 500 },
		hosts: ["h1", "h2"].map((host, i) => ({ host, address: `192.0.2.${i + 1}`, addresses: [`10.5.0.${i + 1}/24`] })),
	});
	new ovs.Gateway("gate", {
		...{ host: "gw", underlay: "172.168.0.1", outside: "1.1.1.11/24", inside: "10.0.0.1/24", offload: true },
		clients: [{ address: "1.1.1.7", tunnelRemote: "172.168.0.7" }],
		tenants: [
			{
				...{ name: "user1", tunnel: "gtun1", key: 1000, table: 1, floatingIp: "2.2.2.11", address: "10.0.0.7" },
				...{ tunnelRemote: "172.168.0.11", allow: ["tcp/22", "icmp"], deny: ["tcp/22"] },
			},
		],
	});
}
