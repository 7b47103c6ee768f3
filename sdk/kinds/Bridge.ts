// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of BridgeController. */
export interface BridgeControllerArgs {
	/** Connection method of the controller, such as `tcp:192.0.2.9:6653`. */
	target: pulumi.Input<string>;
	/** Whether control traffic passes through the bridge itself (in-band) or not (out-of-band). Default: Open vSwitch's choice. */
	connectionMode?: pulumi.Input<"in-band" | "out-of-band">;
}

export interface BridgeController {
	/** Connection method of the controller, such as `tcp:192.0.2.9:6653`. */
	target: string;
	/** Whether control traffic passes through the bridge itself (in-band) or not (out-of-band). Default: Open vSwitch's choice. */
	connectionMode?: "in-band" | "out-of-band";
}

/** The arguments of Bridge. */
export interface BridgeArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the bridge and of its local port. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/**
	 * Datapath: in the kernel (system) or in userspace (netdev).
	 *
	 * @default "system"
	 */
	datapathType?: pulumi.Input<"system" | "netdev">;
	/**
	 * What the bridge does while no controller is connected. standalone: it switches by learning MAC addresses. secure: it only applies the flows that it has.
	 *
	 * @default "standalone"
	 */
	failMode?: pulumi.Input<"standalone" | "secure">;
	/** OpenFlow versions that the bridge accepts. Default: Open vSwitch's choice. */
	protocols?: pulumi.Input<pulumi.Input<"OpenFlow10" | "OpenFlow11" | "OpenFlow12" | "OpenFlow13" | "OpenFlow14" | "OpenFlow15">[]>;
	/**
	 * Spanning tree (802.1D).
	 *
	 * @default false
	 */
	stp?: pulumi.Input<boolean>;
	/**
	 * Rapid spanning tree (802.1D-2004).
	 *
	 * @default false
	 */
	rstp?: pulumi.Input<boolean>;
	/**
	 * Multicast snooping.
	 *
	 * @default false
	 */
	mcastSnooping?: pulumi.Input<boolean>;
	/** VLANs in which no MAC addresses are learnt, so that packets are flooded. Default: none. */
	floodVlans?: pulumi.Input<pulumi.Input<number>[]>;
	/** MAC address of the bridge (other_config:hwaddr). */
	hwaddr?: pulumi.Input<string>;
	/** OpenFlow controllers. `[]` removes all of them. If not set, existing controllers stay. */
	controllers?: pulumi.Input<pulumi.Input<BridgeControllerArgs>[]>;
	/**
	 * Turn off in-band control and its hidden flows (other_config:disable-in-band).
	 *
	 * @default false
	 */
	disableInBand?: pulumi.Input<boolean>;
	/** Keys of the bridge's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the bridge's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** MTU of the local port, in bytes (mtu_request). */
	mtu?: pulumi.Input<number>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a Bridge that it only reads. */
export type BridgeState = Partial<BridgeArgs>;

const shape: Shape = {
	kind: "Bridge",
	inputs: ["host", "name", "datapathType", "failMode", "protocols", "stp", "rstp", "mcastSnooping", "floodVlans", "hwaddr", "controllers", "disableInBand", "otherConfig", "externalIds", "addresses", "mtu", "up", "adopt"],
	computed: ["uuid", "datapathId"],
	namedByResource: true,
	refers: [],
	makes: [{"thing":"bridge","path":["name"]}, {"thing":"port","path":["name"]}, {"thing":"device","path":["name"]}, {"thing":"address","path":["addresses","*"]}],
};

/** An Open vSwitch bridge and its local port. The local port is a network device with the bridge's name, which the host itself can use. */
export class Bridge extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/Bridge/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: BridgeState, opts?: pulumi.CustomResourceOptions): Bridge;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Bridge;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Bridge {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Bridge(name, state as BridgeArgs, opts);
	}

	/** True for a Bridge, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Bridge {
		return isKind(value, "Bridge");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of the bridge and of its local port. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Datapath: in the kernel (system) or in userspace (netdev).
	 *
	 * @default "system"
	 */
	declare readonly datapathType: pulumi.Output<"system" | "netdev">;
	/**
	 * What the bridge does while no controller is connected. standalone: it switches by learning MAC addresses. secure: it only applies the flows that it has.
	 *
	 * @default "standalone"
	 */
	declare readonly failMode: pulumi.Output<"standalone" | "secure" | undefined>;
	/** OpenFlow versions that the bridge accepts. Default: Open vSwitch's choice. */
	declare readonly protocols: pulumi.Output<("OpenFlow10" | "OpenFlow11" | "OpenFlow12" | "OpenFlow13" | "OpenFlow14" | "OpenFlow15")[] | undefined>;
	/**
	 * Spanning tree (802.1D).
	 *
	 * @default false
	 */
	declare readonly stp: pulumi.Output<boolean | undefined>;
	/**
	 * Rapid spanning tree (802.1D-2004).
	 *
	 * @default false
	 */
	declare readonly rstp: pulumi.Output<boolean | undefined>;
	/**
	 * Multicast snooping.
	 *
	 * @default false
	 */
	declare readonly mcastSnooping: pulumi.Output<boolean | undefined>;
	/** VLANs in which no MAC addresses are learnt, so that packets are flooded. Default: none. */
	declare readonly floodVlans: pulumi.Output<number[] | undefined>;
	/** MAC address of the bridge (other_config:hwaddr). */
	declare readonly hwaddr: pulumi.Output<string | undefined>;
	/** OpenFlow controllers. `[]` removes all of them. If not set, existing controllers stay. */
	declare readonly controllers: pulumi.Output<BridgeController[] | undefined>;
	/**
	 * Turn off in-band control and its hidden flows (other_config:disable-in-band).
	 *
	 * @default false
	 */
	declare readonly disableInBand: pulumi.Output<boolean | undefined>;
	/** Keys of the bridge's other_config. Keys that aren't named here are left alone. */
	declare readonly otherConfig: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Keys of the bridge's external_ids. Keys that aren't named here are left alone. */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	declare readonly addresses: pulumi.Output<string[] | undefined>;
	/** MTU of the local port, in bytes (mtu_request). */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	declare readonly up: pulumi.Output<boolean | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the bridge's row. */
	declare readonly uuid: pulumi.Output<string>;
	/** Datapath id: 16 hexadecimal digits. */
	declare readonly datapathId: pulumi.Output<string>;

	constructor(name: string, args: BridgeArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
