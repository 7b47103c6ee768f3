import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br-edge", { host: "h1" });
new ovs.Port("guest", { host: "h1", bridge: bridge.name, type: "internal" });

// At most 10 Mbit/s of what the guest sends.
new ovs.OpenFlowMeter("guest-rate", {
	host: "h1",
	bridge: bridge.name,
	meterId: 1,
	unit: "kbps",
	bands: [{ rate: 10000, burstSize: 1000 }],
});
new ovs.OpenFlowTable("guest", {
	host: "h1",
	bridge: bridge.name,
	flows: [{ priority: 10, match: "in_port=guest", actions: "meter:1,NORMAL" }],
});
