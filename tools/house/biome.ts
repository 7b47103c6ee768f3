import { type Layer, layers, roots } from "./layers";

interface Override {
	includes: string[];
	linter: { rules: Record<string, Record<string, { level: "error"; options: unknown }>> };
}

type Packages = Layer["packages"];

/** An override that forbids every import except the listed ones: files, as their relative paths are written, and packages. */
function allowed(from: string, includes: string[], relative: string[], packages: Packages): Override {
	const some = Object.entries(packages).filter((entry): entry is [string, string[]] => entry[1] !== true);
	const paths = some.map(([name, names]) => [
		name,
		{ allowImportNames: names, message: `${from} may import only ${names.join(", ")} of ${name}.` },
	]);
	// A star in a pattern also matches "..".
	const group = ["**", ...[...relative, ...Object.keys(packages)].map((one) => `!${one}`), "./..", "../.."];
	const message = `${from} may not import this. docs/architecture.md says what it may, tools/house/layers.ts holds the list.`;
	const options = { ...(paths.length > 0 ? { paths: Object.fromEntries(paths) } : {}), patterns: [{ group, message }] };
	return { includes, linter: { rules: { style: { noRestrictedImports: { level: "error", options } } } } };
}

/** Patterns for the files of folders. A folder with an index.ts is imported by its own name. */
const filesOf = (up: string, names: string[], indexed: string[] = []) =>
	names.flatMap((name) => [`${up}${name}/*`, ...(indexed.includes(name) ? [`${up}${name}`] : [])]);

function importsOfLayer([name, layer]: [string, Layer]): Override[] {
	if (name === "index")
		return [allowed("provider/index.ts", ["provider/index.ts"], filesOf("./", layer.imports), layer.packages)];
	const from = `provider/${name}/`;
	const subfolders = Object.entries(layer.subfolders ?? {});
	const own = [...(layer.separate ? [] : ["./*"]), ...subfolders.map(([sub]) => `./${sub}/*`)];
	const files = [...own, ...filesOf("../", layer.imports, ["kinds"]), ...(layer.files ?? []).map((file) => `../${file}`)];
	return [
		allowed(from, [`${from}**`], files, layer.packages),
		...(layer.separate ? [allowed(`${from}index.ts`, [`${from}index.ts`], ["./*", "../model/*"], {})] : []),
		...subfolders.map(([sub, packages]) => {
			const inSub = ["./*", ...(layer.separate ? [] : ["../*"]), ...filesOf("../../", layer.imports)];
			return allowed(`${from}${sub}/`, [`${from}${sub}/**`], inSub, { ...layer.packages, ...packages });
		}),
	];
}

function importsOfRoot([name, { imports, packages }]: [string, Pick<Layer, "imports" | "packages">]): Override[] {
	const below = ["./*", "./*/*", ...filesOf("../", imports, ["lab"])];
	return [
		allowed(`${name}/`, [`${name}/**`], below, packages),
		allowed(`${name}/`, [`${name}/*/**`], ["./*", "../*", "../*/*", ...filesOf("../../", imports)], packages),
	];
}

const filesIn = (name: string) => (name === "index" ? "provider/index.ts" : `provider/${name}/**`);

/** The denied globals: one override for all folders with the same list. */
function globals(): Override[] {
	const groups = new Map<string, string[]>();
	for (const [name, { denied }] of Object.entries(layers)) {
		const key = denied.join(" ");
		groups.set(key, [...(groups.get(key) ?? []), filesIn(name)]);
	}
	const message = "This folder may not use it: what it needs of the clock, the process and the host is handed in.";
	return [...groups].map(([key, includes]) => {
		const options = { deniedGlobals: Object.fromEntries(key.split(" ").map((name) => [name, message])) };
		return { includes, linter: { rules: { style: { noRestrictedGlobals: { level: "error", options } } } } };
	});
}

/** The linter's rules about folders. biome.json extends them. */
export function folderRules() {
	const withoutClock = Object.entries(layers).filter(([, { denied }]) => denied.includes("Date"));
	const cycles = { level: "error" as const, options: { ignoreTypes: false } };
	return {
		plugins: [
			{ path: "./tools/house/imports.grit", includes: ["provider/**"] },
			{ path: "./tools/house/random.grit", includes: withoutClock.map(([name]) => filesIn(name)) },
		],
		overrides: [
			{
				includes: ["provider/**", ...Object.keys(roots).map((name) => `${name}/**`)],
				linter: { rules: { suspicious: { noImportCycles: cycles } } },
			},
			...globals(),
			...Object.entries(layers).flatMap(importsOfLayer),
			...Object.entries(roots).flatMap(importsOfRoot),
		],
	};
}
