import { spawn, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The lab's hosts, as `pulumi-ovs lab env` names them. */
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

/** One connection a host, kept open by OpenSSH for a while after the last use. */
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

/** Runs a shell script on a host, whatever comes of it. */
export function tryOnHost(host: string, script: string): Promise<Ran> {
	open(host);
	return new Promise((resolve, reject) => {
		const child = spawn("ssh", [...sshArgs(host), "sh", "-s"]);
		const ran: Ran = { code: -1, stdout: "", stderr: "" };
		child.stdout.on("data", (d) => {
			ran.stdout += d;
		});
		child.stderr.on("data", (d) => {
			ran.stderr += d;
		});
		// Before a test's own time is over, so that it is known what hung.
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
		child.stdin.end(`export PATH=/usr/sbin:/sbin:/usr/bin:/bin LC_ALL=C\n${script}\n`);
	});
}

/** Runs a shell script on a host, which has to succeed; what it printed, without the end of line. */
export async function onHost(host: string, script: string): Promise<string> {
	const { code, stdout, stderr } = await tryOnHost(host, `set -e\n${script}`);
	if (code !== 0)
		throw new Error(`${host}: ended with ${code}: ${script.slice(0, 500)}\n${stdout.slice(-500)}${stderr.slice(-500)}`);
	return stdout.trimEnd();
}

/** The same on several hosts at once. */
export const onHosts = (hosts: string[], script: string): Promise<string[]> =>
	Promise.all(hosts.map((host) => onHost(host, script)));

/** Tries until what it returns is true-ish, or the time in milliseconds is over. */
export async function until<T>(what: string, attempt: () => Promise<T>, ms = 20_000): Promise<T> {
	const end = Date.now() + ms;
	for (;;) {
		const got = await attempt();
		if (got) return got;
		if (Date.now() > end) throw new Error(`did not come about within ${ms} ms: ${what}`);
		await new Promise((done) => setTimeout(done, 150));
	}
}
