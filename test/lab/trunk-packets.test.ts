import { onHost, until } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun } from "../support/kind";
import { lossesDuring } from "../support/losses";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Scenario 5, trunks: a workload uses four networks on one port, with both modes (bridge and vlan-interfaces). e2e/trunk and e2e/overlay
// take trunks through the engine.
const host = "h1";
let before: string[];

/** The integration bridge and other workloads on it: a in the parent's network, b to d in the subports' networks. */
let networks: Made[];
let trunk: Made;

/** The workload d has an address in b's range too. */
const addressesOf = (i: number, name: string) => (name === "d" ? ["10.0.3.2/24", "10.0.1.9/24"] : [`10.0.${i}.2/24`]);
const workloads = ["a", "b", "c", "d"].flatMap((name, i): [string, object][] => [
	["Namespace", { host, name }],
	[
		"Port",
		{
			...{ host, name: `p${name}`, bridge: "br-int", type: "internal" },
			...{ tag: 5 + i, netns: name, addresses: addressesOf(i, name) },
		},
	],
]);

const one = { name: "one", segmentationId: 100, tag: 6, externalIds: { "iface-id": "0b1c" } };
const two = { name: "a subport with a long name, no. 2", segmentationId: 200, tag: 7 };
const three = { name: "a subport with a long name, no. 3", segmentationId: 300, tag: 8 };
/** The third subport, by the VLANs of the second one. */
const moved = { ...three, segmentationId: 200, tag: 7 };
const args = { host, name: "vm1", parent: { port: "tap1", tag: 5 }, subports: [one, two] };

/** The workload with its device, which a hypervisor would create. */
const workload = `
ip netns add w; ip link add dev tap1 type veth peer name eth0 netns w
ip link set dev tap1 up; ip -n w link set dev eth0 up; ip -n w addr add 10.0.0.1/24 dev eth0
for n in 1 2 3; do
  ip -n w link add link eth0 dev eth0.\${n}00 type vlan id \${n}00; ip -n w link set dev eth0.\${n}00 up
  ip -n w addr add 10.0.$n.1/24 dev eth0.\${n}00
done`;

const ping = (to: string) => onHost(host, `ip netns exec w ping -c1 -W1 ${to} >/dev/null && echo yes || echo no`);
const reaches = (to: string) => until(`${to} answers`, async () => (await ping(to)) === "yes");
const ovs = (what: string) => onHost(host, `ovs-vsctl ${what}`);

const lossDuring = (addresses: string[], work: () => Promise<unknown>) =>
	lossesDuring(
		addresses.map((to) => ({ host, netns: "w", to })),
		work,
	);

async function update(more: object): Promise<void> {
	await newRun();
	await trunk.update({ ...trunk.args, ...more });
}

/** Expects that a refresh reports the manual change, and repairs it. */
async function drifts(by: string, seen: RegExp): Promise<void> {
	await onHost(host, by);
	await newRun();
	await trunk.refresh();
	expect([by, trunk.differences().join("\n")]).toEqual([by, expect.stringMatching(seen)]);
	await trunk.update();
}

const nothingDrifts = () => expectConverged([...networks, trunk]);

beforeAll(async () => {
	await newRun();
	await cleanHost(host);
	before = await snapshot(host);
	networks = await createAll([["Bridge", { host, name: "br-int" }], ...workloads]);
});

afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

