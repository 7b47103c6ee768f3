const numbers = (size) => Array.from({ length: size }, (_, i) => i + 1);
const address = (i) => `192.0.2.${i}`;

/** A host's script. Each host has a port for its workload; the one that is added is a port, too, because the lab has 16 hosts at most. */
function whole(size, { changed, added }) {
	const each = numbers(size).map((self) => {
		const peers = numbers(size).filter((peer) => peer !== self);
		const tunnels = peers.map(
			(peer) =>
				`-- --may-exist add-port br-mesh mesh-${peer} -- set Interface mesh-${peer} type=vxlan options:key=100 options:remote_ip=${address(peer)} options:local_ip=${address(self)} -- set Port mesh-${peer} protected=true`,
		);
		const names = self === 1 && added ? ["web0", "web1"] : ["web0"];
		const ports = names.map((name) => {
			const tag = changed && self === 1 && name === "web0" ? 20 : 10;
			return `-- --may-exist add-port br-mesh ${name} tag=${tag} -- set Interface ${name} type=internal`;
		});
		return [`h${self}`, `ovs-vsctl --may-exist add-br br-mesh ${tunnels.join(" ")} ${ports.join(" ")}\n`];
	});
	return Object.fromEntries(each);
}
const everywhere = (text) => (size) => Object.fromEntries(numbers(size).map((i) => [`h${i}`, text]));

/** @type {import("./index.mjs").Topic} */
export const mesh = {
	name: "mesh",
	about: "A full VXLAN mesh of N hosts with a workload's port on each (VxlanMesh). One port is changed, and one port is added.",
	sizes: [3, 8, 16],
	unit: "hosts",
	hosts: (size) => size,
	parallelism: [undefined],
	program: (size, { changed, added }) => `const ovs = require("pulumi-ovs");
const port = (name, tag) => ({ name, type: "internal", tag });
new ovs.VxlanMesh("mesh", {
	bridge: "br-mesh",
	vni: 100,
	hosts: ${JSON.stringify(numbers(size))}.map((i) => ({
		host: "h" + i,
		address: "192.0.2." + i,
		ports: [port("web0", i === 1 && ${changed} ? 20 : 10), ...(i === 1 && ${added} ? [port("web1", 10)] : [])],
	})),
});`,
	scripts: {
		create: whole,
		"no change": whole,
		"one changed": whole,
		"one added": whole,
		refresh: everywhere("ovs-vsctl --columns=name,type,options list Interface\n"),
		delete: everywhere("ovs-vsctl del-br br-mesh\n"),
	},
};
