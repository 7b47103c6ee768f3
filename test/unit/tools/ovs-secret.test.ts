import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Step } from "../../../provider/tools/list";
import { calls } from "../../../provider/tools/script";
import { Database, describeWithDatabase } from "../support/ovsdb";

const psk = `it's a \\ "}{" ☃`;
const put = (name: string): Step => ({
	...{ tool: "ovs", phase: "secret-rows", op: "put", table: "Interface", name, column: "options" },
	entries: { psk },
});
/** The folder of the programs. */
let folder: string;

/** The programs themselves, which know their paths: a wrapper would need other programs. */
const programs = { perl: ["-e", "print $^X"], python3: ["-c", "import sys; print(sys.executable)"] };

/** Runs the call, or its check, as a host with this program alone. */
function run(database: Database, language: string, step: Step, isCheck = false, more = {}) {
	const [change] = calls([step]);
	const call = isCheck ? change?.precheck : change;
	if (!call) throw new Error("no call");
	expect(call.argv.join("\n")).not.toContain(psk);
	const PATH = join(folder, language);
	const stdin = call.stdin?.replace('["cur_cfg","<",0]', '["cur_cfg","<",-1]');
	const { status, stderr } = spawnSync("/bin/sh", call.argv.slice(1), {
		...{ input: stdin, encoding: "utf8", env: { ...database.env, PATH, LC_ALL: "C", ...more } },
	});
	return { status, stderr };
}

describeWithDatabase("a secret is set from standard input", () => {
	let database: Database;
	afterAll(() => {
		database.close();
		rmSync(folder, { recursive: true, force: true });
	});

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "secret-"));
		database = new Database();
		database.vsctl(
			"add-br",
			"br0",
			"--",
			"add-port",
			"br0",
			"t1",
			"--",
			"set",
			"Interface",
			"t1",
			"options:psk=old",
			"options:key=7",
		);
		for (const [language, words] of Object.entries(programs)) {
			const { stdout } = spawnSync(language, words, { encoding: "utf8" });
			mkdirSync(join(folder, language));
			symlinkSync(stdout.trim(), join(folder, language, language));
		}
	});

	test.each(Object.keys(programs))("by %s", (language) => {
		database.vsctl("set", "Interface", "t1", "options:psk=old");
		const before = Number(database.vsctl("get", "Open_vSwitch", ".", "next_cfg"));
		expect(run(database, language, put("t1"))).toEqual({ status: 0, stderr: "" });
		expect(JSON.parse(database.vsctl("get", "Interface", "t1", "options:psk"))).toBe(psk);
		expect(database.vsctl("get", "Interface", "t1", "options:key")).toBe('"7"\n');
		expect(Number(database.vsctl("get", "Open_vSwitch", ".", "next_cfg"))).toBe(before + 1);
		const { status, stderr } = run(database, language, put("t2"));
		expect([status !== 0, stderr]).toEqual([true, expect.stringMatching(/^ovsdb: .*timed out/)]);
	});

	test("and refused before anything is changed where that can't be", () => {
		const check = (language: string, more = {}) => run(database, language, put("t1"), true, more);
		expect(Object.keys(programs).map((language) => check(language))).toEqual(Array(2).fill({ status: 0, stderr: "" }));
		const refused = (text: string) => ({ status: 1, stderr: expect.stringContaining(text) });
		expect(check("none")).toEqual(refused("can be set only by perl or python3, and the host has neither\n"));
		expect(check("perl", { PULUMI_OVS_VSCTL: "docker exec ovs ovs-vsctl" })).toEqual(
			refused("over a connection with ovsCommand"),
		);
		expect(check("perl", { OVS_RUNDIR: folder })).toEqual(refused(`is not at ${folder}/db.sock`));
	});
});
