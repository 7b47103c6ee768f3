import * as ovs from "pulumi-ovs";

const bridge = new ovs.Bridge("br-int", { host: "h1" });

const local = new ovs.LocalVlans("h1", { host: "h1", bridge: bridge.name, networks: ["blue", "red"], vlans: { red: 20 } });

new ovs.Port("web", { host: "h1", bridge: bridge.name, type: "internal", tag: local.vlans.apply((vlans) => vlans.blue ?? 0) });

// { blue: 1, red: 20 }
export const vlans = local.vlans;
