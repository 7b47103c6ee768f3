import type { Values } from "../../provider/base/values";
import { bondModes } from "../../provider/kinds/link/bond";
import { bondOptions, isInMode, optionWords } from "../../provider/kinds/link/bond-options";
import { gone } from "../support/gone";
import { onHost, until } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun, repairs } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h2";
let before: string[];

beforeEach(async () => {
	await newRun();
	await cleanHost(host);
	await onHost(host, "ip link add dev nic0 type dummy; ip link set nic0 mtu 1480 up; ip addr add 10.30.0.9/24 dev nic0");
	before = await snapshot(host);
});
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

test("links of all types are made together, whatever their order, repaired, and gone after", async () => {
	const all = (await createAll([
		["Link", { host, name: "d.7", type: "vlan", parent: "d", vlanId: 7, addresses: ["10.30.7.1/24", "2001:db8:7::1/64"] }],
		["Link", { host, name: "t", type: "tap", master: "b", mac: "02:00:00:00:30:01", up: true }],
		[
			"Link",
			{
				host,
				name: "v1",
				type: "veth",
				up: true,
				peer: { name: "v2", netns: "n1", addresses: ["10.30.1.2/24"], mac: "02:00:00:00:30:02" },
			},
		],
		[
			"Link",
			{ host, name: "w1", type: "veth", netns: "n1", peer: { name: "w2", netns: "n2", up: true, master: "nb" }, mtu: 1300 },
		],
		["Link", { host, name: "u1", type: "veth", peer: { name: "u2", netns: "n2", vrf: "nv", addresses: ["2001:db8:9::2/64"] } }],
		["Link", { host, name: "nb", type: "bridge", netns: "n2" }],
		["VRF", { host, name: "nv", table: 77, netns: "n2" }],
		["Link", { host, name: "b", type: "bridge", up: true }],
		["Link", { host, name: "d", type: "dummy", up: true, mtu: 9000 }],
		["Link", { host, name: "d.8", type: "vlan", parent: "d", vlanId: 8, vlanProtocol: "802.1ad" }],
		["Link", { host, name: "mv", type: "macvlan", parent: "d", mode: "private" }],
		["Link", { host, name: "iv", type: "ipvlan", parent: "w3", mode: "l2" }],
		["Link", { host, name: "w3", type: "dummy" }],
		["Namespace", { host, name: "n1" }],
		["Namespace", { host, name: "n2" }],
	])) as Made[];
	const seen = await onHost(
		host,
		"ip -br addr show d.7; cat /sys/class/net/t/master/uevent | grep INTERFACE; ip -n n1 -br link show v2; ip -n n2 -br link show w2; ip -n n1 -br addr show lo",
	);
	expect(seen).toMatch(
		/^d\.7@d .*10\.30\.7\.1\/24 2001:db8:7::1\/64.*\nINTERFACE=b\nv2@if\d+ +UP +02:00:00:00:30:02.*\nw2@if\d+ .*\nlo +UNKNOWN +127\.0\.0\.1/,
	);
	expect(await onHost(host, "ip -d link show type vlan; ip -d link show mv; ip -d link show iv")).toMatch(
		/d\.8@d[\s\S]*vlan protocol 802\.1ad id 8[\s\S]*macvlan mode private[\s\S]*ipvlan +mode l2/,
	);
	await expectConverged(all);
	expect(await onHost(host, "ip -n n2 -o link show master nb; ip -n n2 -o addr show vrf nv")).toMatch(
		/^\d+: w2@[\s\S]*u2 +inet6 2001:db8:9::2\/64/,
	);
	const named = (name: string) => all.find(({ args }) => args.name === name) as Made;
	const [vlan, tap, veth, inner, dummy, peer] = ["d.7", "t", "v1", "w1", "d", "u1"].map(named) as [
		Made,
		Made,
		Made,
		Made,
		Made,
		Made,
	];
	await onHost(
		host,
		"ip addr del 10.30.7.1/24 dev d.7; ip link set dev t nomaster; ip -n n1 addr flush dev v2; ip -n n1 link set w1 mtu 1200; ip link set dev d down; ip -n n2 link set w2 nomaster; ip -n n2 link set u2 nomaster",
	);
	for (const made of [dummy, vlan, tap, veth, inner, peer]) await repairs(made);
	await peer.update({ ...peer.args, peer: { name: "u2", netns: "n2", addresses: ["2001:db8:9::2/64"] } });
	expect(await onHost(host, "ip -n n2 -o addr show dev u2; ip -n n2 link show master nv")).toMatch(
		/^[^\n]*2001:db8:9::2\/64[^\n]*(\n[^\n]*fe80[^\n]*)?$/,
	);
	expect(await dummy.diff({ ...dummy.args, type: "bridge", mtu: undefined })).toEqual(["type"]);
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a device that is there gets its settings back, also those of fields that came later", async () => {
	const nic = await create("Link", {
		host,
		name: "nic0",
		type: "device",
		mtu: 1400,
		addresses: ["10.30.0.9/24", "10.30.2.1/24"],
	});
	await nic.update({ ...nic.args, mac: "02:00:00:00:30:09", addresses: ["10.30.3.1/24"] });
	expect(await onHost(host, "ip -br addr show nic0")).toMatch(/10\.30\.3\.1\/24/);
	await onHost(host, "ip link set nic0 mtu 1300");
	await repairs(nic);
	await nic.update({
		...nic.args,
		addresses: [
			{ address: "10.30.0.9/24", label: "nic0:a", broadcast: "10.30.0.255", preferredLifetime: 0 },
			{ address: "10.30.4.1/32", peer: "10.30.4.2", scope: "link", noprefixroute: true },
			{ address: "2001:db8:30::1/64", nodad: true, preferredLifetime: 0 },
		],
	});
	expect(
		await onHost(host, "ip -o addr show nic0 scope global; ip -o addr show nic0 scope link; ip route show dev nic0"),
	).toMatch(
		/10\.30\.0\.9\/24 brd 10\.30\.0\.255 scope global deprecated nic0:a[\s\S]*2001:db8:30::1\/64 scope global nodad deprecated[\s\S]*10\.30\.4\.1 peer 10\.30\.4\.2\/32 scope link noprefixroute nic0(?![\s\S]*^10\.30\.4\.2)/m,
	);
	await onHost(host, "ip addr change 10.30.0.9/24 dev nic0; ip addr del 10.30.4.1 peer 10.30.4.2/32 dev nic0");
	await repairs(nic);
	await nic.update({ ...nic.args, addresses: ["10.30.0.9/24", "10.30.4.1/32", "2001:db8:30::1/64"] });
	const plain = await onHost(host, "ip -o addr show nic0 scope global");
	// Addresses that are added again come in the program's order.
	expect(plain).toMatch(/10\.30\.0\.9\/24 scope global nic0\\[\s\S]*10\.30\.4\.1\/32 scope global nic0\\/);
	expect(plain).not.toMatch(/deprecated|nodad/);
	await expectConverged([nic]);
	await deleteAll([nic]);
	// The kernel chooses a new random MAC address for the device, and so another link-local address.
	const local = /fe80::|ff02::|ff00::/;
	expect(changed(before, await snapshot(host)).filter((line) => !local.test(line))).toEqual([]);
	expect(await onHost(host, "cat /sys/class/net/nic0/mtu; ip -br -4 addr show nic0")).toMatch(
		/^1480\nnic0 +UNKNOWN +10\.30\.0\.9\/24$/,
	);
});

