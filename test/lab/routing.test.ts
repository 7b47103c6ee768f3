import { gone } from "../support/gone";
import { onHost, tryOnHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h1";
/** The tests use their own network namespaces, so that the host's routing does not change. */
const netns = "gw";
const gw = (what: string) => onHost(host, `ip netns exec gw ${what}`);

beforeAll(async () => {
	await newRun();
	await cleanHost(host);
});
beforeEach(async () => {
	await newRun();
	await onHost(
		host,
		"rm -rf /run/pulumi-ovs; for n in gw c1 c2; do ip netns del $n 2>/dev/null || true; ip netns add $n; ip -n $n link set lo up; done",
	);
});
afterEach(async () => {
	await newRun();
	await onHost(host, "for n in gw c1 c2; do ip netns del $n 2>/dev/null || true; done");
	expect(await onHost(host, "find /run/pulumi-ovs 2>/dev/null || true")).toBe("");
});

/** Expects that a refresh finds the object missing, and that an update creates it again. */
async function remade(made: Made): Promise<void> {
	await newRun();
	expect(await made.refresh()).toMatchObject({ error: gone });
	await newRun();
	await made.update();
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
}

/** The namespace of a client, connected to the gateway by a veth pair whose end on the gateway is in a VRF. */
const client = (n: number, vrf: string): [string, Record<string, unknown>] => [
	"Link",
	{
		...{ host, netns, name: `to${n}`, type: "veth", vrf, addresses: ["10.9.0.1/24", "2001:db8:9::1/64"] },
		peer: { name: "e0", netns: `c${n}`, addresses: ["10.9.0.2/24", "2001:db8:9::2/64"] },
	},
];

test("two VRFs keep equal addresses apart, in whatever order all is declared; drift is repaired; nothing is left", async () => {
	const vrf = (n: number) => ({ host, netns, name: `red${n}`, table: 100 + n, unreachableDefault: true, localRuleLast: true });
	const far = { host, netns, destination: "10.10.0.0/16", via: "10.9.0.2" };
	const all = (await createAll([
		["Route", { ...far, vrf: "red1", dev: "to1" }],
		["Route", { ...far, vrf: "red2", dev: "to2", destination: "2001:db8:10::/48", via: "2001:db8:9::2" }],
		client(1, "red1"),
		client(2, "red2"),
		["VRF", vrf(1)],
		["VRF", vrf(2)],
		["Rule", { host, netns, priority: 500, fwmark: 7, vrf: "red1" }],
	])) as [Made, Made, Made, Made, Made, Made, Made];
	const [route1, route2, link1, , vrf1, vrf2, rule] = all;
	expect(await gw("ip rule")).toMatch(
		/^500:\tfrom all fwmark 0x7 lookup 101 proto 250\n1000:\tfrom all lookup \[l3mdev-table\]\n32765:\tfrom all lookup local/,
	);
	expect(await gw("ip -6 rule")).toMatch(/^1000:.*\n32765:\tfrom all lookup local/);
	expect(await gw("ip route show vrf red1")).toMatch(/unreachable default proto 250 metric 4278198272/);
	for (const n of [1, 2])
		await onHost(host, `ip -n c${n} addr add 10.10.0.${n}/32 dev lo; ip -n c${n} addr add 2001:db8:10::${n}/128 dev lo`);
	await onHost(host, "sleep 2 # for duplicate address detection");
	await gw("ip vrf exec red1 ping -qc1 -w3 10.9.0.2");
	await gw("ip vrf exec red2 ping -qc1 -w3 10.9.0.2");
	await gw("ip vrf exec red1 ping -qc1 -w3 10.10.0.1");
	await gw("ip vrf exec red2 ping -6 -qc1 -w3 2001:db8:10::2");
	expect((await tryOnHost(host, "ip netns exec gw ip vrf exec red1 ping -qc1 -W1 10.10.0.2")).code).not.toBe(0);
	expect((await tryOnHost(host, "ip netns exec gw ip vrf exec red2 ping -qc1 -W1 10.10.0.2")).code).not.toBe(0);

	await gw("ip route del 10.10.0.0/16 vrf red1");
	await remade(route1);
	await gw("ip -6 route replace blackhole 2001:db8:10::/48 table 102 metric 1024");
	await repairs(route2);
	await gw("ip rule del pref 500; ip netns exec gw ip rule add pref 500 fwmark 8 table 101 protocol 250");
	await repairs(rule);
	await gw("ip -6 route del unreachable default table 101 metric 4278198272; ip netns exec gw ip link set red1 down");
	await repairs(vrf1);
	await gw("ip rule add pref 0 table local; ip netns exec gw ip rule del pref 32765");
	await repairs(vrf2);

	// A device that leaves its VRF loses its routes and IPv6 addresses. One update restores the link and both of them.
	await gw("ip link set to1 nomaster");
	await newRun();
	await link1.refresh();
	await route1.refresh();
	await newRun();
	await Promise.all([route1.update(), link1.update()]);
	await newRun();
	for (const made of [route1, link1]) {
		await made.refresh();
		expect(await made.diff()).toBeUndefined();
	}
	await gw("ip vrf exec red1 ping -qc1 -w3 10.10.0.1");
	await deleteAll(all);
	expect(await gw("ip route show table all proto 250")).toBe("");
	expect(await gw("ip rule")).toMatch(/^0:\tfrom all lookup local/);
	expect(await gw("ip -6 rule")).toMatch(/^0:\tfrom all lookup local/);
	expect(await onHost(host, "ip -n gw -br link | grep -v ^lo || true")).toBe("");
});

test("enslaving drops a device's other routes: those of the program come back in the same run", async () => {
	await gw("ip link add dev d0 type dummy");
	const device = { host, netns, name: "d0", type: "device", addresses: ["10.20.0.1/24", "2001:db8:20::1/64"] };
	const nic = await create("Link", device);
	const vrf = await create("VRF", { host, netns, name: "red1", table: 101 });
	const route = await create("Route", { host, netns, destination: "10.21.0.0/16", table: 77, via: "10.20.0.9", dev: "d0" });
	await newRun();
	expect(await route.diff()).toBeUndefined();
	await nic.update({ ...device, vrf: "red1" });
	expect(await gw("ip route show table 77")).toMatch(/10\.21\.0\.0\/16 via 10\.20\.0\.9 dev d0/);
	expect(await gw("ip -br -6 addr show d0")).toMatch(/2001:db8:20::1\/64/);
	await newRun();
	// The route is declared after the change of the device, so its own update restores it.
	await nic.update(device);
	expect(await route.diff()).toBeUndefined();
	expect(await gw("ip route show table 77")).toMatch(/10\.21\.0\.0\/16 via 10\.20\.0\.9 dev d0/);
	await deleteAll([nic, vrf, route]);
});

test("routes of all sorts are made, read back as they were given, changed in place, and gone after", async () => {
	const dummy = await create("Link", {
		host,
		netns,
		name: "d0",
		type: "dummy",
		addresses: ["10.20.0.1/24", "2001:db8:20::1/64"],
	});
	const at = { host, netns };
	const all = (await createAll([
		["Route", { ...at, destination: "default", via: "10.20.0.9", metric: 50, src: "10.20.0.1", mtu: 1400 }],
		["Route", { ...at, destination: "default", via: "2001:db8:20::9", dev: "d0" }],
		["Route", { ...at, destination: "10.30.0.0/16", nexthops: [{ via: "10.20.0.8", weight: 2 }, { via: "10.20.0.9" }] }],
		[
			"Route",
			{
				...at,
				destination: "2001:db8:30::/48",
				nexthops: [
					{ via: "2001:db8:20::8", dev: "d0" },
					{ via: "2001:db8:20::9", dev: "d0", weight: 3 },
				],
			},
		],
		["Route", { ...at, destination: "10.31.0.0/16", type: "prohibit", tos: 16 }],
		["Route", { ...at, destination: "2001:db8:31::/48", type: "blackhole", table: 88 }],
		["Route", { ...at, destination: "10.32.0.7", dev: "d0", onlink: true, via: "172.16.0.1" }],
		["Route", { ...at, destination: "10.34.0.0/16", dev: "d0", scope: "link" }],
		["Route", { ...at, destination: "10.33.0.0/16", type: "local", dev: "lo" }],
		["Route", { ...at, destination: "0.0.0.0/0", table: 89, via: "fe80::9", dev: "d0" }],
		["Route", { ...at, destination: "10.35.0.0/16", via: "2001:db8:20::9" }],
		[
			"Route",
			{
				...at,
				destination: "10.36.0.0/16",
				nexthops: [
					{ dev: "d0", weight: 2 },
					{ via: "172.16.0.2", dev: "d0", onlink: true },
					{ via: "fe80::9", dev: "d0" },
				],
			},
		],
		["Route", { ...at, destination: "10.37.0.0/16", dev: "d0", advmss: 1360, initcwnd: 20, initrwnd: 30, quickack: true }],
	])) as Made[];
	await expectConverged(all);
	const [first, , many, many6] = all as [Made, Made, Made, Made];
	await first.update({ ...first.args, via: "10.20.0.7", mtu: undefined });
	await many.update({ ...many.args, nexthops: [{ via: "10.20.0.5" }, { via: "10.20.0.6" }] });
	await many6.update({ ...many6.args, nexthops: undefined, via: "2001:db8:20::7" });
	expect(await gw("ip route show proto 250")).toMatch(/^default via 10\.20\.0\.7 dev d0 src 10\.20\.0\.1 metric 50/);
	expect(await first.diff({ ...first.args, metric: 51 })).toEqual(["metric"]);
	await gw("ip route flush proto 250");
	await remade(first);
	await remade(many);
	await deleteAll([...all, dummy]);
	expect(await gw("ip route show table all proto 250; ip -6 route show table all proto 250")).toBe("");
});

test("many routes are one resource: single changes, drift, those of others, a refused one, and a move from and to a Route", async () => {
	const dummy = await create("Link", {
		host,
		netns,
		name: "d0",
		type: "dummy",
		addresses: ["10.20.0.1/24", "2001:db8:20::1/64"],
	});
	await gw("ip route add 10.39.0.0/16 via 10.20.0.8 table 77 proto static");
	const at = { host, netns, name: "many", table: 77 };
	const one = (n: number, via = "10.20.0.9") => ({ destination: `10.30.${n}.0/24`, via });
	const list = async () =>
		(await gw("ip -o route show table 77 proto 250; ip netns exec gw ip -6 -o route show table 77 proto 250"))
			.split("\n")
			.map((line) => line.trim().replace(/ dev d0| pref medium/g, ""))
			.filter((line) => line !== "")
			.sort();
	const single = await create("Route", { host, netns, table: 77, ...one(1) });
	await newRun();
	const others = [
		{ destination: "2001:db8:30::/48", via: "2001:db8:20::9" },
		{ destination: "10.31.0.0/16", type: "blackhole" },
		{ destination: "10.32.0.0/16", nexthops: [{ via: "10.20.0.8" }, { via: "10.20.0.9" }] },
		{ destination: "10.33.0.0/16", dev: "d0", mtu: 1400 },
	];
	// The Routes takes the route over that a Route had, which then goes.
	const many = await create("Routes", { ...at, routes: [one(1), one(2), one(3), ...others] });
	await single.delete();
	expect(await list()).toHaveLength(7);
	expect(await list()).toContain("10.30.1.0/24 via 10.20.0.9");
	await expectConverged([many]);
	await newRun();
	await many.update({ ...at, routes: [one(1), one(2, "10.20.0.7"), one(4), ...others] });
	expect((await list()).filter((line) => line.startsWith("10.30"))).toEqual([
		"10.30.1.0/24 via 10.20.0.9",
		"10.30.2.0/24 via 10.20.0.7",
		"10.30.4.0/24 via 10.20.0.9",
	]);
	await expectConverged([many]);
	await gw("ip route del 10.30.1.0/24 table 77; ip netns exec gw ip route replace 10.30.4.0/24 via 10.20.0.6 table 77 proto 250");
	await repairs(many);
	// One route that the kernel refuses: nothing is changed.
	const before = await list();
	await newRun();
	await expect(
		many.update({ ...many.args, routes: [one(1, "10.20.0.5"), { destination: "10.34.0.0/16", via: "172.16.0.1", dev: "d0" }] }),
	).rejects.toThrow(/gateway 172\.16\.0\.1 \(via\) of route 10\.34\.0\.0\/16 .*; the change was undone/);
	expect(await list()).toEqual(before);
	await newRun();
	await expect(many.update({ ...many.args, routes: [{ destination: "10.39.0.0/16", via: "10.20.0.9" }] })).rejects.toThrow(
		/route 10\.39\.0\.0\/16 of table 77 .* does not belong to this program/,
	);
	// A device that is created again loses its routes, which come back in the same run.
	await newRun();
	await many.update({ ...at, routes: [one(1), one(2)] });
	await gw("ip link del d0");
	await newRun();
	await dummy.refresh().then((found) => (found === false ? create("Link", dummy.args) : dummy.update()));
	await many.refresh();
	await many.update();
	expect(await list()).toEqual(["10.30.1.0/24 via 10.20.0.9", "10.30.2.0/24 via 10.20.0.9"]);
	// Back to a Route.
	await newRun();
	const [route] = await Promise.all([
		create("Route", { host, netns, table: 77, ...one(1) }),
		many.diff({ ...at, routes: [one(2)] }),
	]);
	await many.update({ ...at, routes: [one(2)] });
	expect(await list()).toHaveLength(2);
	await expectConverged([many, route]);
	await deleteAll([many, route, dummy]);
	expect(await list()).toEqual([]);
});

test("somebody else's next hop of an IPv6 route stays, through changes and at destroy", async () => {
	const dummy = await create("Link", { host, netns, name: "d0", type: "dummy", addresses: ["2001:db8:20::1/64"] });
	const args = { host, netns, destination: "::/0", via: "2001:db8:20::9", dev: "d0" };
	const route = await create("Route", args);
	await gw("ip -6 route append default via 2001:db8:20::8 dev d0 metric 1024 proto static");
	const gateways = async () => [...(await gw("ip -6 route show default")).matchAll(/via (\S+)/g)].map(([, via]) => via);
	await expectConverged([route]);
	await newRun();
	await route.update({ ...args, via: "2001:db8:20::7" });
	expect(await gateways()).toEqual(["2001:db8:20::8", "2001:db8:20::7"]);
	await expectConverged([route]);
	await newRun();
	await expect(route.update({ ...route.args, mtu: 1400 })).rejects.toThrow(/mtu can't be changed beside .*2001:db8:20::8/);
	await newRun();
	await route.update({
		...args,
		via: undefined,
		dev: undefined,
		nexthops: [
			{ via: "2001:db8:20::6", dev: "d0" },
			{ via: "2001:db8:20::5", dev: "d0", weight: 3 },
		],
	});
	expect((await gateways()).sort()).toEqual(["2001:db8:20::5", "2001:db8:20::6", "2001:db8:20::8"]);
	await expectConverged([route]);
	await newRun();
	await route.delete();
	expect(await gateways()).toEqual(["2001:db8:20::8"]);
	await dummy.delete();
});

test("a rule for mark 0, for everything and for ports is what the kernel lists", async () => {
	const at = { host, netns, table: 100 };
	const all = (await createAll([
		["Rule", { ...at, priority: 1100, fwmark: 0 }],
		["Rule", { ...at, priority: 1101, fwmark: 0, fwmask: "0x10000" }],
		["Rule", { ...at, priority: 200, from: "198.51.100.0/24", to: "0.0.0.0/0" }],
		["Rule", { ...at, priority: 201, from: "::/0" }],
		["Rule", { ...at, priority: 202, ipproto: "tcp", sport: "80-80", dport: "080" }],
		["Rule", { ...at, priority: 203, tos: 16, uidrange: "1000-1999" }],
		["Rule", { host, netns, priority: 2000, l3mdev: true, action: "unreachable" }],
		["Rule", { host, netns, family: "inet6", priority: 2000, l3mdev: true, action: "prohibit" }],
	])) as Made[];
	await expectConverged(all);
	expect(await gw("ip rule")).toMatch(/1100:\tfrom all fwmark 0 lookup 100/);
	expect(await gw("ip -6 rule")).toMatch(/201:\tfrom all lookup 100/);
	await deleteAll(all);
	expect(await gw("sh -c 'ip rule; ip -6 rule'")).not.toMatch(/lookup 100|2000:/);
});

test("rules of one priority are told apart, also from those of others, and one is changed without the others", async () => {
	const rules = async () =>
		(await gw("ip rule show pref 150")).replaceAll("150:\tfrom ", "").replaceAll(" proto 250", "").split("\n");
	await gw(
		"ip rule add pref 150 from 10.1.0.0/16 table 5; ip netns exec gw ip rule add pref 150 from 10.2.0.0/16 table 6 protocol 99",
	);
	const foreign = await rules();
	const at = { host, netns, priority: 150, table: 7 };
	const all = (await createAll([
		["Rule", { ...at, from: "10.3.0.0/16", iif: "lo" }],
		["Rule", { ...at, from: "10.3.0.0/16" }],
		["Rule", { ...at, to: "10.3.0.0/16" }],
		["Rule", { ...at, from: "10.3.0.0/16", fwmark: 7, table: 8 }],
	])) as Made[];
	const [narrow, wide, , marked] = all as [Made, Made, Made, Made];
	expect(new Set(all.map(({ id }) => id)).size).toBe(4);
	await expectConverged(all);
	await newRun();
	await marked.update({ ...marked.args, table: 9 });
	await expectConverged(all);
	expect((await rules()).sort()).toEqual(
		[
			...foreign,
			"10.3.0.0/16 iif lo lookup 7",
			"10.3.0.0/16 lookup 7",
			"all to 10.3.0.0/16 lookup 7",
			"10.3.0.0/16 fwmark 0x7 lookup 9",
		].sort(),
	);
	// By hand: one is changed, and one is gone.
	await gw("ip rule del pref 150 from 10.3.0.0/16 fwmark 7; ip netns exec gw ip rule add pref 150 fwmark 7 table 5 protocol 250");
	await repairs(marked);
	await gw("ip rule del pref 150 to 10.3.0.0/16");
	await remade(all[2] as Made);
	// The kernel deletes the first rule that has all words: the narrower one, which comes before.
	await newRun();
	await wide.delete();
	expect((await rules()).filter((rule) => /iif|^10.3.0.0.16 lookup/.test(rule))).toEqual(["10.3.0.0/16 iif lo lookup 7"]);
	await expectConverged([narrow, marked, all[2] as Made]);
	// Two rules take over each other's match in one update.
	await newRun();
	const [one, other] = [marked.args, narrow.args];
	await Promise.all([narrow.diff(one), marked.diff(other)]);
	await Promise.all([narrow.update(one), marked.update(other)]);
	await expectConverged([narrow, marked, all[2] as Made]);
	await newRun();
	await expect(create("Rule", { ...at })).rejects.toThrow(/the kernel takes it for another rule of lab\/test of this priority/);
	await deleteAll([narrow, marked, all[2] as Made]);
	expect(await rules()).toEqual(foreign);
});

test("a rule without a priority gets one that no other rule has, and keeps it", async () => {
	const at = { host, netns, table: 7 };
	const all = (await createAll([
		["Rule", { ...at, from: "10.3.0.0/16" }],
		["Rule", { ...at, from: "10.4.0.0/16" }],
		["Rule", { ...at, from: "2001:db8::/32" }],
	])) as [Made, Made, Made];
	const numbers = all.map(({ state }) => state.priority);
	expect(numbers.every((n) => n >= 20000 && n <= 29999)).toBe(true);
	expect(new Set(numbers.slice(0, 2)).size).toBe(2);
	expect(await gw("ip rule")).toContain(`${numbers[0]}:\tfrom 10.3.0.0/16 lookup 7 proto 250`);
	await newRun();
	await all[0].update({ ...at, from: "10.5.0.0/16" });
	expect(all[0].state.priority).toBe(numbers[0]);
	await expectConverged(all);
	await deleteAll(all);
	expect(await gw("sh -c 'ip rule; ip -6 rule'")).not.toMatch(/lookup 7/);
});

test("parameters are compared by what they mean, and those of devices are written after those of all devices", async () => {
	await gw("ip link add d0 type dummy");
	const at = { host, netns };
	const all = (await createAll([
		["Sysctl", { ...at, key: "net.ipv4.conf.d0.forwarding", value: 0 }],
		["Sysctl", { ...at, key: "net.ipv4.ip_forward", value: 1 }],
		["Sysctl", { ...at, key: "net.ipv4.ip_local_reserved_ports", value: "8080,9148,8081" }],
		["Sysctl", { ...at, key: "net.ipv4.fib_multipath_hash_fields", value: "0x0037" }],
	])) as Made[];
	await expectConverged(all);
	expect(await gw("sysctl -n net.ipv4.ip_forward net.ipv4.conf.d0.forwarding")).toBe("1\n0");
	await deleteAll(all);
});

test.each([
	["net.ipv4.ip_forward", "net.ipv4.conf", "forwarding"],
	["net.ipv6.conf.all.forwarding", "net.ipv6.conf", "forwarding"],
	["net.ipv6.conf.all.disable_ipv6", "net.ipv6.conf", "disable_ipv6"],
])("devices that have a value of their own keep it while %s changes, and get it back at destroy", async (key, tree, name) => {
	await gw("ip link add d0 type dummy; ip netns exec gw ip link add d1 type dummy");
	const ofDevices = ["all", "default", "d0", "d1"].map((device) => `${tree}.${device}.${name}`).join(" ");
	const values = async () => (await gw(`sysctl -n ${ofDevices}`)).split("\n").map(Number);
	for (const [before, own] of [
		[1, 0],
		[0, 1],
	] as const) {
		await gw(`sysctl -q -w ${key}=${own} ${key}=${before} ${tree}.d0.${name}=${own}`);
		const redirects = await gw("sysctl -n net.ipv4.conf.all.accept_redirects");
		await newRun();
		const made = await create("Sysctl", { host, netns, key, value: own });
		await expectConverged([made]);
		expect(await values()).toEqual([own, own, own, own]);
		await made.update({ host, netns, key, value: before });
		expect(await values()).toEqual([before, before, own, before]);
		await made.update({ host, netns, key, value: own });
		// Somebody sets a device for itself meanwhile.
		await gw(`sysctl -q -w ${tree}.d1.${name}=${before}`);
		await deleteAll([made]);
		expect(await values()).toEqual([before, before, own, before]);
		expect(await gw("sysctl -n net.ipv4.conf.all.accept_redirects")).toBe(redirects);
	}
});

test("the redirects that a router does not accept stay refused", async () => {
	await gw("sysctl -q -w net.ipv4.ip_forward=0 net.ipv4.conf.all.accept_redirects=0");
	const made = await create("Sysctl", { host, netns, key: "net.ipv4.ip_forward", value: 1 });
	await deleteAll([made]);
	expect(await gw("sysctl -n net.ipv4.ip_forward net.ipv4.conf.all.accept_redirects")).toBe("0\n0");
});

test("drift of a parameter of all devices is repaired, and the device that the program has set for itself keeps its value", async () => {
	await gw("ip link add d0 type dummy");
	const at = { host, netns };
	const all = (await createAll([
		["Sysctl", { ...at, key: "net.ipv4.ip_forward", value: 1 }],
		["Sysctl", { ...at, key: "net.ipv4.conf.d0.forwarding", value: 0 }],
	])) as [Made, Made];
	await gw("sysctl -q -w net.ipv4.ip_forward=0");
	await newRun();
	for (const made of all) await made.refresh();
	expect(await Promise.all(all.map((made) => made.diff()))).toEqual([[], undefined]);
	await all[0].update();
	expect(await gw("sysctl -n net.ipv4.ip_forward net.ipv4.conf.d0.forwarding")).toBe("1\n0");
	await expectConverged(all);
	await deleteAll(all);
});

test("a foreign route or rule is refused, adopted with its protocol, and given back as it was", async () => {
	await gw("ip link add dev d0 type dummy; ip netns exec gw ip link set d0 up; ip netns exec gw ip addr add 10.20.0.1/24 dev d0");
	await gw("ip route add 10.21.0.0/16 via 10.20.0.8 proto static; ip netns exec gw ip rule add pref 300 fwmark 3 table 5");
	const before = await gw("ip route; ip netns exec gw ip rule");
	const args = { host, netns, destination: "10.21.0.0/16", via: "10.20.0.9" };
	await expect(create("Route", args)).rejects.toThrow(/does not belong to this program .*Set adopt: true/);
	await expect(create("Rule", { host, netns, priority: 300, fwmark: 3, table: 5 })).rejects.toThrow(
		/does not belong to this program .*Set adopt: true/,
	);
	await newRun();
	const all = await createAll([
		["Route", { ...args, adopt: true }],
		["Rule", { host, netns, priority: 300, fwmark: 3, table: 6, adopt: true }],
		["Rule", { host, netns, priority: 300, from: "10.22.0.0/16", table: 7, adopt: true }],
	]);
	expect(await gw("ip route show 10.21.0.0/16; ip netns exec gw ip rule show pref 300")).toMatch(
		/via 10\.20\.0\.9 dev d0 proto static \n300:\tfrom all fwmark 0x3 lookup 6\s*\n300:\tfrom 10\.22\.0\.0\/16 lookup 7 proto 250/,
	);
	await expectConverged(all);
	await deleteAll(all);
	expect(await gw("ip route; ip netns exec gw ip rule")).toBe(before);
});

test("a route that the kernel refuses fails alone, with the reason and the kernel's words", async () => {
	const at = { host, netns };
	await gw("ip link add dev d0 type dummy; ip netns exec gw ip link set d0 up; ip netns exec gw ip addr add 10.20.0.1/24 dev d0");
	const results = await Promise.allSettled([
		create("Route", { ...at, destination: "10.40.0.0/16", via: "10.20.0.9", dev: "d0" }),
		create("Route", { ...at, destination: "10.41.0.0/16", via: "172.16.0.9", dev: "d0" }),
		create("Route", { ...at, destination: "10.42.0.0/16", via: "10.20.0.9", dev: "d0" }),
	]);
	expect(results.map((r) => (r.status === "fulfilled" ? "ok" : String(r.reason)))).toEqual([
		"ok",
		expect.stringMatching(
			/Route\/10\.41\.0\.0\/16.*\): gateway 172\.16\.0\.9 \(via\) .* device d0 has no address in the gateway's subnet.*onlink: true.*(invalid gateway|Network is unreachable)/,
		),
		"ok",
	]);
	await onHost(host, "rm -f /run/pulumi-ovs/owned/*10.41*");
	await deleteAll(results.flatMap((r) => (r.status === "fulfilled" ? [r.value] : [])));
});

test("the rule for the local table stays last as long as one VRF of the program asks for it, whatever others there are", async () => {
	const args = (n: number, more = {}) => ({ host, netns, name: `red${n}`, table: 100 + n, ...more });
	const last = { localRuleLast: true };
	const [one, two, three] = (await createAll([
		["VRF", args(1, last)],
		["VRF", args(2, last)],
		["VRF", args(3)],
	])) as [Made, Made, Made];
	/** Declares all three, as a program does, and brings one of them to its new inputs. */
	const change = async (made: Made, inputs: Record<string, unknown>) => {
		await newRun();
		for (const other of [one, two, three]) await other.diff(other === made ? inputs : other.args);
		await made.update(inputs);
	};
	await change(one, args(1));
	expect(await gw("ip rule")).toMatch(/^1000:.*\n32765:\tfrom all lookup local proto 250/);
	await change(two, args(2));
	expect(await gw("ip rule")).toMatch(/^0:\tfrom all lookup local\n1000:/);
	await newRun();
	await deleteAll([one, two, three]);
});

test("the rule for the local table is moved back by whichever VRF is deleted last, and stays where none has asked for its place", async () => {
	const args = (n: number, more = {}) => ({ host, netns, name: `red${n}`, table: 100 + n, ...more });
	const [one, two] = (await createAll([
		["VRF", args(1, { localRuleLast: true })],
		["VRF", args(2)],
	])) as [Made, Made];
	await newRun();
	await deleteAll([one]);
	expect(await gw("ip rule")).toMatch(/^1000:.*\n32765:\tfrom all lookup local proto 250/);
	await newRun();
	await deleteAll([two]);
	expect(await gw("sh -c 'ip rule; ip -6 rule'")).toMatch(/^0:\tfrom all lookup local\n(?:.*\n)*0:\tfrom all lookup local\n/);
	for (const family of ["-4", "-6"]) {
		await gw(`ip ${family} rule add pref 32765 table local`);
		await gw(`ip ${family} rule del pref 0 table local`);
	}
	const [made] = (await createAll([["VRF", args(1)]])) as [Made];
	await newRun();
	await deleteAll([made]);
	expect(await gw("sh -c 'ip rule; ip -6 rule'")).not.toMatch(/^0:/m);
	for (const family of ["-4", "-6"]) {
		await gw(`ip ${family} rule add pref 0 table local`);
		await gw(`ip ${family} rule del pref 32765 table local`);
	}
});

test("the rule for the local table is moved back by a VRF that somebody has deleted, or kept for the one that an update creates again", async () => {
	const made = await create("VRF", { host, netns, name: "red1", table: 101, localRuleLast: true, unreachableDefault: true });
	const deletedByHand = async () => {
		await gw("ip link del red1");
		await newRun();
		expect(await made.refresh()).toMatchObject({ name: "red1", table: 101 });
		expect(await made.diff()).toEqual([]);
	};
	await deletedByHand();
	await made.update();
	await expectConverged([made]);
	await deletedByHand();
	await made.delete();
	expect(await gw("sh -c 'ip rule; ip -6 rule'")).toMatch(/^0:\tfrom all lookup local\n(?:.*\n)*0:\tfrom all lookup local\n/);
	expect(await gw("sh -c 'ip route show table 101; ip -6 route show table 101; ip -br link show type vrf'")).toBe("");
});
