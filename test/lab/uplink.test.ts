import { gone } from "../support/gone";
import { onHost, tryOnHost } from "../support/hosts";
import { create, deleteAll, expectConverged, type Made, newRun } from "../support/kind";
import { armRevert, giveBack, settled } from "../support/management-nic";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// The bridge takes over mgmt0, by which the SSH connection of the provider and of the tests comes in. The lesson of examples/uplink takes
// such a bridge through the engine.
const host = "h3";
const args = { host, name: "br-mg", uplink: { nic: "mgmt0" } };
let own = "";
let before: string[];
let bridge: Made;

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

const addresses = (device: string) =>
	onHost(host, `ip -o addr show dev ${device} scope global | sed 's/^[0-9]*: *//; s/ *\\\\.*//'`);

beforeAll(async () => {
	await newRun();
	await cleanHost(host);
	own = await onHost(host, "ip -o -4 addr show dev mgmt0 | awk '{print $4}'");
	await onHost(host, `touch /run/uplink-test\n${armRevert(own)}\n${setUp}`);
	before = settled(await snapshot(host));
});

beforeEach(async () => {
	await newRun();
	await onHost(host, "touch /run/uplink-test");
});

afterAll(async () => {
	await newRun();
	await tryOnHost(host, `trap '' HUP PIPE\n${giveBack(own)}\nrm -f /run/uplink-test`);
	await cleanHost(host);
});

test("a refused move leaves everything as it was, although the connection comes in by the NIC", async () => {
	// The bridge's new device then refuses IPv6 addresses, after the IPv4 ones have moved.
	await onHost(host, "sysctl -qw net.ipv6.conf.default.disable_ipv6=1");
	await expect(create("Bridge", args)).rejects.toThrow(/br-mg\): .*the change was undone/s);
	await onHost(host, "sysctl -qw net.ipv6.conf.default.disable_ipv6=0");
	expect(changed(before, settled(await snapshot(host)))).toEqual([]);
});

test("the bridge takes over the addresses and routes of the NIC that the connection comes in by", async () => {
	const mac = await onHost(host, "cat /sys/class/net/mgmt0/address");
	const list =
		"for f in 4 6; do ip -$f route show table all | grep -E '^[^l].* mgmt0|nexthop.* mgmt0' | grep -v -e ^fe80 -e ^multicast -e ^broadcast | sed 's/[0-9]*sec/some sec/'; done";
	const routes = await onHost(host, list);
	const had = await addresses("mgmt0");
	const shown = jest.spyOn(process.stderr, "write").mockReturnValue(true);
	bridge = await create("Bridge", args);
	expect(shown.mock.calls.join()).toMatch(/br-mg\): mgmt0 has an address with a lease: 10[.]96[.]0[.]1.24 \(\d{4} seconds\)/);
	shown.mockRestore();
	expect(await addresses("mgmt0")).toBe("");
	expect(await addresses("br-mg")).toBe(had.replaceAll("mgmt0", "br-mg"));
	expect(await onHost(host, list.replaceAll("mgmt0", "br-mg"))).toBe(routes.replaceAll("mgmt0", "br-mg"));
	expect(await onHost(host, "cat /sys/class/net/br-mg/address")).toBe(mac);
	expect(await bridge.diff()).toBeUndefined();
	await expectConverged([bridge]);
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
	await bridge.refresh();
	const seen = bridge.differences().join("\n");
	expect(seen).toMatch(/takeAddresses is false, wanted true/);
	expect(seen).toMatch(/the NIC mgmt0 has addresses or routes.*10\.99\.7\.1\/24.*route default/);
	await bridge.update();
	expect(await addresses("mgmt0")).toBe("");
	expect(await addresses("br-mg")).toContain("10.99.7.1/24");
	await expectConverged([bridge]);
	// The kernel keeps the route by this address's subnet.
	await onHost(host, "ip addr del 10.99.7.1/24 dev br-mg");
});

test("NICs get everything back where takeAddresses or the NIC changes in place", async () => {
	const nic = (name: string, i: number) => `ip link add ${name} type dummy; ip link set ${name} up
ip addr add 10.98.${i}.1/24 dev ${name} label ${name}:a; ip addr add 2001:db8:98:${i}::1/64 dev ${name} nodad
ip route add 10.98.20${i}.0/24 via 10.98.${i}.9`;
	await onHost(host, `${nic("up1", 1)}\n${nic("up2", 2)}`);
	const there = settled(await snapshot(host));
	await newRun();
	const uplinkOf = (nic: string, takeAddresses: boolean) => ({ nic, takeAddresses });
	const made = await create("Bridge", { host, name: "br-up", uplink: uplinkOf("up1", false) });
	const changes = [
		uplinkOf("up1", true),
		uplinkOf("up1", false),
		uplinkOf("up1", true),
		uplinkOf("up2", true),
		uplinkOf("up2", false),
	];
	for (const uplink of changes) {
		await newRun();
		await made.update({ ...made.args, uplink });
		expect(await addresses("br-up")).toMatch(uplink.takeAddresses ? /10[.]98[.]\d[.]1.*2001:db8:98:/s : /^$/);
		await expectConverged([made]);
	}
	await deleteAll([made]);
	expect(changed(there, settled(await snapshot(host)))).toEqual([]);
	await onHost(host, "ip link del up1; ip link del up2");
});

test("a bridge that somebody has deleted gets what it took over again, and its NIC at destroy", async () => {
	await onHost(
		host,
		`ip link add up1 type dummy; ip link set up1 up; ip addr add 10.98.1.1/24 dev up1 label up1:a
ip addr add 2001:db8:98:1::1/64 dev up1 nodad; ip addr change 2001:db8:98:1::1/64 dev up1; ip route add 10.98.201.0/24 via 10.98.1.9`,
	);
	const there = settled(await snapshot(host));
	await newRun();
	const made = await create("Bridge", { host, name: "br-up", uplink: { nic: "up1" } });
	const deletedByHand = async () => {
		await onHost(host, "ovs-vsctl del-br br-up");
		await newRun();
		expect(await made.refresh()).toMatchObject({ error: gone });
	};
	await deletedByHand();
	await made.update();
	expect(await addresses("br-up")).toMatch(/10[.]98[.]1[.]1.* br-up:a.*2001:db8:98:1::1/s);
	expect(await onHost(host, "ip route show 10.98.201.0/24")).toMatch(/via 10[.]98[.]1[.]9 dev br-up/);
	await expectConverged([made]);
	await deletedByHand();
	await deleteAll([made]);
	expect(changed(there, settled(await snapshot(host)))).toEqual([]);
	await onHost(host, "ip link del up1");
});

test("the NIC gets everything back when the field is removed, and when the bridge is deleted", async () => {
	await bridge.update({ host, name: "br-mg" });
	expect(await addresses("br-mg")).toBe("");
	await onHost(host, "ip route del default via 10.99.7.254 dev mgmt0 onlink");
	expect(await onHost(host, "ovs-vsctl list-ports br-mg; ovs-vsctl get Bridge br-mg other_config")).toBe("{}");
	await newRun();
	await bridge.update(args);
	expect(await addresses("mgmt0")).toBe("");
	await deleteAll([bridge]);
	expect(changed(before, settled(await snapshot(host)))).toEqual([]);
});
