import { Joint } from "../../../provider/host/joint";
import { EngineClock } from "../support/engineclock";

let clock: EngineClock;
let joint: Joint;
beforeEach(() => {
	clock = new EngineClock();
	joint = new Joint(clock);
});

const settled = async <T>(promise: Promise<T>): Promise<T | "open"> =>
	Promise.race([promise, new Promise<"open">((resolve) => setImmediate(() => resolve("open")))]);
const soon = () => clock.now() + 10_000;
const alone = { isConfirmed: true, others: [] };

test("the change of the only host that works is confirmed at once", async () => {
	joint.begin("h1");
	expect(await joint.enter("h1").ready(soon())).toEqual(alone);
});

test("changes wait for each other, and each hears of the others", async () => {
	for (const host of ["h1", "h2", "h3"]) joint.begin(host);
	const first = joint.enter("h1").ready(soon());
	const second = joint.enter("h2").ready(soon());
	expect([await settled(first), await settled(second)]).toEqual(["open", "open"]);
	expect(await joint.enter("h3").ready(soon())).toEqual({ isConfirmed: true, others: ["h1", "h2"] });
	expect(await first).toEqual({ isConfirmed: true, others: ["h2", "h3"] });
	expect(await second).toEqual({ isConfirmed: true, others: ["h1", "h3"] });
});

test.each<[string, () => void]>([
	["ends its work without a change", () => joint.end("h2")],
	["makes a change that need not be confirmed", () => joint.pass("h2")],
])("a change waits for a host that works, until that host %s", async (_, goes) => {
	joint.begin("h1");
	joint.begin("h2");
	const first = joint.enter("h1").ready(soon());
	expect(await settled(first)).toBe("open");
	goes();
	expect(await first).toEqual(alone);
});

test.each<[string, string, () => void]>([
	["fails", "the change of h2 was not confirmed (cut)", () => joint.enter("h2").fail("cut")],
	["ends its work with an error", "a change of h2 failed at the same time (no disk)", () => joint.end("h2", "no disk")],
])("no change is confirmed where that of another host %s", async (_, why, goes) => {
	joint.begin("h1");
	joint.begin("h2");
	const change = joint.enter("h1");
	const first = change.ready(soon());
	expect([await settled(first), change.decision]).toEqual(["open", undefined]);
	goes();
	expect(await first).toEqual({ isConfirmed: false, why });
	expect(change.decision).toEqual({ isConfirmed: false, why });
});

test("no change is confirmed where that of another host is not ready in time", async () => {
	joint.begin("h1");
	joint.begin("h2");
	const other = joint.enter("h2");
	let decision: unknown;
	const wait = async () => {
		decision = await joint.enter("h1").ready(soon());
	};
	await clock.handOut([wait], 0);
	const why = "the change of h2 could not be confirmed in time";
	expect(decision).toEqual({ isConfirmed: false, why });
	expect(await other.ready(soon())).toEqual({ isConfirmed: false, why });
});

test("no change is confirmed where the host of one may undo it already", async () => {
	joint.begin("h1");
	joint.begin("h2");
	const first = joint.enter("h1").ready(clock.now() - 1);
	const decision = { isConfirmed: false, why: "the change of h1 could not be confirmed in time" };
	expect([await joint.enter("h2").ready(soon()), await first]).toEqual([decision, decision]);
});

test("a host that works alone is confirmed as long as it answers", async () => {
	joint.begin("h1");
	expect(await joint.enter("h1").ready(clock.now() - 1)).toEqual(alone);
});

test("what follows a decision is no part of it", async () => {
	for (const host of ["h1", "h2"]) joint.begin(host);
	const first = joint.enter("h1");
	const decision = first.ready(soon());
	await joint.enter("h2").ready(soon());
	expect(await decision).toEqual({ isConfirmed: true, others: ["h2"] });
	first.fail("the confirmation was lost");
	const next = joint.enter("h2").ready(soon());
	expect(await settled(next)).toBe("open");
	joint.end("h1");
	expect(await next).toEqual(alone);
});

test("a change that was not made keeps nobody waiting after the end of its host's work, and fails nobody's", async () => {
	for (const host of ["h1", "h2"]) joint.begin(host);
	const first = joint.enter("h1").ready(soon());
	const held = joint.enter("h2");
	held.withdraw();
	held.fail("too late");
	expect(await settled(first)).toBe("open");
	joint.end("h2");
	expect(await first).toEqual(alone);
});
