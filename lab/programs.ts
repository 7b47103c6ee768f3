import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { LabError } from "./errors";
import type { Progress } from "./progress";
import { run } from "./run-program";

/** A program that the lab needs, and its Debian package. */
interface RequiredProgram {
	program: string;
	debian: string;
}

const RUN_PROGRAMS: RequiredProgram[] = [
	{ program: "qemu-system-x86_64", debian: "qemu-system-x86" },
	{ program: "ssh", debian: "openssh-client" },
	{ program: "ssh-keygen", debian: "openssh-client" },
	{ program: "cpio", debian: "cpio" },
];
const BUILD_PROGRAMS: RequiredProgram[] = [
	{ program: "mmdebstrap", debian: "mmdebstrap" },
	{ program: "busybox", debian: "busybox-static" },
	{ program: "mke2fs", debian: "e2fsprogs" },
	{ program: "depmod", debian: "kmod" },
	{ program: "modprobe", debian: "kmod" },
	...(process.getuid?.() === 0 ? [] : [{ program: "newuidmap", debian: "uidmap" }]),
];

// Debian's default PATH of an ordinary user does not have these folders.
const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** The environment for the lab's programs: PATH includes the system folders, and messages are in English. */
export function programEnvironment(): NodeJS.ProcessEnv {
	return { ...process.env, LC_ALL: "C.UTF-8", PATH: [process.env.PATH ?? "", ...SYSTEM_FOLDERS].join(delimiter) };
}

/** Path of an executable program; undefined if there is none. */
function findProgram(name: string, folders = (process.env.PATH ?? "").split(delimiter)): string | undefined {
	for (const folder of [...folders, ...SYSTEM_FOLDERS].filter((f) => f !== "")) {
		try {
			accessSync(join(folder, name), constants.X_OK);
			return join(folder, name);
		} catch {
			// The folder does not have the program.
		}
	}
	return undefined;
}

/** Missing Debian packages for running the lab, and also for building its image if `building` is true. */
function missingPackages(building: boolean): string[] {
	const missing = [...RUN_PROGRAMS, ...(building ? BUILD_PROGRAMS : [])].filter((tool) => !findProgram(tool.program));
	return [...new Set(missing.map((tool) => tool.debian))];
}

/** If programs are missing: installs them by apt-get if `install` is true and the user is root, else throws LabError with the command. */
export async function requirePrograms(building: boolean, install: boolean, progress: Progress): Promise<void> {
	const packages = missingPackages(building);
	if (packages.length === 0) return;
	const command = `apt-get install --no-install-recommends -y ${packages.join(" ")}`;
	if (!findProgram("apt-get"))
		throw new LabError(
			`The lab needs programs of these Debian packages: ${packages.join(" ")}. This machine has no apt-get. ` +
				"Use a Debian machine or container, or a real host instead of the lab.",
		);
	if (!install || process.getuid?.() !== 0) {
		const root = process.getuid?.() === 0 ? "" : "sudo ";
		throw new LabError(
			`The lab needs programs that are not installed. Install them with\n\n` +
				`  ${root}apt-get update && ${root}${command}\n\n` +
				`${root ? "" : "or with `npx pulumi-ovs lab up --install`, "}then run \`npx pulumi-ovs lab up\` again.`,
		);
	}
	await progress.stage(`Installing Debian packages: ${packages.join(" ")}`, async (detail) => {
		const env = { ...programEnvironment(), DEBIAN_FRONTEND: "noninteractive" };
		const [program = "", ...args] = command.split(" ");
		await run("apt-get", ["update"], { env, onLine: detail });
		// A fresh machine may be installing its updates at the same time.
		await run(program, ["-o", "DPkg::Lock::Timeout=300", ...args], { env, onLine: detail });
	});
	const still = missingPackages(building);
	if (still.length > 0)
		throw new LabError(`apt-get installed packages, but programs of these are still missing: ${still.join(" ")}.`);
}
