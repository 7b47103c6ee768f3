import { mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labFolder } from "./cache";
import { endQemu, isQemuOf } from "./process";
import type { LabHost } from "./topology";

/** What is known of a lab that was started: kept in lab.json in its folder. */
export interface LabRecord {
	/** QEMU's process. */
	pid: number;
	/** False until every SSH server has greeted and the VM is saved: an interrupted start is no lab. */
	ready: boolean;
	hosts: LabHost[];
	/** Loopback port of each host and of the VM's control sshd (`lab`). */
	ports: Record<string, number>;
	accelerator: "kvm" | "tcg";
	reason: string;
	qemu: string;
	image: string;
	/** True when it was resumed from a saved VM, false when it was booted. */
	restored: boolean;
	/** When it was started (ISO 8601). */
	started: string;
}

/** The lab's folder, made when it is not there, without symbolic links (QEMU is recognised by it). */
export function openLabFolder(): string {
	const folder = labFolder();
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	return realpathSync(folder);
}

/** What lab.json says, or undefined. */
export function readRecord(folder: string): LabRecord | undefined {
	try {
		return JSON.parse(readFileSync(join(folder, "lab.json"), "utf8"));
	} catch {
		return undefined;
	}
}

/** Writes lab.json whole or not at all. */
export function writeRecord(folder: string, record: LabRecord): void {
	const file = join(folder, "lab.json");
	writeFileSync(`${file}.new`, `${JSON.stringify(record, null, "\t")}\n`);
	renameSync(`${file}.new`, file);
}

/** The lab that really runs, or undefined. */
export function runningLab(folder: string): LabRecord | undefined {
	const record = readRecord(folder);
	return record?.ready && isQemuOf(record.pid, folder) ? record : undefined;
}

/** Ends what is left of a lab and removes its files; the logs and the ports last used stay. True when its VM ran. */
export async function clear(folder: string): Promise<boolean> {
	const record = readRecord(folder);
	const ended = record ? await endQemu(record.pid, folder) : false;
	if (record) writeFileSync(join(folder, "ports.json"), JSON.stringify(record.ports));
	const stay = ["console.log", "qemu.log", "ports.json", "lock"];
	for (const name of readdirSync(folder)) if (!stay.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
	return ended;
}

/** The loopback ports of the last time, by host name. */
export function lastPorts(folder: string): Record<string, number> {
	try {
		return JSON.parse(readFileSync(join(folder, "ports.json"), "utf8"));
	} catch {
		return {};
	}
}
