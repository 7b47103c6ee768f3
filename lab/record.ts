import { mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labFolder } from "./folders";
import type { DebianRelease } from "./image";
import { endQemu, isQemuOf } from "./qemu-process";
import type { LabHost } from "./topology";

/** Record of a lab that was started, stored as lab.json in the lab's folder. */
export interface LabRecord {
	/** Process id of QEMU. */
	pid: number;
	/** True after all SSH servers have answered and the VM was saved. A false value marks an unfinished start. */
	ready: boolean;
	hosts: LabHost[];
	/** Loopback port of each host and of the VM's own SSH server (`lab`). */
	ports: Record<string, number>;
	accelerator: "kvm" | "tcg";
	reason: string;
	qemu: string;
	image: string;
	/** Release of Debian on the hosts. */
	debian: DebianRelease;
	/** True if the VM is one host that boots under systemd. */
	systemd?: boolean;
	/** True if the VM was resumed from a saved one, false if it was booted. */
	restored: boolean;
	/** Time of the start (ISO 8601). */
	started: string;
}

/** Creates the lab's folder if it is missing, and returns its real path, with which isQemuOf compares QEMU's working directory. */
export function openLabFolder(): string {
	const folder = labFolder();
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	return realpathSync(folder);
}

/** Reads lab.json; undefined if it is missing or damaged. */
export function readRecord(folder: string): LabRecord | undefined {
	try {
		return JSON.parse(readFileSync(join(folder, "lab.json"), "utf8"));
	} catch {
		return undefined;
	}
}

/** Writes lab.json by an atomic rename. */
export function writeRecord(folder: string, record: LabRecord): void {
	const file = join(folder, "lab.json");
	writeFileSync(`${file}.new`, `${JSON.stringify(record, null, "\t")}\n`);
	renameSync(`${file}.new`, file);
}

/** The record of the lab, if it is ready and its VM runs. */
export function runningLab(folder: string): LabRecord | undefined {
	const record = readRecord(folder);
	return record?.ready && isQemuOf(record.pid, folder) ? record : undefined;
}

/** Ends the VM and removes the lab's files, except the logs and the ports for the next start. Returns true if the VM ran. */
export async function removeLab(folder: string): Promise<boolean> {
	const record = readRecord(folder);
	const ended = record ? await endQemu(record.pid, folder) : false;
	if (record) writeFileSync(join(folder, "ports.json"), JSON.stringify(record.ports));
	const kept = ["console.log", "qemu.log", "ports.json", "lock"];
	for (const name of readdirSync(folder)) if (!kept.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
	return ended;
}

/** Loopback ports of the previous lab in this folder, by host name. */
export function lastPorts(folder: string): Record<string, number> {
	try {
		return JSON.parse(readFileSync(join(folder, "ports.json"), "utf8"));
	} catch {
		return {};
	}
}
