// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of PortQos. */
export interface PortQosArgs {
	/** The kernel's queueing discipline. */
	type: pulumi.Input<"linux-htb" | "linux-hfsc">;
	/** Maximum rate of all queues together, in bit/s. Default: the link's rate, as Open vSwitch determines it. */
	maxRate?: pulumi.Input<number>;
	/** Further keys of the QoS row's other_config. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Queues by number, 0 to 61439. Queue 0 takes the packets that no flow assigns to another queue (action set_queue). */
	queues?: pulumi.Input<{ [key: string]: pulumi.Input<PortQosQueueArgs> }>;
}

export interface PortQos {
	/** The kernel's queueing discipline. */
	type: "linux-htb" | "linux-hfsc";
	/** Maximum rate of all queues together, in bit/s. Default: the link's rate, as Open vSwitch determines it. */
	maxRate?: number;
	/** Further keys of the QoS row's other_config. */
	otherConfig?: { [key: string]: string };
	/** Queues by number, 0 to 61439. Queue 0 takes the packets that no flow assigns to another queue (action set_queue). */
	queues?: { [key: string]: PortQosQueue };
}

/** The arguments of PortQosQueue. */
export interface PortQosQueueArgs {
	/** Guaranteed rate, in bit/s. */
	minRate?: pulumi.Input<number>;
	/** Maximum rate, in bit/s. */
	maxRate?: pulumi.Input<number>;
	/** Burst above maxRate, in bits (linux-htb only). */
	burst?: pulumi.Input<number>;
	/**
	 * Queues with lower numbers get spare bandwidth first (linux-htb only).
	 *
	 * @default 0
	 */
	priority?: pulumi.Input<number>;
	/** DSCP value to set in the queue's packets, 0 to 63. */
	dscp?: pulumi.Input<number>;
}

export interface PortQosQueue {
	/** Guaranteed rate, in bit/s. */
	minRate?: number;
	/** Maximum rate, in bit/s. */
	maxRate?: number;
	/** Burst above maxRate, in bits (linux-htb only). */
	burst?: number;
	/**
	 * Queues with lower numbers get spare bandwidth first (linux-htb only).
	 *
	 * @default 0
	 */
	priority?: number;
	/** DSCP value to set in the queue's packets, 0 to 63. */
	dscp?: number;
}

/** The arguments of Port that are the same in every case. */
export interface CommonPortArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the port. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/** The bridge that the port belongs to. A change moves the port to the other bridge. */
	bridge: pulumi.Input<string>;
	/** VLAN mode. Default: access if `tag` is set, otherwise trunk. */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk port carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * Split horizon: the bridge does not forward between protected ports.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/** Keys of the port's other_config. Keys that aren't named here are left alone. */
	portOtherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the port's external_ids. Keys that aren't named here are left alone. */
	portExternalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Port: `type` "system". */
