import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labDown, labExec, labStatus, labUp } from "../../lab";
import { withLock } from "../../lab/lock";
import { readRecord } from "../../lab/record";
import { savedVmFolder } from "../../lab/saved-vm";
import { readTopology } from "../../lab/topology";
import { cli, cliProgram, processesIn, run, until, useOwnLab } from "./support";

const folder = useOwnLab("lifecycle");
const one = join(folder, "..", "test-topology-one.json");

beforeAll(async () => {
	await labDown();
	writeFileSync(one, JSON.stringify({ hosts: [{ name: "solo", underlay: ["198.51.100.1/24"] }] }));
});
afterAll(async () => {
	await labDown();
	rmSync(folder, { recursive: true, force: true });
	rmSync(one);
});

/** Removes the saved VM of the topology `one`, so that the next start of it is a cold one. */
async function forgetSaved(): Promise<string> {
	const up = await labUp({ topology: one });
	const image = { hash: up.image, folder: "" };
	const saved = savedVmFolder(image, readTopology(one), up.qemu, up.accelerator);
	await labDown();
	rmSync(saved, { recursive: true });
	return saved;
}

test("up gives hosts that plain ssh reaches with strict host-key checking", async () => {
	const up = await labUp();
	expect(up.already).toBe(false);
	for (const host of ["h1", "h2", "h3"]) {
		const strict = ["-F", up.sshConfig, "-o", "BatchMode=yes", host, "hostname; ovs-vsctl show"];
		const { code, stdout } = await run("ssh", strict);
		expect([code, stdout.split("\n")[0]]).toEqual([0, host]);
		expect(stdout).toContain('ovs_version: "3.');
	}
});

test("a wrong host key is refused", async () => {
	const { sshConfig, ports } = await labUp();
	const file = join(folder, "known_hosts.wrong");
	const other = (await run("sed", ["-n", `s/^.*]:${ports.h2} /[127.0.0.1]:${ports.h1} /p`, join(folder, "known_hosts")])).stdout;
	writeFileSync(file, other);
	const { code, stderr } = await run("ssh", ["-F", sshConfig, "-o", `UserKnownHostsFile=${file}`, "h1", "true"]);
	expect(code).toBe(255);
	expect(stderr).toContain("Host key verification failed");
});

test("up twice is harmless", async () => {
	const before = await labUp();
	const again = await cli(["lab", "up"]);
	expect(again).toMatchObject({ code: 0, stderr: "" });
	expect(again.stdout).toContain("already running");
	expect((await labUp({ hosts: 3 })).pid).toBe(before.pid);
});

test("up with other hosts than those that run is refused", async () => {
	const { code, stderr } = await cli(["lab", "up", "--hosts", "2"]);
	expect(code).toBe(1);
	expect(stderr).toMatch(/^pulumi-ovs: A lab with other hosts is running \(h1, h2, h3\).*lab down/);
});

test("status tells what runs", async () => {
	const { lab } = JSON.parse((await cli(["lab", "status", "--json"])).stdout);
	expect(lab.answering).toEqual({ lab: true, h1: true, h2: true, h3: true });
	expect((await cli(["lab", "status"])).stdout).toMatch(/h2 {2}127\.0\.0\.1:\d+ {2}192\.0\.2\.2\/24\n/);
});

test("down leaves no process; down and up give untouched hosts", async () => {
	const { pid } = await labUp();
	expect(processesIn(folder)).toEqual([pid]);
	await labExec("h2", "ovs-vsctl add-br br-left; touch /root/left; ip link add dev left type dummy; nft add table ip left");
	expect(await cli(["lab", "down"])).toMatchObject({ code: 0, stdout: "The lab is down.\n" });
	expect(processesIn(folder)).toEqual([]);
	expect(existsSync(join(folder, "ssh_config"))).toBe(false);
	expect(await cli(["lab", "down"])).toMatchObject({ code: 0, stdout: "No lab was running.\n" });
	expect(await cli(["lab", "status"])).toMatchObject({ code: 3 });

	expect((await labUp()).restored).toBe(true);
	const seen = await labExec("h2", "ovs-vsctl list-br; ls /root; ip -br link show left; nft list tables");
	expect(seen.stdout).toBe("");
	const clock = Number((await labExec("h2", "sleep 1.5; date +%s")).stdout);
	expect(Math.abs(clock - Date.now() / 1000)).toBeLessThan(5);
});

test("ports stay the same over down and up where they are free", async () => {
	const { ports } = await labUp();
	await labDown();
	expect((await labUp()).ports).toEqual(ports);
});

