import { spawn } from "node:child_process";
import { LabError } from "./errors";

/** Options of {@link run}: `onLine` sees each line of both outputs, `stdin` is written and closed. */
export interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	onLine?: (line: string) => void;
}

const running = new Set<() => void>();
let ended = false;

/** Ends every program started by {@link run}, with its children, and lets no new one start (Ctrl-C). */
export function endRunning(): void {
	ended = true;
	for (const end of running) end();
}

/** Throws LabError after {@link endRunning}. */
export function throwIfEnded(): void {
	if (ended) throw new LabError("Interrupted.");
}

/** Runs a program to its end and returns stdout. Throws LabError with the last lines of its output when it fails. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
	return new Promise((resolve, reject) => {
		throwIfEnded();
		const child = spawn(command, args, {
			cwd: options.cwd,
			env: options.env,
			stdio: ["ignore", "pipe", "pipe"],
			detached: true,
		});
		const end = () => {
			try {
				if (child.pid) process.kill(-child.pid, "SIGTERM");
			} catch {
				// already gone
			}
		};
		running.add(end);
		let stdout = "";
		let tail: string[] = [];
		const lines = (chunk: string) => {
			for (const line of chunk.split(/[\r\n]+/).filter((l) => l.trim() !== "")) {
				tail = [...tail.slice(-14), line];
				options.onLine?.(line);
			}
		};
		child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
			stdout += chunk;
			lines(chunk);
		});
		child.stderr.setEncoding("utf8").on("data", lines);
		child.on("error", (error) => {
			running.delete(end);
			reject(new LabError(`${command} could not be started: ${error.message}`));
		});
		child.on("close", (code, signal) => {
			running.delete(end);
			if (code === 0) resolve(stdout);
			else reject(new LabError(`${command} failed (${signal ?? `exit ${code}`}):\n${tail.join("\n")}`));
		});
	});
}

/** Resolves after `ms` milliseconds. */
export function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
