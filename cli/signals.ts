import { openLabFolder, readRecord, removeLab } from "../lab/record";
import { endPrograms } from "../lab/run-program";
import { holdsLabLock } from "../lab/running-lab";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const CLEANUP_LIMIT_MS = 15_000;

let code: number | undefined;

/** Exit code for the signal that this process has received; undefined if it has received none. */
export const interruptedCode = (): number | undefined => code;

/** Ends the VM that this process is starting, but not a VM that another process is starting. */
async function endStart(): Promise<void> {
	const folder = openLabFolder();
	if (holdsLabLock(folder) && readRecord(folder)?.ready === false) await removeLab(folder);
}

/** Installs handlers for SIGINT, SIGTERM and SIGHUP that end a VM being started, end the build of an image, and remove locks. */
export function cleanUpOnSignal(): void {
	for (const signal of Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[])
		process.on(signal, () => {
			if (code !== undefined) return;
			const exitCode = EXIT_CODES[signal];
			code = exitCode;
			process.stderr.write("\nInterrupted; cleaning up.\n");
			// The running command now fails, releases what it holds, and ends the process by exitWithError.
			endPrograms();
			endStart().catch(() => {});
			setTimeout(() => endStart().finally(() => process.exit(exitCode)), CLEANUP_LIMIT_MS).unref();
		});
}
