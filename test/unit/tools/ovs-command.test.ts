import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, readCall, readingCalls } from "../../../provider/model/fact";
import type { Call } from "../../../provider/tools/call";
import type { Fact, Step } from "../../../provider/tools/list";
import { callOf, grouped, results, script } from "../../../provider/tools/script";
import { temporaryFolder } from "../../support/temporary";
import { caseKinds, caseNames, caseOf, kindNamed, outcome } from "../support/cases";

const folder = temporaryFolder("ovs-command");
const log = join(folder, "log");

// On RHEL, sh is bash. Unlike dash, it reads a script byte by byte, so that a command of the script can read the rest of it.
/** `enter` reads its standard input to the end, as `docker exec -i` does. The other tools read none. */
beforeAll(() => {
	mkdirSync(join(folder, "bin"));
	mkdirSync(join(folder, "ovs"));
	symlinkSync("/bin/bash", join(folder, "bin/sh"));
	const stub = (name: string, text: string) => writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
	const noted = 'printf "%s\\n" "$*" | tr "\\n" " "; echo';
	for (const tool of ["ip", "nft", "sysctl"]) stub(`bin/${tool}`, `{ echo ${tool}; ${noted}; } >>${log}`);
	for (const tool of ["ovs-vsctl", "ovs-ofctl"])
		stub(`ovs/${tool}`, `{ echo ${tool}; ${noted}; case "$*" in *" -") cat ;; esac; } >>${log}`);
	stub(
		"bin/enter",
		`text=$(cat); shift; { echo "$1"; shift; ${noted}; case "$*" in *" -") printf "%s\\n" "$text" ;; esac; } >>${log}`,
	);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The tools that calls start, with their words, and the status of each call. */
function started(changes: Call[], reads: Call[], ovsCommand?: string[]) {
	writeFileSync(log, "");
	const path = ovsCommand ? `${folder}/bin` : `${folder}/bin:${folder}/ovs`;
	const input = script(changes, reads, "MARK", ovsCommand).replace(/ PATH=.*/, ` PATH=${path}:/usr/bin:/bin`);
	const { stdout, stderr } = spawnSync("/bin/sh", ["-s"], { input, encoding: "utf8", maxBuffer: 1 << 26 });
	const codes = results(stdout, stderr, changes.length + reads.length, "MARK").map(({ code }) => code);
	return { codes, log: readFileSync(log, "utf8").split("\n") };
}

const command = ["enter", "-i", "{tool}"];
const usingOvs = ["ovs", "ofctl", "flow-object", "flood", "fail-mode", "uplink"];

/** The calls of all golden cases, by the tool that makes them. */
function callsOfCases(): Map<string, Call[]> {
	const all = new Map<string, Call[]>();
	for (const type of caseKinds())
		for (const name of caseNames(type)) {
			const golden = caseOf(type, name);
			if (!golden.commands) continue;
			for (const group of grouped(outcome(kindNamed(type), golden).plan().steps as Step[])) {
				// A secret is refused with ovsCommand by its check. Here, the host has no database for it.
				const { precheck: _, ...call } = callOf(group);
				all.set(call.tool ?? "", [...(all.get(call.tool ?? "") ?? []), call]);
			}
		}
	return all;
}

const byTool = callsOfCases();

test.each(usingOvs)("%s: with ovsCommand the same tools are started with the same words", (tool) => {
	const all = byTool.get(tool) ?? [];
	expect(all.length).toBeGreaterThan(0);
	const plain = started(all, []);
	expect(plain.log.length).toBeGreaterThan(all.length);
	expect(started(all, [], command)).toEqual(plain);
});

const reads: Fact[] = [
	{ read: "ovs" },
	{ read: "ovs-rows", names: ["p1"] },
	{ read: "flows", bridge: "br0", table: 0 },
	{ read: "flows-rendered", bridge: "br0", text: "table=0,actions=drop\n" },
];

test("with ovsCommand reads start the same tools with the same words", () => {
	// The facts of one bridge are read by one call, which gets the flows to render on its standard input.
	for (const all of [reads.map(readCall), readingCalls(reads).map(({ call }) => call)]) {
		const plain = started([], all);
		expect(plain.log.length).toBeGreaterThan(all.length);
		expect(started([], all, command)).toEqual(plain);
	}
});

test("no other tool starts one of Open vSwitch", () => {
	const others = [...byTool].filter(([tool]) => !usingOvs.includes(tool)).flatMap(([, all]) => all);
	expect(others.length).toBeGreaterThan(100);
	expect(started(others, [], command).log.filter((line) => line.startsWith("ovs-"))).toEqual([]);
});

test("the name of a tool can be a part of a word", () => {
	expect(script([{ argv: ["ovs-vsctl", "show"] }], [], "MARK", ["microovn.{tool}"])).toContain("said=$(microovn.ovs-vsctl show ");
});

test("files of this host say nothing about an Open vSwitch in a container", () => {
	const input = script([], [readCall({ read: "ovs" })], "MARK", command).replace(/ PATH=.*/, ` PATH=${folder}/bin:/usr/bin:/bin`);
	const { stdout, stderr } = spawnSync("/bin/sh", ["-s"], { input, encoding: "utf8" });
	expect(results(stdout, stderr, 1, "MARK")[0]?.stdout).toBe("unknown\n");
});

test("a missing tool is answered with the field, a missing command with its name", () => {
	const said = (stderr: string) => parse({ read: "ovs" }, { stdout: "", stderr, code: 127 });
	expect(said("sh: 1: ovs-vsctl: not found")).toMatchObject({
		reason: expect.stringContaining("If Open vSwitch is in a container or a snap, set ovsCommand in the connection"),
	});
	expect(said("sh: 5: exec: docker: not found")).toMatchObject({ reason: expect.stringMatching(/^docker is not installed/) });
});
