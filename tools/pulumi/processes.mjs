// Functions that run other programs, alone or side by side, and show them as steps.
import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { createInterface } from "node:readline";
import { adviceOn } from "./advice.mjs";
import { root } from "./cache.mjs";
import { step } from "./progress.mjs";

/** An error whose message is shown to the user without a stack trace. */
export class Failed extends Error {}

const running = new Set();
const disposable = new WeakSet();
let lastSignal = 0;
/** `signal` is the signal that this program got. `stopped` is true after a step failed that others ran beside. */
export const interruption = { signal: undefined, stopped: false };

const isOver = () => interruption.signal !== undefined || interruption.stopped;

function signalTo(child, signal) {
	try {
		process.kill(-child.pid, signal);
	} catch {}
}

function signalAll(signal) {
	for (const child of running) signalTo(child, disposable.has(child) ? "SIGKILL" : signal);
}

// Each child has its own process group and gets a signal exactly once. The terminal and npm both send a Ctrl-C, and a second one
// would make Pulumi stop at once, without waiting for running changes.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
	process.on(signal, () => {
		if (Date.now() - lastSignal < 500) return;
		lastSignal = Date.now();
		interruption.signal = signal;
		signalAll(signal);
	});
}

function start(program, args, { always, background, ...options }) {
	if (isOver() && !always) throw new Failed("interrupted");
	const child = spawn(program, args, { cwd: root, detached: true, ...options });
	// A background program leaves the processor to the steps that run beside it. Its own children inherit the priority.
	if (background && child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
	running.add(child);
	const ended = new Promise((resolve, reject) => {
		child.once("error", (error) => reject(new Failed(`can't run ${program}: ${error.message}`)));
		child.once("close", (code, signal) => resolve(signal ?? code));
	}).finally(() => running.delete(child));
	return { child, ended };
}

/**
 * Runs a program and shows its output only if it fails. Returns its standard output. `onLine` gets each line; a line for which it
 * returns false is not shown. `until` is a promise: when it settles, the program is ended. A disposable program is ended at once by
 * an interruption, without cleaning up.
 */
export async function quietly(program, args, { onLine = () => {}, until, isDisposable, ...options } = {}) {
	const { child, ended } = start(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
	const all = [];
	const out = [];
	const read = (line) => {
		if (onLine(line) !== false) all.push(line);
	};
	createInterface({ input: child.stdout })
		.on("line", (line) => out.push(line))
		.on("line", read);
	createInterface({ input: child.stderr }).on("line", read);
	if (isDisposable) disposable.add(child);
	until?.then(() => running.has(child) && signalTo(child, "SIGKILL"));
	const result = await ended;
	if (isOver() && !options.always) throw new Failed("interrupted");
	if (result !== 0) {
		const command = [program, ...args].join(" ");
		const short = command.length > 80 ? `${command.slice(0, 79)}…` : command;
		throw new Failed(`${short} ended with ${result}\n${all.slice(-40).join("\n")}`.trim());
	}
	return out.join("\n");
}

/** Runs a program that writes to the terminal. Returns its exit code, or the signal that ended it. */
export async function openly(program, args, options = {}) {
	const { ended } = start(program, args, { ...options, stdio: ["ignore", "inherit", "inherit"] });
	return ended;
}

/** Runs `work` as a step with a line on the terminal. The returned text is shown after the title. */
export async function asStep(title, work, stream = process.stdout) {
	const progress = step(title, stream);
	try {
		const result = await work(progress);
		progress.done(typeof result === "string" ? result : "");
		return result;
	} catch (error) {
		// An error that is shown already is that of another step, for which this one has waited.
		if (isOver() || error.shown) progress.stop(interruption.signal ? "interrupted" : "stopped");
		else {
			const advice = adviceOn(error.message);
			const [first, ...rest] = error.message.split("\n");
			progress.fail(first, ...rest, ...(advice ? ["", advice] : []));
		}
		throw Object.assign(error, { shown: true });
	}
}

/** Waits for works that run side by side. If one fails, the programs of the others are ended, and its error is thrown. */
export async function together(...works) {
	let failure;
	const watched = works.map((work) =>
		work.catch((error) => {
			failure ??= { error };
			interruption.stopped = true;
			signalAll("SIGTERM");
		}),
	);
	const results = await Promise.all(watched);
	if (failure) throw failure.error;
	return results;
}
