import { proposed } from "../support/events";
import { onHost, onHosts, tryOnHost, until } from "../support/hosts";
import { lossesDuring } from "../support/losses";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Scenario 5: networks of several types and tenants on three hosts, tested with packets. Each workload is a network namespace.
const hosts = ["h1", "h2", "h3"];
const outside = "t1";
const leave = () => onHost(outside, "ip link del phys0 2>/dev/null || true");
const p = new Project("overlay");
let before: string[][];

interface Workload {
	name: string;
	host: string;
	network: string;
	/** Last byte of the MAC address; 0 if the program does not declare the address. */
	mac: number;
	address: string;
}

const workload = (name: string, host: string, network: string, mac: number, address: string): Workload => ({
	...{ name, host, network, mac, address },
});

/** Red and blue are two tenants with the same IP addresses, MAC addresses and segmentation id. */
const workloads = [
	workload("r1", "h1", "red", 1, "10.0.0.1"),
	workload("r2", "h2", "red", 2, "10.0.0.2"),
	workload("b1", "h1", "blue", 1, "10.0.0.1"),
	workload("b3", "h3", "blue", 2, "10.0.0.2"),
	workload("b3more", "h3", "blue", 3, "10.0.0.3"),
	workload("g2", "h2", "green", 4, "10.0.0.1"),
	workload("g3", "h3", "green", 0, "10.0.0.2"),
	workload("d1", "h1", "dmz", 0, "10.0.0.1"),
	workload("d2", "h2", "dmz", 0, "10.0.0.2"),
	workload("e1", "h1", "ext", 0, "10.0.0.1"),
	workload("m1", "h1", "mgmt", 7, "10.0.0.1"),
	workload("t3", "h3", "mgmt", 8, "10.0.0.70"),
	workload("t2", "h2", "dmz", 0, "10.0.0.80"),
	workload("q1", "h1", "any", 0, ""),
	workload("q2", "h2", "any", 0, ""),
];

/** t3 and t2 are trunks with three subports and one. q1 and q2 use their own VLAN tags (QinQ). */
const tagged = [
	{ on: "t3", vlan: 7, network: "blue", address: "10.0.0.71" },
	{ on: "t3", vlan: 8, network: "green", address: "10.0.0.72" },
	{ on: "t3", vlan: 9, network: "dmz", address: "10.0.0.73" },
	{ on: "t2", vlan: 4, network: "red", address: "10.0.0.81" },
	{ on: "q1", vlan: 5, network: "any", address: "10.0.0.1" },
	{ on: "q2", vlan: 5, network: "any", address: "10.0.0.2" },
];

const networks = [
	{ name: "red", type: "vxlan", segmentationId: 100 },
	{ name: "blue", type: "gre", segmentationId: 100 },
	{ name: "green", type: "geneve", segmentationId: 100 },
	{ name: "dmz", type: "vlan", physicalNetwork: "physnet1", segmentationId: 30 },
	{ name: "ext", type: "flat", physicalNetwork: "physnet1" },
	{ name: "mgmt", type: "vxlan", segmentationId: 9 },
	{ name: "any", type: "geneve", segmentationId: 5 },
];

function portOf({ name, host, network, mac, address }: Workload) {
	const subports = tagged
		.filter((t) => t.on === name && t.network !== network)
		.map((t) => ({ name: `${name}-${t.network}`, network: t.network, segmentationId: t.vlan, addresses: [`${t.address}/24`] }));
	return {
		...{ host, network, name, netns: name },
		...(address === "" ? { vlanMode: "dot1q-tunnel", up: true } : { addresses: [`${address}/24`] }),
		...(mac === 0 ? {} : { mac: `02:00:00:00:00:0${mac}` }),
		...(subports.length > 0 ? { trunk: { subports } } : {}),
	};
}

