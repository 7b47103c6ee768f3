import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1" });

// A network card, with all VLANs.
new ovs.Port("eth1", { host: "h1", bridge: bridge.name });

// A device that OVS makes, in VLAN 10.
const web = new ovs.Port("web0", { host: "h1", bridge: bridge.name, type: "internal", tag: 10, addresses: ["10.10.0.1/24"] });

export const ofport = web.ofport;
