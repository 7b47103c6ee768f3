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

module.exports = { resolveFrom };
