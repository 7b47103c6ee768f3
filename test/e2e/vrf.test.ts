import { onHost, tryOnHost, until } from "../support/hosts";
import { Lesson } from "../support/lesson";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Tests of examples/vrf with packets: two customers have the same addresses, and one socket answers both.
const hosts = ["h1", "h2", "h3"];
const customers = ["h2", "h3"];
const lesson = new Lesson("vrf");
const p = lesson.project;
let before: string[][];

/** A server that answers each request, by TCP or UDP, with the number of requests so far. */
const answering = `import itertools, socket, socketserver, threading
asked = itertools.count(1)
class Tcp(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.recv(100)  # what is not read when the socket closes turns the answer into a reset
        self.request.sendall(str(next(asked)).encode())
def udp():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IP, 8, 1)  # IP_PKTINFO: the answer leaves by the device that the question came in by
    s.bind(("0.0.0.0", 7000))
    while True:
        _, came, _, peer = s.recvmsg(100, 100)
        s.sendmsg([str(next(asked)).encode()], came, 0, peer)
threading.Thread(target=udp).start()
socketserver.TCPServer.allow_reuse_address = True
socketserver.TCPServer(("0.0.0.0", 7000), Tcp).serve_forever()`;

const ask = async (options = "") =>
	(await Promise.all(customers.map((host) => tryOnHost(host, `echo ? | nc -w 5 ${options} 10.9.0.1 7000`)))).map(
		({ stdout }) => stdout,
	);
const stop = () => tryOnHost("h1", "kill $(cat /run/answering.pid); rm -f /run/answering.*");

beforeAll(async () => {
	await Promise.all(hosts.map(cleanHost));
	// The kernel adds its rule for VRFs with the first VRF, and never removes it. The sysctls of the module stay too.
	await onHost("h1", "ip link add vrf-ever type vrf table 9 && ip link del vrf-ever");
	before = await Promise.all(hosts.map(snapshot));
});

afterAll(async () => {
	await stop();
	await lesson.remove();
	await Promise.all(hosts.map(cleanHost));
});

test("the lesson runs as its README prints it, and a second run has nothing to do", async () => {
	await lesson.learn();
	expect((await p.up("--expect-no-changes")).execs).toEqual([]);
});

test("one socket answers both customers, by TCP and UDP; without the switch it answers none", async () => {
	await onHost(
		"h1",
		`cat >/run/answering.py <<'END'\n${answering}\nEND\nnohup python3 /run/answering.py >/dev/null 2>&1 & echo $! >/run/answering.pid`,
	);
	await until("the service listens", async () => (await tryOnHost("h1", "ss -lntu | grep -c :7000")).stdout.trim() === "2");
	expect((await ask()).sort()).toEqual(["1", "2"]);
	expect((await ask("-u")).sort()).toEqual(["3", "4"]);
	await onHost("h1", "sysctl -qw net.ipv4.tcp_l3mdev_accept=0 net.ipv4.udp_l3mdev_accept=0");
	expect([await ask(), await ask("-u")]).toEqual([
		["", ""],
		["", ""],
	]);
});

test("the same address is another host in each VRF, and no table lends to the other", async () => {
	const counts = () =>
		Promise.all(customers.map(async (host) => Number(await onHost(host, "cat /sys/class/net/tun0/statistics/rx_packets"))));
	for (const [vrf, mine] of [
		["red", 0],
		["blue", 1],
	] as const) {
		const earlier = await counts();
		await onHost("h1", `ping -qc5 -i0.2 -W2 -I ${vrf} 10.9.1.1`);
		const more = (await counts()).map((n, i) => n - (earlier[i] ?? 0));
		expect(more[mine]).toBeGreaterThanOrEqual(5);
		expect(more[1 - mine]).toBeLessThan(5);
		// The main table has a route to this address, but a customer's table has none.
		expect((await tryOnHost("h1", `ip route get vrf ${vrf} 192.0.2.2`)).stderr).toMatch(/no route to host/i);
	}
});

test("drift of the switches, of the rule's place and of a VRF's members is shown and repaired", async () => {
	await onHost(
		"h1",
		"ip rule add pref 0 table local; ip rule del pref 32765 table local; sysctl -qw net.vrf.strict_mode=0; ip link set dev blue0 nomaster",
	);
	const { output, steps } = await p.repair("--diff");
	expect(
		steps.filter((s) => !["same", "refresh"].includes(s.op) && s.name !== "blue" && s.name !== "red").map((s) => s.name),
	).toEqual(expect.arrayContaining(["one-table-per-vrf", "tcp-in-all-vrfs", "udp-in-all-vrfs", "blue0", "blue-far"]));
	expect(output).toMatch(/localRuleLast/);
	expect((await ask()).every((answer) => /^\d+$/.test(answer))).toBe(true);
	expect(await onHost("h1", "sysctl -n net.vrf.strict_mode; ip rule | head -1")).toMatch(/^1\n1000:/);
	// With the sysctl strict_mode, the kernel itself refuses a second VRF with the same table.
	expect((await tryOnHost("h1", "ip link add third type vrf table 101")).code).not.toBe(0);
});

test("destroy leaves the hosts as they were, the local table's rule at its place", async () => {
	await stop();
	expect(await lesson.tearDown()).toEqual([]);
	const after = await Promise.all(hosts.map(snapshot));
	expect(after.map((lines, i) => changed(before[i] ?? [], lines))).toEqual([[], [], []]);
	expect(await onHost("h1", "ip rule | head -1; ip -6 rule | head -1")).toMatch(/^0:.*local\s*\n0:.*local/);
});
