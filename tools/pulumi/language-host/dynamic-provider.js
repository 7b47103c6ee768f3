"use strict";
// The engine starts this program for dynamic resources, in the folder of the user's project. It runs Pulumi's own provider process.
const { createRequire } = require("node:module");
const path = require("node:path");
require("./late-modules.js");

let script;
try {
	script = createRequire(path.join(process.cwd(), "index.js")).resolve("@pulumi/pulumi/cmd/dynamic-provider");
} catch (error) {
	if (error.code !== "MODULE_NOT_FOUND") throw error;
	process.stderr.write(`@pulumi/pulumi is not installed in ${process.cwd()}. Have you run \`npm install\`?\n`);
	process.exit(1);
}
require(script);
