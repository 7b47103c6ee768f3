import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "ssh2";
import { labDown, labExec, labRestart, labUp } from "../../lab";
import { cli, run, useOwnLab } from "./support";

const folder = useOwnLab("hosts");
const file = join(folder, "..", "test-topology-gateway.json");
const underlay = { cl: "172.168.0.7", t1: "172.168.0.11", t2: "172.168.0.12", gw: "172.168.0.1" };

beforeAll(async () => {
	await labDown();
	const hosts = Object.entries(underlay).map(([name, ip]) => ({ name, underlay: [`${ip}/24`] }));
	hosts[0]?.underlay.push("fd00::7/64");
	writeFileSync(file, JSON.stringify({ hosts }));
	await labUp({ topology: file });
});
afterAll(async () => {
	await labDown();
	rmSync(folder, { recursive: true, force: true });
	rmSync(file);
});

const sh = async (host: string, script: string) => {
	const { code, stdout, stderr } = await labExec(host, script);
	if (code !== 0) throw new Error(`${host}: ${script}: ${code}\n${stdout}${stderr}`);
	return stdout;
};

test("a topology's hosts have their names and addresses and reach each other by name", async () => {
	for (const [name, ip] of Object.entries(underlay)) {
		expect(await sh(name, "hostname; cat /etc/hostname")).toBe(`${name}\n${name}\n`);
		expect(await sh(name, "ip -br -4 addr show eth0")).toContain(`${ip}/24`);
	}
	expect(await sh("cl", "ip -br addr show eth0; ip -br addr show mgmt0")).toMatch(/fd00::7\/64[\s\S]*10\.255\.0\.11\/24/);
	await sh("cl", "for h in t1 t2 gw; do ping -c1 -W2 $h || exit 1; done");
});

test("hosts have separate links, disks, processes and databases", async () => {
	await sh("t1", "ip link add dev only type dummy; touch /etc/only; ovs-vsctl add-br br-only");
	expect(
		await sh("t2", "ip -br link show type dummy; ls /etc | grep only; ovs-vsctl list-br; ip -br link show type gretap"),
	).toBe("");
	expect(await sh("t1", "ps -e -o comm= | sort | uniq -c | grep -c ovs-vswitchd; ls /run/openvswitch")).toMatch(
		/^1\n[\s\S]*ovs-vswitchd\.pid[\s\S]*/,
	);
	// The first GRE tunnel of one host puts nothing into the others, though they share the kernel.
	await sh("t1", "ip link add dev gre-only type gretap external");
	expect(await sh("t2", "ip -br link")).not.toMatch(/gre|erspan/);
	await sh("t1", "ip link del dev gre-only; ip link del dev only; ovs-vsctl del-br br-only");
});

test("Open vSwitch has threads for packets from the first moment on", async () => {
	// ovs-vswitchd 3.1 counts no CPU while its clock shows less than 10 s.
	for (const host of ["t1", "t2"]) {
		await sh(host, "ovs-vsctl add-br br-first -- del-br br-first");
		expect(await sh(host, "grep -c 'n-handler-threads to 0' /var/log/openvswitch/ovs-vswitchd.log || true")).toBe("0\n");
	}
});

test.each([["vxlan"], ["gre"], ["geneve"]])("Open vSwitch's kernel datapath carries frames over %s", async (type) => {
	const end = (own: string, peer: keyof typeof underlay) =>
		`ovs-vsctl add-br br0 -- add-port br0 tun -- set Interface tun type=${type} options:remote_ip=${underlay[peer]} options:key=5 &&
		ip addr add ${own}/24 dev br0 && ip link set br0 up`;
	await Promise.all([sh("t1", end("10.1.0.1", "t2")), sh("t2", end("10.1.0.2", "t1"))]);
	await sh("t1", "ping -c3 -i0.2 -W2 10.1.0.2");
	expect(await sh("t1", "ovs-appctl dpctl/show; ovs-vsctl get Interface tun error")).toMatch(/^system@ovs-system[\s\S]*\[\]\n$/);
	await Promise.all([sh("t1", "ovs-vsctl del-br br0"), sh("t2", "ovs-vsctl del-br br0")]);
});

test.each([
	["vrf", "ip link add dev x type vrf table 101"],
	[
		"802.1Q and 802.1ad",
		"ip link add link eth0 name x type vlan id 5; ip link add link eth0 name y type vlan proto 802.1ad id 6",
	],
	["tap", "ip tuntap add dev x mode tap"],
	["macvlan", "ip link add link eth0 name x type macvlan mode bridge"],
	["ifb and ipip", "ip link add dev x type ifb; ip link add dev y type ipip local 172.168.0.1 remote 172.168.0.7"],
	["ip6gretap", "ip link add dev x type ip6gretap local fd00::1 remote fd00::7"],
	[
		"htb, police",
		"ip link add dev x type dummy; tc qdisc add dev x root handle 1: htb && tc qdisc add dev x clsact && tc filter add dev x ingress matchall action police rate 1mbit burst 10k drop",
	],
	[
		"hfsc, u32",
		"ip link add dev x type dummy; tc qdisc add dev x root hfsc && tc qdisc add dev x ingress && tc filter add dev x ingress protocol ip u32 match ip dst 1.2.3.4/32 action drop",
	],
	["netem", "ip link add dev x type dummy; tc qdisc add dev x root netem delay 10ms"],
	[
		"flow offload",
		"nft -f - <<'X'\ntable inet x {\nflowtable f { hook ingress priority 0; devices = { eth0 }; }\nchain c { type filter hook forward priority 0; ip protocol tcp flow add @f; }\n}\nX\nnft delete table inet x",
	],
	[
		"network namespaces",
		"ip netns add x && ip netns exec x ip link set lo up && ip netns exec x ping -c1 127.0.0.1 && ip netns del x",
	],
	["sysctl", "sysctl -w net.ipv4.ip_forward=1"],
])("the kernel has %s", async (_name, script) => {
	await sh("gw", `set -e; ${script}`);
	await labExec("gw", "for d in x y; do ip link del dev $d; done");
});

