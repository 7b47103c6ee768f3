import { proposed } from "../support/events";
import { onHost, until } from "../support/hosts";
import { Lesson } from "../support/lesson";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Tests of examples/observe with packets: frames of the mirror, datagrams at the collector, and rates with limits.
const hosts = ["h1", "h2"];
const [host, collector] = ["h1", "h2"];
const lesson = new Lesson("observe");
const p = lesson.project;
let before: string[][];

const get = (what: string) => onHost(host, `ovs-vsctl ${what}`);

/** Drift that is repaired. The last one is followed by a refresh. */
const drifts = (script: string, expected: Record<string, RegExp[]>) => p.drifts(host, script, expected);

beforeAll(async () => {
	await Promise.all(hosts.map(cleanHost));
	before = await Promise.all(hosts.map(snapshot));
});

afterAll(async () => {
	await lesson.remove();
	await Promise.all(hosts.map(cleanHost));
});

test("the lesson runs as its README prints it", () => lesson.learn());

test("a second up has nothing to do and asks no host", async () => {
	// Creates a mirror of another owner, which must not change.
	await get(
		`add-port br-watch theirs -- set Interface theirs type=internal -- --id=@o get Port theirs -- --id=@m create Mirror name=theirs output_port=@o select_all=true -- add Bridge br-watch mirrors @m`,
	);
	expect((await p.up("--expect-no-changes")).execs).toEqual([]);
});

/**
 * The addresses of ICMP packets that a device receives while the client pings the bystander and then the server.
 * A change of a mirror makes the bridge forget learned addresses, and frames to unknown addresses go to all ports. So each
 * address must be learned first, and older flows be removed from the datapath.
 */
async function seenOn(device: string): Promise<string[]> {
	return onHost(
		host,
		`ovs-appctl fdb/flush br-watch >/dev/null; ip netns exec client ping -qc1 10.30.0.3 >/dev/null; ip netns exec client ping -qc1 10.30.0.1 >/dev/null
ovs-appctl revalidator/purge; f=$(mktemp); tcpdump -Uni ${device} -w $f.pcap icmp >/dev/null 2>$f & p=$!; trap "kill $p" EXIT
n=0; until grep -q listening $f; do sleep 0.1; n=$((n+1)); [ $n -lt 100 ]; done
ip netns exec client ping -qc3 -i0.2 10.30.0.3 >/dev/null; ip netns exec client ping -qc3 -i0.2 10.30.0.1 >/dev/null
n=0; until [ $(tcpdump -nr $f.pcap 2>/dev/null | grep -c '10.30.0.1.*seq 3,') -ge 2 ]; do sleep 0.1; n=$((n+1)); [ $n -lt 100 ]; done
tcpdump -nr $f.pcap 2>/dev/null | awk '{print $3, $5}'; rm -f $f $f.pcap`,
	).then((out) => out.split("\n"));
}

const pings = (from: string, to: string) => Array.from({ length: 3 }, () => [`${from} ${to}:`, `${to} ${from}:`]).flat();

test("the mirror's output port sees each packet of the server once, and nothing of the others", async () => {
	expect(await seenOn("span0")).toEqual(pings("10.30.0.2", "10.30.0.1"));
});

/**
 * An sFlow collector. It prints the agent, the sampling rate and the longest header, and ends after counters and a sample of a long packet.
 */
const listen = `
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("192.168.254.2", 6343)); s.settimeout(60)
flow = counters = None
while not (flow and counters):
    d = s.recv(65535); version, kind = struct.unpack("!II", d[:8]); agent = socket.inet_ntoa(d[8:12])
    count, at = struct.unpack("!I", d[24:28])[0], 28
    for _ in range(count):
        form, size = struct.unpack("!II", d[at:at+8]); body = d[at+8:at+8+size]; at += 8 + size
        if form == 2: counters = True
        if form == 1:
            rate, records, r = struct.unpack("!I", body[8:12])[0], struct.unpack("!I", body[28:32])[0], 32
            for _ in range(records):
                f, n = struct.unpack("!II", body[r:r+8])
                if f == 1 and struct.unpack("!I", body[r+20:r+24])[0] >= 128:
                    flow = (version, agent, rate, struct.unpack("!I", body[r+20:r+24])[0])
                r += 8 + n
print(*flow)`;

test("samples and counters arrive at the collector, as the agent, rate and header say", async () => {
	const got = onHost(collector, `python3 -c '${listen}'`);
	const traffic = until(
		"the collector has what it waits for",
		async () => {
			await onHost(host, "ip netns exec client ping -qfc 500 -s 1000 10.30.0.3 >/dev/null");
			return Promise.race([got.then(() => true), new Promise<false>((done) => setTimeout(() => done(false), 10))]);
		},
		80_000,
	);
	expect(await got).toBe("5 192.0.2.1 64 128");
	await traffic;
});

/** The median rate and the highest one of the seconds of a measurement, in Mbit/s. */
async function megabits(to: string, at: string, ...options: string[]): Promise<{ median: number; highest: number }> {
	const out = await onHost(
		host,
		`ip netns exec ${to} iperf3 -s -J -1 >/dev/null & p=$!
n=0; until ip netns exec ${to} ss -ltn | grep -q :5201; do sleep 0.1; n=$((n+1)); [ $n -lt 100 ]; done
ip netns exec client iperf3 -J -t 6 --get-server-output -c ${at} ${options.join(" ")}; wait $p`,
	);
	// Rates per second at the server.
	const { intervals } = JSON.parse(out).server_output_json;
	const rates: number[] = intervals
		.map((i: { sum: { bits_per_second: number } }) => i.sum.bits_per_second / 1e6)
		.sort((a: number, b: number) => a - b);
	return { median: rates[Math.floor(rates.length / 2)] ?? 0, highest: rates.at(-1) ?? 0 };
}

