import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br-int", { host: "h1", failMode: "secure" });
new ovs.Port("web", { host: "h1", bridge: bridge.name, type: "internal" });
new ovs.Port("app", { host: "h1", bridge: bridge.name, type: "internal" });

// Ports are given by name, because their numbers can change.
new ovs.OpenFlowTable("web-to-app", {
	host: "h1",
	bridge: bridge.name,
	flows: [
		{ priority: 100, match: "arp", actions: "FLOOD" },
		{ priority: 50, match: "in_port=web,tcp,nw_dst=10.0.0.0/24,tcp_dst=8080", actions: "output:app" },
		{ priority: 50, match: "in_port=app,tcp,tcp_src=8080", actions: "output:web" },
		{ priority: 10, match: "in_port=web,icmp", actions: "output:app", idleTimeout: 300 },
	],
});
