import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1" });

// A NIC that carries all VLANs.
new ovs.Port("eth1", { host: "h1", bridge: bridge.name });

// A device that Open vSwitch creates, in VLAN 10.
const web = new ovs.Port("web0", { host: "h1", bridge: bridge.name, type: "internal", tag: 10, addresses: ["10.10.0.1/24"] });

export const ofport = web.ofport;

// At most 10 Mbit/s leave through eth2. Queue 1 has 6 Mbit/s guaranteed, for packets of flows with the action set_queue:1.
new ovs.Port("eth2", {
	host: "h1",
	bridge: bridge.name,
	qos: { type: "linux-htb", maxRate: 10_000_000, queues: { 0: { maxRate: 4_000_000 }, 1: { minRate: 6_000_000 } } },
});
