import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1" });
const web = new ovs.Port("web0", { host: "h1", bridge: bridge.name, type: "internal" });
const probe = new ovs.Port("probe0", { host: "h1", bridge: bridge.name, type: "internal", up: true });

// Copies of the packets that web0 sends and receives go to probe0, for example for tcpdump.
new ovs.Mirror("watch-web", {
	host: "h1",
	bridge: bridge.name,
	selectSrcPorts: [web.name],
	selectDstPorts: [web.name],
	outputPort: probe.name,
});
