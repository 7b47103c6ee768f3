import * as ovs from "pulumi-ovs";

const host = "h1";

const bridge = new ovs.Bridge("br-user", {
	host,
	datapathType: "netdev",
	failMode: "standalone",
	hwaddr: "02:00:00:00:01:01",
	externalIds: { purpose: "userspace example" },
	addresses: ["10.1.0.1/24"],
});

const namespace = new ovs.Namespace("guest", { host });

new ovs.Port("guest0", {
	host,
	bridge: bridge.name,
	type: "internal",
	netns: namespace.name,
	addresses: ["10.1.0.2/24"],
});

export const guest = "10.1.0.2";
export const datapathId = bridge.datapathId;
