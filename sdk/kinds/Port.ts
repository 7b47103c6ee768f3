// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** A value of `dpdkInterfaces` of Port. */
export interface PortDpdkInterfaceArgs {
	/** Type of the interface, as that of a port. */
	type: pulumi.Input<"dpdk" | "dpdkvhostuser" | "dpdkvhostuserclient">;
	/** Options of the interface, such as `dpdk-devargs` and `n_rxq`. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** A value of `dpdkInterfaces` of Port, as an output. */
export interface PortDpdkInterface {
	/** Type of the interface, as that of a port. */
	type: "dpdk" | "dpdkvhostuser" | "dpdkvhostuserclient";
	/** Options of the interface, such as `dpdk-devargs` and `n_rxq`. */
	options?: { [key: string]: string };
}

/** An item of `addresses` of Port. */
export interface PortAddressArgs {
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

/** An item of `addresses` of Port, as an output. */
export interface PortAddress {
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

/** The object in `qos` of Port. */
export interface PortQosArgs {
	/** Queueing discipline of the kernel (tc-htb(8), tc-hfsc(8)). */
	type: pulumi.Input<"linux-htb" | "linux-hfsc">;
	/**
	 * Maximum rate of all queues together in bit/s.
	 *
	 * @default the link's rate; if it is not known, 10 Gbit/s (100 Mbit/s before Open vSwitch 3.1)
	 */
	maxRate?: pulumi.Input<number>;
	/** Further keys of the QoS row's other_config. Other keys are removed. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Queues by number, 0 to 61439. Packets go to queue 0 unless a flow selects another queue (action set_queue). */
	queues?: pulumi.Input<{ [key: string]: pulumi.Input<PortQosQueueArgs> }>;
}

/** The object in `qos` of Port, as an output. */
export interface PortQos {
	/** Queueing discipline of the kernel (tc-htb(8), tc-hfsc(8)). */
	type: "linux-htb" | "linux-hfsc";
	/**
	 * Maximum rate of all queues together in bit/s.
	 *
	 * @default the link's rate; if it is not known, 10 Gbit/s (100 Mbit/s before Open vSwitch 3.1)
	 */
	maxRate?: number;
	/** Further keys of the QoS row's other_config. Other keys are removed. */
	otherConfig?: { [key: string]: string };
	/** Queues by number, 0 to 61439. Packets go to queue 0 unless a flow selects another queue (action set_queue). */
	queues?: { [key: string]: PortQosQueue };
}

/** A value of `qos.queues` of Port. */
export interface PortQosQueueArgs {
	/** Guaranteed rate in bit/s. */
	minRate?: pulumi.Input<number>;
	/**
	 * Maximum rate in bit/s.
	 *
	 * @default the `maxRate` of the object in `qos`
	 */
	maxRate?: pulumi.Input<number>;
	/** Bits that an idle queue may save up and then send at once. Only for linux-htb. Open vSwitch ignores a value that is too small. */
	burst?: pulumi.Input<number>;
	/**
	 * Queues with lower numbers get spare bandwidth first, 0 to 7. Only for linux-htb.
	 *
	 * @default 0
	 */
	priority?: pulumi.Input<number>;
	/**
	 * DSCP value to set in the queue's packets, 0 to 63.
	 *
	 * @default packets keep their DSCP value
	 */
	dscp?: pulumi.Input<number>;
}

/** A value of `qos.queues` of Port, as an output. */
export interface PortQosQueue {
	/** Guaranteed rate in bit/s. */
	minRate?: number;
	/**
	 * Maximum rate in bit/s.
	 *
	 * @default the `maxRate` of the object in `qos`
	 */
	maxRate?: number;
	/** Bits that an idle queue may save up and then send at once. Only for linux-htb. Open vSwitch ignores a value that is too small. */
	burst?: number;
	/**
	 * Queues with lower numbers get spare bandwidth first, 0 to 7. Only for linux-htb.
	 *
	 * @default 0
	 */
	priority?: number;
	/**
	 * DSCP value to set in the queue's packets, 0 to 63.
	 *
	 * @default packets keep their DSCP value
	 */
	dscp?: number;
}

/** The object in `columns` of Port. */
export interface PortColumnsArgs {
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
}

/** The object in `columns` of Port, as an output. */
export interface PortColumns {
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
}

/** The object in `portColumns` of Port. */
export interface PortPortColumnsArgs {
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
}

/** The object in `portColumns` of Port, as an output. */
export interface PortPortColumns {
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
}

/** The arguments of Port that are the same in every case. */
export interface CommonPortArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name of the port: of a patch port and a bond up to 255 characters, of others up to 15.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/** The bridge that the port belongs to. A change moves the port to the other bridge. A device that Open vSwitch creates (`internal`, `tap`) is recreated there, with another MAC address unless `mac` is set. */
	bridge: pulumi.Input<string>;
	/**
	 * Split horizon: block traffic between this port and other protected ports of the bridge.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
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
	/**
	 * Keys of the port's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	portOtherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the port's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	portExternalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the port's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	portColumns?: pulumi.Input<PortPortColumnsArgs>;
	/**
	 * Take over an existing port of this bridge. At destroy, the port stays on its bridge, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Port: `type` "system". */
export interface SystemPortArgs extends CommonPortArgs {
	/**
	 * `system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch).
	 *
	 * @default "system"
	 */
	type?: "system";
	/**
	 * The port is added and removed by somebody else, such as a hypervisor. An absent port is no error, and the port gets its settings when it is there (output `present`). Settings that are not in the program stay as they are. At destroy, the port stays, and its settings are removed.
	 *
	 * @default false
	 */
	optional?: pulumi.Input<boolean>;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Not allowed here: it is only for type "patch". */
	peer?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	dpdkInterfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/** Not allowed here: it is a setting of the device itself, which exists without the port: declare it on a Link (type "device" for a NIC), or use type "internal" for a device that Open vSwitch creates. */
	mac?: undefined;
	/** Not allowed here: it is a setting of the device itself, which exists without the port: declare it on a Link (type "device" for a NIC), or use type "internal" for a device that Open vSwitch creates. */
	mtu?: undefined;
	/** Not allowed here: it would not work on a port, because the packets go to the bridge: give them to the bridge (addresses of Bridge), or use type "internal" for a device that Open vSwitch creates. */
	addresses?: undefined;
	/** Not allowed here: it is a setting of the device itself, which exists without the port: declare it on a Link (type "device" for a NIC), or use type "internal" for a device that Open vSwitch creates. */
	up?: undefined;
	/** Not allowed here: it is only for type "internal": a Link moves other devices. */
	netns?: undefined;
	/** Queues and rate limits for traffic that leaves through the port. The rows in the tables QoS and Queue belong to this port only, and are deleted with the port. Not together with `netns`. */
	qos?: pulumi.Input<PortQosArgs>;
	/**
	 * Maximum rate of received traffic in kbit/s, up to 34359738. Packets above this rate are dropped. 0 means no limit. Not together with `netns`.
	 *
	 * @default no limit
	 */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above `ingressPolicingRate` in kbit. Needs `ingressPolicingRate`.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by their names in Open vSwitch, such as `n_rxq` and `n_rxq_desc` of a port of DPDK. Other options are removed. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<PortColumnsArgs>;
}

/** The arguments of Port: `type` "internal". */
export interface InternalPortArgs extends CommonPortArgs {
	/** `system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch). */
	type: "internal";
	/** Not allowed here: it is only for type "system": the others are created by the program. */
	optional?: undefined;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Not allowed here: it is only for type "patch". */
	peer?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	dpdkInterfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU; a device in another namespace keeps its MTU.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | PortAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace into which the device is moved. Only for type `internal`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/** Queues and rate limits for traffic that leaves through the port. The rows in the tables QoS and Queue belong to this port only, and are deleted with the port. Not together with `netns`. */
	qos?: pulumi.Input<PortQosArgs>;
	/**
	 * Maximum rate of received traffic in kbit/s, up to 34359738. Packets above this rate are dropped. 0 means no limit. Not together with `netns`.
	 *
	 * @default no limit
	 */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above `ingressPolicingRate` in kbit. Needs `ingressPolicingRate`.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by their names in Open vSwitch, such as `n_rxq` and `n_rxq_desc` of a port of DPDK. Other options are removed. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<PortColumnsArgs>;
}

/** The arguments of Port: `type` "tap". */
export interface TapPortArgs extends CommonPortArgs {
	/** `system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch). */
	type: "tap";
	/** Not allowed here: it is only for type "system": the others are created by the program. */
	optional?: undefined;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Not allowed here: it is only for type "patch". */
	peer?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	dpdkInterfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU; a device in another namespace keeps its MTU.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | PortAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, else left alone
	 */
	up?: pulumi.Input<boolean>;
	/** Not allowed here: it is only for type "internal": a Link moves other devices. */
	netns?: undefined;
	/** Queues and rate limits for traffic that leaves through the port. The rows in the tables QoS and Queue belong to this port only, and are deleted with the port. Not together with `netns`. */
	qos?: pulumi.Input<PortQosArgs>;
	/**
	 * Maximum rate of received traffic in kbit/s, up to 34359738. Packets above this rate are dropped. 0 means no limit. Not together with `netns`.
	 *
	 * @default no limit
	 */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above `ingressPolicingRate` in kbit. Needs `ingressPolicingRate`.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by their names in Open vSwitch, such as `n_rxq` and `n_rxq_desc` of a port of DPDK. Other options are removed. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<PortColumnsArgs>;
}

/** The arguments of Port: `type` "patch". */
export interface PatchPortArgs extends CommonPortArgs {
	/** `system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch). */
	type: "patch";
	/** Not allowed here: it is only for type "system": the others are created by the program. */
	optional?: undefined;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Patch port at the other end. That port must have this port as its `peer`. */
	peer: pulumi.Input<string>;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	dpdkInterfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/** Not allowed here: it is a setting of a device, and a patch port has none. */
	mac?: undefined;
	/** Not allowed here: it is a setting of a device, and a patch port has none. */
	mtu?: undefined;
	/** Not allowed here: it is a setting of a device, and a patch port has none. */
	addresses?: undefined;
	/** Not allowed here: it is a setting of a device, and a patch port has none. */
	up?: undefined;
	/** Not allowed here: it is a setting of a device, and a patch port has none. */
	netns?: undefined;
	/** Not allowed here: it is a setting of a device, and a patch port has none. */
	qos?: undefined;
	/** Not allowed here: it is a setting of a device, and a patch port has none. */
	ingressPolicingRate?: undefined;
	/** Not allowed here: it is a setting of a device, and a patch port has none. */
	ingressPolicingBurst?: undefined;
	/** Not allowed here: it can't be set for a patch port: Open vSwitch refuses a patch port with any other option than its peer. */
	options?: undefined;
	/**
	 * Keys of the interface's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<PortColumnsArgs>;
}

/** The arguments of Port: `type` "dpdk". */
export interface DpdkPortArgs extends CommonPortArgs {
	/** `system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch). */
	type: "dpdk";
	/** Not allowed here: it is only for type "system": the others are created by the program. */
	optional?: undefined;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Not allowed here: it is only for type "patch". */
	peer?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	dpdkInterfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdk", which DPDK drives. */
	mac?: undefined;
	/**
	 * MTU of the device in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU; a device in another namespace keeps its MTU.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdk", which DPDK drives. */
	addresses?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdk", which DPDK drives. */
	up?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdk", which DPDK drives. */
	netns?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdk", which DPDK drives. */
	qos?: undefined;
	/**
	 * Maximum rate of received traffic in kbit/s, up to 34359738. Packets above this rate are dropped. 0 means no limit. Not together with `netns`.
	 *
	 * @default no limit
	 */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above `ingressPolicingRate` in kbit. Needs `ingressPolicingRate`.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by their names in Open vSwitch, such as `n_rxq` and `n_rxq_desc` of a port of DPDK. Other options are removed. */
	options: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<PortColumnsArgs>;
}

/** The arguments of Port: `type` "dpdkvhostuser". */
export interface DpdkvhostuserPortArgs extends CommonPortArgs {
	/** `system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch). */
	type: "dpdkvhostuser";
	/** Not allowed here: it is only for type "system": the others are created by the program. */
	optional?: undefined;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Not allowed here: it is only for type "patch". */
	peer?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	dpdkInterfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdkvhostuser", which DPDK drives. */
	mac?: undefined;
	/**
	 * MTU of the device in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU; a device in another namespace keeps its MTU.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdkvhostuser", which DPDK drives. */
	addresses?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdkvhostuser", which DPDK drives. */
	up?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdkvhostuser", which DPDK drives. */
	netns?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdkvhostuser", which DPDK drives. */
	qos?: undefined;
	/**
	 * Maximum rate of received traffic in kbit/s, up to 34359738. Packets above this rate are dropped. 0 means no limit. Not together with `netns`.
	 *
	 * @default no limit
	 */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above `ingressPolicingRate` in kbit. Needs `ingressPolicingRate`.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by their names in Open vSwitch, such as `n_rxq` and `n_rxq_desc` of a port of DPDK. Other options are removed. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<PortColumnsArgs>;
}

/** The arguments of Port: `type` "dpdkvhostuserclient". */
export interface DpdkvhostuserclientPortArgs extends CommonPortArgs {
	/** `system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch). */
	type: "dpdkvhostuserclient";
	/** Not allowed here: it is only for type "system": the others are created by the program. */
	optional?: undefined;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Not allowed here: it is only for type "patch". */
	peer?: undefined;
	/** Not allowed here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	dpdkInterfaces?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not allowed here: it is only for type "bond". */
	lacp?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not allowed here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdkvhostuserclient", which DPDK drives. */
	mac?: undefined;
	/**
	 * MTU of the device in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU; a device in another namespace keeps its MTU.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdkvhostuserclient", which DPDK drives. */
	addresses?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdkvhostuserclient", which DPDK drives. */
	up?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdkvhostuserclient", which DPDK drives. */
	netns?: undefined;
	/** Not allowed here: it is a setting of a device of the kernel: not for type "dpdkvhostuserclient", which DPDK drives. */
	qos?: undefined;
	/**
	 * Maximum rate of received traffic in kbit/s, up to 34359738. Packets above this rate are dropped. 0 means no limit. Not together with `netns`.
	 *
	 * @default no limit
	 */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above `ingressPolicingRate` in kbit. Needs `ingressPolicingRate`.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by their names in Open vSwitch, such as `n_rxq` and `n_rxq_desc` of a port of DPDK. Other options are removed. */
	options: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<PortColumnsArgs>;
}

/** The arguments of Port: `type` "bond". */
export interface BondPortArgs extends CommonPortArgs {
	/** `system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch). */
	type: "bond";
	/** Not allowed here: it is only for type "system": the others are created by the program. */
	optional?: undefined;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	ofportRequest?: undefined;
	/** Not allowed here: it is only for type "patch". */
	peer?: undefined;
	/** Devices of a bond: two or more. */
	interfaces: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * The interfaces of the bond that DPDK drives, by their names in `interfaces`. The bridge needs `datapathType: "netdev"`. An interface that is removed from the field is a device of the kernel again.
	 *
	 * @default left alone
	 */
	dpdkInterfaces?: pulumi.Input<{ [key: string]: pulumi.Input<PortDpdkInterfaceArgs> }>;
	/**
	 * Devices that a bond uses. `active-backup`: one device at a time. `balance-slb`: all devices, selected by source MAC address and VLAN. `balance-tcp`: all devices, selected by addresses and ports; needs `lacp`.
	 *
	 * @default "active-backup"
	 */
	bondMode?: pulumi.Input<"active-backup" | "balance-slb" | "balance-tcp">;
	/**
	 * LACP of a bond. `active`: the bond starts the negotiation. `passive`: the bond only answers. `off`: no LACP.
	 *
	 * @default "off"
	 */
	lacp?: pulumi.Input<"active" | "passive" | "off">;
	/**
	 * Time in milliseconds that a link must be up before the bond uses it.
	 *
	 * @default 0
	 */
	bondUpdelay?: pulumi.Input<number>;
	/**
	 * Time in milliseconds that a link must be down before the bond stops using it.
	 *
	 * @default 0
	 */
	bondDowndelay?: pulumi.Input<number>;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	mac?: undefined;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	mtu?: undefined;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	addresses?: undefined;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	up?: undefined;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	netns?: undefined;
	/** Queues and rate limits for traffic that leaves through the port. The rows in the tables QoS and Queue belong to this port only, and are deleted with the port. Not together with `netns`. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	ingressPolicingRate?: undefined;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	ingressPolicingBurst?: undefined;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	options?: undefined;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	otherConfig?: undefined;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	externalIds?: undefined;
	/** Not allowed here: it is a setting of one interface, and a bond has several: not for type "bond". */
	columns?: undefined;
}

/** The arguments of Port: `type` as an output: the fields that go together are checked when its value is known. */
export interface AnyPortArgs extends CommonPortArgs {
	/** `system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch). */
	type: pulumi.Output<"system" | "internal" | "tap" | "patch" | "dpdk" | "dpdkvhostuser" | "dpdkvhostuserclient" | "bond"> | Promise<"system" | "internal" | "tap" | "patch" | "dpdk" | "dpdkvhostuser" | "dpdkvhostuserclient" | "bond">;
	/**
	 * The port is added and removed by somebody else, such as a hypervisor. An absent port is no error, and the port gets its settings when it is there (output `present`). Settings that are not in the program stay as they are. At destroy, the port stays, and its settings are removed.
	 *
	 * @default false
	 */
	optional?: pulumi.Input<boolean>;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has.
	 *
	 * @default left alone
	 */
	ofportRequest?: pulumi.Input<number>;
	/** Patch port at the other end. That port must have this port as its `peer`. */
	peer?: pulumi.Input<string>;
	/** Devices of a bond: two or more. */
	interfaces?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * The interfaces of the bond that DPDK drives, by their names in `interfaces`. The bridge needs `datapathType: "netdev"`. An interface that is removed from the field is a device of the kernel again.
	 *
	 * @default left alone
	 */
	dpdkInterfaces?: pulumi.Input<{ [key: string]: pulumi.Input<PortDpdkInterfaceArgs> }>;
	/**
	 * Devices that a bond uses. `active-backup`: one device at a time. `balance-slb`: all devices, selected by source MAC address and VLAN. `balance-tcp`: all devices, selected by addresses and ports; needs `lacp`.
	 *
	 * @default "active-backup"
	 */
	bondMode?: pulumi.Input<"active-backup" | "balance-slb" | "balance-tcp">;
	/**
	 * LACP of a bond. `active`: the bond starts the negotiation. `passive`: the bond only answers. `off`: no LACP.
	 *
	 * @default "off"
	 */
	lacp?: pulumi.Input<"active" | "passive" | "off">;
	/**
	 * Time in milliseconds that a link must be up before the bond uses it.
	 *
	 * @default 0
	 */
	bondUpdelay?: pulumi.Input<number>;
	/**
	 * Time in milliseconds that a link must be down before the bond stops using it.
	 *
	 * @default 0
	 */
	bondDowndelay?: pulumi.Input<number>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	mac?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU; a device in another namespace keeps its MTU.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | PortAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace into which the device is moved. Only for type `internal`.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/** Queues and rate limits for traffic that leaves through the port. The rows in the tables QoS and Queue belong to this port only, and are deleted with the port. Not together with `netns`. */
	qos?: pulumi.Input<PortQosArgs>;
	/**
	 * Maximum rate of received traffic in kbit/s, up to 34359738. Packets above this rate are dropped. 0 means no limit. Not together with `netns`.
	 *
	 * @default no limit
	 */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above `ingressPolicingRate` in kbit. Needs `ingressPolicingRate`.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by their names in Open vSwitch, such as `n_rxq` and `n_rxq_desc` of a port of DPDK. Other options are removed. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the interface's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the interface's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<PortColumnsArgs>;
}

/** The arguments of Port. */
export type PortArgs =
	| SystemPortArgs
	| InternalPortArgs
	| TapPortArgs
	| PatchPortArgs
	| DpdkPortArgs
	| DpdkvhostuserPortArgs
	| DpdkvhostuserclientPortArgs
	| BondPortArgs
	| AnyPortArgs;

/** The fields that a program can pass to Port.get. */
export type PortState = Partial<PortArgs>;

const shape: Shape = {
	kind: "Port",
	inputs: ["host", "name", "bridge", "type", "optional", "ofportRequest", "protected", "vlanMode", "tag", "trunks", "cvlans", "peer", "interfaces", "dpdkInterfaces", "bondMode", "lacp", "bondUpdelay", "bondDowndelay", "mac", "mtu", "addresses", "up", "netns", "qos", "ingressPolicingRate", "ingressPolicingBurst", "options", "otherConfig", "externalIds", "portOtherConfig", "portExternalIds", "columns", "portColumns", "adopt"],
	computed: ["uuid", "ofport", "present"],
	filledIn: ["type", "up"],
	namedByResource: true,
	refers: [{"sort":"device","when":{"field":"type","is":["system",null]},"unlessTrue":"optional","path":["name"]}, {"sort":"bridge","path":["bridge"]}, {"sort":"device","unlessKeyOf":"dpdkInterfaces","hint":"the members of a bond have to be network devices","path":["interfaces","*"]}, {"sort":"netns","path":["netns"]}],
	makes: [{"sort":"port","path":["name"]}, {"sort":"device","when":{"field":"type","is":["internal","tap"]},"path":["name"]}, {"sort":"address","path":["addresses","*"]}, {"sort":"address","path":["addresses","*","address"]}],
};

/** A port of an Open vSwitch bridge: an existing device, a device that Open vSwitch creates, a patch port, a port of DPDK or a bond. A port has one interface, a bond has several. */
export class Port extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/Port/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: PortState, opts?: pulumi.CustomResourceOptions): Port;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Port;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Port {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Port(name, state as PortArgs, opts);
	}

