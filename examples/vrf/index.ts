import * as ovs from "pulumi-ovs";

// h1 serves two customers with the same addresses. h2 and h3 are the customers' hosts. Each customer has a VRF on h1.
const host = "h1";
const underlay = "192.0.2.1";
const customers = [
	{ name: "red", table: 101, key: 1, at: "h2", peer: "192.0.2.2" },
	{ name: "blue", table: 102, key: 2, at: "h3", peer: "192.0.2.3" },
];

const vrfs = customers.map(({ name, table, key, at, peer }) => {
	// A lookup in a customer's table never continues in the main table. The host's own addresses are looked up after it.
	const vrf = new ovs.VRF(name, { host, table, unreachableDefault: true, localRuleLast: true });
	const type = "gretap";
	const near = new ovs.Tunnel(`${name}0`, {
		...{ host, type, key, localIp: underlay, remoteIp: peer },
		vrf: vrf.name,
		addresses: ["10.9.0.1/24"],
	});
	new ovs.Route(`${name}-far`, { host, vrf: vrf.name, destination: "10.9.1.0/24", via: "10.9.0.2", dev: near.name });
	const far = new ovs.Tunnel(`${name}-far`, {
		...{ host: at, name: "tun0", type, key, localIp: peer, remoteIp: underlay },
		addresses: ["10.9.0.2/24"],
	});
	const lan = new ovs.Link(`${name}-lan`, { host: at, name: "lan0", type: "dummy", addresses: ["10.9.1.1/24"] });
	new ovs.Reachability(name, { host: at, to: "10.9.0.1" }, { dependsOn: [near, far, lan] });
	return vrf;
});

// One socket answers in all VRFs. net.vrf.strict_mode exists only after the first VRF was created.
for (const protocol of ["tcp", "udp"])
	new ovs.Sysctl(`${protocol}-in-all-vrfs`, { host, key: `net.ipv4.${protocol}_l3mdev_accept`, value: 1 });
new ovs.Sysctl("one-table-per-vrf", { host, key: "net.vrf.strict_mode", value: 1 }, { dependsOn: vrfs });
