import { allBlocks } from "../support/documents";
import { root } from "../support/package";
import { ReaderShell } from "../support/shell";
import { cli, useOwnLab } from "./support";

// The commands of docs/lab.md, as printed, with a lab of their own.
useOwnLab("docs");
const shell = new ReaderShell(root, { ...process.env, PATH: `${root}/node_modules/.bin:${process.env.PATH}` });

afterAll(async () => {
	shell.end();
	await cli(["lab", "down"]);
});

test.each(allBlocks("docs/lab.md").map((block) => ({ at: `${block.file}:${block.line}`, block })))("$at", ({ block }) =>
	shell.run(block),
);
