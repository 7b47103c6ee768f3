import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1" });

const vtep = new ovs.Vtep("h1", {
	host: "h1",
	bridge: bridge.name,
	name: "vx",
	type: "vxlan",
	key: 100,
	localIp: "192.0.2.1",
	peers: { h2: "192.0.2.2", h3: "192.0.2.3" },
});

// { h2: "vx-h2", h3: "vx-h3" }
export const ports = vtep.ports;
