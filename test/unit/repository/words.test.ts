import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../../..");

const sources = (folder: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.filter((file) => file.endsWith(".ts"))
		.map((file) => join(folder, file));

/** The texts in a source file: strings, and the fixed parts of templates. */
function textsOf(file: string): string[] {
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) found.push(node.text);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest));
	return found;
}

/** Words that a reader in a hurry stumbles over, each with a plain one. */
const odd: [RegExp, string][] = [
	[/\bours\b/i, "this program's"],
	[/\banew\b/i, "again, or recreated"],
	[/\bbears?\b/i, "has"],
];

const oddIn = (texts: string[]): string[] =>
	texts.flatMap((text) => odd.filter(([form]) => form.test(text)).map(([, plain]) => `say "${plain}" in: ${text}`));

test("odd words are found", () => {
	expect(oddIn(["it is not ours", "the hours of a bear", "renewed"])).toEqual([
		'say "this program\'s" in: it is not ours',
		'say "has" in: the hours of a bear',
	]);
});

test.each(["provider", "sdk"].flatMap(sources))("%s has no odd words in its texts", (file) => {
	expect(oddIn(textsOf(file))).toEqual([]);
});