/** The program creates the provider bridges, with a VLAN of the underlay as the physical network. */
function program(more: { networks?: object[]; workloads?: Workload[]; args?: object } = {}): string {
	const all = [...workloads, ...(more.workloads ?? [])];
	const args = {
		hosts: hosts.map((host, i) => ({ host, address: `192.0.2.${i + 1}`, bridgeMappings: { physnet1: "br-ex" } })),
		networks: [...(more.networks ?? []), ...networks],
		ports: all.map(portOf),
		...more.args,
	};
	const places = all.map(({ name, host }) => `new ovs.Namespace("${name}", { host: "${host}" });`);
	const vlans = tagged.map(({ on, vlan, address }) => {
		const device = { host: hostOf(on), netns: on, parent: on, name: `${on}.${vlan}`, type: "vlan", vlanId: vlan };
		return `new ovs.Link("${on}.${vlan}", ${JSON.stringify({ ...device, addresses: [`${address}/24`] })});`;
	});
	return `
for (const host of ${JSON.stringify(hosts)}) {
	new ovs.Bridge("ex-" + host, { host, name: "br-ex" });
	new ovs.Link("phys-" + host, { host, name: "phys0", type: "vlan", parent: "eth0", vlanId: 50, up: true });
	new ovs.Port("phys-" + host, { host, name: "phys0", bridge: "br-ex" });
}
${places.join("\n")}
const overlay = new ovs.OverlayNetwork("net", ${JSON.stringify(args)});
${vlans.join("\n")}
exports.vlans = overlay.localVlans;
`;
}

const hostOf = (name: string) => workloads.find((w) => w.name === name)?.host ?? "h3";
const inside = (name: string, command: string) => onHost(hostOf(name), `ip netns exec ${name} ${command}`);
const answers = async (from: string, to: string): Promise<boolean> =>
	(await tryOnHost(hostOf(from), `ip netns exec ${from} ping -c1 -w3 ${to}`)).code === 0;
const pings = (from: string, to: string) => until(`${from} pings ${to}`, () => answers(from, to));
/** The MAC address that `from` has learned for an address. */
const neighbour = (from: string, to: string) => inside(from, `ip neigh show ${to} | grep -o '02:[0-9a-f:]*' || true`);

const packets = async (host: string, bridge: string, match: string): Promise<number> => {
	const said = await onHost(host, `ovs-ofctl dump-flows ${bridge} '${match}'`);
	return [...said.matchAll(/n_packets=(\d+)/g)].reduce((sum, m) => sum + Number(m[1]), 0);
};
const counter = (host: string, name: string) => onHost(host, `cat /sys/class/net/eth0/statistics/${name}`).then(Number);
const tags = async () => {
	const list = "ovs-vsctl --columns=name,tag,_uuid --format=csv --no-headings list Port | sort";
	return (await onHosts(hosts, list)).flatMap((said, i) => said.split("\n").map((line) => `${hosts[i]} ${line}`));
};
const vlansOf = async () => p.outputs().vlans as Record<string, Record<string, number>>;

beforeAll(async () => {
	await Promise.all(hosts.map(cleanHost));
	before = await Promise.all(hosts.map(snapshot));
});

afterAll(async () => {
	p.remove();
	await Promise.all([...hosts.map(cleanHost), leave()]);
});

test("it comes up at one go", async () => {
	await p.program(program()).up();
});

test("a network connects its workloads, whatever its type and its local VLAN on each host", async () => {
	const vlans = await vlansOf();
	expect(vlans.h1?.red).not.toBe(vlans.h2?.red);
	expect(vlans.h1?.blue).toBeDefined();
	expect(vlans.h2?.blue).toBeUndefined();
	await pings("r1", "10.0.0.2");
	await pings("b1", "10.0.0.2");
	await pings("b1", "10.0.0.3");
	await pings("g2", "10.0.0.2");
	await pings("d1", "10.0.0.2");
});

test("two tenants with the same addresses and the same number never meet", async () => {
	expect(await answers("r1", "10.0.0.3")).toBe(false);
	expect(await answers("r2", "10.0.0.3")).toBe(false);
	expect(await answers("g2", "10.0.0.3")).toBe(false);
	expect(await answers("e1", "10.0.0.2")).toBe(false);
	expect(await neighbour("r1", "10.0.0.2")).toBe("02:00:00:00:00:02");
	await onHost("h3", "ip -n b3 link set b3 down");
	await pings("r1", "10.0.0.2");
	expect(await answers("b1", "10.0.0.2")).toBe(false);
	await onHost("h3", "ip -n b3 link set b3 up");
	await pings("b1", "10.0.0.2");
});

const answersBy = async (device: string, to: string): Promise<boolean> => {
	const [name = ""] = device.split(".");
	return (await tryOnHost(hostOf(name), `ip netns exec ${name} ping -c1 -w3 -I ${device} ${to}`)).code === 0;
};

