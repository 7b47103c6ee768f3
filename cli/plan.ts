import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { LabError } from "../lab/errors";
import { planVariable, wouldRefuse } from "../provider/pulumi/plan-run";
import type { Deletion, Digest } from "../provider/pulumi/plan-text";

interface Options {
	out?: string;
	stack?: string;
	cwd?: string;
}

const help = `
The command runs pulumi preview, reads the hosts (as ovs:preview: online does), and changes nothing. Without --out, it prints the plan.

  npx pulumi-ovs plan --stack prod --out plan.sh

Exit code 0: the plan was written, also if nothing changes. Exit code 1: the preview has failed, or was refused; no plan was
written, and the errors are shown.

More: docs/preview.md in the package.`;

/** The command `pulumi-ovs plan`. */
export function planCommand(): Command {
	return new Command("plan")
		.description("write the commands that `pulumi up` would run on each host, for a change review")
		.option("--out <FILE>", "file to write; without it, the plan is printed")
		.option("--stack <NAME>", "name of the stack; without it, the selected stack")
		.option("--cwd <FOLDER>", "folder of the Pulumi program; without it, this folder")
		.addHelpText("after", help)
		.action(plan);
}

async function plan({ out, stack, cwd = "." }: Options): Promise<void> {
	refuseOutsideProject(resolve(cwd));
	const stackOptions = ["--cwd", cwd, ...(stack === undefined ? [] : ["--stack", stack])];
	const digest = digestIn(await pulumi(["preview", "--json", "--non-interactive", ...stackOptions], previewing));
	// Loaded here, because the other commands start faster without it.
	const { errorsOf, planText, warningsOf } = await import("../provider/pulumi/plan-text");
	const errors = errorsOf(digest.digest);
	if (errors.length > 0 || digest.code !== 0)
		throw new LabError(["no plan was written, because the preview has failed", ...errors].join("\n"));
	const planned = await deletions(digest.digest, stackOptions);
	const refused = [...planned.values()].flatMap(({ refusal }) => (refusal === undefined ? [] : [wouldRefuse(refusal)]));
	for (const warning of [...warningsOf(digest.digest), ...refused]) process.stderr.write(`warning: ${warning}\n`);
	const text = planText(digest.digest, planned);
	if (out === undefined) process.stdout.write(text);
	else write(out, text);
}

/** The commands of deletions, by the stack's state and configuration: both may hold secrets, and are kept in memory. */
async function deletions(digest: Digest, stackOptions: string[]): Promise<Map<string, Deletion>> {
	const { deletedIn, planDeletions } = await import("../provider/pulumi/plan-deletions");
	if (deletedIn(digest).length === 0) return new Map();
	const state = await pulumi(["stack", "export", "--show-secrets", "--non-interactive", ...stackOptions]);
	const config = await pulumi(["config", "--json", "--show-secrets", "--non-interactive", ...stackOptions]);
	// Without them, the plan says that the commands are not known. What pulumi says is shown.
	if (state.code !== 0 || config.code !== 0) return new Map();
	const values = JSON.parse(config.stdout) as Record<string, { value?: string }>;
	return planDeletions(digest, state.stdout, (key) => values[key]?.value);
}

function write(file: string, text: string): void {
	try {
		writeFileSync(file, text);
	} catch (error) {
		throw new LabError(`the plan can't be written: ${(error as Error).message}`);
	}
}

/** Pulumi finds a project in a folder or above it. */
function refuseOutsideProject(folder: string): void {
	for (let at = folder; ; at = dirname(at)) {
		if (["yaml", "yml", "json"].some((end) => existsSync(join(at, `Pulumi.${end}`)))) return;
		if (at === dirname(at))
			throw new LabError(
				`${folder} is not in a Pulumi project: no Pulumi.yaml is there or above it. Go to the folder of the program, or name it by --cwd`,
			);
	}
}

interface Ended {
	code: number | null;
	stdout: string;
}

const previewing = { [planVariable]: "true", PULUMI_ENABLE_STREAMING_JSON_PREVIEW: undefined };

/** Runs `pulumi`. What it says on standard error is shown. */
function pulumi(words: string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> {
	const env = { ...process.env, ...more };
	return new Promise((ended, failed) => {
		const child = spawn("pulumi", words, { env, stdio: ["ignore", "pipe", "inherit"] });
		let stdout = "";
		child.stdout.setEncoding("utf8").on("data", (text) => {
			stdout += text;
		});
		child.on("error", (error) =>
			failed(new LabError(`pulumi can't be started (${error.message}): install the Pulumi CLI, and put it into PATH`)),
		);
		child.on("close", (code) => ended({ code, stdout }));
	});
}

function digestIn({ code, stdout }: Ended): { code: number | null; digest: Digest } {
	try {
		return { code, digest: JSON.parse(stdout) as Digest };
	} catch {
		throw new LabError(
			`no plan was written: pulumi preview ended with ${code}${stdout.trim() === "" ? "" : `: ${stdout.trim()}`}`,
		);
	}
}
