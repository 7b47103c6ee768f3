import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { labRestart } from "../../lab";

/** Path of the ssh_config with the lab's hosts, from the environment of `pulumi-ovs lab env`. */
export const sshConfig = (): string => {
	const file = process.env.PULUMI_OVS_SSH_CONFIG;
	if (!file) throw new Error('no lab: run `npm test`, or eval "$(npx pulumi-ovs lab env)" first');
	return file;
};

const opened = new Set<string>();
const longest = 100_000;

function sshArgs(host: string): string[] {
	return ["-F", sshConfig(), "-o", `ControlPath=${join(tmpdir(), "pulumi-ovs-test-%C")}`, "-o", "ConnectTimeout=20", host];
}

/** Opens one shared SSH connection per host, which OpenSSH keeps for 120 s after the last use (ControlPersist). */
function open(host: string): void {
	if (opened.has(host)) return;
	const check = spawnSync("ssh", ["-O", "check", ...sshArgs(host)], { stdio: "ignore" });
	if (check.status !== 0) spawnSync("ssh", ["-fNM", "-o", "ControlPersist=120", ...sshArgs(host)], { stdio: "ignore" });
	opened.add(host);
}

export interface Ran {
	code: number;
	stdout: string;
	stderr: string;
}

/** The host in namespaces of this machine, for processes that test/oracle/namespace-host.sh has started. */
export const namespaceHost = "local";

/** The command that runs a script on a host from its standard input. A test never runs one on the machine itself. */
function shellOn(host: string): [program: string, args: string[]] {
	if (host !== namespaceHost) return ["ssh", [...sshArgs(host), "sh", "-s"]];
	if (!existsSync("/run/namespace-host")) throw new Error("this process is not on a host in namespaces");
	return ["sh", ["-s"]];
}

/** Runs a shell script on a host. A non-zero exit status is a result, not an error. */
export function tryOnHost(host: string, script: string): Promise<Ran> {
	if (host !== namespaceHost) open(host);
	return new Promise((resolve, reject) => {
		const child = spawn(...shellOn(host));
		const ran: Ran = { code: -1, stdout: "", stderr: "" };
		child.stdout.setEncoding("utf8").on("data", (d) => {
			ran.stdout += d;
		});
		child.stderr.setEncoding("utf8").on("data", (d) => {
			ran.stderr += d;
		});
		// The limit is shorter than the tests' own, so that a failure names the script that hung.
		const timer = setTimeout(() => {
			child.kill();
			reject(
				new Error(`${host}: did not end in ${longest / 1000} s: ${script.slice(0, 500)}\n${ran.stdout.slice(-500)}${ran.stderr}`),
			);
		}, longest);
		child.on("error", reject);
		child.on("close", (code) => {
			clearTimeout(timer);
			resolve({ ...ran, code: code ?? -1 });
		});
		child.stdin.end(`export PATH=/usr/sbin:/sbin:/usr/bin:/bin:$PATH LC_ALL=C\n${script}\n`);
	});
}

/** Runs a shell script on a host and returns its output without the last end of line. Throws if the script fails. */
export async function onHost(host: string, script: string): Promise<string> {
	const { code, stdout, stderr } = await tryOnHost(host, `set -e\n${script}`);
	if (code !== 0)
		throw new Error(`${host}: ended with ${code}: ${script.slice(0, 500)}\n${stdout.slice(-500)}${stderr.slice(-500)}`);
	return stdout.trimEnd();
}

/** Runs onHost on several hosts at the same time. */
export const onHosts = (hosts: string[], script: string): Promise<string[]> =>
	Promise.all(hosts.map((host) => onHost(host, script)));

/** Repeats `attempt` until its result is truthy, and returns it. Throws after `ms` milliseconds. */
export async function until<T>(what: string, attempt: () => Promise<T>, ms = 20_000): Promise<T> {
	const end = Date.now() + ms;
	for (;;) {
		const got = await attempt();
		if (got) return got;
		if (Date.now() > end) throw new Error(`did not come about within ${ms} ms: ${what}`);
		await new Promise((done) => setTimeout(done, 150));
	}
}

/** Reboots a host of the lab. Its kept connection is ended first, because a host that is killed closes none. */
export async function restartHost(host: string): Promise<void> {
	process.env.PULUMI_OVS_LAB = dirname(sshConfig());
	spawnSync("ssh", ["-O", "exit", ...sshArgs(host)], { stdio: "ignore" });
	opened.delete(host);
	await labRestart(host);
}
