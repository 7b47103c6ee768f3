"use strict";
// This module is loaded before the user's program. Pulumi prints an unhandled error by util.inspect with colours. With some
// versions of Node (such as 20.20.2), util.inspect then uses gigabytes of memory for half a minute if the stack has a path with
// a file right below a scope, such as node_modules/@pulumi/resource.ts from Pulumi's source maps (nodejs/node#64011).
const util = require("node:util");

const { inspect } = util;
function inspectErrorsWithoutColors(value, options, ...rest) {
	return inspect(value, value instanceof Error && options?.colors ? { ...options, colors: false } : options, ...rest);
}
util.inspect = Object.defineProperties(inspectErrorsWithoutColors, Object.getOwnPropertyDescriptors(inspect));
