// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of SFlow. */
export interface SFlowArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** The bridge that is sampled. A bridge has at most one SFlow. */
	bridge: pulumi.Input<string>;
	/** Address that identifies the host to collectors, or the device that has this address. Default: the address from which the first collector is reached. */
	agent?: pulumi.Input<string | string>;
	/** The collectors, as `address:port`. Default port: 6343. */
	targets: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Number of bytes of each sampled packet that are sent.
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
	 * Seconds between two reports of the ports' counters. 0 turns the reports off.
	 *
	 * @default 30
	 */
	polling?: pulumi.Input<number>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a SFlow that it only reads. */
export type SFlowState = Partial<SFlowArgs>;

const shape: Shape = {
	kind: "SFlow",
	inputs: ["host", "bridge", "agent", "targets", "header", "sampling", "polling", "adopt"],
	computed: ["uuid"],
	namedByResource: false,
	refers: [{"thing":"bridge","path":["bridge"]}, {"thing":"device","unless":"address","path":["agent"]}],
	makes: [],
};

/** sFlow sampling of a bridge: one packet in N, and the ports' counters, are sent to collectors. */
export class SFlow extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/SFlow/<bridge>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: SFlowState, opts?: pulumi.CustomResourceOptions): SFlow;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): SFlow;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): SFlow {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new SFlow(name, state as SFlowArgs, opts);
	}

	/** True for a SFlow, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is SFlow {
		return isKind(value, "SFlow");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** The bridge that is sampled. A bridge has at most one SFlow. */
	declare readonly bridge: pulumi.Output<string>;
	/** Address that identifies the host to collectors, or the device that has this address. Default: the address from which the first collector is reached. */
	declare readonly agent: pulumi.Output<string | string | undefined>;
	/** The collectors, as `address:port`. Default port: 6343. */
	declare readonly targets: pulumi.Output<string[]>;
	/**
	 * Number of bytes of each sampled packet that are sent.
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
	 * Seconds between two reports of the ports' counters. 0 turns the reports off.
	 *
	 * @default 30
	 */
	declare readonly polling: pulumi.Output<number | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the sFlow row. */
	declare readonly uuid: pulumi.Output<string>;

	constructor(name: string, args: SFlowArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
