import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { generatedFiles, generatedFolders } from "../../../tools/generate/files";

const root = resolve(__dirname, "../../..");
const files = generatedFiles();

test.each([...files.keys()])("%s is what `npm run generate` makes of the kinds", (file) => {
	expect(readFileSync(join(root, file), "utf8")).toBe(files.get(file));
});

test.each(generatedFolders)("%s holds nothing else", (folder) => {
	const generated = [...files.keys()].filter((file) => file.startsWith(`${folder}/`));
	expect(readdirSync(join(root, folder)).sort()).toEqual(generated.map((file) => file.slice(folder.length + 1)).sort());
});