export interface SystemPortArgs extends CommonPortArgs {
	/**
	 * system: an existing device. internal or tap: a device that Open vSwitch creates. patch: a link to another bridge. bond: several devices as one port.
	 *
	 * @default "system"
	 */
	type?: "system";
	/** Not here: it is only for type "patch". */
	peer?: undefined;
	/** Not here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not here: it is only for type "bond". */
	lacp?: undefined;
	/** Not here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/** Not here: it is a setting of the device itself, which exists without the port: declare it on a Link (type "device" for a NIC), or use type "internal" for a device that Open vSwitch creates. */
	mac?: undefined;
	/** Not here: it is a setting of the device itself, which exists without the port: declare it on a Link (type "device" for a NIC), or use type "internal" for a device that Open vSwitch creates. */
	mtu?: undefined;
	/** OpenFlow port number to request, 1 to 65279. */
	ofportRequest?: pulumi.Input<number>;
	/** Not here: it is a setting of the device itself, which exists without the port: declare it on a Link (type "device" for a NIC), or use type "internal" for a device that Open vSwitch creates. */
	addresses?: undefined;
	/** Not here: it is a setting of the device itself, which exists without the port: declare it on a Link (type "device" for a NIC), or use type "internal" for a device that Open vSwitch creates. */
	up?: undefined;
	/** Not here: it is only for type "internal": a Link moves other devices. */
	netns?: undefined;
	/** How traffic that leaves through the port is queued and limited. The rows of QoS and Queue are created for this port and deleted with it. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Maximum rate of received traffic, in kbit/s. Traffic above it is dropped. Default: no limit. */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above ingressPolicingRate, in kbit.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, with the names that Open vSwitch gives them. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The arguments of Port: `type` "internal". */
export interface InternalPortArgs extends CommonPortArgs {
	/** system: an existing device. internal or tap: a device that Open vSwitch creates. patch: a link to another bridge. bond: several devices as one port. */
	type: "internal";
	/** Not here: it is only for type "patch". */
	peer?: undefined;
	/** Not here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not here: it is only for type "bond". */
	lacp?: undefined;
	/** Not here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes (mtu_request). If it is removed from the program, Open vSwitch chooses the MTU again; a device in another namespace keeps it. */
	mtu?: pulumi.Input<number>;
	/** OpenFlow port number to request, 1 to 65279. */
	ofportRequest?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace into which the internal port's device is moved. */
	netns?: pulumi.Input<string>;
	/** How traffic that leaves through the port is queued and limited. The rows of QoS and Queue are created for this port and deleted with it. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Maximum rate of received traffic, in kbit/s. Traffic above it is dropped. Default: no limit. */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above ingressPolicingRate, in kbit.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, with the names that Open vSwitch gives them. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The arguments of Port: `type` "tap". */
export interface TapPortArgs extends CommonPortArgs {
	/** system: an existing device. internal or tap: a device that Open vSwitch creates. patch: a link to another bridge. bond: several devices as one port. */
	type: "tap";
	/** Not here: it is only for type "patch". */
	peer?: undefined;
	/** Not here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not here: it is only for type "bond". */
	lacp?: undefined;
	/** Not here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes (mtu_request). If it is removed from the program, Open vSwitch chooses the MTU again; a device in another namespace keeps it. */
	mtu?: pulumi.Input<number>;
	/** OpenFlow port number to request, 1 to 65279. */
	ofportRequest?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Not here: it is only for type "internal": a Link moves other devices. */
	netns?: undefined;
	/** How traffic that leaves through the port is queued and limited. The rows of QoS and Queue are created for this port and deleted with it. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Maximum rate of received traffic, in kbit/s. Traffic above it is dropped. Default: no limit. */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above ingressPolicingRate, in kbit.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, with the names that Open vSwitch gives them. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The arguments of Port: `type` "patch". */
export interface PatchPortArgs extends CommonPortArgs {
	/** system: an existing device. internal or tap: a device that Open vSwitch creates. patch: a link to another bridge. bond: several devices as one port. */
	type: "patch";
	/** The patch port at the other end. */
	peer: pulumi.Input<string>;
	/** Not here: it is only for type "bond". */
	interfaces?: undefined;
	/** Not here: it is only for type "bond". */
	bondMode?: undefined;
	/** Not here: it is only for type "bond". */
	lacp?: undefined;
	/** Not here: it is only for type "bond". */
	bondUpdelay?: undefined;
	/** Not here: it is only for type "bond". */
	bondDowndelay?: undefined;
	/** Not here: it is a setting of a device, and a patch port has none. */
	mac?: undefined;
	/** Not here: it is a setting of a device, and a patch port has none. */
	mtu?: undefined;
	/** OpenFlow port number to request, 1 to 65279. */
	ofportRequest?: pulumi.Input<number>;
	/** Not here: it is a setting of a device, and a patch port has none. */
	addresses?: undefined;
	/** Not here: it is a setting of a device, and a patch port has none. */
	up?: undefined;
	/** Not here: it is a setting of a device, and a patch port has none. */
	netns?: undefined;
	/** Not here: it is a setting of a device, and a patch port has none. */
	qos?: undefined;
	/** Not here: it is a setting of a device, and a patch port has none. */
	ingressPolicingRate?: undefined;
	/** Not here: it is a setting of a device, and a patch port has none. */
	ingressPolicingBurst?: undefined;
	/** Options of the interface, with the names that Open vSwitch gives them. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The arguments of Port: `type` "bond". */
export interface BondPortArgs extends CommonPortArgs {
	/** system: an existing device. internal or tap: a device that Open vSwitch creates. patch: a link to another bridge. bond: several devices as one port. */
	type: "bond";
	/** Not here: it is only for type "patch". */
	peer?: undefined;
	/** The devices of a bond: two or more. */
	interfaces: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * How a bond distributes traffic over its interfaces.
	 *
	 * @default "active-backup"
	 */
	bondMode?: pulumi.Input<"active-backup" | "balance-slb" | "balance-tcp">;
	/**
	 * LACP mode of a bond.
	 *
	 * @default "off"
	 */
	lacp?: pulumi.Input<"active" | "passive" | "off">;
	/** Milliseconds that a link must be up before the bond uses it. Default: 0. */
	bondUpdelay?: pulumi.Input<number>;
	/** Milliseconds that a link must be down before the bond stops using it. Default: 0. */
	bondDowndelay?: pulumi.Input<number>;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	mac?: undefined;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	mtu?: undefined;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	ofportRequest?: undefined;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	addresses?: undefined;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	up?: undefined;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	netns?: undefined;
	/** How traffic that leaves through the port is queued and limited. The rows of QoS and Queue are created for this port and deleted with it. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	ingressPolicingRate?: undefined;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	ingressPolicingBurst?: undefined;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	options?: undefined;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	otherConfig?: undefined;
	/** Not here: it is a setting of one interface, and a bond has several: not for type "bond". */
	externalIds?: undefined;
}

/** The arguments of Port: `type` as an output: which fields go together is checked when it is known. */
export interface AnyPortArgs extends CommonPortArgs {
	/** system: an existing device. internal or tap: a device that Open vSwitch creates. patch: a link to another bridge. bond: several devices as one port. */
	type: pulumi.Output<"system" | "internal" | "tap" | "patch" | "bond"> | Promise<"system" | "internal" | "tap" | "patch" | "bond">;
	/** The patch port at the other end. */
	peer?: pulumi.Input<string>;
	/** The devices of a bond: two or more. */
	interfaces?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * How a bond distributes traffic over its interfaces.
	 *
	 * @default "active-backup"
	 */
	bondMode?: pulumi.Input<"active-backup" | "balance-slb" | "balance-tcp">;
	/**
	 * LACP mode of a bond.
	 *
	 * @default "off"
	 */
	lacp?: pulumi.Input<"active" | "passive" | "off">;
	/** Milliseconds that a link must be up before the bond uses it. Default: 0. */
	bondUpdelay?: pulumi.Input<number>;
	/** Milliseconds that a link must be down before the bond stops using it. Default: 0. */
	bondDowndelay?: pulumi.Input<number>;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes (mtu_request). If it is removed from the program, Open vSwitch chooses the MTU again; a device in another namespace keeps it. */
	mtu?: pulumi.Input<number>;
	/** OpenFlow port number to request, 1 to 65279. */
	ofportRequest?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace into which the internal port's device is moved. */
	netns?: pulumi.Input<string>;
	/** How traffic that leaves through the port is queued and limited. The rows of QoS and Queue are created for this port and deleted with it. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Maximum rate of received traffic, in kbit/s. Traffic above it is dropped. Default: no limit. */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * Burst above ingressPolicingRate, in kbit.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, with the names that Open vSwitch gives them. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The arguments of Port. */
export type PortArgs =
	| SystemPortArgs
	| InternalPortArgs
	| TapPortArgs
	| PatchPortArgs
	| BondPortArgs
	| AnyPortArgs;

/** The values that a program may give of a Port that it only reads. */
export type PortState = Partial<PortArgs>;

const shape: Shape = {
	kind: "Port",
	inputs: ["host", "name", "bridge", "type", "vlanMode", "tag", "trunks", "cvlans", "peer", "interfaces", "bondMode", "lacp", "bondUpdelay", "bondDowndelay", "mac", "mtu", "ofportRequest", "protected", "addresses", "up", "netns", "qos", "ingressPolicingRate", "ingressPolicingBurst", "options", "otherConfig", "externalIds", "portOtherConfig", "portExternalIds", "adopt"],
	computed: ["uuid", "ofport"],
	namedByResource: true,
	refers: [{"thing":"device","when":{"field":"type","is":["system",null]},"path":["name"]}, {"thing":"bridge","path":["bridge"]}, {"thing":"device","path":["interfaces","*"]}, {"thing":"netns","path":["netns"]}],
	makes: [{"thing":"port","path":["name"]}, {"thing":"device","when":{"field":"type","is":["internal","tap"]},"path":["name"]}, {"thing":"address","path":["addresses","*"]}],
};

/** A port of an Open vSwitch bridge with its interface. A bond has several interfaces. */
export class Port extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/Port/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: PortState, opts?: pulumi.CustomResourceOptions): Port;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Port;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Port {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Port(name, state as PortArgs, opts);
	}

