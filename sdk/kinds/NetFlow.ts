// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The object in `columns` of NetFlow. */
export interface NetFlowColumnsArgs {
	/**
	 * Keys of the NetFlow row's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The object in `columns` of NetFlow, as an output. */
export interface NetFlowColumns {
	/**
	 * Keys of the NetFlow row's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: { [key: string]: string };
}

/** The arguments of NetFlow. */
export interface NetFlowArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Bridge whose flows are reported. A bridge has at most one NetFlow. */
	bridge: pulumi.Input<string>;
	/** Collectors, each as `address:port`. An IPv6 address is in brackets. */
	targets: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Time in seconds between two records of an active flow. 0 means the default. These records cannot be turned off.
	 *
	 * @default 600
	 */
	activeTimeout?: pulumi.Input<number>;
	/**
	 * Engine id in the headers of messages, 0 to 255; with `addIdToInterface` 0 to 127.
	 *
	 * @default the number of the datapath
	 */
	engineId?: pulumi.Input<number>;
	/**
	 * Engine type in the headers of messages, 0 to 255.
	 *
	 * @default the number of the datapath
	 */
	engineType?: pulumi.Input<number>;
	/**
	 * Put the engine id into the 7 high bits of the interface numbers in records. Some collectors need this to distinguish the bridges of one host. The bridge can then have at most 508 ports.
	 *
	 * @default false
	 */
	addIdToInterface?: pulumi.Input<boolean>;
	/**
	 * Further columns of the NetFlow row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<NetFlowColumnsArgs>;
	/**
	 * Take over an existing NetFlow of the bridge. At destroy, the NetFlow stays, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to NetFlow.get. */
export type NetFlowState = Partial<NetFlowArgs>;

const shape: Shape = {
	kind: "NetFlow",
	inputs: ["host", "bridge", "targets", "activeTimeout", "engineId", "engineType", "addIdToInterface", "columns", "adopt"],
	computed: ["uuid"],
	filledIn: [],
	namedByResource: false,
	refers: [{"sort":"bridge","path":["bridge"]}],
	makes: [],
};

/** NetFlow of a bridge: for each IPv4 flow through the bridge, a record (version 5) is sent to collectors. */
export class NetFlow extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/NetFlow/<bridge>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: NetFlowState, opts?: pulumi.CustomResourceOptions): NetFlow;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): NetFlow;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): NetFlow {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new NetFlow(name, state as NetFlowArgs, opts);
	}

	/** True if a value is a NetFlow, even one from another copy of this package. */
	static override isInstance(value: unknown): value is NetFlow {
		return isKind(value, "NetFlow");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Bridge whose flows are reported. A bridge has at most one NetFlow. */
	declare readonly bridge: pulumi.Output<string>;
	/** Collectors, each as `address:port`. An IPv6 address is in brackets. */
	declare readonly targets: pulumi.Output<string[]>;
	/**
	 * Time in seconds between two records of an active flow. 0 means the default. These records cannot be turned off.
	 *
	 * @default 600
	 */
	declare readonly activeTimeout: pulumi.Output<number | undefined>;
	/**
	 * Engine id in the headers of messages, 0 to 255; with `addIdToInterface` 0 to 127.
	 *
	 * @default the number of the datapath
	 */
	declare readonly engineId: pulumi.Output<number | undefined>;
	/**
	 * Engine type in the headers of messages, 0 to 255.
	 *
	 * @default the number of the datapath
	 */
	declare readonly engineType: pulumi.Output<number | undefined>;
	/**
	 * Put the engine id into the 7 high bits of the interface numbers in records. Some collectors need this to distinguish the bridges of one host. The bridge can then have at most 508 ports.
	 *
	 * @default false
	 */
	declare readonly addIdToInterface: pulumi.Output<boolean | undefined>;
	/**
	 * Further columns of the NetFlow row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly columns: pulumi.Output<NetFlowColumns | undefined>;
	/**
	 * Take over an existing NetFlow of the bridge. At destroy, the NetFlow stays, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the row in the table NetFlow. */
	declare readonly uuid: pulumi.Output<string>;

	constructor(name: string, args: NetFlowArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
