// `npm run check [jest's arguments]`: lint, types and unit tests side by side, while one writes.
import path from "node:path";
import { Failed, main, openly, quietly, unitWorkers } from "./commands.mjs";
import { root } from "./pulumi/cache.mjs";
import { duration } from "./pulumi/progress.mjs";

const bin = (name) => path.join(root, "node_modules/.bin", name);
const say = (text) => process.stdout.write(`${text}\n`);

/** Runs a check that only has something to say when it fails. */
async function check(name, program, ...args) {
	const started = Date.now();
	const error = await quietly(bin(program), args).then(
		() => undefined,
		(reason) => reason,
	);
	return { name, error, took: duration(Date.now() - started) };
}

async function unitTests() {
	const started = Date.now();
	// The projects come last, for jest takes all words after them as projects.
	const end = await openly(bin("jest"), [
		...process.argv.slice(2),
		unitWorkers,
		"--testTimeout=10000",
		"--selectProjects",
		"unit",
	]);
	// What failed stands in jest's own output.
	return { name: "Unit tests", error: end === 0 ? undefined : new Error(""), took: duration(Date.now() - started) };
}

await main("npm run check", async () => {
	const results = await Promise.all([
		check("Lint", "biome", "check", "--error-on-warnings", "--colors=force"),
		check("Types", "tsc", "-p", "tsconfig.check.json", "--pretty"),
		unitTests(),
	]);
	say("");
	for (const { name, error, took } of results)
		say(`${error ? "✗" : "✓"} ${name} (${took})${error?.message ? `\n${error.message}` : ""}`);
	const failed = results.filter(({ error }) => error).map(({ name }) => name.toLowerCase());
	if (failed.length > 0) throw new Failed(failed.join(", "));
	return 0;
});
