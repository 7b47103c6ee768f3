// node bench/simulation/inputs.mjs PROGRAM - runs a program with Pulumi's mocks, and prints the inputs of its resources as JSON.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const pulumi = require("@pulumi/pulumi");

const resources = [];
pulumi.runtime.setMocks(
	{
		newResource({ type, name, inputs, custom }) {
			if (custom === false || !type.includes("dynamic/ovs:")) return { id: name, state: inputs };
			resources.push(inputs);
			return { id: name, state: { ...inputs, name: inputs.name ?? name } };
		},
		call: () => ({}),
	},
	"simulation",
	"dev",
);
require("./programs.cjs")(process.argv[2]);
await pulumi.runtime.disconnect();
process.stdout.write(JSON.stringify(resources));
