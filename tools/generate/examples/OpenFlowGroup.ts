import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br-edge", { host: "h1", failMode: "secure" });
for (const name of ["up1", "up2", "lan"]) new ovs.Port(name, { host: "h1", bridge: bridge.name, type: "internal" });

// The first port that is up gets the traffic.
const uplinks = new ovs.OpenFlowGroup("uplinks", {
	host: "h1",
	bridge: bridge.name,
	groupId: 1,
	type: "ff",
	buckets: [
		{ watchPort: "up1", actions: "output:up1" },
		{ watchPort: "up2", actions: "output:up2" },
	],
});
new ovs.OpenFlowTable("to-uplinks", {
	host: "h1",
	bridge: bridge.name,
	flows: [{ priority: 10, match: "in_port=lan", actions: "group:1" }],
});

export const group = uplinks.groupId;
