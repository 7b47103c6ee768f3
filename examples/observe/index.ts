import * as ovs from "pulumi-ovs";

const host = "h1";
const bridge = new ovs.Bridge("br-watch", { host });

// A workload is a namespace with a veth pair to the bridge.
function workload(name: string, address: string, settings: Partial<ovs.SystemPortArgs> = {}) {
	const netns = new ovs.Namespace(name, { host });
	const peer = { name: "eth0", netns: netns.name, addresses: [address], up: true };
	const cable = new ovs.Link(`to-${name}`, { host, type: "veth", up: true, peer });
	return new ovs.Port(`to-${name}`, { host, bridge: bridge.name, name: cable.name, ...settings });
}

// The bridge sends at most 2 Mbit/s to the server, and at most 1 Mbit/s of the packets that a flow puts into queue 1. With the
// burst, the rate is also reached if the kernel was busy when the next packet was due.
const server = workload("server", "10.30.0.1/24", {
	qos: {
		type: "linux-htb",
		maxRate: 2_000_000,
		queues: { 0: { minRate: 2_000_000, burst: 200_000 }, 1: { maxRate: 1_000_000, priority: 1 } },
	},
});

// The bridge accepts at most 20 Mbit/s from the client and drops the rest.
workload("client", "10.30.0.2/24", { ingressPolicingRate: 20_000, ingressPolicingBurst: 2_000 });

workload("bystander", "10.30.0.3/24");

// Copies of all packets from and to the server, on a device for tcpdump.
const span = new ovs.Port("span0", { host, bridge: bridge.name, type: "internal", up: true });
new ovs.Mirror("server-traffic", {
	host,
	bridge: bridge.name,
	selectSrcPorts: [server.name],
	selectDstPorts: [server.name],
	outputPort: span.name,
});

// One packet in 64, and the ports' counters every 10 seconds, are sent to a collector on h2.
const collector = new ovs.Link("collector", { host: "h2", type: "device", name: "eth0", addresses: ["192.168.254.2/24"] });
const uplink = new ovs.Link("uplink", { host, type: "device", name: "eth0", addresses: ["192.168.254.1/24"] });
new ovs.SFlow("samples", {
	host,
	bridge: bridge.name,
	agent: uplink.name,
	targets: ["192.168.254.2:6343"],
	header: 128,
	sampling: 64,
	polling: 10,
});

export const collectors = collector.addresses;