test("a bond uses its devices, changes its mode, and gives them back as they were", async () => {
	await onHost(
		host,
		`ip netns add bn; ip -n bn link add dev lb type bridge; ip -n bn addr add 10.31.0.2/24 dev lb; ip -n bn link set lb up
for i in 0 1; do
	ip link add dev bm$i type veth peer name bp$i netns bn; ip -n bn link set bp$i master lb up; ip link set bm$i mtu 1480 up
	ip addr add 2001:db8:31:$i::1/64 dev bm$i; ip addr add 10.31.1$i.1/24 dev bm$i
done`,
	);
	// Link-local addresses come when a device has been up for a moment, and the timers of the bridge run.
	const steady = async () => (await snapshot(host)).filter((line) => !/fe80::|ff02::|ff00::|_timer/.test(line));
	const isSettled = async () => (await onHost(host, "ip -6 -o addr show tentative")) === "";
	await until("addresses that are no duplicates", isSettled);
	const found = await steady();
	const args = { host, type: "bond", mode: "active-backup", interfaces: ["bm0", "bm1"], addresses: ["10.31.0.1/24"] };
	const up = "for m in bm0 bm1; do ip -br link show $m; done";
	const wanted = { ...args, name: "bo0", primary: "bm1", miimon: 50 };
	await expect(create("Link", wanted)).rejects.toThrow("interfaces: bm0 has the address 10.31.10.1/24");
	expect(changed(found, await steady())).toEqual([]);
	await newRun();
	const nics = ["bm0", "bm1"].map((name): [string, Values] => ["Link", { host, name, type: "device", addresses: [] }]);
	// The kernel refuses the loopback address at the end of the change.
	const [bm0, bm1, refused] = await Promise.allSettled([
		...nics.map(([kind, of]) => create(kind, of)),
		create("Link", { ...wanted, addresses: ["::1/128"] }),
	]);
	expect(refused).toMatchObject({ status: "rejected", reason: { message: expect.stringMatching(/; the change was undone$/) } });
	expect(await onHost(host, up)).toMatch(/^bm0@\S+ +UP .*\nbm1@\S+ +UP /);
	const members = [bm0, bm1].map((made) => (made as PromiseFulfilledResult<Made>).value);
	await newRun({ "ovs:persist": "true" });
	const bond = await create("Link", wanted);
	const flaps = "cat /sys/class/net/bm0/carrier_changes /sys/class/net/bm1/carrier_changes /sys/class/net/bo0/carrier_changes";
	const before = await onHost(host, flaps);
	await onHost(host, "sh /etc/pulumi-ovs/boot/run");
	expect(await onHost(host, flaps)).toBe(before);
	await newRun();
	await bond.update();
	await onHost(host, "ip route add 10.31.99.0/24 via 10.31.0.2");
	const reach = "ping -c 1 -W 2 10.31.0.2 >/dev/null && cat /sys/class/net/bo0/bonding/active_slave";
	expect(await onHost(host, reach)).toBe("bm1");
	await onHost(host, "ip -n bn link set bp1 down");
	await until("the other device", async () => (await onHost(host, "cat /sys/class/net/bo0/bonding/active_slave")) === "bm0");
	expect(await onHost(host, reach)).toBe("bm0");
	await onHost(
		host,
		"ip -n bn link set bp1 up; ip link set bm0 nomaster; ip link set bm0 up; ip link set dev bo0 type bond miimon 200",
	);
	await repairs(bond);
	await bond.update({ ...bond.args, mode: "802.3ad", lacpRate: "fast", xmitHashPolicy: "layer3+4", primary: undefined });
	expect(await onHost(host, "ip -d link show bo0; ip -br addr show bo0")).toMatch(
		/mode 802\.3ad miimon 50 [\s\S]* xmit_hash_policy layer3\+4 [\s\S]* lacp_rate fast [\s\S]* 10\.31\.0\.1\/24/,
	);
	await bond.update({ ...bond.args, mode: "broadcast", lacpRate: undefined, xmitHashPolicy: undefined, interfaces: ["bm0"] });
	expect(await onHost(host, "ping -c 1 -W 2 10.31.0.2 >/dev/null; ip -br link show bm1")).toMatch(/^bm1@\S+ +UP /);
	expect(await onHost(host, "ip route show 10.31.99.0/24")).toMatch(/^10\.31\.99\.0\/24 via 10\.31\.0\.2 dev bo0/);
	await expectConverged([bond, ...members]);
	await deleteAll([bond, ...members]);
	await until("addresses that are no duplicates", isSettled);
	expect(await onHost(host, up)).toMatch(/^bm0@\S+ +UP .*\nbm1@\S+ +UP /);
	expect(changed(found, await steady())).toEqual([]);
});

