import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type NftStep, nft } from "../../../provider/tools/nft";

const recorded = readFileSync(join(__dirname, "../../recorded/nft-refusals.txt"), "utf8")
	.split(/^\$ nft\n/m)
	.flatMap((block): [string, string][] => {
		const lines = block.trimEnd().split("\n");
		const input = lines.filter((line) => line.startsWith("> ")).map((line) => line.slice(2));
		const said = lines.filter((line) => !line.startsWith("> ")).join("\n");
		return said === "" ? [] : [[input.join("\n"), said]];
	});

const refused = (input: string, stderr: string) => {
	const step: NftStep = { tool: "nft", phase: "nft", netns: "", statements: input.split("\n") };
	return nft.refusal?.({ stdout: "", stderr, code: 1 }, nft.call([step]));
};

test.each(recorded)("%s: the refusal names the object", (input, said) => {
	const { text = "", excerpt } = refused(input, said) ?? {};
	expect(text).toMatch(/^nft refuses (rule ".+" of chain \w+|(the deletion of )?\w+ \w+|the elements of \w+): \S/);
	// The markers are below the part that they mark. Markers below the whole statement are left out.
	const lines = said.split("\n");
	const [statement = "", marks = lines[2] ?? ""] = excerpt?.split("\n") ?? [];
	const marked = (line: string, below: string) => line.slice(below.indexOf("^"), below.lastIndexOf("^") + 1);
	expect(marked(statement, marks)).toBe(marked(lines[1] ?? "", lines[2] ?? ""));
});

test("a crash of nft is told from a refusal, with what leads to it", () => {
	const step: NftStep = { tool: "nft", phase: "nft", netns: "", statements: ["insert rule ip t c handle 5 drop"] };
	const { text, excerpt } = nft.refusal?.({ stdout: "", stderr: "Segmentation fault", code: 139 }, nft.call([step])) ?? {};
	expect(text).toMatch(
		/^nft itself has crashed, and nothing was changed[.] .*ip dscp [{] 5, 6 [}].* Install a newer nftables, or /,
	);
	expect(excerpt).toBeUndefined();
});

test.each<[string, string, string]>([
	[
		"tenat1",
		'nft refuses rule "jump tenat1" of chain one: it names a chain, a set or an object that the table does not have, or an expression that the kernel does not know (No such file or directory)',
		"jump tenat1\n     ^^^^^^",
	],
	["dprt", 'nft refuses rule "tcp dprt 22 accept" of chain one: syntax error, unexpected string', "tcp dprt 22 accept\n    ^^^^"],
	[
		"devices = { eth9 }; }",
		"nft refuses flowtable ff: one of its devices does not exist (No such file or directory)",
		"add flowtable inet gw ff { hook ingress priority filter; devices = { eth9 }; }",
	],
	[
		"delete chain",
		"nft refuses the deletion of chain two: a rule still uses it (Device or resource busy)",
		`delete chain inet gw two\n${" ".repeat(21)}^^^`,
	],
	[
		"add element inet gw bad",
		"nft refuses the elements of bad: 10.1.0.0/16 overlaps 10.0.0.0/8: leave one of them out, or set autoMerge: true, which merges elements that overlap (conflicting intervals specified)",
		"{ 192.0.2.1, 10.1.0.0/16, 10.0.0.0/8 }\n             ^^^^^^^^^^^  ~~~~~~~~~~",
	],
	[
		"add element inet gw by",
		"nft refuses the elements of by: 10.1.0.0/16 overlaps 10.0.0.0/8: leave one of them out (conflicting intervals specified)",
		"{ 10.1.0.0/16 : 5, 10.0.0.0/8 : 6 }\n  ^^^^^^^^^^^      ~~~~~~~~~~",
	],
	[
		"add element inet gw full",
		"nft refuses the elements of full: 10.1.0.0/16 overlaps an element on the host: leave one of them out, or set autoMerge: true, which merges elements that overlap (interval overlaps with an existing one)",
		"{ 192.0.2.1, 10.1.0.0/16 }\n             ^^^^^^^^^^^",
	],
	[
		"add element inet gw pairs",
		"nft refuses the elements of pairs: another element has the same key, or overlaps this one (File exists)",
		"{ 10.0.0.0/8 . 80, 10.0.0.1 . 80 }\n                   ^^^^^^^^^^^^^",
	],
	[
		"jump log-drop",
		'nft refuses rule "jump log-drop" of chain c: it names a chain, a set or an object that the table does not have, or an expression that the kernel does not know (No such file or directory)',
		"jump log-drop\n     ^^^^^^^^",
	],
])("%s is explained", (part, text, excerpt) => {
	const [input = "", said = ""] = recorded.find(([input]) => input.includes(part)) ?? [];
	expect(refused(input, said)).toEqual({ text, excerpt });
});

