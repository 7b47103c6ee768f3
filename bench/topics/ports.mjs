const remote = "192.0.2.250";
const ttl = (i, { changed }) => (changed && i === 1 ? 32 : undefined);
const keys = (size, { added }) => Array.from({ length: size + (added ? 1 : 0) }, (_, i) => i);
const options = (i, state) => {
	const all = { remote_ip: remote, key: i, ...(ttl(i, state) ? { ttl: ttl(i, state) } : {}) };
	return Object.entries(all).map(([key, value]) => `options:${key}=${value}`);
};
const settings = (i, state) => `set Interface t${i} type=vxlan ${options(i, state).join(" ")}`;
const whole = (size, state) => {
	const ports = keys(size, state).map((i) => `-- --may-exist add-port br-bench t${i} -- ${settings(i, state)}`);
	return { h1: `ovs-vsctl --may-exist add-br br-bench ${ports.join(" ")}\n` };
};

/** @type {import("./index.mjs").Topic} */
export const ports = {
	name: "ports",
	about: "One bridge with N keyed VXLAN tunnels on one host, each a resource.",
	sizes: [10, 100, 500],
	unit: "ports",
	hosts: () => 1,
	parallelism: [undefined, 64],
	program: (size, state) => `const ovs = require("pulumi-ovs");
const { name: bridge } = new ovs.Bridge("br-bench", { host: "h1" });
for (const key of ${JSON.stringify(keys(size, state))})
	new ovs.Tunnel("t" + key, { host: "h1", bridge, type: "vxlan", remoteIp: "${remote}", key${state.changed ? ", ttl: key === 1 ? 32 : undefined" : ""} });`,
	scripts: {
		create: whole,
		"no change": whole,
		"one changed": whole,
		"one added": whole,
		refresh: () => ({ h1: "ovs-vsctl --columns=name,type,options list Interface\n" }),
		delete: () => ({ h1: "ovs-vsctl del-br br-bench\n" }),
	},
	tasks: (size, state) => ({
		tasks: [
			{ "openvswitch.openvswitch.openvswitch_bridge": { bridge: "br-bench" } },
			{
				"openvswitch.openvswitch.openvswitch_port": {
					bridge: "br-bench",
					port: "t{{ item.key }}",
					set: "Interface t{{ item.key }} {{ item.settings }}",
				},
				loop: keys(size, state).map((key) => ({ key, settings: `type=vxlan ${options(key, state).join(" ")}` })),
			},
		],
		undo: [{ "openvswitch.openvswitch.openvswitch_bridge": { bridge: "br-bench", state: "absent" } }],
	}),
	commands: (size, state) => [
		{ name: "br-bench", create: "ovs-vsctl --may-exist add-br br-bench", delete: "ovs-vsctl --if-exists del-br br-bench" },
		...keys(size, state).map((i) => ({
			name: `t${i}`,
			after: "br-bench",
			create: `ovs-vsctl --may-exist add-port br-bench t${i} -- ${settings(i, state)}`,
			delete: `ovs-vsctl --if-exists del-port br-bench t${i}`,
		})),
	],
};
