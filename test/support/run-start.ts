import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const runFolder = "pulumi-ovs-run-";

/** Gives the run a temporary folder of its own, in which run-end.ts finds what tests have left. */
export default function start(): void {
	process.env.TMPDIR = mkdtempSync(join(tmpdir(), runFolder));
}
