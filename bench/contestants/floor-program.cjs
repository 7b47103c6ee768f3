// Runs as a Pulumi program beside resources.json.
const pulumi = require("@pulumi/pulumi");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const text = 'exports.handler=()=>require("floor-provider.cjs").shell';
const made = [];
for (const { name, type, custom, parent, after, inputs } of JSON.parse(readFileSync(join(__dirname, "resources.json"), "utf8"))) {
	const options = { parent: made[parent], dependsOn: after.map((i) => made[i]) };
	made.push(
		custom
			? new pulumi.CustomResource(type.replace(/ovs:/, "floor:"), name, { ...inputs, __provider: text }, options)
			: new pulumi.ComponentResource(type, name, {}, options),
	);
}
