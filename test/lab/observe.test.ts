import { onHost, until } from "../support/hosts";
import { create, createAll, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h3";
const get = (what: string) => onHost(host, `ovs-vsctl ${what}`);
const rows = () => onHost(host, "for t in Mirror sFlow NetFlow QoS Queue; do ovs-vsctl list $t | grep -v ^statistics; done");
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
		["Port", { ...port, name: "a", qos }],
	];
	for (const [kind, args] of wanted) await expect(create(kind, args)).rejects.toThrow("set adopt: true to take it over");
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
		"q is a port of bridge br2: a mirror sees the ports of its own bridge alone",
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

/** What the script on the collector prints, which waits for datagrams there, while two namespaces on the bridge ping each other. */
async function collected(script: string): Promise<string> {
	let ended = false;
	const got = onHost(collector, `python3 - <<'END'\n${script}\nEND`).finally(() => {
		ended = true;
	});
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

/** A NetFlow collector (version 5). It prints each header's engine with the pings' numbers of interfaces, and ends after both directions. */
const netflowOn = (udp: number) => `
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("192.0.2.2", ${udp})); s.settimeout(60)
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
	expect(await collected(netflowOn(2055))).toBe(
		`10.31.0.1 10.31.0.2 2048 5 3 7 ${left} ${right}\n10.31.0.2 10.31.0.1 0 5 3 7 ${right} ${left}`,
	);
	await netflow.update({ ...args, targets: ["192.0.2.2:2056"], engineId: 255 });
	expect(await collected(netflowOn(2056))).toBe("10.31.0.1 10.31.0.2 2048 5 3 255 5 6\n10.31.0.2 10.31.0.1 0 5 3 255 6 5");
	await get("set NetFlow $(ovs-vsctl get Bridge br netflow) active_timeout=-1");
	await repairs(netflow);
	await newRun();
	await netflow.delete();
	expect(await get("list NetFlow; ovs-vsctl get Bridge br netflow")).toBe("[]");
	await Promise.all(made.map((one) => one.delete()));
});
