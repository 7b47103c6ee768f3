import { onHost } from "../support/hosts";
import { create, createAll, type Made, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h3";
let before: string[];

beforeEach(async () => {
	await newRun();
	await cleanHost(host);
	before = await snapshot(host);
});
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

test("a host's reboot is drift that an update repairs", async () => {
	// A reboot removes kernel objects and the journal, but not Open vSwitch's database.
	const all = (await createAll([
		["Namespace", { host, name: "rb" }],
		["Link", { host, name: "rl", type: "dummy", addresses: ["10.30.5.1/24"] }],
	])) as Made[];
	await onHost(host, "ip netns del rb; ip link del rl; rm -rf /run/pulumi-ovs");
	await newRun();
	expect(await Promise.all(all.map((made) => made.refresh()))).toEqual([false, false]);
	await newRun();
	const again = await createAll(all.map((made) => [made.kind, made.args]));
	await newRun();
	await Promise.all(again.map((made) => made.delete()));
	expect(changed(before, await snapshot(host))).toEqual([]);
});

test("a full disk under the journal stops the change before anything is made", async () => {
	await onHost(host, "mkdir -p /run/pulumi-ovs; mount -t tmpfs -o size=4k,nr_inodes=2 tmpfs /run/pulumi-ovs");
	try {
		await expect(create("Namespace", { host, name: "full" })).rejects.toThrow(/No space left on device/);
		expect(await onHost(host, "ip netns list")).toBe("");
	} finally {
		await onHost(host, "umount /run/pulumi-ovs; rm -rf /run/pulumi-ovs");
	}
});

test("reachability is measured each time", async () => {
	const probe = await create("Reachability", { host, name: "r", to: "192.0.2.1" });
	const tcp = await create("Reachability", { host, name: "t", to: "192.0.2.1", protocol: "tcp", port: 22 });
	await onHost(host, "ip route add unreachable 192.0.2.1/32");
	try {
		await newRun();
		await Promise.all([probe.refresh(), tcp.refresh()]);
		expect([probe.state.expect, tcp.state.expect]).toEqual(["unreachable", "unreachable"]);
		await expect(probe.update()).rejects.toThrow(/192\.0\.2\.1 is unreachable by icmp/);
	} finally {
		await onHost(host, "ip route del unreachable 192.0.2.1/32");
	}
	await newRun();
	await probe.update();
	expect(await probe.diff()).toBeUndefined();
});
