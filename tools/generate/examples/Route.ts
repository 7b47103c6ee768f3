import * as ovs from "pulumi-ovs";

// Through a gateway.
new ovs.Route("office", { host: "h1", destination: "10.8.0.0/16", via: "192.0.2.254", dev: "eth0" });

// One tunnel device for many destinations: each route sets its own tunnel header.
const tun = new ovs.Tunnel("tun", { host: "h1", type: "gretap", external: true, addresses: ["1.1.1.7/24"] });
new ovs.Route("service", {
	host: "h1",
	destination: "2.2.2.11",
	via: "1.1.1.11",
	dev: tun.name,
	encap: { type: "ip", id: 1000, dst: "192.0.2.1", key: true },
});
