/**
 * The parameters that the kernel changes with one, as patterns of file names below /proc/sys (devinet_conf_proc and inet_forward_change
 * in net/ipv4/devinet.c, neigh_proc_update in net/core/neighbour.c, the functions addrconf_…_change in net/ipv6/addrconf.c). Those of
 * new devices come first, because the kernel copies some of them to other devices.
 */
export function changedWith(key: string): string[] {
	if (key === "net/ipv4/ip_forward" || key === "net/ipv4/conf/all/forwarding")
		return ["net/ipv4/conf/default/forwarding", "net/ipv4/conf/*/forwarding", "net/ipv4/conf/all/accept_redirects"];
	const ofAll =
		/^net\/ipv6\/conf\/all\/(forwarding|force_forwarding|disable_ipv6|ignore_routes_with_linkdown|addr_gen_mode)$/.exec(key);
	if (ofAll) return ["default", "*"].map((device) => `net/ipv6/conf/${device}/${ofAll[1]}`);
	// A device keeps a value that was set for it before.
	const [, tree, name] = /^(net\/(?:ipv4\/conf|ipv[46]\/neigh))\/default\/([^/]+)$/.exec(key) ?? [];
	return tree === undefined ? [] : [`${tree}/*/${name}`];
}

export const changesOthers = (key: string): boolean => changedWith(key).length > 0;

/**
 * The value that the kernel gives a parameter when one of all devices gets this value: the same, and for the redirects that routers do
 * not accept (inet_forward_change in net/ipv4/devinet.c) the opposite.
 */
export const valueWith = (key: string, ofAll: string): string =>
	key === "net/ipv4/conf/all/accept_redirects" ? String(Number(Number(ofAll) === 0)) : ofAll;

/** True for a parameter of all devices whose change the kernel copies to each device, and to those that are to come. */
export const isOfAllDevices = (key: string): boolean => changesOthers(key) && !key.includes("/default/");

/**
 * What the kernel removes when a parameter of IPv6 is set: everything of IPv6 on the device, or the default routes of router
 * advertisements, on whichever device (rt6_purge_dflt_routers). Switching the parameter back brings back only what the kernel itself
 * had added. `device`: undefined for all devices.
 */
export function removedWith(key: string): { what: "IPv6" | "advertised routers"; device?: string } | undefined {
	const [, device, name] = /^net\/ipv6\/conf\/(?!default\/)([^/]+)\/(disable_ipv6|forwarding)$/.exec(key) ?? [];
	if (name === undefined) return undefined;
	if (name === "forwarding") return { what: "advertised routers" };
	return { what: "IPv6", ...(device === "all" ? {} : { device }) };
}
