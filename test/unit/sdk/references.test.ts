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

test("flows wait for the ports that they name, however these were made", () => {
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
