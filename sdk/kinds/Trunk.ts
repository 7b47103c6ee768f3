// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The object in `parent` of Trunk. */
export interface TrunkParentArgs {
	/** Device of the workload: a tap device or one end of a veth pair. The device may be created after the trunk. */
	port: pulumi.Input<string>;
	/**
	 * Local VLAN for the workload's untagged packets on the integration bridge, 0 to 4095. 0 means no VLAN.
	 *
	 * @default 0
	 */
	tag?: pulumi.Input<number>;
	/**
	 * Keys of the external_ids of the parent's interfaces, such as iface-id and attached-mac. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The object in `parent` of Trunk, as an output. */
export interface TrunkParent {
	/** Device of the workload: a tap device or one end of a veth pair. The device may be created after the trunk. */
	port: string;
	/**
	 * Local VLAN for the workload's untagged packets on the integration bridge, 0 to 4095. 0 means no VLAN.
	 *
	 * @default 0
	 */
	tag: number;
	/**
	 * Keys of the external_ids of the parent's interfaces, such as iface-id and attached-mac. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: { [key: string]: string };
}

/** An item of `subports` of Trunk. */
export interface TrunkSubportArgs {
	/** Id of the subport, unique on the host. */
	name: pulumi.Input<string>;
	/** VLAN id that the workload uses for the subport, 1 to 4094. */
	segmentationId: pulumi.Input<number>;
	/**
	 * Local VLAN of the subport's network on the integration bridge, 0 to 4095. 0 means no VLAN.
	 *
	 * @default 0
	 */
	tag?: pulumi.Input<number>;
	/**
	 * Keys of the external_ids of the subport's interfaces, such as iface-id and attached-mac. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** An item of `subports` of Trunk, as an output. */
export interface TrunkSubport {
	/** Id of the subport, unique on the host. */
	name: string;
	/** VLAN id that the workload uses for the subport, 1 to 4094. */
	segmentationId: number;
	/**
	 * Local VLAN of the subport's network on the integration bridge, 0 to 4095. 0 means no VLAN.
	 *
	 * @default 0
	 */
	tag: number;
	/**
	 * Keys of the external_ids of the subport's interfaces, such as iface-id and attached-mac. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: { [key: string]: string };
}

/** The arguments of Trunk that are the same in every case. */
export interface CommonTrunkArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Id of the trunk.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/**
	 * Bridge that carries the networks. The trunk does not create this bridge.
	 *
	 * @default "br-int"
	 */
	integrationBridge?: pulumi.Input<string>;
	/** Port of the workload, which carries all networks of the trunk. */
	parent: pulumi.Input<TrunkParentArgs>;
	/**
	 * Allow the deletion of the trunk while its parent is in use.
	 *
	 * @default false
	 */
	force?: pulumi.Input<boolean>;
	/**
	 * Take over existing bridges, ports and VLAN devices that have the names of those of the trunk. At destroy, these objects stay, with their former settings.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Trunk: `mode` "bridge". */
export interface BridgeTrunkArgs extends CommonTrunkArgs {
	/**
	 * Form of the trunk. `bridge`: a bridge of its own, with one pair of patch ports per network to the integration bridge. `vlan-interfaces`: one VLAN device per subport on the workload's device; each is a port of the integration bridge.
	 *
	 * @default "bridge"
	 */
	mode?: "bridge";
	/**
	 * Networks that the workload reaches by VLAN. A subport can be added or removed while the others are in use.
	 *
	 * @default []
	 */
	subports?: pulumi.Input<pulumi.Input<TrunkSubportArgs>[]>;
}

/** The arguments of Trunk: `mode` "vlan-interfaces". */
export interface VlanInterfacesTrunkArgs extends CommonTrunkArgs {
	/** Form of the trunk. `bridge`: a bridge of its own, with one pair of patch ports per network to the integration bridge. `vlan-interfaces`: one VLAN device per subport on the workload's device; each is a port of the integration bridge. */
	mode: "vlan-interfaces";
	/** Networks that the workload reaches by VLAN. A subport can be added or removed while the others are in use. */
	subports: pulumi.Input<pulumi.Input<TrunkSubportArgs>[]>;
}

/** The arguments of Trunk: `mode` as an output: the fields that go together are checked when its value is known. */
export interface AnyTrunkArgs extends CommonTrunkArgs {
	/** Form of the trunk. `bridge`: a bridge of its own, with one pair of patch ports per network to the integration bridge. `vlan-interfaces`: one VLAN device per subport on the workload's device; each is a port of the integration bridge. */
	mode: pulumi.Output<"bridge" | "vlan-interfaces"> | Promise<"bridge" | "vlan-interfaces">;
	/**
	 * Networks that the workload reaches by VLAN. A subport can be added or removed while the others are in use.
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

/** The fields that a program can pass to Trunk.get. */
export type TrunkState = Partial<TrunkArgs>;

const shape: Shape = {
	kind: "Trunk",
	inputs: ["host", "name", "mode", "integrationBridge", "parent", "subports", "force", "adopt"],
	computed: ["bridge"],
	filledIn: ["mode", "integrationBridge", "subports"],
	namedByResource: true,
	refers: [{"sort":"bridge","path":["integrationBridge"],"fallback":"br-int"}],
	makes: [{"sort":"bridge","prefix":"tbr","when":{"field":"mode","is":["bridge",null]},"path":["name"]}, {"sort":"port","prefix":"tbr","when":{"field":"mode","is":["bridge",null]},"path":["name"]}, {"sort":"device","prefix":"tbr","when":{"field":"mode","is":["bridge",null]},"path":["name"]}],
};

/** Several networks on one port of a workload, one VLAN per network, like Neutron's trunk ports. The trunk is a bridge of its own with patch ports, or a set of VLAN devices. */
export class Trunk extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/Trunk/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: TrunkState, opts?: pulumi.CustomResourceOptions): Trunk;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Trunk;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Trunk {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Trunk(name, state as TrunkArgs, opts);
	}

	/** True if a value is a Trunk, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Trunk {
		return isKind(value, "Trunk");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Id of the trunk.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Form of the trunk. `bridge`: a bridge of its own, with one pair of patch ports per network to the integration bridge. `vlan-interfaces`: one VLAN device per subport on the workload's device; each is a port of the integration bridge.
	 *
	 * @default "bridge"
	 */
	declare readonly mode: pulumi.Output<"bridge" | "vlan-interfaces">;
	/**
	 * Bridge that carries the networks. The trunk does not create this bridge.
	 *
	 * @default "br-int"
	 */
	declare readonly integrationBridge: pulumi.Output<string>;
	/** Port of the workload, which carries all networks of the trunk. */
	declare readonly parent: pulumi.Output<TrunkParent>;
	/**
	 * Networks that the workload reaches by VLAN. A subport can be added or removed while the others are in use.
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
	 * Take over existing bridges, ports and VLAN devices that have the names of those of the trunk. At destroy, these objects stay, with their former settings.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Bridge that the parent's port belongs to: the trunk's own bridge or the integration bridge. */
	declare readonly bridge: pulumi.Output<string>;

	constructor(name: string, args: TrunkArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
