import { inDependencyOrder, stagesOf } from "../../../provider/apply/dependency-order";
import type { Outcome } from "../../../provider/apply/job";
import type { Values } from "../../../provider/base/values";
import { Refused } from "../../../provider/model/change";
import type { Requirement } from "../../../provider/model/requirements";
import type { Operation } from "../../../provider/plan/operation";
import { kindNamed, op } from "../support/cases";
import { factsOf } from "../support/compact";
import { FakeHost } from "../support/fakehost";
import { FakeKernel } from "../support/fakekernel";
import { messages } from "../support/messages";

// A batch in which a tool refuses one operation is run again in parts.

const dummy = (name: string, addresses: string[] = [], more: Values = {}) =>
	op("Link", { name, type: "dummy", addresses, up: true, ...more });

async function run(fake: FakeHost, ...operations: Operation[]): Promise<string[]> {
	for (const operation of operations) fake.host.declare(operation.id, operation);
	const results = await Promise.allSettled(operations.map((operation) => fake.submit(operation)));
	return messages(results);
}

const refusal = expect.stringMatching(/^h1\/Link\/bad: .*ip link add dev bad .*; nothing was changed$/);

test.each([
	["before", 1],
	["after", 2],
])("a route that comes %s its device is made with it, whoever else is refused", async (_, at) => {
	const fake = new FakeKernel("h1");
	fake.refusedWords.add("dev bad");
	const operations = [dummy("bad"), dummy("t9", ["10.0.0.1/24"])];
	operations.splice(at, 0, op("Route", { destination: "10.9.0.0/16", dev: "t9" }));
	expect(await run(fake, ...operations)).toEqual([refusal, "ok", "ok"]);
	expect(fake.routes).toMatchObject([{ dst: "10.9.0.0/16", dev: "t9" }]);
});

test("needed objects are created first and deleted last", () => {
	const order = (...all: Operation[]) =>
		inDependencyOrder(all.map((operation) => ({ operation, steps: [] }))).map((p) => p.operation.id);
	const [bridge, port] = [{ name: "br0" }, { name: "p1", bridge: "br0", type: "internal" }];
	const vlan = { name: "v5", type: "vlan", parent: "p1", vlanId: 5 };
	const ids = ["Bridge/br0", "Port/p1", "Link/v5"];
	expect(order(op("Link", vlan), op("Port", port), op("Bridge", bridge))).toEqual(ids);
	expect(order(op("Bridge", null, bridge), op("Port", null, port), op("Link", null, vlan))).toEqual([...ids].reverse());
});

test("an Open vSwitch that does not answer in time fails no change of another tool in the same script", async () => {
	class Stuck extends FakeKernel {
		protected override vsctl(argv: string[]): string {
			return super.vsctl(argv) || "Alarm clock";
		}
	}
	const fake = new Stuck("h1");
	const others = [dummy("d1", ["10.0.0.1/24"]), op("VRF", { name: "red", table: 10 }), op("Rule", { priority: 500, table: 10 })];
	expect(await run(fake, op("Bridge", { name: "br0" }), ...others)).toEqual([
		expect.stringMatching(/^h1\/Bridge\/br0: ovs-vswitchd did not apply the change within 30 seconds/),
		...["ok", "ok", "ok"],
	]);
	expect([fake.devices.get("d1")?.addresses, fake.devices.get("red")?.up]).toEqual([["10.0.0.1/24"], true]);
	expect(fake.rules.map(({ priority }) => priority)).toContain(500);
});

test("an operation refused in planning runs nothing and does not fail the batch", async () => {
	const fake = new FakeHost("h1");
	for (const bridge of ["br-int", "br0"]) fake.bridges.set(bridge, new Set([bridge, ...(bridge === "br0" ? ["tpt-tap1"] : [])]));
	const port = (name: string, bridge: string) => op("Port", { name, bridge, type: "internal" });
	const messages = await run(
		fake,
		op("Trunk", { name: "vm1", parent: { port: "tap1" } }),
		port("p1", "tbr-vm1"),
		port("p2", "br-int"),
	);
	expect(messages).toEqual([
		expect.stringContaining("port tpt-tap1 exists already on bridge br0 and does not belong to this program"),
		expect.stringContaining("it needs bridge tbr-vm1 (property bridge), which is not on this host"),
		"ok",
	]);
	expect(fake.scripts.flat().filter((line) => line.includes("tbr-vm1"))).toEqual([]);
});

test("a new device whose mark fails still belongs to the program", async () => {
	const fake = new FakeKernel("h1");
	fake.refusedWords.add("dev b alias");
	expect(await run(fake, dummy("a"), dummy("b"), dummy("c"))).toEqual([
		"ok",
		expect.stringMatching(/^h1\/Link\/b: ip link set dev b alias .*; the change was undone$/),
		"ok",
	]);
	fake.refusedWords.clear();
	expect(await run(fake, dummy("b"))).toEqual(["ok"]);
	expect([...fake.devices].map(([name, d]) => `${name} ${d.alias}`).sort()).toEqual(
		["a", "b", "c"].map((name) => `${name} pulumi-ovs:demo/dev`),
	);
});

