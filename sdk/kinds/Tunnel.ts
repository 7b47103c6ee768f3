// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The object in `columns` of Tunnel. */
export interface TunnelColumnsArgs {
	/**
	 * Bidirectional Forwarding Detection, such as `{ enable: "true", min_tx: "300" }`. Times are in milliseconds. The state is in the column bfd_status.
	 *
	 * @default left alone
	 */
	bfd?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Connectivity fault management (802.1ag): number of this end point. Open vSwitch runs CFM on the interface while the column is set.
	 *
	 * @default left alone
	 */
	cfm_mpid?: pulumi.Input<number>;
	/**
	 * LLDP: `{ enable: "true" }` sends and receives LLDP on the interface.
	 *
	 * @default left alone
	 */
	lldp?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's other_config.
	 *
	 * @default left alone
	 */
	other_config?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The object in `columns` of Tunnel, as an output. */
export interface TunnelColumns {
	/**
	 * Bidirectional Forwarding Detection, such as `{ enable: "true", min_tx: "300" }`. Times are in milliseconds. The state is in the column bfd_status.
	 *
	 * @default left alone
	 */
	bfd?: { [key: string]: string };
	/**
	 * Connectivity fault management (802.1ag): number of this end point. Open vSwitch runs CFM on the interface while the column is set.
	 *
	 * @default left alone
	 */
	cfm_mpid?: number;
	/**
	 * LLDP: `{ enable: "true" }` sends and receives LLDP on the interface.
	 *
	 * @default left alone
	 */
	lldp?: { [key: string]: string };
	/**
	 * Keys of the interface's other_config.
	 *
	 * @default left alone
	 */
	other_config?: { [key: string]: string };
}

/** The object in `portColumns` of Tunnel. */
export interface TunnelPortColumnsArgs {
	/**
	 * MAC address that counts in place of the port's own when Open vSwitch chooses the bridge's MAC address.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
	/**
	 * Create an internal interface with the name of the bond, for old software that looks for one.
	 *
	 * @default left alone
	 */
	bond_fake_iface?: pulumi.Input<boolean>;
	/**
	 * Keys of the port's other_config.
	 *
	 * @default left alone
	 */
	other_config?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the port's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The object in `portColumns` of Tunnel, as an output. */
export interface TunnelPortColumns {
	/**
	 * MAC address that counts in place of the port's own when Open vSwitch chooses the bridge's MAC address.
	 *
	 * @default left alone
	 */
	mac?: string;
	/**
	 * Create an internal interface with the name of the bond, for old software that looks for one.
	 *
	 * @default left alone
	 */
	bond_fake_iface?: boolean;
	/**
	 * Keys of the port's other_config.
	 *
	 * @default left alone
	 */
	other_config?: { [key: string]: string };
	/**
	 * Keys of the port's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: { [key: string]: string };
}

/** An item of `bridgeVlans` of Tunnel. */
export interface TunnelBridgeVlanArgs {
	/** VLAN id, 1 to 4094, or a range such as "20-30". */
	vid: pulumi.Input<number | string>;
	/**
	 * Packets that are received without a tag belong to this VLAN. Only one VLAN of a port can have it.
	 *
	 * @default false
	 */
	pvid?: pulumi.Input<boolean>;
	/**
	 * Packets of this VLAN are sent without a tag.
	 *
	 * @default false
	 */
	untagged?: pulumi.Input<boolean>;
}

/** An item of `bridgeVlans` of Tunnel, as an output. */
export interface TunnelBridgeVlan {
	/** VLAN id, 1 to 4094, or a range such as "20-30". */
	vid: number | string;
	/**
	 * Packets that are received without a tag belong to this VLAN. Only one VLAN of a port can have it.
	 *
	 * @default false
	 */
	pvid?: boolean;
	/**
	 * Packets of this VLAN are sent without a tag.
	 *
	 * @default false
	 */
	untagged?: boolean;
}

/** The object in `bridgePort` of Tunnel. */
export interface TunnelBridgePortArgs {
	/**
	 * Send no packets between this port and other isolated ports. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	isolated?: pulumi.Input<boolean>;
	/**
	 * Send packets back out of the port that they came from. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	hairpin?: pulumi.Input<boolean>;
	/**
	 * Learn MAC addresses from received packets. The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	learning?: pulumi.Input<boolean>;
	/**
	 * Send packets to unknown MAC addresses out of this port. The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	flood?: pulumi.Input<boolean>;
	/**
	 * Send multicast packets without known receivers out of this port. The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	mcastFlood?: pulumi.Input<boolean>;
	/**
	 * Send broadcast packets out of this port. The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	bcastFlood?: pulumi.Input<boolean>;
	/**
	 * Send multicast packets as unicast packets to each receiver. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	mcastToUnicast?: pulumi.Input<boolean>;
	/**
	 * End a multicast group on this port as soon as a receiver leaves it. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	fastleave?: pulumi.Input<boolean>;
	/**
	 * Answer ARP requests and neighbor solicitations from the bridge's table, and do not flood them. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	neighSuppress?: pulumi.Input<boolean>;
	/**
	 * Answer ARP requests on behalf of devices behind other ports. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	proxyArp?: pulumi.Input<boolean>;
	/**
	 * BPDU guard: block the port if it receives a packet of the spanning tree protocol. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	guard?: pulumi.Input<boolean>;
	/**
	 * Root guard: the port never leads to the root bridge. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	rootBlock?: pulumi.Input<boolean>;
	/**
	 * Path cost of the port in the spanning tree, 1 to 65535. The kernel derives its default from the device's speed. If the field is removed from the program, the cost stays.
	 *
	 * @default left alone
	 */
	cost?: pulumi.Input<number>;
	/**
	 * Priority of the port in the spanning tree, 0 to 63. A lower number is preferred. The kernel's default is 32.
	 *
	 * @default left alone
	 */
	priority?: pulumi.Input<number>;
}

/** The object in `bridgePort` of Tunnel, as an output. */
export interface TunnelBridgePort {
	/**
	 * Send no packets between this port and other isolated ports. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	isolated?: boolean;
	/**
	 * Send packets back out of the port that they came from. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	hairpin?: boolean;
	/**
	 * Learn MAC addresses from received packets. The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	learning?: boolean;
	/**
	 * Send packets to unknown MAC addresses out of this port. The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	flood?: boolean;
	/**
	 * Send multicast packets without known receivers out of this port. The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	mcastFlood?: boolean;
	/**
	 * Send broadcast packets out of this port. The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	bcastFlood?: boolean;
	/**
	 * Send multicast packets as unicast packets to each receiver. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	mcastToUnicast?: boolean;
	/**
	 * End a multicast group on this port as soon as a receiver leaves it. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	fastleave?: boolean;
	/**
	 * Answer ARP requests and neighbor solicitations from the bridge's table, and do not flood them. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	neighSuppress?: boolean;
	/**
	 * Answer ARP requests on behalf of devices behind other ports. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	proxyArp?: boolean;
	/**
	 * BPDU guard: block the port if it receives a packet of the spanning tree protocol. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	guard?: boolean;
	/**
	 * Root guard: the port never leads to the root bridge. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	rootBlock?: boolean;
	/**
	 * Path cost of the port in the spanning tree, 1 to 65535. The kernel derives its default from the device's speed. If the field is removed from the program, the cost stays.
	 *
	 * @default left alone
	 */
	cost?: number;
	/**
	 * Priority of the port in the spanning tree, 0 to 63. A lower number is preferred. The kernel's default is 32.
	 *
	 * @default left alone
	 */
	priority?: number;
}

/** An item of `addresses` of Tunnel. */
export interface TunnelAddressArgs {
	/** Address with its prefix length, such as 10.0.0.1/24. With `peer`, the prefix length is that of the peer's network. */
	address: pulumi.Input<string>;
	/**
	 * Address of the other end of a point-to-point link.
	 *
	 * @default left alone
	 */
	peer?: pulumi.Input<string>;
	/**
	 * Label of an IPv4 address: the device's name and more characters, such as eth0:web. 15 characters at most.
	 *
	 * @default left alone
	 */
	label?: pulumi.Input<string>;
	/**
	 * Broadcast address. Only for IPv4.
	 *
	 * @default left alone
	 */
	broadcast?: pulumi.Input<string>;
	/**
	 * Scope in which the address is valid. Only for IPv4: the kernel derives the scope of an IPv6 address from the address.
	 *
	 * @default left alone
	 */
	scope?: pulumi.Input<"global" | "site" | "link" | "host">;
	/**
	 * Metric of the route to the address's network, 1 to 4294967295. A lower number is preferred. The kernel's default is 0 for IPv4, and 256 for IPv6.
	 *
	 * @default left alone
	 */
	metric?: pulumi.Input<number>;
	/**
	 * `0`: the address is deprecated. The host answers on it, and does not select it as the source of new connections.
	 *
	 * @default left alone
	 */
	preferredLifetime?: pulumi.Input<0>;
	/**
	 * `true`: the kernel adds no route to the address's network.
	 *
	 * @default left alone
	 */
	noprefixroute?: pulumi.Input<boolean>;
	/**
	 * `true`: the kernel does not look for duplicates of the address, so that it can be used at once. Only for IPv6.
	 *
	 * @default left alone
	 */
	nodad?: pulumi.Input<boolean>;
}

/** An item of `addresses` of Tunnel, as an output. */
export interface TunnelAddress {
	/** Address with its prefix length, such as 10.0.0.1/24. With `peer`, the prefix length is that of the peer's network. */
	address: string;
	/**
	 * Address of the other end of a point-to-point link.
	 *
	 * @default left alone
	 */
	peer?: string;
	/**
	 * Label of an IPv4 address: the device's name and more characters, such as eth0:web. 15 characters at most.
	 *
	 * @default left alone
	 */
	label?: string;
	/**
	 * Broadcast address. Only for IPv4.
	 *
	 * @default left alone
	 */
	broadcast?: string;
	/**
	 * Scope in which the address is valid. Only for IPv4: the kernel derives the scope of an IPv6 address from the address.
	 *
	 * @default left alone
	 */
	scope?: "global" | "site" | "link" | "host";
	/**
	 * Metric of the route to the address's network, 1 to 4294967295. A lower number is preferred. The kernel's default is 0 for IPv4, and 256 for IPv6.
	 *
	 * @default left alone
	 */
	metric?: number;
	/**
	 * `0`: the address is deprecated. The host answers on it, and does not select it as the source of new connections.
	 *
	 * @default left alone
	 */
	preferredLifetime?: 0;
	/**
	 * `true`: the kernel adds no route to the address's network.
	 *
	 * @default left alone
	 */
	noprefixroute?: boolean;
	/**
	 * `true`: the kernel does not look for duplicates of the address, so that it can be used at once. Only for IPv6.
	 *
	 * @default left alone
	 */
	nodad?: boolean;
}

/** The arguments of Tunnel that are the same in every case. */
export interface CommonTunnelArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name of the port or device.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/**
	 * Take over an existing port or device. At destroy, the tunnel stays, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Tunnel: without `bridge`, `type` "vxlan". */
export interface VxlanTunnelArgs extends CommonTunnelArgs {
	/** Not set in this case. */
	bridge?: undefined;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "vxlan";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/** Not allowed here: it is not for type "vxlan" of the kernel. */
	inKey?: undefined;
	/** Not allowed here: it is not for type "vxlan" of the kernel. */
	outKey?: undefined;
	/**
	 * UDP destination port of VXLAN and Geneve.
	 *
	 * @default 4789 for VXLAN, 6081 for Geneve
	 */
	dstPort?: pulumi.Input<number>;
	/** Multicast group instead of `remoteIp`. The group is joined on `dev`, which is required then. Only for vxlan without `bridge`. */
	group?: pulumi.Input<string>;
	/**
	 * Remote endpoints that each get a copy of broadcast, multicast and unknown packets: entries for the MAC address 00:00:00:00:00:00 in the device's forwarding database (`bridge fdb append`), beside `remoteIp` or `group`. `[]`: none. Only for vxlan without `bridge`, and not together with `external`. A device that is recreated gets its other static entries back.
	 *
	 * @default left alone
	 */
	peers?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	dev?: pulumi.Input<string>;
	/**
	 * Each route or flow sets endpoints and key (`encap` of Route). A namespace can have one such device per type; vxlan and geneve: one per UDP port. Not together with `remoteIp`, `localIp`, `key`, `inKey`, `outKey`, `group`, `ttl`, `tos` and `dev`. Only without `bridge`.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/**
	 * Learn the endpoint of each MAC address from received packets. Only for vxlan without `bridge`.
	 *
	 * @default `true`; with `external` `false`
	 */
	learning?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/**
	 * Don't-fragment bit of the outer IPv4 packets. `inherit`: the bit of the inner packet. Only for vxlan and geneve without `bridge`.
	 *
	 * @default "unset"
	 */
	df?: pulumi.Input<"unset" | "set" | "inherit">;
	/** Not allowed here: it is not for type "vxlan" of the kernel. */
	pathMtuDiscovery?: undefined;
	/** Not allowed here: it is not for type "vxlan" of the kernel. */
	ignoreDf?: undefined;
	/** Not allowed here: it is not for type "vxlan" of the kernel. */
	encapLimit?: undefined;
	/** Not allowed here: it is not for type "vxlan" of the kernel. */
	sequence?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	psk?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteCert?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteName?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	columns?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	portColumns?: undefined;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/**
	 * Linux bridge that the device is a port of. Only without `bridge`.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge's `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.
	 *
	 * @default left alone; a new port has the bridge's `vlanDefaultPvid`
	 */
	bridgeVlans?: pulumi.Input<pulumi.Input<number | string | TunnelBridgeVlanArgs>[]>;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<TunnelBridgePortArgs>;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "gre". */
export interface GreTunnelArgs extends CommonTunnelArgs {
	/** Not set in this case. */
	bridge?: undefined;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "gre";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/** Not allowed here: it is not for type "gre" of the kernel. */
	dstPort?: undefined;
	/** Not allowed here: it is not for type "gre" of the kernel. */
	group?: undefined;
	/** Not allowed here: it is not for type "gre" of the kernel. */
	peers?: undefined;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	dev?: pulumi.Input<string>;
	/**
	 * Each route or flow sets endpoints and key (`encap` of Route). A namespace can have one such device per type; vxlan and geneve: one per UDP port. Not together with `remoteIp`, `localIp`, `key`, `inKey`, `outKey`, `group`, `ttl`, `tos` and `dev`. Only without `bridge`.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "gre" of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not allowed here: it is not for type "gre" of the kernel. */
	df?: undefined;
	/**
	 * Set the don't-fragment bit of the outer IPv4 packets (`pmtudisc` of `ip`). `false` (`nopmtudisc`): the bit of the inner packet, and only with a `ttl` that is `inherit`. Only for gre, gretap, ipip and sit without `bridge`.
	 *
	 * @default left alone; the kernel's default is `true`
	 */
	pathMtuDiscovery?: pulumi.Input<boolean>;
	/**
	 * Ignore the don't-fragment bit of the inner packets, so that the outer ones can be fragmented. Needs `pathMtuDiscovery: false`. Only for gre and gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is `false`
	 */
	ignoreDf?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "gre" of the kernel. */
	encapLimit?: undefined;
	/**
	 * Number the packets of both directions (`seq` of `ip`): packets that are out of order are dropped. Only for gre, gretap, ip6gre and ip6gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is `false`
	 */
	sequence?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	psk?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteCert?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteName?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	columns?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	portColumns?: undefined;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "gre", which carries no Ethernet. */
	master?: undefined;
	/** Not allowed here: it is not for type "gre", which carries no Ethernet. */
	bridgeVlans?: undefined;
	/** Not allowed here: it is not for type "gre", which carries no Ethernet. */
	bridgePort?: undefined;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "gre", which carries no Ethernet. */
	mac?: undefined;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "geneve". */
export interface GeneveTunnelArgs extends CommonTunnelArgs {
	/** Not set in this case. */
	bridge?: undefined;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "geneve";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	localIp?: undefined;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	inKey?: undefined;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	outKey?: undefined;
	/**
	 * UDP destination port of VXLAN and Geneve.
	 *
	 * @default 4789 for VXLAN, 6081 for Geneve
	 */
	dstPort?: pulumi.Input<number>;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	group?: undefined;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	peers?: undefined;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	dev?: undefined;
	/**
	 * Each route or flow sets endpoints and key (`encap` of Route). A namespace can have one such device per type; vxlan and geneve: one per UDP port. Not together with `remoteIp`, `localIp`, `key`, `inKey`, `outKey`, `group`, `ttl`, `tos` and `dev`. Only without `bridge`.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/**
	 * Don't-fragment bit of the outer IPv4 packets. `inherit`: the bit of the inner packet. Only for vxlan and geneve without `bridge`.
	 *
	 * @default "unset"
	 */
	df?: pulumi.Input<"unset" | "set" | "inherit">;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	pathMtuDiscovery?: undefined;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	ignoreDf?: undefined;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	encapLimit?: undefined;
	/** Not allowed here: it is not for type "geneve" of the kernel. */
	sequence?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	psk?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteCert?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteName?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	columns?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	portColumns?: undefined;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/**
	 * Linux bridge that the device is a port of. Only without `bridge`.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge's `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.
	 *
	 * @default left alone; a new port has the bridge's `vlanDefaultPvid`
	 */
	bridgeVlans?: pulumi.Input<pulumi.Input<number | string | TunnelBridgeVlanArgs>[]>;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<TunnelBridgePortArgs>;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "gretap". */
export interface GretapTunnelArgs extends CommonTunnelArgs {
	/** Not set in this case. */
	bridge?: undefined;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "gretap";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/** Not allowed here: it is not for type "gretap" of the kernel. */
	dstPort?: undefined;
	/** Not allowed here: it is not for type "gretap" of the kernel. */
	group?: undefined;
	/** Not allowed here: it is not for type "gretap" of the kernel. */
	peers?: undefined;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	dev?: pulumi.Input<string>;
	/**
	 * Each route or flow sets endpoints and key (`encap` of Route). A namespace can have one such device per type; vxlan and geneve: one per UDP port. Not together with `remoteIp`, `localIp`, `key`, `inKey`, `outKey`, `group`, `ttl`, `tos` and `dev`. Only without `bridge`.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "gretap" of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not allowed here: it is not for type "gretap" of the kernel. */
	df?: undefined;
	/**
	 * Set the don't-fragment bit of the outer IPv4 packets (`pmtudisc` of `ip`). `false` (`nopmtudisc`): the bit of the inner packet, and only with a `ttl` that is `inherit`. Only for gre, gretap, ipip and sit without `bridge`.
	 *
	 * @default left alone; the kernel's default is `true`
	 */
	pathMtuDiscovery?: pulumi.Input<boolean>;
	/**
	 * Ignore the don't-fragment bit of the inner packets, so that the outer ones can be fragmented. Needs `pathMtuDiscovery: false`. Only for gre and gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is `false`
	 */
	ignoreDf?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "gretap" of the kernel. */
	encapLimit?: undefined;
	/**
	 * Number the packets of both directions (`seq` of `ip`): packets that are out of order are dropped. Only for gre, gretap, ip6gre and ip6gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is `false`
	 */
	sequence?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	psk?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteCert?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteName?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	columns?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	portColumns?: undefined;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/**
	 * Linux bridge that the device is a port of. Only without `bridge`.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge's `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.
	 *
	 * @default left alone; a new port has the bridge's `vlanDefaultPvid`
	 */
	bridgeVlans?: pulumi.Input<pulumi.Input<number | string | TunnelBridgeVlanArgs>[]>;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<TunnelBridgePortArgs>;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "ip6gretap". */
export interface Ip6gretapTunnelArgs extends CommonTunnelArgs {
	/** Not set in this case. */
	bridge?: undefined;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "ip6gretap";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/** Not allowed here: it is not for type "ip6gretap" of the kernel. */
	dstPort?: undefined;
	/** Not allowed here: it is not for type "ip6gretap" of the kernel. */
	group?: undefined;
	/** Not allowed here: it is not for type "ip6gretap" of the kernel. */
	peers?: undefined;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	dev?: pulumi.Input<string>;
	/**
	 * Each route or flow sets endpoints and key (`encap` of Route). A namespace can have one such device per type; vxlan and geneve: one per UDP port. Not together with `remoteIp`, `localIp`, `key`, `inKey`, `outKey`, `group`, `ttl`, `tos` and `dev`. Only without `bridge`.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "ip6gretap" of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not allowed here: it is not for type "ip6gretap" of the kernel. */
	df?: undefined;
	/** Not allowed here: it is not for type "ip6gretap" of the kernel. */
	pathMtuDiscovery?: undefined;
	/** Not allowed here: it is not for type "ip6gretap" of the kernel. */
	ignoreDf?: undefined;
	/**
	 * Number of further encapsulations that the outer IPv6 packets allow (RFC 2473). `none`: without the option header, because some networks drop packets that have it. Only for ip6gre and ip6gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is 4
	 */
	encapLimit?: pulumi.Input<number | "none">;
	/**
	 * Number the packets of both directions (`seq` of `ip`): packets that are out of order are dropped. Only for gre, gretap, ip6gre and ip6gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is `false`
	 */
	sequence?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	psk?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteCert?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteName?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	columns?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	portColumns?: undefined;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/**
	 * Linux bridge that the device is a port of. Only without `bridge`.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge's `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.
	 *
	 * @default left alone; a new port has the bridge's `vlanDefaultPvid`
	 */
	bridgeVlans?: pulumi.Input<pulumi.Input<number | string | TunnelBridgeVlanArgs>[]>;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<TunnelBridgePortArgs>;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "ip6gre". */
export interface Ip6greTunnelArgs extends CommonTunnelArgs {
	/** Not set in this case. */
	bridge?: undefined;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "ip6gre";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/** Not allowed here: it is not for type "ip6gre" of the kernel. */
	dstPort?: undefined;
	/** Not allowed here: it is not for type "ip6gre" of the kernel. */
	group?: undefined;
	/** Not allowed here: it is not for type "ip6gre" of the kernel. */
	peers?: undefined;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	dev?: pulumi.Input<string>;
	/**
	 * Each route or flow sets endpoints and key (`encap` of Route). A namespace can have one such device per type; vxlan and geneve: one per UDP port. Not together with `remoteIp`, `localIp`, `key`, `inKey`, `outKey`, `group`, `ttl`, `tos` and `dev`. Only without `bridge`.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "ip6gre" of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not allowed here: it is not for type "ip6gre" of the kernel. */
	df?: undefined;
	/** Not allowed here: it is not for type "ip6gre" of the kernel. */
	pathMtuDiscovery?: undefined;
	/** Not allowed here: it is not for type "ip6gre" of the kernel. */
	ignoreDf?: undefined;
	/**
	 * Number of further encapsulations that the outer IPv6 packets allow (RFC 2473). `none`: without the option header, because some networks drop packets that have it. Only for ip6gre and ip6gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is 4
	 */
	encapLimit?: pulumi.Input<number | "none">;
	/**
	 * Number the packets of both directions (`seq` of `ip`): packets that are out of order are dropped. Only for gre, gretap, ip6gre and ip6gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is `false`
	 */
	sequence?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	psk?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteCert?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteName?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	columns?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	portColumns?: undefined;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "ip6gre", which carries no Ethernet. */
	master?: undefined;
	/** Not allowed here: it is not for type "ip6gre", which carries no Ethernet. */
	bridgeVlans?: undefined;
	/** Not allowed here: it is not for type "ip6gre", which carries no Ethernet. */
	bridgePort?: undefined;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "ip6gre", which carries no Ethernet. */
	mac?: undefined;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "ipip". */
export interface IpipTunnelArgs extends CommonTunnelArgs {
	/** Not set in this case. */
	bridge?: undefined;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "ipip";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	key?: undefined;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	inKey?: undefined;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	outKey?: undefined;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	dstPort?: undefined;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	group?: undefined;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	peers?: undefined;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	dev?: pulumi.Input<string>;
	/**
	 * Each route or flow sets endpoints and key (`encap` of Route). A namespace can have one such device per type; vxlan and geneve: one per UDP port. Not together with `remoteIp`, `localIp`, `key`, `inKey`, `outKey`, `group`, `ttl`, `tos` and `dev`. Only without `bridge`.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	csum?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	df?: undefined;
	/**
	 * Set the don't-fragment bit of the outer IPv4 packets (`pmtudisc` of `ip`). `false` (`nopmtudisc`): the bit of the inner packet, and only with a `ttl` that is `inherit`. Only for gre, gretap, ipip and sit without `bridge`.
	 *
	 * @default left alone; the kernel's default is `true`
	 */
	pathMtuDiscovery?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	ignoreDf?: undefined;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	encapLimit?: undefined;
	/** Not allowed here: it is not for type "ipip" of the kernel. */
	sequence?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	psk?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteCert?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteName?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	columns?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	portColumns?: undefined;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "ipip", which carries no Ethernet. */
	master?: undefined;
	/** Not allowed here: it is not for type "ipip", which carries no Ethernet. */
	bridgeVlans?: undefined;
	/** Not allowed here: it is not for type "ipip", which carries no Ethernet. */
	bridgePort?: undefined;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "ipip", which carries no Ethernet. */
	mac?: undefined;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "sit". */
export interface SitTunnelArgs extends CommonTunnelArgs {
	/** Not set in this case. */
	bridge?: undefined;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "sit";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	key?: undefined;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	inKey?: undefined;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	outKey?: undefined;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	dstPort?: undefined;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	group?: undefined;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	peers?: undefined;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	dev?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	external?: undefined;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	csum?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	df?: undefined;
	/**
	 * Set the don't-fragment bit of the outer IPv4 packets (`pmtudisc` of `ip`). `false` (`nopmtudisc`): the bit of the inner packet, and only with a `ttl` that is `inherit`. Only for gre, gretap, ipip and sit without `bridge`.
	 *
	 * @default left alone; the kernel's default is `true`
	 */
	pathMtuDiscovery?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	ignoreDf?: undefined;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	encapLimit?: undefined;
	/** Not allowed here: it is not for type "sit" of the kernel. */
	sequence?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	psk?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteCert?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteName?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	columns?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	portColumns?: undefined;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "sit", which carries no Ethernet. */
	master?: undefined;
	/** Not allowed here: it is not for type "sit", which carries no Ethernet. */
	bridgeVlans?: undefined;
	/** Not allowed here: it is not for type "sit", which carries no Ethernet. */
	bridgePort?: undefined;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "sit", which carries no Ethernet. */
	mac?: undefined;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "vti". */
export interface VtiTunnelArgs extends CommonTunnelArgs {
	/** Not set in this case. */
	bridge?: undefined;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "vti";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	dstPort?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	group?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	peers?: undefined;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	dev?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	external?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	ttl?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	tos?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	csum?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	df?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	pathMtuDiscovery?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	ignoreDf?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	encapLimit?: undefined;
	/** Not allowed here: it is not for type "vti" of the kernel. */
	sequence?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	psk?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteCert?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteName?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	columns?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	portColumns?: undefined;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "vti", which carries no Ethernet. */
	master?: undefined;
	/** Not allowed here: it is not for type "vti", which carries no Ethernet. */
	bridgeVlans?: undefined;
	/** Not allowed here: it is not for type "vti", which carries no Ethernet. */
	bridgePort?: undefined;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "vti", which carries no Ethernet. */
	mac?: undefined;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "vti6". */
export interface Vti6TunnelArgs extends CommonTunnelArgs {
	/** Not set in this case. */
	bridge?: undefined;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "vti6";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	dstPort?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	group?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	peers?: undefined;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	dev?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	external?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	ttl?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	tos?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	csum?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	df?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	pathMtuDiscovery?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	ignoreDf?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	encapLimit?: undefined;
	/** Not allowed here: it is not for type "vti6" of the kernel. */
	sequence?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	psk?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteCert?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	remoteName?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	columns?: undefined;
	/** Not allowed here: it is only for ports of Open vSwitch: set bridge too. */
	portColumns?: undefined;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "vti6", which carries no Ethernet. */
	master?: undefined;
	/** Not allowed here: it is not for type "vti6", which carries no Ethernet. */
	bridgeVlans?: undefined;
	/** Not allowed here: it is not for type "vti6", which carries no Ethernet. */
	bridgePort?: undefined;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/** Not allowed here: it is not for type "vti6", which carries no Ethernet. */
	mac?: undefined;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: with `bridge`, `type` "vxlan". */
export interface BridgeVxlanTunnelArgs extends CommonTunnelArgs {
	/** Bridge of Open vSwitch that the tunnel is a port of. Setting or removing this field replaces the tunnel. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "vxlan";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/**
	 * UDP destination port of VXLAN and Geneve.
	 *
	 * @default 4789 for VXLAN, 6081 for Geneve
	 */
	dstPort?: pulumi.Input<number>;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	group?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	peers?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	dev?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	external?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Set the don't-fragment bit of the outer packets. Only for Open vSwitch.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	df?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	pathMtuDiscovery?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	ignoreDf?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	encapLimit?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	sequence?: undefined;
	/**
	 * VLAN mode. `access`: one VLAN, without tags on the wire. `trunk`: several VLANs with tags. `native-tagged` and `native-untagged`: a trunk that puts packets without a tag into the VLAN `tag`. `dot1q-tunnel`: the VLAN `tag` is added outside the packets' own tags (802.1ad).
	 *
	 * @default `access` if `tag` is set, else `trunk`
	 */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** VLAN of an access or dot1q-tunnel port, or native VLAN of a native-tagged or native-untagged port: 0 to 4095. A trunk has none: in the program of a trunk, 0 and not set are the same. */
	tag?: pulumi.Input<number>;
	/**
	 * VLANs that a trunk, native-tagged or native-untagged port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all VLANs
	 */
	trunks?: pulumi.Input<pulumi.Input<number | string>[]>;
	/**
	 * Customer VLANs that a dot1q-tunnel port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all customer VLANs
	 */
	cvlans?: pulumi.Input<pulumi.Input<number | string>[]>;
	/** Pre-shared key of IPsec, which both hosts have. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. The host must have no certificate of its own (`otherConfig` of OpenVSwitch). The key is stored in Open vSwitch's database, where root can read it. The host needs perl or python3, because `ovs-vsctl` would show the key in the list of processes. The state always has this field as a secret. */
	psk?: pulumi.Input<string>;
	/** Path of the file on the host that has the peer's self-signed certificate (PEM). The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. `otherConfig` of OpenVSwitch has the host's own `certificate` and `private_key`. */
	remoteCert?: pulumi.Input<string>;
	/** Common name (CN) of the peer's certificate, which an authority has signed. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. `otherConfig` of OpenVSwitch has the host's own `certificate` and `private_key`, and the authority's `ca_cert`. */
	remoteName?: pulumi.Input<string>;
	/**
	 * Split horizon: block traffic between this port and other protected ports. Only with `bridge`.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has. Only with `bridge`.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Further options of the interface, by their names in Open vSwitch: egress_pkt_mark, packet_type, exts, seq, and settings of IPsec connections with the prefix `ipsec_`. Only with `bridge`. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Only with `bridge`. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<TunnelColumnsArgs>;
	/**
	 * Further columns of the port's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	portColumns?: pulumi.Input<TunnelPortColumnsArgs>;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	vrf?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	master?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	bridgeVlans?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	bridgePort?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	promisc?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	allmulticast?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mac?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mtu?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	addresses?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	up?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	netns?: undefined;
}

/** The arguments of Tunnel: with `bridge`, `type` "gre". */
export interface BridgeGreTunnelArgs extends CommonTunnelArgs {
	/** Bridge of Open vSwitch that the tunnel is a port of. Setting or removing this field replaces the tunnel. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "gre";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/** Not allowed here: it is only for UDP tunnels: GRE has no ports. */
	dstPort?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	group?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	peers?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	dev?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	external?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Set the don't-fragment bit of the outer packets. Only for Open vSwitch.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	df?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	pathMtuDiscovery?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	ignoreDf?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	encapLimit?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	sequence?: undefined;
	/**
	 * VLAN mode. `access`: one VLAN, without tags on the wire. `trunk`: several VLANs with tags. `native-tagged` and `native-untagged`: a trunk that puts packets without a tag into the VLAN `tag`. `dot1q-tunnel`: the VLAN `tag` is added outside the packets' own tags (802.1ad).
	 *
	 * @default `access` if `tag` is set, else `trunk`
	 */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** VLAN of an access or dot1q-tunnel port, or native VLAN of a native-tagged or native-untagged port: 0 to 4095. A trunk has none: in the program of a trunk, 0 and not set are the same. */
	tag?: pulumi.Input<number>;
	/**
	 * VLANs that a trunk, native-tagged or native-untagged port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all VLANs
	 */
	trunks?: pulumi.Input<pulumi.Input<number | string>[]>;
	/**
	 * Customer VLANs that a dot1q-tunnel port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all customer VLANs
	 */
	cvlans?: pulumi.Input<pulumi.Input<number | string>[]>;
	/** Pre-shared key of IPsec, which both hosts have. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. The host must have no certificate of its own (`otherConfig` of OpenVSwitch). The key is stored in Open vSwitch's database, where root can read it. The host needs perl or python3, because `ovs-vsctl` would show the key in the list of processes. The state always has this field as a secret. */
	psk?: pulumi.Input<string>;
	/** Path of the file on the host that has the peer's self-signed certificate (PEM). The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. `otherConfig` of OpenVSwitch has the host's own `certificate` and `private_key`. */
	remoteCert?: pulumi.Input<string>;
	/** Common name (CN) of the peer's certificate, which an authority has signed. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. `otherConfig` of OpenVSwitch has the host's own `certificate` and `private_key`, and the authority's `ca_cert`. */
	remoteName?: pulumi.Input<string>;
	/**
	 * Split horizon: block traffic between this port and other protected ports. Only with `bridge`.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has. Only with `bridge`.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Further options of the interface, by their names in Open vSwitch: egress_pkt_mark, packet_type, exts, seq, and settings of IPsec connections with the prefix `ipsec_`. Only with `bridge`. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Only with `bridge`. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<TunnelColumnsArgs>;
	/**
	 * Further columns of the port's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	portColumns?: pulumi.Input<TunnelPortColumnsArgs>;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	vrf?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	master?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	bridgeVlans?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	bridgePort?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	promisc?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	allmulticast?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mac?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mtu?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	addresses?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	up?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	netns?: undefined;
}

/** The arguments of Tunnel: with `bridge`, `type` "geneve". */
export interface BridgeGeneveTunnelArgs extends CommonTunnelArgs {
	/** Bridge of Open vSwitch that the tunnel is a port of. Setting or removing this field replaces the tunnel. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "geneve";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/**
	 * UDP destination port of VXLAN and Geneve.
	 *
	 * @default 4789 for VXLAN, 6081 for Geneve
	 */
	dstPort?: pulumi.Input<number>;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	group?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	peers?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	dev?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	external?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	learning?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanVersion?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanIndex?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanDirection?: undefined;
	/** Not allowed here: it is only for type "erspan". */
	erspanHardwareId?: undefined;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Set the don't-fragment bit of the outer packets. Only for Open vSwitch.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	df?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	pathMtuDiscovery?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	ignoreDf?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	encapLimit?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	sequence?: undefined;
	/**
	 * VLAN mode. `access`: one VLAN, without tags on the wire. `trunk`: several VLANs with tags. `native-tagged` and `native-untagged`: a trunk that puts packets without a tag into the VLAN `tag`. `dot1q-tunnel`: the VLAN `tag` is added outside the packets' own tags (802.1ad).
	 *
	 * @default `access` if `tag` is set, else `trunk`
	 */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** VLAN of an access or dot1q-tunnel port, or native VLAN of a native-tagged or native-untagged port: 0 to 4095. A trunk has none: in the program of a trunk, 0 and not set are the same. */
	tag?: pulumi.Input<number>;
	/**
	 * VLANs that a trunk, native-tagged or native-untagged port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all VLANs
	 */
	trunks?: pulumi.Input<pulumi.Input<number | string>[]>;
	/**
	 * Customer VLANs that a dot1q-tunnel port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all customer VLANs
	 */
	cvlans?: pulumi.Input<pulumi.Input<number | string>[]>;
	/** Pre-shared key of IPsec, which both hosts have. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. The host must have no certificate of its own (`otherConfig` of OpenVSwitch). The key is stored in Open vSwitch's database, where root can read it. The host needs perl or python3, because `ovs-vsctl` would show the key in the list of processes. The state always has this field as a secret. */
	psk?: pulumi.Input<string>;
	/** Path of the file on the host that has the peer's self-signed certificate (PEM). The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. `otherConfig` of OpenVSwitch has the host's own `certificate` and `private_key`. */
	remoteCert?: pulumi.Input<string>;
	/** Common name (CN) of the peer's certificate, which an authority has signed. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. `otherConfig` of OpenVSwitch has the host's own `certificate` and `private_key`, and the authority's `ca_cert`. */
	remoteName?: pulumi.Input<string>;
	/**
	 * Split horizon: block traffic between this port and other protected ports. Only with `bridge`.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has. Only with `bridge`.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Further options of the interface, by their names in Open vSwitch: egress_pkt_mark, packet_type, exts, seq, and settings of IPsec connections with the prefix `ipsec_`. Only with `bridge`. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Only with `bridge`. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<TunnelColumnsArgs>;
	/**
	 * Further columns of the port's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	portColumns?: pulumi.Input<TunnelPortColumnsArgs>;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	vrf?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	master?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	bridgeVlans?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	bridgePort?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	promisc?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	allmulticast?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mac?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mtu?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	addresses?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	up?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	netns?: undefined;
}

/** The arguments of Tunnel: with `bridge`, `type` "erspan". */
export interface BridgeErspanTunnelArgs extends CommonTunnelArgs {
	/** Bridge of Open vSwitch that the tunnel is a port of. Setting or removing this field replaces the tunnel. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: "erspan";
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/** Not allowed here: it is only for UDP tunnels: ERSPAN has no ports. */
	dstPort?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	group?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	peers?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	dev?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	external?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	learning?: undefined;
	/** Version of ERSPAN: 1 (type II) or 2 (type III). Required for erspan. `flow`: flows set the version and the fields of its header (`tun_erspan_ver`, `tun_erspan_idx`, `tun_erspan_dir`, `tun_erspan_hwid`). */
	erspanVersion: pulumi.Input<1 | 2 | "flow">;
	/**
	 * Index of the source port and direction of the copies, 0 to 1048575, whose meaning the receiver knows. Only for version 1. Open vSwitch's database has it in hexadecimal. `flow`: flows set the index (`tun_erspan_idx`).
	 *
	 * @default 0
	 */
	erspanIndex?: pulumi.Input<number | "flow">;
	/**
	 * Direction of the copied packets at the source port. Only for version 2. `flow`: flows set the direction (`tun_erspan_dir`).
	 *
	 * @default "ingress"
	 */
	erspanDirection?: pulumi.Input<"ingress" | "egress" | "flow">;
	/**
	 * Number of the device that makes the copies, 0 to 63. Only for version 2. Open vSwitch's database has it in hexadecimal. `flow`: flows set the number (`tun_erspan_hwid`).
	 *
	 * @default 0
	 */
	erspanHardwareId?: pulumi.Input<number | "flow">;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "erspan", whose outer packets have no checksums. */
	csum?: undefined;
	/**
	 * Set the don't-fragment bit of the outer packets. Only for Open vSwitch.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	df?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	pathMtuDiscovery?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	ignoreDf?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	encapLimit?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	sequence?: undefined;
	/**
	 * VLAN mode. `access`: one VLAN, without tags on the wire. `trunk`: several VLANs with tags. `native-tagged` and `native-untagged`: a trunk that puts packets without a tag into the VLAN `tag`. `dot1q-tunnel`: the VLAN `tag` is added outside the packets' own tags (802.1ad).
	 *
	 * @default `access` if `tag` is set, else `trunk`
	 */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** VLAN of an access or dot1q-tunnel port, or native VLAN of a native-tagged or native-untagged port: 0 to 4095. A trunk has none: in the program of a trunk, 0 and not set are the same. */
	tag?: pulumi.Input<number>;
	/**
	 * VLANs that a trunk, native-tagged or native-untagged port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all VLANs
	 */
	trunks?: pulumi.Input<pulumi.Input<number | string>[]>;
	/**
	 * Customer VLANs that a dot1q-tunnel port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all customer VLANs
	 */
	cvlans?: pulumi.Input<pulumi.Input<number | string>[]>;
	/** Not allowed here: it is not for type "erspan", which openvswitch-ipsec does not encrypt. */
	psk?: undefined;
	/** Not allowed here: it is not for type "erspan", which openvswitch-ipsec does not encrypt. */
	remoteCert?: undefined;
	/** Not allowed here: it is not for type "erspan", which openvswitch-ipsec does not encrypt. */
	remoteName?: undefined;
	/**
	 * Split horizon: block traffic between this port and other protected ports. Only with `bridge`.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has. Only with `bridge`.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Further options of the interface, by their names in Open vSwitch: egress_pkt_mark, packet_type, exts, seq, and settings of IPsec connections with the prefix `ipsec_`. Only with `bridge`. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Only with `bridge`. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<TunnelColumnsArgs>;
	/**
	 * Further columns of the port's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	portColumns?: pulumi.Input<TunnelPortColumnsArgs>;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	vrf?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	master?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	bridgeVlans?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	bridgePort?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	promisc?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	allmulticast?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mac?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mtu?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	addresses?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	up?: undefined;
	/** Not allowed here: it is only for tunnels without a bridge, which are devices of the kernel. */
	netns?: undefined;
}

/** The arguments of Tunnel: `type` as an output: the fields that go together are checked when its value is known. */
export interface AnyTunnelArgs extends CommonTunnelArgs {
	/**
	 * Bridge of Open vSwitch that the tunnel is a port of. Setting or removing this field replaces the tunnel.
	 *
	 * @default the tunnel is a device of the kernel
	 */
	bridge?: pulumi.Input<string>;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	type: pulumi.Output<"vxlan" | "gre" | "geneve" | "gretap" | "ip6gretap" | "ip6gre" | "ipip" | "sit" | "vti" | "vti6" | "erspan"> | Promise<"vxlan" | "gre" | "geneve" | "gretap" | "ip6gretap" | "ip6gre" | "ipip" | "sit" | "vti" | "vti6" | "erspan">;
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	remoteIp?: pulumi.Input<string>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/**
	 * UDP destination port of VXLAN and Geneve.
	 *
	 * @default 4789 for VXLAN, 6081 for Geneve
	 */
	dstPort?: pulumi.Input<number>;
	/** Multicast group instead of `remoteIp`. The group is joined on `dev`, which is required then. Only for vxlan without `bridge`. */
	group?: pulumi.Input<string>;
	/**
	 * Remote endpoints that each get a copy of broadcast, multicast and unknown packets: entries for the MAC address 00:00:00:00:00:00 in the device's forwarding database (`bridge fdb append`), beside `remoteIp` or `group`. `[]`: none. Only for vxlan without `bridge`, and not together with `external`. A device that is recreated gets its other static entries back.
	 *
	 * @default left alone
	 */
	peers?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	dev?: pulumi.Input<string>;
	/**
	 * Each route or flow sets endpoints and key (`encap` of Route). A namespace can have one such device per type; vxlan and geneve: one per UDP port. Not together with `remoteIp`, `localIp`, `key`, `inKey`, `outKey`, `group`, `ttl`, `tos` and `dev`. Only without `bridge`.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/**
	 * Learn the endpoint of each MAC address from received packets. Only for vxlan without `bridge`.
	 *
	 * @default `true`; with `external` `false`
	 */
	learning?: pulumi.Input<boolean>;
	/** Version of ERSPAN: 1 (type II) or 2 (type III). Required for erspan. `flow`: flows set the version and the fields of its header (`tun_erspan_ver`, `tun_erspan_idx`, `tun_erspan_dir`, `tun_erspan_hwid`). */
	erspanVersion?: pulumi.Input<1 | 2 | "flow">;
	/**
	 * Index of the source port and direction of the copies, 0 to 1048575, whose meaning the receiver knows. Only for version 1. Open vSwitch's database has it in hexadecimal. `flow`: flows set the index (`tun_erspan_idx`).
	 *
	 * @default 0
	 */
	erspanIndex?: pulumi.Input<number | "flow">;
	/**
	 * Direction of the copied packets at the source port. Only for version 2. `flow`: flows set the direction (`tun_erspan_dir`).
	 *
	 * @default "ingress"
	 */
	erspanDirection?: pulumi.Input<"ingress" | "egress" | "flow">;
	/**
	 * Number of the device that makes the copies, 0 to 63. Only for version 2. Open vSwitch's database has it in hexadecimal. `flow`: flows set the number (`tun_erspan_hwid`).
	 *
	 * @default 0
	 */
	erspanHardwareId?: pulumi.Input<number | "flow">;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Set the don't-fragment bit of the outer packets. Only for Open vSwitch.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/**
	 * Don't-fragment bit of the outer IPv4 packets. `inherit`: the bit of the inner packet. Only for vxlan and geneve without `bridge`.
	 *
	 * @default "unset"
	 */
	df?: pulumi.Input<"unset" | "set" | "inherit">;
	/**
	 * Set the don't-fragment bit of the outer IPv4 packets (`pmtudisc` of `ip`). `false` (`nopmtudisc`): the bit of the inner packet, and only with a `ttl` that is `inherit`. Only for gre, gretap, ipip and sit without `bridge`.
	 *
	 * @default left alone; the kernel's default is `true`
	 */
	pathMtuDiscovery?: pulumi.Input<boolean>;
	/**
	 * Ignore the don't-fragment bit of the inner packets, so that the outer ones can be fragmented. Needs `pathMtuDiscovery: false`. Only for gre and gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is `false`
	 */
	ignoreDf?: pulumi.Input<boolean>;
	/**
	 * Number of further encapsulations that the outer IPv6 packets allow (RFC 2473). `none`: without the option header, because some networks drop packets that have it. Only for ip6gre and ip6gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is 4
	 */
	encapLimit?: pulumi.Input<number | "none">;
	/**
	 * Number the packets of both directions (`seq` of `ip`): packets that are out of order are dropped. Only for gre, gretap, ip6gre and ip6gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is `false`
	 */
	sequence?: pulumi.Input<boolean>;
	/**
	 * VLAN mode. `access`: one VLAN, without tags on the wire. `trunk`: several VLANs with tags. `native-tagged` and `native-untagged`: a trunk that puts packets without a tag into the VLAN `tag`. `dot1q-tunnel`: the VLAN `tag` is added outside the packets' own tags (802.1ad).
	 *
	 * @default `access` if `tag` is set, else `trunk`
	 */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** VLAN of an access or dot1q-tunnel port, or native VLAN of a native-tagged or native-untagged port: 0 to 4095. A trunk has none: in the program of a trunk, 0 and not set are the same. */
	tag?: pulumi.Input<number>;
	/**
	 * VLANs that a trunk, native-tagged or native-untagged port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all VLANs
	 */
	trunks?: pulumi.Input<pulumi.Input<number | string>[]>;
	/**
	 * Customer VLANs that a dot1q-tunnel port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all customer VLANs
	 */
	cvlans?: pulumi.Input<pulumi.Input<number | string>[]>;
	/** Pre-shared key of IPsec, which both hosts have. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. The host must have no certificate of its own (`otherConfig` of OpenVSwitch). The key is stored in Open vSwitch's database, where root can read it. The host needs perl or python3, because `ovs-vsctl` would show the key in the list of processes. The state always has this field as a secret. */
	psk?: pulumi.Input<string>;
	/** Path of the file on the host that has the peer's self-signed certificate (PEM). The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. `otherConfig` of OpenVSwitch has the host's own `certificate` and `private_key`. */
	remoteCert?: pulumi.Input<string>;
	/** Common name (CN) of the peer's certificate, which an authority has signed. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. `otherConfig` of OpenVSwitch has the host's own `certificate` and `private_key`, and the authority's `ca_cert`. */
	remoteName?: pulumi.Input<string>;
	/**
	 * Split horizon: block traffic between this port and other protected ports. Only with `bridge`.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has. Only with `bridge`.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Further options of the interface, by their names in Open vSwitch: egress_pkt_mark, packet_type, exts, seq, and settings of IPsec connections with the prefix `ipsec_`. Only with `bridge`. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Only with `bridge`. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<TunnelColumnsArgs>;
	/**
	 * Further columns of the port's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	portColumns?: pulumi.Input<TunnelPortColumnsArgs>;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/**
	 * Linux bridge that the device is a port of. Only without `bridge`.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge's `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.
	 *
	 * @default left alone; a new port has the bridge's `vlanDefaultPvid`
	 */
	bridgeVlans?: pulumi.Input<pulumi.Input<number | string | TunnelBridgeVlanArgs>[]>;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<TunnelBridgePortArgs>;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: pulumi.Input<boolean>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: pulumi.Input<boolean>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | TunnelAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel. */
export type TunnelArgs =
	| VxlanTunnelArgs
	| GreTunnelArgs
	| GeneveTunnelArgs
	| GretapTunnelArgs
	| Ip6gretapTunnelArgs
	| Ip6greTunnelArgs
	| IpipTunnelArgs
	| SitTunnelArgs
	| VtiTunnelArgs
	| Vti6TunnelArgs
	| BridgeVxlanTunnelArgs
	| BridgeGreTunnelArgs
	| BridgeGeneveTunnelArgs
	| BridgeErspanTunnelArgs
	| AnyTunnelArgs;

/** The fields that a program can pass to Tunnel.get. */
export type TunnelState = Partial<TunnelArgs>;

const shape: Shape = {
	kind: "Tunnel",
	inputs: ["host", "name", "bridge", "type", "remoteIp", "localIp", "key", "inKey", "outKey", "dstPort", "group", "peers", "dev", "external", "learning", "erspanVersion", "erspanIndex", "erspanDirection", "erspanHardwareId", "ttl", "tos", "csum", "dfDefault", "df", "pathMtuDiscovery", "ignoreDf", "encapLimit", "sequence", "vlanMode", "tag", "trunks", "cvlans", "psk", "remoteCert", "remoteName", "protected", "ofportRequest", "options", "externalIds", "columns", "portColumns", "vrf", "master", "bridgeVlans", "bridgePort", "promisc", "allmulticast", "mac", "mtu", "addresses", "up", "netns", "adopt"],
	computed: ["uuid", "ofport", "ifindex", "macAddress"],
	filledIn: ["up"],
	namedByResource: true,
	refers: [{"sort":"bridge","path":["bridge"]}, {"sort":"device","path":["dev"]}, {"sort":"device","path":["vrf"]}, {"sort":"device","path":["master"]}, {"sort":"netns","path":["netns"]}],
	makes: [{"sort":"port","when":{"field":"bridge","not":[null]},"path":["name"]}, {"sort":"device","when":{"field":"bridge","is":[null]},"path":["name"]}, {"sort":"address","path":["addresses","*"]}, {"sort":"address","path":["addresses","*","address"]}],
	secrets: [["psk"]],
};

/** A tunnel to one peer: a port of Open vSwitch (with `bridge`) or a device of the kernel (without `bridge`). For tunnels of one bridge to many peers, see Vtep. For a device of the kernel, the remote endpoint may be left open (no `remoteIp`), or each route sets endpoints and key (`external`). A change of endpoints, key or outer packets recreates a device of the kernel; its addresses and routes are put back. */
export class Tunnel extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]Tunnel/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: TunnelState, opts?: pulumi.CustomResourceOptions): Tunnel;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Tunnel;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Tunnel {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Tunnel(name, state as TunnelArgs, opts);
	}

