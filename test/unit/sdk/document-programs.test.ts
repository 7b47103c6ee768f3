import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "../../..");

/** The names that programs on the pages leave to the reader. */
const readersNames = "declare const host: string, via: string, dev: string, branches: string[];";

const pages = [
	...["README.md", "CONTRIBUTING.md"],
	...readdirSync(join(root, "docs")).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
];

interface Program {
	/** The page and the line at which the program begins. */
	at: string;
	text: string;
}

function programsOf(page: string, text: string): Program[] {
	return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ index, 1: program = "" }) => ({
		at: `${page}:${text.slice(0, index).split("\n").length + 1}`,
		text: program,
	}));
}

/** The compiler's errors in each program. */
function errorsIn(programs: Program[]): string[][] {
	const sdk = 'import * as ovs from "../../../sdk";';
	const files = new Map([[join(__dirname, "names-of-readers.d.ts"), readersNames]]);
	const names = programs.map(({ text }, i) => {
		const name = join(__dirname, `program-on-a-page-${i}.ts`);
		files.set(name, text.includes("import ") ? text.replace('import * as ovs from "pulumi-ovs";', sdk) : `${sdk}\n${text}`);
		return name;
	});
	const options: ts.CompilerOptions = {
		...{ strict: true, noEmit: true, skipLibCheck: true, esModuleInterop: true },
		...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, types: [] },
	};
	const host = ts.createCompilerHost(options);
	const { getSourceFile, fileExists } = host;
	host.fileExists = (name) => files.has(name) || fileExists(name);
	host.getSourceFile = (name, ...rest) => {
		const text = files.get(name);
		return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
	};
	const program = ts.createProgram([...files.keys()], options, host);
	return names.map((name) => {
		const source = program.getSourceFile(name) as ts.SourceFile;
		return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ messageText }) =>
			ts.flattenDiagnosticMessageText(messageText, "\n"),
		);
	});
}

const programs = pages.flatMap((page) => programsOf(page, readFileSync(join(root, page), "utf8")));
const wrong: Program = { at: "a wrong program", text: 'new ovs.Bridge("b", { host, nam: "br0" });\n' };
let errors: string[][];
beforeAll(() => {
	errors = errorsIn([...programs, wrong]);
}, 60_000);

test("an error in a program is found", () => {
	expect(programsOf("a.md", "# A\n\n```ts\nlet a;\n```\n")).toEqual([{ at: "a.md:4", text: "let a;\n" }]);
	expect(errors.at(-1)).toEqual([expect.stringContaining("'nam' does not exist")]);
});

test.each(programs.map(({ at }, i) => ({ at, i })))("the compiler accepts the program at $at", ({ i }) => {
	expect(errors[i]).toEqual([]);
});
