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
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. `[]` removes all addresses. Link-local and dynamic addresses are ignored. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | LinkPeerAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, else left alone
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
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: string;
	/**
	 * MTU of the device in bytes, 68 to 65535. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: number;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. `[]` removes all addresses. Link-local and dynamic addresses are ignored. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: (string | LinkPeerAddress)[];
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, else left alone
	 */
	up?: boolean;
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
	 * VRF that the device is in. Not together with `master`.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. `[]` removes all addresses. Link-local and dynamic addresses are ignored. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | LinkAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, else left alone
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
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: "veth";
	/** Other end of a veth pair. */
	peer: pulumi.Input<LinkPeerArgs>;
	/** Not allowed here: it is only for types "vlan", "macvlan" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
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
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: "vlan";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Device below a VLAN, macvlan or ipvlan. */
	parent: pulumi.Input<string>;
	/** VLAN id of a VLAN device, 1 to 4094. */
	vlanId: pulumi.Input<number>;
	/**
	 * Protocol of a VLAN device's tags. `802.1ad`: service tags, outside of customer tags (Q-in-Q).
	 *
	 * @default "802.1Q"
	 */
	vlanProtocol?: pulumi.Input<"802.1Q" | "802.1ad">;
	/** Not allowed here: it is only for types "macvlan", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
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
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: "dummy";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
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
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: "bridge";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
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
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: "macvlan";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Device below a VLAN, macvlan or ipvlan. */
	parent: pulumi.Input<string>;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanProtocol?: undefined;
	/**
	 * Way in which a macvlan or ipvlan shares its parent with its siblings, or a bond its devices. macvlan: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`; a bond with devices changes its mode while they are out of it for a moment.
	 *
	 * @default macvlan: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	mode?: pulumi.Input<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb">;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
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

/** The arguments of Link: `type` "ipvlan". */
export interface IpvlanLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: "ipvlan";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Device below a VLAN, macvlan or ipvlan. */
	parent: pulumi.Input<string>;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanProtocol?: undefined;
	/**
	 * Way in which a macvlan or ipvlan shares its parent with its siblings, or a bond its devices. macvlan: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`; a bond with devices changes its mode while they are out of it for a moment.
	 *
	 * @default macvlan: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	mode?: pulumi.Input<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb">;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
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
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: "bond";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanProtocol?: undefined;
	/**
	 * Way in which a macvlan or ipvlan shares its parent with its siblings, or a bond its devices. macvlan: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`; a bond with devices changes its mode while they are out of it for a moment.
	 *
	 * @default macvlan: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	mode?: pulumi.Input<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb">;
	/**
	 * Devices that a bond uses. Do not name a bond bond0: the kernel's module may create a bond of this name by itself when it is loaded (unless its option max_bonds is 0), and the first create then fails. A device is set down while it joins a bond, so that the kernel removes its routes. It gets the MAC address and the MTU of the bond. Its addresses do not move to the bond: a device with addresses is refused. Declare such a device as a Link of type `device` with `addresses: []`, and give the addresses to the bond. A device that leaves the bond gets its own ones back, and is set up. If it was down before, declare it as a Link of type `device` with `up: true`, which gives that back too.
	 *
	 * @default left alone
	 */
	interfaces?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Interval in milliseconds at which a bond checks the links of its devices.
	 *
	 * @default 100
	 */
	miimon?: pulumi.Input<number>;
	/**
	 * Rate at which a bond of mode `802.3ad` asks its partner for LACP packets. `slow`: one in 30 seconds; `fast`: one per second.
	 *
	 * @default "slow"
	 */
	lacpRate?: pulumi.Input<"slow" | "fast">;
	/**
	 * Fields of a packet by which a bond of mode `balance-xor`, `802.3ad` or `balance-tlb` selects the device for it.
	 *
	 * @default "layer2"
	 */
	xmitHashPolicy?: pulumi.Input<"layer2" | "layer2+3" | "layer3+4" | "encap2+3" | "encap3+4" | "vlan+srcmac">;
	/**
	 * Device of `interfaces` that a bond of mode `active-backup`, `balance-tlb` or `balance-alb` prefers. If the field is removed from the program, the device stays the primary one, because `ip` can't take that back.
	 *
	 * @default left alone
	 */
	primary?: pulumi.Input<string>;
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
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: "tap";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
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
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: "tun";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
	/** Not allowed here: it is not for type "tun", which carries no Ethernet. */
	master?: undefined;
	/** Not allowed here: it is not for type "tun", which carries no Ethernet. */
	mac?: undefined;
}

