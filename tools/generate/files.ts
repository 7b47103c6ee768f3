import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { connectionSchema } from "../../provider/inventory/schema";
import { kinds } from "../../provider/kinds";
import type { Kind } from "../../provider/model/kind";
import { classFile, connectionFile, indexFile } from "./classes";
import { indexPage, kindPage } from "./docs";
import { columnsPage } from "./ovs-columns";
import { ovsSchemaFile } from "./ovs-schema";
import { peersPage } from "./peers";

const all = Object.values(kinds);

function exampleOf({ type }: Kind): string {
	const file = join(__dirname, "examples", `${type}.ts`);
	if (!existsSync(file)) throw new Error(`The docs of ${type} need an example program: write ${file}`);
	return readFileSync(file, "utf8");
}

/** The text of every generated file, by its path in the repository. */
export function generatedFiles(): Map<string, string> {
	return new Map([
		...all.map((kind) => [`sdk/kinds/${kind.type}.ts`, classFile(kind)] as const),
		["sdk/kinds/index.ts", indexFile(all)],
		["sdk/connection.ts", connectionFile(connectionSchema)],
		["provider/tools/ovs-schema.ts", ovsSchemaFile()],
		["docs/ovs-columns.md", columnsPage()],
		["docs/peers.md", peersPage()],
		...all.map((kind) => [`docs/resources/${kind.type}.md`, kindPage(kind, exampleOf(kind))] as const),
		["docs/resources/README.md", indexPage(all, readFileSync(join(__dirname, "../../README.md"), "utf8"))],
	]);
}

/** Folders in which every file is generated. */
export const generatedFolders = ["sdk/kinds", "docs/resources"];
