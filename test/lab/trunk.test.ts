import { shell } from "../../provider/index";
import { onHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, newRun, repairs } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h2";
const ovs = (what: string) => onHost(host, `ovs-vsctl ${what}`);
const subports = [
	{ name: "web", segmentationId: 100, tag: 6 },
	{ name: "db", segmentationId: 200, tag: 7 },
];
const args = { host, name: "vm1", parent: { port: "tap1", tag: 5 }, subports };

beforeAll(() => cleanHost(host));
beforeEach(() => newRun());
afterEach(async () => {
	await newRun();
	await cleanHost(host);
});

test("two trunks, their devices and a bridge in userspace are made in one go, and go in one, though they are in use", async () => {
	const before = await snapshot(host);
	const all = await createAll([
		["Trunk", args],
		[
			"Trunk",
			{ host, name: "vm2", mode: "vlan-interfaces", parent: { port: "v2", tag: 5 }, subports: [{ ...subports[0], name: "w2" }] },
		],
		["Bridge", { host, name: "br-int", datapathType: "netdev" }],
		["Link", { host, name: "tap1", type: "tap", up: true }],
		["Link", { host, name: "v2", type: "veth", up: true, peer: { name: "v2-in", up: true } }],
	]);
	expect(
		await ovs(
			"get Bridge tbr-vm1 datapath_type; ovs-vsctl port-to-br tap1; ovs-vsctl port-to-br v2; ovs-vsctl port-to-br v2.100",
		),
	).toBe("netdev\ntbr-vm1\nbr-int\nbr-int");
	expect(await ovs("--columns=name,error --format=csv --no-headings list Interface | grep -v '\\[\\]' || true")).toBe("");
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a Port of the program takes the workload's port over, and gives it back to the trunk", async () => {
	await onHost(host, "ip link add dev tap1 type dummy; ip link set dev tap1 up; ovs-vsctl add-br br-int");
	const trunk = await create("Trunk", args);
	expect(trunk.state.bridge).toBe("tbr-vm1");
	const port = await create("Port", { host, name: "tap1", bridge: trunk.state.bridge, externalIds: { "vm-uuid": "x" } });
	await newRun();
	// The program still declares the Port.
	expect(await port.diff()).toBeUndefined();
	await expect(trunk.delete()).rejects.toThrow(/tap1 is in use/);
	await port.delete();
	await repairs(trunk);
	expect(await ovs("port-to-br tap1; ovs-vsctl get Interface tap1 external_ids:trunk_id")).toBe("tbr-vm1\nvm1");
	await ovs("del-br tbr-vm1");
	await repairs(trunk);
	expect(await ovs("port-to-br tap1; ovs-vsctl port-to-br spt-db")).toBe("tbr-vm1\ntbr-vm1");
	await onHost(host, "ip link set dev tap1 down");
	await newRun();
	await trunk.delete();
	expect(await ovs("list-br; ovs-vsctl list-ports br-int")).toBe("br-int");
	expect(await onHost(host, "cat /sys/class/net/tap1/flags")).toBe("0x82");
});

