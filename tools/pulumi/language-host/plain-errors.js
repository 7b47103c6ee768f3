"use strict";
// Loaded before the user's program. Pulumi shows an unhandled error by inspecting it in colours, and some versions of
// Node (20.20.2 is one) then fill gigabytes of memory for half a minute when the stack has a path that ends right after
// a scope, which Pulumi's source maps give it: node_modules/@pulumi/resource.ts (nodejs/node#64011).
const util = require("node:util");

const { inspect } = util;
function inspectErrorsWithoutColors(value, options, ...rest) {
	return inspect(value, value instanceof Error && options?.colors ? { ...options, colors: false } : options, ...rest);
}
util.inspect = Object.defineProperties(inspectErrorsWithoutColors, Object.getOwnPropertyDescriptors(inspect));
