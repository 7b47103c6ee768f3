import { ChangeError } from "../../../provider/apply/half-made";
import { previousKey } from "../../../provider/base/state-fields";
import type { Values } from "../../../provider/base/values";
import { Facts } from "../../../provider/model/facts";
import type { Operation } from "../../../provider/plan/operation";
import { kindNamed, op } from "../support/cases";
import { FakeKernel } from "../support/fakekernel";
import { messages } from "../support/messages";

const dummy = (name: string, addresses: string[], was?: Values) => op("Link", { name, type: "dummy", addresses }, was);
const tunnel = (key: number, was?: Values) =>
	op("Tunnel", { name: "t1", type: "gretap", key, remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"] }, was);
const route = (more: Values = {}, was?: Values) => op("Route", { destination: "10.9.0.0/16", dev: "t1", ...more }, was);

/** Submits all operations as one run of the engine. */
function run(fake: FakeKernel, ...operations: Operation[]): Promise<PromiseSettledResult<unknown>[]> {
	for (const operation of operations) fake.host.declare(operation.id, operation);
	return Promise.allSettled(operations.map((operation) => fake.submit(operation)));
}

/** Lets the host show another text in place of one that it has. */
function shows(fake: FakeKernel, text: string, other: string): void {
	const kernel = fake as unknown as { look(argv: string[]): string };
	const { look } = kernel;
	kernel.look = (argv) => look.call(fake, argv).replaceAll(text, other);
}

/** Replaces a resource as the engine does: delete, then create. */
async function replaced(fake: FakeKernel, old: Operation, next: Operation): Promise<void> {
	fake.host.declare(next.id, next);
	await fake.submit(old);
	expect(fake.routes.filter((r) => r.dev !== undefined)).toEqual([]);
	await fake.submit(next);
}

const isHalfMade = ([result]: PromiseSettledResult<unknown>[]) =>
	result?.status === "rejected" && result.reason instanceof ChangeError;

/** The devices without the values that change when a device is recreated. */
const devices = (fake: FakeKernel) =>
	[...fake.devices].map(([name, d]) => [name, d.alias ?? "", d.up, d.mac, [...d.addresses].sort().join(" ")].join(" "));

test("a new device whose second address fails is removed, and the others of its batch are created", async () => {
	const fake = new FakeKernel("h1");
	fake.refusedWords.add("10.0.0.9/24");
	const results = await run(fake, dummy("a", ["10.0.0.1/24", "10.0.0.9/24"]), dummy("b", ["10.0.1.1/24"]), dummy("c", []));
	expect(messages(results)).toEqual([
		"h1/Link/a: ip addr add 10.0.0.9/24 dev a: RTNETLINK answers: Invalid argument; the change was undone",
		"ok",
		"ok",
	]);
	expect(isHalfMade(results)).toBe(false);
	// Devices that were created but not marked when the batch failed still belong to the program.
	expect([...fake.devices].map(([name, d]) => `${name} ${d.alias}`).sort()).toEqual([
		"b pulumi-ovs:demo/dev",
		"c pulumi-ovs:demo/dev",
	]);
});

test("a device that is created again has the addresses of others, also where another resource fails in between", async () => {
	const fake = new FakeKernel("h1");
	const values = { name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9" };
	expect(messages(await run(fake, op("Tunnel", values)))).toEqual(["ok"]);
	fake.devices.get("t1")?.addresses.push("10.1.0.7/24");
	fake.host.session.facts = new Facts();
	// The kernel refuses the address of a, whose line comes before those for the settings of t1.
	fake.refusedWords.add("10.0.0.9/24");
	const results = await run(fake, dummy("a", ["10.0.0.9/24"]), op("Tunnel", { ...values, key: 6 }, values), dummy("b", []));
	expect(messages(results)).toEqual([expect.stringContaining("10.0.0.9/24"), "ok", "ok"]);
	expect(fake.devices.get("t1")?.addresses).toEqual(["10.1.0.7/24"]);
	// The kernel refuses to create c, after t1 has been deleted and before it is created.
	fake.refusedWords.add("add dev c");
	const next = await run(fake, dummy("c", []), op("Tunnel", { ...values, key: 7 }, { ...values, key: 6 }));
	expect(messages(next)).toEqual([expect.stringContaining("link add dev c"), "ok"]);
	expect(fake.devices.get("t1")?.addresses).toEqual(["10.1.0.7/24"]);
});

test("a change that fails at once leaves no change and no journal entry", async () => {
	const fake = new FakeKernel("h1");
	fake.device("t1", { up: true });
	fake.refusedWords.add("10.9.0.0/16");
	const results = await run(fake, route());
	expect(messages(results)[0]).toMatch(
		/^h1\/Route\/10\.9\.0\.0\/16\/.*: ip route add 10\.9.*Invalid argument; nothing was changed$/,
	);
	expect([...fake.journal.values()]).toEqual([]);
	fake.refusedWords.clear();
	expect(messages(await run(fake, route()))).toEqual(["ok"]);
	expect(fake.journal.size).toBe(1);
});

test("many routes in one resource leave no journal entries where the kernel refuses the first", async () => {
	const fake = new FakeKernel("h1");
	fake.device("t1", { up: true });
	fake.refusedWords.add("10.9.0.0/16");
	const refused = { destination: "10.9.0.0/16", dev: "t1" };
	const routes = (list: Values[], was?: Values) => op("Routes", { name: "r", routes: list }, was);
	expect(messages(await run(fake, routes([refused])))[0]).toMatch(/nothing was changed$/);
	expect([...fake.journal.values()]).toEqual([]);

	// A Route that becomes part of a Routes keeps its entry where that fails.
	const alone = op("Route", { destination: "10.7.0.0/16", dev: "t1" });
	await fake.submit(alone);
	const own = [...fake.journal.values()];
	const moved = { destination: "10.7.0.0/16", dev: "t1" };
	expect(messages(await run(fake, routes([refused, moved])))[0]).toMatch(/the change was undone$|nothing was changed$/);
	expect([...fake.journal.values()]).toEqual(own);

	const first = routes([{ destination: "10.8.0.0/16", dev: "t1" }]);
	await fake.submit(first);
	const entries = [...fake.journal.values()];
	const later = routes([refused], { ...first.want, __owner: "demo/dev" });
	expect(messages(await run(fake, later))[0]).toMatch(/the change was undone$|nothing was changed$/);
	expect([...fake.journal.values()]).toEqual(entries);
});

describe("a change that is carried out, and that the kernel does not have as wanted", () => {
	const rule = (more: Values, was?: Values) => op("Rule", { priority: 500, table: 7, ...more }, was);

	test("is undone where it created the object, and leaves no journal entry", async () => {
		const fake = new FakeKernel("h1");
		fake.ignoredWords.add("fwmark 0x7");
		const results = await run(fake, rule({ fwmark: 7 }), dummy("b", ["10.0.1.1/24"]));
		expect(messages(results)).toEqual(["h1/Rule/inet/500: fwmark is not set, wanted 7; the change was undone", "ok"]);
		expect(isHalfMade(results)).toBe(false);
		expect([fake.rules, fake.journal.size]).toEqual([[], 0]);
		expect(fake.devices.get("b")?.addresses).toEqual(["10.0.1.1/24"]);
		fake.ignoredWords.clear();
		expect(messages(await run(fake, rule({ fwmark: 7 })))).toEqual(["ok"]);
	});

	test("is undone where it changed the object", async () => {
		const fake = new FakeKernel("h1");
		expect(messages(await run(fake, rule({ fwmark: 5 })))).toEqual(["ok"]);
		const before = structuredClone(fake.rules);
		fake.ignoredWords.add("fwmark 0x7");
		const results = await run(fake, rule({ fwmark: 7 }, { family: "inet", priority: 500, table: 7, fwmark: 5 }));
		expect(messages(results)).toEqual(["h1/Rule/inet/500: fwmark is not set, wanted 7; the change was undone"]);
		expect([fake.rules, fake.journal.size]).toEqual([before, 1]);
	});

	test("is undone with its side effects: a device that is deleted again takes no other's routes along", async () => {
		const fake = new FakeKernel("h1");
		expect(messages(await run(fake, tunnel(5), route()))).toEqual(["ok", "ok"]);
		fake.host.session.facts = new Facts();
		const before = [devices(fake), structuredClone(fake.routes)];
		fake.ignoredWords.add("remote 192.0.2.7");
		const was = { name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"], up: true };
		const results = await run(fake, op("Tunnel", { ...was, remoteIp: "192.0.2.7" }, was));
		expect(messages(results)).toEqual(['h1/Tunnel/t1: remoteIp is not set, wanted "192.0.2.7"; the change was undone']);
		expect([devices(fake), fake.routes]).toEqual(before);
	});

	test("is undone after what requires it, and stays under what was created on it", async () => {
		const fake = new FakeKernel("h1");
		fake.ignoredWords.add("mtu 1400");
		const wrong = op("Link", { name: "a", type: "dummy", mtu: 1400, up: true });
		const over = op("Route", { destination: "10.9.0.0/16", dev: "a" });
		const results = await run(fake, wrong, over);
		expect(messages(results)).toEqual([
			expect.stringMatching(
				/^h1\/Link\/a: mtu is 1500, wanted 1400; the change could not be undone: other resources need it .*Route/,
			),
			"ok",
		]);
		expect(isHalfMade(results)).toBe(true);
	});
});

test("an update that fails midway restores the values before, those of others too", async () => {
	const fake = new FakeKernel("h1");
	fake.device("a", { kind: "dummy", alias: "pulumi-ovs:demo/dev", up: true, addresses: ["10.0.0.1/24"] });
	const before = devices(fake);
	fake.refusedWords.add("10.0.0.9/24");
	const want = { name: "a", type: "dummy", addresses: ["10.0.0.2/24", "10.0.0.9/24"], mtu: 1400, up: true };
	const results = await run(fake, op("Link", want, { name: "a", type: "dummy", addresses: ["10.0.0.1/24"], up: true }));
	expect(messages(results)[0]).toMatch(/addr (add|replace) 10\.0\.0\.9.*; the change was undone$/);
	expect(isHalfMade(results)).toBe(false);
	expect(devices(fake)).toEqual(before);
	expect(fake.devices.get("a")?.mtu).toBe(1500);
});

test("a device whose recreation fails is restored with its routes", async () => {
	const fake = new FakeKernel("h1");
	expect(messages(await run(fake, tunnel(5), route()))).toEqual(["ok", "ok"]);
	fake.devices.get("t1")?.addresses.push("10.7.7.7/32");
	fake.routes.push({ dst: "10.8.0.0/16", table: "77", proto: "3", type: "unicast", dev: "t1" });
	fake.host.session.facts = new Facts();
	const before = [devices(fake), fake.routes];
	fake.refusedWords.add("key 6");
	const was = { name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"], up: true };
	const results = await run(fake, tunnel(6, was));
	expect(messages(results)[0]).toMatch(/^h1\/Tunnel\/t1: .*ip link add .* key 6 .*; the change was undone$/);
	expect([devices(fake), fake.routes]).toEqual(before);
	expect(fake.devices.get("t1")?.data).toMatchObject({ ikey: "0.0.0.5" });
});

test("a device stays as it is while others have something attached to it that does not come back with it", async () => {
	const fake = new FakeKernel("h1");
	expect(messages(await run(fake, tunnel(5)))).toEqual(["ok"]);
	const before = devices(fake);
	fake.attached.set("t1", "@kernel 6.1.0\n@tc\nqdisc tbf 8001: root refcnt 2 rate 1Mbit\n");
	const was = { name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"], up: true };
	expect(messages(await run(fake, tunnel(6, was)))).toEqual([
		expect.stringMatching(/^h1\/Tunnel\/t1: it can't be recreated, .*queueing discipline tbf/),
	]);
	expect(devices(fake)).toEqual(before);
	expect(messages(await run(fake, tunnel(5, was)))).toEqual(["ok"]);
});

test("routes of others over a recreated device are restored; a warning names those that can't be", async () => {
	const fake = new FakeKernel("h1");
	expect(messages(await run(fake, tunnel(5), route()))).toEqual(["ok", "ok"]);
	const theirs = { dst: "10.8.0.0/16", table: "77", proto: "3", type: "unicast", dev: "t1" };
	const bird = { ...theirs, dst: "10.5.0.0/16", proto: "12" };
	fake.routes.push({ ...theirs, dst: "10.6.0.0/16" }, theirs, { ...theirs, dst: "10.7.0.0/16", nhid: 4 }, bird);
	fake.host.session.facts = new Facts();
	fake.refusedWords.add("10.6.0.0");
	const was = { name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"], up: true };
	const results = await run(fake, tunnel(6, was));
	expect(results).toEqual([
		{
			status: "fulfilled",
			value: expect.objectContaining({
				warnings: [
					"route 10.6.0.0/16 of table 77 with metric 0, tos 0 (dev t1) is missing: add it again by hand",
					"route 10.7.0.0/16 of table 77 with metric 0, tos 0 (dev t1) is missing (it can't be restored with these settings: nhid): add it again by hand",
				],
			}),
		},
	]);
	expect(fake.routes.map((r) => `${r.dst} ${r.proto}`).sort()).toEqual(["10.8.0.0/16 3", "10.9.0.0/16 250"]);
});

test("restoring routes of others costs one exec and one for the note of them, and none where there are no such routes", async () => {
	const execs = async (...routes: FakeKernel["routes"]) => {
		const fake = new FakeKernel("h1");
		const data = { remote: "192.0.2.9", ikey: "0.0.0.5", okey: "0.0.0.5" };
		fake.device("t1", { kind: "gretap", data, alias: "pulumi-ovs:demo/dev", up: true, addresses: ["10.1.0.1/24"] });
		fake.routes.push(...routes);
		const was = { name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"], up: true };
		expect(messages(await run(fake, tunnel(6, was)))).toEqual(["ok"]);
		expect(messages(await run(fake, dummy("a", ["10.0.0.1/24"])))).toEqual(["ok"]);
		return fake.execs;
	};
	const route = { table: "254", type: "unicast", dev: "t1" };
	const passing = ["2", "9", "16", "186"].map((proto, i) => ({ ...route, dst: `10.${i}.0.0/24`, proto }));
	expect(await execs(...passing)).toBe(await execs());
	expect(await execs({ ...route, dst: "10.8.0.0/16", proto: "4" })).toBe((await execs()) + 2);
});

test("routes of others are restored after an earlier side effect too, but not into a VRF that the device enters", async () => {
	const gone = async (more: Values) => {
		const fake = new FakeKernel("h1");
		const own = { alias: "pulumi-ovs:demo/dev", up: true };
		fake.device("red", { kind: "vrf", data: { table: "101" } });
		fake.device("a", { kind: "dummy", ...own, addresses: ["10.0.0.1/24"] });
		const data = { remote: "192.0.2.9", ikey: "0.0.0.5", okey: "0.0.0.5" };
		fake.device("t1", { kind: "gretap", ...own, data, addresses: ["10.1.0.1/24"] });
		fake.routes.push({ dst: "10.8.0.0/16", table: "254", proto: "3", type: "unicast", dev: "t1" });
		const [other] = await run(
			fake,
			dummy("a", ["10.0.0.2/24"], { name: "a", type: "dummy", addresses: ["10.0.0.1/24"], up: true }),
		);
		const was = { name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"], up: true };
		const want = { ...was, key: 6, ...more };
		expect(messages([...(other ? [other] : []), ...(await run(fake, op("Tunnel", want, was)))])).toEqual(["ok", "ok"]);
		return fake.routes.map(({ dst }) => dst);
	};
	expect(await gone({})).toEqual(["10.8.0.0/16"]);
	expect(await gone({ vrf: "red" })).toEqual([]);
});

describe("routes of others over a device that stays", () => {
	const own = { alias: "pulumi-ovs:demo/dev", up: true };
	const data = { mode: "802.3ad", miimon: 100, xmit_hash_policy: "layer2", ad_lacp_rate: "slow" };
	const over = (dev: string, dst = "default") => ({ dst, table: "254", proto: "3", type: "unicast", via: "10.0.0.9", dev });
	const bond = { name: "bo0", type: "bond", mode: "802.3ad", interfaces: ["eth1"], up: true };
	const dummy = { name: "bo0", type: "dummy", addresses: ["10.0.0.1/24"], up: true };

	/** A run in which the kernel drops the routes, and one in which it refuses the change with this word. */
	test.each<[string, Values, Values, Values, string]>([
		["gets another address", { kind: "dummy", addresses: ["10.0.0.1/24"] }, dummy, { addresses: ["10.0.0.2/24"] }, "10.0.0.2/24"],
		["gets another option that needs it down", { kind: "bond", data }, bond, { lacpRate: "fast" }, "lacp_rate"],
		["gets another mode", { kind: "bond", data }, bond, { mode: undefined }, "mode balance-rr"],
	])("are back where it %s", async (_, device, was, more, word) => {
		for (const refused of ["", word]) {
			const fake = new FakeKernel("h1");
			fake.device("bo0", { ...own, ...device });
			fake.device("eth1", { up: true, ...(device.kind === "bond" ? { master: "bo0" } : {}) });
			fake.device("bo0.5", { kind: "vlan", parent: "bo0", up: true, addresses: ["10.0.5.1/24"] });
			if (device.kind === "dummy") fake.devices.delete("bo0.5");
			fake.routes.push(over("bo0"), ...(device.kind === "dummy" ? [] : [over("bo0.5", "10.5.0.0/16")]));
			const before = [...fake.routes];
			if (refused) fake.refusedWords.add(refused);
			const [result] = messages(await run(fake, op("Link", { ...was, ...more }, was)));
			expect(result).toMatch(refused ? /; the change was undone$/ : /^ok$/);
			expect(fake.routes).toEqual(before);
			fake.refusedWords.clear();
			// A second change of the run drops the routes once more.
			expect(messages(await run(fake, op("Link", was, { ...was, ...more })))).toEqual(["ok"]);
			expect(fake.routes).toEqual(before);
		}
	});

	test("are back where a NIC gets its former address back", async () => {
		const fake = new FakeKernel("h1");
		fake.device("eth1", { up: true, addresses: ["10.0.0.1/24"] });
		fake.routes.push(over("eth1"));
		const before = [...fake.routes];
		const want = { name: "eth1", type: "device", addresses: ["10.0.0.2/24"] };
		const was = { ...want, [previousKey]: { addresses: ["10.0.0.1/24"] } };
		fake.devices.get("eth1")?.addresses.splice(0, 1, "10.0.0.2/24");
		expect(messages(await run(fake, op("Link", null, was)))).toEqual(["ok"]);
		expect(fake.devices.get("eth1")?.addresses).toEqual(["10.0.0.1/24"]);
		expect(fake.routes).toEqual(before);
	});

	test("are named where they can't come back", async () => {
		const fake = new FakeKernel("h1");
		fake.device("eth1", { up: true, addresses: ["10.0.0.1/24"] });
		fake.routes.push(over("eth1"));
		fake.refusedWords.add("route add");
		const [result] = await run(fake, op("Link", { name: "eth1", type: "device", addresses: [] }));
		expect(result).toMatchObject({
			value: {
				warnings: ["route default of table 254 with metric 0, tos 0 (via 10.0.0.9 dev eth1) is missing: add it again by hand"],
			},
		});
	});
});

describe("a device that the engine deletes and creates again", () => {
	const d0 = { name: "d0", type: "dummy", up: true };
	const made = () => {
		const fake = new FakeKernel("h1");
		fake.device("lb", { kind: "bridge", up: true });
		fake.device("d0", {
			...{ kind: "dummy", alias: "pulumi-ovs:demo/dev", up: true },
			...{ master: "lb", addresses: ["10.1.0.1/24", "10.1.0.7/24"] },
		});
		return fake;
	};

	test("has the addresses and the master that others gave it", async () => {
		const fake = made();
		await replaced(fake, op("Link", null, d0), op("Link", d0));
		expect(fake.devices.get("d0")).toMatchObject({ index: 3, master: "lb", addresses: ["10.1.0.1/24", "10.1.0.7/24"] });
	});

	test("has no addresses and no master that the program has dropped", async () => {
		const fake = made();
		const old = { ...d0, master: "lb", addresses: ["10.1.0.1/24", "10.1.0.7/24"] };
		await replaced(fake, op("Link", null, old), op("Link", { ...d0, addresses: ["10.1.0.7/24"] }));
		expect(fake.devices.get("d0")).toMatchObject({ index: 3, addresses: ["10.1.0.7/24"] });
		expect(fake.devices.get("d0")?.master).toBeUndefined();
	});

	test("stays as it is while others have something attached to it that does not come back with it", async () => {
		const fake = made();
		fake.attached.set("d0", "@kernel 6.1.0\n@tc\nqdisc tbf 8001: root refcnt 2 rate 1Mbit\n");
		const before = devices(fake);
		fake.host.declare("Link/d0", op("Link", d0));
		await expect(fake.submit(op("Link", null, d0))).rejects.toThrow(
			/it can't be recreated, because .* attached to it: queueing discipline tbf[.] Remove that first .*, and add it again afterwards/,
		);
		expect(devices(fake)).toEqual(before);
		const other = made();
		other.attached.set("d0", "@kernel 6.1.0\n@tc\nqdisc tbf 8001: root refcnt 2 rate 1Mbit\n");
		await other.submit(op("Link", null, d0));
		expect(other.devices.has("d0")).toBe(false);
	});

	test("has the devices of others in it again, if it is a VRF", async () => {
		const fake = new FakeKernel("h1");
		fake.device("red", { kind: "vrf", alias: "pulumi-ovs:demo/dev", up: true, data: { table: 10 } });
		fake.device("eth1", { up: true, master: "red" });
		fake.device("eth2", { up: true, master: "red" });
		const red = { name: "red", table: 10, up: true, interfaces: ["eth2"] };
		await replaced(fake, op("VRF", null, red), op("VRF", { name: "red", table: 20 }));
		expect([fake.devices.get("eth1")?.master, fake.devices.get("eth2")?.master]).toEqual(["red", undefined]);
	});
});

test("routes of others are restored over a replaced device, and not over a deleted one", async () => {
	const fake = new FakeKernel("h1");
	const old = { name: "d0", type: "dummy", addresses: ["10.1.0.1/24"], up: true };
	fake.device("d0", { kind: "dummy", alias: "pulumi-ovs:demo/dev", up: true, addresses: ["10.1.0.1/24"] });
	const theirs = { dst: "10.8.0.0/16", table: "77", proto: "4", type: "unicast", dev: "d0", via: "10.1.0.9" };
	fake.routes.push(theirs);
	await replaced(fake, op("Link", null, old), op("Link", old));
	expect(fake.routes).toEqual([theirs]);
	const other = new FakeKernel("h2");
	other.device("d0", { kind: "dummy", alias: "pulumi-ovs:demo/dev", up: true });
	other.routes.push(theirs);
	await other.submit(op("Link", null, old));
	expect([other.routes, other.execs]).toEqual([[], 2]);
});

describe("neighbors of others", () => {
	const own = { alias: "pulumi-ovs:demo/dev", up: true };
	const addresses = ["10.0.0.1/24"];
	const mac = "02:00:00:00:00:77";
	const d0 = { name: "d0", type: "dummy", addresses, up: true };
	const t1 = { name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", addresses, up: true };
	const theirs = (dev: string) => [
		{ dst: "10.0.0.9", dev, lladdr: "02:00:00:00:00:09" },
		{ dst: "10.0.0.8", dev, lladdr: "02:00:00:00:00:08", protocol: "4" },
		{ dst: "2001:db8::9", dev, proxy: null },
	];
	const made = (dev: string) => {
		const fake = new FakeKernel("h1");
		fake.device("red", { kind: "vrf", data: { table: "101" }, up: true });
		fake.device("d0", { kind: "dummy", ...own, addresses: [...addresses] });
		fake.device("d0.5", { kind: "vlan", parent: "d0", data: { id: 5 }, up: true });
		const data = { remote: "192.0.2.9", ikey: "0.0.0.5", okey: "0.0.0.5" };
		fake.device("t1", { kind: "gretap", ...own, data, addresses: [...addresses] });
		fake.neighbors.push(...theirs(dev));
		return fake;
	};
	const sorted = (fake: FakeKernel) => [...fake.neighbors].map((one) => JSON.stringify(one)).sort();

	/** A run in which the kernel removes the entries, and one in which it refuses the change with this word. */
	test.each<[string, string, string, Values, Values, string]>([
		["gets another MAC address", "d0", "Link", d0, { mac }, "mtu 1400"],
		["enters a VRF", "d0", "Link", d0, { vrf: "red" }, "mtu 1400"],
		["is set down", "d0", "Link", d0, { up: false }, "down"],
		["loses its last IPv4 address", "d0", "Link", d0, { addresses: ["10.0.0.2/24"] }, "10.0.0.2/24"],
		["is created again", "t1", "Tunnel", t1, { key: 6 }, "key 6"],
	])("are back where a device %s", async (_, dev, kind, was, more, refused) => {
		for (const word of ["", refused]) {
			const fake = made(dev);
			const before = sorted(fake);
			if (word) fake.refusedWords.add(word);
			const extra = word === "mtu 1400" ? { mtu: 1400 } : {};
			const [result] = messages(await run(fake, op(kind, { ...was, ...more, ...extra }, was)));
			expect(result).toMatch(word ? /; (the change was undone|nothing was changed)$/ : /^ok$/);
			expect(sorted(fake)).toEqual(before);
			fake.refusedWords.clear();
			// A further change of the run removes them once more.
			expect(messages(await run(fake, op(kind, was, { ...was, ...more })))).toEqual(["ok"]);
			expect(sorted(fake)).toEqual(before);
		}
	});

	test("are back over a VLAN of a device that is set down", async () => {
		const fake = made("d0.5");
		const before = sorted(fake);
		expect(messages(await run(fake, op("Link", { ...d0, up: false }, d0)))).toEqual(["ok"]);
		expect(sorted(fake)).toEqual(before);
	});

	test("are back over a replaced device, and not over a deleted one", async () => {
		const withOwnVlan = () => {
			const fake = made("d0");
			fake.device("d0.5", { kind: "vlan", parent: "d0", data: { id: 5 }, ...own });
			return fake;
		};
		const fake = withOwnVlan();
		const before = sorted(fake);
		await replaced(fake, op("Link", null, d0), op("Link", d0));
		expect(sorted(fake)).toEqual(before);
		const other = withOwnVlan();
		await other.submit(op("Link", null, d0));
		expect(other.neighbors).toEqual([]);
	});

	test("are named where they can't come back; those of daemons are left to them", async () => {
		const fake = made("d0");
		fake.neighbors.push({ dst: "10.0.0.7", dev: "d0", lladdr: mac, protocol: "11" });
		fake.refusedWords.add("neigh replace 10.0.0.9").add("neigh replace proxy");
		const [result] = await run(fake, op("Link", { ...d0, mac }, d0));
		expect(result).toMatchObject({
			value: {
				warnings: [
					"neighbor 10.0.0.9 dev d0 is missing: add it again by hand",
					"neighbor proxy 2001:db8::9 dev d0 is missing: add it again by hand",
				],
			},
		});
		expect(fake.neighbors.map(({ dst }) => dst)).toEqual(["10.0.0.8"]);
	});

	test("are not read where a change takes none along", async () => {
		const looks = async (...operations: Operation[]) => {
			const fake = made("d0");
			const look = jest.spyOn(fake as unknown as { look(argv: string[]): string }, "look");
			expect(messages(await run(fake, ...operations)).every((message) => message === "ok")).toBe(true);
			return look.mock.calls.filter(([argv]) => argv.join(" ").includes("neigh show")).length;
		};
		expect(await looks(op("Link", { ...d0, mtu: 1400 }, d0))).toBe(0);
		expect(await looks(op("Link", { ...d0, addresses: [...addresses, "10.0.0.2/24"] }, d0))).toBe(0);
		expect(await looks(op("Link", { name: "d1", type: "dummy", addresses: ["10.0.1.1/24"], mac, up: true }))).toBe(0);
		expect(await looks(op("Link", { ...d0, mac }, d0))).toBeGreaterThan(0);
	});
});

describe("entries of others in the forwarding database of a Linux bridge", () => {
	const t1 = { name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", master: "lb", up: true };
	const theirs = [
		{ mac: "02:00:00:00:00:09", ifname: "t1", vlan: 5, flags: ["sticky"], master: "lb", state: "static" },
		{ mac: "02:00:00:00:00:08", ifname: "t1", flags: [], master: "lb", state: "permanent" },
	];
	const group = { dev: "lb", port: "t1", grp: "239.1.1.1", state: "permanent" };
	const groups = [group, { ...group, grp: "ff0e::1", vid: 5 }];
	const made = () => {
		const fake = new FakeKernel("h1");
		fake.device("lb", { kind: "bridge", up: true });
		fake.device("lb2", { kind: "bridge", up: true });
		const data = { remote: "192.0.2.9", ikey: "0.0.0.5", okey: "0.0.0.5" };
		fake.device("t1", { kind: "gretap", alias: "pulumi-ovs:demo/dev", up: true, data, master: "lb" });
		// The kernel adds an entry for the port's own address.
		const own = { mac: fake.devices.get("t1")?.mac ?? "", ifname: "t1", flags: [], master: "lb", state: "permanent" };
		fake.bridgeEntries.push(...theirs, own);
		fake.bridgeGroups.push(...groups, { ...group, grp: "239.1.1.2", state: "temp" });
		return fake;
	};
	const sorted = (entries: object[]) => entries.map((one) => JSON.stringify(one)).sort();

	test("are back where the port is created again, also where that is undone", async () => {
		for (const word of ["", "key 6"]) {
			const fake = made();
			if (word) fake.refusedWords.add(word);
			const [result] = messages(await run(fake, op("Tunnel", { ...t1, key: 6 }, t1)));
			expect(result).toMatch(word ? /; the change was undone$/ : /^ok$/);
			expect(sorted(fake.bridgeEntries)).toEqual(sorted(theirs));
			expect(sorted(fake.bridgeGroups)).toEqual(sorted(groups));
		}
	});

	test("are back where the port is replaced, and not where it is in another bridge or deleted", async () => {
		const fake = made();
		await replaced(fake, op("Tunnel", null, t1), op("Tunnel", t1));
		expect(sorted(fake.bridgeEntries)).toEqual(sorted(theirs));
		expect(sorted(fake.bridgeGroups)).toEqual(sorted(groups));
		const moved = made();
		expect(messages(await run(moved, op("Tunnel", { ...t1, master: "lb2" }, t1)))).toEqual(["ok"]);
		expect(moved.bridgeEntries).toEqual([]);
		const other = made();
		await other.submit(op("Tunnel", null, t1));
		expect(other.bridgeEntries).toEqual([]);
	});

	test("are named where they can't come back", async () => {
		const fake = made();
		fake.refusedWords.add("fdb replace").add("mdb add");
		const [result] = await run(fake, op("Tunnel", { ...t1, key: 6 }, t1));
		const words = "the entry in the forwarding database of a Linux bridge";
		expect(result).toMatchObject({
			value: {
				warnings: [
					`${words} 02:00:00:00:00:08 dev t1 is missing: add it again by hand`,
					"the multicast group 239.1.1.1 dev t1 of the Linux bridge lb is missing: add it again by hand",
					`${words} 02:00:00:00:00:09 dev t1 vlan 5 is missing: add it again by hand`,
					"the multicast group ff0e::1 dev t1 vlan 5 of the Linux bridge lb is missing: add it again by hand",
				],
			},
		});
		const undone = made();
		undone.refusedWords.add("fdb replace").add("key 6");
		expect(messages(await run(undone, op("Tunnel", { ...t1, key: 6 }, t1)))).toEqual([
			expect.stringMatching(
				/the change was undone; the entry .*:08 dev t1 is missing: add it again by hand; the .*; the entry .*:09 dev t1 vlan 5 is/,
			),
		]);
	});

	test("are named where the change does not read back as wanted, and is undone", async () => {
		const fake = made();
		fake.refusedWords.add("fdb replace");
		shows(fake, '"ikey":"0.0.0.6"', '"ikey":"0.0.0.7"');
		expect(messages(await run(fake, op("Tunnel", { ...t1, key: 6 }, t1)))).toEqual([
			expect.stringMatching(/wanted .*undone.*; the entry .*:08 dev t1 is missing: add/),
		]);
	});

	test("are not read where a change takes none along", async () => {
		const fake = made();
		const look = jest.spyOn(fake as unknown as { look(argv: string[]): string }, "look");
		expect(messages(await run(fake, op("Tunnel", { ...t1, mtu: 1400 }, t1)))).toEqual(["ok"]);
		expect(look.mock.calls.filter(([argv]) => /fdb show/.test(argv.join(" ")) && !/SSH_CONNECTION/.test(argv.join(" ")))).toEqual(
			[],
		);
	});
});

describe("a parameter of all devices that overwrites the one of a device", () => {
	const all = op("Sysctl", { key: "net.ipv4.ip_forward", value: 1 });
	const one = op("Sysctl", { key: "net.ipv4.conf.e1.forwarding", value: 0 });
	const prepared = (forwarding: string) => {
		const fake = new FakeKernel("h1");
		fake.device("e1");
		fake.parameters.set("net/ipv4/ip_forward", "0").set("net/ipv4/conf/e1/forwarding", forwarding);
		return fake;
	};
	const values = (fake: FakeKernel) => [...fake.parameters.values()];

	test.each([
		["both change", "1", [one, all]],
		["the device's is as wanted", "0", [one, all]],
		["declared the other way round", "0", [all, one]],
	])("is written first, and the device's is put back: %s", async (_, forwarding, operations) => {
		const fake = prepared(forwarding);
		expect(messages(await run(fake, ...operations))).toEqual(["ok", "ok"]);
		expect(values(fake)).toEqual(["1", "0"]);
	});

	test("puts back the device's where it is unchanged in the program", async () => {
		const fake = prepared("0");
		const update = op(
			"Sysctl",
			{ key: "net.ipv4.conf.e1.forwarding", value: 0 },
			{ key: "net.ipv4.conf.e1.forwarding", value: "0", __previous: {} },
		);
		fake.host.declare(update.id, update);
		fake.host.registry.setDiff(update, false);
		expect(messages(await run(fake, all))).toEqual(["ok"]);
		expect(values(fake)).toEqual(["1", "0"]);
	});
});

test("an incomplete rollback is reported by property, and the state keeps the half-made object", async () => {
	const fake = new FakeKernel("h1");
	fake.device("a", { kind: "dummy", alias: "pulumi-ovs:demo/dev", up: true, addresses: ["10.0.0.1/24"] });
	fake.refusedWords.add("10.0.0.9/24").add("mtu 1500");
	const want = { name: "a", type: "dummy", addresses: ["10.0.0.1/24", "10.0.0.9/24"], mtu: 1400, up: true };
	const results = await run(fake, op("Link", want, { name: "a", type: "dummy", addresses: ["10.0.0.1/24"], up: true }));
	expect(messages(results)[0]).toMatch(
		/10\.0\.0\.9.*; the change could not be undone: mtu is 1400, wanted 1500; device a can't have mtu 1500: .*\(ip link set dev a mtu 1500: .*Invalid argument\)$/,
	);
	expect(isHalfMade(results)).toBe(true);
});

test("an object that somebody else created in the meantime is neither adopted nor deleted", async () => {
	const fake = new FakeKernel("h1");
	fake.meanwhile = () => fake.device("a", { kind: "dummy", addresses: ["10.5.5.5/24"] });
	const results = await run(fake, dummy("a", ["10.0.0.1/24"]));
	expect(messages(results)[0]).toMatch(
		/device a exists already: .*\(ip link add dev a type dummy: RTNETLINK answers: File exists\); nothing was changed$/,
	);
	expect(fake.devices.get("a")).toMatchObject({ addresses: ["10.5.5.5/24"], up: false });
});

test("a half-made bridge on which other new ports are stays, with its ports", async () => {
	const fake = new FakeKernel("h1");
	fake.refusedWords.add("10.0.0.9/24");
	const port = op("Port", { name: "p1", bridge: "br0", type: "internal" });
	const results = await run(fake, op("Bridge", { name: "br0", addresses: ["10.0.0.9/24"] }), port);
	expect(messages(results)).toEqual([
		expect.stringMatching(/could not be undone: other resources need it .*Port\/p1.*was not deleted$/),
		"ok",
	]);
	expect(isHalfMade(results)).toBe(true);
	expect([...(fake.bridges.get("br0") ?? [])]).toEqual(["br0", "p1"]);
});

test("a VRF with a member that fails releases its other members with their IPv6 addresses", async () => {
	const fake = new FakeKernel("h1");
	fake.device("e1", { up: true, addresses: ["10.0.0.1/24", "2001:db8::1/64"] });
	fake.device("e2", { up: true });
	const before = devices(fake);
	fake.refusedWords.add("dev e2 master");
	const results = await run(fake, op("VRF", { name: "red", table: 10, interfaces: ["e1", "e2"] }));
	expect(messages(results)[0]).toMatch(/^h1\/VRF\/red: device e2 can't be a member of red .*; the change was undone$/);
	expect(devices(fake)).toEqual(before);
});

test("a NIC is given back to its end beside a deletion that fails", async () => {
	const fake = new FakeKernel("h1");
	fake.device("n1", { up: true });
	const before = devices(fake);
	const settings = { name: "n1", type: "device", mtu: 1400, addresses: ["10.0.0.1/24"] };
	await run(fake, op("Link", settings), dummy("bad", []));
	const previous = JSON.parse([...fake.journal.values()][0] ?? "{}").previous;
	fake.refusedWords.add("link del dev bad");
	const results = await run(
		fake,
		op("Link", null, { ...settings, __previous: previous }),
		op("Link", null, { name: "bad", type: "dummy" }),
	);
	expect(messages(results)).toEqual(["ok", expect.stringContaining("h1/Link/bad: ")]);
	expect([...fake.journal.keys()]).toEqual([]);
	fake.devices.delete("bad");
	expect(devices(fake)).toEqual(before);
});

test("after a broken connection the next change reads the host again", async () => {
	const fake = new FakeKernel("h1");
	fake.breaks = true;
	expect(messages(await run(fake, dummy("a", ["10.0.0.1/24"])))).toEqual(["h1/Link/a: the connection broke"]);
	fake.breaks = false;
	// The device was created completely, so the next change finds it.
	expect(messages(await run(fake, dummy("a", ["10.0.0.1/24"])))).toEqual(["ok"]);
	expect(fake.scripts.at(-1)).toEqual([]);
});

test("what a creation with an unknown outcome may own is not deleted with the resource that had it before", async () => {
	const fake = new FakeKernel("h1");
	fake.breaks = true;
	const taker = tunnel(5);
	expect(messages(await run(fake, taker))).toEqual(["h1/Tunnel/t1: the connection broke"]);
	fake.breaks = false;
	expect(messages(await Promise.allSettled([fake.submit(op("Link", null, { name: "t1", type: "dummy" }))]))).toEqual(["ok"]);
	expect(fake.devices.get("t1")?.kind).toBe("gretap");
});

test("every job ends when the host becomes unreachable while a batch runs in parts", async () => {
	const fake = new FakeKernel("h1");
	fake.refusedWords.add("10.0.0.9/24");
	const goDown = () => {
		fake.down = "h1: no route to host";
	};
	fake.meanwhile = () => {
		fake.meanwhile = goDown;
	};
	const results = await run(fake, dummy("a", ["10.0.0.9/24"]), dummy("b", ["10.0.1.1/24"]), dummy("c", ["10.0.2.1/24"]));
	expect(messages(results)).toEqual(["a", "b", "c"].map((name) => `h1/Link/${name}: no route to host`));
});

test("routes over an internal port are restored after its replacement", async () => {
	const fake = new FakeKernel("h1");
	const port = { name: "t1", bridge: "br0", type: "internal", up: true };
	expect(messages(await run(fake, op("Bridge", { name: "br0" }), op("Port", port), route()))).toEqual(["ok", "ok", "ok"]);
	await replaced(fake, op("Port", null, port), op("Port", port));
	expect(fake.routes).toMatchObject([{ dst: "10.9.0.0/16", dev: "t1", proto: "250" }]);
});

test("a route without a device moves to its VRF's new table and is removed from the old one", async () => {
	const fake = new FakeKernel("h1");
	const nowhere = op("Route", { destination: "10.9.0.0/16", vrf: "red", type: "blackhole" });
	expect(messages(await run(fake, op("VRF", { name: "red", table: 10 }), nowhere))).toEqual(["ok", "ok"]);
	await replaced(fake, op("VRF", null, { name: "red", table: 10, up: true }), op("VRF", { name: "red", table: 20 }));
	expect(fake.routes).toMatchObject([{ dst: "10.9.0.0/16", table: "20", type: "blackhole" }]);
});

test("a resource that needs the number of another one waits for it on a slow host too", async () => {
	const fake = new FakeKernel("h1");
	fake.slow = 2100;
	const rule = op("Rule", { priority: 500, fwmark: 7, vrf: "red" });
	const results = run(fake, rule, op("VRF", { name: "red", table: 10 }));
	await new Promise((resolve) => setTimeout(resolve, 500));
	fake.slow = 2;
	expect(messages(await results)[0]).not.toContain("it needs");
	expect(fake.rules).toMatchObject([{ priority: 500, table: "10" }]);
});

test("what a job provides is computed a few times per job, not once per pair of jobs", async () => {
	const fake = new FakeKernel("h1");
	const kind = kindNamed("Link");
	let asked = 0;
	const provides = (want: Values) => {
		asked++;
		return kind.provides(want);
	};
	const counting = { ...kind, provides };
	const jobs = Array.from({ length: 100 }, (_, i) => ({ ...dummy(`d${i}`, []), kind: counting }));
	await Promise.all(jobs.map((job) => fake.submit(job)));
	expect(asked).toBeLessThan(10 * jobs.length);
});

describe("the devices of a kernel bond", () => {
	const nic = (more: Values = {}) => ({ up: true, ...more });
	const bond = (want: Values, was?: Values) =>
		op("Link", { name: "bo0", type: "bond", up: true, ...want }, was && { name: "bo0", type: "bond", up: true, ...was });
	const ours = { kind: "bond", up: true, alias: "pulumi-ovs:demo/dev", data: { mode: "balance-rr", miimon: 100 } };
	const gateway = (dev: string) => ({ dst: "default", table: "254", proto: "3", type: "unicast", via: "192.0.2.1", dev });

	test.each(["eth2 master", "mtu 9000"])(
		"are up again, with their addresses and routes, where the bond is refused at %s",
		async (word) => {
			const fake = new FakeKernel("h1");
			fake.device("eth1", nic({ addresses: [] }));
			fake.device("eth2", nic());
			fake.device("eth3");
			const before = devices(fake);
			fake.refusedWords.add(word);
			const results = await run(fake, bond({ interfaces: ["eth1", "eth2", "eth3"], mtu: 9000 }));
			expect(messages(results)[0]).toMatch(/; the change was undone$/);
			expect(devices(fake)).toEqual(before);
		},
	);

	test("are up again where one that is added is refused", async () => {
		const fake = new FakeKernel("h1");
		fake.device("bo0", ours);
		fake.device("eth1", nic({ master: "bo0" }));
		fake.device("eth2", nic());
		fake.routes.push(gateway("eth2"));
		const before = [devices(fake), [...fake.routes]];
		fake.refusedWords.add("eth2 master");
		const results = await run(fake, bond({ interfaces: ["eth1", "eth2"] }, { interfaces: ["eth1"] }));
		expect(messages(results)[0]).toMatch(/; the change was undone$/);
		expect([devices(fake), fake.routes]).toEqual(before);
	});

	test("are back in the bond where a new mode is refused", async () => {
		const fake = new FakeKernel("h1");
		fake.device("bo0", ours);
		fake.device("eth1", nic({ master: "bo0", addresses: ["2001:db8::1/64"] }));
		const before = devices(fake);
		fake.refusedWords.add("mode broadcast");
		const results = await run(fake, bond({ interfaces: ["eth1"], mode: "broadcast" }, { interfaces: ["eth1"] }));
		expect(messages(results)[0]).toMatch(/; the change was undone$/);
		expect([devices(fake), fake.devices.get("eth1")?.master]).toEqual([before, "bo0"]);
	});

	test.each([true, false])("are as they were where the bond and their own Links are deleted in one batch: up %s", async (up) => {
		const fake = new FakeKernel("h1");
		fake.device("bo0", ours);
		fake.device("eth1", nic({ master: "bo0", mtu: 1400, addresses: ["2001:db8::1/64"] }));
		fake.device("eth2", nic({ master: "bo0" }));
		const was = { name: "eth1", type: "device", mtu: 1400, up: true, addresses: ["2001:db8::1/64"] };
		const released = op("Link", null, { ...was, [previousKey]: { mtu: 1500, up, addresses: ["2001:db8::2/64"] } });
		const results = await run(fake, op("Link", null, { name: "bo0", type: "bond", interfaces: ["eth1", "eth2"] }), released);
		expect(messages(results)).toEqual(["ok", "ok"]);
		expect(devices(fake)).toEqual([`eth1  ${up} 02:00:00:00:00:02 2001:db8::2/64`, "eth2  true 02:00:00:00:00:03 "]);
	});

	test("are taken in after the program's own change that removes their addresses", async () => {
		const fake = new FakeKernel("h1");
		fake.device("eth1", nic({ addresses: ["192.0.2.5/24"] }));
		const emptied = op("Link", { name: "eth1", type: "device", addresses: [] });
		expect(messages(await run(fake, bond({ interfaces: ["eth1"], addresses: ["192.0.2.5/24"] }), emptied))).toEqual(["ok", "ok"]);
		expect(fake.devices.get("eth1")).toMatchObject({ master: "bo0", up: true, addresses: [] });
		expect(fake.devices.get("bo0")?.addresses).toEqual(["192.0.2.5/24"]);
	});

	test("stay as they are where the change that removes their addresses is refused", async () => {
		const fake = new FakeKernel("h1");
		fake.device("eth1", nic({ addresses: ["192.0.2.5/24"] }));
		fake.refusedWords.add("addr del");
		const emptied = op("Link", { name: "eth1", type: "device", addresses: [] });
		const results = await run(fake, bond({ interfaces: ["eth1"] }), emptied);
		expect(messages(results)).toEqual([
			expect.stringContaining("eth1 has the address 192.0.2.5/24"),
			expect.stringContaining("addr del"),
		]);
		expect(devices(fake)).toEqual(["eth1  true 02:00:00:00:00:01 192.0.2.5/24"]);
	});
});

describe("an adopted object keeps its protocol where a change of it is undone", () => {
	test("a route", async () => {
		const fake = new FakeKernel("h1");
		fake.device("d0", { kind: "dummy", up: true, addresses: ["10.0.0.1/24"] });
		const theirs = { dst: "10.9.0.0/16", table: "254", proto: "4", type: "unicast", via: "10.0.0.7", dev: "d0" };
		fake.routes.push(theirs);
		const previous = { destination: "10.9.0.0/16", via: "10.0.0.7", dev: "d0" };
		const want = { ...previous, adopt: true };
		expect(messages(await run(fake, op("Route", want)))).toEqual(["ok"]);
		const [adopted] = fake.routes.map((route) => ({ ...route }));
		expect(adopted?.proto).toBe("4");
		shows(fake, "10.0.0.9", "10.0.0.8");
		const [result] = messages(await run(fake, op("Route", { ...want, via: "10.0.0.9" }, { ...want, __previous: previous })));
		expect(result).toMatch(/; the change was undone$/);
		expect(fake.routes).toEqual([adopted]);
	});

	test("a rule", async () => {
		const fake = new FakeKernel("h1");
		const theirs = { priority: 500, table: "7", protocol: "4" };
		fake.rules.push(theirs);
		const previous = { priority: 500, table: 7 };
		const want = { ...previous, adopt: true };
		expect(messages(await run(fake, op("Rule", want)))).toEqual(["ok"]);
		expect(fake.rules).toEqual([theirs]);
		shows(fake, '"table":"9"', '"table":"10"');
		const [result] = messages(await run(fake, op("Rule", { ...want, table: 9 }, { ...want, __previous: previous })));
		expect(result).toMatch(/; the change /);
		expect(fake.rules).toContainEqual(theirs);
	});
});

test("each of several changes of a batch that do not read back as wanted is undone, and says why", async () => {
	const fake = new FakeKernel("h1");
	fake.rounded.set("50", "52");
	const keys = [1, 2, 3].map((n) => `net.ipv4.neigh.v${n}.mcast_solicit`);
	for (const n of [1, 2, 3]) fake.device(`v${n}`);
	for (const key of keys) fake.parameters.set(key.replaceAll(".", "/"), "40");
	const expectUndone = async (was?: Values) => {
		const before = [new Map(fake.parameters), new Map(fake.journal)];
		const sysctls = keys.map((key) => op("Sysctl", { key, value: "50" }, was && { key, ...was }));
		expect(messages(await run(fake, ...sysctls))).toEqual(
			keys.map((key) => `h1/Sysctl/${key}: value is "52", wanted "50"; the change was undone`),
		);
		expect([fake.parameters, fake.journal]).toEqual(before);
	};
	await expectUndone();
	await run(fake, ...keys.map((key) => op("Sysctl", { key, value: "41" })));
	expect(fake.journal.size).toBe(3);
	await expectUndone({ value: "41", [previousKey]: { value: "40" } });
});
