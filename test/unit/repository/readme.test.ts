import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kinds } from "../../../provider/kinds";

const root = join(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const readme = read("README.md");

test("the README's program is the quickstart, all of it", () => {
	const program = /```ts\n(.*?)```/s.exec(readme)?.[1];
	expect(program).toBe(read("examples/quickstart/index.ts"));
});

test("every kind has its row, and every example its link", () => {
	for (const kind of Object.keys(kinds)) expect(readme).toContain(`[${kind}](docs/resources/${kind}.md)`);
	const examples = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
	for (const { name } of examples) expect(readme).toContain(`[${name}](examples/${name})`);
});

test("the two commands are npm scripts", () => {
	const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
	expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["start", "test"]));
});

test("the command that the examples' READMEs call is found in their folders", () => {
	const output = execFileSync("npx", ["--no", "--", "pulumi-ovs", "--version"], {
		cwd: join(root, "examples/gateway"),
		encoding: "utf8",
	});
	expect(output.trim()).toBe(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
});
