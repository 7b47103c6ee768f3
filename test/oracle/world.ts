import type { HostFeatures } from "./features";

/** The objects of the host that generated inputs name. They are there before the first batch, and stay. */
export const bridges = ["ob0", "ob1", "ob2", "ob3"];
export const ports = ["mp0", "mp1", "mp2", "mp3"];

/** Network namespaces. Each has its own use, so that the resources of one kind do not change the result of another. */
export const spaces = { routes: "on0", rules: "on1", devices: "on2", nft: "on3", vrfs: "on4" } as const;

/** Devices that many resources can name: dummies that are up and have addresses, a Linux bridge and a VRF. */
export const shared = { devices: ["od0", "od1"], dotted: "od.5", bridge: "olb0", vrf: "ovr0", tunnel: "otun0" } as const;

/** Devices that only one resource can take, by the kind or field that takes them. */
export const taken = {
	system: Array.from({ length: 9 }, (_, i) => `sp${i}`),
	bond: Array.from({ length: 18 }, (_, i) => `bp${i}`),
	trunk: Array.from({ length: 9 }, (_, i) => `tp${i}`),
	nic: Array.from({ length: 9 }, (_, i) => `np${i}`),
	uplink: Array.from({ length: 12 }, (_, i) => `up${i}`),
	member: Array.from({ length: 12 }, (_, i) => `vp${i}`),
	slave: Array.from({ length: 8 }, (_, i) => `vb${i}`),
	parent: Array.from({ length: 6 }, (_, i) => `op${i}`),
};

export const vrfTable = 4001;

/** The lines that make a device that stands for a NIC: a dummy, or else a VXLAN with a port of its own. */
const nics = (names: readonly string[], features: HostFeatures, first = 1) =>
	names
		.map(
			(name, i) =>
				`link add ${name} type ${features.has("link dummy") ? "dummy" : `vxlan id ${first + i} dstport ${10000 + first + i}`}`,
		)
		.join("\n");

const ups = (names: readonly string[]) => names.map((name) => `link set ${name} up`).join("\n");

/** The lines for `ip -batch` that make the shared devices of a namespace. A Linux bridge whose MTU was set keeps it. */
const devices = (features: HostFeatures) => `
${nics([...shared.devices, "obm0", shared.dotted], features)}
${[0, 1]
	.map(
		(i) => `link set od${i} up
addr add 100.${64 + i}.0.1/16 dev od${i}
addr add 2001:db8:${64 + i}::1/64 dev od${i} nodad`,
	)
	.join("\n")}
link add olb0 address 02:00:00:00:0b:00 type bridge
link set obm0 master olb0
link set obm0 up
link set olb0 mtu 1400
link set olb0 mtu 1500 up
${features.has("link vrf") ? `link add ovr0 type vrf table ${vrfTable}\nlink set ovr0 up` : ""}`;

/** After the first device of these types, the kernel has others or parameters that stay. After the first route, a table stays. */
const warming = (features: HostFeatures) => `
${[
	...["gretap remote 192.0.2.9 local 192.0.2.8", "gre remote 192.0.2.9 local 192.0.2.8"],
	...["ip6gretap remote 2001:db8::9 local 2001:db8::8", "ipip remote 192.0.2.9 local 192.0.2.8"],
	...["ip6gre remote 2001:db8::9 local 2001:db8::8", "sit remote 192.0.2.9 local 192.0.2.8"],
	...["vti remote 192.0.2.9 local 192.0.2.8", "vti6 remote 2001:db8::9 local 2001:db8::8"],
	...["geneve id 1 remote 192.0.2.9", "vxlan id 1 dstport 4789"],
]
	.filter((type) => features.has(`link ${type.split(" ")[0]}`))
	.map((type) => `link add warm0 type ${type}\nlink del warm0`)
	.join("\n")}
${features.has("link wireguard") ? "link add warm0 type wireguard\nlink set warm0 up\nlink del warm0" : ""}
route replace unreachable default table 9999
route del unreachable default table 9999`;

/** True for a NIC that a bridge takes over, and that has an address with a label. */
export const hasLabel = (nic: string): boolean => taken.uplink.indexOf(nic) % 3 === 1;

