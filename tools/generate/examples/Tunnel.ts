import * as ovs from "pulumi-ovs";

// A port of Open vSwitch.
const bridge = new ovs.Bridge("br0", { host: "h1" });
new ovs.Tunnel("to-h2", { host: "h1", bridge: bridge.name, type: "vxlan", key: 100, remoteIp: "192.0.2.2" });

// A device of the kernel with a key and without a remote endpoint: each route sets the remote endpoint with `encap`.
const red = new ovs.VRF("red", { host: "h1", table: 101 });
new ovs.Tunnel("tun1", { host: "h1", type: "gretap", localIp: "192.0.2.1", key: 1000, vrf: red.name, up: true });
