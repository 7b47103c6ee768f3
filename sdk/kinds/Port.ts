// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of PortQos. */
export interface PortQosArgs {
	/** The kernel's queueing discipline. */
	type: pulumi.Input<"linux-htb" | "linux-hfsc">;
	/** What all queues together never get above, in bits per second. OVS's default is the link's rate. */
	maxRate?: pulumi.Input<number>;
	/** Further keys of the QoS row's other_config. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Queues by number: 0 is for what no flow puts into another one (set_queue). */
	queues?: pulumi.Input<{ [key: string]: pulumi.Input<PortQosQueueArgs> }>;
}

export interface PortQos {
	/** The kernel's queueing discipline. */
	type: "linux-htb" | "linux-hfsc";
	/** What all queues together never get above, in bits per second. OVS's default is the link's rate. */
	maxRate?: number;
	/** Further keys of the QoS row's other_config. */
	otherConfig?: { [key: string]: string };
	/** Queues by number: 0 is for what no flow puts into another one (set_queue). */
	queues?: { [key: string]: PortQosQueue };
}

/** The arguments of PortQosQueue. */
export interface PortQosQueueArgs {
	/** What the queue is sure of, in bits per second. */
	minRate?: pulumi.Input<number>;
	/** What the queue never gets above, in bits per second. */
	maxRate?: pulumi.Input<number>;
	/** How much may go above the rate at once, in bits (linux-htb). */
	burst?: pulumi.Input<number>;
	/**
	 * The lower number gets what is left over first (linux-htb).
	 *
	 * @default 0
	 */
	priority?: pulumi.Input<number>;
	/** DSCP bits to set on the queue's packets. */
	dscp?: pulumi.Input<number>;
}

export interface PortQosQueue {
	/** What the queue is sure of, in bits per second. */
	minRate?: number;
	/** What the queue never gets above, in bits per second. */
	maxRate?: number;
	/** How much may go above the rate at once, in bits (linux-htb). */
	burst?: number;
	/**
	 * The lower number gets what is left over first (linux-htb).
	 *
	 * @default 0
	 */
	priority?: number;
	/** DSCP bits to set on the queue's packets. */
	dscp?: number;
}

/** The arguments of Port that are the same in every case. */
export interface CommonPortArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the port. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/** The bridge that the port is on. A change moves the port. */
	bridge: pulumi.Input<string>;
	/** VLAN mode. Default: OVS's own rule (access with a tag, else trunk). */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * Protected ports never forward to each other: split horizon.
	 *
	 * @default false
	 */
	protected?: pulumi.Input<boolean>;
	/** Keys of the port's other_config. Keys that aren't named here are left alone. */
	portOtherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the port's external_ids. Keys that aren't named here are left alone. */
	portExternalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Port: `type` "system". */
