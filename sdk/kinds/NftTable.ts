// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of NftTableChain that are the same in every case. */
export interface CommonNftTableChainArgs {
	/** The rules in order, each one statement in nft's language. How it is spelled doesn't count: nft's own form of it is compared. */
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
	/** Of a base chain: where packets enter it. */
	hook: "prerouting" | "input" | "forward" | "output" | "postrouting";
	/** Of a base chain: its type. */
	type: pulumi.Input<"filter" | "nat" | "route">;
	/** Of a base chain: its place among others of the hook, a number or as in "dstnat - 5". */
	priority: pulumi.Input<number | string>;
	/**
	 * Of a base chain: what becomes of packets that no rule decides on.
	 *
	 * @default "accept"
	 */
	policy?: pulumi.Input<"accept" | "drop">;
	/** Not here: it is for the hooks ingress and egress alone. */
	devices?: undefined;
}

/** The arguments of NftTableChain: `hook` "ingress", "egress". */
export interface DeviceNftTableChainArgs extends CommonNftTableChainArgs {
	/** Of a base chain: where packets enter it. */
	hook: "ingress" | "egress";
	/** Of a base chain: its type. */
	type: pulumi.Input<"filter" | "nat" | "route">;
	/** Of a base chain: its place among others of the hook, a number or as in "dstnat - 5". */
	priority: pulumi.Input<number | string>;
	/**
	 * Of a base chain: what becomes of packets that no rule decides on.
	 *
	 * @default "accept"
	 */
	policy?: pulumi.Input<"accept" | "drop">;
	/** Of a base chain at ingress or egress: its devices. */
	devices: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of NftTableChain: `hook` as an output: which fields go together is checked when it is known. */
export interface AnyNftTableChainArgs extends CommonNftTableChainArgs {
	/** Of a base chain: where packets enter it. */
	hook: pulumi.Output<"prerouting" | "input" | "forward" | "output" | "postrouting" | "ingress" | "egress"> | Promise<"prerouting" | "input" | "forward" | "output" | "postrouting" | "ingress" | "egress">;
	/** Of a base chain: its type. */
	type?: pulumi.Input<"filter" | "nat" | "route">;
	/** Of a base chain: its place among others of the hook, a number or as in "dstnat - 5". */
	priority?: pulumi.Input<number | string>;
	/**
	 * Of a base chain: what becomes of packets that no rule decides on.
	 *
	 * @default "accept"
	 */
	policy?: pulumi.Input<"accept" | "drop">;
	/** Of a base chain at ingress or egress: its devices. */
	devices?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of NftTableChain. */
export type NftTableChainArgs =
	| RegularNftTableChainArgs
	| BaseNftTableChainArgs
	| DeviceNftTableChainArgs
	| AnyNftTableChainArgs;

export interface NftTableChain {
	/** Of a base chain: its type. */
	type?: "filter" | "nat" | "route";
	/** Of a base chain: where packets enter it. */
	hook?: "prerouting" | "input" | "forward" | "output" | "postrouting" | "ingress" | "egress";
	/** Of a base chain: its place among others of the hook, a number or as in "dstnat - 5". */
	priority?: number | string;
	/**
	 * Of a base chain: what becomes of packets that no rule decides on.
	 *
	 * @default "accept"
	 */
	policy?: "accept" | "drop";
	/** Of a base chain at ingress or egress: its devices. */
	devices?: string[];
	/** The rules in order, each one statement in nft's language. How it is spelled doesn't count: nft's own form of it is compared. */
	rules?: string[];
}

/** The arguments of NftTableSet. */
export interface NftTableSetArgs {
	/** What its elements are: "ipv4_addr", "ifname . inet_service", or "typeof ip saddr". */
	type: pulumi.Input<string>;
	/** Its flags. */
	flags?: pulumi.Input<pulumi.Input<"constant" | "dynamic" | "interval" | "timeout">[]>;
	/** Its elements. Of a set with the flag dynamic or timeout just these are looked after: what packets add stays. */
	elements?: pulumi.Input<pulumi.Input<string | number>[]>;
	/** How long an element stays that names no time itself. */
	timeout?: pulumi.Input<string>;
}

export interface NftTableSet {
	/** What its elements are: "ipv4_addr", "ifname . inet_service", or "typeof ip saddr". */
	type: string;
	/** Its flags. */
	flags?: ("constant" | "dynamic" | "interval" | "timeout")[];
	/** Its elements. Of a set with the flag dynamic or timeout just these are looked after: what packets add stays. */
	elements?: (string | number)[];
	/** How long an element stays that names no time itself. */
	timeout?: string;
}

/** The arguments of NftTableMap. */
export interface NftTableMapArgs {
	/** What its keys are. */
	type: pulumi.Input<string>;
	/** What its values are: "verdict", "ipv4_addr", "mark" …; beside `typeof`: an expression such as "ct zone". */
	value: pulumi.Input<string>;
	/** Its elements: `{ "1.2.3.4": "jump tenant1" }`. */
	elements?: pulumi.Input<{ [key: string]: pulumi.Input<string | number> }>;
}

export interface NftTableMap {
	/** What its keys are. */
	type: string;
	/** What its values are: "verdict", "ipv4_addr", "mark" …; beside `typeof`: an expression such as "ct zone". */
	value: string;
	/** Its elements: `{ "1.2.3.4": "jump tenant1" }`. */
	elements?: { [key: string]: string | number };
}

/** The arguments of NftTableFlowtable. */
export interface NftTableFlowtableArgs {
	/**
	 * Its place among others at ingress.
	 *
	 * @default "filter"
	 */
	priority?: pulumi.Input<number | string>;
	/** The devices between which flows are taken. */
	devices?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Let the devices' hardware forward the flows: an error where one of them can't.
	 *
	 * @default false
	 */
	hardwareOffload?: pulumi.Input<boolean>;
	/**
	 * Count the packets of offloaded flows (in conntrack).
	 *
	 * @default false
	 */
	counter?: pulumi.Input<boolean>;
}

export interface NftTableFlowtable {
	/**
	 * Its place among others at ingress.
	 *
	 * @default "filter"
	 */
	priority?: number | string;
	/** The devices between which flows are taken. */
	devices?: string[];
	/**
	 * Let the devices' hardware forward the flows: an error where one of them can't.
	 *
	 * @default false
	 */
	hardwareOffload?: boolean;
	/**
	 * Count the packets of offloaded flows (in conntrack).
	 *
	 * @default false
	 */
	counter?: boolean;
}

/** The arguments of NftTable. */
export interface NftTableArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** The packets that it sees. */
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
	/** Network namespace of the table. Default: the host's own. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
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

/** A table of nftables with its chains, sets, maps and flowtables. It is ours as a whole: what is added to it by hand is drift. A change is one transaction of the fewest statements, so that rules, sets and flows that stay keep their counters, elements and state. */
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
	/** The packets that it sees. */
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

	constructor(name: string, args: NftTableArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
