import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { type Layer, layers } from "../../../tools/house/layers";

const root = resolve(__dirname, "../../..");
const rules = ["lint/style/noRestrictedImports", "lint/style/noRestrictedGlobals", "lint/suspicious/noImportCycles", "plugin"];
const folder = realpathSync(mkdtempSync(join(tmpdir(), "wall-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lines by file of the repository. All are written first, and one run of the linter checks them. */
type Written = [file: string, lines: string[]][];
const files = new Map<string, string[]>();

/** The places of the linter's errors, as "file:line", in a copy of the repository's folders. */
function lint(): Set<string> {
	for (const [file, lines] of files) {
		mkdirSync(join(folder, dirname(file)), { recursive: true });
		writeFileSync(join(folder, file), `${lines.join("\n")}\n`);
	}
	cpSync(join(root, "tools/house"), join(folder, "tools/house"), { recursive: true });
	// The copy has no git repository and only the files under test.
	const { vcs: _, $schema: __, ...settings } = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
	writeFileSync(join(folder, "biome.json"), JSON.stringify({ ...settings, linter: { rules: { preset: "none" } } }));
	const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
	const args = ["lint", "--reporter=github", "--max-diagnostics=none", "provider", "sdk", "lab", "cli"];
	const { stdout } = spawnSync(process.execPath, [biome, ...args], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
	const found = [...stdout.matchAll(/^::\w+ title=([^,]*),file=([^,]*),line=(\d+)/gm)];
	return new Set(
		found.filter(([, rule = ""]) => rules.includes(rule)).map(([, , file = "", line]) => `${relative(folder, file)}:${line}`),
	);
}
let found = new Set<string>();
beforeAll(() => {
	found = lint();
}, 60_000);

/** Tests that the linter refuses or accepts each of the lines. */
function judge(name: string, verdict: "refused" | "accepted", written: Written): void {
	const lines = written.flatMap(([file, added]) => {
		const all = files.get(file) ?? [];
		files.set(file, all);
		return added.map((line) => ({ line, file, number: all.push(line) }));
	});
	test(name, () => {
		const judged = (isRefused: boolean) =>
			lines
				.filter(({ file, number }) => found.has(`${file}:${number}`) === isRefused)
				.map(({ file, line }) => `${file}: ${line}`);
		expect(judged(verdict === "accepted")).toEqual([]);
		expect(judged(verdict === "refused")).toHaveLength(lines.length);
		expect(lines.length).toBeGreaterThan(0);
	});
}

/** The forms of an import. `require` is a global, which pure folders may not use. */
const spellings = (module: string, i: number) => [
	`import a${i} from "${module}";`,
	`import { b${i} } from "${module}";`,
	`import * as c${i} from "${module}";`,
	`import type { D${i} } from "${module}";`,
	`import { type E${i} } from "${module}";`,
	`import "${module}";`,
	`import f${i} = require("${module}");`,
	`export * from "${module}";`,
	`export { g${i} } from "${module}";`,
	`export type { H${i} } from "${module}";`,
	`const i${i} = import("${module}");`,
	`const j${i} = import(\`${module}\`);`,
	`type K${i} = import("${module}").K;`,
	`type L${i} = typeof import("${module}");`,
];
const required = (module: string, i: number) => [
	`const m${i} = require("${module}");`,
	`const n${i} = require.resolve("${module}");`,
	`const o${i} = require; o${i}("${module}");`,
	`const p${i} = module.require("${module}");`,
];
const plainly = (module: string, i: number) => `import { q${i} } from "${module}";`;

interface Place extends Layer {
	layer: string;
	file: string;
	/** The relative path from the file's folder to provider/. */
	up: string;
}
const names = Object.keys(layers);
const places = Object.entries(layers).flatMap(([layer, rest]): Place[] => [
	{
		...rest,
		layer,
		...(layer === "index" ? { file: "provider/index.ts", up: "./" } : { file: `provider/${layer}/some.ts`, up: "../" }),
	},
	...Object.keys(rest.subfolders ?? {}).map((sub) => ({
		...{ ...rest, layer, file: `provider/${layer}/${sub.replace("*", "some")}/part.ts`, up: "../../" },
	})),
]);
const pure = places.filter(({ denied }) => denied.includes("Date"));
const isPure = (place: Place) => pure.includes(place);
const inEach = (where: Place[], lines: (place: Place) => string[]): Written => where.map((place) => [place.file, lines(place)]);

test("the folders that are pure", () => {
	expect([...new Set(pure.map(({ layer }) => layer))].sort()).toEqual([
		"apply",
		"base",
		"index",
		"kinds",
		"model",
		"network",
		"nft",
		"openflow",
		"plan",
		"tools",
	]);
});

const others = ({ layer, imports }: Place) =>
	names.filter((name) => name !== layer && name !== "index" && !imports.includes(name));

judge(
	"no folder imports one that it may not, by any kind of import",
	"refused",
	inEach(places, (place) =>
		others(place).flatMap((other, i) => {
			const module = `${place.up}${other}/some`;
			return [...spellings(module, i), ...(isPure(place) ? required(module, i) : [])];
		}),
	),
);

judge(
	"no folder imports one that it may not, by any path",
	"refused",
	inEach(places, ({ up, ...place }) => [
		...others({ up, ...place }).flatMap((other) =>
			[
				...[`${up}${other}`, `${up}${other}/`, `${up}${other}/index`, `${up}${other}/some.ts`, `${up}${other}/some.js`],
				...[`${up}${other}/deep/some`, `${up}base/../${other}/some`, `./${up}${other}/some`, `${up}../provider/${other}/some`],
			].map(plainly),
		),
		...[up, `${up}index`, `${up}../sdk`, `${up}../sdk/index`, `${up}../lab/lab`, `${up}../cli/main`].map(plainly),
		...(place.layer === "index" ? [] : [plainly(up.slice(0, -1), 0)]),
	]),
);

judge(
	"a new subfolder may import nothing until tools/house/layers.ts lists it",
	"refused",
	places
		.filter(({ layer }) => layer !== "index")
		.map(({ file, up, layer }) => [
			file.replace(/[^/]+$/, "deep/deeper/some.ts"),
			names.filter((name) => name !== layer && name !== "index").map((name, i) => plainly(`${up}../../${name}/some`, i)),
		]),
);

const modulesOfNode = builtinModules.filter((name) => !name.startsWith("_") && name !== "util" && name !== "crypto");
const packages = [
	"ssh2",
	"@pulumi/pulumi",
	"@pulumi/pulumi/dynamic",
	"ssh-config",
	"commander",
	"listr2",
	"pulumi-ovs",
	"lodash",
];

judge(
	"pure folders import no module of Node that does more than compute, and no package that talks",
	"refused",
	inEach(pure, () => [...modulesOfNode.flatMap((name) => [name, `node:${name}`]), ...packages].map(plainly)),
);

judge(
	"pure folders import none of them by any kind of import",
	"refused",
	inEach(pure, () =>
		["fs", "node:fs", "node:timers/promises", "ssh2"].flatMap((name, i) => [...spellings(name, i), ...required(name, i)]),
	),
);

judge(
	"of Node's crypto and util, pure folders import what only computes",
	"refused",
	inEach(pure, () => [
		'import { randomUUID } from "node:crypto";',
		'import { createHash, randomUUID } from "node:crypto";',
		'import * as all from "node:crypto";',
		'import all from "node:crypto";',
		'export { randomBytes } from "node:crypto";',
		'export * from "node:crypto";',
		'import { createHash } from "crypto";',
		'import { promisify } from "node:util";',
		'import * as util from "node:util";',
	]),
);

judge(
	"pure folders have no clock, no chance, no process and no network",
	"refused",
	inEach(pure, () => [
		...["Date.now();", "new Date();", "const later: Date = a;", "setTimeout(a, 1);", "setInterval(a, 1);", "setImmediate(a);"],
		...[
			"queueMicrotask(a);",
			"performance.now();",
			"process.env.A;",
			"process.hrtime();",
			"console.log(1);",
			'fetch("http://h");',
		],
		...["crypto.randomUUID();", "globalThis.Date.now();", "global.process;", "globalThis['Date'];", 'eval("Date.now()");'],
		...['new Function("return Date")();', "Math.random();", 'Math["random"]();', "const { random } = Math;", "const m = Math;"],
		...["a(Math);", "const t = setTimeout;", "typeof process;", "new WebSocket(a);", "new Worker(a);", "module.paths;"],
	]),
);

const talking = ["@pulumi/pulumi", "@pulumi/pulumi/dynamic", "ssh2", "node:fs", "node:child_process", "node:net", "fs"];
const mayTalk = ({ file, layer, packages: may }: Place, module: string) =>
	module in may ||
	(layer === "pulumi" && module.startsWith("@pulumi/")) ||
	(layer === "transport" && module.startsWith("node:")) ||
	(file.startsWith("provider/transport/ssh/") && module === "ssh2");

judge(
	"Pulumi's package stays in pulumi/, ssh2 in transport/ssh/, files and connections in transport/ and inventory/",
	"refused",
	inEach(places, (place) => talking.filter((module) => !mayTalk(place, module)).flatMap(spellings)),
);

judge("no kind imports another or its parts, and no part imports a kind", "refused", [
	[
		"provider/kinds/some.ts",
		["./other", "./other/part", "./some/../other", "./index", ".", "./", "../kinds", "../kinds/other"].flatMap(spellings),
	],
	[
		"provider/kinds/some/part.ts",
		["../some", "../other", "../other/part", "..", "../", "../index", "../../kinds", "../../kinds/other"].flatMap(spellings),
	],
]);

// Outside provider/ import() and import types are allowed.
const staticSpellings = (module: string, i: number) => spellings(module, i).filter((line) => !/import\(/.test(line));
judge("the SDK, the command and the lab import of the provider what they may", "refused", [
	[
		"sdk/some.ts",
		["../provider/host/host", "../provider/kinds", "../provider/kinds/bridge", "../lab", "ssh2", "fs"].flatMap(staticSpellings),
	],
	[
		"sdk/components/some.ts",
		["../../provider/host/host", "../../provider/kinds", "../../lab/lab", "node:fs"].flatMap(staticSpellings),
	],
	["cli/some.ts", ["../provider/index", "../sdk", "../sdk/index", "@pulumi/pulumi"].flatMap(staticSpellings)],
	["lab/some.ts", ["../provider/index", "../provider/base/values", "../sdk", "../cli/main"].flatMap(staticSpellings)],
]);

const folders = [
	...names.filter((name) => name !== "index" && name !== "kinds").map((name) => `provider/${name}`),
	...["provider/kinds/some", "provider/transport/ssh", "sdk", "sdk/components", "cli", "lab"],
];
judge(
	"nothing imports in a circle, not even types",
	"refused",
	folders.flatMap((at) =>
		[
			(module: string) => `import { one } from "${module}"; export const two = one;`,
			(module: string) => `import type { One } from "${module}"; export type Two = One;`,
			(module: string) => `export { one as two } from "${module}";`,
			(module: string) => `export type { One as Two } from "${module}";`,
		].flatMap(
			(spelled, i): Written => [
				[`${at}/circle-${i}-a.ts`, [spelled(`./circle-${i}-b`)]],
				[`${at}/circle-${i}-b.ts`, [spelled(`./circle-${i}-c`)]],
				[`${at}/circle-${i}-c.ts`, [spelled(`./circle-${i}-a`)]],
			],
		),
	),
);

// These lines are in separate files, so that they form no cycle with the refused lines.
const fine = places.map((place) => ({ ...place, file: place.file.replace("some", "fine") }));
judge("what a folder may import and use", "accepted", [
	...inEach(fine, ({ layer, up, imports, files: single = [], packages: may }) => [
		...[
			...imports.map((name) => `${up}${name}/more`),
			...(["index", "kinds"].includes(layer) ? [] : ["./more"]),
			...(up === "../" ? single.map((file) => `../${file}`) : []),
		].flatMap((module, i) => [
			`import { a${i} } from "${module}";`,
			`import type { B${i} } from "${module}";`,
			`export { c${i} } from "${module}";`,
		]),
		...Object.entries(may).flatMap(([name, what], i) => {
			if (what !== true) return what.map((one) => `import { ${one} } from "${name}";`);
			return name.includes("*") ? [] : [`import * as d${i} from "${name}";`];
		}),
		...[
			"Math.max(1, 2);",
			"const { floor } = a.b(Math.floor(1));",
			"const f = (Date: string) => Date;",
			"a.process;",
			"a.require(b);",
		],
	]),
	["provider/kinds/fine.ts", ['import { a } from "./fine/part";', 'import type { b } from "./fine/part";']],
	["provider/kinds/fine/part.ts", ['import { a } from "./more";']],
	["provider/kinds/index.ts", ['import { a } from "./fine";', 'import type { Kind } from "../model/kind";']],
	[
		"provider/transport/ssh/fine.ts",
		['import { Client } from "ssh2";', 'import { a } from "../more";', 'import net from "node:net";'],
	],
	["provider/pulumi/fine.ts", ['import { kinds } from "../kinds";', 'import type { A } from "@pulumi/pulumi/proto/engine_pb";']],
	["sdk/components/fine.ts", ['import { a } from "../../provider/base/more";', 'import * as pulumi from "@pulumi/pulumi";']],
	["sdk/fine.ts", ['import { a } from "./components/more";', 'import { b } from "./kinds";']],
	["cli/fine.ts", ['import { a } from "../lab";', 'import { Command } from "commander";', 'const b = import("../lab/lab");']],
	["lab/fine.ts", ['import { Client } from "ssh2";', 'import { a } from "./more";']],
]);
