// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of TrunkParent. */
export interface TrunkParentArgs {
	/** The workload's device: a tap device or one end of a veth pair. The device may appear after the trunk. */
	port: pulumi.Input<string>;
	/**
	 * Local VLAN for the workload's untagged packets on the integration bridge, 0 to 4095. 0 means no VLAN.
	 *
	 * @default 0
	 */
	tag?: pulumi.Input<number>;
	/** Keys of the external_ids of the parent's interfaces, such as iface-id and attached-mac. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

export interface TrunkParent {
	/** The workload's device: a tap device or one end of a veth pair. The device may appear after the trunk. */
	port: string;
	/**
	 * Local VLAN for the workload's untagged packets on the integration bridge, 0 to 4095. 0 means no VLAN.
	 *
	 * @default 0
	 */
	tag: number;
	/** Keys of the external_ids of the parent's interfaces, such as iface-id and attached-mac. Keys that aren't named here are left alone. */
	externalIds?: { [key: string]: string };
}

/** The arguments of TrunkSubport. */
export interface TrunkSubportArgs {
	/** Id of the subport. It must be unique on the host. */
	name: pulumi.Input<string>;
	/** VLAN id that the workload uses for the subport, 1 to 4094. A change is made in place. */
	segmentationId: pulumi.Input<number>;
	/**
	 * Local VLAN of the subport's network on the integration bridge, 0 to 4095. 0 means no VLAN.
	 *
	 * @default 0
	 */
	tag?: pulumi.Input<number>;
	/** Keys of the external_ids of the subport's interfaces, such as iface-id and attached-mac. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

export interface TrunkSubport {
	/** Id of the subport. It must be unique on the host. */
	name: string;
	/** VLAN id that the workload uses for the subport, 1 to 4094. A change is made in place. */
	segmentationId: number;
	/**
	 * Local VLAN of the subport's network on the integration bridge, 0 to 4095. 0 means no VLAN.
	 *
	 * @default 0
	 */
	tag: number;
	/** Keys of the external_ids of the subport's interfaces, such as iface-id and attached-mac. Keys that aren't named here are left alone. */
	externalIds?: { [key: string]: string };
}

/** The arguments of Trunk that are the same in every case. */
export interface CommonTrunkArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Id of the trunk. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/**
	 * The bridge that carries the networks. The trunk does not create it.
	 *
	 * @default "br-int"
	 */
	integrationBridge?: pulumi.Input<string>;
	/** The workload's port, which carries all networks of the trunk. */
	parent: pulumi.Input<TrunkParentArgs>;
	/**
	 * Allow the deletion of the trunk while its parent is in use.
	 *
	 * @default false
	 */
	force?: pulumi.Input<boolean>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Trunk: `mode` "bridge". */
export interface BridgeTrunkArgs extends CommonTrunkArgs {
	/**
	 * bridge: the trunk has its own bridge, connected to the integration bridge by one pair of patch ports per network. vlan-interfaces: each subport is a VLAN device on the workload's device, and a port of the integration bridge.
	 *
	 * @default "bridge"
	 */
	mode?: "bridge";
	/**
	 * The networks that the workload reaches by VLAN. A subport can be added or removed while the others are in use.
	 *
	 * @default []
	 */
	subports?: pulumi.Input<pulumi.Input<TrunkSubportArgs>[]>;
}

/** The arguments of Trunk: `mode` "vlan-interfaces". */
export interface VlanInterfacesTrunkArgs extends CommonTrunkArgs {
	/** bridge: the trunk has its own bridge, connected to the integration bridge by one pair of patch ports per network. vlan-interfaces: each subport is a VLAN device on the workload's device, and a port of the integration bridge. */
	mode: "vlan-interfaces";
	/**
	 * The networks that the workload reaches by VLAN. A subport can be added or removed while the others are in use.
	 *
	 * @default []
	 */
	subports: pulumi.Input<pulumi.Input<TrunkSubportArgs>[]>;
}

/** The arguments of Trunk: `mode` as an output: which fields go together is checked when it is known. */
export interface AnyTrunkArgs extends CommonTrunkArgs {
	/** bridge: the trunk has its own bridge, connected to the integration bridge by one pair of patch ports per network. vlan-interfaces: each subport is a VLAN device on the workload's device, and a port of the integration bridge. */
	mode: pulumi.Output<"bridge" | "vlan-interfaces"> | Promise<"bridge" | "vlan-interfaces">;
	/**
	 * The networks that the workload reaches by VLAN. A subport can be added or removed while the others are in use.
	 *
	 * @default []
	 */
	subports?: pulumi.Input<pulumi.Input<TrunkSubportArgs>[]>;
}

/** The arguments of Trunk. */
export type TrunkArgs =
	| BridgeTrunkArgs
	| VlanInterfacesTrunkArgs
	| AnyTrunkArgs;

/** The values that a program may give of a Trunk that it only reads. */
export type TrunkState = Partial<TrunkArgs>;

const shape: Shape = {
	kind: "Trunk",
	inputs: ["host", "name", "mode", "integrationBridge", "parent", "subports", "force", "adopt"],
	computed: ["bridge"],
	namedByResource: true,
	refers: [{"thing":"bridge","path":["integrationBridge"],"fallback":"br-int"}],
	makes: [{"thing":"bridge","prefix":"tbr","when":{"field":"mode","is":["bridge",null]},"path":["name"]}, {"thing":"port","prefix":"tbr","when":{"field":"mode","is":["bridge",null]},"path":["name"]}, {"thing":"device","prefix":"tbr","when":{"field":"mode","is":["bridge",null]},"path":["name"]}],
};

/** Several networks on one port of a workload, distinguished by VLAN, as Neutron's trunk ports are. The trunk is either its own bridge with patch ports, or a set of VLAN devices. */
export class Trunk extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/Trunk/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: TrunkState, opts?: pulumi.CustomResourceOptions): Trunk;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Trunk;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Trunk {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Trunk(name, state as TrunkArgs, opts);
	}

	/** True for a Trunk, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Trunk {
		return isKind(value, "Trunk");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Id of the trunk. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/**
	 * bridge: the trunk has its own bridge, connected to the integration bridge by one pair of patch ports per network. vlan-interfaces: each subport is a VLAN device on the workload's device, and a port of the integration bridge.
	 *
	 * @default "bridge"
	 */
	declare readonly mode: pulumi.Output<"bridge" | "vlan-interfaces">;
	/**
	 * The bridge that carries the networks. The trunk does not create it.
	 *
	 * @default "br-int"
	 */
	declare readonly integrationBridge: pulumi.Output<string>;
	/** The workload's port, which carries all networks of the trunk. */
	declare readonly parent: pulumi.Output<TrunkParent>;
	/**
	 * The networks that the workload reaches by VLAN. A subport can be added or removed while the others are in use.
	 *
	 * @default []
	 */
	declare readonly subports: pulumi.Output<TrunkSubport[]>;
	/**
	 * Allow the deletion of the trunk while its parent is in use.
	 *
	 * @default false
	 */
	declare readonly force: pulumi.Output<boolean | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** The bridge to which the parent's port belongs: the trunk's own bridge or the integration bridge. */
	declare readonly bridge: pulumi.Output<string>;

	constructor(name: string, args: TrunkArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
