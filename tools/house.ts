import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { folderRules } from "./house/biome";

// `npm run house`: the linter's rules about folders, from tools/house/layers.ts.
const root = resolve(__dirname, "..");
writeFileSync(resolve(root, "tools/house/folders.json"), `${JSON.stringify(folderRules(), null, "\t")}\n`);
