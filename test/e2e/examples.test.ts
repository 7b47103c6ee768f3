import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { copyExample, root } from "../support/package";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Each example can be created without changes, has no changes in a second update, and leaves nothing on the hosts.
const hosts = ["h1", "h2", "h3"];
const folders = readdirSync(join(root, "examples")).filter((name) => statSync(join(root, "examples", name)).isDirectory());
// Examples that another test uses are left out.
const elsewhere = readdirSync(__dirname)
	.filter((file) => file !== basename(__filename))
	.flatMap((file) =>
		[...readFileSync(join(__dirname, file), "utf8").matchAll(/copyExample\("([\w-]+)"/g)].map((found) => found[1]),
	);
const examples = folders.filter((name) => !elsewhere.includes(name));
let before: string[][];

beforeAll(async () => {
	await Promise.all(hosts.map(cleanHost));
	before = await Promise.all(hosts.map(snapshot));
});

test.each(examples)("examples/%s", async (name) => {
	const own = existsSync(join(root, "examples", name, "Pulumi.yaml"));
	const p = new Project(`example-${name}`);
	try {
		if (!own) p.write({ "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n` });
		copyExample(name, p.folder);
		const { changes } = await p.up();
		expect(Object.keys(changes)).toEqual(["create"]);
		const { steps, code } = await p.drift();
		expect(steps.filter((s) => !["same", "refresh"].includes(s.op))).toEqual([]);
		expect(code).toBe(0);
		await p.destroy();
		const after = await Promise.all(hosts.map(snapshot));
		expect(after.map((lines, i) => changed(before[i] ?? [], lines))).toEqual([[], [], []]);
	} finally {
		await p.remove();
		await Promise.all(hosts.map(cleanHost));
	}
});
