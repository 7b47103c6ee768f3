import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { cpuModel } from "./accelerator";
import { cacheFolder } from "./folders";
import type { Image } from "./image";
import { type Machine, qemuArguments } from "./qemu";
import type { LabHost } from "./topology";

const KEPT_VMS = 4;

const savedVmsFolder = () => join(cacheFolder(), "saved");

/**
 * Folder of the saved VM for these hosts, this image, this QEMU and this accelerator; the folder may not exist. `state` is
 * the VM's memory, about 150 MB. `keys` are the SSH keys that this memory contains.
 */
export function savedVmFolder(
	image: Image,
	hosts: readonly LabHost[],
	version: string,
	accelerator: Machine["accelerator"],
): string {
	// The state depends on all of QEMU's arguments except the forwarded ports.
	const ports = Object.fromEntries(["lab", ...hosts.map((h) => h.name)].map((name) => [name, 0]));
	const start = { kernel: "", initrd: "" };
	const args = qemuArguments({ accelerator, disk: "", hosts, ports, start });
	const inputs = [image.hash, hosts, version, args, accelerator === "kvm" ? cpuModel() : ""];
	return join(savedVmsFolder(), createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 16));
}

/** True if the folder has a saved VM. Its modification time is set to now, because storeSavedVm deletes the oldest ones. */
export function hasSavedVm(folder: string): boolean {
	if (!existsSync(join(folder, "state"))) return false;
	utimesSync(folder, new Date(), new Date());
	return true;
}

/** Moves a state, with a copy of its keys, to `folder` in one atomic rename. Keeps the last used saved VMs and deletes others. */
export function storeSavedVm(folder: string, state: string, keys: string): void {
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
	deleteSavedVm(folder);
	renameSync(temporary, folder);
	const all = readdirSync(savedVmsFolder()).map((name) => join(savedVmsFolder(), name));
	const byUse = all.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
	for (const old of byUse.slice(KEPT_VMS)) deleteSavedVm(old);
}

export function deleteSavedVm(folder: string): void {
	rmSync(folder, { recursive: true, force: true });
}
