import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { engineFolder } from "../../lab/folders";

// Tests of the engine and the language host of tools/pulumi, with programs that need no hosts.
const temporary = mkdtempSync(join(tmpdir(), "pulumi-ovs-engine-"));
mkdirSync(join(temporary, "state"));
symlinkSync(resolve(__dirname, "../../node_modules"), join(temporary, "node_modules"));
jest.setTimeout(60_000);

const environment = {
	...process.env,
	PATH: `${engineFolder()}${delimiter}${process.env.PATH}`,
	PULUMI_BACKEND_URL: `file://${join(temporary, "state")}`,
	PULUMI_CONFIG_PASSPHRASE: "test",
	PULUMI_SKIP_UPDATE_CHECK: "true",
	// Type checks by ts-node would take most of the time.
	PULUMI_NODEJS_TRANSPILE_ONLY: "true",
};

const thing = `
import * as pulumi from "@pulumi/pulumi";
const provider: pulumi.dynamic.ResourceProvider = {
	create: async (inputs) => {
		await new Promise((done) => setTimeout(done, inputs.wait ?? 0));
		return { id: "thing", outs: inputs };
	},
	read: async (id, props) => ({ id, props }),
};
class Thing extends pulumi.dynamic.Resource {
	constructor(name: string, props: object) {
		super(provider, name, props, {}, "test", "Thing");
	}
}
`;

/** Creates a project with a stack in its own folder. */
function project(name: string, files: Record<string, string>, main = "") {
	const folder = join(temporary, name);
	mkdirSync(join(folder, main), { recursive: true });
	const all = {
		"Pulumi.yaml": `name: ${name}\nruntime: nodejs\n${main && `main: ${main}\n`}`,
		"package.json": "{}",
		...files,
	};
	for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, file), text);
	execFileSync("pulumi", ["stack", "init", "dev"], { cwd: folder, env: environment, stdio: "ignore" });
	return folder;
}

function pulumi(folder: string, ...args: string[]): Promise<{ code: number; output: string }> {
	return new Promise((done) => {
		execFile("pulumi", [...args, "--color", "never"], { cwd: folder, env: environment }, (error, stdout, stderr) => {
			done({ code: error ? Number(error.code) : 0, output: stdout + stderr });
		});
	});
}

const up = (folder: string) => pulumi(folder, "up", "--yes", "--skip-preview");

async function outputs(folder: string) {
	const { output } = await pulumi(folder, "stack", "output", "--json", "--show-secrets");
	return JSON.parse(output);
}

function ended(child: ChildProcess): Promise<number | null> {
	return new Promise((done) => child.once("close", done));
}

function countOf(text: string, part: string) {
	return text.split(part).length - 1;
}

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe("a TypeScript program", () => {
	const folder = project("typescript", {
		"index.ts": `${thing}
const config = new pulumi.Config();
console.log("hello from the program");
new Thing("one", { size: 1 });
export const plain = config.requireNumber("plain");
export const password = config.requireSecret("password");
`,
	});

	test("comes up, with its config, its secrets and what it prints", async () => {
		await pulumi(folder, "config", "set", "plain", "7");
		await pulumi(folder, "config", "set", "--secret", "password", "hunter2");
		const { code, output } = await up(folder);
		expect(output).toContain("hello from the program");
		expect(output).toContain("+ 2 created");
		expect(output).not.toContain("warning");
		expect(code).toBe(0);
		expect(await outputs(folder)).toEqual({ plain: 7, password: "hunter2" });
		expect((await pulumi(folder, "stack", "output")).output).not.toContain("hunter2");
	});

	test("has nothing to do the second time", async () => {
		expect(await pulumi(folder, "preview", "--expect-no-changes")).toMatchObject({ code: 0 });
		expect(await pulumi(folder, "refresh", "--yes", "--expect-no-changes")).toMatchObject({ code: 0 });
		expect(await pulumi(folder, "refresh", "--yes", "--run-program", "--skip-preview")).toMatchObject({ code: 0 });
	});

	test("is known to `about`", async () => {
		const { output } = await pulumi(folder, "about");
		expect(output).toContain(`executable='${process.execPath}' version='${process.version}'`);
		expect(output).not.toContain("warning");
	});

	test("is destroyed", async () => {
		const { code, output } = await pulumi(folder, "destroy", "--yes", "--skip-preview");
		expect(output).toContain("- 2 deleted");
		expect(code).toBe(0);
	});
});

