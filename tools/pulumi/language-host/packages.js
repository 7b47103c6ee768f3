"use strict";
const fs = require("node:fs");
const path = require("node:path");

function readJson(file) {
	try {
		return JSON.parse(fs.readFileSync(file, "utf8"));
	} catch {
		return undefined;
	}
}

function entries(folder) {
	try {
		return fs.readdirSync(folder).filter((name) => !name.startsWith("."));
	} catch {
		return [];
	}
}

function foldersUpwards(folder) {
	const parent = path.dirname(folder);
	return parent === folder ? [folder] : [folder, ...foldersUpwards(parent)];
}

function* packagesIn(modules, seen) {
	for (const name of entries(modules)) {
		const folders = name.startsWith("@") ? entries(path.join(modules, name)).map((n) => path.join(name, n)) : [name];
		for (const folder of folders.map((relative) => path.join(modules, relative))) {
			const manifest = readJson(path.join(folder, "package.json"));
			if (!manifest) continue;
			const real = fs.realpathSync(folder);
			if (seen.has(real)) continue;
			seen.add(real);
			yield manifest;
			yield* packagesIn(path.join(real, "node_modules"), seen);
		}
	}
}

/** The package.json of all packages that a program can load, nearest first. */
function* installedPackages(folder) {
	const seen = new Set();
	for (const parent of foldersUpwards(path.resolve(folder))) {
		yield* packagesIn(path.join(parent, "node_modules"), seen);
	}
}

/** The packages that need a provider plugin, which the field "pulumi" of their package.json names. */
function requiredPlugins(folder) {
	const plugins = new Map();
	for (const { name, version, pulumi } of installedPackages(folder)) {
		if (!pulumi?.resource) continue;
		const plugin = {
			name: pulumi.name ?? name.replace(/^@pulumi\//, ""),
			version: `v${(pulumi.version ?? version).replace(/^v/, "")}`,
			server: pulumi.server ?? "",
			parameterization: pulumi.parameterization,
		};
		plugins.set(JSON.stringify(plugin), plugin);
	}
	return [...plugins.values()];
}

/** Names and versions of a program's packages: those in its package.json, or all installed ones. */
function dependencies(folder, transitive) {
	const versions = new Map();
	for (const { name, version } of installedPackages(folder)) {
		if (!versions.has(name)) versions.set(name, version);
	}
	const manifest = foldersUpwards(path.resolve(folder))
		.map((parent) => readJson(path.join(parent, "package.json")))
		.find(Boolean);
	const direct = Object.keys({ ...manifest?.dependencies, ...manifest?.devDependencies });
	const names = transitive ? [...versions.keys()] : direct.filter((name) => versions.has(name));
	return names.sort().map((name) => ({ name, version: versions.get(name) }));
}

/** The package manager, npm, yarn, pnpm or bun, from Pulumi.yaml or else from the nearest lock file. */
function packageManager(folder, option) {
	if (option && option !== "auto") return option;
	const locks = { "package-lock.json": "npm", "yarn.lock": "yarn", "pnpm-lock.yaml": "pnpm", "bun.lock": "bun" };
	for (const parent of foldersUpwards(path.resolve(folder))) {
		for (const [lock, manager] of Object.entries(locks)) {
			if (fs.existsSync(path.join(parent, lock))) return manager;
		}
	}
	return "npm";
}

/** Version of the package that a program on the PATH is part of, if the package has the program's name. */
function installedVersion(program) {
	const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
	const file = folders.map((folder) => path.join(folder, program)).find((candidate) => fs.existsSync(candidate));
	if (!file) return undefined;
	const manifests = foldersUpwards(path.dirname(fs.realpathSync(file))).map((folder) =>
		readJson(path.join(folder, "package.json")),
	);
	return manifests.find((manifest) => manifest?.name === program)?.version;
}

module.exports = { dependencies, installedVersion, packageManager, requiredPlugins };
