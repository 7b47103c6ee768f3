import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Folder of this package, found upwards from here (the same from lab/ and from dist/lab/). */
export function packageRoot(): string {
	for (let folder = __dirname; ; folder = dirname(folder)) {
		const file = join(folder, "package.json");
		if (existsSync(file) && JSON.parse(readFileSync(file, "utf8")).name === "pulumi-ovs") return folder;
		if (folder === dirname(folder)) throw new Error(`no package.json of pulumi-ovs above ${__dirname}`);
	}
}

/** Where everything made on this machine is kept: $PULUMI_OVS_CACHE, else .cache of a git clone, else the user's cache. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	if (env.PULUMI_OVS_CACHE) return resolve(env.PULUMI_OVS_CACHE);
	const root = packageRoot();
	if (existsSync(join(root, ".git"))) return join(root, ".cache");
	return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-ovs");
}

/** Folder of the running lab: $PULUMI_OVS_LAB, else `lab` in the cache. One lab at a time per folder. */
export function labFolder(env: NodeJS.ProcessEnv = process.env): string {
	return env.PULUMI_OVS_LAB ? resolve(env.PULUMI_OVS_LAB) : join(cacheFolder(env), "lab");
}

/** Folder with the locally built Pulumi engine's programs; it need not exist. */
export function engineFolder(env: NodeJS.ProcessEnv = process.env): string {
	return join(cacheFolder(env), "pulumi", "bin");
}

/** Scripts that run inside the VM or build its image. */
export function guestFolder(): string {
	return join(packageRoot(), "lab", "guest");
}
