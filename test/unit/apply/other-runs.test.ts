import { OutcomeUnknown } from "../../../provider/apply/half-made";
import { HostBusy, PlanOutdated } from "../../../provider/apply/interruptions";
import type { Operation } from "../../../provider/plan/operation";
import { progress } from "../../../provider/transport/progress";
import { op } from "../support/cases";
import { FakeHost } from "../support/fakehost";
import { FakeKernel } from "../support/fakekernel";
import { FastClock } from "../support/fastclock";
import { messages } from "../support/messages";

// Another run changes the host at the same time.

const bridge = op("Bridge", { name: "br0" });
const port = op("Port", { name: "p1", bridge: "br0", type: "internal" });
const busy = (seconds = 12) => new HostBusy({ seconds, pid: "4711", holder: "demo/dev (anna@laptop)" });
const outdated = (isCutOff = false) => new PlanOutdated("demo/dev (anna@laptop)", isCutOff);

async function ends(fake: FakeHost, ...operations: Operation[]): Promise<PromiseSettledResult<unknown>[]> {
	for (const operation of operations) fake.host.declare(operation.id, operation);
	return Promise.allSettled(operations.map((operation) => fake.submit(operation)));
}

test("a change waits for another run, and says for which", async () => {
	const fake = new FakeHost("h1", { clock: new FastClock() });
	const begin = jest.spyOn(progress, "begin");
	const shown: string[] = [];
	const sleep = jest.spyOn(FastClock.prototype, "sleep").mockImplementation(() => {
		for (const { value } of begin.mock.results) value?.what && shown.push(value.what());
		return { over: new Promise((resolve) => setImmediate(resolve)), end: () => {} };
	});
	fake.heldUp.push(busy(), busy(13));
	expect(messages(await ends(fake, bridge, port))).toEqual(["ok", "ok"]);
	expect(shown).toContain("waiting for another run, which has been changing the host for 12 s: demo/dev (anna@laptop)");
	expect(fake.scripts.flat()).toHaveLength(1);
	for (const spy of [begin, sleep]) spy.mockRestore();
});

test("a change waits for a HostSetup of another run that takes 20 minutes", async () => {
	const fake = new FakeHost("h1", { clock: new FastClock() });
	const tries = 1_100_000 / 250;
	fake.heldUp.push(...Array.from({ length: tries }, () => busy()));
	expect(messages(await ends(fake, bridge))).toEqual(["ok"]);
	expect(fake.heldUp).toEqual([]);
});

test("a change does not wait for ever: it fails, is not made, and says who holds the host and what to do", async () => {
	const fake = new FakeHost("h1", { clock: new FastClock() });
	fake.heldUp.push(...Array.from({ length: 10_000 }, () => busy(301)));
	const results = await ends(fake, bridge, port);
	expect(messages(results)).toEqual([
		"h1/Bridge/br0: nothing was changed, because another run has been changing this host for 301 s: demo/dev (anna@laptop). Wait until that run has ended, then run again. If it hangs, end its process 4711 on the host",
		"h1/Port/p1: another run changes the host: see the error of h1/Bridge/br0",
	]);
	expect(results.some((r) => r.status === "rejected" && r.reason instanceof OutcomeUnknown)).toBe(false);
	expect(fake.bridges.size).toBe(0);
});

test("after another run's change, everything is read once more, and the changes are planned by that", async () => {
	const fake = new FakeHost("h1", { clock: new FastClock() });
	const other = op("Bridge", { name: "br1" });
	fake.heldUp.push(outdated());
	fake.meanwhile = () => {
		fake.bridges.set("br0", new Set(["br0"]));
		fake.marks.set("Bridge br0", "other/dev");
	};
	expect(messages(await ends(fake, bridge, other))).toEqual([
		expect.stringMatching(/^h1\/Bridge\/br0: it exists already and belongs to the program other\/dev/),
		"ok",
	]);
	expect(fake.marks.get("Bridge br0")).toBe("other/dev");
	// A read, the change that was not made, the read after it, and the change.
	expect(fake.execs).toBe(4);
});

test("the end of another run in the middle of its change is told once, and keeps nobody from going on", async () => {
	const warnings: string[] = [];
	const fake = new FakeHost("h1", { clock: new FastClock(), warn: (text) => warnings.push(text) });
	fake.heldUp.push(outdated(true));
	expect(messages(await ends(fake, bridge, port))).toEqual(["ok", "ok"]);
	expect(warnings).toEqual([
		"h1: another run has ended in the middle of its changes (demo/dev (anna@laptop)). What it has left is read again, and this run goes on",
	]);
});

test("a host that others change again and again is given up, without a change", async () => {
	const fake = new FakeHost("h1", { clock: new FastClock() });
	fake.heldUp.push(...Array.from({ length: 100 }, () => outdated()));
	const results = await ends(fake, bridge);
	expect(messages(results)).toEqual([
		"h1/Bridge/br0: nothing was changed, because other runs have changed this host 10 times while this run planned its change, the last time demo/dev (anna@laptop). Wait until they have ended, then run again",
	]);
	fake.heldUp.length = 0;
	expect(messages(await ends(fake, bridge))).toEqual(["ok"]);
});

/** A kernel that another run changes whenever it has refused something. */
class Disturbed extends FakeKernel {
	/** The number of changes after each refusal. */
	times = 1;
	protected override change(argv: string[], stdin: string): string {
		const refusal = super.change(argv, stdin);
		if (refusal !== "") this.heldUp.push(...Array.from({ length: this.times }, () => outdated()));
		return refusal;
	}
}

test("a refused change is undone although another run has changed the host in between", async () => {
	const fake = new Disturbed("h1", { clock: new FastClock() });
	fake.refusedWords.add("10.0.0.1/24");
	const link = op("Link", { name: "d0", type: "dummy", addresses: ["10.0.0.1/24"] });
	expect(messages(await ends(fake, link))).toEqual([expect.stringMatching(/the change was undone/)]);
	expect([...fake.devices.keys()]).toEqual([]);
	expect(fake.journal.size).toBe(0);
	expect(fake.heldUp).toEqual([]);
});

test.each([1, 2, 9])(
	"the note of a change that did not come about is removed although other runs change the host %d times",
	async (times) => {
		const fake = new Disturbed("h1", { clock: new FastClock() });
		fake.times = times;
		fake.refusedWords.add("10.9.0.0/16");
		fake.device("t1", { up: true });
		const results = await ends(fake, op("Route", { destination: "10.9.0.0/16", dev: "t1" }));
		expect(messages(results)).toEqual([expect.stringMatching(/nothing was changed$/)]);
		expect([fake.journal.size, fake.heldUp]).toEqual([0, []]);
	},
);

test("one of several changes that is refused is found although another run changes the host in between", async () => {
	const fake = new Disturbed("h1", { clock: new FastClock() });
	fake.refusedWords.add("10.0.0.1/24");
	const links = ["d0", "d1", "d2"].map((name, i) => op("Link", { name, type: "dummy", addresses: [`10.0.${i}.1/24`] }));
	expect(messages(await ends(fake, ...links))).toEqual([expect.stringMatching(/the change was undone/), "ok", "ok"]);
	expect([...fake.devices.keys()].sort()).toEqual(["d1", "d2"]);
});
