import * as ovs from "pulumi-ovs";

const mesh = new ovs.VxlanMesh("mesh", {
	bridge: "br-geneve",
	type: "geneve",
	vni: 100,
	hosts: [
		{ host: "h1", address: "192.0.2.1", addresses: ["10.0.0.1/24"] },
		{ host: "h2", address: "192.0.2.2", addresses: ["10.0.0.2/24"] },
		{ host: "h3", address: "192.0.2.3", addresses: ["10.0.0.3/24"] },
	],
});

export const overlay = mesh.addresses;
