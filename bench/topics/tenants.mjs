/** @type {import("./index.mjs").Topic} */
export const tenants = {
	name: "tenants",
	about: "A Gateway with N tenants on one host: for each a VRF, a tunnel, two routes, and elements of one nft table.",
	sizes: [10, 200],
	unit: "tenants",
	hosts: () => 1,
	parallelism: [undefined, 64],
	program: (size, { changed, added }) => `const ovs = require("pulumi-ovs");
const tenant = (i) => ({
	name: "user" + i, tunnel: "tun" + i, key: i, table: i < 250 ? i : i + 10,
	floatingIp: "2.2." + (i >> 8) + "." + (i & 255), address: "10.0.0.7", tunnelRemote: "192.0.2.250",
	allow: ["tcp/22", "icmp", ...(i === 1 && ${changed} ? ["tcp/80"] : [])], deny: ["tcp/25"],
});
new ovs.Gateway("gw", {
	host: "h1", underlay: "192.0.2.1", outside: "1.1.1.11/24", inside: "10.0.0.1/24", offload: true,
	clients: [{ address: "1.1.1.7", tunnelRemote: "192.0.2.251" }],
	tenants: Array.from({ length: ${size + (added ? 1 : 0)} }, (_, i) => tenant(i + 1)),
});`,
};
