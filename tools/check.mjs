// `npm run check [jest's arguments]` runs lint, types and unit tests side by side, for use while you edit.
import path from "node:path";
import { Failed, main, openly, quietly, unitWorkers } from "./commands.mjs";
import { root } from "./pulumi/cache.mjs";
import { duration } from "./pulumi/progress.mjs";

const bin = (name) => path.join(root, "node_modules/.bin", name);
const say = (text) => process.stdout.write(`${text}\n`);

/** Runs a check whose output is shown only if it fails. */
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
	// Jest takes all words after --selectProjects as projects, so that option comes last.
	const end = await openly(bin("jest"), [...process.argv.slice(2), unitWorkers, "--selectProjects", "unit"]);
	// Jest itself has printed the failures.
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
