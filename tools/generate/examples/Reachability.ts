import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1", addresses: ["10.0.0.1/24"] });

// h2 must answer to ping, and must not offer SSH on the overlay.
new ovs.Reachability("h2", { host: "h1", to: "10.0.0.2" }, { dependsOn: bridge });
new ovs.Reachability(
	"h2-ssh",
	{ host: "h1", to: "10.0.0.2", protocol: "tcp", port: 22, expect: "unreachable" },
	{ dependsOn: bridge },
);