	/** True for a Port, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Port {
		return isKind(value, "Port");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of the port. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/** The bridge that the port belongs to. A change moves the port to the other bridge. */
	declare readonly bridge: pulumi.Output<string>;
	/**
	 * system: an existing device. internal or tap: a device that Open vSwitch creates. patch: a link to another bridge. bond: several devices as one port.
	 *
	 * @default "system"
	 */
	declare readonly type: pulumi.Output<"system" | "internal" | "tap" | "patch" | "bond">;
	/** VLAN mode. Default: access if `tag` is set, otherwise trunk. */
	declare readonly vlanMode: pulumi.Output<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel" | undefined>;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	declare readonly tag: pulumi.Output<number | undefined>;
	/** VLANs that a trunk port carries. Default: all. */
	declare readonly trunks: pulumi.Output<number[] | undefined>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	declare readonly cvlans: pulumi.Output<number[] | undefined>;
	/** The patch port at the other end. */
	declare readonly peer: pulumi.Output<string | undefined>;
	/** The devices of a bond: two or more. */
	declare readonly interfaces: pulumi.Output<string[] | undefined>;
	/**
	 * How a bond distributes traffic over its interfaces.
	 *
	 * @default "active-backup"
	 */
	declare readonly bondMode: pulumi.Output<"active-backup" | "balance-slb" | "balance-tcp" | undefined>;
	/**
	 * LACP mode of a bond.
	 *
	 * @default "off"
	 */
	declare readonly lacp: pulumi.Output<"active" | "passive" | "off" | undefined>;
	/** Milliseconds that a link must be up before the bond uses it. Default: 0. */
	declare readonly bondUpdelay: pulumi.Output<number | undefined>;
	/** Milliseconds that a link must be down before the bond stops using it. Default: 0. */
	declare readonly bondDowndelay: pulumi.Output<number | undefined>;
	/** MAC address of the device. */
	declare readonly mac: pulumi.Output<string | undefined>;
	/** MTU in bytes (mtu_request). If it is removed from the program, Open vSwitch chooses the MTU again; a device in another namespace keeps it. */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/** OpenFlow port number to request, 1 to 65279. */
	declare readonly ofportRequest: pulumi.Output<number | undefined>;
	/**
	 * Split horizon: the bridge does not forward between protected ports.
	 *
	 * @default false
	 */
	declare readonly protected: pulumi.Output<boolean | undefined>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	declare readonly addresses: pulumi.Output<string[] | undefined>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	declare readonly up: pulumi.Output<boolean | undefined>;
	/** Network namespace into which the internal port's device is moved. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/** How traffic that leaves through the port is queued and limited. The rows of QoS and Queue are created for this port and deleted with it. */
	declare readonly qos: pulumi.Output<PortQos | undefined>;
	/** Maximum rate of received traffic, in kbit/s. Traffic above it is dropped. Default: no limit. */
	declare readonly ingressPolicingRate: pulumi.Output<number | undefined>;
	/**
	 * Burst above ingressPolicingRate, in kbit.
	 *
	 * @default 8000
	 */
	declare readonly ingressPolicingBurst: pulumi.Output<number | undefined>;
	/** Options of the interface, with the names that Open vSwitch gives them. */
	declare readonly options: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Keys of the interface's other_config. Keys that aren't named here are left alone. */
	declare readonly otherConfig: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Keys of the port's other_config. Keys that aren't named here are left alone. */
	declare readonly portOtherConfig: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Keys of the port's external_ids. Keys that aren't named here are left alone. */
	declare readonly portExternalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the port's row. */
	declare readonly uuid: pulumi.Output<string>;
	/** OpenFlow port number. For a bond, the number of its first interface. */
	declare readonly ofport: pulumi.Output<number>;

	constructor(name: string, args: PortArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
