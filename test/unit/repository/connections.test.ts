import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { connectionSchema, entrySchema } from "../../../provider/inventory/schema";
import { configure } from "../../../provider/pulumi/configuration";

const page = readFileSync(join(resolve(__dirname, "../../.."), "docs/connections.md"), "utf8");

/** The first cells of all tables of a section. */
function named(heading: string): string[] {
	const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
	return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name = ""]) => name);
}

test("docs/connections.md has exactly the fields of a connection", () => {
	const fields = new Set([...Object.keys(connectionSchema.shape), ...Object.keys(entrySchema.shape)]);
	expect(named("Fields of a connection").sort()).toEqual([...fields].sort());
});

test("docs/connections.md has exactly the keys of the stack configuration that the provider reads", () => {
	const read = new Set<string>();
	const get = (key: string) => {
		read.add(key);
		return undefined;
	};
	configure(get);
	expect(named("Stack configuration").sort()).toEqual([...read].sort());
});
