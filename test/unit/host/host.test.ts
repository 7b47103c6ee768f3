import { ChangeError, halfMade } from "../../../provider/apply/half-made";
import { HostError } from "../../../provider/base/host-error";
import { EngineLoad } from "../../../provider/host/batch-window";
import type { Operation } from "../../../provider/plan/operation";
import type { Fact } from "../../../provider/tools/list";
import { kindNamed, op, operationOf } from "../support/cases";
import { EngineClock } from "../support/engineclock";
import { FakeHost } from "../support/fakehost";
import { FastClock } from "../support/fastclock";
import { messages } from "../support/messages";

const port = (name: string, bridge = "br0"): Operation => op("Port", { name, bridge, type: "internal" });
const bridge = (name = "br0"): Operation => op("Bridge", { name });

/** Declares all operations, as Pulumi's check and diff do before the first change. */
function declare(fake: FakeHost, operations: Operation[]): Operation[] {
	for (const operation of operations) expect(fake.host.declare(operation.id, operation)).toEqual([]);
	return operations;
}

test("operations that arrive together take one exec to read, and one to change and read back", async () => {
	const fake = new FakeHost("h1");
	const all = declare(fake, [port("p1"), port("p2"), bridge()]);
	expect(messages(await Promise.allSettled(all.map((o) => fake.submit(o))))).toEqual(["ok", "ok", "ok"]);
	expect(fake.execs).toBe(2);
	expect(fake.scripts[1]).toHaveLength(1);
});

test("many reads take one exec, and none after a change that has read the same", async () => {
	const fake = new FakeHost("h1");
	await Promise.all(Array.from({ length: 50 }, () => fake.host.read([{ read: "ovs" }])));
	expect(fake.execs).toBe(1);
	await fake.host.read([{ read: "ovs" }]);
	expect(fake.execs).toBe(1);
});

test("reads that come one by one, as on a busy machine, take one exec", async () => {
	const clock = new EngineClock();
	const fake = new FakeHost("h1", { clock });
	const facts: Fact[] = [{ read: "ovs" }, { read: "journal" }, { read: "namespaces" }, { read: "links", netns: "" }];
	await clock.handOut(
		facts.map((fact) => () => fake.host.read([fact])),
		50,
	);
	expect(fake.execs).toBe(1);
});

test("a read that comes while a script reads the same is answered by that script", async () => {
	const fake = new FakeHost("h1");
	const first = fake.host.read([{ read: "ovs" }]);
	while (fake.execs === 0) await new Promise(setImmediate);
	await Promise.all([first, fake.host.read([{ read: "ovs" }])]);
	expect(fake.execs).toBe(1);
});

test("one of eight operations fails alone, with its own message", async () => {
	const fake = new FakeHost("h1");
	fake.bridges.set("br0", new Set(["br0"]));
	fake.refused.add("p5");
	const all = declare(
		fake,
		[1, 2, 3, 4, 5, 6, 7, 8].map((i) => port(`p${i}`)),
	);
	expect(messages(await Promise.allSettled(all.map((o) => fake.submit(o))))).toEqual([
		...["ok", "ok", "ok", "ok"],
		"h1/Port/p5: ovs-vsctl: cannot create a port named p5; nothing was changed",
		...["ok", "ok", "ok"],
	]);
});

test("bridges flood again without RSTP; one that can't fails alone and keeps RSTP for the next try", async () => {
	const fake = new FakeHost("h1");
	const names = ["br1", "br2", "br3"];
	for (const name of names) {
		fake.bridges.set(name, new Set([name, `${name}p`]));
		fake.marks.set(`Bridge ${name}`, "demo/dev");
		fake.rstp.add(name);
	}
	fake.refused.add("br1");
	const leave = (of: string[]) => {
		const all = of.map((name) => op("Bridge", { name }, { name, rstp: true }));
		return Promise.allSettled(all.map((o) => fake.submit(o)));
	};
	expect(messages(await leave(names))).toEqual(["h1/Bridge/br1: ovs-ofctl: no; the change was undone", "ok", "ok"]);
	expect([[...fake.rstp], [...fake.mute].filter((name) => !fake.rstp.has(name))]).toEqual([["br1"], []]);
	fake.refused.clear();
	expect(messages(await leave(["br1"]))).toEqual(["ok"]);
	expect([[...fake.rstp], [...fake.mute]]).toEqual([[], []]);
});

