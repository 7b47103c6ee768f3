import { proposed } from "../support/events";
import { onHost, tryOnHost } from "../support/hosts";
import { armRevert, giveBack, settled } from "../support/management-nic";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// The bridge takes over mgmt0, by which the SSH connection of the program and of the tests comes in. test/lab/uplink.test.ts says what it
// takes over and gives back.
const host = "h3";
const p = new Project("uplink");
let own = "";
let before: string[];

const bridge = (args = "") => `new ovs.Bridge("br-mg", { host: "${host}", uplink: { nic: "mgmt0" }, ${args} });`;

beforeAll(async () => {
	await cleanHost(host);
	own = await onHost(host, "ip -o -4 addr show dev mgmt0 | awk '{print $4}'");
	await onHost(host, `touch /run/uplink-test\n${armRevert(own)}`);
	before = settled(await snapshot(host));
});

beforeEach(() => onHost(host, "touch /run/uplink-test"));

afterAll(async () => {
	await tryOnHost(host, `trap '' HUP PIPE\n${giveBack(own)}\nrm -f /run/uplink-test`);
	p.remove();
	await cleanHost(host);
});

const flows = `new ovs.OpenFlowTable("all", { host: "${host}", bridge: "br-mg", flows: [{ priority: 5, actions: "NORMAL" }] });`;

test("a secure bridge that the connection comes in by gets its flows in the same update, keeps them and is destroyed", async () => {
	p.program(bridge('failMode: "secure"') + flows);
	await p.up();
	expect((await p.up("--expect-no-changes")).execs).toEqual([]);
	for (const args of ["", 'failMode: "secure"']) {
		await p.program(bridge(args) + flows).up();
		const shown = await onHost(host, "ovs-ofctl --no-stats dump-flows br-mg | grep -o 'priority.*'");
		// A bridge that is not secure has a flow of Open vSwitch's own, too.
		expect([args, shown.replace("priority=0 actions=NORMAL\n", "")]).toEqual([args, "priority=5 actions=NORMAL"]);
	}
	expect(proposed(await p.drift())).toEqual([]);
	await p.destroy();
	expect(changed(before, settled(await snapshot(host)))).toEqual([]);
});

test("destroy --refresh gives a NIC back what it lost with a bridge that somebody has deleted", async () => {
	await onHost(
		host,
		"ip link add up1 type dummy; ip link set up1 up; ip addr add 10.98.1.1/24 dev up1; ip route add 10.98.201.0/24 via 10.98.1.9",
	);
	const there = settled(await snapshot(host));
	await p.program(`new ovs.Bridge("br-up", { host: "${host}", uplink: { nic: "up1" } });`).up();
	await onHost(host, "ovs-vsctl del-br br-up");
	const { output } = await p.destroy("--refresh");
	expect([[...p.resources().keys()], output]).toEqual([[], expect.any(String)]);
	expect(changed(there, settled(await snapshot(host)))).toEqual([]);
	await onHost(host, "ip link del up1");
});
