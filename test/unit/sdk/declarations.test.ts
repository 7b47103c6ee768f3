import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(__dirname, "../../../dist/sdk");
const pulumi = resolve(require.resolve("@pulumi/pulumi"), "..");
// The options with which Pulumi checks a program where the project has no TypeScript.
const old = require(join(pulumi, "vendor/typescript@3.8.3/typescript.js"));

const built = existsSync(folder)
	? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".d.ts"))
	: [];

// `npm test` builds before it runs this test.
(built.length > 0 ? test.each(built) : test.skip.each(["dist/sdk"]))("TypeScript 3.8 can read %s", (file) => {
	const { parseDiagnostics } = old.createSourceFile(file, readFileSync(join(folder, file), "utf8"), old.ScriptTarget.ES2020);
	expect(parseDiagnostics.map((d: { messageText: string }) => d.messageText)).toEqual([]);
});
