import { onHost, tryOnHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Changes that cut the SSH connection of the provider. The host undoes them by itself. e2e/confirm shows one of them with the engine.
const host = "h2";
let before: string[];

/** The address of the lab's gateway, from which the connection comes. */
let client = "";

const armed = "ls -d /run/pulumi-ovs/armed/* /run/pulumi-ovs/armed 2>/dev/null; ps -eo args | grep '[.]/watch'";
/** The scripts run by sudo, which hides the connection from them. */
const guarded = {
	"ovs:commitConfirm": "5",
	"ovs:hosts": JSON.stringify({ [host]: { user: "ops", become: true } }),
};

beforeAll(async () => {
	await newRun();
	await cleanHost(host);
	client = (await onHost(host, "echo $SSH_CONNECTION")).split(" ")[0] ?? "";
	before = await snapshot(host);
});
beforeEach(() => newRun(guarded));
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

/** The host has nothing of the change. */
async function expectUndone(): Promise<void> {
	expect(changed(before, await snapshot(host))).toEqual([]);
	expect((await tryOnHost(host, armed)).stdout).toBe("");
}

type Resource = [kind: string, args: object];
const wall = (policy: string) => ({
	...{ host, name: "wall", family: "inet" },
	chains: { in: { type: "filter", hook: "input", priority: 0, policy } },
});
const dummy: Resource = ["Link", { host, name: "dummy9", type: "dummy", addresses: ["10.9.9.1/24"] }];

const cuts: [what: string, resources: () => Resource[]][] = [
	["the management device set down", () => [["Link", { host, name: "mgmt0", type: "device", up: false, adopt: true }]]],
	[
		"a policy rule and a blackhole route that catch the client",
		() => [
			["Route", { host, destination: "default", type: "blackhole", table: 77 }],
			["Rule", { host, priority: 50, table: 77 }],
		],
	],
	[
		"a blackhole route of the main table to the client",
		() => [["Route", { host, destination: client, type: "blackhole" }], dummy],
	],
	["an nft table with the policy drop", () => [["NftTable", wall("drop")]]],
	[
		"a secure bridge without flows that the management device becomes a port of",
		() => [["Bridge", { host, name: "br-cut", failMode: "secure", uplink: { nic: "mgmt0", takeAddresses: false } }]],
	],
];

const undone =
	/the change cut the connection \(its batch touches .*; no new SSH connection .*within 5 s\), and the host undid it by itself/;

test.each(cuts)("%s is undone by the host, and nothing of it is left", async (_, resources) => {
	const results = await Promise.allSettled(resources().map(([kind, args]) => create(kind, args)));
	for (const result of results) {
		const error = result.status === "rejected" ? result.reason : {};
		// An error with an id would put the object into the state.
		expect([error.message, error.id]).toEqual([expect.stringMatching(undone), undefined]);
	}
	await expectUndone();
});

test("a change that leaves the way in open is confirmed, and leaves no process and no file on the host", async () => {
	const all = (await createAll([["NftTable", wall("accept")], dummy])) as [Made, Made];
	expect((await tryOnHost(host, armed)).stdout).toBe("");
	expect(await onHost(host, "nft list table inet wall | grep -c policy.accept; cat /sys/class/net/dummy9/operstate")).toMatch(
		/^1/,
	);
	const table = await onHost(host, "nft -s list table inet wall");
	await newRun(guarded);
	await expect(all[0].update(wall("drop"))).rejects.toThrow(undone);
	expect(await onHost(host, "nft -s list table inet wall")).toBe(table);
	await expectConverged(all, guarded);
	await deleteAll(all, guarded);
	await expectUndone();
});

describe("a check that confirms changes", () => {
	const peer = { host, name: "peer", to: "192.0.2.1", retries: 2, confirms: true };
	const failed =
		/the change was not confirmed \((its batch touches nft table inet wall; )?check Reachability \(h2\/Reachability\/peer\): 192\.0\.2\.1 is unreachable by icmp from this host: .*\), and the host undid it by itself/;
	const output = (rules: string[]) => ({
		...{ host, name: "wall", family: "inet" },
		chains: { out: { type: "filter", hook: "output", priority: 0, policy: "accept", rules } },
	});
	const hole = (destination: string): Resource => ["Route", { host, destination, type: "blackhole" }];

	test.each<[what: string, seconds: string, cut: Resource, harmless: Resource]>([
		["a route", "8 always", hole("192.0.2.1"), hole("198.51.100.0/24")],
		["an nft table", "8", ["NftTable", output(["ip daddr 192.0.2.1 drop"])], ["NftTable", output(["ip daddr 192.0.2.9 drop"])]],
	])("lets the host undo %s that leaves SSH open, and confirms one that it passes", async (_, seconds, cut, harmless) => {
		const config = { ...guarded, "ovs:commitConfirm": seconds };
		await newRun(config);
		const check = await create("Reachability", peer);
		await expect(create(...cut)).rejects.toThrow(failed);
		await expectUndone();
		await newRun(config);
		expect(await check.diff()).toBeUndefined();
		const made = await create(...harmless);
		expect((await tryOnHost(host, armed)).stdout).toBe("");
		await expectConverged([check, made], config);
		await deleteAll([made, check], config);
		await expectUndone();
	});
});

test("a bridge that takes over the management device is confirmed, and gives it back when it is deleted", async () => {
	const bridge = await create("Bridge", { host, name: "br-up", uplink: { nic: "mgmt0" } });
	try {
		expect((await tryOnHost(host, armed)).stdout).toBe("");
		expect(await onHost(host, "ip -o -4 addr show dev mgmt0; ovs-vsctl port-to-br mgmt0")).toBe("br-up");
	} finally {
		await deleteAll([bridge], guarded);
	}
	await expectUndone();
});
