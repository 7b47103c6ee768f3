import * as ovs from "pulumi-ovs";

const forwarding = new ovs.Sysctl("forwarding", { host: "h1", key: "net.ipv4.ip_forward", value: 1 });

export const before = forwarding.previous;
