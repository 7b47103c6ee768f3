import { endRunning } from "../lab/run";
import { isWorkingOn } from "../lab/running";
import { clear, openLabFolder, readRecord } from "../lab/state";

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const PATIENCE_MS = 15_000;

let code: number | undefined;

/** The exit code after a signal that is being cleaned up for; undefined without one. */
export const interruptedCode = (): number | undefined => code;

/** Ends the VM of this process's own start: one that another process is starting is that one's. */
async function endStart(): Promise<void> {
	const folder = openLabFolder();
	if (isWorkingOn(folder) && readRecord(folder)?.ready === false) await clear(folder);
}

/** From now on a Ctrl-C (or TERM, or a closed terminal) in the middle of a start leaves no VM, no build, no lock behind. */
export function cleanUpOnSignal(): void {
	for (const signal of Object.keys(CODES) as (keyof typeof CODES)[])
		process.on(signal, () => {
			if (code !== undefined) return;
			const mine = CODES[signal];
			code = mine;
			process.stderr.write("\nInterrupted; cleaning up.\n");
			// What was under way now fails, tidies up, and ends the program through failed().
			endRunning();
			endStart().catch(() => {});
			setTimeout(() => endStart().finally(() => process.exit(mine)), PATIENCE_MS).unref();
		});
}
