import * as ovs from "pulumi-ovs";
import { fabric, type Site } from "./sites";

/** One site: a VXLAN mesh of its hosts, and routes to the other sites by its border. Returns what the core needs. */
export function createSite({ prefix, hosts }: Site) {
	const [border, ...others] = hosts;
	const mesh = new ovs.VxlanMesh("site", {
		bridge: "br-site",
		vni: 100,
		hosts: hosts.map(({ host, underlay, address }) => ({ host, address: underlay, addresses: [`${address}/24`] })),
	});
	new ovs.Sysctl("forwarding", { host: border.host, key: "net.ipv4.ip_forward", value: "1" });
	for (const { host } of others)
		new ovs.Route(`fabric-${host}`, { host, destination: fabric, via: border.address, dev: mesh.bridges[host]?.name });
	return { border: { host: border.host, underlay: border.underlay }, prefix, mtu: mesh.mtu };
}
