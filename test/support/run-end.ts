import { readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname } from "node:path";
import { runFolder } from "./run-start";

/**
 * Removes the run's temporary folder. Makes the run fail if a test has left a folder in it: mkdtemp ends names with six random characters.
 */
export default function end(): void {
	const folder = tmpdir();
	if (!basename(folder).startsWith(runFolder)) throw new Error(`${folder} is not the temporary folder of a run`);
	const left = readdirSync(folder).filter((name) => /-[A-Za-z0-9]{6}$/.test(name));
	rmSync(folder, { recursive: true, force: true });
	process.env.TMPDIR = dirname(folder);
	if (left.length === 0) return;
	// An error here would keep Jest from writing the results that `npm test` counts.
	process.stderr.write(
		`Tests have left temporary folders, and have to remove them: ${left.slice(0, 20).join(", ")} (${left.length})\n`,
	);
	process.exitCode = 1;
}
