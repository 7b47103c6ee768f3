import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chooseAccelerator, qemuVersion } from "./accel";
import { bootCold, bootSaved, type Plan, saveRunning } from "./boot";
import { LabError, messageOf } from "./errors";
import { closeConnections } from "./exec";
import { ensureImage } from "./image";
import { isQemuOf, residentMB } from "./process";
import { type Progress, silent } from "./progress";
import { greets } from "./ready";
import { cleanDead, locked, sshConfigOf } from "./running";
import { dropSaved, isSaved, keepSaved, savedFor } from "./saved";
import { clear, type LabRecord, openLabFolder, runningLab, writeRecord } from "./state";
import { needTools } from "./tools";
import { defaultTopology, type LabHost, readTopology } from "./topology";

/** Options of {@link labUp}. */
export interface UpOptions {
	/** Number of hosts h1 … hN, 1 to 16. Default 3, or what runs already. */
	hosts?: number;
	/** A topology file instead of `hosts`. */
	topology?: string;
	/** As root: install missing Debian packages. Default false. */
	install?: boolean;
	progress?: Progress;
}

/** A lab that is up. */
export interface LabUp extends LabRecord {
	folder: string;
	sshConfig: string;
	/** True when it ran already. */
	already: boolean;
}

/** What {@link labStatus} tells. */
export interface LabStatus {
	running: boolean;
	folder: string;
	/** True when a VM that had died was found and its remains were removed. */
	cleaned: boolean;
	lab?: LabRecord & { sshConfig: string; residentMB?: number; answering: Record<string, boolean> };
}

function wanted(options: UpOptions): LabHost[] | undefined {
	if (options.topology !== undefined && options.hosts !== undefined)
		throw new LabError("Use either --hosts or --topology, not both.");
	if (options.topology !== undefined) return readTopology(options.topology);
	return options.hosts === undefined ? undefined : defaultTopology(options.hosts);
}

/**
 * Brings the lab up: from a saved VM (about 2 s), else by a cold boot, which is then saved. Harmless when it runs already.
 * Throws LabError when another lab than the one asked for runs, when tools are missing, or when the VM does not come up.
 */
export async function labUp(options: UpOptions = {}): Promise<LabUp> {
	const progress = options.progress ?? silent;
	const asked = wanted(options);
	const folder = openLabFolder();
	return locked(folder, progress, async () => {
		const done = (record: LabRecord, already: boolean) => ({ ...record, folder, sshConfig: sshConfigOf(folder), already });
		const running = runningLab(folder);
		if (running) {
			if (asked && JSON.stringify(asked) !== JSON.stringify(running.hosts))
				throw new LabError(
					`A lab with other hosts is running (${running.hosts.map((h) => h.name).join(", ")}). ` +
						"End it with `pulumi-ovs lab down` first.",
				);
			return done(running, true);
		}
		if (await clear(folder)) progress.note("Ended a VM that was left by an interrupted start.");
		const record = { ...(await start(folder, asked ?? defaultTopology(3), options, progress)), ready: true };
		writeRecord(folder, record);
		return done(record, false);
	});
}

async function start(folder: string, hosts: LabHost[], options: UpOptions, progress: Progress): Promise<LabRecord> {
	await needTools(false, options.install ?? false, progress);
	const [disk, qemu] = await Promise.all([ensureImage(options.install ?? false, progress), qemuVersion()]);
	const verdict = await chooseAccelerator(disk, qemu, progress);
	const plan: Plan = { folder, disk, image: disk.hash, hosts, qemu, ...verdict };
	const saved = savedFor(disk, hosts, qemu, verdict.accelerator);
	if (isSaved(saved)) {
		try {
			return await progress.stage("Resuming the saved VM", (detail) => bootSaved(plan, saved, detail));
		} catch (error) {
			dropSaved(saved);
			progress.note(`The saved VM was no good and is removed; booting anew. (${messageOf(error).split("\n")[0]})`);
		}
	}
	const how = verdict.accelerator === "kvm" ? "with KVM" : "emulated";
	const record = await progress.stage(`Booting the VM with ${hosts.length} hosts, ${how}`, (d) => bootCold(plan, d));
	await progress.stage("Saving the VM for the next time", async () => {
		mkdirSync(join(saved, ".."), { recursive: true, mode: 0o700 });
		try {
			keepSaved(saved, await saveRunning(record.pid, folder), join(folder, "keys"));
		} catch (error) {
			rmSync(join(folder, "state"), { force: true });
			if (!isQemuOf(record.pid, folder)) throw error;
			progress.note(`The VM could not be saved, the next start will be a cold one: ${messageOf(error)}`);
		}
	});
	return record;
}

/** Ends the lab and waits until its VM is gone. Harmless when none runs. Returns whether one ran. */
export async function labDown(progress: Progress = silent): Promise<boolean> {
	closeConnections();
	const folder = openLabFolder();
	return locked(folder, progress, () => clear(folder));
}

/** Tells what runs, whether each host greets (within 2 s), and removes what a killed VM has left. */
export async function labStatus(): Promise<LabStatus> {
	const folder = openLabFolder();
	const lab = runningLab(folder);
	if (!lab) return { running: false, folder, cleaned: await cleanDead(folder) };
	const names = Object.keys(lab.ports);
	const answers = await Promise.all(names.map((name) => greets(lab.ports[name] ?? 0, 2000)));
	const answering = Object.fromEntries(names.map((name, i) => [name, answers[i] ?? false]));
	const more = { sshConfig: sshConfigOf(folder), residentMB: residentMB(lab.pid), answering };
	return { running: true, folder, cleaned: false, lab: { ...lab, ...more } };
}
