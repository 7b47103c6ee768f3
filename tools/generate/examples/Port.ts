import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1" });

// A network card, with all VLANs.
new ovs.Port("eth1", { host: "h1", bridge: bridge.name });

// A device that OVS makes, in VLAN 10.
const web = new ovs.Port("web0", { host: "h1", bridge: bridge.name, type: "internal", tag: 10, addresses: ["10.10.0.1/24"] });

export const ofport = web.ofport;

// At most 10 Mbit/s leave by it; queue 1 is sure of 6 of them, where a flow puts packets into it.
new ovs.Port("eth2", {
	host: "h1",
	bridge: bridge.name,
	qos: { type: "linux-htb", maxRate: 10_000_000, queues: { 0: { maxRate: 4_000_000 }, 1: { minRate: 6_000_000 } } },
});
