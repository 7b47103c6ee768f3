import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, type ReadingCall, readingCalls, readingsOf } from "../../../provider/model/fact";
import type { Fact } from "../../../provider/tools/list";
import { Unreadable } from "../../../provider/tools/tool";

/** Speaks as ovs-ofctl does: flows by table, and messages for the lines of the input up to the first that contains "bad". */
const standIn = `#!/bin/sh
echo "$*" >>"$CALLS"
case "$SILENT $*" in
yes*dump-*) echo "2026-11-28T10:00:00Z|00001|fatal_signal|WARN|terminating with signal 14 (Alarm clock)" >&2; exit 142 ;;
esac
case "$*" in
*dump-aggregate*) echo "OFPST_AGGREGATE reply (OF1.3) (xid=0x2): packet_count=0 byte_count=0 flow_count=$FLOWS" ;;
*dump-flows*) for t in 0 2 30; do
	case "$*" in *table=*) case "$*" in *"table=$t") ;; *) continue ;; esac ;; esac
	n="table=$t, "; [ $t = 0 ] && n=
	echo " cookie=0x$t, \${n}priority=1,ip actions=resubmit(,table=9)"
done ;;
*parse-flows*) echo "usable protocols: any"; i=0; while read -r line; do i=$((i+1))
	case $line in
	*bad*actions=drop) echo "ovs-ofctl: -:$i: bad match" >&2; exit 1 ;;
	*bad*) echo "ovs-ofctl: -:$i: bad line" >&2; exit 1 ;;
	*warn*) echo "2026-11-28T10:00:00Z|00001|ofp_actions|WARN|odd action" >&2 ;;
	esac
	echo "OFPT_FLOW_MOD (OF1.3) (xid=0x$i): ADD \${line%%,actions=*} actions=\${line#*,actions=}"
done ;;
esac
`;
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "ofctl-"));
	writeFileSync(join(folder, "ovs-ofctl"), standIn, { mode: 0o755 });
	writeFileSync(join(folder, "calls"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));

const table = (n: number): Fact => ({ read: "flows", bridge: "br0", table: n });
const text = (...lines: string[]): Fact => ({
	read: "flows-rendered",
	bridge: "br0",
	text: lines.map((line) => `${line}\n`).join(""),
});

function reading({ call }: ReadingCall, flows: number, silent = "") {
	const env = { PATH: `${folder}:${process.env.PATH}`, CALLS: join(folder, "calls"), FLOWS: String(flows), SILENT: silent };
	const [program = "", ...words] = call.argv;
	const { stdout, stderr, status } = spawnSync(program, words, { input: call.stdin ?? "", encoding: "utf8", env });
	return { stdout, stderr, code: status ?? 1 };
}

/** The values of facts that are read together, and those of the same facts read alone. */
function both(facts: Fact[], flows = 3) {
	const [together, ...more] = readingCalls(facts) as [ReadingCall, ...ReadingCall[]];
	expect(more).toEqual([]);
	const values = readingsOf(together, reading(together, flows)).map(([fact, read]) => parse(fact, read));
	const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n").length;
	const alone = facts.flatMap((fact) => readingCalls([fact]).map((one) => parse(fact, reading(one, flows))));
	return { values, alone, calls };
}

const good = text("ip,actions=1", "arp,actions=2");
const other = text("tcp,actions=3");

test.each<[string, Fact[], number, number]>([
	["tables of a small bridge are one listing", [table(0), table(2), table(30), table(4)], 3, 2],
	["tables of a bridge with many flows are listed one by one", [table(0), table(2)], 5001, 3],
	["tables and texts need three calls", [table(0), good, table(2), other, table(30)], 3, 3],
	["one table and a text", [table(2), good], 3, 3],
	["a refused line is told of its own text, whatever stands beside it", [good, text("udp,actions=bad"), other], 3, 6],
	["a refused match", [text("bad,actions=4"), good, other, table(0)], 3, 7],
	["a report without a line is told of its own text", [good, text("udp,actions=warn"), other], 3, 5],
])("%s", (_, facts, flows, expected) => {
	const { values, alone, calls } = both(facts, flows);
	expect(values).toEqual(alone);
	expect(values.filter((value) => value === undefined)).toEqual([]);
	expect(calls).toBe(expected);
});

test("a bridge that does not answer is asked once, whatever is to be read of it", () => {
	const [together] = readingCalls([table(0), table(2), table(30), good]) as [ReadingCall];
	const values = readingsOf(together, reading(together, 3, "yes")).map(([fact, read]) => parse(fact, read));
	const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
	expect(calls.filter((line) => line.includes("dump-"))).toHaveLength(1);
	const silent = new Unreadable(
		"the flows of br0 can't be listed (no answer in time): is ovs-vswitchd running? systemctl status openvswitch-switch",
	);
	expect(values).toEqual([silent, silent, silent, expect.objectContaining({ flows: expect.anything() })]);
});

test("bridges are read apart from each other", () => {
	const facts: Fact[] = [table(0), table(1), { read: "flows", bridge: "br1", table: 0 }, { read: "ovs" }];
	expect(readingCalls(facts).map((one) => one.facts.length)).toEqual([2, 1, 1]);
});

test("a missing ovs-ofctl is told of every fact", () => {
	const [together] = readingCalls([table(0), good]) as [ReadingCall];
	const lost = { stdout: "", stderr: "", code: 127 };
	for (const [fact, read] of readingsOf(together, lost))
		expect(parse(fact, read)).toMatchObject({ reason: expect.stringMatching(/^ovs-ofctl is not installed on this host/) });
});
