import { readFileSync } from "node:fs";
import { proposed } from "../support/events";
import { onHost, tryOnHost, until } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Changes that cut the SSH connection of the program. The host undoes them by itself.
const host = "h2";
const p = new Project("confirm");
let before: string[];

/** The address of the lab's gateway, from which the connection comes. */
let client = "";

const armed = "ls -d /run/pulumi-ovs/armed/* /run/pulumi-ovs/armed 2>/dev/null; ps -eo args | grep '[.]/watch'";
/** The scripts run by sudo, which hides the connection from them. */
const login = { [host]: { user: "ops", become: true } };
const confirmWithin = (seconds: number) => p.configure({ "ovs:commitConfirm": seconds, "ovs:hosts": login });

beforeAll(async () => {
	await cleanHost(host);
	client = (await onHost(host, "echo $SSH_CONNECTION")).split(" ")[0] ?? "";
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

const cuts: [what: string, program: string, failed: string[]][] = [
	["the management device set down", 'new ovs.Link("mgmt0", { host, type: "device", up: false, adopt: true });', ["mgmt0"]],
	[
		"a policy rule and a blackhole route that catch the client",
		'new ovs.Route("hole", { host, destination: "default", type: "blackhole", table: 77 });\nnew ovs.Rule("catch", { host, priority: 50, table: 77 });',
		["hole", "catch"],
	],
	[
		"a blackhole route of the main table to the client",
		'new ovs.Route("hole", { host, destination: CLIENT, type: "blackhole" });\nnew ovs.Link("dummy9", { host, type: "dummy", addresses: ["10.9.9.1/24"] });',
		["hole", "dummy9"],
	],
	[
		"an nft table with the policy drop",
		'new ovs.NftTable("wall", { host, family: "inet", chains: { in: { type: "filter", hook: "input", priority: 0, policy: "drop" } } });',
		["wall"],
	],
	[
		"a secure bridge without flows that the management device becomes a port of",
		'new ovs.Bridge("br-cut", { host, failMode: "secure", uplink: { nic: "mgmt0", takeAddresses: false } });',
		["br-cut"],
	],
];

test.each(cuts)("%s is undone by the host, and nothing of it is left", async (_, program, failed) => {
	p.program(`const host = "${host}";\n${program.replaceAll("CLIENT", JSON.stringify(client))}`);
	const { code, output } = await p.tryUp();
	expect([code, output]).not.toEqual([0, output]);
	for (const name of failed)
		expect(output).toMatch(
			new RegExp(
				`${name} \\(${host}/.*: the change cut the connection \\(its batch touches .*; no new SSH connection .*within 5 s\\), and the host undid it by itself`,
			),
		);
	await expectUndone();
	expect(proposed(await p.drift()).sort()).toEqual(failed.map((name) => `create ${name}`).sort());
});

const wall = (policy: string) => `
const host = "${host}";
new ovs.NftTable("wall", { host, family: "inet", chains: { in: { type: "filter", hook: "input", priority: 0, policy: "${policy}" } } });
new ovs.Link("dummy9", { host, type: "dummy", addresses: ["10.9.9.1/24"] });`;

test("a change that leaves the way in open is confirmed, and leaves no process and no file on the host", async () => {
	await p.program(wall("accept")).up();
	expect((await tryOnHost(host, armed)).stdout).toBe("");
	expect(await onHost(host, "nft list table inet wall | grep -c policy.accept; cat /sys/class/net/dummy9/operstate")).toMatch(
		/^1/,
	);
	expect(proposed(await p.drift())).toEqual([]);
	const table = await onHost(host, "nft -s list table inet wall");
	const { output } = await p.program(wall("drop")).tryUp();
	expect(output).toMatch(/wall .*the host undid it by itself/);
	expect(await onHost(host, "nft -s list table inet wall")).toBe(table);
	expect(proposed(await p.program(wall("accept")).drift())).toEqual([]);
	await p.destroy();
	await expectUndone();
});

test("a bridge that takes over the management device is confirmed, and gives it back at destroy", async () => {
	await p.program(`new ovs.Bridge("br-up", { host: "${host}", uplink: { nic: "mgmt0" } });`).up();
	expect((await tryOnHost(host, armed)).stdout).toBe("");
	expect(await onHost(host, "ip -o -4 addr show dev mgmt0; ovs-vsctl port-to-br mgmt0")).toBe("br-up");
	await p.destroy();
	await expectUndone();
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
			/^warning: mgmt0 \(h2\/Link\/mgmt0\): the change touches the way in of the SSH connection: device mgmt0\. .*ovs:commitConfirm/,
		),
	]);
	await p.destroy();
	await expectUndone();
});
