import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Create, update, refresh and destroy of the kernel's kinds (routing, tunnels, nft) on a host with such objects of other owners. See also
// life.test.ts.
const host = "h2";
const program = ({ id = 1000, mark = 7, port = 22, table = 201, parent = "kd0", devices = '"kd0"' } = {}) => `
const host = "h2";
const red = new ovs.VRF("kred", { host, table: ${table}, interfaces: ["member0"], unreachableDefault: true, localRuleLast: true });
const ns = new ovs.Namespace("lifek", { host });
new ovs.VRF("kns", { host, netns: ns.name, name: "kred", table: 201 });
new ovs.Link("kd0", { host, type: "dummy", mtu: 1400, addresses: ["10.71.0.1/24", "2001:db8:71::1/64"] });
new ovs.Link("kd1", { host, type: "dummy", vrf: "kred", addresses: ["10.72.0.1/24"] });
new ovs.Link("kmac", { host, type: "macvlan", parent: "${parent}", addresses: ["10.73.0.1/24"] });
new ovs.Link("ktun", { host, type: "tun", up: true });
new ovs.Tunnel("kkey", { host, type: "gretap", key: 1000, localIp: "192.0.2.2", vrf: "kred", mac: "02:00:0a:00:00:01", addresses: ["1.1.1.11/24"] });
new ovs.Tunnel("kext", { host, type: "gretap", external: true, addresses: ["1.1.2.7/24"] });
new ovs.Tunnel("kvx", { host, type: "vxlan", key: 77, dstPort: 4799, localIp: "192.0.2.2", remoteIp: "192.0.2.3", learning: false, up: true });
new ovs.Tunnel("kip", { host, type: "ipip", localIp: "192.0.2.2", remoteIp: "192.0.2.3", addresses: ["10.74.0.1/30"] });
new ovs.Route("plain", { host, destination: "10.81.0.0/16", via: "10.71.0.9", src: "10.71.0.1", mtu: 1300 });
new ovs.Route("six", { host, destination: "2001:db8:81::/48", via: "2001:db8:71::9", dev: "kd0" });
new ovs.Route("encap", { host, destination: "2.2.2.11", via: "1.1.2.11", dev: "kext", encap: { id: ${id}, dst: "192.0.2.1", key: true } });
new ovs.Route("in-vrf", { host, vrf: red.name, destination: "default", via: "10.72.0.9", dev: "kd1" });
new ovs.Route("to-tenant", { host, vrf: red.name, destination: "10.0.0.7", dev: "kkey", encap: { dst: "192.0.2.3" } });
new ovs.Route("hole", { host, table: 277, destination: "10.82.0.0/16", type: "blackhole" });
new ovs.Route("shared", { host, table: 277, destination: "10.83.0.0/16", nexthops: [{ via: "10.71.0.8" }, { via: "10.71.0.9", weight: 3 }] });
new ovs.Rule("by-mark", { host, priority: 701, fwmark: ${mark}, fwmask: 0xff, table: 277 });
new ovs.Rule("by-vrf", { host, priority: 702, from: "10.75.0.0/16", vrf: red.name });
new ovs.Rule("by-six", { host, priority: 703, from: "2001:db8:75::/48", ipproto: "tcp", dport: 80, table: 277 });
new ovs.Neighbor("static", { host, dev: "kd0", address: "10.71.0.9", lladdr: "02:00:00:00:71:09" });
new ovs.Neighbor("proxy", { host, dev: "kd0", address: "2001:db8:71::7", proxy: true });
new ovs.NftTable("kgw", {
	...{ host, family: "inet" },
	sets: { ports: { type: "inet_service", elements: [${port}, 443] } },
	maps: { to: { type: "ipv4_addr", value: "ipv4_addr", elements: { "2.2.2.11": "10.0.0.7" } } },
	chains: {
		fw: { type: "filter", hook: "forward", priority: "filter", rules: ["iifname kkey jump one", "tcp dport @ports counter accept"] },
		one: { rules: ["ip protocol icmp accept", "tcp dport ${port} accept"] },
		pre: { type: "nat", hook: "prerouting", priority: "dstnat", rules: ["iifname kkey dnat ip to ip daddr map @to"] },
	},
});
new ovs.FlowTable("kfast", { host, devices: [${devices}, "kkey"], protocols: ["tcp"], counter: true, hardwareOffload: true });
`;
const kindsCount = 25;
const p = new Project("life-kernel");
let before: string[];

beforeAll(async () => {
	await cleanHost(host);
	// Creates objects of other owners. Loads modules whose devices and rules (tunl0, the rule for VRFs) stay until a reboot.
	await onHost(
		host,
		`for t in 'gretap key 1' 'ipip local 192.0.2.2 remote 192.0.2.9'; do ip link add dev x type $t; ip link del x; done
for d in member0 foreign0; do ip link add dev $d type dummy; ip link set $d up; done; ip addr add 10.76.0.1/24 dev foreign0
ip link add dev theirs type vrf table 299; ip link set theirs up; ip route add 10.77.0.0/16 via 10.76.0.9 proto static
ip route add 10.77.0.0/16 via 10.76.0.9 table 277 proto static; ip rule add pref 700 fwmark 6 table 277; ip -6 rule add pref 700 fwmark 6 table 277
for t in 'ip theirs' 'inet theirs'; do nft "add table $t; add chain $t c { type filter hook forward priority 10; }; add rule $t c counter"; done`,
	);
	before = await snapshot(host);
});

