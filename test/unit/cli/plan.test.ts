import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { planCommand } from "../../../cli/plan";
import { LabError } from "../../../lab/errors";
import { deletedIn, planDeletions } from "../../../provider/pulumi/plan-deletions";
import { unknownInput } from "../../../provider/pulumi/plan-run";
import { type Deletion, type Digest, errorsOf, planText, warningsOf } from "../../../provider/pulumi/plan-text";
import { temporaryFolder } from "../../support/temporary";

const urn = (name: string, type = "pulumi-nodejs:dynamic/ovs:Port") => `urn:pulumi:dev::shop::${type}::${name}`;
const stack = urn("shop-dev", "pulumi:pulumi:Stack");
const state = (host: unknown, __kind = "Port") => ({ inputs: { host, __kind }, outputs: { host, __kind } });
const digest: Digest = {
	steps: [
		{ op: "create", urn: stack, newState: { inputs: {} } },
		{ op: "create", urn: urn("b"), newState: state("h2", "Bridge") },
		{ op: "update", urn: urn("p"), oldState: { ...state("h1"), id: "h1/Port/p" }, newState: state("h1") },
		{ op: "same", urn: urn("q"), newState: state("h1") },
		{ op: "create-replacement", urn: urn("r"), oldState: state("h1"), newState: state("h1") },
		{ op: "replace", urn: urn("r"), oldState: state("h1"), newState: state("h1") },
		{ op: "delete-replaced", urn: urn("r"), oldState: state("h1") },
		{ op: "create", urn: urn("u"), newState: state({ host: "192.0.2.1", port: 2222 }) },
		{ op: "create", urn: urn("a"), newState: { ...state("h2"), dependencies: [urn("b")] } },
		{ op: "create", urn: urn("bucket"), newState: { inputs: { acl: "private" } } },
		{ op: "delete", urn: urn("d"), oldState: { ...state("h1"), id: "h1/Port/d" } },
	],
	diagnostics: [
		{
			urn: urn("p"),
			severity: "info",
			message: "commands on h1, if you update now:\n    nft -f - <<'END'\n        x\n    END\n",
		},
		{
			urn: urn("r"),
			severity: "info",
			message: "commands on h1, if you update now, to remove the old object:\n    ovs-vsctl del-port r\n",
		},
		{ urn: urn("b"), severity: "info", message: "commands on h2:\n    ovs-vsctl add-br b\n" },
		{ urn: urn("u"), severity: "info", message: "the commands are not known yet: an input\n" },
		{ urn: stack, severity: "info", message: "commands on h9:\n    echo printed by the program\n" },
		{ urn: stack, severity: "warning", message: "warning: p (h1/Port/p): it needs bridge b\nsecond line\n" },
	],
};

