import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, readCall } from "../../../provider/model/fact";
import type { Probe, ProbeResult } from "../../../provider/tools/probe";
import { temporaryFolder } from "../../support/temporary";

const bin = temporaryFolder("probe");

function fake(name: string, text: string): void {
	writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
	chmodSync(join(bin, name), 0o755);
}

const says = (code: number, text: string) => `printf '%s\\n' '${text}' >&2; exit ${code}`;

/** The result of a check by these programs. Without `ip`, the host has no VRFs. */
function tried(programs: Record<string, string>, more: Partial<Probe> = {}): ProbeResult {
	for (const [name, text] of Object.entries({ ip: "exit 1", sleep: "", ...programs })) fake(name, text);
	const probe: Probe = { netns: "", to: "192.0.2.1", protocol: "icmp", retries: 2, timeout: 1, ...more };
	const { argv } = readCall({ read: "probe", probe });
	const { stdout, stderr, status } = spawnSync("/bin/sh", argv.slice(1), {
		encoding: "utf8",
		env: { PATH: `${bin}:/usr/bin:/bin` },
	});
	return parse({ read: "probe", probe }, { stdout, stderr, code: status ?? 0 }) as ProbeResult;
}

const tcp = { protocol: "tcp", port: 22 } as const;
const ofVrf = (run: string) => `[ "$1 $2 $3" = "vrf exec red" ] || exit 1; shift 3; ${run}`;

test.each<[outcome: string, what: string, programs: Record<string, string>, more?: Partial<Probe>]>([
	["reachable", "an answer", { ping: "exit 0" }],
	["unreachable", "no answer to ping", { ping: says(1, "1 packets transmitted, 0 received") }],
	["unreachable", "no route", { ping: says(2, "ping: connect: Network is unreachable") }],
	["unreachable", "an unreachable route", { ping: says(2, "ping: connect: No route to host") }],
	["unreachable", "a blackhole route", { ping: says(2, "ping: connect: Invalid argument") }],
	["unreachable", "a prohibit route", { ping: says(2, "ping: connect: Permission denied") }],
	["unreachable", "a filter of the host", { ping: says(1, "ping: sendmsg: Operation not permitted") }],
	["unreachable", "a closed port", { nc: says(1, "nc: connect to 192.0.2.1 port 22 (tcp) failed: Connection refused") }, tcp],
	["unreachable", "a silent port", { nc: "exit 1" }, tcp],
	["untried", "a ping without the right to send", { ping: says(2, "ping: socket: Operation not permitted") }],
	["untried", "a ping with other options", { ping: says(2, "ping: invalid option -- n") }],
	["untried", "a ping that was killed", { ping: "kill -9 $$" }],
	["untried", "BusyBox's nc", { nc: says(1, "BusyBox v1.36.1 () multi-call binary.\n\nUsage: nc [OPTIONS] HOST PORT") }, tcp],
	["untried", "an nc that knows no IPv6", { nc: says(1, "2001:db8::1: forward host lookup failed: Unknown host") }, tcp],
	["reachable", "an answer in a VRF", { ip: ofVrf('exec "$@"'), ping: "exit 0" }, { vrf: "red" }],
	["unreachable", "no answer in a VRF", { ip: ofVrf('exec "$@"'), ping: "exit 1" }, { vrf: "red" }],
	["untried", "a VRF that is not there", { ip: says(255, "Invalid VRF name"), ping: "exit 0" }, { vrf: "red" }],
	["untried", "a kernel without BPF", { ip: says(255, "Failed to load BPF prog"), ping: "exit 0" }, { vrf: "red" }],
])("%s: %s", (...[outcome, , programs, more]) => {
	expect(tried(programs, more).outcome).toBe(outcome);
});

test("the reason is the program's own", () => {
	expect(tried({ ping: says(2, "ping: connect: No route to host") }).said).toBe("ping: connect: No route to host");
	expect(tried({ ip: says(255, "Invalid VRF name") }, { vrf: "red" }).said).toBe("Invalid VRF name");
});

test("a try is made again after a failure", () => {
	const once = `[ -e ${join(bin, "tried")} ] || { : >${join(bin, "tried")}; exit 1; }`;
	expect(tried({ ping: once }).outcome).toBe("reachable");
});

test("where the SSH server is in a VRF, the check without a VRF leaves it", () => {
	const inVrf = `case "$*" in "vrf identify "*) echo mgmt ;; "vrf exec default "*) shift 3; VRF=default exec "$@" ;; *) exit 1 ;; esac`;
	expect(tried({ ip: inVrf, ping: `[ "$VRF" = default ]` }).outcome).toBe("reachable");
});
