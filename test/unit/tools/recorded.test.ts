import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isLive } from "../../../provider/nft/elements";
import { ownerOf } from "../../../provider/nft/observe";
import { parseNamespaces } from "../../../provider/tools/ip";
import { parseLinks } from "../../../provider/tools/ip-link";
import { parseNeighbors } from "../../../provider/tools/ip-neighbor";
import { parseRoutes } from "../../../provider/tools/ip-route";
import { parseRules } from "../../../provider/tools/ip-rule";
import { parseListing } from "../../../provider/tools/nft-listing";
import { fakeVlan, map, parseOvs } from "../../../provider/tools/ovs-listing";
import { parseRendering } from "../../../provider/tools/ovs-ofctl-flows";
import { parseFlows } from "../../../provider/tools/ovs-ofctl-listing";
import { parseSysctl } from "../../../provider/tools/sysctl";

const recorded = (name: string) => readFileSync(join(__dirname, "../../recorded", `${name}.txt`), "utf8");

test("all sorts of ports of a switch are read, with odd characters in their keys", () => {
	const { daemon, ovs } = parseOvs(recorded("ovs"));
	expect(daemon).toBe("up");
	expect(ovs?.bridges.get("recbr")).toMatchObject({ fail_mode: "secure", protocols: ["OpenFlow13", "OpenFlow14"] });
	expect([...(ovs?.controllers.values() ?? [])].map((c) => c.target).sort()).toEqual(["ptcp:16634", "tcp:127.0.0.1:6653"]);
	expect(ovs?.ports.get("recint")).toMatchObject({ tag: 5, trunks: [], vlan_mode: [] });
	expect(ovs?.ports.get("rectrunk")).toMatchObject({ trunks: [10, 20], vlan_mode: "trunk" });
	expect(ovs?.ports.get("recone")).toMatchObject({ trunks: [10] });
	expect(ovs?.interfacesOf.get("recbond")?.sort()).toEqual(["recd1", "recd2"]);
	expect(ovs?.bridgeOf.get("recp2")).toBe("recbr2");
	expect(map(ovs?.interfaces.get("recvx")?.options)).toEqual({ dst_port: "14789", key: "4242", remote_ip: "192.0.2.200" });
	expect(map(ovs?.interfaces.get("recint")?.external_ids)).toEqual({
		...{ "a=b,c": 'quote " and, = {} \\ back\nline', "pulumi-ovs": "demo/dev", ünï: "☃ 😀" },
	});
});

test("neighbors are told apart from hosts that a device answers for", () => {
	const [four, foreign, router, learned, proxy, , last] = parseNeighbors(recorded("neighbors"));
	expect(four).toEqual({
		...{ address: "10.0.0.2", dev: "d0", proxy: false, lladdr: "02:00:00:00:00:02", router: false, protocol: 250 },
	});
	expect([foreign?.protocol, router?.router, learned?.protocol]).toEqual([undefined, true, 11]);
	expect(proxy).toEqual({ address: "10.0.0.9", dev: "d0", proxy: true, lladdr: undefined, router: false, protocol: 250 });
	expect(last).toMatchObject({ address: "2001:db8::a", proxy: true, router: true });
	expect(parseNeighbors("[]\n\n[]\n\n")).toEqual([]);
	expect(parseNeighbors("\n\n")).toEqual([]);
});

test("a switch that lacks ports has none of them", () => {
	const { ovs } = parseOvs(recorded("ovs-before"));
	expect(ovs?.ports.has("recint")).toBe(false);
	expect(ovs?.root.ovs_version).toBe("3.1.0");
});

test("a fake bridge is a port with a VLAN", () => {
	const { ovs } = parseOvs(recorded("ovs-fake-bridge"));
	const vlans = [...(ovs?.ports ?? [])].map(([name, row]) => [name, ovs?.bridgeOf.get(name), fakeVlan(row)]);
	expect(vlans.sort()).toEqual([
		["recbr", "recbr", undefined],
		["recfake", "recbr", 100],
		["recport", "recbr", undefined],
	]);
	expect([...(ovs?.bridges.keys() ?? [])]).toEqual(["recbr"]);
	// Earlier recordings do not have the column.
	expect(parseOvs(recorded("ovs")).ovs?.ports.get("recint")?.fake_bridge).toBeUndefined();
});

