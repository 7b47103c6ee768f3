/** The objects of the lab's host that generated inputs name. They are there before the first batch, and stay. */
export const bridges = ["ob0", "ob1", "ob2", "ob3"];
export const ports = ["mp0", "mp1", "mp2", "mp3"];

/** Network namespaces. Each has its own use, so that the resources of one kind do not change the result of another. */
export const spaces = { routes: "on0", rules: "on1", devices: "on2", nft: "on3", vrfs: "on4" } as const;

/** Devices that many resources can name: dummies that are up and have addresses, a Linux bridge and a VRF. */
export const shared = { devices: ["od0", "od1"], bridge: "olb0", vrf: "ovr0", tunnel: "otun0" } as const;

/** Devices that only one resource can take, by the kind or field that takes them. */
export const taken = {
	system: Array.from({ length: 6 }, (_, i) => `sp${i}`),
	bond: Array.from({ length: 12 }, (_, i) => `bp${i}`),
	trunk: Array.from({ length: 6 }, (_, i) => `tp${i}`),
	nic: Array.from({ length: 6 }, (_, i) => `np${i}`),
	member: Array.from({ length: 8 }, (_, i) => `vp${i}`),
};

export const vrfTable = 4001;

const inSpace = (netns: string) => `
ip netns add ${netns}
ip -n ${netns} link set lo up
for i in 0 1; do
  ip -n ${netns} link add od$i type dummy; ip -n ${netns} link set od$i up
  ip -n ${netns} addr add 100.$((64 + i)).0.1/16 dev od$i; ip -n ${netns} addr add 2001:db8:$((64 + i))::1/64 dev od$i nodad
done
ip -n ${netns} link add olb0 address 02:00:00:00:0b:00 type bridge; ip -n ${netns} link add obm0 master olb0 type dummy; ip -n ${netns} link set obm0 up; ip -n ${netns} link set olb0 up
ip -n ${netns} link add ovr0 type vrf table ${vrfTable}; ip -n ${netns} link set ovr0 up
ip -n ${netns} link add otun0 type vxlan external dstport 4999; ip -n ${netns} link set otun0 up
for t in "gretap remote 192.0.2.9 local 192.0.2.8" "gre remote 192.0.2.9 local 192.0.2.8" "ip6gretap remote 2001:db8::9 local 2001:db8::8" \
  "ipip remote 192.0.2.9 local 192.0.2.8" "geneve id 1 remote 192.0.2.9" "vxlan id 1 dstport 4789"; do
  ip -n ${netns} link add warm0 type $t; ip -n ${netns} link del warm0
done
for f in 4 6; do ip -n ${netns} -$f route replace unreachable default table 9999; ip -n ${netns} -$f route del unreachable default table 9999; done
ip netns exec ${netns} nft 'add table inet warm { chain c { ct state new counter log limit rate 1/second masquerade; }; }; delete table inet warm' 2>/dev/null || true
`;

/** The script that makes these objects. Kernel modules and tables that stay after their first use are loaded here. */
export const makeWorld = `
for n in "" ; do
  for i in 0 1; do
    ip link add od$i type dummy; ip link set od$i up
    ip addr add 100.$((64 + i)).0.1/16 dev od$i; ip addr add 2001:db8:$((64 + i))::1/64 dev od$i nodad
  done
  ip link add olb0 address 02:00:00:00:0b:00 type bridge; ip link add obm0 master olb0 type dummy; ip link set obm0 up; ip link set olb0 up
  ip link add ovr0 type vrf table ${vrfTable}; ip link set ovr0 up
done
${Object.values(spaces).map(inSpace).join("")}
for d in ${Object.entries(taken)
	.filter(([use]) => use !== "member")
	.flatMap(([, names]) => names)
	.join(" ")}; do ip link add $d type dummy; done
for d in ${taken.member.join(" ")}; do ip -n ${spaces.vrfs} link add $d type dummy; done
ovs-vsctl ${bridges.map((name) => `-- add-br ${name} -- set-fail-mode ${name} secure`).join(" ")} ${ports
	.map((name) => `-- add-port ob0 ${name} -- set Interface ${name} type=internal`)
	.join(" ")}
`;
