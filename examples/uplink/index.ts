import * as ovs from "pulumi-ovs";

const host = "h1";

// The bridge takes over the NIC's addresses and routes. At destroy, the NIC gets them back.
const external = new ovs.Bridge("br-ex", { host, uplink: { nic: "eth0" } });

// A container in the network of the NIC.
const web = new ovs.Namespace("web", { host });
new ovs.Port("web0", { host, bridge: external.name, type: "internal", netns: web.name, addresses: ["192.0.2.101/24"] });
