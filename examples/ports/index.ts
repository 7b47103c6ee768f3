import * as ovs from "pulumi-ovs";

const host = "h1";

// Two bridges, joined by a pair of patch ports.
const left = new ovs.Bridge("br-left", { host });
const right = new ovs.Bridge("br-right", { host });
new ovs.Port("to-right", { host, bridge: left.name, type: "patch", peer: "to-left" });
new ovs.Port("to-left", { host, bridge: right.name, type: "patch", peer: "to-right" });

// An internal port: a device of Open vSwitch, in VLAN 10, with an address.
const server = new ovs.Port("server", { host, bridge: left.name, type: "internal", tag: 10, addresses: ["10.10.0.1/24"] });

// A veth pair: one end is a port of the other bridge, in the same VLAN; the other end is in a namespace.
const namespace = new ovs.Namespace("client", { host });
const veth = new ovs.Link("client-out", {
	host,
	type: "veth",
	up: true,
	peer: { name: "client-in", netns: namespace.name, addresses: ["10.10.0.2/24"] },
});
const client = new ovs.Port("client-out", { host, bridge: right.name, name: veth.name, tag: 10 });

// A trunk port with two VLANs, and a kernel device for one of them.
const trunk = new ovs.Port("trunk0", {
	host,
	bridge: right.name,
	type: "internal",
	vlanMode: "trunk",
	trunks: [10, 20],
	up: true,
});
new ovs.Link("trunk0.20", { host, type: "vlan", parent: trunk.name, vlanId: 20, addresses: ["10.20.0.1/24"] });

// A tap in the second VLAN, such as a virtual machine has.
new ovs.Port("tap0", { host, bridge: right.name, type: "tap", tag: 20 });

new ovs.Sysctl("forwarding", { host, key: "net.ipv4.ip_forward", value: 1 });

// Checks at every update and refresh: the namespace reaches the server, and does not reach the other VLAN.
const netns = namespace.name;
new ovs.Reachability("server", { host, netns, to: "10.10.0.1" }, { dependsOn: [server, client] });
new ovs.Reachability("vlan-20", { host, netns, to: "10.20.0.1", expect: "unreachable", retries: 1 }, { dependsOn: [client] });

export const ofports = { server: server.ofport, client: client.ofport };