/** The arguments of Link: `type` "device". */
export interface DeviceLinkArgs extends CommonLinkArgs {
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: "device";
	/** Not allowed here: it is only for type "veth". */
	peer?: undefined;
	/** Not allowed here: it is only for types "vlan", "macvlan" and "ipvlan". */
	parent?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not allowed here: it is only for type "vlan". */
	vlanProtocol?: undefined;
	/** Not allowed here: it is only for types "macvlan", "ipvlan" and "bond". */
	mode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	miimon?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacpRate?: undefined;
	/** Not allowed here: it is only for type "bond". */
	xmitHashPolicy?: undefined;
	/** Not allowed here: it is only for type "bond". */
	primary?: undefined;
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
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	type: pulumi.Output<"veth" | "vlan" | "dummy" | "bridge" | "macvlan" | "ipvlan" | "bond" | "tap" | "tun" | "device"> | Promise<"veth" | "vlan" | "dummy" | "bridge" | "macvlan" | "ipvlan" | "bond" | "tap" | "tun" | "device">;
	/** Other end of a veth pair. */
	peer?: pulumi.Input<LinkPeerArgs>;
	/** Device below a VLAN, macvlan or ipvlan. */
	parent?: pulumi.Input<string>;
	/** VLAN id of a VLAN device, 1 to 4094. */
	vlanId?: pulumi.Input<number>;
	/**
	 * Protocol of a VLAN device's tags. `802.1ad`: service tags, outside of customer tags (Q-in-Q).
	 *
	 * @default "802.1Q"
	 */
	vlanProtocol?: pulumi.Input<"802.1Q" | "802.1ad">;
	/**
	 * Way in which a macvlan or ipvlan shares its parent with its siblings, or a bond its devices. macvlan: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`; a bond with devices changes its mode while they are out of it for a moment.
	 *
	 * @default macvlan: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	mode?: pulumi.Input<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb">;
	/**
	 * Devices that a bond uses. Do not name a bond bond0: the kernel's module may create a bond of this name by itself when it is loaded (unless its option max_bonds is 0), and the first create then fails. A device is set down while it joins a bond, so that the kernel removes its routes. It gets the MAC address and the MTU of the bond. Its addresses do not move to the bond: a device with addresses is refused. Declare such a device as a Link of type `device` with `addresses: []`, and give the addresses to the bond. A device that leaves the bond gets its own ones back, and is set up. If it was down before, declare it as a Link of type `device` with `up: true`, which gives that back too.
	 *
	 * @default left alone
	 */
	interfaces?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Interval in milliseconds at which a bond checks the links of its devices.
	 *
	 * @default 100
	 */
	miimon?: pulumi.Input<number>;
	/**
	 * Rate at which a bond of mode `802.3ad` asks its partner for LACP packets. `slow`: one in 30 seconds; `fast`: one per second.
	 *
	 * @default "slow"
	 */
	lacpRate?: pulumi.Input<"slow" | "fast">;
	/**
	 * Fields of a packet by which a bond of mode `balance-xor`, `802.3ad` or `balance-tlb` selects the device for it.
	 *
	 * @default "layer2"
	 */
	xmitHashPolicy?: pulumi.Input<"layer2" | "layer2+3" | "layer3+4" | "encap2+3" | "encap3+4" | "vlan+srcmac">;
	/**
	 * Device of `interfaces` that a bond of mode `active-backup`, `balance-tlb` or `balance-alb` prefers. If the field is removed from the program, the device stays the primary one, because `ip` can't take that back.
	 *
	 * @default left alone
	 */
	primary?: pulumi.Input<string>;
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
	inputs: ["host", "name", "type", "peer", "parent", "vlanId", "vlanProtocol", "mode", "interfaces", "miimon", "lacpRate", "xmitHashPolicy", "primary", "master", "vrf", "mac", "mtu", "addresses", "up", "netns", "adopt"],
	computed: ["ifindex"],
	namedByResource: true,
	refers: [{"thing":"netns","path":["peer","netns"]}, {"thing":"device","path":["peer","master"]}, {"thing":"device","path":["peer","vrf"]}, {"thing":"device","path":["parent"]}, {"thing":"device","path":["interfaces","*"]}, {"thing":"device","path":["master"]}, {"thing":"device","path":["vrf"]}, {"thing":"netns","path":["netns"]}],
	makes: [{"thing":"device","path":["name"]}, {"thing":"device","path":["peer","name"]}, {"thing":"address","path":["peer","addresses","*"]}, {"thing":"address","path":["peer","addresses","*","address"]}, {"thing":"address","path":["addresses","*"]}, {"thing":"address","path":["addresses","*","address"]}],
};

