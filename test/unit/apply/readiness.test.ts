import type { WaitingRoom } from "../../../provider/apply/context";
import { waitsFor } from "../../../provider/apply/readiness";
import { Facts } from "../../../provider/model/facts";
import { Registry } from "../../../provider/plan/registry";
import { kindNamed, operationOf } from "../support/cases";
import { FakeHost } from "../support/fakehost";

const bridge = operationOf(kindNamed("Bridge"), { want: { name: "br0" } });
const reach = operationOf(kindNamed("Reachability"), { want: { name: "r", to: "192.0.2.9", retries: 60, timeout: 5 } });

/** Two hosts of a run: the first only looks, the second has a change to come. */
function rooms(lastBusy: number): WaitingRoom {
	const all: WaitingRoom[] = [0, lastBusy].map((at) => ({
		...{ register: new Registry(), facts: new Facts(), began: Date.now(), busyUntil: 0, lastBusy: at },
		all: () => all,
	}));
	const [first, second] = all as [WaitingRoom, WaitingRoom];
	second.register.declare(bridge.id, bridge);
	return first;
}

const minutesAgo = (n: number) => Date.now() - n * 60_000;
const never = () => false;

test("what only looks waits as long as another host is at work, however long that takes", () => {
	const job = { operation: reach, since: minutesAgo(3) };
	expect(waitsFor(rooms(Date.now()), job, never)).toEqual({ missing: [], wait: true });
	expect(waitsFor(rooms(minutesAgo(2)), job, never)).toEqual({ missing: [], wait: false });
});

test("it waits for nobody where no change is to come", () => {
	const first = rooms(Date.now());
	for (const { register } of first.all()) register.mark(bridge.id, "applied");
	expect(waitsFor(first, { operation: reach, since: Date.now() }, never)).toEqual({ missing: [], wait: false });
});

test("a script may take longer by what its probes wait for", async () => {
	const fake = new FakeHost("h1");
	const probe = { netns: "", to: "192.0.2.9", protocol: "icmp" as const, retries: 60, timeout: 5 };
	await fake.host.read([{ read: "ovs" }]);
	await fake.host.read([{ read: "probe", probe }]).catch(() => undefined);
	expect(fake.limits).toEqual([300_000, 630_000]);
});
