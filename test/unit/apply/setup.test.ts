import { UNKNOWN } from "../../../provider/base/unknown";
import type { Executor } from "../../../provider/host/executor";
import { Host } from "../../../provider/host/host";
import { readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import type { Operation } from "../../../provider/plan/operation";
import { readsBefore } from "../../../provider/plan/reads";
import { moreReadsOfTakeOver, readsOfTakeOver } from "../../../provider/plan/take-over";
import type { Call } from "../../../provider/tools/call";
import type { Fact } from "../../../provider/tools/list";
import type { CallResult } from "../../../provider/tools/script";
import { op } from "../support/cases";
import { type CompactFacts, reading } from "../support/compact";
import { fakeExecutor } from "../support/executor";

const setup = op("HostSetup", { name: "s", packages: ["openvswitch-switch"] });
const bridge = op("Bridge", { name: "br0" });
const namespace = op("Namespace", { name: "blue" });

const facts: Fact[] = [
	...([{ read: "ovs" }, { read: "journal" }, { read: "namespaces" }, { read: "links", netns: "" }] as const),
	{ read: "links", netns: "blue" },
	{ read: "journal-entries", files: ["Namespace%2Fblue%20demo%2Fdev"] } as const,
	...([{ read: "session-start" }, { read: "setup-files" }, { read: "package", name: "openvswitch-switch" }] as const),
];
const factOf = new Map(facts.map((fact) => [JSON.stringify(readCall(fact).argv), fact]));

const mark = "# pulumi-ovs: HostSetup/s of demo/dev. pulumi up writes this file, pulumi destroy deletes it.";

/** A host that has no Open vSwitch until a package brings it. */
class BareHost implements Pick<Executor, "run"> {
	readonly scripts: string[][] = [];
	readonly limits: number[] = [];
	fails = false;
	/** The call that fails, by its name, and what it prints. */
	refuses: [name: string, printed: string] | undefined;
	private state: CompactFacts = { ovs: { missing: true } };
	readonly host = new Host("h1", fakeExecutor({ run: (changes, reads, timeoutMs) => this.run(changes, reads, timeoutMs) }));

	async run(changes: Call[], reads: Call[], timeoutMs: number): Promise<CallResult[]> {
		if (changes.length > 0) {
			this.scripts.push(changes.map(({ argv }) => (argv[0] === "sh" ? (argv[3] as string) : (argv[0] as string))));
			this.limits.push(timeoutMs);
		}
		if (this.refuses) return this.runUpTo(this.refuses, changes, reads);
		const isRefused = this.fails && changes.some(({ argv }) => argv[3] === "packages");
		if (!isRefused) for (const call of changes) this.change(call);
		const ran = changes.map((_, i) => ({
			stdout: "",
			stderr: isRefused ? "E: no" : "",
			code: i === 0 && isRefused ? 100 : isRefused ? undefined : 0,
		}));
		return [...ran, ...reads.map((call) => this.read(call))];
	}

	/** Runs the changes before the call that fails. A failed installation of packages has its effect. */
	private runUpTo([name, printed]: [string, string], changes: Call[], reads: Call[]): CallResult[] {
		const failing = changes.findIndex(({ argv }) => argv.includes(name));
		const ran = changes.map((call, i): CallResult => {
			const isRun = failing < 0 || i < failing;
			if (isRun || (i === failing && printed.includes("nstalled"))) this.change(call);
			if (i === failing) return { stdout: "", stderr: printed, code: 1 };
			return { stdout: "", stderr: "", ...(isRun ? { code: 0 } : {}) };
		});
		return [...ran, ...reads.map((call) => this.read(call))];
	}

	private change({ argv, stdin = "" }: Call): void {
		if (argv[3] === "packages")
			this.state = { ovs: { bridges: {} }, setup: { packages: { "openvswitch-switch": "3.1.0" }, files: {} } };
		if (argv[3] === "remove-file") this.state.setup = { ...this.state.setup, files: {} };
		if (argv[3] === "write-file")
			this.state.setup = { ...this.state.setup, files: { [argv[4] as string]: stdin.trimEnd().split("\n") } };
		if (argv.includes("add-br"))
			this.state = { ...this.state, ovs: { bridges: { br0: { owner: "demo/dev", local: { owner: "demo/dev" } } } } };
		if (argv[0] === "ip") this.state = { ...this.state, namespaces: ["blue"], links: { "": {}, blue: {} } };
		if (argv[3] === "journal") this.state = { ...this.state, journal: { "Namespace/blue": { owner: "demo/dev" } } };
	}

	private read(call: Call): CallResult {
		const fact = factOf.get(JSON.stringify(call.argv));
		if (!fact) throw new Error(`this host can't read ${call.argv.join(" ")}`);
		return reading(fact, this.state);
	}

	/** Declares and submits operations at once. */
	async up(...operations: Operation[]): Promise<string[]> {
		for (const operation of operations) expect(this.host.declare(operation.id, operation)).toEqual([]);
		const done = await Promise.allSettled(operations.map((operation) => this.host.submit(operation)));
		return done.map((one) => (one.status === "fulfilled" ? "ok" : (one.reason as Error).message));
	}
}

test("a setup is carried out before the other changes of its batch, alone, and with a time limit of its own", async () => {
	const bare = new BareHost();
	expect(await bare.up(bridge, setup)).toEqual(["ok", "ok"]);
	expect(bare.scripts).toEqual([["packages", "write-file"], ["ovs-vsctl"]]);
	expect(bare.limits).toEqual([1_200_000, 300_000]);
});

test("what a run remembers of the host is read again after a setup", async () => {
	const bare = new BareHost();
	await expect(bare.host.read([{ read: "ovs" }]).then((known) => known.ovs)).rejects.toThrow("ovs-vsctl is not installed");
	expect(await bare.up(setup)).toEqual(["ok"]);
	expect(await bare.up(bridge)).toEqual(["ok"]);
});

test("without a setup, the error names it", async () => {
	expect(await new BareHost().up(bridge)).toEqual([
		expect.stringMatching(
			/^h1\/Bridge\/br0: ovs-vsctl is not installed on this host: .*declare a HostSetup and name it in dependsOn of this resource\./,
		),
	]);
});

test("a setup that fails keeps no other change away, and is tried once", async () => {
	const bare = new BareHost();
	bare.fails = true;
	const [failed, other] = await bare.up(setup, namespace);
	expect(failed).toBe("h1/HostSetup/s: packages: E: no; nothing was changed");
	expect(other).toBe("ok");
	expect(bare.scripts.filter(([first]) => first === "packages")).toHaveLength(1);
});

const stays = "what was installed, loaded and started stays";

test.each([
	["packages", "E: Unable to locate package x", "nothing was changed"],
	["packages", "E: Sub-process /usr/bin/dpkg returned an error code (1)\ninstalled: openvswitch-switch", stays],
	["packages", "E: no space left\nunpacked: openvswitch-switch", stays],
	["write-file", "not included", stays],
])("a setup of which %s fails with %j says: %s", async (name, printed, end) => {
	const bare = new BareHost();
	bare.refuses = [name, printed];
	const wanted = op("HostSetup", { name: "s", packages: ["openvswitch-switch"], sudoers: { user: "ops" } });
	const [said = ""] = await bare.up(wanted);
	expect(said).toMatch(/^h1\/HostSetup\/s: /);
	expect(said.endsWith(`; ${end}`)).toBe(true);
	expect(said).not.toContain("unpacked");
});

test("what stays of a setup is told where other parts of it were undone", async () => {
	const bare = new BareHost();
	bare.refuses = ["/etc/modules-load.d/pulumi-ovs-s.conf", "no space left"];
	const wanted = op("HostSetup", { name: "s", packages: ["openvswitch-switch"], sudoers: { user: "ops" } });
	expect(await bare.up(wanted)).toEqual([
		`h1/HostSetup/s: its file can't be written (no space left); the change was undone, except that ${stays}`,
	]);
});

test("the preview of a resource whose tool a setup is to install has a warning, and that of the setup none", async () => {
	const bare = new BareHost();
	for (const operation of [setup, bridge]) bare.host.declare(operation.id, operation);
	expect(await bare.host.preview(bridge)).toEqual({
		steps: [],
		missing: expect.stringMatching(
			/^it can't be previewed until h1\/HostSetup\/s has set the host up: ovs-vsctl is not installed/,
		),
	});
	const { missing, steps } = await bare.host.preview(setup);
	expect([missing, steps.length]).toEqual([undefined, 2]);
	expect(mark).toBe((steps[1] as { text?: string }).text?.trim());
	const later = new BareHost();
	const unknown = op("HostSetup", { name: "s", packages: UNKNOWN });
	for (const operation of [unknown, bridge]) later.host.declare(operation.id, operation);
	expect((await later.host.preview(bridge)).missing).toMatch(/^it can't be previewed until/);
	await expect(new BareHost().host.preview(bridge)).rejects.toThrow("ovs-vsctl is not installed");
});

/** The preview of an operation on a host in this state, for a program with a setup. Returns what keeps it from being planned. */
async function previewBesideSetup(operation: Operation, state: CompactFacts): Promise<string> {
	const known = Facts.of([{ read: "ovs" } as const].map((fact) => [fact, reading(fact, state)]));
	const all = [
		{ read: "session-start" } as const,
		...[...readsBefore(operation), ...readsOfTakeOver(operation)],
		...(known.value({ read: "ovs" }) ? moreReadsOfTakeOver(operation, known) : []),
	];
	const readings = new Map(all.map((fact) => [JSON.stringify(readCall(fact).argv), fact]));
	const executor = fakeExecutor({
		async run(_changes, reads) {
			return reads.map(({ argv, stdin }) => {
				const fact = readings.get(JSON.stringify(argv)) ?? all.find((one) => readCall(one).stdin === stdin);
				return reading(fact as Fact, state);
			});
		},
	});
	const host = new Host("h1", executor);
	for (const one of [setup, operation]) host.declare(one.id, one);
	return host.preview(operation).then(
		({ missing = "planned" }) => missing,
		(error: Error) => `refused: ${error.message}`,
	);
}

const chains = { in: { rules: ["log accept"] } };
const table = op("NftTable", { name: "gw", family: "inet", chains });
/** The errors of nft about statements, of which a word each is marked. */
const nftErrors = (...marked: [text: string, word: string][]): CompactFacts => {
	const lines = marked.flatMap(([text, word]) => [
		"/dev/stdin:1:1-9: Error: Could not process rule: No such file or directory",
		text,
		`${" ".repeat(text.indexOf(word))}${"^".repeat(word.length)}`,
	]);
	return { rendered: { "inet gw": { refused: lines.join("\n") } } };
};
const withoutLog: [string, string] = ["add rule inet gw in log accept", "log"];

describe("before a setup, the preview", () => {
	test.each([
		["a tool", bridge, { ovs: { missing: true } }, "ovs-vsctl is not installed"],
		["a daemon", bridge, { ovs: { daemon: "down" } }, "ovs-vswitchd is not running"],
		["a daemon that answers", bridge, { ovs: { silent: "no socket" } }, "database doesn't answer"],
		["a module of nft", table, nftErrors(withoutLog), "the host's kernel has no log"],
		["a parameter of a module", op("Sysctl", { key: "net.bridge.x", value: "1" }), {}, "it does not exist on this host"],
		["a device of a module", op("Link", { name: "eth9", type: "device", mtu: 9000 }), {}, "there is no device eth9 on this host"],
	] as [string, Operation, CompactFacts, string][])("warns where the host lacks %s", async (_, operation, state, why) => {
		const said = await previewBesideSetup(operation, state);
		expect(said).toMatch(/^it can't be previewed until h1\/HostSetup\/s has set the host up: /);
		expect(said).toContain(why);
	});

	const theirs = { owner: "other/dev" };
	const theirBridge = { ovs: { bridges: { br0: { ...theirs, local: theirs } } } };
	const theirValue = { key: "net.ipv4.ip_forward", value: "0" };
	test.each([
		["an object of another program", bridge, theirBridge, "belongs to the program other/dev"],
		[
			"a value that another stack sets",
			op("Sysctl", { key: "net.ipv4.ip_forward", value: "1" }),
			{
				sysctl: { "": { "net/ipv4/ip_forward": "0" } },
				journal: { "Sysctl/net.ipv4.ip_forward": { ...theirs, previous: { ...theirValue, value: "1" }, sets: { value: "0" } } },
			},
			"other/dev",
		],
		["what nft refuses", table, { rendered: { "inet gw": { refused: "Error: syntax error" } } }, "nft on this host refuses"],
		[
			"what nft refuses beside a module",
			table,
			nftErrors(withoutLog, ["add rule inet gw two accept", "two"]),
			"nft on this host refuses",
		],
	] as [string, Operation, CompactFacts, string][])("refuses %s", async (_, operation, state, why) => {
		const said = await previewBesideSetup(operation, state);
		expect(said).toMatch(/^refused: /);
		expect(said).toContain(why);
	});
});
