// Gets a Pulumi engine, in this order: the user's own `pulumi` on the PATH; Pulumi's release, fetched by the npm package `pulumi`; a
// build from Pulumi's Go module, with the language host of this repository.
// As a program, this file prints the folder to add to the PATH.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cache.mjs";
import { buildEngine, goVersion, sourceKey, version } from "./gomodule.mjs";
import { asStep, Failed, interruption, quietly } from "./processes.mjs";
import { atLeast, findProgram, isExecutable } from "./programs.mjs";
import { fetchRelease } from "./released.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
// Since version 3.216, `read` of a provider may return inputs. Refreshes of this provider need that.
const oldestPulumi = "3.216.0";
const oldestGo = "1.24";

/** Version of the `pulumi` on the PATH; undefined if there is none, or if this file has got it. */
async function pulumiOnPath(bin) {
	const file = findProgram("pulumi", bin);
	if (!file) return undefined;
	const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
	const said = await quietly(file, ["version"], { cwd: here, env }).catch(() => undefined);
	return /v?(\d+\.\d+\.\d+\S*)/.exec(said ?? "")?.[1];
}

function writeExecutable(file, text) {
	const temporary = `${file}.${process.pid}`;
	writeFileSync(temporary, text, { mode: 0o755 });
	renameSync(temporary, file);
}

/** Writes the programs that the engine expects in its own folder: the language host, and the launcher of dynamic providers. */
function writeCompanions(bin) {
	const quoted = (file) => `'${file.replaceAll("'", `'\\''`)}'`;
	const folder = path.join(here, "language-host");
	const companions = {
		"pulumi-language-nodejs": `${quoted(path.join(bin, "language-host"))} --preloads ${quoted(folder)}`,
		"pulumi-resource-pulumi-nodejs": `node ${quoted(path.join(folder, "dynamic-provider.js"))}`,
	};
	for (const [name, command] of Object.entries(companions)) {
		writeExecutable(path.join(bin, name), `#!/bin/sh\nexec ${command} "$@"\n`);
	}
}

function readOrEmpty(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}

/** The engine that is in the folder already: "release", "build" or undefined. */
function presentEngine(bin, stamps) {
	if (!isExecutable(path.join(bin, "pulumi"))) return undefined;
	const stamp = readOrEmpty(path.join(bin, ".engine"));
	return Object.keys(stamps).find((way) => stamps[way] === stamp);
}

async function build(bin, progress, reasons) {
	progress.update(`building ${version}`);
	const go = await goVersion();
	if (!go || !atLeast(go, oldestGo)) {
		throw new Failed(
			[
				`no way to a Pulumi engine. Install Pulumi's command line, ${oldestPulumi} or newer, then run the command again.`,
				...reasons,
				`Build: ${go ? `Go ${go} is too old` : "there is no Go here"}; it needs Go ${oldestGo} or newer.`,
			].join("\n"),
		);
	}
	await buildEngine({ bin, go, progress });
	return go;
}

/** Fetches the release. Returns the reason if that fails, else undefined. */
async function fetchOrReason(bin, progress) {
	try {
		await fetchRelease({ version, target: bin, progress });
		return undefined;
	} catch (error) {
		if (interruption.signal || interruption.stopped) throw error;
		return error.message.split("\n").pop();
	}
}

/** Fetches or builds the engine. Returns how, in words; `onPath` says what is on the PATH. */
async function getEngine(bin, stamps, onPath, progress) {
	const reason = await fetchOrReason(bin, progress);
	const stamp = path.join(bin, ".engine");
	if (reason === undefined) {
		writeFileSync(stamp, stamps.release);
		return "Pulumi's release, fetched by the npm package pulumi";
	}
	progress.note(`the release can't be fetched (${reason}), so the engine is built from source`);
	const go = await build(bin, progress, [`On the PATH: ${onPath}.`, `Release: ${reason}.`]);
	writeFileSync(stamp, stamps.build);
	return `built with Go ${go}`;
}

/**
 * Gets the engine if needed. Returns the folder to put at the front of the PATH; undefined if the user's own `pulumi` is recent
 * enough.
 */
export async function ensureEngine({ stream = process.stdout } = {}) {
	const bin = path.join(cacheFolder(), "pulumi/bin");
	const stamps = { release: `${version} release\n`, build: `${version} ${sourceKey()}\n` };
	let folder;
	await asStep(
		"Pulumi engine",
		async (progress) => {
			const own = await pulumiOnPath(bin);
			if (own && atLeast(own, oldestPulumi)) return `yours, ${own}`;
			folder = bin;
			const tooOld = own ? `yours, ${own}, is older than ${oldestPulumi}` : "";
			const before = presentEngine(bin, stamps);
			const how = before
				? { release: "Pulumi's release, fetched before", build: "built before" }[before]
				: await getEngine(bin, stamps, tooOld || "no `pulumi`", progress);
			if (presentEngine(bin, stamps) === "build") writeCompanions(bin);
			return [`${version}, ${how}`, tooOld].filter(Boolean).join("; ");
		},
		stream,
	);
	return folder;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const bin = await ensureEngine({ stream: process.stderr }).catch(() => process.exit(1));
	if (bin) process.stdout.write(`${bin}\n`);
}
