import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs of hosts that are not installed on this machine (test/tools/get-host-tools.sh). */
export const unpacked = join(__dirname, "../../../.cache/host-tools");

/** The variable with the folder of the libraries that these programs need. */
export const libraries = { LD_LIBRARY_PATH: join(unpacked, "usr/lib/x86_64-linux-gnu") };

export const toolFolders = [
	...(process.env.PATH ?? "").split(delimiter),
	"/usr/sbin",
	...["usr/sbin", "usr/bin", "bin"].map((folder) => join(unpacked, folder)),
];

/** The path of a program of this machine or of the unpacked ones. */
export const findTool = (name: string): string | undefined =>
	toolFolders.map((folder) => join(folder, name)).find((path) => existsSync(path));

/** Says that tests are skipped because a program is missing. */
export function tellSkipped(program: string, debianPackage: string): void {
	process.stderr.write(
		`SKIPPED: there is no ${program} here: apt install ${debianPackage}, or run test/tools/get-host-tools.sh\n`,
	);
}
