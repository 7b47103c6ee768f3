import type { Operation } from "../../../provider/plan/operation";
import { showCall } from "../../../provider/tools/call";
import type { Step } from "../../../provider/tools/list";
import { calls } from "../../../provider/tools/script";
import { op } from "../support/cases";
import { FakeHost } from "../support/fakehost";

const port = (name: string, bridge = "br0"): Operation => op("Port", { name, bridge, type: "internal" });
const text = (steps: Step[]) => calls(steps).map(showCall).join("\n");

test("a preview has the steps that the change then runs, and changes nothing", async () => {
	const shown: [string, string][] = [];
	const fake = new FakeHost("h1", { onPlanned: ({ id }, { steps }) => shown.push([id, text(steps)]) });
	const all = [op("Bridge", { name: "br0" }), port("p1")];
	for (const operation of all) fake.host.declare(operation.id, operation);
	const previews = await Promise.all(all.map((operation) => fake.host.preview(operation)));
	expect(previews.map(({ missing }) => missing)).toEqual([undefined, undefined]);
	expect([fake.scripts.flat(), shown]).toEqual([[], []]);
	await Promise.all(all.map((operation) => fake.submit(operation)));
	expect(shown).toEqual(all.map(({ id }, i) => [id, text(previews[i]?.steps ?? [])]));
	expect(shown.map(([, lines]) => lines).join()).toMatch(/add-br br0.*add-port br0 p1/s);
});

test("the previews of a program's resources take one exec together", async () => {
	const fake = new FakeHost("h1");
	const all = Array.from({ length: 20 }, (_, i) => op("Bridge", { name: `br${i}` }));
	for (const operation of all) fake.host.declare(operation.id, operation);
	await Promise.all(all.map((operation) => fake.host.preview(operation)));
	expect(fake.execs).toBe(1);
});

test("a change that would be refused is refused at preview, with the resource's name", async () => {
	const fake = new FakeHost("h1");
	fake.bridges.set("br0", new Set(["br0"]));
	const bridge = op("Bridge", { name: "br0" });
	fake.host.declare(bridge.id, bridge);
	await expect(fake.host.preview(bridge)).rejects.toThrow(
		/^h1\/Bridge\/br0: it exists already and does not belong to this program/,
	);
});

test("what neither the host nor the program has is named, and a change without differences has no steps", async () => {
	const fake = new FakeHost("h1");
	const lost = port("p1", "nowhere");
	fake.host.declare(lost.id, lost);
	expect((await fake.host.preview(lost)).missing).toMatch(
		/^it needs bridge nowhere \(property bridge\), which is not on this host/,
	);
	const bridge = op("Bridge", { name: "br0" });
	fake.host.declare(bridge.id, bridge);
	await fake.submit(bridge);
	expect(await fake.host.preview(bridge)).toEqual({ steps: [] });
});
