import { onHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h2";
const vsctl = (what: string) => onHost(host, `ovs-vsctl ${what}`);
const parents = () =>
	onHost(host, "for b in $(ovs-vsctl list-br); do echo $b $(ovs-vsctl br-to-parent $b -- br-to-vlan $b); done");

const isFake = "vlan100 is a fake bridge of brx (VLAN 100), and no resource manages fake bridges: delete it first";
const noParent = "vlan100 is a fake bridge of brx (VLAN 100), and no resource can be on one: name brx in its place";

beforeAll(() => cleanHost(host));
beforeEach(() => newRun());
afterEach(async () => {
	await newRun();
	await onHost(host, "rm -rf /etc/pulumi-ovs /etc/systemd/system/pulumi-ovs.service");
	await cleanHost(host);
});

test("fake bridges of others are neither taken over nor changed, and the message says what they are", async () => {
	await vsctl("add-br brx -- add-br vlan100 brx 100 -- add-port vlan100 pv -- set Interface pv type=internal");
	const before = await snapshot(host);
	const port = { host, name: "vlan100", bridge: "brx", type: "internal" };
	const on = { host, bridge: "vlan100" };
	const cases: [kind: string, args: Record<string, unknown>, message: string][] = [
		["Port", { ...port, tag: 100 }, isFake],
		["Port", { ...port, tag: 100, adopt: true }, isFake],
		["Port", { host, name: "bond", bridge: "brx", type: "bond", interfaces: ["pv", "vlan100"] }, isFake],
		["Tunnel", { host, name: "vlan100", bridge: "brx", type: "gre", remoteIp: "192.0.2.3", adopt: true }, isFake],
		["Bridge", { host, name: "vlan100" }, isFake],
		["Bridge", { host, name: "vlan100", adopt: true }, isFake],
		["Bridge", { host, name: "brx", adopt: true, uplink: { nic: "vlan100" } }, isFake],
		["Port", { ...on, name: "p1", type: "internal" }, `bridge: ${noParent}`],
		["Vtep", { ...on, name: "vx", type: "gre", peers: { h3: "192.0.2.3" } }, `bridge: ${noParent}`],
		["LocalVlans", { ...on, networks: ["red"] }, `bridge: ${noParent}`],
		["Mirror", { ...on, name: "m", selectAll: true, outputVlan: 9 }, `bridge: ${noParent}`],
		["OpenFlowTable", { ...on, name: "f", flows: [{ actions: "drop" }] }, `bridge: ${noParent}`],
	];
	for (const [kind, args, message] of cases) {
		await newRun();
		await expect(create(kind, args)).rejects.toThrow(message);
	}
	expect(changed(before, await snapshot(host))).toEqual([]);
	// The message advises this: the same network is the parent with a tag, beside the fake bridge.
	await newRun();
	const beside = await create("Port", { ...port, name: "p1", tag: 100 });
	expect(await vsctl("list-ports vlan100")).toBe("p1\npv");
	await expectConverged([beside]);
	await deleteAll([beside]);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a bridge keeps the fake bridge that somebody has made on it, also when its boot files run, and is not deleted with it", async () => {
	const before = await snapshot(host);
	const persist = { "ovs:persist": "true" };
	await newRun(persist);
	const args = { host, name: "bro", addresses: ["10.33.0.1/24"] };
	const all = (await createAll([
		["Bridge", args],
		["Port", { host, bridge: "bro", name: "po", type: "internal" }],
	])) as [Made, Made];
	await vsctl("add-br vlan100 bro 100");
	const both = "bro bro 0\nvlan100 bro 100";
	expect(await parents()).toBe(both);
	await expectConverged(all, persist);
	await newRun(persist);
	const [bridge, port] = all;
	await bridge.update({ ...args, stp: true });
	await bridge.update(args);
	expect(await parents()).toBe(both);
	await onHost(host, "sh /etc/pulumi-ovs/boot/run");
	expect(await parents()).toBe(both);
	const stays =
		"it can't be deleted, because ports on it do not belong to this program: vlan100 (fake bridge with VLAN 100, no mark). Delete them first (ovs-vsctl del-br vlan100)";
	await newRun(persist);
	await expect(bridge.delete()).rejects.toThrow(stays);
	expect(await parents()).toBe(both);
	await newRun(persist);
	await expect(bridge.replace(args)).rejects.toThrow(stays);
	expect(await parents()).toBe(both);
	await vsctl("del-br vlan100");
	await expectConverged(all, persist);
	await deleteAll([port, bridge], persist);
	await onHost(host, "rm -rf /etc/pulumi-ovs /etc/systemd/system/pulumi-ovs.service");
	expect(changed(before, await snapshot(host)).filter((line) => !line.includes("boot"))).toEqual([]);
});

test("a port of the program that somebody has made a fake bridge is left alone until it is a port again", async () => {
	const [bridge, port] = (await createAll([
		["Bridge", { host, name: "bro" }],
		["Port", { host, bridge: "bro", name: "po", type: "internal", tag: 7 }],
	])) as [Made, Made];
	await vsctl("set Port po fake_bridge=true");
	const before = await snapshot(host);
	const fault = "po is a fake bridge of bro (VLAN 7, mark pulumi-ovs=lab/test), and no resource manages fake bridges";
	await newRun();
	await port.refresh();
	expect(port.differences()).toEqual([expect.stringContaining(`error: ${fault}`)]);
	await expect(port.update({ ...port.args, tag: 8 })).rejects.toThrow(fault);
	await newRun();
	await expect(port.delete()).rejects.toThrow(fault);
	await newRun();
	await expect(bridge.delete()).rejects.toThrow("po (fake bridge with VLAN 7, mark pulumi-ovs=lab/test)");
	expect(changed(before, await snapshot(host))).toEqual([]);
	await vsctl("set Port po fake_bridge=false");
	await newRun();
	await port.refresh();
	await expectConverged([port]);
	await deleteAll([port, bridge]);
	expect(await vsctl("list-br")).toBe("");
});
