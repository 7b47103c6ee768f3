import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../../provider/base/sha256";
import { readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import { type BootFileStep, type BootFiles, bootFiles } from "../../../provider/tools/boot-file";
import { runner, unit, unitFolder, unitName } from "../../../provider/tools/boot-runner";
import type { Call } from "../../../provider/tools/call";
import { bootFolder } from "../../../provider/tools/host-paths";
import { calls } from "../../../provider/tools/script";
import { probe } from "../../../provider/tools/writable";
import { temporaryFolder } from "../../support/temporary";

const root = temporaryFolder("ovs-boot");
const folder = join(root, bootFolder);
const units = join(root, unitFolder);
const wants = join(units, "multi-user.target.wants");

/** The call with all paths below the temporary folder. */
const here = (text: string): string => text.replaceAll(/(?<![\w./}])\/(?:etc|run|sys)\//g, (path) => `${root}${path}`);

function run({ argv: [program = "", ...args], stdin = "" }: Call, cwd = root) {
	const { status, stdout, stderr } = spawnSync(program, args.map(here), { input: here(stdin), encoding: "utf8", cwd });
	return { status, stdout, stderr };
}

const quiet = { status: 0, stdout: "", stderr: "" };
const write = (name: string, text: string): BootFileStep => ({ tool: "boot-file", phase: "boot", op: "write", name, text });
const remove = (name: string): BootFileStep => ({ tool: "boot-file", phase: "boot", op: "remove", name });
const carryOut = (...steps: BootFileStep[]) => calls(steps).map((call) => run(call));

function known(): BootFiles {
	const { status, stdout, stderr } = run(readCall({ read: "boot-files" }));
	// The texts on the disk have other paths.
	const sums = [runner, unit].reduce((text, own) => text.replaceAll(sha256(here(own)), sha256(own)), stdout);
	return Facts.of([[{ read: "boot-files" }, { stdout: sums, stderr, code: status ?? 1 }]]).bootFiles;
}

beforeEach(() => {
	rmSync(root, { recursive: true, force: true });
	mkdirSync(units, { recursive: true });
	mkdirSync(join(root, "run"));
});

test("a file is written with the program and its unit, and all of it goes with the last file", () => {
	expect(carryOut(write("30-Link_d1.11111111", "echo 'one'\n"), write("70-Rule_5.22222222", "cat <<'END'\nEND1\nEND\n"))).toEqual(
		[quiet],
	);
	expect(readFileSync(join(folder, "70-Rule_5.22222222"), "utf8")).toBe("cat <<'END'\nEND1\nEND\n");
	expect(readdirSync(folder).sort()).toEqual(["30-Link_d1.11111111", "70-Rule_5.22222222", "run"]);
	expect([...readdirSync(units), ...readdirSync(wants)]).toEqual(["multi-user.target.wants", unitName, unitName]);
	expect(readFileSync(join(wants, unitName), "utf8")).toContain("ExecStart=/bin/sh");
	expect(carryOut(remove("30-Link_d1.11111111"))).toEqual([quiet]);
	expect(existsSync(join(folder, "run"))).toBe(true);
	expect(carryOut(remove("70-Rule_5.22222222"))).toEqual([quiet]);
	expect([existsSync(join(root, "etc/pulumi-ovs")), readdirSync(units), readdirSync(wants)]).toEqual([
		false,
		["multi-user.target.wants"],
		[],
	]);
	expect(carryOut(remove("70-Rule_5.22222222"))).toEqual([quiet]);
});

test("only the owner can read the files and their folder", () => {
	carryOut(write("30-Link_d1.11111111", "x\n"));
	const modes = [folder, join(folder, "30-Link_d1.11111111"), join(folder, "run")].map((path) => statSync(path).mode & 0o777);
	expect(modes).toEqual([0o700, 0o600, 0o600]);
});

test("what is left of a check that was killed goes with the next write, and with the last file", () => {
	carryOut(write("30-Link_d1.11111111", "x\n"));
	writeFileSync(join(folder, probe), "");
	carryOut(write("30-Link_d1.11111111", "y\n"));
	expect(readdirSync(folder).sort()).toEqual(["30-Link_d1.11111111", "run"]);
	for (const place of [folder, join(folder, "..")]) writeFileSync(join(place, probe), "");
	carryOut(remove("30-Link_d1.11111111"));
	expect(existsSync(join(root, "etc/pulumi-ovs"))).toBe(false);
});

test("a file that is not complete is never run, and the next write removes it", () => {
	carryOut(write("30-Link_d1.11111111", "x\n"));
	const [call] = calls([write("30-Link_d1.11111111", "y\n")]);
	const full = here(call?.stdin ?? "").replace(/^mv .*$/m, "exit 1");
	expect(spawnSync("sh", ["-s"], { input: full, cwd: root }).status).toBe(1);
	expect(readFileSync(join(folder, "30-Link_d1.11111111"), "utf8")).toBe("x\n");
	const half = readdirSync(folder).filter((name) => !["30-Link_d1.11111111", "run"].includes(name));
	expect(half).toEqual([".new-30-Link_d1.11111111"]);
	expect([...known().sums.keys()]).toEqual(["30-Link_d1.11111111"]);
	carryOut(write("70-Rule_5.22222222", "x\n"));
	expect(readdirSync(folder).sort()).toEqual(["30-Link_d1.11111111", "70-Rule_5.22222222", "run"]);
	writeFileSync(join(folder, ".new-run"), "");
	carryOut(remove("30-Link_d1.11111111"), remove("70-Rule_5.22222222"));
	expect(existsSync(folder)).toBe(false);
});

test("the program and its unit are written, and systemd reads its units again, only where they differ", () => {
	const bin = join(root, "bin");
	mkdirSync(bin);
	mkdirSync(join(root, "run/systemd/system"), { recursive: true });
	writeFileSync(join(bin, "systemctl"), `#!/bin/sh\necho "$@" >>${root}/reloads\n`, { mode: 0o755 });
	const reloads = () => {
		rmSync(join(root, "reloads"), { force: true });
		const [call] = calls([write("30-Link_d1.11111111", "x\n")]);
		const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
		expect(spawnSync("sh", ["-s"], { input: here(call?.stdin ?? ""), env, encoding: "utf8", cwd: root })).toMatchObject(quiet);
		return existsSync(join(root, "reloads"));
	};
	const inodes = () => [join(folder, "run"), join(units, unitName)].map((path) => statSync(path).ino);
	expect(reloads()).toBe(true);
	const before = inodes();
	expect(reloads()).toBe(false);
	expect(inodes()).toEqual(before);
	for (const damage of [() => writeFileSync(join(units, unitName), ""), () => rmSync(join(wants, unitName))]) {
		damage();
		expect([reloads(), known().isRun]).toEqual([true, true]);
	}
	expect(readdirSync(units)).toEqual(["multi-user.target.wants", unitName]);
});

test("files of somebody else in the folder stay", () => {
	carryOut(write("30-Link_d1.11111111", "x\n"));
	writeFileSync(join(folder, "notes"), "");
	expect(carryOut(remove("30-Link_d1.11111111"))).toEqual([quiet]);
	expect(readdirSync(folder)).toEqual(["notes"]);
});

test("without the folder of systemd's units only the files are written", () => {
	rmSync(units, { recursive: true });
	carryOut(write("30-Link_d1.11111111", "x\n"));
	expect(existsSync(units)).toBe(false);
	expect(known().isRun).toBe(true);
});

test("no service waits for the unit, and it starts after what it needs", () => {
	expect(unit).not.toMatch(/^(?:Before|Wants|Requires)=/m);
	const after = /^After=(.*)$/m.exec(unit)?.[1]?.split(" ");
	expect(after).toEqual(
		expect.arrayContaining(["network.target", "openvswitch-switch.service", "nftables.service", "docker.service"]),
	);
	expect(unit).toContain("WantedBy=multi-user.target\n");
});

test("the sums of all files are read, and whether the program would run them", () => {
	expect(known()).toEqual({ sums: new Map(), isRun: false });
	carryOut(write("30-Link_d1.11111111", "x\n"));
	expect(known()).toEqual({ sums: new Map([["30-Link_d1.11111111", expect.stringMatching(/^[0-9a-f]{64}$/)]]), isRun: true });
	for (const file of [join(folder, "run"), join(units, unitName), join(wants, unitName)]) {
		rmSync(file);
		expect([file, known().isRun]).toEqual([file, false]);
		carryOut(write("30-Link_d1.11111111", "x\n"));
		expect(known().isRun).toBe(true);
	}
});

test("a newer version's program stays, and an older one's is replaced", () => {
	carryOut(write("30-Link_d1.11111111", "x\n"));
	const program = readFileSync(join(folder, "run"), "utf8");
	for (const [version, stays] of [
		[999, true],
		[0, false],
	] as const) {
		const other = program.replace(/^# version \d+$/m, `# version ${version}`);
		expect(other).not.toBe(program);
		writeFileSync(join(folder, "run"), other);
		expect(known().isRun).toBe(stays);
		carryOut(write("30-Link_d1.11111111", "x\n"));
		expect(readFileSync(join(folder, "run"), "utf8")).toBe(stays ? other : program);
		expect(known().isRun).toBe(true);
	}
});

test("a folder that can't be written is an error that says what to do", () => {
	writeFileSync(join(root, "etc/pulumi-ovs"), "");
	const [result] = carryOut(write("30-Link_d1.11111111", "x\n"));
	expect(result?.status).not.toBe(0);
	const refusal = bootFiles.refusal?.({ stdout: "", stderr: result?.stderr ?? "", code: 1 }, { argv: [] });
	expect(refusal?.text).toMatch(/^its boot file can't be changed in \/etc\/pulumi-ovs\/boot \(.*\): make \/etc writable/);
	const denied = bootFiles.refusal?.({ stdout: "", stderr: "mkdir: /etc/pulumi-ovs: Permission denied", code: 1 }, { argv: [] });
	expect(denied?.text).toContain("this needs root");
});

test("the way back restores the files of before", () => {
	carryOut(write("30-Link_d1.11111111", "one\n"));
	const steps = [write("30-Link_d1.11111111", "two\n"), write("30-Link_d2.22222222", "new\n")];
	const undo = bootFiles.undo(steps, { value: () => undefined });
	const saved = join(root, "run/saved");
	mkdirSync(saved);
	for (const { name, call } of undo.saves ?? []) writeFileSync(join(saved, name), run(call).stdout);
	carryOut(...steps);
	for (const { call } of undo.calls ?? []) expect(run(call, saved)).toEqual(quiet);
	expect(readdirSync(folder)).toEqual(["30-Link_d1.11111111", "run"]);
	expect(readFileSync(join(folder, "30-Link_d1.11111111"), "utf8")).toBe("one\n");
	carryOut(remove("30-Link_d1.11111111"));
	for (const { call } of undo.calls ?? []) expect(run(call, saved)).toEqual(quiet);
	expect(known()).toMatchObject({ isRun: true });
});

describe("the program that runs the files", () => {
	/** Devices are files, and `make NAME` is a tool that creates one. A device whose name begins with "never" is never created. */
	const devices = join(root, "sys/class/net");
	const bin = join(root, "bin");
	const log = join(root, "log");
	const tool = (name: string, script: string): void => {
		writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
		chmodSync(join(bin, name), 0o755);
	};

	beforeEach(() => {
		mkdirSync(devices, { recursive: true });
		mkdirSync(bin);
		tool(
			"make",
			`case $1 in never*) exit;; esac; [ ! -e ${devices}/$1 ] || { echo "RTNETLINK answers: File exists"; echo "Command failed -:1"; exit 1; }; : >${devices}/$1`,
		);
		tool("say", `echo "$@" >>${log}`);
		tool("modprobe", `echo "modprobe $2" >>${log}`);
		tool("ovs-vsctl", `case $4 in there) echo 3;; *) echo -1;; esac`);
		tool("ovs-ofctl", "exit 1");
	});

	function boot(files: Record<string, string>, wait = "0", changed = (text: string) => text) {
		carryOut(...Object.entries(files).map(([name, text]) => write(name, text)));
		const program = readFileSync(join(folder, "run"), "utf8");
		writeFileSync(join(folder, "run"), changed(program.replace("PATH=", `PATH=${bin}:`)));
		const env = { ...process.env, PULUMI_OVS_BOOT_WAIT: wait };
		const { status, stdout, stderr } = spawnSync("sh", [join(folder, "run")], { encoding: "utf8", env });
		return { status, stdout, stderr, said: existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [] };
	}

	test("runs them in the order of their names, and notes what they make in the journal", () => {
		const said = boot({
			"70-b.11111111": '# head\n# owned b%20demo {"id":"b","owner":"a  b\\\\"}\n# module vrf\nsay second\n',
			"30-a.22222222": "# head\nsay first\n",
		});
		expect(said).toEqual({ ...quiet, said: ["first", "modprobe vrf", "second"] });
		expect(readFileSync(join(root, "run/pulumi-ovs/owned/b%20demo"), "utf8")).toBe('{"id":"b","owner":"a  b\\\\"}\n');
	});

	test("lets a file wait for a device that a later one makes, and then runs all files again", () => {
		const said = boot(
			{
				"30-a.11111111": "# head\n# needs device b .\nsay a\n",
				"30-b.22222222": "# head\nmake b; say b\n",
			},
			"60",
		);
		expect(said).toEqual({ ...quiet, said: ["b", "a", "b"] });
	});

	test("waits for a device that something else makes", () => {
		tool("sleep", "make late");
		const said = boot({ "30-a.11111111": "# head\n# needs device late .\nsay a\n", "30-b.22222222": "# head\nsay b\n" }, "60");
		expect(said).toEqual({ ...quiet, said: ["b", "b", "a", "b"] });
	});

	test("skips a missing device, names it with its file, and does the rest", () => {
		const said = boot({
			"30-a.11111111": "# head\n# needs device never1 .\nsay a\necho 'Cannot find device \"never1\"' >&2\n",
			"40-b.22222222": "# head\n# needs port gone\nsay b\n",
			"40-c.33333333": "# head\n# needs bridge br0\nsay c\n",
			"40-d.44444444": "# head\n# needs port there\nsay d\n",
			"60-e.55555555": "# head\nsay e\n",
		});
		expect(said.status).toBe(1);
		expect(said.stderr.split("\n")).toEqual([
			"30-a.11111111: device never1 is not there: skipped",
			"40-b.22222222: port gone is not there: skipped",
			"40-c.33333333: bridge br0 is not there: skipped",
			"",
		]);
		expect(said.said).toEqual(["d", "e", "a", "d", "e"]);
	});

	test("reports a command that fails, once, and takes what is there already for made", () => {
		writeFileSync(join(devices, "b"), "");
		const said = boot({
			"30-a.11111111": "# head\necho 'no such thing' >&2; exit 1\n",
			"30-b.22222222": "# head\nmake b\nsay b\n",
		});
		expect(said).toMatchObject({ status: 1, stdout: "", stderr: "30-a.11111111: no such thing\n" });
		expect(said.said).toContain("b");
	});

	test("tries a command that fails until the time is over, and then runs all files again", () => {
		tool("sleep", `echo again >>${log}`);
		tool("checked", `[ $(grep -c again ${log}) -ge 7 ] || { echo "Error: Nexthop has invalid gateway."; exit 1; }`);
		const said = boot({ "30-b.22222222": "# head\nsay b\n", "60-a.11111111": "# head\nchecked && say done\n" }, "600");
		expect(said).toEqual({ ...quiet, said: ["b", "b", ...Array<string>(7).fill("again"), "done", "b", "done"] });
	});

	test("gives a command that fails up when the time is over", () => {
		tool("sleep", `echo again >>${log}; echo 1000 >${root}/uptime`);
		writeFileSync(join(root, "uptime"), "10.5 1\n");
		const said = boot({ "60-a.11111111": "# head\necho never; exit 1\n" }, "60", (text) =>
			text.replace("/proc/uptime", join(root, "uptime")),
		);
		expect(said).toEqual({ status: 1, stdout: "", stderr: "60-a.11111111: never\n", said: ["again"] });
	});

	test("asks a tool of Open vSwitch that does not answer once, with a limit", () => {
		tool("timeout", `echo "timeout $1 $2" >>${log}; shift; "$@"`);
		for (const [status, needs] of [
			[124, "bridge"],
			[142, "port"],
		] as const) {
			rmSync(log, { force: true });
			for (const name of ["ovs-ofctl", "ovs-vsctl"]) tool(name, `exit ${status}`);
			const files = Object.fromEntries(
				["90-a", "90-b", "90-c"].map((name) => [`${name}.1`, `# head\n# needs ${needs} ${name}\nsay x\n`]),
			);
			const said = boot(files);
			expect(said.stderr.split("\n")[2]).toBe(`90-c.1: ${needs} 90-c is not there: skipped`);
			expect(said.said).toEqual([`timeout 10 ${needs === "bridge" ? "ovs-ofctl" : "ovs-vsctl"}`]);
		}
	});

	test("takes all words of the kernel and of iproute2 about what is there for made", () => {
		const words = [
			"RTNETLINK answers: File exists",
			"Error: ipv4: Address already assigned.",
			"Error: ipv6: address already assigned.",
			"ioctl(TUNSETIFF): Device or resource busy",
		];
		const text = words.map((line) => `echo '${line}'; echo 'Command failed -:1'\n`).join("");
		expect(boot({ "30-a.11111111": `# head\n${text}` })).toMatchObject(quiet);
	});

	test("names the error and not the statement, which may hold a secret", () => {
		const said = boot({
			"70-a.11111111": "# head\necho 'RTNETLINK answers: Invalid argument'; echo 'secret one'\n",
			"80-b.22222222":
				"# head\necho '/dev/stdin:3:1-5: Error: Could not process rule: No such file or directory'; echo 'add rule secret two'; echo '^^^^'\n",
			"80-c.33333333": "# head\necho 'Warning: secret three'; echo 'Error: Unknown device type.'\n",
		});
		expect(said.stderr.split("\n")).toEqual([
			"70-a.11111111: RTNETLINK answers: Invalid argument",
			"80-b.22222222: /dev/stdin:3:1-5: Error: Could not process rule: No such file or directory",
			"80-c.33333333: Error: Unknown device type.",
			"",
		]);
	});

	test("leaves alone what is there without the mark of the file's owner", () => {
		tool(
			"ip",
			`[ "$1 $2" = "netns exec" ] || exit 1; shift 3; case "$*" in "test -e "*) exec test -e "$3.blue";; "cat "*) cat "\${2%/*}.blue/ifalias";; *) exec "$@";; esac`,
		);
		tool("nft", `[ -e "${root}/$5" ] || [ -e "${root}/$4" ] || exit 1; cat "${root}/$4"`);
		const listings = {
			"dump-groups": " group_id=7,type=all,bucket=actions=ALL\\n group_id=8,type=all,bucket=actions=ALL",
			"dump-meters": "meter=17 kbps bands=\\ntype=drop rate=1",
			"dump-tlv-map": "  0xffff      0x1        4          tun_metadata11",
		};
		tool(
			"ovs-ofctl",
			`case "$4 $5" in ${Object.entries(listings)
				.map(([command, text]) => `"${command} br0") printf '${text}\\n';; "${command} busy") exit 1;;`)
				.join("")} esac`,
		);
		const device = (name: string, alias: string) => {
			mkdirSync(join(devices, name));
			writeFileSync(join(devices, name, "ifalias"), alias === "" ? "" : `${alias}\n`);
		};
		device("d1", "");
		device("d2", "pulumi-ovs:demo/other");
		device("d3", "pulumi-ovs:demo/dev");
		device("d4.blue", "mine");
		device("d5.blue", "pulumi-ovs:demo/dev");
		mkdirSync(join(root, "run/netns"));
		mkdirSync(join(root, "run/pulumi-ovs/owned"), { recursive: true });
		for (const name of ["blue", "red"]) writeFileSync(join(root, "run/netns", name), "");
		writeFileSync(join(root, "run/pulumi-ovs/owned/red%20demo"), "");
		writeFileSync(join(root, "t1"), 'return comment "pulumi-ovs:demo/dev2"\n');
		writeFileSync(join(root, "t2"), 'return comment "pulumi-ovs:demo/dev"\n');
		const file = (created: string, more = "") =>
			`# head\n${more}# creates ${created}\n# mark pulumi-ovs:demo/dev\nsay ${created}\n`;
		const said = boot({
			"10-a.1": file("namespace . blue", "# owned blue%20demo {}\n"),
			"10-b.1": file("namespace . red", "# owned red%20demo {}\n"),
			"10-c.1": file("namespace . new", "# owned new%20demo {}\n"),
			"30-a.1": file("device . d1", "# owned d1%20demo {}\n"),
			"30-b.1": file("device . d2"),
			"30-c.1": file("device . d3"),
			"30-d.1": file("device blue d4"),
			"30-e.1": file("device blue d5"),
			"30-f.1": file("device blue d6"),
			"30-g.1": file("device . d7"),
			"80-a.1": file("table . inet t1"),
			"80-b.1": file("table blue inet t2"),
			"80-c.1": file("table . inet t3"),
			"90-a.1": file("group . br0 7", "# owned group7%20demo {}\n"),
			"90-b.1": file("group . br0 8", "# owned red%20demo {}\n"),
			"90-c.1": file("group . br1 7", "# owned 90-c.1%20demo {}\n"),
			"90-c.2": file("group . busy 7", "# owned 90-c.2%20demo {}\n"),
			"90-d.1": file("meter . br0 17", "# owned 90-d.1%20demo {}\n"),
			"90-e.1": file("meter . br0 7", "# owned 90-e.1%20demo {}\n"),
			"90-f.1": file("tlv-map . br0 tun_metadata11", "# owned 90-f.1%20demo {}\n"),
			"90-g.1": file("tlv-map . br0 tun_metadata1", "# owned 90-g.1%20demo {}\n"),
		});
		expect(said.stderr.split("\n")).toEqual([
			"10-a.1: namespace blue is there and not of this program: left alone",
			"30-a.1: device d1 is there and not of this program: left alone",
			"30-b.1: device d2 is there and not of this program: left alone",
			"30-d.1: device d4 is there and not of this program: left alone",
			"80-a.1: table inet t1 is there and not of this program: left alone",
			"90-a.1: group br0 7 is there and not of this program: left alone",
			"90-c.2: group busy 7 is there and not of this program: left alone",
			"90-d.1: meter br0 17 is there and not of this program: left alone",
			"90-f.1: tlv-map br0 tun_metadata11 is there and not of this program: left alone",
			"",
		]);
		expect([said.status, said.said]).toEqual([
			1,
			[
				...["namespace . red", "namespace . new", "device . d3", "device blue d5", "device blue d6", "device . d7"],
				...["table blue inet t2", "table . inet t3"],
				...["group . br0 8", "group . br1 7", "meter . br0 7", "tlv-map . br0 tun_metadata1"],
			],
		]);
		expect(readdirSync(join(root, "run/pulumi-ovs/owned")).sort()).toEqual([
			...["90-c.1%20demo", "90-e.1%20demo", "90-g.1%20demo", "new%20demo", "red%20demo"],
		]);
	});

	test("uses the words for the tools of Open vSwitch that each file has", () => {
		for (const name of ["container", "snap", "ovs-ofctl"]) tool(name, `echo "${name} $@" >>${log}`);
		const flows = "ovs-ofctl add-flows br0 - <<'END'\nadd priority=1\nEND\n";
		const words = (command: string) => `# ofctl ${command} ovs-ofctl\n# vsctl ${command} ovs-vsctl\n`;
		carryOut(
			write("90-a.11111111", `# head\n${words("container exec")}# needs bridge br0\n${flows}`),
			write("90-b.22222222", `# head\n${words("snap run")}${flows}`),
			write("90-c.33333333", `# head\n# ofctl ovs-ofctl\n# vsctl ovs-vsctl\n${flows}`),
			write("90-d.44444444", `# head\n${flows}`),
		);
		const program = readFileSync(join(folder, "run"), "utf8");
		writeFileSync(join(folder, "run"), program.replace("PATH=", `PATH=${bin}:`));
		const started = () => {
			rmSync(log, { force: true });
			expect(spawnSync("sh", [join(folder, "run")], { encoding: "utf8" })).toMatchObject(quiet);
			return readFileSync(log, "utf8").trimEnd().split("\n");
		};
		const versions = "OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15";
		expect(started()).toEqual([
			`container exec ovs-ofctl --timeout=5 -O ${versions} show br0`,
			"container exec ovs-ofctl add-flows br0 -",
			"snap run ovs-ofctl add-flows br0 -",
			"ovs-ofctl add-flows br0 -",
			"ovs-ofctl add-flows br0 -",
		]);
		writeFileSync(join(folder, "ovs-command"), "PULUMI_OVS_OFCTL='snap run ovs-ofctl' PULUMI_OVS_VSCTL='snap run ovs-vsctl'\n");
		expect(started().slice(-2)).toEqual(["ovs-ofctl add-flows br0 -", "snap run ovs-ofctl add-flows br0 -"]);
	});

	test("a read tells the words of the connection, also where no file is there yet", () => {
		const words = { PULUMI_OVS_OFCTL: "container exec ovs-ofctl", PULUMI_OVS_VSCTL: "container exec ovs-vsctl" };
		const [, ...args] = readCall({ read: "boot-files" }).argv;
		const { stdout } = spawnSync("sh", args.map(here), { encoding: "utf8", env: { ...process.env, ...words } });
		const { bootFiles: there } = Facts.of([[{ read: "boot-files" }, { stdout, stderr: "", code: 0 }]]);
		expect(there.ovsTools).toEqual({ ofctl: "container exec ovs-ofctl", vsctl: "container exec ovs-vsctl" });
		expect(known().ovsTools).toBeUndefined();
	});
});
