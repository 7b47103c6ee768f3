import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Block, blocksOf } from "./markdown";
import { root } from "./package";

/** Commands in README.md, docs/ and examples/ that no test runs, and why. All others are run as printed. */
export const notRun: { command: RegExp; because: string }[] = [
	{ command: /^npm start\b/, because: "it would use the reader's own lab and stack" },
	{ command: /^npm test\b/, because: "it runs these tests" },
	{ command: /^npm ci\b/, because: "it would replace the packages that the tests use" },
	{
		command: /^npx pulumi-ovs lab (up|down)( --topology lab\.json| --hosts 3)?(\s+#.*)?$/,
		because: "the tests' labs have these hosts",
	},
	{
		command: /^npx pulumi-ovs orphans h1 .* --remove /,
		because: "the lesson has no such orphans. test/lab/orphans.test.ts removes some",
	},
	{ command: /^mkdir mesh && cd mesh$/, because: "the project of a lesson is used in its place" },
	{ command: /^pulumi login\b/, because: "it would change the login of who runs the tests" },
	{ command: /^pulumi new\b/, because: "it downloads a template of Pulumi's" },
	{ command: /^npm install pulumi-ovs$/, because: "the tests use the package that they have packed" },
	{ command: /\bssh-keyscan\b.* 198\.51\.100\.7\b/, because: "there is no such host, and no packet may leave the machine" },
];

/** The files whose commands are run: the README, the documents and the examples. */
export const documents: string[] = [
	"README.md",
	...readdirSync(join(root, "docs"))
		.filter((name) => name.endsWith(".md"))
		.map((name) => `docs/${name}`),
	"examples/README.md",
	...readdirSync(join(root, "examples"), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => `examples/${name}/README.md`),
];

const isRun = ({ text }: { text: string }) => !notRun.some(({ command }) => command.test(text));

export const allBlocks = (file: string): Block[] => blocksOf(file, readFileSync(join(root, file), "utf8"));

/** True for a block that is a file, which a reader stores and starts. A test of its own runs it. */
const isFile = ({ commands }: Block) => commands[0]?.text.startsWith("#!") ?? false;

/** The blocks of a file without the commands that no test runs. */
export const blocksToRun = (file: string): Block[] =>
	allBlocks(file)
		.filter((block) => !isFile(block))
		.map((block) => ({ ...block, commands: block.commands.filter(isRun) }))
		.filter(({ commands }) => commands.length > 0);
