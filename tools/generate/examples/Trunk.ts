import * as ovs from "pulumi-ovs";

const integration = new ovs.Bridge("br-int", { host: "h1" });

// The workload's device. A hypervisor can also create the device, even after the trunk.
const tap = new ovs.Link("tap1", { host: "h1", type: "tap", up: true });

const trunk = new ovs.Trunk("vm1", {
	host: "h1",
	integrationBridge: integration.name,
	parent: { port: tap.name, tag: 5 },
	subports: [
		{ name: "web", segmentationId: 100, tag: 6 },
		{ name: "storage", segmentationId: 200, tag: 7, externalIds: { "iface-id": "0b1c" } },
	],
	// Destroy may delete the trunk although the tap is still there.
	force: true,
});

// The trunk's own bridge: tbr-vm1.
export const bridge = trunk.bridge;
