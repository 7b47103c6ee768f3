import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findTool, tellSkipped } from "./host-tools";

/** The shells that `sh` is: on Debian and Ubuntu, on hosts of Red Hat, and on Alpine. */
const shells = ["dash", "bash", "busybox"];

/** Runs tests once for each of these shells. It is the `sh` of processes that are started with process.env, which is a copy in Jest. */
export function withEachShell(tests: () => void): void {
	const found = shells.flatMap((name): [string, string][] => {
		const program = findTool(name);
		if (program === undefined) tellSkipped(name, name);
		return program === undefined ? [] : [[name, program]];
	});
	describe.each(found)("where sh is %s", (_, program) => {
		const path = process.env.PATH;
		let folder = "";
		beforeAll(() => {
			folder = mkdtempSync(join(tmpdir(), "pulumi-ovs-shell-"));
			symlinkSync(program, join(folder, "sh"));
			process.env.PATH = `${folder}${delimiter}${path}`;
		});
		afterAll(() => {
			process.env.PATH = path;
			rmSync(folder, { recursive: true });
		});
		tests();
	});
}
