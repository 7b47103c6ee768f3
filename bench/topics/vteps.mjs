const peersEach = 100;
const remote = (i) => `198.18.${i >> 8}.${i & 255}`;

/** Vteps with their peers: the last one has one more where a port is added. */
function vtepsOf(size, { changed, added }) {
	const count = Math.ceil(size / peersEach);
	return Array.from({ length: count }, (_, v) => {
		const peers = Math.min(peersEach, size - v * peersEach) + (added && v === count - 1 ? 1 : 0);
		const addresses = Array.from({ length: peers }, (_, p) => [`p${p}`, remote(changed && v + p === 0 ? 65_000 : p + 1)]);
		return { key: v + 1, peers: Object.fromEntries(addresses) };
	});
}

function whole(size, state) {
	const ports = vtepsOf(size, state).flatMap(({ key, peers }) =>
		Object.entries(peers).map(
			([peer, address]) =>
				`-- --may-exist add-port br-bench v${key}-${peer} -- set Interface v${key}-${peer} type=vxlan options:key=${key} options:remote_ip=${address} -- set Port v${key}-${peer} protected=true`,
		),
	);
	// The arguments of one command are limited to 2 MB.
	const parts = Array.from({ length: Math.ceil(ports.length / 1000) }, (_, i) => ports.slice(1000 * i, 1000 * (i + 1)));
	return { h1: parts.map((part) => `ovs-vsctl --may-exist add-br br-bench ${part.join(" ")}\n`).join("") };
}

/** @type {import("./index.mjs").Topic} */
export const vteps = {
	name: "vteps",
	about: `N ports on one bridge as Vteps with ${peersEach} peers each. One peer's address is changed, and one peer is added.`,
	sizes: [5000],
	unit: "ports",
	hosts: () => 1,
	parallelism: [undefined],
	program: (size, state) => `const ovs = require("pulumi-ovs");
const { name: bridge } = new ovs.Bridge("br-bench", { host: "h1" });
for (const { key, peers } of ${JSON.stringify(vtepsOf(size, state))})
	new ovs.Vtep("v" + key, { host: "h1", bridge, name: "v" + key, type: "vxlan", key, peers });`,
	scripts: {
		create: whole,
		"no change": whole,
		"one changed": whole,
		"one added": whole,
		refresh: () => ({ h1: "ovs-vsctl --columns=name,type,options list Interface\n" }),
		delete: () => ({ h1: "ovs-vsctl del-br br-bench\n" }),
	},
};
