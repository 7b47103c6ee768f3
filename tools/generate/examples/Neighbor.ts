import * as ovs from "pulumi-ovs";

// The gateway's MAC address, which no other host of the network can claim by ARP.
new ovs.Neighbor("gateway", { host: "h1", dev: "eth0", address: "192.0.2.254", lladdr: "02:00:00:00:00:fe" });

// eth0 answers ARP requests for a host behind this one.
new ovs.Neighbor("behind", { host: "h1", dev: "eth0", address: "192.0.2.77", proxy: true });
