import type { Resource } from "@pulumi/pulumi";
import { declare, referred } from "../../../sdk/references";

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

test("a mirror waits for the ports that it names, whatever made them; sFlow for its agent's device", () => {
	const [bridge, port, tunnel, vtep] = [{}, {}, {}, {}] as Resource[];
	declare("Bridge", { host: "h2", name: "br0" }, bridge as Resource);
	declare("Port", { host: "h2", name: "p1" }, port as Resource);
	declare("Tunnel", { host: "h2", name: "t1", bridge: "br0" }, tunnel as Resource);
	declare("Vtep", { host: "h2", name: "vx", bridge: "br0", peers: { h1: "192.0.2.1" } }, vtep as Resource);
	const mirror = { host: "h2", bridge: "br9", selectSrcPorts: ["p1", "vx-h1"], selectDstPorts: ["t1"], outputPort: "br0" };
	expect(new Set(referred("Mirror", mirror))).toEqual(new Set([port, vtep, tunnel, bridge]));
	expect(referred("Mirror", { host: "h1", bridge: "br9", selectAll: true, outputPort: "p1" })).toEqual([]);
	expect(referred("SFlow", { host: "h2", bridge: "br9", agent: "br0" })).toEqual([bridge]);
});
