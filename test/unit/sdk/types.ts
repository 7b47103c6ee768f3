// The compiler alone checks this file: valid programs, and programs with errors.
import * as pulumi from "@pulumi/pulumi";
import * as ovs from "../../../sdk";

const host = "h1";
const bridge = new ovs.Bridge("br0", {
	host,
	protocols: ["OpenFlow13", pulumi.output("OpenFlow14" as const)],
	controllers: [{ target: pulumi.output("tcp:192.0.2.9:6653") }],
	externalIds: pulumi.output({ a: "b" }),
	addresses: Promise.resolve(["10.0.0.1/24"]),
});
export const name: pulumi.Output<string> = bridge.name;
export const mtu: pulumi.Output<number | undefined> = bridge.mtu;
export const target: pulumi.Output<string | undefined> = bridge.controllers.apply((all) => all?.[0]?.target);
export const found: ovs.Bridge = ovs.Bridge.get("x", pulumi.output("h1/Bridge/br0"));

const options: pulumi.CustomResourceOptions = { protect: true };
ovs.Bridge.get("x", "h1/Bridge/br0", { parent: bridge });
ovs.Link.get("x", "h1/Link/eth0", { parent: bridge });
ovs.Link.get("x", "h1/Link/eth0", options);
ovs.Link.get("x", "h1/Link/eth0", { parent: "eth0" }, { parent: bridge });
ovs.Link.get("x", "box/Link/eth0", { host: { host: "192.0.2.1", name: "box", password: pulumi.secret("x") } });
ovs.Link.get("x", "h1/Link/eth0", undefined, options);
// @ts-expect-error: state and options are two arguments
ovs.Link.get("x", "h1/Link/eth0", { host: "h1", protect: true });
// @ts-expect-error: no such field
ovs.Link.get("x", "h1/Link/eth0", { hots: "h1" });

// The same object is a connection of @pulumi/command.
const connection: ovs.Connection = { host: "192.0.2.1", port: 22, password: pulumi.secret("x"), proxy: { host: "192.0.2.9" } };
new ovs.Namespace("n", { host: connection }, { dependsOn: bridge, protect: true });
new ovs.Tunnel("t", { host, bridge: bridge.name, type: "vxlan", remoteIp: "flow", key: "flow" });
new ovs.Reachability("r", { host, to: "10.0.0.2", triggers: [bridge.uuid, 1, { a: [true] }] });

// @ts-expect-error: host is required
new ovs.Bridge("b", { name: "br0" });
// @ts-expect-error: no such field
new ovs.Bridge("b", { host, adresses: [] });
// @ts-expect-error: no such datapath
new ovs.Bridge("b", { host, datapathType: "dpdk" });
// @ts-expect-error: a number
new ovs.Bridge("b", { host, mtu: "1500" });
// @ts-expect-error: a controller needs a target
new ovs.Bridge("b", { host, controllers: [{ connectionMode: "in-band" }] });
// @ts-expect-error: a Vtep needs a name
new ovs.Vtep("v", { host, bridge: "br0", type: "vxlan", peers: {} });
// @ts-expect-error: only "flow" is a word for a key
new ovs.Tunnel("t", { host, bridge: "br0", type: "vxlan", remoteIp: "flow", key: "any" });
// @ts-expect-error: no such field of a connection
new ovs.Namespace("n", { host: { host: "192.0.2.1", pasword: "x" } });
// @ts-expect-error: outputs can't be set
bridge.uuid = pulumi.output("x");

// Fields that can be set together, by fields whose value is a literal. test/unit/sdk/editor.test.ts tests the compiler's messages.
const patch: ovs.PortArgs = { host, bridge: "br0", type: "patch", peer: pulumi.output("p2") };
new ovs.Port("p", { ...patch, tag: 5 });
new ovs.Port("p", { host, bridge: "br0" });
new ovs.Port("p", { host, bridge: "br0", type: "bond", interfaces: ["eth1", pulumi.output("eth2")] });
const settled = pulumi.output("patch" as const);
new ovs.Port("p", { host, bridge: "br0", type: settled });
new ovs.Port("p", { host, bridge: "br0", type: settled, peer: "p2", interfaces: ["eth1"] });
new ovs.Link("l", { host, type: Promise.resolve("vlan" as const), parent: "eth0" });
new ovs.Tunnel("t", { host, bridge: bridge.name, type: pulumi.output("vxlan" as const), remoteIp: "192.0.2.2" });
new ovs.Tunnel("t", { host, type: "gretap", key: 7, external: pulumi.output(false) });
new ovs.Trunk("t", { host, parent: { port: "tap0" } });
new ovs.Reachability("r", { host, to: "10.0.0.2", protocol: "tcp", port: 22 });
new ovs.NftTable("n", {
	host,
	family: "ip",
	chains: { a: { rules: ["accept"] }, b: { type: "nat", hook: "output", priority: 0 } },
});
const wrapped = (more: Partial<ovs.InternalPortArgs>) => new ovs.Port("p", { host, bridge: "br0", ...more, type: "internal" });
wrapped({ mtu: 1400 });

