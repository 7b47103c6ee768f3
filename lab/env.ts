import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, engineFolder } from "./cache";
import { shellQuote } from "./quote";

/** The variables with which plain `pulumi` commands work against the lab, on a file backend of its own. */
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

/** Makes the folders the variables name. */
export function makeEnvironmentFolders(env: NodeJS.ProcessEnv = process.env): void {
	for (const name of ["pulumi-state", "pulumi-home"]) mkdirSync(join(cacheFolder(env), name), { recursive: true });
}

/** The same as text for `eval`; the locally built engine's folder goes to the front of PATH when it is there. */
export function environmentScript(sshConfig: string, env: NodeJS.ProcessEnv = process.env): string {
	const lines = Object.entries(labEnvironment(sshConfig, env)).map(([name, value]) => `export ${name}=${shellQuote(value)}`);
	const engine = engineFolder(env);
	if (existsSync(engine)) lines.push(`export PATH=${shellQuote(engine)}:"$PATH"`);
	return `${lines.join("\n")}\n`;
}