	/** True if a value is a Port, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Port {
		return isKind(value, "Port");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name of the port: of a patch port and a bond up to 255 characters, of others up to 15.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/** The bridge that the port belongs to. A change moves the port to the other bridge. A device that Open vSwitch creates (`internal`, `tap`) is recreated there, with another MAC address unless `mac` is set. */
	declare readonly bridge: pulumi.Output<string>;
	/**
	 * `system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch).
	 *
	 * @default "system"
	 */
	declare readonly type: pulumi.Output<"system" | "internal" | "tap" | "patch" | "dpdk" | "dpdkvhostuser" | "dpdkvhostuserclient" | "bond">;
	/**
	 * The port is added and removed by somebody else, such as a hypervisor. An absent port is no error, and the port gets its settings when it is there (output `present`). Settings that are not in the program stay as they are. At destroy, the port stays, and its settings are removed.
	 *
	 * @default false
	 */
	declare readonly optional: pulumi.Output<boolean | undefined>;
	/**
	 * OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has.
	 *
	 * @default left alone
	 */
	declare readonly ofportRequest: pulumi.Output<number | undefined>;
	/**
	 * Split horizon: block traffic between this port and other protected ports of the bridge.
	 *
	 * @default false
	 */
	declare readonly protected: pulumi.Output<boolean | undefined>;
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
	/** Patch port at the other end. That port must have this port as its `peer`. */
	declare readonly peer: pulumi.Output<string | undefined>;
	/** Devices of a bond: two or more. */
	declare readonly interfaces: pulumi.Output<string[] | undefined>;
	/**
	 * The interfaces of the bond that DPDK drives, by their names in `interfaces`. The bridge needs `datapathType: "netdev"`. An interface that is removed from the field is a device of the kernel again.
	 *
	 * @default left alone
	 */
	declare readonly dpdkInterfaces: pulumi.Output<{ [key: string]: PortDpdkInterface } | undefined>;
	/**
	 * Devices that a bond uses. `active-backup`: one device at a time. `balance-slb`: all devices, selected by source MAC address and VLAN. `balance-tcp`: all devices, selected by addresses and ports; needs `lacp`.
	 *
	 * @default "active-backup"
	 */
	declare readonly bondMode: pulumi.Output<"active-backup" | "balance-slb" | "balance-tcp" | undefined>;
	/**
	 * LACP of a bond. `active`: the bond starts the negotiation. `passive`: the bond only answers. `off`: no LACP.
	 *
	 * @default "off"
	 */
	declare readonly lacp: pulumi.Output<"active" | "passive" | "off" | undefined>;
	/**
	 * Time in milliseconds that a link must be up before the bond uses it.
	 *
	 * @default 0
	 */
	declare readonly bondUpdelay: pulumi.Output<number | undefined>;
	/**
	 * Time in milliseconds that a link must be down before the bond stops using it.
	 *
	 * @default 0
	 */
	declare readonly bondDowndelay: pulumi.Output<number | undefined>;
	/**
	 * MAC address of the device, such as 02:00:00:00:00:01.
	 *
	 * @default left alone
	 */
	declare readonly mac: pulumi.Output<string | undefined>;
	/**
	 * MTU of the device in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU; a device in another namespace keeps its MTU.
	 *
	 * @default left alone
	 */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly addresses: pulumi.Output<(string | PortAddress)[] | undefined>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, else left alone
	 */
	declare readonly up: pulumi.Output<boolean | undefined>;
	/**
	 * Network namespace into which the device is moved. Only for type `internal`.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;
	/** Queues and rate limits for traffic that leaves through the port. The rows in the tables QoS and Queue belong to this port only, and are deleted with the port. Not together with `netns`. */
	declare readonly qos: pulumi.Output<PortQos | undefined>;
	/**
	 * Maximum rate of received traffic in kbit/s, up to 34359738. Packets above this rate are dropped. 0 means no limit. Not together with `netns`.
	 *
	 * @default no limit
	 */
	declare readonly ingressPolicingRate: pulumi.Output<number | undefined>;
	/**
	 * Burst above `ingressPolicingRate` in kbit. Needs `ingressPolicingRate`.
	 *
	 * @default 8000
	 */
	declare readonly ingressPolicingBurst: pulumi.Output<number | undefined>;
	/** Options of the interface, by their names in Open vSwitch, such as `n_rxq` and `n_rxq_desc` of a port of DPDK. Other options are removed. */
	declare readonly options: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Keys of the interface's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly otherConfig: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Keys of the interface's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Keys of the port's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly portOtherConfig: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Keys of the port's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly portExternalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Further columns of the interface's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly columns: pulumi.Output<PortColumns | undefined>;
	/**
	 * Further columns of the port's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly portColumns: pulumi.Output<PortPortColumns | undefined>;
	/**
	 * Take over an existing port of this bridge. At destroy, the port stays on its bridge, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the port's row in the table Port. */
	declare readonly uuid: pulumi.Output<string>;
	/** OpenFlow port number. For a bond, the number of its first interface. */
	declare readonly ofport: pulumi.Output<number>;
	/** Whether the port is on its bridge. Only for an `optional` port. */
	declare readonly present: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: PortArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
