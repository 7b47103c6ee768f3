import { onHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// The MTU of a device and of those on top of it. The kernel gives none a larger MTU than the device below has.
const host = "h2";
let before: string[];

beforeEach(async () => {
	await newRun();
	await cleanHost(host);
	await onHost(host, "ip link add nic0 type dummy");
	before = await snapshot(host);
});
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

type Resource = [kind: string, args: Record<string, unknown>];
const vlan = (name: string, parent: string, vlanId: number, mtu?: number): Resource => [
	"Link",
	{ host, name, type: "vlan", parent, vlanId, mtu },
];

/** A NIC, a bond, a Linux bridge and a veth pair, with devices on top, the upper ones first. */
const stack = (mtu: number): Resource[] => [
	vlan("n7.8", "n7", 8, mtu - 4),
	vlan("n7", "nic0", 7, mtu),
	["Link", { host, name: "nm", type: "macvlan", parent: "nic0", mtu }],
	["Link", { host, name: "nic0", type: "device", mtu }],
	vlan("bo7", "bo", 7, mtu),
	["Link", { host, name: "bo", type: "bond", interfaces: ["m1"], mtu }],
	["Link", { host, name: "m1", type: "dummy", mtu }],
	vlan("lb7", "lb", 7, mtu),
	["Link", { host, name: "p1", type: "dummy", master: "lb", mtu }],
	["Link", { host, name: "lb", type: "bridge", mtu }],
	vlan("pe7", "pe", 7, mtu),
	["Link", { host, name: "ve", type: "veth", mtu, peer: { name: "pe", mtu } }],
];

const mtus = async (): Promise<string[]> =>
	(await onHost(host, "cd /sys/class/net; for d in n7.8 n7 nm nic0 bo7 bo m1 lb7 p1 lb pe7 pe ve; do cat $d/mtu; done")).split(
		"\n",
	);

test.each([
	["as they are declared", (all: Made[]) => all] as const,
	["the other way round", (all: Made[]) => [...all].reverse()] as const,
])("a stack of devices is created, raised and lowered in one run, %s", async (_, order) => {
	const all = await createAll(stack(9000));
	const to = async (mtu: number) => {
		await newRun();
		const args = new Map(stack(mtu).map(([, one]) => [one.name, one]));
		const wanted = (made: Made) => args.get(made.args.name) ?? {};
		await Promise.all(order(all).map((made) => made.diff(wanted(made))));
		await Promise.all(order(all).map((made) => made.update(wanted(made))));
	};
	const expected = (mtu: number) => [mtu - 4, ...Array(12).fill(mtu)].map(String);
	expect(await mtus()).toEqual(expected(9000));
	for (const mtu of [1500, 9000, 1400]) {
		await to(mtu);
		expect(await mtus()).toEqual(expected(mtu));
	}
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a device below whose change is undone gives the devices of others on top their MTU back", async () => {
	await onHost(
		host,
		"ip link set nic0 up mtu 9000; ip link add link nic0 n9 type vlan id 9; ip link add link n9 n99 type vlan id 10",
	);
	const nic = await create("Link", { host, name: "nic0", type: "device", mtu: 9000 });
	const there = await snapshot(host);
	await expect(nic.update({ ...nic.args, mtu: 1400, addresses: ["::1/128"] })).rejects.toThrow(/the change was undone/);
	expect(changed(there, await snapshot(host))).toEqual([]);
	await deleteAll([nic]);
});
