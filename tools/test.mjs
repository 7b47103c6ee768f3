// `npm test [ring …] [jest's arguments]` runs the rings of tests from fast to slow, in labs that only the tests use.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { Failed, interruption, main, openly, quietly, unitWorkers } from "./commands.mjs";
import { cacheFolder, root } from "./pulumi/cache.mjs";
import { ensureEngine } from "./pulumi/engine.mjs";
import { duration } from "./pulumi/progress.mjs";
import { build, checkMachine, cli, installPackages, labEnvironment, withOnPath } from "./setup.mjs";

const usualRings = ["lint", "unit", "lab", "e2e"];
// The ring lab-product boots many VMs, so it runs only when it is named.
const allRings = [...usualRings, "lab-product"];
const onLab = ["lab", "e2e", "lab-product"];
// Two labs run at once: while one test waits for its hosts, the other's engine uses the processor.
const labs = ["lab-test", "lab-test-2"];
const say = (text) => process.stdout.write(`${text}\n`);

const given = process.argv.slice(2);
const named = given.findIndex((one) => !allRings.includes(one));
const chosen = named === -1 ? given : given.slice(0, named);
const rings = chosen.length ? allRings.filter((ring) => chosen.includes(ring)) : usualRings;
const jestArguments = given.slice(chosen.length);

async function lint() {
	const bin = (name) => path.join(root, "node_modules/.bin", name);
	const ends = [
		await openly(bin("biome"), ["check", "--error-on-warnings"]),
		await openly(bin("tsc"), ["-p", "tsconfig.check.json"]),
	];
	return { passed: 0, failed: ends.filter((end) => end !== 0).length, skipped: 0 };
}

function countsIn(file) {
	if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
	const result = JSON.parse(readFileSync(file, "utf8"));
	return {
		passed: result.numPassedTests,
		// A file that can't be loaded counts as one failure, because its tests are not counted.
		failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
		skipped: result.numPendingTests + result.numTodoTests,
	};
}

async function jest(ring, env) {
	const file = path.join(cacheFolder(), `test-${ring}.json`);
	rmSync(file, { force: true });
	const args = ["--selectProjects", ring, "--json", `--outputFile=${file}`, "--passWithNoTests"];
	if (ring === "unit") args.push(unitWorkers);
	else if (ring === "lab-product") args.push("--runInBand");
	// Each worker has its own lab, whose hosts its tests share (test/support/lab.ts).
	else if (onLab.includes(ring)) args.push(`--maxWorkers=${labs.length}`);
	const program = path.join(root, "node_modules/jest/bin/jest.js");
	const end = await openly(process.execPath, [program, ...args, ...jestArguments], { env });
	const counts = countsIn(file);
	return end === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

async function ringWithLine(ring, work) {
	const started = Date.now();
	say(`— Ring ${ring}`);
	const counts = await work().catch((error) => {
		say(error.message);
		return { passed: 0, failed: 1, skipped: 0 };
	});
	const skipped = counts.skipped ? `, ${counts.skipped} skipped` : "";
	const took = duration(Date.now() - started);
	say(`${counts.failed ? "✗" : "✓"} Ring ${ring}: ${counts.passed} passed, ${counts.failed} failed${skipped} (${took})`);
	return counts;
}

/** Runs `work` with new labs that are removed afterwards. The user's own lab and stacks are not touched. */
async function withLabs(work) {
	const engine = await ensureEngine();
	const bases = labs.map((name) => ({ ...process.env, PULUMI_OVS_LAB: path.join(cacheFolder(), name) }));
	const lab = (base, ...args) => openly(process.execPath, [cli, "lab", ...args], { env: base, always: args[0] === "down" });
	const configs = [];
	try {
		for (const base of bases) {
			const end = await lab(base, "up", "--install", "--topology", "test/lab.json");
			if (end !== 0) throw new Failed(`the lab doesn't come up (ended with ${end})`);
			configs.push((await labEnvironment(base)).PULUMI_OVS_SSH_CONFIG);
		}
		const state = path.join(cacheFolder(), "test-state");
		rmSync(state, { recursive: true, force: true });
		mkdirSync(state, { recursive: true });
		const env = withOnPath(engine, await labEnvironment(bases[0]));
		await work({ ...env, PULUMI_BACKEND_URL: `file://${state}`, PULUMI_OVS_TEST_LABS: JSON.stringify(configs) });
	} finally {
		for (const base of bases) await lab(base, "down");
	}
}

/** Unpacks ovsdb-server for the tests of OVSDB's rows. Without it these tests are skipped with a message. */
async function unpackOvsdb() {
	const there = path.join(root, ".cache/ovsdb/usr");
	if (!existsSync(there)) await quietly("sh", ["test/tools/get-ovsdb.sh"], { cwd: root }).catch(() => undefined);
}

async function runRings() {
	const results = [];
	if (rings.includes("lint")) results.push(await ringWithLine("lint", lint));
	if (rings.includes("unit")) await unpackOvsdb();
	if (rings.includes("unit")) results.push(await ringWithLine("unit", () => jest("unit", process.env)));
	const left = rings.filter((ring) => onLab.includes(ring));
	if (left.length === 0 || interruption.signal) return results;
	try {
		await withLabs(async (env) => {
			while (left.length && !interruption.signal) {
				const ring = left.shift();
				results.push(await ringWithLine(ring, () => jest(ring, env)));
			}
		});
	} catch (error) {
		for (const ring of left.length ? left : onLab.slice(-1)) {
			results.push(await ringWithLine(ring, () => Promise.reject(error)));
		}
	}
	return results;
}

await main("npm test", async () => {
	const started = Date.now();
	checkMachine();
	await installPackages();
	await build();
	mkdirSync(cacheFolder(), { recursive: true });
	const results = await runRings();
	if (interruption.signal) throw new Failed("interrupted");
	const sum = (key) => results.reduce((total, counts) => total + counts[key], 0);
	say(`\nAll rings took ${duration(Date.now() - started)}`);
	say(`${sum("passed")} passed, ${sum("failed")} failed${sum("skipped") ? `, ${sum("skipped")} skipped` : ""}`);
	return sum("failed") ? 1 : 0;
});
