import * as ovs from "pulumi-ovs";

const mesh = new ovs.VxlanMesh("mesh", {
	bridge: "br-vxlan",
	vni: 100,
	hosts: ["h1", "h2", "h3"].map((host, i) => ({
		host,
		address: `192.0.2.${i + 1}`,
		addresses: [`10.0.0.${i + 1}/24`],
	})),
});

export const overlay = mesh.addresses;