test("mirrors, sFlow, QoS and queues of a switch are read", () => {
	const { ovs } = parseOvs(recorded("ovs-observe"));
	const names = (of: unknown) => [of as string | string[]].flat().map((uuid) => ovs?.names.get(uuid));
	const mirrors = [...(ovs?.mirrors.values() ?? [])];
	const [m, m2] = ['a "name"', "m2"].map((name) => mirrors.find((row) => row.name === name));
	expect([m?.select_src_port, m?.select_dst_port, m?.output_port].map((ports) => names(ports).sort())).toEqual([
		["ra"],
		["ra", "rb"],
		["rc"],
	]);
	expect(m).toMatchObject({ select_all: false, select_vlan: [5, 6], snaplen: 99, output_vlan: [] });
	expect(m2).toMatchObject({ select_all: true, select_vlan: [], select_src_port: [], output_port: [], output_vlan: 7 });
	const bridge = ovs?.bridges.get("rec");
	expect(new Set(bridge?.mirrors as string[])).toEqual(new Set(mirrors.map((row) => row._uuid)));
	expect(ovs?.sflows.get(bridge?.sflow as string)).toMatchObject({
		...{ agent: "eth0", targets: ["192.0.2.9:6343", "[2001:db8::9]:6343"], sampling: 64, polling: 0, header: 128 },
	});
	const qos = ovs?.qos.get(ovs?.ports.get("ra")?.qos as string);
	expect(qos).toMatchObject({ type: "linux-htb", other_config: { "max-rate": "5000000" } });
	const queues = map(qos?.queues);
	expect(ovs?.queues.get(queues[0] ?? "")).toMatchObject({ dscp: 46, other_config: { "max-rate": "1000000" } });
	expect(ovs?.queues.get(queues[7] ?? "")).toMatchObject({ dscp: [], other_config: {} });
	expect(map(ovs?.qos.get(ovs?.ports.get("rb")?.qos as string)?.queues)).toEqual({});
	expect(ovs?.ports.get("rc")?.qos).toEqual([]);
});

test("a listing of another table, or in another order, is refused", () => {
	const [daemon, ...lines] = recorded("ovs-observe").trimEnd().split("\n");
	expect(lines.length).toBeGreaterThan(8);
	for (let i = 0; i < lines.length - 1; i++) {
		const shifted = [...lines.slice(0, i), ...lines.slice(i + 1)];
		expect(() => parseOvs([daemon, ...shifted].join("\n"))).toThrow(/table \w+ has no column \w+/);
	}
});

test("links of all sorts are read, with the addresses that others set apart", () => {
	const links = parseLinks(recorded("links"));
	expect(links.get("recdum")).toMatchObject({ kind: "dummy", up: true, alias: "pulumi-ovs:demo/dev" });
	expect(
		links
			.get("recdum")
			?.addresses.filter((a) => !a.passing)
			.map((a) => a.cidr),
	).toEqual(["10.77.0.1/24", "2001:db8:77::1/64"]);
	expect(
		links
			.get("recdum")
			?.addresses.filter((a) => a.passing)
			.map((a) => a.cidr),
	).toContain("10.77.0.2/24");
	expect(links.get("recvlan")).toMatchObject({ kind: "vlan", parent: "recdum", data: { id: 77 } });
	expect(links.get("rectap")).toMatchObject({ kind: "tun", data: { type: "tap" } });
	expect(links.get("recv1")).toMatchObject({ kind: "veth", parent: "recv2", elsewhere: false });
	const [near, far] = [links.get("recx"), parseLinks(recorded("links-recns")).get("recy")];
	expect(near).toMatchObject({ kind: "veth", elsewhere: true, parentIndex: far?.index });
	expect(far?.addresses.map((a) => a.cidr)).toContain("10.78.0.2/24");
});

test("times of a bridge that the spanning tree has replaced are not known", () => {
	const data = (more: object) => {
		const info_data = { forward_delay: 400, hello_time: 200, max_age: 2000, ageing_time: 800, bridge_id: "8000.1", ...more };
		const raw = { ...{ ifindex: 2, ifname: "b0", flags: ["UP"], mtu: 1500 }, linkinfo: { info_kind: "bridge", info_data } };
		const found = parseLinks(JSON.stringify([raw])).get("b0")?.data ?? {};
		return Object.keys(found).filter((word) => found[word] === null);
	};
	const root = { root_id: "8000.1", topology_change: 1 };
	expect(data({ ...root, stp_state: 1 })).toEqual(["ageing_time"]);
	expect(data({ ...root, stp_state: 0 })).toEqual([]);
	expect(data({ root_id: "1000.9", stp_state: 1, topology_change: 0 })).toEqual(["forward_delay", "hello_time", "max_age"]);
});

