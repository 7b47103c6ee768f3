import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { labCommand } from "../../../cli/lab";
import { orphansCommand } from "../../../cli/orphans";
import { planCommand } from "../../../cli/plan";

const root = resolve(__dirname, "../../..");
const lab = labCommand();
const commands = [lab, ...lab.commands, orphansCommand(), planCommand()];

function helpOf(command: Command): string {
	let text = "";
	command.configureOutput({
		writeOut: (more) => {
			text += more;
		},
	});
	command.outputHelp();
	return text;
}

/** The command lines in a text that begin with `npx pulumi-ovs lab`, as words. */
const linesIn = (text: string): string[][] =>
	[...text.matchAll(/npx pulumi-ovs lab((?: +(?:'[^']*'|"[^"]*"|[^\s`"'#)]+))*)/g)].map(
		([, words = ""]) => words.match(/'[^']*'|"[^"]*"|\S+/g) ?? [],
	);

/** The mistake in a command line; undefined if there is none. */
function mistakeIn([name, ...words]: string[]): string | undefined {
	if (name === undefined || name === "--help") return undefined;
	const command = lab.commands.find((each) => each.name() === name);
	if (!command) return `there is no command "lab ${name}"`;
	const own = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
	const known = ["--help", ...command.options.map((option) => option.long)];
	const unknown = own.find((word) => word.startsWith("--") && !known.includes(word));
	if (unknown) return `"lab ${name}" has no option ${unknown}`;
	const remote = words[words.indexOf("--") + 1];
	// No shell on the host splits a quoted word into a command and its arguments.
	return name === "exec" && remote && /^['"].* /.test(remote) ? `${remote} is one word: use sh -c` : undefined;
}

test.each(commands.map((command) => [command.name(), command]))("%s says what it and its arguments do", (_, command) => {
	expect(command.description()).not.toBe("");
	for (const { flags, description } of command.options)
		expect([flags, description]).toEqual([flags, expect.stringMatching(/\w/)]);
	for (const each of command.registeredArguments)
		expect([each.name(), each.description]).toEqual([each.name(), expect.stringMatching(/\w/)]);
});

test("the examples of the help texts are right", () => {
	const lines = commands.flatMap((command) => linesIn(helpOf(command)));
	expect(lines.length).toBeGreaterThan(7);
	expect(lines.map(mistakeIn).filter(Boolean)).toEqual([]);
});

test("the commands on all pages are right", () => {
	const pages = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).trim().split("\n");
	const lines = pages.flatMap((page) => linesIn(readFileSync(join(root, page), "utf8")).map((words) => ({ page, words })));
	expect(lines.length).toBeGreaterThan(40);
	expect(lines.flatMap(({ page, words }) => (mistakeIn(words) ? [`${page}: ${mistakeIn(words)}`] : []))).toEqual([]);
});

test("mistakes are found", () => {
	const found = linesIn(`npx pulumi-ovs lab start, \`npx pulumi-ovs lab up --count 3\`, npx pulumi-ovs lab exec h1 -- "nc -l 7"`);
	expect(found.map(mistakeIn)).toEqual([
		'there is no command "lab start,"',
		'"lab up" has no option --count',
		'"nc -l 7" is one word: use sh -c',
	]);
});
