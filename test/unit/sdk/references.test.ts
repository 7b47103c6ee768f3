import type { Resource } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import { referencesOf } from "../../../provider/model/references";
import * as ovs from "../../../sdk";
import * as sdk from "../../../sdk/references";
import { kindNamed } from "../support/cases";
import { mocked } from "./program";

const of = (kind: string) => referencesOf(kindNamed(kind).schema);
const referred = (kind: string, args: Parameters<typeof sdk.referencedResources>[1]) => sdk.referencedResources(of(kind), args);
const declare = (kind: string, args: Parameters<typeof sdk.declare>[1], resource: Resource) =>
	sdk.declare(of(kind), args, resource);

test("a parameter of a device waits for the device, in the same namespace", () => {
	const [link, inBlue] = [{}, {}] as Resource[];
	declare("Link", { host: "h1", name: "dum1", type: "dummy" }, link as Resource);
	declare("Link", { host: "h1", name: "d.1", netns: "blue", type: "dummy" }, inBlue as Resource);
	const of = (key: string, netns?: string) => referred("Sysctl", { host: "h1", key, ...(netns ? { netns } : {}) });
	expect(of("net.ipv4.conf.dum1.rp_filter")).toEqual([link]);
	expect(of("net/ipv4/neigh/dum1/gc_stale_time")).toEqual([link]);
	expect(of("net/ipv6/conf/d.1/forwarding", "blue")).toEqual([inBlue]);
	expect(of("net.ipv4.conf.dum1.rp_filter", "blue")).toEqual([]);
	expect(of("net.ipv4.conf.all.rp_filter")).toEqual([]);
});

test("a bond waits for its devices, and not for members that DPDK drives", () => {
	const [device, other] = [{}, {}] as Resource[];
	declare("Link", { host: "bonds", name: "eth1", type: "dummy" }, device as Resource);
	declare("Link", { host: "bonds", name: "dpdk0", type: "dummy" }, other as Resource);
	const of = (members: object) =>
		referred("Port", { host: "bonds", name: "p1", type: "bond", interfaces: ["dpdk0", "eth1"], ...members });
	expect(of({})).toEqual([other, device]);
	expect(of({ dpdkInterfaces: { dpdk0: { type: "dpdk" } } })).toEqual([device]);
});

test("a second resource with the same object comes after the first, so that the second is refused", () => {
	const first = {} as Resource;
	declare("Port", { host: "twice", name: "p1", bridge: { an: "output" }, type: "internal" }, first);
	const same = (kind: string, args: object) => sdk.resourcesWithSameObject(of(kind), { host: "twice", ...args });
	expect(same("Port", { name: "p1", bridge: "br0", type: "internal" })).toEqual([first]);
	expect(same("Tunnel", { name: "p1", bridge: "br0", type: "vxlan" })).toEqual([first]);
	expect(same("Link", { name: "p1", type: "dummy" })).toEqual([first]);
	expect(same("Port", { name: "p2", bridge: "br0", type: "internal" })).toEqual([]);
	expect(same("Port", { host: "h8", name: "p1", bridge: "br0", type: "internal" })).toEqual([]);
});

test("flowtables and chains at ingress wait for their devices", () => {
	const [a, b] = [{}, {}] as [Resource, Resource];
	declare("Link", { host: "h2", name: "a", type: "dummy" }, a);
	declare("Tunnel", { host: "h2", name: "b", type: "gretap" }, b);
	expect(referred("FlowTable", { host: "h2", name: "f", devices: ["a", "b", "eth0"] })).toEqual([a, b]);
	const table = { chains: { in: { devices: ["a"] }, other: {} }, flowtables: { f: { devices: ["b", "a"] } } };
	expect(referred("NftTable", { host: "h2", name: "t", ...table })).toEqual([a, b]);
	expect(referred("NftTable", { host: "h2", name: "t", sets: {} })).toEqual([]);
});