test("namespaces are read, and a parameter with three values", () => {
	expect(parseNamespaces(recorded("namespaces")).has("recns")).toBe(true);
	expect(parseSysctl(recorded("sysctl"))).toMatch(/^\d+ \d+ \d+$/);
});

test("an empty list of namespaces is read as none", () => {
	for (const nothing of ["", "\n", "[ ]"]) expect(parseNamespaces(nothing).size).toBe(0);
});

test("the ToS of a route and that of its encapsulation, as iproute2 6.1 prints them side by side", () => {
	const line = (encap: string, tos = "") =>
		`{"type":"1","dst":"default","encap":${encap}${tos},"gateway":"100.64.0.5","dev":"zd0","protocol":"3","scope":"0","flags":[]}`;
	const ip = `"ip","id":7,"src":"0.0.0.0","dst":"1.2.3.4","ttl":0,"tos":4,"key":true`;
	const ip6 = `"ip6","id":0,"src":"::","dst":"2001:db8::9","hoplimit":1,"tc":8`;
	const all = [line(ip, ',"tos":"0x10"'), line(ip), line(ip6, ',"tos":"0xfc"'), line(ip6)];
	const routes = parseRoutes(`family 4\n[${all.join(",")}]\nfamily 6\n[]\n`);
	expect(routes.map(({ tos, encap }) => [tos, encap?.tos])).toEqual([
		[16, 4],
		[0, 4],
		[252, 8],
		[0, 8],
	]);
});

test("headers of MPLS, segment routing and next hops, by iproute2 6.1 and by 6.4 with its object", () => {
	const rest = '"dev":"d0","protocol":"3","scope":"0","flags":[]';
	const hop = (encap: string) => `{${encap},"gateway":"1.1.1.2","dev":"tun","weight":1,"flags":[]}`;
	const ip = '"encap":"ip","id":100,"src":"0.0.0.0","dst":"192.0.2.8","ttl":5,"tos":4,"key":true';
	const ip6 = '"encap":"ip6","id":9,"src":"::","dst":"2001:db8::1","hoplimit":5,"tc":4';
	const older = [
		`{"type":"1","dst":"10.50.0.0/16","encap":"mpls","dst":"100/200","ttl":9,"gateway":"10.20.0.2",${rest}}`,
		`{"type":"1","dst":"10.52.0.0/16","encap":"seg6","mode":"encap","segs":["2001:db8:20::5","2001:db8:20::6"],${rest}}`,
		`{"type":"1","dst":"10.60.0.0/16","scope":"0","flags":[],"nexthops":[${hop(ip)},${hop(ip6)}]}`,
		`{"type":"1","dst":"10.62.0.0/16","scope":"0","flags":[],"nexthops":[${hop('"encap":"mpls","dst":"100"')}]}`,
		`{"type":"1","dst":"10.63.0.0/16","encap":"seg6","mode":"inline","segs":["2001:db8:20::5","::"],"hmac":"0x7",${rest}}`,
	].join(",");
	const newer = older.replace(/"encap":"(\w+)",(.*?),("gateway"|"dev")/g, '"encap":{"encap_type":"$1",$2},$3');
	expect(newer).not.toBe(older);
	const read = (list: string) => parseRoutes(`family 4\n[${list}]\nfamily 6\n[]\n`);
	expect(read(newer)).toEqual(read(older));
	expect(read(older).map(({ destination, encap, nexthops }) => [destination, encap ?? nexthops?.map((n) => n.encap)])).toEqual([
		["10.50.0.0/16", { type: "mpls", labels: [100, 200], ttl: 9 }],
		["10.52.0.0/16", { type: "seg6", mode: "encap", segments: ["2001:db8:20::5", "2001:db8:20::6"] }],
		[
			"10.60.0.0/16",
			[
				{ type: "ip", id: 100, dst: "192.0.2.8", ttl: 5, tos: 4, key: true },
				{ type: "ip6", id: 9, dst: "2001:db8::1", ttl: 5, tos: 4 },
			],
		],
		["10.62.0.0/16", [{ type: "mpls", labels: [100] }]],
		["10.63.0.0/16", { type: "seg6", mode: "inline", segments: ["2001:db8:20::5"], hmac: "0x7" }],
	]);
});

