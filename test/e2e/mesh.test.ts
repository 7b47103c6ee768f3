import { onHost, onHosts, until } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Scenario 1: a mesh of three hosts, tested with packets.
const hosts = ["h1", "h2", "h3"];
const p = new Project("mesh");
let before: string[][];

const mesh = (more: Record<string, unknown> = {}, name = "mesh", base = "10.0.0") =>
	`new ovs.VxlanMesh("${name}", ${JSON.stringify({
		bridge: `br-${name}`,
		vni: 100,
		hosts: hosts.map((host, i) => ({ host, address: `192.0.2.${i + 1}`, addresses: [`${base}.${i + 1}/24`] })),
		...more,
	})});\n`;

/** Waits until every host can ping every other host. */
const allPairs = (base = "10.0.0", ms = 20_000) =>
	until(
		"all pairs ping",
		async () => {
			const said = await onHosts(hosts, `for i in 1 2 3; do ping -c1 -w3 ${base}.$i >/dev/null && echo ok || echo no; done`);
			return said.every((s) => s === "ok\nok\nok");
		},
		ms,
	);

const counter = (host: string, name: string) => onHost(host, `cat /sys/class/net/eth0/statistics/${name}`).then(Number);

beforeAll(async () => {
	await Promise.all(hosts.map(cleanHost));
	before = await Promise.all(hosts.map(snapshot));
});

afterAll(async () => {
	p.remove();
	await Promise.all(hosts.map(cleanHost));
});

test("a VXLAN mesh comes up, and all pairs ping", async () => {
	const { changes } = await p.program(mesh()).up();
	expect(changes).toEqual({ create: 7 });
	await allPairs();
});

test("frames from host 2 to host 3 take the direct way", async () => {
	const was = await counter("h1", "rx_packets");
	await onHost("h2", "ping -q -i 0.01 -c 100 10.0.0.3");
	expect((await counter("h1", "rx_packets")) - was).toBeLessThan(20);
});

test("there is no loop: broadcasts die out, and an idle network is silent", async () => {
	await onHost("h2", "ping -b -c 3 -i 0.2 -W 1 10.0.0.255 >/dev/null 2>&1 || true");
	const was = await Promise.all(hosts.map((h) => counter(h, "rx_packets")));
	await onHost("h1", "ping -q -c 2 -i 1 127.0.0.1");
	const is = await Promise.all(hosts.map((h) => counter(h, "rx_packets")));
	for (const [i, n] of is.entries()) expect(n - (was[i] ?? 0)).toBeLessThan(30);
});

test("a packet of the overlay's full size passes with DF, and one byte more does not", async () => {
	// 1422 is the MTU of 1500, less 50 bytes for VXLAN and 28 for the headers of IPv4 and ICMP.
	expect(await onHost("h1", "ping -M do -c1 -W2 -s 1422 10.0.0.2 | grep -c 'bytes from'")).toBe("1");
	expect(await onHost("h1", "ping -M do -c1 -W2 -s 1423 10.0.0.2 2>&1 | grep -o 'message too long' | head -1")).toBe(
		"message too long",
	);
});

const becomes = async (type: string, mtu: number, more: object = {}) => {
	await p.program(mesh({ type, ...more })).up();
	expect(await onHost("h1", "cat /sys/class/net/br-mesh/mtu")).toBe(String(mtu));
};

test("the same mesh becomes one of GRE", async () => {
	await becomes("gre", 1458);
	await allPairs();
});

test("it becomes one link of Geneve. A link more is one port more, and hub and spoke works through the hub", async () => {
	const links = (...all: string[][]) => ({ loopPrevention: "none", links: all });
	await becomes("geneve", 1450, links(["h1", "h2"]));
	const ports = () => onHost("h1", "ovs-vsctl --columns=name,_uuid --format=csv --no-headings list Port | grep -v br- | sort");
	const one = (await ports()).split("\n");
	const { changes } = await p.program(mesh({ type: "geneve", ...links(["h1", "h2"], ["h1", "h3"]) })).up();
	const two = (await ports()).split("\n");
	expect(two).toHaveLength(one.length + 1);
	expect(two).toEqual(expect.arrayContaining(one));
	expect(changes).toMatchObject({ update: 1, create: 1 });
	await allPairs();
	expect((await p.drift()).code).toBe(0);
	const was = await counter("h1", "rx_packets");
	await onHost("h2", "ping -q -i 0.01 -c 100 10.0.0.3");
	expect((await counter("h1", "rx_packets")) - was).toBeGreaterThan(150);
});

test("while all tunnels of one mesh change their key, the other mesh loses no packet", async () => {
	const other = mesh();
	await p.program(other + mesh({ vni: 200 }, "blue", "10.7.0")).up();
	await allPairs();
	const pinging = onHost("h1", "ping -q -i 0.05 -c 240 10.0.0.2 | grep -o '[0-9.]*% packet loss'");
	await p.program(other + mesh({ vni: 201 }, "blue", "10.7.0")).up();
	expect(await pinging).toBe("0% packet loss");
	await allPairs("10.7.0");
});

test("rapid spanning tree makes the full mesh loop-free too, and two meshes are isolated", async () => {
	await p.program(mesh({ loopPrevention: "rstp", vni: 300 }) + mesh({ vni: 201 }, "blue", "10.7.0")).up();
	await allPairs();
	await allPairs("10.7.0");
	// The address exists in the red mesh only, so no host of the blue mesh may answer ARP requests for it.
	await onHost("h1", "ip route add 10.99.0.3/32 dev br-blue");
	await onHost("h3", "ip addr add 10.99.0.3/32 dev br-mesh; sysctl -qw net.ipv4.conf.br-blue.arp_ignore=1");
	expect(await onHost("h1", "ping -c1 -W1 10.99.0.3 >/dev/null && echo yes || echo no")).toBe("no");
	await onHost("h3", "ip addr del 10.99.0.3/32 dev br-mesh");
	expect((await p.drift()).code).toBe(0);
});

// When RSTP is switched off, Open vSwitch 3.1 leaves flooding disabled on the ports on which RSTP ran.
test("a mesh that leaves rapid spanning tree for split horizon goes on working", async () => {
	await p.program(mesh({ vni: 300 })).up();
	await allPairs();
});

test("destroy leaves the three hosts empty", async () => {
	await p.destroy();
	const after = await Promise.all(hosts.map(snapshot));
	expect(after.map((lines, i) => changed(before[i] ?? [], lines))).toEqual([[], [], []]);
});
