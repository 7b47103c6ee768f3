import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { LabError } from "./errors";
import type { Progress } from "./progress";
import { run } from "./run";

/** A program the lab needs, and the Debian package it comes from. */
interface Tool {
	program: string;
	debian: string;
}

const RUN: Tool[] = [
	{ program: "qemu-system-x86_64", debian: "qemu-system-x86" },
	{ program: "ssh", debian: "openssh-client" },
	{ program: "ssh-keygen", debian: "openssh-client" },
	{ program: "cpio", debian: "cpio" },
];
const BUILD: Tool[] = [
	{ program: "mmdebstrap", debian: "mmdebstrap" },
	{ program: "busybox", debian: "busybox-static" },
	{ program: "mke2fs", debian: "e2fsprogs" },
	{ program: "depmod", debian: "kmod" },
	{ program: "modprobe", debian: "kmod" },
	...(process.getuid?.() === 0 ? [] : [{ program: "newuidmap", debian: "uidmap" }]),
];

// Debian keeps these out of an ordinary user's PATH.
const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** The environment programs of the lab run with: PATH has the system's folders too, messages are English. */
export function toolEnvironment(): NodeJS.ProcessEnv {
	return { ...process.env, LC_ALL: "C.UTF-8", PATH: [process.env.PATH ?? "", ...SYSTEM_FOLDERS].join(delimiter) };
}

/** Full path of a program, or undefined. */
function findProgram(name: string, folders = (process.env.PATH ?? "").split(delimiter)): string | undefined {
	for (const folder of [...folders, ...SYSTEM_FOLDERS].filter((f) => f !== "")) {
		try {
			accessSync(join(folder, name), constants.X_OK);
			return join(folder, name);
		} catch {
			// not in this folder
		}
	}
	return undefined;
}

/** Debian packages that are missing for running the lab (and for building its image). */
function missingPackages(building: boolean): string[] {
	const missing = [...RUN, ...(building ? BUILD : [])].filter((tool) => !findProgram(tool.program));
	return [...new Set(missing.map((tool) => tool.debian))];
}

/** Throws LabError with the one command to run when programs are missing; with `install` as root, installs them by apt. */
export async function needTools(building: boolean, install: boolean, progress: Progress): Promise<void> {
	const packages = missingPackages(building);
	if (packages.length === 0) return;
	const command = `apt-get install --no-install-recommends -y ${packages.join(" ")}`;
	if (!findProgram("apt-get"))
		throw new LabError(
			`The lab needs programs of these Debian packages, and there is no apt-get here: ${packages.join(" ")}. ` +
				"Use a Debian machine or container, or a real host instead of the lab.",
		);
	if (!install || process.getuid?.() !== 0) {
		const root = process.getuid?.() === 0 ? "" : "sudo ";
		throw new LabError(
			`The lab needs programs that are not installed here. Install them with\n\n` +
				`  ${root}apt-get update && ${root}${command}\n\n` +
				`${root ? "" : "or let `pulumi-ovs lab up --install` do it, "}then run \`pulumi-ovs lab up\` again.`,
		);
	}
	await progress.stage(`Installing by apt-get: ${packages.join(" ")}`, async (detail) => {
		const env = { ...toolEnvironment(), DEBIAN_FRONTEND: "noninteractive" };
		const [program = "", ...args] = command.split(" ");
		await run("apt-get", ["update"], { env, onLine: detail });
		await run(program, args, { env, onLine: detail });
	});
	const still = missingPackages(building);
	if (still.length > 0) throw new LabError(`Still missing after the installation: ${still.join(" ")}.`);
}
