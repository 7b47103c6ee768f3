import { join } from "node:path";
import { LabError } from "./errors";
import { holdsLock, withLock } from "./lock";
import { type Progress, silent } from "./progress";
import { type LabRecord, openLabFolder, readRecord, removeLab, runningLab } from "./record";

/** Path of the lab's ssh_config. */
export const sshConfigOf = (folder: string) => join(folder, "ssh_config");

const lockOf = (folder: string) => join(folder, "lock");

/** Runs `work` under the folder's lock, so that no other process starts or ends the lab meanwhile. */
export function withLabLock<T>(folder: string, progress: Progress, work: () => Promise<T>): Promise<T> {
	const waiting = (pid: number) => progress.note(`Waiting for process ${pid}, which is starting or ending this lab.`);
	return withLock(lockOf(folder), waiting, work);
}

/** True if this process holds the folder's lock. */
export const holdsLabLock = (folder: string): boolean => holdsLock(lockOf(folder));

/**
 * Removes the lab's files if its VM has ended. A lab that another process is starting is not touched.
 * Returns true if files were removed.
 */
export async function removeDeadLab(folder: string): Promise<boolean> {
	if (!readRecord(folder)?.ready) return false;
	return withLabLock(folder, silent, async () => {
		if (!readRecord(folder)?.ready || runningLab(folder)) return false;
		await removeLab(folder);
		return true;
	});
}

/** Returns the record of the running lab. Throws LabError if no lab runs, or if the lab has no host with this name. */
export async function requireHost(host: string): Promise<LabRecord & { folder: string; sshConfig: string }> {
	const folder = openLabFolder();
	const lab = runningLab(folder);
	if (!lab) {
		const died = await removeDeadLab(folder);
		throw new LabError(
			`${died ? "The lab's VM ended unexpectedly; its files were removed." : "No lab is running."} Start one with \`npx pulumi-ovs lab up\`.`,
		);
	}
	if (lab.ports[host] === undefined)
		throw new LabError(`The lab has no host "${host}". Its hosts are ${Object.keys(lab.ports).join(", ")}.`);
	return { ...lab, folder, sshConfig: sshConfigOf(folder) };
}
