import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

// The benchmark consists of ES modules, so it runs in its own process.
const root = resolve(__dirname, "../../..");

/** Evaluates a module in bench/, and returns what it prints as JSON. */
const inBench = (script: string) =>
	JSON.parse(
		execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: resolve(root, "bench"), encoding: "utf8" }),
	);

const result = (measurements: object[]) => ({ date: "2026-01-01", machine: "a machine", rounds: 3, notes: [], measurements });
const measured = (contestant: string, size: number, seconds: number[], more: object = {}) => ({
	...{ size, contestant, parallelism: null, step: "create", seconds },
	...more,
});

test("a table has medians with their spread, ratios within each round, and the growth beyond the floor", () => {
	const measurements = [10, 100].flatMap((size) => [
		measured("pulumi-ovs", size, [2 * size, 3 * size, 9 * size], { commands: 5, bytes: 1900 }),
		measured("floor", size, [size, 2 * size, 3 * size]),
		measured("script", size, [0.25]),
	]);
	const text: string = inBench(`
		import { topicText } from "./report/tables.mjs";
		const topic = { about: "N ports.", unit: "ports" };
		console.log(JSON.stringify(topicText(topic, ${JSON.stringify(result(measurements))})));
	`);
	expect(text.split("\n").filter((line) => line.startsWith("|"))).toEqual([
		"| ports |        | floor       | pulumi-ovs  | ratio | commands | script     |",
		"| ----- | ------ | ----------- | ----------- | ----- | -------- | ---------- |",
		"| 10    | create | 20.0 ± 10.0 | 30.0 ± 35.0 | 2.00  | 5        | 0.3 (once) |",
		"| 100   | create | 200 ± 100   | 300 ± 350   | 2.00  | 5        | 0.3 (once) |",
	]);
	expect(text).toContain(
		"divided by the number of ports: 1000 ms with 10, 1000 ms with 100. It grows with the exponent 1.00 (1: in proportion).",
	);
	expect(text).toContain("The state has 1,900 bytes per resource.");
});

test("a time beyond the floor that is shorter with more objects does not grow", () => {
	const measurements = [10, 100].flatMap((size) => [
		measured("pulumi-ovs", size, [size + 10 / size]),
		measured("floor", size, [size]),
	]);
	const text: string = inBench(`
		import { topicText } from "./report/tables.mjs";
		const topic = { about: "N ports.", unit: "ports" };
		console.log(JSON.stringify(topicText(topic, ${JSON.stringify(result(measurements))})));
	`);
	expect(text).toContain("100 ms with 10, 1 ms with 100. It does not grow with the number of ports.");
});

test("the plot has a line for each contestant", () => {
	const measurements = [10, 100].flatMap((size) => [measured("pulumi-ovs", size, [size]), measured("floor", size, [size / 2])]);
	const svg: string = inBench(`
		import { plot } from "./report/plot.mjs";
		console.log(JSON.stringify(plot({ unit: "ports" }, ${JSON.stringify(result(measurements))})));
	`);
	expect(svg.match(/<polyline/g)).toHaveLength(2);
	expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

test("the pages have the tables of the last results, and places for all topics", () => {
	const pages: Record<string, string> = inBench(`
		import { readFileSync } from "node:fs";
		import { computed } from "./computed/index.mjs";
		import { rendered } from "./report/pages.mjs";
		import { results } from "./results.mjs";
		import { topics } from "./topics/index.mjs";
		console.log(JSON.stringify(rendered(topics, computed, results(), (file) => readFileSync("../" + file, "utf8"))));
	`);
	for (const [file, text] of Object.entries(pages)) expect(readFileSync(resolve(root, file), "utf8")).toBe(text);
	const names: string[] = inBench(`
		import { topics } from "./topics/index.mjs";
		console.log(JSON.stringify(topics.map(({ name }) => name)));
	`);
	const page = readFileSync(resolve(root, "docs/performance.md"), "utf8");
	for (const name of names) expect(page).toMatch(new RegExp(`<!-- bench ${name} -->[^]*<!-- end of bench ${name} -->`));
	expect(existsSync(resolve(root, "docs/performance.svg"))).toBe(page.includes("(performance.svg)"));
});

test("a mesh on simulated hosts comes, stays and goes in few round trips to each host", () => {
	const text = execFileSync(process.execPath, ["bench/simulation/run.mjs", "mesh:8", "0"], { cwd: root, encoding: "utf8" });
	const life = JSON.parse(text);
	const each = ["create", "no change", "refresh", "destroy"].map((step) => life[step].roundTrips / life.hosts);
	expect([life.hosts, life.resources, each]).toEqual([8, 16, [3, 0, 1, 2]]);
});