test("if the script ends before the ports flood again, the state keeps RSTP, and the next try makes them flood", async () => {
	class Stuck extends FakeHost {
		stuck = true;
		protected override vsctl(argv: string[]): string {
			return super.vsctl(argv) || (this.stuck ? "Alarm clock" : "");
		}
	}
	const fake = new Stuck("h1");
	fake.bridges.set("br1", new Set(["br1", "p1"]));
	fake.marks.set("Bridge br1", "demo/dev");
	fake.rstp.add("br1");
	const leave = op("Bridge", { name: "br1" }, { name: "br1", rstp: true });
	const error: unknown = await fake.submit(leave).catch((e) => e);
	expect(error).toBeInstanceOf(ChangeError);
	expect([[...fake.rstp], [...fake.mute]]).toEqual([[], ["br1"]]);
	const state = halfMade(leave, error as ChangeError);
	expect(state).toMatchObject({ name: "br1", rstp: true });
	fake.stuck = false;
	await fake.submit(op("Bridge", { name: "br1" }, state));
	expect([...fake.mute]).toEqual([]);
});

test("a step that did not run because a tool hung runs afterwards, although the values are as wanted", async () => {
	class Stuck extends FakeHost {
		protected override vsctl(argv: string[]): string {
			return super.vsctl(argv) || "Alarm clock";
		}
	}
	const fake = new Stuck("h1");
	fake.bridges.set("br0", new Set(["br0", "p0"]));
	for (const row of ["Bridge br0", "Port br0", "Interface br0"]) fake.marks.set(row, "demo/dev");
	fake.mute.add("br0");
	const leave = op("Bridge", { name: "br0" }, { name: "br0", rstp: true, __owner: "demo/dev" });
	const results = await Promise.allSettled([leave, port("p1")].map((o) => fake.submit(o)));
	expect(messages(results)).toEqual(["ok", expect.stringMatching(/^h1\/Port\/p1: ovs-vswitchd did not apply the change/)]);
	expect([...fake.mute]).toEqual([]);
});

test("an observation waits for changes that the program declares while the batch reads", async () => {
	class Reading extends FakeHost {
		declared: (() => void) | undefined;
		protected override look(argv: string[]): string {
			const line = argv.join(" ");
			if (line.includes("netns list")) {
				this.declared?.();
				return '[{"name":"blue"}]';
			}
			return /\bprobe\b/.test(line) ? "reachable" : super.look(argv);
		}
	}
	const fake = new Reading("h1");
	const ended: string[] = [];
	const submit = (operation: Operation) => fake.submit(operation).then(() => ended.push(operation.id));
	const reach = op("Reachability", { name: "x", to: "10.0.0.2", netns: "blue" });
	fake.host.declare(reach.id, reach);
	let created: Promise<unknown> | undefined;
	fake.declared = () => {
		fake.declared = undefined;
		declare(fake, [bridge()]);
		setImmediate(() => {
			created = submit(bridge());
		});
	};
	await submit(reach);
	await created;
	expect(ended).toEqual(["Bridge/br0", reach.id]);
});

/** A host that reaches nobody. */
class Lonely extends FakeHost {
	protected override look(argv: string[]): string {
		return /\bprobe\b/.test(argv.join(" ")) ? "unreachable\n" : super.look(argv);
	}
}

test("a check for which the run makes no progress is made all the same, and its error names what it did not wait for", async () => {
	const clock = new FastClock();
	const other = new FakeHost("h2", { clock });
	const fake: Lonely = new Lonely("h1", { clock, all: () => [fake.host, other.host] });
	declare(other, [bridge("far")]);
	const [reach] = declare(fake, [op("Reachability", { name: "x", to: "10.0.0.2", retries: 1 })]) as [Operation];
	const started = clock.now();
	await expect(fake.submit(reach)).rejects.toThrow(
		/^h1\/Reachability\/x: 10\.0\.0\.2 is unreachable .*: no answer in 1 try of 1 s\. The check was made before all changes of this run had ended, such as h2\/Bridge\/far: if the address needs them, name them in dependsOn$/,
	);
	expect(clock.now() - started).toBeGreaterThanOrEqual(30_000);
	await other.submit(bridge("far"));
	await expect(fake.submit(reach)).rejects.toThrow(/no answer in 1 try of 1 s$/);
});

