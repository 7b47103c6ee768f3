import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { temporaryFolder } from "../../support/temporary";

const root = resolve(__dirname, "../../..");

test("a reader that ends early does not make the command fail", () => {
	const command = '"$0" --require ./tools/typescript.cjs cli/main.ts lab down';
	const script = `set -o pipefail; ${command} | { exec 0<&-; sleep 0; }; echo "ended with $?"`;
	const env = { ...process.env, PULUMI_OVS_LAB: temporaryFolder("ovs-pipe") };
	expect(execFileSync("bash", ["-c", script, process.execPath], { cwd: root, env, encoding: "utf8" })).toBe("ended with 0\n");
});