describe("a bridge of its own", () => {
	test("the trunk is there before its workload, and that is no drift", async () => {
		trunk = await create("Trunk", args);
		expect(trunk.state.bridge).toBe("tbr-vm1");
		expect(await ovs("list-ports tbr-vm1 | grep -c '^sp\\|^tp'")).toBe("3");
		expect(await ovs("get Port spt-one tag; ovs-vsctl get Port spi-one tag; ovs-vsctl get Interface spi-one options:peer")).toBe(
			"100\n6\nspt-one",
		);
		expect(await ovs("get Port tpt-tap1 tag; ovs-vsctl get Port tpi-tap1 tag")).toBe("[]\n5");
		expect(await ovs("get Interface spt-one external_ids:subport_id external_ids:trunk_id external_ids:iface-id")).toBe(
			'one\nvm1\n"0b1c"',
		);
		const names = (await ovs("--columns=name --format=csv --no-headings list Interface")).split("\n");
		expect(names.filter((n) => n.startsWith("spt-"))).toHaveLength(2);
		expect(Math.max(...names.map((n) => n.length))).toBeLessThanOrEqual(15);
		await nothingDrifts();
	});

	test("the workload comes, plugged in by its hypervisor: it reaches its own networks, and no others", async () => {
		await onHost(host, `${workload}\novs-vsctl --may-exist add-port tbr-vm1 tap1`);
		await Promise.all(["10.0.0.2", "10.0.1.2", "10.0.2.2"].map(reaches));
		// d is in a network without a subport in the trunk, and has also an address in b's range.
		expect(await Promise.all(["10.0.3.2", "10.0.1.9"].map(ping))).toEqual(["no", "no"]);
		await nothingDrifts();
	});

	test("a subport more and one less: the parent and the other subport lose no packet", async () => {
		const lost = await lossDuring(["10.0.0.2", "10.0.1.2"], async () => {
			await update({ subports: [one, two, three] });
			await reaches("10.0.3.2");
			await update({ subports: [three, one] });
		});
		expect(lost).toEqual([0, 0]);
		expect(await ping("10.0.2.2")).toBe("no");
		expect(await ping("10.0.1.9")).toBe("no");
	});

	test("another segmentation id and another local VLAN are changes in place, and the others lose no packet", async () => {
		const name = (await ovs("list-ports tbr-vm1 | grep spt-a")).trim();
		const uuid = await ovs(`get Port ${name} _uuid`);
		const lost = await lossDuring(["10.0.0.2", "10.0.1.2"], async () => {
			await newRun();
			expect(await trunk.diff({ ...trunk.args, subports: [one, moved] })).toEqual([]);
			await update({ subports: [one, moved] });
			await reaches("10.0.2.2");
		});
		expect(lost).toEqual([0, 0]);
		expect(await ovs(`get Port ${name} _uuid`)).toBe(uuid);
	});

	test("drift of each object is seen and repaired", async () => {
		await drifts(
			"ovs-vsctl set Port spt-one tag=101 -- set Port tpi-tap1 tag=9 -- set Port spi-one vlan_mode=trunk",
			/segmentationId/,
		);
		await drifts(
			"ovs-vsctl del-port spi-one -- del-port tpt-tap1 -- set Interface spt-one options:peer=nobody -- remove Bridge tbr-vm1 external_ids trunk_id",
			/tpt-tap1 is not there/,
		);
		await drifts("ovs-vsctl del-port tap1", /tap1/);
		await drifts("ovs-vsctl del-br tbr-vm1", /tbr-vm1/);
		await nothingDrifts();
		await Promise.all(["10.0.0.2", "10.0.1.2", "10.0.2.2"].map(reaches));
	});

	test("a pair whose subport is gone is drift, and is cleaned; foreign ports stay", async () => {
		const ids = "external_ids:pulumi-ovs=$o external_ids:pulumi-ovs-trunk=vm1 external_ids:pulumi-ovs-subport=old";
		await onHost(host, "ovs-vsctl add-port tbr-vm1 theirs -- set Interface theirs type=internal");
		await drifts(
			`o=$(ovs-vsctl get Port spt-one external_ids:pulumi-ovs)
ovs-vsctl add-port tbr-vm1 spt-old tag=400 -- set Interface spt-old type=patch options:peer=spi-old -- set Port spt-old ${ids} \
  -- add-port br-int spi-old tag=9 -- set Interface spi-old type=patch options:peer=spt-old -- set Port spi-old ${ids}`,
			/"?old"?/,
		);
		await nothingDrifts();
		expect(await ovs("list-ports tbr-vm1; ovs-vsctl list-ports br-int")).not.toMatch(/sp[ti]-old/);
		expect(await ovs("list-ports tbr-vm1")).toMatch(/theirs/);
	});

	test("a trunk in use is not deleted, nor one whose bridge carries foreign ports; by force it is, and the workload's device stays", async () => {
		await newRun();
		await expect(trunk.delete()).rejects.toThrow(/ports on it do not belong to this trunk: theirs.*del-port/s);
		await ovs("del-port theirs");
		await newRun();
		await expect(trunk.delete()).rejects.toThrow(/tap1 is in use.*force: true/s);
		await reaches("10.0.1.2");
		await update({ force: true });
		await newRun();
		await trunk.delete();
		expect(await ovs("list-br; ovs-vsctl list-ports br-int")).toBe("br-int\npa\npb\npc\npd");
		expect(await onHost(host, "cat /sys/class/net/tap1/operstate")).toBe("up");
	});
});

