// Lets node run the TypeScript of tools/: `node --require ./tools/typescript.cjs tools/generate.ts`.
const { transformFileSync } = require("@swc/core");
const Module = require("node:module");

const options = {
	jsc: { parser: { syntax: "typescript" }, target: "es2022" },
	module: { type: "commonjs" },
	sourceMaps: "inline",
};
Module._extensions[".ts"] = (module, file) => module._compile(transformFileSync(file, options).code, file);