test("the devices of a bond that somebody has deleted are set up at destroy", async () => {
	await onHost(host, "for d in bm0 bm1 bm2; do ip link add $d type dummy; done; ip link set bm0 up; ip link set bm1 up");
	const isUp = () => onHost(host, "for d in bm0 bm1 bm2; do ip -br link show dev $d | grep -c '[<,]UP' || :; done");
	const bond = await create("Link", { host, name: "bo0", type: "bond", interfaces: ["bm0", "bm1", "bm2"] });
	await onHost(host, "ip link del bo0");
	expect(await isUp()).toBe("0\n0\n0");
	await newRun();
	expect(await bond.refresh()).toMatchObject({ error: gone });
	await deleteAll([bond]);
	expect(await isUp()).toBe("1\n1\n0");
	await onHost(host, "for d in bm0 bm1 bm2; do ip link del $d; done");
});

test("sysctls of the host and of a namespace go back to their first value, also when the first create was cut off", async () => {
	const ns = await create("Namespace", { host, name: "sy" });
	const args = { host, key: "net.ipv4.conf.all.rp_filter", value: 2 };
	await onHost(host, "sysctl -qw net.ipv4.conf.all.rp_filter=1; ip netns exec sy sysctl -qw net.ipv4.conf.all.rp_filter=1");
	const cut = await createAll([
		["Sysctl", args],
		["Sysctl", { ...args, netns: "sy" }],
	]);
	expect(cut.map((made) => made.state.previous)).toEqual(["1", "1"]);
	// If the engine dies before it writes the state, the next run creates the resources again.
	await newRun();
	const [root, inner] = (await createAll([
		["Sysctl", { ...args, value: 0 }],
		["Sysctl", { ...args, netns: "sy" }],
	])) as [Made, Made];
	expect(root.state.previous).toBe("1");
	await onHost(host, "ip netns exec sy sysctl -qw net.ipv4.conf.all.rp_filter=0");
	await repairs(inner);
	await deleteAll([root, inner]);
	expect(
		await onHost(host, "cat /proc/sys/net/ipv4/conf/all/rp_filter; ip netns exec sy cat /proc/sys/net/ipv4/conf/all/rp_filter"),
	).toBe("1\n1");
	await onHost(host, "sysctl -qw net.ipv4.conf.all.rp_filter=0");
	await deleteAll([ns]);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("foreign links and namespaces are refused, adopted, and released as they were", async () => {
	await onHost(host, "ip netns add theirs; ip link add dev th0 type dummy; ip link set th0 mtu 1450");
	const found = await snapshot(host);
	await expect(create("Namespace", { host, name: "theirs" })).rejects.toThrow(
		/does not belong to this program .*Set adopt: true/,
	);
	await expect(create("Link", { host, name: "th0", type: "dummy" })).rejects.toThrow(
		/does not belong to this program .*Set adopt: true/,
	);
	await newRun();
	const all = await createAll([
		["Namespace", { host, name: "theirs", adopt: true }],
		["Link", { host, name: "th0", type: "dummy", mtu: 1300, adopt: true }],
	]);
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(found, await snapshot(host))).toEqual([]);
	await onHost(host, "ip netns del theirs; ip link del th0");
});

test("the address of a NIC goes to the bridge over it, is taken off again where somebody adds it, and comes back", async () => {
	const all = (await createAll([
		["Link", { host, name: "nic0", type: "device", addresses: [] }],
		["Bridge", { host, name: "br", addresses: ["10.30.0.9/24"] }],
		["Port", { host, name: "nic0", bridge: "br" }],
	])) as [Made, Made, Made];
	const [nic] = all;
	const seen = () => onHost(host, "ip -4 -br addr show nic0; ip -4 -br addr show br; ip route show 10.30.0.0/24");
	const moved = /^br +\S+ +10\.30\.0\.9\/24 *\n10\.30\.0\.0\/24 dev br [^\n]*$/;
	expect(await seen()).toMatch(moved);
	await onHost(host, "ip addr add 10.30.0.9/24 dev nic0");
	await newRun();
	await nic.refresh();
	expect(nic.differences()).toEqual(['addresses is ["10.30.0.9/24"], wanted []']);
	await repairs(nic);
	expect(await seen()).toMatch(moved);
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a VLAN of another protocol and a macvlan of another mode are not adopted, and stay as they are", async () => {
	await onHost(
		host,
		"ip link add link nic0 name nic0.5 type vlan proto 802.1ad id 5; ip link add mv link nic0 type macvlan mode private",
	);
	const found = await snapshot(host);
	const vlan = { host, name: "nic0.5", type: "vlan", parent: "nic0", vlanId: 5, adopt: true };
	await expect(create("Link", vlan)).rejects.toThrow(/vlanProtocol is "802\.1ad", wanted unset/);
	await newRun();
	const macvlan = { host, name: "mv", type: "macvlan", parent: "nic0", adopt: true };
	await expect(create("Link", macvlan)).rejects.toThrow(/mode is "private", wanted unset/);
	expect(changed(found, await snapshot(host))).toEqual([]);
	await newRun();
	const all = await createAll([
		["Link", { ...vlan, vlanProtocol: "802.1ad" }],
		["Link", { ...macvlan, mode: "private" }],
	]);
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(found, await snapshot(host))).toEqual([]);
	await onHost(host, "ip link del nic0.5; ip link del mv");
});

