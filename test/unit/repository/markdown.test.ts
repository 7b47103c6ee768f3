import { blocksOf, isShown } from "../../support/markdown";
import { ReaderShell } from "../../support/shell";

describe("the reader of Markdown", () => {
	const text = [
		"# Title",
		"```sh",
		"one \\",
		"  two    # fails: a reason",
		"three",
		"```",
		"",
		"```text",
		"out",
		"```",
		"## More",
		"```ts",
		"code",
		"```",
		"```sh",
		"four",
		"```",
		"words",
		"```text",
		"no output of four",
		"```",
	].join("\n");

	test("finds commands, their lines, headings and outputs", () => {
		expect(blocksOf("a.md", text)).toEqual([
			{
				file: "a.md",
				line: 3,
				heading: "Title",
				commands: [
					{ line: 3, text: "one   two    # fails: a reason", fails: true },
					{ line: 5, text: "three", fails: false },
				],
				output: ["out"],
			},
			{ file: "a.md", line: 16, heading: "More", commands: [{ line: 16, text: "four", fails: false }] },
		]);
	});

	test.each([
		["a  b\n\nc\n", ["a b", "c"], true],
		["a b\nd\n", ["a b", "c"], false],
		["a b\n", ["a b", "c"], false],
		["a b\nc\n", ["a b"], false],
		["at 12:00 (x)\n", ["at … (x)"], true],
		["at 12:00 (x) y\n", ["at … (x)"], false],
		["x\ny\nz\n", ["…", "z"], true],
		["x\ny\nz\n", ["…", "y"], false],
		["x\ny\nz\n", ["…", "y", "…"], true],
		["z\n", ["…", "z", "…"], true],
		["a.b\n", ["a.b"], true],
		["acb\n", ["a.b"], false],
	])("compares %j with %j", (printed, shown, same) => {
		expect(isShown(printed, shown)).toBe(same);
	});
});

describe("the reader's shell", () => {
	const block = (text: string) => blocksOf("a.md", text)[0] ?? fail();
	const fail = (): never => {
		throw new Error("no block");
	};
	let shell: ReaderShell;
	beforeEach(() => {
		shell = new ReaderShell("/", { ...process.env });
	});
	afterEach(() => shell.end());

	test("keeps variables and folder from block to block, and stops at a command that fails", async () => {
		await shell.run(block("```sh\ncd /usr\nx='a b'\n```"));
		await shell.run(block('```sh\necho "$PWD $x"\n```\n```text\n/usr a b\n```'));
		await expect(shell.run(block("```sh\ntrue\nls /no-such-file\n```"))).rejects.toThrow(
			/^a\.md:3: ls .*\nended with 2:\n.*no-such/,
		);
	});

	test("wants a command to fail whose comment says so, and output as it is shown", async () => {
		await shell.run(block("```sh\nfalse    # fails: it does nothing else\n```"));
		await expect(shell.run(block("```sh\ntrue # fails\n```"))).rejects.toThrow(/ended with 0/);
		await expect(shell.run(block("```sh\necho b\n```\n```text\na\n```"))).rejects.toThrow(/a\.md:2 shows\na\n.*\nb\n/s);
	});

	test("waits for the output of a command in the background, and keeps its input from the next commands", async () => {
		const pipe = `/tmp/pulumi-ovs-shell-${process.pid}`;
		await shell.run(block(`\`\`\`sh\nmkfifo ${pipe}\n(echo here; cat ${pipe}; rm ${pipe}) &\n\`\`\`\n\`\`\`text\nhere\n\`\`\``));
		await shell.run(block(`\`\`\`sh\ncat\necho word >${pipe}\nwait\n\`\`\`\n\`\`\`text\nword\n\`\`\``));
	});
});
