// Prepares a fresh clone: npm packages, the build, and the environment of the lab.
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { asStep, Failed, quietly } from "./commands.mjs";
import { root } from "./pulumi/cache.mjs";

const inRoot = (...parts) => path.join(root, ...parts);
const hash = (text) => createHash("sha256").update(text).digest("hex");
export const cli = inRoot("dist/cli/main.js");
const readOrEmpty = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");

export function checkMachine() {
	const major = Number(process.versions.node.split(".")[0]);
	if (major < 20) throw new Failed(`Node ${process.versions.node} is too old; pulumi-ovs needs 20 or newer`);
	if (process.platform !== "linux") throw new Failed("the lab's hosts need Linux");
}

function installed(lock, stamp) {
	if (!existsSync(inRoot("node_modules"))) return false;
	if (readOrEmpty(stamp) === hash(readFileSync(lock))) return true;
	// After `npm ci` or `npm install` by hand npm's own record is at least as new as the lock file.
	const record = inRoot("node_modules/.package-lock.json");
	return !existsSync(stamp) && existsSync(record) && statSync(record).mtimeMs >= statSync(lock).mtimeMs;
}

function link(at, to) {
	if (!existsSync(inRoot(at))) symlinkSync(to, inRoot(at));
}

/**
 * Links this folder into its own node_modules. Examples import pulumi-ovs by name, users call `npx pulumi-ovs` in their folders,
 * and states require pulumi-ovs/runtime.
 */
export function linkOurselves() {
	link("node_modules/pulumi-ovs", "..");
	link("node_modules/.bin/pulumi-ovs", "../pulumi-ovs/dist/cli/main.js");
	chmodSync(cli, 0o755);
}

export async function installPackages() {
	await asStep("npm packages", async (progress) => {
		const lock = inRoot("package-lock.json");
		const stamp = inRoot("node_modules/.pulumi-ovs-lock");
		const before = installed(lock, stamp);
		if (!before) {
			progress.update("npm ci");
			await quietly("npm", ["ci", "--include=dev", "--no-progress"]);
		}
		writeFileSync(stamp, hash(readFileSync(lock)));
		return before ? "up to date" : "installed";
	});
}

function sources(folder) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
		.map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

function sourcesKey() {
	const { include } = JSON.parse(readFileSync(inRoot("tsconfig.json"), "utf8"));
	const files = [...include.flatMap((folder) => sources(inRoot(folder))), inRoot("tsconfig.json"), inRoot("package-lock.json")];
	const states = files.map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`);
	return hash(states.sort().join("\n"));
}

export async function build() {
	await asStep("Build", async () => {
		const stamp = inRoot("dist/.sources");
		const key = sourcesKey();
		const before = readOrEmpty(stamp) === key;
		if (!before) await quietly(process.execPath, [inRoot("node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"]);
		writeFileSync(stamp, key);
		linkOurselves();
		return before ? "up to date" : "";
	});
}

/** The environment in which programs reach the lab's hosts: that of a shell after it has evaluated `pulumi-ovs lab env`. */
export async function labEnvironment(env) {
	const exported = await quietly(process.execPath, [cli, "lab", "env"], { env });
	const dump = "process.stdout.write(JSON.stringify(process.env))";
	const text = await quietly("sh", ["-c", `${exported}\nexec "$0" -e '${dump}'`, process.execPath], { env });
	return JSON.parse(text);
}

export function withOnPath(folder, env) {
	return folder ? { ...env, PATH: `${folder}${path.delimiter}${env.PATH ?? ""}` } : env;
}
