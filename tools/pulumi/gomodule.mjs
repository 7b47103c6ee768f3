// Builds the Pulumi engine from Pulumi's Go module, in the versions of go.sum.
import { createHash } from "node:crypto";
import { readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { quietly } from "./processes.mjs";
import { atLeast, findProgram } from "./programs.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const goMod = readFileSync(path.join(here, "go.mod"), "utf8");
const goOfEngine = /^go (\S+)/m.exec(goMod)[1];

/** The engine's version, which all ways to an engine use, except the user's own `pulumi`. */
export const version = /pulumi\/pkg\/v3 v(\S+)/.exec(goMod)[1];

/** Names what a build is made from. */
export function sourceKey() {
	const sums = readFileSync(path.join(here, "go.sum"));
	return createHash("sha256").update(goMod).update(sums).digest("hex");
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

/** Builds `pulumi` as the file `target`. Steps that run beside the build go first. */
export async function buildEngine({ target, go, progress }) {
	const temporary = `${target}.${process.pid}`;
	const env = buildEnvironment(go);
	let downloaded = 0;
	const onDownload = (line) => {
		if (line.startsWith("go: downloading")) progress.update(`${++downloaded} modules downloaded`);
	};
	// The list of packages needs the modules, so it downloads them.
	const list = await quietly("go", ["list", "-deps", command], { cwd: here, env, onLine: onDownload });
	const total = list.split("\n").length;
	let compiled = 0;
	const onCompiled = () => progress.update(`${++compiled} of ${total} packages compiled`);
	const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
	const args = ["build", "-v", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", temporary, command];
	await quietly("go", args, { cwd: here, env, onLine: onCompiled, background: true });
	renameSync(temporary, target);
}
