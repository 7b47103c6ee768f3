// Functions that run other programs, for `npm start`, `npm test` and `npm run check`.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { root } from "./pulumi/cache.mjs";
import { step } from "./pulumi/progress.mjs";

/** An error whose message is shown to the user without a stack trace. */
export class Failed extends Error {}

/** Jest's workers for unit tests: one more than the processors, because some tests wait for processes and timers. */
export const unitWorkers = `--maxWorkers=${availableParallelism() + 1}`;

const running = new Set();
let lastSignal = 0;
export const interruption = { signal: undefined };

// Each child has its own process group and gets a signal exactly once. The terminal and npm both send a Ctrl-C, and a second one
// would make Pulumi stop at once, without waiting for running changes.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
	process.on(signal, () => {
		if (Date.now() - lastSignal < 500) return;
		lastSignal = Date.now();
		interruption.signal = signal;
		for (const child of running) {
			try {
				process.kill(-child.pid, signal);
			} catch {}
		}
	});
}

function start(program, args, options) {
	if (interruption.signal && !options.always) throw new Failed("interrupted");
	const child = spawn(program, args, { cwd: root, detached: true, ...options });
	running.add(child);
	const ended = new Promise((resolve, reject) => {
		child.once("error", (error) => reject(new Failed(`can't run ${program}: ${error.message}`)));
		child.once("close", (code, signal) => resolve(signal ?? code));
	}).finally(() => running.delete(child));
	return { child, ended };
}

/** Runs a program and shows its output only if it fails. Returns its standard output. */
export async function quietly(program, args, { onLine = () => {}, ...options } = {}) {
	const { child, ended } = start(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
	const all = [];
	const out = [];
	createInterface({ input: child.stdout }).on("line", (line) => {
		out.push(line);
		all.push(line);
		onLine(line);
	});
	createInterface({ input: child.stderr }).on("line", (line) => {
		all.push(line);
		onLine(line);
	});
	const end = await ended;
	if (interruption.signal && !options.always) throw new Failed("interrupted");
	if (end !== 0) {
		throw new Failed(`${[program, ...args].join(" ")} ended with ${end}\n${all.slice(-40).join("\n")}`.trim());
	}
	return out.join("\n");
}

/** Runs a program that writes to the terminal. Returns its exit code, or the signal that ended it. */
export async function openly(program, args, options = {}) {
	const { ended } = start(program, args, { ...options, stdio: ["ignore", "inherit", "inherit"] });
	return ended;
}

/** Runs `work` as a step with a line on the terminal. The returned text is shown after the title. */
export async function asStep(title, work) {
	const progress = step(title);
	try {
		progress.done(await work(progress));
	} catch (error) {
		const [first, ...rest] = error.message.split("\n");
		progress.fail(first);
		if (rest.length) process.stdout.write(`${rest.map((line) => `    ${line}`).join("\n")}\n`);
		throw Object.assign(error, { shown: true });
	}
}

/** Runs the main function of a command. Its result is the exit code; an error becomes the last line. */
export async function main(name, work) {
	try {
		process.exitCode = await work();
	} catch (error) {
		const known = error instanceof Failed || error.shown;
		const reason = known ? error.message.split("\n")[0] : error.stack;
		process.stdout.write(`\n${name} ${interruption.signal ? "was interrupted" : `failed: ${reason}`}\n`);
		process.exitCode = interruption.signal ? 130 : 1;
	}
}