test("restart is a reboot: disk and database stay, addresses, links and tables go", async () => {
	await sh(
		"t2",
		"ovs-vsctl add-br br-kept; touch /etc/kept; ip addr add 10.9.9.9/24 dev eth0; ip link add dev gone type dummy; nft add table ip gone",
	);
	await labRestart("t2");
	expect(await sh("t2", "ovs-vsctl list-br; ls /etc/kept; ip -br link show br-kept")).toMatch(/^br-kept\n\/etc\/kept\nbr-kept/);
	expect(await sh("t2", "nft list tables; ip -br addr | grep 10.9.9.9; ip -br link show type dummy")).toBe("");
	await sh("t2", "ping -c1 -W2 gw; ovs-vsctl del-br br-kept");
	expect(await cli(["lab", "restart", "t2"])).toMatchObject({ code: 0 });
	expect((await cli(["lab", "restart", "lab"])).stderr).toContain("is the VM itself");
});

test("Open vSwitch's daemon can be stopped and started on a host", async () => {
	await sh("t2", "lab-ovs stop");
	expect(await labExec("t2", "ovs-vsctl --timeout=1 add-br br-late")).toMatchObject({ code: expect.any(Number) });
	await sh(
		"t2",
		"lab-ovs start; ovs-vsctl --timeout=10 --may-exist add-br br-late; ip -br link show br-late; ovs-vsctl del-br br-late",
	);
	const ctl = "/usr/share/openvswitch/scripts/ovs-ctl --no-ovsdb-server --system-id=t2";
	await sh("t2", `${ctl} stop && ! pidof ovs-vswitchd && ${ctl} start && ${ctl} status`);
});

test("exec passes every word literally and gives back the exit code", async () => {
	const words = ['"; reboot"', "$(id)", "`id`", "it's", '"', "a\nb", "\\", "*", "", " x ", "ü☃", "--", "-n", "!", "~", "#"];
	const printed = await cli(["lab", "exec", "cl", "--", "printf", "%s|", ...words]);
	expect(printed).toEqual({ code: 0, stdout: words.map((w) => `${w}|`).join(""), stderr: "" });
	expect((await labExec("cl", ["printf", "%s|", ...words])).stdout).toBe(printed.stdout);
	expect(await cli(["lab", "exec", "cl", "--", "sh", "-c", "echo out; echo err >&2; exit 7"])).toEqual({
		code: 7,
		stdout: "out\n",
		stderr: "err\n",
	});
	expect(await labExec("cl", ["cat"], { stdin: "ünï\n" })).toEqual({ code: 0, stdout: "ünï\n", stderr: "" });
	expect((await labExec("cl", "kill -9 $$")).code).not.toBe(0);
	await expect(labExec("cl", ["sleep", "5"], { timeoutMs: 300 })).rejects.toThrow("did not end within 0.3 s");
	expect((await cli(["lab", "exec", "nope", "--", "true"])).stderr).toBe(
		'pulumi-ovs: The lab has no host "nope"; it has lab, cl, t1, t2, gw.\n',
	);
});

test("many commands at once on one host", async () => {
	const results = await Promise.all(Array.from({ length: 30 }, (_, i) => labExec("cl", ["echo", `${i}`])));
	expect(results.map((r) => r.stdout)).toEqual(Array.from({ length: 30 }, (_, i) => `${i}\n`));
});

test("accounts: ops has sudo, pat has it with the password, guest has none", async () => {
	const as = (user: string, script: string) => labExec("cl", script, { user });
	expect((await as("ops", "sudo -n id -u")).stdout).toBe("0\n");
	expect((await as("pat", "sudo -n id -u")).code).not.toBe(0);
	expect((await as("pat", "echo lab-password | sudo -S id -u")).stdout).toBe("0\n");
	expect((await as("guest", "echo lab-password | sudo -S id -u")).code).not.toBe(0);
	const { ports } = await labUp();
	const byPassword = (username: string) =>
		new Promise<boolean>((resolve) => {
			const client = new Client();
			client
				.on("ready", () => resolve(true))
				.on("error", () => resolve(false))
				.on("close", () => resolve(false));
			client.on("ready", () => client.end());
			client.connect({ host: "127.0.0.1", port: ports.cl, username, password: "lab-password" });
		});
	expect(await byPassword("pat")).toBe(true);
	expect(await byPassword("ops")).toBe(false);
});

test("sshd has a stock server's limits, and nothing in the lab reaches outside", async () => {
	expect(
		await sh("cl", "/usr/sbin/sshd -T -C user=root | grep -E '^(maxsessions|maxstartups|allowtcp|allowstream)' | sort"),
	).toBe("allowstreamlocalforwarding yes\nallowtcpforwarding yes\nmaxsessions 10\nmaxstartups 10:30:100\n");
	const { pid } = await labUp();
	const listening = (await run("ss", ["-Htlnp"])).stdout.split("\n").filter((line) => line.includes(`pid=${pid},`));
	expect(listening).toHaveLength(5);
	for (const line of listening) expect(line).toContain("127.0.0.1:");
	await sh("cl", "ip route add default via 10.255.0.2; ! ping -c1 -W1 1.1.1.1; ! nc -z -w1 10.255.0.2 22; ip route del default");
});
