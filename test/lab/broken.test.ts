import { onHost, tryOnHost, until } from "../support/hosts";
import { create, Made, newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

// Open vSwitch on the host is broken in several ways. A create then fails, and the next run finishes it.
const host = "h1";

beforeAll(() => cleanHost(host));
beforeEach(() => newRun());
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

type Failure = Error & { id?: string };

/** The error of a create, if it fails. */
const failing = (kind: string, args: object): Promise<Failure | undefined> =>
	create(kind, args).then(
		() => undefined,
		(error) => error,
	);

/** Does what the next `up` does: an object that the error has put into the state is updated, and another one is created. */
async function finish(kind: string, args: object, error: Failure | undefined): Promise<void> {
	await newRun();
	if (error?.id !== undefined) await Made.fromError(kind, args, error).update();
	else if (error) await create(kind, args);
}

test("with ovs-vswitchd stopped nothing hangs, and the message says so", async () => {
	const args = { host, name: "b2" };
	await onHost(host, "lab-ovs stop vswitchd");
	const error = await failing("Bridge", args).finally(() => onHost(host, "lab-ovs start vswitchd"));
	expect(error?.message).toMatch(/ovs-vswitchd is not running/);
	await finish("Bridge", args, error);
});

test("with ovsdb-server stopped and ovs-vswitchd running, nothing hangs, the message says so, and other tools go on", async () => {
	const all: [string, object][] = [
		["Bridge", { host, name: "b5" }],
		["OpenFlowTable", { host, bridge: "b2", name: "t", flows: [{ actions: "drop" }] }],
		["Link", { host, name: "ddb", type: "dummy" }],
	];
	await onHost(host, "ovs-vsctl --may-exist add-br b2; lab-ovs stop ovsdb");
	const errors = await Promise.all(all.map(([kind, args]) => failing(kind, args))).finally(() =>
		onHost(host, "lab-ovs start ovsdb"),
	);
	for (const error of errors.slice(0, 2)) expect(error?.message).toMatch(/Open vSwitch's database doesn't answer/);
	expect(errors[2]).toBeUndefined();
	for (const [i, [kind, args]] of all.entries()) await finish(kind, args, errors[i]);
	expect(await onHost(host, "ovs-vsctl br-exists b5; ovs-ofctl dump-flows b2 | grep -c actions=drop")).toBe("1");
});

test("a stuck ovs-vswitchd is given up after a limit", async () => {
	const args = { host, name: "b3" };
	const signal = (name: string) => onHost(host, `kill -${name} $(cat /run/openvswitch/ovs-vswitchd.pid)`);
	await signal("STOP");
	const error = await failing("Bridge", args).finally(() => signal("CONT"));
	expect(error?.message).toMatch(/ovs-vswitchd.*(stuck|not running|answer)/);
	await finish("Bridge", args, error);
});

test("a full disk on the host is said to be one, and after it was emptied the next run finishes", async () => {
	const move = (mount: string) => `lab-ovs stop all; cp /etc/openvswitch/conf.db /run/conf.db; ${mount}
cp /run/conf.db /etc/openvswitch/conf.db; lab-ovs start all`;
	await onHost(host, move("mount -t tmpfs -o size=1m tmpfs /etc/openvswitch"));
	const all: [string, object][] = [
		["Bridge", { host, name: "b4" }],
		["Namespace", { host, name: "nsfull" }],
	];
	try {
		await tryOnHost(
			host,
			`dd if=/dev/zero of=/etc/openvswitch/fill bs=4k 2>/dev/null
mkdir -p /run/pulumi-ovs; mount -t tmpfs -o size=4k,nr_inodes=2 tmpfs /run/pulumi-ovs`,
		);
		const errors = await Promise.all(all.map(([kind, args]) => failing(kind, args)));
		expect(errors[1]?.message).toMatch(/No space left on device/);
		expect(await onHost(host, "ip netns list")).toBe("");
		await onHost(host, "rm /etc/openvswitch/fill; umount /run/pulumi-ovs");
		// ovs-vswitchd writes what it could not write, such as a bridge's datapath id, at the next change of the configuration.
		const probe = "ovs-vsctl --timeout=5 set Open_vSwitch . external_ids:probe=1";
		await until("ovs-vswitchd writes again", async () => (await tryOnHost(host, probe)).code === 0);
		await onHost(host, "ovs-vsctl remove Open_vSwitch . external_ids probe");
		for (const [i, [kind, args]] of all.entries()) await finish(kind, args, errors[i]);
		expect(await onHost(host, "ovs-vsctl br-exists b4; ip netns list | grep -c nsfull")).toBe("1");
	} finally {
		await tryOnHost(host, `umount /run/pulumi-ovs; rm -f /etc/openvswitch/fill; ${move("umount /etc/openvswitch")}`);
	}
});