describe("VLAN devices", () => {
	test("the same inputs: the workload reaches the same networks", async () => {
		await newRun();
		trunk = await create("Trunk", { ...args, mode: "vlan-interfaces" });
		expect(trunk.state.bridge).toBe("br-int");
		await Promise.all(["10.0.0.2", "10.0.1.2", "10.0.2.2"].map(reaches));
		expect(await Promise.all(["10.0.3.2", "10.0.1.9"].map(ping))).toEqual(["no", "no"]);
		expect(await ovs("get Port tap1.100 tag; ovs-vsctl get Interface tap1.100 external_ids:subport_id")).toBe("6\none");
		await nothingDrifts();
	});

	test("subports come, go and change, and the others lose no packet", async () => {
		const lost = await lossDuring(["10.0.0.2", "10.0.1.2"], async () => {
			await update({ subports: [one, two, three] });
			await reaches("10.0.3.2");
			await update({ subports: [one, moved] });
			await reaches("10.0.2.2");
		});
		expect(lost).toEqual([0, 0]);
		expect(await onHost(host, "ls /sys/class/net | grep tap1 | sort")).toBe("tap1\ntap1.100\ntap1.200");
	});

	test("drift of each object is seen and repaired, also when the workload comes back with another device", async () => {
		await drifts("ovs-vsctl set Port tap1.100 tag=9 -- set Port tap1 tag=9; ip link set dev tap1.200 down", /tap1\.200 is down/);
		await drifts(
			"ovs-vsctl del-port tap1.100; ip link del dev tap1.200",
			/tap1\.200: the device does not exist|tap1\.200 is not there/,
		);
		// The devices disappear with the workload, which is not drift. Once the workload is back, missing devices are drift.
		await onHost(host, "ip netns del w");
		await until("the pair is gone", () => onHost(host, "[ -e /sys/class/net/tap1 ] || echo yes"));
		await nothingDrifts();
		await drifts(workload, /tap1\.[12]00: the device does not exist|tap1\.100 is not there/);
		await nothingDrifts();
		await Promise.all(["10.0.0.2", "10.0.1.2", "10.0.2.2"].map(reaches));
	});

	test("a trunk in use is not deleted; by force it is, and the workload's device stays", async () => {
		await newRun();
		await expect(trunk.delete()).rejects.toThrow(/tap1 is in use.*force: true/s);
		await update({ force: true });
		await newRun();
		await trunk.delete();
		expect(await onHost(host, "ls /sys/class/net | grep tap1; cat /sys/class/net/tap1/operstate")).toBe("tap1\nup");
		expect(await ovs("list-ports br-int")).toBe("pa\npb\npc\npd");
	});
});

test("a trunk is in use by a tap of the program's own that stays; deleted together, the host is empty", async () => {
	await onHost(host, "ip link del dev tap1; ip netns del w");
	await newRun();
	const [made, tap] = (await createAll([
		["Trunk", args],
		["Link", { host, name: "tap1", type: "veth", up: true, peer: { name: "tap1-in", up: true } }],
	])) as [Made, Made];
	trunk = made;
	expect(await ovs("port-to-br tap1")).toBe("tbr-vm1");
	await expectConverged([...networks, trunk, tap]);
	await newRun();
	await tap.diff();
	await expect(trunk.delete()).rejects.toThrow(/tap1 is in use.*force: true/s);
	expect(await ovs("port-to-br tap1")).toBe("tbr-vm1");
	await deleteAll([trunk, tap, ...networks]);
	expect(changed(before, await snapshot(host))).toEqual([]);
});
