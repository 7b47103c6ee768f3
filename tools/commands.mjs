// Running other programs for `npm start` and `npm test`.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { root } from "./pulumi/cache.mjs";
import { step } from "./pulumi/progress.mjs";

/** An error whose message is made for the person at the terminal. */
export class Failed extends Error {}

/** Jest's workers for unit tests: one more than there are processors, because some tests wait for processes and for time. */
export const unitWorkers = `--maxWorkers=${availableParallelism() + 1}`;

const running = new Set();
let lastSignal = 0;
export const interruption = { signal: undefined };

// Children have their own process groups, so that a Ctrl-C reaches each exactly once: a second one makes Pulumi drop
// everything at once, and npm passes on what the terminal has already sent.
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

/** Runs a program whose output is of no interest unless it fails. Gives its standard output. */
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

/** Runs a program in front of the user. Gives its exit code, or the signal that ended it. */
export async function openly(program, args, options = {}) {
	const { ended } = start(program, args, { ...options, stdio: ["ignore", "inherit", "inherit"] });
	return ended;
}

/** Does `work` as a step with a line of its own; what it returns is shown behind the title. */
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

/** Runs the main function of a command: its result is the exit code; what it throws becomes the last line. */
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
