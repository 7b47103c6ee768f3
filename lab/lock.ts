import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { processStart } from "./process";
import { sleep, throwIfEnded } from "./run";

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

function ownerOf(file: string): { pid: number; alive: boolean } | undefined {
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

/** Runs `work` while holding the lock file; waits for a living owner (telling `waiting` once), takes a dead one's over. */
export async function withLock<T>(file: string, waiting: (pid: number) => void, work: () => Promise<T>): Promise<T> {
	mkdirSync(dirname(file), { recursive: true });
	let told = false;
	let empty = 0;
	while (!tryLock(file)) {
		throwIfEnded();
		const owner = ownerOf(file);
		// An empty file: its owner is between creating and writing it, or died there.
		empty = owner ? 0 : empty + 1;
		if ((owner && !owner.alive) || empty > 20) {
			rmSync(file, { force: true });
			continue;
		}
		if (owner && !told) waiting(owner.pid);
		told ||= owner !== undefined;
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
