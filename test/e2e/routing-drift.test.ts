import { proposed } from "../support/events";
import { goneInDiff } from "../support/gone";
import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// Routes, rules, tunnels and nft tables are changed by hand. A refresh names each changed property, and one update repairs all.
const host = "h2";
const p = new Project("routing-drift").program(`
const host = "h2";
new ovs.VRF("red", { host, table: 101, interfaces: ["mem0"], unreachableDefault: true });
new ovs.VRF("blue", { host, table: 102 });
new ovs.Link("in-red", { host, type: "dummy", vrf: "red", addresses: ["10.31.0.1/24", "2001:db8:31::1/64"] });
new ovs.Link("in-blue", { host, type: "dummy", vrf: "blue", addresses: ["10.32.0.1/24"] });
for (const name of ["d0", "d1"]) new ovs.Link(name, { host, type: "dummy", up: true });
new ovs.Link("d2", { host, type: "dummy", addresses: ["10.33.0.1/24"] });
new ovs.Tunnel("key0", { host, type: "gretap", key: 1000, vrf: "red", addresses: ["1.1.1.11/24"] });
new ovs.Tunnel("ext0", { host, type: "gretap", external: true, addresses: ["1.1.2.7/24"] });
new ovs.Route("plain", { host, destination: "10.40.0.0/16", via: "10.33.0.9" });
new ovs.Route("in-vrf", { host, vrf: "red", destination: "10.41.0.0/16", via: "10.31.0.9", dev: "in-red" });
new ovs.Route("in-blue", { host, vrf: "blue", destination: "10.41.0.0/16", via: "10.32.0.9", dev: "in-blue" });
new ovs.Route("encap", { host, destination: "2.2.2.11", via: "1.1.2.11", dev: "ext0", encap: { id: 1000, dst: "192.0.2.1", key: true } });
new ovs.Route("keyed", { host, vrf: "red", destination: "10.0.0.7", dev: "key0", encap: { dst: "192.0.2.3" } });
new ovs.Route("hole", { host, table: 77, destination: "10.42.0.0/16", type: "blackhole" });
new ovs.Rule("by-mark", { host, priority: 201, fwmark: 7, table: 77 });
new ovs.Rule("by-source", { host, priority: 202, from: "10.31.0.0/16", table: 77 });
new ovs.Rule("by-vrf", { host, priority: 203, fwmark: 8, vrf: "blue" });
new ovs.Sysctl("forward", { host, key: "net.ipv4.ip_forward", value: 1 });
new ovs.NftTable("gw", {
	...{ host, family: "inet" },
	sets: { ports: { type: "inet_service", elements: [22, 80] } },
	maps: { tenants: { type: "ifname", value: "verdict", elements: { "in-red": "jump one" } } },
	chains: {
		fw: { type: "filter", hook: "forward", priority: 0, rules: ["iifname vmap @tenants", "tcp dport @ports accept"] },
		one: { rules: ["ip saddr 10.31.0.7 counter accept", "ct state established accept"] },
	},
});
new ovs.NftTable("nat", { host, family: "ip", chains: { post: { type: "nat", hook: "postrouting", priority: "srcnat", rules: ["oifname in-red masquerade"] } } });
new ovs.FlowTable("fast", { host, devices: ["d0", "d1"], protocols: ["tcp"] });
`);
const count = 22;

/** All objects of other owners. */
const theirs = () =>
	onHost(
		host,
		`ip rule show pref 210; ip route show 10.60.0.0/16; ip route show table 77 proto static; ip route show table 101 proto static
ip -d -o link show dev foreign0 | sed 's/.*foreign0//'; ip -d -o link show dev theirvrf | grep -o 'table [0-9]*'; nft list table ip theirs; nft list table inet theirs`,
	);

/** The part of a preview for one resource. */
function about(output: string, name: string): string {
	const at = output.search(new RegExp(`urn:\\S+::${name}\\]`));
	const next = output.slice(at).search(/\n {4}[ ~+-] ovs|\nResources:/);
	return at < 0 ? "" : output.slice(at, next < 0 ? undefined : at + next);
}

/** Runs the script, and expects that an update with a refresh names each changed property and repairs all of them, and nothing else. */
async function drifts(script: string, expected: Record<string, RegExp[]>): Promise<void> {
	const beside = await theirs();
	const seen = await p.drifts(host, script, expected);
	for (const [what, lines] of Object.entries(expected)) {
		const said = about(seen.output, what.split(" ")[1] ?? "");
		for (const line of lines) expect([what, said]).toEqual([what, expect.stringMatching(line)]);
	}
	expect(seen.changes.same).toBe(count - Object.keys(expected).length);
	expect(await theirs()).toBe(beside);
}

