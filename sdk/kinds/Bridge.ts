// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** An item of `controllers` of Bridge. */
export interface BridgeControllerArgs {
	/** Connection method: `tcp:192.0.2.9:6653` connects to a controller, `ptcp:6653` waits for one. */
	target: pulumi.Input<string>;
	/**
	 * `in-band`: control traffic passes through the bridge itself. `out-of-band`: control traffic uses another network.
	 *
	 * @default "in-band"
	 */
	connectionMode?: pulumi.Input<"in-band" | "out-of-band">;
	/**
	 * Further columns of the controller's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)).
	 *
	 * @default their defaults
	 */
	columns?: pulumi.Input<BridgeControllerColumnsArgs>;
}

/** An item of `controllers` of Bridge, as an output. */
export interface BridgeController {
	/** Connection method: `tcp:192.0.2.9:6653` connects to a controller, `ptcp:6653` waits for one. */
	target: string;
	/**
	 * `in-band`: control traffic passes through the bridge itself. `out-of-band`: control traffic uses another network.
	 *
	 * @default "in-band"
	 */
	connectionMode?: "in-band" | "out-of-band";
	/**
	 * Further columns of the controller's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)).
	 *
	 * @default their defaults
	 */
	columns?: BridgeControllerColumns;
}

/** The object in `controllers.columns` of Bridge. */
export interface BridgeControllerColumnsArgs {
	/** Kind of connection. `primary`: the controller decides on flows. `service`: a tool that only connects sometimes. */
	type?: pulumi.Input<"primary" | "service">;
	/** Maximum time in milliseconds between two attempts to connect, 1000 or more. The default is 8000. */
	max_backoff?: pulumi.Input<number>;
	/** Time in milliseconds without traffic after which Open vSwitch sends a probe. 0 turns probes off. The default is 5000. */
	inactivity_probe?: pulumi.Input<number>;
	/** Address of the local port while `in-band` control is used. */
	local_ip?: pulumi.Input<string>;
	/** Netmask of `local_ip`. */
	local_netmask?: pulumi.Input<string>;
	/** Gateway of the local port while `in-band` control is used. */
	local_gateway?: pulumi.Input<string>;
	/** Send asynchronous messages, such as packets to the controller. The default is true. */
	enable_async_messages?: pulumi.Input<boolean>;
	/** Maximum number of packets that wait for the controller, 1 to 512. The default is 100. */
	controller_queue_size?: pulumi.Input<number>;
	/** Maximum rate of packets to the controller in packets per second, 100 or more. The default is no limit. */
	controller_rate_limit?: pulumi.Input<number>;
	/** Maximum burst above `controller_rate_limit` in packets, 25 or more. */
	controller_burst_limit?: pulumi.Input<number>;
	/** Keys of the controller's other_config. */
	other_config?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the controller's external_ids. */
	external_ids?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The object in `controllers.columns` of Bridge, as an output. */
export interface BridgeControllerColumns {
	/** Kind of connection. `primary`: the controller decides on flows. `service`: a tool that only connects sometimes. */
	type?: "primary" | "service";
	/** Maximum time in milliseconds between two attempts to connect, 1000 or more. The default is 8000. */
	max_backoff?: number;
	/** Time in milliseconds without traffic after which Open vSwitch sends a probe. 0 turns probes off. The default is 5000. */
	inactivity_probe?: number;
	/** Address of the local port while `in-band` control is used. */
	local_ip?: string;
	/** Netmask of `local_ip`. */
	local_netmask?: string;
	/** Gateway of the local port while `in-band` control is used. */
	local_gateway?: string;
	/** Send asynchronous messages, such as packets to the controller. The default is true. */
	enable_async_messages?: boolean;
	/** Maximum number of packets that wait for the controller, 1 to 512. The default is 100. */
	controller_queue_size?: number;
	/** Maximum rate of packets to the controller in packets per second, 100 or more. The default is no limit. */
	controller_rate_limit?: number;
	/** Maximum burst above `controller_rate_limit` in packets, 25 or more. */
	controller_burst_limit?: number;
	/** Keys of the controller's other_config. */
	other_config?: { [key: string]: string };
	/** Keys of the controller's external_ids. */
	external_ids?: { [key: string]: string };
}

/** An item of `addresses` of Bridge. */
export interface BridgeAddressArgs {
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

/** An item of `addresses` of Bridge, as an output. */
export interface BridgeAddress {
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

/** The object in `uplink` of Bridge. */
export interface BridgeUplinkArgs {
	/** The NIC, or another device such as a bond: it becomes a port of the bridge. */
	nic: pulumi.Input<string>;
	/**
	 * The bridge's local port takes over the NIC's addresses and routes. `false`: they stay on the NIC, where they do not work while it is a port.
	 *
	 * @default true
	 */
	takeAddresses?: pulumi.Input<boolean>;
}

/** The object in `uplink` of Bridge, as an output. */
export interface BridgeUplink {
	/** The NIC, or another device such as a bond: it becomes a port of the bridge. */
	nic: string;
	/**
	 * The bridge's local port takes over the NIC's addresses and routes. `false`: they stay on the NIC, where they do not work while it is a port.
	 *
	 * @default true
	 */
	takeAddresses: boolean;
}

/** The object in `columns` of Bridge. */
export interface BridgeColumnsArgs {
	/**
	 * Limits and names of OpenFlow tables, by table number, 0 to 254.
	 *
	 * @default left alone
	 */
	flow_tables?: pulumi.Input<{ [key: string]: pulumi.Input<BridgeColumnsFlowTableArgs> }>;
	/**
	 * Auto Attach (802.1Qcj drafts): ISIDs that the bridge asks its neighbors for. The ports need `lldp` too. Open vSwitch adds the VLANs to the `trunks` of these ports: name them there as well.
	 *
	 * @default left alone
	 */
	auto_attach?: pulumi.Input<BridgeColumnsAutoAttachArgs>;
}

/** The object in `columns` of Bridge, as an output. */
export interface BridgeColumns {
	/**
	 * Limits and names of OpenFlow tables, by table number, 0 to 254.
	 *
	 * @default left alone
	 */
	flow_tables?: { [key: string]: BridgeColumnsFlowTable };
	/**
	 * Auto Attach (802.1Qcj drafts): ISIDs that the bridge asks its neighbors for. The ports need `lldp` too. Open vSwitch adds the VLANs to the `trunks` of these ports: name them there as well.
	 *
	 * @default left alone
	 */
	auto_attach?: BridgeColumnsAutoAttach;
}

/** A value of `columns.flow_tables` of Bridge. */
export interface BridgeColumnsFlowTableArgs {
	/**
	 * Name of the table, which `ovs-ofctl` can use in place of its number.
	 *
	 * @default left alone
	 */
	name?: pulumi.Input<string>;
	/**
	 * Maximum number of flows in the table. The default is no limit but the bridge's own.
	 *
	 * @default left alone
	 */
	flow_limit?: pulumi.Input<number>;
	/**
	 * Handling of a new flow when the table is full. `refuse`: the flow is refused. `evict`: the flow that expires first is deleted. The default is refuse.
	 *
	 * @default left alone
	 */
	overflow_policy?: pulumi.Input<"refuse" | "evict">;
	/**
	 * Fields by which `evict` groups flows, such as `["NXM_OF_IN_PORT[]"]`, so that the largest group loses a flow. An empty text in the list groups nothing but turns fair eviction on.
	 *
	 * @default left alone
	 */
	groups?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Fields for which the table's lookup uses prefix tracking, 3 at most, such as `ip_dst`.
	 *
	 * @default left alone
	 */
	prefixes?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Keys of the table's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** A value of `columns.flow_tables` of Bridge, as an output. */
export interface BridgeColumnsFlowTable {
	/**
	 * Name of the table, which `ovs-ofctl` can use in place of its number.
	 *
	 * @default left alone
	 */
	name?: string;
	/**
	 * Maximum number of flows in the table. The default is no limit but the bridge's own.
	 *
	 * @default left alone
	 */
	flow_limit?: number;
	/**
	 * Handling of a new flow when the table is full. `refuse`: the flow is refused. `evict`: the flow that expires first is deleted. The default is refuse.
	 *
	 * @default left alone
	 */
	overflow_policy?: "refuse" | "evict";
	/**
	 * Fields by which `evict` groups flows, such as `["NXM_OF_IN_PORT[]"]`, so that the largest group loses a flow. An empty text in the list groups nothing but turns fair eviction on.
	 *
	 * @default left alone
	 */
	groups?: string[];
	/**
	 * Fields for which the table's lookup uses prefix tracking, 3 at most, such as `ip_dst`.
	 *
	 * @default left alone
	 */
	prefixes?: string[];
	/**
	 * Keys of the table's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: { [key: string]: string };
}

/** The object in `columns.auto_attach` of Bridge. */
export interface BridgeColumnsAutoAttachArgs {
	/**
	 * Name that the bridge announces.
	 *
	 * @default left alone
	 */
	system_name?: pulumi.Input<string>;
	/**
	 * Description that the bridge announces.
	 *
	 * @default left alone
	 */
	system_description?: pulumi.Input<string>;
	/**
	 * VLAN by ISID: each ISID, 0 to 16777215, gets one VLAN, 0 to 4095.
	 *
	 * @default left alone
	 */
	mappings?: pulumi.Input<{ [key: string]: pulumi.Input<number> }>;
}

/** The object in `columns.auto_attach` of Bridge, as an output. */
export interface BridgeColumnsAutoAttach {
	/**
	 * Name that the bridge announces.
	 *
	 * @default left alone
	 */
	system_name?: string;
	/**
	 * Description that the bridge announces.
	 *
	 * @default left alone
	 */
	system_description?: string;
	/**
	 * VLAN by ISID: each ISID, 0 to 16777215, gets one VLAN, 0 to 4095.
	 *
	 * @default left alone
	 */
	mappings?: { [key: string]: number };
}

/** The arguments of Bridge. */
export interface BridgeArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name of the bridge and of its local port.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/**
	 * Datapath. `system`: in the kernel. `netdev`: in userspace. A change gives the bridge a new local port, which gets the addresses of the old one.
	 *
	 * @default "system"
	 */
	datapathType?: pulumi.Input<"system" | "netdev">;
	/**
	 * Behavior while no controller is connected. `standalone`: the bridge learns MAC addresses and switches. `secure`: the bridge applies only the flows that it has.
	 *
	 * @default "standalone"
	 */
	failMode?: pulumi.Input<"standalone" | "secure">;
	/**
	 * OpenFlow versions that the bridge accepts.
	 *
	 * @default OpenFlow 1.0 to 1.5
	 */
	protocols?: pulumi.Input<pulumi.Input<"OpenFlow10" | "OpenFlow11" | "OpenFlow12" | "OpenFlow13" | "OpenFlow14" | "OpenFlow15">[]>;
	/**
	 * OpenFlow controllers. `[]` removes all controllers.
	 *
	 * @default left alone
	 */
	controllers?: pulumi.Input<pulumi.Input<BridgeControllerArgs>[]>;
	/**
	 * Turn off in-band control and its hidden flows (other_config:disable-in-band).
	 *
	 * @default false
	 */
	disableInBand?: pulumi.Input<boolean>;
	/**
	 * Enable Spanning Tree (802.1D-1998). Not together with `rstp`.
	 *
	 * @default false
	 */
	stp?: pulumi.Input<boolean>;
	/**
	 * Enable Rapid Spanning Tree (802.1D-2004). Not together with `stp`, and not on two bridges of one host that patch ports join: ovs-vswitchd crashes there.
	 *
	 * @default false
	 */
	rstp?: pulumi.Input<boolean>;
	/**
	 * Enable multicast snooping (IGMP, MLD): the bridge learns which ports want which multicast groups.
	 *
	 * @default false
	 */
	mcastSnooping?: pulumi.Input<boolean>;
	/** VLANs in which the bridge learns no MAC addresses and floods all packets: ids, 0 to 4095, and ranges such as "300-310". With a bond of mode `balance-slb` without LACP on the bridge, packets in these VLANs arrive twice. */
	floodVlans?: pulumi.Input<pulumi.Input<number | string>[]>;
	/**
	 * MAC address of the local port (other_config:hwaddr). The datapath id is derived from it.
	 *
	 * @default left alone
	 */
	hwaddr?: pulumi.Input<string>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | BridgeAddressArgs>[]>;
	/**
	 * MTU of the local port in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Puts a NIC under the bridge, also the one that the SSH connection comes in by. At destroy, or if the field is removed from the program, the NIC gets its addresses and routes back.
	 *
	 * @default left alone
	 */
	uplink?: pulumi.Input<BridgeUplinkArgs>;
	/**
	 * Keys of the bridge's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the bridge's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Further columns of the bridge's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<BridgeColumnsArgs>;
	/**
	 * Take over an existing bridge. At destroy, the bridge and its ports stay, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to Bridge.get. */
export type BridgeState = Partial<BridgeArgs>;

const shape: Shape = {
	kind: "Bridge",
	inputs: ["host", "name", "datapathType", "failMode", "protocols", "controllers", "disableInBand", "stp", "rstp", "mcastSnooping", "floodVlans", "hwaddr", "addresses", "mtu", "up", "uplink", "otherConfig", "externalIds", "columns", "adopt"],
	computed: ["uuid", "datapathId"],
	filledIn: ["datapathType", "up"],
	namedByResource: true,
	refers: [{"sort":"device","path":["uplink","nic"]}],
	makes: [{"sort":"bridge","path":["name"]}, {"sort":"port","path":["name"]}, {"sort":"device","path":["name"]}, {"sort":"address","path":["addresses","*"]}, {"sort":"address","path":["addresses","*","address"]}, {"sort":"port","path":["uplink","nic"]}],
};

/** An Open vSwitch bridge and its local port. The local port is a network device with the bridge's name, which the host itself can use. */
export class Bridge extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/Bridge/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: BridgeState, opts?: pulumi.CustomResourceOptions): Bridge;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Bridge;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Bridge {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Bridge(name, state as BridgeArgs, opts);
	}

