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