test("a rollback of a device restores routes of others, not routes that the batch deletes", async () => {
	const fake = new FakeKernel("h1");
	const link = { name: "d", type: "dummy", addresses: ["10.0.0.1/24"], up: true };
	const route = { destination: "10.9.0.0/16", dev: "d" };
	expect(await run(fake, op("VRF", { name: "red", table: 10 }), op("Link", link), op("Route", route))).toEqual([
		"ok",
		"ok",
		"ok",
	]);
	fake.routes.push({ dst: "10.8.0.0/16", table: "254", proto: "3", type: "unicast", dev: "d" });
	fake.host.session.facts = fake.host.session.facts.without(({ read }) => read === "routes");
	fake.refusedWords.add("10.0.0.99/24");
	const update = op(
		"Link",
		{ ...link, vrf: "red", addresses: ["10.0.0.1/24", "10.0.0.99/24"] },
		{ ...link, __owner: "demo/dev" },
	);
	const gone = op("Route", null, { ...route, table: 254, metric: 0, tos: 0, type: "unicast", __owner: "demo/dev" });
	fake.host.declare(update.id, update);
	const results = await Promise.allSettled([fake.submit(gone), fake.submit(update)]);
	expect(results.map((r) => (r.status === "rejected" ? r.reason.message : "ok"))).toEqual([
		"ok",
		expect.stringMatching(/10\.0\.0\.99.*; the change was undone$/),
	]);
	expect(fake.routes).toMatchObject([{ dst: "10.8.0.0/16", proto: "3" }]);
});

test("an operation that fails only after the others exist does not fail the others", async () => {
	const fake = new FakeKernel("h1");
	fake.refusedWords.add("10.0.0.9/24");
	const there: Requirement["there"] = (facts) => {
		if (facts.links("")?.has("b")) throw new Refused("not beside b");
		return true;
	};
	const kind = { ...kindNamed("Link"), requires: () => [{ name: "room", there }] };
	expect(await run(fake, dummy("bad", ["10.0.0.9/24"]), { ...dummy("c"), kind }, dummy("b"))).toEqual([
		expect.stringContaining("10.0.0.9/24"),
		"h1/Link/c: not beside b",
		"ok",
	]);
	expect([...fake.devices.keys()]).toEqual(["b"]);
});

test("an error of a plan that is no refusal is reported as a mistake of the provider, and fails no other operation", async () => {
	const fake = new FakeKernel("h1");
	const link = kindNamed("Link");
	const plan: typeof link.plan = () => (undefined as unknown as []).map(String) as [];
	expect(await run(fake, { ...dummy("a"), kind: { ...link, plan } }, dummy("b"))).toEqual([
		expect.stringMatching(/^h1\/Link\/a: pulumi-ovs has made a mistake while it planned this change.*\(.*reading 'map'\)\)$/),
		"ok",
	]);
});

/** Links of this program, and one whose update the kernel refuses, so that a batch with it is carried out in parts. */
function withRefused(fake: FakeKernel): Operation {
	fake.device("bad", { kind: "dummy", up: true, alias: "pulumi-ovs:demo/dev" });
	fake.refusedWords.add("10.0.0.9/24");
	const bad = { name: "bad", type: "dummy", up: true };
	return op("Link", { ...bad, addresses: ["10.0.0.9/24"] }, { ...bad, __owner: "demo/dev" });
}

async function outcomes(fake: FakeHost, ...operations: Operation[]): Promise<Outcome[]> {
	for (const operation of operations) fake.host.declare(operation.id, operation);
	const results = await Promise.allSettled(operations.map((operation) => fake.submit(operation)));
	return results.flatMap((r) => (r.status === "fulfilled" ? [r.value] : []));
}

test("the original values of a batch that is carried out in parts are those before the batch", async () => {
	const fake = new FakeKernel("h1");
	fake.device("eth1", { up: true });
	fake.device("red", { kind: "vrf", up: true, data: { table: 10 }, alias: "by hand" });
	const nic = { name: "eth1", type: "device", mtu: 1500 };
	const update = op("Link", { ...nic, vrf: "red", mtu: 9000 }, { ...nic, __owner: "demo/dev", __previous: { mtu: 1500 } });
	expect((await outcomes(fake, withRefused(fake), update)).map(({ originals }) => originals)).toEqual([{ mtu: 1500, up: true }]);
});

