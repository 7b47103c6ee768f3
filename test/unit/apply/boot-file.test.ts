import type { Values } from "../../../provider/base/values";
import type { Operation } from "../../../provider/plan/operation";
import { kindNamed, operationOf } from "../support/cases";
import { FakeKernel } from "../support/fakekernel";
import { messages } from "../support/messages";

const dummy = (name: string, more: Values = {}, was?: Values): Operation => ({
	...operationOf(kindNamed("Link"), { want: { name, type: "dummy", ...more }, was: was && { name, type: "dummy", ...was } }),
	persist: true,
});

/** Submits all operations as one run of the engine. Returns "ok" or the error of each. */
async function run(fake: FakeKernel, ...operations: Operation[]): Promise<string[]> {
	for (const operation of operations) fake.host.declare(operation.id, operation);
	const results = await Promise.allSettled(operations.map((operation) => fake.submit(operation)));
	return messages(results);
}

/** The MTU in the boot file of each device. */
const mtus = ({ bootFiles }: FakeKernel): Record<string, string | undefined> =>
	Object.fromEntries([...bootFiles].map(([name, text]) => [/Link_(\w+)/.exec(name)?.[1] ?? "", / mtu (\d+)$/m.exec(text)?.[1]]));

test("the files are written by the script that makes the objects", async () => {
	const fake = new FakeKernel("h1");
	expect(await run(fake, dummy("a", { mtu: 1400 }), dummy("b", { mtu: 1300 }))).toEqual(["ok", "ok"]);
	expect(mtus(fake)).toEqual({ a: "1400", b: "1300" });
	expect(fake.scripts.filter((script) => script.length > 0)).toHaveLength(1);
});

test("a creation that a tool refuses has no file, and those of the same script have theirs", async () => {
	const fake = new FakeKernel("h1");
	fake.refusedWords.add("mtu 1400");
	expect(await run(fake, dummy("a", { mtu: 1400 }), dummy("b", { mtu: 1300 }))).toEqual([
		expect.stringContaining("the change was undone"),
		"ok",
	]);
	expect(mtus(fake)).toEqual({ b: "1300" });
});

test("a creation that the kernel does not have as wanted has no file", async () => {
	const fake = new FakeKernel("h1");
	fake.ignoredWords.add("mtu 1400");
	expect(await run(fake, dummy("a", { mtu: 1400 }))).toEqual([expect.stringContaining("the change was undone")]);
	expect(mtus(fake)).toEqual({});
});

test("an update that a tool refuses, or that the kernel does not have as wanted, leaves the file as it was", async () => {
	for (const words of ["refusedWords", "ignoredWords"] as const) {
		const fake = new FakeKernel("h1");
		expect(await run(fake, dummy("a", { mtu: 1300 }))).toEqual(["ok"]);
		const before = [...fake.bootFiles];
		fake[words].add("mtu 1400");
		const update = dummy("a", { mtu: 1400 }, { mtu: 1300, persist: true });
		expect(await run(fake, update)).toEqual([expect.stringMatching(/(the change was undone|nothing was changed)$/)]);
		expect([...fake.bootFiles]).toEqual(before);
		fake[words].clear();
		expect(await run(fake, update)).toEqual(["ok"]);
		expect(mtus(fake)).toEqual({ a: "1400" });
	}
});

test("the file goes with the object", async () => {
	const fake = new FakeKernel("h1");
	expect(await run(fake, dummy("a"), dummy("b"))).toEqual(["ok", "ok"]);
	const was = { host: "h1", name: "a", type: "dummy", persist: true };
	const { kind, id, owner } = dummy("a");
	expect(await run(fake, { mode: "delete", kind, id, owner, want: was, was, persist: false })).toEqual(["ok"]);
	expect(mtus(fake)).toEqual({ b: undefined });
});
