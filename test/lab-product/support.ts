import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformFileSync } from "@swc/core";
import { cacheFolder, packageRoot } from "../../lab/folders";

// A project's testTimeout in jest.config.js does not reach the tests.
jest.setTimeout(180_000);

export interface Result {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** A lab folder of its own for a test file, beside the user's lab. */
export function useOwnLab(name: string): string {
	const folder = join(cacheFolder(), `lab-test-${name}`);
	process.env.PULUMI_OVS_LAB = folder;
	return folder;
}

/** Runs a program to its end; `started` gets it while it runs. */
export function run(
	command: string,
	args: readonly string[],
	env: NodeJS.ProcessEnv = {},
	started: (child: ReturnType<typeof spawn>) => void = () => {},
): Promise<Result> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
		const result: Result = { code: null, stdout: "", stderr: "" };
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			result.stdout += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			result.stderr += text;
		});
		child.on("error", reject).on("close", (code) => resolve({ ...result, code }));
		started(child);
	});
}

let program: string | undefined;

/** The command as it stands in the sources now: no build is needed before these tests. */
export function cliProgram(): string {
	if (program) return program;
	const target = join(cacheFolder(), "test-cli", process.env.JEST_WORKER_ID ?? "0");
	rmSync(target, { recursive: true, force: true });
	for (const folder of ["lab", "cli"]) {
		mkdirSync(join(target, folder), { recursive: true });
		for (const file of readdirSync(join(packageRoot(), folder)).filter((f) => f.endsWith(".ts"))) {
			const { code } = transformFileSync(join(packageRoot(), folder, file), {
				module: { type: "commonjs" },
				jsc: { parser: { syntax: "typescript" }, target: "es2022" },
			});
			writeFileSync(join(target, folder, file.replace(/ts$/, "js")), code);
		}
	}
	program = join(target, "cli", "main.js");
	return program;
}

export const cli = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Result> =>
	run(process.execPath, [cliProgram(), ...args], env);

/** Processes (no zombies) that were started in a folder. */
export function processesIn(folder: string): number[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => {
			try {
				return readlinkSync(`/proc/${pid}/cwd`) === folder && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
			} catch {
				return false;
			}
		});
}

/** Waits for a condition, at most `timeoutMs`. */
export async function until(what: string, condition: () => boolean, timeoutMs = 30_000): Promise<void> {
	for (const end = Date.now() + timeoutMs; !condition(); await new Promise((r) => setTimeout(r, 20)))
		if (Date.now() > end) throw new Error(`not in time: ${what}`);
}
