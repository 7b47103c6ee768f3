"use strict";
const { spawn } = require("node:child_process");

// The engine kills us five seconds after its SIGINT; our children must be gone by then.
const patience = 4000;
/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** Starts a process that ends with us. `ended` is its exit code or the signal that ended it, and rejects if it couldn't start. */
function start(command, args, options) {
	const child = spawn(command, args, options);
	running.add(child);
	const ended = new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code, signal) => resolve(signal ?? code));
	}).finally(() => running.delete(child));
	return { child, ended };
}

/** Asks a process to end, and insists after a while. */
function interrupt(child) {
	child.kill("SIGINT");
	const insist = setTimeout(() => child.kill("SIGKILL"), patience);
	child.once("close", () => clearTimeout(insist));
}

async function interruptAll() {
	const gone = [...running].map((child) => new Promise((resolve) => child.once("close", resolve)));
	for (const child of running) interrupt(child);
	await Promise.all(gone);
}

module.exports = { start, interrupt, interruptAll };
