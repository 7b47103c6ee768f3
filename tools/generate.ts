import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { generated } from "./generate/files";

// `npm run generate`: the SDK's classes and the docs of the kinds, from the kinds' schemas.
const root = resolve(__dirname, "..");
const files = generated(root);
for (const folder of ["sdk/kinds", "docs/resources"]) {
	mkdirSync(join(root, folder), { recursive: true });
	for (const file of readdirSync(join(root, folder))) {
		if (!files.has(`${folder}/${file}`)) rmSync(join(root, folder, file));
	}
}
for (const [file, text] of files) {
	mkdirSync(dirname(join(root, file)), { recursive: true });
	writeFileSync(join(root, file), text);
}
process.stdout.write(`${files.size} files\n`);