	/** True if a value is a Bridge, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Bridge {
		return isKind(value, "Bridge");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name of the bridge and of its local port.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Datapath. `system`: in the kernel. `netdev`: in userspace. A change gives the bridge a new local port, which gets the addresses of the old one.
	 *
	 * @default "system"
	 */
	declare readonly datapathType: pulumi.Output<"system" | "netdev">;
	/**
	 * Behavior while no controller is connected. `standalone`: the bridge learns MAC addresses and switches. `secure`: the bridge applies only the flows that it has.
	 *
	 * @default "standalone"
	 */
	declare readonly failMode: pulumi.Output<"standalone" | "secure" | undefined>;
	/**
	 * OpenFlow versions that the bridge accepts.
	 *
	 * @default OpenFlow 1.0 to 1.5
	 */
	declare readonly protocols: pulumi.Output<("OpenFlow10" | "OpenFlow11" | "OpenFlow12" | "OpenFlow13" | "OpenFlow14" | "OpenFlow15")[] | undefined>;
	/**
	 * OpenFlow controllers. `[]` removes all controllers.
	 *
	 * @default left alone
	 */
	declare readonly controllers: pulumi.Output<BridgeController[] | undefined>;
	/**
	 * Turn off in-band control and its hidden flows (other_config:disable-in-band).
	 *
	 * @default false
	 */
	declare readonly disableInBand: pulumi.Output<boolean | undefined>;
	/**
	 * Enable Spanning Tree (802.1D-1998). Not together with `rstp`.
	 *
	 * @default false
	 */
	declare readonly stp: pulumi.Output<boolean | undefined>;
	/**
	 * Enable Rapid Spanning Tree (802.1D-2004). Not together with `stp`, and not on two bridges of one host that patch ports join: ovs-vswitchd crashes there.
	 *
	 * @default false
	 */
	declare readonly rstp: pulumi.Output<boolean | undefined>;
	/**
	 * Enable multicast snooping (IGMP, MLD): the bridge learns which ports want which multicast groups.
	 *
	 * @default false
	 */
	declare readonly mcastSnooping: pulumi.Output<boolean | undefined>;
	/** VLANs in which the bridge learns no MAC addresses and floods all packets: ids, 0 to 4095, and ranges such as "300-310". With a bond of mode `balance-slb` without LACP on the bridge, packets in these VLANs arrive twice. */
	declare readonly floodVlans: pulumi.Output<(number | string)[] | undefined>;
	/**
	 * MAC address of the local port (other_config:hwaddr). The datapath id is derived from it.
	 *
	 * @default left alone
	 */
	declare readonly hwaddr: pulumi.Output<string | undefined>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly addresses: pulumi.Output<(string | BridgeAddress)[] | undefined>;
	/**
	 * MTU of the local port in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU.
	 *
	 * @default left alone
	 */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, else left alone
	 */
	declare readonly up: pulumi.Output<boolean | undefined>;
	/**
	 * Puts a NIC under the bridge, also the one that the SSH connection comes in by. At destroy, or if the field is removed from the program, the NIC gets its addresses and routes back.
	 *
	 * @default left alone
	 */
	declare readonly uplink: pulumi.Output<BridgeUplink | undefined>;
	/**
	 * Keys of the bridge's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly otherConfig: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Keys of the bridge's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Further columns of the bridge's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly columns: pulumi.Output<BridgeColumns | undefined>;
	/**
	 * Take over an existing bridge. At destroy, the bridge and its ports stay, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the bridge's row in the table Bridge. */
	declare readonly uuid: pulumi.Output<string>;
	/** Datapath id of the bridge: 16 hexadecimal digits. With neither `hwaddr` nor the key `datapath-id` in `otherConfig`, it follows from the MAC addresses of the ports: ports that come or go after the bridge change it, and the output has the new one after the next refresh. */
	declare readonly datapathId: pulumi.Output<string>;

	constructor(name: string, args: BridgeArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
