import * as ovs from "pulumi-ovs";

const fast = new ovs.FlowTable("fast", {
	host: "h1",
	devices: ["eth1", "eth2"],
	protocols: ["tcp"],
	expression: "ip saddr 10.0.0.0/8",
	hardwareOffload: true,
});

// "hardware", or "software: …" with the reason.
export const offload = fast.offload;
