import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1" });

new ovs.NetFlow("flows", {
	host: "h1",
	bridge: bridge.name,
	targets: ["192.0.2.9:2055"],
	activeTimeout: 60,
	engineId: 7,
});
