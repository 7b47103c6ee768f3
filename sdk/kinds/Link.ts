// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The object in `peer` of Link. */
export interface LinkPeerArgs {
	/** Name of the other end's device. */
	name: pulumi.Input<string>;
	/**
	 * Network namespace of the other end.
	 *
	 * @default the namespace of the link
	 */
	netns?: pulumi.Input<string>;
	/**
	 * Linux bridge that the other end is a port of, in its namespace.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * VRF that the other end is in, in its namespace. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/**
	 * VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge's `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.
	 *
	 * @default left alone; a new port has the bridge's `vlanDefaultPvid`
	 */
	bridgeVlans?: pulumi.Input<pulumi.Input<number | string | LinkPeerBridgeVlanArgs>[]>;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkPeerBridgePortArgs>;
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
	addresses?: pulumi.Input<pulumi.Input<string | LinkPeerAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
}

/** The object in `peer` of Link, as an output. */
export interface LinkPeer {
	/** Name of the other end's device. */
	name: string;
	/**
	 * Network namespace of the other end.
	 *
	 * @default the namespace of the link
	 */
	netns?: string;
	/**
	 * Linux bridge that the other end is a port of, in its namespace.
	 *
	 * @default left alone
	 */
	master?: string;
	/**
	 * VRF that the other end is in, in its namespace. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: string;
	/**
	 * VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge's `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.
	 *
	 * @default left alone; a new port has the bridge's `vlanDefaultPvid`
	 */
	bridgeVlans?: (number | string | LinkPeerBridgeVlan)[];
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: LinkPeerBridgePort;
	/**
	 * Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	promisc?: boolean;
	/**
	 * Take in all multicast packets. If the field is removed from the program, the mode is switched off.
	 *
	 * @default left alone
	 */
	allmulticast?: boolean;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: string;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: number;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: (string | LinkPeerAddress)[];
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: boolean;
}