afterAll(async () => {
	p.remove();
	await onHost(host, "nft flush ruleset; ip rule del pref 700; ip -6 rule del pref 700; ip route flush table 277");
	await cleanHost(host);
});

test("a preview shows the properties and talks to no host", async () => {
	const { code, execs, changes, output } = await p.program(program()).preview();
	expect(output).not.toMatch(/error:.*/);
	expect(code).toBe(0);
	expect(execs).toEqual([]);
	expect(changes).toEqual({ create: kindsCount });
	for (const line of [/id\s*: 1000/, /type\s*: "blackhole"/, /\[1\]: "tcp dport 22 accept"/, /localRuleLast\s*: true/])
		expect(output).toMatch(line);
});

test("every kind comes up, in few execs", async () => {
	const { changes, execs, errors } = await p.up();
	expect(changes).toEqual({ create: kindsCount });
	// Which change comes first, and whether both are in one batch, is the engine's choice.
	const isOfWayIn = ({ message }: { message: string }) => message.includes("may cut the SSH connection");
	const warned = errors
		.filter(isOfWayIn)
		.map(({ message }) => message)
		.join();
	for (const part of [
		/\(h2\/(VRF\/kred|NftTable\/inet\/kgw)\): the change may cut/,
		/the rule for the local table/,
		/nft table inet kgw/,
	])
		expect(warned).toMatch(part);
	expect(errors.filter((error) => !isOfWayIn(error))).toEqual([
		{
			name: "",
			message: expect.stringMatching(/^kfast \(h2\/.*FlowTable\/.*kfast\): the kernel forwards its flows in software/),
		},
	]);
	// On a busy machine, the engine hands out so slowly that the resources come in more batches.
	expect(execs.length).toBeLessThan(kindsCount / 2);
	const seen = await onHost(
		host,
		"ip route show vrf kred; ip route get 10.83.0.5 mark 0x107; ip -d link show kkey; ip route show 2.2.2.11; ip rule",
	);
	for (const line of [
		/default via 10\.72\.0\.9 dev kd1 proto 250/,
		/unreachable default .*metric 4278198272/,
		/10\.0\.0\.7.*encap ip .*dst 192\.0\.2\.3.* dev kkey/,
		/10\.83\.0\.5 via 10\.71\.0\.[89] dev kd0 table 277/,
		/gretap .*key 0\.0\.3\.232/,
		/2\.2\.2\.11.*encap ip id 1000 .*dst 192\.0\.2\.1 .*via 1\.1\.2\.11 dev kext/,
		/702:\tfrom 10\.75\.0\.0\/16 lookup 201 proto 250[\s\S]*1000:\tfrom all lookup \[l3mdev-table\][\s\S]*32765:\tfrom all lookup local/,
	])
		expect(seen).toMatch(line);
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

test("changed values are updates in place: other rules and chains keep their handles and counters", async () => {
	const look = "nft -a list table inet kgw; ip -d link show kkey; ip route show table all proto 250; ip rule";
	const was = (await onHost(host, look)).split("\n");
	const args = { id: 1001, mark: 8, port: 23, devices: '"kd0", "kd1"' };
	const seen = await p.program(program(args)).up("--diff");
	expect(seen.changes).toEqual({ same: kindsCount - 4, update: 4 });
	for (const line of [/~ id\s*: 1000 => 1001/, /~ fwmark\s*: 7 => 8/, /~ \[1\]: "tcp dport 22 accept" => "tcp dport 23 accept"/])
		expect(seen.output).toMatch(line);
	const differing = changed(was, (await onHost(host, look)).split("\n")).map((l) => l.replace(/ # handle.*|(?<=^. )\s+/g, ""));
	expect(differing.map((l) => l.replace(/\s+/g, " ").trim()).sort()).toEqual([
		expect.stringMatching(/^\+ 2\.2\.2\.11 encap ip id 1001 /),
		"+ 701: from all fwmark 0x8/0xff lookup 277 proto 250",
		"+ elements = { 23, 443 }",
		"+ tcp dport 23 accept",
		expect.stringMatching(/^- 2\.2\.2\.11 encap ip id 1000 /),
		"- 701: from all fwmark 0x7/0xff lookup 277 proto 250",
		"- elements = { 22, 443 }",
		"- tcp dport 22 accept",
	]);
});

test("only a fixed field is a replacement, and takes nothing along", async () => {
	const args = { id: 1001, mark: 8, port: 23, devices: '"kd0", "kd1"', table: 202, parent: "kd1" };
	const { steps, output } = await p.program(program(args)).up("--diff");
	const replaced = steps.filter((s) => s.op === "replace");
	expect(replaced.map((s) => [s.name, s.keys]).sort()).toEqual([
		["kmac", ["parent"]],
		["kred", ["table"]],
	]);
	expect(output).toMatch(/~ table\s*: 201 => 202/);
	const after = await p.drift();
	expect(after.steps.filter((s) => !["same", "refresh"].includes(s.op))).toEqual([]);
	expect(after.code).toBe(0);
	expect(await onHost(host, "ip route show table 202; ip rule show pref 702")).toMatch(
		/default via 10\.72\.0\.9 dev kd1[\s\S]*10\.0\.0\.7[\s\S]*lookup 202/,
	);
});

test("destroy leaves the host as it was found", async () => {
	expect((await p.destroy()).changes).toEqual({ delete: kindsCount });
	expect(changed(before, await snapshot(host))).toEqual([]);
});
