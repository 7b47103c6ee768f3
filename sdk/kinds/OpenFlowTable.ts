// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of OpenFlowTableFlow. */
export interface OpenFlowTableFlowArgs {
	/**
	 * Priority, 0 to 65535. If several flows match a packet, the one with the highest priority applies.
	 *
	 * @default 32768
	 */
	priority?: pulumi.Input<number>;
	/**
	 * Match, in the syntax of ovs-ofctl(8) and ovs-fields(7): "in_port=p1,tcp,tcp_dst=80". Ports are given by name or number. If not set, all packets match.
	 *
	 * @default ""
	 */
	match?: pulumi.Input<string>;
	/** Actions, in the syntax of ovs-actions(7): "output:p2", "drop", "NORMAL". */
	actions: pulumi.Input<string>;
	/** Seconds without a packet after which Open vSwitch removes the flow. Default: no timeout. */
	idleTimeout?: pulumi.Input<number>;
	/** Seconds after which Open vSwitch removes the flow. Default: no timeout. */
	hardTimeout?: pulumi.Input<number>;
}

export interface OpenFlowTableFlow {
	/**
	 * Priority, 0 to 65535. If several flows match a packet, the one with the highest priority applies.
	 *
	 * @default 32768
	 */
	priority: number;
	/**
	 * Match, in the syntax of ovs-ofctl(8) and ovs-fields(7): "in_port=p1,tcp,tcp_dst=80". Ports are given by name or number. If not set, all packets match.
	 *
	 * @default ""
	 */
	match: string;
	/** Actions, in the syntax of ovs-actions(7): "output:p2", "drop", "NORMAL". */
	actions: string;
	/** Seconds without a packet after which Open vSwitch removes the flow. Default: no timeout. */
	idleTimeout?: number;
	/** Seconds after which Open vSwitch removes the flow. Default: no timeout. */
	hardTimeout?: number;
}

/** The arguments of OpenFlowTable. */
export interface OpenFlowTableArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the bridge. */
	bridge: pulumi.Input<string>;
	/**
	 * Number of the OpenFlow table, 0 to 254.
	 *
	 * @default 0
	 */
	table?: pulumi.Input<number>;
	/** Name that distinguishes this resource from other OpenFlowTables for the same table. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/** The flows, in any order. */
	flows: pulumi.Input<pulumi.Input<OpenFlowTableFlowArgs>[]>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
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

/** OpenFlow flows in one table of a bridge. The resource finds its flows by their cookie. Flows of other programs, learned flows and flows of other OpenFlowTables are not touched. A change is one OpenFlow bundle that holds only the flows that differ. */
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
	/** Name of the bridge. */
	declare readonly bridge: pulumi.Output<string>;
	/**
	 * Number of the OpenFlow table, 0 to 254.
	 *
	 * @default 0
	 */
	declare readonly table: pulumi.Output<number>;
	/** Name that distinguishes this resource from other OpenFlowTables for the same table. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/** The flows, in any order. */
	declare readonly flows: pulumi.Output<OpenFlowTableFlow[]>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Cookie of these flows. To list them: `ovs-ofctl dump-flows <bridge> cookie=<cookie>/-1`. */
	declare readonly cookie: pulumi.Output<string>;

	constructor(name: string, args: OpenFlowTableArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
