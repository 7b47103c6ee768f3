import * as ovs from "pulumi-ovs";

const host = "h1";

// Without flows, a bridge in fail mode "secure" forwards nothing.
const bridge = new ovs.Bridge("br-int", { host, failMode: "secure" });

for (const [i, end] of ["a", "b"].entries()) {
	const netns = new ovs.Namespace(end, { host });
	const link = new ovs.Link(`to-${end}`, {
		host,
		type: "veth",
		peer: { name: "eth0", netns: netns.name, addresses: [`10.77.0.${i + 1}/24`] },
		up: true,
	});
	new ovs.Port(`port-${end}`, { host, bridge: bridge.name, name: link.name });
}

// A ping needs four flows: for the ARP request, the ARP reply, the echo request and the echo reply.
export const cookie = new ovs.OpenFlowTable("ping", {
	host,
	bridge: bridge.name,
	flows: [
		{ priority: 20, match: "in_port=to-a,arp", actions: "output:to-b" },
		{ priority: 20, match: "in_port=to-b,arp", actions: "output:to-a" },
		{ priority: 10, match: "in_port=to-a,icmp,nw_dst=10.77.0.2", actions: "output:to-b" },
		{ priority: 10, match: "in_port=to-b,icmp,nw_dst=10.77.0.1", actions: "output:to-a" },
	],
}).cookie;
