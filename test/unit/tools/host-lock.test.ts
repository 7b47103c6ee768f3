import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Call } from "../../../provider/tools/call";
import { type HostLock, lockAnswer, undoneLine } from "../../../provider/tools/host-lock";
import { lockFile } from "../../../provider/tools/host-paths";
import { results, script } from "../../../provider/tools/script";
import { temporaryFolder } from "../../support/temporary";
import { withEachShell } from "../support/host-shells";

// The scripts run on this machine, in a folder of the test in place of /run.

const folder = temporaryFolder("host-lock");
const running: ChildProcess[] = [];
const file = (name: string) => join(folder, name);
const append = (text: string): Call => ({ argv: ["sh", "-c", `echo "$1" >>${file("log")}`, "append", text] });
const log = () => (existsSync(file("log")) ? readFileSync(file("log"), "utf8").trim().split("\n") : []);
const kill = ({ pid = 0 }: ChildProcess) => process.kill(-pid, "SIGKILL");
const anna = "demo/dev (anna@laptop)";

afterEach(() => {
	for (const child of running.splice(0)) if (child.exitCode === null && child.signalCode === null) kill(child);
	rmSync(folder, { recursive: true });
	mkdirSync(folder);
});

withEachShell(() => {
	describe.each(["with flock", "without flock"])("%s", (has) => {
		const textOf = (word: string, changes: Call[], lock: HostLock) =>
			script(changes, changes.length > 0 ? [] : [{ argv: ["true"] }], word, undefined, lock)
				.replaceAll("/run/pulumi-ovs", file("run"))
				.replaceAll("command -v flock", has === "with flock" ? "command -v flock" : "false");

		function run(word: string, changes: Call[], version?: string) {
			const input = textOf(word, changes, { holder: anna, version });
			const { stdout, stderr, status } = spawnSync("sh", ["-s"], { input, encoding: "utf8", env: process.env });
			return { answer: lockAnswer(stdout, word), results: results(stdout, stderr, Math.max(changes.length, 1), word), status };
		}

		/** A script that holds the lock until it is killed or the file `go-on` exists. */
		async function holding(word: string): Promise<ChildProcess> {
			const wait: Call = {
				argv: ["sh", "-c", `echo ${word} >>${file("log")}; until [ -e ${file("go-on")} ]; do sleep 0.02; done`],
			};
			const child = spawn("sh", ["-s"], { stdio: ["pipe", "ignore", "ignore"], detached: true, env: process.env });
			running.push(child);
			child.stdin?.end(textOf(word, [wait, append(`${word} ends`)], { holder: anna }));
			while (!log().includes(word)) await new Promise((done) => setTimeout(done, 10));
			return child;
		}

		const ended = (child: ChildProcess) => new Promise((done) => child.once("exit", done));

		test("a change leaves its version, which the next reads tell and the next plan names", () => {
			expect(run("R0", []).answer).toEqual({ state: "at", version: "." });
			expect(run("W1", [append("one")], ".").answer).toEqual({ state: "taken" });
			expect(statSync(file("run.lock")).mode & 0o777).toBe(0o600);
			expect(run("R1", []).answer).toEqual({ state: "at", version: "done.W1" });
			expect(run("W2", [append("two")], "done.W1").answer).toEqual({ state: "taken" });
			expect(log()).toEqual(["one", "two"]);
		});

		test("a line that follows a call runs with the lock, and its status does not count", () => {
			const { answer, results: all } = run("W1", [{ ...append("one"), afterwards: `echo after >>${file("log")}; false` }], ".");
			expect([answer, all[0]?.code]).toEqual([{ state: "taken" }, 0]);
			expect(log()).toEqual(["one", "after"]);
		});

		test("a change that was planned before another one is not made, and says whose the other is", () => {
			run("W1", [append("one")]);
			expect(run("W2", [append("two")], ".")).toMatchObject({ answer: { state: "other", holder: anna }, status: 0 });
			expect(log()).toEqual(["one"]);
		});

		test("a change that nothing was read for needs no version", () => {
			run("W1", [append("one")]);
			expect(run("W2", [append("two")]).answer).toEqual({ state: "taken" });
		});

		test("a change that fails, and the changes after it, release the lock too", () => {
			const done = run("W1", [{ argv: ["sh", "-c", "echo no; exit 3"] }, append("never")]);
			expect(done.results.map(({ stderr, code }) => [stderr, code])).toEqual([
				["no", 3],
				["", undefined],
			]);
			expect(run("W2", [append("two")], "done.W1").answer).toEqual({ state: "taken" });
		});

		test("a service that a change has started does not keep the lock", () => {
			const pid = file("pid");
			run("W1", [{ argv: ["sh", "-c", `sleep 60 >/dev/null 2>&1 & echo $! >${pid}`] }]);
			const { answer } = run("W2", [append("two")], "done.W1");
			process.kill(Number(readFileSync(pid, "utf8")));
			expect(answer).toEqual({ state: "taken" });
		});

		test("while a change runs, another one is not made, and is told who makes it; afterwards its plan is outdated", async () => {
			const child = await holding("W1");
			const { answer } = run("W2", [append("two")], ".");
			expect(answer).toEqual({ state: "busy", seconds: expect.any(Number), pid: String(child.pid), holder: anna });
			expect(run("R1", []).answer).toEqual({ state: "at", version: "busy.W1" });
			writeFileSync(file("go-on"), "");
			await ended(child);
			expect(run("W3", [append("three")], "busy.W1").answer.state).toBe("other");
			expect(log()).toEqual(["W1", "W1 ends"]);
		});

		test("a script that was killed keeps nobody out, and the next plan is made after it", async () => {
			const child = await holding("W1");
			kill(child);
			await ended(child);
			expect(run("W2", [append("two")], "busy.W1").answer).toMatchObject({ state: "left", holder: anna });
			const { answer } = run("R1", []);
			expect(answer).toEqual({ state: "at", version: "done.W2" });
			expect(run("W3", [append("three")], "done.W2").answer).toEqual({ state: "taken" });
		});

		test("while the tool of a killed script still changes the host, others wait", async () => {
			if (has !== "with flock") return; // The file of a shell that is gone keeps nobody out.
			const child = await holding("W1");
			process.kill(child.pid ?? 0, "SIGKILL");
			await ended(child);
			expect(run("W2", [append("two")], "busy.W1").answer.state).toBe("busy");
			writeFileSync(file("go-on"), "");
			let answer = run("W2", [append("two")], "busy.W1").answer;
			while (answer.state === "busy") answer = run("W2", [append("two")], "busy.W1").answer;
			expect(answer.state).toBe("left");
			expect(log()).toEqual(["W1"]);
		});

		test("changes that come at the same time do not mix", async () => {
			const words = ["A", "B", "C", "D"];
			const part = (word: string): Call => ({ argv: ["sh", "-c", `echo ${word} >>${file("log")}; sleep 0.02`] });
			const make = async (word: string): Promise<void> => {
				const child = spawn("sh", ["-s"], { stdio: ["pipe", "pipe", "ignore"], env: process.env });
				let stdout = "";
				child.stdout?.on("data", (chunk) => {
					stdout += chunk;
				});
				child.stdin?.end(textOf(word, [part(word), part(word), part(word)], { holder: word }));
				await new Promise((done) => child.once("close", done));
				if (lockAnswer(stdout, word).state === "busy") await make(word);
			};
			await Promise.all(words.map(make));
			const seen = log();
			const expected = [0, 3, 6, 9].flatMap((at) => Array(3).fill(seen[at]));
			expect([seen, [...new Set(seen)].sort()]).toEqual([expected, words]);
		});

		test("a change that is not confirmed yet keeps others out, until the host has undone it", () => {
			run("W1", [append("one")]);
			mkdirSync(file("run/armed/abc"), { recursive: true });
			writeFileSync(file("run/armed/abc/watcher"), `${process.pid}\n`);
			writeFileSync(file("run/armed/abc/about"), "demo/dev: Link/eth0\n");
			const second = () => run("W2", [append("two")], "done.W1").answer;
			expect(second()).toEqual({ state: "taken" });
			writeFileSync(file("log"), "one\n");
			run("W1", []);
			writeFileSync(file("run/armed/abc/undo"), "");
			expect(run("W2", [append("two")], "done.W2").answer).toMatchObject({
				...{ state: "busy", pid: "-", holder: "demo/dev: Link/eth0, which waits for its confirmation" },
			});
			writeFileSync(file("run/armed/abc/undone"), "");
			spawnSync("sh", ["-c", undoneLine("abc").replaceAll(lockFile, file("run.lock"))]);
			expect(run("W3", [append("three")], "done.W2").answer).toMatchObject({
				state: "other",
				holder: "the host itself",
			});
			expect(log()).toEqual(["one"]);
		});

		test("where the lock can't be written, the change is made", () => {
			mkdirSync(file("run.lock"));
			expect(run("W1", [append("one")], "done.W0").answer).toEqual({ state: "none" });
			expect(log()).toEqual(["one"]);
		});
	});

	test("a holder's name is one line of plain text, and no shell text", () => {
		const text = script([append("one")], [], "W1", undefined, { holder: "it's $(id)\n`id` ☃" });
		spawnSync("sh", ["-s"], { input: text.replaceAll("/run/pulumi-ovs", file("run")), encoding: "utf8", env: process.env });
		expect(readFileSync(file("run.lock"), "utf8")).toMatch(/^done W1 \d+ \d+ it's \$\(id\)\?`id` \?\n$/);
	});
});