test("a route waits for devices with an address in its gateways' subnets, and for its source address", () => {
	const [four, six, inBlue] = [{}, {}, {}] as [Resource, Resource, Resource];
	declare("Link", { host: "h3", name: "a", type: "dummy", addresses: ["10.1.0.1/24", "10.2.0.1/32", 7, "nonsense/24"] }, four);
	declare("Bridge", { host: "h3", name: "b", addresses: ["2001:db8:1::1/64"] }, six);
	declare(
		"Link",
		{ host: "h3", name: "c", type: "veth", peer: { name: "d", netns: "blue", addresses: ["10.1.0.2/24"] } },
		inBlue,
	);
	const of = (more: object) => referred("Route", { host: "h3", destination: "10.9.0.0/16", ...more });
	expect(of({ via: "10.1.0.9" })).toEqual([four]);
	expect(of({ via: "10.3.0.9", src: "10.2.0.1" })).toEqual([four]);
	expect(of({ nexthops: [{ via: "10.1.0.9" }, { via: "2001:db8:1::9" }] })).toEqual([four, six]);
	expect(of({ netns: "blue", via: "10.1.0.9" })).toEqual([inBlue]);
	expect(of({ via: "10.1.1.9" })).toEqual([]);
	expect(of({ via: { a: "promise" } })).toEqual([]);
});

test("a device whose namespace is an output is not treated as one of the host's own namespace", () => {
	const [ours, elsewhere] = [{}, {}] as [Resource, Resource];
	declare("VRF", { host: "h4", name: "red" }, ours);
	declare("VRF", { host: "h4", name: "red", netns: { an: "output" } }, elsewhere);
	declare("Link", { host: "h4", name: "d", netns: { an: "output" }, addresses: ["10.1.0.1/24"] }, elsewhere);
	expect(referred("Link", { host: "h4", name: "d0", vrf: "red" })).toEqual([ours]);
	expect(referred("Link", { host: "h4", name: "d0", vrf: "red", netns: { an: "output" } })).toEqual([]);
	expect(referred("Route", { host: "h4", via: "10.1.0.9", dev: "d" })).toEqual([]);
});

test("a name or namespace that is the output of an earlier resource is known", () => {
	mocked();
	const blue = new ovs.Namespace("blue", { host: "h5" });
	const link = new ovs.Link("a", {
		host: "h5",
		type: "veth",
		peer: { name: "b", netns: blue.name, addresses: ["10.1.0.2/24"] },
	});
	const inBlue = new ovs.Link("c", { host: "h5", type: "dummy", name: "d", netns: blue.name });
	const same = new ovs.Link("e", { host: "h5", type: "vlan", parent: inBlue.name, vlanId: 5, netns: inBlue.netns.apply(String) });
	const route = { host: "h5", destination: "default", via: "10.1.0.1" };
	const names = new Map<Resource, string>(Object.entries({ blue, link, inBlue, same }).map(([name, made]) => [made, name]));
	const found = (args: object) =>
		referred("Route", sdk.withKnownTexts({ ...route, ...args }))
			.map((one) => names.get(one))
			.sort();
	expect(found({ netns: blue.name })).toEqual(["blue", "link"]);
	expect(found({ netns: inBlue.netns, dev: inBlue.name })).toEqual(["blue", "inBlue", "link"]);
	expect(found({ netns: same.netns })).toEqual([]);
	expect(found({ via: "10.9.0.1", nexthops: [{ via: "10.9.0.9", dev: link.name }] })).toEqual(["link"]);
});

test("flows wait for the ports that they name, of every kind", () => {
	const [port, tunnel, vtep, other] = [{}, {}, {}, {}] as Resource[];
	declare("Port", { host: "h1", name: "p1", bridge: "br0" }, port as Resource);
	declare("Tunnel", { host: "h1", name: "t1", bridge: "br0" }, tunnel as Resource);
	declare("Vtep", { host: "h1", name: "vx", bridge: "br0", peers: { h2: "192.0.2.2" } }, vtep as Resource);
	declare("Port", { host: "h1", name: "p9", bridge: "br0" }, other as Resource);
	const flows = [
		{ match: "in_port=p1,tcp", actions: "t1,resubmit(,10)" },
		{ actions: "output:vx-h2" },
		{ match: "in_port=p1", actions: "NORMAL" },
	];
	expect(referred("OpenFlowTable", { host: "h1", bridge: "br0", name: "f", flows })).toEqual([port, tunnel, vtep]);
	expect(referred("OpenFlowTable", { host: "h1", bridge: "br0", name: "f", flows: {} })).toEqual([]);
});

