// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of LocalVlans. */
export interface LocalVlansArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Bridge on which the VLANs are used. */
	bridge: pulumi.Input<string>;
	/** Names of the networks that get a local VLAN. */
	networks: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * VLANs that the program chooses, by network, 1 to 4094. Every other network gets the next free VLAN, and keeps it. The output `vlans` has the VLANs of all networks.
	 *
	 * @default {}
	 */
	vlans?: pulumi.Input<{ [key: string]: pulumi.Input<number> }>;
	/**
	 * Take over a bridge on which somebody else has local VLANs. At destroy, the bridge gets the former numbers back. The program's numbers replace the numbers on the bridge; to keep a number, set it in `vlans`.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to LocalVlans.get. */
export type LocalVlansState = Partial<LocalVlansArgs>;

const shape: Shape = {
	kind: "LocalVlans",
	inputs: ["host", "bridge", "networks", "vlans", "adopt"],
	computed: [],
	filledIn: ["vlans"],
	namedByResource: false,
	refers: [{"sort":"bridge","path":["bridge"]}],
	makes: [],
};

/** Local VLANs of networks on a bridge: one number per network, allocated once and never changed. The numbers are valid on this host only. The bridge's external_ids hold them. */
export class LocalVlans extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/LocalVlans/<bridge>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: LocalVlansState, opts?: pulumi.CustomResourceOptions): LocalVlans;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): LocalVlans;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): LocalVlans {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new LocalVlans(name, state as LocalVlansArgs, opts);
	}

	/** True if a value is a LocalVlans, even one from another copy of this package. */
	static override isInstance(value: unknown): value is LocalVlans {
		return isKind(value, "LocalVlans");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Bridge on which the VLANs are used. */
	declare readonly bridge: pulumi.Output<string>;
	/** Names of the networks that get a local VLAN. */
	declare readonly networks: pulumi.Output<string[]>;
	/**
	 * VLANs that the program chooses, by network, 1 to 4094. Every other network gets the next free VLAN, and keeps it. The output `vlans` has the VLANs of all networks.
	 *
	 * @default {}
	 */
	declare readonly vlans: pulumi.Output<{ [key: string]: number }>;
	/**
	 * Take over a bridge on which somebody else has local VLANs. At destroy, the bridge gets the former numbers back. The program's numbers replace the numbers on the bridge; to keep a number, set it in `vlans`.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: LocalVlansArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
