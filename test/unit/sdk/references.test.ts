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
