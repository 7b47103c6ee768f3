import { onHost, until } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h3";
const get = (what: string) => onHost(host, `ovs-vsctl ${what}`);
const rows = () =>
	onHost(
		host,
		"for t in Mirror sFlow NetFlow IPFIX Flow_Sample_Collector_Set QoS Queue; do ovs-vsctl list $t | grep -v ^statistics; done",
	);
const port = { host, bridge: "br", type: "internal" };

beforeAll(() => cleanHost(host));
beforeEach(() => newRun());
afterEach(async () => {
	await newRun();
	await cleanHost(host);
});

const theirs = `ovs-vsctl add-br br -- add-port br a -- set Interface a type=internal -- add-port br b -- set Interface b type=internal \
  -- --id=@b get Port b -- --id=@m create Mirror name=span output_port=@b select_all=true snaplen=99 -- add Bridge br mirrors @m \
  -- --id=@s create sFlow 'targets="192.0.2.7:6343"' sampling=5 -- set Bridge br sflow=@s \
  -- --id=@n create NetFlow 'targets="192.0.2.7:2055"' active_timeout=-1 engine_id=9 -- set Bridge br netflow=@n \
  -- --id=@i create IPFIX 'targets="192.0.2.7:4739"' cache_max_flows=0 other_config:else=x -- set Bridge br ipfix=@i \
  -- --id=@j create IPFIX 'targets="192.0.2.7:4740"' -- --id=@br get Bridge br -- create Flow_Sample_Collector_Set id=7 bridge=@br ipfix=@j \
  -- create Flow_Sample_Collector_Set id=8 bridge=@br \
  -- --id=@k create Queue other_config:max-rate=3000000 -- --id=@q create QoS type=linux-htb other_config:max-rate=9000000 queues:2=@k \
  -- set Port a qos=@q`;

test("what is there already is refused; adopted, it is changed, and given back at destroy with the very rows", async () => {
	await onHost(host, theirs);
	const before = await rows();
	const qos = { type: "linux-htb", maxRate: 1_000_000 };
	const wanted: [string, Record<string, unknown>][] = [
		["Mirror", { host, bridge: "br", name: "span", selectSrcPorts: ["a"], outputVlan: 9 }],
		["SFlow", { host, bridge: "br", targets: ["192.0.2.8:6343"], header: 64 }],
		["NetFlow", { host, bridge: "br", targets: ["192.0.2.8:2055"], engineType: 3 }],
		["IPFIX", { host, bridge: "br", targets: ["192.0.2.8"], enableTunnelSampling: false }],
		["IPFIX", { host, bridge: "br", collectorSet: 7, targets: ["192.0.2.8"], virtualObsId: "x" }],
		["Port", { ...port, name: "a", qos }],
	];
	for (const [kind, args] of wanted) await expect(create(kind, args)).rejects.toThrow("Set adopt: true to take it over");
	expect(await rows()).toBe(before);
	await newRun();
	const made = await createAll(wanted.map(([kind, args]) => [kind, { ...args, adopt: true }]));
	expect(await get("get Mirror span output_vlan select_all; ovs-vsctl get QoS $(ovs-vsctl get Port a qos) other_config")).toBe(
		'9\nfalse\n{max-rate="1000000"}',
	);
	await newRun();
	for (const one of made) {
		await one.refresh();
		expect(await one.diff()).toBeUndefined();
	}
	await newRun();
	await Promise.all(made.map((one) => one.delete()));
	expect(await rows()).toBe(before);
});

