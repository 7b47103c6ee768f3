// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of NftTableChain that are the same in every case. */
export interface CommonNftTableChainArgs {
	/** The rules in order, each in nft syntax. Different spellings of the same rule are no difference: rules are compared in the form that nft prints. */
	rules?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of NftTableChain: without `hook`. */
export interface RegularNftTableChainArgs extends CommonNftTableChainArgs {
	/** Not set here. */
	hook?: undefined;
	/** Not here: it is required: a base chain has type, hook and priority; a chain without a hook has none of them, no policy and no devices. */
	type?: undefined;
	/** Not here: it is required: a base chain has type, hook and priority; a chain without a hook has none of them, no policy and no devices. */
	priority?: undefined;
	/** Not here: it is required: a base chain has type, hook and priority; a chain without a hook has none of them, no policy and no devices. */
	policy?: undefined;
	/** Not here: it is required: a base chain has type, hook and priority; a chain without a hook has none of them, no policy and no devices. */
	devices?: undefined;
}

/** The arguments of NftTableChain: `hook` "prerouting", "input", "forward", "output", "postrouting". */
export interface BaseNftTableChainArgs extends CommonNftTableChainArgs {
	/** Base chain: the hook at which packets enter the chain. */
	hook: "prerouting" | "input" | "forward" | "output" | "postrouting";
	/** Base chain: its type. */
	type: pulumi.Input<"filter" | "nat" | "route">;
	/** Base chain: its priority among the chains of the hook, a number or a name such as "dstnat - 5". Chains with lower numbers see packets first. */
	priority: pulumi.Input<number | string>;
	/**
	 * Base chain: what happens to packets that match no rule.
	 *
	 * @default "accept"
	 */
	policy?: pulumi.Input<"accept" | "drop">;
	/** Not here: it is only for the hooks ingress and egress. */
	devices?: undefined;
}

/** The arguments of NftTableChain: `hook` "ingress", "egress". */
export interface DeviceNftTableChainArgs extends CommonNftTableChainArgs {
	/** Base chain: the hook at which packets enter the chain. */
	hook: "ingress" | "egress";
	/** Base chain: its type. */
	type: pulumi.Input<"filter" | "nat" | "route">;
	/** Base chain: its priority among the chains of the hook, a number or a name such as "dstnat - 5". Chains with lower numbers see packets first. */
	priority: pulumi.Input<number | string>;
	/**
	 * Base chain: what happens to packets that match no rule.
	 *
	 * @default "accept"
	 */
	policy?: pulumi.Input<"accept" | "drop">;
	/** Base chain at ingress or egress: its devices. */
	devices: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of NftTableChain: `hook` as an output: which fields go together is checked when it is known. */
export interface AnyNftTableChainArgs extends CommonNftTableChainArgs {
	/** Base chain: the hook at which packets enter the chain. */
	hook: pulumi.Output<"prerouting" | "input" | "forward" | "output" | "postrouting" | "ingress" | "egress"> | Promise<"prerouting" | "input" | "forward" | "output" | "postrouting" | "ingress" | "egress">;
	/** Base chain: its type. */
	type?: pulumi.Input<"filter" | "nat" | "route">;
	/** Base chain: its priority among the chains of the hook, a number or a name such as "dstnat - 5". Chains with lower numbers see packets first. */
	priority?: pulumi.Input<number | string>;
	/**
	 * Base chain: what happens to packets that match no rule.
	 *
	 * @default "accept"
	 */
	policy?: pulumi.Input<"accept" | "drop">;
	/** Base chain at ingress or egress: its devices. */
	devices?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of NftTableChain. */
export type NftTableChainArgs =
	| RegularNftTableChainArgs
	| BaseNftTableChainArgs
	| DeviceNftTableChainArgs
	| AnyNftTableChainArgs;

export interface NftTableChain {
	/** Base chain: its type. */
	type?: "filter" | "nat" | "route";
	/** Base chain: the hook at which packets enter the chain. */
	hook?: "prerouting" | "input" | "forward" | "output" | "postrouting" | "ingress" | "egress";
	/** Base chain: its priority among the chains of the hook, a number or a name such as "dstnat - 5". Chains with lower numbers see packets first. */
	priority?: number | string;
	/**
	 * Base chain: what happens to packets that match no rule.
	 *
	 * @default "accept"
	 */
	policy?: "accept" | "drop";
	/** Base chain at ingress or egress: its devices. */
	devices?: string[];
	/** The rules in order, each in nft syntax. Different spellings of the same rule are no difference: rules are compared in the form that nft prints. */
	rules?: string[];
}

/** The arguments of NftTableSet. */
export interface NftTableSetArgs {
	/** Type of the elements: "ipv4_addr", "ifname . inet_service", or "typeof ip saddr". */
	type: pulumi.Input<string>;
	/** Flags of the set. */
	flags?: pulumi.Input<pulumi.Input<"constant" | "dynamic" | "interval" | "timeout">[]>;
	/** Elements of the set. A set with the flag dynamic or timeout may hold more elements: those that packets add stay. */
	elements?: pulumi.Input<pulumi.Input<string | number>[]>;
	/** Default lifetime of an element, such as "30s" or "1h". */
	timeout?: pulumi.Input<string>;
}

export interface NftTableSet {
	/** Type of the elements: "ipv4_addr", "ifname . inet_service", or "typeof ip saddr". */
	type: string;
	/** Flags of the set. */
	flags?: ("constant" | "dynamic" | "interval" | "timeout")[];
	/** Elements of the set. A set with the flag dynamic or timeout may hold more elements: those that packets add stay. */
	elements?: (string | number)[];
	/** Default lifetime of an element, such as "30s" or "1h". */
	timeout?: string;
}

/** The arguments of NftTableMap. */
export interface NftTableMapArgs {
	/** Type of the keys. */
	type: pulumi.Input<string>;
	/** Type of the values: "verdict", "ipv4_addr", "mark" and others. If `type` begins with "typeof", an expression such as "ct zone". */
	value: pulumi.Input<string>;
	/** Elements of the map: `{ "1.2.3.4": "jump tenant1" }`. */
	elements?: pulumi.Input<{ [key: string]: pulumi.Input<string | number> }>;
}

export interface NftTableMap {
	/** Type of the keys. */
	type: string;
	/** Type of the values: "verdict", "ipv4_addr", "mark" and others. If `type` begins with "typeof", an expression such as "ct zone". */
	value: string;
	/** Elements of the map: `{ "1.2.3.4": "jump tenant1" }`. */
	elements?: { [key: string]: string | number };
}

/** The arguments of NftTableFlowtable. */
export interface NftTableFlowtableArgs {
	/**
	 * Priority at the ingress hook: a number or a name.
	 *
	 * @default "filter"
	 */
	priority?: pulumi.Input<number | string>;
	/** The devices between which flows are offloaded. */
	devices?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Let the devices' hardware forward the flows. It is an error if a device does not support it.
	 *
	 * @default false
	 */
	hardwareOffload?: pulumi.Input<boolean>;
	/**
	 * Count the packets of offloaded flows in conntrack.
	 *
	 * @default false
	 */
	counter?: pulumi.Input<boolean>;
}

export interface NftTableFlowtable {
	/**
	 * Priority at the ingress hook: a number or a name.
	 *
	 * @default "filter"
	 */
	priority?: number | string;
	/** The devices between which flows are offloaded. */
	devices?: string[];
	/**
	 * Let the devices' hardware forward the flows. It is an error if a device does not support it.
	 *
	 * @default false
	 */
	hardwareOffload?: boolean;
	/**
	 * Count the packets of offloaded flows in conntrack.
	 *
	 * @default false
	 */
	counter?: boolean;
}

/** The arguments of NftTable. */
export interface NftTableArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Address family: which packets the table sees. */
	family: pulumi.Input<"ip" | "ip6" | "inet" | "arp" | "bridge" | "netdev">;
	/** Name of the table. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/** The chains by name. */
	chains?: pulumi.Input<{ [key: string]: pulumi.Input<NftTableChainArgs> }>;
	/** The sets by name. */
	sets?: pulumi.Input<{ [key: string]: pulumi.Input<NftTableSetArgs> }>;
	/** The maps and verdict maps by name. */
	maps?: pulumi.Input<{ [key: string]: pulumi.Input<NftTableMapArgs> }>;
	/** The flowtables by name. */
	flowtables?: pulumi.Input<{ [key: string]: pulumi.Input<NftTableFlowtableArgs> }>;
	/** Network namespace of the table. Default: the host's own namespace. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a NftTable that it only reads. */
export type NftTableState = Partial<NftTableArgs>;

const shape: Shape = {
	kind: "NftTable",
	inputs: ["host", "family", "name", "chains", "sets", "maps", "flowtables", "netns", "adopt"],
	computed: ["handle"],
	namedByResource: true,
	refers: [{"thing":"device","path":["chains","*","devices","*"]}, {"thing":"device","path":["flowtables","*","devices","*"]}, {"thing":"netns","path":["netns"]}],
	makes: [],
};

/** An nftables table with its chains, sets, maps and flowtables. The resource owns the whole table: whatever is added by hand is drift. A change is one transaction with as few statements as possible. Rules, sets and flows that do not change keep their counters, elements and state. */
export class NftTable extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/[<netns>/]NftTable/<family>/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: NftTableState, opts?: pulumi.CustomResourceOptions): NftTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): NftTable;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): NftTable {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new NftTable(name, state as NftTableArgs, opts);
	}

	/** True for a NftTable, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is NftTable {
		return isKind(value, "NftTable");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Address family: which packets the table sees. */
	declare readonly family: pulumi.Output<"ip" | "ip6" | "inet" | "arp" | "bridge" | "netdev">;
	/** Name of the table. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/** The chains by name. */
	declare readonly chains: pulumi.Output<{ [key: string]: NftTableChain } | undefined>;
	/** The sets by name. */
	declare readonly sets: pulumi.Output<{ [key: string]: NftTableSet } | undefined>;
	/** The maps and verdict maps by name. */
	declare readonly maps: pulumi.Output<{ [key: string]: NftTableMap } | undefined>;
	/** The flowtables by name. */
	declare readonly flowtables: pulumi.Output<{ [key: string]: NftTableFlowtable } | undefined>;
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

	constructor(name: string, args: NftTableArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
