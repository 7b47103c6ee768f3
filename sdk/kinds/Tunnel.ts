// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Tunnel that are the same in every case. */
export interface CommonTunnelArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the port or device. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/**
	 * TTL of the outer packets: 1 to 255, or "inherit" to copy it from the inner packet.
	 *
	 * @default 64
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/** ToS of the outer packets: 0 to 255, or "inherit" to copy it from the inner packet. */
	tos?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Tunnel: without `bridge`, `type` "vxlan". */
export interface VxlanTunnelArgs extends CommonTunnelArgs {
	/** Not set here. */
	bridge?: undefined;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "vxlan";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp?: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** UDP destination port of VXLAN and Geneve. Default: 4789 for VXLAN, 6081 for Geneve. */
	dstPort?: pulumi.Input<number>;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel only: each route or flow sets endpoints and key (`encap` of Route). There can be one such device per type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel only: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel only: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel only: the device that sends the outer packets. */
	dev?: pulumi.Input<string>;
	/** Kernel vxlan only: learn the endpoint of each MAC address from received packets. Default: true; with `external`: false. */
	learning?: pulumi.Input<boolean>;
	/** Kernel vxlan only: multicast group instead of a remote endpoint. `dev` is the device on which the group is joined. */
	group?: pulumi.Input<string>;
	/**
	 * Kernel vxlan and geneve only: don't-fragment bit of the outer packets.
	 *
	 * @default "unset"
	 */
	df?: pulumi.Input<"unset" | "set" | "inherit">;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	mtu?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "gre". */
export interface GreTunnelArgs extends CommonTunnelArgs {
	/** Not set here. */
	bridge?: undefined;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "gre";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp?: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** Not here: it is not for type "gre" of the kernel. */
	dstPort?: undefined;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel only: each route or flow sets endpoints and key (`encap` of Route). There can be one such device per type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel only: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel only: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel only: the device that sends the outer packets. */
	dev?: pulumi.Input<string>;
	/** Not here: it is not for type "gre" of the kernel. */
	learning?: undefined;
	/** Not here: it is not for type "gre" of the kernel. */
	group?: undefined;
	/** Not here: it is not for type "gre" of the kernel. */
	df?: undefined;
	/** Not here: it is not for type "gre", which carries no Ethernet. */
	mac?: undefined;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	mtu?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "geneve". */
export interface GeneveTunnelArgs extends CommonTunnelArgs {
	/** Not set here. */
	bridge?: undefined;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "geneve";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp?: pulumi.Input<string>;
	/** Not here: it is not for type "geneve" of the kernel. */
	localIp?: undefined;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** UDP destination port of VXLAN and Geneve. Default: 4789 for VXLAN, 6081 for Geneve. */
	dstPort?: pulumi.Input<number>;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel only: each route or flow sets endpoints and key (`encap` of Route). There can be one such device per type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel only: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel only: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Not here: it is not for type "geneve" of the kernel. */
	dev?: undefined;
	/** Not here: it is not for type "geneve" of the kernel. */
	learning?: undefined;
	/** Not here: it is not for type "geneve" of the kernel. */
	group?: undefined;
	/**
	 * Kernel vxlan and geneve only: don't-fragment bit of the outer packets.
	 *
	 * @default "unset"
	 */
	df?: pulumi.Input<"unset" | "set" | "inherit">;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	mtu?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "gretap". */
export interface GretapTunnelArgs extends CommonTunnelArgs {
	/** Not set here. */
	bridge?: undefined;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "gretap";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp?: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** Not here: it is not for type "gretap" of the kernel. */
	dstPort?: undefined;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel only: each route or flow sets endpoints and key (`encap` of Route). There can be one such device per type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel only: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel only: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel only: the device that sends the outer packets. */
	dev?: pulumi.Input<string>;
	/** Not here: it is not for type "gretap" of the kernel. */
	learning?: undefined;
	/** Not here: it is not for type "gretap" of the kernel. */
	group?: undefined;
	/** Not here: it is not for type "gretap" of the kernel. */
	df?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	mtu?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "ip6gretap". */
export interface Ip6gretapTunnelArgs extends CommonTunnelArgs {
	/** Not set here. */
	bridge?: undefined;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "ip6gretap";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp?: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** Not here: it is not for type "ip6gretap" of the kernel. */
	dstPort?: undefined;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel only: each route or flow sets endpoints and key (`encap` of Route). There can be one such device per type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel only: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel only: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel only: the device that sends the outer packets. */
	dev?: pulumi.Input<string>;
	/** Not here: it is not for type "ip6gretap" of the kernel. */
	learning?: undefined;
	/** Not here: it is not for type "ip6gretap" of the kernel. */
	group?: undefined;
	/** Not here: it is not for type "ip6gretap" of the kernel. */
	df?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	mtu?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: without `bridge`, `type` "ipip". */
export interface IpipTunnelArgs extends CommonTunnelArgs {
	/** Not set here. */
	bridge?: undefined;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "ipip";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp?: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	localIp?: pulumi.Input<string>;
	/** Not here: it is not for type "ipip" of the kernel. */
	key?: undefined;
	/** Not here: it is not for type "ipip" of the kernel. */
	dstPort?: undefined;
	/** Not here: it is not for type "ipip" of the kernel. */
	csum?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	dfDefault?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	vlanMode?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	tag?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	trunks?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	cvlans?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	protected?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	options?: undefined;
	/** Not here: it is only for ports of Open vSwitch: set bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel only: each route or flow sets endpoints and key (`encap` of Route). There can be one such device per type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel only: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel only: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel only: the device that sends the outer packets. */
	dev?: pulumi.Input<string>;
	/** Not here: it is not for type "ipip" of the kernel. */
	learning?: undefined;
	/** Not here: it is not for type "ipip" of the kernel. */
	group?: undefined;
	/** Not here: it is not for type "ipip" of the kernel. */
	df?: undefined;
	/** Not here: it is not for type "ipip", which carries no Ethernet. */
	mac?: undefined;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	mtu?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel: with `bridge`, `type` "vxlan". */
export interface BridgeVxlanTunnelArgs extends CommonTunnelArgs {
	/** The Open vSwitch bridge that the tunnel is a port of. If not set, the tunnel is a device of the kernel. Setting or removing this field replaces the tunnel. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "vxlan";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** UDP destination port of VXLAN and Geneve. Default: 4789 for VXLAN, 6081 for Geneve. */
	dstPort?: pulumi.Input<number>;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Set the don't-fragment bit of the outer packets.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** VLAN mode. Default: access if `tag` is set, otherwise trunk. */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk port carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * Bridge only: split horizon; the bridge does not forward between protected ports.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/** Bridge only: OpenFlow port number to request, 1 to 65279. */
	ofportRequest?: pulumi.Input<number>;
	/** Bridge only: further options of the interface, with the names that Open vSwitch gives them. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Bridge only: keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	external?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	vrf?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	master?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	dev?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	learning?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	group?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	df?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mac?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mtu?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	addresses?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	up?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	netns?: undefined;
}

/** The arguments of Tunnel: with `bridge`, `type` "gre". */
export interface BridgeGreTunnelArgs extends CommonTunnelArgs {
	/** The Open vSwitch bridge that the tunnel is a port of. If not set, the tunnel is a device of the kernel. Setting or removing this field replaces the tunnel. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "gre";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** Not here: it is only for UDP tunnels: GRE has no ports. */
	dstPort?: undefined;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Set the don't-fragment bit of the outer packets.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** VLAN mode. Default: access if `tag` is set, otherwise trunk. */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk port carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * Bridge only: split horizon; the bridge does not forward between protected ports.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/** Bridge only: OpenFlow port number to request, 1 to 65279. */
	ofportRequest?: pulumi.Input<number>;
	/** Bridge only: further options of the interface, with the names that Open vSwitch gives them. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Bridge only: keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	external?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	vrf?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	master?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	dev?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	learning?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	group?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	df?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mac?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mtu?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	addresses?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	up?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	netns?: undefined;
}

/** The arguments of Tunnel: with `bridge`, `type` "geneve". */
export interface BridgeGeneveTunnelArgs extends CommonTunnelArgs {
	/** The Open vSwitch bridge that the tunnel is a port of. If not set, the tunnel is a device of the kernel. Setting or removing this field replaces the tunnel. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "geneve";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** UDP destination port of VXLAN and Geneve. Default: 4789 for VXLAN, 6081 for Geneve. */
	dstPort?: pulumi.Input<number>;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Set the don't-fragment bit of the outer packets.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** VLAN mode. Default: access if `tag` is set, otherwise trunk. */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk port carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * Bridge only: split horizon; the bridge does not forward between protected ports.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/** Bridge only: OpenFlow port number to request, 1 to 65279. */
	ofportRequest?: pulumi.Input<number>;
	/** Bridge only: further options of the interface, with the names that Open vSwitch gives them. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Bridge only: keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	external?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	vrf?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	master?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	dev?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	learning?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	group?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	df?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mac?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	mtu?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	addresses?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	up?: undefined;
	/** Not here: it is only for tunnels without a bridge, which are devices of the kernel. */
	netns?: undefined;
}

/** The arguments of Tunnel: `type` as an output: which fields go together is checked when it is known. */
export interface AnyTunnelArgs extends CommonTunnelArgs {
	/** The Open vSwitch bridge that the tunnel is a port of. If not set, the tunnel is a device of the kernel. Setting or removing this field replaces the tunnel. */
	bridge?: pulumi.Input<string>;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: pulumi.Output<"vxlan" | "gre" | "geneve" | "gretap" | "ip6gretap" | "ipip"> | Promise<"vxlan" | "gre" | "geneve" | "gretap" | "ip6gretap" | "ipip">;
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp?: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** UDP destination port of VXLAN and Geneve. Default: 4789 for VXLAN, 6081 for Geneve. */
	dstPort?: pulumi.Input<number>;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Set the don't-fragment bit of the outer packets.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** VLAN mode. Default: access if `tag` is set, otherwise trunk. */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk port carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * Bridge only: split horizon; the bridge does not forward between protected ports.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/** Bridge only: OpenFlow port number to request, 1 to 65279. */
	ofportRequest?: pulumi.Input<number>;
	/** Bridge only: further options of the interface, with the names that Open vSwitch gives them. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Bridge only: keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Kernel only: each route or flow sets endpoints and key (`encap` of Route). There can be one such device per type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel only: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel only: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel only: the device that sends the outer packets. */
	dev?: pulumi.Input<string>;
	/** Kernel vxlan only: learn the endpoint of each MAC address from received packets. Default: true; with `external`: false. */
	learning?: pulumi.Input<boolean>;
	/** Kernel vxlan only: multicast group instead of a remote endpoint. `dev` is the device on which the group is joined. */
	group?: pulumi.Input<string>;
	/**
	 * Kernel vxlan and geneve only: don't-fragment bit of the outer packets.
	 *
	 * @default "unset"
	 */
	df?: pulumi.Input<"unset" | "set" | "inherit">;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	mtu?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
}

/** The arguments of Tunnel. */
export type TunnelArgs =
	| VxlanTunnelArgs
	| GreTunnelArgs
	| GeneveTunnelArgs
	| GretapTunnelArgs
	| Ip6gretapTunnelArgs
	| IpipTunnelArgs
	| BridgeVxlanTunnelArgs
	| BridgeGreTunnelArgs
	| BridgeGeneveTunnelArgs
	| AnyTunnelArgs;

/** The values that a program may give of a Tunnel that it only reads. */
export type TunnelState = Partial<TunnelArgs>;

const shape: Shape = {
	kind: "Tunnel",
	inputs: ["host", "name", "bridge", "type", "remoteIp", "localIp", "key", "dstPort", "ttl", "tos", "csum", "dfDefault", "vlanMode", "tag", "trunks", "cvlans", "protected", "ofportRequest", "options", "externalIds", "external", "vrf", "master", "dev", "learning", "group", "df", "mac", "mtu", "addresses", "up", "netns", "adopt"],
	computed: ["uuid", "ofport", "ifindex"],
	namedByResource: true,
	refers: [{"thing":"bridge","path":["bridge"]}, {"thing":"device","path":["vrf"]}, {"thing":"device","path":["master"]}, {"thing":"device","path":["dev"]}, {"thing":"netns","path":["netns"]}],
	makes: [{"thing":"port","when":{"field":"bridge","not":[null]},"path":["name"]}, {"thing":"device","when":{"field":"bridge","is":[null]},"path":["name"]}, {"thing":"address","path":["addresses","*"]}],
};

/** A tunnel. With `bridge`, it is a port of Open vSwitch to one peer; for many peers, see Vtep. Without `bridge`, it is a device of the kernel; its endpoints may also be set by each route (`external`), or its remote endpoint may be left open. */
export class Tunnel extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/[<netns>/]Tunnel/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: TunnelState, opts?: pulumi.CustomResourceOptions): Tunnel;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Tunnel;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Tunnel {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Tunnel(name, state as TunnelArgs, opts);
	}

