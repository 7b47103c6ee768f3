import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";

const tools = resolve(__dirname, "../../../tools/pulumi");

/** Runs a script for ES modules in a process of its own, because Jest does not load ES modules. Returns its standard output. */
function run(script: string): string {
	const imports = `import { adviceOn } from ${JSON.stringify(join(tools, "advice.mjs"))};
import { asStep, Failed, quietly, together } from ${JSON.stringify(join(tools, "processes.mjs"))};
import { step } from ${JSON.stringify(join(tools, "progress.mjs"))};
`;
	const output = execFileSync(process.execPath, ["--input-type=module", "-e", imports + script], { encoding: "utf8" });
	return output.replace(/\(\d+(\.\d)? s\)/g, "(T)");
}

test("in a log, steps that run side by side write whole lines without escape codes", () => {
	expect(
		run(`const one = step("One"), two = step("Two");
one.update("half"); two.note("a part: done"); two.done("all"); one.fail("broken", "why", "what to do");`),
	).toBe("… Two: a part: done (T)\n✓ Two: all (T)\n✗ One: broken (T)\n    why\n    what to do\n");
});

test("in a terminal, each running step has a line below the lines that stay", () => {
	const script = `
const screen = [];
const stream = {
	isTTY: true, columns: 24,
	write(text) {
		const [, up, rest] = /^(?:\\x1b\\[(\\d+)A\\r\\x1b\\[J)?([^]*)$/.exec(text);
		screen.splice(screen.length - Number(up ?? 0));
		screen.push(...rest.split("\\n").slice(0, -1));
	},
};
const one = step("One", stream), two = step("Two", stream);
one.update("a detail that is too long for this terminal");
two.note("noted");
const during = [...screen];
two.done(); one.stop("stopped");
console.log(JSON.stringify([during, screen]));`;
	expect(JSON.parse(run(script))).toEqual([
		["… Two: noted (T)", expect.stringMatching(/^… One: a detail that is/), "… Two (T)"],
		["… Two: noted (T)", "✓ Two (T)", "– One: stopped (T)"],
	]);
});

test("if one of several steps fails, the programs of the others are ended", () => {
	const script = `
const fails = asStep("Fails", async () => { throw new Failed("broken\\nno space left on device"); });
const waits = asStep("Waits", () => quietly(process.execPath, ["-e", "setInterval(() => {}, 1000)"]));
const follows = fails.then(() => asStep("Follows", async () => {}));
await together(waits, fails, follows).catch((error) => console.log(error.message.split("\\n")[0]));`;
	const [fails, ...rest] = run(script).trimEnd().split("\n");
	expect(fails).toBe("✗ Fails: broken (T)");
	expect(rest.slice(0, 3)).toEqual(["    no space left on device", "    ", expect.stringContaining("The disk is full")]);
	expect(rest.slice(3)).toEqual(["– Waits: stopped (T)", "broken"]);
});

const advised: [output: string, advice: string][] = [
	["npm error code ENOSPC", "disk is full"],
	["mke2fs: No space left on device", "disk is full"],
	["E: You don't have enough free space in /var/cache/apt/archives/.", "disk is full"],
	["E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt)", "installing Debian packages"],
	["npm error code EAI_AGAIN", "not reached"],
	["dial tcp: lookup proxy.example on 192.0.2.1:53: no such host", "not reached"],
	["dial tcp 192.0.2.1:443: connect: connection refused", "not reached"],
	["dial tcp 192.0.2.1:443: i/o timeout", "not reached"],
	["E: Failed to fetch x  Temporary failure resolving 'mirror.example'", "not reached"],
	["W: Could not connect to mirror.example:80 (192.0.2.1), connection timed out", "not reached"],
	["qemu-system-x86_64: Could not set up host forwarding rule 'tcp:127.0.0.1:2222-:22'", "free ports"],
	["npm error code EACCES", "chown"],
	["go build ended with 1\ncompile: signal: killed", "memory"],
	["go build ended with SIGKILL", "memory"],
	["error TS2322: Type 'string' is not assignable", "nothing"],
];
test("a disposable program that goes on after a signal is ended", () => {
	const stubborn = `process.on("SIGTERM", () => {}); setInterval(() => console.log("up"), 10)`;
	const script = `
let up;
const isUp = new Promise((resolve) => { up = resolve; });
const goesOn = asStep("Goes on", () => quietly(process.execPath, ["-e", ${JSON.stringify(stubborn)}], { onLine: up, isDisposable: true }));
await together(goesOn, isUp.then(() => { throw new Failed("broken"); })).catch((error) => console.log(error.message));`;
	expect(run(script)).toBe("– Goes on: stopped (T)\nbroken\n");
});

test("what to do about a failure is told from a program's output", () => {
	const outputs = advised.map(([output]) => output);
	const said = JSON.parse(
		run(`console.log(JSON.stringify(${JSON.stringify(outputs)}.map((one) => adviceOn(one) ?? "nothing")));`),
	);
	expect(said).toEqual(advised.map(([, advice]) => expect.stringContaining(advice)));
});
