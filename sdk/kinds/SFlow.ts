// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The object in `columns` of SFlow. */
export interface SFlowColumnsArgs {
	/**
	 * Keys of the sFlow row's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The object in `columns` of SFlow, as an output. */
export interface SFlowColumns {
	/**
	 * Keys of the sFlow row's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: { [key: string]: string };
}

/** The arguments of SFlow. */
export interface SFlowArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Bridge that is sampled. A bridge has at most one SFlow. */
	bridge: pulumi.Input<string>;
	/**
	 * Address that identifies the host to collectors, or the device that has this address.
	 *
	 * @default the address from which the first collector is reached
	 */
	agent?: pulumi.Input<string>;
	/** Collectors, each as `address:port`, or as `address` for port 6343. An IPv6 address is in brackets. */
	targets: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Number of bytes of each sampled packet that are sent, 1 to 65535.
	 *
	 * @default 128
	 */
	header?: pulumi.Input<number>;
	/**
	 * Sampling rate N: one packet in N is sampled.
	 *
	 * @default 400
	 */
	sampling?: pulumi.Input<number>;
	/**
	 * Time in seconds between two reports of the ports' counters. 0 turns the reports off.
	 *
	 * @default 30
	 */
	polling?: pulumi.Input<number>;
	/**
	 * Further columns of the sFlow row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<SFlowColumnsArgs>;
	/**
	 * Take over an existing sFlow of the bridge. At destroy, the sFlow stays, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to SFlow.get. */
export type SFlowState = Partial<SFlowArgs>;

const shape: Shape = {
	kind: "SFlow",
	inputs: ["host", "bridge", "agent", "targets", "header", "sampling", "polling", "columns", "adopt"],
	computed: ["uuid"],
	filledIn: [],
	namedByResource: false,
	refers: [{"sort":"bridge","path":["bridge"]}, {"sort":"device","unless":"address","path":["agent"]}],
	makes: [],
};

/** Sampling of a bridge by sFlow: one packet in N, and the ports' counters, are sent to collectors. */
export class SFlow extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/SFlow/<bridge>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: SFlowState, opts?: pulumi.CustomResourceOptions): SFlow;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): SFlow;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): SFlow {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new SFlow(name, state as SFlowArgs, opts);
	}

	/** True if a value is a SFlow, even one from another copy of this package. */
	static override isInstance(value: unknown): value is SFlow {
		return isKind(value, "SFlow");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Bridge that is sampled. A bridge has at most one SFlow. */
	declare readonly bridge: pulumi.Output<string>;
	/**
	 * Address that identifies the host to collectors, or the device that has this address.
	 *
	 * @default the address from which the first collector is reached
	 */
	declare readonly agent: pulumi.Output<string | undefined>;
	/** Collectors, each as `address:port`, or as `address` for port 6343. An IPv6 address is in brackets. */
	declare readonly targets: pulumi.Output<string[]>;
	/**
	 * Number of bytes of each sampled packet that are sent, 1 to 65535.
	 *
	 * @default 128
	 */
	declare readonly header: pulumi.Output<number | undefined>;
	/**
	 * Sampling rate N: one packet in N is sampled.
	 *
	 * @default 400
	 */
	declare readonly sampling: pulumi.Output<number | undefined>;
	/**
	 * Time in seconds between two reports of the ports' counters. 0 turns the reports off.
	 *
	 * @default 30
	 */
	declare readonly polling: pulumi.Output<number | undefined>;
	/**
	 * Further columns of the sFlow row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly columns: pulumi.Output<SFlowColumns | undefined>;
	/**
	 * Take over an existing sFlow of the bridge. At destroy, the sFlow stays, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the row in the table sFlow. */
	declare readonly uuid: pulumi.Output<string>;

	constructor(name: string, args: SFlowArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
