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
])("%s is explained", (part, text, excerpt) => {
	const [input = "", said = ""] = recorded.find(([input]) => input.includes(part)) ?? [];
	expect(refused(input, said)).toEqual({ text, excerpt });
});
