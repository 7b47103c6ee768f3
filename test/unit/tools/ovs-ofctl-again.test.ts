import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../../../provider/base/shell-quote";
import type { Call } from "../../../provider/tools/call";
import { flowsAgain } from "../../../provider/tools/ovs-ofctl";
import { flowObject } from "../../../provider/tools/ovs-ofctl-objects";
import { temporaryFolder } from "../../support/temporary";

const folder = temporaryFolder("ovs-again");
const at = (name: string) => join(folder, name);

/** A switch in files, which prints as ovs-ofctl does and refuses flows that have the word "bad", and a group that exists. */
const program = `#!/bin/bash
while [[ $1 == -* ]]; do [ "$1" != -O ] || shift; shift; done
cd ${quote(folder)}
take() { printf '%s\\n' "$1" >>took; }
case $1 in
show) ;;
dump-*) cat "$1" ;;
add-flows | add-groups) while IFS= read -r line; do
[[ $line != *bad* ]] || { echo "refused: $line" >&2; exit 1; }
take "$1 $line"; done ;;
*) take "$1 $3" ;;
esac
`;

beforeEach(() => {
	rmSync(at("took"), { force: true });
	writeFileSync(at("ovs-ofctl"), program);
	chmodSync(at("ovs-ofctl"), 0o755);
	const dumps: Record<string, string> = {
		"tlv-map":
			"NXT_TLV_TABLE_REPLY (xid=0x4):\n max option space=256 max fields=64\n class\ttype\tlength\tmatch field\n 0xffff\t0x80\t4\ttun_metadata0\n",
		meters:
			"OFPST_METER_CONFIG reply (OF1.3):\nmeter=3 pktps burst stats bands=\ntype=drop rate=5 burst_size=6\n\nmeter=4 kbps bands=\ntype=drop rate=9\n",
		groups: "OFPST_GROUP_DESC reply (OF1.5):\n group_id=7,type=all,bucket=bucket_id:0,actions=output:1\n group_id=17,type=all\n",
		flows:
			"OFPST_FLOW reply:\n cookie=0x1, priority=1 actions=group:7\n cookie=0x1, table=5, priority=2 actions=bad\n cookie=0x1, table=5, priority=3 actions=drop\n",
	};
	for (const [what, text] of Object.entries(dumps)) writeFileSync(at(`dump-${what}`), text);
});

const run = ({ argv: [first = "", ...words] }: Call) =>
	spawnSync(first, words, { cwd: folder, encoding: "utf8", env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });

/** What the way back adds, after the switch has lost everything but group 17, and its messages. */
function added(tables: string[] = []): { took: string[]; said: string } {
	const { saves, calls } = flowsAgain("br0", tables);
	for (const { name, call } of saves) writeFileSync(at(name), run(call).stdout);
	writeFileSync(at("dump-groups"), " group_id=17,type=all\n");
	const said = calls.map(({ call }) => run(call).stderr).join("");
	return {
		took: existsSync(at("took"))
			? readFileSync(at("took"), "utf8")
					.trim()
					.split("\n")
					.map((l) => l.replace(/ +/, " "))
			: [],
		said,
	};
}

const objects = [
	"add-tlv-map {class=0xffff,type=0x80,len=4}->tun_metadata0",
	"add-meter meter=3,pktps,burst,stats,bands=type=drop,rate=5,burst_size=6",
	"add-meter meter=4,kbps,bands=type=drop,rate=9",
	"add-groups group_id=7,type=all,bucket=bucket_id:0,actions=output:1",
];

test("flows come back after the options, meters and groups that they name, and a refused one keeps back none of the others", () => {
	const { took, said } = added();
	expect([...new Set(took)].slice(0, 4)).toEqual(objects);
	expect(took).toContain("add-flows cookie=0x1, priority=1 actions=group:7");
	expect(took).toContain("add-flows cookie=0x1, table=5, priority=3 actions=drop");
	expect(said).toBe("refused:  cookie=0x1, table=5, priority=2 actions=bad\n");
});

test("flows of other tables are left alone", () => {
	expect(added(["0"]).took.filter((line) => line.startsWith("add-flows"))).toEqual([
		"add-flows cookie=0x1, priority=1 actions=group:7",
	]);
});

test("a deleted object of each sort is part of the way back, with its flows", () => {
	for (const sort of ["group", "meter", "tlv-map"] as const) {
		const step = { tool: "flow-object", phase: "delete-flow-objects", bridge: "br0", sort, op: "del", text: "x" } as const;
		const { saves, calls } = flowObject.undo([step], { value: () => undefined });
		expect([saves?.length, calls?.length]).toEqual([1, 1]);
	}
});
