import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { copyExample, root } from "../support/package";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Each example comes up as it stands, changes nothing the second time, and leaves the hosts empty.
const hosts = ["h1", "h2", "h3"];
const folders = readdirSync(join(root, "examples")).filter((name) => statSync(join(root, "examples", name)).isDirectory());
// Those with hosts of their own have a test of their own.
const [apart, examples] = [true, false].map((own) =>
	folders.filter((name) => existsSync(join(root, "examples", name, "lab.json")) === own),
) as [string[], string[]];
let before: string[][];

beforeAll(async () => {
	await Promise.all(hosts.map(cleanHost));
	before = await Promise.all(hosts.map(snapshot));
});

test.each(apart)("examples/%s has a test of its own", (name) => {
	expect(existsSync(join(__dirname, `${name}.test.ts`))).toBe(true);
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
