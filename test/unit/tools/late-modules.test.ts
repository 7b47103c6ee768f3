import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(__dirname, "../../..");
const preload = resolve(root, "tools/pulumi/language-host/late-modules.js");

/** Runs a script in a new process of Node, in which late-modules.js is loaded first, and returns the JSON that it prints. */
function inNode(script: string) {
	return JSON.parse(execFileSync(process.execPath, ["--require", preload, "-e", script], { cwd: root, encoding: "utf8" }));
}

test("Pulumi's SDK loads its compiler, package manager and tracing only when they are used", () => {
	const heavy = [
		...["typescript", "@npmcli/arborist", "normalize-package-data", "@opentelemetry/sdk-trace-node"],
		"@pulumi/pulumi/runtime/closure",
	];
	const { before, text, workspace, after } = inNode(`
		const loaded = () => ${JSON.stringify(heavy)}.filter((name) => Object.keys(require.cache).some((file) => file.includes("/node_modules/" + name + "/")));
		const pulumi = require("@pulumi/pulumi");
		require("@pulumi/pulumi/cmd/run/tracing");
		const before = loaded();
		const captured = 42;
		pulumi.runtime.serializeFunction(() => captured).then(({ text }) => {
			const workspace = typeof pulumi.automation.LocalWorkspace.createStack;
			console.log(JSON.stringify({ before, text, workspace, after: loaded() }));
		});
	`);
	expect(before).toEqual([]);
	expect(text).toContain("captured: 42");
	expect(workspace).toBe("function");
	expect(after).toContain("typescript");
});

test("a function that was loaded before the inspector is connected still says its file, and a stack its line", () => {
	const { file, line } = inNode(`
		const { mkdtempSync, writeFileSync, rmSync } = require("node:fs");
		const folder = mkdtempSync(require("node:path").join(require("node:os").tmpdir(), "pulumi-ovs-late-"));
		writeFileSync(folder + "/own.js", "exports.own = () => 1;\\nexports.stack = () => new Error().stack;");
		const { own, stack } = require(folder + "/own.js");
		require("@pulumi/pulumi");
		require("@pulumi/pulumi/cmd/run/error");
		const { createRequire } = require("node:module");
		const pulumi = createRequire(require.resolve("@pulumi/pulumi"));
		pulumi("./runtime/closure/v8").getFunctionLocationAsync(own).then(({ file }) => {
			console.log(JSON.stringify({ file, line: stack().split("\\n")[1] }));
			rmSync(folder, { recursive: true });
		});
	`);
	expect(file).toMatch(/own\.js$/);
	expect(line).toMatch(/own\.js:2:\d+/);
});

test("the modules of other packages, and a program's own, are loaded at once", () => {
	expect(
		inNode(
			`console.log(JSON.stringify({ typescript: require("typescript").version, proxy: require("node:util").types.isProxy(require("typescript")) }))`,
		),
	).toEqual({
		typescript: expect.stringMatching(/^5\./),
		proxy: false,
	});
});
