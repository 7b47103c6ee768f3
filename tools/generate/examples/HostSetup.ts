import * as ovs from "pulumi-ovs";

const setup = new ovs.HostSetup("setup", { host: "h1", modules: ["openvswitch"], services: ["openvswitch-switch"] });

new ovs.Bridge("br0", { host: "h1" }, { dependsOn: setup });
