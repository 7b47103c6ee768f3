import * as ovs from "pulumi-ovs";

// Packets may have two VLAN tags.
new ovs.OpenVSwitch("h1", { host: "h1", otherConfig: { "vlan-limit": "2" } });
