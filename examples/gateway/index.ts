import * as ovs from "pulumi-ovs";

// Each line is a tenant. Both tenants have the same address.
const tenants = [
	{ table: 1, key: 1000, floatingIp: "2.2.2.11", host: "t1", tunnelRemote: "172.168.0.11", port: 22 },
	{ table: 2, key: 2000, floatingIp: "2.2.2.12", host: "t2", tunnelRemote: "172.168.0.12", port: 23 },
];
const address = "10.0.0.7";
const underlay = "172.168.0.1";

const gateway = new ovs.Gateway("gw", {
	host: "gw",
	underlay,
	outside: "1.1.1.11/24",
	inside: "10.0.0.1/24",
	clients: [{ address: "1.1.1.7", tunnelRemote: "172.168.0.7" }],
	tenants: tenants.map(({ table, key, floatingIp, tunnelRemote, port }) => ({
		...{ name: `user${table}`, tunnel: `tun${table}`, table, key, floatingIp, tunnelRemote },
		address,
		allow: [`tcp/${port}`, "icmp"],
		deny: [`tcp/${port}`],
	})),
	offload: true,
});

// A lightweight tunnel: one device for all tenants. Each route sets the key of its packets.
const client = new ovs.Tunnel("client", { host: "cl", name: "tun", type: "gretap", external: true, addresses: ["1.1.1.7/24"] });
for (const { table, floatingIp, key } of tenants)
	new ovs.Route(`client-user${table}`, {
		host: "cl",
		destination: floatingIp,
		via: "1.1.1.11",
		dev: client.name,
		encap: { type: "ip", id: key, dst: underlay, key: true },
	});

for (const { table, host, key } of tenants) {
	const name = `user${table}`;
	const tunnel = new ovs.Tunnel(name, { host, name: "tun", type: "gretap", external: true, addresses: [`${address}/24`] });
	new ovs.Route(name, {
		host,
		destination: "1.1.1.7",
		via: "10.0.0.1",
		dev: tunnel.name,
		encap: { type: "ip", id: key, dst: underlay, key: true },
	});
}

export const floatingIps = tenants.map(({ floatingIp }) => floatingIp);
export const vrfs = Object.keys(gateway.vrfs);
