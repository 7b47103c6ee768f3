import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Lesson } from "../support/lesson";
import { root } from "../support/package";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Lessons whose example no other test uses. They leave nothing on the hosts and in the folder. e2e/mesh asks for drift of such meshes.
const hosts = ["h1", "h2", "h3"];
const examples = readdirSync(join(root, "examples")).filter((name) => statSync(join(root, "examples", name)).isDirectory());
const elsewhere = readdirSync(__dirname)
	.filter((file) => file !== basename(__filename))
	.flatMap((file) =>
		[...readFileSync(join(__dirname, file), "utf8").matchAll(/new Lesson\("([\w-]+)"/g)].map((found) => found[1]),
	);
let before: string[][];

beforeAll(async () => {
	await Promise.all(hosts.map(cleanHost));
	before = await Promise.all(hosts.map(snapshot));
});

afterAll(async () => {
	await Promise.all(hosts.map(cleanHost));
});

test.each(examples.filter((name) => !elsewhere.includes(name)))("examples/%s", async (name) => {
	const lesson = new Lesson(name);
	try {
		await lesson.learn();
		expect(await lesson.tearDown()).toEqual([]);
	} finally {
		await lesson.remove();
	}
});

test("the lessons have left nothing on the hosts", async () => {
	const after = await Promise.all(hosts.map(snapshot));
	expect(after.map((lines, i) => changed(before[i] ?? [], lines))).toEqual([[], [], []]);
});
