// `npm test [--debian=13] [ring …] [jest's arguments]` runs the rings of tests, in labs that only the tests use. Their hosts have Debian
// 12, or the release that is given.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { asStep, Failed, interruption, main, openly, quietly, unitWorkers } from "./commands.mjs";
import { cacheFolder, root } from "./pulumi/cache.mjs";
import { ensureEngine } from "./pulumi/engine.mjs";
import { duration } from "./pulumi/progress.mjs";
import { build, checkMachine, cli, installPackages, labEnvironment, withOnPath } from "./setup.mjs";

const usualRings = ["lint", "unit", "lab", "e2e"];
// The ring lab-product boots many VMs, and the ring soak takes an hour or more, so they run only when they are named.
const allRings = [...usualRings, "soak", "lab-product"];
const sharingLabs = ["lab", "e2e", "soak"];
// An emulated lab uses one processor at most, and each test waits for its hosts or for its engine: three labs keep two processors busy.
const labs = ["lab-test", "lab-test-2", "lab-test-3"].map((name) => ({
	...process.env,
	PULUMI_OVS_LAB: path.join(cacheFolder(), name),
}));
const say = (text) => process.stdout.write(`${text}\n`);

const all = process.argv.slice(2);
const release = all.find((one) => one.startsWith("--debian="));
const given = all.filter((one) => one !== release);
const named = given.findIndex((one) => !allRings.includes(one));
const chosen = named === -1 ? given : given.slice(0, named);
const rings = chosen.length ? allRings.filter((ring) => chosen.includes(ring)) : usualRings;
const onLabs = sharingLabs.filter((ring) => rings.includes(ring));
const jestArguments = given.slice(chosen.length);

const nothing = { passed: 0, failed: 0, skipped: 0 };
const failure = { ...nothing, failed: 1 };

async function lint() {
	const bin = (name) => path.join(root, "node_modules/.bin", name);
	const ends = [
		await openly(bin("biome"), ["check", "--error-on-warnings"]),
		await openly(bin("tsc"), ["-p", "tsconfig.check.json"]),
	];
	return { ...nothing, failed: ends.filter((end) => end !== 0).length };
}

/** The counts of one ring. A file that can't be loaded counts as one failure, because its tests are not counted. */
function countsOf(ring, files) {
	const own = files.filter(({ name }) => name.startsWith(path.join(root, "test", ring) + path.sep));
	const statuses = own.flatMap(({ assertionResults: tests, status }) =>
		tests.length === 0 && status === "failed" ? ["failed"] : tests.map((test) => test.status),
	);
	const passed = statuses.filter((status) => status === "passed").length;
	const failed = statuses.filter((status) => status === "failed").length;
	return { passed, failed, skipped: statuses.length - passed - failed };
}

/** Runs Jest on rings. Returns the counts of each; a failure of Jest itself is a failure of the last one. */
async function jest(chosenRings, args, env) {
	const file = path.join(cacheFolder(), `test-${chosenRings.join("-")}.json`);
	rmSync(file, { force: true });
	const all = ["--selectProjects", ...chosenRings, "--json", `--outputFile=${file}`, "--passWithNoTests", ...args];
	const program = path.join(root, "node_modules/jest/bin/jest.js");
	const end = await openly(process.execPath, [program, ...all, ...jestArguments], { env });
	if (!existsSync(file)) return chosenRings.map(() => failure);
	const { testResults } = JSON.parse(readFileSync(file, "utf8"));
	const counts = chosenRings.map((ring) => countsOf(ring, testResults));
	if (end === 0 || counts.some(({ failed }) => failed > 0)) return counts;
	return [...counts.slice(0, -1), { ...counts.at(-1), failed: 1 }];
}

/** Runs `work`, which returns the counts of each ring, and shows them with the time that it took. */
async function withLines(names, work) {
	const started = Date.now();
	say(`— ${names.length > 1 ? "Rings" : "Ring"} ${names.join(" and ")}`);
	const results = await work().catch((error) => {
		if (!error.shown) say(error.message);
		return names.map(() => failure);
	});
	const took = duration(Date.now() - started);
	results.forEach(({ passed, failed, skipped }, i) => {
		const more = skipped ? `, ${skipped} skipped` : "";
		say(`${failed ? "✗" : "✓"} Ring ${names[i]}: ${passed} passed, ${failed} failed${more} (${took})`);
	});
	return results;
}