test("flows and buckets wait for the groups, meters and options of their own bridge that they name", () => {
	const [group, meter, option, elsewhere] = [{}, {}, {}, {}] as Resource[];
	declare("OpenFlowGroup", { host: "h6", bridge: "br0", groupId: 7, type: "all", buckets: [] }, group as Resource);
	declare("OpenFlowGroup", { host: "h6", bridge: "br1", groupId: 8, type: "all", buckets: [] }, elsewhere as Resource);
	declare("OpenFlowMeter", { host: "h6", bridge: "br0", meterId: 3 }, meter as Resource);
	declare("GeneveOption", { host: "h6", bridge: "br0", field: "tun_metadata2" }, option as Resource);
	const flows = [
		{ match: "tun_metadata2=5", actions: "meter:3,write_actions(group:7)" },
		{ actions: "group:8,group:77,set_field:1->tun_metadata20" },
	];
	expect(referred("OpenFlowTable", { host: "h6", bridge: "br0", name: "f", flows })).toEqual([group, meter, option]);
	const buckets = [{ actions: "group:0x7" }, { actions: "drop", watchGroup: 8 }];
	expect(referred("OpenFlowGroup", { host: "h6", bridge: "br1", groupId: 9, buckets })).toEqual([elsewhere]);
});

test("a mirror waits for the ports that it names, of every kind; sFlow for its agent's device", () => {
	const [bridge, port, tunnel, vtep] = [{}, {}, {}, {}] as Resource[];
	declare("Bridge", { host: "h2", name: "br0" }, bridge as Resource);
	declare("Port", { host: "h2", name: "p1" }, port as Resource);
	declare("Tunnel", { host: "h2", name: "t1", bridge: "br0" }, tunnel as Resource);
	declare("Vtep", { host: "h2", name: "vx", bridge: "br0", peers: { h1: "192.0.2.1" } }, vtep as Resource);
	const mirror = { host: "h2", bridge: "br9", selectSrcPorts: ["p1", "vx-h1"], selectDstPorts: ["t1"], outputPort: "br0" };
	expect(new Set(referred("Mirror", mirror))).toEqual(new Set([port, vtep, tunnel, bridge]));
	expect(referred("Mirror", { host: "h9", bridge: "br9", selectAll: true, outputPort: "p1" })).toEqual([]);
	expect(referred("SFlow", { host: "h2", bridge: "br9", agent: "br0" })).toEqual([bridge]);
});

test("two programs that run side by side in one process don't see each other's resources", async () => {
	// The Automation API does this for each inline program (@pulumi/pulumi, automation/server.js).
	const { withLocalStorage } = require("@pulumi/pulumi/runtime/state");
	const found: Record<string, number[]> = {};
	const program = (name: string, turns: (() => Promise<void>)[]) =>
		withLocalStorage(async () => {
			await pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: () => ({}) }, name, name);
			await pulumi.runtime.runInPulumiStack(async () => {
				declare("Bridge", { host: "h1", name: name }, { name } as unknown as Resource);
				declare("Link", { host: "h1", name: "d", addresses: ["10.7.0.1/24"] }, { name } as unknown as Resource);
				for (const turn of turns) await turn();
				found[name] = ["left", "right"].map((bridge) => referred("Port", { host: "h1", name: "p", bridge }).length);
				found[name].push(referred("Route", { host: "h1", via: "10.7.0.9" }).length);
			});
		});
	const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
	await Promise.all([program("left", [pause, pause]), program("right", [pause])]);
	expect(found).toEqual({ left: [1, 0, 1], right: [0, 1, 1] });
});