test("a Port of the workload's device that is made in the same run is not the trunk's, on its bridge or elsewhere", async () => {
	const before = await snapshot(host);
	const link = (name: string): [string, Record<string, unknown>] => ["Link", { host, name, type: "tap", up: true }];
	const vlans = {
		...args,
		name: "vm2",
		mode: "vlan-interfaces",
		parent: { port: "tap2", tag: 5 },
		subports: [{ ...subports[0], name: "w2" }],
	};
	const all = await createAll([
		["Port", { host, name: "tap1", bridge: "tbr-vm1", vlanMode: "trunk", trunks: [0, 100, 200] }],
		["Trunk", args],
		["Trunk", vlans],
		["Port", { host, name: "tap2", bridge: "br-int", tag: 9 }],
		...[link("tap1"), link("tap2")],
		["Bridge", { host, name: "br-int" }],
	]);
	expect(
		await ovs("port-to-br tap1; ovs-vsctl get Port tap1 trunks; ovs-vsctl port-to-br tap2; ovs-vsctl get Port tap2 tag"),
	).toBe("tbr-vm1\n[0, 100, 200]\nbr-int\n9");
	expect(await ovs("get Port tap1 external_ids; ovs-vsctl get Port tap2 external_ids")).not.toMatch(/trunk/);
	await expectConverged(all);
	await deleteAll(all);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("VLAN devices whose ports went by hand are seen, and go with the trunk", async () => {
	await ovs("add-br br-int");
	await onHost(host, "ip link add dev tap1 type dummy; ip link set dev tap1 up");
	const before = await snapshot(host);
	const trunk = await create("Trunk", { ...args, mode: "vlan-interfaces" });
	for (const last of [false, true]) {
		await ovs("del-port tap1 -- del-port tap1.100 -- del-port tap1.200");
		if (!last) await repairs(trunk);
	}
	expect(await onHost(host, "ls /sys/class/net | grep tap1")).toBe("tap1\ntap1.100\ntap1.200");
	await newRun();
	await trunk.delete();
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a VLAN that the kernel refuses, at first or with a later change, takes along what was made before it", async () => {
	await ovs("add-br br-int");
	const taken = "ip link add link tap1 name theirs type vlan id";
	await onHost(host, `ip link add dev tap1 type dummy; ip link set dev tap1 up; ${taken} 100`);
	const vlans = { ...args, mode: "vlan-interfaces" };
	const before = await snapshot(host);
	const message = /VLAN 100 \(vlanId\) of device tap1 .*ip link add dev tap1\.100 .*already exists\.\); the change was undone$/;
	await expect(create("Trunk", vlans)).rejects.toThrow(message);
	expect(changed(before, await snapshot(host))).toEqual([]);
	await onHost(host, "ip link del dev theirs");
	await newRun();
	const trunk = await create("Trunk", vlans);
	await onHost(host, `${taken} 400`);
	await newRun();
	const made = await snapshot(host);
	const more = [300, 400].map((segmentationId) => ({ name: `x${segmentationId}`, segmentationId, tag: 8 }));
	await expect(trunk.update({ ...vlans, subports: [...subports, ...more] })).rejects.toThrow(/tap1\.400 .*was undone$/);
	expect(changed(made, await snapshot(host))).toEqual([]);
});

test("a trunk that is there already is taken over and released as it was", async () => {
	const pair = (on: string, a: string, tag: string, b: string, local: number) =>
		`ovs-vsctl add-port ${on} ${a} ${tag} -- set Interface ${a} type=patch options:peer=${b} \
  -- add-port br-int ${b} tag=${local} -- set Interface ${b} type=patch options:peer=${a}`;
	await onHost(
		host,
		`ovs-vsctl add-br br-int -- add-br tbr-vm1
${pair("tbr-vm1", "tpt-tap1", "", "tpi-tap1", 5)}
${pair("tbr-vm1", "spt-web", "tag=100", "spi-web", 9)}`,
	);
	const before = await snapshot(host);
	await expect(create("Trunk", args)).rejects.toThrow(/vm1\): it exists already and does not belong to this program .*Set adopt/);
	await newRun();
	const trunk = await create("Trunk", { ...args, adopt: true });
	expect(await ovs("get Port spi-web tag; ovs-vsctl get Port spt-db tag")).toBe("6\n200");
	await newRun();
	await trunk.refresh();
	expect(await trunk.diff()).toBeUndefined();
	await trunk.delete();
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("VLAN devices come with their workload, go with it, and are made again", async () => {
	await ovs("add-br br-int");
	const trunk = await create("Trunk", { ...args, mode: "vlan-interfaces" });
	expect(await ovs("list-ports br-int")).toBe("tap1.100\ntap1.200");
	await newRun();
	await trunk.refresh();
	expect(await trunk.diff()).toBeUndefined();
	await onHost(host, "ip link add dev tap1 type dummy; ip link set dev tap1 up");
	await repairs(trunk);
	expect(await ovs("list-ports br-int; ovs-vsctl get Interface tap1.100 error")).toBe("tap1\ntap1.100\ntap1.200\n[]");
	await onHost(host, "ip link del dev tap1");
	await newRun();
	await trunk.refresh();
	expect(await trunk.diff()).toBeUndefined();
	await trunk.delete();
	expect(await ovs("list-ports br-int")).toBe("");
});

test("Trunk.get reads a trunk by nothing but its id", async () => {
	await ovs("add-br br-int");
	const bridge = await create("Trunk", args);
	const vlans = await create("Trunk", {
		...args,
		name: "vm2",
		mode: "vlan-interfaces",
		parent: { port: "tap2" },
		subports: [{ name: "s", segmentationId: 9 }],
	});
	for (const [made, parent, count] of [
		[bridge, { port: "tap1", tag: 5 }, 2],
		[vlans, { port: "tap2" }, 1],
	] as const) {
		await newRun();
		const { props: read } = await shell.read(made.id, { __kind: "Trunk", __v: 1, __owner: "lab/test" });
		expect(read).toMatchObject({ mode: made.state.mode, integrationBridge: "br-int", bridge: made.state.bridge, parent });
		expect(read?.subports).toHaveLength(count);
	}
});
