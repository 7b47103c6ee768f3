import { connectionSchema } from "../../provider/inventory";
import { kinds } from "../../provider/kinds";
import { classFile, connectionFile, indexFile } from "./classes";

/** Every generated file: its path in the repository, and its text. */
export function generated(_root: string): Map<string, string> {
	const all = Object.values(kinds);
	return new Map([
		...all.map((kind) => [`sdk/kinds/${kind.type}.ts`, classFile(kind)] as const),
		["sdk/kinds/index.ts", indexFile(all)],
		["sdk/connection.ts", connectionFile(connectionSchema)],
	]);
}
