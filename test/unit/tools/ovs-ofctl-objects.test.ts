import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCall } from "../../../provider/model/fact";
import { temporaryFolder } from "../../support/temporary";

const folder = temporaryFolder("ovs-ofctl-objects");
const tool = join(folder, "ovs-ofctl");

/** What the read of groups prints with an `ovs-ofctl` whose dump-flows ends with this status. */
function read(status: number) {
	const flows = "printf '%s\\n' 'priority=1 actions=group:1' 'priority=2 actions=drop'";
	writeFileSync(tool, `#!/bin/sh\ncase "$*" in *dump-flows*) ${flows}; exit ${status};; esac\necho groups\n`, { mode: 0o755 });
	const [program = "", ...words] = readCall({ read: "groups", bridge: "br0" }).argv;
	const { stdout, status: code } = spawnSync(program, words, {
		encoding: "utf8",
		env: { ...process.env, PULUMI_OVS_OFCTL: tool },
	});
	return { stdout, code };
}

test("the read of groups has the flows that use one, and fails where the flows can't be listed", () => {
	expect(read(0)).toEqual({ stdout: "groups\n@\npriority=1 actions=group:1\n", code: 0 });
	expect(read(1).code).toBe(1);
});