test("rows of QoS and Queue never stay behind: port or bridge deleted by hand, qos dropped, port made anew", async () => {
	const spare = () =>
		get("--columns=_uuid list QoS | grep -c uuid || true; ovs-vsctl --columns=_uuid list Queue | grep -c uuid || true");
	const qos = { type: "linux-htb", maxRate: 5_000_000, queues: { 0: { maxRate: 1_000_000 }, 3: { dscp: 10 } } };
	const [, p] = (await createAll([
		["Bridge", { host, name: "br" }],
		["Port", { ...port, name: "p", qos }],
	])) as [Made, Made];
	expect(await onHost(host, "tc class show dev p | grep -o 'ceil [^ ]*' | sort -u | xargs")).toBe("ceil 1Mbit ceil 5Mbit");
	await get("clear Port p qos");
	await repairs(p);
	expect(await spare()).toBe("1\n2");
	await get("del-port p");
	await repairs(p);
	expect(await spare()).toBe("1\n2");
	await p.update({ ...port, name: "p", qos: { type: "linux-hfsc", maxRate: 5_000_000 } });
	expect(await spare()).toBe("1\n0");
	expect(await onHost(host, "tc qdisc show dev p")).toContain("hfsc");
	await p.update({ ...port, name: "p", qos });
	await p.update({ ...port, name: "p" });
	expect(await spare()).toBe("0\n0");
	await p.update({ ...port, name: "p", qos });
	await newRun();
	await get("del-br br");
	await p.delete();
	expect(await spare()).toBe("0\n0");
});

test("rows that another port or another bridge has too are left alone", async () => {
	const [br, p, sflow] = (await createAll([
		["Bridge", { host, name: "br" }],
		["Port", { ...port, name: "p", qos: { type: "linux-htb", maxRate: 5_000_000 } }],
		["SFlow", { host, bridge: "br", targets: ["192.0.2.8"], sampling: 7 }],
	])) as [Made, Made, Made];
	await onHost(
		host,
		"ovs-vsctl add-br other -- add-port other o -- set Interface o type=internal -- set Port o qos=$(ovs-vsctl get Port p qos) -- set Bridge other sflow=$(ovs-vsctl get Bridge br sflow)",
	);
	await newRun();
	await p.update({ ...port, name: "p", qos: { type: "linux-htb", maxRate: 1_000_000 } });
	await sflow.update({ host, bridge: "br", targets: ["192.0.2.8"], sampling: 8 });
	const now =
		"ovs-vsctl get QoS $(ovs-vsctl get Port $1 qos) other_config; ovs-vsctl get sFlow $(ovs-vsctl get Bridge $2 sflow) sampling";
	expect(await onHost(host, `set -- o other; ${now}`)).toBe('{max-rate="5000000"}\n7');
	expect(await onHost(host, `set -- p br; ${now}`)).toBe('{max-rate="1000000"}\n8');
	await newRun();
	for (const one of [sflow, p, br]) await one.delete();
	expect(await onHost(host, `set -- o other; ${now}`)).toBe('{max-rate="5000000"}\n7');
});

test("a mirror is made in one batch with its ports, and says when one of them is another bridge's", async () => {
	const [, , , mirror] = (await createAll([
		["Bridge", { host, name: "br" }],
		["Bridge", { host, name: "br2" }],
		["Port", { ...port, name: "p" }],
		["Mirror", { host, bridge: "br", name: "m", selectSrcPorts: ["p"], outputPort: "br" }],
	])) as [Made, Made, Made, Made];
	expect(await get("get Mirror m select_src_port")).toBe(`[${await get("get Port p _uuid")}]`);
	await newRun();
	await create("Port", { ...port, bridge: "br2", name: "q" });
	await expect(mirror.update({ host, bridge: "br", name: "m", selectSrcPorts: ["p", "q"], outputPort: "br" })).rejects.toThrow(
		"q is a port of bridge br2: a mirror can use only the ports of its own bridge",
	);
	await newRun();
	await expect(mirror.update({ host, bridge: "br", name: "m", selectSrcPorts: ["nope"], outputPort: "br" })).rejects.toThrow(
		"it needs OVS port nope",
	);
	await mirror.update({ host, bridge: "br", name: "m", selectSrcPorts: ["p"], outputPort: "br" });
	await newRun();
	await mirror.delete();
	expect(await get("list Mirror")).toBe("");
});

const collector = "h2";

/**
 * What the script on the collector prints, which listens there at this port, while two namespaces on the bridge ping each other.
 * `begin` is called as soon as it listens. `sort`: the option of `ss` for the socket, whose port is the protocol if it is a raw one.
 */
