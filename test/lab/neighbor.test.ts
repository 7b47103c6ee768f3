import { gone } from "../support/gone";
import { onHost, tryOnHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h1";
const inSpace = (netns: string) => (what: string) => onHost(host, `ip netns exec ${netns} ${what}`);
const [gw, cl] = [inSpace("gw"), inSpace("cl")];
const passes = async (netns: string, to: string) =>
	(await tryOnHost(host, `ip netns exec ${netns} ping -qc1 -W2 ${to}`)).code === 0;
const entries = () => gw("sh -c 'ip neigh show nud permanent; ip neigh show proxy' | sort");
const at = { host, netns: "gw" };
const macs = { gw: "02:00:00:00:0a:01", cl: "02:00:00:00:0a:07" };

/** Expects that a refresh finds the entry gone, and that an update creates it again. */
async function comesBack(made: Made): Promise<void> {
	await newRun();
	expect(await made.refresh()).toMatchObject({ error: gone });
	await made.update();
	await expectConverged([made]);
}

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
ip -n gw link add eth0 address ${macs.gw} type veth peer name eth0 address ${macs.cl} netns cl
ip -n gw addr add 172.168.0.1/24 dev eth0; ip -n cl addr add 172.168.0.7/24 dev eth0
ip -n gw addr add 2001:db8::1/64 dev eth0 nodad; ip -n cl addr add 2001:db8::7/64 dev eth0 nodad
ip -n gw link set eth0 up; ip -n cl link set eth0 up`,
	);
});
afterEach(async () => {
	await newRun();
	await onHost(host, "for n in gw cl; do ip netns del $n 2>/dev/null || true; done");
});

test("packets go to the link-layer address that the entry has, and nobody is asked for it", async () => {
	await onHost(host, "for n in gw cl; do ip -n $n link set eth0 arp off; done");
	expect(await passes("gw", "172.168.0.7")).toBe(false);
	const back = { ...at, netns: "cl", dev: "eth0", lladdr: macs.gw };
	const all = (await createAll([
		["Neighbor", { ...at, dev: "eth0", address: "172.168.0.7", lladdr: "02:00:00:00:0a:99" }],
		["Neighbor", { ...at, dev: "eth0", address: "2001:DB8::7", lladdr: macs.cl, router: true }],
		["Neighbor", { ...back, address: "172.168.0.1" }],
		["Neighbor", { ...back, address: "2001:db8::1" }],
	])) as [Made, Made, ...Made[]];
	expect(await passes("gw", "172.168.0.7")).toBe(false);
	expect(await passes("gw", "2001:db8::7")).toBe(true);
	const [four, six] = all;
	await newRun();
	await four.update({ ...four.args, lladdr: macs.cl.toUpperCase() });
	expect(await passes("gw", "172.168.0.7")).toBe(true);
	await expectConverged(all);
	await gw("ip neigh replace 172.168.0.7 dev eth0 lladdr 02:00:00:00:0a:98");
	await repairs(four);
	await gw(`ip neigh replace 2001:db8::7 dev eth0 lladdr ${macs.cl}`);
	await repairs(six);
	await gw("ip neigh del 172.168.0.7 dev eth0");
	await comesBack(four);
	await gw("ip neigh replace 172.168.0.7 dev eth0 lladdr 02:00:00:00:0a:97 nud reachable");
	await comesBack(four);
	expect(await passes("gw", "172.168.0.7")).toBe(true);
	await deleteAll(all);
	expect([await entries(), await onHost(host, "find /run/pulumi-ovs -name '*Neighbor*' 2>/dev/null || true")]).toEqual(["", ""]);
});

test("a device answers for a host behind it, of either family", async () => {
	await onHost(
		host,
		`ip -n gw link add d0 type dummy; ip -n gw link set d0 up; ip -n gw addr add 10.9.0.1/24 dev d0
ip -n gw route add 172.168.0.77 dev d0; ip -n gw -6 route add 2001:db8::77 dev d0
ip netns exec gw sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv6.conf.eth0.proxy_ndp=1`,
	);
	const resolved = async (to: string) => {
		await tryOnHost(host, `ip netns exec cl ping -qc1 -W2 ${to}`);
		return (await cl(`ip neigh show ${to}`)).includes(macs.gw);
	};
	expect([await resolved("172.168.0.77"), await resolved("2001:db8::77")]).toEqual([false, false]);
	const all = (await createAll([
		["Neighbor", { ...at, dev: "eth0", address: "172.168.0.77", proxy: true }],
		["Neighbor", { ...at, dev: "eth0", address: "2001:db8::77", proxy: true, router: true }],
	])) as [Made, Made];
	await cl("ip neigh flush all");
	expect([await resolved("172.168.0.77"), await resolved("2001:db8::77")]).toEqual([true, true]);
	await expectConverged(all);
	await gw("ip neigh replace proxy 2001:db8::77 dev eth0");
	await repairs(all[1]);
	await gw("ip neigh del proxy 172.168.0.77 dev eth0");
	await comesBack(all[0]);
	await deleteAll(all);
	expect(await entries()).toBe("");
});

test("an entry that the kernel has learned is taken over, and a permanent one of others is not, unless it is adopted", async () => {
	expect(await passes("gw", "172.168.0.7")).toBe(true);
	await gw("ip neigh add 172.168.0.8 dev eth0 lladdr 02:00:00:00:0a:08");
	await gw("ip neigh add proxy 172.168.0.9 dev eth0");
	const args = { ...at, dev: "eth0", address: "172.168.0.8", lladdr: "02:00:00:00:0a:18" };
	const learned = await create("Neighbor", { ...args, address: "172.168.0.7", lladdr: macs.cl });
	await expect(create("Neighbor", args)).rejects.toThrow("it exists already");
	await expect(create("Neighbor", { ...args, address: "172.168.0.9", lladdr: undefined, proxy: true })).rejects.toThrow(
		"it exists already",
	);
	await newRun();
	const adopted = await create("Neighbor", { ...args, adopt: true });
	expect((await entries()).split("\n").map((line) => line.trim())).toEqual([
		"172.168.0.7 dev eth0 lladdr 02:00:00:00:0a:07 PERMANENT proto 250",
		"172.168.0.8 dev eth0 lladdr 02:00:00:00:0a:18 PERMANENT",
		"172.168.0.9 dev eth0 proxy",
	]);
	await expectConverged([learned, adopted]);
	await deleteAll([learned, adopted]);
	expect((await entries()).split("\n").map((line) => line.trim())).toEqual([
		"172.168.0.8 dev eth0 lladdr 02:00:00:00:0a:08 PERMANENT",
		"172.168.0.9 dev eth0 proxy",
	]);
	expect(await passes("gw", "172.168.0.7")).toBe(true);
});

test("entries come back after changes of the program by which the kernel removes them", async () => {
	const link = { ...at, name: "d1", type: "dummy", addresses: ["10.8.0.1/24"] };
	const [device, vrf, one, proxy] = (await createAll([
		["Link", link],
		["VRF", { ...at, name: "red", table: 77 }],
		["Neighbor", { ...at, dev: "d1", address: "10.8.0.9", lladdr: "02:00:00:00:08:09" }],
		["Neighbor", { ...at, dev: "d1", address: "10.8.0.10", proxy: true }],
	])) as [Made, Made, Made, Made];
	const there = async () => {
		expect((await entries()).split("\n").map((line) => line.trim())).toEqual([
			"10.8.0.10 dev d1 proxy proto 250",
			"10.8.0.9 dev d1 lladdr 02:00:00:00:08:09 PERMANENT proto 250",
		]);
		await expectConverged([device, vrf, one, proxy]);
	};
	await there();
	for (const change of [{ mac: "02:00:00:00:08:aa" }, { vrf: "red" }, { vrf: undefined }, { up: false }, { up: true }]) {
		await newRun();
		for (const made of [device, vrf, one, proxy]) await made.diff();
		await device.update({ ...device.args, ...change });
		await there();
	}
	// Another type makes the device anew.
	await newRun();
	for (const made of [vrf, one, proxy]) await made.diff();
	await device.replace({ ...device.args, type: "bridge" });
	await there();
	// With the device, its entries are gone, and deleted without an error.
	await gw("ip link del d1");
	await newRun();
	expect(await one.refresh()).toMatchObject({ error: gone });
	await deleteAll([one, proxy, vrf]);
});

test("a port of Open vSwitch that gets another MAC address keeps its entries", async () => {
	const [bridge, port, one] = (await createAll([
		["Bridge", { host, name: "brn", hwaddr: "02:00:00:00:0b:01", up: true }],
		["Port", { host, bridge: "brn", name: "pn", type: "internal", mac: "02:00:00:00:0b:02", up: true }],
		["Neighbor", { host, dev: "pn", address: "10.11.0.9", lladdr: "02:00:00:00:0b:09" }],
	])) as [Made, Made, Made];
	await newRun();
	for (const made of [bridge, one]) await made.diff();
	await port.update({ ...port.args, mac: "02:00:00:00:0b:03" });
	expect(await onHost(host, "ip neigh show dev pn nud permanent")).toContain("10.11.0.9 lladdr 02:00:00:00:0b:09");
	await expectConverged([bridge, port, one]);
	await deleteAll([one, port, bridge]);
});

test("one GRE device reaches many peers, and a device without such neighbors is refused", async () => {
	const gre = (netns: string, own: number): [string, Record<string, unknown>] => [
		"Tunnel",
		{ host, netns, name: "mgre", type: "gre", localIp: `172.168.0.${own}`, key: 5, addresses: [`10.12.0.${own}/24`] },
	];
	const all = (await createAll([
		gre("gw", 1),
		gre("cl", 7),
		["Neighbor", { host, netns: "gw", dev: "mgre", address: "10.12.0.7", lladdr: "172.168.0.7" }],
		["Neighbor", { host, netns: "cl", dev: "mgre", address: "10.12.0.1", lladdr: "172.168.0.1" }],
		["Tunnel", { ...at, name: "one", type: "ipip", remoteIp: "172.168.0.7" }],
	])) as Made[];
	expect(await passes("gw", "10.12.0.7")).toBe(true);
	await expectConverged(all);
	await newRun();
	const args = { ...at, dev: "one", address: "10.12.0.9" };
	await expect(create("Neighbor", { ...args, lladdr: "172.168.0.7" })).rejects.toThrow("one is a point-to-point device");
	await expect(create("Neighbor", { ...args, dev: "mgre", lladdr: macs.cl })).rejects.toThrow("mgre carries no Ethernet");
	await deleteAll(all);
});
