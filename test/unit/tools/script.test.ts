import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { quote } from "../../../provider/base/shell-quote";
import { parse, readCall } from "../../../provider/model/fact";
import { type Call, phases } from "../../../provider/tools/call";
import type { Fact, Step } from "../../../provider/tools/list";
import type { Probe } from "../../../provider/tools/probe";
import { calls, results, script } from "../../../provider/tools/script";
import { Unreadable } from "../../../provider/tools/tool";
import { withEachShell } from "../support/host-shells";

const mark = "M4rk";
const say = (text: string, code = 0): Call => ({ argv: ["sh", "-c", `printf %s "$1"; exit ${code}`, "say", text] });

function run(changes: Call[], reads: Call[], shell = ["sh"]) {
	const input = script(changes, reads, mark);
	const [program = "", ...options] = shell;
	const { stdout, stderr, status } = spawnSync(program, [...options, "-s"], {
		input,
		encoding: "utf8",
		maxBuffer: 1 << 26,
		env: process.env,
	});
	return { all: results(stdout, stderr, changes.length + reads.length, mark), status };
}

withEachShell(() => {
	test("each call's output and status come back", () => {
		const { all, status } = run([say("one\n")], [say("two", 3), say("")]);
		expect(all).toEqual([
			{ stdout: "", stderr: "one", code: 0 },
			{ stdout: "two", stderr: "", code: 3 },
			{ stdout: "", stderr: "", code: 0 },
		]);
		expect(status).toBe(0);
	});

	test("a change that fails stops the changes after it, and reads still run", () => {
		const { all } = run([say("a"), say("b", 7), say("c"), say("d")], [say("e")]);
		expect(all.map((r) => [r.stdout || r.stderr, r.code])).toEqual([
			["a", 0],
			["b", 7],
			["", undefined],
			["", undefined],
			["e", 0],
		]);
	});

	test("no change is made if the check of one of them fails, and that one has failed", () => {
		const checked = (text: string, code: number): Call => ({ ...say(text), precheck: say(`check ${text}`, code) });
		const failed = run([say("a"), checked("b", 0), checked("c", 3), checked("d", 4)], [say("e")]);
		expect(failed.all.map((r) => [r.stdout || r.stderr, r.code])).toEqual([
			...[
				["", undefined],
				["", undefined],
			],
			["check c", 3],
			["", undefined],
			["e", 0],
		]);
		const made = run([say("a"), checked("b", 0)], []);
		expect(made.all.map((r) => [r.stderr, r.code])).toEqual([
			["a", 0],
			["b", 0],
		]);
	});

	test("standard error is separated by call too", () => {
		const complain = (text: string): Call => ({ argv: ["sh", "-c", `echo "${text}" >&2; exit 1`] });
		expect(run([], [complain("first"), say("x"), complain("third")]).all.map((r) => r.stderr)).toEqual(["first", "", "third"]);
	});

	test("a row that two resources delete is deleted once", () => {
		const gone = (table: "QoS" | "Queue", name: string): Step => ({ tool: "ovs", phase: "root-rows", op: "delete", table, name });
		const [call] = calls([gone("QoS", "a"), gone("Queue", "b"), gone("QoS", "a"), gone("Queue", "b"), gone("QoS", "c")]);
		expect(call?.argv.slice(2).join(" ")).toBe(
			"-- --if-exists destroy QoS a -- --if-exists destroy Queue b -- --if-exists destroy QoS c",
		);
	});

	test("a call that reads its standard input does not eat the script", () => {
		const { all } = run([{ argv: ["cat"] }], [{ argv: ["cat"] }, say("still here")]);
		expect(all.map((r) => r.stdout)).toEqual(["", "", "still here"]);
	});

	// On RHEL, sh is bash.
	test.each([[["sh"]], [["bash", "--posix"]]])(
		"%j: standard input arrives unchanged, also lines like its end or like shell",
		(shell) => {
			const stdin = "END0\nEND0_\n$(id) `id` $HOME \\ 'x\" \n)\ncase x in y) ;;\nEND\nEND1\n";
			const cat: Call = { argv: ["cat"], stdin };
			const { all } = run([cat], [cat, { argv: ["cat"], stdin: "no newline at its end" }], shell);
			expect(all.map((r) => r.stdout)).toEqual(["", stdin, "no newline at its end\n"]);
			expect(all[0]?.stderr).toBe(stdin.trim());
		},
	);

	test("a line that follows a call runs whether or not the call fails, and its output and status do not count", () => {
		const followed = (text: string, code: number): Call => ({ ...say(text, code), afterwards: "echo noise; cat; false" });
		const { all } = run([followed("a", 0), followed("b", 3)], [say("c")]);
		expect(all.map((r) => [r.stdout || r.stderr, r.code])).toEqual([
			["a", 0],
			["b", 3],
			["c", 0],
		]);
	});

	test("a script that creates devices in the host's own namespace waits until udev has set their MAC addresses", () => {
		const add: Step = { tool: "ip", phase: "links", netns: "", args: ["link", "add", "dev", "d1", "type", "dummy"] };
		const others: Step[] = [
			{ ...add, netns: "blue" },
			{ ...add, phase: "settings", args: ["link", "set", "dev", "d1", "up"] },
		];
		expect(calls([add, ...others]).map(({ argv, afterwards }) => [argv.join(" "), afterwards])).toEqual([
			["ip -batch -", "[ ! -e /run/udev/control ] || udevadm settle --timeout=5"],
			["ip -n blue -batch -", undefined],
			["ip -batch -", undefined],
		]);
	});

	test("a line that precedes a call runs first, and its output and status do not count", () => {
		const argv = ["sh", "-c", 'printf %s "$before"; cat'];
		const { all } = run([{ argv, stdin: "in", beforehand: "export before=first; echo noise; cat; false" }], []);
		expect(all.map((r) => [r.stderr, r.code])).toEqual([["firstin", 0]]);
	});

	test("a parameter of a device in the host's own namespace is set when udev has set those of sysctl.d", () => {
		const settings: [netns: string, key: string][] = [
			["", "net/ipv4/conf/d1/rp_filter"],
			["", "net/ipv4/ip_forward"],
			["blue", "net/ipv4/conf/d1/rp_filter"],
		];
		const waits = (some: typeof settings) =>
			calls(some.map(([netns, key]): Step => ({ tool: "sysctl", phase: "sysctl", netns, key, value: "1" }))).map(
				({ beforehand }) => beforehand,
			);
		expect(settings.map((one) => waits([one]))).toEqual([
			["[ ! -e /run/udev/control ] || udevadm settle --timeout=5"],
			[undefined],
			[undefined],
		]);
		expect(waits(settings)).toEqual(["[ ! -e /run/udev/control ] || udevadm settle --timeout=5", undefined]);
	});

	test("a batch of a megabyte arrives", () => {
		const stdin = `${Array.from({ length: 25_000 }, (_, i) => `addr add 10.${i % 250}.${i % 240}.1/24 dev some-device-${i}`).join("\n")}\n`;
		expect(run([{ argv: ["cat"], stdin }], []).all[0]?.stderr).toBe(stdin.trim());
		expect(stdin.length).toBeGreaterThan(1_000_000);
	});

	test("a missing tool is status 127", () => {
		expect(run([], [{ argv: ["no-such-tool-here"] }]).all[0]).toMatchObject({ code: 127 });
	});

	describe("programs that are missing inside of scripts", () => {
		const flows: Fact = { read: "flows-rendered", bridge: "br0", text: "table=0,actions=drop\n" };
		const ovs: Fact = { read: "ovs" };
		const routes: Fact = { read: "routes", netns: "" };
		const probe = (more: Partial<Probe>): Fact => ({
			read: "probe",
			probe: { netns: "", to: "192.0.2.1", protocol: "icmp", retries: 3, timeout: 1, ...more },
		});

		test.each<[string, Fact]>([
			["ovs-ofctl", flows],
			["ovs-vsctl", ovs],
			["ip", routes],
			["ping", probe({})],
			["nc", probe({ protocol: "tcp", port: 80 })],
			["ip", probe({ netns: "blue" })],
			["ip", probe({ vrf: "red" })],
		])("%s: it is named, at once", (program, fact) => {
			const { argv, stdin = "" } = readCall(fact);
			const started = performance.now();
			const done = spawnSync("/bin/sh", argv.slice(1), { input: stdin, encoding: "utf8", env: { PATH: "/nowhere" } });
			expect(performance.now() - started).toBeLessThan(1000);
			const reading = { stdout: done.stdout, stderr: done.stderr, code: done.status ?? 0 };
			const value = parse(fact, reading);
			expect(value).toBeInstanceOf(Unreadable);
			expect((value as Unreadable).reason).toMatch(new RegExp(`^${program} is not installed on this host: apt install `));
		});

		test("ping in a namespace, where ip is there", () => {
			const folder = mkdtempSync(join(tmpdir(), "bin-"));
			writeFileSync(join(folder, "ip"), '#!/bin/sh\necho "exec of \\"$4\\" failed: No such file or directory" >&2; exit 1\n', {
				mode: 0o755,
			});
			for (const tool of ["sh", "sleep", "tail"]) symlinkSync(`/bin/${tool}`, join(folder, tool));
			const fact = probe({ netns: "blue" });
			const done = spawnSync("/bin/sh", readCall(fact).argv.slice(1), { encoding: "utf8", env: { PATH: folder } });
			rmSync(folder, { recursive: true });
			const value = parse(fact, { stdout: done.stdout, stderr: done.stderr, code: done.status ?? 0 });
			expect((value as Unreadable).reason).toContain("ping is not installed on this host: apt install iputils-ping");
		});
	});

	test("text like a mark, of another script or in the middle of a line, is output", () => {
		const text = `before ${mark} 0 0\n\nother 0 0\n`;
		expect(run([], [say(text)]).all[0]).toEqual({ stdout: text, stderr: "", code: 0 });
	});

	test("a script that ended early leaves the rest without a status", () => {
		const all = results(`\n${mark} start 0\none\n\n${mark} 0 0\nhalf of tw`, "", 3, mark);
		expect(all).toEqual([
			{ stdout: "one\n", stderr: "", code: 0 },
			{ stdout: "", stderr: "", code: undefined },
			{ stdout: "", stderr: "", code: undefined },
		]);
	});

	test("what the host's login scripts print before a script is no output of its first call", () => {
		const noise = 'echo "Welcome"; echo "{ not JSON"; echo "last login: never" >&2\n';
		const input = `${noise}${script([], [say("first"), say("second")], mark)}`;
		const { stdout, stderr } = spawnSync("sh", ["-s"], { input, encoding: "utf8", env: process.env });
		expect(stdout).toContain("Welcome");
		expect(results(stdout, stderr, 2, mark)).toEqual(["first", "second"].map((text) => ({ stdout: text, stderr: "", code: 0 })));
	});

	test("a script runs to its end although nobody reads its output any more, and its terminal hangs up", async () => {
		const folder = mkdtempSync(join(tmpdir(), "script-"));
		const goOn = join(folder, "go-on");
		const done = join(folder, "done");
		const wait: Call = { argv: ["sh", "-c", `until [ -e ${goOn} ]; do sleep 0.05; done; echo unread; echo unread >&2`] };
		const child = spawn("sh", ["-s"], { stdio: ["pipe", "pipe", "pipe"], env: process.env });
		const ended = new Promise((resolve) => child.on("exit", resolve));
		child.stdin.end(script([wait, say("text"), { argv: ["touch", done] }], [say("more")], mark));
		await new Promise((resolve) => child.stdout.once("data", resolve));
		child.stdout.destroy();
		child.stderr.destroy();
		child.kill("SIGHUP");
		writeFileSync(goOn, "");
		await ended;
		expect(existsSync(done)).toBe(true);
		rmSync(folder, { recursive: true });
	});
});