test("after a refused deletion in a replacement, nothing waits for the changes that the engine then leaves out", async () => {
	const clock = new FastClock();
	const fake = new Lonely("h1", { clock });
	fake.bridges.set("br0", new Set(["br0", "theirs"]));
	fake.marks.set("Bridge br0", "demo/dev");
	const reach = op("Reachability", { name: "x", to: "10.0.0.2", expect: "unreachable", retries: 1 });
	// The bridge is to be created again after its deletion, and its port is to follow.
	const [, , other] = declare(fake, [bridge(), port("p1"), bridge("other"), reach]);
	const changes = [op("Bridge", null, { name: "br0" }), other as Operation, reach].map((operation) => fake.submit(operation));
	expect(messages(await Promise.allSettled(changes))).toEqual([expect.stringMatching(/^h1\/Bridge\/br0: .*theirs/), "ok", "ok"]);
	expect(fake.bridges.has("other")).toBe(true);
});

test("a requirement that nobody declares is named after a short wait", async () => {
	const fake = new FakeHost("h1");
	const [alone] = declare(fake, [port("p1", "br9")]);
	await expect(fake.submit(alone as Operation)).rejects.toThrow(
		"h1/Port/p1: it needs bridge br9 (property bridge), which is not on this host: correct the name, or declare it before this resource",
	);
	expect(fake.scripts.flat()).toEqual([]);
});

test("several requirements that nobody declares are named together", async () => {
	const fake = new FakeHost("h1");
	const bond = operationOf(kindNamed("Link"), { want: { name: "b0", type: "bond", interfaces: ["nic1", "nic2"] } });
	fake.host.declare(bond.id, bond);
	await expect(fake.submit(bond)).rejects.toThrow(/it needs device nic1 .*and device nic2 .*, which are not on this host: /);
});

test("a requirement that has no name is not called a wrong name", async () => {
	const fake = new FakeHost("h1");
	const route = operationOf(kindNamed("Route"), { want: { destination: "10.9.0.0/16", via: "10.0.0.9" } });
	fake.host.declare(route.id, route);
	await expect(fake.submit(route)).rejects.toThrow(
		/it needs an address in the subnet of gateway 10\.0\.0\.9, which is not on this host: give a device such an address, or set dev and onlink: true, or change via$/,
	);
});

test("a declared requirement is waited for", async () => {
	const fake = new FakeHost("h1");
	const [p, b] = declare(fake, [port("p1"), bridge()]) as [Operation, Operation];
	const first = fake.submit(p);
	await new Promise((resolve) => setTimeout(resolve, 300));
	await Promise.all([first, fake.submit(b)]);
	expect([...(fake.bridges.get("br0") ?? [])]).toEqual(["br0", "p1"]);
});

test("an undeclared requirement is waited for while the program still declares resources", async () => {
	const fake = new FakeHost("h1");
	const [p] = declare(fake, [port("p1")]) as [Operation];
	const first = fake.submit(p);
	for (const other of ["a", "b"]) {
		await new Promise((resolve) => setTimeout(resolve, 1400));
		declare(fake, [bridge(other)]);
	}
	await Promise.all([first, ...declare(fake, [bridge()]).map((b) => fake.submit(b))]);
	expect([...(fake.bridges.get("br0") ?? [])]).toEqual(["br0", "p1"]);
});

