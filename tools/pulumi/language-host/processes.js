"use strict";
const { spawn } = require("node:child_process");

// The engine kills the language host five seconds after its SIGINT. Child processes must have ended by then.
const graceMs = 4000;
/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** Starts a child process, which `interruptAll` ends. `ended` resolves to its exit code or signal, and rejects if the process could not be started. */
function start(command, args, options) {
	const child = spawn(command, args, options);
	running.add(child);
	const ended = new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code, signal) => resolve(signal ?? code));
	}).finally(() => running.delete(child));
	return { child, ended };
}

/** Ends a process by a signal, and kills it if it does not end in time. */
function interrupt(child) {
	child.kill("SIGINT");
	const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
	child.once("close", () => clearTimeout(kill));
}

async function interruptAll() {
	const gone = [...running].map((child) => new Promise((resolve) => child.once("close", resolve)));
	for (const child of running) interrupt(child);
	await Promise.all(gone);
}

module.exports = { start, interrupt, interruptAll };
