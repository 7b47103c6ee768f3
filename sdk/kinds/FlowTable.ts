// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of FlowTable. */
export interface FlowTableArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name of the nft table and of the flowtable in it.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/**
	 * Address family: the packets that the table sees. `inet`: IPv4 and IPv6.
	 *
	 * @default "inet"
	 */
	family?: pulumi.Input<"inet" | "ip" | "ip6">;
	/** Devices between which flows are offloaded. */
	devices?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Transport protocols whose flows are offloaded.
	 *
	 * @default ["tcp","udp"]
	 */
	protocols?: pulumi.Input<pulumi.Input<"tcp" | "udp">[]>;
	/** Further condition for the flows that are offloaded, in nft syntax, such as `ip saddr 10.0.0.0/8`. */
	expression?: pulumi.Input<string>;
	/**
	 * Conntrack zone, 0 to 65535. Only flows of this zone are offloaded.
	 *
	 * @default all zones
	 */
	ctZone?: pulumi.Input<number>;
	/**
	 * Priority of the flowtable at the ingress hook: a number or a name. Lower numbers see packets first.
	 *
	 * @default "filter"
	 */
	priority?: pulumi.Input<number | string>;
	/**
	 * Let the devices' hardware forward the flows. If a device does not support this, the kernel forwards the flows, the update warns, and the output `offload` gives the reason.
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
	/**
	 * Network namespace of the table.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/**
	 * Take over a FlowTable of another program. At destroy, the table stays, with its former content. A table that is not a FlowTable can only be adopted as an NftTable.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to FlowTable.get. */
export type FlowTableState = Partial<FlowTableArgs>;

const shape: Shape = {
	kind: "FlowTable",
	inputs: ["host", "name", "family", "devices", "protocols", "expression", "ctZone", "priority", "hardwareOffload", "counter", "netns", "adopt"],
	computed: ["handle", "offload"],
	filledIn: ["family", "protocols"],
	namedByResource: true,
	refers: [{"sort":"device","path":["devices","*"]}, {"sort":"netns","path":["netns"]}],
	makes: [],
};

/** Flow offload: packets of established connections between devices skip all forward chains. The resource is a table of nftables with a flowtable, and with a forward chain that adds flows to the flowtable. */
export class FlowTable extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]FlowTable/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: FlowTableState, opts?: pulumi.CustomResourceOptions): FlowTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): FlowTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): FlowTable {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new FlowTable(name, state as FlowTableArgs, opts);
	}

	/** True if a value is a FlowTable, even one from another copy of this package. */
	static override isInstance(value: unknown): value is FlowTable {
		return isKind(value, "FlowTable");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name of the nft table and of the flowtable in it.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Address family: the packets that the table sees. `inet`: IPv4 and IPv6.
	 *
	 * @default "inet"
	 */
	declare readonly family: pulumi.Output<"inet" | "ip" | "ip6">;
	/** Devices between which flows are offloaded. */
	declare readonly devices: pulumi.Output<string[] | undefined>;
	/**
	 * Transport protocols whose flows are offloaded.
	 *
	 * @default ["tcp","udp"]
	 */
	declare readonly protocols: pulumi.Output<("tcp" | "udp")[]>;
	/** Further condition for the flows that are offloaded, in nft syntax, such as `ip saddr 10.0.0.0/8`. */
	declare readonly expression: pulumi.Output<string | undefined>;
	/**
	 * Conntrack zone, 0 to 65535. Only flows of this zone are offloaded.
	 *
	 * @default all zones
	 */
	declare readonly ctZone: pulumi.Output<number | undefined>;
	/**
	 * Priority of the flowtable at the ingress hook: a number or a name. Lower numbers see packets first.
	 *
	 * @default "filter"
	 */
	declare readonly priority: pulumi.Output<number | string | undefined>;
	/**
	 * Let the devices' hardware forward the flows. If a device does not support this, the kernel forwards the flows, the update warns, and the output `offload` gives the reason.
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
	/**
	 * Network namespace of the table.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over a FlowTable of another program. At destroy, the table stays, with its former content. A table that is not a FlowTable can only be adopted as an NftTable.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Handle of the table in the kernel. */
	declare readonly handle: pulumi.Output<number>;
	/** What forwards the flows: `hardware`, or `software`, with the reason if `hardwareOffload` is set. */
	declare readonly offload: pulumi.Output<string>;

	constructor(name: string, args: FlowTableArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
