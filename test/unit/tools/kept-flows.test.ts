import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type KeptFlows, keptFlows } from "../../../provider/tools/kept-flows";
import { temporaryFolder } from "../../support/temporary";

const folder = temporaryFolder("kept-flows");
const fact = { read: "kept-flows", bridge: "br0" } as const;

/** What is read of a switch on which a call of ovs-ofctl ends with this status, after these words. */
function read(call: string, status: number, said = "") {
	writeFileSync(
		join(folder, "ovs-ofctl"),
		`#!/bin/sh
case "$*" in *" ${call} "*) echo "${said}" >&2; exit ${status} ;; esac
case "$*" in
*dump-groups*) echo " group_id=7,type=all" ;;
*dump-meters*) printf "meter=3 kbps bands=\\ntype=drop rate=9\\n" ;;
*dump-flows*) echo " cookie=0x9, duration=5s, table=0, priority=9,ip actions=drop" ;;
esac
`,
	);
	chmodSync(join(folder, "ovs-ofctl"), 0o755);
	const [program = "", ...args] = keptFlows.reads["kept-flows"].call(fact).argv;
	const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
	const { stdout, stderr, status: code } = spawnSync(program, args, { encoding: "utf8", env });
	return keptFlows.reads["kept-flows"].parse({ stdout, stderr, code: code ?? 0 }, fact);
}

test.each(["dump-tlv-map", "dump-meters", "dump-groups", "dump-flows"])(
	"a switch that does not answer %s in time is not known to have nothing",
	(call) => {
		expect(read(call, 142)).toMatchObject({ reason: expect.stringContaining("the flows of br0 can't be listed") });
	},
);

test.each(["dump-tlv-map", "dump-meters", "dump-groups"])("a bridge whose OpenFlow has no %s has the rest", (call) => {
	const { flows, groups, meters } = read(call, 1, "ovs-ofctl: no") as KeptFlows;
	expect([flows.length, groups.size, meters.size]).toEqual([1, call === "dump-groups" ? 0 : 1, call === "dump-meters" ? 0 : 1]);
});

test("a bridge that is not there is none", () => {
	expect(read("dump-flows", 1, "ovs-ofctl: br0 is not a bridge or a socket")).toBeUndefined();
});
