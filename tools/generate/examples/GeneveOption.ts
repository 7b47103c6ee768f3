import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br-tun", { host: "h1" });
new ovs.Port("vm1", { host: "h1", bridge: bridge.name, type: "internal" });
new ovs.Tunnel("gnv0", { host: "h1", bridge: bridge.name, type: "geneve", remoteIp: "192.0.2.2", key: "flow" });

// Packets carry a tag of 4 bytes to the other host.
new ovs.GeneveOption("tag", { host: "h1", bridge: bridge.name, field: "tun_metadata0", class: 0x102, type: 0x80, length: 4 });
new ovs.OpenFlowTable("tagged", {
	host: "h1",
	bridge: bridge.name,
	flows: [{ priority: 10, match: "in_port=vm1", actions: "set_field:7->tun_metadata0,output:gnv0" }],
});
