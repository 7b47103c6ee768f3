import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	type ArmedChange,
	armCall,
	type Confirmation,
	confirmationOf,
	confirmCall,
	notArmedStatus,
} from "../../../provider/tools/armed";
import type { Call } from "../../../provider/tools/call";
import { type LockAnswer, lockAnswer } from "../../../provider/tools/host-lock";
import { missingFile } from "../../../provider/tools/output";
import { script } from "../../../provider/tools/script";
import { sessionStart } from "../../../provider/tools/session-start";
import type { SavedOutput } from "../../../provider/tools/tool";
import { withEachShell } from "../support/host-shells";

// The scripts run on this machine, in a folder of the test in place of /run/pulumi-ovs.
let folder = "";
const running: ChildProcess[] = [];

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "pulumi-ovs-armed-"));
});

afterEach(() => {
	for (const child of running.splice(0)) child.kill("SIGKILL");
	rmSync(folder, { recursive: true, force: true });
});

const here = (text: string) =>
	text.replaceAll("/run/pulumi-ovs", join(folder, "run")).replaceAll("[ -d /run/systemd/system ]", "false");
const located = ({ argv, stdin }: Call): Call => ({
	argv: argv.map(here),
	...(stdin === undefined ? {} : { stdin: here(stdin) }),
});

function ran(call: Call, env = process.env): { stdout: string; stderr: string; code: number } {
	const { argv, stdin } = located(call);
	const { stdout, stderr, status } = spawnSync(argv[0] ?? "", argv.slice(1), { input: stdin ?? "", encoding: "utf8", env });
	return { stdout, stderr, code: status ?? -1 };
}

const file = (name: string) => join(folder, name);
const append = (text: string): Call => ({ argv: ["sh", "-c", `echo ${text} >>${file("log")}; echo said ${text}`] });
const log = () => (existsSync(file("log")) ? readFileSync(file("log"), "utf8").trim().split("\n") : []);

const change = (more: Partial<ArmedChange> = {}): ArmedChange => ({
	...{ token: "abc", seconds: 60, about: "demo/dev: Link/eth0", changes: [append("one"), append("two")] },
	undo: { saves: [], calls: [append("back")] },
	...more,
});

const confirmation = (armed: ArmedChange): Confirmation => confirmationOf(ran(confirmCall(armed.token)), armed);

async function until(isTrue: () => boolean): Promise<void> {
	while (!isTrue()) await new Promise((done) => setTimeout(done, 20));
}

/** The answer when the host has taken the way back. */
async function undone(armed: ArmedChange): Promise<Confirmation> {
	await until(() => existsSync(file("run/armed/abc/undone")));
	return confirmation(armed);
}

const isOver = (pid: number): boolean =>
	!existsSync(`/proc/${pid}`) || /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));

