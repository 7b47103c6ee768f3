// Builds the Pulumi engine on machines without one, from Pulumi's Go module in the versions of go.sum. The language host of this
// repository is put beside it. A `pulumi` on the PATH is used instead, if there is one.
// As a program, this file prints the folder to add to the PATH.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cache.mjs";
import { step } from "./progress.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
// Since version 3.216, `read` of a provider may return inputs. Refreshes of this provider need that.
const oldestPulumi = "3.216.0";
const oldestGo = "1.24";

const goMod = readFileSync(path.join(here, "go.mod"), "utf8");
const version = /pulumi\/pkg\/v3 v(\S+)/.exec(goMod)[1];
const goOfEngine = /^go (\S+)/m.exec(goMod)[1];

function atLeast(have, wanted) {
	const [a, b] = [have, wanted].map((text) => text.split(/[.-]/).map(Number));
	for (let i = 0; i < b.length; i++) {
		if ((a[i] || 0) !== b[i]) return (a[i] || 0) > b[i];
	}
	return true;
}

/** Runs a program and returns its output; undefined if the program does not exist. */
function run(program, args, { env = process.env, onLine = () => {} } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, { cwd: here, env, stdio: ["ignore", "pipe", "pipe"] });
		let output = "";
		const read = (data) => {
			output += data;
			for (const line of `${data}`.split("\n")) if (line.trim()) onLine(line.trim());
		};
		child.stdout.on("data", read);
		child.stderr.on("data", read);
		child.on("error", (error) => (error.code === "ENOENT" ? resolve(undefined) : reject(error)));
		child.on("close", (code) =>
			code === 0
				? resolve(output.trim())
				: reject(new Error(`${program} ${args[0]} failed:\n${output.trim().split("\n").slice(-20).join("\n")}`)),
		);
	});
}

function isExecutable(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** Version of the `pulumi` on the PATH; undefined if there is none, or if this file has built it. */
async function pulumiOnPath(bin) {
	const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder && path.resolve(folder) !== bin);
	const file = folders.map((folder) => path.join(folder, "pulumi")).find(isExecutable);
	if (!file) return undefined;
	const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
	const said = await run(file, ["version"], { env }).catch(() => undefined);
	return /v?(\d+\.\d+\.\d+\S*)/.exec(said ?? "")?.[1];
}

async function goVersion() {
	const said = await run("go", ["env", "GOVERSION"]);
	return said && /go(\d\S*)/.exec(said)?.[1];
}

function buildEnvironment(go) {
	return {
		...process.env,
		// All variables are set, because `go env -w` may have stored other values, which an empty variable does not override.
		GOFLAGS: "-mod=readonly",
		GOWORK: "off",
		CGO_ENABLED: "0",
		// The engine may need a newer Go than the installed one. With GOTOOLCHAIN=auto, Go downloads that version as a module.
		GOTOOLCHAIN: atLeast(go, goOfEngine) ? "local" : "auto",
	};
}

async function build(target, go, progress) {
	const temporary = `${target}.${process.pid}`;
	let downloaded = 0;
	let compiled = 0;
	const onLine = (line) => {
		if (line.startsWith("go: downloading")) downloaded++;
		else compiled++;
		progress.update(compiled ? `${compiled} packages compiled` : `${downloaded} modules downloaded`);
	};
	const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
	const args = ["build", "-v", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", temporary, command];
	await run("go", args, { env: buildEnvironment(go), onLine });
	renameSync(temporary, target);
}

function writeExecutable(file, text) {
	const temporary = `${file}.${process.pid}`;
	writeFileSync(temporary, text, { mode: 0o755 });
	renameSync(temporary, file);
}

/** Writes the programs that the engine expects in its own folder: the language host, and the launcher of dynamic providers. */
function writeCompanions(bin) {
	const companions = { "pulumi-language-nodejs": "main.js", "pulumi-resource-pulumi-nodejs": "dynamic-provider.js" };
	for (const [name, script] of Object.entries(companions)) {
		const file = path.join(here, "language-host", script).replaceAll("'", `'\\''`);
		writeExecutable(path.join(bin, name), `#!/bin/sh\nexec node '${file}' "$@"\n`);
	}
}

function readOrEmpty(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}

/**
 * Builds the engine if needed. Returns the folder to put at the front of the PATH; undefined if the user's own `pulumi` is
 * recent enough.
 */
export async function ensureEngine(stream = process.stdout) {
	const bin = path.join(cacheFolder(), "pulumi/bin");
	const progress = step("Pulumi engine", stream);
	try {
		const own = await pulumiOnPath(bin);
		if (own && atLeast(own, oldestPulumi)) {
			progress.done(`yours, ${own}`);
			return undefined;
		}
		const tooOld = own ? `; yours, ${own}, is older than ${oldestPulumi}` : "";
		const pulumi = path.join(bin, "pulumi");
		const stamp = path.join(bin, ".engine");
		const sums = readFileSync(path.join(here, "go.sum"));
		const key = `${version} ${createHash("sha256").update(goMod).update(sums).digest("hex")}\n`;
		mkdirSync(bin, { recursive: true });
		const built = readOrEmpty(stamp) === key && isExecutable(pulumi);
		if (!built) {
			progress.update(`building ${version}${tooOld}`);
			const go = await goVersion();
			if (!go || !atLeast(go, oldestGo)) {
				throw new Error(
					`${go ? `Go ${go} is too old` : "there is neither Pulumi nor Go here"}${tooOld}. ` +
						`Install Pulumi's CLI (${oldestPulumi} or newer), or Go (${oldestGo} or newer) to build the engine with.`,
				);
			}
			await build(pulumi, go, progress);
			writeFileSync(stamp, key);
		}
		writeCompanions(bin);
		progress.done(`${version}, ${built ? "built before" : "built"}${tooOld}`);
		return bin;
	} catch (error) {
		progress.fail(error.message);
		throw Object.assign(error, { shown: true });
	}
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const bin = await ensureEngine(process.stderr).catch(() => process.exit(1));
	if (bin) process.stdout.write(`${bin}\n`);
}
