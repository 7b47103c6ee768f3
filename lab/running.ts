import { join } from "node:path";
import { LabError } from "./errors";
import { holdsLock, withLock } from "./lock";
import { type Progress, silent } from "./progress";
import { clear, type LabRecord, openLabFolder, readRecord, runningLab } from "./state";

/** The ssh_config of the lab in a folder. */
export const sshConfigOf = (folder: string) => join(folder, "ssh_config");

const lockOf = (folder: string) => join(folder, "lock");

/** Runs `work` while no other process starts or ends the lab in this folder. */
export function locked<T>(folder: string, progress: Progress, work: () => Promise<T>): Promise<T> {
	const waiting = (pid: number) => progress.note(`Waiting for process ${pid}, which is working on this lab.`);
	return withLock(lockOf(folder), waiting, work);
}

/** True while it is this process that starts or ends the lab in this folder. */
export const isWorkingOn = (folder: string): boolean => holdsLock(lockOf(folder));

/** True when a record of a ready lab was there whose VM is gone. One that is being started is left alone. */
export async function cleanDead(folder: string): Promise<boolean> {
	if (!readRecord(folder)?.ready) return false;
	return locked(folder, silent, async () => {
		if (!readRecord(folder)?.ready || runningLab(folder)) return false;
		await clear(folder);
		return true;
	});
}

/** The running lab and one of its hosts. Throws LabError when none runs or it has no such host. */
export async function needHost(host: string): Promise<LabRecord & { folder: string; sshConfig: string }> {
	const folder = openLabFolder();
	const lab = runningLab(folder);
	if (!lab) {
		const died = await cleanDead(folder);
		throw new LabError(
			`${died ? "The lab's VM has died; what it left is removed." : "No lab is running."} Start one with \`pulumi-ovs lab up\`.`,
		);
	}
	if (lab.ports[host] === undefined)
		throw new LabError(`The lab has no host "${host}"; it has ${Object.keys(lab.ports).join(", ")}.`);
	return { ...lab, folder, sshConfig: sshConfigOf(folder) };
}
