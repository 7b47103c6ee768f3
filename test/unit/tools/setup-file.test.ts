import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Facts, readCall } from "../../../provider/model/facts";
import type { Call } from "../../../provider/tools/call";
import { type SetupFileStep, setupFiles } from "../../../provider/tools/setup-file";
import { temporaryFolder } from "../../support/temporary";

const root = temporaryFolder("ovs-setup");
const modules = join(root, "etc/modules-load.d/pulumi-ovs-s.conf");
const sudoers = join(root, "etc/sudoers.d/pulumi-ovs-s");
const bin = join(root, "bin");

/** The text with all paths below the temporary folder. */
const here = (text: string): string => text.replaceAll(/(?<![\w./}])\/etc\//g, `${root}/etc/`);

/** Runs a call without SUDO_USER, as a connection of root does. */
function run({ argv: [program = "", ...args], stdin = "" }: Call, cwd = root) {
	const env = { PATH: `${bin}:${process.env.PATH}` };
	const { status, stdout, stderr } = spawnSync(program, args.map(here), { input: stdin, encoding: "utf8", cwd, env });
	return { code: status ?? -1, stdout, stderr };
}

const step = (op: "write" | "remove", sort: "modules" | "sudoers", text = ""): SetupFileStep =>
	({ tool: "setup-file", phase: "setup-files", op, sort, name: "s", ...(op === "write" ? { text } : {}) }) as SetupFileStep;

const carryOut = (one: SetupFileStep) => run(setupFiles.call([one]));
/** A script has the output of a change in its standard error. */
function refusal(one: SetupFileStep): string | undefined {
	const { code, stdout, stderr } = carryOut(one);
	return setupFiles.refusal?.({ code, stdout: "", stderr: `${stdout}${stderr}`.trim() }, setupFiles.call([one])).text;
}
const done = { code: 0, stdout: "", stderr: "" };

/** Replaces visudo by a program that accepts each text without "bad". */
const visudo = () =>
	writeFileSync(join(bin, "visudo"), '#!/bin/sh\n! grep -q bad "$4" || { echo "$4:1: bad"; exit 1; }\n', { mode: 0o755 });

function known() {
	const { code, stdout, stderr } = run(readCall({ read: "setup-files" }));
	return Facts.of([[{ read: "setup-files" }, { stdout: stdout.replaceAll(root, ""), stderr, code }]]).setupFiles;
}

beforeEach(() => {
	rmSync(root, { recursive: true, force: true });
	mkdirSync(join(root, "etc"), { recursive: true });
	mkdirSync(bin);
});

test("a file is written with its folder, read as it is, and removed", () => {
	const text = '# it\'s a "comment"\n\n  vxlan\n@file x\n';
	expect(carryOut(step("write", "modules", text))).toEqual(done);
	expect(known()).toEqual([{ sort: "modules", name: "s", text, isUsed: true }]);
	expect(readdirSync(join(root, "etc/modules-load.d"))).toEqual(["pulumi-ovs-s.conf"]);
	expect(carryOut(step("remove", "modules"))).toEqual(done);
	expect(carryOut(step("remove", "modules"))).toEqual(done);
	expect(known()).toEqual([]);
});

test("a rule of sudo needs sudo, a folder that it reads, and a text that visudo accepts", () => {
	const write = step("write", "sudoers", "ops ALL=(root) NOPASSWD: ALL\n");
	expect(refusal(write)).toBe("sudoers: this host has no sudo: add sudo to packages");
	visudo();
	mkdirSync(join(root, "etc/sudoers.d"));
	writeFileSync(join(root, "etc/sudoers"), "root ALL=(ALL) ALL\n");
	expect(refusal(write)).toMatch(/^sudoers: \/etc\/sudoers does not include \/etc\/sudoers\.d/);
	writeFileSync(join(root, "etc/sudoers"), `@includedir ${root}/etc/sudoers.d\n`);
	expect(refusal(step("write", "sudoers", "bad\n"))).toMatch(/^its file can't be written \(.*bad\)/);
	expect(readdirSync(join(root, "etc/sudoers.d"))).toEqual([]);
	expect(carryOut(write)).toEqual(done);
	expect(statSync(sudoers).mode & 0o777).toBe(0o440);
	expect(refusal(step("write", "sudoers", "bad\n"))).toMatch(/^its file can't be written/);
	expect(readFileSync(sudoers, "utf8")).toBe("ops ALL=(root) NOPASSWD: ALL\n");
	chmodSync(sudoers, 0o644);
	expect(known()).toMatchObject([{ sort: "sudoers", isUsed: false }]);
	expect(carryOut(step("remove", "sudoers"))).toEqual(done);
	expect(readdirSync(join(root, "etc/sudoers.d"))).toEqual([]);
});

test("the way back restores a file that was changed, and removes one that was new", () => {
	const steps = [step("write", "modules", "new\n"), step("write", "sudoers", "new\n")];
	mkdirSync(join(root, "etc/modules-load.d"));
	mkdirSync(join(root, "etc/sudoers.d"));
	writeFileSync(sudoers, "old\n", { mode: 0o440 });
	const { saves = [], calls = [] } = setupFiles.undo(steps, { value: () => undefined });
	for (const { name, call } of saves) writeFileSync(join(root, name), run(call).stdout);
	writeFileSync(modules, "new\n");
	writeFileSync(sudoers, "new\n");
	for (const { call } of calls) expect(run(call)).toEqual(done);
	expect(existsSync(modules)).toBe(false);
	expect([readFileSync(sudoers, "utf8"), statSync(sudoers).mode & 0o777]).toEqual(["old\n", 0o440]);
});
