import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { descendants } from "../support/faults";
import { onHost, tryOnHost, until } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

const host = "h1";
// With a low parallelism, the update has several batches and can be interrupted between them.
const p = new Project("interrupt", {}, { PULUMI_PARALLEL: "4" });

beforeAll(() => cleanHost(host));

afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

test("after a Ctrl-C in the middle of 40 ports the next up goes on, and nothing is lost or twice", async () => {
	p.program(`
const br = new ovs.Bridge("br-int", { host: "h1" });
for (let i = 0; i < 40; i++) new ovs.Port("p" + i, { host: "h1", bridge: br.name, type: "internal", tag: i });`);
	const { child, ended } = p.start(["up", "--yes", "--skip-preview"]);
	const some = () => onHost(host, "ovs-vsctl list-ports br-int 2>/dev/null | wc -l || true").then((n) => Number(n) >= 4);
	await until("some ports are there", some, 60_000);
	child.kill("SIGINT");
	const { code } = await ended;
	expect(code).not.toBe(0);
	const made = Number(await onHost(host, "ovs-vsctl list-ports br-int | wc -l"));
	expect(made).toBeLessThan(40);
	const inState = [...p.resources().values()].filter((r) => r.type.endsWith(":Port")).length;
	expect(inState).toBe(made);
	const { changes } = await p.up();
	expect(changes.create).toBe(40 - made);
	expect(await onHost(host, "ovs-vsctl list-ports br-int | wc -l")).toBe("40");
	expect((await p.drift()).code).toBe(0);
});

const links = `for (let i = 0; i < 3; i++) new ovs.Link("dk" + i, { host: "h1", type: "dummy" });`;

/** Expects that the program of the links goes on after `pulumi cancel`, and that destroy leaves none of them. */
async function goesOn(): Promise<void> {
	await p.run(["cancel", "--yes"]);
	const { code, output } = await p.program(links).tryUp();
	expect([code, output]).toEqual([0, output]);
	expect((await p.drift()).code).toBe(0);
	await p.destroy();
	expect(await onHost(host, "ls /sys/class/net | grep -c dk || true")).toBe("0");
}

const twice = (child: ChildProcess): void => {
	child.kill("SIGINT");
	setTimeout(() => child.kill("SIGINT"), 200);
};

test.each<[what: string, end: (child: ChildProcess) => void]>([
	["a killed engine", (child) => void child.kill("SIGKILL")],
	["an engine that got Ctrl-C twice", twice],
])("%s leaves no process behind, and after pulumi cancel the next up goes on", async (_, end) => {
	p.program(`new ovs.Link("later", { host: "h1", type: "device" });\n${links}`);
	const { child, ended } = p.start(["up", "--yes", "--skip-preview"]);
	await until("the links are there", () => onHost(host, "ls /sys/class/net | grep -c dk || true").then((n) => n === "3"), 60_000);
	const pid = child.pid ?? 0;
	const started = descendants(pid);
	expect(started.length).toBeGreaterThan(1);
	end(child);
	await ended;
	const running = () => started.filter((one) => existsSync(`/proc/${one}`));
	await until("all processes of the run have ended", async () => running().length === 0);
	await goesOn();
});

test("a run of which all processes were killed while the host makes a change is gone on with", async () => {
	await onHost(
		host,
		`cat >/usr/local/sbin/ip <<'END'
#!/bin/sh
real=/usr/sbin/ip; [ -x $real ] || real=/sbin/ip
case " $* " in *" -batch "*) $real "$@"; c=$?; touch /run/made; while [ -e /run/hold ]; do sleep 0.1; done; exit $c ;; esac
exec $real "$@"
END
chmod +x /usr/local/sbin/ip; rm -f /run/made; touch /run/hold`,
	);
	try {
		const { child, ended } = p.program(links).start(["up", "--yes", "--skip-preview"]);
		await until("links are made", async () => (await tryOnHost(host, "[ -e /run/made ]")).code === 0, 60_000);
		const pid = child.pid ?? 0;
		for (const one of [pid, ...descendants(pid)]) process.kill(one, "SIGKILL");
		await ended;
		expect([...p.resources().keys()].filter((name) => name.startsWith("dk"))).toEqual([]);
	} finally {
		await onHost(host, "rm -f /usr/local/sbin/ip /run/made /run/hold");
	}
	await goesOn();
});