test("an unreachable host fails all its operations, and none of other hosts", async () => {
	const [one, two] = [new FakeHost("h1"), new FakeHost("h2")];
	one.down = "h1: no route to host";
	const work = [one, two].flatMap((fake) => declare(fake, [bridge(), port("p1")]).map((o) => fake.submit(o)));
	expect(messages(await Promise.allSettled(work))).toEqual([
		"h1/Bridge/br0: no route to host",
		"h1/Port/p1: no route to host",
		"ok",
		"ok",
	]);
	one.down = undefined;
	expect(messages(await Promise.allSettled([one.submit(bridge())]))).toEqual(["ok"]);
});

describe("a host without a connection", () => {
	const reason = "no SSH connection to 192.0.2.1:22 as root: it did not answer within 10 s.";
	const named = (name: string): Operation => ({ ...bridge(name), resource: `my-${name}` });
	const down = (clock: FastClock): FakeHost => {
		const fake = new FakeHost("h1", { clock });
		fake.down = new HostError("h1", "unreachable", reason);
		return fake;
	};
	const short = (name: string) =>
		`my-${name} (h1/Bridge/${name}): there is no connection to the host: see the error of my-a (h1/Bridge/a)`;

	test("is reported in full once, and is not dialled again for every batch", async () => {
		const fake = down(new FastClock());
		const first = await Promise.allSettled(["a", "b", "c"].map((name) => fake.submit(named(name))));
		expect(messages(first)).toEqual([`my-a (h1/Bridge/a): ${reason}`, short("b"), short("c")]);
		expect(messages(await Promise.allSettled(["d", "e"].map((name) => fake.submit(named(name)))))).toEqual([
			short("d"),
			short("e"),
		]);
		const read = await fake.host.read([{ read: "ovs" }]).catch((error) => fake.host.errorOf(named("f"), error).message);
		expect(read).toBe(short("f"));
		expect(fake.execs).toBe(1);
	});

	test("is dialled again a minute later, and reported in full where the reason is another", async () => {
		const clock = new FastClock();
		const fake = down(clock);
		await Promise.allSettled([fake.submit(named("a"))]);
		clock.sleep(60_000);
		fake.down = new HostError("h1", "auth", "root was refused");
		const late = await Promise.allSettled(["b", "c"].map((name) => fake.submit(named(name))));
		expect(messages(late)).toEqual([
			"my-b (h1/Bridge/b): root was refused",
			"my-c (h1/Bridge/c): there is no connection to the host: see the error of my-b (h1/Bridge/b)",
		]);
		clock.sleep(60_000);
		fake.down = undefined;
		expect(messages(await Promise.allSettled([fake.submit(named("a"))]))).toEqual(["ok"]);
	});

	test("is another thing than a script that broke: the next batch runs another script", async () => {
		const fake = down(new FastClock());
		fake.down = new HostError("h1", "lost", "the connection broke");
		expect(messages(await Promise.allSettled(["a", "b"].map((name) => fake.submit(named(name)))))).toEqual([
			"my-a (h1/Bridge/a): the connection broke",
			"my-b (h1/Bridge/b): a script on the host failed: see the error of my-a (h1/Bridge/a)",
		]);
		fake.down = undefined;
		expect(messages(await Promise.allSettled([fake.submit(named("a"))]))).toEqual(["ok"]);
	});
});

test("a port is deleted before its bridge, in one call", async () => {
	const fake = new FakeHost("h1");
	await Promise.all(declare(fake, [bridge(), port("p1")]).map((o) => fake.submit(o)));
	const gone = [op("Bridge", null, { name: "br0" }), op("Port", null, { name: "p1", bridge: "br0", type: "internal" })];
	await Promise.all(gone.map((o) => fake.submit(o)));
	expect(fake.scripts.at(-1)).toEqual(["ovs-vsctl --timeout=30 -- --if-exists del-port p1 -- --if-exists del-br br0"]);
	expect(fake.bridges.size).toBe(0);
});

test("every job ends, even after an exception in planning its batch", async () => {
	const fake = new FakeHost("h1");
	const provides = () => {
		throw new TypeError("provides is broken");
	};
	const broken = { ...bridge(), kind: { ...kindNamed("Bridge"), provides } };
	expect(messages(await Promise.allSettled([broken, port("p1")].map((o) => fake.submit(o))))).toEqual([
		expect.stringMatching(/^h1\/Bridge\/br0: pulumi-ovs has made a mistake.*provides is broken/),
		expect.stringMatching(/^h1\/Port\/p1: pulumi-ovs has made a mistake.*provides is broken/),
	]);
	expect(messages(await Promise.allSettled([fake.submit(bridge())]))).toEqual(["ok"]);
});

