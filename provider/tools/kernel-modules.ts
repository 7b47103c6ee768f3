/**
 * The modules of devices, by the type that `ip link add` or a row of the table Interface has. Other types have a module of their own name.
 */
const deviceModules: Record<string, string> = {
	vlan: "8021q",
	gre: "ip_gre",
	gretap: "ip_gre",
	ip6gretap: "ip6_gre",
	ip6gre: "ip6_gre",
	erspan: "ip_gre",
	ip6erspan: "ip6_gre",
	vti: "ip_vti",
	vti6: "ip6_vti",
	tap: "tun",
	bond: "bonding",
};

export const moduleOfDevice = (type: string): string => deviceModules[type] ?? type;

/** The module of each datapath type of Open vSwitch. A bridge in userspace has a tap device as its local port. */
export const datapathModules: Record<string, string> = { system: "openvswitch", netdev: "tun" };

/** The module of each queueing discipline. */
export const moduleOfQdisc = (qdisc: string): string => `sch_${qdisc}`;

/** Modules of nft expressions for which each family of tables has its own. */
const reject = { inet: "nft_reject_inet", ip: "nft_reject_ipv4", ip6: "nft_reject_ipv6", bridge: "nft_reject_bridge" };
const fib = { inet: "nft_fib_inet", ip: "nft_fib_ipv4", ip6: "nft_fib_ipv6", netdev: "nft_fib_netdev" };
const dup = { ip: "nft_dup_ipv4", ip6: "nft_dup_ipv6", netdev: "nft_dup_netdev" };

/**
 * The modules of nft, by the words at which nft marks an error of the kernel. The first that fits counts. Words that are not
 * here are part of the module nf_tables. Those with `name` refer to an object, which may be missing itself.
 */
const nftModules: [RegExp, string | Record<string, string>][] = [
	[/^(?:ct (?:helper|timeout|expectation) set|limit name|quota name|counter name)\b/, {}],
	[/^ct count\b/, "nft_connlimit"],
	[/^(?:ct|notrack)\b/, "nft_ct"],
	[/^log\b/, "nft_log"],
	[/^limit\b/, "nft_limit"],
	[/^quota\b/, "nft_quota"],
	[/^reject\b/, reject],
	[/^[sd]nat\b/, "nft_nat"],
	[/^masquerade\b/, "nft_masq"],
	[/^redirect\b/, "nft_redir"],
	[/^fib\b/, fib],
	[/^numgen\b/, "nft_numgen"],
	[/^(?:jhash|symhash)\b/, "nft_hash"],
	[/^socket\b/, "nft_socket"],
	[/^tproxy\b/, "nft_tproxy"],
	[/^queue\b/, "nft_queue"],
	[/^synproxy\b/, "nft_synproxy"],
	[/^osf\b/, "nft_osf"],
	[/^dup\b/, dup],
	[/^fwd\b/, "nft_fwd_netdev"],
	[/^ipsec\b/, "nft_xfrm"],
	[/^flow (?:add|offload)\b/, "nft_flow_offload"],
	[/^meta ibr/, "nft_meta_bridge"],
	[/^nat hook\b/, "nft_chain_nat"],
	[/^add flowtable (?!.*\bdevices\b)/, "nf_flow_table_inet"],
];

/** The module behind the words of a table of this family. Undefined: the words need none but nf_tables. */
export function moduleOfNft(words: string, family: string): string | undefined {
	const found = nftModules.find(([form]) => form.test(words))?.[1];
	return typeof found === "object" ? found[family] : found;
}

/** The modules of kernel parameters, by the beginning of their keys. A key of nf_conntrack is there only with that module. */
const parameterModules: [RegExp, string][] = [
	[/^net\/bridge\//, "br_netfilter"],
	[/^net\/(?:netfilter\/)?nf_conntrack_/, "nf_conntrack"],
	[/^net\/netfilter\/nf_flowtable_/, "nf_flow_table"],
	[/^net\/vrf\//, "vrf"],
	[/^net\/mpls\//, "mpls_router"],
	[/^net\/ipv4\/vs\//, "ip_vs"],
	...["sctp", "dccp", "tipc", "smc", "rds", "ax25", "netrom", "rose", "x25", "appletalk", "phonet"].map(
		(name): [RegExp, string] => [new RegExp(`^net/${name}/`), name],
	),
];

export const moduleOfParameter = (key: string): string | undefined => parameterModules.find(([form]) => form.test(key))?.[1];

/** The advice on a kernel module that is not loaded. The kernel loads most modules itself where it finds them. */
export const loadText = (module: string): string =>
	`load the module (modprobe ${module}). If there is no such module, install it (Ubuntu: linux-modules-extra-$(uname -r), RHEL: kernel-modules-extra). If this host is a container, do so on the machine that runs it`;
