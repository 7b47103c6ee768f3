import { readinessOf } from "../../../provider/apply/readiness";
import { Facts } from "../../../provider/model/facts";
import { Registry } from "../../../provider/plan/registry";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";
import { FakeHost } from "../support/fakehost";

const reach = operationOf(kindNamed("Reachability"), { want: { name: "r", to: "192.0.2.9", retries: 60, timeout: 5 } });
const port = operationOf(kindNamed("Port"), { want: { name: "p1", bridge: "br0", type: "internal" } });
const minute = 60_000;
const began = 100 * minute;
const never = () => false;

/** The readiness of an observation on a host without pending changes, where other hosts of the run may have some. */
const observing = (run: { isUnfinished: boolean; lastBusy: number }, since: number) =>
	readinessOf(
		{ operation: reach, since },
		{ registry: new Registry("h1"), facts: new Facts(), timing: { began, lastBusy: 0, lastDeclared: 0, run } },
		never,
	);

test("an observation waits while another host works, without a limit", () => {
	const since = began - 3 * minute;
	expect(observing({ isUnfinished: true, lastBusy: began }, since)).toEqual({ missing: [], wait: true });
	expect(observing({ isUnfinished: true, lastBusy: began - 2 * minute }, since)).toEqual({ missing: [], wait: false });
});

test("an observation does not wait where no change is pending", () => {
	expect(observing({ isUnfinished: false, lastBusy: began }, began)).toEqual({ missing: [], wait: false });
});

test.each([
	["just declared", 0, 0, true],
	["and the program has declared nothing for two seconds", 2_000, 2_000, false],
	["and the program went on declaring", 60_000, 1_000, true],
])("a change waits for a bridge that is not there, %s", (_, sinceAgo, declaredAgo, wait) => {
	const facts = factsOf([{ read: "ovs" }], {});
	const timing = { began, lastBusy: 0, lastDeclared: began - declaredAgo, run: { isUnfinished: true, lastBusy: 0 } };
	expect(
		readinessOf({ operation: port, since: began - sinceAgo }, { registry: new Registry("h1"), facts, timing }, never),
	).toEqual({
		missing: ["bridge br0"],
		wait,
	});
});

test("a change waits half a minute for an object that another pending change creates", () => {
	const registry = new Registry("h1");
	registry.declare("1:br0", operationOf(kindNamed("Bridge"), { want: { name: "br0" } }));
	const facts = factsOf([{ read: "ovs" }], {});
	const waits = (ago: number) => {
		const timing = { began, lastBusy: began - ago, lastDeclared: 0, run: { isUnfinished: true, lastBusy: 0 } };
		return readinessOf({ operation: port, since: 0 }, { registry, facts, timing }, never).wait;
	};
	expect([waits(29_000), waits(31_000)]).toEqual([true, false]);
});

test("the waiting time of probes is added to a script's timeout", async () => {
	const fake = new FakeHost("h1");
	const probe = { netns: "", to: "192.0.2.9", protocol: "icmp" as const, retries: 60, timeout: 5 };
	await fake.host.read([{ read: "ovs" }]);
	await fake.host.read([{ read: "probe", probe }]).catch(() => undefined);
	expect(fake.limits).toEqual([300_000, 630_000]);
});
