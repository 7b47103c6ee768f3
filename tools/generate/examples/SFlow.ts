import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1" });

new ovs.SFlow("samples", {
	host: "h1",
	bridge: bridge.name,
	agent: "eth0",
	targets: ["192.0.2.9:6343"],
	header: 128,
	sampling: 64,
	polling: 10,
});
