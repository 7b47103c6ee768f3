import { readFileSync, readlinkSync } from "node:fs";
import { sleep } from "./run-program";

/** Start time of a process in clock ticks since boot (proc_pid_stat(5), field 22); undefined if it has ended or is a zombie. */
export function processStart(pid: number): string | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
	} catch {
		return undefined;
	}
}

/** True if process `pid` is a QEMU that was started in `folder`. A process id can be reused by another program. */
export function isQemuOf(pid: number, folder: string): boolean {
	try {
		return (
			processStart(pid) !== undefined &&
			readlinkSync(`/proc/${pid}/cwd`) === folder &&
			readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("qemu-system")
		);
	} catch {
		return false;
	}
}

/** Ends the QEMU of `folder` by SIGTERM, after 3 s by SIGKILL, and waits for its end. False if there was none. */
export async function endQemu(pid: number, folder: string): Promise<boolean> {
	if (!isQemuOf(pid, folder)) return false;
	process.kill(pid, "SIGTERM");
	for (let waited = 0; isQemuOf(pid, folder); waited += 20) {
		if (waited === 3000) process.kill(pid, "SIGKILL");
		await sleep(20);
	}
	return true;
}

/** Resident memory of a process in MiB; undefined if it has ended. */
export function residentMB(pid: number): number | undefined {
	try {
		const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
		return kb ? Math.round(Number(kb) / 1024) : undefined;
	} catch {
		return undefined;
	}
}
