import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, engineFolder } from "./folders";
import { shellQuote } from "./shell-quote";

/** Environment variables for `pulumi` commands that use the lab's hosts and a file backend in the cache folder. */
export function labEnvironment(sshConfig: string, env: NodeJS.ProcessEnv = process.env): Record<string, string> {
	const cache = cacheFolder(env);
	const ownPassphrase = env.PULUMI_CONFIG_PASSPHRASE !== undefined || env.PULUMI_CONFIG_PASSPHRASE_FILE !== undefined;
	return {
		PULUMI_OVS_SSH_CONFIG: sshConfig,
		PULUMI_BACKEND_URL: `file://${join(cache, "pulumi-state")}`,
		...(ownPassphrase ? {} : { PULUMI_CONFIG_PASSPHRASE: "lab" }),
		PULUMI_HOME: join(cache, "pulumi-home"),
		PULUMI_SKIP_UPDATE_CHECK: "true",
		PULUMI_PARALLEL: "64",
	};
}

/** Creates the folders of labEnvironment. */
export function makeEnvironmentFolders(env: NodeJS.ProcessEnv = process.env): void {
	for (const name of ["pulumi-state", "pulumi-home"]) mkdirSync(join(cacheFolder(env), name), { recursive: true });
}

/** labEnvironment as shell commands for `eval`. If an engine was built locally, its folder is put at the front of PATH. */
export function environmentScript(sshConfig: string, env: NodeJS.ProcessEnv = process.env): string {
	const lines = Object.entries(labEnvironment(sshConfig, env)).map(([name, value]) => `export ${name}=${shellQuote(value)}`);
	const engine = engineFolder(env);
	if (existsSync(engine)) lines.push(`export PATH=${shellQuote(engine)}:"$PATH"`);
	return `${lines.join("\n")}\n`;
}
