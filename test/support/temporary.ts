import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

/** A new temporary folder, which is removed after the tests of the file. */
export function temporaryFolder(name: string): string {
	const folder = mkdtempSync(join(tmpdir(), `${name}-`));
	made.push(folder);
	return folder;
}

afterAll(() => {
	for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
