import { proposed } from "../support/events";
import { onHost, tryOnHost } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// The bridge takes over mgmt0, by which the SSH connection of the program and of the tests comes in.
const host = "h3";
const p = new Project("uplink");
let own = "";
let before: string[];

const bridge = (args = "") => `new ovs.Bridge("br-mg", { host: "${host}", uplink: { nic: "mgmt0" }, ${args} });`;

/** Everything that a NIC may have: attributes of addresses, and routes of both families in several tables. */
const setUp = `
ip addr add 10.99.1.1/24 brd 10.99.1.255 label mgmt0:web dev mgmt0
ip addr add 10.99.1.2/24 dev mgmt0
ip addr add 10.98.0.1 peer 10.98.0.2/32 dev mgmt0
ip addr add 10.97.0.1/24 noprefixroute dev mgmt0
ip addr add 10.96.0.1/24 metric 77 valid_lft 9000 preferred_lft 8000 dev mgmt0
ip addr add 2001:db8:99::1/64 nodad dev mgmt0
ip addr change 2001:db8:99::1/64 dev mgmt0
ip route add 10.97.0.0/24 dev mgmt0 proto kernel scope link src 10.97.0.1 metric 100
ip route add default via 10.99.1.254 dev mgmt0 metric 5000
ip route add 10.95.0.0/16 via 10.99.1.253 dev mgmt0 table 77 mtu 1400 src 10.99.1.1
ip route add 10.94.0.0/16 metric 9 nexthop via 10.99.1.253 dev mgmt0 weight 2 nexthop via 192.0.2.254 dev eth0 weight 1
ip -6 route add 2001:db8:a::/48 via 2001:db8:99::fe dev mgmt0 metric 9 src 2001:db8:99::1
ip -6 route add default via fe80::1 dev mgmt0 table 77 metric 1024 proto ra expires 7000 pref high`;

/** Restores the NIC in one go, although this cuts the connection that the script came by. */
const giveBack = () => `ovs-vsctl --timeout=20 --if-exists del-br br-mg
ip addr replace ${own} dev mgmt0
ip addr del 10.98.0.1 peer 10.98.0.2/32 dev mgmt0
for a in 10.99.7.1 10.99.1.2 10.99.1.1 10.97.0.1 10.96.0.1; do ip addr del $a/24 dev mgmt0; done
ip -6 addr flush dev mgmt0 scope global
for f in 4 6; do ip -$f route flush table 77; ip -$f route flush dev mgmt0 proto boot; done
ip route del 10.94.0.0/16; ip route del 10.97.0.0/24 metric 100
ip link set dev mgmt0 up
sysctl -qw net.ipv6.conf.default.disable_ipv6=0`;

const detached = (script: string) => `setsid sh -c '${script}' </dev/null >/dev/null 2>&1 &`;

/** The host gives the NIC its address back by itself if no test has begun for five minutes. */
const armRevert = () =>
	`${detached(`trap "" HUP PIPE; while [ -n "$(find /run/uplink-test -mmin -5 2>/dev/null)" ]; do sleep 1; done; [ ! -e /run/uplink-test ] || { rm -f /run/uplink-test; ${giveBack()}; }`)}`;

/** The lines of a snapshot without lifetimes, which pass, and without what a bridge leaves in the kernel. */
const settled = (lines: string[]) => lines.map((line) => line.replaceAll(/\b\d+sec\b/g, "some sec"));

const addresses = (device: string) =>
	onHost(host, `ip -o addr show dev ${device} scope global | sed 's/^[0-9]*: *//; s/ *\\\\.*//'`);

beforeAll(async () => {
	await cleanHost(host);
	own = await onHost(host, "ip -o -4 addr show dev mgmt0 | awk '{print $4}'");
	await onHost(host, `touch /run/uplink-test\n${armRevert()}\n${setUp}`);
	before = settled(await snapshot(host));
});

beforeEach(() => onHost(host, "touch /run/uplink-test"));

afterAll(async () => {
	await tryOnHost(host, `trap '' HUP PIPE\n${giveBack()}\nrm -f /run/uplink-test`);
	p.remove();
	await cleanHost(host);
});

test("a refused move leaves everything as it was, although the connection comes in by the NIC", async () => {
	// The bridge's new device then refuses IPv6 addresses, after the IPv4 ones have moved.
	await onHost(host, "sysctl -qw net.ipv6.conf.default.disable_ipv6=1");
	p.program(bridge());
	const refused = await p.run(["up", "--yes", "--skip-preview"]);
	expect(refused.code).not.toBe(0);
	expect(refused.output).toMatch(/br-mg .*the change was undone/);
	await onHost(host, "sysctl -qw net.ipv6.conf.default.disable_ipv6=0");
	expect(changed(before, settled(await snapshot(host)))).toEqual([]);
});

