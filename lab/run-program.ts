import { spawn } from "node:child_process";
import { LabError } from "./errors";

/** Options of {@link run}. `onLine` is called for each line of stdout and stderr that is not empty. */
interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	onLine?: (line: string) => void;
}

const running = new Set<() => void>();
let interrupted = false;

/** Ends all programs that {@link run} started, with their child processes. Later calls of {@link run} throw. */
export function endPrograms(): void {
	interrupted = true;
	for (const end of running) end();
}

/** Throws LabError after a call of {@link endPrograms}. */
export function throwIfInterrupted(): void {
	if (interrupted) throw new LabError("Interrupted.");
}

/** Runs a program and returns its stdout. Throws LabError with the last 15 lines of its output if the program fails. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
	return new Promise((resolve, reject) => {
		throwIfInterrupted();
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
				// The program has already ended.
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

export function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
