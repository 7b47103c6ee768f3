import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { folderRules } from "./house/biome";
import { arrows, importsOf, sources } from "./house/imports";
import { picture } from "./house/picture";

// `npm run house`: the linter's rules about folders, from tools/house/layers.ts, and the picture of the real imports.
const root = resolve(__dirname, "..");
writeFileSync(resolve(root, "tools/house/folders.json"), `${JSON.stringify(folderRules(), null, "\t")}\n`);
writeFileSync(resolve(root, "docs/house.svg"), picture(arrows(importsOf(sources()))));
