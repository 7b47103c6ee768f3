import { proposed } from "../support/events";
import { goneInDiff } from "../support/gone";
import { onHost, tryOnHost, until } from "../support/hosts";
import { Lesson } from "../support/lesson";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Tests of examples/policy-routing with packets. The source address at the server shows which route a packet has taken.
const hosts = ["h1", "h2", "h3"];
const [router, client, server] = ["h1", "h2", "h3"];
const lesson = new Lesson("policy-routing");
const p = lesson.project;
let before: string[][];

/** A server that sends each client the client's address. */
const answering = `import socketserver
class Tell(socketserver.BaseRequestHandler):
    def handle(self): self.request.sendall(self.client_address[0].encode())
class Server(socketserver.ThreadingTCPServer): allow_reuse_address = True; daemon_threads = True
import threading
for port in (5222, 5223): threading.Thread(target=Server(("0.0.0.0", port), Tell).serve_forever).start()`;

/** The client's address as the server sees it. */
const seenAs = (port: number, { to = "198.51.100.7", options = "" } = {}) =>
	onHost(client, `nc -w 10 ${options} ${to} ${port} </dev/null`);

const way = async (mark: string) =>
	/dev (\S+)/.exec(await onHost(router, `ip route get 198.51.100.7 ${mark} from 10.4.0.2 iif tun0`))?.[1];

/** Number of pings that reached the server on each route, from counters in an nft table of another owner. */
async function arrived(): Promise<number[]> {
	const listed = await onHost(server, "nft list chain ip theirs c");
	return ["eth0", "up1", "up2"].map((dev) => Number(new RegExp(`"${dev}" .*packets (\\d+)`).exec(listed)?.[1]));
}

const stop = () => tryOnHost(server, "kill $(cat /run/answering.pid); rm -f /run/answering.*");

beforeAll(async () => {
	await Promise.all(hosts.map(cleanHost));
	// Objects of other owners, which must not change.
	await onHost(
		router,
		`nft 'add table ip theirs; add chain ip theirs c; add rule ip theirs c counter'; ip rule add pref 105 fwmark 0x7000 table 101
ip route add 198.51.99.0/24 via 192.0.2.3 proto static; ip route add 198.51.98.0/24 via 192.0.2.3 table 101`,
	);
	await onHost(
		server,
		`nft 'add table ip theirs; add chain ip theirs c { type filter hook prerouting priority -300; }'
for d in eth0 up1 up2; do nft "add rule ip theirs c iifname $d icmp type echo-request ip saddr 203.0.113.0/24 counter"; done`,
	);
	before = await Promise.all(hosts.map(snapshot));
});

afterAll(async () => {
	await stop();
	await lesson.remove();
	await tryOnHost(server, "nft delete table ip theirs");
	await tryOnHost(
		router,
		"nft delete table ip theirs; ip rule del pref 105; ip route del 198.51.99.0/24; ip route del 198.51.98.0/24 table 101",
	);
	await Promise.all(hosts.map(cleanHost));
});

test("the lesson runs as its README prints it", () => lesson.learn());

test("each mark takes its way, by the kernel's own word", async () => {
	const marks = ["", "mark 1", "mark 0x21", "mark 2", "mark 0x10", "mark 0x11", "mark 0x12"];
	expect(await Promise.all(marks.map(way))).toEqual(["eth0", "up1", "up1", "eth0", "up2", "up1", "up2"]);
	expect(await onHost(router, "ip -br addr show floating")).toMatch(
		/203\.0\.113\.10\/32 203\.0\.113\.11\/32 203\.0\.113\.12\/32 203\.0\.113\.13\/32/,
	);
});

test("packets take them: set, or and and of marks, and none", async () => {
	await onHost(server, `cat >/run/answering.py <<'END'\n${answering}\nEND`);
	await onHost(server, "nohup python3 /run/answering.py >/dev/null 2>&1 & echo $! >/run/answering.pid");
	await until("the server listens", async () => (await tryOnHost(server, "ss -ltn | grep -c ':522[23]'")).stdout.trim() === "2");
	expect(await seenAs(5223)).toBe("203.0.113.10");
	expect(await seenAs(5222)).toBe("203.0.113.11");
	expect(await seenAs(5223, { options: "-T 0xb8" })).toBe("203.0.113.12");
	// The packet has both marks, and the service's rule has the higher precedence.
	expect(await seenAs(5222, { options: "-T 0xb8" })).toBe("203.0.113.11");
	// Only the service's digit of the mark is cleared, not the bit beside it.
	expect(await seenAs(5222, { to: "198.51.100.8" })).toBe("203.0.113.10");
	expect(await seenAs(5222, { to: "198.51.100.8", options: "-T 0xb8" })).toBe("203.0.113.12");
	const earlier = await arrived();
	await onHost(client, "ping -qc5 -i0.2 -W2 -Q 0xb8 198.51.100.7; ping -qc3 -i0.2 -W2 198.51.100.7");
	expect((await arrived()).map((n, i) => n - (earlier[i] ?? 0))).toEqual([3, 0, 5]);
	expect(await onHost(router, "nft list chain ip marks pre")).toMatch(/ip dscp ef counter packets (?!0 )\d+/);
	await onHost(server, "ping -qc2 -i0.2 -W2 203.0.113.13");
});

test("a flushed chain, a rule too few and a route to elsewhere are shown, and repaired; packets take their way again", async () => {
	await onHost(
		router,
		`nft flush chain ip marks pre; ip rule del pref 101; ip route replace default via 10.4.1.2 dev up1 table 102 proto 250
ip addr del 203.0.113.12/32 dev floating; sysctl -qw net.ipv4.ip_forward=0`,
	);
	const { output, steps, code } = await p.drift();
	expect(code).not.toBe(0);
	const expected = ["update by-service", "update floating", "update forward", "update marks", "update way2"];
	const repairs = (all: typeof steps) => proposed({ steps: all.filter((s) => !s.type.includes("Reachability")) });
	expect(repairs(steps)).toEqual(expected);
	for (const line of [
		/\+ +\[0\]: "tcp dport 5222 iifname tun0 meta mark set 1"/,
		/\+ +\[2\]: "iifname tun0 ip daddr 198\.51\.100\.8 counter meta mark set meta mark and 0xfffffff0"/,
		goneInDiff,
		/~ dev\s*: "up1" => "up2"/,
		/~ via\s*: "10\.4\.1\.2" => "10\.4\.2\.2"/,
		/"203\.0\.113\.12\/32"/,
		/~ value\s*: "0" => "1"/,
	])
		expect(output).toMatch(line);
	expect(repairs((await p.repair()).steps)).toEqual(expected);
	expect(await seenAs(5222)).toBe("203.0.113.11");
	expect(await seenAs(5223, { options: "-T 0xb8" })).toBe("203.0.113.12");
	const { execs, changes } = await p.up("--expect-no-changes");
	expect([execs, Object.keys(changes)]).toEqual([[], ["same"]]);
});

test("destroy leaves the hosts as they were found, other people's rules, routes and tables among it", async () => {
	await stop();
	expect(await lesson.tearDown()).toEqual([]);
	const after = await Promise.all(hosts.map(snapshot));
	expect(after.map((lines, i) => changed(before[i] ?? [], lines))).toEqual([[], [], []]);
});
