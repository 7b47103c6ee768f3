// Lets plain `node -r` load this repository's TypeScript.
const { readFileSync } = require("node:fs");
const { transformSync } = require("@swc/core");

require.extensions[".ts"] = (module, file) => {
	const options = { filename: file, jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } };
	module._compile(transformSync(readFileSync(file, "utf8"), options).code, file);
};
