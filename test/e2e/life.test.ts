import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// One program with all other kinds, on a host with objects of other owners. life-kernel.test.ts has the kernel's routing.
const host = "h1";
const program = ({ key = 100, tag = 10, type = "dummy", more = "" } = {}) => `
const host = "h1";
new ovs.OpenVSwitch("root", { host, otherConfig: { "vlan-limit": "2" }, externalIds: { site: "lab" } });
const br = new ovs.Bridge("br-life", { host, rstp: true, mtu: 1450, addresses: ["10.9.0.1/24"], externalIds: { purpose: "life" } });
const br2 = new ovs.Bridge("br-life2", { host, protocols: ["OpenFlow13", "OpenFlow10"], controllers: [{ target: "tcp:192.0.2.250:6653" }] });
new ovs.Port("acc", { host, bridge: br.name, type: "internal", tag: ${tag}, addresses: ["10.9.1.1/24"] });
new ovs.Port("trk", { host, bridge: br.name, type: "internal", vlanMode: "trunk", trunks: [30, 20] });
new ovs.Port("pa", { host, bridge: br.name, type: "patch", peer: "pb" });
new ovs.Port("pb", { host, bridge: br2.name, type: "patch", peer: "pa" });
new ovs.Tunnel("tun1", { host, bridge: br.name, type: "vxlan", remoteIp: "192.0.2.2", localIp: "192.0.2.1", key: ${key}, dstPort: 4790 });
new ovs.Tunnel("tun2", { host, bridge: br2.name, type: "geneve", remoteIp: "192.0.2.3", key: "flow" });
new ovs.Vtep("vt", { host, name: "vt", bridge: br2.name, type: "gre", key: 77, peers: { h2: "192.0.2.2", h3: "192.0.2.3" } });
const ns = new ovs.Namespace("life", { host });
new ovs.Port("inns", { host, bridge: br.name, type: "internal", netns: ns.name, addresses: ["10.9.2.1/24"], mtu: 1400 });
new ovs.Link("va", { host, type: "veth", up: true, peer: { name: "vb", netns: ns.name, addresses: ["10.9.3.2/24"] }, addresses: ["10.9.3.1/24"] });
new ovs.Link("dum", { host, type: "${type}", addresses: ["10.9.4.1/24"] });
new ovs.Link("dum.5", { host, type: "vlan", parent: "dum", vlanId: 5, up: true });
new ovs.Link("brl", { host, type: "bridge", up: true });
new ovs.Link("tapl", { host, type: "tap", master: "brl", mtu: 1300 });
new ovs.Link("b1", { host, type: "dummy", up: true });
new ovs.Link("b2", { host, type: "dummy", up: true });
new ovs.Port("bond", { host, bridge: br2.name, type: "bond", interfaces: ["b2", "b1"], bondMode: "active-backup" });
new ovs.Link("nic", { host, type: "device", name: "foreign0", mtu: 1400, addresses: ["10.8.0.1/24", "10.9.5.1/24"] });
new ovs.Sysctl("fwd", { host, key: "net.ipv4.ip_forward", value: 1 });
new ovs.Sysctl("nsfwd", { host, netns: ns.name, key: "net.ipv4.ip_forward", value: 1 });
new ovs.Reachability("self", { host, to: "192.0.2.2" });
new ovs.Reachability("nobody", { host, to: "192.0.2.99", expect: "unreachable", retries: 1 });
${more}
`;
const kindsCount = 25;

const p = new Project("life");
let before: string[];

beforeAll(async () => {
	await cleanHost(host);
	await onHost(
		host,
		`ip link add dev foreign0 type dummy; ip link set foreign0 mtu 1480; ip addr add 10.8.0.1/24 dev foreign0
ip link set foreign0 up; ip link set foreign0 down # its queue is another once it was up
ip addr add 192.0.2.201/32 dev eth0; ip netns add foreign; ip -n foreign link set lo up; sysctl -qw net.ipv4.ip_forward=0
ovs-vsctl add-br br-foreign -- add-port br-foreign fp -- set Interface fp type=internal -- set Port fp tag=7 \
  -- set Bridge br-foreign external_ids:whose=theirs -- set Open_vSwitch . external_ids:theirs=stays`,
	);
	before = await snapshot(host);
});