/** An item of `peer.bridgeVlans` of Link. */
export interface LinkPeerBridgeVlanArgs {
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

/** An item of `peer.bridgeVlans` of Link, as an output. */
export interface LinkPeerBridgeVlan {
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

/** The object in `peer.bridgePort` of Link. */
export interface LinkPeerBridgePortArgs {
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

/** The object in `peer.bridgePort` of Link, as an output. */
export interface LinkPeerBridgePort {
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

/** An item of `peer.addresses` of Link. */
export interface LinkPeerAddressArgs {
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

/** An item of `peer.addresses` of Link, as an output. */
export interface LinkPeerAddress {
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

/** A value of `bondPorts` of Link. */
export interface LinkBondPortArgs {
	/**
	 * Transmit queue of the bond whose packets are sent over this device, where a filter of `tc` has put them into the queue (skbedit). Two devices can't have the same queue. The highest number is the bond's number of queues, 16 by default. 0: none, which is the kernel's default.
	 *
	 * @default left alone
	 */
	queueId?: pulumi.Input<number>;
	/**
	 * Priority of the device when a bond of mode `active-backup`, `balance-tlb` or `balance-alb` selects another one. A higher number is preferred, and `primary` comes before all. Needs Linux 6.0. The kernel's default is 0.
	 *
	 * @default left alone
	 */
	prio?: pulumi.Input<number>;
}

/** A value of `bondPorts` of Link, as an output. */
export interface LinkBondPort {
	/**
	 * Transmit queue of the bond whose packets are sent over this device, where a filter of `tc` has put them into the queue (skbedit). Two devices can't have the same queue. The highest number is the bond's number of queues, 16 by default. 0: none, which is the kernel's default.
	 *
	 * @default left alone
	 */
	queueId?: number;
	/**
	 * Priority of the device when a bond of mode `active-backup`, `balance-tlb` or `balance-alb` selects another one. A higher number is preferred, and `primary` comes before all. Needs Linux 6.0. The kernel's default is 0.
	 *
	 * @default left alone
	 */
	prio?: number;
}

/** An item of `bridgeVlans` of Link. */
export interface LinkBridgeVlanArgs {
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

/** An item of `bridgeVlans` of Link, as an output. */
export interface LinkBridgeVlan {
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

/** The object in `bridgePort` of Link. */
export interface LinkBridgePortArgs {
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

/** The object in `bridgePort` of Link, as an output. */
export interface LinkBridgePort {
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

/** An item of `addresses` of Link. */
export interface LinkAddressArgs {
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

/** An item of `addresses` of Link, as an output. */
export interface LinkAddress {
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

/** The arguments of Link that are the same in every case. */
export interface CommonLinkArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name of the device.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/**
	 * VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge's `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.
	 *
	 * @default left alone; a new port has the bridge's `vlanDefaultPvid`
	 */
	bridgeVlans?: pulumi.Input<pulumi.Input<number | string | LinkBridgeVlanArgs>[]>;
	/**
	 * VRF that the device is in. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
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
	addresses?: pulumi.Input<pulumi.Input<string | LinkAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an existing device of this type. At destroy, the device stays, and the settings that the program manages get their former values back. For type `device`, `adopt` has no effect, because the NIC exists in any case.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Link: `type` "veth". */
export interface VethLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "veth";
	/** Other end of a veth pair. */
	peer: pulumi.Input<LinkPeerArgs>;
	/** Not allowed here: it is only for types "vlan", "macvlan", "macvtap" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for types "vlan" and "bridge". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "macvtap", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondPorts?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	updelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	downdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	numPeerNotif?: undefined;
	/** Not allowed here: it is only for type "bond". */
	resendIgmp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	allSlavesActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	packetsPerSlave?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primaryReselect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lpInterval?: undefined;
	/** Not allowed here: it is only for type "bond". */
	tlbDynamicLb?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	minLinks?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adSelect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSysPrio?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSystem?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adUserPortKey?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanFiltering?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanDefaultPvid?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	stp?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	priority?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	forwardDelay?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	helloTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	maxAge?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	ageingTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastSnooping?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastQuerier?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	groupFwdMask?: undefined;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/**
	 * Linux bridge that the device is a port of.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "vlan". */
export interface VlanLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "vlan";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Device below a VLAN, macvlan, macvtap or ipvlan, in the same network namespace. */
	parent: pulumi.Input<string>;
	/** VLAN id of a VLAN device, 1 to 4094. */
	vlanId: pulumi.Input<number>;
	/**
	 * Protocol of the tags of a VLAN device, or of a Linux bridge with `vlanFiltering`. `802.1ad`: service tags, outside of customer tags (Q-in-Q).
	 *
	 * @default vlan: `802.1Q`; bridge: left alone
	 */
	vlanProtocol?: pulumi.Input<"802.1Q" | "802.1ad">;
	/** Not allowed here: it is only for types "macvlan", "macvtap", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondPorts?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	updelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	downdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	numPeerNotif?: undefined;
	/** Not allowed here: it is only for type "bond". */
	resendIgmp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	allSlavesActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	packetsPerSlave?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primaryReselect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lpInterval?: undefined;
	/** Not allowed here: it is only for type "bond". */
	tlbDynamicLb?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	minLinks?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adSelect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSysPrio?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSystem?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adUserPortKey?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanFiltering?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanDefaultPvid?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	stp?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	priority?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	forwardDelay?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	helloTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	maxAge?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	ageingTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastSnooping?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastQuerier?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	groupFwdMask?: undefined;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/**
	 * Linux bridge that the device is a port of.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "dummy". */
export interface DummyLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "dummy";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan", "macvtap" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for types "vlan" and "bridge". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "macvtap", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondPorts?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	updelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	downdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	numPeerNotif?: undefined;
	/** Not allowed here: it is only for type "bond". */
	resendIgmp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	allSlavesActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	packetsPerSlave?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primaryReselect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lpInterval?: undefined;
	/** Not allowed here: it is only for type "bond". */
	tlbDynamicLb?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	minLinks?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adSelect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSysPrio?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSystem?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adUserPortKey?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanFiltering?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanDefaultPvid?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	stp?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	priority?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	forwardDelay?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	helloTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	maxAge?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	ageingTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastSnooping?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastQuerier?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	groupFwdMask?: undefined;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/**
	 * Linux bridge that the device is a port of.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "bridge". */
export interface BridgeLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "bridge";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan", "macvtap" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/**
	 * Protocol of the tags of a VLAN device, or of a Linux bridge with `vlanFiltering`. `802.1ad`: service tags, outside of customer tags (Q-in-Q).
	 *
	 * @default vlan: `802.1Q`; bridge: left alone
	 */
	vlanProtocol?: pulumi.Input<"802.1Q" | "802.1ad">;
	/** Not allowed here: it is only for types "macvlan", "macvtap", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond": each port of a Linux bridge names the bridge in its own field master. */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondPorts?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	updelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	downdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	numPeerNotif?: undefined;
	/** Not allowed here: it is only for type "bond". */
	resendIgmp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	allSlavesActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	packetsPerSlave?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primaryReselect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lpInterval?: undefined;
	/** Not allowed here: it is only for type "bond". */
	tlbDynamicLb?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	minLinks?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adSelect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSysPrio?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSystem?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adUserPortKey?: undefined;
	/**
	 * The bridge tells VLANs apart: each port receives and sends the packets of its own VLANs (`bridgeVlans`). The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	vlanFiltering?: pulumi.Input<boolean>;
	/**
	 * VLAN that new ports of the bridge, and the bridge itself, get for untagged packets, 1 to 4094. `0`: none. The kernel's default is 1.
	 *
	 * @default left alone
	 */
	vlanDefaultPvid?: pulumi.Input<number>;
	/**
	 * Use the spanning tree protocol. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	stp?: pulumi.Input<boolean>;
	/**
	 * Priority of the bridge in the spanning tree, 0 to 65535. The bridge with the lowest number is the root. The kernel's default is 32768.
	 *
	 * @default left alone
	 */
	priority?: pulumi.Input<number>;
	/**
	 * Time that a port spends in each of the states listening and learning. With `stp` 2 or more. In seconds, 0 to 30. The kernel's default is 15.
	 *
	 * @default left alone
	 */
	forwardDelay?: pulumi.Input<number>;
	/**
	 * Interval at which the root bridge sends packets of the spanning tree protocol. In seconds, 1 to 10. The kernel's default is 2.
	 *
	 * @default left alone
	 */
	helloTime?: pulumi.Input<number>;
	/**
	 * Age at which information of the spanning tree protocol expires. In seconds, 6 to 40. The kernel's default is 20.
	 *
	 * @default left alone
	 */
	maxAge?: pulumi.Input<number>;
	/**
	 * Time after which an unused MAC address is forgotten. `0`: at once. In seconds, 0 to 1000000. The kernel's default is 300.
	 *
	 * @default left alone
	 */
	ageingTime?: pulumi.Input<number>;
	/**
	 * Send multicast packets only to ports with receivers (IGMP and MLD snooping). The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	mcastSnooping?: pulumi.Input<boolean>;
	/**
	 * Ask for multicast receivers if no router does. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	mcastQuerier?: pulumi.Input<boolean>;
	/**
	 * Reserved groups whose packets the bridge forwards: bit n stands for 01:80:c2:00:00:0n, such as 16384 for LLDP. The kernel's default is 0.
	 *
	 * @default left alone
	 */
	groupFwdMask?: pulumi.Input<number>;
	/** Not allowed here: it is not for type "bridge", but for its ports. */
	bridgePort?: undefined;
	/** Not allowed here: it is not for type "bridge": a Linux bridge can't be in another one. */
	master?: undefined;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "macvlan". */
export interface MacvlanLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "macvlan";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Device below a VLAN, macvlan, macvtap or ipvlan, in the same network namespace. */
	parent: pulumi.Input<string>;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for types "vlan" and "bridge". */
	vlanProtocol?: undefined;
	/**
	 * Way in which a macvlan, macvtap or ipvlan shares its parent with its siblings, or a bond its devices. macvlan and macvtap: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one, and receives no packets itself; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`. To change the mode, the provider takes the devices out of the bond and sets it down for a moment. Devices on top of the bond, such as VLANs, then lose their IPv6 addresses. Only addresses that the program declares are added again.
	 *
	 * @default macvlan and macvtap: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	mode?: pulumi.Input<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb">;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondPorts?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	updelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	downdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	numPeerNotif?: undefined;
	/** Not allowed here: it is only for type "bond". */
	resendIgmp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	allSlavesActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	packetsPerSlave?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primaryReselect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lpInterval?: undefined;
	/** Not allowed here: it is only for type "bond". */
	tlbDynamicLb?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	minLinks?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adSelect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSysPrio?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSystem?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adUserPortKey?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanFiltering?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanDefaultPvid?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	stp?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	priority?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	forwardDelay?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	helloTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	maxAge?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	ageingTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastSnooping?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastQuerier?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	groupFwdMask?: undefined;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/**
	 * Linux bridge that the device is a port of.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "macvtap". */
export interface MacvtapLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "macvtap";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Device below a VLAN, macvlan, macvtap or ipvlan, in the same network namespace. */
	parent: pulumi.Input<string>;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for types "vlan" and "bridge". */
	vlanProtocol?: undefined;
	/**
	 * Way in which a macvlan, macvtap or ipvlan shares its parent with its siblings, or a bond its devices. macvlan and macvtap: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one, and receives no packets itself; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`. To change the mode, the provider takes the devices out of the bond and sets it down for a moment. Devices on top of the bond, such as VLANs, then lose their IPv6 addresses. Only addresses that the program declares are added again.
	 *
	 * @default macvlan and macvtap: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	mode?: pulumi.Input<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb">;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondPorts?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	updelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	downdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	numPeerNotif?: undefined;
	/** Not allowed here: it is only for type "bond". */
	resendIgmp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	allSlavesActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	packetsPerSlave?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primaryReselect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lpInterval?: undefined;
	/** Not allowed here: it is only for type "bond". */
	tlbDynamicLb?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	minLinks?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adSelect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSysPrio?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSystem?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adUserPortKey?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanFiltering?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanDefaultPvid?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	stp?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	priority?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	forwardDelay?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	helloTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	maxAge?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	ageingTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastSnooping?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastQuerier?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	groupFwdMask?: undefined;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/** Not allowed here: it is not for type "macvtap": the kernel hands its packets to the program that reads /dev/tapN only. */
	master?: undefined;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "ipvlan". */
export interface IpvlanLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "ipvlan";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Device below a VLAN, macvlan, macvtap or ipvlan, in the same network namespace. */
	parent: pulumi.Input<string>;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for types "vlan" and "bridge". */
	vlanProtocol?: undefined;
	/**
	 * Way in which a macvlan, macvtap or ipvlan shares its parent with its siblings, or a bond its devices. macvlan and macvtap: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one, and receives no packets itself; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`. To change the mode, the provider takes the devices out of the bond and sets it down for a moment. Devices on top of the bond, such as VLANs, then lose their IPv6 addresses. Only addresses that the program declares are added again.
	 *
	 * @default macvlan and macvtap: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	mode?: pulumi.Input<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb">;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondPorts?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	updelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	downdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	numPeerNotif?: undefined;
	/** Not allowed here: it is only for type "bond". */
	resendIgmp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	allSlavesActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	packetsPerSlave?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primaryReselect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lpInterval?: undefined;
	/** Not allowed here: it is only for type "bond". */
	tlbDynamicLb?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	minLinks?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adSelect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSysPrio?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSystem?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adUserPortKey?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanFiltering?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanDefaultPvid?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	stp?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	priority?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	forwardDelay?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	helloTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	maxAge?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	ageingTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastSnooping?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastQuerier?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	groupFwdMask?: undefined;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/**
	 * Linux bridge that the device is a port of.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/** Not allowed here: it is not for type "ipvlan", which has the MAC address of its parent. */
	mac?: undefined;
}

/** The arguments of Link: `type` "bond". */
export interface BondLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "bond";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan", "macvtap" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for types "vlan" and "bridge". */
	vlanProtocol?: undefined;
	/**
	 * Way in which a macvlan, macvtap or ipvlan shares its parent with its siblings, or a bond its devices. macvlan and macvtap: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one, and receives no packets itself; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`. To change the mode, the provider takes the devices out of the bond and sets it down for a moment. Devices on top of the bond, such as VLANs, then lose their IPv6 addresses. Only addresses that the program declares are added again.
	 *
	 * @default macvlan and macvtap: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	mode?: pulumi.Input<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb">;
	/**
	 * Devices that a bond uses. Do not name a bond bond0: the kernel's module may create a bond of this name by itself when it is loaded (unless its option max_bonds is 0), and the first create then fails. A device is set down while it joins a bond, so that the kernel removes its routes. It gets the MAC address and the MTU of the bond. Its addresses do not move to the bond: a device with addresses is refused. Declare such a device as a Link of type `device` with `addresses: []`, and give the addresses to the bond. A device that leaves the bond gets its own MAC address and MTU back, and is set up. If it was down before and is to be down again, declare it as a Link of type `device` with `up: true`: destroy then restores that too.
	 *
	 * @default left alone
	 */
	interfaces?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Device of `interfaces` that a bond of mode `active-backup`, `balance-tlb` or `balance-alb` prefers. If the field is removed from the program, the device stays the primary one, because `ip` can't take that back.
	 *
	 * @default left alone
	 */
	primary?: pulumi.Input<string>;
	/**
	 * Options of a bond's devices, by the names in `interfaces`. Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bondPorts?: pulumi.Input<{ [key: string]: pulumi.Input<LinkBondPortArgs> }>;
	/**
	 * Interval in milliseconds at which a bond checks the links of its devices.
	 *
	 * @default 100; an adopted bond keeps its own
	 */
	miimon?: pulumi.Input<number>;
	/**
	 * Fields of a packet by which a bond of mode `balance-xor`, `802.3ad` or `balance-tlb` selects the device for it.
	 *
	 * @default `layer2`; an adopted bond keeps its own
	 */
	xmitHashPolicy?: pulumi.Input<"layer2" | "layer2+3" | "layer3+4" | "encap2+3" | "encap3+4" | "vlan+srcmac">;
	/**
	 * Time in milliseconds that a link must be up before a bond uses its device: a multiple of `miimon`.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	updelay?: pulumi.Input<number>;
	/**
	 * Time in milliseconds that a link must be down before a bond stops using its device: a multiple of `miimon`.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	downdelay?: pulumi.Input<number>;
	/**
	 * Number of gratuitous ARPs and unsolicited neighbor advertisements that a bond sends after it has changed to another device, 0 to 255 (`num_grat_arp` and `num_unsol_na` of `ip`, which are one option).
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	numPeerNotif?: pulumi.Input<number>;
	/**
	 * Number of IGMP reports that a bond sends after it has changed to another device, 0 to 255. Only for the modes `balance-rr`, `active-backup`, `balance-tlb` and `balance-alb`.
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	resendIgmp?: pulumi.Input<number>;
	/**
	 * Accept packets that arrive on devices which the bond does not use at present. By default they are dropped.
	 *
	 * @default `false`; an adopted bond keeps its own
	 */
	allSlavesActive?: pulumi.Input<boolean>;
	/**
	 * Number of packets that a bond of mode `balance-rr` sends over one device before it takes the next, 0 to 65535. 0: it takes a random one.
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	packetsPerSlave?: pulumi.Input<number>;
	/**
	 * When a bond of mode `active-backup`, `balance-tlb` or `balance-alb` goes back to the `primary` device. `always`: as soon as its link is up; `better`: if it is faster than the present one; `failure`: only if the present one fails.
	 *
	 * @default `always`; an adopted bond keeps its own
	 */
	primaryReselect?: pulumi.Input<"always" | "better" | "failure">;
	/**
	 * Interval in seconds at which a bond of mode `balance-tlb` or `balance-alb` sends learning packets to the switches of its devices.
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	lpInterval?: pulumi.Input<number>;
	/**
	 * A bond of mode `balance-tlb` or `balance-alb` moves flows between devices by their load. `false`: a hash of the packet selects the device. A change sets the bond down for a moment.
	 *
	 * @default `true`; an adopted bond keeps its own
	 */
	tlbDynamicLb?: pulumi.Input<boolean>;
	/**
	 * Rate at which a bond of mode `802.3ad` asks its partner for LACP packets. `slow`: one in 30 seconds; `fast`: one per second.
	 *
	 * @default `slow`; an adopted bond keeps its own
	 */
	lacpRate?: pulumi.Input<"slow" | "fast">;
	/**
	 * Minimum number of links that must be up before a bond of mode `802.3ad` has a carrier.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	minLinks?: pulumi.Input<number>;
	/**
	 * A bond of mode `802.3ad` sends LACP packets by itself. `false`: it only answers. Needs Linux 5.15. A change sets the bond down for a moment.
	 *
	 * @default `true`; an adopted bond keeps its own
	 */
	lacpActive?: pulumi.Input<boolean>;
	/**
	 * Way in which a bond of mode `802.3ad` selects its aggregator. A change sets the bond down for a moment.
	 *
	 * @default `stable`; an adopted bond keeps its own
	 */
	adSelect?: pulumi.Input<"stable" | "bandwidth" | "count">;
	/**
	 * System priority in the LACP packets of a bond of mode `802.3ad`, 1 to 65535.
	 *
	 * @default `65535`; an adopted bond keeps its own
	 */
	adActorSysPrio?: pulumi.Input<number>;
	/**
	 * System id in the LACP packets of a bond of mode `802.3ad`: a MAC address. `00:00:00:00:00:00`: the bond's own.
	 *
	 * @default `00:00:00:00:00:00`; an adopted bond keeps its own
	 */
	adActorSystem?: pulumi.Input<string>;
	/**
	 * User-defined part of the port key of a bond of mode `802.3ad`, 0 to 1023. A change sets the bond down for a moment.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	adUserPortKey?: pulumi.Input<number>;
	/** Not allowed here: it is only for type "bridge". */
	vlanFiltering?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanDefaultPvid?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	stp?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	priority?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	forwardDelay?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	helloTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	maxAge?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	ageingTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastSnooping?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastQuerier?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	groupFwdMask?: undefined;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/**
	 * Linux bridge that the device is a port of.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "tap". */
export interface TapLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "tap";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan", "macvtap" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for types "vlan" and "bridge". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "macvtap", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondPorts?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	updelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	downdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	numPeerNotif?: undefined;
	/** Not allowed here: it is only for type "bond". */
	resendIgmp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	allSlavesActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	packetsPerSlave?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primaryReselect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lpInterval?: undefined;
	/** Not allowed here: it is only for type "bond". */
	tlbDynamicLb?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	minLinks?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adSelect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSysPrio?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSystem?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adUserPortKey?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanFiltering?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanDefaultPvid?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	stp?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	priority?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	forwardDelay?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	helloTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	maxAge?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	ageingTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastSnooping?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastQuerier?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	groupFwdMask?: undefined;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/**
	 * Linux bridge that the device is a port of.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "tun". */
export interface TunLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "tun";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan", "macvtap" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for types "vlan" and "bridge". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "macvtap", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondPorts?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	updelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	downdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	numPeerNotif?: undefined;
	/** Not allowed here: it is only for type "bond". */
	resendIgmp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	allSlavesActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	packetsPerSlave?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primaryReselect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lpInterval?: undefined;
	/** Not allowed here: it is only for type "bond". */
	tlbDynamicLb?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	minLinks?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adSelect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSysPrio?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSystem?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adUserPortKey?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanFiltering?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanDefaultPvid?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	stp?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	priority?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	forwardDelay?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	helloTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	maxAge?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	ageingTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastSnooping?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastQuerier?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	groupFwdMask?: undefined;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/** Not allowed here: it is not for type "tun", which carries no Ethernet. */
	master?: undefined;
	/** Not allowed here: it is not for type "tun", which carries no Ethernet. */
	mac?: undefined;
}

/** The arguments of Link: `type` "device". */
export interface DeviceLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: "device";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan", "macvtap" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for types "vlan" and "bridge". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "macvtap", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondPorts?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	updelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	downdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	numPeerNotif?: undefined;
	/** Not allowed here: it is only for type "bond". */
	resendIgmp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	allSlavesActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	packetsPerSlave?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primaryReselect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lpInterval?: undefined;
	/** Not allowed here: it is only for type "bond". */
	tlbDynamicLb?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	minLinks?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpActive?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adSelect?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSysPrio?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adActorSystem?: undefined;
	/** Not allowed here: it is only for type "bond". */
	adUserPortKey?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanFiltering?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	vlanDefaultPvid?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	stp?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	priority?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	forwardDelay?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	helloTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	maxAge?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	ageingTime?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastSnooping?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	mcastQuerier?: undefined;
	/** Not allowed here: it is only for type "bridge". */
	groupFwdMask?: undefined;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/**
	 * Linux bridge that the device is a port of.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` as an output: the fields that go together are checked when its value is known. */
export interface AnyLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	type: pulumi.Output<"veth" | "vlan" | "dummy" | "bridge" | "macvlan" | "macvtap" | "ipvlan" | "bond" | "tap" | "tun" | "device"> | Promise<"veth" | "vlan" | "dummy" | "bridge" | "macvlan" | "macvtap" | "ipvlan" | "bond" | "tap" | "tun" | "device">;
	/** Other end of a veth pair. */
	peer?: pulumi.Input<LinkPeerArgs>;
	/** Device below a VLAN, macvlan, macvtap or ipvlan, in the same network namespace. */
	parent?: pulumi.Input<string>;
	/** VLAN id of a VLAN device, 1 to 4094. */
	vlanId?: pulumi.Input<number>;
	/**
	 * Protocol of the tags of a VLAN device, or of a Linux bridge with `vlanFiltering`. `802.1ad`: service tags, outside of customer tags (Q-in-Q).
	 *
	 * @default vlan: `802.1Q`; bridge: left alone
	 */
	vlanProtocol?: pulumi.Input<"802.1Q" | "802.1ad">;
	/**
	 * Way in which a macvlan, macvtap or ipvlan shares its parent with its siblings, or a bond its devices. macvlan and macvtap: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one, and receives no packets itself; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`. To change the mode, the provider takes the devices out of the bond and sets it down for a moment. Devices on top of the bond, such as VLANs, then lose their IPv6 addresses. Only addresses that the program declares are added again.
	 *
	 * @default macvlan and macvtap: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	mode?: pulumi.Input<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb">;
	/**
	 * Devices that a bond uses. Do not name a bond bond0: the kernel's module may create a bond of this name by itself when it is loaded (unless its option max_bonds is 0), and the first create then fails. A device is set down while it joins a bond, so that the kernel removes its routes. It gets the MAC address and the MTU of the bond. Its addresses do not move to the bond: a device with addresses is refused. Declare such a device as a Link of type `device` with `addresses: []`, and give the addresses to the bond. A device that leaves the bond gets its own MAC address and MTU back, and is set up. If it was down before and is to be down again, declare it as a Link of type `device` with `up: true`: destroy then restores that too.
	 *
	 * @default left alone
	 */
	interfaces?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Device of `interfaces` that a bond of mode `active-backup`, `balance-tlb` or `balance-alb` prefers. If the field is removed from the program, the device stays the primary one, because `ip` can't take that back.
	 *
	 * @default left alone
	 */
	primary?: pulumi.Input<string>;
	/**
	 * Options of a bond's devices, by the names in `interfaces`. Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bondPorts?: pulumi.Input<{ [key: string]: pulumi.Input<LinkBondPortArgs> }>;
	/**
	 * Interval in milliseconds at which a bond checks the links of its devices.
	 *
	 * @default 100; an adopted bond keeps its own
	 */
	miimon?: pulumi.Input<number>;
	/**
	 * Fields of a packet by which a bond of mode `balance-xor`, `802.3ad` or `balance-tlb` selects the device for it.
	 *
	 * @default `layer2`; an adopted bond keeps its own
	 */
	xmitHashPolicy?: pulumi.Input<"layer2" | "layer2+3" | "layer3+4" | "encap2+3" | "encap3+4" | "vlan+srcmac">;
	/**
	 * Time in milliseconds that a link must be up before a bond uses its device: a multiple of `miimon`.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	updelay?: pulumi.Input<number>;
	/**
	 * Time in milliseconds that a link must be down before a bond stops using its device: a multiple of `miimon`.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	downdelay?: pulumi.Input<number>;
	/**
	 * Number of gratuitous ARPs and unsolicited neighbor advertisements that a bond sends after it has changed to another device, 0 to 255 (`num_grat_arp` and `num_unsol_na` of `ip`, which are one option).
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	numPeerNotif?: pulumi.Input<number>;
	/**
	 * Number of IGMP reports that a bond sends after it has changed to another device, 0 to 255. Only for the modes `balance-rr`, `active-backup`, `balance-tlb` and `balance-alb`.
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	resendIgmp?: pulumi.Input<number>;
	/**
	 * Accept packets that arrive on devices which the bond does not use at present. By default they are dropped.
	 *
	 * @default `false`; an adopted bond keeps its own
	 */
	allSlavesActive?: pulumi.Input<boolean>;
	/**
	 * Number of packets that a bond of mode `balance-rr` sends over one device before it takes the next, 0 to 65535. 0: it takes a random one.
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	packetsPerSlave?: pulumi.Input<number>;
	/**
	 * When a bond of mode `active-backup`, `balance-tlb` or `balance-alb` goes back to the `primary` device. `always`: as soon as its link is up; `better`: if it is faster than the present one; `failure`: only if the present one fails.
	 *
	 * @default `always`; an adopted bond keeps its own
	 */
	primaryReselect?: pulumi.Input<"always" | "better" | "failure">;
	/**
	 * Interval in seconds at which a bond of mode `balance-tlb` or `balance-alb` sends learning packets to the switches of its devices.
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	lpInterval?: pulumi.Input<number>;
	/**
	 * A bond of mode `balance-tlb` or `balance-alb` moves flows between devices by their load. `false`: a hash of the packet selects the device. A change sets the bond down for a moment.
	 *
	 * @default `true`; an adopted bond keeps its own
	 */
	tlbDynamicLb?: pulumi.Input<boolean>;
	/**
	 * Rate at which a bond of mode `802.3ad` asks its partner for LACP packets. `slow`: one in 30 seconds; `fast`: one per second.
	 *
	 * @default `slow`; an adopted bond keeps its own
	 */
	lacpRate?: pulumi.Input<"slow" | "fast">;
	/**
	 * Minimum number of links that must be up before a bond of mode `802.3ad` has a carrier.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	minLinks?: pulumi.Input<number>;
	/**
	 * A bond of mode `802.3ad` sends LACP packets by itself. `false`: it only answers. Needs Linux 5.15. A change sets the bond down for a moment.
	 *
	 * @default `true`; an adopted bond keeps its own
	 */
	lacpActive?: pulumi.Input<boolean>;
	/**
	 * Way in which a bond of mode `802.3ad` selects its aggregator. A change sets the bond down for a moment.
	 *
	 * @default `stable`; an adopted bond keeps its own
	 */
	adSelect?: pulumi.Input<"stable" | "bandwidth" | "count">;
	/**
	 * System priority in the LACP packets of a bond of mode `802.3ad`, 1 to 65535.
	 *
	 * @default `65535`; an adopted bond keeps its own
	 */
	adActorSysPrio?: pulumi.Input<number>;
	/**
	 * System id in the LACP packets of a bond of mode `802.3ad`: a MAC address. `00:00:00:00:00:00`: the bond's own.
	 *
	 * @default `00:00:00:00:00:00`; an adopted bond keeps its own
	 */
	adActorSystem?: pulumi.Input<string>;
	/**
	 * User-defined part of the port key of a bond of mode `802.3ad`, 0 to 1023. A change sets the bond down for a moment.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	adUserPortKey?: pulumi.Input<number>;
	/**
	 * The bridge tells VLANs apart: each port receives and sends the packets of its own VLANs (`bridgeVlans`). The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	vlanFiltering?: pulumi.Input<boolean>;
	/**
	 * VLAN that new ports of the bridge, and the bridge itself, get for untagged packets, 1 to 4094. `0`: none. The kernel's default is 1.
	 *
	 * @default left alone
	 */
	vlanDefaultPvid?: pulumi.Input<number>;
	/**
	 * Use the spanning tree protocol. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	stp?: pulumi.Input<boolean>;
	/**
	 * Priority of the bridge in the spanning tree, 0 to 65535. The bridge with the lowest number is the root. The kernel's default is 32768.
	 *
	 * @default left alone
	 */
	priority?: pulumi.Input<number>;
	/**
	 * Time that a port spends in each of the states listening and learning. With `stp` 2 or more. In seconds, 0 to 30. The kernel's default is 15.
	 *
	 * @default left alone
	 */
	forwardDelay?: pulumi.Input<number>;
	/**
	 * Interval at which the root bridge sends packets of the spanning tree protocol. In seconds, 1 to 10. The kernel's default is 2.
	 *
	 * @default left alone
	 */
	helloTime?: pulumi.Input<number>;
	/**
	 * Age at which information of the spanning tree protocol expires. In seconds, 6 to 40. The kernel's default is 20.
	 *
	 * @default left alone
	 */
	maxAge?: pulumi.Input<number>;
	/**
	 * Time after which an unused MAC address is forgotten. `0`: at once. In seconds, 0 to 1000000. The kernel's default is 300.
	 *
	 * @default left alone
	 */
	ageingTime?: pulumi.Input<number>;
	/**
	 * Send multicast packets only to ports with receivers (IGMP and MLD snooping). The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	mcastSnooping?: pulumi.Input<boolean>;
	/**
	 * Ask for multicast receivers if no router does. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	mcastQuerier?: pulumi.Input<boolean>;
	/**
	 * Reserved groups whose packets the bridge forwards: bit n stands for 01:80:c2:00:00:0n, such as 16384 for LLDP. The kernel's default is 0.
	 *
	 * @default left alone
	 */
	groupFwdMask?: pulumi.Input<number>;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	bridgePort?: pulumi.Input<LinkBridgePortArgs>;
	/**
	 * Linux bridge that the device is a port of.
	 *
	 * @default left alone
	 */
	master?: pulumi.Input<string>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link. */
export type LinkArgs =
	| VethLinkArgs
	| VlanLinkArgs
	| DummyLinkArgs
	| BridgeLinkArgs
	| MacvlanLinkArgs
	| MacvtapLinkArgs
	| IpvlanLinkArgs
	| BondLinkArgs
	| TapLinkArgs
	| TunLinkArgs
	| DeviceLinkArgs
	| AnyLinkArgs;

/** The fields that a program can pass to Link.get. */
export type LinkState = Partial<LinkArgs>;

const shape: Shape = {
	kind: "Link",
	inputs: ["host", "name", "type", "peer", "parent", "vlanId", "vlanProtocol", "mode", "interfaces", "primary", "bondPorts", "miimon", "xmitHashPolicy", "updelay", "downdelay", "numPeerNotif", "resendIgmp", "allSlavesActive", "packetsPerSlave", "primaryReselect", "lpInterval", "tlbDynamicLb", "lacpRate", "minLinks", "lacpActive", "adSelect", "adActorSysPrio", "adActorSystem", "adUserPortKey", "vlanFiltering", "vlanDefaultPvid", "stp", "priority", "forwardDelay", "helloTime", "maxAge", "ageingTime", "mcastSnooping", "mcastQuerier", "groupFwdMask", "bridgeVlans", "bridgePort", "master", "vrf", "promisc", "allmulticast", "mac", "mtu", "addresses", "up", "netns", "adopt"],
	computed: ["ifindex", "macAddress"],
	filledIn: ["up"],
	namedByResource: true,
	refers: [{"sort":"netns","path":["peer","netns"]}, {"sort":"device","path":["peer","master"]}, {"sort":"device","path":["peer","vrf"]}, {"sort":"device","path":["parent"]}, {"sort":"device","path":["interfaces","*"]}, {"sort":"device","path":["master"]}, {"sort":"device","path":["vrf"]}, {"sort":"netns","path":["netns"]}],
	makes: [{"sort":"device","path":["name"]}, {"sort":"device","path":["peer","name"]}, {"sort":"address","path":["peer","addresses","*"]}, {"sort":"address","path":["peer","addresses","*","address"]}, {"sort":"address","path":["addresses","*"]}, {"sort":"address","path":["addresses","*","address"]}],
};

/** A network device of the kernel: veth pair, VLAN, macvlan, macvtap, ipvlan, bond, dummy, Linux bridge, tap or tun; or the settings of an existing NIC (type `device`). At destroy, a NIC gets its former settings back. */
export class Link extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]Link/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: LinkState, opts?: pulumi.CustomResourceOptions): Link;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Link;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Link {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Link(name, state as LinkArgs, opts);
	}