test("locked metrics, which ip lists as text only, of the route that has them", () => {
	const at = '"dst":"10.37.0.0/16","dev":"d0","protocol":"3","scope":"253","flags":[]';
	const many = '"nexthops":[{"gateway":"10.20.0.2","dev":"d0","weight":1,"flags":[]}]';
	const four = [
		`{"type":"1",${at},"table":"7","metrics":[{"mtu":1400}]}`,
		`{"type":"1",${at},"table":"254","metrics":[{"mtu":1400,"cwnd":10}]}`,
		`{"type":"1",${at},"table":"254","metric":5,"metrics":[{"mtu":1400,"cwnd":20,"advmss":1300}]}`,
		`{"type":"1",${at},"tos":"0x10","table":"254","metrics":[{"mtu":1400}]}`,
		`{"type":"1","dst":"10.39.0.0/16","table":"254","protocol":"3","scope":"0","flags":[],"metrics":[{"mtu":1400}],${many}}`,
	];
	const six = `{"type":"1","dst":"default","gateway":"2001:db8:20::2","dev":"d0","table":"254","protocol":"3","scope":"0","metric":1024,"flags":[],"metrics":[{"mtu":1400}],"pref":"medium"}`;
	const lines = [
		"locked 4 1 10.37.0.0/16 dev d0 table 254 proto 3 scope 253 metric 5 mtu lock 1400 cwnd lock 20 advmss lock 1300 ",
		"locked 4 1 10.37.0.0/16 tos 0x10 dev d0 table 254 proto 3 scope 253 mtu lock 1400 ",
		"locked 4 1 10.39.0.0/16 table 254 proto 3 scope 0 mtu lock 1400 \\\tnexthop via 10.20.0.2 dev d0 weight 1 ",
		"locked 6 1 default via 2001:db8:20::2 dev d0 table 254 proto 3 scope 0 metric 1024 mtu lock 1400 pref medium",
	];
	const routes = parseRoutes(`family 4\n[${four.join(",")}]\nfamily 6\n[${six}]\n${lines.join("\n")}\n`);
	expect(routes.map(({ lockMtu, cwnd, unsupported }) => [lockMtu, cwnd, unsupported])).toEqual([
		[undefined, undefined, undefined],
		[undefined, undefined, ["cwnd without lock"]],
		[true, 20, ["advmss lock"]],
		[true, undefined, undefined],
		[true, undefined, undefined],
		[true, undefined, undefined],
	]);
});

test("routes of all tables and both families, by iproute2 6.1 with its second dst and by 6.4 with its object", () => {
	const text = recorded("routes");
	const newer = text.replace(
		/"encap":"(ip6?)",("id":\d+,"src":"[^"]*","dst":"[^"]*",(?:"ttl":\d+,"tos":\d+|"hoplimit":\d+,"tc":\d+)(?:,"key":true)?(?:,"csum":true)?)/g,
		'"encap":{"encap_type":"$1",$2}',
	);
	expect(newer).not.toBe(text);
	const all = parseRoutes(text);
	expect(parseRoutes(newer)).toEqual(all);
	const at = (destination: string, table = 254) => all.find((r) => r.destination === destination && r.table === table);
	expect(at("2.2.2.11/32")).toMatchObject({
		...{ family: 4, via: "1.1.1.12", dev: "rt0", protocol: 250, metric: 0, type: "unicast", scope: "global" },
		encap: { type: "ip", id: 1001, dst: "172.168.0.1", key: true },
	});
	expect(at("2.2.2.12/32")?.encap).toEqual({
		...{ type: "ip", id: 2000, src: "172.168.0.7", dst: "172.168.0.1", ttl: 9, tos: 4, key: true, csum: true },
	});
	expect(at("2.2.3.0/24")?.encap).toEqual({
		...{ type: "ip6", id: 2001, src: "2001:db8:7::1", dst: "2001:db8:7::2", ttl: 7, tos: 8 },
	});
	expect(at("10.0.0.7/32", 101)).toMatchObject({ dev: "rk0", encap: { type: "ip", dst: "172.168.0.11" } });
	expect(at("default", 77)).toMatchObject({ metric: 50, onlink: true, via: "10.7.0.9" });
	expect(at("default")).toMatchObject({ protocol: 3, src: "10.7.0.1", mtu: 1400 });
	expect(at("default", 101)).toMatchObject({ type: "unreachable", metric: 4278198272 });
	expect(at("10.8.0.0/16")).toMatchObject({
		...{ tos: 16, dev: undefined },
		nexthops: [
			{ via: "10.7.0.8", dev: "rd0", weight: 2 },
			{ via: "10.7.0.9", dev: "rd0", weight: 3 },
		],
	});
	expect(at("10.69.0.0/16", 77)).toMatchObject({ type: "local", scope: "host" });
	expect(at("::/0")).toMatchObject({ family: 6, via: "2001:db8:7::9", metric: 1024 });
	expect(at("2001:db8:66::/48")).toMatchObject({ type: "blackhole" });
	expect(at("10.7.0.0/24")).toMatchObject({ protocol: 2, scope: "link" });
});

