// Fetches Pulumi's released command line, with its language hosts, by the npm package `pulumi`. That package downloads a release when
// it first runs. Nothing is compiled.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Failed, quietly } from "./processes.mjs";

const npmFolder = fileURLToPath(new URL("npm", import.meta.url));
// After this much, the way to the server is known to be open, and a pause in the download is no reason to give up early.
const openAfterBytes = 100_000;
export const usualPatience = { first: 5_000, later: 20_000 };

function sizeOf(folder) {
	let size = 0;
	try {
		for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
			if (entry.isFile()) size += statSync(path.join(entry.parentPath ?? entry.path, entry.name)).size;
		}
	} catch {
		// A file was removed meanwhile. The next look counts again.
	}
	return size;
}

/** Watches a folder. `stalled` settles when its size has not changed for too long. */
function watchGrowth(folder, patience, onSize) {
	const before = sizeOf(folder);
	let size = before;
	let changed = Date.now();
	let hasStalled = false;
	let timer;
	const stalled = new Promise((resolve) => {
		timer = setInterval(() => {
			const now = sizeOf(folder);
			if (now !== size) changed = Date.now();
			size = now;
			onSize(size - before);
			if (Date.now() - changed < (size - before > openAfterBytes ? patience.later : patience.first)) return;
			hasStalled = true;
			resolve();
		}, 200);
	});
	return { stalled, hasStalled: () => hasStalled, stop: () => clearInterval(timer) };
}

/**
 * Fetches this version into the folder `target`, which is replaced. Throws if the npm registry or the server of the releases is not
 * reached: by default within 20 s and 5 s.
 */
export async function fetchRelease({ version, target, progress, patience = usualPatience }) {
	mkdirSync(path.dirname(target), { recursive: true });
	const work = mkdtempSync(path.join(path.dirname(target), "release-"));
	const home = path.join(work, "home");
	const onSize = (size) => progress.update(`fetching ${version}, ${Math.round(size / 1e6)} MB`);
	try {
		cpSync(npmFolder, work, { recursive: true });
		progress.update("fetching the npm package pulumi");
		const flags = [
			"--ignore-scripts",
			"--prefer-offline",
			"--no-progress",
			"--fetch-retries=0",
			`--fetch-timeout=${patience.first}`,
		];
		// npm itself has no limit for the look-up of the registry's name.
		const until = after(patience.later, undefined, { ref: false });
		await quietly("npm", ["ci", ...flags], { cwd: work, isDisposable: true, until }).catch(() => {
			throw new Failed("npm can't fetch the package pulumi");
		});
		// The package runs a script that downloads to TMPDIR and unpacks to PULUMI_HOME, so all of its files are in `work`.
		const env = { ...process.env, TMPDIR: work, PULUMI_HOME: home, PULUMI_VERSION: version, PULUMI_SKIP_UPDATE_CHECK: "true" };
		const growth = watchGrowth(work, patience, onSize);
		try {
			await quietly(process.execPath, ["node_modules/pulumi/run.js", "version"], { cwd: work, env, until: growth.stalled });
		} catch (error) {
			throw growth.hasStalled() ? new Failed("the server of Pulumi's releases does not answer") : error;
		} finally {
			growth.stop();
		}
		rmSync(target, { recursive: true, force: true });
		renameSync(path.join(home, "versions", version, "bin"), target);
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}
