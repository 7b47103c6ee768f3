import { onHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h1";
const gw = (what: string) => onHost(host, `ip netns exec gw ${what}`);

beforeAll(async () => {
	await newRun();
	await cleanHost(host);
});
beforeEach(async () => {
	await newRun();
	await onHost(
		host,
		`rm -rf /run/pulumi-ovs
for n in gw cl; do ip netns del $n 2>/dev/null || true; ip netns add $n; ip -n $n link set lo up; done
ip -n gw link add dev eth0 type veth peer name eth0 netns cl
ip -n gw addr add 172.168.0.1/24 dev eth0; ip -n cl addr add 172.168.0.7/24 dev eth0
ip -n gw link set eth0 up; ip -n cl link set eth0 up
for n in gw cl; do ip netns exec $n sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0; done`,
	);
});
afterEach(async () => {
	await newRun();
	await onHost(host, "for n in gw cl; do ip netns del $n 2>/dev/null || true; done");
});

test("two tenants of one gateway: keyed gretaps in VRFs, and a client whose routes carry the key", async () => {
	const tenant = (n: number): [string, Record<string, unknown>][] => [
		["VRF", { host, netns: "gw", name: `user${n}`, table: 100 + n }],
		[
			"Tunnel",
			{
				...{ host, netns: "gw", name: `tun${n}`, type: "gretap", localIp: "172.168.0.1", key: n * 1000, vrf: `user${n}` },
				...{ mac: "02:00:0a:00:00:01", addresses: ["1.1.1.11/24", `2.2.2.${10 + n}/32`] },
			},
		],
		["Route", { host, netns: "gw", destination: "1.1.1.7", vrf: `user${n}`, dev: `tun${n}`, encap: { dst: "172.168.0.7" } }],
		[
			"Route",
			{
				...{ host, netns: "cl", destination: `2.2.2.${10 + n}`, via: "1.1.1.11", dev: "tun" },
				encap: { id: n * 1000, dst: "172.168.0.1", key: true },
			},
		],
	];
	const all = (await createAll([
		...tenant(1),
		...tenant(2),
		["Tunnel", { host, netns: "cl", name: "tun", type: "gretap", external: true, addresses: ["1.1.1.7/24"] }],
	])) as Made[];
	const ping = (n: number) => onHost(host, `ip netns exec cl ping -qc2 -W2 2.2.2.${10 + n}`);
	await ping(1);
	await ping(2);
	expect(await gw("cat /sys/class/net/tun1/statistics/rx_packets")).not.toBe("0");
	expect(await gw("cat /sys/class/net/tun2/statistics/rx_packets")).not.toBe("0");
	await expectConverged(all);
	const [, tun1, back1, to1] = all as [Made, Made, Made, Made];
	await onHost(host, "ip -n cl route replace 2.2.2.11 via 1.1.1.11 dev tun encap ip id 2000 dst 172.168.0.1 key");
	await repairs(to1);
	await ping(1);
	// A change of the key recreates the device. Its routes are restored in the same run.
	await newRun();
	expect(await back1.diff()).toBeUndefined();
	await tun1.update({ ...tun1.args, key: 1001 });
	expect(await gw("ip route show vrf user1 1.1.1.7")).toMatch(/encap ip .*dst 172\.168\.0\.7 .*dev tun1/);
	await to1.update({ ...to1.args, encap: { id: 1001, dst: "172.168.0.1", key: true } });
	await ping(1);
	await deleteAll(all);
	expect(
		await onHost(
			host,
			"ip -n gw route show table all proto 250; ip -n cl route show table all proto 250; find /run/pulumi-ovs 2>/dev/null || true",
		),
	).toBe("");
});

test("tunnels of every type are made, read back as they were given, and gone after", async () => {
	const at = { host, netns: "gw" };
	const [localIp, remoteIp] = ["172.168.0.1", "172.168.0.7"];
	const all = (await createAll([
		[
			"Tunnel",
			{ ...at, name: "t1", type: "gre", localIp, remoteIp, key: 4294967295, ttl: 9, tos: "inherit", csum: true, dev: "eth0" },
		],
		["Tunnel", { ...at, name: "t2", type: "ipip", localIp, remoteIp, ttl: 64, addresses: ["10.1.0.1/24"] }],
		["Tunnel", { ...at, name: "t3", type: "ip6gretap", localIp: "2001:db8::1", remoteIp: "2001:db8::2", key: 7 }],
		[
			"Tunnel",
			{
				...at,
				name: "t4",
				type: "vxlan",
				key: 42,
				localIp,
				remoteIp,
				dev: "eth0",
				learning: false,
				ttl: 5,
				tos: "4",
				df: "set",
				csum: true,
			},
		],
		["Tunnel", { ...at, name: "t5", type: "vxlan", key: 43, group: "239.1.1.1", dev: "eth0", mtu: 1400 }],
		["Tunnel", { ...at, name: "t6", type: "vxlan", external: true, dstPort: 4790 }],
		["Tunnel", { ...at, name: "t7", type: "geneve", key: 44, remoteIp, df: "inherit" }],
		["Tunnel", { ...at, name: "t8", type: "gretap", external: true }],
		["Tunnel", { ...at, name: "t9", type: "gre", external: true }],
		["Tunnel", { ...at, name: "t10", type: "ipip", external: true }],
		["Tunnel", { ...at, name: "t11", type: "ip6gretap", external: true }],
		["Tunnel", { ...at, name: "t12", type: "geneve", external: true, dstPort: 6082 }],
		["Tunnel", { ...at, name: "t13", type: "vxlan", key: 45, remoteIp: "2001:db8::2", localIp: "2001:db8::1" }],
		["Tunnel", { ...at, name: "t14", type: "sit", remoteIp, ttl: 9, tos: "inherit", dev: "eth0", mtu: 1400 }],
		[
			"Tunnel",
			{ ...at, name: "t15", type: "ip6gre", localIp: "2001:db8::1", remoteIp: "2001:db8::3", key: 8, csum: true, tos: "4" },
		],
		["Tunnel", { ...at, name: "t16", type: "vti", localIp, remoteIp: "172.168.0.9", key: 4294967295, dev: "eth0" }],
		["Tunnel", { ...at, name: "t17", type: "vti6", localIp: "2001:db8::1", remoteIp: "2001:db8::2", key: 9, mtu: 1400 }],
		["Tunnel", { ...at, name: "t19", type: "vti", localIp, remoteIp: "172.168.0.10", inKey: 0, outKey: 7 }],
		["Tunnel", { ...at, name: "t20", type: "gre", localIp, remoteIp: "172.168.0.10", inKey: 5, outKey: 4294967295 }],
		["Tunnel", { ...at, name: "t21", type: "gretap", localIp, remoteIp: "172.168.0.10", outKey: 0 }],
		["Tunnel", { ...at, name: "t22", type: "ip6gre", remoteIp: "2001:db8::4", inKey: 5, outKey: 5 }],
		["Tunnel", { ...at, name: "t23", type: "ip6gretap", remoteIp: "2001:db8::4", inKey: 6 }],
		["Tunnel", { ...at, name: "t24", type: "vti6", remoteIp: "2001:db8::4", inKey: 5, outKey: 6 }],
		["Tunnel", { ...at, name: "t25", type: "vti", localIp, remoteIp: "172.168.0.11", key: 0 }],
		["Tunnel", { ...at, name: "t18", type: "vti6", localIp: "2001:db8::1", addresses: ["2001:db8:18::1/64"] }],
		["Link", { ...at, name: "m2", type: "macvtap", parent: "eth0", mode: "private", promisc: true, allmulticast: true }],
		["Link", { ...at, name: "m1", type: "macvlan", parent: "eth0", addresses: ["172.168.0.3/24"] }],
		["Link", { ...at, name: "n1", type: "tun", up: true }],
	])) as Made[];
	await expectConverged(all);
	const tap = all.find(({ args }) => args.name === "m2") as Made;
	expect(tap.state.macAddress).toBe(await onHost(host, "ip -n gw -br link show dev m2 | awk '{print $3}'"));
	await onHost(host, "ip -n gw link set dev m2 promisc off");
	await repairs(tap);
	await tap.update({ ...tap.args, promisc: undefined, allmulticast: false });
	expect(await onHost(host, "ip -n gw -o link show dev m2")).not.toMatch(/PROMISC|ALLMULTI/);
	await expectConverged([tap]);
	await deleteAll(all);
	expect(
		await onHost(
			host,
			"ip -n gw -br link show | grep -v '^lo\\|^eth0\\|^gre0\\|^gretap0\\|^erspan0\\|^tunl0\\|^ip6\\|^sit0\\|^ip_vti0' || true",
		),
	).toBe("");
});

test("a second external tunnel of a type is refused before anything is done", async () => {
	const at = { host, netns: "gw", type: "gretap" };
	await create("Tunnel", { ...at, name: "a", external: true });
	await expect(create("Tunnel", { ...at, name: "b", external: true })).rejects.toThrow(
		/declares the kernel's gretap tunnel with external in netns gw/,
	);
	await create("Tunnel", { ...at, name: "c", key: 5 });
	await expect(create("Tunnel", { ...at, name: "d", key: 5 })).rejects.toThrow(/declares .* with key 5 in netns gw/);
	expect(await gw("ip -br link show | grep -c '^[abcd]@'")).toBe("2");
});

test("tunnels that inherit the TTL read back as they were given", async () => {
	const at = { host, netns: "gw", ttl: "inherit" };
	const [v4, v6] = [
		{ remoteIp: "172.168.0.7", localIp: "172.168.0.1" },
		{ remoteIp: "2001:db8::7", localIp: "2001:db8::1" },
	];
	const all = (await createAll([
		["Tunnel", { ...at, name: "t1", type: "vxlan", key: 5, remoteIp: "172.168.0.7", dev: "eth0" }],
		["Tunnel", { ...at, name: "t2", type: "geneve", key: 5, remoteIp: "172.168.0.7" }],
		["Tunnel", { ...at, ...v4, name: "t3", type: "gretap" }],
		["Tunnel", { ...at, ...v4, name: "t4", type: "gre" }],
		["Tunnel", { ...at, ...v4, name: "t5", type: "ipip" }],
		["Tunnel", { ...at, ...v6, name: "t6", type: "ip6gretap" }],
	])) as Made[];
	await expectConverged(all);
	await newRun();
	for (const made of all) await made.update({ ...made.args, ttl: undefined });
	await expectConverged(all);
	await deleteAll(all);
});

test("packets go through a GRE tunnel whose directions have different keys, and a wrong key of received packets stops them", async () => {
	const end = (netns: string, own: number, other: number): [string, Record<string, unknown>] => [
		"Tunnel",
		{
			...{ host, netns, name: "two", type: "gre", localIp: `172.168.0.${own}`, remoteIp: `172.168.0.${other}` },
			...{ inKey: own, outKey: other, addresses: [`10.7.0.${own}/24`] },
		},
	];
	const all = (await createAll([end("gw", 1, 7), end("cl", 7, 1)])) as [Made, Made];
	await gw("ping -qc1 -w5 10.7.0.7");
	await expectConverged(all);
	const [here] = all;
	await newRun();
	await here.update({ ...here.args, inKey: 9 });
	await expect(gw("ping -qc1 -W1 10.7.0.7")).rejects.toThrow();
	await onHost(
		host,
		"ip -n gw link del two; ip -n gw link add two type gre local 172.168.0.1 remote 172.168.0.7 key 1; ip -n gw link set two up alias pulumi-ovs:lab/test",
	);
	await newRun();
	await here.refresh();
	expect(here.differences()).toEqual(expect.arrayContaining(["inKey is 1, wanted 9", "outKey is 1, wanted 7"]));
	await here.update({ ...here.args, inKey: 1 });
	await gw("ping -qc1 -w5 10.7.0.7");
	await expectConverged(all);
	await deleteAll(all);
});

test("packets of IPv6 go through sit and ip6gre, whatever the order of their ends", async () => {
	await onHost(host, "ip -n gw addr add 2001:db8::1/64 dev eth0 nodad; ip -n cl addr add 2001:db8::7/64 dev eth0 nodad");
	const end = (netns: string, own: number, other: number): [string, Record<string, unknown>][] => [
		[
			"Tunnel",
			{
				...{ host, netns, name: "six", type: "sit", localIp: `172.168.0.${own}`, remoteIp: `172.168.0.${other}` },
				addresses: [`2001:db8:6::${own}/64`],
			},
		],
		[
			"Tunnel",
			{
				...{ host, netns, name: "g6", type: "ip6gre", localIp: `2001:db8::${own}`, remoteIp: `2001:db8::${other}`, key: 5 },
				addresses: [`10.6.0.${own}/24`],
			},
		],
	];
	const all = (await createAll([...end("gw", 1, 7), ...end("cl", 7, 1)])) as Made[];
	await gw("ping -6 -qc1 -w5 2001:db8:6::7");
	await gw("ping -qc1 -w5 10.6.0.7");
	expect(await gw("sh -c 'cat /sys/class/net/six/statistics/rx_packets /sys/class/net/g6/statistics/rx_packets'")).not.toMatch(
		/^0$/m,
	);
	await expectConverged(all);
	await deleteAll(all);
});

test("an adopted tunnel that is recreated keeps the settings that the program does not name, also when that is undone", async () => {
	const cases: [type: string, words: string, want: Record<string, unknown>, change: Record<string, unknown>][] = [
		["gretap", "remote 172.168.0.7 nopmtudisc ignore-df", { remoteIp: "172.168.0.7" }, { remoteIp: "172.168.0.8" }],
		["ipip", "remote 172.168.0.7 nopmtudisc fwmark 0x7", { remoteIp: "172.168.0.7" }, { remoteIp: "172.168.0.8" }],
		[
			"ip6gretap",
			"remote 2001:db8::7 encaplimit none flowlabel 0x12345",
			{ remoteIp: "2001:db8::7" },
			{ remoteIp: "2001:db8::8" },
		],
		["vxlan", "id 5 dstport 4789 noudpcsum ageing 77 maxaddress 100 srcport 1000 2000 l3miss gbp", { key: 5 }, { key: 6 }],
	];
	const settings =
		/nopmtudisc|ignore-df|fwmark \S+|encaplimit \S+|flowlabel \S+|ageing \S+|maxaddr \S+|srcport \d+ \d+|l3miss|gbp/g;
	const addresses = ["10.9.1.1 peer 10.9.1.2/32 dev t0 label t0:x", "10.9.2.1/24 dev t0 noprefixroute metric 7"];
	const shown = async () => [
		(await gw("ip -d link show t0")).match(settings),
		(await gw("ip -o -4 addr show t0")).replace(/^\d+:/gm, ""),
	];
	for (const [type, words, want, change] of cases) {
		await newRun();
		await gw(`ip link add dev t0 type ${type} ${words}; ip -n gw link set t0 up`);
		for (const one of addresses) await gw(`ip addr add ${one}`);
		const before = await shown();
		expect(before[1]).toMatch(/10\.9\.1\.1 peer 10\.9\.1\.2\/32 .*t0:x[\s\S]*10\.9\.2\.1\/24 .*metric 7 .*noprefixroute/);
		const args = { host, netns: "gw", name: "t0", type, adopt: true, ...want };
		const made = await create("Tunnel", args);
		await expect(made.update({ ...args, ...change, addresses: ["::1/128"] })).rejects.toThrow(/the change was undone$/);
		expect([type, await shown()]).toEqual([type, before]);
		await made.update({ ...args, ...change });
		expect([type, await shown()]).toEqual([type, before]);
		await expectConverged([made]);
		await made.delete();
		expect([type, await shown()]).toEqual([type, before]);
		await gw("ip link del t0");
	}
});

test("a recreated tunnel in a Linux bridge keeps options and VLANs that others have set, also when that is undone", async () => {
	await gw("ip link add lb type bridge vlan_filtering 1");
	const args = { host, netns: "gw", name: "vx5", type: "vxlan", key: 5, localIp: "172.168.0.1" };
	const made = await create("Tunnel", args);
	await gw("ip link set vx5 master lb");
	const shown = async () =>
		`${await gw("bridge -d link show dev vx5")}\n${await gw("bridge vlan show dev vx5")}`.replace(/^\d+: /, "");
	const byDefault = await shown();
	const changeLocal = async (localIp: string) => {
		const there = await shown();
		await newRun();
		await expect(made.update({ ...args, localIp, addresses: ["::1/128"] })).rejects.toThrow(/the change was undone$/);
		expect(await shown()).toBe(there);
		await made.update({ ...args, localIp });
		expect(await shown()).toBe(there);
	};
	await changeLocal("172.168.0.2");
	await gw("bridge link set dev vx5 learning off neigh_suppress on cost 55 mcast_router 2");
	await gw("ip link set vx5 type bridge_slave group_fwd_mask 0x4000");
	await gw(
		"sh -c 'bridge vlan del dev vx5 vid 1; bridge vlan add dev vx5 vid 10 pvid untagged; bridge vlan add dev vx5 vid 20-29'",
	);
	expect(await shown()).not.toBe(byDefault);
	await changeLocal("172.168.0.3");
	await gw("bridge vlan del dev vx5 vid 1-4094");
	await changeLocal("172.168.0.4");
	await deleteAll([made]);
});

/** Expects that a change is refused with these words, carries out the commands that the message names, and makes the change. */
async function madeAfterCommands<T>(change: () => Promise<T>, words: RegExp): Promise<T> {
	const error: Error = await change().then(
		() => new Error("nothing was refused"),
		(reason) => reason,
	);
	expect(error.message).toMatch(words);
	const commands = /Remove that first \((.*)\), and add it again afterwards/.exec(error.message)?.[1];
	for (const command of commands?.split(/; (?=ip netns exec)/) ?? []) await onHost(host, command);
	await newRun();
	return change();
}

test("a tunnel is not recreated while others have something attached to it that goes with the device", async () => {
	const args = { host, netns: "gw", name: "vx5", type: "vxlan", key: 5, localIp: "172.168.0.1" };
	const made = await create("Tunnel", args);
	const table = await create("NftTable", {
		...{ host, netns: "gw", family: "netdev", name: "own" },
		chains: { in: { type: "filter", hook: "ingress", priority: 0, devices: ["vx5"], rules: ["counter"] } },
	});
	await gw("sh -c 'tc qdisc add dev vx5 root tbf rate 1mbit burst 10k latency 1s; tc qdisc add dev vx5 clsact'");
	await gw(`nft -f - <<'END'
table netdev t {
	chain one { type filter hook ingress device vx5 priority 5; }
	chain two { type filter hook ingress devices = { eth0, vx5 } priority 6; }
}
table inet t {
	flowtable f { hook ingress priority 0; devices = { eth0, vx5 }; }
}
END`);
	await newRun();
	await madeAfterCommands(
		() => made.update({ ...args, localIp: "172.168.0.2" }),
		/queueing discipline tbf, queueing discipline clsact, chain one of nft table netdev t, chain two of nft table netdev t, flowtable f of nft table inet t\. Remove/,
	);
	await table.diff();
	await expectConverged([made, table]);
	await deleteAll([table, made]);
});

test("a VXLAN device of many VNIs is not recreated while it has VNIs and tunnels of VLANs", async () => {
	await gw(`sh -e <<'END'
ip link add lb type bridge vlan_filtering 1
ip link add svd type vxlan external vnifilter dstport 4789
ip link set svd master lb
bridge link set dev svd vlan_tunnel on
bridge vni add dev svd vni 100-101
bridge vni add dev svd vni 200
bridge vlan add dev svd vid 10-11
bridge vlan add dev svd vid 10-11 tunnel_info id 100-101
END`);
	const args = { host, netns: "gw", name: "svd", type: "vxlan", external: true, dstPort: 4790, adopt: true };
	const made = await madeAfterCommands(() => create("Tunnel", args), /VNI 100-101, VNI 200, tunnel of VLAN 10-11\. Remove/);
	expect(await gw("ip -d link show svd")).toMatch(/vnifilter[\s\S]* vlan_tunnel on/);
	await expectConverged([made]);
	await deleteAll([made]);
});

test("a tunnel to a multicast group is created, read back and deleted", async () => {
	const args = { host, netns: "gw", name: "t0", type: "gretap", localIp: "172.168.0.1", remoteIp: "239.1.1.1" };
	const made = await create("Tunnel", args);
	await expectConverged([made]);
	await deleteAll([made]);
});

test("VXLAN devices of three hosts with peers in place of a multicast group, and entries of others in a recreated device", async () => {
	await onHost(
		host,
		`ip netns del th 2>/dev/null || true; ip netns add th; ip -n th link set lo up
ip netns exec gw ip link add dev br0 type bridge; ip -n gw link set br0 up; ip -n gw link set eth0 master br0; ip -n gw addr flush dev eth0
ip -n gw addr add 172.168.0.1/24 dev br0; ip -n gw link add dev eth1 type veth peer name eth0 netns th; ip -n gw link set eth1 master br0 up
ip -n th addr add 172.168.0.9/24 dev eth0; ip -n th link set eth0 up`,
	);
	const ends = { gw: 1, cl: 7, th: 9 };
	const args = (netns: string, n: number, more: Record<string, unknown> = {}) => ({
		...{ host, netns, name: "vx5", type: "vxlan", key: 5, localIp: `172.168.0.${n}`, addresses: [`10.5.0.${n}/24`] },
		peers: Object.values(ends).flatMap((other) => (other === n ? [] : [`172.168.0.${other}`])),
		...more,
	});
	const all = (await createAll(
		Object.entries(ends).map(([netns, n]): [string, Record<string, unknown>] => ["Tunnel", args(netns, n)]),
	)) as Made[];
	const reached = () => gw("sh -c 'ip neigh flush dev vx5; ping -qc1 -w5 10.5.0.7 && ping -qc1 -w5 10.5.0.9'");
	await reached();
	await expectConverged(all);
	const entries = async () =>
		(await gw("bridge fdb show dev vx5"))
			.split("\n")
			.filter((line) => /dst .* (?:permanent|static)/.test(line))
			.sort();
	await gw("bridge fdb del 00:00:00:00:00:00 dev vx5 dst 172.168.0.9");
	await repairs(all[0] as Made);
	await reached();
	await gw("bridge fdb append 02:00:00:00:00:77 dev vx5 dst 172.168.0.7 static");
	await gw("bridge fdb append 00:00:00:00:00:00 dev vx5 dst 172.168.0.7 vni 6");
	await newRun();
	const before = await entries();
	expect(before).toHaveLength(4);
	const [first] = all as [Made];
	await expect(first.update(args("gw", 1, { ttl: 9, addresses: ["::1/128"] }))).rejects.toThrow(/the change was undone$/);
	expect(await entries()).toEqual(before);
	await first.update(args("gw", 1, { ttl: 9 }));
	expect(await entries()).toEqual(before);
	await reached();
	await expectConverged(all);
	await first.update(args("gw", 1, { ttl: 9, peers: ["172.168.0.7"] }));
	expect((await entries()).filter((line) => line.includes("172.168.0.9"))).toEqual([]);
	await deleteAll(all);
	await onHost(host, "ip netns del th");
});

test("frames as large as the underlay's MTU go through a GRE tunnel that ignores their don't-fragment bit", async () => {
	const end = (netns: string, own: number, other: number): [string, Record<string, unknown>] => [
		"Tunnel",
		{
			...{ host, netns, name: "big", type: "gretap", localIp: `172.168.0.${own}`, remoteIp: `172.168.0.${other}`, mtu: 1500 },
			addresses: [`10.8.0.${own}/24`],
		},
	];
	const all = (await createAll([end("gw", 1, 7), end("cl", 7, 1)])) as Made[];
	const isReached = async () =>
		(await gw("sh -c 'ping -qc1 -w3 -M do -s 1472 10.8.0.7 >/dev/null && echo yes || echo no'")) === "yes";
	expect(await isReached()).toBe(false);
	for (const one of all) await one.update({ ...one.args, pathMtuDiscovery: false, ignoreDf: true, sequence: true });
	expect(await isReached()).toBe(true);
	await expectConverged(all);
	await deleteAll(all);
});

test("a tunnel over IPv6 without the option header, whose limit is changed by hand", async () => {
	const args = {
		host,
		netns: "gw",
		name: "six",
		type: "ip6gretap",
		localIp: "2001:db8::1",
		remoteIp: "2001:db8::7",
		encapLimit: "none",
	};
	const made = await create("Tunnel", args);
	expect(await gw("ip -d link show six")).toContain("encaplimit none");
	await expectConverged([made]);
	await gw("ip link set six type ip6gretap encaplimit 9");
	await repairs(made);
	expect(await gw("ip -d link show six")).toContain("encaplimit none");
	await deleteAll([made]);
});
