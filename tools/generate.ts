import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { generatedFiles, generatedFolders } from "./generate/files";

// `npm run generate`: the SDK's classes and the docs of the kinds, from the kinds' schemas.
const root = resolve(__dirname, "..");
const files = generatedFiles();
for (const folder of generatedFolders) {
	mkdirSync(join(root, folder), { recursive: true });
	for (const file of readdirSync(join(root, folder))) {
		if (!files.has(`${folder}/${file}`)) rmSync(join(root, folder, file));
	}
}
for (const [file, text] of files) writeFileSync(join(root, file), text);
process.stdout.write(`${files.size} files generated\n`);
