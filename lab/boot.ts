import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LabError, messageOf } from "./errors";
import type { Image } from "./image";
import { CLIENT_KEY, makeKeys, writeSshFiles } from "./keys";
import { freePorts } from "./ports";
import { isQemuOf } from "./process";
import { lastWords, type Machine, qemuArguments, startQemu } from "./qemu";
import { Monitor } from "./qmp";
import { waitForGreetings } from "./ready";
import { run } from "./run";
import { clear, type LabRecord, lastPorts, writeRecord } from "./state";
import { toolEnvironment } from "./tools";
import { guestHosts } from "./topology";

/** What is to be started. */
export interface Plan extends Omit<LabRecord, "pid" | "ready" | "ports" | "restored" | "started"> {
	folder: string;
	disk: Image;
}

type Detail = (text: string) => void;

/** Boots the VM cold and waits until every host greets (about 6 s for 3 hosts, 10 s for 16, emulated on 2 cores). */
export async function bootCold(plan: Plan, detail: Detail): Promise<LabRecord> {
	const { folder, disk } = plan;
	await clear(folder);
	const names = ["lab", ...plan.hosts.map((h) => h.name)];
	await makeKeys(join(folder, "keys"), names);
	const seed = join(folder, "seed");
	mkdirSync(join(seed, "lab", "keys"), { recursive: true, mode: 0o700 });
	writeFileSync(join(seed, "lab", "hosts"), guestHosts(plan.hosts));
	for (const file of [...names, ...names.map((n) => `${n}.pub`), `${CLIENT_KEY}.pub`])
		cpSync(join(folder, "keys", file), join(seed, "lab", "keys", file));
	const pack = 'find lab | cpio -o -H newc --quiet --owner=0:0 >lab.cpio && cat "$1" lab.cpio >../initrd';
	await run("sh", ["-c", pack, "sh", join(disk.folder, "initrd")], { cwd: seed, env: toolEnvironment() });
	rmSync(seed, { recursive: true });
	const start = { kernel: join(disk.folder, "vmlinuz"), initrd: "initrd" };
	const record = await launch(plan, start, detail, plan.accelerator === "kvm" ? 40_000 : 120_000);
	rmSync(join(folder, "initrd"), { force: true });
	return record;
}

/** Resumes a saved VM and checks that its hosts greet (about 2 s). Throws LabError when it does not come back. */
export async function bootSaved(plan: Plan, saved: string, detail: Detail): Promise<LabRecord> {
	await clear(plan.folder);
	cpSync(join(saved, "keys"), join(plan.folder, "keys"), { recursive: true });
	return launch(plan, { state: join(saved, "state") }, detail, 45_000);
}

async function launch(plan: Plan, start: Machine["start"], detail: Detail, timeoutMs: number): Promise<LabRecord> {
	const { folder, disk, ...told } = plan;
	const names = ["lab", ...plan.hosts.map((h) => h.name)];
	for (let attempt = 1; ; attempt++) {
		const ports = await freePorts(names, attempt === 1 ? lastPorts(folder) : {});
		const machine = { accelerator: plan.accelerator, disk: join(disk.folder, "root.ext4"), hosts: plan.hosts, ports, start };
		const child = startQemu(qemuArguments(machine), folder);
		const pid = child.pid ?? 0;
		const restored = "state" in start;
		const record: LabRecord = { ...told, ports, pid, ready: false, restored, started: new Date().toISOString() };
		// Before anything can go wrong: whoever comes next finds this VM and ends it.
		writeRecord(folder, record);
		try {
			if (restored) await resume(pid, folder);
			await waitForGreetings({ ports, alive: () => isQemuOf(pid, folder), detail, timeoutMs });
			writeSshFiles(folder, ports);
			return record;
		} catch (error) {
			const words = lastWords(folder);
			// Somebody took a port between finding it and using it.
			const again = attempt < 3 && readLog(folder).includes("host forwarding");
			if (!again) {
				await clear(folder);
				const hint = plan.accelerator === "kvm" ? " Try it with PULUMI_OVS_LAB_ACCEL=tcg." : "";
				throw new LabError(`The lab's VM did not come up: ${messageOf(error)}${hint} The last lines it wrote:\n${words}`);
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

/** Saves the running VM into `folder`/state; it stands still meanwhile (about 1.5 s) and then runs on. Returns the file. */
export async function saveRunning(pid: number, folder: string): Promise<string> {
	const monitor = await Monitor.open(pid, folder);
	try {
		await monitor.save("state");
		return join(folder, "state");
	} finally {
		monitor.close();
	}
}
