import type { Values } from "../../provider/base/values";
import { tryOnHost } from "../support/hosts";
import type { Input } from "./inputs";

/**
 * A feature that only some hosts have, and that some inputs need:
 * - "link TYPE": a type of devices, and "bridge vlans": VLANs on the ports of the kernel's bridges;
 * - "nft WORD": an expression or an object of nft;
 * - "encap TYPE": a header that routes add;
 * - "qdisc TYPE": a queueing discipline;
 * - "datapath system": Open vSwitch's datapath in the kernel;
 * - "packages": a package manager, and "SSH server". The hosts of the lab alone have these two and the datapath.
 */
export type Feature = string;

export interface HostFeatures {
	has(feature: Feature): boolean;
}

/** The hosts of the lab have all. */
export const allFeatures: HostFeatures = { has: () => true };

export const hostFeatures = (features: Feature[]): HostFeatures => {
	const all = new Set(features);
	return { has: (feature) => all.has(feature) };
};

/** The words that `ip link add p0 type TYPE` needs after each type of devices. */
const links: Record<string, string> = {
	...{ dummy: "", bond: "", bridge: "", veth: "peer name p1", tun: "", tap: "", wireguard: "", vrf: "table 9" },
	...{ vlan: "id 5", macvlan: "", macvtap: "", ipvlan: "", vxlan: "id 1 dstport 9 remote 192.0.2.9" },
	...{ geneve: "id 1 remote 192.0.2.9", gre: "remote 192.0.2.9", gretap: "remote 192.0.2.9", ipip: "remote 192.0.2.9" },
	...{ sit: "remote 192.0.2.9", vti: "remote 192.0.2.9 local 192.0.2.8", ip6gre: "remote 2001:db8::9" },
	...{ ip6gretap: "remote 2001:db8::9", vti6: "remote 2001:db8::9 local 2001:db8::8" },
};

/** Modules that make devices of their own in all namespaces of the machine when they are loaded. */
const intrusive: Record<string, string> = {
	...{ dummy: "dummy", bond: "bonding", gre: "ip_gre", gretap: "ip_gre", ipip: "ipip", sit: "sit", vti: "ip_vti" },
	...{ ip6gre: "ip6_gre", ip6gretap: "ip6_gre", vti6: "ip6_vti" },
};

/**
 * Expressions of nft. Inputs need "nft WORD" where the pattern is found in their JSON text. A kernel has it where `nft` can add the rule to
 * a chain of the family.
 */
const rules: [word: string, pattern: RegExp, family: string, rule: string][] = [
	["ibrname", /[io]brname/, "bridge", 'meta ibrname "a"'],
	["ibrpvid", /ibrpvid/, "bridge", "meta ibrpvid 5"],
	["ct", /\bct (?!count)|masquerade/, "inet", "ct state new"],
	["ct count", /\bct count/, "inet", "ct count over 20"],
	["ct zone", /\bct zone /, "inet", "ct zone set 5"],
	["ct event", /\bct event /, "inet", "ct event set new,destroy"],
	["notrack", /\bnotrack\b/, "inet", "notrack"],
	["nat", /\b[sd]nat (to|ip|ip6|prefix|addr)\b/, "inet", "dnat ip to 192.0.2.9"],
	["redirect", /\bredirect\b(?! icmp)/, "inet", "redirect"],
	["reject", /\breject\b/, "inet", "reject"],
	["queue", /\bqueue\b(?!-)/, "inet", "queue num 5"],
	["tproxy", /\btproxy /, "inet", "meta l4proto tcp tproxy ip to 127.0.0.1:5"],
	["hash", /\b(jhash|symhash) /, "inet", "meta mark set symhash mod 2"],
	["fib", /\bfib /, "inet", "fib saddr type local"],
	["socket", /\bsocket /, "inet", "socket transparent 1"],
	["rt", /\brt /, "inet", "rt classid 5"],
	["numgen", /\bnumgen /, "inet", "numgen inc mod 2 0"],
	["limit", /\blimit /, "inet", "limit rate 10/second"],
	["log", /\blog\b/, "inet", "log"],
	["log group", /\blog group/, "inet", "log group 5"],
	["quota", /\bquota /, "inet", "quota 25 mbytes"],
	["cgroup", /\bcgroup /, "inet", "meta cgroup 5"],
	["dup ip", /\bdup to \d+\./, "ip", "dup to 198.51.100.7"],
	["dup ip6", /\bdup to [\da-f]+:/i, "ip6", "dup to 2001:db8::7"],
];

/**
 * Other things of nft, with the command that adds one to the table p, which is there in each family. In the JSON text, a quote within a
 * rule has a backslash.
 */
