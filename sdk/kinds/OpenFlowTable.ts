// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** An item of `flows` of OpenFlowTable. */
export interface OpenFlowTableFlowArgs {
	/**
	 * Priority of the flow, 0 to 65535. If several flows match a packet, the flow with the highest priority applies.
	 *
	 * @default 32768
	 */
	priority?: pulumi.Input<number>;
	/**
	 * Match in the syntax of ovs-ofctl(8) and ovs-fields(7), such as `in_port=p1,tcp,tcp_dst=80`. Ports are given by name or number. An empty match matches all packets.
	 *
	 * @default ""
	 */
	match?: pulumi.Input<string>;
	/** Actions in the syntax of ovs-actions(7), such as `output:p2`, `drop` or `NORMAL`. */
	actions: pulumi.Input<string>;
	/**
	 * Time in seconds without a packet after which Open vSwitch removes the flow. 0 means no timeout.
	 *
	 * @default no timeout
	 */
	idleTimeout?: pulumi.Input<number>;
	/**
	 * Time in seconds after which Open vSwitch removes the flow. 0 means no timeout.
	 *
	 * @default no timeout
	 */
	hardTimeout?: pulumi.Input<number>;
}

/** An item of `flows` of OpenFlowTable, as an output. */
export interface OpenFlowTableFlow {
	/**
	 * Priority of the flow, 0 to 65535. If several flows match a packet, the flow with the highest priority applies.
	 *
	 * @default 32768
	 */
	priority: number;
	/**
	 * Match in the syntax of ovs-ofctl(8) and ovs-fields(7), such as `in_port=p1,tcp,tcp_dst=80`. Ports are given by name or number. An empty match matches all packets.
	 *
	 * @default ""
	 */
	match: string;
	/** Actions in the syntax of ovs-actions(7), such as `output:p2`, `drop` or `NORMAL`. */
	actions: string;
	/**
	 * Time in seconds without a packet after which Open vSwitch removes the flow. 0 means no timeout.
	 *
	 * @default no timeout
	 */
	idleTimeout?: number;
	/**
	 * Time in seconds after which Open vSwitch removes the flow. 0 means no timeout.
	 *
	 * @default no timeout
	 */
	hardTimeout?: number;
}

/** The arguments of OpenFlowTable. */
export interface OpenFlowTableArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Bridge of the flows. */
	bridge: pulumi.Input<string>;
	/**
	 * Number of the OpenFlow table, 0 to 254.
	 *
	 * @default 0
	 */
	table?: pulumi.Input<number>;
	/**
	 * Name that distinguishes the resource from other OpenFlowTables for the same table.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/** Flows in any order. */
	flows: pulumi.Input<pulumi.Input<OpenFlowTableFlowArgs>[]>;
	/**
	 * Take over existing flows that have the priority and match of a wanted flow. At destroy, these flows are put back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to OpenFlowTable.get. */
export type OpenFlowTableState = Partial<OpenFlowTableArgs>;

const shape: Shape = {
	kind: "OpenFlowTable",
	inputs: ["host", "bridge", "table", "name", "flows", "adopt"],
	computed: ["cookie"],
	filledIn: ["table"],
	namedByResource: true,
	refers: [{"sort":"bridge","path":["bridge"]}, {"sort":"port","within":"openflow","orderOnly":true,"path":["flows"]}, {"sort":"group","within":"openflow groups","ofBridge":true,"orderOnly":true,"path":["flows"]}, {"sort":"meter","within":"openflow meters","ofBridge":true,"orderOnly":true,"path":["flows"]}, {"sort":"geneve option","within":"openflow options","ofBridge":true,"orderOnly":true,"path":["flows"]}],
	makes: [],
};

/** OpenFlow flows in one table of a bridge. Flows of other programs, learned flows and flows of other OpenFlowTables are not touched: the resource knows its flows by their cookie. A change is one OpenFlow bundle with only the flows that differ. */
export class OpenFlowTable extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/OpenFlowTable/<bridge>/<table>/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: OpenFlowTableState, opts?: pulumi.CustomResourceOptions): OpenFlowTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): OpenFlowTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): OpenFlowTable {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new OpenFlowTable(name, state as OpenFlowTableArgs, opts);
	}

	/** True if a value is a OpenFlowTable, even one from another copy of this package. */
	static override isInstance(value: unknown): value is OpenFlowTable {
		return isKind(value, "OpenFlowTable");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Bridge of the flows. */
	declare readonly bridge: pulumi.Output<string>;
	/**
	 * Number of the OpenFlow table, 0 to 254.
	 *
	 * @default 0
	 */
	declare readonly table: pulumi.Output<number>;
	/**
	 * Name that distinguishes the resource from other OpenFlowTables for the same table.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/** Flows in any order. */
	declare readonly flows: pulumi.Output<OpenFlowTableFlow[]>;
	/**
	 * Take over existing flows that have the priority and match of a wanted flow. At destroy, these flows are put back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Cookie of the flows. `ovs-ofctl dump-flows <bridge> cookie=<cookie>/-1` lists the flows. */
	declare readonly cookie: pulumi.Output<string>;

	constructor(name: string, args: OpenFlowTableArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