export interface SystemPortArgs extends CommonPortArgs {
	/**
	 * system: a device that exists; internal, tap: a device that OVS makes; patch: a link to another bridge; bond: several devices as one.
	 *
	 * @default "system"
	 */
	type?: "system";
	/** Not here: it is for type "patch" alone. */
	peer?: undefined;
	/** Not here: it is for type "bond" alone. */
	interfaces?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondMode?: undefined;
	/** Not here: it is for type "bond" alone. */
	lacp?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondUpdelay?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondDowndelay?: undefined;
	/** Not here: it is of the device itself, which is there without the port: declare it on a Link (type "device" for a NIC); a device that OVS is to make has type "internal". */
	mac?: undefined;
	/** Not here: it is of the device itself, which is there without the port: declare it on a Link (type "device" for a NIC); a device that OVS is to make has type "internal". */
	mtu?: undefined;
	/** The OpenFlow port number to ask for. */
	ofportRequest?: pulumi.Input<number>;
	/** Not here: it is of the device itself, which is there without the port: declare it on a Link (type "device" for a NIC); a device that OVS is to make has type "internal". */
	addresses?: undefined;
	/** Not here: it is of the device itself, which is there without the port: declare it on a Link (type "device" for a NIC); a device that OVS is to make has type "internal". */
	up?: undefined;
	/** Not here: it is for type "internal" alone: other devices are moved by a Link. */
	netns?: undefined;
	/** How what goes out by the port is queued and limited. The rows of QoS and Queue are made for this port, and go with it. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Received traffic above this rate, in kbit/s, is dropped. Default: no limit. */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * How much may come above the rate at once, in kbit.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by OVS's names. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The arguments of Port: `type` "internal". */
export interface InternalPortArgs extends CommonPortArgs {
	/** system: a device that exists; internal, tap: a device that OVS makes; patch: a link to another bridge; bond: several devices as one. */
	type: "internal";
	/** Not here: it is for type "patch" alone. */
	peer?: undefined;
	/** Not here: it is for type "bond" alone. */
	interfaces?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondMode?: undefined;
	/** Not here: it is for type "bond" alone. */
	lacp?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondUpdelay?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondDowndelay?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes (mtu_request). Dropped from the program, it is OVS's choice again; of a device in a namespace it stays. */
	mtu?: pulumi.Input<number>;
	/** The OpenFlow port number to ask for. */
	ofportRequest?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace into which the internal port's device is moved. */
	netns?: pulumi.Input<string>;
	/** How what goes out by the port is queued and limited. The rows of QoS and Queue are made for this port, and go with it. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Received traffic above this rate, in kbit/s, is dropped. Default: no limit. */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * How much may come above the rate at once, in kbit.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by OVS's names. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The arguments of Port: `type` "tap". */
export interface TapPortArgs extends CommonPortArgs {
	/** system: a device that exists; internal, tap: a device that OVS makes; patch: a link to another bridge; bond: several devices as one. */
	type: "tap";
	/** Not here: it is for type "patch" alone. */
	peer?: undefined;
	/** Not here: it is for type "bond" alone. */
	interfaces?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondMode?: undefined;
	/** Not here: it is for type "bond" alone. */
	lacp?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondUpdelay?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondDowndelay?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes (mtu_request). Dropped from the program, it is OVS's choice again; of a device in a namespace it stays. */
	mtu?: pulumi.Input<number>;
	/** The OpenFlow port number to ask for. */
	ofportRequest?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Not here: it is for type "internal" alone: other devices are moved by a Link. */
	netns?: undefined;
	/** How what goes out by the port is queued and limited. The rows of QoS and Queue are made for this port, and go with it. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Received traffic above this rate, in kbit/s, is dropped. Default: no limit. */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * How much may come above the rate at once, in kbit.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by OVS's names. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The arguments of Port: `type` "patch". */
export interface PatchPortArgs extends CommonPortArgs {
	/** system: a device that exists; internal, tap: a device that OVS makes; patch: a link to another bridge; bond: several devices as one. */
	type: "patch";
	/** The patch port at the other end. */
	peer: pulumi.Input<string>;
	/** Not here: it is for type "bond" alone. */
	interfaces?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondMode?: undefined;
	/** Not here: it is for type "bond" alone. */
	lacp?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondUpdelay?: undefined;
	/** Not here: it is for type "bond" alone. */
	bondDowndelay?: undefined;
	/** Not here: it is of a device, and a patch port has none. */
	mac?: undefined;
	/** Not here: it is of a device, and a patch port has none. */
	mtu?: undefined;
	/** The OpenFlow port number to ask for. */
	ofportRequest?: pulumi.Input<number>;
	/** Not here: it is of a device, and a patch port has none. */
	addresses?: undefined;
	/** Not here: it is of a device, and a patch port has none. */
	up?: undefined;
	/** Not here: it is of a device, and a patch port has none. */
	netns?: undefined;
	/** Not here: it is of a device, and a patch port has none. */
	qos?: undefined;
	/** Not here: it is of a device, and a patch port has none. */
	ingressPolicingRate?: undefined;
	/** Not here: it is of a device, and a patch port has none. */
	ingressPolicingBurst?: undefined;
	/** Options of the interface, by OVS's names. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The arguments of Port: `type` "bond". */
export interface BondPortArgs extends CommonPortArgs {
	/** system: a device that exists; internal, tap: a device that OVS makes; patch: a link to another bridge; bond: several devices as one. */
	type: "bond";
	/** Not here: it is for type "patch" alone. */
	peer?: undefined;
	/** The devices of a bond: two or more. */
	interfaces: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * How a bond shares its load.
	 *
	 * @default "active-backup"
	 */
	bondMode?: pulumi.Input<"active-backup" | "balance-slb" | "balance-tcp">;
	/**
	 * LACP of a bond.
	 *
	 * @default "off"
	 */
	lacp?: pulumi.Input<"active" | "passive" | "off">;
	/** Milliseconds for which a link must be up before it is used. */
	bondUpdelay?: pulumi.Input<number>;
	/** Milliseconds for which a link must be down before it is given up. */
	bondDowndelay?: pulumi.Input<number>;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	mac?: undefined;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	mtu?: undefined;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	ofportRequest?: undefined;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	addresses?: undefined;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	up?: undefined;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	netns?: undefined;
	/** How what goes out by the port is queued and limited. The rows of QoS and Queue are made for this port, and go with it. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	ingressPolicingRate?: undefined;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	ingressPolicingBurst?: undefined;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	options?: undefined;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	otherConfig?: undefined;
	/** Not here: it is of one interface, and a bond has several: not for type "bond". */
	externalIds?: undefined;
}

/** The arguments of Port: `type` as an output: which fields go together is checked when it is known. */
export interface AnyPortArgs extends CommonPortArgs {
	/** system: a device that exists; internal, tap: a device that OVS makes; patch: a link to another bridge; bond: several devices as one. */
	type: pulumi.Output<"system" | "internal" | "tap" | "patch" | "bond"> | Promise<"system" | "internal" | "tap" | "patch" | "bond">;
	/** The patch port at the other end. */
	peer?: pulumi.Input<string>;
	/** The devices of a bond: two or more. */
	interfaces?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * How a bond shares its load.
	 *
	 * @default "active-backup"
	 */
	bondMode?: pulumi.Input<"active-backup" | "balance-slb" | "balance-tcp">;
	/**
	 * LACP of a bond.
	 *
	 * @default "off"
	 */
	lacp?: pulumi.Input<"active" | "passive" | "off">;
	/** Milliseconds for which a link must be up before it is used. */
	bondUpdelay?: pulumi.Input<number>;
	/** Milliseconds for which a link must be down before it is given up. */
	bondDowndelay?: pulumi.Input<number>;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes (mtu_request). Dropped from the program, it is OVS's choice again; of a device in a namespace it stays. */
	mtu?: pulumi.Input<number>;
	/** The OpenFlow port number to ask for. */
	ofportRequest?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace into which the internal port's device is moved. */
	netns?: pulumi.Input<string>;
	/** How what goes out by the port is queued and limited. The rows of QoS and Queue are made for this port, and go with it. */
	qos?: pulumi.Input<PortQosArgs>;
	/** Received traffic above this rate, in kbit/s, is dropped. Default: no limit. */
	ingressPolicingRate?: pulumi.Input<number>;
	/**
	 * How much may come above the rate at once, in kbit.
	 *
	 * @default 8000
	 */
	ingressPolicingBurst?: pulumi.Input<number>;
	/** Options of the interface, by OVS's names. */
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

/** A port of an Open vSwitch bridge, with its interface (or, for a bond, its interfaces). */
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
	/** The bridge that the port is on. A change moves the port. */
	declare readonly bridge: pulumi.Output<string>;
	/**
	 * system: a device that exists; internal, tap: a device that OVS makes; patch: a link to another bridge; bond: several devices as one.
	 *
	 * @default "system"
	 */
	declare readonly type: pulumi.Output<"system" | "internal" | "tap" | "patch" | "bond">;
	/** VLAN mode. Default: OVS's own rule (access with a tag, else trunk). */
	declare readonly vlanMode: pulumi.Output<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel" | undefined>;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	declare readonly tag: pulumi.Output<number | undefined>;
	/** VLANs that a trunk carries. Default: all. */
	declare readonly trunks: pulumi.Output<number[] | undefined>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	declare readonly cvlans: pulumi.Output<number[] | undefined>;
	/** The patch port at the other end. */
	declare readonly peer: pulumi.Output<string | undefined>;
	/** The devices of a bond: two or more. */
	declare readonly interfaces: pulumi.Output<string[] | undefined>;
	/**
	 * How a bond shares its load.
	 *
	 * @default "active-backup"
	 */
	declare readonly bondMode: pulumi.Output<"active-backup" | "balance-slb" | "balance-tcp" | undefined>;
	/**
	 * LACP of a bond.
	 *
	 * @default "off"
	 */
	declare readonly lacp: pulumi.Output<"active" | "passive" | "off" | undefined>;
	/** Milliseconds for which a link must be up before it is used. */
	declare readonly bondUpdelay: pulumi.Output<number | undefined>;
	/** Milliseconds for which a link must be down before it is given up. */
	declare readonly bondDowndelay: pulumi.Output<number | undefined>;
	/** MAC address of the device. */
	declare readonly mac: pulumi.Output<string | undefined>;
	/** MTU in bytes (mtu_request). Dropped from the program, it is OVS's choice again; of a device in a namespace it stays. */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/** The OpenFlow port number to ask for. */
	declare readonly ofportRequest: pulumi.Output<number | undefined>;
	/**
	 * Protected ports never forward to each other: split horizon.
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
	/** How what goes out by the port is queued and limited. The rows of QoS and Queue are made for this port, and go with it. */
	declare readonly qos: pulumi.Output<PortQos | undefined>;
	/** Received traffic above this rate, in kbit/s, is dropped. Default: no limit. */
	declare readonly ingressPolicingRate: pulumi.Output<number | undefined>;
	/**
	 * How much may come above the rate at once, in kbit.
	 *
	 * @default 8000
	 */
	declare readonly ingressPolicingBurst: pulumi.Output<number | undefined>;
	/** Options of the interface, by OVS's names. */
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
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the port's row. */
	declare readonly uuid: pulumi.Output<string>;
	/** OpenFlow port number; of a bond, that of its first interface. */
	declare readonly ofport: pulumi.Output<number>;

	constructor(name: string, args: PortArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
