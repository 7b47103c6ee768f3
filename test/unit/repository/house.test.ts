import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { folderRules } from "../../../tools/house/biome";
import { arrows, broken, cycles, importsOf, sources } from "../../../tools/house/imports";
import { layerOf, layers } from "../../../tools/house/layers";
import { picture } from "../../../tools/house/picture";

const root = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const files = sources();
const imports = importsOf(files);

test("the linter has the rules of tools/house/layers.ts", () => {
	expect(JSON.parse(read("tools/house/folders.json"))).toEqual(folderRules());
	expect(JSON.parse(read("biome.json"))).toMatchObject({ extends: ["./tools/house/folders.json"] });
});

test("the picture shows the real imports", () => {
	expect(read("docs/house.svg")).toBe(picture(arrows(imports)));
});

test("every file of provider/ is in a listed folder, and every folder has files", () => {
	expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
	expect(new Set(files.map(layerOf))).toEqual(new Set([...Object.keys(layers), "sdk", "cli", "lab"]));
});

test("each folder imports only what it may", () => {
	expect(imports.flatMap((one) => (broken(one) ? [`${one.from}: ${one.specifier}: ${broken(one)}`] : []))).toEqual([]);
});

test("no file of provider/ silences the linter's rules about folders", () => {
	const silenced = /biome-ignore\S* lint(\/(style|suspicious)(\/(noRestricted\w+|noImportCycles))?)?[\s:]/;
	expect(files.filter((file) => file.startsWith("provider/") && silenced.test(read(file)))).toEqual([]);
});

test("no folder may import one that imports it", () => {
	const reaches = (from: string, to: string): boolean =>
		(layers[from]?.imports ?? []).some((next) => next === to || reaches(next, to));
	for (const name of Object.keys(layers)) expect([name, reaches(name, name)]).toEqual([name, false]);
});

test("no imports form a cycle, types included", () => {
	expect(cycles(imports)).toEqual([]);
	const circle = [
		{ from: "a.ts", specifier: "./b", to: "b.ts" },
		{ from: "b.ts", specifier: "./c", to: "c.ts" },
		{ from: "c.ts", specifier: "./b", to: "b.ts" },
	];
	expect(cycles(circle)).toEqual([["b.ts", "c.ts"]]);
});
