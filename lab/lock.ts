import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { processStart } from "./qemu-process";
import { sleep, throwIfInterrupted } from "./run-program";

function tryLock(file: string): boolean {
	try {
		const fd = openSync(file, "wx");
		writeSync(fd, `${process.pid} ${processStart(process.pid)}`);
		closeSync(fd);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		return false;
	}
}

function readOwner(file: string): { pid: number; alive: boolean } | undefined {
	try {
		const [pid, start] = readFileSync(file, "utf8").split(" ");
		return pid ? { pid: Number(pid), alive: processStart(Number(pid)) === start } : undefined;
	} catch {
		return undefined;
	}
}

const held = new Set<string>();
process.on("exit", () => {
	for (const file of held) rmSync(file, { force: true });
});

/** True while this process holds the lock file. */
export const holdsLock = (file: string): boolean => held.has(file);

/**
 * Runs `work` while this process holds the lock file. If another process holds it, `waiting` is called once and the lock is
 * awaited. A lock whose process has ended is removed.
 */
export async function withLock<T>(file: string, waiting: (pid: number) => void, work: () => Promise<T>): Promise<T> {
	mkdirSync(dirname(file), { recursive: true });
	let isNotified = false;
	let emptyReads = 0;
	while (!tryLock(file)) {
		throwIfInterrupted();
		const owner = readOwner(file);
		// The owner creates the file and then writes it. A file that stays empty belongs to a process that ended in between.
		emptyReads = owner ? 0 : emptyReads + 1;
		if ((owner && !owner.alive) || emptyReads > 20) {
			rmSync(file, { force: true });
			continue;
		}
		if (owner && !isNotified) waiting(owner.pid);
		isNotified ||= owner !== undefined;
		await sleep(50);
	}
	held.add(file);
	try {
		return await work();
	} finally {
		held.delete(file);
		rmSync(file, { force: true });
	}
}
