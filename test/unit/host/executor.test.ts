import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { HostBusy, PlanOutdated } from "../../../provider/apply/interruptions";
import { scriptExecutor } from "../../../provider/host/executor";
import type { Call } from "../../../provider/tools/call";
import { temporaryFolder } from "../../support/temporary";

// Two runs on one host: this machine, with a folder of the test in place of /run.

const folder = temporaryFolder("executor");
const executor = () =>
	scriptExecutor("h1", () => ({
		async script({ stdin }) {
			const input = stdin.replaceAll("/run/pulumi-ovs", join(folder, "run"));
			const { stdout, stderr, status } = spawnSync("sh", ["-s"], { input, encoding: "utf8" });
			return { stdout, stderr, code: status };
		},
		close: async () => {},
	}));
const run = (on: ReturnType<typeof executor>, changes: Call[], reads: Call[] = []) =>
	on.run(changes, reads, 10_000, "demo/dev (anna@laptop)").catch((error) => error);
const read: Call = { argv: ["echo", "facts"] };
const change: Call = { argv: ["true"] };
const done = { stdout: "", stderr: "", code: 0 };

test("a run's own changes never outdate its plans, and each change of another run does so once", async () => {
	const [one, two] = [executor(), executor()];
	await run(one, [], [read]);
	await run(two, [], [read]);
	expect(await run(one, [change])).toEqual([done]);
	expect(await run(one, [change], [read])).toEqual([done, { ...done, stdout: "facts\n" }]);
	expect(await run(two, [change])).toBeInstanceOf(PlanOutdated);
	await run(two, [], [read]);
	expect(await run(two, [change])).toEqual([done]);
	expect(await run(two, [change])).toEqual([done]);
	expect(await run(one, [change])).toBeInstanceOf(PlanOutdated);
});

test("a later read does not make facts of an earlier one newer", async () => {
	const [one, two] = [executor(), executor()];
	await run(one, [], [read]);
	await run(two, [change]);
	await run(one, [], [read]);
	expect(await run(one, [change])).toBeInstanceOf(PlanOutdated);
});

test("a change that only waited is still planned from the same facts", async () => {
	const [one, two] = [executor(), executor()];
	await run(one, [], [read]);
	const holder = spawn("sh", ["-c", `exec 9<>${join(folder, "run.lock")}; flock 9; echo held; exec sleep 60`]);
	await new Promise((held) => holder.stdout.once("data", held));
	expect(await run(one, [change])).toBeInstanceOf(HostBusy);
	holder.kill();
	await new Promise((ended) => holder.once("exit", ended));
	await run(two, [change]);
	expect(await run(one, [change])).toBeInstanceOf(PlanOutdated);
});
