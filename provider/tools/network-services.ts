/** Services that set up the network, filter packets or accept SSH connections, by their names in distributions. */
const ofNetwork = [
	...["networking", "network", "NetworkManager", "systemd-networkd", "connman", "dhcpcd", "dhclient", "wicked", "wickedd"],
	...["nftables", "iptables", "ip6tables", "netfilter-persistent", "ufw", "firewalld", "ferm", "shorewall", "shorewall6"],
	...["ssh", "sshd", "strongswan", "strongswan-starter", "ipsec", "openvpn", "frr", "bird"],
];

/** The beginnings of names of services with one instance per device or file. */
const instances = ["ifup@", "dhcpcd@", "wg-quick@", "openvpn@", "openvpn-client@", "openvpn-server@", "netplan-"];

const ofOvs = ["openvswitch-switch", "openvswitch", "openvswitch-nonetwork", "ovs-vswitchd", "ovsdb-server"];

export const isOfOvs = (service: string): boolean => ofOvs.includes(service);

/** True for a service that may change, when it starts, how the host is reached. */
export const isOfNetwork = (service: string): boolean =>
	isOfOvs(service) || ofNetwork.includes(service) || instances.some((start) => service.startsWith(start));

/** True for a package of Debian or Ubuntu whose installation starts such a service. */
export const startsOnInstallation = (name: string): boolean =>
	["network-manager", "firewalld", "connman", "ifupdown2"].includes(name);
