import { onHost, tryOnHost } from "../support/hosts";
import { create, newRun } from "../support/kind";
import { armRevert, giveBack, settled } from "../support/management-nic";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// The SSH connection of the provider and of the tests comes in over bridges. Changes of them that cut it are undone by the host.
const host = "h3";
const guarded = { "ovs:commitConfirm": "5" };
let own = "";

/** The address of mgmt0 is on a Linux bridge, or on a bridge of Open vSwitch that a patch port connects to that of mgmt0. */
const layouts = {
	linux: `ip link add dev br-l type bridge; ip link set dev br-l address $mac up; ip link set dev mgmt0 master br-l`,
	patch: `ovs-vsctl --timeout=20 add-br br-ex -- set Bridge br-ex 'other_config:hwaddr="02:00:00:00:77:01"' -- \
add-br br-mg -- set Bridge br-mg "other_config:hwaddr=\\"$mac\\"" -- \
add-port br-ex ex-mg -- set Interface ex-mg type=patch options:peer=mg-ex -- \
add-port br-mg mg-ex -- set Interface mg-ex type=patch options:peer=ex-mg -- add-port br-ex mgmt0; ip link set dev br-mg up`,
};

/** All goes in one script, because the connection stalls meanwhile. */
const moved = (layout: string, bridge: string) => `trap '' HUP PIPE
mac=$(cat /sys/class/net/mgmt0/address)
${layout}
ip addr del ${own} dev mgmt0; ip addr add ${own} dev ${bridge}`;

beforeAll(async () => {
	await newRun();
	await cleanHost(host);
	own = await onHost(host, "ip -o -4 addr show dev mgmt0 | awk '{print $4}'");
	await onHost(host, `touch /run/uplink-test\n${armRevert(own)}`);
});

beforeEach(async () => {
	await newRun(guarded);
	await onHost(host, "touch /run/uplink-test");
});

afterEach(async () => {
	await newRun();
	await tryOnHost(host, `trap '' HUP PIPE\n${giveBack(own)}`);
});

afterAll(async () => {
	await tryOnHost(host, "rm -f /run/uplink-test");
	await cleanHost(host);
});

async function expectUndone(kind: string, args: object, part: string): Promise<void> {
	const before = settled(await snapshot(host));
	await expect(create(kind, { host, ...args })).rejects.toThrow(
		`its batch touches ${part}; no new SSH connection could be made within 5 s), and the host undid it by itself`,
	);
	expect(changed(before, settled(await snapshot(host)))).toEqual([]);
}

test("a chain of the family bridge, where a Linux bridge carries the connection", async () => {
	await onHost(host, moved(layouts.linux, "br-l"));
	const chains = { in: { type: "filter", hook: "input", priority: 0, policy: "drop" } };
	await expectUndone("NftTable", { name: "wall", family: "bridge", chains }, "nft table bridge wall");
});

test("flows and a mirror of the bridge that has the NIC, where a patch port leads to it", async () => {
	await onHost(host, moved(layouts.patch, "br-mg"));
	const flows = [{ priority: 900, actions: "drop" }];
	await expectUndone("OpenFlowTable", { bridge: "br-ex", name: "cut", flows }, "bridge br-ex");
	await newRun(guarded);
	await expectUndone("Mirror", { bridge: "br-ex", name: "cut", selectAll: true, outputPort: "mgmt0" }, "bridge br-ex");
});