test.each([4, 6])("a kernel without IPv%i: the listing is of the other family", (missing) => {
	const of = (name: string) => recorded(name).replace(new RegExp(`^(family ${missing}\\n)\\[.*$`, "m"), "$1");
	const families = [...parseRoutes(of("routes")), ...parseRules(of("rules"))].map(({ family }) => family);
	expect(new Set(families)).toEqual(new Set([missing === 4 ? 6 : 4]));
	expect(families.length).toBeGreaterThan(10);
});

test("rules of both families are read with all of their selectors", () => {
	const all = parseRules(recorded("rules"));
	const at = (priority: number, family = 4) => all.find((r) => r.priority === priority && r.family === family);
	expect(at(100)).toMatchObject({
		...{ from: "10.0.0.0/8", to: "10.1.0.7/32", iif: "rd0", oif: "rt0", fwmark: 16, fwmask: 255, ipproto: "tcp" },
		...{ sport: "80", dport: "1000-2000", table: 77, suppressPrefixlength: 0, protocol: 250, more: [] },
	});
	expect(at(101)).toMatchObject({ not: true, fwmark: 7, fwmask: undefined, table: 101 });
	expect(at(102)).toMatchObject({ goto: 32766, table: undefined });
	expect(at(103)).toMatchObject({ action: "blackhole", from: "10.5.0.0/16" });
	expect(at(104)).toMatchObject({ action: "nop" });
	expect(at(105)).toMatchObject({ action: "prohibit", tos: 16, more: [] });
	expect(at(1000)).toMatchObject({ l3mdev: true, protocol: 2 });
	expect(at(100, 6)).toMatchObject({ from: "2001:db8::/32", action: "unreachable" });
	expect(at(32765)).toMatchObject({ table: 255 });
});

test("the settings of tunnels and VRFs are read", () => {
	const links = parseLinks(recorded("links-tunnels"));
	expect(links.get("red")).toMatchObject({ kind: "vrf", data: { table: 101 } });
	expect(links.get("rt0")).toMatchObject({ kind: "gretap", data: { external: true } });
	expect(links.get("rk0")).toMatchObject({ master: "red", data: { ikey: "0.0.3.232", okey: "0.0.3.232", local: "172.168.0.1" } });
	expect(links.get("rvx")).toMatchObject({
		kind: "vxlan",
		data: { id: 42, link: "rd0", port: 4789, learning: false, df: "set" },
	});
	expect(links.get("rtun")).toMatchObject({ kind: "tun", data: { type: "tun" }, mac: "" });
	expect(links.get("rmv")).toMatchObject({ kind: "macvlan", parent: "rd0" });
});

test("an nft table is read with all that the schema has", () => {
	const found = parseListing(recorded("nft-inet"));
	if (!found) throw new Error("there is a table");
	expect([found.handle, ownerOf(found), [...found.objects]]).toEqual([7, "demo/dev", [["counter c1", []]]]);
	expect(found.sets.get("seen")).toEqual({
		...{ map: false, type: "ipv4_addr", flags: ["dynamic", "timeout"], timeout: "1h", size: 65535, autoMerge: false, more: [] },
		elements: ["10.0.0.8", "10.0.0.9 timeout 30m"],
	});
	expect(found.sets.get("nets")).toMatchObject({ autoMerge: true, more: [], elements: ["10.0.0.0/8", "192.0.2.128/25"] });
	expect(found.sets.get("many")?.elements).toHaveLength(19);
	expect(found.sets.get("noted")?.elements).toEqual(['10.0.0.1 counter comment "first, one"', "10.0.0.2 counter"]);
	expect(found.sets.get("odd")?.type).toBe("typeof ip saddr . tcp dport");
	expect(found.sets.get("by")).toMatchObject({
		...{ map: true, type: "ipv4_addr . inet_service : verdict" },
		elements: ["10.0.0.7 . 22 : jump one", "10.0.0.7 . 80 : accept"],
	});
	expect(found.flowtables.get("fb")).toEqual({ priority: "filter", devices: ["f1", "f2"], offload: false, counter: true });
	expect(found.chains.get("fwd1")).toMatchObject({
		base: { type: "filter", hook: "forward", priority: "filter", policy: "accept", devices: [] },
		rules: [
			{ handle: 15, text: "ip protocol tcp flow add @fb" },
			{ handle: 16, text: "counter" },
			{ handle: 17, text: "ip daddr . tcp dport vmap @by" },
		],
	});
	expect(found.chains.get("one")?.rules[0]).toEqual({
		...{ handle: 19, text: 'tcp dport { 22, 80 } log prefix "a; { b" counter drop' },
	});
	expect(found.chains.get("pre")?.base).toMatchObject({ priority: "dstnat + 5" });
	const early = parseListing(recorded("nft-netdev"));
	expect(["in", "two"].map((name) => early?.chains.get(name)?.base)).toEqual([
		{ type: "filter", hook: "ingress", priority: "filter", policy: "accept", devices: ["f1"] },
		{ type: "filter", hook: "ingress", priority: "filter + 5", policy: "drop", devices: ["f1", "f2"] },
	]);
});

