import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Call } from "../../../provider/tools/call";
import { parseLinks } from "../../../provider/tools/ip-link";
import { parseRoutes } from "../../../provider/tools/ip-route";
import { type UplinkStep, uplink } from "../../../provider/tools/uplink";

const addr_info = [
	{ family: "inet", local: "192.0.2.10", prefixlen: 24, scope: "global", broadcast: "192.0.2.255", label: "eth1:web" },
	{ family: "inet", local: "10.0.0.1", address: "10.0.0.2", prefixlen: 32, scope: "global", label: "eth1", metric: 50 },
	{
		...{ family: "inet6", local: "2001:db8::1", prefixlen: 64, scope: "global", dynamic: true, mngtmpaddr: true },
		...{ noprefixroute: true, valid_life_time: 900, preferred_life_time: 800 },
	},
	{ family: "inet6", local: "2001:db8::2", prefixlen: 64, scope: "global", dynamic: true, temporary: true },
	{ family: "inet6", local: "fe80::1", prefixlen: 64, scope: "link" },
];
const links = parseLinks(JSON.stringify([{ ifindex: 2, ifname: "eth1", flags: ["UP"], mtu: 1500, addr_info }]));
const addresses = [...links.values()].flatMap((l) => l.addresses.flatMap(({ settings, movable }) => (movable ? [settings] : [])));
const routes = parseRoutes(
	`family 4\n${JSON.stringify([{ dst: "default", gateway: "192.0.2.1", dev: "eth1", protocol: "3" }])}
family 6\n${JSON.stringify([{ dst: "default", gateway: "fe80::9", dev: "eth1", protocol: "9", metric: 1024, expires: 60, pref: "low" }])}\n`,
);
const port = { tool: "ovs", phase: "rows", table: "Port", name: "eth1" } as const;
const step: UplinkStep = {
	...{ tool: "uplink", phase: "uplinks", bridge: "br0", nic: "eth1" },
	rows: [{ ...port, op: "insert", bridge: "br0", interfaces: ["eth1"], shared: true }],
	undo: [{ ...port, op: "delete" }],
	move: { from: "eth1", to: "br0", addresses, routes, known: [], knownRoutes: [] },
};
const call: Call = uplink.call([step]);

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "pulumi-ovs-uplink-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script with tools that note their calls, of which the given one fails. Each tool does `atStart` first. */
async function run(fails = "", atStart = "") {
	const log = join(folder, "log");
	const tool = (name: string) => `#!/bin/sh
echo "${name} $*" >>${log}
${atStart}
case "$*" in *-batch*) cat >>${log} ;; esac
n=$(cat ${folder}/count 2>/dev/null || echo 0); n=$((n+1)); echo $n >${folder}/count
case ",${fails}," in *,$n,*) echo "Error: no." >&2; echo "Command failed -:2" >&2; exit 1 ;; esac`;
	for (const name of ["ip", "ovs-vsctl"]) {
		writeFileSync(join(folder, name), tool(name));
		chmodSync(join(folder, name), 0o755);
	}
	const child = spawn("sh", ["-s"], { env: { PATH: `${folder}:/usr/bin:/bin` }, detached: true });
	let stderr = "";
	child.stderr.on("data", (data) => {
		stderr += data;
	});
	child.stdin.end(call.stdin);
	const code = await new Promise<number | null>((done) => child.on("close", (c) => done(c)));
	return { code: code ?? -1, stderr, log: readFileSync(log, "utf8").trimEnd().split("\n") };
}

const additions = (device: string) =>
	[
		`link set dev ${device} up`,
		`addr add 192.0.2.10/24 dev ${device} broadcast 192.0.2.255 label ${device}:web`,
		`addr add 10.0.0.1 peer 10.0.0.2/32 dev ${device} metric 50`,
		`addr add 2001:db8::1/64 dev ${device} noprefixroute mngtmpaddr nodad valid_lft 900 preferred_lft 800`,
		`route append default table 254 proto 3 via 192.0.2.1 dev ${device} scope global`,
		`route append ::/0 table 254 metric 1024 proto 9 via fe80::9 dev ${device} pref low expires 60`,
		`addr change 2001:db8::1/64 dev ${device} noprefixroute mngtmpaddr valid_lft 900 preferred_lft 800`,
	] as const;

const lines = (log: string[]) => log.filter((line) => !line.startsWith("ip "));

test("all attributes of addresses and routes are written to the bridge", async () => {
	const { code, log } = await run();
	expect(code).toBe(0);
	expect(log[0]).toMatch(/^ovs-vsctl .*--may-exist add-port br0 eth1$/);
	expect(lines(log).slice(-7)).toEqual(additions("br0"));
});

// The calls are: the port (1), three of removals (2 to 4), three of additions (5 to 7).
test.each(["1", "5", "6", "7"])("if call %s fails, the port goes and the NIC gets everything back", async (failing) => {
	const { code, log } = await run(failing);
	expect(code).toBe(1);
	expect(log.filter((line) => line.includes("del-port"))).toHaveLength(1);
	expect(lines(log).slice(-7)).toEqual(additions("eth1"));
});

test.each(["2", "3", "4"])("what can't be removed any more is no failure (call %s)", async (failing) => {
	const { code, stderr } = await run(failing);
	expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("the script runs to its end if the connection is lost in the middle", async () => {
	const { code, log } = await run("", "kill -HUP -- -$(ps -o pgid= -p $$ | tr -d ' ')");
	expect(code).toBe(0);
	expect(lines(log).slice(-7)).toEqual(additions("br0"));
});

test("the line that ip refuses is named", async () => {
	const { code, stderr } = await run("5");
	expect(uplink.refusal?.({ stdout: "", stderr, code }, call).text).toBe(`ip ${additions("br0")[1]}: Error: no.`);
});
