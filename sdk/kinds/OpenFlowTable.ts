// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of OpenFlowTableFlow. */
export interface OpenFlowTableFlowArgs {
	/**
	 * Of flows that match, that of the highest priority decides.
	 *
	 * @default 32768
	 */
	priority?: pulumi.Input<number>;
	/**
	 * What packets it is for, as ovs-ofctl(8) and ovs-fields(7) write it: "in_port=p1,tcp,tcp_dst=80". Ports by name or number. Unset: all packets.
	 *
	 * @default ""
	 */
	match?: pulumi.Input<string>;
	/** What is done with them, as ovs-actions(7) writes it: "output:p2", "drop", "NORMAL". */
	actions: pulumi.Input<string>;
	/** Seconds without a packet after which the flow goes by itself. */
	idleTimeout?: pulumi.Input<number>;
	/** Seconds after which the flow goes by itself. */
	hardTimeout?: pulumi.Input<number>;
}

export interface OpenFlowTableFlow {
	/**
	 * Of flows that match, that of the highest priority decides.
	 *
	 * @default 32768
	 */
	priority: number;
	/**
	 * What packets it is for, as ovs-ofctl(8) and ovs-fields(7) write it: "in_port=p1,tcp,tcp_dst=80". Ports by name or number. Unset: all packets.
	 *
	 * @default ""
	 */
	match: string;
	/** What is done with them, as ovs-actions(7) writes it: "output:p2", "drop", "NORMAL". */
	actions: string;
	/** Seconds without a packet after which the flow goes by itself. */
	idleTimeout?: number;
	/** Seconds after which the flow goes by itself. */
	hardTimeout?: number;
}

/** The arguments of OpenFlowTable. */
export interface OpenFlowTableArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** The bridge. */
	bridge: pulumi.Input<string>;
	/**
	 * Number of the table.
	 *
	 * @default 0
	 */
	table?: pulumi.Input<number>;
	/** What tells it from other OpenFlowTables of the same table. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/** The flows, in any order. */
	flows: pulumi.Input<pulumi.Input<OpenFlowTableFlowArgs>[]>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a OpenFlowTable that it only reads. */
export type OpenFlowTableState = Partial<OpenFlowTableArgs>;

const shape: Shape = {
	kind: "OpenFlowTable",
	inputs: ["host", "bridge", "table", "name", "flows", "adopt"],
	computed: ["cookie"],
	namedByResource: true,
	refers: [{"thing":"bridge","path":["bridge"]}, {"thing":"port","within":"openflow","orderOnly":true,"path":["flows"]}],
	makes: [],
};

/** OpenFlow flows of one table of a bridge, known by their cookie: flows of others, learned ones and those of other OpenFlowTables stay. A change is one bundle of just the flows that differ. */
export class OpenFlowTable extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/OpenFlowTable/<bridge>/<table>/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: OpenFlowTableState, opts?: pulumi.CustomResourceOptions): OpenFlowTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): OpenFlowTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): OpenFlowTable {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new OpenFlowTable(name, state as OpenFlowTableArgs, opts);
	}

	/** True for a OpenFlowTable, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is OpenFlowTable {
		return isKind(value, "OpenFlowTable");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** The bridge. */
	declare readonly bridge: pulumi.Output<string>;
	/**
	 * Number of the table.
	 *
	 * @default 0
	 */
	declare readonly table: pulumi.Output<number>;
	/** What tells it from other OpenFlowTables of the same table. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/** The flows, in any order. */
	declare readonly flows: pulumi.Output<OpenFlowTableFlow[]>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** The cookie of these flows: `ovs-ofctl dump-flows <bridge> cookie=<cookie>/-1`. */
	declare readonly cookie: pulumi.Output<string>;

	constructor(name: string, args: OpenFlowTableArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