test("a trunk reaches its port's network without a tag, and its subports' by their VLANs", async () => {
	await pings("t3", "10.0.0.1");
	for (const device of ["t3.7", "t3.8", "t3.9"])
		await until(`${device} reaches its network`, () => answersBy(device, device === "t3.8" ? "10.0.0.1" : "10.0.0.2"));
	// Only the network blue has the address 10.0.0.3.
	expect(await Promise.all(["t3.7", "t3.8", "t3.9", "t3"].map((d) => answersBy(d, "10.0.0.3")))).toEqual([
		true,
		false,
		false,
		false,
	]);
	expect(await onHost("h3", "ovs-vsctl list-ports tbr-t3 | wc -l")).toBe("5");
});

test("a workload's own tags travel through its network", async () => {
	await until("q1 reaches q2 by a VLAN of its own", () => answersBy("q1.5", "10.0.0.2"));
	expect(await answersBy("q1.5", "10.0.0.3")).toBe(false);
});

test("what a device can send arrives whole, in every type of network, by trunks and with tags of a workload's own", async () => {
	const mtu = (device: string) => inside(device.split(".")[0] ?? "", `cat /sys/class/net/${device}/mtu`).then(Number);
	const ways = [
		{ from: "r1", to: "10.0.0.2", mtu: 1450 },
		{ from: "b1", to: "10.0.0.2", mtu: 1458 },
		{ from: "g2", to: "10.0.0.2", mtu: 1450 },
		{ from: "t3.7", to: "10.0.0.1", mtu: 1450 },
		{ from: "t2.4", to: "10.0.0.1", mtu: 1450 },
		{ from: "q1.5", to: "10.0.0.2", mtu: 1446 },
	];
	expect(await Promise.all(ways.map(({ from }) => mtu(from)))).toEqual(ways.map((way) => way.mtu));
	for (const { from, to, mtu } of ways) {
		await until(`${from} reaches ${to}`, () => answersBy(from, to));
		// 28 bytes are the headers of IPv4 and ICMP. The option -M do forbids fragmentation.
		expect(await inside(from.split(".")[0] ?? "", `ping -M do -q -c 2 -s ${mtu - 28} -I ${from} ${to}`)).toContain(
			" 0% packet loss",
		);
	}
});

test("the vlan network leaves tagged, the flat one untagged", async () => {
	// A machine outside the overlay is connected to the physical network, first in the VLAN, then without a tag.
	await onHost(outside, "ip link add link eth0 name phys0 type vlan id 50; ip link set phys0 up");
	await onHost(outside, "ip link add link phys0 name p30 type vlan id 30; ip addr add 10.0.0.9/24 dev p30; ip link set p30 up");
	await pings("d1", "10.0.0.9");
	expect(await answers("e1", "10.0.0.9")).toBe(false);
	await onHost(outside, "ip link del p30; ip addr add 10.0.0.9/24 dev phys0");
	await pings("e1", "10.0.0.9");
	await onHost("h1", "ip -n d1 neigh flush all");
	expect(await answers("d1", "10.0.0.9")).toBe(false);
	await leave();
});

test("where address and MAC are known, nobody is asked and nothing is flooded", async () => {
	await onHost("h1", "ip -n r1 neigh flush all");
	const was = await packets("h1", "br-tun", "table=21,arp_tpa=10.0.0.2");
	await inside("r1", "ping -c3 -i 0.2 10.0.0.2");
	expect(await packets("h1", "br-tun", "table=21,arp_tpa=10.0.0.2")).toBeGreaterThan(was);
	const vlan = (await vlansOf()).h1?.red;
	const remotes = async (flow: string) => {
		const trace = `ovs-appctl ofproto/trace br-tun in_port=patch-int,dl_vlan=${vlan},dl_src=02:00:00:00:00:01,${flow}`;
		return onHost("h1", `${trace} | grep '^Datapath actions' | grep -o ',dst=192[0-9.]*' | sort -u`);
	};
	const asks = (address: string) => `dl_dst=ff:ff:ff:ff:ff:ff,arp,arp_op=1,arp_spa=10.0.0.1,arp_tpa=${address}`;
	expect(await remotes("dl_dst=02:00:00:00:00:02")).toBe(",dst=192.0.2.2");
	expect(await remotes(asks("10.0.0.2"))).toBe("");
	expect(await remotes(asks("10.0.0.200"))).toBe(",dst=192.0.2.2");
});

