import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kinds } from "../../../provider/kinds";
import { tools } from "../../../provider/tools/list";

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

test("every component has its row", () => {
	const sources = readdirSync(join(root, "sdk/components")).map((file) => read(`sdk/components/${file}`));
	const components = sources.flatMap((text) => [...text.matchAll(/"ovs:index:(\w+)"/g)].map(([, name]) => name));
	expect(components.length).toBeGreaterThan(2);
	for (const name of components) expect(readme).toMatch(new RegExp(`^\\| \\[${name}\\]\\(docs/`, "m"));
});

test("every tool that a host needs is in the table of tools", () => {
	const table = /### What a host needs\n(.*?)\n## /s.exec(readme)?.[1];
	const programs = tools.flatMap((tool) => Object.keys(tool.packages));
	expect(programs.length).toBeGreaterThan(5);
	for (const program of programs) expect(table).toContain(`\`${program}\``);
});

test("the versions are those that the package and its scripts check", () => {
	const { engines, peerDependencies } = JSON.parse(read("package.json"));
	const engine = read("tools/pulumi/engine.mjs");
	const constant = (name: string) => new RegExp(`const ${name} = "([\\d.]+)"`).exec(engine)?.[1];
	expect(readme).toContain(`[Node](https://nodejs.org) ${engines.node.replace(">=", "")} `);
	expect(peerDependencies["@pulumi/pulumi"]).toBe(`>=${constant("oldestPulumi")}`);
	expect(`${/ (3\.\d+) or newer \|/.exec(readme)?.[1]}.0`).toBe(constant("oldestPulumi"));
	expect(readme).toContain(`Go ${constant("oldestGo")} or newer`);
});

test("the two commands are npm scripts", () => {
	const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
	expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["start", "test"]));
});

test("the first stack undoes changes that cut the connection, and the README says so", () => {
	const value = /"config", "set", "ovs:commitConfirm", "(\d+)"/.exec(read("tools/start.mjs"))?.[1];
	const section = /## Try it.*?\n(.*?)\n## /s.exec(readme)?.[1];
	expect(section).toContain(`pulumi config set ovs:commitConfirm ${value}\``);
});

test("the command that the examples' READMEs call is found in their folders", () => {
	const output = execFileSync("npx", ["--no", "--", "pulumi-ovs", "--version"], {
		cwd: join(root, "examples/gateway"),
		encoding: "utf8",
	});
	expect(output.trim()).toBe(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
});
