import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");
const folders = ["kinds", "network", "nft", "openflow", "plan"].map((name) => join("provider", name));

/** The error of a whole operation, whose reason may be a refusal. */
const others = ["provider/plan/operation.ts"];

const sources = (folder: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.filter((file) => file.endsWith(".ts"))
		.map((file) => join(folder, file))
		.filter((file) => !others.includes(file));

test("plans say by Refused or Unavailable why a change is not made, because callers take any other error for a mistake", () => {
	const found = folders
		.flatMap(sources)
		.filter((file) => /\bnew (Type|Range)?Error\(/.test(readFileSync(join(root, file), "utf8")));
	expect(found).toEqual([]);
});