test("a stream cut within a mark is no status", () => {
	expect(results(`\n${mark} start 0\none\n\n${mark} 0`, "", 1, mark)[0]?.code).toBeUndefined();
});

test("any word is one word for the shell", () => {
	const word = fc.string({ unit: fc.constantFrom(..."ab'\"\\$`(){}[]<>|&!?*#~;= \n\t☃-"), maxLength: 20 });
	fc.assert(
		fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
			const input = `printf '%s\\0' ${words.map(quote).join(" ")}`;
			expect(spawnSync("sh", ["-s"], { input, encoding: "utf8", env: process.env }).stdout).toBe(
				words.map((w) => `${w}\0`).join(""),
			);
		}),
		{ numRuns: 25 },
	);
});

describe("steps become calls", () => {
	const ip = (phase: "links" | "settings" | "delete-links", netns: string, ...args: string[]): Step => ({
		...{ tool: "ip", phase, netns, args },
	});

	test("one call per phase, tool and namespace, in the order of phases", () => {
		const all = calls([
			ip("settings", "", "a"),
			ip("links", "blue", "b"),
			ip("delete-links", "", "c"),
			ip("links", "", "d"),
			ip("links", "blue", "e"),
			{ tool: "ovs", phase: "rows", op: "insert", table: "Bridge", name: "br0" },
			{ tool: "sysctl", phase: "sysctl", netns: "", key: "net/x", value: "1" },
		]);
		expect(all.map((c) => [c.argv[0], c.argv[1], c.stdin])).toEqual([
			["ip", "-batch", "c\n"],
			["ip", "-n", "b\ne\n"],
			["ip", "-batch", "d\n"],
			["ovs-vsctl", "--timeout=30", undefined],
			["ip", "-batch", "a\n"],
			["sysctl", "-q", "net/x=1\n"],
		]);
	});

	test("deletes come before creates, and the journal's entries before both", () => {
		const at = (p: (typeof phases)[number]) => phases.indexOf(p);
		expect(at("journal")).toBe(0);
		expect(at("delete-rows")).toBeLessThan(at("delete-links"));
		expect(at("delete-links")).toBeLessThan(at("delete-namespaces"));
		expect(at("namespaces")).toBeLessThan(at("links"));
		expect(at("links")).toBeLessThan(at("rows"));
		expect(at("rows")).toBeLessThan(at("moves"));
		expect(at("moves")).toBeLessThan(at("settings"));
	});

	test("rows of one transaction: ports are deleted, bridges and ports created, columns set", () => {
		const rows = { tool: "ovs", phase: "rows" } as const;
		const [call] = calls([
			{ ...rows, op: "set", table: "Port", name: "p1", columns: { tag: 5 } },
			{ ...rows, op: "insert", table: "Port", name: "p1", bridge: "br0", interfaces: ["p1"] },
			{ ...rows, op: "insert", table: "Bridge", name: "br0" },
			{ ...rows, op: "delete", table: "Port", name: "p0" },
		]);
		expect(call?.argv.join(" ")).toBe(
			"ovs-vsctl --timeout=30 -- --if-exists del-port p0 -- add-br br0 -- add-port br0 p1 -- set Port p1 tag=5",
		);
	});

	test("values of parameters are not in a command line", () => {
		const set = (key: string, value: string, netns = ""): Step => ({ tool: "sysctl", phase: "sysctl", netns, key, value });
		expect(calls([set("net/a", "1 2"), set("net/b", "x"), set("net/a", "3", "blue")])).toEqual([
			{ argv: ["sysctl", "-q", "-p", "-"], stdin: "net/a=1 2\nnet/b=x\n", tool: "sysctl" },
			{ argv: ["ip", "netns", "exec", "blue", "sysctl", "-q", "-p", "-"], stdin: "net/a=3\n", tool: "sysctl" },
		]);
	});

	test("a word that ip's batch can't hold is refused, not mangled", () => {
		for (const word of ['a"b', "a#b", "a\nb", "a\\"])
			expect(() => calls([ip("settings", "", "link", "set", word)])).toThrow(
				"contains characters that ip's batch input can't have",
			);
		expect(calls([ip("settings", "", "link", "set", "it's a b")])[0]?.stdin).toBe('link set "it\'s a b"\n');
	});
});
