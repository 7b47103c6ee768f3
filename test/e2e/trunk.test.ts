import { onHost, until } from "../support/hosts";
import { lossesDuring } from "../support/losses";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Scenario 5, trunks: a workload uses four networks on one port, with both modes (bridge and vlan-interfaces).
const host = "h1";
const p = new Project("trunk");
let before: string[];

/** Other workloads on the integration bridge: a in the parent's network, b to d in the subports' networks. d has an address in b's range too. */
const networks = `
const host = "${host}";
const int = new ovs.Bridge("br-int", { host });
for (const [i, name] of ["a", "b", "c", "d"].entries()) {
	const netns = new ovs.Namespace(name, { host, name });
	const addresses = name === "d" ? ["10.0.3.2/24", "10.0.1.9/24"] : [\`10.0.\${i}.2/24\`];
	new ovs.Port("p" + name, { host, name: "p" + name, bridge: "br-int", type: "internal", tag: 5 + i, netns: netns.name, addresses });
}
`;

const one = { name: "one", segmentationId: 100, tag: 6, externalIds: { "iface-id": "0b1c" } };
const two = { name: "a subport with a long name, no. 2", segmentationId: 200, tag: 7 };
const three = { name: "a subport with a long name, no. 3", segmentationId: 300, tag: 8 };
const trunk = (more: Record<string, unknown> = {}) =>
	`const trunk = new ovs.Trunk("vm1", ${JSON.stringify({ host, parent: { port: "tap1", tag: 5 }, subports: [one, two], ...more })});
exports.bridge = trunk.bridge;\n`;

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

/** Expects that an update with a refresh reports the manual change and repairs it. */
async function drifts(by: string, seen: RegExp): Promise<void> {
	await onHost(host, by);
	const { output, changes } = await p.repair("--diff");
	expect([by, output]).toEqual([by, expect.stringMatching(seen)]);
	expect([by, changes]).toEqual([by, { ...changes, update: expect.any(Number) }]);
}

const nothingDrifts = async () => expect((await p.drift()).code).toBe(0);

beforeAll(async () => {
	await cleanHost(host);
	before = await snapshot(host);
});

afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

describe("a bridge of its own", () => {
	test("the trunk is there before its workload, and that is no drift", async () => {
		await p.program(networks + trunk()).up();
		expect(p.outputs()).toEqual({ bridge: "tbr-vm1" });
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
			await p.program(networks + trunk({ subports: [one, two, three] })).up();
			await reaches("10.0.3.2");
			await p.program(networks + trunk({ subports: [three, one] })).up();
		});
		expect(lost).toEqual([0, 0]);
		expect(await ping("10.0.2.2")).toBe("no");
		expect(await ping("10.0.1.9")).toBe("no");
	});

	test("another segmentation id and another local VLAN are changes in place, and the others lose no packet", async () => {
		const name = (await ovs("list-ports tbr-vm1 | grep spt-a")).trim();
		const uuid = await ovs(`get Port ${name} _uuid`);
		const lost = await lossDuring(["10.0.0.2", "10.0.1.2"], async () => {
			const { changes } = await p.program(networks + trunk({ subports: [one, { ...three, segmentationId: 200 }] })).up();
			expect(changes).toMatchObject({ update: 1 });
			await p.program(networks + trunk({ subports: [one, { ...three, segmentationId: 200, tag: 7 }] })).up();
			await reaches("10.0.2.2");
		});
		expect(lost).toEqual([0, 0]);
		expect(await ovs(`get Port ${name} _uuid`)).toBe(uuid);
		await p.program(networks + trunk()).up();
		await reaches("10.0.2.2");
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

	test("an integration bridge that is made anew gets the trunk's ports back in the same run", async () => {
		const urn = [...p.resources().values()].find((r) => r.urn.endsWith("::br-int"))?.urn ?? "";
		await p.up("--replace", urn);
		await Promise.all(["10.0.0.2", "10.0.1.2", "10.0.2.2"].map(reaches));
		await nothingDrifts();
	});

	test("a trunk in use is not deleted, nor one whose bridge carries foreign ports; by force it is, and the workload's device stays", async () => {
		const refused = async (said: RegExp) => {
			const { code, output } = await p.program(networks).tryUp();
			expect(code).not.toBe(0);
			expect(output).toMatch(said);
		};
		await refused(/ports on it do not belong to this trunk: theirs.*del-port/s);
		await ovs("del-port theirs");
		await refused(/tap1 is in use.*force: true/s);
		await reaches("10.0.1.2");
		await p.program(networks + trunk({ force: true })).up();
		await p.program(networks).up();
		expect(await ovs("list-br; ovs-vsctl list-ports br-int")).toBe("br-int\npa\npb\npc\npd");
		expect(await onHost(host, "cat /sys/class/net/tap1/operstate")).toBe("up");
	});
});

