import { onHost } from "../support/hosts";
import { create, createAll, Made, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// When the kernel refuses a step of a change, the earlier steps are rolled back.
const host = "h1";
const netns = "gw";
const at = { host, netns };
const gw = (script: string) => onHost(host, `ip netns exec gw sh -e <<'END'\n${script}\nEND`);

beforeAll(() => cleanHost(host));
beforeEach(async () => {
	await newRun();
	await onHost(host, "rm -rf /run/pulumi-ovs; ip netns add gw; ip -n gw link set lo up");
});
afterEach(async () => {
	await newRun();
	await onHost(host, "ip netns del gw");
	expect(await onHost(host, "find /run/pulumi-ovs 2>/dev/null || true")).toBe("");
});

/** Returns the error message of a failing change, and expects that its error contains no state. */
async function refused(work: Promise<unknown>): Promise<string> {
	const error = await work.then(
		() => undefined,
		(e: Error & { id?: string }) => e,
	);
	expect(error?.id).toBeUndefined();
	return String(error?.message);
}

const clean = async (...all: Made[]) => {
	await newRun();
	for (const made of all.reverse()) await made.delete();
};

/** Calls `diff` of all resources, as the engine does before the first change. */
const asDeclared = (all: Made[]) => Promise.all(all.map((made) => made.diff()));

test("a link is not left half made by an address that the kernel refuses; its neighbours in the batch are made", async () => {
	const results = await Promise.allSettled([
		create("Link", {
			...at,
			name: "bad",
			type: "veth",
			peer: { name: "badp" },
			addresses: ["10.1.0.1/24", "::1/128"],
			mtu: 1400,
		}),
		create("Link", { ...at, name: "one", type: "dummy", addresses: ["10.2.0.1/24", "2001:db8:2::1/64"] }),
		create("Link", { ...at, name: "two", type: "veth", peer: { name: "twop", addresses: ["10.3.0.1/24"] } }),
		create("Route", { ...at, destination: "10.9.0.0/16", via: "10.2.0.9" }),
	]);
	const [bad, ...others] = results;
	expect(await refused(bad.status === "rejected" ? Promise.reject(bad.reason) : Promise.resolve())).toMatch(
		/^\S+ \(h1\/gw\/Link\/bad\): ::1\/128 \(addresses\) is the loopback address.*Cannot assign requested address\); the change was undone$/,
	);
	expect(others.map((r) => (r.status === "fulfilled" ? "ok" : String(r.reason)))).toEqual(["ok", "ok", "ok"]);
	expect(await gw("ip -br link | grep bad || true")).toBe("");
	expect(await gw("ip -br addr show one")).toMatch(/10\.2\.0\.1\/24 2001:db8:2::1\/64/);
	await clean(...others.flatMap((r) => (r.status === "fulfilled" ? [r.value] : [])));
});

test("an update of a link that breaks midway goes back to the values before, those of others too", async () => {
	const args = { ...at, name: "d0", type: "dummy", addresses: ["10.1.0.1/24", "2001:db8:1::1/64"], mtu: 1400 };
	const made = await create("Link", args);
	await newRun();
	const before = await snapshot(host);
	const message = await refused(
		made.update({ ...args, addresses: ["10.4.0.1/24", "::1/128"], mtu: 1300, mac: "02:00:00:00:00:07" }),
	);
	expect(message).toMatch(/Cannot assign requested address\); the change was undone$/);
	expect(changed(before, await snapshot(host))).toEqual([]);
	expect(await made.diff()).toBeUndefined();
	await clean(made);
});

