import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onHost, sshConfig, tryOnHost } from "../support/hosts";
import { type Ended, Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// Secret inputs and the secrets of a connection are looked for wherever a run of Pulumi writes.
const host = "h3";
const keys = mkdtempSync(join(tmpdir(), "pulumi-ovs-secret-keys-"));
const temporary = mkdtempSync(join(tmpdir(), "pulumi-ovs-secret-tmp-"));

/** What the lab's OpenSSH configuration says of the host. */
function option(keyword: string): string {
	const lines = readFileSync(sshConfig(), "utf8").split("\n");
	const line = lines.slice(lines.indexOf(`Host ${host}`) + 1).find((text) => text.trim().startsWith(`${keyword} `));
	return line?.trim().slice(keyword.length + 1) ?? "";
}

/** The lab's key with a passphrase. */
function encryptedKey(passphrase: string): string {
	const file = join(keys, "key");
	copyFileSync(option("IdentityFile"), file);
	execFileSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", passphrase, "-f", file]);
	return readFileSync(file, "utf8");
}

const passphrase = "canary-passphrase";
jest.setTimeout(900_000);

const key = encryptedKey(passphrase);
/** The secrets, by the words that a failure shows. */
const canaries: Record<string, string> = {
	passphrase,
	password: "canary-ssh-password",
	key: key.split("\n")[2] ?? "",
	sudo: "lab-password",
	comment: "canary-of-a-comment",
	element: "10.66.77.88",
	externalIds: "canary-of-external-ids",
	refused: "canary_of_a_refusal",
	flow: "canary_of_a_flow",
	psk: "canary-of-ipsec",
	byHand: "canary-by-hand",
	private: "gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=",
	preshared: "FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE=",
};

const p = new Project(
	"secrets",
	{},
	{ CANARIES: JSON.stringify({ ...canaries, privateKey: key }), TMPDIR: temporary, PULUMI_CONFIG_PASSPHRASE: "state" },
);

const program = (more = "", { wireGuard = "", peer = "presharedKey: c.preshared" } = {}) =>
	p.program(`const c = JSON.parse(process.env.CANARIES);
const host = { name: "box", host: "${option("HostName")}", port: ${option("Port")}, user: "pat", become: true,
	knownHostsFile: "${option("UserKnownHostsFile")}", privateKey: pulumi.secret(c.privateKey),
	privateKeyPassword: pulumi.secret(c.passphrase), password: pulumi.secret(c.password), becomePassword: pulumi.secret(c.sudo) };
new ovs.NftTable("t", { host, family: "inet", name: "secret",
	chains: { one: { rules: [pulumi.secret('tcp dport 22 accept comment "' + c.comment + '"')] } },
	sets: { s: { type: "ipv4_addr", elements: [pulumi.secret(c.element)] } } });
const { name: bridge } = new ovs.Bridge("b", { host, name: "br-secret", externalIds: { token: pulumi.secret(c.externalIds) } });
const remote = { host, bridge, type: "gre" };
new ovs.Tunnel("ipsec", { ...remote, name: "ipsec", remoteIp: "192.0.2.77", psk: c.psk });
new ovs.Tunnel("plain", { ...remote, name: "plain", remoteIp: "192.0.2.78" });
const publicKey = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";
new ovs.WireGuard("wg", { host, name: "wgs", privateKey: c.private, peers: [{ publicKey, ${peer} }], ${wireGuard} });
${more}`);

const found = (text: string): string[] => Object.keys(canaries).filter((name) => text.includes(canaries[name] as string));

/** The files below a folder that have secrets, each with these. */
const foundIn = (folder: string): Record<string, string[]> =>
	Object.fromEntries(
		readdirSync(folder, { recursive: true, encoding: "utf8" })
			.filter((file) => !file.includes("node_modules") && statSync(join(folder, file), { throwIfNoEntry: false })?.isFile())
			.map((file): [string, string[]] => [file, found(readFileSync(join(folder, file), "latin1"))])
			.filter(([, names]) => names.length > 0),
	);

/** The texts of glog in an output, each with the lines that follow it. What is before the first one is the first text. */
const logEntries = (output: string): string[] => output.split(/^(?=[IWEF]\d{4} \d\d:\d\d:)/m);

const seenHere = new Set<string>();
/** Notes the command lines of the run's processes until the run has ended. Other tests have processes on this machine too. */
async function watching(run: Promise<Ended>): Promise<Ended> {
	let isOver = false;
	const ended = run.finally(() => {
		isOver = true;
	});
	while (!isOver) {
		for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
			try {
				if (readFileSync(`/proc/${pid}/environ`, "latin1").includes(`TMPDIR=${temporary}\0`))
					seenHere.add(readFileSync(`/proc/${pid}/cmdline`, "latin1"));
			} catch {
				// The process has ended.
			}
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return ended;
}

const sampler = `cat >/root/sampler <<'END'
while [ ! -e /root/sampler.stop ]; do for f in /proc/[0-9]*/cmdline; do cat $f | tr '\\0' ' '; echo; done 2>/dev/null; done | sort -u >/root/sampled
END
rm -f /root/sampler.stop; setsid sh /root/sampler >/dev/null 2>&1 </dev/null &`;

/** The files of the host below these folders that have secrets, with their permissions. Open vSwitch's own files are left out. */
const secretFiles = async (...folders: string[]): Promise<string[]> => {
	const patterns = `<<'END'\n${Object.values(canaries).join("\n")}\nEND\n`;
	const script = `files=$(grep -rlsF --exclude-dir=openvswitch -f - ${folders.join(" ")} ${patterns})
for file in $files; do stat -c '%a %n' "$file"; done`;
	return (await onHost(host, `set +e; ${script}`)).split("\n").filter(Boolean);
};

beforeAll(async () => {
	await cleanHost(host);
	await onHost(host, sampler);
	mkdirSync(temporary, { recursive: true });
});
afterAll(async () => {
	p.remove();
	for (const folder of [keys, temporary]) rmSync(folder, { recursive: true });
	await tryOnHost(host, "touch /root/sampler.stop");
	await cleanHost(host);
});

test("secrets are in no output, log, error, process list, temporary file, state or file of the host", async () => {
	// The files that bring objects back after a reboot have their secrets, and so has the way back of a change that is not confirmed yet.
	p.configure({ "ovs:persist": true, "ovs:commitConfirm": "60 always" });
	program();
	const up = await watching(p.up("-v=9", "--logtostderr"));
	// With -v=9, Pulumi itself writes each input into its log, as the README says.
	const entries = logEntries(up.output).filter((entry) => found(entry).length > 0);
	expect(entries.length).toBeGreaterThan(0);
	expect(entries.filter((entry) => !/^I\d{4} .* \w+\.go:\d+\] /.test(entry))).toEqual([]);
	const files = await secretFiles("/run", "/etc", "/var", "/tmp", "/home");
	expect(files.length).toBeGreaterThan(0);
	expect(files.filter((file) => !file.startsWith("600 /etc/pulumi-ovs/boot/"))).toEqual([]);

	// The update of the WireGuard device fails too, and leaves the key that is not in the program any more.
	program(
		`new ovs.NftTable("bad", { host, family: "inet", name: "bad",
	chains: { c: { rules: [pulumi.secret("tcp dport 22 " + c.refused + " accept")] } } });
new ovs.OpenFlowTable("badflow", { host, bridge, flows: [{ match: "ip", actions: pulumi.secret("set_field:5->" + c.flow) }] });`,
		{ wireGuard: 'vrf: "lo"', peer: "" },
	);
	const failed = await watching(p.tryUp());
	expect([failed.code === 0, found(failed.output)]).toEqual([false, []]);
	expect(failed.output).toMatch(/nft on this host refuses|nft refuses/);
	expect(failed.output).toMatch(/WireGuard\/wgs\): /);
	expect(failed.output).toMatch(/OpenFlowTable\/.*badflow\): /);
	expect(found((await p.must(["stack", "export"])).output)).toEqual([]);
	await onHost(host, `ovs-vsctl set Interface plain options:psk=${canaries.byHand}`);
	await p.must(["refresh", "--yes", "--skip-preview"]);
	expect(found((await p.must(["stack", "export"])).output)).toEqual([]);
	expect(found((await p.must(["stack", "export", "--show-secrets"])).output)).toEqual(
		expect.arrayContaining(["psk", "byHand", "private", "preshared"]),
	);
	program();
	for (const args of [
		["refresh", "--yes", "--skip-preview"],
		["preview", "--diff"],
	])
		expect([args[0], found((await watching(p.must(args))).output)]).toEqual([args[0], []]);

	expect(found((await watching(p.must(["destroy", "--yes", "--skip-preview"]))).output)).toEqual([]);
	expect(await secretFiles("/run", "/etc", "/var", "/tmp", "/home")).toEqual([]);
	expect(await onHost(host, "ls -d /run/pulumi-ovs/armed /etc/pulumi-ovs 2>/dev/null || :")).toBe("");

	// Pulumi writes its debug messages into the event log, which no user gets without PULUMI_DEBUG_COMMANDS.
	const logs = Object.keys(foundIn(p.folder));
	expect(logs.filter((file) => !/^\.run\d+\.events$/.test(file))).toEqual([]);
	const events = logs
		.flatMap((file) => readFileSync(join(p.folder, file), "utf8").split("\n"))
		.filter((line) => found(line).length > 0);
	expect([...new Set(events.map((line) => JSON.parse(line).diagnosticEvent?.severity))]).toEqual(["debug"]);
	expect([foundIn(temporary), found([...seenHere].join("\n"))]).toEqual([{}, []]);
	for (const program of ["pulumi", "dynamic-provider"]) expect([...seenHere].join("\n")).toContain(program);
	// ovs-vsctl has no other way to get its text than its arguments, as the README says.
	const sampled = await onHost(
		host,
		"touch /root/sampler.stop; while pgrep -f /root/sampler; do sleep 0.1; done >&2; cat /root/sampled",
	);
	expect(found(sampled).filter((name) => name !== "externalIds" && name !== "byHand")).toEqual([]);
	expect(sampled).toMatch(/sudo/);
});