test("hosts without a port of a network get nothing of it", async () => {
	expect((await onHost("h2", "ovs-vsctl list-ports br-tun")).split("\n")).toEqual(["patch-int", "tgnv-h1", "tgnv-h3", "tvx-h1"]);
	const was = await Promise.all([counter("h2", "rx_packets"), counter("h3", "rx_packets")]);
	await inside("b1", "ping -b -q -c 100 -i 0.02 -W 1 10.0.0.255 || true");
	const [h2 = 0, h3 = 0] = (await Promise.all([counter("h2", "rx_packets"), counter("h3", "rx_packets")])).map(
		(n, i) => n - (was[i] ?? 0),
	);
	expect(h3).toBeGreaterThanOrEqual(100);
	expect(h2).toBeLessThan(20);
});

test("a frame that came by a tunnel leaves by none", async () => {
	const macs = "ff:ff:ff:ff:ff:ff 02:00:00:00:00:0f 02:00:00:00:00:02";
	// Each line names a tunnel from which a frame would leave by a tunnel again.
	const looping = `for t in $(ovs-vsctl list-ports br-tun | grep ^t); do for mac in ${macs}; do
ovs-appctl ofproto/trace br-tun "in_port=$t,tun_id=100,dl_src=02:00:00:00:00:0e,dl_dst=$mac" | grep 'output to kernel tunnel' | sed "s/^/$t $mac /" || true
done; done; ovs-vsctl list-ports br-tun | grep -c ^t`;
	// Only the number of the host's tunnels is printed.
	for (const said of await onHosts(hosts, looping)) expect(said).toMatch(/^[3-6]$/);
});

const growth = {
	networks: [{ name: "aaa", type: "vxlan", segmentationId: 7 }],
	workloads: [workload("a1", "h1", "aaa", 5, "10.0.0.1"), workload("r3", "h3", "red", 6, "10.0.0.6")],
};

test("a network more, and a host more in a network, renumber nothing and disturb no ping", async () => {
	const was = await tags();
	const one = await vlansOf();
	const preview = await p.program(program(growth)).preview();
	expect(preview.changes).toMatchObject({ create: expect.any(Number), update: expect.any(Number) });
	// Existing ports do not change, in the preview either.
	expect(preview.steps.filter((s) => s.op === "update" && s.type.endsWith(":Port"))).toEqual([]);
	const pings = ["r1", "b1", "d1"].map((from) => ({ host: hostOf(from), netns: from, to: "10.0.0.2" }));
	const lost = await lossesDuring(pings, async () => {
		const { changes } = await p.up();
		expect(changes).toEqual(preview.changes);
	});
	expect(lost).toEqual([0, 0, 0]);
	expect(await tags()).toEqual(expect.arrayContaining(was));
	const two = await vlansOf();
	for (const host of hosts) expect(two[host]).toMatchObject(one[host] ?? {});
	await until("r3 is reached from both", async () => (await answers("r1", "10.0.0.6")) && (await answers("r2", "10.0.0.6")));
	expect((await onHost("h2", "ovs-vsctl list-ports br-tun")).split("\n")).toEqual([
		"patch-int",
		"tgnv-h1",
		"tgnv-h3",
		"tvx-h1",
		"tvx-h3",
	]);
});

test("drift of tags, flows, tunnels and numbers is shown, and put back; nothing else has drifted since it came up", async () => {
	await onHost("h1", "ovs-vsctl set Port r1 tag=99");
	await onHost("h2", "ovs-ofctl --strict del-flows br-tun 'table=0,priority=1,in_port=tvx-h1'");
	await onHost("h3", "ovs-vsctl del-port br-tun tvx-h1");
	await onHost("h1", "ovs-vsctl set Bridge br-int external_ids:pulumi-ovs-vlan-77=red");
	const drifted = ["net-h1-r1", "net-h1-vlans", "net-h2-br-tun-0", "net-h3-vxlan"];
	// Open vSwitch has no longer the number of the deleted port, which these flows name.
	const naming = ["net-h3-br-tun-0", "net-h3-br-tun-20", "net-h3-br-tun-22"];
	expect(proposed(await p.repair())).toEqual([...drifted, ...naming].sort().map((name) => `update ${name}`));
	await pings("r1", "10.0.0.2");
	await pings("r3", "10.0.0.1");
});

test("what grew shrinks again, without a lost packet of the others", async () => {
	const lost = await lossesDuring([{ host: "h1", netns: "r1", to: "10.0.0.2" }], () => p.program(program()).up());
	expect(lost).toEqual([0]);
	expect((await p.drift()).code).toBe(0);
});

test("destroy leaves the three hosts empty", async () => {
	await p.destroy();
	const after = await Promise.all(hosts.map(snapshot));
	expect(after.map((lines, i) => changed(before[i] ?? [], lines))).toEqual([[], [], []]);
});