test("the plan has a section for each host, and above the commands of each resource its name", () => {
	expect(planText(digest).split("\n").slice(3)).toEqual([
		...["# Warning: p (h1/Port/p): it needs bridge b", "# second line"],
		...["", "######## 192.0.2.1:2222"],
		...["", "# Port u (create): the commands are not known yet: an input"],
		...["", "######## h1"],
		...["", "# Port p (update)", "nft -f - <<'END'", "    x", "END"],
		...["", "# Port r (replace): removes the old object", "ovs-vsctl del-port r"],
		...["", `# Port r (replace): the commands that create the new object are not known yet: ${unknownInput}`],
		...["", "# Port d (delete): the commands are not known yet: Pulumi does not ask for those of a deletion before it runs"],
		...["", "######## h2"],
		...["", "# Bridge b (create)", "ovs-vsctl add-br b"],
		...["", "# Port a (create): no commands"],
		"",
	]);
	expect(planText(digest)).toMatch(/^# What `pulumi up` of shop\/dev would change: 6 resources on 3 hosts\.\n/);
});

test("a deletion has its commands, or the reason why there are none", () => {
	const planOf = (planned: Deletion) => planText(digest, new Map([[urn("d"), planned]]));
	expect(planOf({ commands: ["ovs-vsctl -- del-port d"] })).toContain("\n# Port d (delete)\novs-vsctl -- del-port d\n");
	expect(planOf({ commands: [], remark: "no commands" })).toContain("\n# Port d (delete): no commands\n");
	expect(planOf({ commands: [], warnings: ["d may cut the connection"] })).toContain("\n# Warning: d may cut the connection\n");
	expect(deletedIn(digest)).toEqual([urn("d")]);
});

describe("the commands of deletions are planned by the state", () => {
	const resource = (name: string, outputs: object) => ({
		urn: urn(name),
		outputs: { host: "local", __v: 1, __owner: "shop/dev", ...outputs },
	});

	test("a check has none, also with a secret input", async () => {
		const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"192.0.2.1"' };
		const probe = resource("d", { __kind: "Reachability", name: "d", to: secret, protocol: "icmp" });
		const state = JSON.stringify({ deployment: { resources: [probe] } });
		expect(await planDeletions(digest, state, () => undefined)).toEqual(
			new Map([[urn("d"), { commands: [], remark: "no commands" }]]),
		);
	});

	test("a state without the resource leaves it out", async () => {
		expect(await planDeletions(digest, "{}", () => undefined)).toEqual(new Map());
	});
});

const of = (name: string, message: string) => ({ urn: urn(name), severity: "info", message });

test("what the program logs beside a resource takes no place of commands", () => {
	const steps = digest.steps?.filter((step) => step.urn === urn("p"));
	const commands = of("p", "commands on h1, if you update now:\n    ovs-vsctl del-port p\n");
	const logged = of("p", "VLAN 30 for floor 2\n");
	for (const diagnostics of [
		[commands, logged],
		[logged, commands],
	])
		expect(planText({ steps, diagnostics })).toContain("\n# Port p (update)\novs-vsctl del-port p\n");
	expect(planText({ steps, diagnostics: [logged] })).toContain("\n# Port p (update): no commands\n");
});

test("hosts that are not known yet are not counted, and come last", () => {
	const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
	const hosts = { a: unknown, b: { host: unknown, user: "ops" }, c: { host: "192.0.2.1", port: unknown }, z: "h1" };
	const steps = Object.entries(hosts).map(([name, host]) => ({ op: "create", urn: urn(name), newState: state(host) }));
	expect(planText({ steps }).match(/^# What.*|^####.*|^# Port \w/gm)).toEqual([
		"# What `pulumi up` of shop/dev would change: 4 resources on 1 host and on hosts that are not known yet.",
		...["######## h1", "# Port z", "######## a host that is not known yet", "# Port a", "# Port b", "# Port c"],
	]);
	expect(planText({ steps: steps.slice(0, 1) })).toContain("1 resource on hosts that are not known yet.");
});

test("an update with an input that is not known yet says so", () => {
	const inputs = { ...state("h1").inputs, tag: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
	const steps = [{ op: "update", urn: urn("p"), oldState: { ...state("h1"), id: "h1/Port/p" }, newState: { inputs } }];
	expect(planText({ steps })).toContain(`# Port p (update): the commands are not known yet: ${unknownInput}`);
});

test("a replacement has its removal and its creation, each on its host", () => {
	const steps = [{ op: "replace", urn: urn("r"), oldState: { ...state("h1"), id: "h1/Port/r" }, newState: state("h2") }];
	const diagnostics = [
		of("r", "commands on h2, if you update now, to create the new object:\n    ovs-vsctl add-port br0 r"),
		of("r", "commands on h1, if you update now, to remove the old object:\n    ovs-vsctl del-port r"),
	];
	const [summary = "", ...lines] = planText({ steps, diagnostics }).split("\n");
	expect(summary).toContain("1 resource on 2 hosts.");
	expect(lines.slice(2)).toEqual([
		...["", "######## h1", "", "# Port r (replace): removes the old object", "ovs-vsctl del-port r"],
		...["", "######## h2", "", "# Port r (replace): creates the new object", "ovs-vsctl add-port br0 r", ""],
	]);
	const why = "the commands that create the new object are not known yet: they depend on it";
	expect(planText({ steps, diagnostics: [of("r", why)] }).match(/^# Port.*/gm)).toEqual([
		"# Port r (replace): no commands are shown for the removal of the old object",
		`# Port r (replace): ${why}`,
	]);
});

test("what a resource requires stands before it, and the engine's order plays no part", () => {
	const reversed = { steps: [...(digest.steps ?? [])].reverse(), diagnostics: [...(digest.diagnostics ?? [])].reverse() };
	expect(planText(reversed)).toBe(planText(digest));
	const cyclic = ["x", "y"].map((name) => ({
		op: "create",
		urn: urn(name),
		newState: { ...state("h1"), dependencies: [urn("x"), urn("y")] },
	}));
	expect(planText({ steps: cyclic })).toContain("# Port y");
	const needs = { op: "create", urn: urn("a"), newState: { ...state("h1"), dependencies: [urn("z")] } };
	const ordered = planText({ steps: [needs, { op: "create", urn: urn("z"), newState: state("h1") }] });
	expect(ordered.match(/# Port \w/g)).toEqual(["# Port z", "# Port a"]);
});

test("a plan without changes says so", () => {
	expect(planText({})).toMatch(/^# What `pulumi up` would change: 0 resources on 0 hosts\.\n/);
});

test("errors and warnings have the resource's name once, and none of the engine's words", () => {
	const problem = "error: pulumi-nodejs:dynamic/ovs:Port resource 'p' has a problem: p (h1/Port/p): no\n";
	const diagnostics = [
		{ urn: urn("p"), severity: "error", message: problem },
		{ urn: urn("q"), severity: "error", message: "error: preview failed\n" },
	];
	expect(errorsOf({ diagnostics })).toEqual(["p (h1/Port/p): no", "q: preview failed"]);
	expect(warningsOf(digest)).toEqual(["p (h1/Port/p): it needs bridge b\nsecond line"]);
});

describe("the command", () => {
	const folder = temporaryFolder("plan");
	const out = join(folder, "plan.sh");
	const { PATH } = process.env;
	afterEach(() => {
		process.env.PATH = PATH;
	});

	/** Runs `pulumi-ovs plan` with a `pulumi` that prints a text and ends with a code. Returns the error's message, if any. */
	async function plan(printed: string, code: number, ...words: string[]): Promise<string | undefined> {
		writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\n");
		writeFileSync(join(folder, "printed"), printed);
		const pulumi = `#!/bin/sh\necho "$PULUMI_OVS_PLAN $*" >>"${folder}/called"\n[ "$1" = preview ] || exit 1\ncat "${folder}/printed"\nexit ${code}\n`;
		writeFileSync(join(folder, "pulumi"), pulumi, { mode: 0o755 });
		process.env.PATH = `${folder}${delimiter}${PATH}`;
		const all = ["--cwd", folder, "--out", out, ...words];
		return planCommand()
			.parseAsync(all, { from: "user" })
			.then(
				() => undefined,
				(error: Error) => (error instanceof LabError ? error.message : String(error.stack)),
			);
	}

	test("asks a preview for the commands, of the given stack, and writes the file", async () => {
		const quiet = { ...digest, diagnostics: digest.diagnostics?.filter(({ severity }) => severity !== "warning") };
		expect(await plan(JSON.stringify(quiet), 0, "--stack", "prod")).toBeUndefined();
		expect(readFileSync(join(folder, "called"), "utf8")).toBe(
			[
				`true preview --json --non-interactive --cwd ${folder} --stack prod\n`,
				` stack export --show-secrets --non-interactive --cwd ${folder} --stack prod\n`,
				` config --json --show-secrets --non-interactive --cwd ${folder} --stack prod\n`,
			].join(""),
		);
		expect(readFileSync(out, "utf8")).toBe(planText(quiet));
		rmSync(out);
	});

	test("fails and writes nothing where the preview has failed", async () => {
		const diagnostics = [{ urn: urn("p"), severity: "error", message: "p (h1/Port/p): no" }];
		const failed = "no plan was written, because the preview has failed";
		expect(await plan(JSON.stringify({ diagnostics }), 1)).toBe(`${failed}\np (h1/Port/p): no`);
		expect(await plan(JSON.stringify({ diagnostics }), 0)).toBe(`${failed}\np (h1/Port/p): no`);
		expect(await plan("no stack\n", 255)).toBe("no plan was written: pulumi preview ended with 255: no stack");
		expect(existsSync(out)).toBe(false);
	});

	test("says so where the file can't be written", async () => {
		expect(await plan("{}", 0, "--out", join(folder, "none/plan.sh"))).toMatch(/^the plan can't be written: ENOENT/);
	});

	test("says so outside a project, and without pulumi", async () => {
		expect(await plan("{}", 0, "--cwd", "/usr")).toMatch(
			/^\/usr is not in a Pulumi project: no Pulumi\.yaml is there or above it\./,
		);
		process.env.PATH = "";
		const failing = planCommand().parseAsync(["--cwd", folder], { from: "user" });
		await expect(failing).rejects.toThrow(/^pulumi can't be started .*: install the Pulumi CLI/);
	});
});