describe("VLAN devices", () => {
	const mode = "vlan-interfaces";

	test("the same inputs: the workload reaches the same networks", async () => {
		await p.program(networks + trunk({ mode })).up();
		expect(p.outputs()).toEqual({ bridge: "br-int" });
		await Promise.all(["10.0.0.2", "10.0.1.2", "10.0.2.2"].map(reaches));
		expect(await Promise.all(["10.0.3.2", "10.0.1.9"].map(ping))).toEqual(["no", "no"]);
		expect(await ovs("get Port tap1.100 tag; ovs-vsctl get Interface tap1.100 external_ids:subport_id")).toBe("6\none");
		await nothingDrifts();
	});

	test("subports come, go and change, and the others lose no packet", async () => {
		const lost = await lossDuring(["10.0.0.2", "10.0.1.2"], async () => {
			await p.program(networks + trunk({ mode, subports: [one, two, three] })).up();
			await reaches("10.0.3.2");
			await p.program(networks + trunk({ mode, subports: [one, { ...three, segmentationId: 200, tag: 7 }] })).up();
			await reaches("10.0.2.2");
		});
		expect(lost).toEqual([0, 0]);
		expect(await onHost(host, "ls /sys/class/net | grep tap1 | sort")).toBe("tap1\ntap1.100\ntap1.200");
		await p.program(networks + trunk({ mode })).up();
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
		const { code, output } = await p.program(networks).tryUp();
		expect([code === 0, output]).toEqual([false, expect.stringMatching(/tap1 is in use.*force: true/s)]);
		await p.program(networks + trunk({ mode, force: true })).up();
		await p.program(networks).up();
		expect(await onHost(host, "ls /sys/class/net | grep tap1; cat /sys/class/net/tap1/operstate")).toBe("tap1\nup");
		expect(await ovs("list-ports br-int")).toBe("pa\npb\npc\npd");
	});
});

test("what can't be is refused at preview", async () => {
	const refused = async (more: string, said: RegExp) => {
		const { code, output } = await p.program(networks + more).preview();
		expect([more, code === 0, output]).toEqual([more, false, expect.stringMatching(said)]);
	};
	await refused(trunk({ subports: [one, { ...two, segmentationId: 100 }] }), /segmentationId.*subport one/s);
	await refused(trunk({ subports: [one, { ...two, name: "one" }] }), /another subport/);
	await refused(trunk({ subports: [{ ...one, segmentationId: 4095 }] }), /1 to 4094/);
	await refused(
		trunk() + trunk({ subports: [] }).replaceAll(/trunk\b(?=[ .])|vm1/g, "vm2"),
		/declares device tap1 as the parent of a trunk/,
	);
});

test("a trunk is in use by a tap of the program's own that stays; destroyed together, the host is empty", async () => {
	await onHost(host, "ip link del dev tap1; ip netns del w");
	const tap = 'new ovs.Link("tap1", { host, type: "veth", up: true, peer: { name: "tap1-in", up: true } });\n';
	await p.program(networks + trunk() + tap).up();
	expect(await ovs("port-to-br tap1")).toBe("tbr-vm1");
	await nothingDrifts();
	const { code, output } = await p.program(networks + tap).tryUp();
	expect([code === 0, output]).toEqual([false, expect.stringMatching(/tap1 is in use.*force: true/s)]);
	expect(await ovs("port-to-br tap1")).toBe("tbr-vm1");
	// Pulumi deletes the trunk before the tap, because no resource depends on the tap.
	await p.destroy();
	expect(changed(before, await snapshot(host))).toEqual([]);
});
