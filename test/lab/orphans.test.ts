import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onHost, sshConfig, tryOnHost } from "../support/hosts";
import { createAll, deleteAll, type Made, newRun } from "../support/kind";
import { changed, cleanHost, firstVrf, snapshot } from "../support/snapshot";

const host = "h2";
const root = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "orphans-"));
let before: string[];

/** Objects of other programs and of people, beside which the stacks' objects are. */
const foreign = `ip link add dev nic0 type dummy; ip addr add 10.31.0.9/24 dev nic0; ip link set nic0 up; ip link set nic0 alias theirs
ip netns add theirs; ip route add 10.31.9.0/24 via 10.31.0.1 proto static; ip rule add pref 77 table 77; ip rule add pref 78 table 78 protocol 99
nft add table inet theirs; ovs-vsctl add-br brx -- set bridge brx external_ids:owner=them -- add-port brx px -- set interface px type=internal -- add-br fakex brx 7
ovs-ofctl add-flow brx cookie=0xabc,priority=5,arp,actions=drop
ovs-vsctl -- --id=@m create mirror name=theirs select_all=true -- set bridge brx mirrors=@m; sysctl -qw net.ipv4.conf.nic0.arp_ignore=1`;

/** Removes what cleanHost does not, also after a test that has failed. */
const removal = "for n in 77 78 131; do ip rule del pref $n; done; for t in theirs nfo fto; do nft delete table inet $t; done";

beforeAll(async () => {
	await newRun();
	await tryOnHost(host, removal);
	await cleanHost(host);
	await onHost(host, foreign);
	await onHost(host, firstVrf);
	before = await snapshot(host);
});
afterAll(async () => {
	rmSync(folder, { recursive: true });
	await newRun();
	await cleanHost(host);
	await tryOnHost(host, removal);
});

/** Runs `pulumi-ovs orphans`. */
function orphans(...words: string[]): { code: number | null; stdout: string; stderr: string } {
	const command = ["--require", "./tools/typescript.cjs", "cli/main.ts", "orphans", host, ...words];
	const { status, stdout, stderr } = spawnSync(process.execPath, command, {
		cwd: root,
		encoding: "utf8",
		env: { ...process.env, PULUMI_OVS_SSH_CONFIG: sshConfig() },
		stdio: ["ignore", "pipe", "pipe"],
	});
	return { code: status, stdout, stderr };
}

/** The ids in a list, with the words about how the object came about. */
const ids = (text: string): string[] =>
	text.split("\n").flatMap((line) => {
		const [, owner, id, words] = /^ {2}(\S+) +h2\/(\S+) +(\w+)/.exec(line) ?? [];
		return id === undefined ? [] : [`${owner} ${id} ${words}`];
	});

/** Resources as a state has them. */
function stateFile(name: string, all: Made[]): string {
	const file = join(folder, name);
	const resources = all.map(({ id, state }) => ({ urn: `urn:pulumi:test::lab::${id}`, id, outputs: state }));
	writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources } }));
	return file;
}

const own: [string, Record<string, unknown>][] = [
	["Bridge", { name: "bro" }],
	["Port", { bridge: "bro", name: "po", type: "internal", qos: { type: "linux-htb", maxRate: 1_000_000 } }],
	["Tunnel", { bridge: "bro", name: "to", type: "vxlan", remoteIp: "192.0.2.3", key: 9 }],
	["Vtep", { bridge: "bro", name: "vo", type: "geneve", peers: { h3: "192.0.2.3" } }],
	["LocalVlans", { bridge: "bro", networks: ["red"] }],
	["Mirror", { bridge: "bro", name: "mo", selectAll: true, outputPort: "po" }],
	["SFlow", { bridge: "bro", targets: ["192.0.2.9:6343"] }],
	["OpenFlowTable", { bridge: "bro", table: 3, name: "flo", flows: [{ match: "arp", actions: "NORMAL" }] }],
	["OpenFlowTable", { bridge: "brx", name: "flo", flows: [{ priority: 9, match: "ip", actions: "drop" }] }],
	["Namespace", { name: "no" }],
	["Link", { name: "lo1", type: "veth", peer: { name: "lo2", netns: "no" }, addresses: ["10.31.1.1/24"], up: true }],
	["Link", { name: "lo1.5", type: "vlan", parent: "lo1", vlanId: 5 }],
	["VRF", { name: "vrfo", table: 131, unreachableDefault: true }],
	["Tunnel", { name: "gro", type: "gretap", remoteIp: "192.0.2.3", key: 4 }],
	["Route", { destination: "10.31.77.0/24", via: "10.31.1.9" }],
	["Rule", { priority: 131, table: 132 }],
	["Neighbor", { dev: "lo1", address: "10.31.1.9", lladdr: "02:00:00:00:31:09" }],
	["NftTable", { family: "inet", name: "nfo", chains: { one: { rules: ["accept"] } } }],
	["FlowTable", { name: "fto" }],
	["Sysctl", { key: "net.ipv4.conf.nic0.arp_ignore", value: "2" }],
	["Link", { name: "nic0", type: "device", mtu: 1400 }],
];

