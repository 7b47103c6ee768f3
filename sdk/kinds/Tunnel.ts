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
	 * TTL of the outer packets: a number, or "inherit".
	 *
	 * @default 64
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/** ToS of the outer packets: a number, or "inherit". */
	tos?: pulumi.Input<string>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
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
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** UDP port of VXLAN and Geneve. OVS's defaults are 4789 and 6081. */
	dstPort?: pulumi.Input<number>;
	/**
	 * Checksums on the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	dfDefault?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	vlanMode?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	tag?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	trunks?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	cvlans?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	protected?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	options?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel: each route or flow says endpoints and key (`encap` of Route). One a type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel: the device that the outer packets leave by. */
	dev?: pulumi.Input<string>;
	/** Kernel, vxlan: learn where addresses are from what comes in. Default: true; with external: false. */
	learning?: pulumi.Input<boolean>;
	/** Kernel, vxlan: multicast group in place of a remote; `dev` says where it is joined. */
	group?: pulumi.Input<string>;
	/**
	 * Kernel, vxlan and geneve: don't-fragment bit on the outer packets.
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
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** Not here: it is not for type "gre" of the kernel. */
	dstPort?: undefined;
	/**
	 * Checksums on the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	dfDefault?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	vlanMode?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	tag?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	trunks?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	cvlans?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	protected?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	options?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel: each route or flow says endpoints and key (`encap` of Route). One a type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel: the device that the outer packets leave by. */
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
	/** UDP port of VXLAN and Geneve. OVS's defaults are 4789 and 6081. */
	dstPort?: pulumi.Input<number>;
	/**
	 * Checksums on the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	dfDefault?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	vlanMode?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	tag?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	trunks?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	cvlans?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	protected?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	options?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel: each route or flow says endpoints and key (`encap` of Route). One a type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Not here: it is not for type "geneve" of the kernel. */
	dev?: undefined;
	/** Not here: it is not for type "geneve" of the kernel. */
	learning?: undefined;
	/** Not here: it is not for type "geneve" of the kernel. */
	group?: undefined;
	/**
	 * Kernel, vxlan and geneve: don't-fragment bit on the outer packets.
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
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** Not here: it is not for type "gretap" of the kernel. */
	dstPort?: undefined;
	/**
	 * Checksums on the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	dfDefault?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	vlanMode?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	tag?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	trunks?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	cvlans?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	protected?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	options?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel: each route or flow says endpoints and key (`encap` of Route). One a type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel: the device that the outer packets leave by. */
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
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** Not here: it is not for type "ip6gretap" of the kernel. */
	dstPort?: undefined;
	/**
	 * Checksums on the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	dfDefault?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	vlanMode?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	tag?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	trunks?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	cvlans?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	protected?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	options?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel: each route or flow says endpoints and key (`encap` of Route). One a type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel: the device that the outer packets leave by. */
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
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	localIp?: pulumi.Input<string>;
	/** Not here: it is not for type "ipip" of the kernel. */
	key?: undefined;
	/** Not here: it is not for type "ipip" of the kernel. */
	dstPort?: undefined;
	/** Not here: it is not for type "ipip" of the kernel. */
	csum?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	dfDefault?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	vlanMode?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	tag?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	trunks?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	cvlans?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	protected?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	ofportRequest?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	options?: undefined;
	/** Not here: it is of Open vSwitch: name the bridge too. */
	externalIds?: undefined;
	/**
	 * Kernel: each route or flow says endpoints and key (`encap` of Route). One a type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel: the device that the outer packets leave by. */
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
	/** The bridge of Open vSwitch that the tunnel is a port of. Without: a device of the kernel. To go from one to the other replaces it. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "vxlan";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** UDP port of VXLAN and Geneve. OVS's defaults are 4789 and 6081. */
	dstPort?: pulumi.Input<number>;
	/**
	 * Checksums on the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Don't-fragment bit on the outer packets.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** VLAN mode. Default: OVS's own rule (access with a tag, else trunk). */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * Bridge: protected ports never forward to each other: split horizon.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/** Bridge: the OpenFlow port number to ask for. */
	ofportRequest?: pulumi.Input<number>;
	/** Bridge: further options of the interface, by OVS's names. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Bridge: keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	external?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	vrf?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	master?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	dev?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	learning?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	group?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	df?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	mac?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	mtu?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	addresses?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	up?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	netns?: undefined;
}

/** The arguments of Tunnel: with `bridge`, `type` "gre". */
export interface BridgeGreTunnelArgs extends CommonTunnelArgs {
	/** The bridge of Open vSwitch that the tunnel is a port of. Without: a device of the kernel. To go from one to the other replaces it. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "gre";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** Not here: it is of UDP: GRE has no ports. */
	dstPort?: undefined;
	/**
	 * Checksums on the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Don't-fragment bit on the outer packets.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** VLAN mode. Default: OVS's own rule (access with a tag, else trunk). */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * Bridge: protected ports never forward to each other: split horizon.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/** Bridge: the OpenFlow port number to ask for. */
	ofportRequest?: pulumi.Input<number>;
	/** Bridge: further options of the interface, by OVS's names. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Bridge: keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	external?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	vrf?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	master?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	dev?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	learning?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	group?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	df?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	mac?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	mtu?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	addresses?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	up?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	netns?: undefined;
}

/** The arguments of Tunnel: with `bridge`, `type` "geneve". */
export interface BridgeGeneveTunnelArgs extends CommonTunnelArgs {
	/** The bridge of Open vSwitch that the tunnel is a port of. Without: a device of the kernel. To go from one to the other replaces it. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: "geneve";
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** UDP port of VXLAN and Geneve. OVS's defaults are 4789 and 6081. */
	dstPort?: pulumi.Input<number>;
	/**
	 * Checksums on the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Don't-fragment bit on the outer packets.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** VLAN mode. Default: OVS's own rule (access with a tag, else trunk). */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * Bridge: protected ports never forward to each other: split horizon.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/** Bridge: the OpenFlow port number to ask for. */
	ofportRequest?: pulumi.Input<number>;
	/** Bridge: further options of the interface, by OVS's names. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Bridge: keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	external?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	vrf?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	master?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	dev?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	learning?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	group?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	df?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	mac?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	mtu?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	addresses?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	up?: undefined;
	/** Not here: it is of tunnels without a bridge: devices of the kernel. */
	netns?: undefined;
}

/** The arguments of Tunnel: `type` as an output: which fields go together is checked when it is known. */
export interface AnyTunnelArgs extends CommonTunnelArgs {
	/** The bridge of Open vSwitch that the tunnel is a port of. Without: a device of the kernel. To go from one to the other replaces it. */
	bridge?: pulumi.Input<string>;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	type: pulumi.Output<"vxlan" | "gre" | "geneve" | "gretap" | "ip6gretap" | "ipip"> | Promise<"vxlan" | "gre" | "geneve" | "gretap" | "ip6gretap" | "ipip">;
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	remoteIp?: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** UDP port of VXLAN and Geneve. OVS's defaults are 4789 and 6081. */
	dstPort?: pulumi.Input<number>;
	/**
	 * Checksums on the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Don't-fragment bit on the outer packets.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** VLAN mode. Default: OVS's own rule (access with a tag, else trunk). */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * Bridge: protected ports never forward to each other: split horizon.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/** Bridge: the OpenFlow port number to ask for. */
	ofportRequest?: pulumi.Input<number>;
	/** Bridge: further options of the interface, by OVS's names. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Bridge: keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Kernel: each route or flow says endpoints and key (`encap` of Route). One a type and namespace.
	 *
	 * @default false
	 */
	external?: pulumi.Input<boolean>;
	/** Kernel: the VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** Kernel: the Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** Kernel: the device that the outer packets leave by. */
	dev?: pulumi.Input<string>;
	/** Kernel, vxlan: learn where addresses are from what comes in. Default: true; with external: false. */
	learning?: pulumi.Input<boolean>;
	/** Kernel, vxlan: multicast group in place of a remote; `dev` says where it is joined. */
	group?: pulumi.Input<string>;
	/**
	 * Kernel, vxlan and geneve: don't-fragment bit on the outer packets.
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

/** A tunnel: with `bridge`, a port of Open vSwitch to one peer (for many, see Vtep); without, a device of the kernel, also one whose header each route says (`external`), or keyed without a remote. */
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
	/** The bridge of Open vSwitch that the tunnel is a port of. Without: a device of the kernel. To go from one to the other replaces it. */
	declare readonly bridge: pulumi.Output<string | undefined>;
	/** Encapsulation. On a bridge: vxlan, gre or geneve. */
	declare readonly type: pulumi.Output<"vxlan" | "gre" | "geneve" | "gretap" | "ip6gretap" | "ipip">;
	/** Remote endpoint: an address, or "flow" on a bridge. Required on a bridge. */
	declare readonly remoteIp: pulumi.Output<string | undefined>;
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	declare readonly localIp: pulumi.Output<string | undefined>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	declare readonly key: pulumi.Output<number | "flow" | undefined>;
	/** UDP port of VXLAN and Geneve. OVS's defaults are 4789 and 6081. */
	declare readonly dstPort: pulumi.Output<number | undefined>;
	/**
	 * TTL of the outer packets: a number, or "inherit".
	 *
	 * @default 64
	 */
	declare readonly ttl: pulumi.Output<number | "inherit" | undefined>;
	/** ToS of the outer packets: a number, or "inherit". */
	declare readonly tos: pulumi.Output<string | undefined>;
	/**
	 * Checksums on the outer packets.
	 *
	 * @default false
	 */
	declare readonly csum: pulumi.Output<boolean | undefined>;
	/**
	 * Don't-fragment bit on the outer packets.
	 *
	 * @default true
	 */
	declare readonly dfDefault: pulumi.Output<boolean | undefined>;
	/** VLAN mode. Default: OVS's own rule (access with a tag, else trunk). */
	declare readonly vlanMode: pulumi.Output<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel" | undefined>;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	declare readonly tag: pulumi.Output<number | undefined>;
	/** VLANs that a trunk carries. Default: all. */
	declare readonly trunks: pulumi.Output<number[] | undefined>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	declare readonly cvlans: pulumi.Output<number[] | undefined>;
	/**
	 * Bridge: protected ports never forward to each other: split horizon.
	 *
	 * @default false
	 */
	declare readonly protected: pulumi.Output<boolean | undefined>;
	/** Bridge: the OpenFlow port number to ask for. */
	declare readonly ofportRequest: pulumi.Output<number | undefined>;
	/** Bridge: further options of the interface, by OVS's names. */
	declare readonly options: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Bridge: keys of the interface's external_ids. Keys that aren't named here are left alone. */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Kernel: each route or flow says endpoints and key (`encap` of Route). One a type and namespace.
	 *
	 * @default false
	 */
	declare readonly external: pulumi.Output<boolean | undefined>;
	/** Kernel: the VRF that the device is in. */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/** Kernel: the Linux bridge that the device is a port of. */
	declare readonly master: pulumi.Output<string | undefined>;
	/** Kernel: the device that the outer packets leave by. */
	declare readonly dev: pulumi.Output<string | undefined>;
	/** Kernel, vxlan: learn where addresses are from what comes in. Default: true; with external: false. */
	declare readonly learning: pulumi.Output<boolean | undefined>;
	/** Kernel, vxlan: multicast group in place of a remote; `dev` says where it is joined. */
	declare readonly group: pulumi.Output<string | undefined>;
	/**
	 * Kernel, vxlan and geneve: don't-fragment bit on the outer packets.
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
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the port's row, on a bridge. */
	declare readonly uuid: pulumi.Output<string | undefined>;
	/** OpenFlow port number, on a bridge. */
	declare readonly ofport: pulumi.Output<number | undefined>;
	/** The kernel's number of the device, without a bridge. */
	declare readonly ifindex: pulumi.Output<number | undefined>;

	constructor(name: string, args: TunnelArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
