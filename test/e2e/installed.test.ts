import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onHost } from "../support/hosts";
import { pack, root } from "../support/package";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// Tests of the tarball of `npm pack`, which npm installs into a folder outside the repository.
const host = "h3";
const folder = mkdtempSync(join(tmpdir(), "pulumi-ovs-installed-"));
const projects: Project[] = [];

function project(name: string, files: Record<string, string>): Project {
	const p = new Project(name, { "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n`, ...files });
	rmSync(join(p.folder, "node_modules"));
	symlinkSync(join(folder, "node_modules"), join(p.folder, "node_modules"));
	projects.push(p);
	return p;
}

beforeAll(async () => {
	await cleanHost(host);
	// The large peer dependency @pulumi/pulumi is not installed. The repository's copy is used.
	const args = ["install", "--prefix", folder, "--prefer-offline", "--no-audit", "--no-fund", "--legacy-peer-deps", pack(folder)];
	execFileSync("npm", args, { cwd: folder, stdio: "ignore" });
	mkdirSync(join(folder, "node_modules/@pulumi"), { recursive: true });
	symlinkSync(join(root, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
});

afterAll(async () => {
	for (const p of projects) p.remove();
	rmSync(folder, { recursive: true, force: true });
	await cleanHost(host);
});

test("a TypeScript program runs, with types and unknown fields refused by the compiler", async () => {
	const program = (more: string) => `import * as ovs from "pulumi-ovs";
const args: ovs.BridgeArgs = { host: "h3", rstp: true${more} };
export const uuid = new ovs.Bridge("br-ts", args).uuid;`;
	const p = project("typed", { "index.ts": program("") });
	await p.up();
	expect(p.outputs()).toEqual({ uuid: await onHost(host, "ovs-vsctl get Bridge br-ts _uuid") });
	p.write({ "bad.ts": program(", rtsp: true") });
	const tsc = [
		"--noEmit",
		"--strict",
		"--skipLibCheck",
		"--module",
		"commonjs",
		"--moduleResolution",
		"node10",
		"--target",
		"es2022",
		"--types",
		"node",
		"--typeRoots",
		join(root, "node_modules/@types"),
	];
	const types = (file: string) =>
		execFileSync(join(root, "node_modules/.bin/tsc"), [...tsc, file], { cwd: p.folder, encoding: "utf8", stdio: "pipe" });
	types("index.ts");
	expect(() => types("bad.ts")).toThrow();
});

test("an ES module in JavaScript runs, and the state outlives the installed copy", async () => {
	const p = project("esm", {
		"package.json": '{ "type": "module" }',
		"index.js": `import { Bridge } from "pulumi-ovs";\nexport const name = new Bridge("br-esm", { host: "h3" }).name;`,
	});
	await p.up();
	expect(p.outputs()).toEqual({ name: "br-esm" });
	const provider = p.resources().get("br-esm")?.inputs.__provider;
	expect(provider).toBe('exports.handler=()=>require("pulumi-ovs/runtime").shell');
	await p.destroy();
	expect(await onHost(host, "ovs-vsctl br-exists br-esm && echo yes || echo no")).toBe("no");
});
