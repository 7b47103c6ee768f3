import * as ovs from "pulumi-ovs";

new ovs.Namespace("web", { host: "h1" });
