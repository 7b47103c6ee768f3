import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LabError, messageOf } from "./errors";
import { freePorts } from "./free-ports";
import type { Image } from "./image";
import { programEnvironment } from "./programs";
import { lastLogLines, type Machine, qemuArguments, startQemu } from "./qemu";
import { isQemuOf } from "./qemu-process";
import { Monitor } from "./qmp";
import { type LabRecord, lastPorts, removeLab, writeRecord } from "./record";
import { run } from "./run-program";
import { CLIENT_KEY, makeKeys, writeSshFiles } from "./ssh-files";
import { waitForSsh } from "./ssh-ready";
import { guestHosts } from "./topology";

/** The VM to start: hosts, image, accelerator and the folder of the lab. */
export interface VmPlan extends Omit<LabRecord, "pid" | "ready" | "ports" | "restored" | "started"> {
	folder: string;
	disk: Image;
}

type ReportDetail = (text: string) => void;

/** The writable disk of a host under systemd, in the lab's folder. */
const HOST_DISK = "disk.ext4";

/** The names of the SSH servers: a VM with hosts inside has one of its own, `lab`. */
const serversOf = ({ hosts, systemd }: VmPlan): string[] => [...(systemd ? [] : ["lab"]), ...hosts.map((h) => h.name)];

/**
 * Boots the VM and waits until every host's SSH server answers: about 6 s for 3 hosts and 10 s for 16 in an emulated VM on
 * 2 cores. Throws LabError if the VM does not start.
 */
export async function bootCold(plan: VmPlan, detail: ReportDetail): Promise<LabRecord> {
	const { folder, disk } = plan;
	await removeLab(folder);
	const names = serversOf(plan);
	await makeKeys(join(folder, "keys"), names);
	const seed = join(folder, "seed");
	mkdirSync(join(seed, "lab", "keys"), { recursive: true, mode: 0o700 });
	writeFileSync(join(seed, "lab", "hosts"), guestHosts(plan.hosts));
	for (const file of [...names, ...names.map((n) => `${n}.pub`), `${CLIENT_KEY}.pub`])
		cpSync(join(folder, "keys", file), join(seed, "lab", "keys", file));
	const pack = 'find lab | cpio -o -H newc --quiet --owner=0:0 >lab.cpio && cat "$1" lab.cpio >../initrd';
	await run("sh", ["-c", pack, "sh", join(disk.folder, "initrd")], { cwd: seed, env: programEnvironment() });
	rmSync(seed, { recursive: true });
	const start = { kernel: join(disk.folder, "vmlinuz"), initrd: "initrd" };
	if (plan.systemd) await run("cp", ["--sparse=always", join(disk.folder, "disk.ext4"), join(folder, HOST_DISK)]);
	const record = await launch(plan, start, detail, plan.accelerator === "kvm" ? 40_000 : plan.systemd ? 300_000 : 120_000);
	rmSync(join(folder, "initrd"), { force: true });
	return record;
}

/** Resumes a saved VM and waits until its hosts' SSH servers answer (about 2 s). Throws LabError if the VM does not resume. */
export async function bootSaved(plan: VmPlan, saved: string, detail: ReportDetail): Promise<LabRecord> {
	await removeLab(plan.folder);
	cpSync(join(saved, "keys"), join(plan.folder, "keys"), { recursive: true });
	return launch(plan, { state: join(saved, "state") }, detail, 45_000);
}

async function launch(plan: VmPlan, start: Machine["start"], detail: ReportDetail, timeoutMs: number): Promise<LabRecord> {
	const { folder, disk, ...recorded } = plan;
	const names = serversOf(plan);
	const hostDisk = plan.systemd ? { hostDisk: HOST_DISK } : {};
	for (let attempt = 1; ; attempt++) {
		const ports = await freePorts(names, attempt === 1 ? lastPorts(folder) : {});
		const machine = {
			accelerator: plan.accelerator,
			disk: join(disk.folder, "root.ext4"),
			hosts: plan.hosts,
			ports,
			start,
			...hostDisk,
		};
		const child = startQemu(qemuArguments(machine), folder);
		const pid = child.pid ?? 0;
		const restored = "state" in start;
		const record: LabRecord = { ...recorded, ports, pid, ready: false, restored, started: new Date().toISOString() };
		// The record is written first, so that a later start finds and ends this VM if this process dies.
		writeRecord(folder, record);
		try {
			if (restored) await resume(pid, folder);
			await waitForSsh({ ports, alive: () => isQemuOf(pid, folder), detail, timeoutMs });
			writeSshFiles(folder, ports);
			return record;
		} catch (error) {
			const lines = lastLogLines(folder);
			// Another process may have bound a port after freePorts had found it free. QEMU then reports a failed host forwarding.
			const isPortTaken = readLog(folder).includes("host forwarding");
			if (!isPortTaken || attempt >= 3) {
				await removeLab(folder);
				const hint = plan.accelerator === "kvm" ? " Try PULUMI_OVS_LAB_ACCEL=tcg." : "";
				throw new LabError(`The lab's VM did not start: ${messageOf(error)}${hint} Last lines of its log:\n${lines}`);
			}
		}
	}
}

function readLog(folder: string): string {
	try {
		return readFileSync(join(folder, "qemu.log"), "utf8");
	} catch {
		return "";
	}
}

async function resume(pid: number, folder: string): Promise<void> {
	const monitor = await Monitor.open(pid, folder);
	try {
		await monitor.resume();
	} finally {
		monitor.close();
	}
}

/** Saves the running VM to `folder`/state and returns the path. The VM is paused while it is saved (about 1.5 s). */
export async function saveRunning(pid: number, folder: string): Promise<string> {
	const monitor = await Monitor.open(pid, folder);
	try {
		await monitor.save("state");
		return join(folder, "state");
	} finally {
		monitor.close();
	}
}
