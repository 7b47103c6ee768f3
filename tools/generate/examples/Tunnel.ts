import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br0", { host: "h1" });

new ovs.Tunnel("to-h2", { host: "h1", bridge: bridge.name, type: "vxlan", key: 100, remoteIp: "192.0.2.2" });