const objects: [word: string, pattern: RegExp, command: string][] = [
	["netdev", /"family":"netdev"/, "add chain netdev p e { type filter hook ingress device t0 priority 0; }"],
	["dup netdev", /\bdup to (\\"|\w+")/, "add rule netdev p d dup to t0"],
	["fwd", /\bfwd /, "add rule netdev p d fwd to t0"],
	["synproxy", /"synproxy /, "add synproxy inet p s { mss 1460; wscale 7; timestamp sack-perm; }"],
	["ct helper ftp", /"ct helper .*"ftp/, 'add ct helper inet p h { type "ftp" protocol tcp; }'],
	["ct helper sip", /"ct helper .*"sip/, 'add ct helper inet p i { type "sip" protocol udp; }'],
	["ct timeout", /"ct timeout /, "add ct timeout inet p o { protocol tcp; l3proto ip; policy = { established : 120 }; }"],
	[
		"ct expectation",
		/"ct expectation /,
		"add ct expectation inet p x { protocol udp; dport 9; timeout 2m; size 1; l3proto ip; }",
	],
	["flowtable", /"flowtables":/, "add flowtable inet p f { hook ingress priority 0; devices = { t0 }; }"],
	["flow add", /\bflow (add|offload) /, "add rule inet p c flow add @f"],
	["type nat", /"type":"nat"/, "add chain inet p n { type nat hook postrouting priority 100; }"],
	["type route", /"type":"route"/, "add chain inet p r { type route hook output priority 0; }"],
	["egress", /"hook":"egress"/, "add chain netdev p g { type filter hook egress device t0 priority 0; }"],
	[
		"inet ingress",
		/^(?=.*"family":"inet").*"hook":"ingress"/,
		"add chain inet p i { type filter hook ingress device t0 priority 0; }",
	],
];

const qdiscs = ["htb", "hfsc", "ingress"];

const inKernel = (module: string) =>
	`{ [ -d /sys/module/${module} ] || grep -q '/${module}\\.ko' /lib/modules/$(uname -r)/modules.builtin; }`;

/** One command per feature that is not certain, in a network namespace that has the device t0. */
const probes: [Feature, string][] = [
	...Object.entries(links).map(([type, options]): [Feature, string] => {
		const add = ["tun", "tap"].includes(type)
			? `ip tuntap add p0 mode ${type}`
			: `ip link add p0 ${/vlan$|vtap/.test(type) ? "link t0 " : ""}type ${type} ${options}`;
		return [`link ${type}`, `${intrusive[type] ? `${inKernel(intrusive[type])} && ` : ""}${add} && ip link del p0`];
	}),
	["bridge vlans", "ip link add p0 type bridge vlan_filtering 1 && ip link del p0"],
	...rules.map(([word, , family, rule]): [Feature, string] => [`nft ${word}`, `nft 'add rule ${family} p c ${rule}'`]),
	...objects.map(([word, , command]): [Feature, string] => [`nft ${word}`, `nft '${command}'`]),
	["encap ip", "ip route add 198.51.100.0/24 encap ip id 5 dst 192.0.2.9 dev t0"],
	["encap ip6", "ip route add 198.51.101.0/24 encap ip6 id 5 dst 2001:db8::9 dev t0"],
	["encap mpls", "ip route add 198.51.102.0/24 encap mpls 5 dev t0"],
	["encap seg6", "ip -6 route add 2001:db8:1::/64 encap seg6 mode encap segs 2001:db8::9 dev t0"],
	["encap seg6local", "ip -6 route add 2001:db8:2::/64 encap seg6local action End dev t0"],
	...qdiscs.map((type): [Feature, string] => [
		`qdisc ${type}`,
		`tc qdisc add dev t0 ${type === "ingress" ? "" : "root"} ${type} && tc qdisc del dev t0 ${type === "ingress" ? "" : "root"} ${type}`,
	]),
];

/** Asks the kernel of a host in namespaces. Its Open vSwitch has a datapath in user space, and it has no SSH server and no packages. */
export async function featuresOn(host: string): Promise<Feature[]> {
	const { stdout } = await tryOnHost(
		host,
		`ip netns add probe
ip netns exec probe sh <<'END' 2>/dev/null
ip tuntap add t0 mode tap
ip addr add 192.0.2.8/24 dev t0
ip addr add 2001:db8::8/64 dev t0 nodad
ip link set t0 up
for family in ip ip6 inet bridge netdev; do nft "add table $family p; add chain $family p c; add chain $family p d"; done
${probes.map(([feature, command]) => `{ ${command}; } >/dev/null && echo '${feature}'`).join("\n")}
END
ip netns del probe`,
	);
	return stdout.split("\n").filter(Boolean);
}

/** The feature that all inputs of a kind need. */
export const featureOfKind: Record<string, Feature> = {
	...{ VRF: "link vrf", WireGuard: "link wireguard", FlowTable: "nft flowtable", HostSetup: "packages" },
};

/** The features that these inputs need. */
export function featuresOf([kind, args]: Input): Feature[] {
	const text = JSON.stringify(args);
	const needed: Feature[] = [featureOfKind[kind] ?? []].flat();
	if (/"vrf":/.test(text)) needed.push("link vrf");
	if (/bridgeVlans|"vlan(Filtering|DefaultPvid|Protocol)"/.test(text)) needed.push("bridge vlans");
	switch (kind) {
		case "Link":
			if (args.type !== "device") needed.push(`link ${args.type ?? "veth"}`);
			break;
		case "Tunnel":
			if (args.bridge === undefined) needed.push(`link ${args.type ?? "vxlan"}`);
			break;
		case "Trunk":
			if (args.mode === "vlan-interfaces") needed.push("link vlan");
			break;
		case "Bridge":
			if (args.datapathType !== "netdev") needed.push("datapath system");
			break;
		case "Port":
			// ovs-vswitchd sets up the device of a port in user space only in its own namespace.
			if (args.netns !== undefined) needed.push("datapath system");
			if (args.qos) needed.push(args.qos.type.replace("linux-", "qdisc "));
			if (args.ingressPolicingRate !== undefined || args.ingressPolicingBurst !== undefined) needed.push("qdisc ingress");
			break;
		case "Reachability":
			if (args.protocol !== "icmp") needed.push("SSH server");
			break;
	}
	if (kind === "Route" || kind === "Routes")
		for (const { encap } of [args, ...(args.nexthops ?? []), ...(args.routes ?? [])].flatMap((one: Values) => [
			one,
			...(one.nexthops ?? []),
		]))
			if (encap) needed.push(`encap ${encap.type ?? "ip"}`);
	if (kind === "NftTable" || kind === "FlowTable")
		for (const [word, pattern] of [...rules, ...objects]) if (pattern.test(text)) needed.push(`nft ${word}`);
	return needed;
}
