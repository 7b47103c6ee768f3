import type { Values } from "../../../provider/base/values";
import type { Executor } from "../../../provider/host/executor";
import { shell } from "../../../provider/index";
import { uuid } from "../support/compact";
import { FakeHost } from "../support/fakehost";

let mockMachine: FakeHost;
jest.mock("../../../provider/host/executor", () => ({
	scriptExecutor: (): Partial<Executor> => ({
		run: (...run) => (mockMachine as unknown as Executor).run(...run),
		isRemote: () => false,
		ovsCommand: () => undefined,
	}),
}));

const host = { host: "192.0.2.1", name: "box" };
const bridge = (name: string): Values => ({
	...{ __kind: "Bridge", __v: 1, __owner: "demo/dev", __resource: "br", host, name, datapathType: "system" },
});
const stored = { ...bridge("br0"), uuid: uuid("Bridge br0") };

/** Declares the resource with these inputs, as the engine does before it replaces or updates it. */
async function declare(news: Values): Promise<string[]> {
	const { inputs, failures } = await shell.check(stored, { ...news, __resource: "1:br" });
	expect(failures).toEqual([]);
	return (await shell.diff("box/Bridge/br0", stored, inputs)).replaces;
}

/** The error of the deletion of the bridge, on which somebody else has a port. */
const refusal = () =>
	shell.delete("box/Bridge/br0", stored).then(
		() => "deleted",
		(error: Error) => error.message,
	);

beforeEach(async () => {
	await shell.configure({ config: { get: () => undefined } });
	mockMachine = new FakeHost("box");
	mockMachine.bridges.set("br0", new Set(["br0", "theirs"]));
	mockMachine.marks.set("Bridge br0", "demo/dev");
});

// Pulumi's engine ends such a run only at Ctrl-C (test/e2e/failed-update.test.ts).
const advice = /theirs.*\. With --continue-on-error, press Ctrl-C now: Pulumi waits without end for a resource/;

test("a refused deletion that a creation is to follow says how to end a run with --continue-on-error", async () => {
	expect(await declare(bridge("br1"))).toEqual(["name"]);
	expect(await refusal()).toMatch(advice);
});

test("a refused deletion of a resource that the program does not have any more says only the reason", async () => {
	const said = await refusal();
	expect(said).toMatch(/theirs/);
	expect(said).not.toMatch(/Ctrl-C/);
});

test("a refused deletion at the end of the run, after the new object was created, says only the reason", async () => {
	await declare(bridge("br1"));
	await shell.create(bridge("br1"));
	expect(await refusal()).not.toMatch(/Ctrl-C/);
});