test("expected creates that never come, as with --target, delay only the first batches", async () => {
	const clock = new FastClock();
	const fake = new FakeHost("h1", { clock });
	declare(fake, [bridge(), ...["p1", "p2", "p3", "p4", "p5"].map((name) => port(name))]);
	const longest: number[] = [];
	for (const operation of [bridge(), port("p1"), port("p2"), port("p3")]) {
		clock.sleeps = [];
		await fake.submit(operation);
		longest.push(Math.max(...clock.sleeps));
	}
	expect(longest).toEqual([1000, 1000, 5, 5]);
});

test("an engine that hands changes out slowly, as on a busy machine, has one batch cut short at the most", async () => {
	const execsAt = async (gap: number): Promise<number> => {
		const clock = new EngineClock();
		const fake = new FakeHost("h1", { clock, load: new EngineLoad(64) });
		const all = declare(fake, [bridge(), ...["p1", "p2", "p3", "p4", "p5", "p6", "p7"].map((name) => port(name))]);
		await clock.handOut(
			all.map((operation) => () => fake.submit(operation)),
			gap,
		);
		return fake.execs;
	};
	expect(await Promise.all([10, 900, 1900].map(execsAt))).toEqual([2, 2, 3]);
});

describe("80 ports, with an engine that has 8 changes under way and takes 25 ms for each", () => {
	const carryOut = async (slow: number) => {
		const clock = new EngineClock();
		const fake = new FakeHost("h1", { clock, load: new EngineLoad(8) });
		fake.bridges.set("br0", new Set(["br0"]));
		fake.slow = slow;
		const all = declare(
			fake,
			Array.from({ length: 80 }, (_, i) => port(`p${i}`)),
		);
		const took = await clock.carryOut(
			all.map((operation) => () => fake.submit(operation)),
			8,
			25,
		);
		return { took, execs: fake.execs };
	};

	test("take little longer than the engine alone where the host is quick: it works on one half, and the engine on the other", async () => {
		const { took, execs } = await carryOut(60);
		expect(took).toBeLessThan(1.2 * 80 * 25);
		expect(execs).toBeLessThanOrEqual(2 + 80 / 4);
	});

	test("come in large batches where the host is slow, and the engine would wait for each", async () => {
		const { took, execs } = await carryOut(1000);
		// The first batch finds out that the host is slow.
		expect(execs).toBeLessThanOrEqual(3 + 80 / 7);
		expect(took).toBeLessThan(1.1 * (80 / 7 + 1) * (1000 + 8 * 25));
	});
});

test.each([2, 3, 4])("with %i changes under way at the most, they are all in one batch", async (parallelism) => {
	const clock = new EngineClock();
	const fake = new FakeHost("h1", { clock, load: new EngineLoad(parallelism) });
	fake.bridges.set("br0", new Set(["br0"]));
	const all = declare(
		fake,
		Array.from({ length: parallelism }, (_, i) => port(`p${i}`)),
	);
	await clock.carryOut(
		all.map((operation) => () => fake.submit(operation)),
		parallelism,
		25,
	);
	expect(fake.scripts.filter((script) => script.length > 0)).toHaveLength(1);
});

test("500 ports take, with 64 parallel requests of the engine, at most 2 × 500/64 + 3 execs", async () => {
	const fake = new FakeHost("h1");
	const queue = declare(fake, [bridge(), ...Array.from({ length: 500 }, (_, i) => port(`p${i}`))]);
	const hand = async (): Promise<void> => {
		for (let next = queue.shift(); next; next = queue.shift()) await fake.submit(next);
	};
	await Promise.all(Array.from({ length: 64 }, hand));
	expect(fake.bridges.get("br0")?.size).toBe(501);
	expect(fake.execs).toBeLessThanOrEqual(Math.floor((2 * 500) / 64 + 3));
}, 20_000);