test("a tunnel that can't be made anew comes back as it was, with the routes of the program on it", async () => {
	await gw("ip link add dev other type gretap key 6 remote 192.0.2.9");
	const args = { ...at, name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"] };
	const all = await createAll([
		["Tunnel", args],
		["Route", { ...at, destination: "10.9.0.0/16", via: "10.1.0.9", dev: "t1" }],
		["Route", { ...at, destination: "default", via: "10.1.0.9", table: 77 }],
	]);
	const [made] = all as [Made];
	await gw("ip addr add 10.7.7.7/32 dev t1");
	// Routes of link-local addresses appear only after duplicate address detection, so they are left out.
	const shown = async () => (await gw("ip route show table all | grep -v fe80:")).split("\n").sort();
	const routes = await shown();
	const mac = await gw("cat /sys/class/net/t1/address");
	await newRun();
	expect(await asDeclared(all)).toEqual([undefined, undefined, undefined]);
	const message = await refused(made.update({ ...args, key: 6 }));
	expect(message).toMatch(
		/^\S+ \(h1\/gw\/Tunnel\/t1\): device t1, or another gretap device .* \(ip link add dev t1 type gretap key 6 .*: .*File exists\); the change was undone$/,
	);
	expect(await gw("ip -d link show t1")).toMatch(/gretap remote 192\.0\.2\.9 local any .*ikey 0\.0\.0\.5/);
	expect(await gw("ip -br addr show t1; cat /sys/class/net/t1/address")).toMatch(
		new RegExp(`10\\.1\\.0\\.1/24 10\\.7\\.7\\.7/32 .*\\n${mac}`),
	);
	expect(await shown()).toEqual(routes);
	await gw("ip addr del 10.7.7.7/32 dev t1");
	await newRun();
	for (const one of all) {
		await one.refresh();
		expect(await one.diff()).toBeUndefined();
	}
	await clean(...all);
	await gw("ip link del other");
});

test("a VRF that is refused a member gives the others back with their IPv6 addresses, and what is declared on them", async () => {
	await gw(
		"ip link add dev e1 type dummy; ip link set e1 up; ip addr add 10.1.0.1/24 dev e1; ip addr add 2001:db8:1::1/64 dev e1",
	);
	const route = await create("Route", { ...at, destination: "10.9.0.0/16", via: "10.1.0.9", dev: "e1" });
	await newRun();
	await asDeclared([route]);
	const message = await refused(
		create("VRF", { ...at, name: "red", table: 10, interfaces: ["e1", "lo"], unreachableDefault: true }),
	);
	expect(message).toMatch(/^\S+ \(h1\/gw\/VRF\/red\): device lo can't be a member of red .*loopback.*; the change was undone$/);
	expect(await gw("ip -br link show type vrf")).toBe("");
	expect(await gw("ip -br addr show e1; ip route show 10.9.0.0/16")).toMatch(
		/10\.1\.0\.1\/24 2001:db8:1::1\/64.*\n10\.9\.0\.0\/16 via 10\.1\.0\.9/,
	);
	await clean(route);
});

test("members of a VRF keep their IPv6 addresses, whosever they are, when they come in and when they go out", async () => {
	for (const [n, d] of ["e1", "e2"].entries())
		await gw(`ip link add dev ${d} type dummy; ip link set ${d} up; ip addr add 2001:db8:${n + 1}::1/64 dev ${d}`);
	const args = { ...at, name: "red", table: 10, interfaces: ["e1", "e2"] };
	const vrf = await create("VRF", args);
	const both = /^e1 .* 2001:db8:1::1\/64 [^\n]*\ne2 .* 2001:db8:2::1\/64 /;
	expect(await gw("ip -br addr show master red")).toMatch(both);
	await newRun();
	await vrf.update({ ...args, interfaces: ["e1"] });
	expect(await gw("ip -br addr show master red")).toMatch(/^e1 .* 2001:db8:1::1\/64 [^\n]*$/);
	expect(await gw("ip -br addr show e2")).toMatch(/2001:db8:2::1\/64/);
	await clean(vrf);
	expect(await gw("ip -br addr show e1")).toMatch(/2001:db8:1::1\/64/);
});

test("a route update that the kernel refuses leaves the route; a route, a rule, a parameter that it refuses leave no note", async () => {
	const device = await create("Link", { ...at, name: "d0", type: "dummy", addresses: ["10.1.0.1/24"] });
	const args = { ...at, destination: "10.9.0.0/16", via: "10.1.0.9", dev: "d0" };
	const route = await create("Route", args);
	await newRun();
	expect(await refused(route.update({ ...args, via: "172.16.0.1" }))).toMatch(
		/^\S+ \(h1\/gw\/Route\/10\.9\.0\.0\/16.*\): gateway 172\.16\.0\.1 \(via\) .*\(ip route replace .*: .*\); nothing was changed$/,
	);
	expect(await gw("ip route show 10.9.0.0/16")).toBe("10.9.0.0/16 via 10.1.0.9 dev d0 proto 250");
	const noted = await onHost(host, "ls /run/pulumi-ovs/owned");
	await newRun();
	const said = await Promise.all([
		refused(create("Route", { ...at, destination: "10.8.0.0/16", via: "172.16.0.1", dev: "d0" })),
		refused(create("Rule", { ...at, priority: 7, table: 5, iif: "d0", goto: 3 })),
		refused(create("Sysctl", { ...at, key: "net.ipv4.ip_forward", value: "many" })),
	]);
	for (const message of said) expect(message).toMatch(/nothing was changed$|goto/);
	expect(await onHost(host, "ls /run/pulumi-ovs/owned")).toBe(noted);
	await clean(device, route);
});

test("what can't be undone is named, and stays in the state until it is repaired", async () => {
	await onHost(host, "ovs-vsctl --may-exist add-br br-u");
	await onHost(host, "ovs-vsctl del-br br-u");
	const args = { host, name: "br-u", addresses: ["10.1.0.1/24", "::1/128"] };
	const port = { host, name: "pu", bridge: "br-u", type: "internal" };
	const [bridge, made] = await Promise.allSettled([create("Bridge", args), create("Port", port)]);
	if (bridge.status !== "rejected" || made.status !== "fulfilled") throw new Error("the bridge fails, and the port doesn't");
	expect(bridge.reason.message).toMatch(
		/^\S+ \(h1\/Bridge\/br-u\): .*could not be undone: other resources need it \(\S+ \(h1\/Port\/pu\)\)/,
	);
	const half = Made.fromError("Bridge", args, bridge.reason);
	await newRun();
	await half.update({ ...args, addresses: ["10.1.0.1/24"] });
	expect(await onHost(host, "ip -br addr show br-u; ovs-vsctl list-ports br-u")).toMatch(/10\.1\.0\.1\/24[\s\S]*\npu$/);
	await clean(half, made.value);
});

test("routes on an internal port that is replaced come back with it", async () => {
	const bridge = await create("Bridge", { host, name: "br-u" });
	const port = { host, name: "pu", bridge: "br-u", type: "internal", addresses: ["10.1.0.1/24"] };
	const made = await create("Port", port);
	const route = await create("Route", { host, destination: "10.9.0.0/16", via: "10.1.0.9", dev: "pu" });
	await newRun();
	await asDeclared([bridge, route]);
	const uuid = made.state.uuid;
	await made.replace({ ...port, tag: 5 });
	expect(made.state.uuid).not.toBe(uuid);
	expect(await onHost(host, "ip route show 10.9.0.0/16")).toBe("10.9.0.0/16 via 10.1.0.9 dev pu proto 250");
	await clean(bridge, made, route);
});

test("routes without a device move to the new table of their VRF", async () => {
	const all = await createAll([
		["VRF", { ...at, name: "red", table: 10 }],
		["Route", { ...at, destination: "10.9.0.0/16", vrf: "red", type: "blackhole" }],
		["Route", { ...at, destination: "2001:db8:9::/48", vrf: "red", type: "unreachable" }],
	]);
	const [vrf, ...routes] = all as [Made, Made, Made];
	await newRun();
	await asDeclared(routes);
	expect(await vrf.diff({ ...vrf.args, table: 20 })).toEqual(["table"]);
	await vrf.replace({ ...vrf.args, table: 20 });
	const shown = (table: number) => gw(`ip route show table ${table} 2>&1 || true; ip -6 route show table ${table} 2>&1 || true`);
	expect(await shown(20)).toMatch(/^blackhole 10\.9\.0\.0\/16 proto 250[\s\S]*unreachable 2001:db8:9::\/48/);
	expect(await shown(10)).not.toContain("proto 250");
	await clean(vrf, ...routes);
});
