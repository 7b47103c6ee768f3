// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of FlowTable. */
export interface FlowTableArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of its own table, and of the flowtable in it. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/**
	 * The packets that it sees.
	 *
	 * @default "inet"
	 */
	family?: pulumi.Input<"inet" | "ip" | "ip6">;
	/** The devices between which flows are taken. */
	devices?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Place of the flowtable's ingress hook among others, a number or a name.
	 *
	 * @default "filter"
	 */
	priority?: pulumi.Input<number | string>;
	/**
	 * What is offloaded.
	 *
	 * @default ["tcp","udp"]
	 */
	protocols?: pulumi.Input<pulumi.Input<"tcp" | "udp">[]>;
	/** A further match in nft's language, such as "ip saddr 10.0.0.0/8". */
	expression?: pulumi.Input<string>;
	/** Only flows of this conntrack zone. */
	ctZone?: pulumi.Input<number>;
	/**
	 * Let hardware forward the flows, where all devices can; else the kernel does, with a warning, and `offload` says why.
	 *
	 * @default false
	 */
	hardwareOffload?: pulumi.Input<boolean>;
	/**
	 * Count the packets of offloaded flows, in conntrack (where net.netfilter.nf_conntrack_acct is on).
	 *
	 * @default false
	 */
	counter?: pulumi.Input<boolean>;
	/** Network namespace of the table. Default: the host's own. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a FlowTable that it only reads. */
export type FlowTableState = Partial<FlowTableArgs>;

const shape: Shape = {
	kind: "FlowTable",
	inputs: ["host", "name", "family", "devices", "priority", "protocols", "expression", "ctZone", "hardwareOffload", "counter", "netns", "adopt"],
	computed: ["handle", "offload"],
	namedByResource: true,
	refers: [{"thing":"device","path":["devices","*"]}, {"thing":"netns","path":["netns"]}],
	makes: [],
};

/** Fast forwarding of established connections between devices: a flowtable of nftables in a table of its own, with the forward chain that feeds it. Packets of a flow that is in it skip the forward chains. */
export class FlowTable extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/[<netns>/]FlowTable/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: FlowTableState, opts?: pulumi.CustomResourceOptions): FlowTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): FlowTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): FlowTable {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new FlowTable(name, state as FlowTableArgs, opts);
	}

	/** True for a FlowTable, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is FlowTable {
		return isKind(value, "FlowTable");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of its own table, and of the flowtable in it. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/**
	 * The packets that it sees.
	 *
	 * @default "inet"
	 */
	declare readonly family: pulumi.Output<"inet" | "ip" | "ip6">;
	/** The devices between which flows are taken. */
	declare readonly devices: pulumi.Output<string[] | undefined>;
	/**
	 * Place of the flowtable's ingress hook among others, a number or a name.
	 *
	 * @default "filter"
	 */
	declare readonly priority: pulumi.Output<number | string | undefined>;
	/**
	 * What is offloaded.
	 *
	 * @default ["tcp","udp"]
	 */
	declare readonly protocols: pulumi.Output<("tcp" | "udp")[]>;
	/** A further match in nft's language, such as "ip saddr 10.0.0.0/8". */
	declare readonly expression: pulumi.Output<string | undefined>;
	/** Only flows of this conntrack zone. */
	declare readonly ctZone: pulumi.Output<number | undefined>;
	/**
	 * Let hardware forward the flows, where all devices can; else the kernel does, with a warning, and `offload` says why.
	 *
	 * @default false
	 */
	declare readonly hardwareOffload: pulumi.Output<boolean | undefined>;
	/**
	 * Count the packets of offloaded flows, in conntrack (where net.netfilter.nf_conntrack_acct is on).
	 *
	 * @default false
	 */
	declare readonly counter: pulumi.Output<boolean | undefined>;
	/** Network namespace of the table. Default: the host's own. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** The kernel's number of the table. */
	declare readonly handle: pulumi.Output<number>;
	/** Who forwards: "hardware" or "software", and why it is not the hardware. */
	declare readonly offload: pulumi.Output<string>;

	constructor(name: string, args: FlowTableArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
