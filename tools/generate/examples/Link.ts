import * as ovs from "pulumi-ovs";

// A veth pair: one end on the host, the other end in a namespace.
const namespace = new ovs.Namespace("web", { host: "h1" });
new ovs.Link("web-out", {
	host: "h1",
	type: "veth",
	up: true,
	peer: { name: "web-in", netns: namespace.name, addresses: ["10.0.0.2/24"] },
});

// The settings of an existing NIC. At destroy, the NIC gets its former settings back.
new ovs.Link("eth1", { host: "h1", type: "device", mtu: 9000, up: true });
