import * as ovs from "pulumi-ovs";

// The routes of one table in one resource. A change of one of them is one command.
const branches = ["10.8.0.0/16", "10.9.0.0/16", "10.10.0.0/16"];
new ovs.Routes("branches", {
	host: "h1",
	table: 100,
	routes: [
		...branches.map((destination) => ({ destination, via: "192.0.2.254", dev: "eth0" })),
		{ destination: "10.0.0.0/8", type: "unreachable" },
	],
});