/** A network device of the kernel: veth pair, VLAN, macvlan, ipvlan, bond, dummy, Linux bridge, tap or tun; or the settings of an existing NIC (type `device`). At destroy, a NIC gets its former settings back. */
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
	/** Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. The other types are those of `ip link` and `ip tuntap`. */
	declare readonly type: pulumi.Output<"veth" | "vlan" | "dummy" | "bridge" | "macvlan" | "ipvlan" | "bond" | "tap" | "tun" | "device">;
	/** Other end of a veth pair. */
	declare readonly peer: pulumi.Output<LinkPeer | undefined>;
	/** Device below a VLAN, macvlan or ipvlan. */
	declare readonly parent: pulumi.Output<string | undefined>;
	/** VLAN id of a VLAN device, 1 to 4094. */
	declare readonly vlanId: pulumi.Output<number | undefined>;
	/**
	 * Protocol of a VLAN device's tags. `802.1ad`: service tags, outside of customer tags (Q-in-Q).
	 *
	 * @default "802.1Q"
	 */
	declare readonly vlanProtocol: pulumi.Output<"802.1Q" | "802.1ad" | undefined>;
	/**
	 * Way in which a macvlan or ipvlan shares its parent with its siblings, or a bond its devices. macvlan: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`; a bond with devices changes its mode while they are out of it for a moment.
	 *
	 * @default macvlan: `bridge`; ipvlan: `l3`; bond: `balance-rr`
	 */
	declare readonly mode: pulumi.Output<"bridge" | "private" | "vepa" | "passthru" | "source" | "l3" | "l2" | "l3s" | "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb" | undefined>;
	/**
	 * Devices that a bond uses. Do not name a bond bond0: the kernel's module may create a bond of this name by itself when it is loaded (unless its option max_bonds is 0), and the first create then fails. A device is set down while it joins a bond, so that the kernel removes its routes. It gets the MAC address and the MTU of the bond. Its addresses do not move to the bond: a device with addresses is refused. Declare such a device as a Link of type `device` with `addresses: []`, and give the addresses to the bond. A device that leaves the bond gets its own ones back, and is set up. If it was down before, declare it as a Link of type `device` with `up: true`, which gives that back too.
	 *
	 * @default left alone
	 */
	declare readonly interfaces: pulumi.Output<string[] | undefined>;
	/**
	 * Interval in milliseconds at which a bond checks the links of its devices.
	 *
	 * @default 100
	 */
	declare readonly miimon: pulumi.Output<number | undefined>;
	/**
	 * Rate at which a bond of mode `802.3ad` asks its partner for LACP packets. `slow`: one in 30 seconds; `fast`: one per second.
	 *
	 * @default "slow"
	 */
	declare readonly lacpRate: pulumi.Output<"slow" | "fast" | undefined>;
	/**
	 * Fields of a packet by which a bond of mode `balance-xor`, `802.3ad` or `balance-tlb` selects the device for it.
	 *
	 * @default "layer2"
	 */
	declare readonly xmitHashPolicy: pulumi.Output<"layer2" | "layer2+3" | "layer3+4" | "encap2+3" | "encap3+4" | "vlan+srcmac" | undefined>;
	/**
	 * Device of `interfaces` that a bond of mode `active-backup`, `balance-tlb` or `balance-alb` prefers. If the field is removed from the program, the device stays the primary one, because `ip` can't take that back.
	 *
	 * @default left alone
	 */
	declare readonly primary: pulumi.Output<string | undefined>;
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
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	declare readonly mac: pulumi.Output<string | undefined>;
	/**
	 * MTU of the device in bytes, 68 to 65535. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. `[]` removes all addresses. Link-local and dynamic addresses are ignored. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly addresses: pulumi.Output<(string | LinkAddress)[] | undefined>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, else left alone
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

	constructor(name: string, args: LinkArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
