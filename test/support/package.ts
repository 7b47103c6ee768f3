import { execFileSync } from "node:child_process";
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export const root = resolve(__dirname, "../..");

const newest = (folder: string): number =>
	Math.max(
		...readdirSync(folder, { withFileTypes: true }).map((e) =>
			e.isDirectory() ? newest(join(folder, e.name)) : statSync(join(folder, e.name)).mtimeMs,
		),
	);

/** Creates the package's tarball by `npm pack` in `folder`, and returns its path. */
export function pack(folder: string): string {
	const text = execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], {
		cwd: root,
		encoding: "utf8",
	});
	return join(folder, text.trim().split("\n").at(-1) ?? "");
}

/**
 * Returns a node_modules folder outside the repository, with the packed package and only the dependencies that it declares.
 * The folder is created once for the present content of dist/.
 */
export function installed(): string {
	const stamp = Math.round(Math.max(newest(join(root, "dist")), statSync(join(root, "package.json")).mtimeMs));
	const folder = join(tmpdir(), `pulumi-ovs-package-${stamp}`);
	if (!existsSync(folder)) {
		const draft = mkdtempSync(join(tmpdir(), "pulumi-ovs-packing-"));
		execFileSync("tar", ["-xzf", pack(draft), "-C", draft]);
		const modules = join(draft, "node_modules");
		mkdirSync(modules);
		renameSync(join(draft, "package"), join(modules, "pulumi-ovs"));
		const { dependencies } = JSON.parse(readFileSync(join(modules, "pulumi-ovs/package.json"), "utf8"));
		for (const name of [...Object.keys(dependencies), "@pulumi/pulumi"]) {
			mkdirSync(dirname(join(modules, name)), { recursive: true });
			symlinkSync(join(root, "node_modules", name), join(modules, name));
		}
		const command = "../pulumi-ovs/dist/cli/main.js";
		mkdirSync(join(modules, ".bin"));
		symlinkSync(command, join(modules, ".bin/pulumi-ovs"));
		chmodSync(join(modules, ".bin", command), 0o755);
		try {
			renameSync(draft, folder);
		} catch {
			rmSync(draft, { recursive: true }); // another process was first
		}
	}
	return join(folder, "node_modules");
}

/** Copies an example to a folder outside the repository. */
export function copyExample(name: string, to: string): void {
	const from = join(root, "examples", name);
	cpSync(from, to, { recursive: true, filter: (file) => !file.includes("node_modules") });
}
