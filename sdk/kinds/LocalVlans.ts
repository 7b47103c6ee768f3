// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of LocalVlans. */
export interface LocalVlansArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the bridge. */
	bridge: pulumi.Input<string>;
	/** Names of the networks. */
	networks: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * VLAN by network, 1 to 4094, for networks whose number the program chooses. Every other network gets the next free number, and keeps it.
	 *
	 * @default {}
	 */
	vlans?: pulumi.Input<{ [key: string]: pulumi.Input<number> }>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a LocalVlans that it only reads. */
export type LocalVlansState = Partial<LocalVlansArgs>;

const shape: Shape = {
	kind: "LocalVlans",
	inputs: ["host", "bridge", "networks", "vlans", "adopt"],
	computed: [],
	namedByResource: false,
	refers: [{"thing":"bridge","path":["bridge"]}],
	makes: [],
};

/** The local VLAN of each network on a bridge. The numbers are valid on this host only. A number is allocated once and does not change. The bridge's external_ids hold the numbers. */
export class LocalVlans extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/LocalVlans/<bridge>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: LocalVlansState, opts?: pulumi.CustomResourceOptions): LocalVlans;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): LocalVlans;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): LocalVlans {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new LocalVlans(name, state as LocalVlansArgs, opts);
	}

	/** True for a LocalVlans, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is LocalVlans {
		return isKind(value, "LocalVlans");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of the bridge. */
	declare readonly bridge: pulumi.Output<string>;
	/** Names of the networks. */
	declare readonly networks: pulumi.Output<string[]>;
	/**
	 * VLAN by network, 1 to 4094, for networks whose number the program chooses. Every other network gets the next free number, and keeps it.
	 *
	 * @default {}
	 */
	declare readonly vlans: pulumi.Output<{ [key: string]: number }>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: LocalVlansArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