afterAll(async () => {
	p.remove();
	await cleanHost(host);
	await onHost(host, "ip addr del 192.0.2.201/32 dev eth0");
});

test("a preview shows the properties and talks to no host", async () => {
	const { code, execs, changes, output } = await p.program(program()).preview();
	expect(output).not.toMatch(/error:.*/);
	expect(code).toBe(0);
	expect(execs).toEqual([]);
	expect(changes).toEqual({ create: kindsCount });
	expect(output).toMatch(/tag\s*: 10/);
	expect(output).toMatch(/remoteIp\s*: "192\.0\.2\.2"/);
	expect(output).not.toContain('exports.handler=()=>require("pulumi-ovs/runtime").shell" => ');
});

test("every kind comes up on one host", async () => {
	const { changes, execs } = await p.up();
	expect(changes).toEqual({ create: kindsCount });
	// One script reads facts, and a few batches change the host. The number of scripts does not grow with the resources.
	// On a busy machine, the engine hands out so slowly that the resources come in more batches.
	expect(execs.length).toBeLessThan(kindsCount / 2);
	expect(
		await onHost(
			host,
			"ovs-vsctl get Port acc tag; ovs-vsctl get Interface tun1 options:key; ip netns exec life cat /proc/sys/net/ipv4/ip_forward",
		),
	).toBe('10\n"100"\n1');
});

test("a second up changes nothing and asks no host", async () => {
	const { changes, execs } = await p.up("--expect-no-changes");
	expect(changes).toEqual({ same: kindsCount });
	expect(execs).toEqual([]);
});

test("a refresh finds no drift, with few execs for the whole host", async () => {
	const { code, output, execs } = await p.drift();
	expect(output).not.toMatch(/^\s+[~+-] /m);
	expect(code).toBe(0);
	expect(new Set(execs)).toEqual(new Set([host]));
	// Usually 1. If the machine is busy, the engine may ask for the resources in two rounds or three.
	expect(execs.length).toBeLessThan(kindsCount / 2);
});

test("a changed key and a changed VLAN are updates in place that no other port notices", async () => {
	const others = `ovs-vsctl --columns=name,_uuid,ofport,options,type list Interface | grep -v link; ovs-vsctl --columns=name,_uuid,tag,trunks list Port`;
	const was = (await onHost(host, others)).split("\n");
	const { changes, output } = await p.program(program({ key: 101, tag: 11 })).up("--diff");
	expect(changes).toEqual({ same: kindsCount - 2, update: 2 });
	expect(output).toMatch(/~ key\s*: 100 => 101/);
	expect(output).toMatch(/~ tag\s*: 10 => 11/);
	const is = (await onHost(host, others)).split("\n");
	const differing = is.filter((line, i) => line !== was[i]);
	expect(differing.map((l) => l.trim().replace(/ +/g, " ")).sort()).toEqual([
		'options : {dst_port="4790", key="101", local_ip="192.0.2.1", remote_ip="192.0.2.2"}',
		"tag : 11",
	]);
});

test("only a changed key or fixed field is a replacement, and the preview says so", async () => {
	const { changes, steps, output } = await p.program(program({ key: 101, tag: 11, type: "bridge" })).preview();
	const replaced = steps.filter((s) => s.op === "replace");
	expect(replaced.map((s) => [s.name, s.keys])).toEqual([["dum", ["type"]]]);
	expect(changes.same).toBe(kindsCount - 1);
	expect(output).toMatch(/~ type\s*: "dummy" => "bridge"/);
});

test("a replaced device takes nothing along that others declared", async () => {
	await p.up();
	const { code, steps } = await p.drift();
	expect(steps.filter((s) => !["same", "refresh"].includes(s.op))).toEqual([]);
	expect(code).toBe(0);
	expect(await onHost(host, "ip -d link show dum | grep -o ' bridge '; ip link show dum.5 | grep -c 'dum.5@dum'")).toContain("1");
});

test("destroy leaves the host as it was found", async () => {
	const { changes } = await p.destroy();
	expect(changes).toEqual({ delete: kindsCount });
	expect(changed(before, await snapshot(host))).toEqual([]);
});
