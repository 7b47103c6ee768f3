import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Root folder of this package. The search goes upwards, because this file runs from lab/ and from dist/lab/. */
export function packageRoot(): string {
	for (let folder = __dirname; ; folder = dirname(folder)) {
		const file = join(folder, "package.json");
		if (existsSync(file) && JSON.parse(readFileSync(file, "utf8")).name === "pulumi-ovs") return folder;
		if (folder === dirname(folder)) throw new Error(`no package.json of pulumi-ovs above ${__dirname}`);
	}
}

/** Folder of downloads and builds: PULUMI_OVS_CACHE, else .cache in a git clone, else pulumi-ovs in the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	if (env.PULUMI_OVS_CACHE) return resolve(env.PULUMI_OVS_CACHE);
	const root = packageRoot();
	if (existsSync(join(root, ".git"))) return join(root, ".cache");
	return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-ovs");
}

/** Folder of the running lab: PULUMI_OVS_LAB, else `lab` in the cache folder. Each folder has at most one running lab. */
export function labFolder(env: NodeJS.ProcessEnv = process.env): string {
	return env.PULUMI_OVS_LAB ? resolve(env.PULUMI_OVS_LAB) : join(cacheFolder(env), "lab");
}

/** Folder of the programs of the Pulumi engine that was built locally. The folder may not exist. */
export function engineFolder(env: NodeJS.ProcessEnv = process.env): string {
	return join(cacheFolder(env), "pulumi", "bin");
}

/** Folder of the scripts that build the VM's image or run in the VM. */
export function guestFolder(): string {
	return join(packageRoot(), "lab", "guest");
}
