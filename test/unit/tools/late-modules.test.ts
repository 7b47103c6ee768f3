import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(__dirname, "../../..");
const preload = resolve(root, "tools/pulumi/language-host/late-modules.js");

/** Runs a script in a new process of Node, in which late-modules.js is loaded first, and returns the JSON that it prints. */
function inNode(script: string) {
	return JSON.parse(execFileSync(process.execPath, ["--require", preload, "-e", script], { cwd: root, encoding: "utf8" }));
}

test("Pulumi's SDK loads its compiler, package manager and tracing only when they are used", () => {
	const heavy = ["typescript", "@npmcli/arborist", "normalize-package-data", "@opentelemetry/sdk-trace-node"];
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
