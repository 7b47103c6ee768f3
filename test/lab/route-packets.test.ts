import { onHost, until } from "../support/hosts";
import { createAll, deleteAll, expectConverged, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h1";
const netns = "gw";
const at = { host, netns };
const gw = (what: string) => onHost(host, `ip netns exec gw ${what}`);
const c1 = (what: string) => onHost(host, `ip netns exec c1 ${what}`);

beforeAll(async () => {
	await newRun();
	await cleanHost(host);
});
beforeEach(async () => {
	await newRun();
	await onHost(
		host,
		"rm -rf /run/pulumi-ovs; for n in gw c1; do ip netns del $n 2>/dev/null || true; ip netns add $n; ip -n $n link set lo up; done",
	);
});
afterEach(async () => {
	await newRun();
	await onHost(host, "for n in gw c1; do ip netns del $n 2>/dev/null || true; done");
	expect(await onHost(host, "find /run/pulumi-ovs 2>/dev/null || true")).toBe("");
});

/** A link to the namespace c1, whose addresses need no duplicate address detection. */
const link: [string, Record<string, unknown>] = [
	"Link",
	{
		...{ ...at, name: "to1", type: "veth", up: true },
		addresses: ["10.9.0.1/24", { address: "2001:db8:9::1/64", nodad: true }],
		peer: { name: "e0", netns: "c1", up: true, addresses: ["10.9.0.2/24", { address: "2001:db8:9::2/64", nodad: true }] },
	},
];

/** Runs a command while the other end of the link listens, and returns the packets that match a filter. */
const packetsOf = (command: string, filter: string): Promise<string> =>
	onHost(
		host,
		`ip netns exec c1 tcpdump -lvni e0 -c 1 ${filter} >/tmp/packets 2>/tmp/listening & listener=$!
for i in $(seq 50); do grep -q listening /tmp/listening 2>/dev/null && break; sleep 0.1; done
ip netns exec gw ${command}
for i in $(seq 30); do kill -0 $listener 2>/dev/null || break; sleep 0.1; done
kill $listener 2>/dev/null || true
cat /tmp/packets; rm -f /tmp/packets /tmp/listening`,
	);

test("a locked MTU sends packets that may be fragmented, and cwnd bounds a connection's window", async () => {
	const via = { via: "10.9.0.2", dev: "to1" };
	const all = (await createAll([
		link,
		["Route", { ...at, destination: "10.37.0.0/16", ...via, mtu: 1400, lockMtu: true, cwnd: 2 }],
		["Route", { ...at, destination: "10.38.0.0/16", ...via, mtu: 1400 }],
		["Route", { ...at, destination: "2001:db8:37::/48", via: "2001:db8:9::2", dev: "to1", mtu: 1400, lockMtu: true, cwnd: 2 }],
		["Routes", { ...at, name: "some", table: 7, routes: [{ destination: "10.37.0.0/16", ...via, mtu: 1300, cwnd: 3 }] }],
	])) as [Made, Made, Made, Made, Made];
	await expectConverged(all);
	await c1("ip addr add 10.37.0.1/32 dev lo; ip -n c1 addr add 10.38.0.1/32 dev lo");
	expect(await packetsOf("ping -qc1 -w3 10.37.0.1", "icmp")).toContain("flags [none]");
	expect(await packetsOf("ping -qc1 -w3 10.38.0.1", "icmp")).toContain("flags [DF]");

	// The kernel takes the window of the second connection from what it has noted at the end of the first.
	const send = `sh -c '(head -c 1000000 /dev/zero; sleep 0.5) | nc -N 10.37.0.1 5000 & sleep 0.4; ss -tin dst 10.37.0.1; wait'`;
	const sent = () => onHost(host, `ip netns exec c1 sh -c 'nc -l -p 5000 >/dev/null &'; sleep 0.2; ip netns exec gw ${send}`);
	await sent();
	await until("the bounded window", async () => /\bcwnd:2\b/.test(await sent()));

	const [, first, plain, six, some] = all;
	await gw("ip route change 10.37.0.0/16 via 10.9.0.2 dev to1 mtu 1400 cwnd 2 proto 250");
	await repairs(first);
	await gw("ip route change 10.38.0.0/16 via 10.9.0.2 dev to1 mtu lock 1400 proto 250");
	await repairs(plain);
	await gw("ip route change 10.37.0.0/16 via 10.9.0.2 dev to1 mtu lock 1300 cwnd lock 3 proto 250 table 7");
	await repairs(some);
	await six.update({ ...six.args, lockMtu: undefined, cwnd: undefined });
	expect(await gw("ip -6 route show 2001:db8:37::/48")).toMatch(/mtu 1400 pref/);
	await deleteAll(all);
});

test("each next hop has its own tunnel header", async () => {
	const to = (dst: string, id: number) => ({ dev: "tun", encap: { type: "ip", id, dst, key: true } });
	const hops = [
		{ via: "2001:db8:21::2", dev: "tun", encap: { type: "ip6", id: 7, dst: "2001:db8:9::2" } },
		{ via: "2001:db8:21::3", dev: "tun", weight: 2 },
	];
	const all = (await createAll([
		link,
		["Tunnel", { ...at, name: "tun", type: "gretap", external: true, up: true, addresses: ["2001:db8:21::1/64"] }],
		["Route", { ...at, destination: "10.60.0.0/16", nexthops: [to("10.9.0.3", 200), to("10.9.0.2", 100)] }],
		["Route", { ...at, destination: "2001:db8:60::/48", nexthops: hops }],
		[
			"Routes",
			{
				...at,
				name: "some",
				table: 7,
				routes: [{ destination: "10.60.0.0/16", nexthops: [to("10.9.0.2", 9), to("10.9.0.2", 8)] }],
			},
		],
	])) as [Made, Made, Made, Made, Made];
	await expectConverged(all);
	const [, , many, six, some] = all;
	const pings = "sh -c 'for i in $(seq 30); do ping -qc1 -W0.1 10.60.0.$i >/dev/null & done; wait'";
	for (const [dst, key] of [
		["10.9.0.2", "0x64"],
		["10.9.0.3", "0xc8"],
	] as const) {
		await c1("ip addr replace 10.9.0.3/24 dev e0");
		expect(await packetsOf(pings, `proto 47 and dst ${dst}`)).toContain(`key=${key}`);
	}
	await gw(
		"ip route change 10.60.0.0/16 proto 250 nexthop encap ip id 100 dst 10.9.0.2 key dev tun nexthop encap ip id 201 dst 10.9.0.3 key dev tun",
	);
	await repairs(many);
	await six.update({ ...six.args, nexthops: [{ ...hops[0], encap: undefined }, hops[1]] });
	expect(await gw("ip -6 route show 2001:db8:60::/48")).not.toContain("encap");
	await some.update({
		...some.args,
		routes: [{ destination: "10.60.0.0/16", nexthops: [to("10.9.0.2", 9), to("10.9.0.2", 7)] }],
	});
	await deleteAll(all);
});

test("labels of MPLS and segments of IPv6 reach the other end", async () => {
	await onHost("lab", "modprobe -a mpls_router mpls_iptunnel");
	const seg6 = { type: "seg6", segments: ["2001:db8:9::2"] };
	const all = (await createAll([
		link,
		["Route", { ...at, destination: "10.50.0.0/16", via: "10.9.0.2", encap: { type: "mpls", labels: [100], ttl: 9 } }],
		["Route", { ...at, destination: "2001:db8:52::/48", dev: "to1", encap: seg6 }],
		["Route", { ...at, destination: "10.52.0.0/16", dev: "to1", encap: { ...seg6, mode: "encap" } }],
		["Route", { ...at, destination: "2001:db8:53::/48", dev: "to1", encap: { ...seg6, mode: "inline" } }],
		[
			"Route",
			{
				...{ ...at, destination: "10.53.0.0/16" },
				nexthops: [
					{ via: "10.9.0.2", encap: { type: "mpls", labels: [100, 200] } },
					{ via: "10.9.0.3", encap: seg6 },
				],
			},
		],
	])) as [Made, Made, Made, Made, Made, Made];
	await expectConverged(all);
	await onHost(
		host,
		`ip netns exec c1 sysctl -qw net.mpls.platform_labels=1000 net.mpls.conf.e0.input=1 net.ipv6.conf.all.seg6_enabled=1 net.ipv6.conf.e0.seg6_enabled=1
ip -n c1 -f mpls route add 100 dev lo
for a in 10.50.0.1/32 10.52.0.1/32; do ip -n c1 addr add $a dev lo; done
ip -n c1 addr add 2001:db8:52::1/128 dev lo`,
	);
	expect(await packetsOf("ping -qc1 -w3 10.50.0.1", "mpls")).toMatch(/MPLS \(label 100, .*ttl 9\)/);
	expect(await packetsOf("ping -qc1 -w3 10.52.0.1", "ip6 proto 43")).toContain("2001:db8:9::2");
	expect(await packetsOf("ping -6 -qc1 -w3 2001:db8:52::1", "ip6 proto 43")).toContain("2001:db8:9::2");
	const [, mpls, six] = all;
	await gw("ip route change 10.50.0.0/16 proto 250 encap mpls 101 via 10.9.0.2 dev to1");
	await repairs(mpls);
	await six.update({ ...six.args, encap: { ...seg6, segments: ["2001:db8:9::2", "2001:db8:52::2"] } });
	await deleteAll(all);
});

test("packets to a segment of the host go to a VRF, to a gateway and to another table", async () => {
	// c1 sends to tenants behind gw: each segment says what gw does with their packets.
	await gw(
		"sysctl -qw net.vrf.strict_mode=1 net.ipv6.conf.all.forwarding=1 net.ipv6.conf.all.seg6_enabled=1 net.ipv4.ip_forward=1",
	);
	const segment = (n: number, encap: object) => [
		"Route",
		{ ...at, destination: `2001:db8:5e9:${n}::/64`, dev: "to1", encap: { type: "seg6local", ...encap } },
	];
	const tenant = (name: string, more: object) => ["Link", { ...at, name, type: "dummy", up: true, ...more }];
	const all = (await createAll([
		link,
		["VRF", { ...at, name: "red", table: 77 }],
		tenant("in-red", { vrf: "red", addresses: ["10.70.0.1/24", { address: "2001:db8:70::1/64", nodad: true }] }),
		["Sysctl", { ...at, key: "net.ipv6.conf.to1.seg6_enabled", value: 1 }],
		segment(1, { action: "End.DT46", vrfTable: 77 }),
		segment(2, { action: "End.DT6", table: "local" }),
		segment(3, { action: "End.X", nh6: "2001:db8:9::2" }),
		segment(4, { action: "End.DX2", oif: "in-red" }),
		segment(5, { action: "End.DX4", nh4: "10.9.0.2" }),
		segment(6, { action: "End.T", table: 77 }),
	] as [string, Record<string, unknown>][])) as Made[];
	await expectConverged(all);
	await onHost(
		host,
		`ip netns exec c1 sysctl -qw net.ipv6.conf.all.seg6_enabled=1
ip -n c1 route add 2001:db8:5e9::/48 via 2001:db8:9::1
ip -n c1 route add 10.70.0.0/24 encap seg6 mode encap segs 2001:db8:5e9:1::1 dev e0
ip -n c1 -6 route add 2001:db8:70::/64 encap seg6 mode encap segs 2001:db8:5e9:1::1 dev e0
ip -n gw route add 10.9.0.0/24 dev to1 table 77; ip -n gw -6 route add 2001:db8:9::/64 dev to1 table 77`,
	);
	expect(await c1("ping -qc1 -w3 10.70.0.1")).toContain(" 0% packet loss");
	expect(await c1("ping -qc1 -w3 2001:db8:70::1")).toContain(" 0% packet loss");
	const [, , , , first, second] = all as [Made, Made, Made, Made, Made, Made];
	await gw("ip -6 route change 2001:db8:5e9:1::/64 encap seg6local action End dev to1 proto 250");
	await repairs(first);
	await second.update({ ...second.args, encap: { type: "seg6local", action: "End.DX6", nh6: "2001:db8:9::2" } });
	expect(await gw("ip -6 route show 2001:db8:5e9:2::/64")).toContain("End.DX6 nh6 2001:db8:9::2");
	await deleteAll(all);
});

test("a route waits until its IPv6 source address is usable, and names one that another host has", async () => {
	// Duplicate address detection then takes three to four seconds.
	await gw("sysctl -qw net.ipv6.conf.default.dad_transmits=3");
	const [type, args] = link as [string, Record<string, unknown> & { peer: Record<string, unknown> }];
	const checked: [string, Record<string, unknown>] = [type, { ...args, addresses: ["2001:db8:9::1/64"] }];
	const via = { via: "2001:db8:9::2", dev: "to1", src: "2001:db8:9::1" };
	const all = (await createAll([
		checked,
		["Route", { ...at, destination: "2001:db8:70::/48", ...via }],
		["Routes", { ...at, name: "some", table: 7, routes: [{ destination: "2001:db8:71::/48", ...via }] }],
	])) as [Made, Made, Made];
	await expectConverged(all);
	const [nic, route, some] = all;
	await newRun();
	await Promise.all([
		nic.update({ ...nic.args, addresses: ["2001:db8:9::1/64", "2001:db8:9::3/64"] }),
		route.update({ ...route.args, src: "2001:db8:9::3" }),
	]);
	// The resource has the peer's addresses too: the other host's address is one of them.
	const theirs = {
		...args.peer,
		addresses: ["10.9.0.2/24", ...["2", "4"].map((n) => ({ address: `2001:db8:9::${n}/64`, nodad: true }))],
	};
	await newRun();
	await nic.update({ ...nic.args, peer: theirs });
	await nic.update({ ...nic.args, addresses: ["2001:db8:9::1/64", "2001:db8:9::3/64", "2001:db8:9::4/64"] });
	await expect(
		some.update({ ...some.args, routes: [{ destination: "2001:db8:71::/48", ...via, src: "2001:db8:9::4" }] }),
	).rejects.toThrow(/2001:db8:9::4 .*another host/);
	await deleteAll(all);
});