beforeAll(async () => {
	await cleanHost(host);
	await onHost(
		host,
		`for d in mem0 foreign0; do ip link add dev $d type dummy; ip link set $d up; done; ip addr add 10.61.0.1/24 dev foreign0
ip link add dev theirvrf type vrf table 300; ip route add 10.60.0.0/16 via 10.61.0.9 proto static; ip route add 10.60.0.0/16 via 10.61.0.9 table 77 proto static
ip route add 10.60.0.0/16 via 10.61.0.9 table 101 proto static; ip rule add pref 210 fwmark 9 table 77
for t in 'ip theirs' 'inet theirs'; do nft "add table $t; add chain $t c; add rule $t c tcp dport 99 accept"; done`,
	);
	const { changes } = await p.up();
	expect(changes).toEqual({ create: count });
});

afterAll(async () => {
	p.remove();
	await onHost(host, "ip rule del pref 210; ip route flush table 77; nft flush ruleset");
	await cleanHost(host);
});

test("values changed by hand: encap key, tunnel key, rules, chains, elements, members, devices, sysctl", async () => {
	await drifts(
		`ip route replace 2.2.2.11 via 1.1.2.11 dev ext0 proto 250 encap ip id 2000 dst 192.0.2.1 key
ip route replace 10.40.0.0/16 via 10.33.0.8 proto 250
ip link set dev key0 type gretap key 2000
ip rule del pref 201; ip rule add pref 204 fwmark 7 table 77 protocol 250
ip rule add pref 202 from 10.99.0.0/16 table 77 protocol 250; ip rule del pref 202 from 10.31.0.0/16
ip rule del pref 203
nft 'flush chain inet gw one; add rule inet gw fw counter; delete element inet gw ports { 22 }; add element inet gw ports { 23 }'
nft 'delete element inet gw tenants { in-red }; add chain ip nat extra'
ip link set mem0 nomaster; ip link del d1; sysctl -qw net.ipv4.ip_forward=0`,
		{
			"update encap": [/~ encap: \{\s+~ id\s*: 2000 => 1000/],
			"update plain": [/~ via\s*: "10\.33\.0\.8" => "10\.33\.0\.9"/],
			"update key0": [/~ key\s*: 2000 => 1000/],
			"update by-mark": [goneInDiff],
			"update by-source": [/~ from\s*: "10\.99\.0\.0\/16" => "10\.31\.0\.0\/16"/],
			"update by-vrf": [goneInDiff],
			"update gw": [
				/\+ rules\s*: \[\s+\+? *\[0\]: "ip saddr 10\.31\.0\.7 counter accept"/,
				/- \[2\]: "counter"/,
				/~ \[0\]: "23" => "22"/,
				/\+ +in-red: "jump one"/,
			],
			"update nat": [/- extra\s*: \{/],
			"update red": [/\+ +\[0\]: "mem0"/],
			"create d1": [/\+ .*Link: \(create\)/],
			"update fast": [/\+ \[1\]: "d1"/],
			"update forward": [/~ value\s*: "0" => "1"/],
		},
	);
	await onHost(host, "ip rule del pref 204");
});

test("what was deleted by hand: routes, a VRF with its members' routes, tables, a tunnel, a flushed flowtable", async () => {
	await drifts(
		`ip route del 10.40.0.0/16; ip route del blackhole 10.42.0.0/16 table 77; ip link del red; ip link del ext0
nft 'delete table inet gw; delete table ip nat; flush chain inet fast forward'`,
		{
			"update plain": [goneInDiff],
			"update hole": [goneInDiff],
			// Its unreachable default routes are left.
			"update red": [/\+ up\s*: true/],
			"update in-red": [/\+ vrf\s*: "red"/],
			"update key0": [/\+ vrf\s*: "red"/],
			"update in-vrf": [goneInDiff],
			"update keyed": [goneInDiff],
			"create ext0": [/external\s*: true/],
			"update encap": [goneInDiff],
			"create gw": [/\[0\]: "ip saddr 10\.31\.0\.7 counter accept"/],
			"create nat": [/"oifname in-red masquerade"/],
			"update fast": [/\+ protocols: \[\s+\+ +\[0\]: "tcp"/],
		},
	);
	expect(await onHost(host, "ip route show vrf red; ip route get 10.0.0.7 vrf red; ip -br addr show in-red")).toMatch(
		/unreachable default[\s\S]*10\.41\.0\.0\/16 via 10\.31\.0\.9[\s\S]*10\.0\.0\.7.* dev key0[\s\S]*2001:db8:31::1\/64/,
	);
	// A refresh reports what either repair has left.
	expect(proposed(await p.drift())).toEqual([]);
});