test("objects of a lost stack are listed with their owner, and removed; those of others and of a given state stay", async () => {
	const all = (await createAll(own.map(([kind, args]) => [kind, { host, ...args }]))) as Made[];
	const listed = ids(orphans().stdout);
	const words = (made: Made) => (made.kind === "Sysctl" || made.id.endsWith("/nic0") ? "adopted" : "created");
	expect(listed.sort()).toEqual(all.map((made) => `lab/test ${made.id.slice(host.length + 1)} ${words(made)}`).sort());

	const bridge = all.filter(({ id }) => /Bridge|\/bro/.test(id) || ["Port", "Tunnel", "Vtep"].includes(id.split("/")[1] ?? ""));
	const kept = all.filter((made) => bridge.includes(made) || ["Namespace", "Link"].includes(made.kind));
	const lost = all.filter((made) => !kept.includes(made));
	const state = stateFile("state.json", kept);
	const left = ids(orphans("--state", state).stdout).map((line) => line.split(" ")[1]);
	expect(left.sort()).toEqual(lost.map(({ id }) => id.slice(host.length + 1)).sort());

	// An object that another listed one needs stays, and so does one that was not named.
	const alone = orphans("--yes", "--remove", "h2/Namespace/no");
	expect([alone.code, alone.stderr]).toEqual([1, expect.stringMatching(/Namespace\/no can't be removed alone: .*Link\/lo1/)]);
	expect(orphans("--yes", "--remove", "h2/Bridge/brx").stderr).toMatch(/h2\/Bridge\/brx is not among the listed objects/);
	expect(orphans("--state", state, "--yes", "--remove", "Bridge/bro").stderr).toMatch(/Bridge\/bro is not among the listed/);
	const rule = String(all.find(({ kind }) => kind === "Rule")?.id.slice(host.length + 1));
	expect(orphans("--remove", rule).stderr).toMatch(/without a terminal to ask on, this needs --yes/);
	expect(await onHost(host, "ip rule show pref 131; ip netns list")).toMatch(/131:[\s\S]*no/);

	const removed = orphans("--state", state, "--yes", "--remove", ...lost.map(({ id }) => id));
	expect([removed.code, removed.stderr]).toEqual([
		0,
		expect.stringMatching(/^h2\/Rule\/inet\/131: the change may cut the SSH connection: it changes policy rule 131\. .*\n$/),
	]);
	expect(removed.stdout).toMatch(/^Commands on h2:\n {2}[\s\S]*rule del pref 131[\s\S]*\nRemoved from h2: /);
	expect(ids(orphans("--state", state).stdout)).toEqual([]);
	expect(ids(orphans().stdout).map((line) => line.split(" ")[1])).toEqual(kept.map(({ id }) => id.slice(host.length + 1)).sort());
	// The rest is as its stack left it: the stack finds no drift, and takes it away.
	await newRun();
	for (const made of kept) expect([made.id, await made.refresh().then(() => made.diff())]).toEqual([made.id, undefined]);
	await deleteAll(kept);
	expect(changed(before, await snapshot(host))).toEqual([]);
	expect(orphans().stdout).toBe("h2 has no object with a mark.\n");
});