	/** True if a value is a Link, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Link {
		return isKind(value, "Link");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name of the device.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`. */
	declare readonly type: pulumi.Output<"veth" | "vlan" | "dummy" | "bridge" | "macvlan" | "macvtap" | "ipvlan" | "bond" | "tap" | "tun" | "device">;
	/** Other end of a veth pair. */
	declare readonly peer: pulumi.Output<LinkPeer | undefined>;
	/** Device below a VLAN, macvlan, macvtap or ipvlan, in the same network namespace. */
	declare readonly parent: pulumi.Output<string | undefined>;
	/** VLAN id of a VLAN device, 1 to 4094. */
	declare readonly vlanId: pulumi.Output<number | undefined>;
	/**
	 * Protocol of the tags of a VLAN device, or of a Linux bridge with `vlanFiltering`. `802.1ad`: service tags, outside of customer tags (Q-in-Q).
	 *
	 * @default vlan: `802.1Q`; bridge: left alone
	 */
	declare readonly vlanProtocol: pulumi.Output<"802.1Q" | "802.1ad" | undefined>;
	/**
	 * Way in which a macvlan, macvtap or ipvlan shares its parent with its siblings, or a bond its devices. macvlan and macvtap: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one, and receives no packets itself; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`. To change the mode, the provider takes the devices out of the bond and sets it down for a moment. Devices on top of the bond, such as VLANs, then lose their IPv6 addresses. Only addresses that the program declares are added again.
	 *
	 * @default macvlan and macvtap: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	declare readonly mode: pulumi.Output<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb" | undefined>;
	/**
	 * Devices that a bond uses. Do not name a bond bond0: the kernel's module may create a bond of this name by itself when it is loaded (unless its option max_bonds is 0), and the first create then fails. A device is set down while it joins a bond, so that the kernel removes its routes. It gets the MAC address and the MTU of the bond. Its addresses do not move to the bond: a device with addresses is refused. Declare such a device as a Link of type `device` with `addresses: []`, and give the addresses to the bond. A device that leaves the bond gets its own MAC address and MTU back, and is set up. If it was down before and is to be down again, declare it as a Link of type `device` with `up: true`: destroy then restores that too.
	 *
	 * @default left alone
	 */
	declare readonly interfaces: pulumi.Output<string[] | undefined>;
	/**
	 * Device of `interfaces` that a bond of mode `active-backup`, `balance-tlb` or `balance-alb` prefers. If the field is removed from the program, the device stays the primary one, because `ip` can't take that back.
	 *
	 * @default left alone
	 */
	declare readonly primary: pulumi.Output<string | undefined>;
	/**
	 * Options of a bond's devices, by the names in `interfaces`. Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	declare readonly bondPorts: pulumi.Output<{ [key: string]: LinkBondPort } | undefined>;
	/**
	 * Interval in milliseconds at which a bond checks the links of its devices.
	 *
	 * @default 100; an adopted bond keeps its own
	 */
	declare readonly miimon: pulumi.Output<number | undefined>;
	/**
	 * Fields of a packet by which a bond of mode `balance-xor`, `802.3ad` or `balance-tlb` selects the device for it.
	 *
	 * @default `layer2`; an adopted bond keeps its own
	 */
	declare readonly xmitHashPolicy: pulumi.Output<"layer2" | "layer2+3" | "layer3+4" | "encap2+3" | "encap3+4" | "vlan+srcmac" | undefined>;
	/**
	 * Time in milliseconds that a link must be up before a bond uses its device: a multiple of `miimon`.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	declare readonly updelay: pulumi.Output<number | undefined>;
	/**
	 * Time in milliseconds that a link must be down before a bond stops using its device: a multiple of `miimon`.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	declare readonly downdelay: pulumi.Output<number | undefined>;
	/**
	 * Number of gratuitous ARPs and unsolicited neighbor advertisements that a bond sends after it has changed to another device, 0 to 255 (`num_grat_arp` and `num_unsol_na` of `ip`, which are one option).
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	declare readonly numPeerNotif: pulumi.Output<number | undefined>;
	/**
	 * Number of IGMP reports that a bond sends after it has changed to another device, 0 to 255. Only for the modes `balance-rr`, `active-backup`, `balance-tlb` and `balance-alb`.
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	declare readonly resendIgmp: pulumi.Output<number | undefined>;
	/**
	 * Accept packets that arrive on devices which the bond does not use at present. By default they are dropped.
	 *
	 * @default `false`; an adopted bond keeps its own
	 */
	declare readonly allSlavesActive: pulumi.Output<boolean | undefined>;
	/**
	 * Number of packets that a bond of mode `balance-rr` sends over one device before it takes the next, 0 to 65535. 0: it takes a random one.
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	declare readonly packetsPerSlave: pulumi.Output<number | undefined>;
	/**
	 * When a bond of mode `active-backup`, `balance-tlb` or `balance-alb` goes back to the `primary` device. `always`: as soon as its link is up; `better`: if it is faster than the present one; `failure`: only if the present one fails.
	 *
	 * @default `always`; an adopted bond keeps its own
	 */
	declare readonly primaryReselect: pulumi.Output<"always" | "better" | "failure" | undefined>;
	/**
	 * Interval in seconds at which a bond of mode `balance-tlb` or `balance-alb` sends learning packets to the switches of its devices.
	 *
	 * @default `1`; an adopted bond keeps its own
	 */
	declare readonly lpInterval: pulumi.Output<number | undefined>;
	/**
	 * A bond of mode `balance-tlb` or `balance-alb` moves flows between devices by their load. `false`: a hash of the packet selects the device. A change sets the bond down for a moment.
	 *
	 * @default `true`; an adopted bond keeps its own
	 */
	declare readonly tlbDynamicLb: pulumi.Output<boolean | undefined>;
	/**
	 * Rate at which a bond of mode `802.3ad` asks its partner for LACP packets. `slow`: one in 30 seconds; `fast`: one per second.
	 *
	 * @default `slow`; an adopted bond keeps its own
	 */
	declare readonly lacpRate: pulumi.Output<"slow" | "fast" | undefined>;
	/**
	 * Minimum number of links that must be up before a bond of mode `802.3ad` has a carrier.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	declare readonly minLinks: pulumi.Output<number | undefined>;
	/**
	 * A bond of mode `802.3ad` sends LACP packets by itself. `false`: it only answers. Needs Linux 5.15. A change sets the bond down for a moment.
	 *
	 * @default `true`; an adopted bond keeps its own
	 */
	declare readonly lacpActive: pulumi.Output<boolean | undefined>;
	/**
	 * Way in which a bond of mode `802.3ad` selects its aggregator. A change sets the bond down for a moment.
	 *
	 * @default `stable`; an adopted bond keeps its own
	 */
	declare readonly adSelect: pulumi.Output<"stable" | "bandwidth" | "count" | undefined>;
	/**
	 * System priority in the LACP packets of a bond of mode `802.3ad`, 1 to 65535.
	 *
	 * @default `65535`; an adopted bond keeps its own
	 */
	declare readonly adActorSysPrio: pulumi.Output<number | undefined>;
	/**
	 * System id in the LACP packets of a bond of mode `802.3ad`: a MAC address. `00:00:00:00:00:00`: the bond's own.
	 *
	 * @default `00:00:00:00:00:00`; an adopted bond keeps its own
	 */
	declare readonly adActorSystem: pulumi.Output<string | undefined>;
	/**
	 * User-defined part of the port key of a bond of mode `802.3ad`, 0 to 1023. A change sets the bond down for a moment.
	 *
	 * @default `0`; an adopted bond keeps its own
	 */
	declare readonly adUserPortKey: pulumi.Output<number | undefined>;
	/**
	 * The bridge tells VLANs apart: each port receives and sends the packets of its own VLANs (`bridgeVlans`). The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	declare readonly vlanFiltering: pulumi.Output<boolean | undefined>;
	/**
	 * VLAN that new ports of the bridge, and the bridge itself, get for untagged packets, 1 to 4094. `0`: none. The kernel's default is 1.
	 *
	 * @default left alone
	 */
	declare readonly vlanDefaultPvid: pulumi.Output<number | undefined>;
	/**
	 * Use the spanning tree protocol. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	declare readonly stp: pulumi.Output<boolean | undefined>;
	/**
	 * Priority of the bridge in the spanning tree, 0 to 65535. The bridge with the lowest number is the root. The kernel's default is 32768.
	 *
	 * @default left alone
	 */
	declare readonly priority: pulumi.Output<number | undefined>;
	/**
	 * Time that a port spends in each of the states listening and learning. With `stp` 2 or more. In seconds, 0 to 30. The kernel's default is 15.
	 *
	 * @default left alone
	 */
	declare readonly forwardDelay: pulumi.Output<number | undefined>;
	/**
	 * Interval at which the root bridge sends packets of the spanning tree protocol. In seconds, 1 to 10. The kernel's default is 2.
	 *
	 * @default left alone
	 */
	declare readonly helloTime: pulumi.Output<number | undefined>;
	/**
	 * Age at which information of the spanning tree protocol expires. In seconds, 6 to 40. The kernel's default is 20.
	 *
	 * @default left alone
	 */
	declare readonly maxAge: pulumi.Output<number | undefined>;
	/**
	 * Time after which an unused MAC address is forgotten. `0`: at once. In seconds, 0 to 1000000. The kernel's default is 300.
	 *
	 * @default left alone
	 */
	declare readonly ageingTime: pulumi.Output<number | undefined>;
	/**
	 * Send multicast packets only to ports with receivers (IGMP and MLD snooping). The kernel's default is `true`.
	 *
	 * @default left alone
	 */
	declare readonly mcastSnooping: pulumi.Output<boolean | undefined>;
	/**
	 * Ask for multicast receivers if no router does. The kernel's default is `false`.
	 *
	 * @default left alone
	 */
	declare readonly mcastQuerier: pulumi.Output<boolean | undefined>;
	/**
	 * Reserved groups whose packets the bridge forwards: bit n stands for 01:80:c2:00:00:0n, such as 16384 for LLDP. The kernel's default is 0.
	 *
	 * @default left alone
	 */
	declare readonly groupFwdMask: pulumi.Output<number | undefined>;
	/**
	 * VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge's `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.
	 *
	 * @default left alone; a new port has the bridge's `vlanDefaultPvid`
	 */
	declare readonly bridgeVlans: pulumi.Output<(number | string | LinkBridgeVlan)[] | undefined>;
	/**
	 * Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.
	 *
	 * @default left alone
	 */
	declare readonly bridgePort: pulumi.Output<LinkBridgePort | undefined>;
	/**
	 * Linux bridge that the device is a port of.
	 *
	 * @default left alone
	 */
	declare readonly master: pulumi.Output<string | undefined>;
	/**
	 * VRF that the device is in. Not together with `master`.
	 *
	 * @default left alone
	 */
	declare readonly vrf: pulumi.Output<string | undefined>;
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
	declare readonly addresses: pulumi.Output<(string | LinkAddress)[] | undefined>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	declare readonly up: pulumi.Output<boolean | undefined>;
	/**
	 * Network namespace of the device.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an existing device of this type. At destroy, the device stays, and the settings that the program manages get their former values back. For type `device`, `adopt` has no effect, because the NIC exists in any case.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Interface index of the device in the kernel. */
	declare readonly ifindex: pulumi.Output<number>;
	/** MAC address of a device with Ethernet; that of the hardware for a NIC in a bond. Linux bridges and bonds do not have this output: their address follows that of their ports. */
	declare readonly macAddress: pulumi.Output<string | undefined>;

	constructor(name: string, args: LinkArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
