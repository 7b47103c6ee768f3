import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allBlocks, documents, notRun } from "../../support/documents";

const root = join(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const lessons = documents.filter((file) => /^examples\/.+\//.test(file));

test("each lesson can be run: it brings its example up, and its last section takes it down", () => {
	for (const file of lessons) {
		const headings = allBlocks(file).map(({ heading }) => heading);
		expect([file, headings.includes("Bring it up"), headings.at(-1)]).toEqual([file, true, "Tear down"]);
	}
});

test("the tests' lab has the hosts of the lab that a lesson starts", () => {
	const hosts = (file: string) => JSON.parse(read(file)).hosts;
	expect(hosts("test/lab.json")).toEqual(expect.arrayContaining(hosts("examples/gateway/lab.json")));
});

test("each exception is for a command that exists", () => {
	const commands = documents.flatMap(allBlocks).flatMap(({ commands }) => commands.map(({ text }) => text));
	for (const { command } of notRun) expect(commands.filter((text) => command.test(text))).not.toEqual([]);
});

test("what `lab exec` is to run is a program and its arguments, also where the text names it in passing", () => {
	for (const file of [...documents, "CONTRIBUTING.md"])
		expect([file, ...(read(file).match(/lab exec \w+ -- (?:"[^"]* [^"]*"|'[^']* [^']*')/g) ?? [])]).toEqual([file]);
});

test("git ignores the files that Pulumi writes for a reader's stacks", () => {
	for (const folder of ["", "examples/vrf/"]) {
		const { status } = spawnSync("git", ["check-ignore", "--quiet", "--no-index", `${folder}Pulumi.dev.yaml`], { cwd: root });
		expect([folder, status]).toEqual([folder, 0]);
	}
});
