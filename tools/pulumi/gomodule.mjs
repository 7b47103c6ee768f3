// Builds the Pulumi engine from Pulumi's Go module, in the versions of go.sum, and the language host of this repository.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { quietly } from "./processes.mjs";
import { atLeast, findProgram } from "./programs.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const commands = ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "./language-host"];
const goMod = readFileSync(path.join(here, "go.mod"), "utf8");
const goOfEngine = /^go (\S+)/m.exec(goMod)[1];

/** The engine's version, which all ways to an engine use, except the user's own `pulumi`. */
export const version = /pulumi\/pkg\/v3 v(\S+)/.exec(goMod)[1];

/** Names what a build is made from. */
export function sourceKey() {
	const host = path.join(here, "language-host");
	const own = readdirSync(host).filter((name) => name.endsWith(".go"));
	const hash = createHash("sha256").update(goMod);
	for (const file of [path.join(here, "go.sum"), ...own.sort().map((name) => path.join(host, name))])
		hash.update(readFileSync(file));
	return hash.digest("hex");
}

/** Version of the Go on the PATH; undefined if there is none. */
export async function goVersion() {
	if (!findProgram("go")) return undefined;
	return /go(\d\S*)/.exec(await quietly("go", ["env", "GOVERSION"], { cwd: here }))?.[1];
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

/** Builds `pulumi` and `language-host` in the folder `bin`. Steps that run beside the build go first. */
export async function buildEngine({ bin, go, progress }) {
	const temporary = `${bin}.${process.pid}`;
	const env = buildEnvironment(go);
	let downloaded = 0;
	const onDownload = (line) => {
		if (line.startsWith("go: downloading")) progress.update(`${++downloaded} modules downloaded`);
	};
	// The list of packages needs the modules, so it downloads them.
	const list = await quietly("go", ["list", "-deps", ...commands], { cwd: here, env, onLine: onDownload });
	const total = list.split("\n").length;
	let compiled = 0;
	const onCompiled = () => progress.update(`${++compiled} of ${total} packages compiled`);
	const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
	const args = ["build", "-v", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", temporary, ...commands];
	mkdirSync(bin, { recursive: true });
	mkdirSync(temporary);
	try {
		await quietly("go", args, { cwd: here, env, onLine: onCompiled, background: true });
		for (const name of readdirSync(temporary)) renameSync(path.join(temporary, name), path.join(bin, name));
	} finally {
		rmSync(temporary, { recursive: true });
	}
}