test("a killed VM is noticed and cleaned up", async () => {
	const kill = async () => {
		const { pid } = await labUp();
		process.kill(pid, "SIGKILL");
		await until("the VM is gone", () => processesIn(folder).length === 0);
	};
	await kill();
	expect(await cli(["lab", "status"])).toMatchObject({ code: 3, stdout: expect.stringContaining("ended unexpectedly") });
	expect(existsSync(join(folder, "lab.json"))).toBe(false);
	await kill();
	expect((await cli(["lab", "exec", "h1", "--", "true"])).stderr).toContain("ended unexpectedly");
	await kill();
	expect((await labUp()).already).toBe(false);
	expect((await labStatus()).lab?.answering.h1).toBe(true);
});

test("a foreign process with a recycled number is not ended", async () => {
	const { pid } = await labUp();
	const record = readRecord(folder);
	await labDown();
	let foreign: ChildProcess | undefined;
	const done = run("sleep", ["60"], {}, (child) => {
		foreign = child;
	});
	writeFileSync(join(folder, "lab.json"), JSON.stringify({ ...record, pid: foreign?.pid }));
	expect((await cli(["lab", "down"])).stdout).toBe("No lab was running.\n");
	expect(foreign?.exitCode).toBe(null);
	foreign?.kill();
	await done;
	expect(pid).not.toBe(foreign?.pid);
});

test("two ups at once start one lab", async () => {
	await labDown();
	const [a, b] = await Promise.all([cli(["lab", "up"]), cli(["lab", "up"])]);
	expect([a.code, b.code]).toEqual([0, 0]);
	expect([a, b].filter((r) => r.stdout.includes("already running"))).toHaveLength(1);
	expect(processesIn(folder)).toHaveLength(1);
});

test("Ctrl-C in the middle of a cold start leaves no process, and no half of a saved VM", async () => {
	await labDown();
	const saved = await forgetSaved();
	const { code } = await run(process.execPath, [cliProgram(), "lab", "up", "--topology", one], {}, (child) => {
		until("the VM runs", () => processesIn(folder).length > 0)
			.then(() => new Promise((resolve) => setTimeout(resolve, 1000)))
			.then(() => child.kill("SIGINT"));
	});
	expect(code).toBe(130);
	expect(processesIn(folder)).toEqual([]);
	expect(existsSync(saved)).toBe(false);
	expect(readdirSync(folder).filter((f) => !/\.log$|^ports/.test(f))).toEqual([]);
});

test("Ctrl-C where an up only waits for another one ends nothing of that one", async () => {
	await labDown();
	const vm = spawn("sleep", ["60"], { cwd: folder, argv0: "qemu-system-of-the-other" });
	const record = { pid: vm.pid, ready: false, ports: {} };
	await withLock(
		join(folder, "lock"),
		() => {},
		async () => {
			writeFileSync(join(folder, "lab.json"), JSON.stringify(record));
			const { code } = await run(process.execPath, [cliProgram(), "lab", "up"], {}, (child) => {
				const interrupt = (text: string) => text.includes(`Waiting for process ${process.pid}`) && child.kill("SIGINT");
				child.stdout?.on("data", interrupt);
				child.stderr?.on("data", interrupt);
			});
			expect(code).toBe(130);
			expect(processesIn(folder)).toEqual([vm.pid]);
			expect(readRecord(folder)).toEqual(record);
		},
	);
	expect(await labDown()).toBe(true);
});

test("a start that was killed is taken over by the next one", async () => {
	await run(process.execPath, [cliProgram(), "lab", "up", "--topology", one], {}, (child) => {
		until("the VM runs", () => processesIn(folder).length > 0).then(() => child.kill("SIGKILL"));
	});
	expect(processesIn(folder)).toHaveLength(1);
	expect((await labStatus()).running).toBe(false);
	const up = await labUp({ topology: one });
	expect(processesIn(folder)).toEqual([up.pid]);
	expect((await labExec("solo", ["hostname"])).stdout).toBe("solo\n");
});

test("a spoilt saved VM is dropped, and the start is a cold one", async () => {
	const up = await labUp({ topology: one });
	const saved = savedVmFolder({ hash: up.image, folder: "" }, up.hosts, up.qemu, up.accelerator);
	await labDown();
	truncateSync(join(saved, "state"), 30_000_000);
	const { code, stdout } = await cli(["lab", "up", "--topology", one]);
	expect(code).toBe(0);
	expect(stdout).toContain("The saved VM could not be resumed");
	expect((await labExec("solo", ["hostname"])).stdout).toBe("solo\n");
	await labDown();
	expect((await labUp({ topology: one })).restored).toBe(true);
});