	/** True if a value is a Tunnel, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Tunnel {
		return isKind(value, "Tunnel");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name of the port or device.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Bridge of Open vSwitch that the tunnel is a port of. Setting or removing this field replaces the tunnel.
	 *
	 * @default the tunnel is a device of the kernel
	 */
	declare readonly bridge: pulumi.Output<string | undefined>;
	/** Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself. */
	declare readonly type: pulumi.Output<"vxlan" | "gre" | "geneve" | "gretap" | "ip6gretap" | "ip6gre" | "ipip" | "sit" | "vti" | "vti6" | "erspan">;
	/** Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only). */
	declare readonly remoteIp: pulumi.Output<string | undefined>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	declare readonly localIp: pulumi.Output<string | undefined>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key; for ERSPAN session id 0
	 */
	declare readonly key: pulumi.Output<number | "flow" | undefined>;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`ikey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	declare readonly inKey: pulumi.Output<number | "flow" | undefined>;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only). Without `bridge`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (`okey` of `ip link`).
	 *
	 * @default `key`; without `key`, no key
	 */
	declare readonly outKey: pulumi.Output<number | "flow" | undefined>;
	/**
	 * UDP destination port of VXLAN and Geneve.
	 *
	 * @default 4789 for VXLAN, 6081 for Geneve
	 */
	declare readonly dstPort: pulumi.Output<number | undefined>;
	/** Multicast group instead of `remoteIp`. The group is joined on `dev`, which is required then. Only for vxlan without `bridge`. */
	declare readonly group: pulumi.Output<string | undefined>;
	/**
	 * Remote endpoints that each get a copy of broadcast, multicast and unknown packets: entries for the MAC address 00:00:00:00:00:00 in the device's forwarding database (`bridge fdb append`), beside `remoteIp` or `group`. `[]`: none. Only for vxlan without `bridge`, and not together with `external`. A device that is recreated gets its other static entries back.
	 *
	 * @default left alone
	 */
	declare readonly peers: pulumi.Output<string[] | undefined>;
	/**
	 * Device that sends the outer packets. Only without `bridge`.
	 *
	 * @default routing selects the device
	 */
	declare readonly dev: pulumi.Output<string | undefined>;
	/**
	 * Each route or flow sets endpoints and key (`encap` of Route). A namespace can have one such device per type; vxlan and geneve: one per UDP port. Not together with `remoteIp`, `localIp`, `key`, `inKey`, `outKey`, `group`, `ttl`, `tos` and `dev`. Only without `bridge`.
	 *
	 * @default false
	 */
	declare readonly external: pulumi.Output<boolean | undefined>;
	/**
	 * Learn the endpoint of each MAC address from received packets. Only for vxlan without `bridge`.
	 *
	 * @default `true`; with `external` `false`
	 */
	declare readonly learning: pulumi.Output<boolean | undefined>;
	/** Version of ERSPAN: 1 (type II) or 2 (type III). Required for erspan. `flow`: flows set the version and the fields of its header (`tun_erspan_ver`, `tun_erspan_idx`, `tun_erspan_dir`, `tun_erspan_hwid`). */
	declare readonly erspanVersion: pulumi.Output<1 | 2 | "flow" | undefined>;
	/**
	 * Index of the source port and direction of the copies, 0 to 1048575, whose meaning the receiver knows. Only for version 1. Open vSwitch's database has it in hexadecimal. `flow`: flows set the index (`tun_erspan_idx`).
	 *
	 * @default 0
	 */
	declare readonly erspanIndex: pulumi.Output<number | "flow" | undefined>;
	/**
	 * Direction of the copied packets at the source port. Only for version 2. `flow`: flows set the direction (`tun_erspan_dir`).
	 *
	 * @default "ingress"
	 */
	declare readonly erspanDirection: pulumi.Output<"ingress" | "egress" | "flow" | undefined>;
	/**
	 * Number of the device that makes the copies, 0 to 63. Only for version 2. Open vSwitch's database has it in hexadecimal. `flow`: flows set the number (`tun_erspan_hwid`).
	 *
	 * @default 0
	 */
	declare readonly erspanHardwareId: pulumi.Output<number | "flow" | undefined>;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`
	 */
	declare readonly ttl: pulumi.Output<number | "inherit" | undefined>;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	declare readonly tos: pulumi.Output<string | undefined>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	declare readonly csum: pulumi.Output<boolean | undefined>;
	/**
	 * Set the don't-fragment bit of the outer packets. Only for Open vSwitch.
	 *
	 * @default true
	 */
	declare readonly dfDefault: pulumi.Output<boolean | undefined>;
	/**
	 * Don't-fragment bit of the outer IPv4 packets. `inherit`: the bit of the inner packet. Only for vxlan and geneve without `bridge`.
	 *
	 * @default "unset"
	 */
	declare readonly df: pulumi.Output<"unset" | "set" | "inherit" | undefined>;
	/**
	 * Set the don't-fragment bit of the outer IPv4 packets (`pmtudisc` of `ip`). `false` (`nopmtudisc`): the bit of the inner packet, and only with a `ttl` that is `inherit`. Only for gre, gretap, ipip and sit without `bridge`.
	 *
	 * @default left alone; the kernel's default is `true`
	 */
	declare readonly pathMtuDiscovery: pulumi.Output<boolean | undefined>;
	/**
	 * Ignore the don't-fragment bit of the inner packets, so that the outer ones can be fragmented. Needs `pathMtuDiscovery: false`. Only for gre and gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is `false`
	 */
	declare readonly ignoreDf: pulumi.Output<boolean | undefined>;
	/**
	 * Number of further encapsulations that the outer IPv6 packets allow (RFC 2473). `none`: without the option header, because some networks drop packets that have it. Only for ip6gre and ip6gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is 4
	 */
	declare readonly encapLimit: pulumi.Output<number | "none" | undefined>;
	/**
	 * Number the packets of both directions (`seq` of `ip`): packets that are out of order are dropped. Only for gre, gretap, ip6gre and ip6gretap without `bridge`.
	 *
	 * @default left alone; the kernel's default is `false`
	 */
	declare readonly sequence: pulumi.Output<boolean | undefined>;
	/**
	 * VLAN mode. `access`: one VLAN, without tags on the wire. `trunk`: several VLANs with tags. `native-tagged` and `native-untagged`: a trunk that puts packets without a tag into the VLAN `tag`. `dot1q-tunnel`: the VLAN `tag` is added outside the packets' own tags (802.1ad).
	 *
	 * @default `access` if `tag` is set, else `trunk`
	 */
	declare readonly vlanMode: pulumi.Output<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel" | undefined>;
	/** VLAN of an access or dot1q-tunnel port, or native VLAN of a native-tagged or native-untagged port: 0 to 4095. A trunk has none: in the program of a trunk, 0 and not set are the same. */
	declare readonly tag: pulumi.Output<number | undefined>;
	/**
	 * VLANs that a trunk, native-tagged or native-untagged port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all VLANs
	 */
	declare readonly trunks: pulumi.Output<(number | string)[] | undefined>;
	/**
	 * Customer VLANs that a dot1q-tunnel port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all customer VLANs
	 */
	declare readonly cvlans: pulumi.Output<(number | string)[] | undefined>;
	/** Pre-shared key of IPsec, which both hosts have. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. The host must have no certificate of its own (`otherConfig` of OpenVSwitch). The key is stored in Open vSwitch's database, where root can read it. The host needs perl or python3, because `ovs-vsctl` would show the key in the list of processes. The state always has this field as a secret. */
	declare readonly psk: pulumi.Output<string | undefined>;
	/** Path of the file on the host that has the peer's self-signed certificate (PEM). The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. `otherConfig` of OpenVSwitch has the host's own `certificate` and `private_key`. */
	declare readonly remoteCert: pulumi.Output<string | undefined>;
	/** Common name (CN) of the peer's certificate, which an authority has signed. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. `otherConfig` of OpenVSwitch has the host's own `certificate` and `private_key`, and the authority's `ca_cert`. */
	declare readonly remoteName: pulumi.Output<string | undefined>;
	/**
	 * Split horizon: block traffic between this port and other protected ports. Only with `bridge`.
	 *
	 * @default false
	 */
	declare readonly protected: pulumi.Output<boolean | undefined>;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has. Only with `bridge`.
	 *
	 * @default left alone
	 */
	declare readonly ofportRequest: pulumi.Output<number | undefined>;
	/** Further options of the interface, by their names in Open vSwitch: egress_pkt_mark, packet_type, exts, seq, and settings of IPsec connections with the prefix `ipsec_`. Only with `bridge`. */
	declare readonly options: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Keys of the interface's external_ids. Only with `bridge`. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Further columns of the interface's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly columns: pulumi.Output<TunnelColumns | undefined>;
	/**
	 * Further columns of the port's row, with `bridge`, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly portColumns: pulumi.Output<TunnelPortColumns | undefined>;
	/**
	 * VRF that the device is in. Only without `bridge`. Not together with `master`.
	 *
	 * @default left alone
	 */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/**
	 * Linux bridge that the device is a port of. Only without `bridge`.
	 *
	 * @default left alone
	 */
	declare readonly master: pulumi.Output<string | undefined>;
	/**
	 * VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge's `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.
	 *
	 * @default left alone; a new port has the bridge's `vlanDefaultPvid`
	 */
	declare readonly bridgeVlans: pulumi.Output<(number | string | TunnelBridgeVlan)[] | undefined>;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	declare readonly bridgePort: pulumi.Output<TunnelBridgePort | undefined>;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	declare readonly promisc: pulumi.Output<boolean | undefined>;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	declare readonly allmulticast: pulumi.Output<boolean | undefined>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	declare readonly mac: pulumi.Output<string | undefined>;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly addresses: pulumi.Output<(string | TunnelAddress)[] | undefined>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	declare readonly up: pulumi.Output<boolean | undefined>;
	/**
	 * Network namespace of the device. Only without `bridge`.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an existing port or device. At destroy, the tunnel stays, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the port's row in the table Port. Only with `bridge`. */
	declare readonly uuid: pulumi.Output<string | undefined>;
	/** OpenFlow port number. Only with `bridge`. */
	declare readonly ofport: pulumi.Output<number | undefined>;
	/** Interface index of the device. Only without `bridge`. */
	declare readonly ifindex: pulumi.Output<number | undefined>;
	/** MAC address of a device with Ethernet. Only without `bridge`. */
	declare readonly macAddress: pulumi.Output<string | undefined>;

	constructor(name: string, args: TunnelArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
