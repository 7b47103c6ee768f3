// Prepares a fresh clone: npm packages, the build, and the environment of the lab.
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
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
	if (process.platform !== "linux")
		throw new Failed("the lab needs Linux (Debian 12 on amd64). Elsewhere, use the program of README.md on hosts of your own");
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

/** Counts the packages that npm has fetched; npm logs each with its address, which is of no interest if another line tells a failure. */
function countPackages(lock, progress) {
	const total = Object.keys(JSON.parse(readFileSync(lock, "utf8")).packages).length - 1;
	let fetched = 0;
	progress.update("npm ci");
	return (line) => {
		if (!line.startsWith("npm http ")) return true;
		fetched++;
		progress.update(`npm ci, ${Math.min(fetched, total)} of ${total} packages fetched`);
		return false;
	};
}

export async function installPackages() {
	await asStep("npm packages", async (progress) => {
		const lock = inRoot("package-lock.json");
		const stamp = inRoot("node_modules/.pulumi-ovs-lock");
		const before = installed(lock, stamp);
		if (!before) {
			await quietly("npm", ["ci", "--include=dev", "--no-progress", "--no-audit", "--no-fund", "--loglevel=http"], {
				onLine: countPackages(lock, progress),
				// After a signal, npm would first fetch all the rest.
				isDisposable: true,
			});
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

const sourcesStamp = inRoot("dist/.sources");

const isBuilt = () => readOrEmpty(sourcesStamp) === sourcesKey();

/** The program and first arguments of `pulumi-ovs`. Before the first build it runs from the sources. */
export function ovsCommand() {
	return [process.execPath, ...(isBuilt() ? [cli] : ["--require", inRoot("tools/typescript.cjs"), inRoot("cli/main.ts")])];
}

export async function build() {
	await asStep("Build", async () => {
		const stamp = sourcesStamp;
		const key = sourcesKey();
		const before = readOrEmpty(stamp) === key;
		if (!before) await quietly(process.execPath, [inRoot("node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"]);
		writeFileSync(stamp, key);
		linkOurselves();
		return before ? "up to date" : "";
	});
}

const labModule = (name) => createRequire(import.meta.url)(inRoot("dist/lab", name));

/** The environment in which programs reach the lab's hosts: that of a shell after it has evaluated `pulumi-ovs lab env`. */
export function labEnvironment(env) {
	const { labEnvironment, makeEnvironmentFolders } = labModule("environment.js");
	makeEnvironmentFolders(env);
	return { ...env, ...labEnvironment(path.join(labModule("folders.js").labFolder(env), "ssh_config"), env) };
}

/** True if this folder is built and its lab is running. */
export function isLabRunning() {
	if (!isBuilt()) return false;
	const { openLabFolder, runningLab } = labModule("record.js");
	return runningLab(openLabFolder()) !== undefined;
}

export function withOnPath(folder, env) {
	return folder ? { ...env, PATH: `${folder}${path.delimiter}${env.PATH ?? ""}` } : env;
}