test("programs may be ES modules, CommonJS, and in a folder of their own", async () => {
	const esm = project("esm", {
		"package.json": `{ "type": "module" }`,
		"index.mjs": `import * as pulumi from "@pulumi/pulumi";\nexport const project = pulumi.getProject();`,
	});
	const commonJs = project("commonjs", { "index.js": `exports.stack = require("@pulumi/pulumi").getStack();` });
	const inFolder = project("folder", { "program/index.ts": `export const folder = process.cwd();` }, "program/");
	for (const { code } of await Promise.all([esm, commonJs, inFolder].map(up))) expect(code).toBe(0);
	expect(await outputs(esm)).toEqual({ project: "esm" });
	expect(await outputs(commonJs)).toEqual({ stack: "dev" });
	expect(await outputs(inFolder)).toEqual({ folder: join(inFolder, "program") });
});

test("what went wrong in a program is shown once", async () => {
	const thrower = project("thrower", { "index.js": `throw new Error("no such luck");` });
	const thrown = await up(thrower);
	expect(thrown.code).not.toBe(0);
	// The output has the error when it occurs and again under "Diagnostics:".
	expect(countOf(thrown.output.slice(thrown.output.indexOf("Diagnostics:")), "no such luck")).toBe(1);
	expect(thrown.output).not.toContain("exit code");

	const quitter = project("quitter", { "index.js": "process.exit(3);" });
	const quit = await up(quitter);
	expect(quit.code).not.toBe(0);
	expect(quit.output).toContain("Program exited with non-zero exit code: 3");
});

test("a Ctrl-C lets the resource in work end, and the program with it", async () => {
	const folder = project("interrupted", { "index.ts": `${thing}\nnew Thing("slow", { wait: 1500 });` });
	const child = spawn("pulumi", ["up", "--yes", "--skip-preview", "--color", "never"], {
		cwd: folder,
		env: environment,
	});
	let output = "";
	child.stdout.on("data", (data) => {
		if (!output.includes("slow creating") && `${output}${data}`.includes("slow creating")) child.kill("SIGINT");
		output += data;
	});
	expect(await ended(child)).not.toBe(0);
	expect(output).toContain("slow created");
	const processes = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
	expect(processes).not.toContain(folder);
	const { deployment } = JSON.parse((await pulumi(folder, "stack", "export")).output);
	expect(deployment.pending_operations ?? []).toEqual([]);
	expect(deployment.resources.map((one: { id?: string }) => one.id)).toContain("thing");
});

test("`pulumi install` installs the program's packages", async () => {
	const folder = project("install", { "package.json": `{ "name": "install" }` });
	expect(await pulumi(folder, "install")).toMatchObject({ code: 0 });
	expect(existsSync(join(folder, "package-lock.json"))).toBe(true);
});

test("a plugin written in TypeScript runs", async () => {
	const folder = project("pluggable", { "index.js": "" });
	const plugin = join(temporary, "plugin");
	mkdirSync(plugin);
	writeFileSync(join(plugin, "PulumiPlugin.yaml"), "runtime: nodejs\n");
	writeFileSync(join(plugin, "package.json"), `{ "name": "plugged", "version": "1.2.3" }`);
	writeFileSync(
		join(plugin, "index.ts"),
		`import { main } from "@pulumi/pulumi/provider";
const schema = { name: "plugged", version: "1.2.3" };
main({ version: "1.2.3", getSchema: async () => JSON.stringify(schema) }, process.argv.slice(2));
`,
	);
	const { output } = await pulumi(folder, "package", "get-schema", plugin);
	expect(output).toContain(`"version": "1.2.3"`);
});
