import { spawn } from "node:child_process";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { endWithEngine } from "../../../provider/pulumi/engine-end";

test("the process ends once when its engine's pipe closes, and not before", async () => {
	const input = new PassThrough();
	const ends: string[] = [];
	for (const run of ["first", "second"]) endWithEngine(input, () => ends.push(run));
	input.write("text");
	await new Promise((resolve) => setImmediate(resolve));
	expect(ends).toEqual([]);
	input.end();
	await new Promise((resolve) => input.once("close", resolve));
	expect(ends).toEqual(["first"]);
});

test("a process whose readers are gone ends, also where each uncaught error is written to standard error", async () => {
	const text = `require(${JSON.stringify(require.resolve("../../../tools/typescript.cjs"))});
const { endWithEngine, ignoreBrokenPipes } = require(${JSON.stringify(require.resolve("../../../provider/pulumi/engine-end"))});
let errors = 0;
process.on("uncaughtException", (error) => {
	if (++errors > 200) process.exit(9);
	console.error(error.stack);
});
ignoreBrokenPipes([process.stdout, process.stderr]);
endWithEngine(process.stdin, () => process.exit(0));
process.stdout.write("ready");
setTimeout(() => process.stderr.write("a warning"), 200);
setInterval(() => {}, 1000);`;
	const child = spawn(process.execPath, ["-e", text], { stdio: "pipe" });
	await once(child.stdout, "data");
	child.stderr.destroy();
	child.stdout.destroy();
	const ended = once(child, "exit");
	await new Promise((later) => setTimeout(later, 500));
	child.stdin.end();
	expect(await ended).toEqual([0, null]);
});
