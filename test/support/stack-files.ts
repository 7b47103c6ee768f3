import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The name of the project whose stack is copied. */
const model = "model";
const stateOf = (folder: string, project: string) => join(folder, ".state/.pulumi/stacks", project, "dev.json");
const settingsOf = (folder: string) => join(folder, "Pulumi.dev.yaml");
const meta = ".state/.pulumi/meta.yaml";

/** The folder of a project with an empty stack. `pulumi stack init` makes it once per run of tests and passphrase. */
function modelFolder(env: NodeJS.ProcessEnv): string {
	const folder = join(tmpdir(), `pulumi-ovs-stack.${env.PULUMI_CONFIG_PASSPHRASE}`);
	if (existsSync(folder)) return folder;
	const draft = mkdtempSync(join(tmpdir(), "pulumi-ovs-new-stack-"));
	mkdirSync(join(draft, ".state"));
	writeFileSync(join(draft, "Pulumi.yaml"), `name: ${model}\nruntime: nodejs\n`);
	const own = { ...env, PULUMI_BACKEND_URL: `file://${join(draft, ".state")}`, PULUMI_STACK: undefined };
	execFileSync("pulumi", ["stack", "init", "dev"], { cwd: draft, env: own, stdio: ["ignore", "ignore", "pipe"] });
	try {
		renameSync(draft, folder);
	} catch {
		rmSync(draft, { recursive: true }); // another process was first
	}
	return folder;
}

/** Gives a project the empty stack `dev`, as `pulumi stack init dev` does. A command finds the stack by PULUMI_STACK. */
export function makeStack(folder: string, project: string, env: NodeJS.ProcessEnv): void {
	const from = modelFolder(env);
	mkdirSync(dirname(stateOf(folder, project)), { recursive: true });
	writeFileSync(join(folder, meta), readFileSync(join(from, meta)));
	const state = readFileSync(stateOf(from, model), "utf8").replace(`/${model}/`, `/${project}/`);
	writeFileSync(stateOf(folder, project), state);
	const settings = settingsOf(folder);
	const given = existsSync(settings) ? readFileSync(settings, "utf8") : "";
	writeFileSync(settings, given + readFileSync(settingsOf(from), "utf8"));
}
