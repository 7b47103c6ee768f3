import { onHost, tryOnHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun, repairs } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h2";
let before: string[];

beforeEach(async () => {
	await newRun();
	await cleanHost(host);
	before = await snapshot(host);
});
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

const vlans = (device: string, netns = ""): Promise<string> =>
	onHost(
		host,
		`bridge ${netns === "" ? "" : `-n ${netns} `}-compressvlans vlan show dev ${device} | tail -n +2 | sed 's/^${device}//; s/^ *//; s/ *$//' | paste -sd,`,
	);

const port = (name: string, peer: object, args: object): [string, object] => [
	"Link",
	{ host, name, type: "veth", master: "lb", up: true, peer, ...args },
];
const access = (vid: number) => [{ vid, pvid: true, untagged: true }];

const pings = async (from: string, to: string) =>
	(await tryOnHost(host, `ip netns exec ${from} ping -n -c 1 -W 1 ${to} >/dev/null`)).code === 0;

test("packets that come in tagged go out untagged in their VLAN alone, and isolated ports do not reach each other", async () => {
	const all = (await createAll([
		port("t", { name: "t0", netns: "na", up: true }, { bridgeVlans: [10, "30-40"] }),
		port("a", { name: "a0", netns: "nb", addresses: ["10.77.0.2/24"] }, { bridgeVlans: access(10) }),
		port("c", { name: "c0", netns: "nc", addresses: ["10.77.0.3/24"] }, { bridgeVlans: access(20) }),
		["Link", { host, name: "t0.10", type: "vlan", parent: "t0", vlanId: 10, netns: "na", addresses: ["10.77.0.1/24"] }],
		[
			"Link",
			{
				...{ host, name: "lb", type: "bridge", vlanFiltering: true, vlanDefaultPvid: 0, bridgeVlans: access(10) },
				...{ addresses: ["10.77.0.9/24"], mcastSnooping: false, ageingTime: 60, forwardDelay: 0, groupFwdMask: 16384 },
			},
		],
		...["na", "nb", "nc"].map((name): [string, object] => ["Namespace", { host, name }]),
	])) as Made[];
	await expectConverged(all);
	expect(await vlans("t")).toBe("10,30-40");
	expect([await pings("na", "10.77.0.2"), await pings("na", "10.77.0.9"), await pings("na", "10.77.0.3")]).toEqual([
		true,
		true,
		false,
	]);
	const [trunk, a, c] = all as [Made, Made, Made];
	await c.update({ ...c.args, bridgeVlans: access(10) });
	expect([await pings("na", "10.77.0.3"), await pings("nb", "10.77.0.3")]).toEqual([true, true]);
	for (const made of [a, c]) await made.update({ ...made.args, bridgePort: { isolated: true, cost: 7 } });
	expect([await pings("na", "10.77.0.3"), await pings("nb", "10.77.0.3")]).toEqual([true, false]);
	await c.update({ ...c.args, bridgePort: undefined });
	expect(await pings("nb", "10.77.0.3")).toBe(true);
	expect(await onHost(host, "ip -d link show dev a; ip -d link show dev c")).toMatch(
		/cost 7 [\s\S]*isolated on[\s\S]*isolated off/,
	);
	await onHost(
		host,
		"bridge vlan del dev t vid 10; bridge vlan add dev t vid 77; ip link set dev a nomaster; ip link set dev a master lb",
	);
	for (const made of [trunk, a]) await repairs(made);
	expect(await pings("na", "10.77.0.2")).toBe(true);
	await onHost(host, "bridge vlan del dev lb vid 10 self; ip link set lb type bridge vlan_filtering 0 ageing_time 100");
	await repairs(all[4] as Made);
	expect([await pings("na", "10.77.0.9"), await vlans("t")]).toEqual([true, "10,30-40"]);
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("the VLAN that the kernel gives a new port is no drift, and comes back when the program says no VLANs any more", async () => {
	const all = (await createAll([
		["Link", { host, name: "lb", type: "bridge", vlanFiltering: true, vlanDefaultPvid: 5 }],
		["Link", { host, name: "d", type: "dummy", master: "lb" }],
	])) as [Made, Made];
	const [bridge, dummy] = all;
	expect(await vlans("d")).toBe("5 PVID Egress Untagged");
	await expectConverged(all);
	await dummy.update({ ...dummy.args, bridgeVlans: ["20-30"] });
	expect(await vlans("d")).toBe("20-30");
	await onHost(host, "bridge vlan add dev d vid 77");
	await dummy.update({ ...dummy.args, bridgeVlans: undefined });
	expect(await vlans("d")).toBe("5 PVID Egress Untagged,77");
	await expectConverged(all);
	await bridge.update({
		...bridge.args,
		vlanDefaultPvid: undefined,
		vlanFiltering: undefined,
		vlanProtocol: "802.1ad",
		stp: true,
	});
	expect(await onHost(host, "ip -d link show lb")).toMatch(
		/stp_state 1 [\s\S]*vlan_filtering 0 vlan_protocol 802\.1ad[\s\S]*vlan_default_pvid 1 /,
	);
	await bridge.update({ ...bridge.args, vlanProtocol: "802.1Q" });
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("entries of others in the forwarding database come back with a port, and with the bridge itself", async () => {
	const all = (await createAll([
		["Link", { host, name: "lb", type: "bridge", vlanFiltering: true }],
		["Tunnel", { host, name: "g", type: "gretap", localIp: "192.0.2.2", remoteIp: "192.0.2.1", key: 5, master: "lb" }],
		["Link", { host, name: "d", type: "dummy", master: "lb" }],
	])) as [Made, Made, Made];
	await onHost(
		host,
		`bridge fdb add 02:00:00:00:00:01 dev g master static vlan 1 sticky; bridge fdb add 02:00:00:00:00:02 dev g master static
bridge fdb add 02:00:00:00:00:03 dev d master; bridge fdb add 02:00:00:00:00:05 dev lb self`,
	);
	const entries = () => onHost(host, "bridge -d fdb show br lb | grep 02:00:00:00:00: | sort");
	const there = await entries();
	// The kernel adds an entry without a VLAN in each VLAN of the port, too.
	expect(there.split("\n")).toHaveLength(7);
	const [bridge, tunnel, dummy] = all;
	await tunnel.update({ ...tunnel.args, key: 6 });
	expect(await entries()).toBe(there);
	await newRun();
	await dummy.replace({ ...dummy.args, mtu: 1400 });
	expect(await entries()).toBe(there);
	await newRun();
	await bridge.replace(bridge.args);
	await Promise.all([tunnel.diff(), dummy.diff()]);
	expect(await entries()).toBe(there);
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("permanent multicast groups of others come back with a port", async () => {
	const all = (await createAll([
		["Link", { host, name: "lb", type: "bridge", vlanFiltering: true, up: true }],
		["Tunnel", { host, name: "g", type: "gretap", localIp: "192.0.2.2", remoteIp: "192.0.2.1", key: 5, master: "lb" }],
		["Link", { host, name: "d", type: "dummy", master: "lb" }],
	])) as [Made, Made, Made];
	await onHost(
		host,
		`bridge mdb add dev lb port g grp 239.1.1.1 permanent vid 1; bridge mdb add dev lb port g grp ff0e::1 permanent vid 1
bridge mdb add dev lb port d grp 239.1.1.2 permanent vid 1`,
	);
	const groups = () => onHost(host, "bridge mdb show dev lb | grep permanent | sort");
	const there = await groups();
	expect(there.split("\n")).toHaveLength(3);
	const [, tunnel, dummy] = all;
	await newRun();
	await tunnel.update({ ...tunnel.args, key: 6 });
	expect(await groups()).toBe(there);
	await newRun();
	await dummy.replace({ ...dummy.args, mtu: 1400 });
	expect(await groups()).toBe(there);
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a VLAN device that the engine deletes and creates again has what others have set on it", async () => {
	const all = (await createAll([
		["Link", { host, name: "base", type: "dummy", up: true }],
		["Link", { host, name: "base.5", type: "vlan", parent: "base", vlanId: 5 }],
	])) as [Made, Made];
	const [, vlan] = all;
	await onHost(
		host,
		`ip link add fb type bridge vlan_filtering 1; ip link set base.5 master fb; ip link set base.5 type bridge_slave isolated on
bridge vlan add dev base.5 vid 77; ip link set base.5 up txqueuelen 77
ip addr add 10.77.0.1/24 dev base.5 valid_lft 9000 preferred_lft 8000; ip addr add 10.77.0.2/24 dev base.5`,
	);
	await newRun();
	await vlan.replace({ ...vlan.args, vlanId: 6 });
	expect(await vlans("base.5")).toBe("1 PVID Egress Untagged,77");
	expect(await onHost(host, "ip -d link show base.5")).toMatch(/ master fb [\s\S]*qlen 77\n[\s\S]* id 6 [\s\S]* isolated on/);
	expect(await onHost(host, "ip addr show base.5")).toMatch(
		/10[.]77[.]0[.]1[\s\S]*valid_lft (9000|8\d{3})sec[\s\S]*10[.]77[.]0[.]2/,
	);
	await expectConverged(all);
	for (const [add, remove, words] of [
		["tc qdisc add dev base.5 root tbf rate 1mbit burst 10k latency 50ms", "tc qdisc del dev base.5 root", /discipline tbf/],
		[
			"bridge vlan set vid 77 dev base.5 state blocking",
			"bridge vlan set vid 77 dev base.5 state forwarding",
			/state blocking of VLAN 77/,
		],
	] as const) {
		await onHost(host, add);
		await newRun();
		const error: Error = await vlan.replace({ ...vlan.args, vlanId: 7 }).catch((reason) => reason);
		expect(error.message).toMatch(/it can't be recreated, because the kernel would remove what others have attached to it/);
		expect(error.message).toMatch(words);
		expect(error.message).toContain(`Remove that first (${remove}), and add it again afterwards`);
		await onHost(host, remove);
	}
	await newRun();
	await vlan.replace({ ...vlan.args, vlanId: 7 });
	await deleteAll(all);
	await onHost(host, "ip link del fb");
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a Linux bridge and a bond that the engine deletes and creates again have what others have set on them", async () => {
	await onHost(host, "for d in nic0 nic1; do ip link add $d type dummy; ip link set $d up; done");
	const all = (await createAll([
		["Link", { host, name: "lb", type: "bridge", vlanFiltering: true, up: true }],
		["Link", { host, name: "bd", type: "bond", mode: "active-backup", interfaces: ["nic0"], up: true }],
	])) as [Made, Made];
	const times = ["last_member", "membership", "querier", "query", "query_response", "startup_query"];
	const options = [
		...["no_linklocal_learn", "vlan_stats_enabled", "vlan_stats_per_port", "mcast_query_use_ifaddr", "mcast_stats_enabled"].map(
			(word) => `${word} 1`,
		),
		...["mcast_router 2", "mcast_hash_max 1024", "mcast_igmp_version 3", "mcast_mld_version 2", "mcast_last_member_count 3"],
		...["mcast_startup_query_count 4", "group_address 01:80:c2:00:00:0e", "ageing_time 6000", "priority 4096", "mcast_querier 1"],
		...times.map((time, i) => `mcast_${time}_interval ${(i + 4) * 1000}`),
	];
	await onHost(
		host,
		`ip link set lb type bridge ${options.join(" ")}; bridge vlan add dev lb vid 77 self
ip link set nic1 down; ip link set nic1 master bd; ip link set nic1 up type bond_slave queue_id 3; ip link set bd type bond primary nic1`,
	);
	const passing = /_timer$|^root_|^bridge_id$|^topology|^mcast_querier_state/;
	const optionsOf = async (device: string) => {
		const [{ linkinfo }] = JSON.parse(await onHost(host, `ip -d -j link show dev ${device}`));
		const data = Object.entries({ ...linkinfo.info_data, ...linkinfo.info_slave_data });
		return Object.fromEntries(data.filter(([word]) => !passing.test(word)));
	};
	const found = [await optionsOf("lb"), await optionsOf("bd")];
	expect(found[0]).toMatchObject({ ageing_time: 6000, mcast_query_intvl: 7000, mcast_hash_max: 1024, no_linklocal_learn: 1 });
	for (const made of all) {
		await newRun();
		await made.replace(made.args);
	}
	expect([await optionsOf("lb"), await optionsOf("bd")]).toEqual(found);
	expect(await vlans("lb")).toBe("1 PVID Egress Untagged,77");
	expect(await onHost(host, "ip -d link show dev nic1")).toMatch(/ master bd [\s\S]* queue_id 3 /);
	await expectConverged(all);
	await deleteAll(all);
	await onHost(host, "ip link del nic0; ip link del nic1");
	expect(changed(before, await snapshot(host))).toEqual([]);
});

// A device that was up once keeps its queueing discipline.
const foreign = `ip link add fb type bridge vlan_filtering 1; ip link add nic0 type dummy; ip link set nic0 up; ip link set nic0 down
ip link set nic0 master fb; bridge vlan add dev nic0 vid 77; bridge vlan add dev nic0 vid 80-90 untagged
ip link set nic0 type bridge_slave hairpin on cost 11 mcast_router 2 group_fwd_mask 8`;

test("on a NIC in a bridge of others, their VLANs stay, and everything is as before at the end", async () => {
	await onHost(host, foreign);
	const there = await snapshot(host);
	const nic = await create("Link", {
		...{ host, name: "nic0", type: "device", master: "fb" },
		...{ bridgeVlans: access(10), bridgePort: { isolated: true, hairpin: false } },
	});
	expect(await vlans("nic0")).toBe("10 PVID Egress Untagged,77,80-90 Egress Untagged");
	await expectConverged([nic]);
	await nic.update({ ...nic.args, bridgeVlans: ["78-82"], bridgePort: { hairpin: false } });
	expect(await vlans("nic0")).toBe("77-82,83-90 Egress Untagged");
	await expectConverged([nic]);
	await deleteAll([nic]);
	expect(changed(there, await snapshot(host))).toEqual([]);
});

test("a NIC that goes from a bridge of others to one of the program goes back with its VLANs and options", async () => {
	await onHost(host, foreign);
	const there = await snapshot(host);
	const all = (await createAll([
		["Link", { host, name: "lb", type: "bridge", vlanFiltering: true }],
		[
			"Link",
			{ host, name: "nic0", type: "device", master: "lb", bridgeVlans: access(10), bridgePort: { hairpin: false, cost: 5 } },
		],
	])) as Made[];
	expect(await vlans("nic0")).toBe("10 PVID Egress Untagged");
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(there, await snapshot(host))).toEqual([]);
});

test("a NIC whose former bridge is gone by now is in none after destroy", async () => {
	await onHost(host, "ip link add obr type bridge; ip link add nic type dummy; ip link set nic master obr");
	const made = await createAll([
		["Link", { host, name: "lb", type: "bridge" }],
		["Link", { host, name: "nic", type: "device", master: "lb" }],
	]);
	await onHost(host, "ip link del obr");
	await deleteAll(made);
	expect(await onHost(host, "ip -o link show dev nic")).not.toContain("master");
	await onHost(host, "ip link del nic");
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("both ends of a recreated veth pair stay in bridges of others, with their options and VLANs", async () => {
	const pair = { host, name: "va", type: "veth" };
	const made = await create("Link", { ...pair, peer: { name: "vb" } });
	await onHost(
		host,
		`ip link add fb type bridge vlan_filtering 1; ip link add fb2 type bridge vlan_filtering 1
ip link set va master fb; ip link set vb master fb2; ip link set vb type bridge_slave hairpin on cost 11; ip link set va type bridge_slave isolated on
bridge vlan add dev va vid 77; bridge vlan add dev vb vid 80-90 untagged; bridge vlan del dev vb vid 1`,
	);
	await newRun();
	await made.update({ ...pair, peer: { name: "vc" } });
	expect([await vlans("va"), await vlans("vc")]).toEqual(["1 PVID Egress Untagged,77", "80-90 Egress Untagged"]);
	expect(await onHost(host, "ip -d link show va")).toMatch(/ master fb [\s\S]* cost 2 [\s\S]* isolated on/);
	expect(await onHost(host, "ip -d link show vc")).toMatch(/ master fb2 [\s\S]* cost 11 hairpin on/);
	await expectConverged([made]);
	await deleteAll([made]);
	await onHost(host, "ip link del fb; ip link del fb2");
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a change that the kernel refuses leaves the VLANs and options of a port as they were", async () => {
	const [, made] = (await createAll([
		["Link", { host, name: "lb", type: "bridge", vlanFiltering: true }],
		["Link", { host, name: "d", type: "dummy", up: true, master: "lb", bridgeVlans: access(10), bridgePort: { isolated: true } }],
	])) as [Made, Made];
	const there = await snapshot(host);
	await newRun();
	await made.diff();
	const change = { bridgeVlans: [20], bridgePort: { isolated: false, guard: true }, addresses: ["::1/128"] };
	await expect(made.update({ ...made.args, ...change })).rejects.toThrow(/loopback address.*the change was undone/);
	expect(changed(there, await snapshot(host))).toEqual([]);
});
