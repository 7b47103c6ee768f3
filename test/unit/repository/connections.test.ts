import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Hosts } from "../../../provider/host/hosts";
import { connectionSchema, entrySchema } from "../../../provider/inventory/schema";

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
	new Hosts((key) => {
		read.add(key);
		return undefined;
	});
	expect(named("Stack configuration").sort()).toEqual([...read].sort());
});