/** NICs that are up and have addresses and a route, which a bridge takes over. */
const uplinks = taken.uplink
	.map(
		(nic, i) => `link set ${nic} up
addr add 103.0.${i}.1/24 dev ${nic}${["", ` label ${nic}:a`, " metric 77"][i % 3]}
${i % 3 === 1 ? `addr add 103.0.${i}.2/24 dev ${nic}` : ""}
addr add 2001:db8:103:${i}::1/64 dev ${nic} nodad${i % 3 === 2 ? " noprefixroute" : ""}
route add 104.0.${i}.0/24 via 103.0.${i}.9`,
	)
	.join("\n");

/**
 * Every other one of these NICs has settings and addresses of its own. `hasIpv6`: a NIC loses its IPv6 addresses for good where a program
 * lowers its MTU. `hasRoutes`: a NIC loses its routes for good where a program takes its last address, or puts it into a VRF.
 */
const ofTheirOwn = (names: readonly string[], part: number, { hasIpv6 = false, hasRoutes = false }) =>
	names
		.filter((_, i) => i % 2 === 0)
		.map(
			(nic, i) => `link set ${nic} alias "rack ${i}"
link set ${nic} up
addr add 105.${part}.${i}.1/24 dev ${nic} label ${nic}:a
${hasIpv6 ? `addr add 2001:db8:105:${part}${i}::1/64 dev ${nic} nodad` : ""}
${i % 2 === 0 ? `addr add 105.${part}.${i}.2/32 dev ${nic} noprefixroute` : ""}
${hasRoutes ? `route add 106.${part}.${i}.0/24 via 105.${part}.${i}.9\nroute add 2001:db8:106:${part}${i}::/64 via 2001:db8:105:${part}${i}::9` : ""}`,
		)
		.join("\n");

const batch = (netns: string, lines: string) =>
	`ip ${netns && `-n ${netns} `}-batch - <<'END'\n${lines.replace(/\n+/g, "\n").trim()}\nEND`;

/** The UDP port of a tunnel that is there before: a tunnel with other settings can't have it. */
export const takenUdpPort = 4999;

const inSpace = (netns: string, features: HostFeatures) => `
ip netns add ${netns}
${batch(
	netns,
	`link set lo up
${devices(features)}
link add otun0 type vxlan external dstport ${takenUdpPort}
link set otun0 up
${netns === spaces.vrfs ? `${nics([...taken.member, ...taken.slave], features, 101)}\n${ups(taken.slave)}\n${ofTheirOwn(taken.member, 3, { hasIpv6: true })}` : ""}
${netns === spaces.devices ? `${nics(taken.parent, features, 101)}\n${ups(taken.parent)}` : ""}
${warming(features)}`,
)}
for verb in replace del; do ip -n ${netns} -6 route $verb unreachable default table 9999; done
ip netns exec ${netns} nft 'add table inet warm { chain c { ct state new counter log limit rate 1/second masquerade; }; }; delete table inet warm' 2>/dev/null || true
`;

/** The script that makes these objects. Kernel modules and tables that stay after their first use are loaded here. */
export const makeWorld = (features: HostFeatures): string => `
${batch(
	"",
	`${devices(features)}
${nics([...taken.system, ...taken.bond, ...taken.trunk, ...taken.nic, ...taken.uplink], features, 101)}
${uplinks}
${ofTheirOwn(taken.nic, 1, {})}
${ofTheirOwn(taken.system, 2, { hasIpv6: true, hasRoutes: true })}
link set ${taken.nic[0]} mtu 1450
link set ${taken.nic[1]} master olb0`,
)}
${Object.values(spaces)
	.map((netns) => inSpace(netns, features))
	.join("")}
ovs-vsctl ${bridges
	.map(
		(name) =>
			`-- add-br ${name} -- set Bridge ${name} fail_mode=secure${features.has("datapath system") ? "" : " datapath_type=netdev"}`,
	)
	.join(" ")} ${ports.map((name) => `-- add-port ob0 ${name} -- set Interface ${name} type=internal`).join(" ")}
`;
