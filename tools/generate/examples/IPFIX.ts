import * as pulumi from "@pulumi/pulumi";
import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1" });
const targets = ["192.0.2.9:4739"];

// One packet in 64 of all that pass.
new ovs.IPFIX("samples", { host: "h1", bridge: bridge.name, targets, sampling: 64, obsDomainId: 1 });

// Of web traffic each packet: the flow says of what and how many, the collector set where to.
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
