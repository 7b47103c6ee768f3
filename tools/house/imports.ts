import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { preProcessFile } from "typescript";
import { layerOf, layers, roots } from "./layers";

/** One import of a file. `to` is the imported file where it is one of the repository. */
interface Import {
	from: string;
	specifier: string;
	to?: string;
}

const root = resolve(__dirname, "../..");

/** The TypeScript files of provider/ and of the folders beside it, as paths in the repository. */
export function sources(): string[] {
	return ["provider", ...Object.keys(roots)].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
			.filter((file) => file.endsWith(".ts"))
			.map((file) => join(folder, file)),
	);
}

/** All imports of these files, types included: import, export from, import(), require() and import types. */
export function importsOf(files: string[]): Import[] {
	return files.flatMap((from) => {
		const { importedFiles } = preProcessFile(readFileSync(join(root, from), "utf8"), true, true);
		return importedFiles.map(({ fileName: specifier }) => ({ from, specifier, to: fileOf(from, specifier) }));
	});
}

function fileOf(from: string, specifier: string): string | undefined {
	if (!specifier.startsWith(".")) return undefined;
	const path = join(dirname(from), specifier);
	return [`${path}.ts`, join(path, "index.ts")].find((file) => existsSync(join(root, file))) ?? path;
}

/** The part of kinds/ that a file belongs to: kinds/trunk.ts and kinds/trunk/ports.ts are both "trunk". */
const kindOf = (file: string) => /^provider\/kinds\/([^/]+?)(\.ts$|\/)/.exec(file)?.[1];

/** Why an import breaks the order of the folders; undefined where it does not. */
export function broken({ from, to }: Import): string | undefined {
	const above = layerOf(from);
	const below = to === undefined ? undefined : layerOf(to);
	if (to === undefined || above === undefined) return undefined;
	const [one, other] = [kindOf(from), kindOf(to)];
	if (one !== undefined && other !== undefined && one !== other && one !== "index") return "one kind imports another";
	if (below === undefined) return "the file is in no folder of the house";
	if (above === below) return undefined;
	const { imports, files = [] } = { ...layers, ...roots }[above] as { imports: string[]; files?: string[] };
	const inProvider = to.startsWith("provider/") && !(above in layers) ? "provider/" : "";
	const isAllowed = imports.includes(`${inProvider}${below}`) || files.some((file) => to === `provider/${file}.ts`);
	return isAllowed ? undefined : `${above} imports ${below}`;
}

/** The cycles of imports, types included, each as a list of its files. */
export function cycles(imports: Import[]): string[][] {
	const next = new Map<string, string[]>();
	for (const { from, to } of imports) if (to !== undefined) next.set(from, [...(next.get(from) ?? []), to]);
	const found: string[][] = [];
	const done = new Set<string>();
	const visit = (file: string, path: string[]) => {
		if (path.includes(file)) return void found.push(path.slice(path.indexOf(file)));
		if (done.has(file)) return;
		for (const one of next.get(file) ?? []) visit(one, [...path, file]);
		done.add(file);
	};
	for (const file of next.keys()) visit(file, []);
	return found;
}

/** The number of imports from each folder of provider/ to each other one. */
export function arrows(imports: Import[]): Map<string, Map<string, number>> {
	const counts = new Map<string, Map<string, number>>();
	for (const { from, to } of imports) {
		const [above, below] = [layerOf(from), to && layerOf(to)];
		if (!above || !below || above === below || !(above in layers) || !(below in layers)) continue;
		const row = counts.get(above) ?? new Map<string, number>();
		counts.set(above, row.set(below, (row.get(below) ?? 0) + 1));
	}
	return counts;
}
