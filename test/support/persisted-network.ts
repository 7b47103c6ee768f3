import { onHost } from "./hosts";
import type { Made } from "./kind";
import { newRun } from "./kind";

/** The configuration of the provider with boot files. */
export const persist = { "ovs:persist": "true" };

/** Objects of several kinds, which refer to each other. */
export const networkOf = (host: string): [string, Record<string, unknown>][] => [
	["Namespace", { host, name: "blue" }],
	["Bridge", { host, name: "br0", failMode: "secure", addresses: ["10.60.0.1/24"] }],
	[
		"Port",
		{ host, name: "p1", bridge: "br0", type: "internal", netns: "blue", addresses: ["10.60.0.2/24", "2001:db8:60::2/64"] },
	],
	["Tunnel", { host, name: "vx1", bridge: "br0", type: "vxlan", remoteIp: "192.0.2.1", key: 60 }],
	["VRF", { host, name: "red", table: 160 }],
	[
		"Link",
		{
			host,
			name: "a1",
			type: "veth",
			vrf: "red",
			addresses: ["10.61.0.1/24"],
			peer: { name: "a2", netns: "blue", addresses: ["10.61.0.2/24"] },
		},
	],
	["Link", { host, name: "eth0.60", type: "vlan", parent: "eth0", vlanId: 60, addresses: ["10.62.0.1/24", "2001:db8:62::1/64"] }],
	[
		"Link",
		{
			...{ host, name: "lb0", type: "bridge", vlanFiltering: true, stp: true, forwardDelay: 2 },
			...{ bridgeVlans: [{ vid: 64, pvid: true, untagged: true }], addresses: ["10.64.0.1/24"] },
		},
	],
	[
		"Link",
		{
			...{ host, name: "a3", type: "veth", master: "lb0", bridgeVlans: [{ vid: 64, pvid: true, untagged: true }, "70-79"] },
			...{ bridgePort: { isolated: true, cost: 9 }, up: true, promisc: true },
			peer: { name: "a4", netns: "blue", addresses: [{ address: "10.64.0.2/24", broadcast: "10.64.0.255" }] },
		},
	],
	["Tunnel", { host, name: "gt0", type: "gretap", key: 60, localIp: "192.0.2.3", vrf: "red", addresses: ["10.63.0.1/24"] }],
	["Route", { host, destination: "10.70.0.0/16", vrf: "red", via: "10.61.0.2" }],
	["Route", { host, destination: "10.71.0.0/16", table: 171, via: "10.62.0.9" }],
	["Route", { host, destination: "default", netns: "blue", via: "10.61.0.1" }],
	["Rule", { host, priority: 171, fwmark: 7, table: 171 }],
	["Rule", { host, priority: 172, iif: "lo", to: "10.70.0.0/16", vrf: "red" }],
	["Neighbor", { host, dev: "eth0.60", address: "10.62.0.9", lladdr: "02:00:00:00:62:09" }],
	["Neighbor", { host, dev: "eth0.60", address: "2001:db8:62::7", proxy: true }],
	["Sysctl", { host, key: "net.ipv4.ip_forward", value: "1" }],
	["Sysctl", { host, key: "net/ipv4/conf/eth0.60/rp_filter", value: "2" }],
	["Sysctl", { host, key: "net.ipv4.conf.all.forwarding", netns: "blue", value: "1" }],
	[
		"NftTable",
		{
			...{ host, family: "inet", name: "gw" },
			chains: { ways: { type: "filter", hook: "forward", priority: "filter", rules: ["udp dport 9 drop", "jump one"] }, one: {} },
			flowtables: { fast: { devices: ["eth0.60", "br0"] } },
		},
	],
	["OpenFlowGroup", { host, bridge: "br0", groupId: 1, type: "all", buckets: [{ actions: "output:LOCAL" }] }],
	["OpenFlowMeter", { host, bridge: "br0", meterId: 1, unit: "kbps", bands: [{ rate: 100_000 }] }],
	["GeneveOption", { host, bridge: "br0", field: "tun_metadata0", class: 0x102, type: 1, length: 4 }],
	[
		"OpenFlowTable",
		{
			...{ host, bridge: "br0", name: "all" },
			flows: [
				{ priority: 10, match: "in_port=p1", actions: "meter:1,group:1" },
				{ priority: 10, match: "in_port=LOCAL", actions: "output:p1" },
			],
		},
	],
];

/**
 * A command that fails unless the address answers. It asks again until then: a port of a bridge with STP forwards packets only after
 * twice the forward delay.
 */
export const pings = (target: string, netns?: string): string =>
	`${netns === undefined ? "" : `ip netns exec ${netns} `}ping -n -c 1 -w 20 ${target} >/dev/null`;

/** Expects that the network carries packets, and that a refresh of its resources finds no drift. */
export async function expectNetwork(host: string, all: Made[]): Promise<void> {
	await onHost(host, [pings("10.60.0.2"), pings("10.61.0.2", "blue"), pings("10.61.0.1", "blue"), pings("10.64.0.2")].join("\n"));
	await onHost(host, "ip vrf exec red true 2>/dev/null; ping -n -c 1 -W 5 -I red 10.61.0.2 >/dev/null");
	await onHost(host, "[ $(sysctl -n net.ipv4.ip_forward) = 1 ]; nft list table inet gw | grep -q 'udp dport 9 drop'");
	await newRun(persist);
	for (const made of all) {
		await made.refresh();
		expect([made.id, made.state.error, await made.diff()]).toEqual([made.id, undefined, undefined]);
	}
}
