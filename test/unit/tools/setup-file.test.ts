import { spawnSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import { plan } from "../../../provider/plan/plan";
import type { Call } from "../../../provider/tools/call";
import { type SetupFileStep, setupFiles } from "../../../provider/tools/setup-file";
import { temporaryFolder } from "../../support/temporary";
import { op, readsOf } from "../support/cases";
import { factsOf } from "../support/compact";

const root = temporaryFolder("ovs-setup");
const modules = join(root, "etc/modules-load.d/pulumi-ovs-s.conf");
const sudoers = join(root, "etc/sudoers.d/pulumi-ovs-s");
const bin = join(root, "bin");

/** The text with all paths below the temporary folder. */
const here = (text: string): string => text.replaceAll(/(?<![\w./}])\/etc\//g, `${root}/etc/`);

/** Runs a call, without SUDO_USER, as a connection of root does, unless `env` has it. */
function run({ argv: [program = "", ...args], stdin = "" }: Call, env: NodeJS.ProcessEnv = {}) {
	const cwd = root;
	const { status, stdout, stderr } = spawnSync(program, args.map(here), {
		input: stdin,
		encoding: "utf8",
		cwd,
		env: { PATH: `${bin}:${process.env.PATH}`, ...env },
	});
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

test("docs/hosts.md prints the file of sudo as a HostSetup writes it", () => {
	const inputs = { name: "setup", packages: [], sudoers: { user: "ops" } };
	const operation = { ...op("HostSetup", inputs), owner: "net/prod" };
	const { steps } = plan(operation, factsOf(readsOf(operation, {}), {}));
	const texts = steps.flatMap((one) =>
		one.tool === "setup-file" && one.op === "write" && one.sort === "sudoers" ? [one.text] : [],
	);
	expect(texts).toHaveLength(1);
	const page = readFileSync(join(__dirname, "../../../docs/hosts.md"), "utf8");
	expect(page).toContain(`\`\`\`text\n${texts[0]}\`\`\`\n`);
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

describe("the rule of sudo by which a connection of user ops may have become root", () => {
	const rule = "ops ALL=(root) NOPASSWD: ALL\n";
	const guest = "guest ALL=(root) NOPASSWD: ALL\n";
	const own = join(root, "own");
	const remove = (keeps: boolean): SetupFileStep =>
		({ ...step("remove", "sudoers"), ...(keeps ? { keepsAccess: true } : {}) }) as SetupFileStep;

	/** Runs a step as that connection, with these programs alone in PATH; a program with a text is replaced. */
	function asOps(one: SetupFileStep, programs: Record<string, string>): string {
		rmSync(own, { recursive: true, force: true });
		mkdirSync(own);
		for (const name of ["sh", "cat", "tr", "sed", "mv", "rm", "cp", "grep"])
			symlinkSync(spawnSync("which", [name], { encoding: "utf8" }).stdout.trim(), join(own, name));
		for (const [name, text] of Object.entries({ visudo: "exit 0", ...programs }))
			writeFileSync(join(own, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
		const call = setupFiles.call([one]);
		const { code, stdout, stderr } = run(call, { PATH: own, SUDO_USER: "ops" });
		const said = { code, stdout: "", stderr: `${stdout}${stderr}`.trim() };
		return code === 0 ? "ok" : (setupFiles.refusal?.(said, call).text ?? "");
	}

	beforeEach(() => {
		mkdirSync(join(root, "etc/sudoers.d"));
		writeFileSync(join(root, "etc/sudoers"), `@includedir ${root}/etc/sudoers.d\n`);
		writeFileSync(sudoers, rule);
	});
	afterEach(() => expect(readdirSync(join(root, "etc/sudoers.d")).filter((name) => name.startsWith("."))).toEqual([]));
	const text = () => (existsSync(sudoers) ? readFileSync(sudoers, "utf8") : "none");

	/** The programs of hosts on which it can't be checked whether ops becomes root. */
	const unchecked: [string, Record<string, string>][] = [
		["without runuser", { sudo: "exit 0" }],
		["without sudo", { runuser: 'shift 3; exec "$@"' }],
		["without both", {}],
		["with a rule for other commands only", { runuser: "exit 1", sudo: "exit 0" }],
	];

	describe.each(unchecked)("on a host %s", (_, programs) => {
		test("stays at destroy, and is not removed or replaced by an update", () => {
			expect(asOps(remove(true), programs)).toBe("ok");
			expect(text()).toBe(rule);
			const refused = /^sudoers: it can't be checked whether user ops, .* Log in as root, and run again$/;
			expect(asOps(remove(false), programs)).toMatch(refused);
			expect(asOps(step("write", "sudoers", guest), programs)).toMatch(refused);
			expect(text()).toBe(rule);
		});

		test("is repaired, and made where there was none", () => {
			writeFileSync(sudoers, "# changed\n");
			expect(asOps(step("write", "sudoers", rule), programs)).toBe("ok");
			expect(text()).toBe(rule);
			rmSync(sudoers);
			expect(asOps(step("write", "sudoers", guest), programs)).toBe("ok");
			expect(text()).toBe(guest);
		});
	});

	test("stays where ops becomes root only by it, and goes where not", () => {
		const only = { runuser: `grep -q ops ${sudoers} 2>/dev/null` };
		expect(asOps(remove(true), only)).toBe("ok");
		expect(asOps(remove(false), only)).toMatch(/^sudoers: user ops, with which this connection logs in, becomes root only by/);
		expect(asOps(step("write", "sudoers", guest), only)).toMatch(/^sudoers: user ops, with which/);
		expect(text()).toBe(rule);
		expect(asOps(remove(true), { runuser: "exit 0" })).toBe("ok");
		expect(text()).toBe("none");
	});
});
