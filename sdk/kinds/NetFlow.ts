// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of NetFlow. */
export interface NetFlowArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** The bridge whose flows are reported. A bridge has at most one NetFlow. */
	bridge: pulumi.Input<string>;
	/** The collectors, as `address:port`. */
	targets: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Seconds between two records of an active flow. 0 is the default. Open vSwitch has no value that turns these records off.
	 *
	 * @default 600
	 */
	activeTimeout?: pulumi.Input<number>;
	/** Engine id in the headers of messages. Default: the number of the datapath. */
	engineId?: pulumi.Input<number>;
	/** Engine type in the headers of messages. Default: the number of the datapath. */
	engineType?: pulumi.Input<number>;
	/**
	 * Puts the engine id into the 7 high bits of the interface numbers in records. Some collectors need this to distinguish the bridges of one host. The bridge can then have at most 508 ports.
	 *
	 * @default false
	 */
	addIdToInterface?: pulumi.Input<boolean>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a NetFlow that it only reads. */
export type NetFlowState = Partial<NetFlowArgs>;

const shape: Shape = {
	kind: "NetFlow",
	inputs: ["host", "bridge", "targets", "activeTimeout", "engineId", "engineType", "addIdToInterface", "adopt"],
	computed: ["uuid"],
	namedByResource: false,
	refers: [{"thing":"bridge","path":["bridge"]}],
	makes: [],
};

/** NetFlow of a bridge: a record (version 5) of each IPv4 flow through the bridge is sent to collectors. */
export class NetFlow extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/NetFlow/<bridge>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: NetFlowState, opts?: pulumi.CustomResourceOptions): NetFlow;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): NetFlow;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): NetFlow {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new NetFlow(name, state as NetFlowArgs, opts);
	}

	/** True for a NetFlow, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is NetFlow {
		return isKind(value, "NetFlow");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** The bridge whose flows are reported. A bridge has at most one NetFlow. */
	declare readonly bridge: pulumi.Output<string>;
	/** The collectors, as `address:port`. */
	declare readonly targets: pulumi.Output<string[]>;
	/**
	 * Seconds between two records of an active flow. 0 is the default. Open vSwitch has no value that turns these records off.
	 *
	 * @default 600
	 */
	declare readonly activeTimeout: pulumi.Output<number | undefined>;
	/** Engine id in the headers of messages. Default: the number of the datapath. */
	declare readonly engineId: pulumi.Output<number | undefined>;
	/** Engine type in the headers of messages. Default: the number of the datapath. */
	declare readonly engineType: pulumi.Output<number | undefined>;
	/**
	 * Puts the engine id into the 7 high bits of the interface numbers in records. Some collectors need this to distinguish the bridges of one host. The bridge can then have at most 508 ports.
	 *
	 * @default false
	 */
	declare readonly addIdToInterface: pulumi.Output<boolean | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the NetFlow row. */
	declare readonly uuid: pulumi.Output<string>;

	constructor(name: string, args: NetFlowArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
