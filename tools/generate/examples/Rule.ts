import * as ovs from "pulumi-ovs";

// Table 100 routes the packets with mark 1.
new ovs.Rule("marked", { host: "h1", priority: 1100, fwmark: 1, table: 100 });
new ovs.Route("marked", { host: "h1", destination: "default", table: 100, via: "192.0.2.254", dev: "eth0" });