test("different listings of later nft versions give the same table", () => {
	const [text, early] = [recorded("nft-inet"), recorded("nft-netdev")];
	const newer = text
		.replace("size 65535", "size 65535\t# count 2")
		.replace("devices = { f1, f2 }", 'devices = { "f1", "f2" }')
		.replace("flags dynamic,timeout\n", "flags dynamic\n");
	expect(newer).toMatch(/# count 2\n[\s\S]*"f1", "f2"/);
	const [was, is] = [parseListing(text), parseListing(newer)];
	expect(is?.flowtables).toEqual(was?.flowtables);
	expect(is?.chains).toEqual(was?.chains);
	expect(is?.sets.get("seen")).toEqual({ ...was?.sets.get("seen"), flags: ["dynamic"] });
	const noFlags = parseListing(text.replace("\t\tflags dynamic,timeout\n", ""))?.sets.get("seen");
	expect(noFlags && isLive(noFlags)).toBe(true);
	expect(parseListing(early.replace("{ f1, f2 }", '{ "f1", "f2" }'))).toEqual(parseListing(early));
});

test("the flows of a table are read without their counters", () => {
	const flows = parseFlows(recorded("flows"));
	expect(flows.map((f) => [f.cookie, f.priority, f.match, f.idleTimeout, f.hardTimeout])).toEqual([
		["0xabcdef0123456789", 0, "", undefined, undefined],
		["0x7", 32768, "", undefined, undefined],
		["0xc", 14, "in_port=11,dl_vlan=7", undefined, undefined],
		["0xb", 13, "ct_state=+est+trk,ipv6,ipv6_dst=2001:db8::/64", undefined, undefined],
		["0xa", 12, "packet_type=(1,0x894f)", undefined, undefined],
		["0x9", 11, "tcp,in_port=LOCAL,tp_dst=80", undefined, undefined],
		["0x8", 10, "ip,in_port=11,nw_src=10.1.2.0/24", 600, 900],
	]);
	expect(flows.slice(-2).map((f) => f.actions)).toEqual([
		"resubmit(11,3),set_queue:1,output:12,pop_queue,LOCAL",
		"push_vlan:0x8100,set_field:4101->vlan_vid,output:12,NORMAL",
	]);
});

test("flows are read in the normal form of ovs-ofctl", () => {
	expect(parseRendering(recorded("flows-rendered"), "")).toEqual({
		flows: [
			{
				match: "ip,in_port=65000,nw_src=10.1.2.0/24",
				actions: "push_vlan:0x8100,set_field:4101->vlan_vid,output:64999,NORMAL",
			},
			{ match: "tcp,tp_dst=80", actions: "drop" },
			{ match: "", actions: "CONTROLLER:65535" },
			{
				match: "ct_state=+est+trk,ipv6,ipv6_dst=2001:db8::/64",
				actions: "ct(commit,zone=5,exec(set_field:0x1->ct_mark))",
			},
		],
	});
});

test.each([
	["actions", { said: "invalid mac address zz", index: 1, field: "actions" }],
	["match", { said: "10.0.0.0.1: invalid IP address", index: 1, field: "match" }],
	["together", { said: "actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)", index: 1, field: "actions" }],
	["protocol", { said: "ovs-ofctl: no usable protocol" }],
])("flows that are refused: %s", (what, refused) => {
	expect(parseRendering("", recorded(`flows-refused-${what}`))).toEqual({ flows: [], refused });
});
