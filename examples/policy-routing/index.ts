import * as ovs from "pulumi-ovs";

// h2 is a client, h1 its router, and h3 a server. The router reaches the server on three paths: the underlay and two tunnels.
const [router, client, server] = ["h1", "h2", "h3"];
const underlay: Record<string, string> = { h1: "192.0.2.1", h2: "192.0.2.2", h3: "192.0.2.3" };

/** A tunnel of the kernel between two hosts, the same name at both ends; the first one is .1, the other one .2. */
function tunnel(name: string, net: string, [a, b]: [string, string], key?: number) {
	const end = (host: string, far: string, n: number) =>
		new ovs.Tunnel(`${host}-${name}`, {
			...{ host, name, type: "gretap", key, localIp: underlay[host], remoteIp: underlay[far] },
			addresses: [`${net}.${n}/24`],
		});
	return [end(a, b, 1), end(b, a, 2)];
}
const tun0 = tunnel("tun0", "10.4.0", [router, client]);
const up1 = tunnel("up1", "10.4.1", [router, server], 1);
const up2 = tunnel("up2", "10.4.2", [router, server], 2);

// The router forwards packets. An answer may arrive on another path than its request, which strict filtering would drop.
const forward = new ovs.Sysctl("forward", { host: router, key: "net.ipv4.ip_forward", value: 1 });
for (const host of [router, server]) new ovs.Sysctl(`${host}-loose`, { host, key: "net.ipv4.conf.all.rp_filter", value: 2 });

// Packets from the client are marked: one service by the whole mark, urgent packets by one bit more. The service's mark is
// cleared for the server's second address.
new ovs.NftTable("marks", {
	host: router,
	family: "ip",
	chains: {
		pre: {
			...{ type: "filter", hook: "prerouting", priority: "mangle" },
			rules: [
				"tcp dport 5222 iifname tun0 meta mark set 1",
				"iifname tun0 ip dscp ef counter meta mark set meta mark or 0x10",
				"iifname tun0 ip daddr 198.51.100.8 counter meta mark set meta mark and 0xfffffff0",
			],
		},
	},
});

// The mark selects the table: its low digit that of the first tunnel, bit 0x10 that of the second, no mark the main table.
new ovs.Rule("by-service", { host: router, priority: 101, fwmark: 1, fwmask: 0xf, table: 101 });
new ovs.Rule("by-urgency", { host: router, priority: 102, fwmark: 0x10, fwmask: 0x10, table: 102 });
new ovs.Route("way1", { host: router, destination: "default", table: 101, via: "10.4.1.2", dev: "up1" });
new ovs.Route("way2", { host: router, destination: "default", table: 102, via: "10.4.2.2", dev: "up2" });
const plain = new ovs.Route("plain", { host: router, destination: "198.51.100.0/24", via: underlay[server] });

// Floating addresses, all on one port of a bridge. Packets that leave on one of the three paths get the address of that path.
// The last address leads to the client.
const bridge = new ovs.Bridge("br-ext", { host: router });
const floating = new ovs.Port("floating", {
	...{ host: router, bridge: bridge.name, type: "internal" },
	addresses: ["203.0.113.10/32", "203.0.113.11/32", "203.0.113.12/32", "203.0.113.13/32"],
});
new ovs.NftTable("floats", {
	host: router,
	family: "ip",
	maps: {
		leaving: {
			...{ type: "ifname", value: "ipv4_addr" },
			elements: { eth0: "203.0.113.10", up1: "203.0.113.11", up2: "203.0.113.12" },
		},
		coming: { type: "ipv4_addr", value: "ipv4_addr", elements: { "203.0.113.13": "10.4.0.2" } },
	},
	chains: {
		pre: { type: "nat", hook: "prerouting", priority: "dstnat", rules: ["dnat to ip daddr map @coming"] },
		post: { type: "nat", hook: "postrouting", priority: "srcnat", rules: ["ip saddr 10.4.0.0/24 snat to oifname map @leaving"] },
	},
});

const toServer = new ovs.Route("to-server", { host: client, destination: "198.51.100.0/24", via: "10.4.0.1", dev: "tun0" });
new ovs.Link("service", { host: server, type: "dummy", addresses: ["198.51.100.7/32", "198.51.100.8/32"] });
const back = new ovs.Route("back", {
	...{ host: server, destination: "203.0.113.0/24", via: underlay[router], src: "198.51.100.7" },
});

// Checked at every update and refresh.
const all = { dependsOn: [...tun0, ...up1, ...up2, forward, plain, toServer, back, floating] };
new ovs.Reachability("from-client", { host: client, to: "198.51.100.7" }, all);
new ovs.Reachability("from-server", { host: server, to: "203.0.113.13" }, all);
