import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ModprobeStep, modprobe } from "../../../provider/tools/modprobe";
import { temporaryFolder } from "../../support/temporary";

const root = temporaryFolder("ovs-modprobe");
const step = (...names: string[]): ModprobeStep => ({ tool: "modprobe", phase: "modules", names });

/** A modprobe that knows no module "none", and loads "real" for "other". */
const program = `#!/bin/sh
case "$*" in
--resolve-alias*) echo real ;;
*none) echo "modprobe: FATAL: Module none not found" >&2; exit 1 ;;
*other) mkdir -p ${root}/sys/real ;;
*) mkdir -p "${root}/sys/$2" ;;
esac
`;

beforeEach(() => {
	rmSync(root, { recursive: true, force: true });
	mkdirSync(join(root, "bin"), { recursive: true });
	writeFileSync(join(root, "bin/modprobe"), program, { mode: 0o755 });
});

/** Loads modules. Returns the number of steps that may have an effect, and the error. */
function load(steps: ModprobeStep[]): [number, string] {
	const call = modprobe.call(steps);
	const [shell = "", ...args] = call.argv.map((word) => word.replaceAll("/sys/module", `${root}/sys`));
	const env = { PATH: `${join(root, "bin")}:${process.env.PATH}` };
	const { status, stdout, stderr } = spawnSync(shell, args, { encoding: "utf8", env });
	const result = { code: status ?? -1, stdout: "", stderr: `${stdout}${stderr}` };
	if (status === 0) return [steps.length, "ok"];
	return [
		modprobe.executedCount?.(steps, result) ?? steps.length,
		modprobe.refusal?.(result, call).text.split(": correct")[0] ?? "",
	];
}

test("what a failed call has loaded is told apart from nothing", () => {
	expect(load([step("a", "b")])).toEqual([1, "ok"]);
	expect(load([step("none")])).toEqual([0, "modules: modprobe: FATAL: Module none not found"]);
	expect(load([step("c", "none")])).toEqual([1, "modules: modprobe: FATAL: Module none not found"]);
	// A module that was there before is not loaded again.
	expect(load([step("a", "none")])).toEqual([0, "modules: modprobe: FATAL: Module none not found"]);
	expect(load([step("other")])).toEqual([1, "modules: other is another name of real: write that name"]);
});
