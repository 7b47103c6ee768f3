"use strict";
const { createRequire } = require("node:module");
const { resolveFrom } = require("./resolve.js");

// This repository's copy is used first, because `pulumi install` and `pulumi about` run before the program's packages are installed.
const found = [__dirname, process.cwd()].map((folder) => resolveFrom(folder, "@pulumi/pulumi/package.json")).find(Boolean);
if (!found) {
	process.stderr.write("pulumi-language-nodejs: @pulumi/pulumi is not installed; run `npm install` first\n");
	process.exit(1);
}
const sdk = createRequire(found);

module.exports = {
	version: sdk(found).version,
	Empty: sdk("google-protobuf/google/protobuf/empty_pb.js").Empty,
	grpc: sdk("@grpc/grpc-js"),
	language: sdk("./proto/language_pb.js"),
	LanguageRuntimeService: sdk("./proto/language_grpc_pb.js").LanguageRuntimeService,
	plugin: sdk("./proto/plugin_pb.js"),
};
