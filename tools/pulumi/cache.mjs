import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Where downloads and builds are kept: the same folder as cacheFolder in lab/folders.ts. This copy works before anything is built. */
export function cacheFolder(env = process.env) {
	if (env.PULUMI_OVS_CACHE) return path.resolve(env.PULUMI_OVS_CACHE);
	if (existsSync(path.join(root, ".git"))) return path.join(root, ".cache");
	return path.join(env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "pulumi-ovs");
}
