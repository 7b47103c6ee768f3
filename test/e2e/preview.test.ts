import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onHost } from "../support/hosts";
import { type Ended, Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// Previews that read the hosts (ovs:preview: online), and the commands of changes (ovs:showCommands).
const host = "h3";
const p = new Project("previews");

const good = `
const host = "${host}";
const br = new ovs.Bridge("br-p", { host, externalIds: { token: pulumi.secret("hunter2-token") } });
const p1 = new ovs.Port("p1", { host, bridge: br.name, type: "internal", tag: 20, addresses: ["10.30.0.1/24"] });
const fw = new ovs.NftTable("fw", { host, name: "fw", family: "inet", chains: { in: { rules: ["tcp dport 22 accept"] } } });
const all = [br, p1, fw];
`;
const tag30 = good.replace("tag: 20", "tag: 30");

/** The commands that a run has shown for a resource. */
const commandsOf = ({ infos }: Ended, name: string): string[] =>
	infos.filter((info) => info.name === name).flatMap(({ message }) => message.split("\n").slice(1).filter(Boolean));

beforeAll(async () => {
	await cleanHost(host);
	p.program(good).configure({ "ovs:showCommands": true });
});

afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

test("by default a preview contacts no host, and says that it shows no commands", async () => {
	const { code, execs, infos } = await p.preview();
	expect({ code, execs }).toEqual({ code: 0, execs: [] });
	expect(infos.map(({ message }) => message.trim())).toEqual([
		expect.stringMatching(/^this preview is offline.*ovs:preview online/),
	]);
});

test("online, a preview shows beside each resource the commands that the update then shows and runs", async () => {
	p.configure({ "ovs:showCommands": true, "ovs:preview": "online" });
	const seen = await p.preview();
	expect([seen.code, seen.errors]).toEqual([0, []]);
	expect(commandsOf(seen, "br-p").join()).toMatch(/ovs-vsctl .*add-br br-p/);
	expect(commandsOf(seen, "p1").join()).toMatch(
		/ovs-vsctl .*add-port br-p p1 .*tag=20.*ip -batch - .*addr add 10\.30\.0\.1\/24 dev p1/s,
	);
	expect(commandsOf(seen, "fw").join()).toMatch(/nft -f -.*tcp dport 22 accept/s);
	expect(await onHost(host, "ovs-vsctl list-br")).toBe("");
	const done = await p.up();
	for (const name of ["br-p", "p1", "fw"]) expect([name, commandsOf(done, name)]).toEqual([name, commandsOf(seen, name)]);
	for (const { output } of [seen, done]) expect(output).not.toContain("hunter2");
});

test("a change has its differences and commands alone, and drift has those of its repair", async () => {
	await p.program(tag30);
	const seen = await p.preview();
	expect(seen.infos.map(({ name }) => name)).toEqual(["p1"]);
	const [difference, command] = commandsOf(seen, "p1");
	expect([difference, command]).toEqual(["    # tag is 20, wanted 30", expect.stringMatching(/ovs-vsctl .*set Port p1 tag=30$/)]);
	await onHost(host, "ovs-vsctl set Port p1 tag=7");
	const drift = await p.preview("--refresh");
	expect(commandsOf(drift, "p1")).toEqual(["    # tag is 7, wanted 30", command]);
	const done = await p.up();
	expect(commandsOf(done, "p1")).toEqual(commandsOf(drift, "p1"));
	expect(await onHost(host, "ovs-vsctl get Port p1 tag")).toBe("30");
});

test("online, a preview refuses what the update would refuse, and warns of what is missing", async () => {
	await onHost(host, "ovs-vsctl add-br theirs");
	const rule = "tcp dport nosuchport accept";
	const cases: [code: string, says: RegExp][] = [
		[
			`new ovs.Bridge("theirs", { host });`,
			/theirs \(h3\/Bridge\/theirs\): it exists already and does not belong to this program.*adopt: true/s,
		],
		[
			`new ovs.NftTable("wrong", { host, name: "wrong", family: "inet", chains: { in: { rules: ["${rule}"] } } });`,
			/wrong \(h3\/NftTable\/inet\/wrong\): nft on this host refuses chains\.in\.rules\[0\].*nosuchport/s,
		],
		[
			`new ovs.NftTable("astray", { host, family: "inet", chains: { in: { rules: ["jump nowhere"] } } });`,
			/resource 'astray' has a problem: chains\.in\.rules\[0\]: names the chain "nowhere", which is not in chains/,
		],
		[
			`new ovs.OpenFlowTable("flows", { host, bridge: "br-p", flows: [{ match: "ip", actions: "set_field:5->nosuch" }] });`,
			/flows \(h3\/OpenFlowTable\/br-p\/0\/flows\): .*nosuch/s,
		],
	];
	for (const [code, says] of cases) {
		const seen = await p.program(tag30 + code).preview();
		expect([seen.code === 0, seen.output]).toEqual([false, expect.stringMatching(says)]);
	}
	const { code, errors } = await p
		// The engine asks about the second one first.
		.program(
			`${tag30}new ovs.Port("lost", { host, bridge: "br-nowhere", type: "internal" }, { dependsOn: all });
new ovs.Link("v9", { host, type: "vlan", parent: "eth9", vlanId: 9 });`,
		)
		.preview();
	expect([code, errors.map(({ message }) => message).sort()]).toEqual([
		0,
		[
			expect.stringMatching(/lost \(h3\/Port\/lost\): it needs bridge br-nowhere \(property bridge\), which is not on this host/),
			expect.stringMatching(/v9 \(h3\/Link\/v9\): it needs device eth9 \(property parent\b.*\), which is not on this host/),
		],
	]);
	await onHost(host, "ovs-vsctl del-br theirs");
});

test("online, a preview warns of what may cut the SSH connection, and names it", async () => {
	const cutting = (what: string) =>
		expect.objectContaining({
			message: expect.stringMatching(`the change may cut the SSH connection: it changes ${what}\\. .*ovs:commitConfirm 30`),
		});
	const more = `new ovs.Rule("catch", { host, priority: 50, table: 77 });
		new ovs.Route("hole", { host, destination: "10.255.0.0/24", type: "blackhole", metric: 5 });
		new ovs.Route("elsewhere", { host, destination: "10.31.0.0/24", type: "blackhole" });`;
	const { code, errors } = await p.program(tag30 + more).preview();
	expect(code).toBe(0);
	expect(errors).toHaveLength(2);
	expect(errors).toEqual(expect.arrayContaining([cutting("policy rule 50"), cutting("route 10\\.255\\.0\\.0/24")]));
	expect(await onHost(host, "ip rule show pref 50; ip route show type blackhole")).toBe("");
	await p.program(tag30);
});

test("pulumi-ovs plan writes the commands of each resource, whatever the configuration says, and changes nothing", async () => {
	const changed = good
		.replace("tag: 20", "tag: 40")
		.replace("hunter2-token", "hunter3-token")
		.replace(
			/const fw = .*/,
			"const fw = new ovs.NftTable('fw2', { host, family: 'inet', chains: { in: { rules: ['tcp dport 80 accept'] } } });",
		);
	p.program(changed).configure({});
	const stackFile = readFileSync(join(p.folder, "Pulumi.dev.yaml"), "utf8");
	const state = p.state();
	const command = [join(p.folder, "node_modules/pulumi-ovs/dist/cli/main.js"), "plan", "--out", "plan.sh"];
	const { status, stdout, stderr } = spawnSync("node", command, { cwd: p.folder, env: p.stackEnv, encoding: "utf8" });
	expect([status, stdout, stderr]).toEqual([0, "", ""]);
	const plan = readFileSync(join(p.folder, "plan.sh"), "utf8");
	expect(plan.split("\n")[0]).toBe("# What `pulumi up` of previews/dev would change: 4 resources on 1 host.");
	expect(plan.match(/^####.*|^# \w+ \S+ \(.*/gm)).toEqual([
		"######## h3",
		"# Bridge br-p (update)",
		"# NftTable fw2 (create)",
		"# Port p1 (update)",
		"# NftTable fw (delete)",
	]);
	expect(plan).toMatch(/# Port p1 \(update\)\n# tag is 30, wanted 40\novs-vsctl .*set Port p1 tag=40\n/);
	expect(plan).toMatch(/# NftTable fw2 \(create\)\nnft -f - <<'END'\n[^#]*tcp dport 80 accept[^#]*\nEND\n/s);
	expect(plan).toMatch(/# NftTable fw \(delete\)\nnft -f - <<'END'\n[^#]*delete table inet fw[^#]*\nEND\n/s);
	expect(plan).not.toContain("hunter");
	expect(spawnSync("sh", ["-n", join(p.folder, "plan.sh")], { encoding: "utf8" }).stderr).toBe("");
	expect([readFileSync(join(p.folder, "Pulumi.dev.yaml"), "utf8"), p.state()]).toEqual([stackFile, state]);
	expect(await onHost(host, "ovs-vsctl get Port p1 tag; nft list tables")).toBe("30\ntable inet fw");
	p.configure({ "ovs:showCommands": true });
});

test("a deletion shows its commands when it runs", async () => {
	const { infos } = await p.destroy();
	expect(infos.map(({ message }) => message).join("\n")).toMatch(/br-p: commands on h3:\n.*del-br br-p/);
	expect(await onHost(host, "ovs-vsctl list-br")).toBe("");
});
