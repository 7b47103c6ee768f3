import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chooseAccelerator, qemuVersion } from "./accelerator";
import { bootCold, bootSaved, saveRunning, type VmPlan } from "./boot";
import { LabError, messageOf } from "./errors";
import { closeConnections } from "./exec";
import { type DebianRelease, ensureImage, hasImage } from "./image";
import { requirePrograms } from "./programs";
import { type Progress, silent } from "./progress";
import { isQemuOf, residentMB } from "./qemu-process";
import { type LabRecord, openLabFolder, removeLab, runningLab, writeRecord } from "./record";
import { removeDeadLab, sshConfigOf, withLabLock } from "./running-lab";
import { deleteSavedVm, hasSavedVm, savedVmFolder, storeSavedVm } from "./saved-vm";
import { answersSsh } from "./ssh-ready";
import { defaultTopology, type LabHost, readTopology } from "./topology";

/** Options of {@link labUp}. */
export interface UpOptions {
	/** Number of hosts h1 … hN, 1 to 16. Default: 3, or the hosts of the running lab. */
	hosts?: number;
	/** Path of a topology file, in place of `hosts`. */
	topology?: string;
	/** Release of Debian on the hosts, 12 or 13. Default: 12, or that of the running lab. */
	debian?: DebianRelease;
	/** One host in a VM of its own, which boots under systemd. Default: false, or as the running lab. */
	systemd?: boolean;
	/** Install missing Debian packages, if this process runs as root. Default: false. */
	install?: boolean;
	progress?: Progress;
}

/** A running lab. */
export interface LabUp extends LabRecord {
	folder: string;
	sshConfig: string;
	/** True if the lab was running before the call. */
	already: boolean;
}

/** Result of {@link labStatus}. */
export interface LabStatus {
	running: boolean;
	folder: string;
	/** True if the VM had ended unexpectedly and its files were removed now. */
	cleaned: boolean;
	lab?: LabRecord & { sshConfig: string; residentMB?: number; answering: Record<string, boolean> };
}

function requestedHosts(options: UpOptions): LabHost[] | undefined {
	if (options.topology !== undefined && options.hosts !== undefined)
		throw new LabError("Use either --hosts or --topology, not both.");
	if (options.topology !== undefined) return readTopology(options.topology);
	return options.hosts === undefined ? undefined : defaultTopology(options.hosts);
}

/**
 * Starts the lab: resumes a saved VM in about 2 s, or boots a new VM and saves it. If the lab runs already, nothing changes.
 * Throws LabError if a lab with other hosts or another release runs, if programs are missing, or if the VM does not start.
 */
export async function labUp(options: UpOptions = {}): Promise<LabUp> {
	const progress = options.progress ?? silent;
	const asked = requestedHosts(options);
	const folder = openLabFolder();
	return withLabLock(folder, progress, async () => {
		const done = (record: LabRecord, already: boolean) => ({ ...record, folder, sshConfig: sshConfigOf(folder), already });
		const running = runningLab(folder);
		if (running) {
			if (asked && JSON.stringify(asked) !== JSON.stringify(running.hosts))
				throw new LabError(
					`A lab with other hosts is running (${running.hosts.map((h) => h.name).join(", ")}). ` +
						"End it with `npx pulumi-ovs lab down` first.",
				);
			// A lab that an earlier version has started does not say its release.
			const { debian = 12 } = running;
			if (options.debian !== undefined && options.debian !== debian)
				throw new LabError(`A lab with Debian ${debian} is running. End it with \`npx pulumi-ovs lab down\` first.`);
			if (options.systemd !== undefined && options.systemd !== (running.systemd ?? false))
				throw new LabError(
					`A lab ${running.systemd ? "with" : "without"} systemd is running. End it with \`npx pulumi-ovs lab down\` first.`,
				);
			return done(running, true);
		}
		if (await removeLab(folder)) progress.note("Ended the VM of an interrupted start.");
		const hosts = asked ?? defaultTopology(options.systemd ? 1 : 3);
		if (options.systemd && hosts.length > 1)
			throw new LabError("A lab with systemd has one host. Give --hosts 1, or a topology of one.");
		const record = { ...(await start(folder, hosts, options, progress)), ready: true };
		writeRecord(folder, record);
		return done(record, false);
	});
}

async function start(folder: string, hosts: LabHost[], options: UpOptions, progress: Progress): Promise<LabRecord> {
	// Programs that the image's build needs are installed, or named in the error, together with those that the lab needs to run.
	const { debian = 12, systemd = false, install = false } = options;
	const kind = { debian, systemd };
	await requirePrograms(!(await hasImage(kind)), install, progress);
	const [disk, qemu] = await Promise.all([ensureImage(kind, install, progress), qemuVersion()]);
	const choice = await chooseAccelerator(disk, qemu, progress);
	const plan: VmPlan = { folder, disk, image: disk.hash, ...kind, hosts, qemu, ...choice };
	const saved = savedVmFolder(disk, hosts, qemu, choice.accelerator);
	if (!systemd && hasSavedVm(saved)) {
		try {
			return await progress.stage("Resuming the saved VM", (detail) => bootSaved(plan, saved, detail));
		} catch (error) {
			deleteSavedVm(saved);
			progress.note(`The saved VM could not be resumed and was removed; booting a new VM. (${messageOf(error).split("\n")[0]})`);
		}
	}
	const how = choice.accelerator === "kvm" ? "with KVM" : "emulated";
	const what = systemd ? "one host under systemd" : `${hosts.length} hosts`;
	const record = await progress.stage(`Booting the VM with ${what}, ${how}`, (d) => bootCold(plan, d));
	// A saved VM would need its disk beside its memory.
	if (systemd) return record;
	await progress.stage("Saving the VM for the next start", async () => {
		mkdirSync(join(saved, ".."), { recursive: true, mode: 0o700 });
		try {
			storeSavedVm(saved, await saveRunning(record.pid, folder), join(folder, "keys"));
		} catch (error) {
			rmSync(join(folder, "state"), { force: true });
			if (!isQemuOf(record.pid, folder)) throw error;
			progress.note(`The VM could not be saved, so the next start will boot a new VM: ${messageOf(error)}`);
		}
	});
	return record;
}

/** Ends the lab and waits until its VM has ended. Returns false if no lab was running. */
export async function labDown(progress: Progress = silent): Promise<boolean> {
	closeConnections();
	const folder = openLabFolder();
	return withLabLock(folder, progress, () => removeLab(folder));
}

/** Returns the state of the lab and whether each host's SSH server answers within 2 s. Removes the files of a VM that has died. */
export async function labStatus(): Promise<LabStatus> {
	const folder = openLabFolder();
	const lab = runningLab(folder);
	if (!lab) return { running: false, folder, cleaned: await removeDeadLab(folder) };
	const names = Object.keys(lab.ports);
	const answers = await Promise.all(names.map((name) => answersSsh(lab.ports[name] ?? 0, 2000)));
	const answering = Object.fromEntries(names.map((name, i) => [name, answers[i] ?? false]));
	const more = { sshConfig: sshConfigOf(folder), residentMB: residentMB(lab.pid), answering };
	return { running: true, folder, cleaned: false, lab: { ...lab, ...more } };
}