async function collected(
	port: number,
	script: string,
	begin: () => Promise<unknown> = async () => {},
	sort: "-u" | "-w" = "-u",
): Promise<string> {
	let ended = false;
	const got = onHost(collector, `python3 - <<'END'\n${script}\nEND`).finally(() => {
		ended = true;
	});
	await until(
		"the collector listens",
		async () => ended || (await onHost(collector, `ss -Hnl ${sort} 'sport = :${port}'`)) !== "",
		60_000,
	);
	await begin();
	const pings = until(
		"the collector has what it waits for",
		async () => {
			if (!ended) await onHost(host, "ip netns exec left ping -qnc4 -i0.2 10.31.0.2 >/dev/null || true");
			return ended;
		},
		90_000,
	);
	return (await Promise.all([got, pings]))[0];
}

/** The bridge, and on its ports 5 and 6 the namespaces `left` (10.31.0.1) and `right` (10.31.0.2). */
function pair(): Promise<Made[]> {
	const end = (name: string, address: string, ofportRequest: number): [string, Record<string, unknown>][] => [
		["Namespace", { host, name }],
		["Port", { ...port, name: `to-${name}`, ofportRequest, netns: name, addresses: [address] }],
	];
	return createAll([["Bridge", { host, name: "br" }], ...end("left", "10.31.0.1/24", 5), ...end("right", "10.31.0.2/24", 6)]);
}

/**
 * A NetFlow collector (version 5). It prints each header's engine with the pings' numbers of interfaces, and ends after both directions.
 */
const netflowOn = (udp: number) => `
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("192.0.2.2", ${udp})); s.settimeout(90)
wanted = {("10.31.0.1", "10.31.0.2", 0x0800), ("10.31.0.2", "10.31.0.1", 0)}
seen = {}
while seen.keys() != wanted:
    d = s.recv(65535)
    version, count, _, _, _, _, kind, engine, sampling = struct.unpack("!HHIIIIBBH", d[:24])
    assert len(d) == 24 + 48 * count, (len(d), count)
    for at in range(24, len(d), 48):
        source, target, _, into, out, _, _, _, _, _, icmp, _, _, proto = struct.unpack("!4s4sIHHIIIIHHBBB", d[at:at+39])
        key = (socket.inet_ntoa(source), socket.inet_ntoa(target), icmp)
        # The first packet of all may be flooded.
        if proto == 1 and key in wanted and out != 65535:
            seen[key] = (version, kind, engine, into, out)
for key in sorted(seen): print(*key, *seen[key])`;

test("records of the flows that pass arrive at the NetFlow collector, with engine and interfaces as wanted, also after a change", async () => {
	const made = await pair();
	const args = { host, bridge: "br", targets: ["192.0.2.2:2055"], activeTimeout: 1, engineId: 7, engineType: 3 };
	const netflow = await create("NetFlow", { ...args, addIdToInterface: true });
	const [left, right] = [(7 << 9) + 5, (7 << 9) + 6];
	expect(await collected(2055, netflowOn(2055))).toBe(
		`10.31.0.1 10.31.0.2 2048 5 3 7 ${left} ${right}\n10.31.0.2 10.31.0.1 0 5 3 7 ${right} ${left}`,
	);
	await netflow.update({ ...args, targets: ["192.0.2.2:2056"], engineId: 255 });
	expect(await collected(2056, netflowOn(2056))).toBe("10.31.0.1 10.31.0.2 2048 5 3 255 5 6\n10.31.0.2 10.31.0.1 0 5 3 255 6 5");
	await get("set NetFlow $(ovs-vsctl get Bridge br netflow) active_timeout=-1");
	await repairs(netflow);
	await newRun();
	await netflow.delete();
	expect(await get("list NetFlow; ovs-vsctl get Bridge br netflow")).toBe("[]");
	await Promise.all(made.map((one) => one.delete()));
});

/**
 * An IPFIX collector (version 10), which reads records by the templates that come before the first one. Of pings it prints the
 * observation domain and point, the virtual observation id, the addresses and the direction, and ends when it has seen so many such lines.
 */