/** Starts new labs for the tests. The user's own lab and stacks are not touched. Returns the environment of tests that use them. */
async function startLabs() {
	await asStep("Labs of the tests", async (progress) => {
		const options = ["--install", "--topology", "test/lab.json", ...(release ? [release] : [])];
		const up = (env) => quietly(process.execPath, [cli, "lab", "up", ...options], { env });
		// The first one may build the image, and saves its VM, from which the others are restored.
		const [first, ...others] = labs;
		progress.update("the first one");
		await up(first);
		progress.update("the others");
		await Promise.all(others.map(up));
		return `${labs.length} VMs`;
	});
	const configs = labs.map((env) => labEnvironment(env).PULUMI_OVS_SSH_CONFIG);
	const state = path.join(cacheFolder(), "test-state");
	rmSync(state, { recursive: true, force: true });
	mkdirSync(state, { recursive: true });
	const tests = {
		PULUMI_BACKEND_URL: `file://${state}`,
		PULUMI_OVS_TEST_LABS: JSON.stringify(configs),
		// Node 20 parses this file of certificates whenever it starts, which takes longer than the rest of its start. No test needs it.
		NODE_EXTRA_CA_CERTS: undefined,
	};
	return { ...labEnvironment(labs[0]), ...tests };
}

async function endLabs() {
	const down = (env) => openly(process.execPath, [cli, "lab", "down"], { env, always: true });
	await Promise.all(labs.map(down));
}

/** Unpacks tools of hosts. Without them, tests of OVSDB's rows and of login shells are skipped with a message, and a lab takes all generated inputs. */
async function unpackHostTools() {
	const lastAdded = path.join(root, ".cache/host-tools/usr/bin/fish");
	if (!existsSync(lastAdded)) await quietly("sh", ["test/tools/get-host-tools.sh"], { cwd: root }).catch(() => undefined);
}

async function runRings(built) {
	// The engine and the labs get ready while the fast rings run. Their errors are shown by their steps, and fail the rings that need them.
	const needsLabs = onLabs.length > 0;
	const ready = needsLabs ? Promise.all([ensureEngine(), built.then(startLabs)]) : undefined;
	ready?.catch(() => {});
	const results = [];
	try {
		await built;
		await unpackHostTools();
		if (rings.includes("lint")) results.push(...(await withLines(["lint"], async () => [await lint()])));
		if (rings.includes("unit")) {
			results.push(...(await withLines(["unit"], () => jest(["unit"], [unitWorkers], process.env))));
		}
		if (needsLabs && !interruption.signal) {
			const work = async () => {
				const [engine, env] = await ready;
				// Each of Jest's workers has its own lab, whose hosts its tests share (test/support/lab.ts).
				return jest(onLabs, [`--maxWorkers=${labs.length}`], withOnPath(engine, env));
			};
			results.push(...(await withLines(onLabs, work)));
		}
	} finally {
		await ready?.catch(() => {});
		if (needsLabs && existsSync(cli)) await endLabs();
	}
	if (rings.includes("lab-product") && !interruption.signal) {
		results.push(...(await withLines(["lab-product"], () => jest(["lab-product"], ["--runInBand"], process.env))));
	}
	return results;
}

await main("npm test", async () => {
	const started = Date.now();
	checkMachine();
	mkdirSync(cacheFolder(), { recursive: true });
	const results = await runRings(installPackages().then(build));
	if (interruption.signal) throw new Failed("interrupted");
	const sum = (key) => results.reduce((total, counts) => total + counts[key], 0);
	say(`\nAll rings took ${duration(Date.now() - started)}`);
	say(`${sum("passed")} passed, ${sum("failed")} failed${sum("skipped") ? `, ${sum("skipped")} skipped` : ""}`);
	return sum("failed") ? 1 : 0;
});
