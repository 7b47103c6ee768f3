import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Call } from "../../../provider/tools/call";
import { dropRecordCall, recordCall, recordLines } from "../../../provider/tools/recovery-record";
import { parseSessionStart } from "../../../provider/tools/session-start";

// The scripts run on this machine, in a folder of the test in place of /run/pulumi-ovs.
let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "pulumi-ovs-owed-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const here = (text: string) => text.replaceAll("/run/pulumi-ovs", join(folder, "run"));
function ran({ argv, stdin }: Call) {
	const { stdout, stderr, status } = spawnSync(argv[0] ?? "", argv.slice(1).map(here), { input: stdin ?? "", encoding: "utf8" });
	return { stdout, stderr, code: status };
}
const listed = () => parseSessionStart(ran({ argv: ["sh", "-c", recordLines] }).stdout).records;
const succeeded = { stdout: "", stderr: "", code: 0 };
const note = (owner: string) => ({ owner, note: [{ read: "routes", netns: "", objects: ["it's 10.0.0.0/8", "§"] }] });

test("a program's note is listed until it is taken away, and only root can read it", () => {
	const owners = ["shop/dev", "../a b", "x", "§".repeat(90)];
	for (const owner of owners) expect(ran(recordCall(note(owner)))).toEqual(succeeded);
	expect(ran(recordCall(note("x")))).toEqual(succeeded);
	expect(listed()).toEqual(expect.arrayContaining(owners.map(note)));
	expect(listed()).toHaveLength(4);
	const files = readdirSync(join(folder, "run/owed"));
	expect(files.map((file) => statSync(join(folder, "run/owed", file)).mode & 0o777)).toEqual(owners.map(() => 0o600));
	expect(statSync(join(folder, "run/owed")).mode & 0o777).toBe(0o700);
	for (const owner of owners) expect(ran(dropRecordCall(owner))).toEqual(succeeded);
	expect(existsSync(join(folder, "run"))).toBe(false);
	expect(listed()).toEqual([]);
});

test("a change is made even if it can't be noted", () => {
	writeFileSync(join(folder, "run"), "");
	expect(ran(recordCall(note("x")))).toEqual(succeeded);
	expect(listed()).toEqual([]);
});

test("a note of more than a day ago is removed", () => {
	for (const owner of ["x", "y"]) ran(recordCall(note(owner)));
	const day = new Date(Date.now() - 86_700_000);
	utimesSync(join(folder, "run/owed/of-x"), day, day);
	expect(listed()).toEqual([note("y")]);
	expect(readdirSync(join(folder, "run/owed"))).toEqual(["of-y"]);
});

test("a note that is incomplete is left out", () => {
	expect(parseSessionStart('owed {"owner":"x","note":[\nowed {"owner":"y","note":[]}\n').records).toEqual([
		{ owner: "y", note: [] },
	]);
});