const ipfixOn = (udp: number, lines: number) => `
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("192.0.2.2", ${udp})); s.settimeout(90)
templates, seen = {}, set()
def fields(body):
    at, found = 4, []
    for _ in range(struct.unpack("!HH", body[:4])[1]):
        field, size = struct.unpack("!HH", body[at:at+4]); at += 4
        if field & 0x8000:
            field = (struct.unpack("!I", body[at:at+4])[0], field & 0x7fff); at += 4
        found.append((field, size))
    return at, found
while len(seen) < ${lines}:
    d = s.recv(65535)
    version, length, _, _, domain = struct.unpack("!HHIII", d[:16])
    assert version == 10 and length == len(d), d[:16]
    at = 16
    while at < length:
        kind, size = struct.unpack("!HH", d[at:at+4]); body = d[at+4:at+size]; at += size
        while kind == 2 and len(body) > 4:
            number = struct.unpack("!H", body[:2])[0]; used, templates[number] = fields(body); body = body[used:]
        if kind in templates:
            values, i = {}, 0
            for field, n in templates[kind]:
                if n == 65535: n = body[i]; i += 1
                values[field] = body[i:i+n]; i += n
            # 4: protocol, 8 and 12: addresses, 61: direction, 138: point; 898 of VMware: virtual observation id.
            if values.get(4) == b"\\x01":
                ends = [socket.inet_ntoa(values[end]) for end in (8, 12)]
                seen.add((domain, struct.unpack("!I", values[138])[0], values.get((6876, 898), b"-").decode(), *ends, values[61][0]))
for line in sorted(seen): print(*line)`;

test("samples arrive at the IPFIX collectors: of all packets from the bridge, of those that a flow hands over from a collector set", async () => {
	const made = await pair();
	const own = { host, bridge: "br", targets: ["192.0.2.2"], sampling: 1, obsDomainId: 5, obsPointId: 6 };
	const set = { host, bridge: "br", collectorSet: 7, targets: ["192.0.2.2:4740"], virtualObsId: "rack 7" };
	const sample = "sample(probability=65535,collector_set_id=7,obs_domain_id=11,obs_point_id=12)";
	const flows = [
		{ priority: 9, match: "icmp,in_port=to-left", actions: `${sample},NORMAL` },
		{ priority: 0, actions: "NORMAL" },
	];
	const ipfixes: Made[] = [];
	const ways = [
		["10.31.0.1 10.31.0.2", "10.31.0.2 10.31.0.1"],
		[0, 1],
	].reduce<string[]>((all, more) => all.flatMap((one) => more.map((next) => `${one} ${next}`)), ["5 6 -"]);
	expect(await collected(4739, ipfixOn(4739, 4), async () => ipfixes.push(await create("IPFIX", own)))).toBe(ways.join("\n"));
	made.push(await create("OpenFlowTable", { host, bridge: "br", name: "sampled", flows }));
	expect(await collected(4740, ipfixOn(4740, 1), async () => ipfixes.push(await create("IPFIX", set)))).toBe(
		"11 12 rack 7 10.31.0.1 10.31.0.2 0",
	);
	const [ofBridge, ofSet] = ipfixes as [Made, Made];
	expect([ofBridge.id, ofSet.id]).toEqual(["h3/IPFIX/br/bridge", "h3/IPFIX/br/7"]);
	await expect(ofBridge.update({ ...own, enableInputSampling: false })).rejects.toThrow(
		/enableInputSampling: Open vSwitch 3\.1\.\d+ ignores false and continues to sample/,
	);
	await newRun();
	await ofBridge.update({ ...own, cacheActiveTimeout: 60, cacheMaxFlows: 1000 });
	await get("set IPFIX $(ovs-vsctl get Bridge br ipfix) sampling=9");
	await repairs(ofBridge);
	await get("clear Flow_Sample_Collector_Set $(ovs-vsctl --bare --columns=_uuid list Flow_Sample_Collector_Set) ipfix");
	await repairs(ofSet);
	await newRun();
	await Promise.all(ipfixes.map((one) => one.delete()));
	expect(await get("list IPFIX; ovs-vsctl list Flow_Sample_Collector_Set; ovs-vsctl get Bridge br ipfix")).toBe("[]");
	await Promise.all(made.map((one) => one.delete()));
});

