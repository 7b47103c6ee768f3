import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { kinds } from "../../../provider/kinds";
import { generatedFiles } from "../../../tools/generate/files";
import { type Field, fieldsOf, jsonOf, nestedShapes } from "../../../tools/generate/model";

const pages = [...generatedFiles()].filter(([file]) => file.endsWith(".md"));

/** The lines of a page that are not in a block of code. */
const proseOf = (page: string): string[] => page.replace(/^```.*?^```$/gms, "").split("\n");

/** The cells of a row, by the rules of GitHub: a | ends a cell, also in code, unless a backslash precedes it. */
const cellsOf = (row: string): string[] => row.replace(/^\| | \|$/g, "").split(/(?<!\\)\|/);

/** The tables of a page: their rows of cells, head first. */
function tablesOf(page: string): string[][][] {
	const blocks = proseOf(page).join("\n").split("\n\n");
	const rows = blocks.map((block) => block.split("\n").filter((line) => line.startsWith("|")));
	return rows.filter((lines) => lines.length > 0).map((lines) => lines.map(cellsOf));
}

const closing: Record<string, string> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** True if every bracket of a code span is closed in it. */
function isBalanced(code: string): boolean {
	const open: string[] = [];
	for (const char of code.replace(/"[^"]*"|=>/g, "")) {
		if (char in closing) open.push(closing[char] as string);
		else if (Object.values(closing).includes(char) && open.pop() !== char) return false;
	}
	return open.length === 0;
}

const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]*)`/g)].map(([, code = ""]) => code);

test.each([
	["string[]", true],
	['("a" | "b")[]', true],
	["Record<string, A[]>", true],
	['("a"', false],
	['"b")[]', false],
	["{ [key: string]: string", false],
])("the brackets of %s are balanced: %s", (code, expected) => {
	expect(isBalanced(code)).toBe(expected);
});

test("a row ends at a | that is not escaped, also in code", () => {
	expect(cellsOf("| `a \\| b` | c |")).toEqual(["`a \\| b` ", " c"]);
	expect(cellsOf("| `a | b` | c |")).toHaveLength(3);
});

describe.each(pages)("%s", (_, page) => {
	test("has tables whose rows have as many cells as the head", () => {
		const tables = tablesOf(page);
		expect(tables).not.toEqual([]);
		for (const [head = [], ...rows] of tables) for (const row of rows) expect([row, row.length]).toEqual([row, head.length]);
	});

	test("has only whole code spans, with balanced brackets", () => {
		for (const text of [...tablesOf(page).flat(2), ...proseOf(page).filter((line) => !line.startsWith("|"))]) {
			expect([text, (text.match(/`/g) ?? []).length % 2]).toEqual([text, 0]);
			expect(codeIn(text).filter((code) => !isBalanced(code))).toEqual([]);
		}
	});

	test("gives each type as one code span", () => {
		for (const [head = [], ...rows] of tablesOf(page)) {
			const column = head.findIndex((name) => name.trim() === "Type");
			if (column < 0) continue;
			for (const cell of rows.slice(1).map((row) => row[column]?.trim()))
				expect(cell).toMatch(/^(`[^`]+`|\[`[^`]+`\]\(#[a-z-]+\))$/);
		}
	});

	test("has only links to its own headings, each of which has another address", () => {
		const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
		const addresses = headings.map((heading) =>
			heading
				.toLowerCase()
				.replace(/[^a-z0-9 -]/g, "")
				.replaceAll(" ", "-"),
		);
		expect(new Set(addresses).size).toBe(addresses.length);
		for (const [, address] of page.matchAll(/\]\(#([^)]*)\)/g)) expect(addresses).toContain(address);
	});
});

test("a page with many fields shows them in groups, and lists the groups at its top", () => {
	for (const [type, { schema }] of Object.entries(kinds)) {
		const page = new Map(pages).get(`docs/resources/${type}.md`) ?? "";
		const tables = tablesOf(page.slice(page.indexOf("## Fields"))).filter(([head = []]) => head[3]?.includes("On change"));
		for (const rows of tables) expect([type, rows.length - 2 <= 13]).toEqual([type, true]);
		expect(tables.reduce((sum, rows) => sum + rows.length - 2, 0)).toBe(Object.keys(schema.shape).length);
		expect([type, page.includes("On this page:")]).toEqual([type, tables.length > 1]);
	}
});

/** The members of each union in a source file that stand there twice. */
function membersTwice(text: string): string[] {
	const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isUnionTypeNode(node)) {
			const members = node.types.map((type) => type.getText(source));
			found.push(...members.filter((member, i) => members.indexOf(member) < i));
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

test("no union has a member twice", () => {
	expect(membersTwice("let a: string | number | string; let b: A<B | B>;")).toEqual(["string", "B"]);
	const sources = [...generatedFiles()].filter(([file]) => file.endsWith(".ts"));
	expect(sources.length).toBeGreaterThan(20);
	expect(sources.flatMap(([file, text]) => membersTwice(text).map((member) => [file, member]))).toEqual([]);
});

test("the index has a row for each kind, in the order and the groups of the README", () => {
	const linesOf = (text: string, group: RegExp) =>
		[...text.matchAll(new RegExp(`${group.source}|^\\| \\[(\\w+)\\]`, "gm"))].map(([, name, type]) => name ?? type);
	const readme =
		readFileSync(join(__dirname, "../../../README.md"), "utf8").split("\n## Resources\n")[1]?.split("\n## ")[0] ?? "";
	const index = new Map(pages).get("docs/resources/README.md")?.split("\n## How to")[0] ?? "";
	const rows = linesOf(index, /^## (.+)$/);
	expect(rows).toEqual(linesOf(readme, /^\| \*\*(.+?)\*\*/));
	expect(rows).toEqual(expect.arrayContaining(Object.keys(kinds)));
});

/** Every text of the reference, by its place. */
const texts = Object.values(kinds).flatMap(({ type, summary, schema, computed }): [string, string][] => {
	const fields = fieldsOf(jsonOf(schema));
	const helpOf = (where: string, all: Field[]) => all.map(({ name, help }): [string, string] => [`${where}.${name}`, help]);
	return [
		[type, summary],
		...helpOf(type, fields),
		...nestedShapes(type, fields).flatMap((shape) => helpOf(shape.name, shape.fields)),
		...Object.entries(computed).map(([name, { help }]): [string, string] => [`${type}.${name}`, help]),
	];
});

test.each(texts)("the text of %s is a sentence in plain words: %s", (_, text) => {
	expect(text).toMatch(/^[A-Z`(].*[^ ]\.$/s);
	expect(text.split(" ").length).toBeGreaterThan(2);
	// Words that readers had to guess at.
	expect(text).not.toMatch(
		/\b(ours?|anew|bears?|whatever|alone|of its own that|says? (what|that|where))\b|the tool's default|\bUnset\b/,
	);
	// A sentence must not need the one before it.
	expect(text).not.toMatch(/\. (It|They|This|That|These) (is|are|was|were|has|have|does|can|may|must|will)\b/);
});

test("no two groups of a kind differ only by case, and no group has the name of the first one", () => {
	for (const { type, schema } of Object.values(kinds)) {
		const groups = [...new Set(fieldsOf(jsonOf(schema)).flatMap(({ json }) => json.group ?? []))];
		expect([type, new Set(groups.map((name) => name.toLowerCase())).size]).toEqual([type, groups.length]);
		expect([type, groups]).not.toEqual([type, expect.arrayContaining(["General"])]);
	}
});
