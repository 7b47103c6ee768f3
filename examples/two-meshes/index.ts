import * as ovs from "pulumi-ovs";

const hosts = [
	{ host: "h1", address: "192.0.2.1", addresses: ["10.0.0.1/24"] },
	{ host: "h2", address: "192.0.2.2", addresses: ["10.0.0.2/24"] },
	{ host: "h3", address: "192.0.2.3", addresses: ["10.0.0.3/24"] },
];

// Each network's workload is in a namespace with the network's name, so both networks can have the same addresses.
function network(name: string, vni: number) {
	for (const { host } of hosts) new ovs.Namespace(`${name}-${host}`, { host, name });
	return new ovs.VxlanMesh(name, {
		bridge: `br-${name}`,
		vni,
		hosts: hosts.map(({ host, address, addresses }) => ({
			host,
			address,
			ports: [{ name: `${name}0`, type: "internal", netns: name, addresses }],
		})),
	});
}

const red = network("red", 100);
const blue = network("blue", 200);

export const mtu = { red: red.mtu, blue: blue.mtu };
