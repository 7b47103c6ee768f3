import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { cpuModel } from "./accel";
import { cacheFolder } from "./cache";
import type { Image } from "./image";
import { type Machine, qemuArguments } from "./qemu";
import type { LabHost } from "./topology";

const KEEP = 4;

const savedFolder = () => join(cacheFolder(), "saved");

/**
 * Folder of the saved VM for exactly these hosts, this image and this QEMU: `state` (the VM's memory, about 150 MB) and
 * `keys`, which are inside of that memory too. It need not exist.
 */
export function savedFor(image: Image, hosts: readonly LabHost[], version: string, how: Machine["accelerator"]): string {
	// Everything in QEMU's command line but the forwarded ports shapes the state.
	const ports = Object.fromEntries(["lab", ...hosts.map((h) => h.name)].map((name) => [name, 0]));
	const start = { kernel: "", initrd: "" };
	const shape = qemuArguments({ accelerator: how, disk: "", hosts, ports, start });
	const inputs = [image.hash, hosts, version, shape, how === "kvm" ? cpuModel() : ""];
	return join(savedFolder(), createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 16));
}

/** True when there is a complete saved VM in the folder; marks it as used. */
export function isSaved(folder: string): boolean {
	if (!existsSync(join(folder, "state"))) return false;
	utimesSync(folder, new Date(), new Date());
	return true;
}

/** Moves a written state and a copy of its keys to where {@link isSaved} finds them, whole or not at all. */
export function keepSaved(folder: string, state: string, keys: string): void {
	const temporary = `${folder}.${process.pid}.new`;
	rmSync(temporary, { recursive: true, force: true });
	mkdirSync(temporary, { recursive: true, mode: 0o700 });
	cpSync(keys, join(temporary, "keys"), { recursive: true });
	try {
		renameSync(state, join(temporary, "state"));
	} catch {
		// The lab's folder is on another file system.
		cpSync(state, join(temporary, "state"));
		rmSync(state);
	}
	dropSaved(folder);
	renameSync(temporary, folder);
	const all = readdirSync(savedFolder()).map((name) => join(savedFolder(), name));
	const byUse = all.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
	for (const old of byUse.slice(KEEP)) dropSaved(old);
}

/** Removes a saved VM. */
export function dropSaved(folder: string): void {
	rmSync(folder, { recursive: true, force: true });
}
