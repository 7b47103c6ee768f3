import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { floodCall } from "../../../provider/tools/flood";

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "flood-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the flood script on a bridge with two ports. The fake ovs-ofctl fails at these calls of mod-port, counted from 1. */
function run(...failing: number[]) {
	const tool = (name: string, script: string) => writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
	tool("ovs-vsctl", "echo '[]'");
	tool(
		"ovs-ofctl",
		`case "$*" in
*dump-ports-desc*) printf ' 1(p1): addr:02:00:00:00:00:01\\n     config:     0\\n 2(p2): addr:02:00:00:00:00:02\\n     config:     0\\n' ;;
*) echo "\${6#mod-port } $7" >>"${folder}/calls"
case " ${failing.join(" ")} " in *" $(($(wc -l <"${folder}/calls"))) "*) echo "ovs-ofctl: no" >&2; exit 1 ;; esac ;;
esac`,
	);
	const [program = "", ...args] = floodCall([{ tool: "flood", phase: "flows", bridge: "br0" }]).argv;
	const { status, stderr } = spawnSync(program, args, {
		env: { PATH: `${folder}:${process.env.PATH}` },
		encoding: "utf8",
	});
	return { status, stderr, calls: readFileSync(join(folder, "calls"), "utf8").trim().split("\n") };
}

test("each port is set to no-flood and then to flood", () => {
	expect(run()).toEqual({ status: 0, stderr: "", calls: ["1 no-flood", "1 flood", "2 no-flood", "2 flood"] });
});

test.each([
	["that flooding is refused", [2], ["1 no-flood", "1 flood", "1 flood"]],
	["that the first of it is refused", [1], ["1 no-flood", "1 flood"]],
])("a failure, %s, leaves no port in no-flood", (_, failing, expected) => {
	const { status, stderr, calls } = run(...failing);
	expect(calls).toEqual(expected);
	expect(status).toBe(1);
	expect(stderr).toMatch(/^ovs-ofctl: no\nthe ports of bridge br0 do not flood after RSTP/);
});