test("a bridge goes and comes with its collector set, also where somebody deleted it, and stays where a set is another's", async () => {
	const args = { host, bridge: "br", collectorSet: 7, targets: ["192.0.2.2"] };
	const [bridge, ipfix] = (await createAll([
		["Bridge", { host, name: "br" }],
		["IPFIX", args],
	])) as [Made, Made];
	const sets = () => get("--bare --columns=id list Flow_Sample_Collector_Set; ovs-vsctl --bare --columns=name list Bridge");
	expect(await sets()).toBe("7\nbr");
	await get("del-br br");
	expect(await sets()).toBe("7\nbr");
	await newRun();
	// The set is what is left of the resource, which destroy has to remove.
	expect([await bridge.refresh(), await ipfix.refresh()]).toEqual([false, expect.objectContaining({ collectorSet: 7 })]);
	const again: [Made, Made] = await Promise.all([create("Bridge", bridge.args), ipfix.update()]);
	await expectConverged(again);
	await get("del-br br");
	await newRun();
	expect(await again[0].refresh()).toBe(false);
	await ipfix.refresh();
	await ipfix.delete();
	expect(await sets()).toBe("");
	again[0] = await create("Bridge", bridge.args);
	again[1] = await create("IPFIX", args);
	await again[0].replace(bridge.args);
	await again[1].replace(args);
	await expectConverged(again);
	await get("--id=@b get Bridge br -- create Flow_Sample_Collector_Set id=8 bridge=@b");
	await newRun();
	await again[1].delete();
	await expect(again[0].delete()).rejects.toThrow("IPFIX collector sets of it do not belong to this program: 8 (no mark)");
	await get("--all destroy Flow_Sample_Collector_Set");
	await newRun();
	await again[0].delete();
	expect(await sets()).toBe("");
});

/** Prints of each direction of the pings' copies in ERSPAN the protocol of GRE, the session id, and what else the header has. */
const erspanOn = (family: "INET" | "INET6") => `
import socket, struct
s = socket.socket(socket.AF_${family}, socket.SOCK_RAW, 47); s.settimeout(90)
seen = set()
while len(seen) < 2:
    d = s.recv(65535)
    if s.family == socket.AF_INET: d = d[(d[0] & 15) * 4:]
    flags, proto = struct.unpack("!HH", d[:4])
    if proto not in (0x88be, 0x22eb): continue
    # A checksum, a key and a sequence number have 4 bytes each.
    d = d[4 + 4 * bin(flags & 0xb000).count("1"):]
    version, session = d[0] >> 4, struct.unpack("!H", d[2:4])[0] & 0x3ff
    if proto == 0x88be:
        own, d = (version, struct.unpack("!I", d[4:8])[0] & 0xfffff), d[8:]
    else:
        bits = struct.unpack("!H", d[10:12])[0]
        own, d = (version, bits >> 3 & 1, bits >> 4 & 63), d[12:]
    if d[12:14] == b"\\x08\\x00" and d[23] == 1:
        seen.add((hex(proto), session, *own, socket.inet_ntoa(d[26:30]), socket.inet_ntoa(d[30:34])))
for line in sorted(seen): print(*line)`;