test("the bridge takes over the addresses and routes of the NIC that the connection comes in by", async () => {
	const mac = await onHost(host, "cat /sys/class/net/mgmt0/address");
	const list =
		"for f in 4 6; do ip -$f route show table all | grep -E '^[^l].* mgmt0|nexthop.* mgmt0' | grep -v -e ^fe80 -e ^multicast -e ^broadcast | sed 's/[0-9]*sec/some sec/'; done";
	const routes = await onHost(host, list);
	const had = await addresses("mgmt0");
	await p.up();
	expect(await addresses("mgmt0")).toBe("");
	expect(await addresses("br-mg")).toBe(had.replaceAll("mgmt0", "br-mg"));
	expect(await onHost(host, list.replaceAll("mgmt0", "br-mg"))).toBe(routes.replaceAll("mgmt0", "br-mg"));
	expect(await onHost(host, "cat /sys/class/net/br-mg/address")).toBe(mac);
	expect((await p.up("--expect-no-changes")).execs).toEqual([]);
	expect(proposed(await p.drift())).toEqual([]);
});

test("a further port with a lower MAC address does not change the MAC address of the bridge", async () => {
	const mac = await onHost(host, "cat /sys/class/net/br-mg/address");
	await onHost(host, "ip link add low address 00:00:00:00:00:02 type dummy; ovs-vsctl add-port br-mg low");
	expect(await onHost(host, "cat /sys/class/net/br-mg/address")).toBe(mac);
	await onHost(host, "ovs-vsctl del-port br-mg low; ip link del low");
});

test("addresses and routes that come back on the NIC are named by a refresh and repaired by an update", async () => {
	await onHost(
		host,
		`ip addr add ${own} dev mgmt0; ip addr add 10.99.7.1/24 dev mgmt0; ip route append default via 10.99.7.254 dev mgmt0 metric 5000
ip route append default via 10.99.1.254 dev mgmt0 metric 5000 onlink`,
	);
	const seen = await p.drift();
	expect(proposed(seen)).toEqual(["update br-mg"]);
	expect(seen.output).toMatch(/takeAddresses\s*: false => true/);
	expect(seen.output).toMatch(/the NIC mgmt0 has addresses or routes.*10\.99\.7\.1\/24.*route default/);
	await p.repair();
	expect(await addresses("mgmt0")).toBe("");
	expect(await addresses("br-mg")).toContain("10.99.7.1/24");
	expect(proposed(await p.drift())).toEqual([]);
	// The kernel keeps the route by this address's subnet.
	await onHost(host, "ip addr del 10.99.7.1/24 dev br-mg");
});

test("the NIC gets everything back when the field is removed, and when the bridge is destroyed", async () => {
	p.program(`new ovs.Bridge("br-mg", { host: "${host}" });`);
	await p.up();
	expect(await addresses("br-mg")).toBe("");
	await onHost(host, "ip route del default via 10.99.7.254 dev mgmt0 onlink");
	expect(await onHost(host, "ovs-vsctl list-ports br-mg; ovs-vsctl get Bridge br-mg other_config")).toBe("{}");
	p.program(bridge());
	await p.up();
	expect(await addresses("mgmt0")).toBe("");
	await p.must(["destroy", "--yes", "--skip-preview"]);
	expect(changed(before, settled(await snapshot(host)))).toEqual([]);
});

const flows = `new ovs.OpenFlowTable("all", { host: "${host}", bridge: "br-mg", flows: [{ priority: 5, actions: "NORMAL" }] });`;

test("a secure bridge that the connection comes in by gets its flows in the same update, keeps them and is destroyed", async () => {
	p.program(bridge('failMode: "secure"') + flows);
	await p.up();
	expect((await p.up("--expect-no-changes")).execs).toEqual([]);
	p.program(bridge() + flows);
	await p.up();
	p.program(bridge('failMode: "secure"') + flows);
	await p.up();
	expect(await onHost(host, "ovs-ofctl --no-stats dump-flows br-mg | grep -o 'priority.*'")).toBe("priority=5 actions=NORMAL");
	expect(proposed(await p.drift())).toEqual([]);
	await p.destroy();
	expect(changed(before, settled(await snapshot(host)))).toEqual([]);
});
