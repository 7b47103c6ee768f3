import * as pulumi from "@pulumi/pulumi";
import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1" });
const targets = ["192.0.2.9:4739"];

// One in 64 of all packets of the bridge.
new ovs.IPFIX("samples", { host: "h1", bridge: bridge.name, targets, sampling: 64, obsDomainId: 1 });

// Every packet of web traffic. The flow selects the packets, the collector set names the collectors.
const web = new ovs.IPFIX("web", { host: "h1", bridge: bridge.name, collectorSet: 7, targets });
new ovs.OpenFlowTable("sampled", {
	host: "h1",
	bridge: bridge.name,
	flows: [
		{
			priority: 100,
			match: "tcp,tcp_dst=80",
			actions: pulumi.interpolate`sample(probability=65535,collector_set_id=${web.collectorSet},obs_domain_id=2),NORMAL`,
		},
		{ priority: 0, actions: "NORMAL" },
	],
});
