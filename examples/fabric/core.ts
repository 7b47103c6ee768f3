import * as pulumi from "@pulumi/pulumi";
import * as ovs from "pulumi-ovs";
import type { Site } from "./sites";

interface SiteOutputs {
	border: { host: string; underlay: string };
	prefix: string;
}

/** Creates the connections between the sites: a VXLAN mesh of their borders, and a route to each other site on each border. */
export async function createCore(sites: { [name: string]: Site }) {
	const project = `${pulumi.getOrganization()}/${pulumi.getProject()}`;
	const built = await Promise.all(
		Object.keys(sites).map(async (name, i) => {
			const stack = new pulumi.StackReference(`${project}/${name}`);
			const { border, prefix } = (await stack.getOutputDetails("site")).value as SiteOutputs;
			return { name, border, prefix, address: `10.64.0.${i + 1}` };
		}),
	);
	const mesh = new ovs.VxlanMesh("core", {
		bridge: "br-core",
		vni: 900,
		hosts: built.map(({ border, address }) => ({ host: border.host, address: border.underlay, addresses: [`${address}/24`] })),
	});
	for (const here of built)
		for (const there of built)
			if (here !== there)
				new ovs.Route(`${here.name}-${there.name}`, {
					host: here.border.host,
					destination: there.prefix,
					via: there.address,
					dev: mesh.bridges[here.border.host]?.name,
				});
	return { mtu: mesh.mtu };
}
