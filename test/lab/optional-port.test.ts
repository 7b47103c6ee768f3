import { onHost } from "../support/hosts";
import { create, createAll, deleteAll, type Made, newRun, repairs } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h1";

/** A virtual machine starts: its hypervisor makes the tap device, and the port with the VLAN of its own configuration. */
const start = () =>
	onHost(
		host,
		"ip tuntap add dev tap1 mode tap; ovs-vsctl add-port br tap1 tag=9 -- set Interface tap1 external_ids:iface-id=vm-1 external_ids:attached-mac=02:00:00:00:00:99",
	);
const stop = () => onHost(host, "ovs-vsctl del-port tap1; ip link del tap1");
const row = () =>
	onHost(host, "ovs-vsctl get Port tap1 tag; ovs-vsctl get Port tap1 external_ids; ovs-vsctl get Interface tap1 external_ids");
const vm = 'attached-mac="02:00:00:00:00:99", iface-id=vm-1';

beforeAll(() => cleanHost(host));
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

test("an optional port is set up while it is there, is no drift while it is not, and is never created or deleted", async () => {
	const before = await snapshot(host);
	await newRun();
	const wanted = { host, name: "tap1", bridge: "br", optional: true, tag: 5, qos: { type: "linux-htb", maxRate: 1_000_000 } };
	const [bridge, port] = (await createAll([
		["Bridge", { host, name: "br" }],
		["Port", wanted],
	])) as [Made, Made];
	expect(port.state.present).toBe(false);
	expect(await onHost(host, "ovs-vsctl list-ports br")).toBe("");

	for (const _ of [1, 2]) {
		await start();
		await repairs(port);
		expect(port.state.present).toBe(true);
		expect(await row()).toBe(`5\n{pulumi-ovs="lab/test", pulumi-ovs-optional="true"}\n{${vm}, pulumi-ovs="lab/test"}`);
		expect(await onHost(host, "tc class show dev tap1 | grep -o 'ceil [^ ]*' | sort -u")).toBe("ceil 1Mbit");
		await stop();
		await newRun();
		await port.refresh();
		expect([port.state.present, await port.diff()]).toEqual([false, undefined]);
	}

	await start();
	await repairs(port);
	await port.update({ host, name: "tap1", bridge: "br", optional: true, protected: true });
	expect(await row()).toMatch(/^\[\]\n/);
	await deleteAll([port]);
	expect(await row()).toBe(`[]\n{}\n{${vm}}`);
	expect(await onHost(host, "ovs-vsctl get Port tap1 protected")).toBe("false");
	await newRun();
	const again = await create("Port", wanted);
	await stop();
	await deleteAll([again]);
	await deleteAll([bridge]);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("an adopted port that a hypervisor makes anew gets its settings back", async () => {
	await newRun();
	const bridge = await create("Bridge", { host, name: "br" });
	await start();
	await newRun();
	const port = await create("Port", { host, name: "tap1", bridge: "br", tag: 5, adopt: true });
	await stop();
	await start();
	const warned = jest.spyOn(process.stderr, "write").mockReturnValue(true);
	await repairs(port);
	const warnings = warned.mock.calls.map(([text]) => text);
	warned.mockRestore();
	expect(warnings).toEqual(["warning: Port (h1/Port/tap1): its ownership mark was removed: the next update sets it again\n"]);
	expect(await row()).toBe(`5\n{pulumi-ovs="lab/test"}\n{${vm}, pulumi-ovs="lab/test"}`);
	await deleteAll([port]);
	expect(await row()).toBe(`9\n{}\n{${vm}}`);
	await stop();
	await deleteAll([bridge]);
});