test("a device that the program creates in parts is not taken for an adopted one", async () => {
	const fake = new FakeKernel("h1");
	const own = { name: "n", type: "dummy", up: true, adopt: true };
	expect((await outcomes(fake, withRefused(fake), op("Link", own))).map(({ originals }) => originals)).toEqual([undefined]);
	expect([...fake.journal.keys()]).toEqual([]);
	await fake.submit(op("Link", null, { ...own, __owner: "demo/dev" }));
	expect([...fake.devices.keys()]).toEqual(["bad"]);
});

test("a read that fails while a part is planned again fails that part alone", async () => {
	class Flaky extends FakeKernel {
		changed = 0;
		failed = false;
		protected override async run(...args: Parameters<FakeKernel["run"]>): ReturnType<FakeKernel["run"]> {
			if (args[0].length > 0) this.changed++;
			else if (this.changed >= 2 && !this.failed) {
				this.failed = true;
				throw new Error("h1: the connection was reset");
			}
			return super.run(...args);
		}
	}
	const fake = new Flaky("h1");
	fake.device("d", { kind: "dummy", up: true, alias: "pulumi-ovs:demo/dev" });
	fake.device("red", { kind: "vrf", up: true, data: { table: 10 }, alias: "by hand" });
	const d = { name: "d", type: "dummy", up: true };
	const route = (destination: string) => op("Route", { destination, dev: "n" });
	const messages = await run(
		fake,
		op("Link", { ...d, vrf: "red" }, { ...d, __owner: "demo/dev" }),
		withRefused(fake),
		op("Link", { name: "n", type: "dummy", up: true, addresses: ["10.1.0.1/24"] }),
		...["10.9.0.0/16", "10.8.0.0/16", "10.7.0.0/16"].map(route),
	);
	expect(fake.failed).toBe(true);
	expect(messages[0]).toBe("ok");
	expect(messages[1]).toContain("10.0.0.9/24");
	expect(messages.filter((one) => one.includes("connection was reset")).length).toBeLessThanOrEqual(1);
});

/** Deletes, each of which may go only where the one before it goes too. */
function chainOfDeletes(fake: FakeKernel, ...names: string[]): Operation[] {
	const link = kindNamed("Link");
	return names.map((name, i) => {
		fake.device(name, { kind: "dummy", alias: "pulumi-ovs:demo/dev", up: true });
		const before = names[i - 1];
		const plan: typeof link.plan = (change) => {
			const stays = change.intent === "delete" && before !== undefined && !change.isDeletedToo(`device ${before}`);
			if (stays) throw new Refused(`${before} stays`);
			return link.plan(change);
		};
		return { ...op("Link", null, { name, type: "dummy", up: true, __owner: "demo/dev" }), kind: { ...link, plan } };
	});
}

test("all planning after a failed delete does not count the object as deleted", async () => {
	const fake = new FakeKernel("h1");
	fake.refusedWords.add("del dev a");
	expect(await run(fake, ...chainOfDeletes(fake, "a", "b", "c", "d"))).toEqual([
		expect.stringContaining("ip link del dev a"),
		"h1/Link/b: a stays",
		"h1/Link/c: b stays",
		"h1/Link/d: c stays",
	]);
});

test("flows that ovs-ofctl refuses do not delay other tables", () => {
	const table = (name: string, match: string) =>
		op("OpenFlowTable", { name, bridge: "br0", flows: [{ match, actions: "meter:1" }] });
	const all = [table("t", "ip"), table("u", "arp")];
	const facts = factsOf(
		all.flatMap((o) => o.kind.facts(o.want)),
		{ ovs: { bridges: { br0: {} } }, renderedFlows: { "ip,actions=meter:1": { refused: "bad" } } },
	);
	expect(
		stagesOf(
			all.map((operation) => ({ operation, steps: [] })),
			facts,
		).flat(),
	).toHaveLength(2);
});

test("the requirements of deleted objects are collected once per object", () => {
	const kind = kindNamed("Port");
	let asked = 0;
	const requires = (want: Values) => {
		asked++;
		return kind.requires?.(want) ?? [];
	};
	const ports = Array.from({ length: 800 }, (_, i) => ({
		operation: { ...op("Port", null, { name: `p${i}`, bridge: "br0", type: "internal" }), kind: { ...kind, requires } },
		steps: [],
	}));
	expect(stagesOf(ports, factsOf([], {})).flat()).toHaveLength(800);
	expect(asked).toBeLessThanOrEqual(ports.length);
});

test("an error names an object by the fields of its identity that are set", async () => {
	const fake = new FakeKernel("h1");
	fake.device("t1", { up: true });
	fake.refusedWords.add("10.9.0.0/16");
	const [message] = await run(fake, op("Route", { destination: "10.9.0.0/16", dev: "t1" }));
	expect(message).toMatch(/^h1\/Route\/10\.9\.0\.0\/16\/254\/0\/0: ip route add/);
});