	/** True for a Tunnel, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Tunnel {
		return isKind(value, "Tunnel");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of the port or device. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/** The Open vSwitch bridge that the tunnel is a port of. If not set, the tunnel is a device of the kernel. Setting or removing this field replaces the tunnel. */
	declare readonly bridge: pulumi.Output<string | undefined>;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	declare readonly type: pulumi.Output<"vxlan" | "gre" | "geneve" | "gretap" | "ip6gretap" | "ipip">;
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	declare readonly remoteIp: pulumi.Output<string | undefined>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	declare readonly localIp: pulumi.Output<string | undefined>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	declare readonly key: pulumi.Output<number | "flow" | undefined>;
	/** UDP destination port of VXLAN and Geneve. Default: 4789 for VXLAN, 6081 for Geneve. */
	declare readonly dstPort: pulumi.Output<number | undefined>;
	/**
	 * TTL of the outer packets: 1 to 255, or "inherit" to copy it from the inner packet.
	 *
	 * @default 64
	 */
	declare readonly ttl: pulumi.Output<number | "inherit" | undefined>;
	/** ToS of the outer packets: 0 to 255, or "inherit" to copy it from the inner packet. */
	declare readonly tos: pulumi.Output<string | undefined>;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	declare readonly csum: pulumi.Output<boolean | undefined>;
	/**
	 * Set the don't-fragment bit of the outer packets.
	 *
	 * @default true
	 */
	declare readonly dfDefault: pulumi.Output<boolean | undefined>;
	/** VLAN mode. Default: access if `tag` is set, otherwise trunk. */
	declare readonly vlanMode: pulumi.Output<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel" | undefined>;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	declare readonly tag: pulumi.Output<number | undefined>;
	/** VLANs that a trunk port carries. Default: all. */
	declare readonly trunks: pulumi.Output<number[] | undefined>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	declare readonly cvlans: pulumi.Output<number[] | undefined>;
	/**
	 * Bridge only: split horizon; the bridge does not forward between protected ports.
	 *
	 * @default false
	 */
	declare readonly protected: pulumi.Output<boolean | undefined>;
	/** Bridge only: OpenFlow port number to request, 1 to 65279. */
	declare readonly ofportRequest: pulumi.Output<number | undefined>;
	/** Bridge only: further options of the interface, with the names that Open vSwitch gives them. */
	declare readonly options: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Bridge only: keys of the interface's external_ids. Keys that aren't named here are left alone. */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Kernel only: each route or flow sets endpoints and key (`encap` of Route). There can be one such device per type and namespace.
	 *
	 * @default false
	 */
	declare readonly external: pulumi.Output<boolean | undefined>;
	/** Kernel only: the VRF that the device is in. */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/** Kernel only: the Linux bridge that the device is a port of. */
	declare readonly master: pulumi.Output<string | undefined>;
	/** Kernel only: the device that sends the outer packets. */
	declare readonly dev: pulumi.Output<string | undefined>;
	/** Kernel vxlan only: learn the endpoint of each MAC address from received packets. Default: true; with `external`: false. */
	declare readonly learning: pulumi.Output<boolean | undefined>;
	/** Kernel vxlan only: multicast group instead of a remote endpoint. `dev` is the device on which the group is joined. */
	declare readonly group: pulumi.Output<string | undefined>;
	/**
	 * Kernel vxlan and geneve only: don't-fragment bit of the outer packets.
	 *
	 * @default "unset"
	 */
	declare readonly df: pulumi.Output<"unset" | "set" | "inherit" | undefined>;
	/** MAC address of the device. */
	declare readonly mac: pulumi.Output<string | undefined>;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	declare readonly addresses: pulumi.Output<string[] | undefined>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	declare readonly up: pulumi.Output<boolean | undefined>;
	/** Network namespace of the device. Default: the host's own. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Bridge only: UUID of the port's row. */
	declare readonly uuid: pulumi.Output<string | undefined>;
	/** Bridge only: OpenFlow port number. */
	declare readonly ofport: pulumi.Output<number | undefined>;
	/** Kernel only: interface index of the device. */
	declare readonly ifindex: pulumi.Output<number | undefined>;

	constructor(name: string, args: TunnelArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