// @ts-expect-error: a patch port has a peer
new ovs.Port("p", { host, bridge: "br0", type: "patch" });
// @ts-expect-error: only a patch port has one
new ovs.Port("p", { host, bridge: "br0", type: "internal", peer: "p2" });
// @ts-expect-error: without a type it is a device that exists
new ovs.Port("p", { host, bridge: "br0", peer: "p2" });
// @ts-expect-error: a bond has interfaces
new ovs.Port("p", { host, bridge: "br0", type: "bond" });
// @ts-expect-error: a pair has two ends
new ovs.Link("l", { host, type: "veth" });
// @ts-expect-error: a VLAN is on a device
new ovs.Link("l", { host, type: "vlan", vlanId: 5 });
// @ts-expect-error: a VLAN has a number
new ovs.Link("l", { host, type: "vlan", parent: "eth0" });
// @ts-expect-error: a macvlan is on a device
new ovs.Link("l", { host, type: "macvlan" });
// @ts-expect-error: on a bridge a tunnel has a remote endpoint
new ovs.Tunnel("t", { host, bridge: bridge.name, type: "vxlan", key: 7 });
// @ts-expect-error: no tunnel of Open vSwitch
new ovs.Tunnel("t", { host, bridge: "br0", type: "gretap", remoteIp: "192.0.2.2" });
// @ts-expect-error: no tunnel of the kernel has a tag
new ovs.Tunnel("t", { host, type: "gretap", key: 7, tag: 5 });
// @ts-expect-error: such a trunk has subports
new ovs.Trunk("t", { host, parent: { port: "tap0" }, mode: "vlan-interfaces" });
// @ts-expect-error: TCP has ports
new ovs.Reachability("r", { host, to: "10.0.0.2", protocol: "tcp" });
// @ts-expect-error: ping has none
new ovs.Reachability("r", { host, to: "10.0.0.2", port: 22 });
// @ts-expect-error: a dead end leads nowhere
new ovs.Route("r", { host, destination: "default", type: "blackhole", via: "192.0.2.1" });
// @ts-expect-error: GRE has no ports
new ovs.Vtep("v", { host, bridge: "br0", name: "v", type: "gre", peers: { h2: "192.0.2.2" }, dstPort: 4789 });
// @ts-expect-error: a base chain has a priority
new ovs.NftTable("n", { host, family: "ip", chains: { a: { type: "filter", hook: "input" } } });
// @ts-expect-error: a chain without a hook has no policy
new ovs.NftTable("n", { host, family: "ip", chains: { a: { policy: "drop" } } });

const mesh = { bridge: "br0", vni: 1, hosts: [{ host, address: "192.0.2.1" }] };
new ovs.VxlanMesh("m", { ...mesh, links: [["h1", "h2"]], loopPrevention: "none" });
// @ts-expect-error: a link has two ends
new ovs.VxlanMesh("m", { ...mesh, links: [["h1"]] });
// @ts-expect-error: no such prevention
new ovs.VxlanMesh("m", { ...mesh, loopPrevention: "stp" });
new ovs.VxlanMesh("m", {
	...mesh,
	hosts: [{ host, address: "192.0.2.1", ports: ["p", { name: "p", type: "internal", mtu: 1400 }] }],
});
// @ts-expect-error: a patch port has a peer
new ovs.VxlanMesh("m", { ...mesh, hosts: [{ host, address: "192.0.2.1", ports: [{ name: "p", type: "patch" }] }] });
// @ts-expect-error: the mesh knows a port's bridge
new ovs.VxlanMesh("m", { ...mesh, hosts: [{ host, address: "192.0.2.1", ports: [{ name: "p", bridge: "br0" }] }] });
