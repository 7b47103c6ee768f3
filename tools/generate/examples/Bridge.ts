import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", {
	host: "h1",
	rstp: true,
	addresses: ["10.0.0.1/24"],
	mtu: 1450,
});

export const datapathId = bridge.datapathId;
