"use strict";
const { createRequire } = require("node:module");
const path = require("node:path");

/** Path of the module `name` for files in `folder`, by Node's resolution; undefined if it is not installed. */
function resolveFrom(folder, name) {
	try {
		return createRequire(path.join(folder, "index.js")).resolve(name);
	} catch (error) {
		if (error.code === "MODULE_NOT_FOUND") return undefined;
		throw error;
	}
}

// This repository's copy is used first, because `pulumi install` and `pulumi about` run before the program's packages are installed.
const found = [__dirname, process.cwd()].map((folder) => resolveFrom(folder, "@pulumi/pulumi/package.json")).find(Boolean);
if (!found) {
	process.stderr.write("pulumi-language-nodejs: @pulumi/pulumi is not installed; run `npm install` first\n");
	process.exit(1);
}
const sdk = createRequire(found);

module.exports = {
	resolveFrom,
	version: sdk(found).version,
	Empty: sdk("google-protobuf/google/protobuf/empty_pb.js").Empty,
	grpc: sdk("@grpc/grpc-js"),
	language: sdk("./proto/language_pb.js"),
	LanguageRuntimeService: sdk("./proto/language_grpc_pb.js").LanguageRuntimeService,
	plugin: sdk("./proto/plugin_pb.js"),
};