test("bridges, ports and devices below those of others, and a namespace with theirs, stay, and go when these have gone", async () => {
	const all = await createAll([
		["Link", { host, name: "lb", type: "bridge", up: true }],
		["Link", { host, name: "d5", type: "dummy", master: "lb" }],
		["Link", { host, name: "nic0.5", type: "vlan", parent: "nic0", vlanId: 5 }],
		["Link", { host, name: "v5", type: "veth", peer: { name: "v6", netns: "n5" } }],
		["Namespace", { host, name: "n5" }],
		["Bridge", { host, name: "br5" }],
		["Port", { host, bridge: "br5", name: "p5", type: "internal" }],
	]);
	const theirs = `ip tuntap add dev vnet0 mode tap; ip link set vnet0 master lb; ip link add mv5 link nic0.5 type macvlan
ip -n n5 link add th5 type dummy; ip link add br5.7 link br5 type vlan id 7; ip link add p5.7 link p5 type vlan id 7`;
	await onHost(host, theirs);
	const devices = () => onHost(host, "ls /sys/class/net /sys/class/net/lb/brif; ip netns exec n5 ls /sys/class/net");
	const found = await devices();
	const [bridge, , vlan, , netns, ovsBridge, port] = all as Made[];
	const refusals: [Made | undefined, RegExp][] = [
		[bridge, /devices in it do not belong to this program: vnet0 .tun, no mark.*ip link set dev vnet0 nomaster/],
		[vlan, /devices on top of it.*: mv5 .macvlan, no mark.*ip link del dev mv5/],
		[netns, /devices in it do not belong to this program: th5 .dummy, no mark.*ip -n n5 link set dev th5 netns 1/],
		[port, /devices on top of it.*: p5.7 .vlan, no mark.*ip link del dev p5.7/],
		[ovsBridge, /devices on top of it.*: br5.7 .vlan, no mark.*ip link del dev br5.7/],
	];
	for (const [made, message] of refusals) {
		await newRun();
		await expect(made?.delete()).rejects.toThrow(message);
	}
	expect(await devices()).toBe(found);
	await onHost(host, "ip link del vnet0; ip link del mv5; ip -n n5 link del th5; ip link del br5.7; ip link del p5.7");
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("internal ports live in namespaces, and follow a change of it and of their bridge", async () => {
	const all = (await createAll([
		[
			"Port",
			{
				host,
				bridge: "br1",
				name: "ip0",
				type: "internal",
				netns: "na",
				addresses: ["10.30.4.1/24"],
				mac: "02:00:00:00:30:04",
				mtu: 1400,
			},
		],
		["Bridge", { host, name: "br1" }],
		["Bridge", { host, name: "br2" }],
		["Namespace", { host, name: "na" }],
		["Namespace", { host, name: "nb" }],
	])) as Made[];
	const port = all[0] as Made;
	const where = (netns: string) =>
		onHost(host, `ip -n ${netns} -br addr show ip0; ip -n ${netns} -br link show ip0 | grep -c 02:00:00:00:30:04`);
	expect(await where("na")).toMatch(/10\.30\.4\.1\/24.*\n1/);
	const moved = { ...port.args, netns: "nb" };
	expect(await port.diff(moved)).toEqual([]);
	await port.update(moved);
	expect(await where("nb")).toMatch(/10\.30\.4\.1\/24.*\n1/);
	await port.update({ ...moved, bridge: "br2" });
	expect(await where("nb")).toMatch(/10\.30\.4\.1\/24.*\n1/);
	expect(await onHost(host, "ovs-vsctl port-to-br ip0")).toBe("br2");
	await onHost(host, "ip -n nb link set ip0 netns 1");
	await repairs(port);
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("other people's routes over an internal port that goes to another bridge, and over a bridge of another datapath, are back", async () => {
	const [port, bridge, other] = (await createAll([
		["Port", { host, bridge: "br1", name: "ip0", type: "internal", addresses: ["10.30.4.1/24"] }],
		["Bridge", { host, name: "br1", addresses: ["10.30.5.1/24"] }],
		["Bridge", { host, name: "br2" }],
	])) as [Made, Made, Made];
	await onHost(host, "ip route add 10.131.0.0/16 via 10.30.4.9 metric 7; ip route add 10.132.0.0/16 via 10.30.5.9 table 90");
	await newRun();
	await port.update({ ...port.args, bridge: "br2" });
	await bridge.update({ ...bridge.args, datapathType: "netdev" });
	expect(await onHost(host, "ip route show 10.131.0.0/16; ip route show table 90")).toMatch(
		/^10\.131\.0\.0\/16 via 10\.30\.4\.9 dev ip0 metric 7 *\n10\.132\.0\.0\/16 via 10\.30\.5\.9 dev br1 *$/,
	);
	await expectConverged([port, bridge, other]);
	await deleteAll([port, bridge, other]);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a renamed resource with other settings leaves nothing of the earlier one, and gives everything back", async () => {
	const former = await create("Link", {
		host,
		name: "nic0",
		type: "device",
		mtu: 1400,
		addresses: ["10.30.0.1/24", "2001:db8:30::1/64"],
	});
	await newRun();
	const renamed = await create("Link", { host, name: "nic0", type: "device", addresses: ["10.30.0.2/24"] });
	await former.delete();
	expect(await onHost(host, "ip -o addr show dev nic0 scope global | awk '{print $4}'; cat /sys/class/net/nic0/mtu")).toBe(
		"10.30.0.9/24\n10.30.0.2/24\n1480",
	);
	await expectConverged([renamed]);
	await deleteAll([renamed]);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

describe("options of bonds", () => {
	const netns = "bonds";
	const values: Record<string, unknown> = {
		...{ updelay: 200, downdelay: 400, numPeerNotif: 5, resendIgmp: 0, allSlavesActive: true, packetsPerSlave: 0 },
		...{ primaryReselect: "failure", lpInterval: 7, tlbDynamicLb: false, minLinks: 2, lacpActive: false, adSelect: "count" },
		...{ adActorSysPrio: 100, adActorSystem: "02:00:00:00:00:09", adUserPortKey: 1023 },
	};
	const inMode = (mode: string) =>
		Object.fromEntries(bondOptions.filter((one) => isInMode(one, mode)).map(({ field }) => [field, values[field]]));
	const bondOf = (mode: string, more: Values = {}): [string, Values] => [
		"Link",
		{ host, netns, name: `bo-${mode.replace(/\W/g, "")}`, type: "bond", mode, up: true, ...more },
	];

	beforeEach(() => onHost(host, `ip netns add ${netns}`));
	afterEach(() => onHost(host, `ip netns del ${netns}`));

	test("are set in all modes that have them, changed, repaired and dropped", async () => {
		const all = (await createAll(bondModes.map((mode) => bondOf(mode, inMode(mode))))) as Made[];
		await expectConverged(all);
		expect(await onHost(host, `ip -n ${netns} -d link show dev bo-8023ad`)).toMatch(
			/updelay 200 downdelay 400 .*num_grat_arp 5 .*min_links 2 .*lacp_active off.* ad_select count .*ad_actor_sys_prio 100 /,
		);
		await onHost(
			host,
			all.map(({ args: { name } }) => `ip -n ${netns} link set dev ${name} type bond num_grat_arp 9`).join("\n"),
		);
		for (const made of all) await repairs(made);
		await newRun();
		// Another interval would change the delays, which the kernel keeps as multiples of it.
		await Promise.all(all.map((made) => made.update({ ...made.args, miimon: 50 })));
		await expectConverged(all);
		await newRun();
		await Promise.all(all.map((made, i) => made.update(bondOf(bondModes[i] as string)[1])));
		await expectConverged(all);
		expect(await onHost(host, `ip -n ${netns} -d link show type bond`)).not.toMatch(
			/num_grat_arp [^1]|updelay [^0]|min_links [^0]/,
		);
		await newRun();
		// In another mode, the kernel keeps what it would refuse to set there.
		const [first, ...others] = all as [Made, ...Made[]];
		await first.update({ ...first.args, packetsPerSlave: 9 });
		for (const mode of bondModes.slice(1)) {
			await first.update({ ...first.args, packetsPerSlave: undefined, ...inMode("broadcast"), mode });
			await expectConverged([first]);
		}
		await deleteAll([first, ...others]);
	});

	test("of its devices select the one for a queue of packets, and the one after a failure", async () => {
		const at = `ip netns exec ${netns}`;
		const far = `${netns}-far`;
		await onHost(
			host,
			`ip netns add ${far}; ip -n ${far} link add dev lb type bridge; ip -n ${far} addr add 10.32.0.2/24 dev lb; ip -n ${far} link set lb up
for i in 0 1 2; do
	ip -n ${netns} link add dev m$i type veth peer name p$i netns ${far}; ip -n ${far} link set p$i master lb up; ip -n ${netns} link set m$i up
done`,
		);
		const isSettled = async () => (await onHost(host, `ip -n ${netns} -6 -o addr show tentative`)) === "";
		await until("addresses that are no duplicates", isSettled);
		const mode = "active-backup";
		const wanted = {
			...{ interfaces: ["m0", "m1", "m2"], allSlavesActive: true, primary: "m0", addresses: ["10.32.0.1/24"] },
			bondPorts: { m1: { queueId: 1, prio: -1 }, m2: { queueId: 2, prio: 7 } },
		};
		await expect(create(...bondOf(mode, { ...wanted, bondPorts: { m1: { queueId: 17 } } }))).rejects.toThrow(
			/device m1 can't have queue 17 of its bond \(bondPorts, queueId\)/,
		);
		await newRun();
		const bond = await create(...bondOf(mode, wanted));
		const name = bond.args.name;
		const active = () => onHost(host, `${at} cat /sys/class/net/${name}/bonding/active_slave`);
		const options = () =>
			onHost(host, `for m in m0 m1 m2; do ip -n ${netns} -d link show $m | grep -o 'queue_id.*prio [-0-9]*'; done`);
		const received = async () =>
			(await onHost(host, `for i in 1 2; do ip netns exec ${far} cat /sys/class/net/p$i/statistics/rx_packets; done`))
				.split("\n")
				.map(Number) as [number, number];
		expect(await options()).toBe("queue_id 0 prio 0\nqueue_id 1 prio -1\nqueue_id 2 prio 7");
		await onHost(
			host,
			`${at} ping -c 1 -W 2 10.32.0.2 >/dev/null; ${at} tc qdisc add dev ${name} handle 1 root multiq
${at} tc filter add dev ${name} protocol ip parent 1: prio 1 u32 match ip dst 10.32.0.2/32 action skbedit queue_mapping 2`,
		);
		const before = await received();
		await onHost(host, `${at} ping -c 9 -i 0.1 -W 2 10.32.0.2 >/dev/null`);
		const [first, second] = await received();
		expect([first - before[0] < 9, second - before[1] >= 9]).toEqual([true, true]);
		expect(await active()).toBe("m0");
		await onHost(host, `ip -n ${far} link set p0 down`);
		await until("the preferred device", async () => (await active()) === "m2");
		await onHost(host, `ip -n ${netns} link set m1 nomaster; ip -n ${netns} link set m2 type bond_slave queue_id 5 prio 0`);
		await repairs(bond);
		expect(await options()).toBe("queue_id 0 prio 0\nqueue_id 1 prio -1\nqueue_id 2 prio 7");
		await newRun();
		await bond.update({ ...bond.args, bondPorts: { m1: { queueId: 2 }, m2: { queueId: 1 } } });
		expect(await options()).toBe("queue_id 0 prio 0\nqueue_id 2 prio 0\nqueue_id 1 prio 0");
		// The kernel refuses the loopback address at the end of the change, which has brought the devices out of the bond and back.
		const other = { mode: "balance-xor", primary: undefined, bondPorts: { m0: { queueId: 1 } } };
		await newRun();
		await expect(bond.update({ ...bond.args, ...other, addresses: ["::1/128"] })).rejects.toThrow("the change was undone");
		expect(await options()).toBe("queue_id 0 prio 0\nqueue_id 2 prio 0\nqueue_id 1 prio 0");
		await newRun();
		await bond.update({ ...bond.args, ...other, addresses: wanted.addresses });
		expect(await options()).toBe("queue_id 1 prio 0\nqueue_id 0 prio 0\nqueue_id 0 prio 0");
		await expectConverged([bond]);
		// A device that the run declares would be replaced, and the queueing discipline on it is somebody else's.
		await newRun();
		await bond.delete();
		await onHost(host, `ip netns del ${far}`);
	});

	test("are refused at preview in each mode in which the kernel refuses them", async () => {
		for (const mode of bondModes) {
			const lines = bondOptions.map((one) => optionWords(one, values[one.field]).join(" "));
			const refused = await onHost(
				host,
				`ip -n ${netns} link add dev bo type bond mode ${mode} miimon 100
${lines.map((line) => `ip -n ${netns} link set dev bo type bond ${line} 2>&1 | sed -n 's/.*option not supported in mode.*/${line}/p'`).join("\n")}
ip -n ${netns} link del dev bo`,
			);
			const allowed = bondOptions.filter((one, i) => isInMode(one, mode) && refused.split("\n").includes(lines[i] as string));
			expect([mode, allowed]).toEqual([mode, []]);
			expect(refused).not.toBe("");
		}
	});
});

test("the first address of a subnet is the source of connections, after each change and after a NIC is given back", async () => {
	const source = (device: string) =>
		onHost(
			host,
			`ip -o route get 10.30.0.77 oif ${device} | grep -o 'src [0-9.]*'; ip -o -4 addr show dev ${device} | cut -d' ' -f7`,
		);
	const addresses = (...all: string[]) => all.map((one) => `${one}/24`);
	const made = await create("Link", { host, name: "order0", type: "dummy", addresses: addresses("10.30.0.50", "10.30.0.3") });
	expect(await source("order0")).toBe("src 10.30.0.50\n10.30.0.50/24\n10.30.0.3/24");
	await onHost(host, "ip route add 10.31.0.0/16 via 10.30.0.254 dev order0");
	for (const order of [
		["10.30.0.3", "10.30.0.50"],
		["10.30.0.9", "10.30.0.3", "10.30.0.50"],
		["10.30.0.50", "10.30.0.9"],
	]) {
		await made.update({ host, name: "order0", type: "dummy", addresses: addresses(...order) });
		expect(await source("order0")).toBe([`src ${order[0]}`, ...addresses(...order)].join("\n"));
		await expectConverged([made]);
	}
	expect(await onHost(host, "ip route show 10.31.0.0/16")).toContain("via 10.30.0.254 dev order0");
	await onHost(
		host,
		"ip addr del 10.30.0.50/24 dev order0; ip addr add 10.30.0.9/24 dev order0; ip addr add 10.30.0.50/24 dev order0",
	);
	await repairs(made);
	expect(await source("order0")).toBe("src 10.30.0.50\n10.30.0.50/24\n10.30.0.9/24");
	await deleteAll([made]);

	for (const one of addresses("10.30.0.200", "10.30.0.4")) await onHost(host, `ip addr add ${one} dev nic0`);
	await onHost(host, "ip addr add 2001:db8:30::1/64 dev nic0 home; ip addr add 2001:db8:30::2/64 dev nic0");
	const shown = () => onHost(host, "ip -o addr show dev nic0 scope global | sed 's/ *valid_lft.*//'");
	const former = await shown();
	await newRun();
	const nic = await create("Link", { host, name: "nic0", type: "device", addresses: [] });
	expect(await shown()).toBe("");
	await deleteAll([nic]);
	expect(await shown()).toBe(former);
});

test("addresses that the program takes from a NIC come back with their attributes, and an adopted bond keeps its options", async () => {
	await onHost(
		host,
		`ip addr add 2001:db8:30::9/64 dev nic0 nodad; ip addr add 2001:db8:31::9/64 dev nic0 nodad preferred_lft 0
ip addr add 10.30.9.1/24 brd + dev nic0 label nic0:x noprefixroute; ip addr add 10.30.8.1 peer 10.30.8.2/32 dev nic0 scope link
ip link add bo9 type bond mode 802.3ad miimon 250 lacp_rate fast xmit_hash_policy layer3+4`,
	);
	const there = await snapshot(host);
	const all = (await createAll([
		["Link", { host, name: "nic0", type: "device", addresses: [] }],
		["Link", { host, name: "bo9", type: "bond", mode: "802.3ad", adopt: true }],
	])) as [Made, Made];
	expect(await onHost(host, "ip -o addr show dev nic0 scope global; ip -d link show dev bo9")).toMatch(
		/^[^\n]*bo9[\s\S]*miimon 250[\s\S]*layer3\+4[\s\S]*lacp_rate fast/,
	);
	await expectConverged(all);
	await all[1].update({ ...all[1].args, mode: "active-backup" });
	expect(await onHost(host, "ip -d link show dev bo9")).toMatch(/mode active-backup[\s\S]*miimon 250[\s\S]*layer3\+4/);
	await all[1].update({ ...all[1].args, mode: "802.3ad" });
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(there, await snapshot(host))).toEqual([]);
	await onHost(host, "ip link del dev bo9");
});

test("an address that another host has is an error, and works again after that host has lost it", async () => {
	const [address, far] = ["2001:db8:40::1/64", "far"];
	await onHost(
		host,
		`ip netns add ${far}; ip link add dev near type veth peer name other netns ${far}; ip -n ${far} link set other up; ip link set near up`,
	);
	const made = await create("Link", { host, name: "near", type: "device", addresses: [address] });
	await onHost(
		host,
		`ip -n ${far} addr add ${address} dev other nodad; ip addr del ${address} dev near; ip addr add ${address} dev near`,
	);
	await until("a duplicate", () => onHost(host, "ip -6 -o addr show dev near dadfailed scope global"));
	await newRun();
	await made.refresh();
	expect(made.state.error).toMatch(/another host has it/);
	await onHost(host, `ip -n ${far} addr del ${address} dev other`);
	await repairs(made);
	await until("a usable address", async () => (await onHost(host, "ip -6 -o addr show dev near tentative")) === "");
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
	await made.delete();
});