withEachShell(() => {
	test("a change that is confirmed stays, gives its results, and leaves no folder and no process", async () => {
		const failing: Call = { argv: ["sh", "-c", "echo no >&2; exit 3"] };
		const armed = change({ changes: [append("one"), failing, append("never")] });
		expect(ran(armCall(armed)).code).toBe(0);
		expect(statSync(file("run/armed")).mode & 0o777).toBe(0o700);
		const watcher = () =>
			existsSync(file("run/armed/abc/watcher")) ? readFileSync(file("run/armed/abc/watcher"), "utf8").trim() : "";
		await until(() => watcher() !== "");
		const pid = Number(watcher());
		expect(confirmation(armed)).toEqual({
			state: "confirmed",
			results: [
				{ stdout: "", stderr: "said one", code: 0 },
				{ stdout: "", stderr: "no", code: 3 },
				{ stdout: "", stderr: "" },
			],
		});
		expect(log()).toEqual(["one"]);
		expect(readdirSync(folder)).toEqual(["log"]);
		await until(() => isOver(pid));
		expect(confirmation(armed)).toEqual({ state: "gone" });
	});

	test("a question tells the state of a change and confirms nothing", async () => {
		const armed = change({ seconds: 1 });
		const asked = () => confirmationOf(ran(confirmCall("abc", "ask")), armed);
		expect(asked()).toEqual({ state: "gone" });
		expect(ran(armCall(armed)).code).toBe(0);
		expect(asked()).toMatchObject({ state: "armed" });
		expect(asked()).toMatchObject({ state: "armed" });
		await until(() => existsSync(file("run/armed/abc/undone")));
		expect(asked()).toEqual({ state: "undone" });
		expect(readdirSync(folder)).toEqual(["log"]);
		expect(log()).toEqual(["one", "two", "back"]);
	});

	test("a question tells for how long a change has waited", async () => {
		expect(ran(armCall(change())).code).toBe(0);
		const ended = () => (existsSync(file("run/armed/abc/ended")) ? readFileSync(file("run/armed/abc/ended"), "utf8").trim() : "");
		await until(() => ended() !== "");
		writeFileSync(file("run/armed/abc/ended"), `${Number(ended()) - 20}\n`);
		const { waited } = confirmationOf(ran(confirmCall("abc", "ask")), change()) as { waited: number };
		expect(waited).toBeGreaterThanOrEqual(20);
		expect(confirmation(change()).state).toBe("confirmed");
	});

	test("the host undoes a change at once where it is told to", async () => {
		const armed = change({ seconds: 600 });
		expect(ran(armCall(armed)).code).toBe(0);
		expect(confirmationOf(ran(confirmCall("abc", "undo")), armed)).toMatchObject({ state: "armed" });
		expect(await undone(armed)).toEqual({ state: "undone" });
		expect(log()).toEqual(["one", "two", "back"]);
		expect(confirmationOf(ran(confirmCall("abc", "undo")), armed)).toEqual({ state: "gone" });
	});

	test("a change that nobody confirms is undone, by the output of calls before it; every call of the way back runs", async () => {
		writeFileSync(file("value"), "before");
		const write: Call = { argv: ["sh", "-c", `echo after >${file("value")}`] };
		const undo = {
			saves: [
				{ name: "value", call: { argv: ["cat", file("value")] } },
				{ name: "none", call: { argv: ["cat", file("none")] }, absent: missingFile },
			],
			calls: [{ argv: ["sh", "-c", "echo refused; exit 1"] }, { argv: ["sh", "-c", `cat value none >${file("value")}`] }],
		};
		const armed = change({ seconds: 0, changes: [write], undo });
		expect(ran(armCall(armed)).code).toBe(0);
		expect(await undone(armed)).toEqual({ state: "undone" });
		expect(readFileSync(file("value"), "utf8")).toBe("before");
		expect(readdirSync(folder)).toEqual(["value"]);
	});

	test("a change is undone, too, where the output of that can't be written", async () => {
		const armed = change({ seconds: 1 });
		expect(ran(armCall(armed)).code).toBe(0);
		// Nothing can be written to a folder.
		mkdirSync(file("run/armed/abc/log"));
		await until(() => existsSync(file("run/armed/abc/undone")));
		// The file has what the undo has printed, and never the undo itself, in which values may be secret.
		expect(readFileSync(file("run/armed/abc/undone"), "utf8")).toBe("");
		expect(await undone(armed)).toEqual({ state: "undone" });
		expect(log()).toEqual(["one", "two", "back"]);
	});

	test("the way back needs no /tmp, where bash writes the input of a command", async () => {
		const argv = ["sh", "-c", `readlink /proc/self/fd/0 >>${file("log")}; wc -c >>${file("log")}`];
		const armed = change({ seconds: 0, undo: { saves: [], calls: [{ argv, stdin: `${"x".repeat(200_000)}\n` }] } });
		expect(ran(armCall(armed)).code).toBe(0);
		await undone(armed);
		const inFolder = file("run/armed/abc").replaceAll(".", "[.]");
		expect(log()).toEqual(["one", "two", expect.stringMatching(new RegExp(`^(pipe:|${inFolder}/)`)), "200001"]);
	});

	test("the way back finds tools in the folders of the session", async () => {
		mkdirSync(file("bin"));
		writeFileSync(file("bin/own-tool"), `#!/bin/sh\necho by own tool >>${file("log")}\n`, { mode: 0o755 });
		const armed = change({ seconds: 0, undo: { saves: [], calls: [{ argv: ["own-tool"] }] } });
		expect(ran(armCall(armed), { ...process.env, PATH: `${file("bin")}:${process.env.PATH}` }).code).toBe(0);
		expect((await undone(armed)).state).toBe("undone");
		expect(log()).toEqual(["one", "two", "by own tool"]);
	});

	test("a change is not undone while it runs, and is undone when its shell is killed", async () => {
		const { argv, stdin } = located(armCall(change({ seconds: 0, changes: [append("one"), { argv: ["sleep", "600"] }] })));
		const shell = spawn(argv[0] ?? "", argv.slice(1), { stdio: ["pipe", "ignore", "ignore"], detached: true, env: process.env });
		running.push(shell);
		shell.stdin?.end(stdin);
		await until(() => log().length > 0);
		expect(confirmation(change())).toEqual({ state: "busy" });
		expect(confirmationOf(ran(confirmCall("abc", "ask")), change())).toEqual({ state: "busy" });
		expect(log()).toEqual(["one"]);
		process.kill(-(shell.pid ?? 0), "SIGKILL");
		expect((await undone(change())).state).toBe("undone");
		expect(log()).toEqual(["one", "back"]);
	});

	test("where only the arming shell is killed, its change goes on, and is confirmed after its end", async () => {
		const slow: Call = { argv: ["sh", "-c", `until [ -e ${file("go")} ]; do sleep 0.05; done`] };
		const armed = change({ changes: [append("one"), slow, append("two")] });
		const { argv, stdin } = located(armCall(armed));
		const shell = spawn(argv[0] ?? "", argv.slice(1), { stdio: ["pipe", "ignore", "ignore"], env: process.env });
		running.push(shell);
		shell.stdin?.end(stdin);
		await until(() => log().length > 0);
		const ended = new Promise((done) => shell.on("exit", done));
		shell.kill("SIGKILL");
		await ended;
		expect(confirmation(armed)).toEqual({ state: "busy" });
		writeFileSync(file("go"), "");
		await until(() => log().length > 1);
		let said = confirmation(armed);
		while (said.state === "busy") said = confirmation(armed);
		expect(said).toMatchObject({ state: "confirmed", results: [{ code: 0 }, { code: 0 }, { code: 0 }] });
		expect(log()).toEqual(["one", "two"]);
	});

	test("a change whose way back another run was told of first is still known as undone, until somebody else changes the host", async () => {
		const armed = change({ seconds: 0 });
		expect(locking("W1", [armCall(armed)])).toEqual({ state: "taken" });
		await until(() => existsSync(file("run/armed/abc/undone")));
		ran(sessionStart.reads["session-start"].call({ read: "session-start" }));
		expect(existsSync(file("run/armed"))).toBe(false);
		expect(confirmation(armed)).toEqual({ state: "undone" });
		expect(confirmation(change({ token: "abcd" }))).toEqual({ state: "gone" });
		expect(locking("W2", [append("other")])).toEqual({ state: "taken" });
		expect(confirmation(armed)).toEqual({ state: "gone" });
	});

	test("the next run waits for a way back that is still to be taken, and is told of it", () => {
		const armed = change({ seconds: 1 });
		expect(ran(armCall(armed)).code).toBe(0);
		const reading = ran(sessionStart.reads["session-start"].call({ read: "session-start" }));
		expect(log()).toEqual(["one", "two", "back"]);
		expect(sessionStart.reads["session-start"].parse(reading, { read: "session-start" })).toMatchObject({
			undone: [{ about: "demo/dev: Link/eth0", said: "said back" }],
		});
		expect(existsSync(file("run/armed"))).toBe(false);
	});

	test("the next run is told of a change whose watchdog was killed, and the change stays", async () => {
		const armed = change({ seconds: 60 });
		const start = () => {
			const reading = ran(sessionStart.reads["session-start"].call({ read: "session-start" }));
			return sessionStart.reads["session-start"].parse(reading, { read: "session-start" });
		};
		expect(ran(armCall(armed)).code).toBe(0);
		const ended = () => (existsSync(file("run/armed/abc/ended")) ? readFileSync(file("run/armed/abc/ended"), "utf8").trim() : "");
		await until(() => ended() !== "");
		const pid = Number(readFileSync(file("run/armed/abc/watcher"), "utf8"));
		process.kill(pid, "SIGKILL");
		await until(() => isOver(pid));
		// The run that has made the change may still confirm it.
		expect(start()).toMatchObject({ undone: [], unwatched: [] });
		writeFileSync(file("run/armed/abc/ended"), `${Number(ended()) - 400}\n`);
		expect(start()).toMatchObject({ undone: [], unwatched: ["demo/dev: Link/eth0"] });
		expect(log()).toEqual(["one", "two"]);
		expect(existsSync(file("run/armed"))).toBe(false);
		expect(start()).toMatchObject({ unwatched: [] });
	});

	/** Runs a script that takes the host's lock, and returns what it says at its start. */
	function locking(word: string, changes: Call[], version?: string): LockAnswer {
		const input = here(script(changes, [], word, undefined, { holder: "demo/dev (anna@laptop)", version }));
		return lockAnswer(spawnSync("sh", ["-s"], { input, encoding: "utf8", env: process.env }).stdout, word);
	}

	test("a change that waits for its confirmation keeps other scripts out, and its confirmation needs no lock", () => {
		const armed = change();
		expect(locking("W1", [armCall(armed)])).toEqual({ state: "taken" });
		expect(locking("W2", [append("other")])).toMatchObject({
			state: "busy",
			holder: "demo/dev: Link/eth0, which waits for its confirmation",
		});
		expect(confirmation(armed).state).toBe("confirmed");
		expect(locking("W3", [append("three")], "done.W1")).toEqual({ state: "taken" });
		expect(log()).toEqual(["one", "two", "three"]);
	});

	test("while a confirmation ends, other scripts are kept out, and the host does not undo the change", async () => {
		expect(locking("W1", [armCall(change({ seconds: 1 }))])).toEqual({ state: "taken" });
		const pid = Number(readFileSync(file("run/armed/abc/watcher"), "utf8"));
		renameSync(file("run/armed/abc/undo"), file("run/armed/abc/confirmed"));
		expect(locking("W2", [append("other")])).toMatchObject({ state: "busy" });
		rmSync(file("run/armed/abc"), { recursive: true });
		await until(() => isOver(pid));
		expect(log()).toEqual(["one", "two"]);
	});

	describe("the mark in Open vSwitch's database", () => {
		/** The environment with an ovs-vsctl that notes what it is to do, and ends with this status. */
		function withVsctl(status = 0) {
			mkdirSync(file("bin"));
			const said = status === 0 ? "" : "echo no database >&2\n";
			const text = `#!/bin/sh\necho "$3 $5$6" >>${file("log")}\n${said}exit ${status}\n`;
			writeFileSync(file("bin/ovs-vsctl"), text, { mode: 0o755 });
			return { ...process.env, PATH: `${file("bin")}:${process.env.PATH}` };
		}
		const [set, remove] = ["set .external_ids:pulumi-ovs-armed=yes", "remove .external_ids"];
		const ofRows = () => change({ changes: [{ ...append("one"), tool: "ovs" }] });

		test("is set before the change, and removed by its confirmation", () => {
			const env = withVsctl();
			expect(ran(armCall(ofRows()), env).code).toBe(0);
			expect(log()).toEqual([set, "one"]);
			expect(confirmationOf(ran(confirmCall("abc", "ask"), env), change()).state).toBe("armed");
			expect(confirmationOf(ran(confirmCall("abc"), env), ofRows()).state).toBe("confirmed");
			expect(log()).toEqual([set, "one", remove]);
		});

		test("is removed after the host has undone the change", async () => {
			const env = withVsctl();
			expect(ran(armCall(change({ seconds: 0 })), env).code).toBe(0);
			await undone(change());
			expect(log()).toEqual([set, "one", "two", "back", remove]);
		});

		test("is removed where nothing is changed, because something can't be saved", () => {
			const saves = [{ name: "save", call: { argv: ["false"] } }];
			expect(ran(armCall(change({ undo: { saves, calls: [] } })), withVsctl()).code).toBe(notArmedStatus);
			expect(log()).toEqual([set, remove]);
		});

		test("is needed for a change of rows, and for no other", () => {
			const env = withVsctl(1);
			expect(ran(armCall(ofRows()), env)).toMatchObject({ code: notArmedStatus, stderr: "no database\n" });
			expect(log()).toEqual([set, remove]);
			expect(ran(armCall(change()), env).code).toBe(0);
			expect(log()).toEqual([set, remove, set, "one", "two"]);
		});
	});

	test("after the host has undone a change, plans that were made before are outdated", async () => {
		const armed = change({ seconds: 0 });
		expect(locking("W1", [armCall(armed)])).toEqual({ state: "taken" });
		await undone(armed);
		expect(locking("W2", [append("other")], "done.W1")).toMatchObject({ state: "other", holder: "the host itself" });
		expect(log()).toEqual(["one", "two", "back"]);
	});

	describe("a save that fails", () => {
		const failing = (said: string, absent?: string): SavedOutput => ({
			name: "save",
			call: { argv: ["sh", "-c", `echo a part; echo '${said}' >&2; exit 1`] },
			...(absent === undefined ? {} : { absent }),
		});
		const armed = (save: SavedOutput) =>
			change({ seconds: 0, undo: { saves: [save], calls: [{ argv: ["sh", "-c", `wc -c <save >>${file("log")}`] }] } });

		test.each([
			["Operation not permitted", undefined],
			["Operation not permitted", "^No such thing"],
			["said: No such thing", "^No such thing"],
			["No such thing", undefined],
		])("with the words %j, where %j would mean that nothing is there", (said, absent) => {
			const result = ran(armCall(armed(failing(said, absent))));
			expect(result).toMatchObject({ code: 9, stderr: `what the host has now can't be saved:\n${said}\n` });
			expect(log()).toEqual([]);
			expect(existsSync(file("run/armed/abc"))).toBe(false);
		});

		test("because nothing is there gives an empty file", async () => {
			const one = armed(failing("No such thing", "^No such thing"));
			expect(ran(armCall(one)).code).toBe(0);
			await undone(one);
			expect(log()).toEqual(["one", "two", "0"]);
		});
	});

	test("nothing is changed where the way back can't be written", () => {
		writeFileSync(file("run"), "no folder");
		expect(ran(armCall(change())).code).toBe(9);
		expect(log()).toEqual([]);
	});
});

// busybox has these tools itself.
test("nothing is changed where the watchdog lacks a tool", () => {
	mkdirSync(file("bin"));
	const { stdout } = spawnSync("sh", ["-c", "for p in sh cat mkdir rm; do command -v $p; done"], {
		encoding: "utf8",
		env: process.env,
	});
	for (const tool of stdout.trim().split("\n")) symlinkSync(tool, file(`bin/${tool.split("/").at(-1)}`));
	const { code, stderr } = ran(armCall(change()), { PATH: file("bin") });
	expect([code, stderr.trim(), log()]).toEqual([notArmedStatus, "sleep: not found", []]);
});