test("copies of packets arrive at a collector in ERSPAN of both versions, over IPv4 and IPv6, and as flows say", async () => {
	const made = await pair();
	const ways = ["10.31.0.1 10.31.0.2", "10.31.0.2 10.31.0.1"];
	const args = { host, bridge: "br", name: "copies", type: "erspan" };
	const erspan = (family: "INET" | "INET6", begin?: () => Promise<unknown>) => collected(47, erspanOn(family), begin, "-w");
	const both = (header: string) => ways.map((way) => `${header} ${way}`).join("\n");
	const mirror: [string, Record<string, unknown>] = [
		"Mirror",
		{ host, bridge: "br", name: "m", selectAll: true, outputPort: "copies" },
	];
	// The collector's own bridge has the other end, which takes the header off.
	await newRun();
	const there = (await createAll([
		["Bridge", { host: collector, name: "watch" }],
		["Tunnel", { ...args, host: collector, bridge: "watch", remoteIp: "192.0.2.3", key: 1023, erspanVersion: 1 }],
	])) as Made[];
	const first = { ...args, remoteIp: "192.0.2.2", key: 1023, erspanVersion: 1, erspanIndex: 0xabcde };
	const all: Made[] = [];
	const copy = async () => all.push(...(await createAll([["Tunnel", first], mirror])));
	expect(await erspan("INET", copy)).toBe(both("0x88be 1023 1 703710"));
	const [tunnel, mirrored] = all as [Made, Made];
	expect(await get("get Interface copies options")).toBe('{erspan_idx=abcde, erspan_ver="1", key="1023", remote_ip="192.0.2.2"}');
	await expectConverged([...all, ...there]);
	await until("the frames come out of the other end", async () => {
		await onHost(host, "ip netns exec left ping -qnc2 -i0.2 10.31.0.2 >/dev/null || true");
		return /rx pkts=[1-9]/.test(await onHost(collector, "ovs-ofctl dump-ports watch copies"));
	});
	await get("set Interface copies options:erspan_idx=10 options:erspan_dir=1");
	await repairs(tunnel);
	expect(await get("get Interface copies options")).toBe('{erspan_idx=abcde, erspan_ver="1", key="1023", remote_ip="192.0.2.2"}');
	// The same index in another form is no drift.
	await get("set Interface copies options:erspan_idx=0x0ABCDE");
	await expectConverged([tunnel]);
	await newRun();
	const second = { ...args, remoteIp: "192.0.2.2", key: 5, erspanVersion: 2, erspanDirection: "egress", erspanHardwareId: 0x2a };
	await tunnel.update(second);
	expect(await get("get Interface copies options")).toBe(
		'{erspan_dir="1", erspan_hwid="2a", erspan_ver="2", key="5", remote_ip="192.0.2.2"}',
	);
	expect(await erspan("INET")).toBe(both("0x22eb 5 2 1 42"));
	await expectConverged(all);
	await onHost(host, "ip addr add 2001:db8:47::3/64 dev eth0 nodad");
	await onHost(collector, "ip addr add 2001:db8:47::2/64 dev eth0 nodad");
	try {
		await newRun();
		await tunnel.update({ ...second, remoteIp: "2001:db8:47::2", erspanDirection: "ingress", erspanHardwareId: 0 });
		expect(await get("get Interface copies type options")).toBe(
			'ip6erspan\n{erspan_ver="2", key="5", remote_ip="2001:db8:47::2"}',
		);
		expect(await erspan("INET6")).toBe(both("0x22eb 5 2 0 0"));
		await expectConverged(all);
	} finally {
		await onHost(host, "ip addr del 2001:db8:47::3/64 dev eth0");
		await onHost(collector, "ip addr del 2001:db8:47::2/64 dev eth0");
	}
	await newRun();
	await mirrored.delete();
	await tunnel.update({ ...args, remoteIp: "flow", key: "flow", erspanVersion: "flow" });
	const header = [
		["192.0.2.2", "tun_dst"],
		["9", "tun_id"],
		["2", "tun_erspan_ver"],
		["1", "tun_erspan_dir"],
		["7", "tun_erspan_hwid"],
	].map(([value, field]) => `set_field:${value}->${field}`);
	const flows = [
		{ priority: 9, match: "icmp", actions: [...header, "output:copies", "NORMAL"].join(",") },
		{ priority: 0, actions: "NORMAL" },
	];
	made.push(await create("OpenFlowTable", { host, bridge: "br", name: "copied", flows }));
	expect(await erspan("INET")).toBe(both("0x22eb 9 2 1 7"));
	await expectConverged([tunnel]);
	await deleteAll([tunnel, ...made, ...there]);
	for (const one of [host, collector]) expect(await onHost(one, "ovs-vsctl show | grep -E 'Bridge|Port' || true")).toBe("");
	expect(await onHost(host, "ip -br link | grep -c _sys || true")).toBe("0");
});
