// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of FlowTable. */
export interface FlowTableArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the nft table and of the flowtable in it. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/**
	 * Address family: which packets the table sees.
	 *
	 * @default "inet"
	 */
	family?: pulumi.Input<"inet" | "ip" | "ip6">;
	/** The devices between which flows are offloaded. */
	devices?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Priority of the flowtable's ingress hook: a number or a name. Hooks with lower numbers see packets first.
	 *
	 * @default "filter"
	 */
	priority?: pulumi.Input<number | string>;
	/**
	 * Transport protocols whose flows are offloaded.
	 *
	 * @default ["tcp","udp"]
	 */
	protocols?: pulumi.Input<pulumi.Input<"tcp" | "udp">[]>;
	/** A further condition in nft syntax, such as "ip daddr 10.0.0.0/8": only flows that match it are offloaded. Default: none. */
	expression?: pulumi.Input<string>;
	/** Conntrack zone, 0 to 65535. Only flows of this zone are offloaded. */
	ctZone?: pulumi.Input<number>;
	/**
	 * Let the devices' hardware forward the flows. If not all devices support it, the kernel forwards them, the update warns, and `offload` gives the reason.
	 *
	 * @default false
	 */
	hardwareOffload?: pulumi.Input<boolean>;
	/**
	 * Count the packets of offloaded flows in conntrack. Needs the sysctl net.netfilter.nf_conntrack_acct=1.
	 *
	 * @default false
	 */
	counter?: pulumi.Input<boolean>;
	/** Network namespace of the table. Default: the host's own namespace. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
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

/** Fast forwarding of established connections between devices. The resource is an nftables flowtable in its own table, with a forward chain that adds flows to it. Packets of these flows skip all forward chains. */
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
	/** Name of the nft table and of the flowtable in it. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Address family: which packets the table sees.
	 *
	 * @default "inet"
	 */
	declare readonly family: pulumi.Output<"inet" | "ip" | "ip6">;
	/** The devices between which flows are offloaded. */
	declare readonly devices: pulumi.Output<string[] | undefined>;
	/**
	 * Priority of the flowtable's ingress hook: a number or a name. Hooks with lower numbers see packets first.
	 *
	 * @default "filter"
	 */
	declare readonly priority: pulumi.Output<number | string | undefined>;
	/**
	 * Transport protocols whose flows are offloaded.
	 *
	 * @default ["tcp","udp"]
	 */
	declare readonly protocols: pulumi.Output<("tcp" | "udp")[]>;
	/** A further condition in nft syntax, such as "ip daddr 10.0.0.0/8": only flows that match it are offloaded. Default: none. */
	declare readonly expression: pulumi.Output<string | undefined>;
	/** Conntrack zone, 0 to 65535. Only flows of this zone are offloaded. */
	declare readonly ctZone: pulumi.Output<number | undefined>;
	/**
	 * Let the devices' hardware forward the flows. If not all devices support it, the kernel forwards them, the update warns, and `offload` gives the reason.
	 *
	 * @default false
	 */
	declare readonly hardwareOffload: pulumi.Output<boolean | undefined>;
	/**
	 * Count the packets of offloaded flows in conntrack. Needs the sysctl net.netfilter.nf_conntrack_acct=1.
	 *
	 * @default false
	 */
	declare readonly counter: pulumi.Output<boolean | undefined>;
	/** Network namespace of the table. Default: the host's own namespace. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Handle of the table in the kernel. */
	declare readonly handle: pulumi.Output<number>;
	/** What forwards the flows: "hardware" or "software", with the reason if hardware was asked for. */
	declare readonly offload: pulumi.Output<string>;

	constructor(name: string, args: FlowTableArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
