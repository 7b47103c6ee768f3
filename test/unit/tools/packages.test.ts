import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import { packages } from "../../../provider/tools/packages";
import { temporaryFolder } from "../../support/temporary";

const root = temporaryFolder("ovs-packages");

/** The commands of apt-get of this test, without options. Each call takes the next line of `answers`: `status text`. */
const aptGet = `#!/bin/sh
for word; do case $word in update | install | -s) verb="$verb$word " ;; -o | -* | Dpkg*) ;; *) verb="$verb$word " ;; esac; done
echo "$verb" >>${root}/calls
[ "$DEBIAN_FRONTEND$NEEDRESTART_SUSPEND" = noninteractive1 ] || echo "E: asks questions"
read -r code text <${root}/answers || code=0
sed -i 1d ${root}/answers
printf '%b\\n' "$text"
exit $code
`;

function program(name: string, text: string): void {
	writeFileSync(join(root, "bin", name), text, { mode: 0o755 });
}

beforeEach(() => {
	rmSync(root, { recursive: true, force: true });
	mkdirSync(join(root, "bin"), { recursive: true });
	program("apt-get", aptGet);
	program("sleep", `#!/bin/sh\necho "sleep $1" >>${root}/calls\n`);
});

/** Installs packages with these answers of apt-get. */
function install(answers: string[], names = ["new"]) {
	writeFileSync(join(root, "answers"), answers.map((line) => `${line}\n`).join(""));
	writeFileSync(join(root, "calls"), "");
	const { argv } = packages.call([{ tool: "packages", phase: "packages", names }]);
	const env = { PATH: `${join(root, "bin")}:${process.env.PATH}`, TMPDIR: root };
	const { status, stdout, stderr } = spawnSync(argv[0] as string, argv.slice(1), { encoding: "utf8", env });
	const result = { code: status ?? -1, stdout: "", stderr: `${stdout}${stderr}`.trim() };
	const calls = readFileSync(join(root, "calls"), "utf8").trim().split("\n");
	return {
		calls: calls.map((line) => line.trim()),
		said: result.code === 0 ? "" : packages.refusal?.(result, { argv }).text,
	};
}

const unknown = "100 E: Unable to locate package new";
const locked = "100 E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (unattended-upgr)";

test("what is known is installed without an update", () => {
	expect(install([], ["a", "b"])).toEqual({ calls: ["-s install a b", "install a b"], said: "" });
});

test("the lists are brought up to date for an unknown package, and for one that is not there any more", () => {
	expect(install([unknown])).toEqual({
		calls: ["-s install new", "update", "-s install new", "install new"],
		said: "",
	});
	expect(install(["0", "100 E: Failed to fetch http://x/new.deb  404  Not Found\\nE: Unable to fetch some archives"])).toEqual({
		calls: ["-s install new", "install new", "update", "-s install new", "install new"],
		said: "",
	});
});

test("a package that is not known after the update is named", () => {
	const { calls, said } = install([unknown, "0", unknown]);
	expect(calls).toEqual(["-s install new", "update", "-s install new"]);
	expect(said).toBe(
		"packages: apt knows no package new, also after apt-get update: correct the name, or add the source that has it",
	);
});

test("the installation waits for the lock of dpkg, and not longer than the limit", () => {
	const tried = ["-s install new", "install new"];
	expect(install(["0", locked, "0", locked]).calls).toEqual([...tried, "sleep 2", ...tried, "sleep 2", ...tried]);
	const { calls, said } = install(Array.from({ length: 500 }, () => ["0", locked]).flat());
	expect(calls.filter((line) => line === "sleep 2")).toHaveLength(150);
	expect(said).toMatch(
		/^packages: another program uses apt on this host, and has not ended within 300 s \(E: Could not get lock .*process 7/,
	);
});

test("Open vSwitch that is installed is never upgraded, while other packages may be", () => {
	const { calls, said } = install(["0 Inst openvswitch-switch [3.1.0-2] (3.1.0-2+deb12u1 Debian)\\nInst new (1.0 lab)"]);
	expect(calls).toEqual(["-s install new"]);
	expect(said).toBe(
		"packages: apt would upgrade openvswitch-switch, which is installed, and that may stop the traffic of Open vSwitch: upgrade it by hand, then run again",
	);
	expect(install(["0 Inst libc6 [2.36] (2.37 lab)\\nInst openvswitch-switch (3.1.0-2 Debian)"]).said).toBe("");
});

test.each([
	["a version that can't be downloaded", ["0", "100 E: Failed to fetch http://x/new.deb  404  Not Found", "0"], ["update"]],
	["an unknown package", [unknown, "0"], ["update"]],
	["a wait for the lock", ["0", locked], ["sleep 2"]],
	["a wait for the lock of the lists", [unknown, locked, "0"], ["update", "sleep 2", "update"]],
])("after %s, no upgrade of Open vSwitch slips in", (_, answers, between) => {
	const { calls, said } = install([...answers, "0 Inst openvswitch-switch [3.1.0-2] (3.1.0-3 Debian)"]);
	expect(calls.slice(-1 - between.length)).toEqual([...between, "-s install new"]);
	expect(said).toMatch(/^packages: apt would upgrade openvswitch-switch, which is installed/);
});

test("other failures are told in the words of apt, with what is installed all the same", () => {
	expect(install(["100 E: Packages need to be removed but remove is disabled."]).said).toBe(
		"packages: E: Packages need to be removed but remove is disabled.",
	);
	expect(install(["0", "100 Setting up good (1.0) ...\\nE: Sub-process /usr/bin/dpkg returned an error code (1)"]).said).toBe(
		"packages: E: Sub-process /usr/bin/dpkg returned an error code (1). These packages are installed now and stay: good",
	);
	expect(install([unknown, "100 E: Failed to fetch http://x/  Could not resolve 'x'"]).said).toMatch(
		/^packages: this host can't download them \(E: Failed to fetch/,
	);
});

describe("the state of a package", () => {
	const of = (stdout: string) =>
		Facts.of([
			[
				{ read: "package", name: "p" },
				{ stdout, stderr: "", code: 0 },
			],
		]).package("p");

	test.each([
		["p ii  1.0-1\n", { hasApt: true, version: "1.0-1" }],
		["p hi  1:2.0~rc1\n", { hasApt: true, version: "1:2.0~rc1" }],
		["p iiR 3\n", { hasApt: true, version: "3" }],
		["p iU  1.0-1\n", { hasApt: true }],
		["p iF  1.0-1\n", { hasApt: true }],
		["p rc  1.0-1\n", { hasApt: true }],
		["p un  \n", { hasApt: true }],
		["", { hasApt: true }],
		["pp ii  1.0-1\np ii  2\n", { hasApt: true, version: "2" }],
		["none\n", { hasApt: false }],
	])("%j", (printed, state) => expect(of(printed)).toEqual(state));

	test("is read on a host without apt", () => {
		const { argv } = readCall({ read: "package", name: "p" });
		const { stdout } = spawnSync("/bin/sh", argv.slice(1), { encoding: "utf8", env: { PATH: join(root, "none") } });
		expect(of(stdout)).toEqual({ hasApt: false });
	});
});
