// node bench/simulation/programs.mjs PROGRAM - runs a large program with Pulumi's mocks, and prints the inputs of its resources as JSON.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const pulumi = require("@pulumi/pulumi");
const ovs = require(join(root, "dist/sdk/index.js"));

const hostName = (i) => `n${i}.example`;
const address = (i) => `192.0.${2 + Math.floor(i / 250)}.${(i % 250) + 1}`;
const times = (count, each) => Array.from({ length: count }, (_, i) => each(i));

const programs = {
	/** mesh:100 - a full VXLAN mesh of 100 hosts. */
	mesh: (size) =>
		new ovs.VxlanMesh("mesh", {
			vni: 100,
			bridge: "br-mesh",
			hosts: times(Number(size), (i) => ({ host: hostName(i), address: address(i) })),
		}),
	/** tunnels:200x50 - 200 hosts with a bridge and 50 keyed tunnels each. */
	tunnels: (size) => {
		const [hosts, tunnels] = size.split("x").map(Number);
		for (const host of times(hosts, hostName)) {
			const bridge = new ovs.Bridge(host, { host, name: "br-bench" });
			for (const key of times(tunnels, (i) => i))
				new ovs.Tunnel(`${host}-${key}`, { host, bridge: bridge.name, type: "vxlan", remoteIp: "192.0.2.250", key });
		}
	},
};

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
const [kind, size] = process.argv[2].split(":");
programs[kind](size);
await pulumi.runtime.disconnect();
process.stdout.write(JSON.stringify(resources));
