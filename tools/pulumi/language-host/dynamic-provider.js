"use strict";
// The engine starts this program for dynamic resources, in the folder of the user's project. It runs Pulumi's own provider process.
require("./late-modules.js");
const { resolveFrom } = require("./resolve.js");

const script = resolveFrom(process.cwd(), "@pulumi/pulumi/cmd/dynamic-provider");
if (!script) {
	process.stderr.write(`@pulumi/pulumi is not installed in ${process.cwd()}. Have you run \`npm install\`?\n`);
	process.exit(1);
}
require(script);
