import { onHost, tryOnHost, until } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun } from "../support/kind";
import { settled } from "../support/management-nic";
import { changed, cleanHost, firstVrf, snapshot } from "../support/snapshot";
import { WayIn } from "../support/way-in";

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
	// The kernel does so with the first WireGuard device that is set up (wg_open), and never undoes it.
	await onHost(host, `${firstVrf}; sysctl -qw net.ipv4.conf.all.send_redirects=0`);
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
const ingress = (policy: string, ...rules: string[]) => ({
	...{ host, name: "wall", family: "netdev" },
	chains: { in: { type: "filter", hook: "ingress", priority: 0, policy, devices: ["mgmt0"], rules } },
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
	["an ingress chain of the management device with the policy drop", () => [["NftTable", ingress("drop")]]],
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

test("the shortest time is enough for a host 200 ms away, where all changes must be confirmed", async () => {
	const way = await WayIn.to([host]);
	way.delayMs = 100;
	const config = { "ovs:sshConfig": way.sshConfig, "ovs:commitConfirm": "5 always" };
	await newRun(config);
	try {
		const all = await createAll([
			["Namespace", { host, name: "far" }],
			["Bridge", { host, name: "br-far", addresses: ["10.9.8.1/24"] }],
			["Port", { host, name: "p-far", bridge: "br-far", type: "internal", netns: "far", addresses: ["10.9.8.2/24"] }],
			["OpenFlowTable", { host, bridge: "br-far", name: "far", flows: [{ match: "ip", actions: "NORMAL" }] }],
			["Link", { host, name: "v-far", type: "veth", peer: { name: "v-near", netns: "far" }, addresses: ["10.9.7.1/24"] }],
			["Route", { host, destination: "10.9.6.0/24", via: "10.9.7.2" }],
			["Sysctl", { host, key: "net.ipv4.ip_forward", value: "1" }],
			["NftTable", wall("accept")],
		]);
		await expectConverged(all, config);
		await deleteAll(all, config);
	} finally {
		await newRun();
		await way.close();
	}
	await expectUndone();
});

test("while a deletion waits for its confirmation, only root can read what the host needs to undo it", async () => {
	const secrets = {
		...{ comment: "canary-of-a-comment", element: "10.66.77.88", token: "canary-of-external-ids", psk: "canary-of-ipsec" },
		...{ key: "gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=", preshared: "FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE=" },
	};
	const publicKey = "TrMvSoP4jYQlY6RIzBgbssQqY3vxI2Pi+y71lOWWXX0=";
	const config = { ...guarded, "ovs:commitConfirm": "60 always" };
	await newRun(config);
	const made = await createAll([
		[
			"NftTable",
			{
				...{ host, name: "secret", family: "inet" },
				chains: { one: { rules: [`tcp dport 22 accept comment "${secrets.comment}"`] } },
				sets: { s: { type: "ipv4_addr", elements: [secrets.element] } },
			},
		],
		["Bridge", { host, name: "br-secret", externalIds: { token: secrets.token } }],
		["Tunnel", { host, bridge: "br-secret", name: "ipsec", type: "gre", remoteIp: "192.0.2.77", psk: secrets.psk }],
		["WireGuard", { host, name: "wgs", privateKey: secrets.key, peers: [{ publicKey, presharedKey: secrets.preshared }] }],
	]);
	// The change stops in the middle, so that no new connection confirms it.
	await onHost(
		host,
		`mkdir -p /usr/local/sbin; cat >/usr/local/sbin/ip <<'END'
#!/bin/sh
real=/usr/sbin/ip; [ -x $real ] || real=/sbin/ip
case " $* " in *" -batch "*) touch /run/held; while [ -e /run/hold ]; do sleep 0.1; done ;; esac
exec $real "$@"
END
chmod +x /usr/local/sbin/ip; rm -f /run/held; touch /run/hold`,
	);
	await newRun(config);
	const deleted = Promise.allSettled(made.map((one) => one.delete()));
	const withSecrets = (files: string) =>
		onHost(host, `grep -lasF -f - ${files} <<'END' || :\n${Object.values(secrets).join("\n")}\nEND\n`).then((found) =>
			found.split("\n").filter(Boolean),
		);
	try {
		await until("the change runs", async () => (await tryOnHost(host, "[ -e /run/held ]")).code === 0, 60_000);
		const modes = await onHost(host, "find /run/pulumi-ovs/armed -printf '%y %m\\n' | sort -u");
		expect(modes).toBe("d 700\nf 600");
		const files = await withSecrets("$(find /run /tmp /etc /var /home -xdev -type f ! -path '*/openvswitch/*')");
		expect(files).not.toEqual([]);
		expect(files.filter((file) => !file.startsWith("/run/pulumi-ovs/armed/"))).toEqual([]);
		expect(await withSecrets("/proc/[0-9]*/cmdline")).toEqual([]);
	} finally {
		await onHost(host, "rm -f /run/hold /usr/local/sbin/ip /run/held");
	}
	expect((await deleted).flatMap((end) => (end.status === "rejected" ? [end.reason.message] : []))).toEqual([]);
	await expectUndone();
}, 300_000);

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

test("the repair of a route that a change has taken along is undone by the host, where it cuts the connection", async () => {
	const device = { host, name: "dummy8", type: "dummy", addresses: ["10.8.8.1/24"] };
	const made = (await createAll([
		["Link", device],
		["Route", { host, destination: client, dev: "dummy8", table: 77 }],
		["VRF", { host, name: "red", table: 10 }],
	])) as [Made, Made, Made];
	// A device that enters a VRF loses its routes. With the rule, the route would catch the client.
	const [rule] = await Promise.all([
		create("Rule", { host, priority: 50, table: 77 }),
		made[0].update({ ...device, vrf: "red" }),
	]);
	try {
		expect(await onHost(host, "ip rule show pref 50; ip route show table 77; cat /sys/class/net/dummy8/master/ifindex")).toMatch(
			/^50:.*lookup 77.*\n\d+$/,
		);
		expect((await tryOnHost(host, armed)).stdout).toBe("");
	} finally {
		await deleteAll([rule, ...made], guarded);
	}
	await expectUndone();
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

test("a rule added to an ingress chain of the management device that stands is undone by the host", async () => {
	const table = await create("NftTable", ingress("accept"));
	// The table that the host loads again has the same chains, in another order.
	const listed = () => onHost(host, "nft -s list table netdev wall | sort");
	const former = await listed();
	await expect(table.update(ingress("accept", "drop"))).rejects.toThrow(
		/its batch touches nft table netdev wall;.* undid it by itself/,
	);
	expect(await listed()).toBe(former);
	await deleteAll([table], guarded);
	await expectUndone();
});

test("without a save of what the host has, nothing is changed", async () => {
	const table = await create("NftTable", wall("accept"));
	// Only the save lists a table without -s.
	await onHost(
		host,
		`cat >/usr/local/sbin/nft <<'END'
#!/bin/sh
case " $* " in *" -s "*) ;; *" list table "*) echo "netlink: Error: No buffer space available" >&2; exit 1 ;; esac
real=/usr/sbin/nft; [ -x $real ] || real=/sbin/nft
exec $real "$@"
END
chmod +x /usr/local/sbin/nft`,
	);
	try {
		await expect(table.update(wall("drop"))).rejects.toThrow(
			/nothing was changed, because the way back could not be prepared.*No buffer space available/s,
		);
		expect(await onHost(host, "nft -s list table inet wall")).toContain("policy accept");
	} finally {
		await onHost(host, "rm -f /usr/local/sbin/nft");
	}
	await deleteAll([table], guarded);
	await expectUndone();
});

describe("what the kernel changes beside a sysctl", () => {
	/** IPv6 of each sort over a veth pair, and devices with parameters of their own. */
	const setUp = `
ip link add dev six0 type veth peer name six1; ip link set six0 up; ip link set six1 up
ip addr add 2001:db8:60::1/64 nodad dev six0; ip addr change 2001:db8:60::1/64 dev six0
ip addr add 2001:db8:61::1/64 noprefixroute nodad dev six1
ip -6 route add 2001:db8:62::/48 via 2001:db8:60::9 dev six0 src 2001:db8:60::1 metric 9
ip -6 route add 2001:db8:63::/48 dev six1 table 77
ip -6 route add default via fe80::9 dev six0 proto ra metric 1024 expires 7000 pref high
ip -6 neigh replace 2001:db8:60::9 lladdr 02:00:00:00:00:09 dev six0 nud permanent
ip link add dev off6 type dummy; ip link set off6 up
sysctl -qw net.ipv6.conf.off6.disable_ipv6=1 net.ipv4.conf.off6.forwarding=1 net.ipv6.conf.six1.forwarding=1 net.ipv4.conf.all.accept_redirects=0 net.ipv4.conf.default.rp_filter=0
sleep 3`;
	const tearDown = "ip link del six0; ip link del off6; sysctl -qw net.ipv4.conf.all.accept_redirects=1";
	const keys: [key: string, value: string][] = [
		["net.ipv6.conf.all.disable_ipv6", "1"],
		["net.ipv6.conf.six0.disable_ipv6", "1"],
		["net.ipv6.conf.all.forwarding", "1"],
		["net.ipv4.ip_forward", "1"],
		["net.ipv4.conf.default.rp_filter", "1"],
		["net.ipv6.conf.all.addr_gen_mode", "1"],
	];

	beforeAll(async () => void (await onHost(host, setUp)));
	afterAll(async () => void (await tryOnHost(host, tearDown)));

	test.each(keys)("%s is undone with it", async (key, value) => {
		const there = settled(await snapshot(host));
		const results = await Promise.allSettled([
			create("Link", { host, name: "mgmt0", type: "device", up: false, adopt: true }),
			create("Sysctl", { host, key, value }),
		]);
		for (const result of results)
			expect(result).toMatchObject({ status: "rejected", reason: { message: expect.stringMatching(undone) } });
		expect(changed(there, settled(await snapshot(host)))).toEqual([]);
		expect((await tryOnHost(host, armed)).stdout).toBe("");
	});
});