/** No measurement exceeds the rate. One reaches it in some second: on a busy machine, the sender does not get there each time. */
async function holds(wanted: number, name: string, ...measured: Parameters<typeof megabits>): Promise<void> {
	await until(
		`${name} lets ${wanted} Mbit/s through`,
		async () => {
			const { median, highest } = await megabits(...measured);
			process.stdout.write(`${name}: ${median.toFixed(2)}, at most ${highest.toFixed(2)}, of ${wanted} Mbit/s\n`);
			expect(median).toBeLessThan(wanted * 1.15);
			return highest > wanted * 0.85;
		},
		120_000,
	);
}

test("linux-htb holds what goes to the server at its rate, within 15 percent", async () => {
	await holds(2, "htb", "server", "10.30.0.1", "-u", "-b", "4M");
});

test("policing holds what comes from the client at its rate, within 15 percent", async () => {
	await holds(20, "policing", "bystander", "10.30.0.3", "-u", "-b", "60M");
});

test("drift of each object is named property by property and repaired", async () => {
	await drifts(
		`q=$(ovs-vsctl get Port to-server qos); k=$(ovs-vsctl get QoS $q queues:1)
ovs-vsctl set Mirror server-traffic select_all=true select_vlan=5,6 snaplen=99 'select_dst_port=[]' \
  -- set sFlow $(ovs-vsctl get Bridge br-watch sflow) header=64 sampling=1 'polling=[]' agent=mgmt0 'targets="192.0.2.66:6343"' \
  -- set QoS $q type=linux-hfsc other_config:max-rate=1000 other_config:odd=1 -- set Queue $k other_config:priority=9 dscp=10 \
  -- set Interface to-client ingress_policing_rate=1 ingress_policing_burst=0`,
		{
			"update server-traffic": [
				/- selectAll\s*: true/,
				/- selectVlans\s*: \[/,
				/- snaplen\s*: 99/,
				/\+ selectDstPorts\s*: \[\s+\+\s+\[0\]: "to-server"/,
			],
			"update samples": [
				...[/~ header\s*: 64 => 128/, /~ sampling\s*: 1 => 64/, /\+ polling\s*: 10/, /~ agent\s*: "mgmt0" => "eth0"/],
				/"192\.0\.2\.66:6343" => "192\.168\.254\.2:6343"/,
			],
			"update to-server": [
				...[/~ type\s*: "linux-hfsc" => "linux-htb"/, /~ maxRate\s*: 1000 => 2000000/, /odd: "1"/],
				...[/- dscp\s*: 10/, /~ priority: 9 => 1/],
			],
			"update to-client": [/~ ingressPolicingRate\s*: 1 => 20000/, /\+ ingressPolicingBurst\s*: 2000/],
		},
	);
});

test("ports that come and go: OVSDB takes them out of the mirror, a refresh shows it, and the repair puts them back", async () => {
	await drifts("ovs-vsctl del-port span0 -- del-port to-server", {
		"create span0": [],
		// The rows in QoS and Queue are what remains of the resource.
		"update to-server": [/\+ bridge\s*: "br-watch"/],
		"update server-traffic": [/\+ outputPort\s*: "span0"/, /\+ selectSrcPorts\s*: \[/, /\+ selectDstPorts\s*: \[/],
	});
	expect(await get("--columns=_uuid list QoS | grep -c uuid; ovs-vsctl --columns=_uuid list Queue | grep -c uuid")).toBe("1\n2");
	await drifts(
		"ovs-vsctl clear Bridge br-watch sflow -- clear Port to-server qos -- remove Bridge br-watch mirrors $(ovs-vsctl get Mirror server-traffic _uuid)",
		{
			"create samples": [],
			"create server-traffic": [],
			"update to-server": [/\+ qos/],
		},
	);
	expect(await seenOn("span0")).toEqual(pings("10.30.0.2", "10.30.0.1"));
});

test("a replaced port is back in the mirror in the same up, and has its QoS", async () => {
	const urns = [...p.resources().values()].filter((r) => /::(span0|to-server)$/.test(r.urn) && r.type.endsWith(":Port"));
	const { changes } = await p.up(...urns.flatMap(({ urn }) => ["--replace", urn]));
	expect(changes.replace).toBe(2);
	const seen = await p.drift();
	expect([proposed(seen), seen.code]).toEqual([[], 0]);
	expect(await get("get Mirror theirs select_all; ovs-vsctl --columns=name list Mirror | grep -c name")).toBe("true\n2");
	expect(await onHost(host, "tc class show dev to-server")).toMatch(/ceil 2Mbit/);
});

test("destroy leaves no row, and somebody else's mirror keeps its bridge", async () => {
	const refused = await p.run(["destroy", "--yes", "--skip-preview"]);
	expect(refused.code).not.toBe(0);
	expect(refused.output).toMatch(/br-watch\): .*ports on it do not belong to this program: theirs \(no mark\)/);
	expect(await get("--columns=name list Mirror | grep name")).toMatch(/: theirs$/);
	await get("remove Bridge br-watch mirrors $(ovs-vsctl get Mirror theirs _uuid) -- del-port theirs");
	expect(await lesson.tearDown()).toEqual([]);
	const after = await Promise.all(hosts.map(snapshot));
	expect(after.map((lines, i) => changed(before[i] ?? [], lines))).toEqual([[], []]);
});
