// Large programs by a word: mesh:100 is a full VXLAN mesh of 100 hosts; tunnels:200x50 is 200 hosts, each with a bridge and 50 keyed
// tunnels. The package is found from the program that is run.
const ovs = require("pulumi-ovs");

const hostName = (i) => `n${i}.example`;
const address = (i) => `192.0.${2 + Math.floor(i / 250)}.${(i % 250) + 1}`;
const times = (count, each) => Array.from({ length: count }, (_, i) => each(i));

const programs = {
	mesh: (size) =>
		new ovs.VxlanMesh("mesh", {
			vni: 100,
			bridge: "br-mesh",
			hosts: times(Number(size), (i) => ({ host: hostName(i), address: address(i) })),
		}),
	tunnels: (size) => {
		const [hosts, tunnels] = size.split("x").map(Number);
		for (const host of times(hosts, hostName)) {
			const bridge = new ovs.Bridge(host, { host, name: "br-bench" });
			for (const key of times(tunnels, (i) => i))
				new ovs.Tunnel(`${host}-${key}`, { host, bridge: bridge.name, type: "vxlan", remoteIp: "192.0.2.250", key });
		}
	},
};

module.exports = (program) => {
	const [kind, size] = program.split(":");
	programs[kind](size);
};
