import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksToRun, documents } from "../support/documents";
import { Lesson, readerEnvironment } from "../support/lesson";
import { ReaderShell } from "../support/shell";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// The commands of README.md and docs/, in the project of the quickstart's lesson. test/lab-product runs those of docs/lab.md.
const hosts = ["h1", "h2", "h3"];
const files = documents.filter((file) => file !== "docs/lab.md" && !/^examples\/.+\//.test(file));
/** Files of private keys that the documents' commands read. */
const keys = ["id_ed25519", "ci_key"];
/** Files that the documents' commands write into the project. */
const written = ["dev.json", "plan.sh"];
const lesson = new Lesson("quickstart");
let before: string[][];

beforeAll(async () => {
	await Promise.all(hosts.map(cleanHost));
	before = await Promise.all(hosts.map(snapshot));
});

afterAll(async () => {
	await lesson.remove();
	await Promise.all(hosts.map(cleanHost));
});

test("examples/quickstart", () => lesson.learn());

test.each(files.flatMap(blocksToRun).map((block) => ({ at: `${block.file}:${block.line}`, block })))("$at", async ({ block }) => {
	const { folder } = lesson.project;
	const config = join(folder, "Pulumi.dev.yaml");
	const kept = join(folder, ".config-before");
	copyFileSync(config, kept);
	// The variable answers Pulumi's questions with yes.
	const env = { ...readerEnvironment(lesson.project), PULUMI_SKIP_CONFIRMATIONS: "true" };
	const shell = new ReaderShell(folder, env);
	for (const key of keys) writeFileSync(join(folder, key), "the text of a private key\n");
	try {
		await shell.run(block);
	} finally {
		shell.end();
		for (const key of keys) rmSync(join(folder, key));
		// Settings of one block in the stack's configuration are not for the next one.
		copyFileSync(kept, config);
	}
});

test("the lesson's end leaves nothing on the hosts, and in the folder only the files that were asked for", async () => {
	for (const file of written) rmSync(join(lesson.project.folder, file));
	expect(await lesson.tearDown()).toEqual([]);
	const after = await Promise.all(hosts.map(snapshot));
	expect(after.map((lines, i) => changed(before[i] ?? [], lines))).toEqual([[], [], []]);
});