test("letters of several bytes do not shift the elements that an error names", () => {
	const [input = "", said = ""] = recorded.find(([input]) => input.includes("é")) ?? [];
	expect(refused(input, said)?.text).toContain(": 10.1.0.0/16 overlaps 10.0.0.0/8: ");
});

describe("of a statement with thousands of elements, the message has those that nft marks", () => {
	const elements = Array.from({ length: 3000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
	const statement = `add element inet gw bad { ${[...elements, "10.3.7.9"].join(", ")} }`;
	const error = (marks: string, message: string, what = statement) => `/dev/stdin:1:1-9: Error: ${message}\n${what}\n${marks}\n`;
	const under = (word: string, mark: string) => `${" ".repeat(statement.lastIndexOf(word))}${mark.repeat(word.length)}`;

	test("an element that overlaps another is named with it, and marked in a short excerpt", () => {
		const [first, second] = [under("10.3.7.0/24", "~"), under("10.3.7.9", "^")];
		const { text, excerpt = "" } =
			refused(statement, error(first + second.slice(first.length), "conflicting intervals specified")) ?? {};
		expect(text).toContain("nft refuses the elements of bad: 10.3.7.9 overlaps 10.3.7.0/24: ");
		const [words, marks = ""] = excerpt.split("\n");
		expect(words?.slice(marks.indexOf("~"), marks.lastIndexOf("~") + 1)).toBe("10.3.7.0/24");
		expect(words?.slice(marks.indexOf("^"), marks.lastIndexOf("^") + 1)).toBe("10.3.7.9");
		expect(excerpt.length).toBeLessThan(400);
	});

	test.each([
		["the whole statement", "^".repeat(statement.length)],
		["all elements", `${" ".repeat(24)}${"^".repeat(statement.length - 24)}`],
		["the name", `${" ".repeat(20)}^^^`],
	])("%s", (_, marks) => {
		const { text = "", excerpt = "" } = refused(statement, error(marks, "Could not process rule: Too many open files")) ?? {};
		expect(text).toBe("nft refuses the elements of bad: Too many open files");
		expect(excerpt).toMatch(/^(add element inet gw bad|\{ 10\.0\.0\.0\/24)/);
		expect(excerpt.length).toBeLessThan(700);
	});

	test("a rule, and what is not understood", () => {
		const rule = `add rule inet gw one ip saddr { ${elements.join(", ")} } drop`;
		const { text = "", excerpt = "" } =
			refused(rule, error(`${" ".repeat(32)}^^^^^^^^^^^`, "conflicting intervals specified", rule)) ?? {};
		expect(text).toMatch(
			/^nft refuses rule "ip saddr \{ 10\.0\.0\.0\/24, .*…" of chain one: 10\.0\.0\.0\/24 overlaps another element: leave one of them out \(/,
		);
		expect(text.length + excerpt.length).toBeLessThan(700);
		expect(refused(statement, `what\n${statement}\n`)?.excerpt?.length).toBeLessThan(300);
	});
});
