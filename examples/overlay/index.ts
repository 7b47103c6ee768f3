import * as ovs from "pulumi-ovs";

// Here, workloads are namespaces, each with a port of the same name. On a hypervisor, a port is an existing tap: type "system".
const workloads = [
	// Two tenants with the same IP addresses, MAC addresses and segmentation id.
	{ name: "red1", host: "h1", network: "red", mac: "02:00:00:00:00:01", address: "10.0.0.1/24" },
	{ name: "red2", host: "h2", network: "red", mac: "02:00:00:00:00:02", address: "10.0.0.2/24" },
	{ name: "blue1", host: "h1", network: "blue", mac: "02:00:00:00:00:01", address: "10.0.0.1/24" },
	{ name: "blue3", host: "h3", network: "blue", mac: "02:00:00:00:00:02", address: "10.0.0.2/24" },
	// A third network. The program does not give its MAC addresses, so they are learned.
	{ name: "green2", host: "h2", network: "green", address: "10.0.3.2/24" },
	{ name: "green3", host: "h3", network: "green", address: "10.0.3.3/24" },
];
for (const { name, host } of workloads) new ovs.Namespace(name, { host });

// A firewall on h3 with one port, which is a trunk: untagged it is in the network mgmt, and by VLAN in the three others.
new ovs.Namespace("fw", { host: "h3" });
const legs = [
	{ network: "red", vlan: 10, address: "10.0.0.254/24" },
	{ network: "blue", vlan: 20, address: "10.0.0.254/24" },
	{ network: "green", vlan: 30, address: "10.0.3.254/24" },
];
const subports = legs.map(({ network, vlan, address }) => ({
	name: `fw-${network}`,
	network,
	segmentationId: vlan,
	addresses: [address],
}));

const overlay = new ovs.OverlayNetwork("overlay", {
	hosts: [
		{ host: "h1", address: "192.0.2.1" },
		{ host: "h2", address: "192.0.2.2" },
		{ host: "h3", address: "192.0.2.3" },
	],
	networks: [
		{ name: "red", type: "vxlan", segmentationId: 100 },
		{ name: "blue", type: "gre", segmentationId: 100 },
		{ name: "green", type: "geneve", segmentationId: 100 },
		{ name: "mgmt", type: "vxlan", segmentationId: 9 },
	],
	ports: [
		...workloads.map(({ name, host, network, mac, address }) => ({
			name,
			host,
			network,
			mac,
			netns: name,
			addresses: [address],
		})),
		{ name: "fw", host: "h3", network: "mgmt", mac: "02:00:00:00:00:0f", netns: "fw", trunk: { subports } },
	],
});

// In the firewall's namespace, each VLAN of its port is a kernel device.
for (const { network, vlan, address } of legs)
	new ovs.Link(`fw-${network}`, {
		host: "h3",
		netns: "fw",
		name: `fw.${vlan}`,
		type: "vlan",
		parent: "fw",
		vlanId: vlan,
		addresses: [address],
	});

// The VLAN of each network on each host: red is 2 on h1 and h2, and 4 on h3.
export const localVlans = overlay.localVlans;
