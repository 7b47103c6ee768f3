import { readFileSync } from "node:fs";
import { onHost, tryOnHost, until } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Changes that cut the SSH connection of the program. The host undoes them by itself. test/lab/confirm.test.ts tries many of them.
const host = "h2";
const p = new Project("confirm");
let before: string[];

const armed = "ls -d /run/pulumi-ovs/armed/* /run/pulumi-ovs/armed 2>/dev/null; ps -eo args | grep '[.]/watch'";
/** The scripts run by sudo, which hides the connection from them. */
const login = { [host]: { user: "ops", become: true } };
const confirmWithin = (seconds: number) => p.configure({ "ovs:commitConfirm": seconds, "ovs:hosts": login });

beforeAll(async () => {
	await cleanHost(host);
	before = await snapshot(host);
	confirmWithin(5);
});

afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

/** The host has nothing of the change, and the state neither. */
async function expectUndone(): Promise<void> {
	expect(changed(before, await snapshot(host))).toEqual([]);
	expect((await tryOnHost(host, armed)).stdout).toBe("");
}

test("a policy rule and a blackhole route that catch the client are undone by the host, and nothing of them is left", async () => {
	p.program(`const host = "${host}";
new ovs.Route("hole", { host, destination: "default", type: "blackhole", table: 77 });
new ovs.Rule("catch", { host, priority: 50, table: 77 });`);
	const { code, output } = await p.tryUp();
	expect(code).not.toBe(0);
	for (const name of ["hole", "catch"])
		expect(output).toMatch(
			new RegExp(
				`${name} \\(${host}/.*: the change cut the connection \\(its batch touches .*; no new SSH connection .*within 5 s\\), and the host undid it by itself`,
			),
		);
	await expectUndone();
	expect(["hole", "catch"].filter((name) => p.resources().has(name))).toEqual([]);
});

test("a check that confirms changes lets the host undo one that leaves SSH open", async () => {
	p.configure({ "ovs:commitConfirm": "8 always", "ovs:hosts": login });
	const check = `const host = "${host}";\nnew ovs.Reachability("peer", { host, to: "192.0.2.1", retries: 2, confirms: true });`;
	await p.program(check).up();
	const hole = 'new ovs.Route("hole", { host, destination: "192.0.2.1", type: "blackhole" });';
	const { code, output } = await p.program(`${check}\n${hole}`).tryUp();
	expect(code).not.toBe(0);
	expect(output).toMatch(
		/hole \(h2\/.*: the change was not confirmed \(check peer \(h2\/Reachability\/peer\): 192\.0\.2\.1 is unreachable .*\), and the host undid it by itself/,
	);
	await p.destroy();
	await expectUndone();
	confirmWithin(5);
});

test("the host undoes the change of a run that was killed, and the next run waits for that and says so", async () => {
	p.program(`const host = "${host}";\nnew ovs.Link("mgmt0", { host, type: "device", mtu: 1400, adopt: true });`);
	// The change stops before its end, so that no new connection confirms it before the run is killed.
	await onHost(
		host,
		`cat >/usr/local/sbin/ip <<'END'
#!/bin/sh
real=/usr/sbin/ip; [ -x $real ] || real=/sbin/ip
case " $* " in *" -batch "*) [ -e /run/stopped ] || { touch /run/stopped; $real "$@"; c=$?; sleep 3; exit $c; } ;; esac
exec $real "$@"
END
chmod +x /usr/local/sbin/ip; rm -f /run/stopped`,
	);
	const { child, ended } = p.start(["up", "--yes", "--skip-preview"]);
	await until("the change runs", async () => (await tryOnHost(host, "[ -e /run/stopped ]")).code === 0, 60_000);
	const providers = children(child.pid ?? 0);
	for (const pid of [child.pid ?? 0, ...providers]) process.kill(pid, "SIGKILL");
	await ended;
	await onHost(host, "rm -f /usr/local/sbin/ip /run/stopped");
	await p.must(["cancel", "--yes"]);
	const next = await p.program(`const host = "${host}";\nnew ovs.Link("dummy9", { host, type: "dummy" });`).up();
	expect(next.output).toMatch(/h2: the host has undone a change of an earlier run by itself.*confirm\/dev: Link\/mgmt0/);
	expect(await onHost(host, "cat /sys/class/net/mgmt0/mtu")).toBe("1500");
	await p.destroy();
	await expectUndone();
});

test("with joint, a change that cuts one host off is undone on the others too, and the mended program converges", async () => {
	const other = "h3";
	await cleanHost(other);
	const there = await snapshot(other);
	p.configure({ "ovs:commitConfirm": "10 joint", "ovs:hosts": login });
	const wall = (on: string, policy: string) =>
		`new ovs.NftTable("wall-${on}", { host: "${on}", name: "wall", family: "inet", chains: { in: { type: "filter", hook: "input", priority: 0, policy: "${policy}" } } });\n`;
	const walls = (policy: string) => wall(host, "accept") + wall(other, policy);
	const { code, output } = await p.program(walls("drop")).tryUp();
	expect(code).not.toBe(0);
	expect(output).toMatch(/wall-h2 \(h2\/.*: the change was not confirmed \(.*h3 .*\), and the host undid it by itself/);
	expect(output).toMatch(/wall-h3 \(h3\/.*: the change cut the connection \(.*within 10 s\), and the host undid it by itself/);
	await expectUndone();
	expect(changed(there, await snapshot(other))).toEqual([]);
	expect((await tryOnHost(other, armed)).stdout).toBe("");
	expect(["wall-h2", "wall-h3"].filter((name) => p.resources().has(name))).toEqual([]);
	await p.program(walls("accept")).up();
	for (const one of [host, other]) {
		expect((await tryOnHost(one, armed)).stdout).toBe("");
		expect(await onHost(one, "nft list chain inet wall in")).toContain("policy accept");
	}
	expect((await p.drift()).code).toBe(0);
	await p.destroy();
	await expectUndone();
	expect(changed(there, await snapshot(other))).toEqual([]);
	confirmWithin(5);
});

/** The processes that a process has started, directly or not. */
function children(pid: number): number[] {
	const own = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
	return own.flatMap((child) => [child, ...children(child)]);
}

test("without commit-confirm, a change of the way in is warned of once, and other changes are not", async () => {
	confirmWithin(0);
	const touching = 'new ovs.Link("mgmt0", { host, type: "device", mtu: 1400, adopt: true });';
	const harmless =
		'new ovs.Bridge("br-c", { host });\nnew ovs.Tunnel("vx9", { host, bridge: "br-c", type: "vxlan", remoteIp: "192.0.2.9" });';
	const { output } = await p.program(`const host = "${host}";\n${touching}\n${harmless}`).up();
	expect([...new Set(output.match(/warning: .*\(h2.*/g))]).toEqual([
		expect.stringMatching(
			/^warning: mgmt0 \(h2\/Link\/mgmt0\): the change may cut the SSH connection: it changes device mgmt0\. .*ovs:commitConfirm/,
		),
	]);
	await p.destroy();
	await expectUndone();
});
