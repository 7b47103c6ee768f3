import * as ovs from "pulumi-ovs";

const red = new ovs.VRF("red", { host: "h1", table: 101, unreachableDefault: true, localRuleLast: true });
new ovs.Link("red0", { host: "h1", type: "dummy", vrf: red.name, addresses: ["10.0.0.1/24"] });
