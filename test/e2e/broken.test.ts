import { onHost, tryOnHost } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// These tests break Open vSwitch on the host in several ways.
const p = new Project("broken");
const said = (errors: { name: string; message: string }[], name: string) =>
	errors.flatMap((e) => (e.name === name ? [e.message] : [])).join("\n");

beforeAll(() => cleanHost("h1"));

afterAll(async () => {
	p.remove();
	await cleanHost("h1");
});

test("with ovs-vswitchd stopped nothing hangs, and the message says so", async () => {
	p.program(`new ovs.Bridge("b2", { host: "h1" });`);
	await onHost("h1", "lab-ovs stop vswitchd");
	try {
		const began = Date.now();
		const { code, errors } = await p.tryUp();
		expect(code).not.toBe(0);
		expect(said(errors, "b2")).toMatch(/ovs-vswitchd is not running/);
		expect(Date.now() - began).toBeLessThan(60_000);
	} finally {
		await onHost("h1", "lab-ovs start vswitchd");
	}
	await p.up();
});

test("a stuck ovs-vswitchd is given up after a limit", async () => {
	p.program(`new ovs.Bridge("b3", { host: "h1" });`);
	await onHost("h1", "kill -STOP $(cat /run/openvswitch/ovs-vswitchd.pid)");
	try {
		const { code, errors } = await p.tryUp();
		expect(code).not.toBe(0);
		expect(said(errors, "b3")).toMatch(/ovs-vswitchd.*(stuck|not running|answer)/);
	} finally {
		await onHost("h1", "kill -CONT $(cat /run/openvswitch/ovs-vswitchd.pid)");
	}
	await p.up();
});

test("a full disk on the host is said to be one, and after it was emptied the next up finishes", async () => {
	const move = (mount: string) => `lab-ovs stop all; cp /etc/openvswitch/conf.db /run/conf.db; ${mount}
cp /run/conf.db /etc/openvswitch/conf.db; lab-ovs start all`;
	await onHost("h1", move("mount -t tmpfs -o size=1m tmpfs /etc/openvswitch"));
	p.program(`new ovs.Bridge("b4", { host: "h1" }); new ovs.Namespace("nsfull", { host: "h1" });`);
	try {
		await tryOnHost(
			"h1",
			`dd if=/dev/zero of=/etc/openvswitch/fill bs=4k 2>/dev/null
mkdir -p /run/pulumi-ovs; mount -t tmpfs -o size=4k,nr_inodes=2 tmpfs /run/pulumi-ovs`,
		);
		const { code, errors } = await p.tryUp();
		expect(code).not.toBe(0);
		expect(errors.map((e) => e.message).join()).toMatch(/No space left on device|no space|disk/i);
		expect(said(errors, "nsfull")).toMatch(/No space left on device/);
		expect(await onHost("h1", "ip netns list")).toBe("");
		await onHost("h1", "rm /etc/openvswitch/fill; umount /run/pulumi-ovs");
		await p.up();
		expect(await onHost("h1", "ovs-vsctl br-exists b4; ip netns list | grep -c nsfull")).toBe("1");
	} finally {
		await tryOnHost("h1", `umount /run/pulumi-ovs; rm -f /etc/openvswitch/fill; ${move("umount /etc/openvswitch")}`);
	}
});
