import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const filesOf = (folder: string, ending: RegExp): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.filter((file) => ending.test(file) && !file.includes("node_modules"))
		.map((file) => join(folder, file));

const parse = (file: string, text = read(file)): ts.SourceFile => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

/** The texts in a source file: strings, and the fixed parts of templates. */
function textsOf(source: ts.SourceFile): string[] {
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) found.push(node.text);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** The comments in a source file, each as one line. */
function commentsOf(source: ts.SourceFile): string[] {
	const { text } = source;
	const found = new Map<number, string>();
	const visit = (node: ts.Node): void => {
		const ranges = [
			...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
			...(ts.getTrailingCommentRanges(text, node.end) ?? []),
		];
		for (const { pos, end } of ranges) found.set(pos, text.slice(pos, end).replace(/\s*\n[\s*]*/g, " "));
		for (const child of node.getChildren(source)) visit(child);
	};
	visit(source);
	return [...found].sort(([a], [b]) => a - b).map(([, comment]) => comment);
}

/** Words that a reader in a hurry stumbles over, each with a plain one. */
const odd: [RegExp, string][] = [
	[/\bours\b/i, "this program's"],
	[/\banew\b/i, "again, or recreated"],
	[/\bbears?\b/i, "has"],
	[/\b(?:came|comes?|coming) about\b/i, "is made, or happens"],
	[/\btold from\b/i, "told apart from"],
];

const oddIn = (texts: string[]): string[] =>
	texts.flatMap((text) => odd.filter(([form]) => form.test(text)).map(([, plain]) => `say "${plain}" in: ${text}`));

test("odd words are found", () => {
	expect(oddIn(["it is not ours", "the hours of a bear", "renewed", "it came about", "told from it"])).toEqual([
		'say "this program\'s" in: it is not ours',
		'say "has" in: the hours of a bear',
		'say "is made, or happens" in: it came about',
		'say "told apart from" in: told from it',
	]);
});

test("all comments and all texts of a source file are read", () => {
	const text = [
		"/** One\n * line. */",
		`export const a = \`x \${1 /* two */} y\`; // three`,
		'function f() {\n\tg("s"); // four\n\t// five\n}\n// six\n',
	];
	const source = parse("a.ts", text.join("\n"));
	expect(commentsOf(source)).toEqual(["/** One line. */", "/* two */", "// three", "// four", "// five", "// six"]);
	expect(textsOf(source)).toEqual(["x ", " y", "s"]);
});

test.each(["cli", "lab", "provider", "sdk", "tools"].flatMap((folder) => filesOf(folder, /\.[cm]?[jt]s$/)))(
	"%s has no odd words in its texts",
	(file) => expect(oddIn(textsOf(parse(file)))).toEqual([]),
);

test.each(["provider", "sdk"].flatMap((folder) => filesOf(folder, /\.ts$/)))("%s has no odd words in its comments", (file) =>
	expect(oddIn(commentsOf(parse(file)))).toEqual([]),
);

const pages = [
	...["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"],
	...["docs", "examples"].flatMap((folder) => filesOf(folder, /\.md$/)),
];

test.each(pages)("%s has no odd words", (file) => expect(oddIn(read(file).split("\n"))).toEqual([]));

/** The greatest width of a comment. The formatter wraps code, and leaves comments as they are. */
const widest = 140;

/** The lines of comments that are too wide to be read beside other windows. A tab takes two columns. */
const wideComments = (text: string): string[] =>
	text.split("\n").filter((line) => /^\s*(?:\*|\/\*\*|\/\/) /.test(line) && line.replaceAll("\t", "  ").length > widest);

test("wide comments are found", () => {
	const words = "word ".repeat(28).trim();
	expect(wideComments(`/** ${words} */\n\t// ${words}.\n// short\nconst code = "${words}";`)).toHaveLength(2);
});

const written = ["cli", "lab", "provider", "sdk", "tools"]
	.flatMap((folder) => filesOf(folder, /\.ts$/))
	.filter((file) => !read(file).startsWith("// Generated"));

test.each(written)("%s has no wide comments", (file) => expect(wideComments(read(file))).toEqual([]));
